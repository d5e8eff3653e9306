"""``wasl screen``: names of a file looked up in a list. No node is needed.

Exit codes of its own: 1 some rows refused · 3 the queries refused whole · 4 no list of that name,
or another purpose.
"""

from typing import Any

import click

from wasl.cli.verbs.listing import data_option, leaving, workspace_of
from wasl.cli.words import TYPED, Verb
from wasl.locale.speech import _

SOME_REFUSED = 1
LIMIT, LEAST = 10, 0.5
MOST_JOBS = 256


@click.command(
    cls=Verb,
    name="screen",
    help=_(
        "Look the names of a file up in a list of this workspace and write the matches to another "
        "file. A match is for an officer to judge, not a fact. Rows that cannot be looked up are "
        "named with their lines. Exit 0 if all were looked up, 1 if some were not, 3 if the file "
        "is not of its form, 4 if there is no such list or it is not for this purpose."
    ),
)
@click.option(
    "--queries",
    required=True,
    metavar=_("FILE"),
    help=_(
        "Who is looked for: CSV with a header, name and any of id, birth_date, birth_year, "
        "nationality, place, document, plate, phone."
    ),
)
@click.option(
    "--list",
    "list_name",
    required=True,
    type=TYPED,
    metavar=_("NAME"),
    help=_("The list that is looked in."),
)
@click.option("--out", required=True, metavar=_("FILE"), help=_("Where the matches are written."))
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=LIMIT,
    metavar=_("NUMBER"),
    help=_("The most matches of one query; 10 if not given."),
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    default=LEAST,
    metavar=_("SCORE"),
    help=_("The least score of a match; 0.5, for a human to look at, if not given."),
)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    default=1,
    metavar=_("NUMBER"),
    help=_("How many processes share the work; what they finished outlives them."),
)
@click.option(
    "--purpose",
    type=TYPED,
    metavar=_("PURPOSE"),
    help=_("What for; the purpose of the list if it has only one."),
)
@data_option
@click.pass_context
def verb_screen(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401  (as click gives them)
    """Refuses what ``screening.screen`` refuses, by the exit codes above."""
    from wasl.cli.screening import screen

    with leaving(ctx) as desk:
        if screen(desk, workspace_of(given["data"]), given):
            ctx.exit(SOME_REFUSED)
