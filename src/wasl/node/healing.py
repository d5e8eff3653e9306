"""A restored node gets its own entries back from its partner, exactly as it had signed them.

trust.md §7: it verifies its own signatures, appends the entries as they are, and says hello
again. It signs nothing of its own until then, so it can never contradict what it once said.
"""

from collections.abc import Sequence
from dataclasses import replace

from wasl.core import canonical
from wasl.core.entry import Entry
from wasl.core.errors import RefusedError
from wasl.core.log import Range
from wasl.core.policy.force import GOVERNING_KINDS
from wasl.node import files
from wasl.node.act import PLACED, cited
from wasl.node.book import Book
from wasl.node.desk import keep_statement
from wasl.node.guard import firm_size
from wasl.node.node import Node
from wasl.node.parcel import Arrival, Parcel
from wasl.node.ports import Look, Turn
from wasl.node.rows import BodyRow, CheckpointRow, EntryRow, LinkRow
from wasl.node.statements import BRINGS_KEYS, check_statement, named_note
from wasl.seal.body import close_body
from wasl.seal.cosign import verify_author
from wasl.seal.note import write_note


def heal(node: Node, turn: Turn, book: Book, parcel: Parcel) -> int:
    """Our own entries appended as they are; how many were missing.

    Refuses ``wrong-origin``, ``wrong-link``, ``gap``, ``duplicate-conflict``, ``wrong-root`` and
    what the verification of our own signature refuses.
    """
    own = node.own_log(turn, book.link.own)
    session = node.session(book.link.own)
    checkpoint, note = parcel.checkpoint, parcel.checkpoint_note
    if checkpoint is None or note is None:
        raise RefusedError("malformed", {"why": "no checkpoint"})
    if (checkpoint.origin.link, checkpoint.origin.node) != (own.link, node.identity.node):
        raise RefusedError("wrong-origin", {"size": checkpoint.size})
    missing = [arrival for arrival in parcel.arrivals if arrival.entry.index >= own.size]
    if not missing or session.confirmed or firm_size(turn, own) < own.size:
        # Nothing is lost: a confirmed epoch stands on all that was ever held. And what we signed
        # alone may not be what they hold: their confirm will tell.
        return 0
    for place, arrival in enumerate(missing):
        if arrival.entry.link != own.link:
            raise RefusedError("wrong-link", {"index": arrival.entry.index})
        if arrival.entry.index != own.size + place:
            raise RefusedError("gap", {"index": arrival.entry.index})
    grown = Range.from_bytes(own.size, own.peaks).extend(a.leaf for a in missing)
    if grown.size != checkpoint.size or grown.root() != checkpoint.root:
        raise RefusedError("wrong-root", {"size": checkpoint.size})
    keys = _with_statements(book, missing).keys_of(ours=True, size=checkpoint.size)
    verify_author(note, keys.author_keys(), keys.long_lived_keys(), needs_long_lived=False)
    _append(node, turn, book.link, missing)
    node.fresh.drop(own.link)
    head = write_note(note)
    turn.put_checkpoint(CheckpointRow(link=own.link, size=grown.size, note=head))
    turn.swap_log(
        replace(
            own,
            size=grown.size,
            peaks=grown.to_bytes(),
            head=head,
            epoch_number=max(own.epoch_number, checkpoint.origin.number),
        ),
        size=own.size,
        peaks=own.peaks,
    )
    if any(arrival.entry.kind in GOVERNING_KINDS for arrival in missing):
        node.forget(own.link)
    session.renew()
    return len(missing)


def _with_statements(book: Book, missing: Sequence[Arrival]) -> Book:
    """The book with the keys our lost entries brought, each by the roots it needed.

    Of any other statement it is enough that the entry, which we signed, names it.
    """
    for arrival in missing:
        entry = arrival.entry
        if entry.kind == "key" and entry.move in BRINGS_KEYS:
            keys = check_statement(book, entry, arrival.statement, ours=True)
            book = book.bringing(entry, keys, ours=True) if keys else book
        elif arrival.statement:
            named_note(entry, arrival.statement)
    return book


def _append(node: Node, turn: Turn, link: LinkRow, missing: list[Arrival]) -> None:
    """What we once judged and signed is not judged again."""
    turn.add_entries([_row(node, arrival) for arrival in missing])
    bodies = [
        BodyRow(
            link=arrival.entry.link,
            index=arrival.entry.index,
            salt=arrival.salt,
            closed=close_body(arrival.salt, arrival.body, commit=arrival.commit),
        )
        for arrival in missing
        if arrival.body
    ]
    if bodies:
        turn.put_bodies(bodies)
    for arrival in missing:
        entry = arrival.entry
        if arrival.statement:
            keep_statement(turn, arrival.statement)
        files.want(node, turn, link, entry)
        if entry.about:
            turn.cite(entry.link, entry.index, cited({"about": entry.about}))
        if _destroys(entry):
            _destroy_again(node, turn, cited({"about": entry.about}))
    _drop_placed(turn, missing)


def _drop_placed(turn: Turn, missing: Sequence[Arrival]) -> None:
    """An act that waited when the backup was made has had its place since: it waits no more.

    Nor does a second word that an item is destroyed.
    """
    waiting = turn.waiting(missing[0].entry.link)
    if not waiting:
        return
    places = {_chosen(arrival.written): arrival.entry.index for arrival in missing}
    destroyed = {leaf for a in missing if _destroys(a.entry) for leaf in a.entry.about or ()}
    done = []
    for row in waiting:
        place = places.get(_chosen(row.act))
        if place is not None and row.files:
            files.settle(turn, row.link, row.salt, place)
        fields = canonical.loads(row.act)
        again = fields["move"] == "destroy" and destroyed.issuperset(fields["about"])
        if place is not None or again:
            done.append(row.number)
    turn.drop_waiting(done)


def _destroys(entry: Entry) -> bool:
    return (entry.kind, entry.move) == ("fact", "destroy")


def _chosen(written: bytes) -> bytes:
    """What the author of an act chose, without what its place in the log added or changed."""
    fields = canonical.loads(written)
    return canonical.dumps({n: v for n, v in fields.items() if n not in {*PLACED, "clock"}})


def _destroy_again(node: Node, turn: Turn, leaves: Sequence[bytes]) -> None:
    """A backup brings back what a fact of ours says was destroyed: it is destroyed anew."""
    for row in turn.entries_by_leaf(leaves):
        files.destroy(node, turn, row)


def cited_by_fact(look: Look, own_log: str, leaves: Sequence[bytes], move: str) -> set[bytes]:
    """Those of the leaves that a fact of ours with this move cites."""
    return {
        leaf
        for leaf, row in look.entries_citing(leaves)
        if row.link == own_log and (row.kind, row.move) == ("fact", move)
    }


def _row(node: Node, arrival: Arrival) -> EntryRow:
    entry = arrival.entry
    return EntryRow(
        link=entry.link,
        index=entry.index,
        leaf=arrival.leaf,
        entry=arrival.written,
        case=entry.case or "",
        kind=entry.kind,
        move=entry.move,
        seen=entry.seen.size,
        rule="",
        body_rule="",
        at_us=node.now_us(),
    )
