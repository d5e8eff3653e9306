"""A bundle on paper: its bytes in numbered parts, one a QR code, and put together again.

Format, steps and vectors: ``docs/spec/sheet.md``. Like a bundle a sheet proves nothing and names
nobody: a check shows a damaged part, the letters of the sheet a part of another one.
"""

import re
import struct
import zlib
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

from wasl.core.errors import Detail, RefusedError
from wasl.transport.base45 import bytes_in, read_base45, write_base45

PARTS_LIMIT = 32
SPARE = 0  # the number of the part that stands in for any one lost
FIRST_LETTERS = "WASL1:"
BUNDLE_LINE = b"WSLB1\n"
TEXT_LIMIT = 4_296  # letters of the largest QR code

_FORM = re.compile(
    r"WASL1:(?P<sheet>[A-Z2-7]{4}):(?P<number>[1-9][0-9]?|P)/(?P<count>[1-9][0-9]?):(?P<rest>.+)"
)
_LONGEST_HEAD = len("WASL1:ABCD:32/32:")
_CHECK = struct.Struct(">I")
_LENGTH = struct.Struct(">I")
_SHORTEST_SCANNED = 24  # a line so long was scanned, not typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a sheet; ``number`` is SPARE for the one that stands in for a lost one."""

    sheet: str
    number: int
    count: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The parts of one sheet by number, and what was turned away."""

    sheet: str
    count: int
    parts: Mapping[int, Part]
    refused: tuple[RefusedError, ...]


def room_in(letters: int) -> int:
    """How many bytes of a bundle one code of so many letters carries."""
    return bytes_in(letters - _LONGEST_HEAD) - _CHECK.size - _LENGTH.size


def write_parts(content: bytes, room_bytes: int) -> list[str]:
    """The texts of the codes of a sheet, the spare part last.

    Refuses ``too-large`` where more than PARTS_LIMIT parts of ``room_bytes`` were needed.
    """
    pieces = [content[at : at + room_bytes] for at in range(0, len(content), room_bytes)]
    if not 0 < len(pieces) <= PARTS_LIMIT:
        limit = room_bytes * PARTS_LIMIT
        raise RefusedError("too-large", {"limit": limit, "size": len(content)})
    sheet = letters_of(content)
    spare = _LENGTH.pack(len(content)) + _xor(pieces, len(pieces[0]))
    numbered = [*enumerate(pieces, 1), (SPARE, spare)]
    return [
        write_part(Part(sheet=sheet, number=number, count=len(pieces), content=piece))
        for number, piece in numbered
    ]


def letters_of(content: bytes) -> str:
    """The four letters by which the parts of a sheet know each other."""
    return b32encode(sha256(content).digest()[:5]).decode()[:4]


def is_part(untrusted_text: str) -> bool:
    """Step 1: whether a code claims to be a part of a sheet; any other is none of our business."""
    return untrusted_text.startswith(FIRST_LETTERS)


def read_part(untrusted_text: str) -> Part:
    """Steps 2 to 4: the part a text holds.

    Refuses ``malformed`` for one that no writer makes and ``damaged-part`` where the check does
    not fit.
    """
    # Step 2: the text has the form of a part.
    found = _FORM.fullmatch(untrusted_text)
    if found is None or len(untrusted_text) > TEXT_LIMIT:
        raise RefusedError("malformed", {"step": 2})
    number = SPARE if found["number"] == "P" else int(found["number"])
    count = int(found["count"])
    if number > count or count > PARTS_LIMIT:
        raise RefusedError("malformed", {"step": 2})
    told: Detail = {"part": f"{found['number']}/{count}", "sheet": found["sheet"]}
    # Step 3: its letters are base45, and hold a check and something before it.
    try:
        held = read_base45(found["rest"])
    except RefusedError as refusal:
        raise RefusedError("malformed", {**told, "step": 3}) from refusal
    least = _CHECK.size + (_LENGTH.size if number == SPARE else 0)
    if len(held) <= least:
        raise RefusedError("malformed", {**told, "step": 3})
    content, check = held[: -_CHECK.size], held[-_CHECK.size :]
    part = Part(sheet=found["sheet"], number=number, count=count, content=content)
    # Step 4: the check fits what stands before it.
    if _check(part) != check:
        raise RefusedError("damaged-part", {**told, "step": 4})
    return part


def read_typed(untrusted_line: str) -> Part:
    """The part in a line that a scanner typed.

    Refuses ``scanner-layout`` for a long line that begins like no part: a scanner types keys,
    and a computer set to another keyboard makes other letters of them; else like ``read_part``.
    """
    if not is_part(untrusted_line) and len(untrusted_line) >= _SHORTEST_SCANNED:
        raise RefusedError("scanner-layout", {"begins": _plain(untrusted_line[:6])})
    return read_part(untrusted_line)


def gather(parts: Iterable[Part]) -> Gathered:
    """The parts of the sheet that most of them are of; the first such sheet where two tie.

    Step 5: a part of another sheet is turned away by name (``foreign-part``), and so is one with
    the number of an earlier one and other content. Refuses ``no-code`` where there is no part.
    """
    sheets: dict[tuple[str, int], dict[int, Part]] = {}
    refused: list[RefusedError] = []
    for part in parts:
        held = sheets.setdefault((part.sheet, part.count), {})
        if held.setdefault(part.number, part) != part:
            refused.append(_foreign(part))
    if not sheets:
        raise RefusedError("no-code", {"step": 5})
    chosen = max(sheets, key=lambda sheet: len(sheets[sheet]))
    others = [found for sheet, found in sheets.items() if sheet != chosen]
    refused += [_foreign(found[number]) for found in others for number in sorted(found)]
    sheet, count = chosen
    return Gathered(sheet=sheet, count=count, parts=sheets[chosen], refused=tuple(refused))


def assemble(gathered: Gathered) -> bytes:
    """Steps 6 to 8: the bundle a sheet holds; one lost part is made again from the spare one.

    Refuses ``missing-parts`` by number, ``malformed`` for parts that cannot stand together,
    ``damaged-sheet`` where the whole is not what its letters say.
    """
    count, held = gathered.count, dict(gathered.parts)
    spare = held.pop(SPARE, None)
    missing = [number for number in range(1, count + 1) if number not in held]
    told: Detail = {"sheet": gathered.sheet}
    # Step 6: all of them are there, or all but one and the spare part.
    if len(missing) > (0 if spare is None else 1):
        numbers = ", ".join(map(str, missing))
        raise RefusedError(
            "missing-parts", {**told, "count": count, "missing": numbers, "step": 6}
        )
    pieces = [held[number].content for number in sorted(held)]
    # Step 7: every part but the last is as long as the first, and the last no longer.
    if missing and spare is not None:
        pieces.insert(missing[0] - 1, _made_again(pieces, spare, missing[0], told))
    if any(len(piece) != len(pieces[0]) for piece in pieces[:-1]) or not (
        0 < len(pieces[-1]) <= len(pieces[0])
    ):
        raise RefusedError("malformed", {**told, "step": 7})
    content = b"".join(pieces)
    # Step 8: the whole gives the letters of the sheet, and is a bundle.
    if letters_of(content) != gathered.sheet or not content.startswith(BUNDLE_LINE):
        raise RefusedError("damaged-sheet", {**told, "step": 8})
    return content


def _made_again(pieces: Sequence[bytes], spare: Part, number: int, told: Detail) -> bytes:
    """The one part that is missing, from the spare one and all the others."""
    (length,) = _LENGTH.unpack_from(spare.content)
    mixed = spare.content[_LENGTH.size :]
    room = len(mixed)
    size = length - (spare.count - 1) * room if number == spare.count else room
    if any(len(piece) > room for piece in pieces) or not 0 < size <= room:
        raise RefusedError("malformed", {**told, "step": 7})
    return _xor([mixed, *pieces], room)[:size]


def write_part(part: Part) -> str:
    """The text of the code of a part."""
    return _head(part) + write_base45(part.content + _check(part))


def _head(part: Part) -> str:
    number = "P" if part.number == SPARE else part.number
    return f"{FIRST_LETTERS}{part.sheet}:{number}/{part.count}:"


def _check(part: Part) -> bytes:
    """The check of a part, over its head too: a wrong number is damage as well."""
    return _CHECK.pack(zlib.crc32(part.content, zlib.crc32(_head(part).encode())))


def _foreign(part: Part) -> RefusedError:
    number = "P" if part.number == SPARE else str(part.number)
    told: Detail = {"part": f"{number}/{part.count}", "sheet": part.sheet, "step": 5}
    return RefusedError("foreign-part", told)


def _xor(pieces: Iterable[bytes], size: int) -> bytes:
    """All the pieces over each other, the short ones filled up with zeros."""
    numbers = (int.from_bytes(piece.ljust(size, b"\0"), "big") for piece in pieces)
    return reduce(int.__xor__, numbers, 0).to_bytes(size, "big")


def _plain(text: str) -> str:
    """A few letters as a refusal may name them."""
    return text.encode("ascii", "replace").decode()
