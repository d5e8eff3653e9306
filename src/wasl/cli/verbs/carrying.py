"""The two roads, asked for by a person: a call now, or a file that somebody carries."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.texts import whole_path
from wasl.cli.words import Verb, VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.errors import UnavailableError
from wasl.locale.speech import _
from wasl.wiring import Door

Given = Mapping[str, Any]

REFUSED, UNAVAILABLE = 1, 75
NO_REFUSAL_YET = 2**53 - 1  # beyond any number: asked only for the last one there is


@click.command(
    cls=Verb,
    help=_(
        "Call a partner now, or every partner: what waits goes out, what they have comes in, and "
        "each side signs for what it took."
    ),
)
@click.argument("partner", required=False, metavar=_("PARTNER"))
@json_option
@click.pass_context
def verb_sync(ctx: click.Context, /, *, partner: str | None, as_json: bool) -> None:
    """Exit 75 when a line is down; refuses ``no-such-partner`` and ``no-url``."""
    desk: Desk = ctx.obj
    with desk.door() as door:
        partners = [partner] if partner else _callable_partners(door)
        answers = [_sync(door, each) for each in partners]
    desk.show(answers, as_json, lambda value: _tell_all(desk, value))
    if any("down" in answer for answer in answers):
        ctx.exit(UNAVAILABLE)


def _callable_partners(door: Door) -> list[str]:
    """The partners that have an address and a link."""
    rows = door.ask("partner-list", {})
    return [row["node"] for row in rows if row["url"] and row["arrangements"]]


def _sync(door: Door, partner: str) -> Json:
    """One call, with how far both logs were before and are after."""
    before = door.ask("link-state", {"partner": partner})
    last = door.ask("refusals-since", {"number": NO_REFUSAL_YET})["last"]
    answer: Json = {"partner": partner}
    try:
        answer["report"] = door.ask("sync", {"partner": partner})
    except UnavailableError as failure:
        answer["down"] = {"detail": dict(failure.detail), "what": failure.what}
    after = door.ask("link-state", {"partner": partner})
    return {
        **answer,
        "came": after["held"] - before["held"],
        "receipted": after["countersigned"] - before["countersigned"],
        "refused_here": _at_desk(door, last),
        "state": after,
    }


def _at_desk(door: Door, last: int) -> list[Json]:
    """Acts of ours that got no place although they were released: judged only now."""
    refused = door.ask("refusals-since", {"number": last})["refusals"]
    return [refusal for refusal in refused if refusal["side"] == "desk"]


def _tell_all(desk: Desk, answers: Sequence[Json]) -> None:
    if not answers:
        desk.say("No partner has an address and a link: nobody was called.")
    for answer in answers:
        _tell_sync(desk, answer)


def _tell_sync(desk: Desk, answer: Json) -> None:
    speech, partner = desk.speech, answer["partner"]
    if "down" in answer:
        click.echo(speech.unavailable(answer["down"]["what"], answer["down"]["detail"]), err=True)
    else:
        desk.say("Called {partner}.", partner=partner)
        click.echo("  " + speech.count("{n} entry came.", "{n} entries came.", answer["came"]))
        click.echo(
            "  "
            + speech.count(
                "{n} entry of ours was receipted.",
                "{n} entries of ours were receipted.",
                answer["receipted"],
            )
        )
        _tell_report(desk, answer["report"])
    _tell_state(desk, answer["state"])
    _tell_refused_here(desk, answer["refused_here"])


def _tell_report(desk: Desk, report: Json) -> None:
    """What was not simply taken."""
    speech = desk.speech
    if report["healed"]:
        said = speech.count(
            "{n} entry of our own came back from the partner.",
            "{n} entries of our own came back from the partner.",
            report["healed"],
        )
        click.echo(f"  {said}")
    if report["ahead"]:
        said = speech.count(
            "{n} urgent item arrived ahead: wasl tray.",
            "{n} urgent items arrived ahead: wasl tray.",
            report["ahead"],
        )
        click.echo(f"  {said}")
    if report["void"]:
        said = speech.count(
            "{n} of them does not count: wasl explain.",
            "{n} of them do not count: wasl explain.",
            report["void"],
        )
        click.echo(f"  {said}")
    if report["bodies_refused"]:
        said = speech.count(
            "{n} body was refused: wasl explain.",
            "{n} bodies were refused: wasl explain.",
            report["bodies_refused"],
        )
        click.echo(f"  {said}")
    for rule, detail in report["refused"]:
        desk.say("  Refused:")
        for line in speech.refusal(rule, detail).split("\n"):
            click.echo(f"    {line}")


def _tell_state(desk: Desk, state: Json) -> None:
    """What is missing, what waits, and whether people must meet."""
    for first, last in state["missing"]:
        if first == last:
            desk.say(
                "  Missing: entry {first} of {partner}.", first=first, partner=state["partner"]
            )
        else:
            desk.say(
                "  Missing: entries {first} to {last} of {partner}.",
                first=first,
                last=last,
                partner=state["partner"],
            )
    if state["waiting"]:
        said = desk.speech.count(
            "{n} released act waits for its place: wasl sync, or wasl bundle out.",
            "{n} released acts wait for their places: wasl sync, or wasl bundle out.",
            state["waiting"],
        )
        click.echo(f"  {said}")
    if state.get("frozen"):
        desk.say("  The link is frozen: wasl explain.")


def _tell_refused_here(desk: Desk, refused: Sequence[Json]) -> None:
    for refusal in refused:
        desk.say("  An act of ours could not stand: wasl explain.")
        for line in desk.speech.refusal(refusal["rule"], refusal["detail"]).split("\n"):
            click.echo(f"    {line}")


# ----------------------------------------------------------------------------------- the bundle

verb_bundle = VerbGroup(
    name="bundle", help=_("Dispatches in a file, where no line reaches: written, or taken in.")
)


@verb_bundle.command(
    cls=Verb,
    name="out",
    help=_(
        "Write a bundle for a partner: everything from the last entry it signed for. A bundle "
        "that is lost is made good by the next one."
    ),
)
@click.argument("partner", metavar=_("PARTNER"))
@click.option(
    "--to",
    "place",
    metavar=_("FOLDER"),
    default=".",
    help=_("The folder, or the file; this folder if not given."),
)
@json_option
@gathered
def _out(desk: Desk, given: Given) -> None:
    asked = {"partner": given["partner"], "place": whole_path(given["place"])}
    answer = desk.ask("bundle-out", asked)
    desk.show(answer, given["as_json"], lambda value: _tell_out(desk, value))


def _tell_out(desk: Desk, answer: Json) -> None:
    desk.say("Bundle for {partner}: {file}", partner=answer["partner"], file=answer["file"])
    said = desk.speech.count(
        "{n} dispatch is in it.", "{n} dispatches are in it.", answer["dispatches"]
    )
    click.echo(f"  {said}")
    if not answer["confirmed"] and not answer["alone"]:
        desk.say(
            "  The partner has not confirmed this run of the node: this bundle asks for it. Leave "
            "wasl serve running until a bundle has come back."
        )
    _tell_state(desk, {**answer, "missing": []})


@verb_bundle.command(
    cls=Verb,
    name="in",
    help=_(
        "Take a bundle in: every dispatch that can be read and opened; then it is said how far "
        "the file could be read, what was refused, and what is missing."
    ),
)
@click.argument("file", metavar=_("FILE"))
@json_option
@click.pass_context
def _in(ctx: click.Context, /, *, file: str, as_json: bool) -> None:
    desk: Desk = ctx.obj
    with desk.door() as door:
        last = door.ask("refusals-since", {"number": NO_REFUSAL_YET})["last"]
        answer = door.ask("bundle-in", {"file": whole_path(file)})
        answer["refused_here"] = _at_desk(door, last)
    desk.show(answer, as_json, lambda value: _tell_in(desk, value))
    if answer["report"]["refused"] or not answer["whole"]:
        ctx.exit(REFUSED)


def _tell_in(desk: Desk, answer: Json) -> None:
    speech, report = desk.speech, answer["report"]
    desk.say(
        "Readable up to {readable} of {count}.",
        readable=answer["readable"],
        count=answer["count"],
    )
    if not answer["whole"]:
        for line in speech.refusal(answer["rule"], {}).split("\n"):
            click.echo(f"  {line}")
    click.echo("  " + speech.count("{n} entry came.", "{n} entries came.", report["entries"]))
    click.echo("  " + speech.count("{n} receipt came.", "{n} receipts came.", report["receipts"]))
    _tell_report(desk, report)
    for state in answer["states"]:
        _tell_state(desk, state)
        if not state["missing"]:
            desk.say("  Nothing is missing from {partner}.", partner=state["partner"])
    _tell_refused_here(desk, answer["refused_here"])
