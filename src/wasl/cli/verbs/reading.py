"""What officers read: the tray, a case from both sides, an item for a purpose, and why not."""

from collections.abc import Mapping
from decimal import Decimal
from mimetypes import guess_extension
from pathlib import Path
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.words import Verb, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.locale.speech import _
from wasl.wiring import Door

Given = Mapping[str, Any]

NAME_DIGITS = 16


@click.command(
    cls=Verb,
    help=_(
        "What waits for you: cases with their clocks, the soonest due first, what is unread, what "
        "waits for a second officer. Looking as the duty officer delivers what is new."
    ),
)
@officer_option
@json_option
@gathered
def verb_tray(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-officer``."""
    from wasl.cli.cases import tell_tray

    tray = desk.ask("tray", {"officer": given["officer"]})
    desk.show(tray, given["as_json"], lambda value: tell_tray(desk, value))


@click.command(
    cls=Verb,
    help=_(
        "One case from both sides: both halves in words, how each entry travelled by both clocks, "
        "and what may be done next. No body is opened."
    ),
)
@click.argument("case", metavar=_("CASE"))
@json_option
@gathered
def verb_case(desk: Desk, given: Given) -> None:
    """Refuses ``no-such-case`` and ``wrong-check``."""
    from wasl.cli.cases import tell_case

    told = desk.ask("case", {"reference": given["case"]})
    desk.show(told, given["as_json"], lambda value: tell_case(desk, value))


@click.command(
    cls=Verb,
    help=_(
        "Read an item for a purpose: CASE for the item it began with, CASE/2 for its second "
        "entry, or a hash. Who reads what, and why, is written down in the same instant."
    ),
)
@click.argument("entry", metavar=_("ENTRY"))
@click.option("--purpose", metavar=_("PURPOSE"), default="", help=_("What it is read for."))
@officer_option
@click.option(
    "--save-files", "folder", metavar=_("FOLDER"), help=_("Put its attachments in this folder.")
)
@json_option
@gathered
def verb_open(desk: Desk, given: Given) -> None:
    """Refuses ``purpose-missing``, ``wrong-purpose``, ``role-lacking``, ``item-gone`` and more."""
    asked = {name: given[name] for name in ("entry", "officer", "purpose")}
    with desk.door() as door:
        item = door.ask("open", asked)
        if given["folder"]:
            item["saved"] = [
                _save(door, asked, file, given["folder"]) for file in item["files"] if file["come"]
            ]
    desk.show(item, given["as_json"], lambda value: _tell_item(desk, value))


def _save(door: Door, asked: Json, file: Json, folder: str) -> str:
    """One attachment in a file that only its owner reads, named by its hash."""
    from wasl.cli.attaching import save_attachment

    ending = guess_extension(file["media"]) or ".bin"
    path = Path(folder) / f"{file['sha256'][:NAME_DIGITS]}{ending}"
    save_attachment(door, asked, file, path)
    return str(path)


def _told_onward(desk: Desk, told: Json) -> str:
    """Whose item it is, and whether the leave beside it holds."""
    say, owner = desk.speech.say, told["owner"]
    if told["why"] == "not-here":
        return say("{owner}; the proof of the leave has not come yet", owner=owner)
    if not told["holds"]:
        return say("{owner}; THE PROOF OF THE LEAVE DOES NOT HOLD", owner=owner)
    if told["known"]:
        return say("{owner}; the leave holds, under the keys we met", owner=owner)
    return say("{owner}; the leave holds, under keys we have not met", owner=owner)


def _tell_item(desk: Desk, item: Json) -> None:
    """The marking and its conditions first, then the words."""
    from wasl.cli.telling import marking_rows, tell_body, tell_rows
    from wasl.locale.codes import told_grading, told_move
    from wasl.node.clock import shown_reference

    speech = desk.speech
    desk.say(
        "{kind}: {move}. Case {case}.",
        kind=speech.term(item["kind"]),
        move=told_move(speech, item["kind"], item["move"]),
        case=shown_reference(item["case"]),
    )
    rows = marking_rows(desk, item)
    if item["grading"]:
        rows.append((speech.say("Grading"), told_grading(speech, item["grading"])))
    if item["retain_until"]:
        rows.append((speech.say("Kept until"), desk.when(item["retain_until"])))
    if item["standing"] != "live":
        rows.append((speech.say("Item"), speech.term(item["standing"])))
    if item["onward"]:
        rows.append((speech.say("Passed on for"), _told_onward(desk, item["onward"])))
    tell_rows(desk, rows)
    tell_body(desk, item["body"])
    click.echo("")
    for mass in item["masses"]:
        desk.say(
            "As kilograms, by the table {factors}: {goods} {kilograms}",
            factors=mass["factors"],
            goods=speech.term(mass["commodity"]),
            kilograms=f"{Decimal(mass['kg_millionths']).scaleb(-6).normalize():f}",
        )
    for file in item["files"]:
        said = {"media": file["media"], "file": file["sha256"][:NAME_DIGITS], "size": file["size"]}
        if file["come"]:
            desk.say("Attached: {media}, {size} bytes, {file}", **said)
        elif file["held"]:
            desk.say("Attached, held back by the quota: {media}, {size} bytes, {file}", **said)
        else:
            far = {"here": file["here"], "of": file["of"]}
            desk.say(
                "Attached, {here} of {of} parts here: {media}, {size} bytes, {file}", **said, **far
            )
    for path in item.get("saved", ()):
        desk.say("Saved: {file}", file=path)


@click.command(
    cls=Verb,
    help=_(
        "Why something did not go, or did not count, and by which clause: of a case, by the name "
        "of a rule, or all there is."
    ),
)
@click.argument("about", required=False, default="", metavar=_("CASE or RULE"))
@json_option
@gathered
def verb_explain(desk: Desk, given: Given) -> None:
    """Refuses ``wrong-check``."""
    from wasl.cli.reasons import tell_reasons

    told = desk.ask("explain", {"about": given["about"]})
    desk.show(told, given["as_json"], lambda value: tell_reasons(desk, value, given["about"]))
