"""A stolen author key: the thief signs checkpoints like the service, and has none of its roots.

Defence: an author key binds nothing that outlives it: keys, arrangements and recognitions need
roots, and the next statement ends it (trust.md §2). What the thief writes meanwhile is in the
log, and the true author finds it there.
"""

import pytest

from tests.attacks.forge import (
    DishonestAuthor,
    Forged,
    frozen,
    kept,
    next_keys,
    rotate,
    rules,
)
from tests.memory_store import MemoryStore
from tests.world import ALGIERS, World, report, service, signed
from wasl.node.identity import KeySet
from wasl.seal.keys import keys_text
from wasl.seal.note import write_note

MOVES = ["introduce", "activate", "succeed", "retire", "revoke", "compromise", "pin", "drop"]


def takeover(world: World, liar: DishonestAuthor, move: str) -> tuple[Forged, KeySet]:
    """A key entry that would bring the thief's own keys, under roots of the thief's own."""
    thief = service(ALGIERS, MemoryStore(), world.clock, seed=66)
    keyset, keys = next_keys(world.algiers, seed=66)
    note = write_note(signed(keys_text(keys), thief.roots[:2]))
    return liar.act("key", move, note), keyset


@pytest.mark.parametrize("move", MOVES)
def test_the_thief_cannot_bring_keys_of_his_own_into_force(
    world: World, liar: DishonestAuthor, move: str
) -> None:
    forged, keyset = takeover(world, liar, move)
    before = kept(world.tripoli)
    note = liar.sign(liar.head(forged), keyset, twice=True)
    assert rules(liar.tell(forged, note=note)) == ["too-few-roots"]
    assert kept(world.tripoli) == before


@pytest.mark.parametrize("move", MOVES)
def test_nor_with_the_stolen_key_under_the_checkpoint(
    world: World, liar: DishonestAuthor, move: str
) -> None:
    forged, _ = takeover(world, liar, move)
    assert rules(liar.tell(forged)) == ["too-few-roots"]


def test_what_the_thief_wrote_is_found_by_the_true_author_at_the_next_contact(
    world: World, liar: DishonestAuthor
) -> None:
    liar.tell(liar.report())
    world.algiers.release(report(title="De la vraie main"))
    world.call(world.algiers, world.tripoli)
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_a_future_key_does_not_bring_itself_into_force(
    world: World, liar: DishonestAuthor
) -> None:
    keyset, keys = next_keys(world.algiers)
    note = write_note(signed(keys_text(keys), world.algiers.roots[:2]))
    unheard = liar.act("key", "activate", note)
    before = kept(world.tripoli)
    head = liar.sign(liar.head(unheard), keyset, twice=True)
    assert rules(liar.tell(unheard, note=head)) == ["unknown-key"]
    assert kept(world.tripoli) == before


def test_after_the_rotation_the_stolen_key_is_worth_nothing(
    world: World, liar: DishonestAuthor
) -> None:
    rotate(world.algiers)
    world.sync()
    assert rules(liar.tell(liar.report())) == ["revoked-key"]


def test_control_until_then_the_stolen_key_signs_like_the_service(liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report()).entries == 1
