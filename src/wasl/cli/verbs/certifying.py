"""A certificate as a file for its holder, the list of those revoked, and the check of one."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.texts import whole_path
from wasl.cli.words import Verb, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.locale.speech import _

Given = Mapping[str, Any]

NOT_VALID = 1


@click.command(
    cls=Verb,
    name="file",
    help=_(
        "One certificate in a file for its holder, which anybody can check with no network. It "
        "holds no name; whoever shows it proves by another card to be its holder."
    ),
)
@click.argument("entry", metavar=_("ENTRY"))
@click.option("--out", "file", required=True, metavar=_("FILE"), help=_("The file to write."))
@officer_option
@json_option
@gathered
def file_command(desk: Desk, given: Given) -> None:
    """Refuses ``other-kind``, ``no-receipt``, and what opening an item refuses."""
    asked = {name: given[name] for name in ("entry", "officer")}
    answer = desk.ask("certificate-file", {**asked, "file": whole_path(given["file"])})
    desk.show(answer, given["as_json"], lambda value: _tell_written(desk, value))


@click.command(
    cls=Verb,
    name="list",
    help=_(
        "The list of every certificate this service revoked, signed, for posts that have no "
        "node. Hand out a new one at least every 30 days."
    ),
)
@click.option("--out", "file", required=True, metavar=_("FILE"), help=_("The file to write."))
@officer_option
@json_option
@gathered
def list_command(desk: Desk, given: Given) -> None:
    """Refuses ``role-lacking``."""
    asked = {"file": whole_path(given["file"]), "officer": given["officer"]}
    answer = desk.ask("certificate-list", asked)
    desk.show(answer, given["as_json"], lambda value: _tell_written(desk, value))


def _tell_written(desk: Desk, answer: Json) -> None:
    desk.say("Written: {file}", file=answer["file"])


@click.command(
    cls=Verb,
    name="verify",
    help=_(
        "Check a certificate with no network: exit 0 if it counts as of the day of the newest "
        "list, 1 if not, or if it cannot be told. Without --keys the partners met by the node "
        "here are known, if there is one."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option(
    "--keys",
    multiple=True,
    metavar=_("FILE"),
    help=_("A key file or key statement of the issuer that you trust; once for each."),
)
@click.option("--revocations", metavar=_("FILE"), help=_("The issuer's list of revocations."))
@click.option("--at", "day", metavar=_("DAY"), help=_("The day it is checked for; today if none."))
@json_option
@click.pass_context
def verify_command(ctx: click.Context, /, **given: Any) -> None:  # noqa: ANN401
    """Refuses ``unreadable-file``, ``bad-date`` and what key files are refused for; exit 0, 1."""
    from wasl.cli.certified import Asked, read_day, verdict_on_certificate
    from wasl.node.clock import SystemClock

    desk: Desk = ctx.obj
    asked = Asked(
        file=given["file"],
        keys=given["keys"],
        revocations=given["revocations"],
        day=read_day(given["day"]) if given["day"] else SystemClock().now().date(),
    )
    verdict = verdict_on_certificate(desk, asked)
    desk.show(verdict, given["as_json"], lambda value: _tell_verdict(desk, value))
    ctx.exit(0 if verdict["answer"] == "valid-as-of" else NOT_VALID)


def _tell_verdict(desk: Desk, verdict: Json) -> None:
    """The answer first, then what the certificate says, then whose keys it was checked with."""
    from wasl.cli.telling import tell_body
    from wasl.cli.verdicts import spelled

    if verdict["answer"] == "valid-as-of":
        desk.say(
            "VALID as of {day}: nothing revoked it until then. What came later is not known here.",
            day=verdict["as_of"],
        )
    else:
        click.echo(desk.speech.refusal(verdict["rule"], verdict["facts"]))
    if verdict["certificate"]:
        tell_body(desk, verdict["certificate"])
        desk.say("The certificate names nobody: ask the holder for a card of the home service.")
    for known in verdict["fingerprints"]:
        click.echo("")
        desk.say("Checked with the keys of {node}, whose fingerprint must be:", node=known["node"])
        for line in spelled(desk, bytes.fromhex(known["fingerprint"])):
            click.echo(f"  {line}")
