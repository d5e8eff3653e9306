"""``wasl officer`` and ``wasl partner``: who works here, and whom we met."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import (
    TYPED,
    Verb,
    VerbGroup,
    aligned,
    device_option,
    gathered,
    json_option,
)
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.locale.speech import _
from wasl.node.office.people import check_officer

ROLES = [role.value for role in OfficerRole if role is not OfficerRole.NODE]


@click.group(
    cls=VerbGroup,
    name="officer",
    help=_("Officers of this service: their roles, and the device key each signs with."),
)
def verb_officer() -> None:
    """The moves are commands of their own."""


@verb_officer.command(
    cls=Verb,
    name="add",
    help=_(
        "Add an officer and make a device key, in a file under a passphrase of the officer. "
        "One officer may hold several roles, but never signs both sides of one act."
    ),
)
@click.argument("officer", type=TYPED, metavar=_("OFFICER"))
@click.option("--name", type=TYPED, required=True, help=_("The name, as colleagues write it."))
@click.option(
    "--role",
    "roles",
    type=click.Choice(ROLES),
    multiple=True,
    required=True,
    metavar=_("ROLE"),
    help=_(
        "A role the officer holds: drafter, releaser, duty, handler, custodian, dpo, head, "
        "planner, training, vetting or overseer."
    ),
)
@click.option(
    "--device",
    metavar=_("FILE"),
    help=_("Where the device key is put, if not in the node's folder."),
)
@json_option
@click.pass_obj
def add(
    desk: Desk, officer: str, name: str, roles: tuple[str, ...], device: str | None, as_json: bool
) -> None:
    """Refuses what ``check_officer`` does, ``officer-exists`` and ``file-exists``."""
    check_officer(officer, name)
    with desk.door() as door:
        if any(row["officer"] == officer for row in door.ask("officer-list", {})):
            raise RefusedError("officer-exists", {"officer": officer})
        key = desk.new_device(officer, device).hex()
        answer = door.ask(
            "officer-add", {"officer": officer, "name": name, "roles": list(roles), "key": key}
        )

    def told(value: Json) -> None:
        desk.say("{officer} is an officer: {roles}.", officer=officer, roles=_roles(desk, value))
        desk.say("The device key is in {file}.", file=str(desk.device_path(officer, device)))

    desk.show(answer, as_json, told)


@verb_officer.command(
    cls=Verb,
    name="confirm",
    help=_(
        "Sign, with a device key, what a page of the desk asks for under its code: that an "
        "officer enters, an act he drafts, a draft he releases. It is shown before it is signed."
    ),
)
@click.argument("code", type=TYPED, metavar=_("CODE"))
@device_option
@click.option("--yes", is_flag=True, help=_("Sign without being asked."))
@json_option
@gathered
def confirm(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-such-code``, ``not-agreed``, and what the act itself is refused for."""
    from wasl.cli.confirming import confirmed, tell_confirmed

    answer = confirmed(desk, given)
    desk.show(answer, given["as_json"], lambda value: tell_confirmed(desk, value))


@verb_officer.command(
    cls=Verb,
    name="link",
    help=_("A link that opens the desk on screen once, within 15 minutes, on this machine."),
)
@json_option
@click.pass_obj
def link(desk: Desk, as_json: bool) -> None:
    """Refuses ``no-desk`` where the node shows none."""
    from wasl.cli.confirming import asked_of_desk

    with desk.door() as door:
        answer = asked_of_desk(door, "web-link", {})
    desk.show(answer, as_json, lambda value: desk.say("{url}", url=value["url"]))


@verb_officer.command(cls=Verb, name="list", help=_("List the officers, those who left included."))
@json_option
@click.pass_obj
def listed(desk: Desk, as_json: bool) -> None:
    """Nothing is refused."""
    desk.show(desk.ask("officer-list", {}), as_json, lambda value: _tell_officers(desk, value))


@verb_officer.command(
    cls=Verb,
    name="leave",
    help=_("An officer acts no more; what was signed before stays as it is."),
)
@click.argument("officer", type=TYPED, metavar=_("OFFICER"))
@json_option
@click.pass_obj
def leave(desk: Desk, officer: str, as_json: bool) -> None:
    """Refuses ``no-such-officer``."""
    answer = desk.ask("officer-leave", {"officer": officer})
    desk.show(answer, as_json, lambda _value: desk.say("{officer} has left.", officer=officer))


@verb_officer.command(
    cls=Verb,
    name="knows",
    help=_(
        "Say which dossiers an officer has to know of, and no other; all, if none is named. The "
        "data-protection officer answers for all of them."
    ),
)
@click.argument("officer", type=TYPED, metavar=_("OFFICER"))
@click.option("--dossier", "dossiers", multiple=True, metavar=_("DOSSIER"), help=_("A dossier."))
@json_option
@click.pass_obj
def knows(desk: Desk, officer: str, dossiers: tuple[str, ...], as_json: bool) -> None:
    """Refuses ``no-such-officer``."""
    answer = desk.ask("officer-knows", {"officer": officer, "dossiers": list(dossiers)})

    def told(value: Json) -> None:
        known = ", ".join(desk.speech.term(code) for code in value["dossiers"])
        desk.say(
            "{officer} knows: {dossiers}.",
            officer=officer,
            dossiers=known or desk.speech.say("every dossier"),
        )

    desk.show(answer, as_json, told)


@verb_officer.command(
    cls=Verb,
    name="named",
    help=_(
        "Name the officers who alone have to know of a case; whoever has its dossier, if none is "
        "named. Said by a duty officer or the head."
    ),
)
@click.argument("case", type=TYPED, metavar=_("CASE"))
@click.argument("officers", type=TYPED, nargs=-1, metavar=_("OFFICER"))
@click.option("--officer", "by", required=True, metavar=_("OFFICER"), help=_("Who says so."))
@json_option
@click.pass_obj
def named(desk: Desk, case: str, officers: tuple[str, ...], by: str, as_json: bool) -> None:
    """Refuses ``role-lacking``, ``no-such-officer`` and ``no-such-case``."""
    asked = {"case": case, "officer": by, "officers": list(officers)}
    answer = desk.ask("case-named", asked)

    def told(value: Json) -> None:
        desk.say(
            "Case {case} is known to: {officers}.",
            case=case,
            officers=", ".join(value["officers"]) or desk.speech.say("whoever has its dossier"),
        )

    desk.show(answer, as_json, told)


@click.group(
    cls=VerbGroup, name="partner", help=_("The services met in person, and how they are called.")
)
def verb_partner() -> None:
    """The moves are commands of their own."""


@verb_partner.command(cls=Verb, name="list", help=_("List the services met in person."))
@json_option
@click.pass_obj
def partners(desk: Desk, as_json: bool) -> None:
    """Nothing is refused."""
    desk.show(desk.ask("partner-list", {}), as_json, lambda value: _tell_partners(desk, value))


@verb_partner.command(cls=Verb, name="url", help=_("Say where a partner's node is called."))
@click.argument("partner", type=TYPED, metavar=_("PARTNER"))
@click.argument("url", type=TYPED, metavar=_("URL"))
@json_option
@click.pass_obj
def url(desk: Desk, partner: str, url: str, as_json: bool) -> None:
    """Refuses ``no-such-partner`` and ``bad-url``."""
    answer = desk.ask("partner-url", {"partner": partner, "url": url})
    desk.show(
        answer,
        as_json,
        lambda _value: desk.say("{partner} is called at {url}.", partner=partner, url=url),
    )


def _roles(desk: Desk, told: Json) -> str:
    return ", ".join(desk.speech.term(role) for role in told["roles"])


def _tell_officers(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("There is no officer yet.")
    rows = [
        (
            row["officer"],
            row["name"],
            _roles(desk, row),
            desk.speech.say("left {when}", when=desk.when(row["until"])) if row["until"] else "",
        )
        for row in found
    ]
    for line in aligned(rows):
        click.echo(line)


def _tell_partners(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("No service has been met yet.")
    for row in found:
        desk.say("{partner}, met {when}", partner=row["node"], when=desk.when(row["met"]))
        desk.say("  called at {url}", url=row["url"]) if row["url"] else desk.say(
            "  not called: no address, bundles only"
        )
        if row["same_roots"]:
            desk.say("  under the root keys of our own service")
        for arrangement in row["arrangements"]:
            desk.say("  link of arrangement {id}", id=arrangement)
