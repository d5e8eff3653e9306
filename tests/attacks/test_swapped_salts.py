"""Swapped salts: the same body under a salt it was not committed to.

Defence: the salt is the key of the commitment; with another one nothing opens (trust.md §4.2).
Why it matters: salts are what erasure destroys, so a second one must never do.
"""

from dataclasses import replace

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World
from wasl.seal.body import commitment


def test_two_entries_with_the_same_body_cannot_change_salts(
    world: World, liar: DishonestAuthor
) -> None:
    one, other = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    assert one.body == other.body
    before = kept(world.tripoli)
    swapped = (replace(one, salt=other.salt), replace(other, salt=one.salt))
    assert rules(liar.tell(*swapped)) == ["wrong-commitment"]
    assert kept(world.tripoli) == before


def test_a_salt_of_zeros_opens_nothing(liar: DishonestAuthor) -> None:
    assert rules(liar.tell(replace(liar.report(), salt=bytes(32)))) == ["wrong-commitment"]


def test_one_byte_moved_from_the_salt_to_the_body_opens_nothing(liar: DishonestAuthor) -> None:
    forged = liar.report()
    moved = replace(forged, salt=bytes(1) + forged.salt[:31], body=forged.salt[31:] + forged.body)
    assert rules(liar.tell(moved)) == ["wrong-commitment"]


def test_control_the_commitments_differ_though_the_bodies_are_the_same(
    liar: DishonestAuthor,
) -> None:
    one, other = liar.report(), liar.report()
    assert commitment(one.salt, one.body) != commitment(other.salt, other.body)
    assert liar.tell(one).entries == 1
