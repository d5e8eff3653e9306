"""An officer's word on an item of either side here: kept on once, held for a request, or ended.

Each is a fact of our log, drafted by a handler and released by the data-protection officer, so
the counterpart reads it. What these refuse is asked before it is written and voids nothing that
arrived (procedures.md §1.6).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wasl.core.arrangement import Arrangement
from wasl.core.case import FACT
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.admission import retention_objection
from wasl.core.policy.dates import moment
from wasl.core.policy.retention import GROUNDS_OF_OFFICERS
from wasl.core.terms import DestroyGround, Standing
from wasl.node import files
from wasl.node.audit import CLOSED, GUARDED, ItemRule, is_past
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.erasure import kept_until, rows_of, standing_of
from wasl.node.need import check_need
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.retaining import is_asked_for, is_open_request, note_destroyed
from wasl.node.rows import EntryRow, OfficerRow

KEEPING = frozenset({"destroy", "hold", "renew"})


def check_keeping(
    node: Node, look: Look, book: Book, officer: OfficerRow, fields: Mapping[str, Any]
) -> None:
    """May this officer say so of this item? Asked at the draft and again at the release.

    Refuses ``need-to-know``, ``bad-reference``, ``item-gone``, ``item-recalled``, ``item-kept``,
    ``item-restricted``; of a renewal ``item-expired``, ``renewed-once``, ``bad-date`` and
    ``outside-arrangement``; of a hold ``request-closed``; of a destruction ``item-held`` and
    ``move-not-allowed`` for a ground that is not an officer's.
    """
    if fields["kind"] != FACT or fields["move"] not in KEEPING:
        return
    rows = _cited(look, book, fields.get("about") or ())
    for row in rows:
        entry = read_entry(row.entry)
        check_need(look, officer, dossier=entry.dossier, case=entry.case)
    if fields["move"] == "destroy":
        if fields.get("code") not in GROUNDS_OF_OFFICERS:
            raise RefusedError("move-not-allowed", {"code": str(fields.get("code"))[:32]})
        for row in rows:
            _check_free(node, look, book, row)
            if fields["code"] != DestroyGround.ORDER and is_asked_for(look, row):
                raise RefusedError("item-held", _named(row))
        return
    _check_free(node, look, book, rows[0])
    if fields["move"] == "renew":
        _check_renewal(node, look, book, rows, fields)
    else:
        _check_hold(look, book, rows)


def destroy_now(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any]) -> None:
    """What officers destroy is gone before our log says so, and stands in the day's report."""
    for row in _cited(turn, book, fields.get("about") or ()):
        if turn.has_body(row.link, row.index):
            files.destroy(node, turn, row)
            note_destroyed(node, turn, book.link, row, fields["code"])


def _cited(look: Look, book: Book, leaves: Sequence[str]) -> list[EntryRow]:
    """What an act cites, in its order; refuses ``bad-reference`` for one of another link."""
    found = look.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves])
    of_link = {book.link.own, book.link.theirs}
    by_leaf = {row.leaf.hex(): row for row in found if row.link in of_link}
    if not leaves or not by_leaf.keys() >= set(leaves):
        raise RefusedError("bad-reference")
    return [by_leaf[leaf] for leaf in leaves]


def _check_free(node: Node, look: Look, book: Book, row: EntryRow) -> None:
    """Nobody else has a word on the item: no recall, no hold after one, no dispute."""
    if not look.has_body(row.link, row.index):
        raise RefusedError(ItemRule.GONE, _named(row))
    state = standing_of(node, look, row)
    if state is Standing.RECALLED and row.link == book.link.theirs:
        raise RefusedError(CLOSED[state], _named(row))
    if state in GUARDED:
        raise RefusedError(GUARDED[state], _named(row))


def _check_renewal(
    node: Node, look: Look, book: Book, rows: Sequence[EntryRow], fields: Mapping[str, Any]
) -> None:
    """One item, once, before its date, to a later one that the arrangement allows from today."""
    if len(rows) != 1:
        raise RefusedError("bad-reference")
    row, until = rows[0], kept_until(look, rows[0])
    if is_past(node, look, row, standing_of(node, look, row)):
        raise RefusedError(ItemRule.EXPIRED, _named(row))
    if _is_renewed(look, book, row):
        raise RefusedError("renewed-once", _named(row))
    wanted = moment(fields.get("retain_until"))
    if until is None or wanted is None or wanted <= until:
        raise RefusedError("bad-date", {"until": stamp(until) if until else ""})
    objection = retention_objection(_dated(row, node.clock.now(), wanted), _text(node, look, book))
    if objection is not None:
        raise RefusedError(objection.rule, {"clause": objection.clause})


def _is_renewed(look: Look, book: Book, row: EntryRow) -> bool:
    facts = [fact for _, fact in look.entries_citing([row.leaf]) if fact.link == book.link.own]
    return any((fact.kind, fact.move) == (FACT, "renew") for fact in facts)


def _dated(row: EntryRow, written: datetime, until: datetime) -> Entry:
    """The item as if it were given today with this review date."""
    dates = {"retain_until": stamp(until), "written": stamp(written)}
    return read_entry(row.entry).model_copy(update=dates)


def _text(node: Node, look: Look, book: Book) -> Arrangement | None:
    own, theirs = node.own_log(look, book.link.own), node.their_log(look, book.link.theirs)
    force = book.force(ours=True, index=own.size, seen=theirs.size)
    return book.text(force.text) if force.text else None


def _check_hold(look: Look, book: Book, rows: Sequence[EntryRow]) -> None:
    """An item is held for one request, and only while that is open."""
    if len(rows) != 2 or (rows[1].kind, rows[1].move) != ("request", "ask"):
        raise RefusedError("bad-reference")
    if not is_open_request(rows_of(look, rows[1].case, beside=book.link.own)):
        raise RefusedError("request-closed", {"case": rows[1].case})


def _named(row: EntryRow) -> dict[str, str]:
    return {"item": row.leaf.hex()[:16]}
