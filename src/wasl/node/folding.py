"""Folds over the logs, kept beside them and made again at will: awake cases, dates, subtrees.

A case sleeps while nobody owes a move in it, nobody here has an item of it still to read, and no
act of ours in it waits for a second officer's review. Reading, reviewing and destroying only put
to sleep; what wakes is an entry. So a tray need read only what was written since the last one, and
the cases that were awake then. The review date an entry gives its body is noted once, and who asks
what is near its date reads those items alone; later words only put a date off. The root of each
thousand leaves is kept, so that a proof hashes a thousand and not the whole log.

The folds are of these tables: where a release lets a case rest elsewhere they begin anew, and so
they do where the end of a log was taken back.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256

from wasl.core.case import PROCEDURES
from wasl.core.entry import read_entry
from wasl.core.log import inclusion_proof_above, root_of
from wasl.core.policy.retention import review_date
from wasl.core.procedure import Half
from wasl.node.clock import micros
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow, ReviewRow, SubtreeRow

PIECE = 1_000
SUBTREE = 1_024  # leaves; a power of two
BODIED = b'"body":'


def awake_cases(turn: Turn) -> Sequence[str]:
    """Every case that may be awake, what was written since the last time with them."""
    _fold(turn)
    return turn.awake_cases()


def dated_by(turn: Turn, until: datetime) -> Sequence[EntryRow]:
    """Every item whose author gave it a review date not after this one, unless it was let go."""
    _fold(turn)
    return turn.entries_dated(micros(until))


def inclusion_in(turn: Turn, log: str, index: int, size: int) -> tuple[bytes, ...]:
    """The path of an entry up to the root of the first ``size`` entries of its log."""
    _fold_log(turn, log)
    number, at = divmod(index, SUBTREE)
    whole = size // SUBTREE * SUBTREE
    rest = turn.leaves(log, whole, size)
    roots = [*turn.subtrees(log, whole), *([root_of(rest)] if rest else [])]
    first = number * SUBTREE
    leaves = turn.leaves(log, first, min(first + SUBTREE, size))
    return inclusion_proof_above(leaves, at, roots, number)


def let_go(turn: Turn, rows: Sequence[EntryRow]) -> None:
    """The bodies of these entries are destroyed for good: nobody need ask for their dates."""
    turn.drop_reviews([review for row in rows for review in _reviews(row)])


def begin_anew(turn: Turn) -> None:
    """The next question reads both logs of each link from their start."""
    for link in turn.links():
        for log in (link.own, link.theirs):
            turn.put_setting(_key(log), b"")


def _fold(turn: Turn) -> None:
    for link in turn.links():
        for log in (link.own, link.theirs):
            _fold_log(turn, log)


def _fold_log(turn: Turn, log: str) -> None:
    row = turn.log(log)
    size = row.size if row else 0
    tables, _, folded = (turn.setting(_key(log)) or b"").decode().partition(" ")
    start = int(folded) if tables == _tables() else 0
    if start == size:
        return
    for first in range(start, size, PIECE):
        rows = turn.entries(log, first, min(first + PIECE, size))
        turn.wake_cases({row.case for row in rows if row.case})
        turn.put_reviews([review for row in rows for review in _reviews(row)])
    for stop in range(start // SUBTREE * SUBTREE + SUBTREE, size + 1, SUBTREE):
        root = root_of(turn.leaves(log, stop - SUBTREE, stop))
        turn.put_subtree(SubtreeRow(link=log, index=stop - 1, root=root))
    turn.put_setting(_key(log), f"{_tables()} {size}".encode())


def _reviews(row: EntryRow) -> Iterator[ReviewRow]:
    """The review date an entry gives its body, where it has one and gives it any."""
    until = review_date(read_entry(row.entry)) if BODIED in row.entry else None
    if until is not None:
        yield ReviewRow(link=row.link, index=row.index, until_us=micros(until))


def _key(log: str) -> str:
    return f"folded/{log}"


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


def _steps(half: Half) -> list[tuple[str, str, str]]:
    return sorted((state, move, step.next_state) for (state, move), step in half.items())
