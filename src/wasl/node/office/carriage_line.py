"""Released, received, delivered, opened, decided: one item's way, read from both logs.

procedures.md §1.3: carriage and business never mix; each step is a fact or a counter-signature.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from wasl.core.case import FACT
from wasl.core.entry import read_entry
from wasl.node.clock import from_micros, read_stamp, stamp
from wasl.node.desk import SLICE
from wasl.node.ports import Look
from wasl.node.rows import EntryRow
from wasl.seal.note import read_note

COUNTERSIGNATURE_BYTES = 8 + 64  # time and Ed25519 signature (tlog-cosignature, type 0x04)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriageLine:
    """When each step happened, as far as it is known here."""

    released: datetime
    received: datetime | None = None
    delivered: datetime | None = None
    opened: datetime | None = None
    decided: datetime | None = None

    def told(self) -> dict[str, str]:
        """The five steps as claimed instants; an empty text for one not known."""
        steps = ("released", "received", "delivered", "opened", "decided")
        return {
            step: stamp(moment) if (moment := getattr(self, step)) is not None else ""
            for step in steps
        }


def carriage_line(look: Look, row: EntryRow) -> CarriageLine:
    """The way of one entry, ours or theirs."""
    entry = read_entry(row.entry)
    steps: dict[str, datetime | None] = {"received": _received(look, row)}
    for _, fact in look.entries_citing([row.leaf]):
        if fact.kind == FACT and fact.link != row.link and not fact.rule:
            step = {"deliver": "delivered", "open": "opened"}.get(fact.move)
            if step:
                steps.setdefault(step, read_stamp(read_entry(fact.entry).written))
    if row.case:
        answers = [
            other
            for other in look.entries_of_cases([row.case])
            if other.link != row.link and other.seen > row.index and not other.rule
        ]
        if answers:
            first = min(answers, key=lambda other: other.index)
            steps["decided"] = read_stamp(read_entry(first.entry).written)
    return CarriageLine(released=read_stamp(entry.written), **steps)


def _received(look: Look, row: EntryRow) -> datetime | None:
    """When the other side counter-signed it (ours), or when we stored it (theirs)."""
    log = look.log(row.link)
    if log is None or log.countersigned <= row.index:
        return None
    last = min(log.countersigned, row.index + SLICE) + 1
    for checkpoint in look.checkpoints(row.link, row.index + 1, last):
        for line in read_note(checkpoint.note).lines:
            if len(line.blob) == COUNTERSIGNATURE_BYTES:
                return datetime.fromtimestamp(struct.unpack(">Q", line.blob[:8])[0], UTC)
    return from_micros(row.at_us)
