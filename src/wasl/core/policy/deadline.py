"""Two clocks beside each other: how long carriage took, and how long the desk has had it.

procedures.md §1.5: the answer's clock starts at delivery, or twelve hours after reception if
nobody wrote a delivery; asking back stops it. A clock changes no state: silence is read, never
written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wasl.core.policy.dates import later

DELIVERED_WITHIN = timedelta(hours=12)
RECALL_ATTESTED_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When an answer is due, and what has been used of the time so far."""

    starts: datetime
    due: datetime
    carriage: timedelta
    handling: timedelta
    overdue: bool
    paused: bool


def deadline(
    *,
    written: datetime,
    received: datetime | None,
    delivered: datetime | None,
    within: timedelta,
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
    stopped = sum(
        (max((until or now) - max(since, starts), timedelta()) for since, until in pauses),
        timedelta(),
    )
    due = later(starts, within + stopped)
    return Deadline(
        starts=starts,
        due=due,
        carriage=max(received - written, timedelta()),
        handling=max(now - starts - stopped, timedelta()),
        overdue=now > due,
        paused=bool(pauses) and pauses[-1][1] is None,
    )
