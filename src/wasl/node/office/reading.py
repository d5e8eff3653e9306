"""What an officer reads: the tray, a case with both halves, an item after its audit line, why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES, at_rest, joint, owed_moves, possible_moves
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.deadline import Deadline, deadline
from wasl.core.terms import OfficerRole, Urgency
from wasl.node import audit
from wasl.node.accounts import officer_of, signatory
from wasl.node.act import Act
from wasl.node.book import Book
from wasl.node.clock import from_micros, read_stamp, stamp
from wasl.node.desk import submit
from wasl.node.erasure import halves, standing_of
from wasl.node.node import Node
from wasl.node.office.carriage_line import carriage_line
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow

ITEMS_IN_ONE_FACT = 64
RESUMES = frozenset({"clarify", "resume"})


def tray(node: Node, turn: Turn, *, officer: str) -> dict[str, Any]:
    """Every case that is not at rest, with its clock; what is new is delivered by looking.

    Looking as a duty officer writes one ``deliver`` fact for all that was not delivered yet.
    """
    row = officer_of(turn, officer)
    delivered = 0
    cases: list[dict[str, Any]] = []
    for link in turn.links():
        book = node.book(turn, link)
        if OfficerRole.DUTY in row.roles:
            delivered += _deliver(node, turn, book, officer)
        for rows in _cases(turn, link):
            told = case_line(node, turn, link, rows)
            if told["open"] or told["to_open"]:
                cases.append(told)
    cases.sort(key=lambda told: (told["due"] or "9", told["written"]))
    return {
        "cases": cases,
        "delivered": delivered,
        "drafts": len(turn.drafts()),
        "waiting": sum(len(turn.waiting(link.own)) for link in turn.links()),
    }


def case(node: Node, turn: Turn, *, reference: str) -> dict[str, Any]:
    """Both halves of a case, every entry in words' codes, and what may be done next.

    Refuses ``no-such-case``; a reference may be written in groups and in lower case.
    """
    link, rows = _rows_of(turn, _plain(reference))
    told = case_line(node, turn, link, rows)
    book = node.book(turn, link)
    told["entries"] = [_told(node, turn, book, row) for row in _in_order(rows)]
    told["moves"] = list(_next_moves(link, rows))
    return told


def open_entry(
    node: Node, turn: Turn, *, entry: str, officer: str, purpose: str
) -> dict[str, Any]:
    """The body of one item for an officer with a purpose; the audit line is in the same turn."""
    link, row = find_entry(turn, entry)
    reader = officer_of(turn, officer)
    reading = audit.open_item(node, turn, node.book(turn, link), row, reader, purpose)
    return {
        "body": canonical.loads(reading.body),
        "caveats": list(reading.entry.caveats or ()),
        "entry": row.leaf.hex(),
        "files": [
            {"media": media, "sha256": name, "size": len(content)}
            for name, media, content in audit.open_files(turn, row)
        ],
        "grading": reading.entry.grading.model_dump() if reading.entry.grading else None,
        "handling": list(reading.entry.handling or ()),
        "standing": reading.standing.value,
    }


def explain(node: Node, turn: Turn, *, reference: str) -> dict[str, Any]:
    """Why something did not go, or did not count: refusals here and there, and what waits."""
    wanted = _plain(reference) if reference else ""
    found = []
    for row in turn.refusals(1_000):
        detail = canonical.loads(row.detail)
        if not wanted or wanted in {detail.get("case"), row.rule}:
            found.append(
                {
                    "at": stamp(from_micros(row.at_us)),
                    "detail": detail,
                    "rule": row.rule,
                    "side": row.side,
                }
            )
    void = []
    waiting = []
    for link in turn.links():
        for log in (link.own, link.theirs):
            size = _size(turn, log)
            void += [
                {
                    "case": row.case,
                    "index": row.index,
                    "kind": row.kind,
                    "link": row.link,
                    "move": row.move,
                    "rule": row.rule or row.body_rule,
                }
                for row in turn.entries(log, 0, size)
                if (row.rule or row.body_rule) and wanted in {"", row.case, row.leaf.hex()}
            ]
        for act in turn.waiting(link.own):
            fields = canonical.loads(act.act)
            if wanted in {"", fields.get("case")}:
                waiting.append({"kind": fields["kind"], "move": fields["move"]})
    frozen = [link.partner for link in turn.links() if turn.setting(f"frozen/{link.own}")]
    return {"frozen": frozen, "refusals": found, "void": void, "waiting": waiting}


def find_entry(look: Look, entry: str) -> tuple[LinkRow, EntryRow]:
    """The entry of this leaf hash (or its first digits), or the item that opened this case.

    Refuses ``no-such-entry``.
    """
    rows: list[EntryRow] = []
    if len(entry) == 64:
        rows = list(look.entries_by_leaf([bytes.fromhex(entry)])) if _is_hex(entry) else []
    else:
        found = look.entries_of_cases([_plain(entry)])
        rows = [row for row in _in_order(found) if b'"body":' in row.entry][:1]
    for link in look.links():
        for row in rows:
            if row.link in {link.own, link.theirs}:
                return link, row
    raise RefusedError("no-such-entry", {"entry": entry[:64]})


def case_line(node: Node, look: Look, link: LinkRow, rows: Sequence[EntryRow]) -> dict[str, Any]:
    """One case in one line: kind, joint state, urgency, clocks, what is still unread."""
    standing = [row for row in _in_order(rows) if not row.rule]
    first = standing[0] if standing else _in_order(rows)[0]
    entry = read_entry(first.entry)
    o, r = joint(PROCEDURES[first.kind], *halves(standing)) if standing else ("none", "none")
    clock = _clock(node, look, standing, entry)
    rest = at_rest(PROCEDURES[first.kind], o, r)
    return {
        "case": first.case,
        "dossier": entry.dossier or "",
        "due": stamp(clock.due) if clock else "",
        "handling": list(entry.handling or ()),
        "handling_seconds": int(clock.handling.total_seconds()) if clock else 0,
        "carriage_seconds": int(clock.carriage.total_seconds()) if clock else 0,
        "item": first.leaf.hex() if b'"body":' in first.entry else "",
        "kind": first.kind,
        "open": not rest,
        "ours": first.link == link.own,
        "overdue": bool(clock and clock.overdue and not rest),
        "owed": [[side.value, move] for side, move in owed_moves(PROCEDURES[first.kind], o, r)],
        "partner": link.partner,
        "states": [o, r],
        "to_open": sum(_unread(look, link, row) for row in standing),
        "urgency": entry.urgency.value if entry.urgency else "",
        "written": entry.written,
    }


def _unread(look: Look, link: LinkRow, row: EntryRow) -> bool:
    """Whether an item of theirs has a body here that nobody has opened."""
    return (
        row.link == link.theirs
        and b'"body":' in row.entry
        and not row.body_rule
        and look.setting(f"opened/{row.leaf.hex()}") is None
        and look.body(row.link, row.index) is not None
    )


def _clock(node: Node, look: Look, standing: Sequence[EntryRow], entry: Entry) -> Deadline | None:
    """The deadline of a request that is still open."""
    if entry.kind != "request" or entry.urgency is None or not standing:
        return None
    line = carriage_line(look, standing[0])
    pauses: list[tuple[datetime, datetime | None]] = []
    for row in standing:
        moment = read_stamp(read_entry(row.entry).written)
        if row.move == "ask_back":
            pauses.append((moment, None))
        elif pauses and pauses[-1][1] is None and row.move in RESUMES:
            pauses[-1] = (pauses[-1][0], moment)
    urgency = next(
        (e.urgency for e in (read_entry(row.entry) for row in reversed(standing)) if e.urgency),
        entry.urgency,
    )
    return deadline(
        written=read_stamp(entry.written),
        received=line.received,
        delivered=line.delivered,
        within=Urgency(urgency).answer_within,
        pauses=pauses,
        now=node.clock.now(),
    )


def _deliver(node: Node, turn: Turn, book: Book, officer: str) -> int:
    """One ``deliver`` fact for every item of theirs that has not been in a tray yet."""
    last = int(turn.setting(f"delivered/{book.link.theirs}") or b"0")
    size = _size(turn, book.link.theirs)
    rows = [
        row
        for row in turn.entries(book.link.theirs, last, size)
        if not row.rule and b'"body":' in row.entry and not row.body_rule
    ]
    turn.put_setting(f"delivered/{book.link.theirs}", str(size).encode())
    row = officer_of(turn, officer)
    who = signatory(node, row, frozenset({OfficerRole.DUTY}))
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


def _told(node: Node, look: Look, book: Book, row: EntryRow) -> dict[str, Any]:
    entry = read_entry(row.entry)
    line = carriage_line(look, row)
    return {
        "about": list(entry.about or ()),
        "by": entry.by.model_dump(exclude_none=True),
        "carriage": line.told(),
        "code": entry.code or "",
        "due": entry.due or "",
        "entry": row.leaf.hex(),
        "grading": entry.grading.model_dump() if entry.grading else None,
        "has_body": entry.body is not None,
        "index": row.index,
        "move": row.move,
        "ours": row.link == book.link.own,
        "outcomes": list(entry.outcomes or ()),
        "rule": row.rule or row.body_rule,
        "standing": standing_of(node, look, row).value if entry.body else "",
        "statement": entry.statement or "",
        "written": entry.written,
    }


def _next_moves(link: LinkRow, rows: Sequence[EntryRow]) -> Sequence[str]:
    """What our side may write next, having seen all of theirs."""
    standing = [row for row in rows if not row.rule]
    if not standing:
        return ()
    procedure = PROCEDURES[standing[0].kind]
    o, r = halves(standing)
    ours = [row for row in standing if row.link == link.own]
    theirs = [row for row in standing if row.link == link.theirs]
    we_opened = bool(ours) and _opened_by(ours, theirs)
    own, other = (o, r) if we_opened else (r, o)
    return possible_moves(procedure, own, other)


def _opened_by(ours: Sequence[EntryRow], theirs: Sequence[EntryRow]) -> bool:
    """Whether our first entry of the case had seen nothing of theirs."""
    first = min(ours, key=lambda row: row.index)
    return not any(row.index < first.seen for row in theirs)


def _cases(look: Look, link: LinkRow) -> list[list[EntryRow]]:
    """The entries of every case of a link, a list a case."""
    found = []
    after = ""
    while references := look.case_references(after, 500):
        after = references[-1]
        by_case: dict[str, list[EntryRow]] = {}
        for row in look.entries_of_cases(references):
            if row.link in {link.own, link.theirs} and row.kind in PROCEDURES:
                by_case.setdefault(row.case, []).append(row)
        found += list(by_case.values())
    return found


def _rows_of(look: Look, reference: str) -> tuple[LinkRow, list[EntryRow]]:
    rows = list(look.entries_of_cases([reference]))
    for link in look.links():
        mine = [row for row in rows if row.link in {link.own, link.theirs}]
        if mine:
            return link, mine
    raise RefusedError("no-such-case", {"case": reference[:14]})


def _in_order(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """By the instant each was stored here, then by log and place."""
    return sorted(rows, key=lambda row: (row.at_us, row.link, row.index))


def _size(look: Look, log: str) -> int:
    row = look.log(log)
    return row.size if row else 0


def _plain(reference: str) -> str:
    """A case reference without its groups and check characters, in upper case."""
    return "".join(letter for letter in reference.upper() if letter.isalnum())[:14]


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
