"""Advance copies: an urgent item is read before its turn in the log has come (trust.md §7).

The entry, its body and a proof that a head of that log, signed by its author, holds it. It is no
part of our copy and nothing is counter-signed: it enters with its predecessors, as every entry.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import includes
from wasl.core.policy.content import content_objection
from wasl.core.policy.judge import judge
from wasl.core.policy.retention import Term, destroyed_after, review_date, term
from wasl.node.book import Book
from wasl.node.desk import stored_row
from wasl.node.node import Node
from wasl.node.outlook import Outlook, last_written
from wasl.node.parcel import Arrival, Parcel
from wasl.node.ports import Look, Turn
from wasl.node.reception import check_seen, checked_head
from wasl.node.rows import EntryRow, LogRow
from wasl.seal.cosign import Checkpoint
from wasl.seal.frames import Frame, FrameKind, body_frame, read_body, read_frames, write_frames

# What may not wait: the act that opens it, and nothing that follows.
URGENT = frozenset({("alert", "issue"), ("request", "ask"), ("warning", "issue")})
COPIES_HELD = 64  # of one log
COPIES_SENT = 8  # in one call or bundle
BEFORE_BYTES = 65_536  # so much of the log goes before an item that is worth a copy of its own

_BUCKET = re.compile(rb'"bucket":([0-9]{1,7})')


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One advance copy held: its entry as a row, its body, who has read it (nobody: empty)."""

    row: EntryRow
    salt: bytes
    body: bytes
    read_by: Mapping[str, str]


# --------------------------------------------------------------------------------------- sent


def chosen(look: Look, own: LogRow, start: int) -> list[EntryRow]:
    """The urgent entries of ours before which much goes that begins at ``start``."""
    weight, found = 0, []
    for row in look.entries(own.link, start, own.size):
        if weight > BEFORE_BYTES and (row.kind, row.move) in URGENT and not row.rule:
            found.append(row)
        bucket = _BUCKET.search(row.entry)
        weight += len(row.entry) + (int(bucket[1]) if bucket else 0)
    return found[:COPIES_SENT]


# --------------------------------------------------------------------------------------- held


def take(node: Node, turn: Turn, book: Book, parcel: Parcel) -> int:
    """The advance copies of a parcel are kept to be read; how many.

    Refuses by the names of steps 6 to 13: ``wrong-root`` for one its head does not hold,
    ``quota`` beyond what is kept of one log. One that may not stand from here, as far as we see,
    waits for its place and is told to nobody.
    """
    theirs, checkpoint, _ = checked_head(node, turn, book, parcel)
    kept = 0
    for arrival in parcel.arrivals:
        _check_copy(book, arrival, checkpoint)
        if arrival.entry.index < theirs.size or _find(turn, theirs.link, arrival.entry.index):
            continue
        check_seen(node, turn, book, theirs, [arrival])
        if _may_stand(turn, book, theirs, arrival):
            _keep(node, turn, theirs, arrival, checkpoint)
            kept += 1
    return kept


def _check_copy(book: Book, arrival: Arrival, checkpoint: Checkpoint) -> None:
    entry, proof = arrival.entry, arrival.proof
    if proof is None or (entry.kind, entry.move) not in URGENT or arrival.gone:
        raise RefusedError("malformed", {"why": "no advance copy of this"})
    if entry.link != book.link.theirs:
        raise RefusedError("wrong-link", {"index": entry.index})
    held = proof.number == entry.index and includes(
        leaf=arrival.leaf,
        index=entry.index,
        size=checkpoint.size,
        proof=proof.hashes,
        root=checkpoint.root,
    )
    if not held:
        raise RefusedError("wrong-root", {"size": checkpoint.size})


def _may_stand(turn: Turn, book: Book, theirs: LogRow, arrival: Arrival) -> bool:
    """Steps 14 to 16 as far as we see; what comes before it may still change the answer."""
    entry = arrival.entry
    outlook = Outlook(turn, book, [{"case": entry.case, "about": entry.about}], ours=False)
    last = last_written(turn, theirs.link, theirs.size)
    objection = judge(entry, outlook.around(entry, last_written=last))
    return objection is None and content_objection(entry, arrival.body, "") is None


def _keep(
    node: Node, turn: Turn, theirs: LogRow, arrival: Arrival, checkpoint: Checkpoint
) -> None:
    places = _places(turn, theirs.link)
    if len(places) >= COPIES_HELD:
        raise RefusedError("quota", {"what": "advance copies", "limit": COPIES_HELD})
    entry = Frame(kind=FrameKind.ENTRY, payload=arrival.written)
    index = arrival.entry.index
    origin = checkpoint.origin
    places[str(index)] = {
        "at_us": node.now_us(),
        "epoch": [origin.number, origin.random],
        "read_by": {},
    }
    frames = write_frames([entry, body_frame(arrival.salt, arrival.body)])
    turn.put_setting(_content_key(theirs.link, index), frames)
    turn.put_setting(_key(theirs.link), canonical.dumps(places))


def copies(look: Look, link: str) -> Iterator[Copy]:
    """The advance copies of a log that are held, in its order."""
    for index in sorted(map(int, _places(look, link))):
        copy = _find(look, link, index)
        if copy is not None:
            yield copy


def copy_named(look: Look, leaf: str) -> Copy | None:
    """The advance copy of the entry with this leaf hash."""
    for link in look.links():
        for copy in copies(look, link.theirs):
            if copy.row.leaf.hex() == leaf:
                return copy
    return None


def note_reader(turn: Turn, row: EntryRow, who: Mapping[str, str]) -> None:
    """An officer has read an advance copy: told in our log once its place is reached."""
    places = _places(turn, row.link)
    place = places[str(row.index)]
    place["read_by"] = place["read_by"] or dict(who)
    turn.put_setting(_key(row.link), canonical.dumps(places))


def reached(turn: Turn, theirs: LogRow) -> list[Copy]:
    """The copies whose entries have come end; those that were read are told.

    Refuses ``duplicate-conflict`` where the author, in one epoch, has put another entry there:
    two heads of his show it.
    """
    places = _places(turn, theirs.link)
    passed = [int(index) for index in places if int(index) < theirs.size]
    read = []
    for index in sorted(passed):
        copy, place = _find(turn, theirs.link, index), places.pop(str(index))
        turn.drop_setting(_content_key(theirs.link, index))
        (leaf,) = turn.leaves(theirs.link, index, index + 1)
        if copy is None or copy.row.leaf != leaf:
            if place["epoch"] == [theirs.epoch_number, theirs.epoch_random]:
                raise RefusedError("duplicate-conflict", {"index": index})
        elif copy.read_by:
            read.append(copy)
    if passed:
        turn.put_setting(_key(theirs.link), canonical.dumps(places))
    return read


def drop_due(turn: Turn, link: str, now: datetime, *, ended: bool) -> None:
    """Copies whose places may never be reached end with their term, as items do, or the link."""
    places = _places(turn, link)
    due = [copy.row.index for copy in copies(turn, link) if ended or _is_due(copy, now)]
    for index in due:
        del places[str(index)]
        turn.drop_setting(_content_key(link, index))
    if due:
        turn.put_setting(_key(link), canonical.dumps(places))


def _is_due(copy: Copy, now: datetime) -> bool:
    entry = read_entry(copy.row.entry)
    until = review_date(entry)
    return until is not None and term(until, now, destroyed_after(entry)) is Term.DUE


def _find(look: Look, link: str, index: int) -> Copy | None:
    place = _places(look, link).get(str(index))
    held = look.setting(_content_key(link, index))
    if place is None or not held:
        return None
    entry, body = read_frames(held)
    salt, said = read_body(body)
    row = stored_row(read_entry(entry.payload), entry.payload, place["at_us"])
    return Copy(row=row, salt=salt, body=said, read_by=place["read_by"])


def _places(look: Look, link: str) -> dict[str, Any]:
    held = look.setting(_key(link))
    return dict(canonical.loads(held)) if held else {}


def _key(link: str) -> str:
    return f"ahead/{link}"


def _content_key(link: str, index: int) -> str:
    return f"ahead/{link}/{index}"
