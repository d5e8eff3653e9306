"""A derecognised counterpart: it goes on sending after its recognition was withdrawn.

Defence: what is written after the withdrawal was seen is void; once no survivor is due any more
nothing of it is opened at all (trust.md §3.4, step 2).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected, rules
from tests.world import World, report
from wasl.core.errors import RefusedError


@pytest.fixture
def withdrawn(world: World, liar: DishonestAuthor) -> DishonestAuthor:
    """Tripoli has withdrawn its recognition; the liar has nothing of Tripoli's to give back."""
    world.recognise(world.tripoli, world.algiers, move="withdraw")
    world.call(world.tripoli, world.algiers)
    return liar


def test_the_receipt_of_the_withdrawal_itself_is_still_taken(
    world: World, withdrawn: DishonestAuthor
) -> None:
    assert world.tripoli.own().countersigned == world.tripoli.own().size


def test_nothing_of_it_is_opened_once_nothing_is_due(
    world: World, withdrawn: DishonestAuthor
) -> None:
    before = kept(world.tripoli)
    outcome = withdrawn.tell(withdrawn.report())
    assert outcome.refused == [("not-recognised", {"partner": world.algiers.name})]
    assert kept(world.tripoli) == before


def test_not_even_a_greeting_inside_the_line(world: World, withdrawn: DishonestAuthor) -> None:
    before = kept(world.tripoli)
    assert rules(withdrawn.send(world.algiers.out()[0])) == ["not-recognised"]
    assert kept(world.tripoli) == before


def test_while_a_recall_is_due_business_is_opened_and_void(world: World) -> None:
    world.tripoli.release(report(title="De Tripoli", audience=[world.algiers.name]))
    world.sync()
    world.recognise(world.tripoli, world.algiers, move="withdraw")
    liar = DishonestAuthor(world.algiers, world.tripoli)
    before = kept(world.tripoli).bodies
    assert liar.tell(liar.report()).void == 1
    assert rejected(world.tripoli) == [("not-recognised", "counterpart")]
    assert kept(world.tripoli).bodies == before


def test_its_attestation_still_passes(world: World) -> None:
    world.tripoli.release(report(title="De Tripoli", audience=[world.algiers.name]))
    world.sync()
    world.recognise(world.tripoli, world.algiers, move="withdraw")
    for _ in range(4):
        world.call(world.algiers, world.tripoli)
    moves = [row.move for row in world.tripoli.entries(ours=False)]
    assert moves[-3:] == ["quarantine", "destroy", "attest"]


def test_our_own_officers_send_it_no_business_any_more(
    world: World, withdrawn: DishonestAuthor
) -> None:
    with pytest.raises(RefusedError, match="not-recognised"):
        world.tripoli.release(report(audience=[world.algiers.name]))


def test_control_before_the_withdrawal_the_same_report_stands(liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report()).void == 0
