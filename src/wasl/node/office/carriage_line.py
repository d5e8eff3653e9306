"""Released, received, delivered, opened, decided: one item's way, read from both logs.

procedures.md §1.3: carriage and business never mix; each step is a fact or a counter-signature.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wasl.core.case import FACT
from wasl.core.entry import Entry, read_entry
from wasl.core.terms import Precedence
from wasl.node.clock import from_micros, read_stamp, stamp
from wasl.node.desk import SLICE
from wasl.node.erasure import opened_key
from wasl.node.ports import Look
from wasl.node.receipts import countersigned_at
from wasl.node.rows import EntryRow

STEPS = ("released", "received", "delivered", "opened", "decided")
RECEIVED_WITHIN = {
    Precedence.FLASH: timedelta(hours=8),
    Precedence.IMMEDIATE: timedelta(days=3),
    Precedence.PRIORITY: timedelta(days=3),
    Precedence.ROUTINE: timedelta(days=30),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a step happened: as the clock of its author claims, and when it was stored here.

    ``here`` is None where we did not note it: a receipt tells only the partner's time.
    """

    claimed: datetime
    here: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriageLine:
    """When each step happened, as far as it is known here."""

    released: Moment
    received: Moment | None = None
    delivered: Moment | None = None
    opened: Moment | None = None
    decided: Moment | None = None

    def told(self) -> dict[str, dict[str, str]]:
        """The steps that are known, each by both clocks."""
        steps = ((step, getattr(self, step)) for step in STEPS)
        return {step: _told(moment) for step, moment in steps if moment is not None}


Citing = Mapping[bytes, Sequence[EntryRow]]


def citing_of(look: Look, rows: Iterable[EntryRow]) -> Citing:
    """By the leaf of each of these entries, the entries that cite it: asked for all at once."""
    found: dict[bytes, list[EntryRow]] = {row.leaf: [] for row in rows}
    for leaf, row in look.entries_citing(list(found)):
        found[leaf].append(row)
    return found


def carriage_line(look: Look, citing: Citing, row: EntryRow) -> CarriageLine:
    """The way of one entry, ours or theirs."""
    arrived = arrival(look, citing, row)
    steps = {step: getattr(arrived, step) for step in ("received", "delivered", "opened")}
    steps = {step: moment for step, moment in steps.items() if moment is not None}
    opened_us = look.setting(opened_key(row))
    if opened_us is not None:
        # Read here; the arrangement may keep openings out of the logs.
        moment = from_micros(int(opened_us))
        steps.setdefault("opened", Moment(claimed=moment, here=moment))
    if row.case:
        answers = [
            other
            for other in look.entries_of_cases([row.case])
            if other.link != row.link and other.seen > row.index and not other.rule
        ]
        if answers:
            steps["decided"] = _moment(min(answers, key=lambda other: other.index))
    return CarriageLine(released=arrived.released, **steps)


def arrival(look: Look, citing: Citing, row: EntryRow) -> CarriageLine:
    """The way of one entry as its receipts and facts tell it: what a clock runs by."""
    steps: dict[str, Moment | None] = {"received": _received(look, row)}
    for fact in citing[row.leaf]:
        if fact.kind == FACT and fact.link != row.link and not fact.rule:
            step = {"deliver": "delivered", "open": "opened"}.get(fact.move)
            if step:
                steps.setdefault(step, _moment(fact))
    return CarriageLine(released=_moment(row), **steps)


def late_receipt(entry: Entry, line: CarriageLine, now: datetime) -> bool:
    """Whether a receipt is overdue: a badge on our own screen, which a late receipt clears."""
    within = RECEIVED_WITHIN[entry.precedence or Precedence.ROUTINE]
    return line.received is None and now - line.released.claimed > within


def _moment(row: EntryRow) -> Moment:
    return Moment(claimed=read_stamp(read_entry(row.entry).written), here=from_micros(row.at_us))


def _told(moment: Moment) -> dict[str, str]:
    here = stamp(moment.here) if moment.here is not None else ""
    return {"claimed": stamp(moment.claimed), "here": here}


def _received(look: Look, row: EntryRow) -> Moment | None:
    """When its reader counter-signed it: their clock for what is ours, ours for what is theirs."""
    log = look.log(row.link)
    if log is None or log.countersigned <= row.index:
        return None
    last = min(log.countersigned, row.index + SLICE) + 1
    for checkpoint in look.checkpoints(row.link, row.index + 1, last):
        claimed = countersigned_at(checkpoint.note)
        if claimed is not None:
            return Moment(claimed=claimed, here=None)
    return Moment(claimed=from_micros(row.at_us), here=from_micros(row.at_us))
