"""The clocks of a case: when an answer is due, and whose time was used up so far.

procedures.md §1.5: carriage stands beside handling and is never charged to the handler.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wasl.core.arrangement import Calendar
from wasl.core.entry import Entry, read_entry
from wasl.core.policy.deadline import Deadline, Span, answer_span, deadline
from wasl.core.policy.working_days import WorkingDays
from wasl.core.terms import Urgency
from wasl.locale.calendars import weekend_of, zone_of
from wasl.node.book import Book
from wasl.node.clock import read_stamp, stamp
from wasl.node.office.carriage_line import carriage_line
from wasl.node.ports import Look
from wasl.node.rows import EntryRow

RESUMES = frozenset({"clarify", "resume"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimit:
    """When a case is due, by its clock (a request) or by the date in its order (a recall)."""

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


def time_limit(look: Look, book: Book, standing: Sequence[EntryRow], now: datetime) -> TimeLimit:
    """The clock of a case, of which these entries stand, in order."""
    if not standing:
        return TimeLimit()
    if standing[0].kind == "recall":
        return _of_recall(standing, now)
    if standing[0].kind == "request":
        return _of_request(look, book, standing, now)
    return TimeLimit()


def _of_recall(standing: Sequence[EntryRow], now: datetime) -> TimeLimit:
    """An order says itself when it must be attested."""
    order = read_entry(standing[0].entry)
    due = read_stamp(order.due) if order.due else None
    return TimeLimit(due=due, overdue=due is not None and now > due)


def _of_request(look: Look, book: Book, standing: Sequence[EntryRow], now: datetime) -> TimeLimit:
    entries = [read_entry(row.entry) for row in standing]
    urgency = next((entry.urgency for entry in reversed(entries) if entry.urgency), None)
    if urgency is None:
        return TimeLimit()
    line = carriage_line(look, standing[0])
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
