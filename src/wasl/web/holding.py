"""The minute in which a release can be undone: an entry cannot be taken out of a log again.

What was signed is held here and given to the node when its time is over. A process that ends
before has released nothing: the draft waits as it did, and its releaser signs again.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError

UNDO_SECONDS = 60.0
FLASH_SECONDS = 10.0

Give = Callable[[], Json]
"""Gives the signed act to the node; answers what it told."""


@dataclass(slots=True, kw_only=True)
class Held:
    """One signed release: by whom, how long it can be undone, and how it ended."""

    draft: str
    officer: str
    give: Give
    until_seconds: float
    told: Json = None
    failure: RefusedError | UnavailableError | None = None

    @property
    def is_over(self) -> bool:
        """Whether it was given to the node, well or not."""
        return self.told is not None or self.failure is not None


class Holding:
    """Every release of this run that can still be undone, and how the last ones ended."""

    def __init__(self, seconds: Callable[[], float], undo_seconds: float) -> None:
        self._seconds, self._undo_seconds = seconds, undo_seconds
        self._held: dict[str, Held] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._lock = threading.Lock()

    def hold(self, draft: str, officer: str, give: Give, *, flash: bool) -> Held:
        """What was signed waits for its minute; where there is none, it is given at once.

        A draft that is held already stays with who signed it first, and its minute as it was: a
        second signature cannot take it over and undo it.
        """
        wait = min(self._undo_seconds, FLASH_SECONDS) if flash else self._undo_seconds
        held = Held(draft=draft, officer=officer, give=give, until_seconds=self._seconds() + wait)
        if wait <= 0:
            held.told = give()
        with self._lock:
            before = self._held.get(draft)
            if before is not None and not before.is_over:
                return before
            self._held[draft] = held
            if wait > 0:
                timer = threading.Timer(wait, self._end, [held])
                timer.daemon = True
                self._timers[draft] = timer
                timer.start()
        return held

    def of(self, draft: str) -> Held | None:
        """What is held of a draft, or how it ended."""
        return self._held.get(draft)

    def left_seconds(self, held: Held) -> int:
        """How long it can still be undone."""
        return max(0, round(held.until_seconds - self._seconds()))

    def undo(self, draft: str) -> bool:
        """Whether it was still time: the draft waits as it did before."""
        with self._lock:
            held = self._held.get(draft)
            if held is None or draft not in self._timers:
                return False
            self._stop(draft)
            self._held.pop(draft)
            return True

    def forget(self, held: Held) -> None:
        """How it ended was told."""
        with self._lock:
            if self._held.get(held.draft) is held and held.is_over:
                self._held.pop(held.draft)

    def close(self) -> None:
        """Nothing more is released; what was held waits as a draft."""
        with self._lock:
            for draft in list(self._timers):
                self._stop(draft)

    def _end(self, held: Held) -> None:
        """Its time is over: undoing comes too late from here on."""
        with self._lock:
            if (
                self._held.get(held.draft) is not held
                or self._timers.pop(held.draft, None) is None
            ):
                return
        try:
            held.told = held.give()
        except (RefusedError, UnavailableError) as failure:
            held.failure = failure
        finally:
            if not held.is_over:
                # A fault of ours goes on to whoever counts them; its page must not wait for ever.
                held.failure = UnavailableError("node-lost")

    def _stop(self, draft: str) -> None:
        timer = self._timers.pop(draft, None)
        if timer is not None:
            timer.cancel()
