"""A text of clauses on its way to be in force: root holders' lines under its statement."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.acts import draft_in_case
from wasl.cli.custody import case_of, statement_of_case
from wasl.cli.desk import Desk
from wasl.cli.drafts import tell_drafts
from wasl.cli.kind_verb import LateVerb
from wasl.cli.statements import signed_by, tell
from wasl.core.errors import RefusedError
from wasl.core.exchange.guards import VERSIONS
from wasl.locale.speech import _
from wasl.seal.note import read_note

SIGNED = frozenset({"sign"})
OFFER = "30d"

Given = Mapping[str, Any]


def roots_command(kind: str, move: str, told: str) -> LateVerb:
    """The move that puts our root holders' lines under what the other side, or we, brought."""

    def opens() -> list[click.Parameter]:
        from wasl.cli.options import acting_options, part_options
        from wasl.core.case import PROCEDURES

        root = click.Option(
            ["--root", "roots"],
            multiple=True,
            required=True,
            metavar=_("FILE"),
            help=_("A root key that signs; one for each holder who is here."),
        )
        return [
            click.Argument(["case"], metavar=_("CASE")),
            root,
            *part_options(kind, move, PROCEDURES[kind].moves[move]),
            *acting_options(),
        ]

    return LateVerb(
        move,
        told=told,
        opens=opens,
        callback=lambda desk, given: _put_roots(desk, kind, move, given),
    )


def _put_roots(desk: Desk, kind: str, move: str, given: Given) -> None:
    with desk.door() as door:
        told = case_of(door, given["case"])
        if told["kind"] != kind:
            raise RefusedError("other-kind", {"kind": told["kind"]})
        statement = statement_of_case(door, told, VERSIONS if move == "sign" else SIGNED)
        if not statement:
            raise RefusedError("move-not-allowed", {"kind": kind, "move": move})
        note = read_note(statement.encode())
        if not given["as_json"]:
            tell(desk, note)
        filled = {
            **given,
            "offer_until": given.get("offer_until") or (OFFER if move == "sign" else None),
            "statement": signed_by(desk, note.text, given["roots"], note.lines),
        }
        drafted = draft_in_case(desk, door, told, move, filled)
    tell_drafts(desk, drafted, given["as_json"])
