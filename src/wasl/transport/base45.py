"""Bytes in the 45 letters that a QR code holds tightest (RFC 9285), in one spelling only."""

from wasl.core.errors import RefusedError

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_VALUES = {letter: value for value, letter in enumerate(LETTERS)}
_PAIR, _ONE = 45 * 45, 45


def write_base45(content: bytes) -> str:
    """Three letters for two bytes, two for a last one."""
    letters = []
    for place in range(0, len(content) - 1, 2):
        rest, first = divmod(int.from_bytes(content[place : place + 2], "big"), _ONE)
        third, second = divmod(rest, _ONE)
        letters += [LETTERS[first], LETTERS[second], LETTERS[third]]
    if len(content) % 2:
        second, first = divmod(content[-1], _ONE)
        letters += [LETTERS[first], LETTERS[second]]
    return "".join(letters)


def read_base45(untrusted_text: str) -> bytes:
    """The bytes of a text; refuses ``malformed`` for what ``write_base45`` never writes."""
    if len(untrusted_text) % 3 == 1 or not set(untrusted_text) <= set(LETTERS):
        raise RefusedError("malformed", {"why": "not base45"})
    content = bytearray()
    for place in range(0, len(untrusted_text), 3):
        values = [_VALUES[letter] for letter in untrusted_text[place : place + 3]]
        value = sum(each * weight for each, weight in zip(values, (1, _ONE, _PAIR), strict=False))
        size = len(values) - 1
        if value >> (8 * size):
            raise RefusedError("malformed", {"why": "not base45"})
        content += value.to_bytes(size, "big")
    return bytes(content)


def bytes_in(letters: int) -> int:
    """How many bytes so many letters hold."""
    return letters // 3 * 2 + (letters % 3 == 2)
