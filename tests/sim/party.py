"""One service of a simulation: it may stop at any write, and starts again from what is durable."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TypeVar

from tests.memory_guard import Marks, MemoryGuard
from tests.memory_store import Crash, Disk, Fate, MemoryStore, SetFaults
from tests.world import SeededDraw, Service, VirtualClock, World
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.log import EMPTY_RANGE, Range
from wasl.node.node import Node
from wasl.node.rows import LinkRow, LogRow, Mark

Answer = TypeVar("Answer")

entry_of = lru_cache(maxsize=20_000)(read_entry)

SNAPSHOTS_KEPT = 4
COMMITS = {Fate.CRASH: "failed-commit", Fate.CRASH_AFTER: "lost-answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """Two services that have met and agreed, at rest: where every schedule starts."""

    services: tuple[Service, Service]
    disks: tuple[Disk, Disk]
    at: datetime


@cache
def founded() -> Founded:
    """Made once in a process, always the same."""
    stores = MemoryStore(), MemoryStore()
    world = World(stores)
    world.meet()
    world.sync()
    world.arrange()
    return Founded(
        services=(world.algiers, world.tripoli),
        disks=(stores[0].snapshot(), stores[1].snapshot()),
        at=world.clock.moment,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A disk as it was, and how far its owner had heard of the other service then."""

    disk: Disk
    other_lives: int  # how often the other had been restored
    heard: bool  # whether the epoch it knew was said since the last of those
    marks: Marks  # what the guard said, which only an image of the machine holds


@dataclass
class Party:
    """One service, its store with the faults set on it, and the snapshots of its disk."""

    service: Service
    store: MemoryStore
    faults: SetFaults
    link: LinkRow
    guard: MemoryGuard
    lives: int = 0
    images: int = 0
    said: set[str] = field(default_factory=set)  # randoms of epochs said since the last restore
    snapshots: list[Snapshot] = field(default_factory=list)
    full_steps: int = 0
    fired: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return self.service.name

    @property
    def node(self) -> Node:
        return self.service.node

    @property
    def clock(self) -> VirtualClock:
        return self.service.clock

    def attempt(self, deed: Callable[[], Answer]) -> Answer | str:
        """What came of a deed: its answer, or in one word why there is none."""
        fate = self.faults.next_commit
        try:
            return deed()
        except RefusedError as refusal:
            return refusal.rule
        except UnavailableError as unavailable:
            self.fired["disk-full"] += 1
            return unavailable.what
        except Crash:
            at_write = self.faults.next_commit is fate
            self.fired["crash-at-write" if at_write else COMMITS[fate]] += 1
            self.restart()
            return "crash"

    def restart(self) -> None:
        """The process is another one: all it had in memory is gone."""
        self.service.node = replace(self.node, boot="", sessions={}, books={}, untidy=False)

    def restore(self, snapshot: Snapshot, *, image: bool) -> None:
        """The disk is what it once was; only an image of it holds prekeys, a backup none."""
        self.store.restore(snapshot.disk if image else replace(snapshot.disk, own_prekeys={}))
        if image:
            self.guard.marks = dict(snapshot.marks)
            self.images += 1
        self.restart()
        self.lives += 1
        self.said = set()

    def contradicts(self, taken: Snapshot) -> bool:
        """Whether a disk holds, at a place in either log, another entry than ours does."""
        held = self.store.snapshot().entries
        return any(
            place in held and held[place].leaf != row.leaf
            for place, row in taken.disk.entries.items()
        )

    def range(self, link: str) -> Range:
        """What is durable of a log."""
        row = self.service.look(lambda look: look.log(link))
        return Range.from_bytes(row.size, row.peaks) if row else EMPTY_RANGE

    def jump(self, years: float) -> None:
        """The clock is set wrong, or right again; never outside what a stamp can say."""
        moved = self.clock.moment + timedelta(days=365 * years)
        if not 1990 <= moved.year <= 2090:
            moved = self.clock.moment - timedelta(days=365 * years)
        self.clock.moment = moved


def party(place: int, seed: int) -> Party:
    """Service number ``place`` as it was founded, with randomness of its own."""
    start = founded()
    faults = SetFaults()
    store = MemoryStore(faults)
    store.restore(start.disks[place])
    old = start.services[place]
    disk = start.disks[place]
    heads = {one.own: disk.logs[one.own] for one in disk.links.values()}
    guard = MemoryGuard({own: mark_of(row) for own, row in heads.items()}, born=False)
    node = replace(
        old.node,
        store=store,
        guard=guard,
        clock=VirtualClock(start.at),
        draw=SeededDraw(seed * 2 + place),
        boot="",
        sessions={},
        books={},
    )
    service = Service(node=node, roots=old.roots, devices=old.devices)
    return Party(service=service, store=store, faults=faults, link=service.link(), guard=guard)


def mark_of(row: LogRow) -> Mark:
    """A log, all of which has left."""
    return Mark(size=row.size, root=Range.from_bytes(row.size, row.peaks).root())
