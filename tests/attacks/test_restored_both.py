"""Both sides restored: each holds of the other's log what the other has lost, or nobody does.

Defence: each gets its own back from the other; what neither holds was never receipted by anyone
who is still there, and both go on from the common part (trust.md §7).
"""

from tests.attacks.forge import frozen, restart, store_of
from tests.world import World, report


def test_both_restored_at_once_agree_again(world: World) -> None:
    algiers, tripoli = store_of(world.algiers).snapshot(), store_of(world.tripoli).snapshot()
    world.algiers.release(report(title="Perdu"))
    world.sync()
    restart(world.algiers, algiers)
    restart(world.tripoli, tripoli)
    world.algiers.release(report(title="Après"))
    world.sync()
    assert world.algiers.own().size == 5
    assert_agreed(world)


def test_backups_of_different_days_heal_each_other(world: World) -> None:
    old = store_of(world.algiers).snapshot()
    world.algiers.release(report(title="Deuxième"))
    world.sync()
    newer = store_of(world.tripoli).snapshot()
    world.algiers.release(report(title="Troisième"))
    world.sync()
    restart(world.algiers, old)
    restart(world.tripoli, newer)
    world.algiers.release(report(title="Après"))
    world.sync()
    assert world.algiers.own().size == 6
    assert_agreed(world)


def test_restores_one_after_the_other_while_calls_go_on_agree_in_the_end(world: World) -> None:
    backups = (store_of(world.algiers).snapshot(), store_of(world.tripoli).snapshot())
    for turn in range(6):
        world.algiers.release(report(title=f"Saisie {turn}"))
        world.call(world.algiers, world.tripoli)
        service = (world.algiers, world.tripoli)[turn % 2]
        restart(service, backups[turn % 2])
        world.call(world.tripoli, world.algiers)
    world.sync()
    assert_agreed(world)


def test_control_the_two_backups_alone_do_not_agree(world: World) -> None:
    old = store_of(world.algiers).snapshot()
    world.algiers.release(report(title="Deuxième"))
    world.sync()
    restart(world.algiers, old)
    assert world.algiers.own().peaks != world.tripoli.theirs().peaks


def assert_agreed(world: World) -> None:
    """Same tree on both sides, receipted whole, nobody frozen."""
    assert world.algiers.own().peaks == world.tripoli.theirs().peaks
    assert world.tripoli.own().peaks == world.algiers.theirs().peaks
    assert world.algiers.own().countersigned == world.algiers.own().size
    assert frozen(world.algiers) == frozen(world.tripoli) == []
