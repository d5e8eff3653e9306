"""Both logs of a link as an overseer reads them: the entries that stand, case by case, no body.

Nothing here is believed because a service says so: an entry counts if the half table allows it
with what its author had seen, and its counterpart has not refused it by a fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wasl.core.case import FACT, PROCEDURES, allowed, joint, opener
from wasl.core.entry import Entry
from wasl.core.policy.dates import moment
from wasl.core.policy.judge import move_of
from wasl.core.procedure import Move, Procedure, Side
from wasl.core.terms import EntryRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry with its leaf hash."""

    entry: Entry
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenLog:
    """One log: its author, its entries in order, and its receipts.

    A receipt is a size and the instant at which the counterpart signed for so many entries.
    """

    author: str
    entries: tuple[Logged, ...]
    receipts: tuple[tuple[int, datetime], ...] = ()

    def received(self, index: int) -> datetime | None:
        """When the counterpart first signed for an entry; None while it has not."""
        return next((instant for size, instant in self.receipts if size > index), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One entry that stands: who wrote it, when, and when its counterpart had it."""

    author: str
    counterpart: str
    leaf: str
    entry: Entry
    written: datetime
    received: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenCase:
    """The deeds of one case, causes before what they caused, and the states of both halves."""

    kind: str
    deeds: tuple[Deed, ...]
    o: str
    r: str

    @property
    def opening(self) -> Deed:
        """The deed that opened it."""
        return self.deeds[0]

    def by(self, author: str) -> Iterator[Deed]:
        """What one service did in it, in order."""
        return (deed for deed in self.deeds if deed.author == author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """What stands in both logs of a link: the cases, and the facts that belong to none."""

    cases: tuple[OverseenCase, ...]
    facts: tuple[Deed, ...]

    def deeds(self) -> Iterator[Deed]:
        """Every deed of every case."""
        return (deed for case in self.cases for deed in case.deeds)

    def facts_about(self, deed: Deed, move: str) -> Iterator[Deed]:
        """The facts of this move that cite a deed."""
        return (
            fact
            for fact in self.facts
            if fact.entry.move == move and deed.leaf in (fact.entry.about or ())
        )


def overseen(
    one: OverseenLog,
    other: OverseenLog,
    procedures: Mapping[str, Procedure] = PROCEDURES,
) -> Overseen:
    """What stands in the two logs of one link; the same whichever is named first.

    They are logs in which ``seen`` never goes back (``docs/spec/extract.md``, step 7).
    """
    void = _refused(one) | _refused(other)
    deeds = [deed for deed in _in_order(one, other) if deed.leaf not in void]
    cases: dict[str, list[Deed]] = {}
    for deed in deeds:
        if deed.entry.case is not None:
            cases.setdefault(deed.entry.case, []).append(deed)
    found = (_case(held, procedures) for held in cases.values())
    return Overseen(
        cases=tuple(case for case in found if case is not None),
        facts=tuple(deed for deed in deeds if deed.entry.kind == FACT),
    )


def _refused(log: OverseenLog) -> frozenset[str]:
    """The entries that the author of this log answered as void."""
    return frozenset(
        leaf
        for logged in log.entries
        if (logged.entry.kind, logged.entry.move) == (FACT, "reject")
        and logged.entry.code in set(EntryRule)
        for leaf in logged.entry.about or ()
    )


def _in_order(one: OverseenLog, other: OverseenLog) -> Iterator[Deed]:
    """Every entry of both logs, none before what its author had seen.

    Where two logs claim to have seen of each other what neither had written, no order is right:
    then the one named first goes on. An entry of a day no calendar has is left out.
    """
    first, second = sorted((one, other), key=lambda log: log.author)
    queues = [list(reversed(first.entries)), list(reversed(second.entries))]
    done = [0, 0]
    while queues[0] or queues[1]:
        ready = [
            side
            for side in (0, 1)
            if queues[side]
            and (not queues[1 - side] or queues[side][-1].entry.seen.size <= done[1 - side])
        ]
        side = ready[0] if ready else 0
        log, counterpart = ((first, second), (second, first))[side]
        logged = queues[side].pop()
        done[side] = logged.entry.index + 1
        written = moment(logged.entry.written)
        if written is not None:
            yield Deed(
                author=log.author,
                counterpart=counterpart.author,
                leaf=logged.leaf,
                entry=logged.entry,
                written=written,
                received=log.received(logged.entry.index),
            )


def _case(deeds: Sequence[Deed], procedures: Mapping[str, Procedure]) -> OverseenCase | None:
    """The case these entries make, of the kind its first one names; None where none stands."""
    kind = deeds[0].entry.kind
    procedure = procedures.get(kind)
    if procedure is None:
        return None
    standing: list[Deed] = []
    for deed in deeds:
        own, other = _halves(standing, deed.author)
        judged = deed.entry.kind == kind and (
            allowed(procedure, move_of(deed.entry), own=own, other_as_seen=other) is None
        )
        if judged:
            standing.append(deed)
    if not standing:
        return None
    own, other = _halves(standing, standing[0].author)
    if opener(own, other) is not Side.ORIGINATOR:
        return None  # both opened it, neither having seen the other: a dead case
    o, r = joint(procedure, own, other)
    return OverseenCase(kind=kind, deeds=tuple(standing), o=o, r=r)


def _halves(deeds: Sequence[Deed], author: str) -> tuple[list[Move], list[Move]]:
    moves = [(deed.author == author, move_of(deed.entry)) for deed in deeds]
    return [m for own, m in moves if own], [m for own, m in moves if not own]
