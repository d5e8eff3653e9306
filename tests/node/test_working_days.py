"""An answer counted in working days: those of the party that is asked, by the text both signed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.memory_store import MemoryStore
from tests.node.histories import request
from tests.world import ALGIERS, TRIPOLI, Service, World, arrangement
from wasl.core.arrangement import Calendar
from wasl.locale.calendars import weekend_of, zone_of
from wasl.node.clock import read_stamp
from wasl.node.office import reading

AGREED = arrangement(
    calendar={
        ALGIERS: Calendar(holidays=("2026-03-05",), territory="DZ"),
        TRIPOLI: Calendar(holidays=("2026-03-02", "2026-03-03"), territory="LY"),
    },
    deadlines={"request_other_days": 7},
    working_days=("request_other_days",),
)


@pytest.fixture
def world() -> World:
    """Both services under the text, on Sunday 1 March 2026."""
    made = World((MemoryStore(), MemoryStore()))
    made.clock.moment = datetime(2026, 3, 1, 9, tzinfo=UTC)
    made.meet()
    made.arrange(AGREED)
    return made


def due_of(world: World, asks: Service, answers: Service) -> datetime:
    """When a request asked now must be answered, as both sides read it."""
    asks.release(request(asks))
    world.sync()
    asked = asks.entries(ours=True)[-1]
    answers.turn(lambda turn: reading.tray(answers.node, turn, officer="badr"))
    world.sync()
    (due,) = {_due_in(one, asked.case) for one in (asks, answers)}
    return read_stamp(due)


def _due_in(one: Service, case: str) -> str:
    told = one.turn(lambda turn: reading.case(one.node, turn, reference=case))
    return str(told["due"])


def test_weekend_and_holidays_of_the_party_asked_count_and_not_those_of_the_asking(
    world: World,
) -> None:
    start = world.clock.now()
    # Tripoli rests on 2 and 3 March (holidays), 6 and 7, 13 (weekends).
    assert due_of(world, world.algiers, world.tripoli) == start + timedelta(days=11)


def test_the_other_way_the_other_calendar_counts(world: World) -> None:
    # Algiers rests on 5 March (a holiday), 6 and 7 (its weekend).
    start = world.clock.now()
    assert due_of(world, world.tripoli, world.algiers) == start + timedelta(days=10)


@pytest.mark.parametrize(
    ("territory", "weekend", "zone"),
    [
        ("DZ", {4, 5}, "Africa/Algiers"),
        ("LY", {4, 5}, "Africa/Tripoli"),
        ("TN", {5, 6}, "Africa/Tunis"),
        ("MA", {5, 6}, "Africa/Casablanca"),
        ("IR", {4}, "Asia/Tehran"),
        ("US", {5, 6}, "UTC"),
        ("ZZ", {5, 6}, "UTC"),
    ],
)
def test_weekend_and_zone_are_those_of_the_territory(
    territory: str, weekend: set[int], zone: str
) -> None:
    assert set(weekend_of(territory)) == weekend
    assert str(zone_of(territory)) == zone
