"""``wasl forward``: an item of theirs goes on to another service, under their leave."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.kind_verb import LateVerb
from wasl.core.canonical import Json
from wasl.locale.speech import _

Given = Mapping[str, Any]

TITLE_LETTERS = 200


def _options() -> list[click.Parameter]:
    from wasl.cli.options import acting_options, placing_options

    return [
        click.Argument(["case"], metavar=_("CASE")),
        *placing_options(),
        *acting_options(),
    ]


def _forward(desk: Desk, given: Given) -> None:
    """The words asked for and granted, the marking of the items, and the proofs of both."""
    from wasl.cli.drafts import tell_drafts
    from wasl.forms.placing import place_anew

    with desk.door() as door:
        place = place_anew(door, "report", given)
        asked = {"case": given["case"], "officer": given["officer"], "partner": place.partner}
        told = door.ask("onward", asked)
        placed = {"dossier": place.dossier, "purpose": place.purpose}
        wish = _wish(told, placed)
        drafted = desk.draft(door, given["officer"], place.partner, wish, given["device"])
    tell_drafts(desk, [drafted], given["as_json"])


def _wish(told: Json, placed: Mapping[str, str]) -> Json:
    from wasl.core.grading import Scale, lowest
    from wasl.forms.wording import first_line
    from wasl.node.office.passing import PROOF_MEDIA

    least = lowest(Scale.FOUR_BY_FOUR)
    claims_nothing = {
        "information": least.information,
        "scale": least.scale.value,
        "source": least.source,
    }
    marked = {name: told[name] for name in ("caveats", "handling", "retain_until") if told[name]}
    text = told["body"]["text"]
    title = {language: first_line(words)[:TITLE_LETTERS] for language, words in text.items()}
    return {
        "attached": [
            {"content": proof, "handling": told["handling"], "media": PROOF_MEDIA}
            for proof in told["proofs"]
        ],
        "body": {**told["body"], "title": title},
        "fields": {"grading": told["grading"] or claims_nothing, **marked, **placed},
        "flash": False,
        "kind": "report",
        "move": "release",
    }


verb_forward = LateVerb(
    "forward",
    told=_(
        "Pass an item of theirs on to another service: the words their leave was asked for, under "
        "the marking of the item, with the proof of the leave beside it. Say first, with "
        "`wasl consent use`, that it is used."
    ),
    opens=_options,
    callback=_forward,
)
