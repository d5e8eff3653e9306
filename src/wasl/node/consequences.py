"""What the node itself owes after an entry of theirs was received: no officer decides these.

A refused meaning is told by a ``reject`` fact. Prekeys are adopted. A recall order quarantines at
once; what nobody had opened is destroyed and attested by the node; the rest waits for a person.
"""

from collections.abc import Mapping
from typing import Any

from wasl.core.entry import Entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.fact import Prekeys
from wasl.node import files, posts
from wasl.node.act import Act, node_act
from wasl.node.book import Book
from wasl.node.desk import submit
from wasl.node.erasure import destroy, was_opened
from wasl.node.greetings import owe_refusal
from wasl.node.healing import cited_by_fact
from wasl.node.node import Node
from wasl.node.onward import forwards, note_forward
from wasl.node.ports import Turn
from wasl.node.prekeys import adopt
from wasl.node.reception import Received
from wasl.node.rows import EntryRow
from wasl.node.subjects import note_subject


def follow(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """Everything the node does by itself about one entry of theirs, once.

    The entry counts whatever our own answer meets: what our log does not allow is kept for an
    officer. After a restore an entry comes a second time, and our log, healed before, tells what
    was answered to the first.
    """
    entry = received.arrival.entry
    if received.objection is None:
        for refusal in files.want(node, turn, book.link, entry):
            # The entry stands; its author is told why this part of it is not fetched.
            node.note_refusal(turn, book.link.own, "ours", refusal, about={"case": entry.case})
            owe_refusal(node, turn, book, entry.link, refusal)
    owed = _OWED.get((entry.kind, entry.move)) if received.objection is None else _reject
    if owed is None:
        return
    try:
        with node.apart(turn):
            owed(node, turn, book, received)
    except RefusedError as refusal:
        about = {"kind": entry.kind, "move": entry.move, "case": entry.case or ""}
        node.note_refusal(turn, book.link.own, "desk", refusal, about=about)


def _reject(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """The fact by which an entry is answered whose meaning, or body, was refused."""
    objection, leaf = received.objection, received.arrival.leaf
    if objection is None:
        raise RuntimeError("nothing to reject")
    if cited_by_fact(turn, book.link.own, [leaf], "reject"):
        return
    fields = {
        "about": [leaf.hex()],
        "clause": objection.clause or None,
        "code": objection.rule,
        "kind": "fact",
        "move": "reject",
    }
    submit(node, turn, book, node_act(node, fields))


def _adopt(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """The prekeys a fact announces are there to be sealed to.

    Not those told before the run that greeted us: their private halves may be lost with it.
    """
    greeted_at = node.session(book.link.own).their_start
    stale = greeted_at is not None and received.arrival.entry.index < greeted_at.size
    if received.arrival.body and not stale:
        told = read_body(Prekeys, received.arrival.body)
        adopt(turn, book.link.theirs, received.arrival.entry.index, told.prekeys)


def _obey_order(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """Quarantine is a reading and holds at once; here is its word, and what was never opened."""
    order = received.arrival.entry
    case = turn.entries_of_cases([order.case or ""])
    said = {row.move for row in case if row.link == book.link.own and not row.rule}
    if said - {"quarantine"}:
        return  # it was answered, by a person or by us
    if not said:
        submit(node, turn, book, _in_case(node, book, order, {"move": "quarantine"}))
    rows = turn.entries_by_leaf([bytes.fromhex(leaf) for leaf in order.about or ()])
    held = {row.leaf.hex(): row for row in rows if row.link == book.link.theirs}
    for row in held.values():
        files.hold_back(turn, row.link, row.index)
    unopened = [leaf for leaf in order.about or () if not _opened(turn, held.get(leaf))]
    for leaf in unopened:
        row = held[leaf]
        if turn.has_body(row.link, row.index):
            destroy(node, turn, book, row, "RECALL")
    passed_on = forwards(turn, book.link.own, order.about or ()) or posts.holding(
        turn, order.about or ()
    )
    if unopened and len(unopened) == len(order.about or ()) and not passed_on:
        attestation = {
            "about": list(order.about or ()),
            "move": "attest",
            "outcomes": ["DESTROYED_UNOPENED"] * len(unopened),
        }
        submit(node, turn, book, _in_case(node, book, order, attestation))


def _pin(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """A statement that its old roots signed is pinned by itself (procedures.md §3.14)."""
    case = received.arrival.entry.case or ""
    rows = turn.entries_of_cases([case])
    if not any(row.move == "pin" and row.link == book.link.own for row in rows):
        submit(node, turn, book, node_act(node, {"kind": "key", "move": "pin", "case": case}))


def _trace(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """To whom an item of ours went is noted for the lineage."""
    entry = received.arrival.entry
    if received.arrival.body and entry.body is not None:
        note_forward(turn, entry.body.commit, received.arrival.body)


def _note_subject(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """Whom they look for is known again when another alert on the same subject comes."""
    if received.arrival.body:
        case = received.arrival.entry.case or ""
        note_subject(node, turn, book.link, case, received.arrival.body)


_OWED = {
    ("alert", "issue"): _note_subject,
    ("fact", "forward"): _trace,
    ("fact", "prekey"): _adopt,
    ("key", "succeed"): _pin,
    ("recall", "order"): _obey_order,
}


def _opened(turn: Turn, row: EntryRow | None) -> bool:
    """Whether an officer has read the item; one we do not hold is for a person to answer."""
    return row is None or was_opened(turn, row)


def _in_case(node: Node, book: Book, order: Entry, fields: Mapping[str, Any]) -> Act:
    """A move of the node in the case of an order, under the order's own marking."""
    marking = {
        "dossier": order.dossier,
        "handling": list(order.handling or ()),
        "purpose": order.purpose,
        "audience": [book.link.partner],
        "caveats": list(order.caveats) if order.caveats else None,
    }
    return node_act(node, {"kind": "recall", "case": order.case, **marking, **fields})
