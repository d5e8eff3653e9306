"""The term of an item: warned of, expired, due; and what holds it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.core.test_entry import fields
from wasl.core.arrangement import exercise_id
from wasl.core.entry import entry_of
from wasl.core.policy.dates import moment
from wasl.core.policy.retention import Hold, Term, hold, kept_on, review_date, term
from wasl.core.terms import Standing

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LONG_AGO = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (31, Term.KEPT),
        (30, Term.SOON),
        (0, Term.SOON),
        (-1, Term.EXPIRED),
        (-30, Term.EXPIRED),
        (-31, Term.DUE),
    ],
)
def test_an_item_is_warned_of_then_expired_then_due(days: int, expected: Term) -> None:
    assert term(NOW + timedelta(days=days), NOW) is expected


def test_a_date_at_the_end_of_the_calendar_is_never_due() -> None:
    assert term(datetime.max.replace(tzinfo=UTC), NOW) is Term.KEPT


@pytest.mark.parametrize(
    ("standing", "asked_for", "expected"),
    [
        (Standing.EXPIRED, False, None),
        (Standing.EXPIRED, True, Hold.OPEN_REQUEST),
        (Standing.RESTRICTED, False, Hold.DISPUTED),
        (Standing.KEPT, True, Hold.KEPT_BY_GROUND),
    ],
)
def test_an_open_request_a_challenge_or_a_ground_holds_an_item(
    standing: Standing, asked_for: bool, expected: Hold | None
) -> None:
    assert hold(standing, asked_for=asked_for, until=LONG_AGO, vouched=NOW) is expected


@pytest.mark.parametrize("vouched", [None, LONG_AGO])
def test_a_clock_alone_destroys_nothing(vouched: datetime | None) -> None:
    found = hold(Standing.EXPIRED, asked_for=False, until=LONG_AGO, vouched=vouched)
    assert found is Hold.TIME_UNSURE


def day(count: int) -> datetime:
    return NOW + timedelta(days=count)


@pytest.mark.parametrize(
    ("renewals", "expected"),
    [
        ([], 0),
        ([(-5, 60)], 60),
        ([(-5, 60), (-4, 90)], 60),
        ([(-5, -2), (-4, 90)], 90),
        ([(0, 60)], 0),
        ([(1, 60)], 0),
    ],
)
def test_an_item_is_kept_on_once_before_its_date_and_to_a_later_one(
    renewals: list[tuple[int, int]], expected: int
) -> None:
    said = [(day(written), day(until)) for written, until in renewals]
    assert kept_on(NOW, said) == day(expected)


def given(kind: str, arrangement_id: str, until: str | None) -> datetime | None:
    """The review date of an entry written on the first of March at eight."""
    said = {"arrangement": {"id": arrangement_id, "sha256": "0" * 64, "version": 0}, "kind": kind}
    return review_date(entry_of(fields(**said, retain_until=until or ...))[0])


@pytest.mark.parametrize(
    ("kind", "until", "real", "played"),
    [
        ("report", "2026-03-01T20:00:00Z", "2026-03-01T20:00:00Z", "2026-03-01T20:00:00Z"),
        ("report", "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z", "2026-03-02T08:00:00Z"),
        ("report", None, None, "2026-03-02T08:00:00Z"),
        ("exercise", "2026-03-05T00:00:00Z", "2026-03-05T00:00:00Z", "2026-03-05T00:00:00Z"),
    ],
)
def test_what_is_played_ends_a_day_after_it_was_written(
    kind: str, until: str | None, real: str | None, played: str
) -> None:
    assert given(kind, "ab" * 16, until) == moment(real)
    assert given(kind, exercise_id("cd" * 16, "007"), until) == moment(played)


def test_what_is_played_is_destroyed_on_its_date() -> None:
    assert term(NOW - timedelta(seconds=1), NOW, timedelta(0)) is Term.DUE
