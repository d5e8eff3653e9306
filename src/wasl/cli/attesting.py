"""What became of each item a recall takes back, from the few words an officer gives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from wasl.cli.bodies import LANGUAGES
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.exchange.recall import GONE
from wasl.core.terms import KeepGround, RecallOutcome
from wasl.forms import wording
from wasl.locale.speech import _

Given = Mapping[str, Any]


def own_options() -> Iterator[click.Parameter]:
    """What only an attestation asks."""
    yield click.Option(
        ["--kept"],
        type=click.Choice([ground.value for ground in KeepGround]),
        metavar=_("GROUND"),
        help=_("Kept under this ground, and not destroyed."),
    )
    yield click.Option(
        ["--where"], metavar=_("TEXT"), help=_("Where an item that is ALREADY_USED was used.")
    )
    for language in LANGUAGES:
        yield click.Option([f"--where-{language}"], hidden=True)


def attestation(items: Sequence[Json], given: Given) -> tuple[str, dict[str, Any]]:
    """The move that says it, and the options with one outcome an item.

    Refuses ``outcome-missing`` unless there is one outcome for all or one for each, and
    ``text-missing`` for a use without its place.
    """
    outcomes = list(_outcomes(items, given))
    filled: dict[str, Any] = {**given, "outcomes": outcomes}
    used = [
        item["entry"]
        for item, outcome in zip(items, outcomes, strict=True)
        if outcome == RecallOutcome.ALREADY_USED
    ]
    if used:
        where = _where(given)
        filled["uses"] = [{"item": leaf, "where": where} for leaf in used]
    return ("attest" if set(outcomes) <= GONE else "attest_kept"), filled


def _outcomes(items: Sequence[Json], given: Given) -> Iterator[str]:
    stated = list(given["outcomes"])
    if stated and len(stated) not in {1, len(items)}:
        raise RefusedError("outcome-missing", {"items": len(items), "outcomes": len(stated)})
    for place, item in enumerate(items):
        if stated:
            yield stated[place] if len(stated) > 1 else stated[0]
        elif item["held"] and given["kept"]:
            yield f"{RecallOutcome.KEPT}:{given['kept']}"
        else:
            yield _by_itself(item)


def _by_itself(item: Json) -> str:
    """What is true of an item once it is gone, as far as the node knows."""
    if not item["standing"]:
        return RecallOutcome.NEVER_HELD.value
    if not item["held"] and not item["opened"]:
        return RecallOutcome.DESTROYED_UNOPENED.value
    return RecallOutcome.DESTROYED.value


def _where(given: Given) -> dict[str, str]:
    said = {}
    if given.get("where"):
        text = wording.plain(given["where"])
        said[wording.language_of(text, given.get("language"), "where")] = text
    for language in LANGUAGES:
        if given.get(f"where_{language}"):
            text = wording.plain(given[f"where_{language}"])
            said[wording.language_of(text, language, "where")] = text
    if not said:
        raise RefusedError("text-missing", {"option": "--where"})
    return said
