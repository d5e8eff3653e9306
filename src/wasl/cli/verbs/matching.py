"""``wasl match``: two entities side by side, and what an officer decides on them.

To show needs no node and keeps nothing; a decision needs an officer of a node. Exit codes as of
``wasl list``, and 1 for what the node refuses.
"""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.verbs.listing import data_option, leaving, workspace_of
from wasl.cli.words import TYPED, Verb, VerbGroup, gathered, json_option, officer_option
from wasl.locale.speech import _

Given = Mapping[str, Any]

JUDGEMENTS = ("positive", "negative", "unsure")
GROUNDS = ("number", "birth", "family", "origin", "likeness", "known", "too_little")

verb_match = VerbGroup(
    name="match", help=_("Two entries of lists side by side, and what an officer decides.")
)

_entities = (
    click.argument("entity", type=TYPED, metavar=_("ENTITY")),
    click.argument("other", type=TYPED, metavar=_("ENTITY")),
    click.option(
        "--list",
        "list_name",
        type=TYPED,
        required=True,
        metavar=_("NAME"),
        help=_("The list of the first entity."),
    ),
    click.option(
        "--other-list",
        type=TYPED,
        metavar=_("NAME"),
        help=_("The list of the second, where it is another."),
    ),
    data_option,
)


def _of_two(command: Any) -> Any:  # noqa: ANN401  (as click decorates)
    for option in reversed(_entities):
        command = option(command)
    return command


@verb_match.command(
    cls=Verb,
    name="show",
    help=_(
        "Show two entries side by side: names, births, origin, numbers, what each adds to the "
        "score, and why. An entry is named by its id or its reference. Nothing is kept."
    ),
)
@_of_two
@json_option
@click.pass_context
def _show(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401
    from wasl.cli.matched import compared, tell_compared

    with leaving(ctx) as desk:
        told = compared(workspace_of(given["data"]), given)
        desk.show(told.plain(), given["as_json"], lambda _value: tell_compared(desk, told))


@verb_match.command(
    cls=Verb,
    name="judge",
    help=_(
        "Decide whether two entries are one. The decision, its ground and what was seen are kept "
        "in the house log under your pseudonym; no entry is made, joined or changed by it."
    ),
)
@_of_two
@click.option(
    "--as",
    "judgement",
    type=click.Choice(JUDGEMENTS),
    required=True,
    help=_("They are one, they are two, or it cannot be said."),
)
@click.option("--ground", type=click.Choice(GROUNDS), required=True, help=_("On what you decide."))
@officer_option
@json_option
@click.pass_context
def _judge(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401
    """Refuses ``no-such-officer``, ``role-lacking`` and ``ground-unfit``."""
    from wasl.cli.matched import compared, tell_compared

    with leaving(ctx) as desk:
        told = compared(workspace_of(given["data"]), given)
    match = told.match(given["judgement"], given["ground"])
    kept = desk.ask("match-judge", {"officer": given["officer"], "match": match})
    desk.show(kept, given["as_json"], lambda _value: tell_compared(desk, told))
    if not given["as_json"]:
        desk.say("Kept in the house log.")


@verb_match.command(
    cls=Verb,
    name="judged",
    help=_("What was decided last on each two entries, on which ground, and what was seen then."),
)
@officer_option
@json_option
@gathered
def _judged(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-officer`` and ``role-lacking``."""
    from wasl.cli.matched import tell_judged

    found = desk.ask("match-judged", {"officer": given["officer"]})
    desk.show(found, given["as_json"], lambda value: tell_judged(desk, value))
