"""A shrinking witness: a counter-signature on less than was counter-signed before.

Defence: a receipt is kept only if it covers more; our own word as a witness is given once for
each size, stored before it leaves, and repeated byte for byte (trust.md §4.4, C2SP tlog-witness).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World, report
from wasl.core.log import root_of
from wasl.node.carriage import Report
from wasl.node.receipts import COUNTERSIGNATURE_BYTES, countersigned_at
from wasl.seal.cosign import countersign, read_checkpoint
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.note import Line, Note, read_note, write_note


def give(world: World, note: Note) -> Report:
    """A receipt as Algiers gets it from Tripoli."""
    witness = DishonestAuthor(world.tripoli, world.algiers)
    return witness.send(witness.seal([Frame(kind=FrameKind.RECEIPT, payload=write_note(note))]))


@pytest.mark.parametrize("less", [1, 2, 4])
def test_a_receipt_for_less_than_the_last_takes_nothing_back(
    world: World, liar: DishonestAuthor, less: int
) -> None:
    world.algiers.release(report())
    world.sync()
    witness = next(iter(world.tripoli.node.identity.keysets.values()))
    cut = liar.leaves()[: 5 - less]
    head = liar.sign(liar.head(size=len(cut), root=root_of(cut)), twice=True)
    before = kept(world.algiers)
    shrunk = countersign(head, witness.witness, witness.long_lived, 0)
    assert (rules(give(world, shrunk)), give(world, shrunk).receipts) == ([], 0)
    assert kept(world.algiers) == before


def test_we_never_counter_sign_less_than_we_did(world: World, liar: DishonestAuthor) -> None:
    signed = []
    for size in (5, 4, 3, 5, 1):
        leaves = liar.leaves()
        forged = [liar.report()] if size > len(leaves) else []
        whole = [*leaves, *(one.leaf for one in forged)][:size]
        note = liar.sign(liar.head(size=size, root=root_of(whole)))
        assert rules(liar.tell(*forged, note=note)) == []
        signed.append(read_checkpoint(read_note(liar.log().receipt)).size)
    assert signed == [5, 5, 5, 5, 5]


def test_a_receipt_for_another_tree_is_found_out(world: World, liar: DishonestAuthor) -> None:
    world.algiers.release(report())
    witness = next(iter(world.tripoli.node.identity.keysets.values()))
    head = liar.sign(liar.head(size=5, root=bytes(32)))
    other = countersign(head, witness.witness, witness.long_lived, 0)
    before = kept(world.algiers)
    assert rules(give(world, other)) == ["forked-log"]
    assert kept(world.algiers) == before


def test_control_the_smaller_receipt_is_valid_in_itself(
    world: World, liar: DishonestAuthor
) -> None:
    world.algiers.release(report())
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    receipt = read_note(world.tripoli.theirs().receipt)
    assert give(world, receipt).receipts == 1


@pytest.mark.parametrize("blob", [b"\xff" * COUNTERSIGNATURE_BYTES, bytes(COUNTERSIGNATURE_BYTES)])
def test_a_line_by_nobody_says_no_time_of_a_receipt(world: World, blob: bytes) -> None:
    """Lines of unknown keys may stand in any note; what they say was never verified."""
    world.algiers.release(report())
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    held = read_note(world.tripoli.theirs().receipt)
    told = countersigned_at(write_note(held))
    for name in ("stranger.example", held.lines[0].name, held.lines[-1].name):
        other = Line(name=name, key_id=bytes(4), blob=blob)
        assert rules(give(world, replace(held, lines=(other, *held.lines)))) == []
        receipt = world.algiers.own().receipt
        assert other not in read_note(receipt).lines
        assert countersigned_at(receipt) == told


def test_nor_beside_a_head_that_is_counter_signed(world: World, liar: DishonestAuthor) -> None:
    forged = liar.report()
    whole = [*liar.leaves(), forged.leaf]
    note = liar.sign(liar.head(size=len(whole), root=root_of(whole)))
    other = Line(name="stranger.example", key_id=bytes(4), blob=bytes(COUNTERSIGNATURE_BYTES))
    assert rules(liar.tell(forged, note=replace(note, lines=(other, *note.lines)))) == []
    receipt = liar.log().receipt
    assert read_checkpoint(read_note(receipt)).size == len(whole)
    assert countersigned_at(receipt) == world.clock.now()
