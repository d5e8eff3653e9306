"""A restored backup of the recipient: it has forgotten entries it gave receipts for.

Defence: the author's cursor and hello tell how much it holds; what it lost is sent again, its
own log is healed, and no receipt ever becomes smaller (trust.md §7).
"""

import pytest

from tests.attacks.forge import frozen, restart, rules, store_of
from tests.memory_store import Disk
from tests.world import World, report
from wasl.node.carriage import Report
from wasl.seal.cosign import read_checkpoint
from wasl.seal.note import read_note


@pytest.fixture
def backup(world: World) -> Disk:
    """Tripoli as it was before two reports that it has given receipts for."""
    taken = store_of(world.tripoli).snapshot()
    for title in ("Deuxième", "Troisième"):
        world.algiers.release(report(title=title))
        world.sync()
    return taken


def test_a_restored_recipient_holds_again_what_it_had_receipted(
    world: World, backup: Disk
) -> None:
    restart(world.tripoli, backup)
    assert world.tripoli.theirs().size == 4
    world.sync()
    assert world.tripoli.theirs().size == 6
    assert world.tripoli.theirs().peaks == world.algiers.own().peaks


def test_the_receipt_of_the_author_never_becomes_smaller(world: World, backup: Disk) -> None:
    receipt = world.algiers.own().receipt
    restart(world.tripoli, backup)
    for _ in range(4):
        world.call(world.algiers, world.tripoli)
        assert world.algiers.own().receipt == receipt


def test_the_recipient_counter_signs_the_same_roots_as_before(world: World, backup: Disk) -> None:
    before = read_checkpoint(read_note(world.algiers.own().receipt))
    restart(world.tripoli, backup)
    world.sync()
    again = read_checkpoint(read_note(world.tripoli.theirs().receipt))
    assert (again.size, again.root) == (before.size, before.root)


def test_the_link_goes_on_and_nobody_is_accused(world: World, backup: Disk) -> None:
    restart(world.tripoli, backup)
    outcome: Report = world.tripoli.take(world.algiers.out(), world.algiers.name)
    assert not {"forked-log", "duplicate-conflict"} & set(rules(outcome))
    world.sync()
    world.algiers.release(report(title="Après"))
    world.sync()
    assert world.tripoli.theirs().size == 7
    assert frozen(world.tripoli) == frozen(world.algiers) == []


def test_control_the_restored_recipient_really_had_lost_what_it_signed(
    world: World, backup: Disk
) -> None:
    restart(world.tripoli, backup)
    assert world.tripoli.theirs().countersigned < world.algiers.own().countersigned
