"""An officer's act from the form to the log: prepared, signed by one, released by another.

What follows from a release in the same turn (a destruction before its attestation, the recalls
of a withdrawal) is in ``effects``.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from wasl.core import canonical
from wasl.core.case import FACT, PROCEDURES, SURVIVORS
from wasl.core.clause import names_body
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import check_body, languages_of, persons_of, read_body
from wasl.core.marking import Marking
from wasl.core.policy.release import release_objection
from wasl.core.procedure import MoveRule
from wasl.core.terms import BodyRule, Caveat, Handling
from wasl.node import effects, files
from wasl.node.accounts import (
    Prepared,
    act_text,
    countersign_draft,
    draft_of,
    drafters,
    move_rule,
    signatory,
)
from wasl.node.act import SALT_BYTES, Act, body_reference
from wasl.node.alerting import check_alert
from wasl.node.attachment import check_size, split
from wasl.node.audit import check_drawn, house_line
from wasl.node.book import Book
from wasl.node.clock import case_reference, stamp
from wasl.node.desk import Written, keep_statement, submit
from wasl.node.desk_checks import check_own
from wasl.node.keeping import check_keeping
from wasl.node.need import check_need
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import DraftRow, OfficerRow
from wasl.node.wish import Announced, Attached, Wish, completed
from wasl.seal.note import Line, read_note, write_note
from wasl.seal.parts import list_parts, part_count


def prepare(node: Node, look: Look, book: Book, officer: OfficerRow, wish: Wish) -> Prepared:
    """The act an officer is about to sign, complete but for the second officer and its place.

    Refuses ``move-not-allowed``, ``need-to-know``, ``role-lacking``, ``bad-body`` and the other
    names of step 16, ``too-large`` for an attachment.
    """
    rule = move_rule(wish.kind, wish.move)
    check_need(look, officer, dossier=wish.fields.get("dossier"), case=wish.fields.get("case"))
    if wish.flash:
        _check_flash(look, rule, wish)
    by: dict[str, Any] = {"drafted": signatory(node, officer, drafters(rule, flash=wish.flash))}
    if wish.flash:
        by["flash"] = True
    fields: dict[str, Any] = {
        **{name: value for name, value in wish.fields.items() if value is not None},
        "by": by,
        "kind": wish.kind,
        "move": wish.move,
    }
    check_keeping(node, look, book, officer, fields)
    if wish.kind != FACT:
        fields.setdefault("case", case_reference(node.draw))
        if PROCEDURES[wish.kind].marked:
            fields.setdefault("audience", [book.link.partner])
    salt = body = b""
    said = completed(node, look, officer, wish)
    if wish.body is not None or said:
        salt = node.draw.draw(SALT_BYTES)
        body = _body(rule, said)
        fields.update(_told_of_body(rule, body, fields), body=body_reference(salt, body))
    check_alert(node, look, book, fields, body)
    if wish.attached:
        if not body:
            raise RefusedError("missing-body", {"why": "an attachment goes with a body"})
        fields["files"] = [_reference(file) for file in wish.attached]
    if wish.statement:
        fields["statement"] = effects.statement_hash(wish.statement)
        _check_stated(rule, wish.statement, body)
    check_own(node, look, book, fields, body)
    return Prepared(
        link=book.link.own,
        fields=fields,
        salt=salt,
        body=body,
        files=tuple(f.content for f in wish.attached if isinstance(f, Attached)),
        statement=wish.statement,
    )


def _check_flash(look: Look, rule: MoveRule, wish: Wish) -> None:
    """The duty officer alone: where the move is open to FLASH, and for what it cites."""
    leaves = [bytes.fromhex(leaf) for leaf in wish.fields.get("about") or ()]
    cited = {read_entry(row.entry).code for row in look.entries_by_leaf(leaves)}
    if not rule.signers.flash or (rule.flash_on and not (cited and cited <= rule.flash_on)):
        raise RefusedError("not-flash", {"move": wish.move})


def _body(rule: MoveRule, wished: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a body, read back by the model its move asks for."""
    if rule.body is None:
        raise RefusedError("bad-body", {"why": "this move carries none"})
    try:
        written = canonical.dumps(dict(wished))
    except (ValueError, TypeError) as error:
        raise RefusedError("bad-body", {"why": str(error)[:64]}) from error
    if len(written) > canonical.BODY_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": canonical.BODY_LIMIT_BYTES})
    read_body(rule.body, written)
    return written


def _check_stated(rule: MoveRule, statement: bytes, body: bytes) -> None:
    """What is signed is what is brought: a statement of a text names this body."""
    if rule.stated and not names_body(read_note(statement).text, body):
        raise RefusedError("bad-body", {"field": "statement"})


def _told_of_body(rule: MoveRule, body: bytes, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry tells of its body: languages, and how many persons of each role."""
    if rule.body is None:
        return {}
    read = read_body(rule.body, body)
    told: dict[str, Any] = {}
    present = sorted(languages_of(read))
    if present:
        wished = (fields.get("lang") or {}).get("authentic")
        told["lang"] = {"authentic": wished or present[0], "present": present}
    persons = persons_of(read)
    if persons:
        told["persons"] = {role.value: persons[role] for role in sorted(persons)}
    if broken := check_body(read, persons, frozenset(present)):
        raise RefusedError(broken)
    if rule.fits is not None and not rule.fits(fields.get("code"), read):
        raise RefusedError(BodyRule.BAD_BODY, {"field": "code"})
    return told


def _reference(file: Attached | Announced) -> dict[str, Any]:
    """An attachment as its entry names it; one of more than a part by the list of them too."""
    if isinstance(file, Announced):
        name, size, parts = file.sha256, file.size, file.parts
    else:
        name, size = sha256(file.content).hexdigest(), len(file.content)
        listed = list_parts(split(file.content)) if part_count(size) > 1 else b""
        parts = sha256(listed).hexdigest() if listed else ""
    check_size(size)
    if bool(parts) != (part_count(size) > 1):
        raise RefusedError("bad-arguments", {"why": "parts"})
    named = {"handling": list(file.handling), "media": file.media, "sha256": name, "size": size}
    return {**named, "parts": parts} if parts else named


def text_to_sign(prepared: Prepared) -> str:
    """What the drafter's device key signs."""
    return act_text(prepared.link, prepared.fields)


def release(
    node: Node, turn: Turn, book: Book, draft: str, officer: OfficerRow, lines: Sequence[Line]
) -> Written | None:
    """A draft becomes an act of the service: in our log, or waiting for its epoch (``None``).

    Refuses what ``countersign_draft``, ``release_objection`` and ``judge`` refuse.
    """
    row = draft_of(turn, draft)
    fields, note = countersign_draft(node, turn, row, officer, lines)
    check_need(turn, officer, dossier=fields.get("dossier"), case=fields.get("case"))
    files.check_brought(turn, row.link, row.salt, fields.get("files") or ())
    fields |= {"clock": node.clock_claim(), "written": stamp(node.clock.now())}
    _check_release(node, turn, book, fields)
    check_keeping(node, turn, book, officer, fields)
    check_alert(node, turn, book, fields, row.body)
    keep_statement(turn, write_note(note))
    facts = {"act": "release", "case": fields.get("case"), "draft": row.id}
    check_own(node, turn, book, fields, row.body)
    house_line(node, turn, officer, {**facts, "signed": effects.statement_hash(write_note(note))})
    effects.before(node, turn, book, fields, row.body)
    written = submit(node, turn, book, _act(row, fields))
    effects.after(node, turn, node.book(turn, book.link), fields, row.body)
    turn.drop_draft(row.id)
    return written


def _act(row: DraftRow, fields: Mapping[str, Any]) -> Act:
    return Act(
        fields=fields,
        salt=row.salt,
        body=row.body,
        files=row.files,
        statement=row.statement.encode(),
    )


def _check_release(node: Node, look: Look, book: Book, fields: Mapping[str, Any]) -> None:
    """May this go out? The union of what it is drawn from, assurances, caveats."""
    own = node.own_log(look, book.link.own)
    theirs = node.their_log(look, book.link.theirs)
    force = book.force(ours=True, index=own.size, seen=theirs.size)
    leaves = [bytes.fromhex(leaf) for leaf in fields.get("about") or ()]
    rows = look.entries_by_leaf(leaves) if leaves else []
    if fields["kind"] not in SURVIVORS:  # what settles such an item cites it all the same
        check_drawn(node, look, book, rows)
    if fields.get("code") in move_rule(fields["kind"], fields["move"]).lowers:
        rows = []  # what is lowered is the marking of what it cites
    drawn = [read_entry(row.entry) for row in rows]
    objection = release_objection(
        act=f"{fields['kind']}.{fields['move']}",
        marking=_marking(fields.get("handling"), fields.get("caveats")),
        drawn_from=[_marking(e.handling, e.caveats) for e in drawn if fields.get("handling")],
        text=book.text(force.text) if force.text else None,
    )
    if objection is not None:
        raise RefusedError(objection.rule, {"clause": objection.clause})


def _marking(handling: Sequence[str] | None, caveats: Sequence[str] | None) -> Marking:
    return Marking(
        handling=frozenset(Handling(code) for code in handling or ()),
        caveats=frozenset(Caveat(code) for code in caveats or ()),
    )
