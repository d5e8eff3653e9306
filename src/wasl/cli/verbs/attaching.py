"""``wasl attachments``: how far they are, what is held back, and how much a day may bring."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import VerbGroup, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.locale.speech import _
from wasl.node.clock import shown_reference

Given = Mapping[str, Any]

MIB = 2**20

verb_attachments = VerbGroup(
    name="attachments",
    help=_(
        "Files beside items of theirs: how many of their parts are here, what is held back by the "
        "quota of a day, and fetching it all the same."
    ),
)


@verb_attachments.command(
    name="list", help=_("What is on its way or held back, and what is left of the day.")
)
@json_option
@gathered
def _list(desk: Desk, given: Given) -> None:
    found = desk.ask("attachments", {})
    desk.show(found, given["as_json"], lambda value: _tell(desk, value))


@verb_attachments.command(
    name="take", help=_("Fetch what the quota held back of an item, on an officer's word.")
)
@click.argument("entry", metavar=_("ENTRY"))
@officer_option
@json_option
@gathered
def _take(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-file`` and ``role-lacking``."""
    asked = {"entry": given["entry"], "officer": given["officer"]}
    answer = desk.ask("attachment-take", asked)
    desk.show(
        answer,
        given["as_json"],
        lambda value: desk.say("Asked for with the next call: {n}", n=value["taken"]),
    )


@verb_attachments.command(
    name="quota", help=_("How many MiB of attachments a partner may bring in a day.")
)
@click.argument("partner", metavar=_("PARTNER"))
@click.option("--mib", type=click.IntRange(0), required=True, metavar=_("N"), help=_("MiB a day."))
@officer_option
@json_option
@gathered
def _quota(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-partner``, ``role-lacking`` and ``too-large``."""
    asked = {
        "day_bytes": given["mib"] * MIB,
        "officer": given["officer"],
        "partner": given["partner"],
    }
    answer = desk.ask("attachment-quota", asked)
    desk.show(
        answer,
        given["as_json"],
        lambda value: desk.say(
            "{partner} may bring {mib} MiB of attachments a day.",
            partner=value["partner"],
            mib=value["day_bytes"] // MIB,
        ),
    )


def _tell(desk: Desk, found: Json) -> None:
    from wasl.cli.telling import told_progress

    for link in found:
        desk.say(
            "{partner}: {spent} of {mib} MiB today",
            partner=link["partner"],
            spent=-(-link["spent_bytes"] // MIB),
            mib=link["day_bytes"] // MIB,
        )
        for item in link["coming"]:
            for file in item["files"]:
                click.echo(f"  {shown_reference(item['case'])} · {told_progress(desk, file)}")
