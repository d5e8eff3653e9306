"""Every kind that waits for somebody has its clock in the tray (procedures.md §1.5)."""

from datetime import timedelta

import pytest

from tests.chain import in_case
from tests.node.histories import released
from tests.world import Service, World
from wasl.core.case import PROCEDURES
from wasl.node.office import reading
from wasl.node.office.time_limit import CLOCKS


def overdue(one: Service, case: str, officer: str = "badr") -> bool:
    """Whether a case is overdue in the tray of a service."""
    told = one.turn(lambda turn: reading.tray(one.node, turn, officer=officer))
    return any(line["case"] == case and line["overdue"] for line in told["cases"])


@pytest.mark.parametrize(
    ("act", "fields", "body", "hours"),
    [
        ("consent.ask", {"code": "JUDICIAL"}, "ask", 24 * 7),
        ("challenge.raise", {"code": "ACCURACY"}, "argue", 24 * 30),
    ],
)
def test_what_was_not_answered_in_time_is_overdue_at_both(
    world: World, act: str, fields: dict[str, str], body: str, hours: int
) -> None:
    item = released(world.algiers)
    world.sync()
    words = {"text": {"fr": "Un motif."}}
    asked = {"reason": {"fr": "Un motif."}, "recipients": ["Tribunal"], **words}
    wish = in_case(
        world.tripoli,
        act,
        about=[item],
        code=fields["code"],
        body=asked if body == "ask" else words,
    )
    by = ("amel", "badr") if body == "ask" else ("elias", "badr")
    world.tripoli.release(wish, by=by)
    case = world.tripoli.entries(ours=True)[-1].case
    world.sync()
    for one in (world.algiers, world.tripoli):
        assert not overdue(one, case)
    world.sync()
    world.clock.moment += timedelta(hours=hours + 1)
    assert overdue(world.algiers, case)
    assert overdue(world.tripoli, case)


def test_what_was_answered_is_never_overdue(world: World) -> None:
    item = released(world.algiers)
    world.sync()
    body = {"reason": {"fr": "x"}, "recipients": ["Tribunal"], "text": {"fr": "x"}}
    world.tripoli.release(
        in_case(world.tripoli, "consent.ask", about=[item], code="JUDICIAL", body=body)
    )
    case = world.tripoli.entries(ours=True)[-1].case
    world.sync()
    world.algiers.release(in_case(world.algiers, "consent.deny", case))
    world.sync()
    world.clock.moment += timedelta(days=30)
    assert not overdue(world.tripoli, case)


def test_every_clock_is_of_moves_there_are() -> None:
    for kind, duty in CLOCKS.items():
        moves = PROCEDURES[kind].moves
        assert {duty.opens, *duty.answers, *duty.freed} <= set(moves), kind
