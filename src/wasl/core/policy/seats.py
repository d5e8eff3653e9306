"""Seats of a session: no party has more people admitted than seats, and none is taken twice.

Everything is counted from entries both services hold, so both count the same. A published version
says whose the seats are; what its owner released since the host last restated them is no longer
its own, and belongs to nobody until the host gives it.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one party has in a session: seats owned, those it released since, people admitted."""

    owned: int
    released: int = 0
    admitted: int = 0

    @property
    def left(self) -> int:
        """The seats it may use; none where it released more than it owned."""
        return max(0, self.owned - self.released)

    @property
    def beyond(self) -> int:
        """How many were admitted beyond them: those sit on the host's reserve."""
        return max(0, self.admitted - self.left)


def admits_all(shares: Iterable[Share], reserve: int) -> bool:
    """Whether all that are admitted have a seat: their party's, or one of the reserve."""
    return sum(share.beyond for share in shares) <= reserve


def may_take(share: Share, count: int) -> bool:
    """Whether a party may mean to use so many seats in all."""
    return count <= share.left


def may_release(share: Share, count: int) -> bool:
    """Whether a party may give so many back: none that it has not, none that somebody sits on."""
    return count <= share.left - min(share.admitted, share.left)
