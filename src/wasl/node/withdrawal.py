"""What a withdrawal of recognition does to what was already shared (trust.md §3.4).

Everything above H0 is called back from the service that lost its recognition, and whoever else
holds an item it was in the audience of is told that it has left. The node writes both: custodian,
head and m root holders have signed the decision, and the acts say nothing they did not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wasl.core import canonical
from wasl.core.case import PROCEDURES
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.revise import ReviseKind
from wasl.core.policy.force import recognition_of
from wasl.core.terms import Handling, RecallGround
from wasl.node import onward
from wasl.node.act import SALT_BYTES, body_reference, node_act
from wasl.node.book import Book
from wasl.node.clock import case_reference, from_micros
from wasl.node.desk import submit
from wasl.node.erasure import standing_of
from wasl.node.node import Node
from wasl.node.onward import Order
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow

ITEMS_IN_ONE_REVISION = onward.ITEMS_IN_ONE_ORDER // 2  # each may cite the revision before it
SAID_GONE = frozenset({"destroy", "reject"})
NO_ITEMS = frozenset({"recall", "revise"})  # they speak of items and are none
WORDS = {
    "ar": "لم يعد هذا الجهاز من الأجهزة المرسل إليها هذه المواد: {party}",
    "en": "This service has left the audience of these items: {party}",
    "fr": "Ce service ne fait plus partie des destinataires de ces pièces : {party}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """How an item of ours is marked now, and what a further revision of it cites."""

    about: tuple[str, ...]
    audience: tuple[str, ...]
    caveats: tuple[str, ...]
    handling: tuple[str, ...]


def withdraw(node: Node, turn: Turn, book: Book) -> None:
    """What follows from a withdrawal, in its own turn."""
    recall_everything(node, turn, book)
    if not _still_recognised(node, turn, book.link):
        for link in turn.links():
            if link.partner != book.link.partner:
                _tell_holder(node, turn, node.book(turn, link), book.link.partner)


def recall_everything(node: Node, turn: Turn, book: Book) -> int:
    """Every item above H0 that the partner was given is recalled; how many orders."""
    held = items_they_hold(node, turn, book)
    above = [(row, entry) for row, entry in held if set(entry.handling or ()) - {Handling.H0}]
    groups: dict[tuple[str, str], list[EntryRow]] = {}
    for row, entry in above:
        groups.setdefault((entry.dossier or "", entry.purpose or ""), []).append(row)
    order, orders = Order(ground=RecallGround.DERECOGNITION), 0
    for items in groups.values():
        for first in range(0, len(items), onward.ITEMS_IN_ONE_ORDER):
            rows = items[first : first + onward.ITEMS_IN_ONE_ORDER]
            onward.take_back(node, turn, book, rows, order)
            orders += 1
    return orders


def items_they_hold(node: Node, look: Look, book: Book) -> list[tuple[EntryRow, Entry]]:
    """Every item of ours the partner was given, but what it has said to be destroyed.

    Also what we destroyed here ourselves: the partner's copy did not end with ours.
    """
    gone = _said_gone(look, book.link)
    own = node.own_log(look, book.link.own)
    # An order, or a text of both, is no information that could be taken back.
    return [
        (row, read_entry(row.entry))
        for row in look.entries(own.link, 0, own.size)
        if _is_item(row) and row.leaf.hex() not in gone
    ]


def items_we_hold(node: Node, look: Look, book: Book) -> list[tuple[EntryRow, str]]:
    """Every item of theirs with its standing here."""
    theirs = node.their_log(look, book.link.theirs)
    rows = look.entries(theirs.link, 0, theirs.size)
    return [(row, standing_of(node, look, row).value) for row in rows if b'"body":' in row.entry]


def check_met_since(look: Look, book: Book) -> None:
    """Who lost our recognition is recognised again only after a new meeting in person.

    Refuses ``meeting-missing``.
    """
    withdrawn = _withdrawn_us(look, book)
    partner = look.partner(book.link.partner)
    if withdrawn is not None and (partner is None or partner.met_us <= withdrawn):
        when = from_micros(withdrawn).date().isoformat()
        raise RefusedError("meeting-missing", {"partner": book.link.partner, "since": when})


def _withdrawn_us(look: Look, book: Book) -> int | None:
    """When the last withdrawal was released, if nothing has followed it."""
    waiting = [
        row.at_us
        for row in look.waiting(book.link.own)
        if (fields := canonical.loads(row.act))["kind"] == "recognition"
        and fields["move"] == "withdraw"
    ]
    if waiting:
        return waiting[-1]
    if recognition_of(book.own) != "withdrawn":
        return None
    last = [each for each in book.own if each.kind == "recognition" and each.move == "withdraw"]
    row = look.entry(book.link.own, last[-1].index)
    return row.at_us if row is not None else None


def _still_recognised(node: Node, look: Look, left: LinkRow) -> bool:
    """Whether the service keeps our recognition under another arrangement."""
    others = (link for link in look.links() if link.partner == left.partner)
    return any(node.book(look, link).recognises() for link in others if link.own != left.own)


def _is_item(row: EntryRow) -> bool:
    """Whether an entry brought information of its own, and stands."""
    kind = PROCEDURES.get(row.kind)
    marked = kind is not None and kind.marked and row.kind not in NO_ITEMS
    return marked and not row.rule and b'"body":' in row.entry


def _said_gone(look: Look, link: LinkRow) -> set[str]:
    """The items of ours of which the partner's own facts say that their bodies are gone."""
    facts = look.entries_of_kinds(link.theirs, ("fact",))
    said = (read_entry(row.entry) for row in facts if row.move in SAID_GONE and not row.rule)
    return {leaf for fact in said for leaf in fact.about or ()}


# ------------------------------------------------------------------------- the other holders


def _tell_holder(node: Node, turn: Turn, book: Book, left: str) -> None:
    """The items this holder has whose audience named the service: revised without it.

    What our log does not allow there stops neither the withdrawal nor the rest.
    """
    if recognition_of(book.own) == "withdrawn":
        return
    for rows in _alike(node, turn, book, left):
        for first in range(0, len(rows), ITEMS_IN_ONE_REVISION):
            told = rows[first : first + ITEMS_IN_ONE_REVISION]
            try:
                with node.apart(turn):
                    _revise(node, turn, node.book(turn, book.link), told, left)
            except RefusedError as refusal:
                about = {"kind": "revise", "move": "revise"}
                node.note_refusal(turn, book.link.own, "desk", refusal, about=about)


def _alike(
    node: Node, look: Look, book: Book, left: str
) -> Iterator[list[tuple[EntryRow, Marked]]]:
    """Those items in groups that one revision can speak of: marked alike, in one dossier."""
    groups: dict[object, list[tuple[EntryRow, Marked]]] = {}
    for row, entry in items_they_hold(node, look, book):
        now = _marked_now(look, row, entry)
        if left in now.audience:
            alike = replace(now, about=()), entry.dossier, entry.purpose
            groups.setdefault(alike, []).append((row, now))
    yield from groups.values()


def _marked_now(look: Look, row: EntryRow, entry: Entry) -> Marked:
    """The marking of an item after its revisions: the last one rules."""
    citing = [
        later
        for _, later in look.entries_citing([row.leaf])
        if (later.link, later.kind, later.move) == (row.link, "revise", "revise")
        and not later.rule
    ]
    last = max(citing, key=lambda later: later.index, default=None)
    ruling = read_entry(last.entry) if last is not None else entry
    return Marked(
        about=(row.leaf.hex(), *((last.leaf.hex(),) if last is not None else ())),
        audience=tuple(ruling.audience or ()),
        caveats=tuple(ruling.caveats or ()),
        handling=tuple(ruling.handling or ()),
    )


def _revise(
    node: Node, turn: Turn, book: Book, items: Sequence[tuple[EntryRow, Marked]], left: str
) -> None:
    """One revision of items marked alike: the same marking, the audience without the service."""
    row, marked = items[0]
    entry = read_entry(row.entry)
    words = {language: said.format(party=left) for language, said in WORDS.items()}
    salt, body = node.draw.draw(SALT_BYTES), canonical.dumps({"text": words})
    fields = {
        "about": sorted({leaf for _, each in items for leaf in each.about}),
        "audience": [node for node in marked.audience if node != left],
        "body": body_reference(salt, body),
        "case": case_reference(node.draw),
        "caveats": list(marked.caveats) or None,
        "code": ReviseKind.AUDIENCE,
        "dossier": entry.dossier,
        "handling": list(marked.handling),
        "kind": "revise",
        "lang": {
            "authentic": entry.lang.authentic if entry.lang else "ar",
            "present": sorted(words),
        },
        "move": "revise",
        "purpose": entry.purpose,
    }
    submit(node, turn, book, replace(node_act(node, fields), salt=salt, body=body))
