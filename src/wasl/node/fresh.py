"""What was written last is what is sent next: its frames wait in memory for the next call.

They need not be found, deciphered and opened again. A copy, never a source: what is not here is
read from the store, and nothing here outlives the call it waits for, or an act that undoes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wasl.seal.frames import Frame

KEPT_ENTRIES = 1_000  # of each log
KEPT_BYTES = 4 * 1_048_576


@dataclass(slots=True, kw_only=True)
class _Stretch:
    """Entry by entry the frames of an unbroken row, from the index ``start`` on."""

    start: int
    frames: list[Sequence[Frame]] = field(default_factory=list)
    weight: int = 0

    @property
    def stop(self) -> int:
        return self.start + len(self.frames)


class Fresh:
    """The frames of the entries last appended to each log of ours."""

    def __init__(self) -> None:
        self._held: dict[str, _Stretch] = {}

    def keep(self, link: str, index: int, frames: Sequence[Frame]) -> None:
        """The frames of an entry that was just appended; those before it stay if they adjoin."""
        held = self._held.get(link)
        if held is None or held.stop != index or len(held.frames) >= KEPT_ENTRIES:
            held = self._held[link] = _Stretch(start=index)
        held.frames.append(frames)
        held.weight += sum([len(frame.payload) for frame in frames])
        if held.weight > KEPT_BYTES:
            del self._held[link]

    def take(self, link: str, start: int, stop: int) -> Sequence[Sequence[Frame]]:
        """The frames of a stretch entry by entry, if every one is here; they are here no more."""
        held = self._held.pop(link, None)
        if held is None or not held.start <= start < stop <= held.stop:
            return ()
        return held.frames[start - held.start : stop - held.start]

    def drop(self, link: str) -> None:
        """Nothing is held of a log: what was appended to it now is not kept here."""
        self._held.pop(link, None)

    def forget(self) -> None:
        """Nothing is held: what was kept is undone, or a body among it destroyed."""
        self._held.clear()
