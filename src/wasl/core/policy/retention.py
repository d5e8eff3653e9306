"""How long an item may still be kept: its review date, the warning before it, the end after it.

A person reviews before the date. Past it the item is expired by reading; thirty days later its
content is destroyed, unless something named here holds it (procedures.md §1.4, LED art. 5).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from wasl.core.policy.dates import later
from wasl.core.terms import Standing

WARNED_BEFORE = timedelta(days=30)
DESTROYED_AFTER = timedelta(days=30)


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


def term(until: datetime, now: datetime) -> Term:
    """Where an item with this review date stands now."""
    if now > later(until, DESTROYED_AFTER):
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
