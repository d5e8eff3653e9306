"""``wasl recognise`` and ``wasl derecognise``: a service's own word about a counterpart."""

from collections.abc import Mapping
from typing import Any

import click
from pydantic import ValidationError

from wasl.cli.custody import remark
from wasl.cli.desk import Desk
from wasl.cli.drafts import tell_drafts
from wasl.cli.statements import read_statement, signed_by
from wasl.cli.words import TYPED, Verb, aligned, device_option, gathered, json_option
from wasl.core.arrangement import read_arrangement
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.node.clock import SystemClock, stamp
from wasl.seal.recognition import Recognition, recognition_text
from wasl.wiring import Door

LATER = ("suspend", "restore", "note")


def _needed(given: Mapping[str, Any], *names: str) -> None:
    """Options that this act needs and another does not; refuses ``bad-flag``."""
    missing = [name for name in names if not given.get(name)]
    if missing:
        raise RefusedError("bad-flag", {"missing": ", ".join(missing)})


_officer = click.option(
    "--officer", metavar=_("OFFICER"), help=_("Who acts: the id of an officer.")
)
_roots = click.option(
    "--root",
    "roots",
    multiple=True,
    metavar=_("FILE"),
    help=_("A root key that signs; one for each holder who is here."),
)
_decided = click.option("--decided-by", type=TYPED, help=_("Who decided it, by office."))
_until = click.option(
    "--until", type=TYPED, metavar=_("DAY"), help=_("The day until which it holds, as 2027-03-01.")
)
_reason = click.option("--reason", type=TYPED, help=_("Why, in a few words."))


@click.command(
    cls=Verb,
    help=_(
        "Recognise a service that was met as our counterpart, under one arrangement and until a "
        "day, by our own root keys. A custodian drafts it, the head releases it. "
        "--move suspend stops the link at once and needs no root key; --move restore takes it up "
        "again; --move note takes note of their word about us. "
        "With --list, see how we and they stand."
    ),
)
@click.argument("partner", required=False, type=TYPED, metavar=_("PARTNER"))
@click.option("--list", "listing", is_flag=True, help=_("Show every link and how both stand."))
@click.option(
    "--move",
    type=click.Choice(["recognise", *LATER]),
    default="recognise",
    help=_("What is done; to recognise unless told otherwise."),
)
@click.option(
    "--arrangement",
    type=TYPED,
    metavar=_("ID"),
    help=_("The arrangement: its id, or the file of its text."),
)
@_until
@_decided
@_roots
@_officer
@_reason
@device_option
@json_option
@gathered
def verb_recognise(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-such-partner``, ``bad-flag``, ``too-few-roots`` and ``bad-date``."""
    if given["listing"]:
        desk.show(desk.ask("recognitions", {}), given["as_json"], lambda value: _tell(desk, value))
        return
    _needed(given, "partner", "officer")
    with desk.door() as door:
        if given["move"] == "recognise":
            _needed(given, "arrangement", "until", "decided_by", "roots")
            opened = {"arrangement": _arrangement_id(given["arrangement"]), "case": ""}
            wish = _stated(desk, door, given, opened)
            door.ask(
                "open-link",
                {"partner": given["partner"], "arrangement_id": opened["arrangement"]},
            )
        else:
            wish = _later(desk, door, given)
        answer = desk.draft(door, given["officer"], given["partner"], wish, given["device"])
    tell_drafts(desk, [answer], given["as_json"])


@click.command(
    cls=Verb,
    help=_(
        "Withdraw recognition, by our own root keys. What the other side was given is listed "
        "first; once the head releases the draft, nothing more leaves, and everything above H0 "
        "is recalled. The way back is a new meeting."
    ),
)
@click.argument("partner", type=TYPED, metavar=_("PARTNER"))
@_decided
@_roots
@_officer
@_reason
@device_option
@json_option
@gathered
def verb_derecognise(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-such-partner``, ``bad-flag`` and ``too-few-roots``."""
    _needed(given, "officer", "decided_by", "roots")
    given = {**given, "move": "withdraw", "until": None}
    with desk.door() as door:
        held = door.ask("items-they-hold", {"partner": given["partner"]})
        if not given["as_json"]:
            _tell_held(desk, held)
        wish = _stated(desk, door, given, _standing(door, given["partner"]))
        answer = desk.draft(door, given["officer"], given["partner"], wish, given["device"])
    tell_drafts(desk, [{**answer, "they_hold": held}], given["as_json"])


def _later(desk: Desk, door: Door, given: Mapping[str, Any]) -> dict[str, Any]:
    """A further move of the case of our recognition, or of theirs for ``note``."""
    move = given["move"]
    if move == "restore":
        _needed(given, "decided_by", "roots")
        return _stated(desk, door, given, _standing(door, given["partner"]))
    standing = _standing(door, given["partner"])
    case = standing["their_case"] if move == "note" else standing["case"]
    body = remark(desk, given["reason"]) if move == "suspend" else None
    return {"kind": "recognition", "move": move, "fields": {"case": case}, "body": body}


def _standing(door: Door, partner: str) -> Json:
    """How the latest link with a partner stands; refuses ``no-such-partner``."""
    found = [told for told in door.ask("recognitions", {}) if told["partner"] == partner]
    if not found:
        raise RefusedError("no-such-partner", {"partner": partner})
    return found[-1]


def _stated(desk: Desk, door: Door, given: Mapping[str, Any], standing: Json) -> dict[str, Any]:
    """The statement under our roots: which keys, which arrangement, which office, until when."""
    keys = door.ask("partner-keys", {"partner": given["partner"]})
    try:
        said = Recognition(
            arrangement_id=standing["arrangement"],
            by=door.ask("key-show", {})["node"],
            decided_by=given["decided_by"],
            decided_on=stamp(SystemClock().now())[:10],
            keys_sha256=keys["keys_sha256"],
            move=given["move"],
            node=keys["node"],
            office=keys["office"],
            until=given["until"] or standing.get("until") or "",
        )
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        rule = "bad-date" if field == "until" else "malformed"
        raise RefusedError(rule, {"field": field}) from error
    return {
        "kind": "recognition",
        "move": given["move"],
        "fields": {"case": standing["case"]} if standing["case"] else {},
        "body": remark(desk, given["reason"]),
        "statement": signed_by(desk, recognition_text(said), given["roots"]),
    }


def _arrangement_id(told: str) -> str:
    """The id itself, or that of the text in a file."""
    if len(told) == 32 and all(letter in "0123456789abcdef" for letter in told):
        return told
    return read_arrangement(read_statement(told).text).id


def _tell(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("No service is recognised yet.")
    for told in found:
        desk.say("{partner}, arrangement {id}", partner=told["partner"], id=told["arrangement"])
        desk.say("  we: {state}", state=desk.speech.term(told["ours"]))
        desk.say("  they: {state}", state=desk.speech.term(told["theirs"]))
        if told["until"]:
            desk.say("  until {day}, decided by {who}", day=told["until"], who=told["decided_by"])


def _tell_held(desk: Desk, held: Json) -> None:
    if not held:
        desk.say("They hold nothing of ours.")
        return
    desk.say("They hold of ours:")
    rows = [
        (
            told["case"],
            desk.speech.term(told["kind"]),
            ", ".join(told["handling"]),
            desk.speech.term(told["standing"]),
            desk.speech.say("will be recalled") if told["recalled"] else desk.speech.say("stays"),
        )
        for told in held
    ]
    for line in aligned(rows):
        click.echo(f"  {line}")
