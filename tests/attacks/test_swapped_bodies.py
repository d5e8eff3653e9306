"""Swapped bodies: two sound entries, each beside the body of the other.

Defence: an entry commits to its body under a salt of its own (step 13).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World
from wasl.seal.body import commitment


def test_two_bodies_that_changed_places_are_refused(world: World, liar: DishonestAuthor) -> None:
    one, other = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    before = kept(world.tripoli)
    swapped = (
        replace(one, salt=other.salt, body=other.body),
        replace(other, salt=one.salt, body=one.body),
    )
    assert rules(liar.tell(*swapped)) == ["wrong-commitment"]
    assert kept(world.tripoli) == before


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_body_with_one_bit_changed_is_refused(liar: DishonestAuthor, place: int) -> None:
    forged = liar.report()
    changed = bytearray(forged.body)
    changed[place] ^= 1
    assert rules(liar.tell(replace(forged, body=bytes(changed)))) == ["wrong-commitment"]


def test_a_body_of_another_size_class_than_its_entry_says_is_refused(
    liar: DishonestAuthor,
) -> None:
    forged = liar.report()
    entry = forged.written.replace(b'"bucket":640', b'"bucket":1664')
    assert commitment(forged.salt, forged.body).hex().encode() in entry
    assert rules(liar.tell(replace(forged, written=entry))) == ["wrong-commitment"]


def test_an_entry_without_the_body_it_names_is_refused(liar: DishonestAuthor) -> None:
    assert rules(liar.tell(replace(liar.report(), salt=b"", body=b""))) == ["missing-body"]


def test_a_body_nobody_committed_to_is_refused(liar: DishonestAuthor) -> None:
    forged = liar.report()
    bare = liar.act("recognition", "note")
    assert rules(liar.tell(replace(bare, salt=forged.salt, body=forged.body))) == ["malformed"]


def test_control_each_beside_its_own_body_they_are_taken(liar: DishonestAuthor) -> None:
    one, other = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    assert liar.tell(one, other).entries == 2
