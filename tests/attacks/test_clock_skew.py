"""Clock skew: a clock is wrong by years, by accident or on purpose.

Defence: order and validity come from index and position, never from a local clock; claimed times
are compared only with each other (trust.md §2, procedures.md §1.1).
"""

from datetime import timedelta

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected, rules
from tests.world import Service, VirtualClock, World, report
from wasl.node.clock import stamp

TEN_YEARS = timedelta(days=3653)


def shift(one: Service, by: timedelta) -> None:
    """One service lives in another time, and says that its clock is unsure."""
    one.node.clock = VirtualClock(one.clock.now() + by)
    one.node.clock_unsure_s = 400_000_000


def review_date(one: Service) -> str:
    """A review date a hundred days ahead, by the clock of this service."""
    return stamp(one.node.clock.now() + timedelta(days=100))


@pytest.mark.parametrize("by", [-TEN_YEARS, TEN_YEARS, timedelta(days=-30), timedelta(days=30)])
@pytest.mark.parametrize("who", ["algiers", "tripoli"])
def test_a_clock_that_jumped_loses_nothing_and_voids_nothing(
    world: World, who: str, by: timedelta
) -> None:
    shift(getattr(world, who), by)
    world.algiers.release(report(retain_until=review_date(world.algiers)))
    world.sync()
    assert world.algiers.own().countersigned == world.algiers.own().size == 5
    assert rejected(world.tripoli) == []


def test_a_clock_set_right_again_goes_on_without_waiting_ten_years(world: World) -> None:
    shift(world.algiers, TEN_YEARS)
    world.algiers.release(report(retain_until=review_date(world.algiers)))
    shift(world.algiers, -TEN_YEARS)
    assert world.algiers.release(report()) is not None
    world.sync()
    assert rejected(world.tripoli) == []


def test_nothing_is_destroyed_because_the_counterpart_lives_in_the_future(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli).bodies
    liar.tell(liar.report(written="2036-03-01T08:00:00Z", retain_until="2036-06-01T08:00:00Z"))
    assert before.items() <= kept(world.tripoli).bodies.items()


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
        "9990-01-01T00:00:00Z",
    ],
)
def test_a_time_at_the_end_of_the_calendar_is_judged_like_any_other(
    liar: DishonestAuthor, written: str
) -> None:
    clock = {"source": "manual", "unsure_s": 2**53 - 1}
    forged = liar.report(written=written, retain_until=written, clock=clock)
    outcome = liar.tell(forged)
    assert (rules(outcome), outcome.entries) == ([], 1)


@pytest.mark.parametrize("written", ["2026-02-30T08:00:00Z", "0000-01-01T00:00:00Z"])
def test_a_day_no_calendar_has_is_void(world: World, liar: DishonestAuthor, written: str) -> None:
    assert liar.tell(liar.report(written=written)).void == 1
    assert len(rejected(world.tripoli)) == 1


def test_a_log_that_runs_backwards_is_void(world: World, liar: DishonestAuthor) -> None:
    past = liar.report(written="2016-03-01T08:00:00Z", retain_until="2016-06-01T08:00:00Z")
    assert liar.tell(past).void == 1
    assert rejected(world.tripoli) == [("bad-date", "")]


def test_control_a_doubtful_clock_that_says_so_is_believed(
    world: World, liar: DishonestAuthor
) -> None:
    clock = {"source": "manual", "unsure_s": 400_000_000}
    past = liar.report(
        written="2016-03-01T08:00:00Z", retain_until="2016-06-01T08:00:00Z", clock=clock
    )
    assert liar.tell(past).void == 0
    assert rejected(world.tripoli) == []
