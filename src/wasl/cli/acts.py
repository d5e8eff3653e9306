"""From the options of a move to a draft: where it belongs, under which marking, with which body.

What an officer does not say is taken from the case, from the items it cites, or from the
arrangement in force; what cannot be taken from there is refused by the name of what is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from wasl.cli import moments
from wasl.cli.attaching import attached_files
from wasl.cli.bodies import body_of, lacking_text, refuse_empty, refuse_stray
from wasl.cli.desk import Desk
from wasl.cli.stated import statement_of
from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.grading import INFORMATION, SOURCES, Scale, lowest
from wasl.core.policy.deadline import RECALL_ATTESTED_WITHIN
from wasl.core.procedure import MoveRule, Need, Part
from wasl.core.terms import Handling, Urgency
from wasl.node.clock import SystemClock, stamp
from wasl.wiring import Door

NOTE_DAYS = 90
UNSTATED = "unstated"
# What the node writes by itself: the extract a service owes an overseer is not chosen by anybody.
FILLED_IN = frozenset({("extract", "produce")})
# An overseer stands outside the dossiers: what it demands, asks and finds is of none.
OVERSIGHT_TERMS = {"code": "oversight", "handling": ["H1", "H2"], "purposes": ["OVERSIGHT"]}
# What a side must say first where a reply comes at once: taking up the request, or going on.
BEFORE_REPLY = ("admit", "resume")

Given = Mapping[str, Any]


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


# ------------------------------------------------------------------------------ where it belongs


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


def places_anew(door: Door, kind: str, given: Given) -> list[Place]:
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


def place_anew(door: Door, kind: str, given: Given) -> Place:
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
        handling=_strictest(terms["handling"]),
    )


def _only(found: Sequence[Json], name: str, wanted: str | None) -> Json | None:
    """The one of this name; where none is wanted, the only one there is."""
    if wanted is None:
        return found[0] if len(found) == 1 else None
    return next((each for each in found if each[name] == wanted), None)


def _choices(found: Sequence[Json], name: str) -> str:
    return ", ".join(each[name] for each in found) or "-"


def _strictest(admitted: Sequence[str]) -> tuple[str, ...]:
    """Silence gives no leave: every restriction the dossier admits that needs no caveat."""
    codes = tuple(sorted(code for code in admitted if code in {Handling.H1, Handling.H2}))
    return codes or (Handling.H0.value,)


# ------------------------------------------------------------------------------------ what it says


def wish_of(door: Door, kind: str, move: str, place: Place, given: Given, zone: str) -> Json:
    """The act as the node is asked to prepare it."""
    rule = PROCEDURES[kind].moves[move]
    refuse_empty(given)
    refuse_stray(rule.body, given)
    body = body_of(rule.body, given) if rule.body is not None else {}
    filled = (kind, move) in FILLED_IN
    if rule.body is not None and not body and rule.need(Part.BODY) is Need.REQUIRED and not filled:
        raise lacking_text(rule.body)
    fields = _fields(rule, move, place, given, zone)
    if _must_end(rule, body) and "retain_until" not in fields:
        until = _retention(door, kind, place)
        if until:
            fields["retain_until"] = until
    wish = {"kind": kind, "move": move, "fields": fields, "flash": bool(given.get("flash"))}
    if body:
        wish["body"] = body
    if rule.stated:
        wish["statement"] = statement_of(door, kind, place.partner, body)
    elif given.get("statement"):
        wish["statement"] = given["statement"]
    files = attached_files(given.get("attached") or (), tuple(fields["handling"]))
    return {**wish, "attached": files} if files else wish


def _fields(rule: MoveRule, move: str, place: Place, given: Given, zone: str) -> dict[str, Any]:
    """The fields of the entry that its officer chooses, absent ones left out."""
    now = SystemClock().now()
    fields: dict[str, Any] = {
        "about": [*place.about, *(given.get("about") or ())],
        "audience": list(place.audience),
        "basis": given.get("basis"),
        "case": place.case,
        "caveats": sorted({*place.caveats, *(given.get("caveats") or ())}),
        "code": given.get("code"),
        "dossier": place.dossier,
        "handling": sorted(set(given.get("handling") or place.handling)),
        "likelihood": given.get("likelihood"),
        "outcomes": list(given.get("outcomes") or ()),
        "precedence": given.get("precedence"),
        "purpose": place.purpose,
        "urgency": given.get("urgency"),
    }
    due = given.get("due")
    if due:
        fields["due"] = moments.moment_in(due, now, zone)
    elif move == "order":
        fields["due"] = stamp(now + RECALL_ATTESTED_WITHIN)
    if given.get("offer_until"):
        fields["offer_until"] = moments.moment_in(given["offer_until"], now, zone)
    if given.get("retain_until") or given.get("retain_days"):
        until = given.get("retain_until") or f"{given['retain_days']}d"
        fields["retain_until"] = moments.moment_in(until, now, zone)
    if given.get("grading") or rule.need(Part.GRADING) is Need.REQUIRED:
        fields["grading"] = _grading(given)
    if rule.need(Part.URGENCY) is Need.REQUIRED and not fields["urgency"] and move == "ask":
        fields["urgency"] = Urgency.OTHER.value
    return {name: value for name, value in fields.items() if value}


def _grading(given: Given) -> dict[str, str]:
    """A grading on its scale, as ``A1``; the one that claims nothing where none is given."""
    scale = Scale(given.get("scale") or Scale.FOUR_BY_FOUR)
    least = lowest(scale)
    source, information = least.source, least.information
    if given.get("grading"):
        word = given["grading"].strip().upper()
        source, information = word[:1], word[1:]
    if source not in tuple(SOURCES[scale]) or information not in tuple(INFORMATION[scale]):
        steps = f"{SOURCES[scale]} {INFORMATION[scale]}"
        raise RefusedError("bad-grading", {"scale": scale.value, "steps": steps})
    return {"information": information, "scale": scale.value, "source": source}


def _must_end(rule: MoveRule, body: Mapping[str, Any]) -> bool:
    """Whether a day of review is wanted: by its move, or because it speaks of persons."""
    need = rule.need(Part.RETAIN_UNTIL)
    return need is Need.REQUIRED or (need is Need.OPTIONAL and _names_role(body))


def _names_role(part: object) -> bool:
    """Whether somewhere in a body there is a person: whoever has a role."""
    if isinstance(part, Mapping):
        return "role" in part or any(map(_names_role, part.values()))
    return isinstance(part, list | tuple) and any(map(_names_role, part))


def _retention(door: Door, kind: str, place: Place) -> str:
    """The last day the arrangement allows for this kind; empty where no text is in force."""
    for link in door.ask("admitted", {}):
        for terms in link["dossiers"]:
            if link["partner"] == place.partner and terms["code"] == place.dossier:
                days = terms["retention_days"]
                allowed = days.get(kind, days.get("any", 0))
                span = timedelta(days=min(allowed, NOTE_DAYS) if kind == "note" else allowed)
                return stamp(SystemClock().now() + span)
    return ""


# --------------------------------------------------------------------------------- drafting it


def cited(door: Door, words: Sequence[str]) -> list[Json]:
    """The entries an officer names, as the node knows them."""
    return [door.ask("item", {"entry": word}) for word in words]


def draft_move(
    desk: Desk, door: Door, kind: str, move: str, place: Place, given: Given
) -> list[Json]:
    """The move drafted; what it drew on marks it too.

    Released at once under FLASH, and where one officer alone acts.
    """
    drawn = cited(door, given.get("about") or ())
    if drawn:
        union = place_of_items([*drawn])
        place = replace(
            place,
            handling=tuple(sorted({*place.handling, *union.handling})),
            caveats=tuple(sorted({*place.caveats, *union.caveats})),
        )
        given = {**given, "about": union.about}
    wish = wish_of(door, kind, move, place, given, desk.settings.zone)
    answer = desk.draft(door, given["officer"], place.partner, wish, given.get("device"))
    if not (given.get("flash") or PROCEDURES[kind].moves[move].signers.solo):
        return [answer]
    released = desk.release(door, answer["draft"], given["officer"], given.get("device"))
    return [{**answer, "released": released}]


def draft_in_case(
    desk: Desk, door: Door, told: Json, move: str, given: Given, about: Sequence[str] = ()
) -> list[Json]:
    """The move drafted in its case; where a reply comes first, taking it up is drafted before.

    ``about`` are entries the case itself names. Refuses ``move-not-allowed`` with the moves
    there are.
    """
    given = _as_opened(told, move, given, named=bool(about))
    place = replace(place_of_case(told), about=tuple(about))
    may = told["moves_then"]
    drafted: list[Json] = []
    before = next((first for first in BEFORE_REPLY if first in may), "")
    if move not in may and before and _leads(told["kind"], before, move):
        acting = {name: given.get(name) for name in ("officer", "device")}
        drafted += draft_move(desk, door, told["kind"], before, place_of_case(told), acting)
    elif move not in may:
        raise RefusedError("move-not-allowed", {"may": ", ".join(may) or "-", "move": move})
    return drafted + draft_move(desk, door, told["kind"], move, place, given)


def _as_opened(told: Json, move: str, given: Given, *, named: bool) -> Given:
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
    same_codes = rule.codes == rules[first["move"]].codes
    if rule.need(Part.CODE) is Need.REQUIRED and same_codes and not given.get("code"):
        filled["code"] = first["code"] or None
    return filled


def _leads(kind: str, before: str, move: str) -> bool:
    """Whether the first move makes the second possible, by the table of R."""
    half = PROCEDURES[kind].r
    ends = {step.next_state for (_, first), step in half.items() if first == before}
    return any((end, move) in half for end in ends)
