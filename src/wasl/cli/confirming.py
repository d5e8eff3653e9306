"""What a page of the desk asks an officer to sign: shown here, signed here, done there."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.agreeing import agree
from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.forms.handed import told_handed
from wasl.locale.speech import _
from wasl.wiring import Door

QUESTIONS = {
    "draft": _("Sign it as its drafter? Type {yes}: "),
    "enter": _("Enter? Type {yes}: "),
    "hand-over": _("Sign for it? Type {yes}: "),
    "passkeys": _("Bring these passkeys in? Type {yes}: "),
    "release": _("Release it? Type {yes}: "),
    "vouch": _("Give your word for it? Type {yes}: "),
}


def confirmed(desk: Desk, given: Mapping[str, Any]) -> Json:
    """The answer of the desk once the text under a code is signed; the key stays here."""
    with desk.door() as door:
        asked = asked_of_desk(door, "confirm-text", {"code": given["code"]})
        if not given["yes"]:
            _tell(desk, asked)
            agree(desk, QUESTIONS[asked["act"]])
        signed = desk.sign(asked["text"], asked["node"], asked["officer"], given["device"])
        return asked_of_desk(door, "confirm", {"code": asked["code"], "signed": signed})


def asked_of_desk(door: Door, verb: str, arguments: Mapping[str, Any]) -> Json:
    """What the desk answers; refuses ``no-desk`` where the node shows none."""
    try:
        return door.ask(verb, arguments)
    except RefusedError as refusal:
        if refusal.rule == "no-such-verb":
            raise RefusedError("no-desk") from refusal
        raise


def _tell(desk: Desk, asked: Json) -> None:
    from wasl.cli.drafts import tell_to_release

    if asked["act"] == "enter":
        desk.say(
            "{officer} enters the desk of {node}, at the screen that shows {code}.",
            officer=asked["officer"],
            node=asked["node"],
            code=f"{asked['code'][:4]}-{asked['code'][4:]}",
        )
        return
    desk.say("Signed by: {officer}", officer=asked["officer"])
    if asked["act"] == "hand-over":
        shown = asked["shown"]
        click.echo(told_handed(desk.speech, shown["what"], shown["of"]))
        return
    if asked["act"] == "passkeys":
        desk.say(
            "{officer} will sign with {n} passkeys and with no earlier ones.",
            officer=asked["shown"]["officer"],
            n=asked["shown"]["count"],
        )
        return
    tell_to_release(desk, asked["shown"])


def tell_confirmed(desk: Desk, answer: Json) -> None:
    """What the page goes on with."""
    if answer["act"] == "enter":
        desk.say("{officer} is in; the page goes on by itself.", officer=answer["officer"])
    else:
        desk.say("Signed by {officer}; the page goes on by itself.", officer=answer["officer"])
