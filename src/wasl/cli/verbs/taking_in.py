"""``wasl intake``: an article read into a draft of a report; nothing is sent by it."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.verbs.listing import data_option, leaving, workspace_of
from wasl.cli.words import Verb, json_option
from wasl.core.grading import Scale
from wasl.locale.speech import _

Given = Mapping[str, Any]


@click.command(
    cls=Verb,
    help=_(
        "Read an article (text or HTML) into a draft of a report, graded lowest, with the "
        "persons, organizations and places it mentions, and the names of a list it may speak of. "
        "Nothing is sent: an officer grades, edits and releases."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option(
    "--known", metavar=_("NAME"), help=_("The list whose names are looked for in the text.")
)
@click.option("--out", metavar=_("FILE"), help=_("Write everything found as JSON to this file."))
@click.option(
    "--scale",
    type=click.Choice([scale.value for scale in Scale]),
    default=Scale.FOUR_BY_FOUR.value,
    help=_("The scale of the grading."),
)
@data_option
@json_option
@click.pass_context
def verb_intake(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401  (as click gives them)
    """Refuses ``unreadable-file``, ``wrong-encoding``, ``too-large``, ``text-missing``."""
    from wasl.cli.intaking import take_in

    with leaving(ctx) as desk:
        _tell(desk, take_in(workspace_of(given["data"]), given, desk.speech), given)


def _tell(desk: Desk, draft: Any, given: Given) -> None:  # noqa: ANN401  (JSON)
    from wasl.cli.intaking import tell_draft, write_draft

    if given["out"]:
        write_draft(given["out"], draft)
    desk.show(draft, given["as_json"], lambda value: tell_draft(desk, value))
    if given["out"] and not given["as_json"]:
        desk.say("Written: {file}", file=given["out"])
