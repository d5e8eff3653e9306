"""Claimed times as instants: compared with each other, never with a local clock."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_END = datetime.max.replace(tzinfo=UTC)


# The dates of one batch are few and each is asked for several times.
@lru_cache(maxsize=4_096)
def moment(claimed: str | None) -> datetime | None:
    """The instant, in UTC, that a claimed time names.

    None for none, and for a time no calendar has, such as the last evening of the year 9999 west
    of Greenwich.
    """
    if claimed is None:
        return None
    try:
        return datetime.fromisoformat(claimed).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def later(instant: datetime, by: timedelta) -> datetime:
    """The instant so much later; the end of the calendar where it lies beyond."""
    return instant + min(by, _END - instant)


@lru_cache(maxsize=4_096)
def outlasts(until: str | None, since: str | None, count: int) -> bool:
    """Whether one time lies more than so many days after another.

    No time, and a day no calendar has, which is judged elsewhere, outlasts nothing.
    """
    end, start = moment(until), moment(since)
    if end is None or start is None:
        return False
    return end > later(start, timedelta(days=min(count, timedelta.max.days)))


@lru_cache(maxsize=4_096)
def are_in_order(written: str, ends: tuple[str | None, ...], unsure_s: int) -> bool:
    """Whether these are days of the calendar, and no end precedes the writing.

    An end that is not claimed is in order. The clock of the writing may be ``unsure_s`` off.
    """
    start = moment(written)
    if start is None:
        return False
    for end in ends:
        if end is not None and (moment(end) is None or precedes(moment(end), start, unsure_s)):
            return False
    return True


def precedes(instant: datetime | None, before: datetime | None, unsure_s: int) -> bool:
    """Whether an instant lies before what it follows by more than its clock may be off.

    Compared, never added: a clock that fell back may have to say that it is off by centuries.
    """
    if instant is None or before is None or instant >= before:
        return False
    return (before - instant).total_seconds() > unsure_s
