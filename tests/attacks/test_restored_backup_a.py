"""A restored backup of the author: it has forgotten what it signed, and must not sign it anew.

Defence: nothing is signed before a confirm with this run's nonce; what was lost comes back from
the counterpart as it was, and only then the log goes on (trust.md §7).
"""

import pytest

from tests.attacks.forge import frozen, restart, store_of
from tests.memory_store import Disk
from tests.world import World, report
from wasl.node.desk import sign_heads
from wasl.seal.envelope import is_open


@pytest.fixture
def backup(world: World) -> Disk:
    """Algiers as it was before two more reports, which Tripoli has receipted."""
    taken = store_of(world.algiers).snapshot()
    for title in ("Deuxième", "Troisième"):
        world.algiers.release(report(title=title))
        world.sync()
    return taken


def test_a_restored_author_gets_its_own_entries_back_as_they_were(
    world: World, backup: Disk
) -> None:
    signed = world.algiers.own()
    restart(world.algiers, backup)
    assert world.algiers.own().size == 4
    world.sync()
    assert (world.algiers.own().size, world.algiers.own().peaks) == (6, signed.peaks)


def test_what_is_released_after_the_restore_comes_after_what_was_lost(
    world: World, backup: Disk
) -> None:
    restart(world.algiers, backup)
    assert world.algiers.release(report(title="Après")) is None
    world.sync()
    assert world.algiers.own().size == world.tripoli.theirs().size == 7
    assert world.algiers.own().peaks == world.tripoli.theirs().peaks
    assert frozen(world.tripoli) == frozen(world.algiers) == []


def test_nothing_but_greetings_leaves_before_the_confirm(world: World, backup: Disk) -> None:
    restart(world.algiers, backup)
    world.algiers.release(report(title="Après"))
    sent = world.algiers.out()
    assert all(is_open(dispatch) for dispatch in sent)
    assert world.algiers.own().head == world.algiers.own().receipt


def test_bodies_come_back_with_their_entries(world: World, backup: Disk) -> None:
    whole = store_of(world.algiers).snapshot().bodies
    restart(world.algiers, backup)
    world.sync()
    assert store_of(world.algiers).snapshot().bodies == whole


def test_control_an_author_that_trusts_its_backup_contradicts_itself(
    world: World, backup: Disk
) -> None:
    running = world.algiers.node.sessions
    restart(world.algiers, backup)
    world.algiers.node.sessions.update(running)
    world.algiers.release(report(title="Après"))
    assert world.algiers.own().size == 5
    world.algiers.node.session(world.algiers.link().own).their_held = 4
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_healing_twice_appends_nothing_twice(world: World, backup: Disk) -> None:
    restart(world.algiers, backup)
    world.algiers.out()
    world.algiers.node.perform([], sign_heads)
    world.sync()
    restart(world.algiers, backup)
    world.sync()
    assert world.algiers.own().size == 6
