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


def days(count: int) -> timedelta:
    """So many days, or as many as there can be."""
    return timedelta(days=min(count, timedelta.max.days))


def are_days(*claimed: str | None) -> bool:
    """Whether every time that is claimed at all names a day of the calendar."""
    return all(time is None or moment(time) is not None for time in claimed)
