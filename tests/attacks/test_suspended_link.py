"""A suspended arrangement: the counterpart goes on with business that either side has stopped.

Defence: from the moment the suspension is seen new business is void at both ends; what survives
still passes (procedures.md §1.6).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.node.wish import Wish

CUSTODY = ("chadia", "driss")


def suspend(one: Service, case: str) -> None:
    """One side suspends the arrangement of this case."""
    one.release(Wish(kind="arrangement", move="suspend", fields={"case": case}), by=CUSTODY)


def case_of(world: World) -> str:
    """The case in which the arrangement in force was concluded."""
    return next(row.case for row in world.algiers.entries(ours=True) if row.move == "conclude")


def test_business_after_the_suspension_was_seen_is_void(
    world: World, liar: DishonestAuthor
) -> None:
    suspend(world.tripoli, case_of(world))
    none = {"id": liar.link.arrangement_id, "sha256": "0" * 64, "version": 0}
    outcome = liar.tell(liar.report(arrangement=none))
    assert (outcome.entries, outcome.void) == (1, 1)
    assert rejected(world.tripoli) == [("outside-arrangement", "suspended")]


def test_quoting_the_suspended_text_does_not_help(world: World, liar: DishonestAuthor) -> None:
    suspend(world.tripoli, case_of(world))
    before = kept(world.tripoli).bodies
    assert liar.tell(liar.report()).void == 1
    assert kept(world.tripoli).bodies == before


@pytest.mark.parametrize("who", ["algiers", "tripoli"])
def test_our_own_officer_is_stopped_before_anything_is_written(world: World, who: str) -> None:
    suspend(getattr(world, who), case_of(world))
    world.sync()
    for one in (world.algiers, world.tripoli):
        with pytest.raises(RefusedError, match="suspended"):
            one.release(report())


def test_what_survives_still_passes(world: World) -> None:
    item = world.algiers.entries(ours=True)[-1].leaf.hex()
    suspend(world.tripoli, case_of(world))
    world.sync()
    order = {
        "about": [item],
        "code": "ERROR",
        "dossier": "terrorism",
        "due": "2026-03-04T08:00:00Z",
        "handling": ["H1"],
        "purpose": "PREVENT_TERRORISM",
    }
    world.algiers.release(Wish(kind="recall", move="order", fields=order))
    world.sync()
    moves = [row.move for row in world.tripoli.entries(ours=True)]
    assert moves[-3:] == ["quarantine", "destroy", "attest"]


def test_each_lifts_only_its_own_suspension(world: World) -> None:
    case = case_of(world)
    suspend(world.tripoli, case)
    suspend(world.algiers, case)
    world.sync()
    resume = Wish(kind="arrangement", move="resume", fields={"case": case})
    world.algiers.release(resume, by=CUSTODY)
    world.sync()
    with pytest.raises(RefusedError, match="suspended"):
        world.algiers.release(report())
    world.tripoli.release(resume, by=CUSTODY)
    world.sync()
    assert world.algiers.release(report()) is not None


def test_control_what_was_written_before_the_suspension_was_seen_stands(
    world: World, liar: DishonestAuthor
) -> None:
    seen = liar.seen()
    suspend(world.tripoli, case_of(world))
    assert liar.tell(liar.report(seen=seen)).void == 0
