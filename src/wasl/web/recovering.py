"""New passkeys of an officer who lost every key: they wait for the word of two others.

Nothing of it is kept beyond this run: whoever is not signed for within the hour asks again.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wasl.node.ports import Draw
from wasl.web.confirming import new_code

RECOVERY_SECONDS = 60 * 60


@dataclass(slots=True, kw_only=True)
class Recovery:
    """One officer's new passkeys under a code, and who signed for them so far."""

    code: str
    officer: str
    keys: Sequence[Any]
    text: str
    until_seconds: float
    signed: dict[str, str] = field(default_factory=dict)


class Recoveries:
    """Every officer of this run who waits for the word of two others."""

    def __init__(self, draw: Draw, seconds: Callable[[], float]) -> None:
        self._draw, self._seconds = draw, seconds
        self._held: dict[str, Recovery] = {}
        self._lock = threading.Lock()

    def ask(self, officer: str, keys: Sequence[Any], text: str) -> Recovery:
        """An officer's passkeys wait under a fresh code, and no earlier ones of that officer."""
        recovery = Recovery(
            code=new_code(self._draw),
            officer=officer,
            keys=keys,
            text=text,
            until_seconds=self._seconds() + RECOVERY_SECONDS,
        )
        with self._lock:
            self._held[officer] = recovery
        return recovery

    def waiting(self) -> list[Recovery]:
        """Those whose hour is not over."""
        return [each for each in self._held.values() if each.until_seconds > self._seconds()]

    def of(self, officer: str) -> Recovery | None:
        """What an officer waits for, if anything."""
        return next((each for each in self.waiting() if each.officer == officer), None)

    def end(self, recovery: Recovery) -> None:
        """It waits no more."""
        with self._lock:
            if self._held.get(recovery.officer) is recovery:
                self._held.pop(recovery.officer)
