"""Officers of the service: who they are, what they may do, the public half of their device key."""

import re
from typing import Any

from wasl.core.arrangement import refuse_hidden
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.node import need
from wasl.node.accounts import device_name, has_signed, officer_of
from wasl.node.audit import house_line
from wasl.node.clock import from_micros, micros, stamp
from wasl.node.node import Node
from wasl.node.office.finding import rows_of
from wasl.node.ports import Turn
from wasl.node.rows import OfficerRow
from wasl.seal.note import KeyKind, VerifyKey, check_public, read_note
from wasl.seal.vault import pseudonym

NAME_LIMIT = 128
OFFICER_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?")


def check_officer(officer: str, name: str) -> None:
    """An officer may be called this: an id as he signs with it, and a name as it is shown.

    Refuses ``bad-officer`` (lower case, no space, at most 32 characters), ``too-large`` for a
    name of more than 128, and ``unsafe-text`` for one that hides something.
    """
    if OFFICER_ID.fullmatch(officer) is None:
        raise RefusedError("bad-officer", {"officer": officer[:64]})
    if len(name) > NAME_LIMIT:
        raise RefusedError("too-large", {"field": "name", "limit": NAME_LIMIT})
    refuse_hidden((name,), "officer")


def officer_add(
    node: Node, turn: Turn, *, officer: str, name: str, roles: list[str], key: bytes
) -> dict[str, Any]:
    """An officer is known; his key (hex) is checked as any key from outside is.

    Refuses ``bad-officer``, ``too-large`` and ``unsafe-text`` (the name), ``officer-exists``,
    ``role-unknown`` and ``unsafe-key``.
    """
    check_officer(officer, name)
    if turn.officer(officer) is not None:
        raise RefusedError("officer-exists", {"officer": officer})
    unknown = [role for role in roles if role not in set(OfficerRole) - {OfficerRole.NODE}]
    if unknown or not roles:
        raise RefusedError("role-unknown", {"role": ", ".join(unknown) or "-"})
    check_public(
        VerifyKey(name=device_name(node.identity.node, officer), kind=KeyKind.ED25519, public=key)
    )
    row = OfficerRow(
        id=officer,
        name=name,
        roles=tuple(dict.fromkeys(roles)),
        key=key,
        since_us=micros(node.clock.now()),
        until_us=None,
    )
    turn.put_officer(row)
    return _told(row)


def officer_leave(node: Node, turn: Turn, *, officer: str) -> dict[str, Any]:
    """An officer acts no more; what he signed stays his."""
    row = officer_of(turn, officer)
    left = OfficerRow(
        id=row.id,
        name=row.name,
        roles=row.roles,
        key=row.key,
        since_us=row.since_us,
        until_us=micros(node.clock.now()),
    )
    turn.put_officer(left)
    return _told(left)


def officer_list(node: Node, turn: Turn) -> list[dict[str, Any]]:
    """Every officer, those who left included, each with the dossiers he knows (none: all)."""
    return [
        {**_told(row), "dossiers": list(need.dossiers_of(turn, row.id))} for row in turn.officers()
    ]


def officer_roles(node: Node, turn: Turn, *, officer: str) -> list[str]:
    """The roles an officer holds now; none for one who has left or never was."""
    row = turn.officer(officer)
    return list(row.roles) if row is not None and row.until_us is None else []


def officer_knows(node: Node, turn: Turn, *, officer: str, dossiers: list[str]) -> dict[str, Any]:
    """Which dossiers an officer knows from now on; none named: all. Refuses `officer_of`'s."""
    row = officer_of(turn, officer)
    need.set_dossiers(turn, row.id, dossiers)
    told = {"act": "knows", "dossiers": ", ".join(sorted(dossiers)) or "all"}
    # Said by whoever may ask the node; the officer whom it limits is not who said it.
    house_line(node, turn, None, {**told, "of": pseudonym(node.identity.house_key, row.id)})
    return {**_told(row), "dossiers": sorted(set(dossiers))}


def officer_signed(
    node: Node, turn: Turn, *, officer: str, text: str, signed: str
) -> dict[str, Any]:
    """An officer, once his device key or a passkey of his has signed this very text.

    Refuses ``no-such-officer`` and ``bad-signature``.
    """
    row = officer_of(turn, officer)
    note = read_note(signed.encode())
    if note.text != text or not has_signed(node, turn, note, row):
        raise RefusedError("bad-signature", {"officer": row.id})
    return _told(row)


def case_named(
    node: Node, turn: Turn, *, case: str, officers: list[str], officer: str
) -> dict[str, Any]:
    """Whose a case is to know of from now on, by the word of a duty officer or the head.

    Refuses ``role-lacking``, ``no-such-officer`` and ``no-such-case``.
    """
    by = officer_of(turn, officer)
    if not {OfficerRole.DUTY, OfficerRole.HEAD} & set(by.roles):
        raise RefusedError("role-lacking", {"needed": "duty, head"})
    _link, rows = rows_of(turn, case)
    named = [officer_of(turn, each).id for each in officers]
    need.name_to(turn, rows[0].case, named)
    who = sorted(pseudonym(node.identity.house_key, each) for each in named)
    told = {"act": "named", "case": rows[0].case, "to": ", ".join(who) or "all"}
    house_line(node, turn, by, told)
    return {"case": rows[0].case, "officers": sorted(named)}


def _told(row: OfficerRow) -> dict[str, Any]:
    return {
        "key": row.key.hex(),
        "name": row.name,
        "officer": row.id,
        "roles": list(row.roles),
        "since": stamp(from_micros(row.since_us)),
        "until": stamp(from_micros(row.until_us)) if row.until_us else "",
    }
