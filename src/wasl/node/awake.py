"""The cases a tray may show: a fold over both logs, kept beside them and made again at will.

A case sleeps while nobody owes a move in it, nobody here has an item of it still to read, and no
act of ours in it waits for a second officer's review. Reading, reviewing and destroying only put
to sleep; what wakes is an entry. So a tray need read only what was written since the last one, and
the cases that were awake then. What is asleep is read by its reference, never walked.

The fold is of these tables: where a release lets a case rest elsewhere it begins anew, and so it
does where the end of a log was taken back.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from wasl.core.case import PROCEDURES
from wasl.node.ports import Turn

PIECE = 1_000


def awake_cases(turn: Turn) -> Sequence[str]:
    """Every case that may be awake, what was written since the last time with them."""
    for link in turn.links():
        for log in (link.own, link.theirs):
            _wake(turn, log)
    return turn.awake_cases()


def begin_anew(turn: Turn) -> None:
    """The next tray reads both logs of each link from their start."""
    for link in turn.links():
        for log in (link.own, link.theirs):
            turn.put_setting(_key(log), b"")


def _wake(turn: Turn, log: str) -> None:
    row = turn.log(log)
    size = row.size if row else 0
    tables, _, folded = (turn.setting(_key(log)) or b"").decode().partition(" ")
    start = int(folded) if tables == _tables() else 0
    if start == size:
        return
    for first in range(start, size, PIECE):
        rows = turn.entries(log, first, min(first + PIECE, size))
        turn.wake_cases({row.case for row in rows if row.case})
    turn.put_setting(_key(log), f"{_tables()} {size}".encode())


def _key(log: str) -> str:
    return f"woken/{log}"


@cache
def _tables() -> str:
    """What stands for all that says when a case rests: half tables, rests, duties."""
    told = [
        (
            name,
            *(
                sorted((*step, half[step].next_state) for step in half)
                for half in (kind.o, kind.r)
            ),
            sorted(kind.o_rest),
            sorted(kind.r_rest),
            sorted((owed.side.value, owed.move, sorted(owed.states)) for owed in kind.owed),
        )
        for name, kind in sorted(PROCEDURES.items())
    ]
    return sha256(repr(told).encode()).hexdigest()[:16]
