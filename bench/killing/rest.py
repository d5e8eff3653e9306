"""Two stores at rest, compared entry by entry with what was acknowledged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.killing.load import Acknowledged, Ledger
from bench.killing.sides import PATIENCE_SECONDS, Side, StalledError, pause
from tests.cli.pair import PASSPHRASE
from wasl.core.entry import read_entry
from wasl.core.errors import UnavailableError
from wasl.node.clock import monotonic_seconds
from wasl.node.ports import Look
from wasl.node.rows import EntryRow, LogRow
from wasl.wiring import running_at

STILL_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one store holds of a link: both logs with their heads, checked; what still waits."""

    own: Sequence[EntryRow]
    theirs: Sequence[EntryRow]
    own_log: LogRow
    their_log: LogRow
    waiting: int
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of what was acknowledged; ``faults`` are told in words."""

    entries: int
    lost: int
    doubled: int
    heads_equal: bool
    sound: bool
    epochs: int
    faults: tuple[str, ...]


def kept_at(side: Side) -> Kept:
    """What lies in the store of a side whose node does not run."""

    def job(look: Look, sound: bool) -> Kept:
        link = look.links()[-1]
        own, theirs = look.log(link.own), look.log(link.theirs)
        assert own is not None
        assert theirs is not None
        return Kept(
            own=look.entries(link.own, 0, own.size + 1),
            theirs=look.entries(link.theirs, 0, theirs.size + 1),
            own_log=own,
            their_log=theirs,
            waiting=len(look.waiting(link.own)),
            sound=sound,
        )

    with running_at(side.home, PASSPHRASE) as running:
        sound = all(log["sound"] for log in running.ask("log-verify", {}))
        kept: Kept = running.writer.ask(lambda turn: job(turn, sound))
    return kept


def await_rest(sides: Sequence[Side], patience_seconds: float = PATIENCE_SECONDS) -> float:
    """Seconds until the two, left to themselves, hold all of each other, receipted.

    The two are asked one after the other, and a node may answer an order by itself meanwhile: it
    is rest when nothing has changed for a while.
    """
    began = monotonic_seconds()
    states: list[Mapping[str, object]] = []
    before: list[Mapping[str, object]] = []
    while monotonic_seconds() < began + patience_seconds:
        try:
            states = [side.ask("link-state", {"partner": side.partner}) for side in sides]
        except UnavailableError as lost:
            raise StalledError(f"a node ended by itself: {lost}") from lost
        one, other = states
        if (one["held"], other["held"]) == (other["size"], one["size"]) and all(
            state["countersigned"] == state["size"] and not state["waiting"] for state in states
        ):
            if states == before:
                return monotonic_seconds() - began
            before = states
            pause(STILL_SECONDS)
            continue
        pause(0.05)
    raise StalledError(f"the two never came to rest: {states}")


def judged(sides: Sequence[Side], ledgers: Mapping[str, Ledger]) -> Verdict:
    """What the two stores say of what was acknowledged; the nodes do not run."""
    first, second = sides
    kept = {side.name: kept_at(side) for side in sides}
    faults: list[str] = [fault for ledger in ledgers.values() for fault in ledger.faults]
    lost = doubled = 0
    for author, holder in ((first, second), (second, first)):
        told = ledgers[author.name].acknowledged
        lost += _lost(told, kept[author.name].own, kept[holder.name].theirs)
        for rows in (kept[author.name].own, kept[holder.name].theirs):
            doubled += _doubled(rows)
        faults += _faults(author.name, kept[author.name], kept[holder.name])
        faults += _unobeyed(author.name, told, kept[holder.name].own)
    return Verdict(
        entries=sum(len(one.own) for one in kept.values()),
        lost=lost,
        doubled=doubled,
        heads_equal=_heads_equal(*kept.values()),
        sound=all(_sound(side) for side in sides),
        epochs=sum(one.own_log.epoch_number for one in kept.values()),
        faults=tuple(faults),
    )


def _lost(told: Sequence[Acknowledged], own: Sequence[EntryRow], copy: Sequence[EntryRow]) -> int:
    """How many acknowledged releases are not in their author's log, or not in the copy of it."""
    cases = {row.case for row in own} & {row.case for row in copy}
    places = {(row.index, row.leaf.hex()) for row in own}
    places &= {(row.index, row.leaf.hex()) for row in copy}
    return sum(
        one.case not in cases or (bool(one.leaf) and (one.index, one.leaf) not in places)
        for one in told
    )


def _doubled(rows: Sequence[EntryRow]) -> int:
    """How many entries of a log say what one before them said: one move of one case, one fact."""
    said = Counter(
        (row.kind, row.move, row.case or read_entry(row.entry).about)
        for row in rows
        if (row.kind, row.move) != ("fact", "prekey")
    )
    leaves = Counter(row.leaf for row in rows)
    return sum(count - 1 for count in (*said.values(), *leaves.values()))


def _faults(name: str, author: Kept, holder: Kept) -> list[str]:
    """What else is wrong with a log and its copy."""
    found = []
    for rows in (author.own, holder.theirs):
        if any(after.index != before.index + 1 for before, after in pairwise(rows)):
            found.append(f"the log of {name} has a gap")
    refused = Counter(row.rule or row.body_rule for row in holder.theirs)
    del refused[""]
    found += [f"{count} of {name} refused by {rule}" for rule, count in refused.items()]
    if author.waiting:
        found.append(f"{author.waiting} acts of {name} still wait")
    return found


def _unobeyed(name: str, told: Sequence[Acknowledged], answers: Sequence[EntryRow]) -> list[str]:
    """Recalls of ``name`` that the other node did not obey exactly once."""
    said = Counter((row.case, row.move) for row in answers)
    wanted = ((one.case, move) for one in told for move in ("quarantine", "attest"))
    orders = {one.case for one in told if one.kind == "recall"}
    return [
        f"a recall of {name} has {said[case, move]} {move}"
        for case, move in wanted
        if case in orders and said[case, move] != 1
    ]


def _heads_equal(one: Kept, other: Kept) -> bool:
    """Size, tree and receipt of each log are the same at both."""
    return all(
        (log.size, log.peaks, log.countersigned) == (copy.size, copy.peaks, log.size)
        and copy.countersigned == copy.size
        for log, copy in ((one.own_log, other.their_log), (other.own_log, one.their_log))
    )


def _sound(side: Side) -> bool:
    """``wasl log verify`` and ``wasl doctor`` find nothing broken."""
    code, logs = side.told("log", "verify")
    checked, findings = side.told("doctor")
    refusing = [one for one in findings if one["severity"] == "refuse"]
    return code == 0 and checked != 2 and all(log["sound"] for log in logs) and not refusing
