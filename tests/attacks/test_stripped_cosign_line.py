"""Stripped receipt: a counter-signature comes back without one of the lines that make it one.

Defence: a receipt needs the author's own line, the witness's line and, over governing entries,
the witness's ML-DSA line (trust.md §4.4).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rotate, rules
from tests.world import World, report
from wasl.node.carriage import Report
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.note import Note, read_note, write_note


def receipt_after(world: World) -> Note:
    """Tripoli's receipt of what Algiers wrote last, not carried back yet."""
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    return read_note(world.tripoli.theirs().receipt)


def give(world: World, note: Note) -> Report:
    """The receipt as Algiers gets it."""
    witness = DishonestAuthor(world.tripoli, world.algiers)
    return witness.send(witness.seal([Frame(kind=FrameKind.RECEIPT, payload=write_note(note))]))


def without(note: Note, *places: int) -> Note:
    """The note without its lines at these places."""
    kept_lines = tuple(line for place, line in enumerate(note.lines) if place not in places)
    return replace(note, lines=kept_lines)


@pytest.mark.parametrize("place", [0, 1])
def test_a_receipt_without_one_of_its_two_lines_is_no_receipt(world: World, place: int) -> None:
    world.algiers.release(report())
    note = receipt_after(world)
    before = kept(world.algiers)
    assert rules(give(world, without(note, place))) == ["unknown-key"]
    assert kept(world.algiers) == before


def test_a_receipt_over_a_key_entry_needs_the_witness_ml_dsa_line(world: World) -> None:
    rotate(world.algiers)
    note = receipt_after(world)
    assert len(note.lines) == 4
    assert rules(give(world, without(note, 3))) == ["stripped-signature"]


def test_a_receipt_cannot_take_our_own_ml_dsa_line_out_of_our_log(world: World) -> None:
    rotate(world.algiers)
    note = receipt_after(world)
    give(world, without(note, 1))
    size = world.algiers.own().size
    link = world.algiers.link().own
    held = world.algiers.look(lambda look: look.checkpoint(link, size))
    assert note.lines[1] in read_note(held.note).lines


@pytest.mark.parametrize("first", [True, False])
def test_a_receipt_with_a_false_line_in_our_name_is_no_receipt(world: World, first: bool) -> None:
    """Kept beside ours, it would spoil every export of what it covers."""
    world.algiers.release(report())
    note = receipt_after(world)
    before = kept(world.algiers)
    false = replace(note.lines[0], blob=bytes(64))
    lines = (false, *note.lines) if first else (*note.lines, false)
    assert rules(give(world, replace(note, lines=lines))) == ["bad-signature"]
    assert kept(world.algiers) == before


def test_control_with_all_its_lines_the_receipt_is_kept(world: World) -> None:
    world.algiers.release(report())
    assert give(world, receipt_after(world)).receipts == 1


def test_an_honest_receipt_after_a_lost_one_is_not_taken_for_stripped(world: World) -> None:
    rotate(world.algiers)
    receipt_after(world)
    world.algiers.release(report())
    receipt_after(world)
    world.sync()
    assert world.algiers.own().countersigned == world.algiers.own().size
