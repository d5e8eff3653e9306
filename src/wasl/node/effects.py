"""What a released act does besides standing in the log, in the same turn.

An attestation says what is already done: the destruction comes first. A withdrawal of
recognition takes everything above H0 back (trust.md §3.4).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from wasl.core.entry import Entry, read_entry
from wasl.core.terms import Handling, RecallOutcome
from wasl.node.act import Act, node_act
from wasl.node.book import Book
from wasl.node.clock import case_reference, stamp
from wasl.node.desk import submit
from wasl.node.erasure import destroy, standing_of
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow
from wasl.seal.note import read_note, text_hash

ATTEST_WITHIN = timedelta(hours=72)
ITEMS_IN_ONE_ORDER = 64  # an entry holds 8 KiB
GIVEN = ("report", "request", "feedback", "note")
GONE = frozenset({RecallOutcome.DESTROYED, RecallOutcome.RETURNED})


def statement_hash(note: bytes) -> str:
    """The SHA-256 a statement is named by: of its text, whatever lines are added."""
    return text_hash(read_note(note).text).hex()


def before(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any]) -> None:
    """What must be true before the act says so."""
    if fields["kind"] == "recall" and fields["move"] in {"attest", "attest_kept"}:
        leaves = [bytes.fromhex(leaf) for leaf in fields.get("about") or ()]
        rows = {row.leaf: row for row in turn.entries_by_leaf(leaves)}
        for leaf, outcome in zip(leaves, fields.get("outcomes") or (), strict=False):
            row = rows.get(leaf)
            if outcome in GONE and row is not None and turn.has_body(row.link, row.index):
                destroy(node, turn, book, row, "RECALL")


def after(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any]) -> None:
    """What follows at once from the act."""
    if (fields["kind"], fields["move"]) == ("recognition", "withdraw"):
        recall_everything(node, turn, book)


def recall_everything(node: Node, turn: Turn, book: Book) -> int:
    """Every item above H0 that the partner was given is recalled; how many orders."""
    held = items_they_hold(node, turn, book)
    above = [(row, entry) for row, entry in held if set(entry.handling or ()) - {Handling.H0}]
    groups: dict[tuple[str, str], list[tuple[EntryRow, Entry]]] = {}
    for row, entry in above:
        groups.setdefault((entry.dossier or "", entry.purpose or ""), []).append((row, entry))
    orders = 0
    for items in groups.values():
        for first in range(0, len(items), ITEMS_IN_ONE_ORDER):
            submit(node, turn, book, _order(node, book, items[first : first + ITEMS_IN_ONE_ORDER]))
            orders += 1
    return orders


def items_they_hold(node: Node, look: Look, book: Book) -> list[tuple[EntryRow, Entry]]:
    """Every item of ours with a body that the partner was given and that we still hold."""
    own = node.own_log(look, book.link.own)
    rows = look.entries_of_kinds(own.link, GIVEN)
    return [(row, read_entry(row.entry)) for row in rows if look.has_body(own.link, row.index)]


def items_we_hold(node: Node, look: Look, book: Book) -> list[tuple[EntryRow, str]]:
    """Every item of theirs with its standing here."""
    theirs = node.their_log(look, book.link.theirs)
    rows = look.entries(theirs.link, 0, theirs.size)
    return [(row, standing_of(node, look, row).value) for row in rows if b'"body":' in row.entry]


def _order(node: Node, book: Book, items: Sequence[tuple[EntryRow, Entry]]) -> Act:
    """One recall of up to 64 items of one dossier, under the union of their markings."""
    entries = [entry for _, entry in items]
    caveats = sorted({caveat.value for entry in entries for caveat in entry.caveats or ()})
    fields = {
        "about": [row.leaf.hex() for row, _ in items],
        "audience": [book.link.partner],
        "case": case_reference(node.draw),
        "caveats": caveats or None,
        "code": "DERECOGNITION",
        "dossier": entries[0].dossier,
        "due": stamp(node.clock.now() + ATTEST_WITHIN),
        "handling": sorted({code.value for entry in entries for code in entry.handling or ()}),
        "kind": "recall",
        "move": "order",
        "purpose": entries[0].purpose,
    }
    return node_act(node, fields)
