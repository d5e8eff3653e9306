"""A fingerprint read aloud: sixteen words or numbers and one to check them.

``docs/spec/fingerprint.md`` gives the form; the numbered comments are its verification steps.
"""

import hashlib
from functools import cache
from pathlib import Path

from wasl.core.errors import RefusedError

WORD_LANGUAGES = ("en", "fr")
FINGERPRINT_BYTES = 16
LONGEST_READING_CHARS = 1024
SHORTEST_WORD_LETTERS = 4

_WORDLISTS = Path(__file__).with_name("wordlists")
_ARABIC_INDIC_TO_LATIN = {0x0660 + digit: 0x30 + digit for digit in range(10)}
_GROUPS = FINGERPRINT_BYTES + 1
_GROUPS_IN_A_LINE = 4
_DIGITS_IN_A_GROUP = 3
_LARGEST_BYTE = 255


def fingerprint_of(note_text: bytes) -> bytes:
    """The 16 bytes that stand for a signed note: the start of SHA-256 of its text."""
    return hashlib.sha256(note_text).digest()[:FINGERPRINT_BYTES]


def fingerprint_words(fingerprint: bytes, language: str) -> tuple[str, ...]:
    """Sixteen words, one a byte, and a check word; ``language`` is one of WORD_LANGUAGES."""
    words = _words(language)
    return tuple(words[byte] for byte in _with_check(fingerprint))


def fingerprint_digits(fingerprint: bytes) -> tuple[str, ...]:
    """Sixteen groups of three digits, one a byte, and a check group: for readers of Arabic."""
    return tuple(f"{byte:0{_DIGITS_IN_A_GROUP}d}" for byte in _with_check(fingerprint))


def in_lines(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Four lines of four, and the check alone on the fifth, as they are read aloud."""
    if len(groups) != _GROUPS:
        raise ValueError(f"a reading has {_GROUPS} groups, not {len(groups)}")
    return tuple(
        " ".join(groups[at : at + _GROUPS_IN_A_LINE])
        for at in range(0, _GROUPS, _GROUPS_IN_A_LINE)
    )


def read_words(untrusted_words: str, language: str) -> bytes:
    """The 16 bytes that were read aloud in ``language``, one of WORD_LANGUAGES.

    A word may be cut after its fourth letter, which no other word of its list shares. Refusals:
    ``malformed`` (``at`` names the word, counted from 1), ``wrong-check-word``.
    """
    index_by_start = {
        word[:SHORTEST_WORD_LETTERS]: (index, word) for index, word in enumerate(_words(language))
    }
    values: list[int] = []
    for place, group in enumerate(_groups(untrusted_words), start=1):
        spoken = group.lower()
        index, word = index_by_start.get(spoken[:SHORTEST_WORD_LETTERS], (0, ""))
        if not group.isascii() or not word.startswith(spoken):  # 3
            raise RefusedError("malformed", {"what": "fingerprint-word", "at": place})
        values.append(index)
    return _checked(values)


def read_digits(untrusted_digits: str) -> bytes:
    """The 16 bytes that were read aloud as groups of three Latin or Arabic-Indic digits.

    Refusals: ``malformed`` (``at`` names the group, counted from 1), ``wrong-check-word``.
    """
    values: list[int] = []
    for place, group in enumerate(_groups(untrusted_digits), start=1):
        latin = group.translate(_ARABIC_INDIC_TO_LATIN)
        three = len(latin) == _DIGITS_IN_A_GROUP and latin.isascii() and latin.isdigit()
        if not three or int(latin) > _LARGEST_BYTE:  # 3
            raise RefusedError("malformed", {"what": "fingerprint-group", "at": place})
        values.append(int(latin))
    return _checked(values)


def _with_check(fingerprint: bytes) -> bytes:
    if len(fingerprint) != FINGERPRINT_BYTES:
        raise ValueError(f"a fingerprint has {FINGERPRINT_BYTES} bytes, not {len(fingerprint)}")
    return fingerprint + hashlib.sha256(fingerprint).digest()[:1]


@cache
def _words(language: str) -> tuple[str, ...]:
    if language not in WORD_LANGUAGES:
        raise ValueError(f"there is no word list in {language!r}")
    return tuple((_WORDLISTS / f"{language}.txt").read_text(encoding="ascii").split())


def _groups(untrusted_reading: str) -> list[str]:
    if len(untrusted_reading) > LONGEST_READING_CHARS:  # 1
        raise RefusedError("malformed", {"what": "fingerprint-length"})
    spaced = untrusted_reading.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    groups = [group for group in spaced.split(" ") if group]
    if len(groups) != _GROUPS:  # 2
        raise RefusedError("malformed", {"what": "fingerprint-groups", "groups": len(groups)})
    return groups


def _checked(values: list[int]) -> bytes:
    fingerprint = bytes(values[:FINGERPRINT_BYTES])
    if _with_check(fingerprint) != bytes(values):  # 4
        raise RefusedError("wrong-check-word")
    return fingerprint
