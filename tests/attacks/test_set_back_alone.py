"""A node that signs bundles unconfirmed, on a machine set back: by mistake, or by design.

Defence: the guard file lies in no backup, so a restored store signs nothing alone; where a whole
machine is set back with it, or its owner lies, nobody counter-signs what contradicts the copy
(docs/spec/guard.md). Histories of honest nodes are in ``tests/node/test_alone.py``.
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, frozen, kept, restart, rules, store_of
from tests.memory_guard import MemoryGuard
from tests.sim.party import mark_of
from tests.world import World, report
from wasl.core.log import root_of
from wasl.node.outgoing import Road
from wasl.seal.cosign import Origin
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Epoch, Head, Hello, write_greeting
from wasl.seal.note import Note

EPOCH = Epoch(n=9, r="e" * 16)


@pytest.fixture
def grown(world: World) -> World:
    """Tripoli holds one entry more, the fifth, of an epoch that is over."""
    world.algiers.release(report(title="Cinquième"))
    world.sync()
    return world


def hello(liar: DishonestAuthor, size: int) -> Frame:
    """The next epoch of the liar, said to stand on its first ``size`` entries."""
    said = Hello(
        base=Head(root=root_of(liar.leaves()[:size]).hex(), size=size),
        boot="b" * 16,
        epoch=EPOCH,
        link=liar.link.theirs,
        nonce="0" * 32,
    )
    return Frame(kind=FrameKind.HELLO, payload=write_greeting(said, liar.keys.author))


def under(liar: DishonestAuthor, leaves: list[bytes]) -> Note:
    """These leaves signed as the whole log, in that epoch."""
    origin = Origin(node=liar.own.name, link=liar.link.theirs, number=EPOCH.n, random=EPOCH.r)
    return liar.sign(replace(liar.head(), origin=origin, size=len(leaves), root=root_of(leaves)))


def carried(liar: DishonestAuthor, base: int, other: Forged, leaves: list[bytes]) -> bytes:
    """A dispatch of a bundle: the hello, an entry, and the head that covers it."""
    return liar.seal([hello(liar, base), *liar.frames(other, note=under(liar, leaves))])


def test_another_entry_after_the_base_of_a_carried_hello_is_not_taken(
    grown: World, liar: DishonestAuthor
) -> None:
    before = kept(grown.tripoli)
    other = liar.report(index=4)
    outcome = grown.tripoli.take([carried(liar, 4, other, [*liar.leaves()[:4], other.leaf])], None)
    assert (rules(outcome), frozen(grown.tripoli)) == (["rebase"], [])
    assert kept(grown.tripoli) == before


def test_another_entry_before_that_base_is_a_fork(grown: World, liar: DishonestAuthor) -> None:
    other = liar.report(index=3)
    outcome = grown.tripoli.take([carried(liar, 4, other, [*liar.leaves()[:3], other.leaf])], None)
    assert rules(outcome) == ["duplicate-conflict"]
    assert frozen(grown.tripoli) == [b"duplicate-conflict"]


def test_another_entry_than_one_of_this_very_epoch_is_a_fork(
    grown: World, liar: DishonestAuthor
) -> None:
    first = liar.report(index=5)
    taken = grown.tripoli.take([carried(liar, 4, first, [*liar.leaves(), first.leaf])], None)
    assert (taken.entries, taken.refused) == (1, [])
    other = liar.report(index=5)
    outcome = grown.tripoli.take([carried(liar, 4, other, [*liar.leaves()[:5], other.leaf])], None)
    assert rules(outcome) == ["duplicate-conflict"]


def test_whoever_was_greeted_over_the_line_alone_may_not_contradict(
    grown: World, liar: DishonestAuthor
) -> None:
    assert rules(liar.send(write_open([hello(liar, 4)]))) == []
    other = liar.report(index=4)
    outcome = liar.tell(other, note=under(liar, [*liar.leaves()[:4], other.leaf]))
    assert rules(outcome) == ["duplicate-conflict"]


def test_a_longer_log_on_another_tree_is_not_taken_either(
    grown: World, liar: DishonestAuthor
) -> None:
    other = liar.report(index=5)
    leaves = [*liar.leaves()[:4], b"9" * 32, other.leaf]
    outcome = grown.tripoli.take([carried(liar, 4, other, leaves)], None)
    assert (rules(outcome), len(liar.leaves())) == (["rebase"], 5)


def test_the_head_alone_of_another_tree_is_not_counter_signed(
    grown: World, liar: DishonestAuthor
) -> None:
    note = under(liar, [*liar.leaves()[:4], b"9" * 32])
    dispatch = liar.seal([hello(liar, 4), *liar.frames(note=note)])
    assert rules(grown.tripoli.take([dispatch], None)) == ["rebase"]


def test_what_goes_on_from_the_copy_is_taken_whatever_the_base(
    grown: World, liar: DishonestAuthor
) -> None:
    sound = liar.report()
    outcome = grown.tripoli.take([carried(liar, 2, sound, [*liar.leaves(), sound.leaf])], None)
    assert (outcome.entries, outcome.refused) == (1, [])


def test_a_store_from_a_backup_signs_no_bundle(world: World) -> None:
    world.algiers.node.guard = MemoryGuard(
        {world.algiers.link().own: mark_of(world.algiers.own())}, born=True
    )
    backup = store_of(world.algiers).snapshot()
    world.algiers.release(report(title="Perdu"))
    world.sync()
    restart(world.algiers, backup)
    assert world.algiers.release(report(title="Après")) is None
    world.algiers.out(Road.BUNDLE)
    assert world.algiers.own().size == 4


def test_control_without_the_guard_going_ahead_it_would(world: World) -> None:
    marks = {world.algiers.link().own: mark_of(world.algiers.own())}
    backup = store_of(world.algiers).snapshot()
    world.algiers.release(report(title="Perdu"))
    world.sync()
    restart(world.algiers, backup)
    world.algiers.node.guard = MemoryGuard(marks, born=True)
    assert world.algiers.release(report(title="Après")) is None
    world.algiers.out(Road.BUNDLE)
    assert world.algiers.own().size == 5
