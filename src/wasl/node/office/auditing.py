"""The house log as those who answer for it read it: who did what, when, for which purpose.

Looking is itself a line. It holds references and purposes, never a word of an item.
"""

from typing import Any

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.node.accounts import officer_of
from wasl.node.audit import house_line
from wasl.node.clock import plain_reference
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import HouseRow, OfficerRow
from wasl.seal.vault import pseudonym

PAGE = 40
PIECE = 1_000
LOOKED_AT = 20_000  # of a filtered page: what lies before is on the next one
AUDITORS = frozenset({OfficerRole.DPO, OfficerRole.OVERSEER})
PLAIN = frozenset({"act", "at", "case", "officer", "purpose"})

Told = dict[str, Any]


def audit_page(node: Node, turn: Turn, *, officer: str, case: str, before: int) -> Told:
    """Forty lines of the house log, the newest first; of one case where one is named.

    ``before`` is the index the page ends before; below nought: the newest. Pseudonyms are told
    by name to the data-protection officer alone. Refuses ``role-lacking`` and ``wrong-check``.
    """
    reader = officer_of(turn, officer)
    if not AUDITORS & set(reader.roles):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(AUDITORS))})
    plain = plain_reference(case) if case else ""
    size = turn.house_size()
    stop = before if 0 <= before <= size else size
    rows, reached = _found(turn, plain, stop)
    house_line(node, turn, reader, {"act": "audit", "case": plain})
    names = _names(node, turn, reader)
    return {
        "lines": [_told(row, names) for row in rows],
        "next": reached,
        "size": size,
    }


def _found(look: Look, case: str, stop: int) -> tuple[list[HouseRow], int]:
    """The lines of a page, the newest first, and the index the next page ends before."""
    found: list[HouseRow] = []
    last = max(0, stop - LOOKED_AT)
    while stop > last:
        start = max(last, stop - PIECE)
        for row in reversed(look.house(start, stop)):
            if not case or _names_case(row, case):
                found.append(row)
                if len(found) == PAGE:
                    return found, row.index
        stop = start
    return found, stop


def _names_case(row: HouseRow, case: str) -> bool:
    # Most lines name another case: they need not be read to say so.
    return case.encode() in row.line and bool(canonical.loads(row.line).get("case") == case)


def _names(node: Node, look: Look, reader: OfficerRow) -> dict[str, str]:
    """Who stands behind a pseudonym: the service's own business, not an overseer's."""
    if OfficerRole.DPO not in reader.roles:
        return {}
    key = node.identity.house_key
    return {pseudonym(key, row.id): row.id for row in look.officers()}


def _told(row: HouseRow, names: dict[str, str]) -> Told:
    line = canonical.loads(row.line)
    return {
        "act": line.get("act", ""),
        "at": line["at"],
        "case": line.get("case", ""),
        "facts": {name: value for name, value in sorted(line.items()) if name not in PLAIN},
        "index": row.index,
        "officer": names.get(line["officer"], ""),
        "purpose": line.get("purpose", ""),
        "who": line["officer"],
    }
