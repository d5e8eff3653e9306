"""What may befall a store in memory at a write or a commit."""

from collections import Counter
from enum import Enum
from typing import Protocol

from wasl.core.errors import UnavailableError


class Crash(BaseException):
    """The process is gone; only what the store kept remains."""


class Fate(Enum):
    """What becomes of one write, or of one commit."""

    GOOD = "good"
    CRASH = "crash"  # nothing of the turn is kept
    CRASH_AFTER = "crash-after"  # of a commit only: kept, and nobody learns of it
    FULL = "full"  # refused as disk-full


class Faults(Protocol):
    """Asked before every write and every commit."""

    def write(self) -> Fate: ...
    def commit(self) -> Fate: ...


def suffer(fate: Fate) -> None:
    """The fate comes true."""
    match fate:
        case Fate.CRASH:
            raise Crash
        case Fate.FULL:
            raise UnavailableError("disk-full")
        case Fate.GOOD | Fate.CRASH_AFTER:
            pass


class NoFaults:
    """Nothing goes wrong."""

    def write(self) -> Fate:
        return Fate.GOOD

    def commit(self) -> Fate:
        return Fate.GOOD


class SetFaults:
    """What a simulator set: a crash at the k-th write from now, a fate of the next commit, full.

    ``fired`` counts each fate that was not good. A crash and a commit's fate are spent by firing.
    """

    def __init__(self) -> None:
        self.writes_until_crash: int | None = None
        self.next_commit = Fate.GOOD
        self.full = False
        self.fired: Counter[Fate] = Counter()

    def write(self) -> Fate:
        if self.writes_until_crash is not None:
            self.writes_until_crash -= 1
            if self.writes_until_crash <= 0:
                self.writes_until_crash = None
                return self._fire(Fate.CRASH)
        return self._fire(Fate.FULL) if self.full else Fate.GOOD

    def commit(self) -> Fate:
        fate, self.next_commit = self.next_commit, Fate.GOOD
        return self._fire(fate) if fate is not Fate.GOOD else Fate.GOOD

    def _fire(self, fate: Fate) -> Fate:
        self.fired[fate] += 1
        return fate
