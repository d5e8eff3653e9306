"""Gap: entries are held back, and later ones shown as if nothing were missing.

Defence: no entry counts before its predecessors; the gap is named to both sides, and what waits
is bounded (trust.md §7 and §11).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World
from wasl.node import pool
from wasl.node.pool import gaps
from wasl.seal.envelope import read_open
from wasl.seal.frames import FrameKind
from wasl.seal.greeting import Cursor, read_greeting
from wasl.seal.note import Note, sign


def test_an_entry_whose_predecessor_is_missing_waits_and_is_not_receipted(
    world: World, liar: DishonestAuthor
) -> None:
    chain = liar.chain(3)
    outcome = liar.send(chain[2])
    assert outcome.waiting == [(6, 6)]
    assert (liar.log().size, liar.log().countersigned) == (4, 4)


def test_the_gap_is_named_to_the_author(world: World, liar: DishonestAuthor) -> None:
    liar.send(liar.chain(3)[2])
    said = [f for f in read_open(world.tripoli.out()[0]) if f.kind is FrameKind.CURSOR]
    assert read_greeting(said[0].payload, Cursor)[0].gaps == ((4, 5),)


def test_the_gap_closes_when_what_is_missing_comes(world: World, liar: DishonestAuthor) -> None:
    chain = liar.chain(3)
    liar.send(chain[2])
    liar.send(chain[0])
    log = liar.log()
    assert world.tripoli.look(lambda look: list(gaps(look, log))) == [(5, 5)]
    liar.send(chain[1])
    assert liar.log().countersigned == 7


def test_an_index_left_out_within_a_dispatch_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    first, third = liar.report(), liar.report(index=len(liar.leaves()) + 2)
    before = kept(world.tripoli)
    assert rules(liar.tell(first, third)) == ["gap"]
    assert kept(world.tripoli) == before


def test_a_head_beyond_what_came_with_it_is_refused(liar: DishonestAuthor) -> None:
    beyond = liar.sign(liar.head(size=len(liar.leaves()) + 1, root=bytes(32)))
    assert rules(liar.tell(note=beyond)) == ["gap"]


def test_what_waits_is_bounded(
    world: World, liar: DishonestAuthor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "POOL_ENTRIES", 3)
    chain = liar.chain(6)
    outcomes = [rules(liar.send(dispatch)) for dispatch in chain[1:]]
    assert outcomes == [[], [], [], ["quota"], ["quota"]]
    assert len(kept(world.tripoli).pools) == 3


def test_control_without_a_gap_the_same_dispatches_are_receipted(liar: DishonestAuthor) -> None:
    chain = liar.chain(3)
    assert liar.send(*chain).entries == 3
    assert liar.log().countersigned == 7


def test_entries_of_nobody_do_not_wait(world: World, liar: DishonestAuthor) -> None:
    forged = liar.report(index=6)
    head = liar.head(forged, size=7)
    stranger = next(iter(world.tripoli.node.identity.keysets.values())).author
    note = Note(text=head.text(), lines=(sign(head.text(), stranger),))
    before = kept(world.tripoli)
    assert rules(liar.tell(forged, note=note)) == ["unknown-key"]
    assert kept(world.tripoli) == before
