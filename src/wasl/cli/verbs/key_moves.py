"""The moves of a key case, each a command: the custodian drafts, the head releases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from wasl.cli.custody import case_of, in_case, remark, statement_of_case
from wasl.cli.desk import Desk, read_text
from wasl.cli.drafts import tell_drafts
from wasl.cli.words import TYPED, Verb, device_option, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.locale.speech import _
from wasl.wiring import Door

INTRODUCED = frozenset({"introduce"})

Option = Callable[[Any], Any]

case_argument = click.argument("case", metavar=_("CASE"))
reason_option = click.option("--reason", type=TYPED, help=_("Why, in a few words."))


def move_command(
    name: str, say: str, callback: Callable[..., None], options: Sequence[Option]
) -> click.Command:
    """A command for one move, with the options every move of a custodian has."""
    command = gathered(callback)
    for option in reversed((*options, officer_option, device_option, json_option)):
        command = option(command)
    made: click.Command = click.command(cls=Verb, name=name, help=say)(command)
    return made


def drafted(
    desk: Desk,
    door: Door,
    given: Mapping[str, Any],
    partner: str | Sequence[str],
    wish: Mapping[str, Any],
) -> None:
    """A wish signed by its drafter and kept for a second officer, toward each partner; told."""
    partners = [partner] if isinstance(partner, str) else partner
    answers = [
        desk.draft(door, given["officer"], each, wish, given["device"]) for each in partners
    ]
    tell_drafts(desk, answers, given["as_json"])


def _wish(move: str, fields: Mapping[str, Any], **parts: Json) -> dict[str, Any]:
    return {"kind": "key", "move": move, "fields": dict(fields), **parts}


def _introduce(desk: Desk, given: Mapping[str, Any]) -> None:
    """Our own statement, in a case of its own."""
    with desk.door() as door:
        note = door.ask("statement", {"sha256": door.ask("key-show", {})["sha256"]})["note"]
        drafted(desk, door, given, given["partner"], _wish("introduce", {}, statement=note))


def _witness(desk: Desk, given: Mapping[str, Any]) -> None:
    """Their statement is the one of the meeting; the minutes say so, where there are any."""
    minutes = read_text(given["minutes"]) if given["minutes"] else ""
    with desk.door() as door:
        told = case_of(door, given["case"])
        wish = _wish("witness", in_case(told), statement=minutes)
        drafted(desk, door, given, told["partner"], wish)


def _compromise(desk: Desk, given: Mapping[str, Any]) -> None:
    """From a size of our log on, items need a person's confirmation."""
    body = {"since_size": given["since"], **(remark(desk, given["reason"]) or {})}
    with desk.door() as door:
        told = case_of(door, given["case"])
        drafted(desk, door, given, told["partner"], _wish("compromise", in_case(told), body=body))


def _naming(move: str) -> Callable[[Desk, Mapping[str, Any]], None]:
    """A move that names the statement its case introduced."""

    def callback(desk: Desk, given: Mapping[str, Any]) -> None:
        with desk.door() as door:
            told = case_of(door, given["case"])
            note = statement_of_case(door, told, INTRODUCED)
            drafted(desk, door, given, told["partner"], _wish(move, in_case(told), statement=note))

    return callback


def _short(move: str) -> Callable[[Desk, Mapping[str, Any]], None]:
    """A move that only says why, or nothing."""

    def callback(desk: Desk, given: Mapping[str, Any]) -> None:
        with desk.door() as door:
            told = case_of(door, given["case"])
            wish = _wish(move, in_case(told), body=remark(desk, given.get("reason")))
            drafted(desk, door, given, told["partner"], wish)

    return callback


minutes_option = click.option(
    "--minutes", metavar=_("FILE"), help=_("The minutes, signed by the root holders of both.")
)
since_option = click.option(
    "--since",
    type=click.IntRange(0),
    required=True,
    help=_("The size of our log from which items are to be confirmed again."),
)
partner_argument = click.argument("partner", type=TYPED, metavar=_("PARTNER"))

KEY_MOVES = (
    move_command(
        "introduce",
        _("Put our key statement before a partner, as it was met in person."),
        _introduce,
        (partner_argument,),
    ),
    move_command(
        "witness",
        _("Say that their statement is the one of the meeting."),
        _witness,
        (case_argument, minutes_option),
    ),
    move_command(
        "activate",
        _("Put our introduced and witnessed statement in force."),
        _naming("activate"),
        (case_argument,),
    ),
    move_command(
        "succeed",
        _("Put our introduced statement in force at once, as m old roots signed it."),
        _naming("succeed"),
        (case_argument,),
    ),
    move_command(
        "retire",
        _("Close the case of a statement that has been succeeded."),
        _short("retire"),
        (case_argument, reason_option),
    ),
    move_command(
        "revoke",
        _("Take our statement out of force."),
        _short("revoke"),
        (case_argument, reason_option),
    ),
    move_command(
        "compromise",
        _("Warn that a key of ours was in other hands from a size of our log on."),
        _compromise,
        (case_argument, since_option, reason_option),
    ),
    move_command(
        "refuse",
        _("Refuse their statement: it is not the one of the meeting."),
        _short("refuse"),
        (case_argument, reason_option),
    ),
    move_command(
        "pin",
        _("Pin their statement that is in force."),
        _short("pin"),
        (case_argument,),
    ),
    move_command(
        "drop",
        _("Drop their statement that we had witnessed or pinned."),
        _short("drop"),
        (case_argument, reason_option),
    ),
)
