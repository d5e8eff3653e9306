"""What a released act does besides standing in the log, in the same turn.

An attestation says what is already done: the destruction comes first. A withdrawal of
recognition takes everything above H0 back, and no recognition follows it without a new meeting
(``withdrawal``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wasl.core.case import FACT
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.terms import DestroyGround, RecallGround, RecallOutcome
from wasl.node import onward, posts
from wasl.node.book import Book
from wasl.node.erasure import destroy, rows_of
from wasl.node.keeping import destroy_now
from wasl.node.node import Node
from wasl.node.onward import Order
from wasl.node.ports import Look, Turn
from wasl.node.subjects import note_subject
from wasl.node.withdrawal import check_met_since, withdraw
from wasl.seal.note import read_note, text_hash

GONE = frozenset({RecallOutcome.DESTROYED, RecallOutcome.RETURNED})


def statement_hash(note: bytes) -> str:
    """The SHA-256 a statement is named by: of its text, whatever lines are added."""
    return text_hash(read_note(note).text).hex()


def before(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any], body: bytes) -> None:
    """What must be true before the act says so.

    Refuses ``consent-missing``, ``copies-out``, ``meeting-missing``, ``relay-missing`` and
    ``revision-missing``, what a leave does not outlive (``item-recalled``, ``item-kept``,
    ``item-restricted``), and as ``check_passed``.
    """
    if (fields["kind"], fields["move"]) == ("recognition", "recognise"):
        check_met_since(turn, book)
    if (fields["kind"], fields["move"]) == (FACT, "destroy"):
        destroy_now(node, turn, book, fields)
    if (fields["kind"], fields["move"]) == ("consent", "use"):
        onward.check_use(node, turn, book, fields)
    onward.check_onward(node, turn, fields, body)
    posts.check_passed(node, turn, book, fields)
    if (fields["kind"], fields["move"]) == ("challenge", "correct"):
        _check_revised(turn, book, fields["case"])
    if (fields["kind"], fields["move"]) == ("recall", "relay"):
        _check_ordered(turn, book, fields["case"])
    if fields["kind"] == "recall" and fields["move"] in {"attest", "attest_kept"}:
        _check_relayed(turn, book, fields["case"])
        _check_copies(turn, book, fields)
        leaves = [bytes.fromhex(leaf) for leaf in fields.get("about") or ()]
        rows = {row.leaf: row for row in turn.entries_by_leaf(leaves)}
        for leaf, outcome in zip(leaves, fields.get("outcomes") or (), strict=False):
            row = rows.get(leaf)
            if outcome in GONE and row is not None and turn.has_body(row.link, row.index):
                destroy(node, turn, book, row, "RECALL")


def _check_revised(look: Look, book: Book, case: str) -> None:
    """Each disputed item of ours was revised since: none that is corrected reads as live."""
    rows = rows_of(look, case, beside=book.link.own)
    raised = next((row for row in rows if row.move == "raise"), None)
    if raised is None:
        return  # there is no such dispute, and the judge of the act says so
    leaves = [bytes.fromhex(leaf) for leaf in read_entry(raised.entry).about or ()]
    for row in look.entries_by_leaf(leaves):
        since = [
            each
            for _, each in look.entries_citing([row.leaf])
            if (each.kind, each.link) == ("revise", row.link) and each.seen > raised.index
        ]
        if row.link == book.link.own and not since:
            raise RefusedError("revision-missing", {"item": row.leaf.hex()[:16]})


def _check_ordered(look: Look, book: Book, case: str) -> None:
    """A relay says that every onward holder in the exchange was sent an order."""
    if lacking := onward.unordered(look, book, _opened_about(look, book, case)):
        raise RefusedError("relay-missing", {"holders": ", ".join(dict.fromkeys(lacking))})


def _check_relayed(look: Look, book: Book, case: str) -> None:
    """What went on from here is called back before anything is attested."""
    rows = rows_of(look, case, beside=book.link.own)
    passed_on = onward.forwards(look, book.link.own, _opened_about(look, book, case))
    relayed = any(row.move == "relay" and row.link == book.link.own for row in rows)
    if passed_on and not relayed:
        holders = ", ".join(dict.fromkeys(each.recipient for each in passed_on))
        raise RefusedError("relay-missing", {"holders": holders})


def _check_copies(look: Look, book: Book, fields: Mapping[str, Any]) -> None:
    """Every copy that was passed on within our service is taken back before anything is attested.

    Nobody can take back what a lost post holds: that it is gone cannot be attested, only where
    it went.
    """
    out = posts.holding(look, _opened_about(look, book, fields["case"]))
    if fields["move"] == "attest_kept":
        out = [holder for holder in out if not posts.is_lost(look, holder)]
    if out:
        raise RefusedError("copies-out", {"holders": ", ".join(out)})


def after(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any], body: bytes) -> None:
    """What follows at once from the act."""
    match fields["kind"], fields["move"]:
        case "recognition", "withdraw":
            withdraw(node, turn, book)
        case "alert", "issue":
            note_subject(node, turn, book.link, fields["case"], body)
        case "report", "release":
            onward.tell_onward(node, turn, fields, body)
        case "consent", "use":
            onward.tell_use(node, turn, book, fields, body)
        case "consent", "stop":
            leaves = _opened_about(turn, book, fields["case"])
            order = Order(ground=RecallGround.CONSENT_REVOKED, by=fields["by"])
            onward.order_onward(node, turn, book, leaves, order)
        case "challenge", "erase":
            order = Order(ground=RecallGround.CHALLENGE, by=fields["by"])
            leaves = _opened_about(turn, book, fields["case"])
            _erase_challenged(node, turn, book, leaves, order)
        case _:
            pass


def _opened_about(look: Look, book: Book, case: str) -> tuple[str, ...]:
    """The items a case was opened about."""
    rows = rows_of(look, case, beside=book.link.own)
    about = (read_entry(row.entry).about for row in sorted(rows, key=lambda row: row.index))
    return next((leaves for leaves in about if leaves), ())


def _erase_challenged(
    node: Node, turn: Turn, book: Book, leaves: Sequence[str], order: Order
) -> None:
    """A disputed item is gone here, and recalled wherever we gave it."""
    for row in turn.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves]):
        if turn.has_body(row.link, row.index):
            destroy(node, turn, book, row, DestroyGround.CHALLENGE)
        if row.link != book.link.own:
            continue
        onward.take_back(node, turn, node.book(turn, book.link), [row], order)
        for link, copy in onward.copies_given(turn, row.case, beside=row.link):
            other = node.book(turn, link)
            if turn.has_body(copy.link, copy.index):
                destroy(node, turn, other, copy, DestroyGround.CHALLENGE)
            onward.take_back(node, turn, node.book(turn, link), [copy], order)
