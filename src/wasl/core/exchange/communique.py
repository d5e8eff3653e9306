"""communique: what both sides tell the public of a meeting, in the same words at the same hour.

``due`` of the entry is the hour before which nobody publishes. It commits to nothing beyond the
decisions it names; once public it cannot be recalled, and a correction is another communiqué.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange import cosign
from wasl.core.exchange.agreed import Agreed, bringing
from wasl.core.exchange.body import Body, BodyFaultError, Hash, Prose
from wasl.core.exchange.guards import (
    VERSIONS,
    due_lies_ahead,
    written_since,
)
from wasl.core.exchange.officers import COSIGNERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, Move, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, EntryRule, Language

TABLE = """\
procedure communique : cosign
O concluded: publish > published*; pull > pulled*
R signed [concluded]: object > objected*
"""


class CommuniqueText(Body):
    """What is published, authentic in all three languages, and the decisions it may mention."""

    model_config = ConfigDict(extra="forbid")

    mentions: Annotated[tuple[Hash, ...], Field(max_length=200)] = ()
    text: Agreed
    title: Prose

    @model_validator(mode="after")
    def _is_in_three_languages(self) -> Self:
        if self.title.languages() & {*self.text.authentic} != {*Language}:
            raise BodyFaultError(BodyRule.LANGUAGE_MISSING)
        return self


def publish_at_hour(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Nothing is published before the latest hour told for the text signed, else ``bad-date``."""
    signed = next((past.statement for past in reversed(own) if past.move == "conclude"), None)
    hours = [
        past.due
        for past in own
        if past.move in VERSIONS and past.statement == signed and past.due is not None
    ]
    return written_since(move, max(hours, default=None))


VERSION = replace(
    bringing(CommuniqueText),
    required=frozenset({Part.ABOUT, Part.BODY, Part.DUE, Part.STATEMENT}),
    optional=frozenset(),
    cites=Cites(kinds=frozenset({"meeting", "minutes"})),
)
SHORT = remarked(COSIGNERS)

MOVES = {
    **cosign.moves_of("communique"),
    "propose": VERSION,
    "redraft": VERSION,
    "publish": SHORT,
    "pull": SHORT,
    "object": SHORT,
}

PROCEDURE = replace(
    read_table(TABLE, {"cosign": cosign.PROCEDURE}),
    moves=MOVES,
    guards={
        **cosign.PROCEDURE.guards,
        "propose": due_lies_ahead,
        "redraft": due_lies_ahead,
        "publish": publish_at_hour,
    },
)
