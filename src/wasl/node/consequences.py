"""What the node itself owes after an entry of theirs was received: no officer decides these.

A refused meaning is told by a ``reject`` fact. Prekeys are adopted. A recall order quarantines at
once; what nobody had opened is destroyed and attested by the node; the rest waits for a person.
"""

from collections.abc import Mapping
from typing import Any

from wasl.core.entry import Entry
from wasl.core.exchange.body import read_body
from wasl.core.exchange.fact import Prekeys
from wasl.node import files
from wasl.node.act import Act, node_act
from wasl.node.book import Book
from wasl.node.desk import submit
from wasl.node.erasure import destroy, was_opened
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.prekeys import adopt
from wasl.node.reception import Received
from wasl.node.rows import EntryRow


def follow(node: Node, turn: Turn, book: Book, received: Received) -> None:
    """Everything the node does by itself about one entry of theirs."""
    entry = received.arrival.entry
    if received.objection is not None:
        submit(node, turn, book, _reject(node, received))
        return
    files.want(turn, entry)
    if (entry.kind, entry.move) == ("fact", "prekey") and received.arrival.body:
        told = read_body(Prekeys, received.arrival.body)
        adopt(turn, book.link.theirs, entry.index, told.prekeys)
    elif (entry.kind, entry.move) == ("recall", "order"):
        _obey_order(node, turn, book, entry)


def _reject(node: Node, received: Received) -> Act:
    """The fact by which an entry is answered whose meaning, or body, was refused."""
    objection = received.objection
    if objection is None:
        raise RuntimeError("nothing to reject")
    fields = {
        "about": [received.arrival.leaf.hex()],
        "clause": objection.clause or None,
        "code": objection.rule,
        "kind": "fact",
        "move": "reject",
    }
    return node_act(node, fields)


def _obey_order(node: Node, turn: Turn, book: Book, order: Entry) -> None:
    """Quarantine is a reading and holds at once; here is its word, and what was never opened."""
    submit(node, turn, book, _in_case(node, book, order, {"move": "quarantine"}))
    rows = turn.entries_by_leaf([bytes.fromhex(leaf) for leaf in order.about or ()])
    held = {row.leaf.hex(): row for row in rows if row.link == book.link.theirs}
    unopened = [leaf for leaf in order.about or () if not _opened(turn, held.get(leaf))]
    for leaf in unopened:
        destroy(node, turn, book, held[leaf], "RECALL")
    if unopened and len(unopened) == len(order.about or ()):
        submit(
            node,
            turn,
            book,
            _in_case(
                node,
                book,
                order,
                {
                    "about": list(order.about or ()),
                    "move": "attest",
                    "outcomes": ["DESTROYED_UNOPENED"] * len(unopened),
                },
            ),
        )


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
