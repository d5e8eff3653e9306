"""Two clocks: what carriage took is never charged to the desk, and asking back stops its own."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core.policy.deadline import DELIVERED_WITHIN, Deadline, Span, deadline
from wasl.core.terms import Urgency

WRITTEN = datetime(2026, 3, 1, 8, tzinfo=UTC)
RECEIVED = WRITTEN + timedelta(days=5)
DELIVERED = RECEIVED + timedelta(hours=1)
WITHIN = Urgency.URGENT_DIRECT.answer_within
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

Pauses = tuple[tuple[datetime, datetime | None], ...]


def hours(number: float) -> datetime:
    """So many hours after delivery."""
    return DELIVERED + timedelta(hours=number)


def clock(
    now: datetime,
    pauses: Pauses = (),
    *,
    received: datetime = RECEIVED,
    delivered: datetime | None = DELIVERED,
) -> Deadline:
    """The clock of a request that travelled for five days, as it stands now."""
    found = deadline(
        written=WRITTEN,
        received=received,
        delivered=delivered,
        within=Span(time=WITHIN),
        pauses=pauses,
        now=now,
    )
    assert found is not None
    return found


def test_while_nothing_is_received_no_clock_runs() -> None:
    assert (
        deadline(
            written=WRITTEN,
            received=None,
            delivered=None,
            within=Span(time=WITHIN),
            now=RECEIVED,
        )
        is None
    )


# -------------------------------------------------------------------------------- when it starts


def test_the_clock_starts_at_delivery() -> None:
    now = clock(hours(3))
    assert (now.starts, now.due) == (DELIVERED, DELIVERED + WITHIN)


def test_where_nobody_wrote_a_delivery_it_starts_12_hours_after_reception() -> None:
    assert clock(hours(3), delivered=None).starts == RECEIVED + DELIVERED_WITHIN
    assert timedelta(hours=12) == DELIVERED_WITHIN


def test_a_desk_cannot_stop_the_clock_by_delivering_late() -> None:
    late = clock(hours(99), delivered=RECEIVED + timedelta(days=3))
    assert late.starts == RECEIVED + DELIVERED_WITHIN


# ------------------------------------------------------------------------ what is charged to whom


def test_carriage_stands_apart_and_is_not_charged_to_the_desk() -> None:
    now = clock(hours(3))
    assert (now.carriage, now.handling) == (timedelta(days=5), timedelta(hours=3))


def test_nothing_took_less_than_no_time_whatever_two_clocks_say() -> None:
    assert clock(RECEIVED, received=WRITTEN - timedelta(hours=2)).carriage == timedelta()
    assert clock(RECEIVED).handling == timedelta()


def test_an_answer_is_overdue_after_its_last_second_and_not_in_it() -> None:
    assert not clock(hours(8)).overdue
    assert clock(hours(8) + timedelta(seconds=1)).overdue


# ------------------------------------------------------------------------------------- the pauses


def test_asking_back_moves_the_date_by_as_long_as_it_waited() -> None:
    answered = clock(hours(9), ((hours(2), hours(5)),))
    assert answered.due == DELIVERED + WITHIN + timedelta(hours=3)
    assert answered.handling == timedelta(hours=6)
    assert not answered.overdue
    assert not answered.paused


def test_an_open_question_stops_the_clock_and_nothing_is_overdue_meanwhile() -> None:
    waiting = clock(hours(99), ((hours(2), None),))
    assert waiting.paused
    assert not waiting.overdue
    assert waiting.handling == timedelta(hours=2)
    assert waiting.due == hours(99) + timedelta(hours=6)


def test_to_ask_back_when_the_time_is_up_gives_none_back() -> None:
    late = clock(hours(20), ((hours(9), None),))
    assert (late.due, late.overdue, late.paused) == (hours(19), True, True)


def test_two_pauses_are_both_counted_out() -> None:
    twice = clock(hours(12), ((hours(1), hours(2)), (hours(4), hours(7))))
    assert twice.due == DELIVERED + WITHIN + timedelta(hours=4)
    again = clock(hours(9), ((hours(1), hours(2)), (hours(4), None)))
    assert again.paused


def test_a_question_before_delivery_stops_only_what_had_started() -> None:
    early = clock(hours(4), ((hours(-3), hours(1)),))
    assert early.due == DELIVERED + WITHIN + timedelta(hours=1)
    assert clock(hours(4), ((hours(-3), hours(-2)),)).due == DELIVERED + WITHIN


@pytest.mark.parametrize("pause", [(hours(5), hours(2)), (hours(50), None)])
def test_a_pause_that_ends_before_it_begins_takes_no_time_from_the_desk(
    pause: tuple[datetime, datetime | None],
) -> None:
    assert clock(hours(9), (pause,)).due == DELIVERED + WITHIN


# ------------------------------------------------------------------------ the end of the calendar


def test_a_receipt_dated_on_the_last_day_of_the_calendar_is_a_deadline_all_the_same() -> None:
    end = datetime.max.replace(tzinfo=UTC)
    far = clock(hours(1), received=LAST, delivered=None)
    assert (far.starts, far.due, far.overdue) == (end, end, False)
    assert clock(hours(1), ((hours(0), LAST),)).due == end
