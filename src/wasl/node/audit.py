"""The one gate for reading what is about persons: no body without a purpose and a line for it.

The line of the house log, the mark that the item was opened and the reading itself are one turn:
either all of it is durable or nothing is returned (reliability.md §10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash
from wasl.core.terms import OfficerRole, Standing
from wasl.node.accounts import move_rule
from wasl.node.act import Act
from wasl.node.ahead import Copy, note_reader, reached
from wasl.node.alerting import check_seen
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.desk import submit
from wasl.node.erasure import kept_until, mark_opened, standing_of, was_opened
from wasl.node.need import check_need
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import DraftRow, EntryRow, HouseRow, OfficerRow
from wasl.seal.body import open_body
from wasl.seal.vault import pseudonym

READERS = frozenset({OfficerRole.HANDLER, OfficerRole.DUTY, OfficerRole.DPO, OfficerRole.RELEASER})
AUTHORS = READERS | {OfficerRole.DRAFTER}
# Who reads the items of a kind because its moves are theirs to write, or need their word: a
# training coordinator and a vetting officer read nominations, an overseer what it is answered,
# and none of them reads a report.
OF_A_KIND = frozenset(
    {
        *(OfficerRole.HEAD, OfficerRole.OVERSEER, OfficerRole.PLANNER),
        *(OfficerRole.TRAINING, OfficerRole.VETTING),
    }
)


class ItemRule(StrEnum):
    """Why an item is not shown, or nothing may be drawn from it."""

    EXPIRED = "item-expired"
    GONE = "item-gone"
    RECALLED = "item-recalled"
    KEPT = "item-kept"
    RESTRICTED = "item-restricted"


# An item in one of these states is not shown: it is gone, refused, or being taken back.
CLOSED = {
    Standing.DESTROYED: ItemRule.GONE,
    Standing.BODY_REFUSED: ItemRule.GONE,
    Standing.RECALLED: ItemRule.RECALLED,
}
# An item in one of these is for who answers for it alone: a dispute is settled with it, a court
# hold kept by it, and nothing else done.
GUARDED = {Standing.KEPT: ItemRule.KEPT, Standing.RESTRICTED: ItemRule.RESTRICTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An item as an officer may read it: its entry, its body, its standing."""

    entry: Entry
    body: bytes
    standing: Standing


def house_line(
    node: Node, turn: Turn, officer: OfficerRow | None, facts: Mapping[str, Json]
) -> None:
    """One more line of the house log: who, by pseudonym, did what, when; ids, never names.

    No officer: somebody who may ask the node for what needs none.
    """
    who = pseudonym(node.identity.house_key, officer.id) if officer is not None else "node"
    line = canonical.dumps(
        {
            "at": stamp(node.clock.now()),
            "officer": who,
            **{name: fact for name, fact in facts.items() if fact},
        }
    )
    index = turn.house_size()
    turn.add_house([HouseRow(index=index, line=line, leaf=leaf_hash(line))])


def open_item(
    node: Node, turn: Turn, book: Book, row: EntryRow, reader: OfficerRow, purpose: str
) -> Reading:
    """The body of an item, after the line that says who reads it and for what.

    Refuses ``need-to-know``, ``alert-hidden``, ``purpose-missing``, ``wrong-purpose`` (another
    than the item was given for), ``role-lacking``, ``item-gone``, ``item-recalled``,
    ``item-expired``, and ``item-restricted`` or ``item-kept`` for whoever is no data-protection
    officer.
    """
    entry = read_entry(row.entry)
    role = _check_reader(turn, book, row, reader, purpose)
    state = standing_of(node, turn, row)
    # What a holder did with its copy closes nothing to the service whose information it is.
    if state in CLOSED and row.link == book.link.theirs:
        raise RefusedError(CLOSED[state])
    if state in GUARDED and OfficerRole.DPO not in reader.roles:
        raise RefusedError(GUARDED[state])
    if is_past(node, turn, row, state):
        raise RefusedError(ItemRule.EXPIRED)
    body = turn.body(row.link, row.index)
    if entry.body is None or body is None:
        raise RefusedError(ItemRule.GONE)
    _note_read(node, turn, row, reader, {"purpose": purpose, "role": role})
    if row.link == book.link.theirs:
        _tell_opened(node, turn, book, row, reader, role)
    return Reading(entry=entry, body=open_body(body.salt, body.closed), standing=state)


def open_ahead(
    node: Node, turn: Turn, book: Book, copy: Copy, reader: OfficerRow, purpose: str
) -> Reading:
    """The body of an advance copy, after the same line; our log tells it at its place.

    Refuses as ``open_item`` does, and ``not-recognised`` where its author is none any more.
    """
    if not book.recognises():
        raise RefusedError("not-recognised", {"partner": book.link.partner})
    role = _check_reader(turn, book, copy.row, reader, purpose)
    if is_past(node, turn, copy.row, Standing.LIVE):
        raise RefusedError(ItemRule.EXPIRED)
    _note_read(node, turn, copy.row, reader, {"purpose": purpose, "role": role})
    who = {"role": role, "who": pseudonym(node.identity.house_key, reader.id)}
    note_reader(turn, copy.row, who)
    return Reading(entry=read_entry(copy.row.entry), body=copy.body, standing=Standing.LIVE)


def tell_read_ahead(node: Node, turn: Turn, book: Book) -> None:
    """What was read before its place was reached is an item that was opened, from now on."""
    for copy in reached(turn, node.their_log(turn, book.link.theirs)):
        mark_opened(turn, copy.row, node.now_us())
        _submit_opened(node, turn, book, copy.row, copy.read_by)


def _check_reader(look: Look, book: Book, row: EntryRow, reader: OfficerRow, purpose: str) -> str:
    """The role in which an officer reads an item for this purpose."""
    entry = read_entry(row.entry)
    role = _reading_role(book, row, reader)
    check_need(look, reader, dossier=entry.dossier, case=entry.case)
    check_seen(look, book, row, reader)
    if not purpose:
        raise RefusedError("purpose-missing")
    if entry.purpose is not None and purpose != entry.purpose:
        raise RefusedError("wrong-purpose", {"allowed": entry.purpose})
    return role


def _note_read(
    node: Node, turn: Turn, row: EntryRow, reader: OfficerRow, facts: Mapping[str, str]
) -> None:
    case = _case_of(turn, read_entry(row.entry))
    house_line(node, turn, reader, {"act": "open", "case": case, "item": row.leaf.hex(), **facts})


def note_draft_read(node: Node, turn: Turn, row: DraftRow, reader: OfficerRow) -> None:
    """The line that an officer reads an act before it is released, and for which purpose.

    The purpose is that of the act itself; an act under no dossier has none, and is about nobody.
    Refuses ``role-lacking`` to an officer who neither wrote it nor may let it go, and
    ``need-to-know``.
    """
    fields = canonical.loads(row.act)
    check_need(turn, reader, dossier=fields.get("dossier"), case=fields.get("case"))
    rule = move_rule(fields["kind"], fields["move"])
    allowed = rule.signers.releases | rule.also(fields.get("code"))
    role = next((role for role in reader.roles if role in allowed), "")
    if not role and reader.id != row.officer:
        needed = ", ".join(sorted(allowed - {OfficerRole.NODE}))
        raise RefusedError("role-lacking", {"needed": needed})
    house_line(
        node,
        turn,
        reader,
        {
            "act": "read-draft",
            "case": fields.get("case"),
            "draft": row.id,
            "purpose": fields.get("purpose"),
            "role": role or fields["by"]["drafted"]["role"],
        },
    )


def _case_of(turn: Turn, entry: Entry) -> str:
    """The case of an item; of a fact, which has none, that of what it cites.

    Refuses ``case-missing``: no body is read that belongs to no case (reliability.md §10).
    """
    cited = turn.entries_by_leaf([bytes.fromhex(leaf) for leaf in entry.about or ()])
    case = entry.case or next((row.case for row in cited if row.case), "")
    if not case:
        raise RefusedError("case-missing")
    return case


def _reading_role(book: Book, row: EntryRow, reader: OfficerRow) -> str:
    """The role in which this officer may read: more roles for our own items than for theirs."""
    allowed = AUTHORS if row.link == book.link.own else READERS
    held = [role for role in reader.roles if role in allowed | _writers(row.kind)]
    if not held:
        raise RefusedError("role-lacking", {"needed": "handler"})
    return held[0]


def is_past(node: Node, look: Look, row: EntryRow, state: Standing) -> bool:
    """Whether the review date of an item has passed and it is in nobody's keeping.

    A corrected item stands as corrected, and yet its date passes.
    """
    until = None if state in GUARDED else kept_until(look, row)
    return until is not None and until < node.clock.now()


def check_drawn(node: Node, look: Look, book: Book, rows: Iterable[EntryRow]) -> None:
    """Nothing new is drawn from an item that is taken back, under a hold, disputed or past.

    Refuses ``item-recalled``, ``item-kept``, ``item-restricted`` and ``item-expired``.
    """
    for row in rows:
        state = standing_of(node, look, row)
        if is_past(node, look, row, state):
            raise RefusedError(ItemRule.EXPIRED, {"item": row.leaf.hex()[:16]})
        taken_back = state is Standing.RECALLED and row.link == book.link.theirs
        if taken_back or state in GUARDED:
            rule = CLOSED[state] if taken_back else GUARDED[state]
            raise RefusedError(rule, {"item": row.leaf.hex()[:16]})


@cache
def _writers(kind: str) -> frozenset[OfficerRole]:
    """Of the roles that read by kind, those that write moves of this one or give their word."""
    rules = PROCEDURES[kind].moves.values() if kind in PROCEDURES else ()
    written = (rule.signers.drafts | rule.signers.releases | rule.signers.also for rule in rules)
    return frozenset().union(*written) & OF_A_KIND


def _tell_opened(
    node: Node, turn: Turn, book: Book, row: EntryRow, reader: OfficerRow, role: str
) -> None:
    """The first opening enters our log only where the arrangement says so."""
    if was_opened(turn, row):
        return
    mark_opened(turn, row, node.now_us())
    who = {"role": role, "who": pseudonym(node.identity.house_key, reader.id)}
    _submit_opened(node, turn, book, row, who)


def _submit_opened(
    node: Node, turn: Turn, book: Book, row: EntryRow, who: Mapping[str, str]
) -> None:
    own = node.own_log(turn, book.link.own)
    theirs = node.their_log(turn, book.link.theirs)
    force = book.force(ours=True, index=own.size, seen=theirs.size)
    text = book.text(force.text)
    role = who["role"]
    if text is None or not text.reads or role not in {OfficerRole.HANDLER, OfficerRole.DUTY}:
        return
    fields = {
        "about": [row.leaf.hex()],
        "by": {"drafted": dict(who), "released": dict(who)},
        "clock": node.clock_claim(),
        "code": role,
        "kind": "fact",
        "move": "open",
        "written": stamp(node.clock.now()),
    }
    submit(node, turn, book, Act(fields=fields))
