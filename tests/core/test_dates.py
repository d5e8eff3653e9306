"""Claimed times: an instant, or a day no calendar has."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core.policy.dates import are_in_order, later, moment, outlasts, precedes

LAST = datetime.max.replace(tzinfo=UTC)

NO_DAY = [
    "2026-02-30T00:00:00Z",
    "2027-02-29T00:00:00Z",
    "2026-04-31T12:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "0001-01-01T00:00:00+01:00",
]


def test_a_claimed_time_is_read_as_its_instant() -> None:
    assert moment("2026-03-01T09:00:00+01:00") == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert moment("2026-03-01T08:00:00Z") == moment("2026-03-01T02:30:00-05:30")


def test_no_claimed_time_is_no_instant() -> None:
    assert moment(None) is None


@pytest.mark.parametrize("claimed", NO_DAY)
def test_a_day_no_calendar_has_is_no_instant(claimed: str) -> None:
    assert moment(claimed) is None
    assert not are_in_order("2026-03-01T08:00:00Z", (claimed, None), 0)
    assert not are_in_order(claimed, (), 0)


def test_a_leap_day_is_a_day() -> None:
    assert are_in_order("2028-02-29T00:00:00Z", (None,), 0)


def test_what_was_not_claimed_is_in_order() -> None:
    assert are_in_order("2026-03-01T08:00:00Z", (), 0)
    assert are_in_order("2026-03-01T08:00:00Z", (None, None), 0)


def test_an_end_may_precede_the_writing_by_as_much_as_the_clock_may_be_off() -> None:
    ends = ("2026-04-01T00:00:00Z", "2026-03-01T07:59:00Z")
    assert are_in_order("2026-03-01T08:00:00Z", ends, 60)
    assert not are_in_order("2026-03-01T08:00:00Z", ends, 59)


def test_what_has_no_instant_precedes_nothing_and_is_preceded_by_nothing() -> None:
    start = moment("2026-03-01T08:00:00Z")
    assert not precedes(None, start, 0)
    assert not precedes(start, None, 0)
    assert not precedes(start, start, 0)


def test_later_ends_with_the_calendar() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert later(start, timedelta(days=1)) == datetime(2026, 3, 2, tzinfo=UTC)
    assert later(start, timedelta.max) == LAST
    assert later(LAST, timedelta(days=1)) == LAST


def test_a_time_outlasts_another_by_more_than_so_many_days() -> None:
    assert outlasts("2026-03-03T08:00:01Z", "2026-03-01T08:00:00Z", 2)
    assert not outlasts("2026-03-03T08:00:00Z", "2026-03-01T08:00:00Z", 2)


def test_nothing_outlasts_more_days_than_there_are() -> None:
    for count in (2**53, 2**60):
        assert not outlasts("9999-12-31T00:00:00Z", "2026-03-01T08:00:00Z", count)


@pytest.mark.parametrize("claimed", [None, *NO_DAY])
def test_what_names_no_instant_outlasts_nothing(claimed: str | None) -> None:
    assert not outlasts(claimed, "2026-03-01T08:00:00Z", 0)
    assert not outlasts("2026-03-01T08:00:00Z", claimed, 0)
