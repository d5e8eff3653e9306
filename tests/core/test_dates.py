"""Claimed times: an instant, or a day no calendar has."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core.policy.dates import are_days, days, later, moment

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
    assert not are_days("2026-03-01T08:00:00Z", claimed, None)


def test_a_leap_day_is_a_day() -> None:
    assert are_days("2028-02-29T00:00:00Z", None)


def test_what_was_not_claimed_is_no_fault() -> None:
    assert are_days()
    assert are_days(None, None)


def test_later_ends_with_the_calendar() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert later(start, days(1)) == datetime(2026, 3, 2, tzinfo=UTC)
    assert later(start, timedelta.max) == LAST
    assert later(LAST, days(1)) == LAST


def test_more_days_than_there_are_is_as_many_as_there_can_be() -> None:
    assert days(2) == timedelta(days=2)
    assert days(2**53) == days(2**60) == timedelta(days=timedelta.max.days)
