"""Oversized notes: too many bytes, too many lines, or lines that are nobody's business.

Defence: 64 KiB and 32 lines, counted before a line is read; what is added to a stored note is
counted too (trust.md §11).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, next_keys, rules
from tests.world import World, report, signed
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.keys import keys_text
from wasl.seal.note import LINES_LIMIT, NOTE_LIMIT_BYTES, Line, Note, write_note


def junk(count: int, blob: int = 64) -> tuple[Line, ...]:
    """Lines by keys of nobody, each its own."""
    return tuple(
        Line(name=f"nobody.example/{n}", key_id=n.to_bytes(4, "big"), blob=bytes(blob))
        for n in range(count)
    )


def written_freely(note: Note) -> bytes:
    """The bytes of a note that ``write_note`` would not write."""
    lines = b"".join(
        write_note(Note(text="x\n", lines=(line,))).split(b"\n\n", 1)[1] for line in note.lines
    )
    return note.text.encode() + b"\n" + lines


def test_a_checkpoint_with_a_line_too_many_is_refused(world: World, liar: DishonestAuthor) -> None:
    forged = liar.report()
    note = liar.sign(liar.head(forged))
    crowded = written_freely(replace(note, lines=(*note.lines, *junk(LINES_LIMIT))))
    frame = Frame(kind=FrameKind.CHECKPOINT, payload=crowded)
    before = kept(world.tripoli)
    assert rules(liar.send(liar.seal([*forged.frames(), frame]))) == ["too-large"]
    assert kept(world.tripoli) == before


def test_a_checkpoint_without_room_for_the_receipt_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.report()
    note = liar.sign(liar.head(forged))
    full = replace(note, lines=(*note.lines, *junk(LINES_LIMIT - 1)))
    before = kept(world.tripoli)
    assert rules(liar.tell(forged, note=full)) == ["too-large"]
    assert kept(world.tripoli) == before


@pytest.mark.parametrize("kind", [FrameKind.CHECKPOINT, FrameKind.RECEIPT, FrameKind.HELLO])
def test_a_note_of_more_than_64_kib_does_not_fit_its_frame(
    liar: DishonestAuthor, kind: FrameKind
) -> None:
    head = bytes([kind.value]) + (NOTE_LIMIT_BYTES + 1).to_bytes(4, "big")
    assert rules(liar.send(b"WSL0" + head + bytes(NOTE_LIMIT_BYTES + 1))) == ["too-large"]


def test_a_greeting_of_more_than_16_kib_is_refused(liar: DishonestAuthor) -> None:
    long = write_note(Note(text="wasl-cursor/1\n" + "x" * 17_000 + "\n", lines=junk(1)))
    outcome = liar.send(write_open([Frame(kind=FrameKind.CURSOR, payload=long)]))
    assert rules(outcome) == ["too-large"]


def test_a_statement_already_held_cannot_be_filled_up_with_lines(
    world: World, liar: DishonestAuthor
) -> None:
    note = signed(keys_text(next_keys(world.algiers)[1]), world.algiers.roots[:2])
    crowd = LINES_LIMIT - len(note.lines)
    first = write_note(replace(note, lines=(*note.lines, *junk(crowd))))
    assert liar.tell(liar.act("key", "introduce", first)).entries == 1
    other = tuple(replace(line, name=f"{line.name}/other") for line in junk(crowd))
    second = write_note(replace(note, lines=(*note.lines, *other)))
    before = kept(world.tripoli)
    assert rules(liar.tell(liar.act("key", "introduce", second))) == ["too-large"]
    assert kept(world.tripoli) == before


def test_control_a_few_lines_of_strangers_are_ignored(world: World, liar: DishonestAuthor) -> None:
    forged = liar.report()
    note = liar.sign(liar.head(forged))
    outcome = liar.tell(forged, note=replace(note, lines=(*junk(8), *note.lines)))
    assert (rules(outcome), outcome.entries) == ([], 1)


def test_control_the_honest_log_goes_on_after_the_refusals(world: World) -> None:
    liar = DishonestAuthor(world.algiers, world.tripoli)
    forged = liar.report()
    note = liar.sign(liar.head(forged))
    liar.tell(forged, note=replace(note, lines=(*note.lines, *junk(LINES_LIMIT - 1))))
    world.algiers.release(report())
    world.sync()
    assert world.algiers.own().countersigned == 5
