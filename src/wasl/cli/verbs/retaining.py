"""``wasl retention``: what is near its review date, and what became of what was past it."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.policy.retention import Hold, Term
from wasl.forms.retention import HOLDS, TERMS
from wasl.locale.speech import _
from wasl.node.clock import shown_reference

Given = Mapping[str, Any]

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
        desk.when(item["until"]),
        speech.say(TERMS[Term(item["term"])]),
    ]
    if item["hold"]:
        pieces.append(speech.say(HOLDS[Hold(item["hold"])]))
    click.echo("  " + " · ".join(pieces))
    if item.get("rule"):
        click.echo("    " + speech.refusal(item["rule"], {}).partition("\n")[0])
