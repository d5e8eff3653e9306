"""What officers decide on matches, kept in the house log: who, when, on which ground, what was
seen. Ids, never names; no program decides, and a decision makes or joins no entity.
"""

from collections.abc import Iterator
from typing import Any

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.matching import judging
from wasl.node.accounts import officer_of
from wasl.node.audit import AUTHORS, house_line
from wasl.node.node import Node
from wasl.node.ports import Look, Turn

PIECE = 4_096


def match_judge(node: Node, turn: Turn, *, officer: str, match: Json) -> dict[str, Any]:
    """One decision of an officer on two entities is kept.

    Refuses ``no-such-officer``, ``role-lacking``, ``bad-judgement`` and ``ground-unfit``.
    """
    row = officer_of(turn, officer)
    if not AUTHORS & set(row.roles):
        raise RefusedError("role-lacking", {"needed": "handler"})
    judged = judging.read_judged(match)
    told = judging.plain(judged)
    house_line(node, turn, row, {"act": judging.ACT, "match": told})
    return {"match": told}


def match_judged(node: Node, turn: Turn, *, officer: str) -> list[Json]:
    """The last decision on each two entities, in the order of their ids.

    Refuses ``no-such-officer`` and ``role-lacking``.
    """
    row = officer_of(turn, officer)
    if not AUTHORS & set(row.roles):
        raise RefusedError("role-lacking", {"needed": "handler"})
    decided = judging.standing(_lines(turn))
    return [
        {"at": last.at, "officer": last.officer, "match": judging.plain(last.judged)}
        for _, last in sorted(decided.items())
    ]


def _lines(look: Look) -> Iterator[bytes]:
    size = look.house_size()
    for start in range(0, size, PIECE):
        for row in look.house(start, min(start + PIECE, size)):
            yield row.line
