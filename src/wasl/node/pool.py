"""Entries that came before their predecessors: kept aside and named until the gap closes."""

from collections.abc import Iterator, Sequence

from wasl.core.errors import RefusedError
from wasl.node.ports import Look, Turn
from wasl.node.rows import LogRow, PoolRow
from wasl.seal.frames import Frame, FrameKind, read_frames, write_frames

POOL_ENTRIES = 10_000
POOL_BYTES = 64 * 1_048_576

_NOT_KEPT = frozenset({FrameKind.HELLO, FrameKind.CONFIRM, FrameKind.CURSOR, FrameKind.REFUSAL})


def keep_aside(turn: Turn, link: str, frames: Sequence[Frame], *, first: int, last: int) -> None:
    """The frames wait for what is missing before them; ``quota`` when the pool is full."""
    kept = write_frames([frame for frame in frames if frame.kind not in _NOT_KEPT])
    held = [row for row in turn.pool(link) if row.first != first]
    entries = sum(row.last - row.first + 1 for row in held) + last - first + 1
    weight = sum(len(row.frames) for row in held) + len(kept)
    if entries > POOL_ENTRIES or weight > POOL_BYTES:
        raise RefusedError("quota", {"what": "pool", "limit": POOL_ENTRIES})
    turn.put_pool(PoolRow(link=link, first=first, last=last, frames=kept))


def take_back(turn: Turn, link: str) -> Iterator[tuple[Frame, ...]]:
    """The frames whose gap is closed, out of the pool; those overtaken are dropped.

    One after the other: what is taken closes the gap of the next.
    """
    for row in sorted(turn.pool(link), key=lambda row: row.first):
        theirs = turn.log(link)
        held = theirs.size if theirs else 0
        if row.first <= held:
            turn.drop_pool(link, row.first)
            if row.last >= held:
                yield read_frames(row.frames)


def drop_all(turn: Turn, link: str) -> None:
    """A new epoch begins: what waits under the checkpoints of the last one is never taken."""
    for row in turn.pool(link):
        turn.drop_pool(link, row.first)


def gaps(look: Look, theirs: LogRow) -> Iterator[tuple[int, int]]:
    """First and last missing index of each gap before what waits in the pool."""
    at = theirs.size
    for row in sorted(look.pool(theirs.link), key=lambda row: row.first):
        if row.first > at:
            yield (at, row.first - 1)
        at = max(at, row.last + 1)
