"""From the options of a move to a draft: its fields, its body, the signature under it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wasl.cli.attaching import attached_files
from wasl.cli.bodies import body_of, lacking_text, refuse_empty, refuse_stray
from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.procedure import Need, Part
from wasl.forms.entry import entry_fields
from wasl.forms.placing import (
    BEFORE_REPLY,
    Place,
    as_opened,
    last_day,
    leads,
    must_end,
    place_of_case,
    place_of_items,
)
from wasl.forms.stated import statement_of
from wasl.wiring import Door

# What the node writes by itself: the extract a service owes an overseer is not chosen by anybody.
FILLED_IN = frozenset({("extract", "produce")})

Given = Mapping[str, Any]


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
    fields = entry_fields(rule, move, place, given, zone)
    if must_end(rule, body) and "retain_until" not in fields:
        until = last_day(door, kind, place)
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
    given = as_opened(told, move, given, named=bool(about))
    place = replace(place_of_case(told), about=tuple(about))
    may = told["moves_then"]
    drafted: list[Json] = []
    before = next((first for first in BEFORE_REPLY if first in may), "")
    if move not in may and before and leads(told["kind"], before, move):
        acting = {name: given.get(name) for name in ("officer", "device")}
        drafted += draft_move(desk, door, told["kind"], before, place_of_case(told), acting)
    elif move not in may:
        raise RefusedError("move-not-allowed", {"may": ", ".join(may) or "-", "move": move})
    return drafted + draft_move(desk, door, told["kind"], move, place, given)
