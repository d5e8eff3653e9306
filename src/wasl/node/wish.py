"""What an officer wishes to say, and what the node itself adds to the body of it.

An officer is never asked for what the node knows: who answers for a judgement, under which
pseudonym somebody is nominated, from which course and session a certificate comes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wasl.core import canonical
from wasl.core.arrangement import exercise_of
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.node.accounts import officer_of
from wasl.node.node import Node
from wasl.node.onward import forwards, relay_outcomes
from wasl.node.ports import Look
from wasl.node.recalls import order_of
from wasl.node.rows import EntryRow, LinkRow, OfficerRow
from wasl.seal.body import open_body
from wasl.seal.vault import pseudonym

PSEUDONYM_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file an officer attaches: its bytes and what they are."""

    content: bytes
    media: str
    handling: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A file an officer attaches whose bytes come after the draft, part by part.

    ``parts`` is the hash of the list of its parts; empty where it has but one.
    """

    sha256: str
    size: int
    parts: str
    media: str
    handling: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an officer fills in: codes for the entry, content for the body.

    ``fields`` are entry fields but for those the node works out (officers, languages, persons,
    commitment, time and place in the log); a missing ``case`` opens a new one.
    """

    kind: str
    move: str
    fields: Mapping[str, Any]
    body: Mapping[str, Any] | None = None
    attached: Sequence[Attached | Announced] = ()
    statement: bytes = b""
    flash: bool = False


def completed(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> Mapping[str, Any]:
    """The body as wished, with what the node adds to one of its move."""
    adds = _ADDED.get((wish.kind, wish.move))
    body = dict(wish.body or {})
    return {**body, **adds(node, look, officer, wish)} if adds else body


Adds = Callable[[Node, Look, OfficerRow, Wish], dict[str, Any]]


def _judge(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """Who judged a hit is whoever tells it, if nobody is said."""
    said = (wish.body or {}).get("judged_by")
    return {"judged_by": said or pseudonym(node.identity.house_key, officer.id)}


def _decider(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """Who decided a check is said by the id of an officer of ours, which never leaves."""
    said = (wish.body or {}).get("decided_by")
    if said is None:
        return {}
    decider = officer_of(look, str(said))
    return {"decided_by": pseudonym(node.identity.house_key, decider.id)}


def _rehearsed(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """The number of an exercise is that of the node; refuses ``exercise-mix`` for another."""
    number = exercise_of(node.identity.node)
    said = (wish.body or {}).get("exercise", number)
    if not number or said != number:
        raise RefusedError("exercise-mix", {"exercise": number or "none"})
    return {"exercise": number}


def _nominee(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """A pseudonym for one person in one session: drawn, derived from nothing."""
    if (wish.body or {}).get("person"):
        return {}
    drawn = node.draw.draw(PSEUDONYM_BYTES).hex()
    return {"person": {"pseudonym": drawn, "role": "OFFICIAL"}}


def _descent(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """Issuer, session and course of a certificate: what its nomination cites, and so on up."""
    found: dict[str, Any] = {"issuer": node.identity.node}
    completion = _first_cited(look, wish.fields.get("about") or ())
    nomination = completion and _opening(look, completion)
    session = nomination and _cited_by(look, nomination)
    course = session and _cited_by(look, session)
    if session:
        found["session"] = session.leaf.hex()
    if course:
        found |= {"course": course.leaf.hex(), **_rights_module(look, course, wish.body or {})}
    return {**found, **{name: said for name, said in (wish.body or {}).items() if name in found}}


def _rights_module(look: Look, course: EntryRow, body: Mapping[str, Any]) -> dict[str, Any]:
    """The rights module of the course; refuses ``certificate-no-rights-module`` for another."""
    held = look.body(course.link, course.index)
    if held is None:
        return {}
    taught = canonical.loads(open_body(held.salt, held.closed))["rights_module"]
    if body.get("rights_module", taught) != taught:
        raise RefusedError("certificate-no-rights-module", {"taught": taught})
    return {"rights_module": taught}


def _first_cited(look: Look, leaves: Sequence[str]) -> EntryRow | None:
    rows = look.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves[:1]])
    return rows[0] if rows else None


def _cited_by(look: Look, row: EntryRow) -> EntryRow | None:
    return _first_cited(look, read_entry(row.entry).about or ())


def _opening(look: Look, row: EntryRow) -> EntryRow | None:
    """The nomination of the case a completion is of."""
    rows = look.entries_of_cases([row.case])
    return next((each for each in rows if each.move == "nominate" and not each.rule), None)


def _relays(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """What the onward holders have said so far stands beside what we attest."""
    link, leaves = _ordered(look, wish)
    relays = relay_outcomes(look, node.book(look, link), leaves) if link else []
    return {"relays": relays} if relays else {}


def _holders(node: Node, look: Look, officer: OfficerRow, wish: Wish) -> dict[str, Any]:
    """To whom a relay goes: everybody the lineage names."""
    link, leaves = _ordered(look, wish)
    if link is None:
        return {}
    said = (wish.body or {}).get("holders") or ()
    named = [each.recipient for each in forwards(look, link.own, leaves)]
    return {"holders": list(dict.fromkeys([*said, *named]))}


def _ordered(look: Look, wish: Wish) -> tuple[LinkRow | None, Sequence[str]]:
    """The link on which the recall of a case was ordered of us, and the items it takes back."""
    order = order_of(look, str(wish.fields.get("case") or ""))
    link = next((each for each in look.links() if order and each.theirs == order.link), None)
    return link, (read_entry(order.entry).about or ()) if order else ()


_ADDED: Mapping[tuple[str, str], Adds] = {
    ("alert", "issue"): _decider,
    ("certificate", "issue"): _descent,
    ("exercise", "announce"): _rehearsed,
    ("hit", "report"): _judge,
    ("nomination", "nominate"): _nominee,
    ("recall", "attest"): _relays,
    ("recall", "attest_kept"): _relays,
    ("recall", "relay"): _holders,
}
