"""``wasl release``: what waits for a second officer, read before it is signed."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from wasl.cli.agreeing import agree
from wasl.cli.desk import Desk
from wasl.cli.kind_verb import DefaultGroup
from wasl.cli.words import Verb, device_option, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.wiring import Door

Given = Mapping[str, Any]
Sign = Callable[[Door, str, str, str | None], Json]
SHORTEST = 4  # digits that may stand for a whole draft id

verb_release = DefaultGroup(
    "release",
    told=_(
        "Release what another officer drafted: it is shown, and signed with your own key. "
        "Without a word: the drafts that wait."
    ),
    usual="draft",
    alone="list",
)


@verb_release.command(cls=Verb, name="list", help=_("The drafts that wait for a second officer."))
@json_option
@gathered
def _list(desk: Desk, given: Given) -> None:
    from wasl.cli.drafts import tell_waiting

    desk.show(desk.ask("drafts"), given["as_json"], lambda value: tell_waiting(desk, value))


@verb_release.command(
    cls=Verb, name="draft", help=_("Release one draft, by its number or its first digits.")
)
@click.argument("draft", metavar=_("DRAFT"))
@officer_option
@device_option
@click.option("--yes", is_flag=True, help=_("Sign without being asked."))
@json_option
@gathered
def _release(desk: Desk, given: Given) -> None:
    from wasl.cli.drafts import tell_released

    answer = _read_and_signed(desk, given, desk.release, _("Release it? Type {yes}: "))
    desk.show(answer, given["as_json"], lambda value: tell_released(desk, value))


@verb_release.command(
    cls=Verb,
    name="vouch",
    help=_("Give the word a draft needs besides drafter and releaser: it is shown, and signed."),
)
@click.argument("draft", metavar=_("DRAFT"))
@officer_option
@device_option
@click.option("--yes", is_flag=True, help=_("Sign without being asked."))
@json_option
@gathered
def _vouch(desk: Desk, given: Given) -> None:
    from wasl.cli.drafts import tell_lacking

    answer = _read_and_signed(desk, given, desk.vouch, _("Give your word for it? Type {yes}: "))

    def say(value: Json) -> None:
        desk.say("Your word is with draft {draft}.", draft=value["draft"])
        tell_lacking(desk, value)

    desk.show(answer, given["as_json"], say)


@verb_release.command(cls=Verb, name="drop", help=_("Throw away a draft of your own."))
@click.argument("draft", metavar=_("DRAFT"))
@officer_option
@json_option
@gathered
def _drop(desk: Desk, given: Given) -> None:
    with desk.door() as door:
        draft = whole_id(door, given["draft"])
        answer = door.ask("drop-draft", {"draft": draft, "officer": given["officer"]})
    desk.show(
        answer,
        given["as_json"],
        lambda value: desk.say("Draft {draft} is gone.", draft=value["draft"]),
    )


@verb_release.command(
    cls=Verb,
    name="review",
    help=_("Say that you have reviewed what the duty officer released alone under FLASH."),
)
@click.argument("entry", metavar=_("ENTRY"))
@officer_option
@device_option
@json_option
@gathered
def _review(desk: Desk, given: Given) -> None:
    from wasl.cli.drafts import tell_released

    with desk.door() as door:
        item = door.ask("item", {"entry": given["entry"]})
        wish = {"kind": "fact", "move": "review_flash", "fields": {"about": [item["entry"]]}}
        officer, device = given["officer"], given["device"]
        drafted = desk.draft(door, officer, item["partner"], wish, device)
        answer = desk.release(door, drafted["draft"], officer, device)
    desk.show(answer, given["as_json"], lambda value: tell_released(desk, value))


def whole_id(door: Door, word: str) -> str:
    """The draft whose id begins with these digits; refuses ``no-such-draft`` unless it is one."""
    found = [each["draft"] for each in door.ask("drafts", {}) if each["draft"].startswith(word)]
    if len(found) != 1 or len(word) < SHORTEST:
        raise RefusedError("no-such-draft", {"draft": word[:16]})
    return str(found[0])


def _read_and_signed(desk: Desk, given: Given, sign: Sign, question: str) -> Json:
    """What the node answers once the officer has read the draft, agreed and signed."""
    from wasl.cli.drafts import tell_to_release

    with desk.door() as door:
        draft, officer = whole_id(door, given["draft"]), given["officer"]
        if not given["yes"]:
            asked = {"draft": draft, "officer": officer}
            tell_to_release(desk, door.ask("read-draft", asked))
            agree(desk, question)
        return sign(door, draft, officer, given["device"])
