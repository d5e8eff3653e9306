"""The one door to our own log: judged, made canonical, appended, signed, in one turn.

trust.md §4.3: entries and bodies are staged, the head moves by compare-and-swap, the checkpoint
is signed, one commit makes all of it durable, and only then may the checkpoint leave.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from wasl.core.arrangement import no_text_yet
from wasl.core.entry import ArrangementReference, Entry
from wasl.core.errors import RefusedError
from wasl.core.log import Range, leaf_hash
from wasl.core.policy.dates import moment
from wasl.core.policy.force import GOVERNING_KINDS, Force
from wasl.core.policy.judge import judge
from wasl.node import files, guard
from wasl.node.act import Act, act_bytes, act_of, cited, entry_at
from wasl.node.book import Book, root_at
from wasl.node.clock import micros
from wasl.node.node import Node
from wasl.node.outlook import Outlook, last_written
from wasl.node.ports import Look, Turn
from wasl.node.rows import BodyRow, CheckpointRow, EntryRow, LogRow, StatementRow, WaitingRow
from wasl.node.statements import check_statement
from wasl.seal.body import close_body
from wasl.seal.cosign import Checkpoint, Origin, sign_checkpoint, with_lines
from wasl.seal.frames import Frame, FrameKind, body_frame
from wasl.seal.note import read_note, text_hash, write_note

LONG_LIVED_EVERY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
SLICE = 1_000  # entries under one checkpoint, so that an alert waits for two commits at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An act that got its place in our log."""

    entry: Entry
    row: EntryRow


def submit(node: Node, turn: Turn, book: Book, act: Act) -> Written | None:
    """The act is in our log, or waits for the epoch to be open (then ``None``).

    Refuses by the rule of ``judge`` (an act that waits is judged when it gets its place).
    """
    if not may_write(node, turn, book):
        wait(node, turn, book, act)
        return None
    outcome = append(node, turn, book, [act])[0]
    if isinstance(outcome, RefusedError):
        raise outcome
    return outcome


def wait(node: Node, turn: Turn, book: Book, act: Act) -> None:
    """A released act is kept, without index or signature, until the epoch is confirmed."""
    statement = ""
    if act.statement:
        statement = keep_statement(turn, act.statement)
    turn.add_waiting(
        WaitingRow(
            number=0,
            link=book.link.own,
            act=act_bytes(act),
            salt=act.salt,
            body=act.body,
            files=act.files,
            statement=statement,
            at_us=node.now_us(),
        )
    )


def may_write(node: Node, look: Look, book: Book) -> bool:
    """Our epoch is open, and we hold all of their log that we have ever said we saw."""
    if not node.opened(book.link.own):
        return False
    own = node.own_log(look, book.link.own)
    last = look.entry(own.link, own.size - 1) if own.size else None
    return last is None or last.seen <= node.their_log(look, book.link.theirs).size


def flush(node: Node, turn: Turn, book: Book) -> int:
    """Acts that waited get their place, in the order they were released; how many.

    One that may no longer stand is taken out and kept as a refusal an officer can read.
    """
    rows = turn.waiting(book.link.own)[:SLICE]
    if not rows or not may_write(node, turn, book):
        return 0
    acts = []
    for row in rows:
        statement = turn.statement(row.statement) if row.statement else None
        acts.append(act_of(row, statement.note if statement else b""))
    outcomes = append(node, turn, book, acts)
    turn.drop_waiting([row.number for row in rows])
    for act, outcome in zip(acts, outcomes, strict=True):
        if isinstance(outcome, RefusedError):
            node.note_refusal(turn, book.link.own, "desk", outcome, about=dict(act.fields))
    return sum(isinstance(outcome, Written) for outcome in outcomes)


def append(
    node: Node, turn: Turn, book: Book, acts: Sequence[Act]
) -> list[Written | RefusedError]:
    """Each act at the end of our log, or the refusal that keeps it out; one head for all.

    The caller has made sure that the epoch is open (``may_write``).
    """
    own = node.own_log(turn, book.link.own)
    if not node.session(own.link).confirmed:
        guard.begin_unconfirmed(turn, own)
    theirs = node.their_log(turn, book.link.theirs)
    seen = {"root": root_at(turn, theirs, theirs.size).hex(), "size": theirs.size}
    staged = _Staging(node, turn, book, own.size, seen)
    outlook = Outlook(turn, book, [act.fields for act in acts], ours=True)
    outcomes = [staged.place(act, outlook) for act in acts]
    staged.write(own)
    return outcomes


class _Staging:
    """Rows of one append, gathered so that each table is written once."""

    def __init__(
        self, node: Node, turn: Turn, book: Book, index: int, seen: Mapping[str, Any]
    ) -> None:
        self.node, self.turn, self.book = node, turn, book
        self.index, self.seen = index, seen
        self.last = last_written(turn, book.link.own, index)
        self.at_us = node.now_us()
        self.leaves: list[bytes] = []
        self.rows: list[EntryRow] = []
        self.bodies: list[BodyRow] = []
        self.citations: list[tuple[int, Sequence[bytes]]] = []

    def place(self, act: Act, outlook: Outlook) -> Written | RefusedError:
        """The act at the next index, if nothing seen from there forbids it."""
        force = self.book.force(ours=True, index=self.index, seen=self.seen["size"])
        act = self._dated(act)
        try:
            entry, written = entry_at(
                act,
                arrangement=_quoted(self.book.link.arrangement_id, force),
                index=self.index,
                link=self.book.link.own,
                seen=self.seen,
            )
            if act.statement:
                # What the partner would not take must never stand in our log.
                check_statement(self.book, entry, act.statement, ours=True)
        except RefusedError as refusal:
            return refusal
        objection = judge(entry, outlook.around(entry, last_written=self.last))
        if objection is not None:
            detail = {"clause": objection.clause} if objection.clause else {}
            rule = "suspended" if objection.clause == "suspended" else objection.rule
            return RefusedError(rule, detail)
        placed = Written(entry=entry, row=stored_row(entry, written, self.at_us))
        self._stage(act, placed, outlook)
        return placed

    def _dated(self, act: Act) -> Act:
        """A clock that fell back since our last entry says by how much (procedures.md §1.2)."""
        written = moment(act.fields["written"])
        clock = act.fields["clock"]
        if self.last is None or written is None:
            return act
        behind = math.ceil((self.last - written).total_seconds())
        if behind <= clock["unsure_s"]:
            return act
        return replace(act, fields={**act.fields, "clock": {**clock, "unsure_s": behind}})

    def _stage(self, act: Act, written: Written, outlook: Outlook) -> None:
        self.rows.append(written.row)
        self.leaves.append(written.row.leaf)
        outlook.add(written.row)
        if act.body:
            self.bodies.append(
                BodyRow(
                    link=written.row.link,
                    index=self.index,
                    salt=act.salt,
                    closed=close_body(act.salt, act.body),
                )
            )
        self._keep(act, written)
        if act.files:
            files.settle(self.turn, written.row.link, act.salt, self.index)
        if act.fields.get("about"):
            self.citations.append((self.index, cited(act.fields)))
        if act.statement:
            keep_statement(self.turn, act.statement)
        if written.entry.kind in GOVERNING_KINDS:
            # What rules the next entry of this very batch may have changed.
            self.turn.add_entries(self.rows)
            self.rows = []
            self.node.forget(self.book.link.own)
            self.book = self.node.book(self.turn, self.book.link)
            outlook.turn_to(self.book)
        self.last = moment(written.entry.written)
        self.index += 1

    def _keep(self, act: Act, written: Written) -> None:
        """The frames the next call carries; what a statement adds is read back from the store."""
        if act.statement:
            self.node.fresh.drop(written.row.link)
            return
        frames = [Frame(kind=FrameKind.ENTRY, payload=written.row.entry)]
        if act.body:
            frames.append(body_frame(act.salt, act.body))
        self.node.fresh.keep(written.row.link, self.index, frames)

    def write(self, own: LogRow) -> None:
        """Rows, bodies and citations written; the head moved by compare-and-swap."""
        if self.index == own.size:
            return
        self.turn.add_entries(self.rows)
        if self.bodies:
            self.turn.put_bodies(self.bodies)
        for index, leaves in self.citations:
            self.turn.cite(own.link, index, leaves)
        grown = Range.from_bytes(own.size, own.peaks).extend(self.leaves)
        self.turn.swap_log(
            replace(own, size=grown.size, peaks=grown.to_bytes()), size=own.size, peaks=own.peaks
        )


def sign_heads(node: Node, turn: Turn) -> None:
    """Every log of ours that grew in this turn gets one signed checkpoint, before the commit."""
    for link in turn.links():
        own = turn.log(link.own)
        session = node.sessions.get(link.own)
        if own is None or session is None or session.epoch is None:
            continue
        if node.opened(own.link) and head_size(own) < own.size:
            _sign_head(node, turn, node.book(turn, link), own)


def long_lived_due(now: datetime, log: LogRow) -> bool:
    """Whether a log has had no ML-DSA line for a day, or the last in a future that never came."""
    return not 0 <= micros(now) - log.long_lived_us < LONG_LIVED_EVERY // MICROSECOND


def head_size(log: LogRow) -> int:
    """The size of the last checkpoint held of a log; 0 when there is none."""
    return int(log.head.split(b"\n", 2)[1]) if log.head else 0


def _sign_head(node: Node, turn: Turn, book: Book, own: LogRow) -> None:
    session = node.session(own.link)
    if session.epoch is None:
        raise RuntimeError("signing without an epoch")
    now = node.clock.now()
    due = long_lived_due(now, own)
    governs = book.governs(ours=True, start=own.countersigned, stop=own.size)
    checkpoint = Checkpoint(
        origin=Origin(
            node=node.identity.node,
            link=own.link,
            number=session.epoch.n,
            random=session.epoch.r,
        ),
        size=own.size,
        root=Range.from_bytes(own.size, own.peaks).root(),
    )
    signers = node.signers(book, own.size)
    note = sign_checkpoint(
        checkpoint,
        author=signers.author,
        long_lived=signers.long_lived if due or governs else None,
        time_seconds=int(now.timestamp()),
    )
    written = write_note(note)
    turn.put_checkpoint(CheckpointRow(link=own.link, size=own.size, note=written))
    moment = micros(now) if due or governs else own.long_lived_us
    turn.swap_log(replace(own, head=written, long_lived_us=moment), size=own.size, peaks=own.peaks)


def keep_statement(turn: Turn, note: bytes) -> str:
    """A signed note kept for ever under the hash of its text; the hash.

    Refuses ``too-large`` when there is no room for its lines beside those held.
    """
    parsed = read_note(note)
    sha256 = text_hash(parsed.text).hex()
    held = turn.statement(sha256)
    if held is not None:
        # The same text with other lines (one side signed, then the other): both are kept.
        note = write_note(with_lines(read_note(held.note), parsed.lines))
    kind = parsed.text.partition("/")[0].removeprefix("wasl-")
    turn.put_statement(StatementRow(sha256=sha256, kind=kind, note=note))
    return sha256


@lru_cache(maxsize=64)
def _quoted(arrangement_id: str, force: Force) -> ArrangementReference:
    """The arrangement an entry under ``force`` quotes."""
    if not force.text:
        return no_text_yet(arrangement_id)
    return ArrangementReference(id=arrangement_id, sha256=force.text, version=force.version)


def stored_row(entry: Entry, written: bytes, at_us: int) -> EntryRow:
    """An entry that stands, as the store keeps it."""
    return EntryRow(
        link=entry.link,
        index=entry.index,
        leaf=leaf_hash(written),
        entry=written,
        case=entry.case or "",
        kind=entry.kind,
        move=entry.move,
        seen=entry.seen.size,
        rule="",
        body_rule="",
        at_us=at_us,
    )
