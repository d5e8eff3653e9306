"""``wasl key``: root keys, the meeting in person, and every move of a key case."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from wasl.cli.desk import Desk, read_text, write_file
from wasl.cli.statements import keep_root, read_root, read_statement, signed, tell
from wasl.cli.verbs.key_moves import KEY_MOVES
from wasl.cli.verbs.rotating import rotate
from wasl.cli.words import TYPED, Verb, VerbGroup, gathered, json_option
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import LANGUAGES, Speech, _
from wasl.node.clock import SystemClock, SystemDraw, stamp
from wasl.seal.minutes import Met, Minutes, minutes_text
from wasl.seal.note import is_node_name, write_note
from wasl.seal.roots import RootKey, new_root
from wasl.seal.words import WORD_LANGUAGES, fingerprint_digits, fingerprint_words, in_lines
from wasl.wiring import STATEMENT

MATCHES = _("matches")

root_option = click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    metavar=_("FILE"),
    help=_("A root key that signs; one for each holder who is here."),
)


@click.group(
    cls=VerbGroup,
    name="key",
    help=_(
        "Keys: the roots held offline, the meeting in person, and every move of a key. "
        "What a custodian drafts here, the head releases."
    ),
)
def verb_key() -> None:
    """The moves are commands of their own."""


@verb_key.group(cls=VerbGroup, name="root", help=_("The root keys of holders, kept offline."))
def roots() -> None:
    """Root keys never stand on a node."""


@roots.command(
    cls=Verb,
    name="new",
    help=_(
        "Make the root key of one holder, in a file under a passphrase; its public half is put "
        "beside it and goes to whoever founds the node. Do this on a machine of the holder."
    ),
)
@click.argument("holder", type=TYPED, metavar=_("HOLDER"))
@click.option("--node", type=TYPED, required=True, help=_("The node whose root this is."))
@click.option(
    "--number",
    type=click.IntRange(1, 99),
    required=True,
    help=_("The number of this holder, another one for each."),
)
@click.option(
    "--out", required=True, metavar=_("FILE"), help=_("Where the key is put; not on the node.")
)
@json_option
@gathered
def root_new(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``file-exists`` and ``bad-keys``."""
    if not is_node_name(given["node"]) or not 1 <= len(given["holder"]) <= 256:
        raise RefusedError("bad-keys", {"field": "node, holder"})
    root = new_root(given["holder"], given["node"], given["number"], SystemDraw().draw)
    _keep_root(desk, root, given)


@roots.command(
    cls=Verb,
    name="post",
    help=_(
        "Put a holder's root key under the name it signs with for a post of the service, in a "
        "file of its own: the post is then founded, signed and recognised under the same holders."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option("--node", type=TYPED, required=True, help=_("The node of the post."))
@click.option(
    "--out", required=True, metavar=_("FILE"), help=_("Where the key is put; not on the node.")
)
@json_option
@gathered
def root_post(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``file-exists``, ``bad-keys`` and ``wrong-passphrase``."""
    if not is_node_name(given["node"]):
        raise RefusedError("bad-keys", {"field": "node"})
    root = replace(read_root(desk, given["file"]), node=given["node"])
    _keep_root(desk, root, given)


def _keep_root(desk: Desk, root: RootKey, given: Mapping[str, Any]) -> None:
    """A holder's pair in its file, and where both halves lie."""
    path = Path(given["out"])
    public = keep_root(desk, path, root, SystemClock().now().date())

    def told(value: Json) -> None:
        desk.say("The root key of {holder} is in {file}.", holder=root.holder, file=value["key"])
        desk.say("Its public half, for the statement: {file}", file=value["public"])

    desk.show({"key": str(path), "public": str(public)}, given["as_json"], told)


@verb_key.command(
    cls=Verb,
    name="sign",
    help=_(
        "Sign a statement with root keys: of keys, an arrangement, a recognition or minutes. "
        "What is signed is shown first. The file gets the lines unless --out names another."
    ),
)
@click.argument("file", metavar=_("FILE"))
@root_option
@click.option("--out", metavar=_("FILE"), help=_("Where the signed statement is put."))
@click.option("--yes", is_flag=True, help=_("Do not ask before signing."))
@gathered
def sign(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses what ``read_statement`` refuses, and ``not-confirmed`` without the word."""
    note = read_statement(given["file"])
    tell(desk, note)
    if not given["yes"]:
        _agree(desk)
    held = [read_root(desk, file) for file in given["roots"]]
    out = given["out"] or given["file"]
    written = write_note(signed(note, held))
    if out == "-":
        click.echo(written.decode(), nl=False)
        return
    write_file(out, written)
    desk.say(
        "Signed by {holders}: {file}", holders="; ".join(root.holder for root in held), file=out
    )


def _agree(desk: Desk) -> None:
    """The one word by which a person agrees; there is no default."""
    word = desk.speech.say("yes")
    click.echo(desk.speech.say("To sign this, type {word}.", word=word), err=True)
    if sys.stdin.readline().strip() not in {word, "yes"}:
        raise RefusedError("not-confirmed")


@verb_key.command(
    cls=Verb,
    name="adopt",
    help=_(
        "Take our key statement into use, once enough root holders have signed it. "
        "Without a file it is the one in the folder of the node."
    ),
)
@click.argument("file", required=False, metavar=_("FILE"))
@json_option
@click.pass_obj
def adopt(desk: Desk, file: str | None, as_json: bool) -> None:
    """Refuses ``too-few-roots``, ``stripped-signature``, ``bad-statement`` and ``bad-keys``."""
    text = read_text(file or str(desk.home / STATEMENT))
    answer = desk.ask("key-adopt", {"statement": text})
    _show(desk, answer, as_json)


@verb_key.command(
    cls=Verb,
    name="show",
    help=_("Show our key statement, and its fingerprint as it is read aloud at the meeting."),
)
@json_option
@click.pass_obj
def show(desk: Desk, as_json: bool) -> None:
    """Refuses ``not-adopted`` until the statement is."""
    _show(desk, desk.ask("key-show", {}), as_json)


@verb_key.command(
    cls=Verb,
    name="card",
    help=_("Write the key file that is handed to one partner at the meeting."),
)
@click.argument("partner", type=TYPED, metavar=_("PARTNER"))
@click.option("--out", required=True, metavar=_("FILE"), help=_("Where the key file is put."))
@click.pass_obj
def card(desk: Desk, partner: str, out: str) -> None:
    """Refuses ``bad-keys`` for a name no node has, and ``not-adopted``."""
    if not is_node_name(partner):
        raise RefusedError("bad-keys", {"field": "node"})
    answer = desk.ask("key-card", {"partner": partner})
    write_file(out, answer["card"].encode())
    desk.say("The key file for {partner} is in {file}.", partner=partner, file=out)


@verb_key.command(
    cls=Verb,
    name="meet",
    help=_(
        "Meet a partner: its key file is read, and its fingerprint compared with the paper of "
        "the other side. Only whoever types that it matches goes on; there is no default."
    ),
)
@click.argument("card", metavar=_("CARD"))
@click.option(
    "--url", type=TYPED, default="", help=_("Where the partner's node is called: https://…")
)
@json_option
@click.pass_obj
def meet(desk: Desk, card: str, url: str, as_json: bool) -> None:
    """Refuses ``fingerprints-differ``, ``wrong-recipient``, ``rival-keys`` and ``bad-url``."""
    text = read_text(card)
    with desk.door() as door:
        read = door.ask("key-read", {"card": text})
        if not as_json:
            _tell(desk, read)
        if not _matches(desk):
            raise RefusedError("fingerprints-differ", {"partner": read["node"]})
        answer = door.ask(
            "key-meet", {"card": text, "fingerprint": read["fingerprint"], "url": url}
        )
    desk.show(
        answer,
        as_json,
        lambda value: desk.say(
            "{partner} is met. Recognition is an act of its own: {command}",
            partner=value["node"],
            command=f"wasl recognise {value['node']}",
        ),
    )


def _matches(desk: Desk) -> bool:
    """Whether the custodian typed, in any of the three languages, that the two are the same."""
    word = desk.speech.say(MATCHES)
    click.echo(
        desk.speech.say(
            "Read it aloud against the paper of the other side. If every group is the same, "
            "type {word}.",
            word=word,
        ),
        err=True,
    )
    typed = sys.stdin.readline().strip()
    return typed in {Speech(language).say(MATCHES) for language in LANGUAGES}


@verb_key.command(
    cls=Verb,
    name="minutes",
    help=_(
        "Write the minutes of a meeting, for the root holders of both sides to sign. "
        "Persons are named by office."
    ),
)
@click.argument("partner", type=TYPED, metavar=_("PARTNER"))
@click.option("--place", type=TYPED, required=True, help=_("Where it was."))
@click.option(
    "--present", type=TYPED, multiple=True, required=True, help=_("Who was there of our side.")
)
@click.option(
    "--theirs", type=TYPED, multiple=True, required=True, help=_("Who was there of theirs.")
)
@click.option("--date", "day", type=TYPED, help=_("The day, as 2026-03-01; today if not given."))
@click.option("--out", required=True, metavar=_("FILE"), help=_("Where the text is put."))
@gathered
def minutes(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-such-partner`` and ``malformed``."""
    with desk.door() as door:
        ours = door.ask("key-show", {})
        theirs = door.ask("partner-keys", {"partner": given["partner"]})
    sides = ((ours, given["present"]), (theirs, given["theirs"]))
    try:
        # Both sides write the same bytes: the parties stand in the order of their names.
        first, second = sorted((_met(*side) for side in sides), key=lambda met: met.node)
        stated = Minutes(
            date=given["day"] or stamp(SystemClock().now())[:10],
            parties=(first, second),
            place=given["place"],
            result="matches",
        )
    except ValidationError as error:
        field = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        raise RefusedError("malformed", {"field": field}) from error
    write_file(given["out"], minutes_text(stated).encode())
    desk.say("The minutes wait for the root holders of both sides: {file}", file=given["out"])


def _met(told: Json, present: tuple[str, ...]) -> Met:
    return Met(
        fingerprint=told["fingerprint"],
        keys_sha256=told["sha256"],
        node=told["node"],
        present=present,
    )


def _show(desk: Desk, answer: Json, as_json: bool) -> None:
    fingerprint = bytes.fromhex(answer["fingerprint"])
    words = {
        language: " ".join(fingerprint_words(fingerprint, language)) for language in WORD_LANGUAGES
    }
    spoken = {"digits": " ".join(fingerprint_digits(fingerprint)), "words": words}
    desk.show({**answer, "spoken": spoken}, as_json, lambda value: _tell(desk, value))


def _tell(desk: Desk, told: Json) -> None:
    """A key statement as both sides lay it on the table."""
    for language in LANGUAGES:
        click.echo(Speech(language).say("Service: {name}", name=told["service"][language]))
    desk.say("Node: {node}", node=told["node"])
    desk.say("Office: {office}", office=told["office"])
    desk.say("Version: {version}", version=told["version"])
    desk.say(
        "Signed by {threshold} of: {holders}",
        threshold=told["threshold"],
        holders="; ".join(told["holders"]),
    )
    fingerprint = bytes.fromhex(told["fingerprint"])
    desk.say("Fingerprint, four by four and one to check:")
    readings = [
        (desk.speech.say("French"), fingerprint_words(fingerprint, "fr")),
        (desk.speech.say("English"), fingerprint_words(fingerprint, "en")),
        (desk.speech.say("Digits"), fingerprint_digits(fingerprint)),
    ]
    if desk.speech.language == "ar":
        readings.reverse()
    for name, groups in readings:
        click.echo(f"  {name}")
        for line in in_lines(groups):
            click.echo(f"    {line}")


for _move in KEY_MOVES:
    verb_key.add_command(_move)
verb_key.add_command(rotate)
