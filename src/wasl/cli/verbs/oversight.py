"""``wasl oversight``: what an overseer makes of extracts, with no node and no database."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import LANGUAGES, Speech, _

if TYPE_CHECKING:
    from wasl.seal.extract_lines import Extract

Given = Mapping[str, Any]

INCOMPLETE = 1

verb_oversight = VerbGroup(
    name="oversight",
    help=_(
        "What an overseer makes of extracts of both logs of a link (wasl extract), with no node "
        "and no database: figures, a report for the public, and one side beside the other."
    ),
)
files_argument = click.argument("files", metavar=_("FILE"), nargs=-1, required=True)
of_option = click.option(
    "--of",
    "service",
    metavar=_("SERVICE"),
    help=_("Whose conduct is counted; the maker of the first file if not given."),
)
from_option = click.option(
    "--from", "since", metavar=_("DAY"), help=_("The first day that counts, as 2026-11-25.")
)
to_option = click.option("--to", "until", metavar=_("DAY"), help=_("The last day that counts."))


@verb_oversight.command(
    name="indicators",
    help=_(
        "Every figure of one service, small ones too: for the overseer alone, not to be published."
    ),
)
@files_argument
@of_option
@from_option
@to_option
@json_option
@gathered
def _indicators(desk: Desk, given: Given) -> None:
    """Refuses ``unreadable-file``, ``bad-date``, ``wrong-link``, and what a file breaks."""
    from wasl.forms.figures import as_text

    value = _counted(given, desk.speech, public=False)
    desk.show(value, given["as_json"], lambda told: click.echo(as_text(told, desk.speech)))


@verb_oversight.command(
    name="report",
    help=_(
        "The same figures for the public: a number below five is left out, and so is every other "
        "by which it could be computed."
    ),
)
@files_argument
@of_option
@from_option
@to_option
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help=_("The language of the report; the officer's own if not given."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help=_("Text, JSON or CSV."),
)
@gathered
def _report(desk: Desk, given: Given) -> None:
    """Refuses ``unreadable-file``, ``bad-date``, ``wrong-link``, and what a file breaks."""
    from wasl.forms.figures import as_csv, as_text

    speech = Speech(given["language"]) if given["language"] else desk.speech
    value = _counted(given, speech, public=True)
    if given["form"] == "csv":
        click.echo(as_csv(value), nl=False)
    else:
        shown = given["form"] == "json"
        desk.show(value, shown, lambda told: click.echo(as_text(told, speech)))


@verb_oversight.command(
    name="compare",
    help=_(
        "Two extracts of one log, ours and the counterpart's, line by line: complete, or which "
        "entries are missing and which lines differ. Exit 1 if it is not complete."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.argument("other", metavar=_("OTHER"))
@json_option
@click.pass_context
def _compare(ctx: click.Context, /, *, file: str, other: str, as_json: bool) -> None:
    """Refuses ``unreadable-file`` and ``wrong-link``."""
    from wasl.seal.extract_compare import beside
    from wasl.seal.extract_verify import verify_extract

    desk: Desk = ctx.obj
    one, two = _read([file, other])
    compared = beside(one, two)
    verdict = verify_extract(one, against=two)
    value = {**compared.as_json(), "faults": verdict.as_json()["faults"]}
    desk.show(value, as_json, lambda told: _tell_compared(desk, told, (one, two)))
    ctx.exit(0 if compared.complete and not verdict.faults else INCOMPLETE)


def _tell_compared(desk: Desk, value: Json, files: "tuple[Extract, Extract]") -> None:
    say = desk.say
    say("Compared from entry {start} up to size {stop}.", start=value["from"], stop=value["to"])
    makers = [each.header.made_by for each in files]
    for maker, held, runs in zip(makers, value["held"], value["missing"], strict=True):
        say("{maker} says it holds {held} entries.", maker=maker, held=held)
        for first, last in runs:
            if first == last:
                say("Missing from the file of {maker}: {index}", maker=maker, index=first)
            else:
                run = f"{first}–{last}"
                say("Missing from the file of {maker}: {index}", maker=maker, index=run)
    for line in value["differing"]:
        say(
            "Not the same: {what} {index} (lines {one} and {other})",
            what=desk.speech.say(WHAT[line["what"]]),
            index=line["index"],
            one=line["lines"][0],
            other=line["lines"][1],
        )
    if value["bodies"]:
        places = ", ".join(map(str, value["bodies"]))
        say("One of the two has destroyed the content of: {places}", places=places)
    for fault in value["faults"]:
        desk.say(
            "  Line {line}: {what}",
            line=fault["line"],
            what=desk.speech.refusal(fault["rule"], {"why": fault["why"]}).partition("\n")[0],
        )
    if value["complete"] and not value["faults"]:
        say("Complete: both files tell the same log, to size {size}.", size=value["to"])


WHAT = {
    "checkpoint": _("checkpoint of size"),
    "entry": _("entry"),
    "erasure": _("ground of the destruction of"),
}


def _counted(given: Given, speech: Speech, *, public: bool) -> Json:
    """The figures of one service out of the files given."""
    from wasl.core.policy.oversight import counted, tables
    from wasl.forms.figures import Period, told
    from wasl.node.clock import stamp
    from wasl.seal.extract_overseen import overseen_links

    extracts = _read(given["files"])
    since, until = _day(given["since"]), _day(given["until"])
    now = datetime.fromtimestamp(min(each.header.made_seconds() for each in extracts), UTC)
    of = given["service"] or extracts[0].header.made_by
    if not any(of in {each.header.author, each.header.counterpart} for each in extracts):
        raise RefusedError("no-such-partner", {"partner": of[:64]})
    found = [one for seen in overseen_links(extracts) for one in counted(seen, now)]
    grids = tables(found, of=of, since=since, until=until)
    period = Period(of=of, since=since, until=until, as_of=stamp(now)[:10])
    return told(grids, period, speech, public=public)


def _read(files: list[str]) -> "list[Extract]":
    from wasl.cli.checking import lines_of, opened
    from wasl.seal.extract import read_extract

    with ExitStack() as stack:
        return [read_extract(lines_of(stack.enter_context(opened(file)))) for file in files]


def _day(text: str | None) -> date | None:
    """A day as an overseer types it; refuses ``bad-date``."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError("bad-date", {"day": text[:16]}) from error
