"""What is frozen as a plan, and what is signed of it: the version that both logs compose.

Version n + 1 is version n with every bound proposal on it, in the order of their cases. Who
freezes may not write anything else in, and who signs composes it again from what its author had
seen. Author-side at both ends: bodies are read, so nothing is void by it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wasl.core.clause import Change, Version, next_version, version_hash
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.plan import PlanOpened, PlanText
from wasl.core.exchange.proposal import Proposed
from wasl.core.terms import FeedbackUse
from wasl.node.book import Book
from wasl.node.erasure import rows_of
from wasl.node.held import held_body
from wasl.node.node import Node
from wasl.node.ports import Look
from wasl.node.rows import EntryRow

TEXTS = frozenset({"freeze", "open", "propose", "redraft"})
Ends = Mapping[str, int]
"""Of each log, the first index that is no longer seen."""


def check_frozen(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """What is frozen is what was bound, and every run beside it was rechecked by the other side.

    Refuses ``plan-compose-differs`` and ``clause-conflict`` with the clause, ``plan-not-ready``
    with the runs, ``missing-body``.
    """
    texts = _texts(rows_of(look, fields["case"], beside=book.link.own))
    if not texts:
        return  # a whole text is proposed, and composed of nothing
    said = read_body(PlanText, body)
    seen = {
        book.link.own: node.own_log(look, book.link.own).size,
        book.link.theirs: node.their_log(look, book.link.theirs).size,
    }
    _compare(_composed(look, book, texts, seen), said.text)
    if unchecked := [run for run in said.runs if not _is_rechecked(look, book, run)]:
        raise RefusedError("plan-not-ready", {"runs": ", ".join(run[:16] for run in unchecked)})


def check_signed(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """What is signed is what both logs compose, as its author had seen them.

    Refuses as ``check_frozen`` does, but for the runs.
    """
    texts = _texts(rows_of(look, fields["case"], beside=book.link.own))
    if len(texts) < 2:
        return  # a whole text was proposed
    last = texts[-1]
    seen = {book.link.theirs: last.index, book.link.own: last.seen}
    _compare(_composed(look, book, texts[:-1], seen), _text_of(look, last))


def _compare(composed: Version, said: Version) -> None:
    if version_hash(composed) == version_hash(said):
        return
    ids = [clause.id for clause in (*composed.clauses, *said.clauses)]
    other = (named for named in ids if composed.clause(named) != said.clause(named))
    raise RefusedError("plan-compose-differs", {"clause": next(other, "-")})


def _composed(look: Look, book: Book, texts: Sequence[EntryRow], seen: Ends) -> Version:
    """The last of these versions with all that was bound on it, as far as it was seen."""
    version = _text_of(look, texts[-1])
    cases = {
        row.case
        for _, row in look.entries_citing([row.leaf for row in texts])
        if (row.kind, row.move, row.rule) == ("proposal", "propose", "")
    }
    changes = [_bound(look, book, case, seen) for case in sorted(cases)]
    before = version_hash(version)
    return next_version(version, [each for each in changes if each and each.version == before])


def _bound(look: Look, book: Book, case: str, seen: Ends) -> Change | None:
    """What a proposal changes, if its author had bound it by then."""
    rows = {row.move: row for row in rows_of(look, case, beside=book.link.own)}
    bind = rows.get("bind")
    if bind is None or bind.index >= seen[bind.link]:
        return None
    return held_body(look, rows["propose"], Proposed).change


def _texts(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """Every version of a plan, in the order in which its author brought them."""
    return sorted((row for row in rows if row.move in TEXTS), key=lambda row: row.index)


def _text_of(look: Look, row: EntryRow) -> Version:
    if row.move == "open":
        return held_body(look, row, PlanOpened).text
    return held_body(look, row, PlanText).text


def _is_rechecked(look: Look, book: Book, run: str) -> bool:
    """Whether the side that did not make a run has confirmed it, and not taken that back."""
    made = next(iter(look.entries_by_leaf([bytes.fromhex(run)])), None)
    if made is None or made.rule or made.link not in {book.link.own, book.link.theirs}:
        return False
    return any(
        row.link != made.link and _confirms(look, book, row)
        for _, row in look.entries_citing([made.leaf])
    )


def _confirms(look: Look, book: Book, row: EntryRow) -> bool:
    if (row.kind, row.move, row.rule) != ("feedback", "give", ""):
        return False
    moves = {each.move for each in rows_of(look, row.case, beside=book.link.own)}
    return read_entry(row.entry).code == FeedbackUse.CONFIRMED and "retract" not in moves
