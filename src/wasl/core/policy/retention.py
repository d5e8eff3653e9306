"""How long an item may still be kept: its review date, the warning before it, the end after it.

A person reviews before the date. Past it the item is expired by reading; thirty days later its
content is destroyed, unless something named here holds it (procedures.md §1.4, LED art. 5).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from wasl.core.entry import Entry
from wasl.core.policy.dates import later, moment
from wasl.core.policy.exercising import KEPT, is_played
from wasl.core.terms import DestroyGround, Standing

WARNED_BEFORE = timedelta(days=30)
DESTROYED_AFTER = timedelta(days=30)


GROUNDS_OF_OFFICERS = frozenset(
    {DestroyGround.NOT_RELEVANT, DestroyGround.ORDER, DestroyGround.RETENTION}
)
"""On what officers destroy at once; the other grounds follow from a case of their own."""


class Term(StrEnum):
    """Where an item stands between its birth and the end of its content."""

    KEPT = "kept until its review"
    SOON = "review is near"
    EXPIRED = "review date passed"
    DUE = "to be destroyed"


class Hold(StrEnum):
    """What keeps an item that is due: each ends by itself, and is shown as long as it lasts."""

    OPEN_REQUEST = "open request"
    DISPUTED = "open challenge"
    KEPT_BY_GROUND = "kept under a ground"
    TIME_UNSURE = "time not confirmed"


_HOLDING = {
    Standing.KEPT: Hold.KEPT_BY_GROUND,
    Standing.RESTRICTED: Hold.DISPUTED,
}


def review_date(entry: Entry) -> datetime | None:
    """The review date an entry gives its content; of what is played, a day after its writing."""
    until = moment(entry.retain_until)
    written = moment(entry.written) if is_played(entry) else None
    if written is None:
        return until
    end = later(written, KEPT)
    return min(end, until) if until is not None else end


def destroyed_after(entry: Entry) -> timedelta:
    """How long after its review date content ends: at once if it was only played."""
    return timedelta(0) if is_played(entry) else DESTROYED_AFTER


def kept_on(until: datetime, renewals: Iterable[tuple[datetime, datetime]]) -> datetime:
    """The review date after what its holder said, each as (written, until): once, and in time.

    The first renewal that was written before the date it moves, to a later one, counts; a second
    moves nothing, and what is past its date is not brought back.
    """
    return next((later for written, later in renewals if written < until < later), until)


def term(until: datetime, now: datetime, after: timedelta = DESTROYED_AFTER) -> Term:
    """Where an item with this review date stands now; what is played is destroyed on its date."""
    if now > later(until, after):
        return Term.DUE
    if now > until:
        return Term.EXPIRED
    return Term.KEPT if until > later(now, WARNED_BEFORE) else Term.SOON


def hold(
    standing: Standing, *, asked_for: bool, until: datetime, vouched: datetime | None
) -> Hold | None:
    """What keeps an item beyond its date; ``asked_for`` by a request that is not at rest.

    ``vouched`` is the last instant the partner has claimed: a clock that was set wrong by a year
    destroys nothing, for nobody else says that the time has come (reliability.md §8.8).
    """
    found = _HOLDING.get(standing)
    if found is None and asked_for:
        return Hold.OPEN_REQUEST
    if found is None and (vouched is None or term(until, vouched) is not Term.DUE):
        return Hold.TIME_UNSURE
    return found
