"""Officers, and the two keys behind every act: who drafted it, and who released it.

The node never signs for an officer: it says what would be signed (``act_text``), and takes a
line by the officer's device key or a passkey. The note with both lines is kept for ever as the
evidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.policy.judge import rule_of
from wasl.core.procedure import MoveRule
from wasl.core.terms import OfficerRole
from wasl.node import files
from wasl.node.act import SALT_BYTES, body_reference
from wasl.node.clock import short_id
from wasl.node.node import Node
from wasl.node.passkeys import passkeys_of
from wasl.node.ports import Look, Turn
from wasl.node.rows import DraftRow, OfficerRow
from wasl.seal.note import KeyKind, Line, Note, VerifyKey, read_note, text_hash, verify, write_note
from wasl.seal.passkey import has_touched
from wasl.seal.vault import pseudonym

ACT_FIRST_LINE = "wasl-act/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An act as its drafter is about to sign it: the fields, and what goes beside them."""

    link: str
    fields: Mapping[str, Any]
    salt: bytes
    body: bytes
    files: tuple[bytes, ...]
    statement: bytes


def officer_of(look: Look, officer: str) -> OfficerRow:
    """The officer of this id; refuses ``no-such-officer``, also for one who has left."""
    row = look.officer(officer)
    if row is None or row.until_us is not None:
        raise RefusedError("no-such-officer", {"officer": officer})
    return row


def device_key(node: Node, officer: OfficerRow) -> VerifyKey:
    """The public half of an officer's device key, under the name it signs with."""
    return VerifyKey(
        name=device_name(node.identity.node, officer.id),
        kind=KeyKind.ED25519,
        public=officer.key,
    )


def device_name(node: str, officer: str) -> str:
    """The name an officer's device key signs with."""
    return f"{node}/wasl/officer/{officer}"


def act_text(link: str, fields: Mapping[str, Any]) -> str:
    """What drafter and releaser sign: every field chosen by them, and the log it is for."""
    return canonical.statement_text(ACT_FIRST_LINE, {"act": dict(fields), "link": link})


def move_rule(kind: str, move: str) -> MoveRule:
    """What a move asks; refuses ``move-not-allowed`` for one that no table has."""
    rule = rule_of(kind, move)
    if rule is None:
        raise RefusedError("move-not-allowed", {"kind": kind, "move": move})
    return rule


def signatory(node: Node, officer: OfficerRow, allowed: frozenset[OfficerRole]) -> dict[str, str]:
    """The officer as an entry shows him: a role he holds that may do this, and a pseudonym.

    Refuses ``role-lacking`` with the roles of which one is needed.
    """
    for role in officer.roles:
        if role in allowed:
            return {"role": role, "who": pseudonym(node.identity.house_key, officer.id)}
    needed = ", ".join(sorted(allowed - {OfficerRole.NODE}))
    raise RefusedError("role-lacking", {"needed": needed})


def keep_draft(
    node: Node, turn: Turn, prepared: Prepared, officer: OfficerRow, line: Line
) -> DraftRow:
    """The act under its drafter's signature, waiting for a second officer.

    Refuses ``bad-signature`` for a line that is not this officer's on this text,
    ``role-lacking`` for an act that names another drafter, or this one in a role he has not, and
    ``wrong-commitment`` for one that names another body or statement than came with it.
    """
    _check_drafter(node, prepared.fields, officer)
    _check_beside(prepared)
    text = act_text(prepared.link, prepared.fields)
    note = Note(text=text, lines=(line,))
    _check_line(node, turn, note, officer)
    row = DraftRow(
        id=short_id(node.draw),
        link=prepared.link,
        act=canonical.dumps(dict(prepared.fields)),
        salt=prepared.salt,
        body=prepared.body,
        files=tuple(str(named["sha256"]) for named in prepared.fields.get("files") or ()),
        statement=prepared.statement.decode(),
        note=write_note(note),
        officer=officer.id,
        at_us=node.now_us(),
    )
    references = prepared.fields.get("files") or ()
    files.keep_pending(turn, row.link, row.salt, references, prepared.files)
    turn.put_draft(row)
    return row


def drafters(rule: MoveRule, *, flash: bool) -> frozenset[OfficerRole]:
    """Who may write a move first: under FLASH the duty officer and nobody else."""
    return frozenset({OfficerRole.DUTY}) if flash else rule.signers.drafts


def _check_drafter(node: Node, fields: Mapping[str, Any], officer: OfficerRow) -> None:
    """The act has been out of our hands since it was prepared: it is still its drafter's own."""
    said = fields.get("by") or {}
    rule = move_rule(str(fields.get("kind")), str(fields.get("move")))
    allowed = drafters(rule, flash=bool(said.get("flash")))
    who = pseudonym(node.identity.house_key, officer.id)
    true = [{"role": role, "who": who} for role in officer.roles if role in allowed]
    if said.get("drafted") not in true:
        needed = ", ".join(sorted(allowed - {OfficerRole.NODE}))
        raise RefusedError("role-lacking", {"needed": needed})


def _check_beside(prepared: Prepared) -> None:
    """In our log it would stand for good, and no partner would take that log any further."""
    named = prepared.fields.get("body")
    fits = len(prepared.salt) == SALT_BYTES if prepared.body else named is None
    if not fits or (prepared.body and named != body_reference(prepared.salt, prepared.body)):
        raise RefusedError("wrong-commitment", {"what": "body"})
    brought = text_hash(read_note(prepared.statement).text).hex() if prepared.statement else None
    if prepared.fields.get("statement") != brought:
        raise RefusedError("wrong-commitment", {"what": "statement"})


def draft_of(look: Look, draft: str) -> DraftRow:
    """The draft of this id; refuses ``no-such-draft``."""
    row = look.draft(draft)
    if row is None:
        raise RefusedError("no-such-draft", {"draft": draft})
    return row


def own_draft(look: Look, draft: str, officer: str) -> DraftRow:
    """A draft for who wrote it; ``role-lacking`` for anybody else, ``no-such-draft``."""
    row = draft_of(look, draft)
    if row.officer != officer:
        raise RefusedError("role-lacking", {"needed": "the officer who drafted it"})
    return row


def draft_text(row: DraftRow) -> str:
    """The text a second officer signs: the one the first has signed."""
    return read_note(row.note).text


def vouch(node: Node, turn: Turn, row: DraftRow, officer: OfficerRow, line: Line) -> DraftRow:
    """The draft with the word of an officer whom its move needs besides (procedures.md §2).

    Refuses ``role-lacking`` to an officer whose word it does not need, and ``bad-signature``.
    """
    also = _also(row)
    if not also & set(officer.roles):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(also)) or "none"})
    note = read_note(row.note)
    vouched = Note(text=note.text, lines=(*note.lines, line))
    _check_line(node, turn, vouched, officer)
    if has_signed(node, turn, note, officer):
        return row
    kept = replace(row, note=write_note(vouched))
    turn.put_draft(kept)
    return kept


def unheard(node: Node, look: Look, row: DraftRow, note: Note) -> frozenset[OfficerRole]:
    """The roles whose word the draft's move needs besides, and of which nobody signed yet."""
    also = _also(row)
    if not also:
        return also
    officers = [officer for officer in look.officers() if officer.until_us is None]
    heard = [officer for officer in officers if has_signed(node, look, note, officer)]
    return also.difference(*(officer.roles for officer in heard))


def countersign_draft(
    node: Node, look: Look, row: DraftRow, officer: OfficerRow, lines: Sequence[Line]
) -> tuple[dict[str, Any], Note]:
    """The act's fields with both officers named, and the note with every officer's line.

    Refuses ``same-officer`` (but for FLASH and acts of one officer), ``role-lacking``,
    ``word-lacking`` and ``bad-signature``.
    """
    fields: dict[str, Any] = canonical.loads(row.act)
    signers = move_rule(fields["kind"], fields["move"]).signers
    note = read_note(row.note)
    by = dict(fields["by"])
    if by.get("flash") or signers.solo:
        if officer.id != row.officer:
            raise RefusedError("role-lacking", {"needed": "the officer who drafted it"})
        by["released"] = by["drafted"]
        return {**fields, "by": by}, note
    if officer.id == row.officer:
        raise RefusedError("same-officer")
    by["released"] = signatory(node, officer, signers.releases)
    both = Note(text=note.text, lines=(*note.lines, *lines))
    _check_line(node, look, both, officer)
    if lacking := unheard(node, look, row, both):
        raise RefusedError("word-lacking", {"needed": ", ".join(sorted(lacking))})
    return {**fields, "by": by}, both


def _also(row: DraftRow) -> frozenset[OfficerRole]:
    """The roles whose word a draft needs besides."""
    fields = canonical.loads(row.act)
    return move_rule(fields["kind"], fields["move"]).also(fields.get("code"))


def has_signed(node: Node, look: Look, note: Note, officer: OfficerRow) -> bool:
    """Whether an officer signed a note, with the device key or by touching a passkey.

    Refuses ``bad-signature`` for a line of the device key that does not verify.
    """
    key = device_key(node, officer)
    return bool(verify(note, [key])) or has_touched(note, key.name, passkeys_of(look, officer.id))


def _check_line(node: Node, look: Look, note: Note, officer: OfficerRow) -> None:
    if not has_signed(node, look, note, officer):
        raise RefusedError("bad-signature", {"officer": officer.id})
