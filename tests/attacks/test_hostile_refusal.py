"""A hostile refusal: the note by which a counterpart says no is itself the attack.

Defence: it is a signed claim of the partner about our bytes; it mends an epoch and does nothing
else, and what it says is bounded (trust.md §7).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World, report
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Refusal, write_greeting


def refusal(liar: DishonestAuthor, rule: str, **detail: str | int) -> bytes:
    """The liar's refusal of what the victim sent."""
    said = Refusal(at="2026-03-01T08:00:00Z", detail=detail, link=liar.link.own, rule=rule)
    return write_open(
        [Frame(kind=FrameKind.REFUSAL, payload=write_greeting(said, liar.keys.author))]
    )


@pytest.mark.parametrize("known", [2**53 - 1, 2**53 - 2, 10**9, 0])
def test_an_epoch_number_at_the_end_of_numbers_does_not_end_the_link(
    world: World, liar: DishonestAuthor, known: int
) -> None:
    assert rules(liar.send(refusal(liar, "stale-epoch", known=known))) == []
    for _ in range(3):
        world.sync()
        world.tripoli.release(report(audience=[world.algiers.name]))
        world.sync()


def test_a_refusal_for_every_reason_there_is_takes_nothing_back(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli)
    for rule in ("forked-log", "rollback", "unconfirmed-epoch", "gap", "no-such-rule"):
        assert rules(liar.send(refusal(liar, rule, index=0))) == []
    assert kept(world.tripoli) == before


def test_control_an_honest_stale_epoch_makes_the_next_hello_later(
    world: World, liar: DishonestAuthor
) -> None:
    liar.send(refusal(liar, "stale-epoch", known=7))
    world.tripoli.out()
    assert world.tripoli.own().epoch_number == 8
