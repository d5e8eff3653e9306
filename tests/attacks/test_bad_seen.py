"""A bad ``seen``: the counterpart claims to have seen what does not exist, or to have forgotten.

Defence: ``seen`` never decreases, is within our log, and its root is ours (step 12).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World


@pytest.mark.parametrize(
    "claim",
    [
        {"root": "0" * 64, "size": 2},
        {"root": "0" * 64, "size": 3},
        {"root": "0" * 64, "size": 2**53 - 1},
        {"root": "0" * 64, "size": 0},
    ],
)
def test_a_head_we_never_had_is_refused(
    world: World, liar: DishonestAuthor, claim: dict[str, object]
) -> None:
    before = kept(world.tripoli)
    assert rules(liar.tell(liar.report(seen=claim))) == ["bad-seen"]
    assert kept(world.tripoli) == before


def test_forgetting_what_it_said_it_saw_is_refused(liar: DishonestAuthor) -> None:
    assert rules(liar.tell(liar.report(seen=liar.seen(1)))) == ["bad-seen"]


def test_forgetting_within_one_dispatch_is_refused(world: World, liar: DishonestAuthor) -> None:
    first = liar.report(seen=liar.seen(2))
    second = liar.report(seen=liar.seen(1), index=len(liar.leaves()) + 1)
    before = kept(world.tripoli)
    assert rules(liar.tell(first, second)) == ["bad-seen"]
    assert kept(world.tripoli) == before


def test_control_the_head_it_really_saw_is_taken(liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report(seen=liar.seen(2))).entries == 1
