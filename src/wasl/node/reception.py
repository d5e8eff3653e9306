"""Their entries become our copy of their log, in one turn, and are counter-signed: the receipt.

The numbers are the steps of trust.md §8. Until step 13 bytes are refused and nothing is stored;
from step 14 on the entry counts, and it is its meaning that may be refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE, Range
from wasl.core.policy.content import content_objection
from wasl.core.policy.dates import moment
from wasl.core.policy.force import GOVERNING_KINDS
from wasl.core.policy.judge import judge
from wasl.core.policy.objection import Objection
from wasl.node import guard
from wasl.node.act import cited
from wasl.node.book import Book, root_at
from wasl.node.clock import micros
from wasl.node.desk import keep_statement, long_lived_due, stored_row
from wasl.node.epochs import behind
from wasl.node.healing import cited_by_fact
from wasl.node.node import Node
from wasl.node.outlook import Outlook, last_written
from wasl.node.parcel import Arrival, Parcel
from wasl.node.ports import Look, Turn
from wasl.node.rows import BodyRow, CheckpointRow, EntryRow, LogRow
from wasl.node.statements import check_statement
from wasl.seal.body import close_body
from wasl.seal.cosign import Checkpoint, countersign, verify_author
from wasl.seal.keys import Keys
from wasl.seal.note import Note, read_note, verify, write_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An entry that counts, and what to answer where its meaning was refused."""

    arrival: Arrival
    row: EntryRow
    objection: Objection | None


class GapError(Exception):
    """Entries whose predecessors are missing: kept aside until the gap closes.

    Not a refusal: the bytes are good so far. Never leaves ``node``.
    """

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        super().__init__(f"{first}-{last}")


def receive(node: Node, turn: Turn, book: Book, parcel: Parcel) -> list[Received]:
    """The entries of a parcel in our copy, and their checkpoint counter-signed in this turn.

    A parcel already held changes nothing and is owed the same receipt again. Refuses by the names
    of steps 6 to 13; raises ``GapError`` when predecessors are missing.
    """
    theirs, checkpoint, note = checked_head(node, turn, book, parcel)
    fresh = _fresh(turn, book, theirs, parcel.arrivals, checkpoint)
    if fresh and fresh[0].entry.index > theirs.size:
        raise GapError(fresh[0].entry.index, checkpoint.size - 1)
    session = node.session(book.link.own)
    if not fresh:
        _check_duplicate(turn, theirs, checkpoint)
        session.owes_receipt = session.asked_again = True
        return []
    grown = _grown(turn, theirs, fresh, checkpoint)
    check_seen(node, turn, book, theirs, fresh)
    received = _store(node, turn, book, theirs, fresh)
    # They have seen so much of our log, as it is here: that much is not taken back.
    own = node.own_log(turn, book.link.own)
    guard.make_firm(turn, own, fresh[-1].entry.seen.size)
    _countersign(node, turn, book, replace(theirs, size=grown.size, peaks=grown.to_bytes()), note)
    session.owes_receipt = True
    return received


def checked_head(
    node: Node, turn: Turn, book: Book, parcel: Parcel
) -> tuple[LogRow, Checkpoint, Note]:
    """Their log as we hold it, and the head of a parcel by its author's hand (steps 6 to 8)."""
    checkpoint, note = parcel.checkpoint, parcel.checkpoint_note
    if checkpoint is None or note is None:
        raise RefusedError("malformed", {"why": "no checkpoint"})
    theirs = node.their_log(turn, book.link.theirs)
    _check_origin(book, theirs, checkpoint)
    _check_author(book, theirs.size, parcel, checkpoint, note)
    return theirs, checkpoint, note


def _check_origin(book: Book, theirs: LogRow, checkpoint: Checkpoint) -> None:
    """Steps 6 and 7: the origin is this link, and the epoch the one we confirmed."""
    origin = checkpoint.origin
    if origin.link != book.link.theirs or origin.node != book.link.partner:
        raise RefusedError("wrong-origin", {"size": checkpoint.size})
    if origin.number < theirs.epoch_number:
        raise RefusedError("stale-epoch", {"known": theirs.epoch_number})
    if (origin.number, origin.random) != (theirs.epoch_number, theirs.epoch_random):
        facts = {"epoch": origin.number, "known": theirs.epoch_number}
        raise RefusedError("unconfirmed-epoch", facts)


def _fresh(
    turn: Turn,
    book: Book,
    theirs: LogRow,
    arrivals: Sequence[Arrival],
    checkpoint: Checkpoint,
) -> list[Arrival]:
    """Step 10: the entries we do not hold yet, in an unbroken row; those we hold are compared."""
    for place, arrival in enumerate(arrivals):
        if arrival.entry.link != book.link.theirs:
            raise RefusedError("wrong-link", {"index": arrival.entry.index})
        if place and arrival.entry.index != arrivals[place - 1].entry.index + 1:
            raise RefusedError("gap", {"index": arrival.entry.index})
    held = [arrival for arrival in arrivals if arrival.entry.index < theirs.size]
    if held:
        first = held[0].entry.index
        leaves = turn.leaves(book.link.theirs, first, first + len(held))
        for arrival, leaf in zip(held, leaves, strict=True):
            if arrival.leaf != leaf:
                raise _conflict(turn, theirs, arrivals, checkpoint, arrival.entry.index)
    return list(arrivals[len(held) :])


def _conflict(
    turn: Turn,
    theirs: LogRow,
    arrivals: Sequence[Arrival],
    checkpoint: Checkpoint,
    index: int,
) -> RefusedError:
    """Another entry where we hold one accuses only if the checkpoint covers it."""
    before = turn.leaves(theirs.link, 0, arrivals[0].entry.index)
    told = EMPTY_RANGE.extend([*before, *(arrival.leaf for arrival in arrivals)])
    if (told.size, told.root()) != (checkpoint.size, checkpoint.root):
        return _another_tree(turn, theirs, checkpoint)
    if index in behind(turn, theirs):
        return RefusedError("rebase", {"epoch": theirs.epoch_number, "index": index})
    return RefusedError("duplicate-conflict", {"index": index})


def _another_tree(look: Look, theirs: LogRow, checkpoint: Checkpoint) -> RefusedError:
    """What we hold and what came make another tree than was signed: which of the two it is."""
    if behind(look, theirs):
        return RefusedError("rebase", {"epoch": theirs.epoch_number})
    return RefusedError("wrong-root", {"size": checkpoint.size})


def _check_author(
    book: Book, held: int, parcel: Parcel, checkpoint: Checkpoint, note: Note
) -> None:
    """Step 8: signed by keys in force at this size; statements by the roots they need.

    A key statement that this very parcel brings is already in force for its own checkpoint, if
    its entry stands (asked again when the head is counter-signed).
    """
    governs = False
    for arrival in parcel.arrivals:
        entry = arrival.entry
        governs = governs or entry.kind in GOVERNING_KINDS
        if arrival.statement:
            keys = check_statement(book, entry, arrival.statement, ours=False)
            if keys is not None and entry.index >= held:
                book = book.bringing(entry, keys, ours=False)
    ruling = book.keys_of(ours=False, size=checkpoint.size)
    try:
        verify_author(
            note, ruling.author_keys(), ruling.long_lived_keys(), needs_long_lived=governs
        )
    except RefusedError as refusal:
        if refusal.rule == "unknown-key" and _left_force(book, ruling, note):
            raise RefusedError("revoked-key", {"size": checkpoint.size}) from refusal
        raise


def _left_force(book: Book, ruling: Keys, note: Note) -> bool:
    """Whether a note is signed by an author key of theirs that a newer statement put out."""
    former = [
        key
        for keys in book.keys.values()
        if keys.node == ruling.node and keys.version < ruling.version
        for key in keys.author_keys()
    ]
    return bool(verify(note, former))


def _check_duplicate(turn: Turn, theirs: LogRow, checkpoint: Checkpoint) -> None:
    """Step 11 for a head we hold already: it must be the same tree."""
    if checkpoint.size > theirs.size:
        raise RefusedError("gap", {"index": theirs.size})
    if root_at(turn, theirs, checkpoint.size) != checkpoint.root:
        if checkpoint.size - 1 in behind(turn, theirs):
            raise RefusedError("rebase", {"epoch": theirs.epoch_number})
        raise RefusedError("forked-log", {"size": checkpoint.size})


def _grown(look: Look, theirs: LogRow, fresh: Sequence[Arrival], checkpoint: Checkpoint) -> Range:
    """Step 11: the tree with the new entries is the one the checkpoint signs."""
    held = Range.from_bytes(theirs.size, theirs.peaks)
    grown = held.extend(arrival.leaf for arrival in fresh)
    if grown.size != checkpoint.size or grown.root() != checkpoint.root:
        raise _another_tree(look, theirs, checkpoint)
    return grown


def check_seen(
    node: Node, turn: Turn, book: Book, theirs: LogRow, fresh: Sequence[Arrival]
) -> None:
    """Step 12: ``seen`` never decreases, is not beyond our log, and its root is ours there."""
    own = node.own_log(turn, book.link.own)
    before = turn.entry(theirs.link, theirs.size - 1) if theirs.size else None
    last = before.seen if before else 0
    known: dict[int, str] = {}
    confirmed, firm = node.session(own.link).confirmed, guard.firm_size(turn, own)
    for arrival in fresh:
        seen = arrival.entry.seen
        if seen.size not in known:
            held = seen.size <= own.size
            known[seen.size] = root_at(turn, own, seen.size).hex() if held else ""
        if seen.root != known[seen.size] and seen.size > firm and not confirmed:
            # We were set back and are not healed yet: it may well have seen this much of us.
            node.doubt(own.link)
            raise RefusedError("not-confirmed", {"index": arrival.entry.index})
        if seen.size < last or seen.root != known[seen.size]:
            raise RefusedError("bad-seen", {"index": arrival.entry.index})
        last = seen.size


def _store(
    node: Node, turn: Turn, book: Book, theirs: LogRow, fresh: Sequence[Arrival]
) -> list[Received]:
    """Steps 14 to 16, and every entry stored: void or not, it is part of their log."""
    touched = [{"case": a.entry.case, "about": a.entry.about} for a in fresh]
    outlook = Outlook(turn, book, touched, ours=False)
    last, at_us = last_written(turn, theirs.link, theirs.size), node.now_us()
    erased = _erased(turn, book, theirs, fresh)
    received = []
    rows: list[EntryRow] = []
    bodies: list[BodyRow] = []
    for arrival in fresh:
        entry = arrival.entry
        objection = judge(entry, outlook.around(entry, last_written=last))
        if objection is None and arrival.body:
            said = read_note(arrival.statement).text if arrival.statement else ""
            objection = content_objection(entry, arrival.body, said)
        row = _row(arrival, objection, at_us)
        outlook.add(row)
        rows.append(row)
        if objection is None and arrival.body and arrival.leaf not in erased:
            bodies.append(_closed(arrival))
        if arrival.statement:
            keep_statement(turn, arrival.statement)
        last = moment(entry.written) or last
        received.append(Received(arrival=arrival, row=row, objection=objection))
        if entry.kind in GOVERNING_KINDS:
            turn.add_entries(rows)
            rows = []
            node.forget(book.link.own)
            book = node.book(turn, book.link)
            outlook.turn_to(book)
    turn.add_entries(rows)
    if bodies:
        turn.put_bodies(bodies)
    for arrival in fresh:
        if arrival.entry.about:
            turn.cite(theirs.link, arrival.entry.index, cited({"about": arrival.entry.about}))
    return received


def _erased(turn: Turn, book: Book, theirs: LogRow, fresh: Sequence[Arrival]) -> set[bytes]:
    """The leaves that our own log, healed after a restore, says we destroyed once before."""
    own = turn.log(book.link.own)
    last = turn.entry(own.link, own.size - 1) if own and own.size else None
    if last is None or last.seen <= theirs.size:
        return set()
    return cited_by_fact(turn, last.link, [arrival.leaf for arrival in fresh], "destroy")


def _row(arrival: Arrival, objection: Objection | None, at_us: int) -> EntryRow:
    void = objection is not None and objection.step < 16
    return replace(
        stored_row(arrival.entry, arrival.written, at_us),
        rule=objection.rule if objection is not None and void else "",
        body_rule=objection.rule if objection is not None and not void else "",
    )


def _closed(arrival: Arrival) -> BodyRow:
    return BodyRow(
        link=arrival.entry.link,
        index=arrival.entry.index,
        salt=arrival.salt,
        closed=close_body(arrival.salt, arrival.body, commit=arrival.commit),
    )


def _countersign(node: Node, turn: Turn, book: Book, grown: LogRow, note: Note) -> None:
    """The new head counter-signed and stored, before anybody is told (C2SP tlog-witness)."""
    before = node.their_log(turn, grown.link)
    now = node.clock.now()
    due = long_lived_due(now, before)
    # Who signs twice is owed two lines: a receipt of what governs may have been lost on the way.
    book = node.book(turn, book.link)
    keys = book.keys_of(ours=False, size=grown.size)
    twice = verify_author(note, keys.author_keys(), keys.long_lived_keys(), needs_long_lived=False)
    governs = book.governs(ours=False, start=before.countersigned, stop=grown.size)
    long_lived = due or governs or twice is not None
    own = node.own_log(turn, book.link.own)
    signers = node.signers(book, own.size)
    signed = countersign(
        note,
        signers.witness,
        signers.long_lived if long_lived else None,
        int(now.timestamp()),
    )
    written = write_note(signed)
    turn.put_checkpoint(CheckpointRow(link=grown.link, size=grown.size, note=written))
    turn.swap_log(
        replace(
            grown,
            countersigned=grown.size,
            head=written,
            receipt=written,
            long_lived_us=micros(now) if long_lived else before.long_lived_us,
        ),
        size=before.size,
        peaks=before.peaks,
    )
