"""The clocks of a case: when an answer is due, and whose time was used up so far.

procedures.md §1.5: carriage stands beside handling and is never charged to the handler.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wasl.core.arrangement import Calendar
from wasl.core.entry import Entry, read_entry
from wasl.core.policy.dates import later
from wasl.core.policy.deadline import Deadline, Span, answer_span, deadline
from wasl.core.policy.duties import CHALLENGE, DUTIES, HIT, Duty
from wasl.core.policy.working_days import WorkingDays
from wasl.core.terms import Urgency
from wasl.locale.calendars import weekend_of, zone_of
from wasl.node.book import Book
from wasl.node.clock import read_stamp, stamp
from wasl.node.office.carriage_line import CarriageLine
from wasl.node.rows import EntryRow

# What one side waits for in each kind, and how long (procedures.md §1.5).
CLOCKS = {
    **DUTIES,
    # Who acted on an alert takes it down once it is closed.
    "alert": Duty(
        opens="close", answers=frozenset({"remove", "expire"}), within=timedelta(hours=24)
    ),
    "challenge": CHALLENGE,
    "hit": HIT,
    "proposal": Duty(
        opens="propose",
        answers=frozenset({"accept", "reject", "counter"}),
        within=timedelta(days=14),
        freed=frozenset({"withdraw", "lapse"}),
    ),
    "revise": Duty(
        opens="revise",
        answers=frozenset({"apply", "cannot_apply"}),
        within=timedelta(days=7),
        freed=frozenset({"lapse"}),
    ),
}
Arrived = Callable[[EntryRow], CarriageLine]
RESUMES = frozenset({"clarify", "resume"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """When a case is due: by its clock, or (a recall) by the date in its order."""

    urgency: str = ""
    due: datetime | None = None
    promised: str = ""
    clock: Deadline | None = None
    overdue: bool = False

    def told(self, *, at_rest: bool) -> dict[str, Any]:
        """As plain values; a case at rest is never overdue."""
        clock = self.clock
        return {
            "carriage_seconds": int(clock.carriage.total_seconds()) if clock else 0,
            "due": stamp(self.due) if self.due else "",
            "handling_seconds": int(clock.handling.total_seconds()) if clock else 0,
            "overdue": self.overdue and not at_rest,
            "paused": bool(clock and clock.paused),
            "promised": self.promised,
        }


def time_limit(
    arrived: Arrived, book: Book, standing: Sequence[EntryRow], now: datetime
) -> TimeLimit:
    """The clock of a case, of which these entries stand, in order; ``arrived`` tells their way."""
    if not standing:
        return TimeLimit()
    if standing[0].kind == "recall":
        return _of_recall(standing, now)
    if standing[0].kind == "request":
        return _of_request(arrived, book, standing, now)
    if standing[0].kind == "hit" and (held := _of_held(standing, now)):
        return held
    if standing[0].kind == "alert" and not _is_active(standing):
        return TimeLimit()
    duty = CLOCKS.get(standing[0].kind)
    return _of_duty(arrived, standing, duty, now) if duty else TimeLimit()


def _is_active(standing: Sequence[EntryRow]) -> bool:
    """Whether the last word of who received an alert is that it is looked for here."""
    theirs = [row.move for row in standing if row.link != standing[0].link]
    return theirs[-1:] == ["activate"]


def _of_recall(standing: Sequence[EntryRow], now: datetime) -> TimeLimit:
    """An order says itself when it must be attested."""
    order = read_entry(standing[0].entry)
    due = read_stamp(order.due) if order.due else None
    return TimeLimit(due=due, overdue=due is not None and now > due)


def _of_held(standing: Sequence[EntryRow], now: datetime) -> TimeLimit | None:
    """Somebody is held until the end that was said; it never waits for an answer."""
    finders = [row for row in standing if row.link == standing[0].link]
    last = read_entry(finders[-1].entry)
    if last.move != "hold_provisionally" or not last.due:
        return None
    due = read_stamp(last.due)
    return TimeLimit(due=due, overdue=now > due)


def _of_duty(
    arrived: Arrived, standing: Sequence[EntryRow], duty: Duty, now: datetime
) -> TimeLimit:
    """What one move of the case sets going, until it is answered or no longer wanted.

    What the opener owes itself runs from the writing; what the other side owes, from delivery.
    """
    opening = next((row for row in standing if row.move == duty.opens), None)
    if opening is None or duty.within is None:
        return TimeLimit()
    answers = [
        row
        for row in standing
        if row.move in duty.answers and (row.link == opening.link) is duty.own
    ]
    freed = any(row.move in duty.freed and row.link == opening.link for row in standing)
    if answers or freed:
        return TimeLimit()
    line = arrived(opening)
    if duty.own:
        due = later(line.released.claimed, duty.within)
        return TimeLimit(due=due, overdue=now > due)
    clock = deadline(
        written=line.released.claimed,
        received=line.received.claimed if line.received else None,
        delivered=line.delivered.claimed if line.delivered else None,
        within=Span(time=duty.within),
        pauses=(),
        now=now,
    )
    if clock is None:
        return TimeLimit()
    return TimeLimit(due=clock.due, clock=clock, overdue=clock.overdue)


def _of_request(
    arrived: Arrived, book: Book, standing: Sequence[EntryRow], now: datetime
) -> TimeLimit:
    entries = [read_entry(row.entry) for row in standing]
    urgency = next((entry.urgency for entry in reversed(entries) if entry.urgency), None)
    if urgency is None:
        return TimeLimit()
    line = arrived(standing[0])
    clock = deadline(
        written=line.released.claimed,
        received=line.received.claimed if line.received else None,
        delivered=line.delivered.claimed if line.delivered else None,
        within=_span(book, standing[0], entries[0], urgency),
        pauses=_pauses(standing),
        now=now,
    )
    promised = next((e.due for e in reversed(entries) if e.move == "hold" and e.due), "")
    kept = bool(promised) and now <= read_stamp(promised)
    return TimeLimit(
        urgency=urgency.value,
        due=clock.due if clock else None,
        promised=promised,
        clock=clock,
        overdue=bool(clock and clock.overdue and not kept),
    )


def _span(book: Book, asked: EntryRow, request: Entry, urgency: Urgency) -> Span:
    """How long the party asked has, by the text the request quotes and that party's calendar."""
    text = book.text(request.arrangement.sha256)
    answers = book.link.partner if asked.link == book.link.own else book.node
    calendar = text.calendar.get(answers) if text is not None else None
    return answer_span(text, urgency, _working_days(calendar) if calendar else None)


def _working_days(calendar: Calendar) -> WorkingDays:
    """Weekend and zone of the territory from CLDR, the holidays from the text both signed."""
    return WorkingDays(
        weekend=weekend_of(calendar.territory),
        holidays=frozenset(date.fromisoformat(day) for day in calendar.holidays),
        zone=zone_of(calendar.territory),
    )


def _pauses(standing: Sequence[EntryRow]) -> list[tuple[datetime, datetime | None]]:
    """From each question back to what answered it."""
    pauses: list[tuple[datetime, datetime | None]] = []
    for row in standing:
        moment = read_stamp(read_entry(row.entry).written)
        if row.move == "ask_back":
            pauses.append((moment, None))
        elif pauses and pauses[-1][1] is None and row.move in RESUMES:
            pauses[-1] = (pauses[-1][0], moment)
    return pauses
