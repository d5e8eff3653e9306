"""What an overseer demands, asks and finds, and how a service answers."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.kind_verb import LateVerb
from wasl.cli.verbs.acting import kind_about, kind_anew
from wasl.locale.speech import _

Given = Mapping[str, Any]


def _produce_options() -> list[click.Parameter]:
    from wasl.cli.bodies import fields_of
    from wasl.cli.options import acting_options, text_options
    from wasl.core.exchange.extract_case import Produced

    return [
        click.Argument(["case"], metavar=_("CASE")),
        click.Option(
            ["--extract"],
            required=True,
            metavar=_("FILE"),
            help=_("The extract that is handed over, as `wasl extract` wrote it."),
        ),
        *text_options(fields_of(Produced)),
        *acting_options(),
    ]


def _produce(desk: Desk, given: Given) -> None:
    """Hash, stretch and counts come from the file; words beside them, if any, from options."""
    from wasl.cli.acts import draft_in_case
    from wasl.cli.drafts import tell_drafts
    from wasl.cli.producing import produced
    from wasl.core.errors import RefusedError

    stated = produced(given["extract"])
    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        if told["kind"] != "extract":
            raise RefusedError("other-kind", {"kind": told["kind"]})
        drafted = draft_in_case(desk, door, told, "produce", {**given, "stated": stated})
    tell_drafts(desk, drafted, given["as_json"])


verb_demand = kind_anew(
    "extract",
    "demand",
    _("As an overseer, demand the entries of a log without their contents; or answer that."),
    name="demand",
)
verb_demand.own = {
    "produce": LateVerb(
        "produce",
        told=_(
            "Say which extract is handed over to an overseer who demanded it: its hash, its "
            "stretch of the log and its counts are taken from the file."
        ),
        opens=_produce_options,
        callback=_produce,
    )
}
verb_question = kind_about(
    "question",
    "ask",
    _("Ask about one item as an overseer, or answer an overseer who asks."),
)
verb_finding = kind_anew(
    "finding",
    "find",
    _(
        "State what oversight found and recommends, or accept, contest or remedy it; numbers "
        "below five are not published."
    ),
)
