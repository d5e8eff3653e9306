"""Acts through the door: prepared here, signed where the officer's key is, released by another."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.node import accounts, acts, audit, ceremony, files
from wasl.node.clock import from_micros, stamp
from wasl.node.need import may_know
from wasl.node.node import Node
from wasl.node.office import producing
from wasl.node.office.asked import read_part, read_prepared, read_wish
from wasl.node.office.rehearsal import rehearse
from wasl.node.office.wording import refuse_numbers
from wasl.node.ports import Look, Turn
from wasl.node.rows import DraftRow, LinkRow
from wasl.seal.note import Line, read_note

Told = dict[str, Any]


def prepare(
    node: Node, turn: Turn, *, officer: str, partner: str, wish: Mapping[str, Any]
) -> Told:
    """The act as it would be signed: ``text`` goes to the officer's key, the rest comes back.

    ``wish`` holds kind, move, fields, body, attached (base64 or hashes), statement, flash.
    Refuses what ``acts.prepare`` does, ``note-personal``, and at once what ``judge`` would
    refuse at the release.
    """
    book = node.book(turn, node.link_with(turn, partner))
    row, wished = accounts.officer_of(turn, officer), read_wish(wish)
    if wished.kind == "note":
        refuse_numbers(wished.body or {})
    if (wished.kind, wished.move) == producing.PRODUCES and wished.body is None:
        wished = producing.with_extract(node, turn, row, wished)
    prepared = acts.prepare(node, turn, book, row, wished)
    rehearse(node, turn, book, prepared)
    return {
        "body": b64encode(prepared.body).decode(),
        "fields": dict(prepared.fields),
        "files": [b64encode(content).decode() for content in prepared.files],
        "link": prepared.link,
        "salt": prepared.salt.hex(),
        "statement": prepared.statement.decode(),
        "text": acts.text_to_sign(prepared),
    }


def draft(
    node: Node, turn: Turn, *, officer: str, prepared: Mapping[str, Any], signed: str
) -> Told:
    """A prepared act under its drafter's line is kept for a second officer."""
    act = read_prepared(prepared)
    _link(turn, act.link)
    row = accounts.officer_of(turn, officer)
    kept = accounts.keep_draft(node, turn, act, row, _line(signed))
    return _draft(node, turn, kept)


def attach(node: Node, turn: Turn, *, draft: str, officer: str, part: Mapping[str, Any]) -> Told:
    """One part of an attachment of a draft, or the list of its parts; how far it is.

    ``part`` holds ``sha256`` of the attachment, ``offset``, and ``content`` as base64.
    Refuses ``no-such-draft``, ``role-lacking`` to another than its drafter, ``no-such-file`` and
    ``wrong-commitment``.
    """
    row = accounts.own_draft(turn, draft, officer)
    named = canonical.loads(row.act).get("files") or ()
    place = files.pending_place(row.link, row.salt)
    here, of = files.bring(turn, place, named, read_part(part))
    return {"here": here, "of": of}


def vouch(node: Node, turn: Turn, *, draft: str, officer: str, signed: str) -> Told:
    """The word of an officer whom the draft's move needs besides drafter and releaser."""
    row = accounts.draft_of(turn, draft)
    kept = accounts.vouch(node, turn, row, accounts.officer_of(turn, officer), _line(signed))
    return _draft(node, turn, kept)


def drafts(node: Node, turn: Turn, *, officer: str = "") -> list[Told]:
    """What waits for a second officer, the oldest first; for an officer, what is his to know of.

    ``by`` names the roles that may release it, ``also`` those whose word it still lacks.
    """
    reader = accounts.officer_of(turn, officer) if officer else None
    rows = sorted(turn.drafts(), key=lambda row: row.at_us)
    return [
        _draft(node, turn, row)
        for row in rows
        if reader is None or may_know(turn, reader, **_known_by(row))
    ]


def _known_by(row: DraftRow) -> dict[str, str | None]:
    """By what it is said who may know of a draft."""
    fields = canonical.loads(row.act)
    return {"case": fields.get("case"), "dossier": fields.get("dossier")}


def _draft(node: Node, look: Look, row: DraftRow) -> Told:
    fields = canonical.loads(row.act)
    signers = accounts.move_rule(fields["kind"], fields["move"]).signers
    alone = bool(fields["by"].get("flash")) or signers.solo
    return {
        "alone": alone,
        "also": sorted(accounts.unheard(node, look, row, read_note(row.note))),
        "at": stamp(from_micros(row.at_us)),
        "by": sorted(signers.releases - {OfficerRole.NODE}),
        "case": fields.get("case", ""),
        "draft": row.id,
        "kind": fields["kind"],
        "move": fields["move"],
        "officer": row.officer,
        "partner": _link(look, row.link).partner,
    }


def read_draft(node: Node, turn: Turn, *, draft: str, officer: str) -> Told:
    """What the second officer is asked to read before he signs, after the line that he reads it.

    Refuses ``no-such-draft``, ``no-such-officer`` and ``role-lacking``.
    """
    row = accounts.draft_of(turn, draft)
    audit.note_draft_read(node, turn, row, accounts.officer_of(turn, officer))
    return {
        **release_text(node, turn, draft=draft),
        "body": canonical.loads(row.body) if row.body else None,
    }


def release_text(node: Node, turn: Turn, *, draft: str) -> Told:
    """What the second officer signs: codes and the commitment to the body, not the body."""
    row = accounts.draft_of(turn, draft)
    return {
        **_draft(node, turn, row),
        "fields": canonical.loads(row.act),
        "text": accounts.draft_text(row),
    }


def release(node: Node, turn: Turn, *, draft: str, officer: str, signed: str) -> Told:
    """A draft is released: in our log, or waiting until the partner has confirmed our epoch."""
    row = accounts.draft_of(turn, draft)
    link = _link(turn, row.link)
    lines = [_line(signed)] if signed else []
    written = acts.release(
        node, turn, node.book(turn, link), draft, accounts.officer_of(turn, officer), lines
    )
    fields = canonical.loads(row.act)
    told = {
        "case": fields.get("case", ""),
        "kind": fields["kind"],
        "move": fields["move"],
        "partner": link.partner,
    }
    if written is None:
        return {**told, "state": "waiting"}
    return {
        **told,
        "index": written.entry.index,
        "leaf": written.row.leaf.hex(),
        "link": written.entry.link,
        "state": "released",
    }


def drop_draft(node: Node, turn: Turn, *, draft: str, officer: str) -> Told:
    """A draft is thrown away by the officer who wrote it; refuses ``role-lacking`` to others."""
    row = accounts.own_draft(turn, draft, officer)
    files.drop_pending(turn, row.link, row.salt)
    turn.drop_draft(draft)
    return {"draft": draft}


def open_link(node: Node, turn: Turn, *, partner: str, arrangement_id: str) -> Told:
    """The two empty logs of a link, so that a recognition can be drafted for it."""
    link = ceremony.open_link(node, turn, partner, arrangement_id)
    return {"own": link.own, "theirs": link.theirs}


def _line(signed: str) -> Line:
    """The one line of a note that an officer's key has just signed."""
    return read_note(signed.encode()).lines[-1]


def _link(look: Look, own: str) -> LinkRow:
    found = next((link for link in look.links() if link.own == own), None)
    if found is None:
        raise RefusedError("wrong-link")
    return found
