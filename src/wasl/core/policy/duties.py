"""What one service owes the other by a time, and how it kept it: in time, late, or not at all.

The clocks are those of ``docs/spec/procedures.md`` (Clocks): from delivery, or twelve hours after
reception if nobody wrote a delivery; carriage is charged to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wasl.core.policy.dates import later, moment
from wasl.core.policy.deadline import Span, deadline
from wasl.core.policy.overseen import Deed, Overseen, OverseenCase
from wasl.core.terms import Urgency

RESUMES = frozenset({"clarify", "resume"})


class Kept(StrEnum):
    """How a duty stands; one that still runs, was lifted or never arrived counts nowhere."""

    IN_TIME = "in time"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What is owed after one move, by which moves it is answered, and within what time.

    ``freed`` are moves of the opener that end the duty; ``within`` None is the clock of the
    urgency; ``own`` says that the opener owes it to itself.
    """

    opens: str
    answers: frozenset[str]
    within: timedelta | None
    freed: frozenset[str] = frozenset()
    own: bool = False


DUTIES = {
    "check": Duty(
        opens="declare",
        answers=frozenset({"confirm", "confirm_caveats", "deny", "cannot_say"}),
        within=timedelta(hours=72),
        freed=frozenset({"withdraw"}),
    ),
    "consent": Duty(
        opens="ask",
        answers=frozenset({"grant", "deny"}),
        within=timedelta(days=7),
        freed=frozenset({"withdraw"}),
    ),
    "extract": Duty(opens="demand", answers=frozenset({"produce"}), within=timedelta(days=7)),
    "finding": Duty(
        opens="find",
        answers=frozenset({"accept", "contest", "remedy"}),
        within=timedelta(days=30),
    ),
    "notice": Duty(
        opens="notify",
        answers=frozenset({"confirm", "strike"}),
        within=timedelta(days=30),
        own=True,
    ),
    "question": Duty(
        opens="ask",
        answers=frozenset({"answer", "open_content", "refer"}),
        within=timedelta(days=30),
    ),
    "request": Duty(
        opens="ask",
        answers=frozenset({"reply_full", "reply_part", "reply_nothing", "refuse"}),
        within=None,
        freed=frozenset({"cancel"}),
    ),
    "warning": Duty(
        opens="issue",
        answers=frozenset({"acknowledge", "decline"}),
        within=timedelta(hours=1),
    ),
}
"""The duties that are counted by kind; recalls, hits and challenges are counted apart."""

HIT = Duty(
    opens="report",
    answers=frozenset({"confirm", "not_ours", "withdraw_alert"}),
    within=timedelta(hours=12),
    freed=frozenset({"withdraw"}),
)
CHALLENGE = Duty(
    opens="raise",
    answers=frozenset({"correct", "erase", "uphold"}),
    within=timedelta(days=30),
    freed=frozenset({"withdraw"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One duty as it was kept: who owed it, since which deed, and by what it was answered."""

    by: str
    since: Deed
    kept: Kept
    answer: Deed | None


def owed(seen: Overseen, case: OverseenCase, duty: Duty, now: datetime) -> Owed | None:
    """How a duty of a case was kept; None where it counts nowhere."""
    opening = next((deed for deed in case.deeds if deed.entry.move == duty.opens), None)
    if opening is None:
        return None
    by = opening.author if duty.own else opening.counterpart
    answer = next((deed for deed in case.by(by) if deed.entry.move in duty.answers), None)
    due = _due(seen, case, duty, opening, now)
    if due is None:
        return None
    lifted = next(
        (deed for deed in case.by(opening.author) if deed.entry.move in duty.freed), None
    )
    until = min([now] if lifted is None else [now, lifted.written])
    if answer is not None:
        kept = Kept.IN_TIME if answer.written <= due else Kept.LATE
    elif until > due:
        kept = Kept.MISSED
    else:
        return None
    return Owed(by=by, since=opening, kept=kept, answer=answer)


def _due(
    seen: Overseen, case: OverseenCase, duty: Duty, opening: Deed, now: datetime
) -> datetime | None:
    """By when the duty is to be kept; None while it has not begun to run."""
    within = _within(case, duty)
    if duty.own:
        return later(opening.written, within)
    delivered = [
        fact.written
        for fact in seen.facts_about(opening, "deliver")
        if fact.author == opening.counterpart
    ]
    clock = deadline(
        written=opening.written,
        received=opening.received,
        delivered=min(delivered, default=None),
        within=Span(time=within),
        pauses=_pauses(case.deeds),
        now=now,
    )
    if clock is None:
        return None
    promised = [moment(deed.entry.due) for deed in case.deeds if deed.entry.move == "hold"]
    return max([clock.due, *(day for day in promised[:1] if day is not None)])


def _within(case: OverseenCase, duty: Duty) -> timedelta:
    if duty.within is not None:
        return duty.within
    said = [deed.entry.urgency for deed in case.deeds if deed.entry.urgency is not None]
    return Urgency(said[-1] if said else Urgency.OTHER).answer_within


def _pauses(deeds: Sequence[Deed]) -> list[tuple[datetime, datetime | None]]:
    """From each question back to what answered it."""
    pauses: list[tuple[datetime, datetime | None]] = []
    for deed in deeds:
        if deed.entry.move == "ask_back":
            pauses.append((deed.written, None))
        elif pauses and pauses[-1][1] is None and deed.entry.move in RESUMES:
            pauses[-1] = (pauses[-1][0], deed.written)
    return pauses
