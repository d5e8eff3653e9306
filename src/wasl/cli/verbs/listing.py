"""``wasl list``: lists of persons and things from files of others, kept to be looked up in.

Exit codes of its own: 1 some rows refused · 3 the file refused whole · 4 no list of that name.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import TYPED, Verb, VerbGroup, json_option
from wasl.cli.workspace import FOLDER, Workspace, is_list_name
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import NEVER_LISTED, HomeRole
from wasl.core.terms import PersonRole
from wasl.locale.speech import _

Given = Mapping[str, Any]

SOME_REFUSED, WHOLE_REFUSED, UNKNOWN, STOPPED = 1, 3, 4, 130
NOT_HERE = frozenset({"unknown-list", "purpose-refused"})

FORMATS = ("un-sc-xml", "ofac-csv", "ftm-json", "csv")
ROLES = [role.value for role in (*HomeRole, *PersonRole) if role not in NEVER_LISTED]
PURPOSE = re.compile(r"[a-z][a-z0-9_]{0,31}")
SHOWN = 20

verb_list = VerbGroup(name="list", help=_("Lists of persons and things, kept to be looked up in."))

data_option = click.option(
    "--data",
    metavar=_("FOLDER"),
    help=_("The workspace, if it is not .wasl in the current folder."),
)


@contextmanager
def leaving(ctx: click.Context) -> Iterator[Desk]:
    """The desk of a command whose refusals have exit codes of their own."""
    desk: Desk = ctx.obj
    try:
        yield desk
    except RefusedError as refusal:
        click.echo(desk.speech.refusal(refusal.rule, refusal.detail), err=True)
        ctx.exit(UNKNOWN if refusal.rule in NOT_HERE else WHOLE_REFUSED)
    except KeyboardInterrupt:
        click.echo(desk.speech.say("Stopped."), err=True)
        ctx.exit(STOPPED)


@verb_list.command(
    cls=Verb,
    name="import",
    help=_(
        "Read a list of another into this workspace; a list of the same name is replaced, and "
        "what changed is told. Good rows are kept, every bad row is named with its line. Exit 0 "
        "if all is taken, 1 if some is not, 3 if the file is not of the format."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    required=True,
    help=_("What kind of file it is."),
)
@click.option(
    "--name", type=TYPED, metavar=_("NAME"), help=_("What the list is called; else as the file.")
)
@click.option("--strict", is_flag=True, help=_("Take all or nothing."))
@click.option(
    "--role",
    type=click.Choice(ROLES),
    metavar=_("ROLE"),
    help=_("The role of persons whose row names none (csv, ftm-json); LISTED if not given."),
)
@click.option(
    "--alt", metavar=_("FILE"), help=_("The other names of an ofac-csv list, if not beside it.")
)
@click.option(
    "--purpose",
    "purposes",
    multiple=True,
    type=TYPED,
    metavar=_("PURPOSE"),
    help=_("What the list may be looked up for; sanctions_screening if not given."),
)
@data_option
@json_option
@click.pass_context
def _import(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401  (as click gives them)
    from wasl.cli import importing

    with leaving(ctx) as desk:
        name = _name_of(ctx, given)
        _check_options(ctx, given)
        if importing.import_list(desk, workspace_of(given["data"]), name, given):
            ctx.exit(SOME_REFUSED)


def _check_options(ctx: click.Context, given: Given) -> None:
    """Wrong usage for an option of another format, and for a purpose that is no code."""
    wrong = {
        "alt": given["alt"] and given["format_name"] != "ofac-csv",
        # Whom these two list they list, and say no more of.
        "role": given["role"] and given["format_name"] in {"un-sc-xml", "ofac-csv"},
        "purposes": not all(map(PURPOSE.fullmatch, given["purposes"])),
    }
    for param in ctx.command.params:
        if wrong.get(param.name or ""):
            raise click.BadParameter("not with this format", ctx, param)


def _name_of(ctx: click.Context, given: Given) -> str:
    """What the list is called: as asked, else as the file without its ending."""
    name = given["name"] or Path(given["file"]).stem
    if not is_list_name(name):
        names = {param.name: param for param in ctx.command.params}
        raise click.BadParameter("no name for a list", ctx, names["name"])
    return str(name)


def workspace_of(folder: str | None) -> Workspace:
    """The workspace asked for, or the one of the current folder."""
    return Workspace(folder=Path(folder or FOLDER))


@verb_list.command(
    cls=Verb,
    name="show",
    help=_("The lists there are; or what one holds: counts, and its first entries."),
)
@click.argument("name", required=False, metavar=_("NAME"))
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=SHOWN,
    metavar=_("NUMBER"),
    help=_("How many entries are shown."),
)
@data_option
@json_option
@click.pass_context
def _show(
    ctx: click.Context, /, *, name: str | None, limit: int, data: str | None, as_json: bool
) -> None:
    from wasl.cli.listed import summary, tell_entities, tell_summary

    with leaving(ctx) as desk:
        workspace = workspace_of(data)
        if name is None:
            found = [summary(workspace.read(known)) for known in workspace.names()]
            desk.show(found, as_json, lambda value: _tell_lists(desk, value))
            return
        listing = workspace.read(name)
        desk.show(summary(listing), as_json, lambda value: tell_summary(desk, value))
        if not as_json:
            named = (entity for entity in listing.entities if entity.names)
            tell_entities(desk, named, limit)


def _tell_lists(desk: Desk, found: list[dict[str, Any]]) -> None:
    from wasl.cli.listed import tell_summary

    if not found:
        desk.say("There is no list yet.")
    for told in found:
        tell_summary(desk, told)


@verb_list.command(cls=Verb, name="drop", help=_("Remove a list from the workspace."))
@click.argument("name", metavar=_("NAME"))
@data_option
@click.pass_context
def _drop(ctx: click.Context, /, *, name: str, data: str | None) -> None:
    with leaving(ctx) as desk:
        workspace_of(data).drop(name)
        desk.say("List {list} is gone.", list=name)
