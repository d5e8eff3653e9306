"""Imports of a bundle killed half-way and begun again: the copy is the log, entry by entry.

Half of the imports run in the verb's own process, half through a node that serves; either is
killed as soon as the store has begun to grow, after a random part of the time a whole import takes.
"""

import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.exchange import released
from bench.killing.rest import kept_at
from bench.killing.sides import PATIENCE_SECONDS, Side, founded, pause
from tests.cli.pair import PASSPHRASE
from tests.world import Service
from wasl.core.errors import RefusedError
from wasl.node import carriage, desk
from wasl.node.act import Act
from wasl.node.carriage import Report
from wasl.node.clock import SystemClock, SystemDraw, monotonic_seconds, stamp
from wasl.node.outgoing import Road
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow
from wasl.seal.envelope import is_open
from wasl.store.folder import RESERVE
from wasl.transport.bundle import write_bundle
from wasl.wiring import Running, running_at

ENTRIES_A_DISPATCH = 3
PART_IN_ONE = 3  # one third of the entries travels in slices as long as they may be
SWAPPED_IN_A_HUNDRED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What became of the imports: how many were killed, how far the killed ones had come."""

    entries: int
    dispatches: int
    killed: int
    half_way: int
    lost: int
    doubled: int
    faults: tuple[str, ...]


def import_rounds(folder: Path, entries: int, rounds: int, chance: random.Random) -> Imports:
    """``rounds`` homes take in one bundle of ``entries`` entries, killed on the way."""
    algiers, tripoli = founded(folder)
    bundle = folder / "bundle.wasl"
    dispatches = _bundled(algiers, tripoli, bundle, entries, chance)
    wanted = kept_at(algiers).own
    before = len(kept_at(tripoli).theirs)
    # Once without a kill, to know how long it takes; the rest is measured against it.
    whole = _copied(tripoli, folder / "whole")
    took = _imported(whole, bundle, None)
    faults = _compared(whole, wanted)
    killed = half_way = lost = doubled = 0
    for number in range(rounds):
        victim = _copied(tripoli, folder / f"round-{number}")
        served = number % 2 == 1
        for _ in range(chance.choice((1, 1, 2, 3))):
            died = _imported(victim, bundle, chance.uniform(0.05, 0.9) * took, served=served) < 0
            killed += died
            half_way += died and before < len(kept_at(victim).theirs) < len(wanted)
        _imported(victim, bundle, None, served=served)
        found = kept_at(victim).theirs
        leaves = [row.leaf for row in found]
        lost += len({row.leaf for row in wanted} - set(leaves))
        doubled += len(leaves) - len(set(leaves))
        faults += _compared(victim, wanted)
        shutil.rmtree(victim.home.parent)
    return Imports(
        entries=len(wanted) - before,
        dispatches=dispatches,
        killed=killed,
        half_way=half_way,
        lost=lost,
        doubled=doubled,
        faults=tuple(faults),
    )


# ------------------------------------------------------------------------------------ the bundle


def _bundled(
    algiers: Side, tripoli: Side, bundle: Path, entries: int, chance: random.Random
) -> int:
    """A bundle of Algiers' next entries for Tripoli, which rests; how many dispatches it has."""
    with running_at(algiers.home, PASSPHRASE) as one:
        with running_at(tripoli.home, PASSPHRASE) as other:
            for _ in range(3):
                _carry(one, other, tripoli.name)
                _carry(other, one, algiers.name)
        dispatches = _dispatches(one, tripoli.name, entries)
    for place in range(0, len(dispatches) - 1, 2):
        if chance.randrange(100) < SWAPPED_IN_A_HUNDRED:  # what comes too early waits for its turn
            dispatches[place : place + 2] = reversed(dispatches[place : place + 2])
    write_bundle(dispatches, bundle, draw=SystemDraw().draw)
    return len(dispatches)


def _carry(one: Running, other: Running, partner: str) -> None:
    """One call's dispatches, taken in; each answers the other at the next."""

    def out(turn: Turn) -> list[bytes]:
        link = one.node.link_with(turn, partner)
        return carriage.compose(one.node, turn, one.node.book(turn, link), Road.LINE)

    dispatches = one.writer.ask(out)

    def take(turn: Turn) -> None:
        name = one.node.identity.node
        carriage.absorb(other.node, turn, dispatches, partner=name, report=Report())

    other.writer.ask(take)


def _dispatches(one: Running, partner: str, entries: int) -> list[bytes]:
    """Fresh entries sealed a few at a time, the last third in slices."""
    few = entries - entries // PART_IN_ONE
    sizes = [ENTRIES_A_DISPATCH] * (few // ENTRIES_A_DISPATCH)
    sizes.append(entries - sum(sizes))
    found: list[bytes] = []
    number = 0
    for size in sizes:
        acts = [_report(one, number + place) for place in range(size)]
        number += size
        found += one.writer.ask(lambda turn, acts=acts: _sealed(one, turn, partner, acts))
    return found


def _sealed(one: Running, turn: Turn, partner: str, acts: Sequence[Act]) -> list[bytes]:
    """These acts appended, and the dispatches that carry them and nothing before them."""
    node = one.node
    link = node.link_with(turn, partner)
    # The partner rests and says nothing: what went into the dispatch before is held to be there.
    node.session(link.own).their_held = node.own_log(turn, link.own).size
    for outcome in desk.append(node, turn, node.book(turn, link), acts):
        if isinstance(outcome, RefusedError):
            raise outcome
    composed = carriage.compose(node, turn, node.book(turn, link), Road.LINE)
    return [dispatch for dispatch in composed if not is_open(dispatch)]


def _report(one: Running, number: int) -> Act:
    act = released(Service(node=one.node, roots=[]), number)
    retained = stamp(SystemClock().now() + timedelta(days=90))
    return replace(act, fields={**act.fields, "retain_until": retained})


# ----------------------------------------------------------------------------------- the imports


def _copied(side: Side, folder: Path) -> Side:
    """The side as it rests, in a folder of its own."""
    home = folder / side.home.name
    shutil.copytree(side.home, home, ignore=shutil.ignore_patterns(RESERVE))
    shutil.copy2(side.home.with_suffix(".passphrase"), home.with_suffix(".passphrase"))
    return replace(side, home=home, to_serving_s=[], to_sending_s=[])


def _imported(side: Side, bundle: Path, kill_after: float | None, *, served: bool = False) -> float:
    """Seconds one import took from its first write; negative where it was killed before its end.

    ``kill_after`` counts from the first write too; None lets it come to its end.
    """
    if served:
        side.start()
    before = _weight(side.home)
    importing = side.command("bundle", "in", str(bundle), "--json")
    ends = monotonic_seconds() + PATIENCE_SECONDS
    while importing.poll() is None and _weight(side.home) == before and monotonic_seconds() < ends:
        pause(0.002)
    began = monotonic_seconds()
    killed = kill_after is not None and _killed(side, importing, kill_after, served)
    importing.communicate(timeout=PATIENCE_SECONDS)
    if served and not killed:
        side.stop()
    return -1.0 if killed else monotonic_seconds() - began


def _killed(
    side: Side, importing: "subprocess.Popen[str]", kill_after: float, served: bool
) -> bool:
    """Whether the import still ran when its process, or the node behind it, was killed."""
    try:
        importing.wait(kill_after)
    except subprocess.TimeoutExpired:
        if served:
            side.kill()
        else:
            importing.kill()
        return True
    return False


def _weight(home: Path) -> tuple[int, ...]:
    """How large the files of the store are: it grows with the first dispatch taken in."""
    return tuple(
        path.stat().st_size for path in (home / "wasl.db", home / "wasl.db-wal") if path.exists()
    )


def _compared(side: Side, wanted: Sequence[EntryRow]) -> list[str]:
    """What differs between the copy a side holds and the log it was taken from."""
    kept = kept_at(side)
    found = [] if side.told("log", "verify")[0] == 0 else ["the logs do not verify"]
    if [row.leaf for row in kept.theirs] != [row.leaf for row in wanted]:
        found.append(f"the copy holds {len(kept.theirs)} of {len(wanted)}, or another order")
    if any(row.rule or row.body_rule for row in kept.theirs):
        found.append("an entry was refused")
    if kept.their_log.countersigned != kept.their_log.size:
        found.append("the copy is not counter-signed")
    return found
