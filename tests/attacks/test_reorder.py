"""Reorder: dispatches arrive in any order but their own.

Defence: an entry waits until its predecessors are there (trust.md §7); order within a log is
part of what is signed, so the outcome cannot depend on the road.
"""

from itertools import permutations

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_dispatches_end_the_same_in_every_order(
    world: World, liar: DishonestAuthor, order: tuple[int, ...]
) -> None:
    chain = liar.chain(3)
    for place in order:
        assert rules(liar.send(chain[place])) == []
    titles = [row.index for row in world.tripoli.entries(ours=False)]
    assert titles == list(range(7))
    assert liar.log().countersigned == 7
    assert kept(world.tripoli).pools == {}


def test_entries_in_the_wrong_order_within_a_dispatch_are_refused(
    world: World, liar: DishonestAuthor
) -> None:
    first, second = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    before = kept(world.tripoli)
    outcome = liar.tell(second, first, note=liar.sign(liar.head(first, second)))
    assert rules(outcome) == ["gap"]
    assert kept(world.tripoli) == before


def test_control_the_same_two_in_their_order_are_taken(liar: DishonestAuthor) -> None:
    first, second = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    assert liar.tell(first, second).entries == 2
