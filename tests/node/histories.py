"""What the histories of a sync are told with: acts by name, restarts, what lies on a disk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.memory_store import Disk, MemoryStore, SetFaults
from tests.world import PURPOSE, SeededDraw, Service, VirtualClock, World, report
from wasl.core import canonical
from wasl.node import accounts, audit
from wasl.node.clock import stamp
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish
from wasl.seal.envelope import is_open, read_open
from wasl.seal.frames import Frame, FrameKind

MARKED = {"dossier": "terrorism", "handling": ["H1"], "purpose": PURPOSE}
WORDS = {"fr": "Texte inventé."}


def request(one: Service, **fields: Any) -> Wish:
    """A question, with what must be kept until when."""
    told = {name: WORDS for name in ("facts", "offence", "question", "why_you")}
    kept = {"retain_until": stamp(one.clock.now() + timedelta(days=100)), "urgency": "OTHER"}
    return Wish(kind="request", move="ask", fields={**MARKED, **kept, **fields}, body=told)


def recall(one: Service, *rows: EntryRow) -> Wish:
    """An order that takes these items back."""
    fields = {
        **MARKED,
        "about": sorted(row.leaf.hex() for row in rows),
        "code": "ERROR",
        "due": stamp(one.clock.now() + timedelta(days=3)),
    }
    return Wish(kind="recall", move="order", fields=fields)


def suspend(one: Service, move: str = "suspend") -> None:
    """The arrangement is suspended by one side (or its suspension lifted)."""
    rows = one.look(lambda look: look.entries_of_kinds(one.link_in(look).own, ("arrangement",)))
    fields = {"case": rows[0].case}
    one.release(Wish(kind="arrangement", move=move, fields=fields), by=("chadia", "driss"))


def released(one: Service, **fields: Any) -> EntryRow:
    """A report in the log of one side: its row there."""
    until = stamp(one.clock.now() + timedelta(days=100))
    one.release(report(**{"retain_until": until, **fields}))
    return one.entries(ours=True)[-1]


def opened(one: Service, row: EntryRow, officer: str = "farah") -> None:
    """An officer reads an item, for the purpose it was given for."""
    one.turn(
        lambda turn: audit.open_item(
            one.node,
            turn,
            one.node.book(turn, one.link_in(turn)),
            row,
            accounts.officer_of(turn, officer),
            PURPOSE,
        )
    )


def store_of(one: Service) -> MemoryStore:
    """The store of a service, as what it is in these tests."""
    assert isinstance(one.node.store, MemoryStore)
    return one.node.store


def backup(one: Service) -> Disk:
    """A backup of one side: everything but the private halves of its prekeys."""
    return replace(store_of(one).snapshot(), own_prekeys={})


def restart(one: Service, disk: Disk | None = None, draw: int = 0) -> None:
    """The process is another one, on the same disk or on one from a backup."""
    if disk is not None:
        store_of(one).restore(disk)
    one.node = replace(one.node, boot="", sessions={}, books={})
    if draw:
        one.node.draw = SeededDraw(draw)


def faults_of(one: Service) -> SetFaults:
    """Faults that can be set on the store of a service from now on."""
    faults = SetFaults()
    store = MemoryStore(faults)
    store.restore(store_of(one).snapshot())
    one.node.store = store
    return faults


def apart(world: World) -> None:
    """Each side has a clock of its own."""
    world.tripoli.node.clock = VirtualClock(world.clock.moment)


def moves(one: Service, kind: str) -> list[str]:
    """The moves of a kind in a side's own log, in their order."""
    return [row.move for row in one.entries(ours=True) if row.kind == kind]


def entry_fields(row: EntryRow) -> dict[str, Any]:
    """The fields of an entry as JSON values."""
    fields: dict[str, Any] = canonical.loads(row.entry)
    return fields


def said(dispatches: Sequence[bytes], kind: FrameKind) -> list[Frame]:
    """The unsealed greetings of one kind among dispatches."""
    opened = [frame for each in dispatches if is_open(each) for frame in read_open(each)]
    return [frame for frame in opened if frame.kind is kind]


def agreed(world: World) -> bool:
    """Whether both logs are the same on both sides, receipted to their ends, nobody frozen."""
    pairs = ((world.algiers, world.tripoli), (world.tripoli, world.algiers))
    same = all(
        (one.own().size, one.own().peaks) == (other.theirs().size, other.theirs().peaks)
        and one.own().countersigned == one.own().size
        for one, other in pairs
    )
    settings = [name for one, _ in pairs for name in store_of(one).snapshot().settings]
    return same and not any(name.startswith("frozen/") for name in settings)
