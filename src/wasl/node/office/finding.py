"""Where the thing an officer names lies: a case by its reference, an entry by hash or place."""

from collections.abc import Sequence
from typing import Any

from wasl.core.case import FACT
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.node.accounts import officer_of
from wasl.node.clock import CASE_LETTERS, plain_reference
from wasl.node.need import check_need
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow

HASH_DIGITS = 64


def item(node: Node, turn: Turn, *, entry: str) -> dict[str, Any]:
    """An entry by its codes, without its body: whose it is, and the marking it lies under.

    Refuses as ``find_entry`` does.
    """
    link, row = find_entry(turn, entry)
    return {
        "case": row.case,
        "entry": row.leaf.hex(),
        "has_body": b'"body":' in row.entry,
        "kind": row.kind,
        "marking": marking_of(read_entry(row.entry)),
        "move": row.move,
        "ours": row.link == link.own,
        "partner": link.partner,
    }


def find_entry(look: Look, entry: str) -> tuple[LinkRow, EntryRow]:
    """The entry of this leaf hash; of ``CASE/3``, the third of a case; of ``CASE``, its item.

    Numbers are those of ``in_order``; the item of a case is its first entry with a body. Refuses
    ``no-such-entry``, ``no-such-case`` and ``wrong-check``.
    """
    if len(entry) == HASH_DIGITS:
        return _by_hash(look, entry)
    reference, _, number = entry.partition("/")
    link, rows = rows_of(look, reference)
    if number:
        found = [row for place, row in enumerate(rows, 1) if number == str(place)]
    else:
        found = [row for row in rows if b'"body":' in row.entry]
    if not found:
        raise RefusedError("no-such-entry", {"entry": entry[:32]})
    return link, found[0]


def find_known(look: Look, entry: str, officer: str) -> tuple[LinkRow, EntryRow]:
    """The same for an officer, if one asks; refuses ``need-to-know`` too."""
    link, row = find_entry(look, entry)
    if officer:
        said = read_entry(row.entry)
        check_need(look, officer_of(look, officer), dossier=said.dossier, case=said.case)
    return link, row


def rows_of(look: Look, reference: str) -> tuple[LinkRow, list[EntryRow]]:
    """The link of a case and its entries in order; ``no-such-case``, ``wrong-check``.

    ``CASE@PARTNER`` is the case with that partner: an item given to several has one reference.
    """
    said, _, partner = reference.partition("@")
    plain = plain_reference(said)
    rows = look.entries_of_cases([plain])
    for link in look.links():
        if partner and link.partner != partner:
            continue
        found = [row for row in rows if row.link in {link.own, link.theirs}]
        if found:
            return link, in_order(found)
    raise RefusedError("no-such-case", {"case": plain})


def is_reference(text: str) -> bool:
    """Whether a word may be a case reference rather than the name of a rule (small letters)."""
    letters = [letter for letter in text if letter.isalnum()]
    named = text == text.lower() and not any(letter.isdigit() for letter in letters)
    return len(letters) in {CASE_LETTERS, CASE_LETTERS + 2} and not named


def in_order(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """By the instant each was stored here, then by log and place: a new entry comes last."""
    return sorted(rows, key=lambda row: (row.at_us, row.link, row.index))


def opening_of(rows: Sequence[EntryRow]) -> EntryRow:
    """The entry that opened a case: it had seen nothing of the other half."""
    standing = [row for row in rows if not row.rule] or list(rows)

    def answers(row: EntryRow) -> bool:
        return any(other.link != row.link and other.index < row.seen for other in standing)

    return min(standing, key=lambda row: (answers(row), row.at_us, row.link, row.index))


def marking_of(entry: Entry) -> dict[str, Any]:
    """Dossier, purpose, handling and caveats, as a later move of the case inherits them."""
    if entry.kind == FACT:
        return {}
    return {
        "caveats": [caveat.value for caveat in entry.caveats or ()],
        "dossier": entry.dossier or "",
        "handling": [code.value for code in entry.handling or ()],
        "purpose": entry.purpose or "",
    }


def _by_hash(look: Look, leaf: str) -> tuple[LinkRow, EntryRow]:
    try:
        rows = look.entries_by_leaf([bytes.fromhex(leaf)])
    except ValueError as error:
        raise RefusedError("no-such-entry", {"entry": "not a hash"}) from error
    for link in look.links():
        for row in rows:
            if row.link in {link.own, link.theirs}:
                return link, row
    raise RefusedError("no-such-entry", {"entry": leaf[:16]})
