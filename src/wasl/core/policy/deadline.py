"""Two clocks beside each other: how long carriage took, and how long the desk has had it.

procedures.md §1.5: the answer's clock starts at delivery, or twelve hours after reception if
nobody wrote a delivery; asking back stops it. A clock changes no state: silence is read, never
written. Hours are calendar hours; a count of days runs on working days where the arrangement says
so, those of the party that answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wasl.core.arrangement import Arrangement
from wasl.core.policy.dates import later
from wasl.core.policy.working_days import WorkingDays
from wasl.core.terms import Urgency

DELIVERED_WITHIN = timedelta(hours=12)
RECALL_ATTESTED_WITHIN = timedelta(hours=72)

_CLOCKS = {
    Urgency.URGENT_DIRECT: "request_urgent_direct",
    Urgency.URGENT_INDIRECT: "request_urgent_indirect",
    Urgency.OTHER: "request_other",
}
_MOST = 4_000_000  # days or hours: beyond any calendar
_UNITS = (("_days", timedelta(days=1)), ("_h", timedelta(hours=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long a clock runs, and on which days: all of them unless ``on`` names some."""

    time: timedelta
    on: WorkingDays | None = None

    def after(self, start: datetime, stopped: timedelta) -> datetime:
        """When it is used up, having stopped for so long."""
        if self.on is None:
            return later(start, self.time + stopped)
        return self.on.later(start, self.time + stopped)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the clock runs between two instants; nothing where the end comes first."""
        if self.on is None:
            return max(end - start, timedelta())
        return self.on.between(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When an answer is due, and what has been used of the time so far."""

    starts: datetime
    due: datetime
    carriage: timedelta
    handling: timedelta
    overdue: bool
    paused: bool


def answer_span(text: Arrangement | None, urgency: Urgency, days: WorkingDays | None) -> Span:
    """How long an answer may take: as the arrangement says, else as the project does.

    ``days`` are the working days of the party that answers; they count where the text sets this
    clock to working days.
    """
    agreed = text.deadlines if text is not None else {}
    counted = text.working_days or () if text is not None else ()
    for end, unit in _UNITS:
        name = _CLOCKS[urgency] + end
        if name in agreed:
            time = min(agreed[name], _MOST) * unit
            return Span(time=time, on=days if name in counted else None)
    return Span(time=urgency.answer_within)


def deadline(
    *,
    written: datetime,
    received: datetime | None,
    delivered: datetime | None,
    within: Span,
    pauses: Sequence[tuple[datetime, datetime | None]] = (),
    now: datetime,
) -> Deadline | None:
    """The deadline of an answer, or None while nothing has been received.

    ``pauses`` are (asked back, clarified or resumed) in order; an open pause ends with None.
    Times are claims of two clocks: a pause that ends before it begins stops nothing. To ask back
    when the time is up gives none back.
    """
    if received is None:
        return None
    latest = later(received, DELIVERED_WITHIN)
    starts = min(delivered or latest, latest)
    held = [(max(since, starts), until or now) for since, until in pauses]
    stopped = sum((within.between(since, until) for since, until in held), timedelta())
    away = sum((max(until - since, timedelta()) for since, until in held), timedelta())
    due = within.after(starts, stopped)
    return Deadline(
        starts=starts,
        due=due,
        carriage=max(received - written, timedelta()),
        handling=max(now - starts - away, timedelta()),
        overdue=now > due,
        paused=bool(pauses) and pauses[-1][1] is None,
    )
