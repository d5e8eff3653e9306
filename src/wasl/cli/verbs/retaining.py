"""``wasl retention``: what is near its review date, what became of it, and an officer's word."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from wasl.cli.desk import Desk
from wasl.cli.kind_verb import LateVerb
from wasl.cli.words import VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.policy.retention import Hold, Term
from wasl.forms.retention import HOLDS, TERMS
from wasl.locale.speech import _
from wasl.node.clock import shown_reference

if TYPE_CHECKING:
    from pydantic import BaseModel

Given = Mapping[str, Any]

GROUNDS = ("NOT_RELEVANT", "ORDER", "RETENTION")

verb_retention = VerbGroup(
    name="retention",
    help=_(
        "Until when contents are kept: what is near its review date or past it, and what the node "
        "destroyed on a day. A content is destroyed thirty days after its review date, unless an "
        "open request, a challenge or a ground holds it; its proof remains."
    ),
)


@verb_retention.command(
    name="due", help=_("What is due, and what would hold it. Nothing is changed.")
)
@json_option
@gathered
def _due(desk: Desk, given: Given) -> None:
    found = desk.ask("retention-due", {})
    desk.show(found, given["as_json"], lambda value: _tell_due(desk, value))


@verb_retention.command(name="report", help=_("What was due, destroyed and held back on a day."))
@click.option("--day", default="", metavar=_("DAY"), help=_("The day; today if not given."))
@json_option
@gathered
def _report(desk: Desk, given: Given) -> None:
    """Refuses ``bad-date``."""
    found = desk.ask("retention-report", {"day": given["day"]})
    desk.show(found, given["as_json"], lambda value: _tell_report(desk, value))


def _keeping(move: str, *own: click.Parameter) -> Callable[[], list[click.Parameter]]:
    """The options of an officer's word: the item, what is said, and who says it."""

    def opens() -> list[click.Parameter]:
        from wasl.cli.bodies import fields_of
        from wasl.cli.options import acting_options, text_options

        entry = click.Argument(["entry"], metavar=_("ENTRY"))
        return [entry, *own, *text_options(fields_of(_words(move))), *acting_options()]

    return opens


def _words(move: str) -> "type[BaseModel]":
    """The body of a word, by its move."""
    from wasl.core.exchange.fact import Destroyed, KeptOn

    return Destroyed if move == "destroy" else KeptOn


def _renew(desk: Desk, given: Given) -> None:
    """Refuses ``item-expired``, ``renewed-once``, ``bad-date`` and ``outside-arrangement``."""
    from wasl.forms.moments import moment_in
    from wasl.node.clock import SystemClock

    until = moment_in(given["until"], SystemClock().now(), desk.settings.zone)
    _draft(desk, given, "renew", {"retain_until": until})


def _hold(desk: Desk, given: Given) -> None:
    """Refuses ``request-closed``, and ``bad-reference`` for what is no request with them."""
    asked = desk.ask("item", {"entry": given["request"]})
    _draft(desk, given, "hold", {"about": [asked["entry"]]})


def _destroy(desk: Desk, given: Given) -> None:
    """Refuses ``item-held`` under an open request, but on an order."""
    _draft(desk, given, "destroy", {"code": given["ground"]})


def _draft(desk: Desk, given: Given, move: str, fields: Mapping[str, Any]) -> None:
    """The fact drafted; the data-protection officer releases it with ``wasl release``."""
    from wasl.cli.bodies import body_of, lacking_text, refuse_empty
    from wasl.cli.drafts import tell_drafts
    from wasl.core.case import FACTS
    from wasl.core.procedure import Need, Part

    refuse_empty(given)
    body = body_of(_words(move), given)
    if not body and FACTS[move].need(Part.BODY) is Need.REQUIRED:
        raise lacking_text(_words(move))
    with desk.door() as door:
        item = door.ask("item", {"entry": given["entry"]})
        about = [item["entry"], *fields.get("about", ())]
        wish: dict[str, Any] = {"kind": "fact", "move": move, "fields": {**fields, "about": about}}
        if body:
            wish["body"] = body
        drafted = desk.draft(door, given["officer"], item["partner"], wish, given["device"])
    tell_drafts(desk, [drafted], given["as_json"])


verb_retention.add_command(
    LateVerb(
        "renew",
        told=_(
            "Keep an item on beyond its review date, once, before that date has passed. The "
            "data-protection officer releases it, and the other side reads it."
        ),
        opens=_keeping(
            "renew",
            click.Option(
                ["--until"],
                required=True,
                metavar=_("DATE"),
                help=_("The new review date: 90d, or a day; the arrangement sets the last one."),
            ),
        ),
        callback=_renew,
    )
)
verb_retention.add_command(
    LateVerb(
        "hold",
        told=_(
            "Hold an item for an open request that does not cite it: past its date it is not "
            "read, and not destroyed either, until the request is at rest."
        ),
        opens=_keeping(
            "hold",
            click.Option(
                ["--request"],
                required=True,
                metavar=_("CASE"),
                help=_("The case of the request."),
            ),
        ),
        callback=_hold,
    )
)
verb_retention.add_command(
    LateVerb(
        "destroy",
        told=_(
            "Destroy the content of an item now. Its entry and its proof remain, and the other "
            "side reads on which ground it ended here."
        ),
        opens=_keeping(
            "destroy",
            click.Option(
                ["--ground"],
                type=click.Choice(GROUNDS),
                required=True,
                metavar=_("CODE"),
                help=_("On which ground."),
            ),
        ),
        callback=_destroy,
    )
)


def _tell_due(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("Nothing is near its review date.")
    for item in found:
        _tell_item(desk, item)


def _tell_report(desk: Desk, report: Json) -> None:
    desk.say("Retention on {day}", day=report["day"])
    if not report["ran"]:
        desk.say("The node made no round on that day.")
    for name, heading in (
        ("done", _("Destroyed; the proof remains: {n}")),
        ("refused", _("Held back: {n}")),
        ("due", _("Due now: {n}")),
    ):
        desk.say(heading, n=len(report[name]))
        for item in report[name]:
            _tell_item(desk, item)


def _tell_item(desk: Desk, item: Json) -> None:
    speech = desk.speech
    pieces = [
        shown_reference(item["case"]),
        speech.term(item["kind"]),
        item["partner"],
        desk.when(item["until"]) if item["until"] else "",
        speech.say(TERMS[Term(item["term"])]),
    ]
    if item.get("ground"):
        pieces.append(speech.term(item["ground"]))
    if item["hold"]:
        pieces.append(speech.say(HOLDS[Hold(item["hold"])]))
    click.echo("  " + " · ".join(filter(None, pieces)))
    if item.get("rule"):
        click.echo("    " + speech.refusal(item["rule"], {}).partition("\n")[0])
