"""Writes vectors/sheet: the texts of a sheet's codes, and the bundle they give or why not.

Run ``python -m tools.make_sheet_vectors vectors`` from the project's root; a test compares the
files with what this writes.
"""

import sys
from dataclasses import replace
from hashlib import sha256

from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.transport.sheet import read_part, write_part, write_parts

ROOM_BYTES = 35
_WITHOUT_HASH = (
    b"WSLB1\n\x00\x00\x00\x02\x00\x00\x00\x0aWSL1 first"
    + b"\x00\x00\x00\x3cWSL1 "
    + b"second " * 7
) + b"ends. "
BUNDLE = _WITHOUT_HASH + sha256(_WITHOUT_HASH).digest()
OTHER = BUNDLE.replace(b"first", b"third")
PARTS = write_parts(BUNDLE, ROOM_BYTES)
FOREIGN = write_parts(OTHER, ROOM_BYTES)


def _damaged(text: str) -> str:
    """The first letter of the content is another one: still base45, other bytes."""
    return f"{text[:15]}{'1' if text[15] == '0' else '0'}{text[16:]}"


def sheet() -> Vectors:
    """Parts as they were read, in the order they were read in."""
    one, two, three, four, spare = PARTS
    whole: Json = {"bundle": BUNDLE.hex()}
    yield accepted("in_order", "every part and the spare one", texts=PARTS, **whole)
    yield accepted("any_order", "a part seen twice", texts=[four, two, two, one, three], **whole)
    yield accepted("one_lost", "the second", texts=[one, three, four, spare], **whole)
    yield accepted("last_lost", "the shorter one", texts=[spare, three, two, one], **whole)
    lone = write_parts(BUNDLE, 2 * len(BUNDLE))
    yield accepted("alone", "one part holds it all", texts=lone[:1], **whole)
    yield accepted("spare_alone", "the spare of one part", texts=lone[1:], **whole)
    foreign = [one, two, FOREIGN[0], three, four]
    yield accepted("with_foreign", "a part of another sheet", texts=foreign, **whole)
    said = "two lost, and one spare"
    yield refused("two_lost", said, "missing-parts", 6, texts=[one, four, spare])
    yield refused("no_spare", "one lost, no spare", "missing-parts", 6, texts=[one, two, four])
    yield refused("nothing", "no part at all", "no-code", 5, texts=[])
    for name, about, text in (
        ("small_letters", "the head in small letters", one.replace("WASL1", "wasl1")),
        ("other_version", "another version", one.replace("WASL1", "WASL2")),
        ("number_zero", "part 0", one.replace(":1/4:", ":0/4:")),
        ("number_padded", "part 01", one.replace(":1/4:", ":01/4:")),
        ("number_above", "part 5 of 4", one.replace(":1/4:", ":5/4:")),
        ("too_many", "33 parts", one.replace(":1/4:", ":1/33:")),
        ("cut_head", "the head alone", one[:15]),
    ):
        yield refused(name, about, "malformed", 2, texts=[text])
    for name, about, text in (
        ("small_base45", "a letter base45 lacks", f"{one[:-1]}a"),
        ("base45_length", "one letter too few", one[:-1]),
        ("base45_value", "three letters above 65,535", f"{one[:-3]}:::"),
        ("check_alone", "a check without content", f"{one[:15]}000000"),
        ("empty_spare", "a spare part without content", f"{spare[:15]}000000000000"),
    ):
        yield refused(name, about, "malformed", 3, texts=[text])
    renumbered = two.replace(":2/4:", ":3/4:")
    yield refused("renumbered", "another number", "damaged-part", 4, texts=[renumbered])
    yield refused("flipped", "another letter", "damaged-part", 4, texts=[_damaged(one)])
    forged = _part_of(one, read_part(FOREIGN[0]).content, number=1)
    yield refused(
        "forged_part", "another's part, its letters", "damaged-sheet", 8,
        texts=[forged, two, three, four],
    )  # fmt: skip
    yield refused(
        "no_bundle",
        "whole, but no bundle",
        "damaged-sheet",
        8,
        texts=write_parts(b"WSLB2\n", ROOM_BYTES),
    )
    longer = _part_of(PARTS[0], b"x" * (ROOM_BYTES + 1))
    yield refused("unequal", "a longer part", "malformed", 7, texts=[one, longer, three, four])
    yield refused("spare_short", "a part longer than the spare", "malformed", 7,
                  texts=[one, longer, three, spare])  # fmt: skip


def _part_of(text: str, content: bytes, number: int = 2) -> str:
    """A part with this content, on the sheet of another."""
    return write_part(replace(read_part(text), content=content, number=number))


FOLDERS = {"sheet": sheet}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
