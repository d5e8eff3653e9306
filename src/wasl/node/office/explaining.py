"""Why something did not go, or did not count: refusals here and there, and what still waits."""

from collections.abc import Iterator
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.node.accounts import officer_of
from wasl.node.carriage import frozen_key
from wasl.node.clock import from_micros, plain_reference, stamp
from wasl.node.need import may_know
from wasl.node.node import Node
from wasl.node.office.finding import is_reference, opening_of
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow, OfficerRow, RefusalRow

REFUSALS_LOOKED_AT = 1_000

Told = dict[str, Any]


def explain(node: Node, turn: Turn, *, about: str, officer: str = "") -> Told:
    """Everything that stands in the way: of one case, by one rule, or all of it (no word).

    For an officer, of the cases that are his to know of. Refuses ``wrong-check`` and
    ``no-such-case`` for a reference that is none.
    """
    wanted = plain_reference(about) if is_reference(about) else about
    knows = _Knows(turn, officer_of(turn, officer) if officer else None)
    frozen = []
    void: list[Told] = []
    waiting: list[Told] = []
    for link in turn.links():
        rule = turn.setting(frozen_key(link))
        if rule:
            frozen.append({"partner": link.partner, "rule": rule.decode()})
        void += (each for each in _void(turn, link, wanted) if knows(each["case"]))
        waiting += _waiting(turn, link, wanted, knows)
    rows = turn.refusals(REFUSALS_LOOKED_AT)
    told = [_refusal(row) for row in rows]
    return {
        "frozen": frozen,
        "refusals": [
            each
            for each in told
            if wanted in {"", each["rule"], each["detail"].get("case")}
            and knows(str(each["detail"].get("case") or ""))
        ],
        "void": void,
        "waiting": waiting,
    }


class _Knows:
    """Whether a case is an officer's to know of; without an officer, every case is."""

    def __init__(self, look: Look, reader: OfficerRow | None) -> None:
        self._look, self._reader = look, reader

    def __call__(self, case: str, dossier: str | None = "") -> bool:
        """The dossier is that of the case's entries where none is given.

        A case without an entry is nobody's who knows some dossiers alone.
        """
        if self._reader is None or not case:
            return True
        rows = self._look.entries_of_cases([case])
        if rows:
            dossier = read_entry(opening_of(rows).entry).dossier
        return may_know(self._look, self._reader, dossier=dossier, case=case)


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


def _waiting(look: Look, link: LinkRow, wanted: str, knows: _Knows) -> Iterator[Told]:
    """Acts released here that have no place in our log yet: the partner must confirm first."""
    for act in look.waiting(link.own):
        fields = canonical.loads(act.act)
        case = fields.get("case", "")
        if wanted in {"", case} and knows(case, fields.get("dossier")):
            yield {
                "case": case,
                "kind": fields["kind"],
                "move": fields["move"],
                "partner": link.partner,
                "since": stamp(from_micros(act.at_us)),
            }
