"""Passkeys of officers: which there are, what brings a set in, and a touch made a line."""

from collections.abc import Sequence
from typing import Any

from wasl.core.errors import RefusedError
from wasl.node.accounts import device_name, has_signed, officer_of
from wasl.node.audit import house_line
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.passkeys import PasskeySet, held_set, passkeys_of, put_set, set_text
from wasl.node.ports import Turn
from wasl.node.rows import OfficerRow
from wasl.seal.note import Note, read_note, write_note
from wasl.seal.passkey import Passkey, decoded, encoded, touched_line
from wasl.seal.vault import pseudonym

WITNESSES = 2

Told = dict[str, Any]


def passkeys(node: Node, turn: Turn, *, officer: str) -> Told:
    """The ids of an officer's passkeys, and since when; refuses ``no-such-officer``."""
    held = held_set(turn, officer_of(turn, officer).id)
    return {"ids": [encoded(each.id) for each in held.passkeys], "since": held.at}


def passkeys_text(node: Node, turn: Turn, *, officer: str, keys: list[Any]) -> Told:
    """What is signed to bring a set of passkeys in.

    Refuses ``no-such-officer``, ``one-passkey``, ``bad-passkey`` and ``too-large``.
    """
    row = officer_of(turn, officer)
    return {"text": set_text(node.identity.node, row.id, _read(keys))}


def passkeys_put(
    node: Node, turn: Turn, *, officer: str, keys: list[Any], signed: list[str]
) -> Told:
    """A set of passkeys is an officer's from now on, by his own word or that of two others.

    ``signed`` are the notes by those who signed it. Refuses ``bad-signature`` for one that no
    officer of this service signed, ``witness-missing``, and as `passkeys_text`.
    """
    row = officer_of(turn, officer)
    made = _read(keys)
    text = set_text(node.identity.node, row.id, made)
    notes = [read_note(each.encode()) for each in signed]
    by = {who for note in notes for who in _signers(node, turn, note, text)}
    if row.id not in by and len(by) < WITNESSES:
        raise RefusedError("witness-missing", {"needed": WITNESSES, "signed": len(by)})
    lines = tuple(line for note in notes for line in note.lines)
    whole = write_note(Note(text=text, lines=lines)).decode()
    put_set(turn, row.id, PasskeySet(passkeys=made, note=whole, at=stamp(node.clock.now())))
    _note_change(node, turn, row, sorted(by))
    return passkeys(node, turn, officer=officer)


def passkey_touched(
    node: Node, turn: Turn, *, officer: str, text: str, touched: str, origin: str
) -> Told:
    """A text under the line of the passkey that was touched for it on a page of this origin.

    Refuses ``no-such-officer`` and ``bad-signature``.
    """
    row = officer_of(turn, officer)
    name = device_name(node.identity.node, row.id)
    line = touched_line(touched, text, origin, name, passkeys_of(turn, row.id))
    return {"signed": write_note(Note(text=text, lines=(line,))).decode()}


def _signers(node: Node, turn: Turn, note: Note, text: str) -> list[str]:
    """Which officers signed a note of this text; refuses ``bad-signature`` where none did."""
    found = [
        row.id
        for row in turn.officers()
        if note.text == text and row.until_us is None and has_signed(node, turn, note, row)
    ]
    if not found:
        raise RefusedError("bad-signature", {"officer": "-"})
    return found


def _note_change(node: Node, turn: Turn, row: OfficerRow, by: Sequence[str]) -> None:
    who = ", ".join(pseudonym(node.identity.house_key, each) for each in by)
    of = pseudonym(node.identity.house_key, row.id)
    house_line(node, turn, row if row.id in by else None, {"act": "passkeys", "by": who, "of": of})


def _read(keys: list[Any]) -> tuple[Passkey, ...]:
    """The passkeys that were named; refuses ``bad-passkey``."""
    try:
        return tuple(Passkey(id=decoded(key["id"]), public=decoded(key["public"])) for key in keys)
    except (KeyError, TypeError, AttributeError) as error:
        raise RefusedError("bad-passkey", {"why": "malformed"}) from error
