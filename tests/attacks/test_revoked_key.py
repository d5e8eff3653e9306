"""A revoked key: one that left force with a newer statement goes on signing.

Defence: keys rule by position in the log, never by the clock (trust.md §2, step 8).
"""

import pytest

from tests.attacks.forge import (
    DishonestAuthor,
    frozen,
    kept,
    next_keys,
    restart,
    rotate,
    rules,
    store_of,
)
from tests.world import World, report


def test_a_key_that_left_force_signs_no_later_checkpoint(
    world: World, liar: DishonestAuthor
) -> None:
    rotate(world.algiers)
    world.sync()
    before = kept(world.tripoli)
    outcome = liar.tell(liar.report())
    assert rules(outcome) == ["revoked-key"]
    assert kept(world.tripoli) == before


def test_a_key_that_is_not_yet_in_force_signs_nothing(world: World, liar: DishonestAuthor) -> None:
    keyset, _ = next_keys(world.algiers)
    forged = liar.report()
    assert rules(liar.tell(forged, note=liar.sign(liar.head(forged), keyset))) == ["unknown-key"]


def test_a_rotation_loses_nothing_and_nobody_is_accused(world: World) -> None:
    rotate(world.algiers)
    world.algiers.release(report(title="Sous la nouvelle clé"))
    world.sync()
    assert world.algiers.own().countersigned == 7
    assert frozen(world.algiers) == frozen(world.tripoli) == []


def test_a_rotation_survives_a_restart_before_it_is_carried(world: World) -> None:
    rotate(world.algiers)
    restart(world.algiers)
    world.sync()
    assert world.algiers.own().countersigned == 6


def test_two_rotations_can_be_carried_at_once(world: World) -> None:
    rotate(world.algiers)
    rotate(world.algiers, seed=51)
    world.sync()
    assert world.algiers.own().countersigned == 8


@pytest.mark.parametrize("who", ["algiers", "tripoli"])
def test_rotations_survive_a_restored_backup_of_either_side(world: World, who: str) -> None:
    one = getattr(world, who)
    backup = store_of(one).snapshot()
    for seed in (50, 51):
        rotate(world.algiers, seed)
        world.sync()
    restart(one, backup)
    world.algiers.release(report(title="Après"))
    world.sync()
    assert world.algiers.own().countersigned == 9
    assert frozen(world.algiers) == frozen(world.tripoli) == []


def test_a_rotation_survives_a_restart_before_its_receipt(world: World) -> None:
    rotate(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    restart(world.algiers)
    world.sync()
    assert world.algiers.own().countersigned == 6


def test_control_the_old_key_signs_until_then(liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report()).entries == 1


def test_control_the_new_key_signs_from_then_on(world: World, liar: DishonestAuthor) -> None:
    keyset = rotate(world.algiers)
    world.sync()
    forged = liar.report()
    assert liar.tell(forged, note=liar.sign(liar.head(forged), keyset)).entries == 1
