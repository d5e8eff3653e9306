"""Recalls of both sides: which are still unanswered, and what an order asks of its holder."""

from collections.abc import Iterator

from wasl.core.case import PROCEDURES, joint
from wasl.node.book import Book
from wasl.node.erasure import halves, rows_of
from wasl.node.ports import Look
from wasl.node.rows import EntryRow

ANSWERED = frozenset({"attested", "part_kept", "restored"})
CLOSED = frozenset({"lifted", "settled", "unattested"})


def unanswered_recalls(look: Look, book: Book) -> list[str]:
    """The cases of recall orders, of either side, that nobody has attested or closed yet."""
    return [
        case for case, (o, r) in recall_states(look, book) if o not in CLOSED and r not in ANSWERED
    ]


def recall_states(look: Look, book: Book) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each recall case of the link with its joint state; one that both opened is dead."""
    for link in (book.link.own, book.link.theirs):
        orders = [r for r in look.entries_of_kinds(link, ("recall",)) if r.move == "order"]
        for order in orders:
            if not order.rule:
                o, r = halves(rows_of(look, order.case, beside=link))
                if o or r:
                    yield order.case, joint(PROCEDURES["recall"], o, r)


def order_of(look: Look, case: str) -> EntryRow | None:
    """The entry that ordered the recall of this case."""
    rows = look.entries_of_cases([case])
    return next((row for row in rows if row.kind == "recall" and row.move == "order"), None)


def orders_of(look: Look, row: EntryRow) -> list[EntryRow]:
    """The orders by which its author takes back an item."""
    return [
        each
        for _, each in look.entries_citing([row.leaf])
        if (each.kind, each.move, each.link) == ("recall", "order", row.link) and not each.rule
    ]


def is_taken_back(look: Look, row: EntryRow) -> bool:
    """Whether its author has ordered an item back and has not lifted that, whoever has read it."""
    return any(
        joint(PROCEDURES["recall"], *halves(rows_of(look, order.case, beside=row.link)))[0]
        != "lifted"
        for order in orders_of(look, row)
    )
