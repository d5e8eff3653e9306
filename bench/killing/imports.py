"""Imports of a bundle killed half-way and begun again: the copy is the log, entry by entry.

Half of the imports run in the verb's own process, half through a node that serves; either is
killed once its store has grown by a random part of what a whole import makes it grow.
"""

import random
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.killing.load import MARKING
from bench.killing.rest import kept_at
from bench.killing.sides import PATIENCE_SECONDS, Side, founded, pause
from tests.cli.pair import PASSPHRASE
from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.node import carriage, desk
from wasl.node.act import SALT_BYTES, Act, body_reference
from wasl.node.carriage import Report
from wasl.node.clock import SystemClock, SystemDraw, case_reference, monotonic_seconds, stamp
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
    # Once without a kill, to know how far a store grows.
    whole = _copied(tripoli, folder / "whole")
    growth = _imported(whole, bundle).grown
    faults = _compared(whole, wanted)
    killed = half_way = lost = doubled = 0
    for number in range(rounds):
        victim = _copied(tripoli, folder / f"round-{number}")
        served = number % 2 == 1
        for _ in range(chance.choice((1, 1, 2, 3))):
            limit = int(chance.uniform(0.05, 0.9) * growth)
            died = _imported(victim, bundle, limit, served=served).killed
            killed += died
            half_way += died and before < len(kept_at(victim).theirs) < len(wanted)
        _imported(victim, bundle, served=served)
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
        acts = [_report(one, partner, number + place) for place in range(size)]
        number += size
        found += one.writer.ask(partial(_sealed, one, partner, acts))
    return found


def _sealed(one: Running, partner: str, acts: Sequence[Act], turn: Turn) -> list[bytes]:
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


def _report(one: Running, partner: str, number: int) -> Act:
    """A report as two officers leave it, before it has its place in the log."""
    now = SystemClock().now()
    words = f"Texte inventé numéro {number}. " * (1 + number % 30)
    body = canonical.dumps({"text": {"fr": words}, "title": {"fr": f"Rapport {number}"}})
    salt = SystemDraw().draw(SALT_BYTES)
    fields = {
        **MARKING,
        "audience": [partner],
        "body": body_reference(salt, body),
        "by": {
            "drafted": {"role": "drafter", "who": "00" * 8},
            "released": {"role": "releaser", "who": "11" * 8},
        },
        "case": case_reference(SystemDraw()),
        "clock": one.node.clock_claim(),
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "kind": "report",
        "lang": {"authentic": "fr", "present": ["fr"]},
        "move": "release",
        "retain_until": stamp(now + timedelta(days=90)),
        "written": stamp(now),
    }
    return Act(fields=fields, salt=salt, body=body)


# ----------------------------------------------------------------------------------- the imports


def _copied(side: Side, folder: Path) -> Side:
    """The side as it rests, in a folder of its own."""
    home = folder / side.home.name
    shutil.copytree(side.home, home, ignore=shutil.ignore_patterns(RESERVE))
    shutil.copy2(side.home.with_suffix(".passphrase"), home.with_suffix(".passphrase"))
    return replace(side, home=home, to_serving_s=[], to_sending_s=[], to_serving_cpu_s=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """Whether an import was killed before its end, and by how many bytes the store grew."""

    killed: bool
    grown: int


def _imported(
    side: Side, bundle: Path, limit: int | None = None, *, served: bool = False
) -> _Import:
    """One import, killed once the store has grown by ``limit`` bytes; None lets it end."""
    if served:
        side.start()
    before = grown = _weight(side.home)
    importing = side.command("bundle", "in", str(bundle), "--json")
    ends = monotonic_seconds() + PATIENCE_SECONDS
    killed = False
    while importing.poll() is None and not killed and monotonic_seconds() < ends:
        grown = max(grown, _weight(side.home))
        killed = limit is not None and grown - before >= limit
        pause(0.001)
    if killed and served:
        side.kill()
    elif killed:
        importing.kill()
    elif served:
        side.stop()
    importing.communicate(timeout=PATIENCE_SECONDS)
    return _Import(killed=killed, grown=grown - before)


def _weight(home: Path) -> int:
    """How large the files of the store are: they grow with every dispatch taken in."""
    found = 0
    for path in (home / "wasl.db", home / "wasl.db-wal"):
        with suppress(FileNotFoundError):
            found += path.stat().st_size
    return found


def _compared(side: Side, wanted: Sequence[EntryRow]) -> list[str]:
    """What differs between the copy a side holds and the log it was taken from."""
    kept = kept_at(side)
    found = [] if kept.sound else ["the logs do not verify"]
    if [row.leaf for row in kept.theirs] != [row.leaf for row in wanted]:
        found.append(f"the copy holds {len(kept.theirs)} of {len(wanted)}, or another order")
    if any(row.rule or row.body_rule for row in kept.theirs):
        found.append("an entry was refused")
    if kept.their_log.countersigned != kept.their_log.size:
        found.append("the copy is not counter-signed")
    return found
