"""The co-signed texts through the door: statements by hash, arrangements, recognitions, items."""

from typing import Any

from wasl.core.arrangement import Arrangement, read_arrangement
from wasl.core.case import PROCEDURES, joint
from wasl.core.clause import FIRST_LINE as TEXT
from wasl.core.clause import read_stated
from wasl.core.errors import RefusedError
from wasl.core.policy.force import recognition_of
from wasl.core.terms import Handling
from wasl.node import withdrawal
from wasl.node.book import Book, arrangement_of, keys_of
from wasl.node.erasure import halves, standing_of
from wasl.node.node import Node
from wasl.node.office.meeting import told_keys
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow
from wasl.seal.note import Note, read_note, sign, write_note
from wasl.seal.recognition import read_recognition

Told = dict[str, Any]


def statement(node: Node, turn: Turn, *, sha256: str) -> Told:
    """A statement kept here, with every line it has got; refuses ``no-such-statement``."""
    row = turn.statement(sha256)
    if row is None:
        raise RefusedError("no-such-statement", {"sha256": sha256[:16]})
    return {"kind": row.kind, "note": row.note.decode(), "sha256": sha256}


def proposed(node: Node, turn: Turn, *, text: str) -> Told:
    """A text of a link of ours under the line of our author key, to be proposed.

    Refuses what ``read_arrangement`` or ``read_stated`` refuses, and ``bad-statement`` for a text
    of no link here.
    """
    link = _link_of(node, turn, text)
    if link is None:
        raise RefusedError("bad-statement", {"field": "parties"})
    author = node.author(turn, node.book(turn, link))
    return {"note": write_note(Note(text=text, lines=(sign(text, author),))).decode()}


def _link_of(node: Node, turn: Turn, text: str) -> LinkRow | None:
    """The link an arrangement is of, or the first between the parties of a text of clauses."""
    if text.startswith(f"{TEXT}\n"):
        parties = set(read_stated(text).parties)
        between = (one for one in turn.links() if {node.identity.node, one.partner} <= parties)
        return next(between, None)
    arrangement = read_arrangement(text)
    return next((one for one in turn.links() if one.arrangement_id == arrangement.id), None)


def arrangements(node: Node, turn: Turn, *, partner: str) -> list[Told]:
    """Every arrangement case with a partner: its states, its latest text, what is in force."""
    found: list[Told] = []
    for link in turn.links():
        if link.partner == partner:
            found += _arrangements_of(node, turn, link)
    if not found and turn.partner(partner) is None:
        raise RefusedError("no-such-partner", {"partner": partner})
    return found


def recognitions(node: Node, turn: Turn) -> list[Told]:
    """For every link: whether we recognise them and they us, by which decision, until when."""
    return [_recognition(node, turn, link) for link in turn.links()]


def partner_keys(node: Node, turn: Turn, *, partner: str) -> Told:
    """The key statement of a partner that is in force as far as we know, and its hash.

    Refuses ``no-such-partner`` for a service never met.
    """
    row = turn.partner(partner)
    if row is None:
        raise RefusedError("no-such-partner", {"partner": partner})
    sha256 = row.keys_sha256
    for link in turn.links():
        if link.partner == partner:
            size = node.their_log(turn, link.theirs).size
            sha256 = node.book(turn, link).keys_sha256(ours=False, size=size)
    kept = turn.statement(sha256)
    keys = keys_of(turn, sha256)
    if kept is None or keys is None:
        raise RuntimeError("a partner without its key statement")
    return {**told_keys(read_note(kept.note), keys), "keys_sha256": sha256}


def key_links(node: Node, turn: Turn) -> list[Told]:
    """For every link the key statement of ours that is in force on it."""
    return [
        {
            "keys_sha256": node.book(turn, link).keys_sha256(
                ours=True, size=node.own_log(turn, link.own).size
            ),
            "partner": link.partner,
        }
        for link in turn.links()
    ]


def items_they_hold(node: Node, turn: Turn, *, partner: str) -> list[Told]:
    """Every item of ours a partner was given, and whether a withdrawal takes it back."""
    book = node.book(turn, node.link_with(turn, partner))
    return [
        {
            "case": row.case,
            "entry": row.leaf.hex(),
            "handling": list(entry.handling or ()),
            "kind": row.kind,
            "move": row.move,
            "standing": standing_of(node, turn, row).value,
            "recalled": bool(set(entry.handling or ()) - {Handling.H0}),
            "written": entry.written,
        }
        for row, entry in withdrawal.items_they_hold(node, turn, book)
    ]


def _arrangements_of(node: Node, look: Look, link: LinkRow) -> list[Told]:
    book = node.book(look, link)
    own, theirs = node.own_log(look, link.own), node.their_log(look, link.theirs)
    force = book.force(ours=True, index=own.size, seen=theirs.size)
    cases: dict[str, list[EntryRow]] = {}
    for log in (link.own, link.theirs):
        for row in look.entries_of_kinds(log, ("arrangement",)):
            if not row.rule:
                cases.setdefault(row.case, []).append(row)
    found = []
    for case, rows in cases.items():
        sha256, text = _latest_text(look, book, case)
        found.append(
            {
                "case": case,
                "in_force": bool(sha256) and sha256 == force.text,
                "partner": link.partner,
                "sha256": sha256,
                "states": list(joint(PROCEDURES["arrangement"], *halves(rows))),
                "suspended": force.suspended,
                "text": text.model_dump(mode="json", exclude_none=True) if text else None,
            }
        )
    return found


def _latest_text(look: Look, book: Book, case: str) -> tuple[str, Arrangement | None]:
    """The hash and text of the highest version a case has proposed."""
    hashes = [
        entry.statement
        for entry in (*book.own, *book.theirs)
        if entry.case == case and entry.move in {"propose", "redraft"}
    ]
    return (hashes[-1], arrangement_of(look, hashes[-1])) if hashes else ("", None)


def _recognition(node: Node, look: Look, link: LinkRow) -> Told:
    book = node.book(look, link)
    told = {
        "arrangement": link.arrangement_id,
        "ours": recognition_of(book.own),
        "partner": link.partner,
        "their_case": next((e.case for e in reversed(book.theirs) if e.kind == "recognition"), ""),
        "theirs": recognition_of(book.theirs),
    }
    mine = [e for e in book.own if e.kind == "recognition" and e.move != "note"]
    stated = next((e for e in reversed(mine) if e.statement), None)
    kept = look.statement(stated.statement) if stated else None
    if kept is None or stated is None:
        return {**told, "case": "", "decided_by": "", "until": ""}
    said = read_recognition(read_note(kept.note))
    return {**told, "case": stated.case, "decided_by": said.decided_by, "until": said.until}
