"""Why something did not go: each refusal with its rule, its clause and what to do."""

from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.locale.codes import told_kind, told_move
from wasl.locale.speech import _
from wasl.node.clock import shown_reference

SHOWN = 20  # the latest; all of them are in the JSON
SIDES = {
    "desk": _("An act of ours could not stand, {moment}"),
    "ours": _("We did not take what came, {moment}"),
    "theirs": _("The other side did not take what we sent, {moment}"),
}


def tell_reasons(desk: Desk, told: Json, about: str) -> None:
    """What stands in the way; a rule that was named is told even where it never happened."""
    for link in told["frozen"]:
        desk.say("The link with {partner} is frozen.", partner=link["partner"])
        _tell_rule(desk, link["rule"], {})
    for entry in told["void"]:
        _tell_void(desk, entry)
    for refusal in told["refusals"][-SHOWN:]:
        _tell_refusal(desk, refusal)
    for act in told["waiting"]:
        desk.say(
            "Waiting since {moment} for the next sync with {partner} or bundle: {kind}, {move}",
            moment=desk.when(act["since"]),
            partner=act["partner"],
            kind=told_kind(desk.speech, act["kind"]),
            move=told_move(desk.speech, act["kind"], act["move"]),
        )
    if not any(told[name] for name in ("frozen", "refusals", "void", "waiting")):
        if about and about == about.lower():
            _tell_rule(desk, about, {})
        desk.say("Nothing was refused, and nothing waits.")


def _tell_void(desk: Desk, entry: Json) -> None:
    said: dict[str, Any] = {
        "index": entry["index"],
        "kind": told_kind(desk.speech, entry["kind"]),
        "move": told_move(desk.speech, entry["kind"], entry["move"]),
        "partner": entry["partner"],
    }
    if entry["void"] and entry["ours"]:
        desk.say("Entry {index} of our log does not count ({kind}, {move})", **_less(said))
    elif entry["void"]:
        desk.say("Entry {index} of {partner} does not count ({kind}, {move})", **said)
    elif entry["ours"]:
        desk.say("The body of entry {index} of ours was refused ({kind}, {move})", **_less(said))
    else:
        desk.say("The body of entry {index} of {partner} was refused ({kind}, {move})", **said)
    _tell_rule(desk, entry["rule"], {"clause": entry["clause"]} if entry["clause"] else {})


def _less(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "partner"}


def _tell_refusal(desk: Desk, refusal: Json) -> None:
    detail = dict(refusal["detail"])
    desk.say(SIDES[refusal["side"]], moment=desk.when(refusal["at"]))
    if "kind" in detail and "move" in detail:
        kind, move = str(detail.pop("kind")), str(detail.pop("move"))
        desk.say(
            "  {kind}: {move}",
            kind=told_kind(desk.speech, kind),
            move=told_move(desk.speech, kind, move),
        )
    if "case" in detail:
        desk.say("  Case {case}", case=shown_reference(str(detail.pop("case"))))
    _tell_rule(desk, refusal["rule"], detail)


def _tell_rule(desk: Desk, rule: str, detail: Json) -> None:
    for line in desk.speech.refusal(rule, detail).split("\n"):
        click.echo(f"  {line}")
