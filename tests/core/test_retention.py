"""The term of an item: warned of, expired, due; and what holds it."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core.policy.retention import Hold, Term, hold, term
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
