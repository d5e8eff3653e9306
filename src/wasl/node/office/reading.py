"""What an officer reads without opening a body: the tray, and a case with both halves."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES, at_rest, joint, owed_moves, possible_moves
from wasl.core.entry import read_entry
from wasl.core.procedure import Move
from wasl.core.terms import OfficerRole
from wasl.node import files
from wasl.node.accounts import officer_of, signatory
from wasl.node.act import Act
from wasl.node.ahead import copies
from wasl.node.alerting import LIAISON, beside, is_hidden, is_lapsed
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.desk import submit
from wasl.node.erasure import halves, opened_key, standing_of
from wasl.node.folding import awake_cases
from wasl.node.keeping import KEEPING
from wasl.node.need import check_need, may_know, named_to
from wasl.node.node import Node
from wasl.node.office.carriage_line import (
    Citing,
    arrival,
    carriage_line,
    citing_of,
    late_receipt,
)
from wasl.node.office.finding import in_order, marking_of, opening_of, rows_of
from wasl.node.office.level_view import level_sides
from wasl.node.office.time_limit import time_limit
from wasl.node.onward import forwards
from wasl.node.ports import Look, Turn
from wasl.node.retaining import counts
from wasl.node.rows import EntryRow, LinkRow, OfficerRow

ITEMS_IN_ONE_FACT = 64
CASES_AT_ONCE = 500

Told = dict[str, Any]


# ------------------------------------------------------------------------------------- the tray


def tray(node: Node, turn: Turn, *, officer: str) -> Told:
    """Every case that is not at rest and the officer's to know of, with its clock.

    What is new is delivered by looking: a duty officer who looks writes one ``deliver`` fact for
    all that was not delivered yet.
    """
    row = officer_of(turn, officer)
    delivered = 0
    if OfficerRole.DUTY in row.roles:
        for link in turn.links():
            delivered += _deliver(node, turn, node.book(turn, link), officer)
    cases = [told for told in _restless(node, turn, row) if _is_theirs_to_know(turn, row, told)]
    cases.sort(key=lambda told: (told["due"] or "9", told["written"]))
    return {
        "ahead": [*_arrived_ahead(node, turn, row)],
        "cases": cases,
        "delivered": delivered,
        "drafts": len(turn.drafts()),
        "retention": counts(node, turn) if OfficerRole.DPO in row.roles else {},
        "waiting": sum(len(turn.waiting(link.own)) for link in turn.links()),
    }


def _restless(node: Node, turn: Turn, reader: OfficerRow) -> list[Told]:
    """Every case in which something is owed, unread or to be reviewed; the others are at rest."""
    awake = awake_cases(turn)
    found = []
    for link in turn.links():
        for citing, rows in _cases(turn, link, awake):
            told = case_line(node, turn, link, citing, rows, reader)
            if told["open"] or told["unread"] or told["to_review"]:
                found.append(told)
    turn.rest_cases(set(awake) - {told["case"] for told in found})
    return found


def _is_theirs_to_know(look: Look, officer: OfficerRow, told: Told) -> bool:
    """Whether a line of the tray is this officer's to see."""
    if told["hidden"] and not LIAISON & set(officer.roles):
        return False
    return may_know(look, officer, dossier=told.get("dossier") or None, case=told["case"])


def _arrived_ahead(node: Node, look: Look, officer: OfficerRow) -> Iterator[Told]:
    """What may be read before its place in the log is reached, and is the officer's to know of."""
    for link in look.links():
        for copy in copies(look, link.theirs) if node.book(look, link).recognises() else ():
            entry = read_entry(copy.row.entry)
            if may_know(look, officer, dossier=entry.dossier, case=entry.case):
                yield {
                    "case": copy.row.case,
                    "entry": copy.row.leaf.hex(),
                    "index": copy.row.index,
                    "kind": copy.row.kind,
                    "partner": link.partner,
                    "purpose": entry.purpose or "",
                    "read": bool(copy.read_by),
                    "written": entry.written,
                }


def case_line(
    node: Node,
    look: Look,
    link: LinkRow,
    citing: Citing,
    rows: Sequence[EntryRow],
    reader: OfficerRow | None,
) -> Told:
    """One case in one line: kind, joint state, urgency, clocks, what is still unread."""
    standing = [row for row in in_order(rows) if not row.rule]
    first = opening_of(rows)
    entry = read_entry(first.entry)
    procedure = PROCEDURES[first.kind]
    o, r = joint(procedure, *halves(standing)) if standing else ("none", "none")
    limit = time_limit(
        partial(arrival, look, citing), node.book(look, link), standing, node.clock.now()
    )
    rest = at_rest(procedure, o, r)
    is_alert = first.kind == "alert"
    return {
        "beside": beside(node, look, link, first.case, reader) if is_alert and not rest else [],
        "case": first.case,
        "hidden": is_alert and first.link == link.theirs and is_hidden(standing),
        "kind": first.kind,
        "lapsed": is_alert and is_lapsed(node, look, standing),
        "open": not rest,
        "ours": first.link == link.own,
        "owed": [[side.value, move] for side, move in owed_moves(procedure, o, r)],
        "partner": link.partner,
        "states": [o, r],
        "to_review": sum(_unreviewed(citing, link, row) for row in standing),
        "unread": sum(_unread(look, link, row) for row in standing),
        "urgency": limit.urgency,
        "written": entry.written,
        **limit.told(at_rest=rest),
        **marking_of(entry),
    }


def _unread(look: Look, link: LinkRow, row: EntryRow) -> bool:
    """Whether an item of theirs has a body here that nobody has opened."""
    return (
        row.link == link.theirs
        and b'"body":' in row.entry
        and not row.body_rule
        and look.setting(opened_key(row)) is None
        and look.has_body(row.link, row.index)
    )


def _unreviewed(citing: Citing, link: LinkRow, row: EntryRow) -> bool:
    """Whether an act of ours left under FLASH and no second officer has reviewed it."""
    return (
        row.link == link.own
        and b'"flash":true' in row.entry
        and not any(fact.move == "review_flash" for fact in citing[row.leaf])
    )


def _deliver(node: Node, turn: Turn, book: Book, officer: str) -> int:
    """One ``deliver`` fact for every item of theirs that has not been in a tray yet."""
    last = int(turn.setting(f"delivered/{book.link.theirs}") or b"0")
    log = turn.log(book.link.theirs)
    size = log.size if log else 0
    if last == size:
        return 0
    rows = [
        row
        for row in turn.entries(book.link.theirs, last, size)
        if not row.rule and b'"body":' in row.entry and not row.body_rule and row.case
    ]
    turn.put_setting(f"delivered/{book.link.theirs}", str(size).encode())
    who = signatory(node, officer_of(turn, officer), frozenset({OfficerRole.DUTY}))
    for first in range(0, len(rows), ITEMS_IN_ONE_FACT):
        leaves = [found.leaf.hex() for found in rows[first : first + ITEMS_IN_ONE_FACT]]
        fields = {
            "about": leaves,
            "by": {"drafted": who, "released": who},
            "clock": node.clock_claim(),
            "code": "duty",
            "kind": "fact",
            "move": "deliver",
            "written": stamp(node.clock.now()),
        }
        submit(node, turn, book, Act(fields=fields))
    return len(rows)


def _cases(
    look: Look, link: LinkRow, references: Sequence[str]
) -> Iterator[tuple[Citing, list[EntryRow]]]:
    """The entries of these cases in a link, a list a case, with what cites them."""
    for first in range(0, len(references), CASES_AT_ONCE):
        asked = references[first : first + CASES_AT_ONCE]
        by_case: dict[str, list[EntryRow]] = {}
        for row in look.entries_of_cases(asked):
            if row.link in {link.own, link.theirs} and row.kind in PROCEDURES:
                by_case.setdefault(row.case, []).append(row)
        citing = citing_of(look, (row for rows in by_case.values() for row in rows))
        for rows in by_case.values():
            yield citing, rows


# -------------------------------------------------------------------------------------- a case


def case(node: Node, turn: Turn, *, reference: str, officer: str = "") -> Told:
    """Both halves of a case, every entry by its codes, and what may be done next.

    ``moves`` may be written now; ``moves_then`` once what we drafted and released has its place.
    Refuses ``no-such-case`` and ``wrong-check``; to an officer it is told, ``need-to-know``.
    """
    link, rows = rows_of(turn, reference)
    reader = officer_of(turn, officer) if officer else None
    if reader is not None:
        dossier = read_entry(opening_of(rows).entry).dossier
        check_need(turn, reader, dossier=dossier, case=rows[0].case)
    book = node.book(turn, link)
    citing = citing_of(turn, rows)
    told = case_line(node, turn, link, citing, rows, reader)
    told["entries"] = [
        {"number": place, **_entry(node, turn, book, citing, row)}
        for place, row in enumerate(rows, 1)
    ]
    ahead = [*_acts_waiting(turn, link, told["case"]), *_acts_drafted(turn, link, told["case"])]
    told["ahead"] = ahead
    told["named"] = list(named_to(turn, told["case"]))
    told["moves"] = list(_next_moves(link, rows, ()))
    told["moves_then"] = list(_next_moves(link, rows, [act["move"] for act in ahead]))
    if told["kind"] == "level":
        told["levels"] = level_sides(link, rows)
    if told["kind"] == "recall":
        told["items"] = list(_ordered_items(node, turn, link, rows))
    leaves = [row.leaf.hex() for row in rows if b'"body":' in row.entry]
    told["lineage"] = [
        {"case": passed_on.case, "recipient": passed_on.recipient}
        for log in (link.own, link.theirs)
        for passed_on in forwards(turn, log, leaves)
    ]
    return told


def _entry(node: Node, look: Look, book: Book, citing: Citing, row: EntryRow) -> Told:
    entry = read_entry(row.entry)
    line = carriage_line(look, citing, row)
    ours = row.link == book.link.own
    return {
        "about": list(entry.about or ()),
        "by": entry.by.model_dump(exclude_none=True),
        "carriage": line.told(),
        "code": entry.code or "",
        "due": entry.due or "",
        "files": files.on_the_way(look, row),
        "entry": row.leaf.hex(),
        "grading": entry.grading.model_dump() if entry.grading else None,
        "has_body": entry.body is not None,
        "index": row.index,
        "kept": list(_kept(look, book, row)) if entry.body else [],
        "late_receipt": ours and late_receipt(entry, line, node.clock.now()),
        "move": row.move,
        "ours": ours,
        "outcomes": list(entry.outcomes or ()),
        "rule": row.rule or row.body_rule,
        "standing": standing_of(node, look, row).value if entry.body else "",
        "statement": entry.statement or "",
        "urgency": entry.urgency.value if entry.urgency else "",
        "written": entry.written,
        **marking_of(entry),
    }


def _kept(look: Look, book: Book, row: EntryRow) -> Iterator[Told]:
    """What officers of either side said of how long they keep the item, and the entry with why."""
    for _, fact in look.entries_citing([row.leaf]):
        of_officers = fact.kind == "fact" and fact.move in KEEPING and not fact.rule
        said = read_entry(fact.entry) if of_officers else None
        # A hold cites the request too, which nobody keeps.
        if said is None or (said.about or ())[0] != row.leaf.hex():
            continue
        yield {
            "code": said.code or "",
            "entry": fact.leaf.hex(),
            "move": fact.move,
            "ours": fact.link == book.link.own,
            "until": said.retain_until or "",
        }


def _acts_waiting(look: Look, link: LinkRow, reference: str) -> Iterator[Told]:
    """What was released in this case and has no place in our log yet."""
    for row in look.waiting(link.own):
        fields = canonical.loads(row.act)
        if fields.get("case") == reference:
            yield {"draft": "", "move": fields["move"]}


def _acts_drafted(look: Look, link: LinkRow, reference: str) -> Iterator[Told]:
    """What was drafted in this case and waits for a second officer, the oldest first."""
    for row in sorted(look.drafts(), key=lambda row: row.at_us):
        fields = canonical.loads(row.act)
        if row.link == link.own and fields.get("case") == reference:
            yield {"draft": row.id, "move": fields["move"]}


def _next_moves(link: LinkRow, rows: Sequence[EntryRow], ahead: Sequence[str]) -> Sequence[str]:
    """What our side may write next, having seen all of theirs, after the moves ``ahead``."""
    standing = [row for row in rows if not row.rule]
    if not standing:
        return ()
    we_opened = opening_of(standing).link == link.own
    o, r = halves(standing)
    own, other = (o, r) if we_opened else (r, o)
    seen = max((row.index for row in standing if row.link == link.theirs), default=-1) + 1
    last = max((row.index for row in standing if row.link == link.own), default=-1)
    coming = [
        Move(index=last + place, seen=seen, move=move) for place, move in enumerate(ahead, 1)
    ]
    return possible_moves(PROCEDURES[standing[0].kind], [*own, *coming], other)


def _ordered_items(
    node: Node, look: Look, link: LinkRow, rows: Sequence[EntryRow]
) -> Iterator[Told]:
    """What an order takes back, and how each item stands here."""
    order = next((row for row in rows if row.move == "order" and not row.rule), None)
    about = (read_entry(order.entry).about or ()) if order else ()
    held = {row.leaf.hex(): row for row in look.entries_by_leaf([bytes.fromhex(x) for x in about])}
    for leaf in about:
        row = held.get(leaf)
        if row is None or row.link not in {link.own, link.theirs}:
            yield {"entry": leaf, "held": False, "opened": False, "standing": ""}
            continue
        yield {
            "case": row.case,
            "entry": leaf,
            "held": look.has_body(row.link, row.index),
            "onward": [
                {"case": passed_on.case, "recipient": passed_on.recipient}
                for passed_on in forwards(look, link.own, [leaf])
            ],
            "opened": look.setting(opened_key(row)) is not None,
            "standing": standing_of(node, look, row).value,
        }
