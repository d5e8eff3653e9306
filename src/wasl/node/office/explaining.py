"""Why something did not go, or did not count: refusals here and there, and what still waits."""

from collections.abc import Iterator
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.node.carriage import frozen_key
from wasl.node.clock import from_micros, plain_reference, stamp
from wasl.node.node import Node
from wasl.node.office.finding import is_reference
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow, RefusalRow

REFUSALS_LOOKED_AT = 1_000

Told = dict[str, Any]


def explain(node: Node, turn: Turn, *, about: str) -> Told:
    """Everything that stands in the way: of one case, by one rule, or all of it (no word).

    Refuses ``wrong-check`` and ``no-such-case`` for a reference that is none.
    """
    wanted = plain_reference(about) if is_reference(about) else about
    frozen = []
    void: list[Told] = []
    waiting: list[Told] = []
    for link in turn.links():
        rule = turn.setting(frozen_key(link))
        if rule:
            frozen.append({"partner": link.partner, "rule": rule.decode()})
        void += _void(turn, link, wanted)
        waiting += _waiting(turn, link, wanted)
    rows = turn.refusals(REFUSALS_LOOKED_AT)
    told = [_refusal(row) for row in rows]
    return {
        "frozen": frozen,
        "refusals": [
            each for each in told if wanted in {"", each["rule"], each["detail"].get("case")}
        ],
        "void": void,
        "waiting": waiting,
    }


def refusals_since(node: Node, turn: Turn, *, number: int) -> Told:
    """The refusals noted after the one of this number, the oldest first; the last number."""
    rows = turn.refusals(REFUSALS_LOOKED_AT)
    return {
        "last": rows[-1].number if rows else 0,
        "refusals": [_refusal(row) for row in rows if row.number > number],
    }


def _refusal(row: RefusalRow) -> Told:
    """``side``: ours (we refused bytes), theirs (they did), desk (an act of ours)."""
    return {
        "at": stamp(from_micros(row.at_us)),
        "detail": canonical.loads(row.detail),
        "number": row.number,
        "rule": row.rule,
        "side": row.side,
    }


def _void(look: Look, link: LinkRow, wanted: str) -> Iterator[Told]:
    """Entries of either log that do not count, or whose body was refused."""
    for log in (link.own, link.theirs):
        for row in look.void_entries(log):
            rule = row.rule or row.body_rule
            if rule and wanted in {"", rule, row.case}:
                yield {
                    "case": row.case,
                    "clause": _clause(look, row),
                    "entry": row.leaf.hex(),
                    "index": row.index,
                    "kind": row.kind,
                    "move": row.move,
                    "ours": log == link.own,
                    "partner": link.partner,
                    "rule": rule,
                    "void": bool(row.rule),
                }


def _clause(look: Look, row: EntryRow) -> str:
    """The clause named by the fact that rejected an entry."""
    for _, fact in look.entries_citing([row.leaf]):
        if fact.move == "reject":
            return read_entry(fact.entry).clause or ""
    return ""


def _waiting(look: Look, link: LinkRow, wanted: str) -> Iterator[Told]:
    """Acts released here that have no place in our log yet: the partner must confirm first."""
    for act in look.waiting(link.own):
        fields = canonical.loads(act.act)
        if wanted in {"", fields.get("case")}:
            yield {
                "case": fields.get("case", ""),
                "kind": fields["kind"],
                "move": fields["move"],
                "partner": link.partner,
                "since": stamp(from_micros(act.at_us)),
            }
