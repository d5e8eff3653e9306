"""``wasl arrangement``: drafted from a form, proposed, signed by both sides' roots, read."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import click

from wasl.cli.arrangement_form import Placed, arrangement_of, prose_path, read_prose_of
from wasl.cli.clauses import tell_clauses
from wasl.cli.custody import case_of, in_case, remark, statement_of_case
from wasl.cli.desk import Desk, write_file
from wasl.cli.statements import read_statement, signed_by, tell
from wasl.cli.texts import read_prose
from wasl.cli.verbs.key_moves import case_argument, drafted, move_command, reason_option
from wasl.cli.words import TYPED, Verb, VerbGroup, gathered, json_option
from wasl.core.arrangement import (
    Arrangement,
    exercise_id,
    exercise_of,
    exercise_under,
    read_arrangement,
)
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.forms.moments import moment_in
from wasl.forms.wording import language_of
from wasl.locale.speech import _
from wasl.node.clock import SystemClock, SystemDraw, stamp
from wasl.seal.note import read_note, text_hash
from wasl.wiring import Door

VERSIONS = frozenset({"propose", "redraft"})
SIGNED = frozenset({"sign"})


@click.group(
    cls=VerbGroup,
    name="arrangement",
    help=_(
        "What two services agreed: drafted from a form, proposed by one, signed by the root "
        "holders of the other, then of the first. Each move is drafted here and released by the "
        "head."
    ),
)
def verb_arrangement() -> None:
    """The moves are commands of their own."""


@verb_arrangement.command(
    cls=Verb,
    name="draft",
    help=_(
        "Turn a form into the text that will be signed, and put the prose beside it. "
        "The parties are filled in from both key statements."
    ),
)
@click.argument("form", metavar=_("FORM"))
@click.option(
    "--with",
    "partners",
    type=TYPED,
    required=True,
    multiple=True,
    metavar=_("PARTNER"),
    help=_("Another party; it must have been met. Several make one text of many parties."),
)
@click.option(
    "--id",
    "arrangement_id",
    type=TYPED,
    metavar=_("ID"),
    help=_("The arrangement it belongs to; a new one is drawn if not given."),
)
@click.option("--amend", is_flag=True, help=_("The next version of the text in force."))
@click.option("--out", required=True, metavar=_("FILE"), help=_("Where the text is put."))
@json_option
@gathered
def draft(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses what ``arrangement_of`` refuses, and ``no-such-partner``."""
    with desk.door() as door:
        placed = _placed(door, given)
    text, prose = arrangement_of(given["form"], placed)
    out = given["out"]
    write_file(out, text.encode())
    for language, words in prose.items():
        write_file(str(prose_path(out, language)), words.encode())
    told = {"file": out, "id": placed.arrangement_id, "version": placed.version}

    def say(value: Json) -> None:
        tell_clauses(desk, read_arrangement(text))
        desk.say("The text is in {file}.", file=value["file"])

    desk.show(told, given["as_json"], say)


def _placed(door: Door, given: Mapping[str, Any]) -> Placed:
    """Both statements, and the place of the text: a first one, or after the one in force."""
    partner = given["partners"][0]
    ours = door.ask("key-show", {})
    theirs = tuple(door.ask("partner-keys", {"partner": each}) for each in given["partners"])
    if not given["amend"]:
        of = _arrangement_id(given["arrangement_id"], exercise_of(ours["node"]))
        return Placed(ours=ours, theirs=theirs, arrangement_id=of, version=1, previous=None)
    found = door.ask("arrangements", {"partner": partner})
    ruling = next((one for one in found if one["in_force"]), None)
    if ruling is None:
        raise RefusedError("nothing-in-force", {"partner": partner})
    return Placed(
        ours=ours,
        theirs=theirs,
        arrangement_id=ruling["text"]["id"],
        version=ruling["text"]["version"] + 1,
        previous=ruling["sha256"],
    )


def _arrangement_id(said: str | None, exercise: str) -> str:
    """The id as said, or drawn; ``exercise-mix`` for one of another exercise or of none."""
    if said is None:
        drawn = SystemDraw().draw(16).hex()
        return exercise_id(drawn, exercise) if exercise else drawn
    if exercise_under(said) != exercise:
        raise RefusedError("exercise-mix", {"exercise": exercise or "none"})
    return said


@verb_arrangement.command(
    cls=Verb,
    name="show",
    help=_(
        "Read a text clause by clause: one from a file, or every text there is with a partner, "
        "with its state and whether it is in force."
    ),
)
@click.argument("file", required=False, metavar=_("FILE"))
@click.option(
    "--with",
    "partner",
    type=TYPED,
    metavar=_("PARTNER"),
    help=_("The texts with this partner."),
)
@json_option
@click.pass_obj
def show(desk: Desk, file: str | None, partner: str | None, as_json: bool) -> None:
    """Refuses ``bad-arrangement``, ``no-such-partner`` and ``malformed-note``."""
    if file:
        text = read_arrangement(read_statement(file).text)
        told = text.model_dump(mode="json", exclude_none=True)
        desk.show(told, as_json, lambda _value: tell_clauses(desk, text))
        return
    with desk.door() as door:
        partners = [partner] if partner else [row["node"] for row in door.ask("partner-list", {})]
        found = [one for node in partners for one in door.ask("arrangements", {"partner": node})]
    desk.show(found, as_json, lambda value: _tell_texts(desk, value))


def _tell_texts(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("No text has been proposed yet.")
    for told in found:
        desk.say("With {partner}, case {case}", partner=told["partner"], case=told["case"])
        first, second = (desk.speech.term(state) for state in told["states"])
        desk.say("State: {first} / {second}", first=first, second=second)
        if told["in_force"]:
            desk.say("In force.")
        elif told["suspended"]:
            desk.say("Not in force: suspended.")
        else:
            desk.say("Not in force.")
        if told["text"]:
            tell_clauses(desk, Arrangement.model_validate(told["text"], strict=False))
        click.echo("")


# -------------------------------------------------------------------------- moves of its case


def _wish(move: str, fields: Mapping[str, Any], **parts: Json) -> dict[str, Any]:
    return {"kind": "arrangement", "move": move, "fields": dict(fields), **parts}


def _version(move: str, desk: Desk, given: Mapping[str, Any]) -> None:
    """A full text with its prose, under our author key: a proposal or a further draft of it.

    A text of many parties is proposed to each other one that has a link here, and to the
    overseers it names: each pair has a case of its own, and the text is in force between the two
    that concluded it. Where it is in force already it is not proposed again.
    """
    note = read_statement(given["file"])
    text = read_arrangement(note.text)
    prose = read_prose_of(given["file"], text.texts.model_dump())
    with desk.door() as door:
        told = case_of(door, given["case"]) if move == "redraft" else None
        linked = {link["partner"] for link in door.ask("admitted", {})}
        partners = [
            node for node in sorted(linked & text.nodes()) if not _rules(door, node, note.text)
        ]
        proposed = door.ask("propose-text", {"text": note.text})["note"]
        wish = _wish(move, in_case(told) if told else {}, statement=proposed, body={"text": prose})
        drafted(desk, door, given, [told["partner"]] if told else partners, wish)


def _rules(door: Door, partner: str, text: str) -> bool:
    """Whether this very text is in force with a partner."""
    found = door.ask("arrangements", {"partner": partner})
    return any(one["in_force"] and one["sha256"] == text_hash(text).hex() for one in found)


def _sign(desk: Desk, given: Mapping[str, Any]) -> None:
    """Their latest text under our root holders' lines; it binds us until the day offered."""
    with desk.door() as door:
        told, statement = _with_statement(door, given, VERSIONS)
        if not given["as_json"]:
            tell(desk, read_note(statement.encode()))
        until = SystemClock().now() + timedelta(days=given["offer_days"])
        wish = _wish(
            "sign",
            in_case(told, {"offer_until": stamp(until)}),
            statement=_under_roots(desk, statement, given["roots"]),
        )
        drafted(desk, door, given, told["partner"], wish)


def _conclude(desk: Desk, given: Mapping[str, Any]) -> None:
    """The text they signed, under our root holders' lines too."""
    with desk.door() as door:
        told, statement = _with_statement(door, given, SIGNED)
        wish = _wish(
            "conclude", in_case(told), statement=_under_roots(desk, statement, given["roots"])
        )
        drafted(desk, door, given, told["partner"], wish)


def _with_statement(
    door: Door, given: Mapping[str, Any], moves: frozenset[str]
) -> tuple[Json, str]:
    told = case_of(door, given["case"])
    statement = statement_of_case(door, told, moves)
    if not statement:
        raise RefusedError("move-not-allowed", {"kind": told["kind"]})
    return told, statement


def _under_roots(desk: Desk, statement: str, keyfiles: tuple[str, ...]) -> str:
    note = read_note(statement.encode())
    return signed_by(desk, note.text, keyfiles, note.lines)


def _counter(desk: Desk, given: Mapping[str, Any]) -> None:
    """What we would have instead, in words, about the version it answers."""
    words = read_prose(given["text"])
    language = language_of(words, given["language"], "text")
    with desk.door() as door:
        told = case_of(door, given["case"])
        about = [
            entry["entry"]
            for entry in told["entries"]
            if entry["move"] in VERSIONS and not entry["ours"]
        ]
        wish = _wish(
            "counter", in_case(told, {"about": about[-1:]}), body={"text": {language: words}}
        )
        drafted(desk, door, given, told["partner"], wish)


def _short(move: str, desk: Desk, given: Mapping[str, Any]) -> None:
    """A move that only says why, or nothing; an end may name its day."""
    fields = {}
    if given.get("on"):
        zone = desk.settings.zone
        fields["due"] = moment_in(given["on"], SystemClock().now(), zone)
    with desk.door() as door:
        told = case_of(door, given["case"])
        wish = _wish(move, in_case(told, fields), body=remark(desk, given.get("reason")))
        drafted(desk, door, given, told["partner"], wish)


_file = click.argument("file", metavar=_("FILE"))
_roots = click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    metavar=_("FILE"),
    help=_("A root key that signs; one for each holder who is here."),
)
_offer_days = click.option(
    "--offer-days",
    type=click.IntRange(1, 365),
    default=30,
    help=_("How many days our signature binds us while theirs is awaited; 30 if not given."),
)
_text = click.option("--text", required=True, metavar=_("FILE"), help=_("Our words, in a file."))
_language = click.option("--language", metavar=_("LANGUAGE"), help=_("Language: ar, fr or en."))
_on = click.option("--on", type=TYPED, metavar=_("DAY"), help=_("The day on which it ends."))

Callback = Callable[[Desk, Mapping[str, Any]], None]

MOVES: tuple[tuple[str, str, Callback, tuple[Any, ...]], ...] = (
    ("propose", _("Propose a drafted text to the other party."), partial(_version, "propose"),
     (_file,)),
    ("redraft", _("Put a further draft before the other party, in the same case."),
     partial(_version, "redraft"), (case_argument, _file)),
    ("study", _("Say that we are studying the text."), partial(_short, "study"),
     (case_argument,)),
    ("counter", _("Say what we would have instead."), _counter,
     (case_argument, _text, _language)),
    ("sign", _("Sign their text with our root keys; the signature binds until a day."), _sign,
     (case_argument, _roots, _offer_days)),
    ("conclude", _("Sign with our root keys what they signed: it is in force."), _conclude,
     (case_argument, _roots)),
    ("decline", _("Decline the text."), partial(_short, "decline"),
     (case_argument, reason_option)),
    ("withdraw", _("Withdraw our proposal."), partial(_short, "withdraw"),
     (case_argument, reason_option)),
    ("lapse", _("Let our signature lapse, after the day it offered."), partial(_short, "lapse"),
     (case_argument, reason_option)),
    ("suspend", _("Suspend the arrangement, at once."), partial(_short, "suspend"),
     (case_argument, reason_option)),
    ("resume", _("Lift our own suspension."), partial(_short, "resume"),
     (case_argument, reason_option)),
    ("end", _("End the arrangement; what survives it stays."), partial(_short, "end"),
     (case_argument, reason_option, _on)),
    ("supersede", _("Close the case of a text that a newer one has replaced."),
     partial(_short, "supersede"), (case_argument, reason_option)),
)  # fmt: skip

for _name, _told, _callback, _options in MOVES:
    verb_arrangement.add_command(move_command(_name, _told, _callback, _options))
