"""What can be proved, and to whom: our logs checked again, proofs for others, a file checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.texts import whole_path
from wasl.cli.words import Verb, VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.locale.speech import _

Given = Mapping[str, Any]

UNSOUND = 1

verb_log = VerbGroup(name="log", help=_("The logs of this node, and its copies of others'."))


@verb_log.command(
    cls=Verb,
    name="verify",
    help=_(
        "Check every log again from its first entry, as a third person would: tree, heads, "
        "counter-signatures, bodies."
    ),
)
@json_option
@click.pass_context
def _verify_logs(ctx: click.Context, /, *, as_json: bool) -> None:
    desk: Desk = ctx.obj
    with desk.door() as door, desk.progress(desk.speech.say("Checking the logs")) as bar:
        logs = door.ask("log-verify", {}, bar)
    desk.show(logs, as_json, lambda value: _tell_logs(desk, value))
    if not all(log["sound"] for log in logs):
        ctx.exit(UNSOUND)


def _tell_logs(desk: Desk, logs: Json) -> None:
    from wasl.cli.telling import tell_rows

    speech = desk.speech
    if not logs:
        desk.say("There is no log yet.")
    for log in logs:
        if log["sound"]:
            desk.say("The log of {author} holds.", author=log["author"])
        else:
            desk.say(
                "The log of {author} DOES NOT HOLD: {why}, at {place}.",
                author=log["author"],
                why=log["why"],
                place=log.get("index", log.get("size", 0)),
            )
        tell_rows(
            desk,
            [
                (speech.say("Entries"), str(log["size"])),
                (speech.say("Counter-signed"), str(log["countersigned"])),
                (speech.say("Bodies held"), str(log["bodies"])),
                (speech.say("Bodies gone"), str(log["gone"])),
            ],
        )


@click.command(
    cls=Verb,
    help=_(
        "One entry with its proof and its checkpoint, for a third person who has no node. The "
        "body goes with it only when it is asked for, for a purpose."
    ),
)
@click.argument("entry", metavar=_("ENTRY"))
@click.option("--out", "file", required=True, metavar=_("FILE"), help=_("The file to write."))
@click.option("--with-body", is_flag=True, help=_("With the body, and what opens it."))
@click.option(
    "--purpose", default="", metavar=_("PURPOSE"), help=_("What the body is handed over for.")
)
@click.option(
    "--officer",
    default="",
    metavar=_("OFFICER"),
    help=_("Who asks; always where a body goes out."),
)
@json_option
@gathered
def verb_export(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-entry``, ``no-receipt``, and what opening an item refuses."""
    asked = {name: given[name] for name in ("entry", "officer", "purpose", "with_body")}
    answer = desk.ask("export", {**asked, "file": whole_path(given["file"])})
    desk.show(answer, given["as_json"], lambda value: _tell_written(desk, value))


@click.command(
    cls=Verb,
    help=_(
        "A whole log without its bodies, for an overseer: ours with a partner, or our copy of "
        "theirs. Two sides' extracts of one log can be compared: wasl verify --against."
    ),
)
@click.option("--with", "partner", required=True, metavar=_("PARTNER"), help=_("The partner."))
@click.option(
    "--of",
    type=click.Choice(["ours", "theirs"]),
    default="ours",
    help=_("Our own log, or our copy of theirs."),
)
@click.option("--out", "file", required=True, metavar=_("FILE"), help=_("The file to write."))
@click.option("--officer", default="", metavar=_("OFFICER"), help=_("Who asks."))
@json_option
@gathered
def verb_extract(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-partner``."""
    asked = {name: given[name] for name in ("partner", "of", "officer")}
    answer = desk.ask("extract", {**asked, "file": whole_path(given["file"])})
    desk.show(answer, given["as_json"], lambda value: _tell_written(desk, value))


def _tell_written(desk: Desk, answer: Json) -> None:
    desk.say("Written: {file}", file=answer["file"])
    desk.say("Anybody can check it: {command}", command=f"wasl verify {Path(answer['file']).name}")


@click.command(
    cls=Verb,
    help=_(
        "Check an export, an extract or a proof of a fork, with no node and no database: exit 0 "
        "if it holds, 1 if it does not, 2 if it cannot be read. Read the fingerprints against "
        "paper you trust."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option("--against", metavar=_("FILE"), help=_("The other side's extract of the same log."))
@click.option(
    "--proof",
    metavar=_("FILE"),
    help=_("Where the two differ under one name: the proof of it, for anybody to check."),
)
@json_option
@click.pass_context
def verb_verify(
    ctx: click.Context, /, *, file: str, against: str | None, proof: str | None, as_json: bool
) -> None:
    """Refuses ``unreadable-file``; exit 0, 1, 2."""
    from wasl.cli.checking import verdict_on_file, write_proof
    from wasl.cli.verdicts import tell_verdict

    desk: Desk = ctx.obj
    verdict, fork = verdict_on_file(file, against)
    written = bool(proof and against) and write_proof(verdict, (file, against or ""), proof or "")
    desk.show(verdict.as_json(), as_json, lambda value: tell_verdict(desk, value, fork=fork))
    if written and not as_json:
        desk.say("Written: {file}", file=proof or "")
    ctx.exit(verdict.outcome.exit_code)
