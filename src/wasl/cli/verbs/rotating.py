"""``wasl key rotate``: fresh node keys under the next statement, said on every link."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.statements import signed_by
from wasl.cli.words import Verb, device_option, gathered, json_option, officer_option
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.node.ceremony import new_keyset, next_statement
from wasl.node.clock import SystemClock, SystemDraw, case_reference
from wasl.seal.keys import keys_text, read_keys
from wasl.seal.note import read_note, text_hash
from wasl.seal.roots import check_succession
from wasl.wiring import Door, add_keyset, is_served, running_at


@click.command(
    cls=Verb,
    name="rotate",
    help=_(
        "Make fresh node keys: the next key statement, signed by the old root holders, is drafted "
        "on every link for the head to release. Stop wasl serve first; the node reads its new "
        "keys when it starts again."
    ),
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    metavar=_("FILE"),
    help=_("A root key that signs; one for each holder who is here."),
)
@officer_option
@device_option
@json_option
@gathered
def rotate(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``node-serves``, ``rotation-unfinished`` and ``too-few-roots``."""
    if is_served(desk.home):
        raise RefusedError("node-serves")
    passphrase, draw = desk.passphrase(), SystemDraw()
    with running_at(desk.home, passphrase) as door:
        held = door.ask("key-show", {})["sha256"]
        links = door.ask("key-links", {})
        if any(link["keys_sha256"] != held for link in links):
            raise RefusedError("rotation-unfinished")
        old = read_keys(read_note(door.ask("statement", {"sha256": held})["note"].encode()))
        keyset = new_keyset(old.node, draw)
        new = next_statement(old, keyset, SystemClock().now().date())
        note = signed_by(desk, keys_text(new), given["roots"])
        check_succession(old, read_note(note.encode()), new)
        # The halves are durable before anything says that they rule.
        sha256 = text_hash(keys_text(new)).hex()
        add_keyset(desk.home, passphrase, desk.stretch(), sha256, keyset)
        door.ask("key-adopt", {"statement": note})
        drafts = [_drafted(desk, door, given, link["partner"], note) for link in links]
    answer = {"drafts": drafts, "version": new.version}
    desk.show(answer, given["as_json"], lambda value: _tell(desk, value))


def _drafted(
    desk: Desk, door: Door, given: Mapping[str, Any], partner: str, note: str
) -> dict[str, Any]:
    """On one link: the statement is introduced, and succeeds the one before, in one new case."""
    case = case_reference(SystemDraw())
    moves = [
        desk.draft(
            door,
            given["officer"],
            partner,
            {"kind": "key", "move": move, "fields": {"case": case}, "statement": note},
            given["device"],
        )["draft"]
        for move in ("introduce", "succeed")
    ]
    return {"case": case, "introduce": moves[0], "partner": partner, "succeed": moves[1]}


def _tell(desk: Desk, value: Json) -> None:
    desk.say("Key statement {version} is signed and adopted.", version=value["version"])
    for told in value["drafts"]:
        desk.say(
            "For {partner}, release first {introduce}, then {succeed}.",
            partner=told["partner"],
            introduce=told["introduce"],
            succeed=told["succeed"],
        )
