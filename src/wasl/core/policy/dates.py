"""Claimed times as instants: compared with each other, never with a local clock."""

from datetime import datetime
from functools import lru_cache


# The dates of one batch are few and each is asked for several times.
@lru_cache(maxsize=4_096)
def moment(claimed: str | None) -> datetime | None:
    """The instant a claimed time names; None for none, and for a day no calendar has."""
    if claimed is None:
        return None
    try:
        return datetime.fromisoformat(claimed)
    except ValueError:
        return None


def are_days(*claimed: str | None) -> bool:
    """Whether every time that is claimed at all names a day of the calendar."""
    return all(time is None or moment(time) is not None for time in claimed)
