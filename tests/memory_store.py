"""A store in memory: the same ports, the same answers, and faults where a simulator wants them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.memory_disk import Disk
from tests.memory_faults import Crash, Fate, Faults, NoFaults, SetFaults, suffer
from tests.memory_view import MemoryView
from wasl.node.ports import Look, Turn

__all__ = ["Crash", "Disk", "Fate", "Faults", "MemoryStore", "NoFaults", "SetFaults"]


class MemoryStore:
    """The ``Store`` of ``node/ports.py`` without a disk; after a ``Crash`` it is what is left."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.commits = 0
        self._faults: Faults = faults or NoFaults()
        self._disk = Disk()
        self._numbers: Counter[str] = Counter()
        self._busy = False

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One consistent view."""
        with self._open(writing=False) as view:
            yield view

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Kept whole on leaving, undone by an exception, a crash or a full disk."""
        with self._open(writing=True) as view:
            kept = False
            try:
                yield view
                view.require_whole()
                fate = self._faults.commit()
                suffer(fate)
                kept = True
            finally:
                if not kept:
                    view.undo(0)
            wrote = view.wrote
        self.commits += wrote
        if fate is Fate.CRASH_AFTER:
            raise Crash

    def tidy(self) -> None:
        """Nothing destroyed is ever kept here."""
        self._require_idle()

    def snapshot(self) -> Disk:
        """What is durable now; later turns do not change it."""
        self._require_idle()
        return self._disk.copy()

    def restore(self, snapshot: Disk) -> None:
        """What is durable is what it was at a snapshot, which may be restored again."""
        self._require_idle()
        self._disk = snapshot.copy()

    def _require_idle(self) -> None:
        if self._busy:
            raise RuntimeError("a look or a turn is open")

    @contextmanager
    def _open(self, *, writing: bool) -> Iterator[MemoryView]:
        self._require_idle()
        self._busy = True
        view = MemoryView(self._disk, self._faults, self._numbers, writing=writing)
        try:
            yield view
        finally:
            view.close()
            self._busy = False
