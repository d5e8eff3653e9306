"""A clock that runs on working days: weekends and holidays are the party's own, passed in."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import arrangement
from wasl.core.policy.deadline import Span, answer_span, deadline
from wasl.core.policy.working_days import WorkingDays
from wasl.core.terms import Urgency

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRIDAY_SATURDAY, SATURDAY_SUNDAY = frozenset({4, 5}), frozenset({5, 6})
EAST = timezone(timedelta(hours=2))
TUESDAY = datetime(2026, 12, 22, 10, tzinfo=EAST)
INDEPENDENCE = date(2026, 12, 24)
TRIPOLITAN = WorkingDays(weekend=FRIDAY_SATURDAY, holidays=frozenset({INDEPENDENCE}), zone=EAST)
RABATI = WorkingDays(weekend=SATURDAY_SUNDAY, holidays=frozenset(), zone=UTC)

instants = st.integers(0, 3_650 * 24).map(
    lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + hours * HOUR
)
weeks = st.builds(
    WorkingDays,
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.frozensets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=30),
    zone=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


def at(day: int, hour: int = 0) -> datetime:
    """An hour of December 2026 in the eastern zone."""
    return datetime(2026, 12, day, hour, tzinfo=EAST)


# ------------------------------------------------------------------------------- which days count


def test_weekend_and_holidays_are_no_working_days() -> None:
    working = [day for day in range(21, 28) if TRIPOLITAN.works(date(2026, 12, day))]
    assert working == [21, 22, 23, 27]  # Thursday is a holiday, Friday and Saturday the weekend


def test_two_days_from_tuesday_end_on_sunday_over_a_long_weekend() -> None:
    assert TRIPOLITAN.later(TUESDAY, 2 * DAY) == at(27, 10)
    assert TRIPOLITAN.between(TUESDAY, at(27, 10)) == 2 * DAY


def test_the_same_two_days_end_on_thursday_where_the_weekend_is_another() -> None:
    assert RABATI.later(TUESDAY, 2 * DAY) == TUESDAY + 2 * DAY


def test_a_clock_started_on_a_day_of_rest_starts_at_the_next_working_midnight() -> None:
    assert TRIPOLITAN.later(at(25, 15), HOUR) == at(27, 1)
    assert TRIPOLITAN.between(at(25, 15), at(26, 20)) == timedelta()


def test_days_begin_at_midnight_of_the_party_and_not_of_utc() -> None:
    late_in_utc = datetime(2026, 12, 26, 23, tzinfo=UTC)  # Sunday, one in the morning there
    assert TRIPOLITAN.later(late_in_utc, HOUR) == at(27, 2)


def test_no_time_moves_nothing_and_an_end_before_the_start_is_none() -> None:
    assert TRIPOLITAN.later(at(25, 15), timedelta()) == at(25, 15)
    assert TRIPOLITAN.between(at(25), at(22)) == timedelta()


def test_a_week_of_rest_alone_is_no_week() -> None:
    with pytest.raises(ValueError, match="without a working day"):
        WorkingDays(weekend=frozenset(range(7)), holidays=frozenset(), zone=UTC)


@given(weeks, instants, st.integers(1, 400 * 24))
def test_the_clock_has_run_as_long_as_it_should_when_it_ends(
    week: WorkingDays, start: datetime, hours: int
) -> None:
    due = week.later(start, hours * HOUR)
    assert week.between(start, due) == hours * HOUR
    assert week.between(start, due - timedelta(seconds=1)) < hours * HOUR


@given(weeks, instants, instants)
def test_counting_is_what_walking_from_day_to_day_would_count(
    week: WorkingDays, start: datetime, end: datetime
) -> None:
    first, last = (moment.astimezone(week.zone).date() for moment in (start, end))
    walked = sum(
        week.works(date.fromordinal(day)) for day in range(first.toordinal(), last.toordinal())
    )
    assert abs(week.between(start, end) - max(walked, 0) * DAY) <= DAY


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=hours)) for hours in (-12, 0, 14)])
def test_the_ends_of_the_calendar_are_instants_like_any_other(zone: timezone) -> None:
    week = WorkingDays(weekend=FRIDAY_SATURDAY, holidays=frozenset(), zone=zone)
    first = datetime(1, 1, 1, tzinfo=UTC)
    last = datetime.max.replace(tzinfo=UTC)
    assert week.later(last, 9 * DAY) == last
    assert week.later(first, timedelta.max) == last
    assert week.later(first, DAY) >= first + DAY
    assert week.between(first, last) > 2_000_000 * DAY
    before = datetime(9999, 12, 29, 23, tzinfo=UTC)
    assert before < week.later(before, 20 * HOUR) <= last


# ------------------------------------------------------------------------- what the text says


def test_hours_and_days_of_the_text_come_before_those_of_the_project() -> None:
    agreed = arrangement(deadlines={"request_urgent_direct_h": 6, "request_other_days": 10})
    assert answer_span(agreed, Urgency.URGENT_DIRECT, RABATI) == Span(time=6 * HOUR)
    assert answer_span(agreed, Urgency.OTHER, RABATI) == Span(time=10 * DAY)
    assert answer_span(agreed, Urgency.URGENT_INDIRECT, RABATI) == Span(time=3 * DAY)
    assert answer_span(None, Urgency.OTHER, None) == Span(time=7 * DAY)


def test_only_a_clock_set_to_working_days_knows_weekends() -> None:
    agreed = arrangement(
        deadlines={"request_other_days": 7, "request_urgent_indirect_days": 7},
        working_days=("request_other_days",),
    )
    assert answer_span(agreed, Urgency.OTHER, RABATI) == Span(time=7 * DAY, on=RABATI)
    assert answer_span(agreed, Urgency.OTHER, None) == Span(time=7 * DAY)
    assert answer_span(agreed, Urgency.URGENT_INDIRECT, RABATI) == Span(time=7 * DAY)


def test_an_agreed_count_beyond_any_calendar_is_due_at_its_end() -> None:
    span = answer_span(
        arrangement(deadlines={"request_other_days": 2**53 - 1}), Urgency.OTHER, None
    )
    assert span.after(TUESDAY.astimezone(UTC), timedelta()) == datetime.max.replace(tzinfo=UTC)


def test_a_question_back_over_a_weekend_stops_a_clock_that_stood_still_anyway() -> None:
    span = Span(time=7 * DAY, on=TRIPOLITAN)
    found = [
        deadline(
            written=TUESDAY,
            received=TUESDAY,
            delivered=TUESDAY,
            within=span,
            pauses=pauses,
            now=at(30),
        )
        for pauses in ((), ((at(25, 8), at(26, 20)),), ((at(23, 8), at(27, 8)),))
    ]
    plain, over_weekend, longer = (each for each in found if each is not None)
    assert plain.due == over_weekend.due == datetime(2027, 1, 3, 10, tzinfo=EAST)
    assert longer.due == datetime(2027, 1, 4, 10, tzinfo=EAST)  # one working day was waited for
    assert over_weekend.handling == plain.handling - 36 * HOUR
