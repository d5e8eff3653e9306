"""Where an act belongs and what it says unless told otherwise: partner, marking, last day.

What an officer does not say is taken from the case, from the items it cites, or from the
arrangement in force; what cannot be taken from there is refused by the name of what is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.procedure import MoveRule, Need, Part
from wasl.core.terms import Handling
from wasl.node.clock import SystemClock, stamp

NOTE_DAYS = 90
UNSTATED = "unstated"
# An overseer stands outside the dossiers: what it demands, asks and finds is of none.
OVERSIGHT_TERMS = {"code": "oversight", "handling": ["H1", "H2"], "purposes": ["OVERSIGHT"]}
# What a side must say first where a reply comes at once: taking up the request, or going on.
BEFORE_REPLY = ("admit", "resume")

Given = Mapping[str, Any]


class Asked(Protocol):
    """A node that answers verbs, here or in another process."""

    def ask(self, verb: str, arguments: Mapping[str, Any]) -> Json:
        """The answer, as plain values; its refusal as an exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an act belongs: the partner, the case (empty for a new one), and its marking."""

    partner: str
    case: str = ""
    dossier: str
    purpose: str
    handling: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()


def place_of_case(told: Json) -> Place:
    """A further move of a case: under the marking its opening gave it."""
    return Place(
        partner=told["partner"],
        case=told["case"],
        dossier=told["dossier"],
        purpose=told["purpose"],
        handling=tuple(told["handling"]),
        caveats=tuple(told["caveats"]),
    )


def place_of_items(items: Sequence[Json]) -> Place:
    """An act about items: for their partner and purpose, under all that was laid on any of them.

    Refuses ``not-together`` for items of two partners, dossiers or purposes.
    """
    marks = [item["marking"] for item in items]
    places = {
        (item["partner"], mark.get("dossier", ""), mark.get("purpose", ""))
        for item, mark in zip(items, marks, strict=True)
    }
    if len(places) != 1:
        raise RefusedError("not-together", {"items": len(items)})
    (partner, dossier, purpose) = places.pop()
    return Place(
        partner=partner,
        dossier=dossier,
        purpose=purpose,
        handling=tuple(sorted({code for mark in marks for code in mark.get("handling", ())})),
        caveats=tuple(sorted({code for mark in marks for code in mark.get("caveats", ())})),
        about=tuple(item["entry"] for item in items),
    )


def places_anew(door: Asked, kind: str, given: Given) -> list[Place]:
    """The places of one item given to several partners: under one reference, each on its link.

    Where one text names them all, each is told who else was given it; else it is nobody's
    business but theirs. Refuses as `place_anew`.
    """
    named = given.get("to") or ()
    if len(named) < 2:
        return [place_anew(door, kind, given)]
    places = [place_anew(door, kind, {**given, "to": (partner,)}) for partner in named]
    links = [link for link in door.ask("admitted", {}) if link["partner"] in named]
    together = all(set(named) <= set(link["parties"]) for link in links)
    return [
        replace(place, audience=tuple(sorted(named)) if together else (place.partner,))
        for place in places
    ]


def place_anew(door: Asked, kind: str, given: Given) -> Place:
    """A new case: partner, dossier and purpose as given, or the only ones there are.

    Refuses ``partner-missing``, ``dossier-missing`` and ``purpose-missing``, each with what may
    be given.
    """
    links = door.ask("admitted", {})
    named = given.get("to") or ()
    if not named and not PROCEDURES[kind].oversight:
        links = [link for link in links if not link["oversees"]]
    link = _only(links, "partner", named[0] if named else None)
    if link is None:
        raise RefusedError("partner-missing", {"choices": _choices(links, "partner")})
    dossiers = [terms for terms in link["dossiers"] if kind in terms["kinds"]]
    if PROCEDURES[kind].oversight:
        dossiers = [OVERSIGHT_TERMS]
    terms = _only(dossiers, "code", given.get("dossier"))
    if terms is None and (given.get("dossier") or not link["dossiers"]):
        # Nothing here allows it (or nothing is in force): the node says so, and by which clause.
        terms = {"code": given.get("dossier") or UNSTATED, "handling": [], "purposes": [UNSTATED]}
    if terms is None:
        raise RefusedError("dossier-missing", {"choices": _choices(dossiers, "code")})
    purposes = terms["purposes"]
    purpose = given.get("purpose") or (purposes[0] if len(purposes) == 1 else "")
    if not purpose:
        raise RefusedError("purpose-missing", {"choices": ", ".join(purposes) or "-"})
    return Place(
        partner=link["partner"],
        dossier=terms["code"],
        purpose=purpose,
        handling=strictest(terms["handling"]),
    )


def _only(found: Sequence[Json], name: str, wanted: str | None) -> Json | None:
    """The one of this name; where none is wanted, the only one there is."""
    if wanted is None:
        return found[0] if len(found) == 1 else None
    return next((each for each in found if each[name] == wanted), None)


def _choices(found: Sequence[Json], name: str) -> str:
    return ", ".join(each[name] for each in found) or "-"


def strictest(admitted: Sequence[str]) -> tuple[str, ...]:
    """Silence gives no leave: every restriction the dossier admits that needs no caveat."""
    codes = tuple(sorted(code for code in admitted if code in {Handling.H1, Handling.H2}))
    return codes or (Handling.H0.value,)


def last_day(door: Asked, kind: str, place: Place) -> str:
    """The last day the arrangement allows for this kind; empty where no text is in force."""
    for link in door.ask("admitted", {}):
        for terms in link["dossiers"]:
            if link["partner"] == place.partner and terms["code"] == place.dossier:
                days = terms["retention_days"]
                allowed = days.get(kind, days.get("any", 0))
                span = timedelta(days=min(allowed, NOTE_DAYS) if kind == "note" else allowed)
                return stamp(SystemClock().now() + span)
    return ""


def must_end(rule: MoveRule, body: Mapping[str, Any]) -> bool:
    """Whether a day of review is wanted: by its move, or because it speaks of persons."""
    need = rule.need(Part.RETAIN_UNTIL)
    return need is Need.REQUIRED or (need is Need.OPTIONAL and _names_role(body))


def _names_role(part: object) -> bool:
    """Whether somewhere in a body there is a person: whoever has a role."""
    if isinstance(part, Mapping):
        return "role" in part or any(map(_names_role, part.values()))
    return isinstance(part, list | tuple) and any(map(_names_role, part))


def as_opened(told: Json, move: str, given: Given, *, named: bool) -> Given:
    """What a move repeats of its case unless told otherwise: items and code of the opening.

    A move that cites an entry of its own case cites the last there is.
    """
    rules = PROCEDURES[told["kind"]].moves
    rule, first = rules.get(move), told["entries"][0]
    if rule is None:
        return given
    filled = dict(given)
    if not named and rule.need(Part.ABOUT) is Need.REQUIRED and not given.get("about"):
        own_case = rule.cites.kinds == {told["kind"]}
        cited = [each["entry"] for each in told["entries"] if each["move"] in rule.cites.moves]
        filled["about"] = tuple(cited[-1:] if own_case else first["about"])
    if (told["kind"], move) == ("alert", "incompatible") and not given.get("about"):
        filled["about"] = _going_first(told["beside"])
    same_codes = rule.codes == rules[first["move"]].codes
    if rule.need(Part.CODE) is Need.REQUIRED and same_codes and not given.get("code"):
        filled["code"] = first["code"] or None
    return filled


def leads(kind: str, before: str, move: str) -> bool:
    """Whether the first move makes the second possible, by the table of R."""
    half = PROCEDURES[kind].r
    ends = {step.next_state for (_, first), step in half.items() if first == before}
    return any((end, move) in half for end in ends)


def _going_first(alerts: Sequence[Json]) -> tuple[str, ...]:
    """The alert of the same link that goes before the one in question, as the desk found it."""
    first = [each for each in alerts if each["here"] and each["goes_first"]]
    return tuple(each["entry"] for each in first if not each["compatible"])[:1]
