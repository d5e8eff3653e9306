"""exercise: both sides rehearse, in logs and under keys of its own; nothing of it is real.

The hour it ends is ``due`` of the announcement; its content is gone within a day of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from pydantic import ConfigDict, Field

from wasl.core.entry import Time
from wasl.core.exchange.body import Body, Prose
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import NODE, Move, MoveRule, Part, Signers
from wasl.core.table import read_table
from wasl.core.terms import EntryRule, OfficerRole

TABLE = """\
procedure exercise
O none: announce > announced | O announced [agreed]: start > running
O announced running: end > ended* | O announced: cancel > cancelled*
R none [announced]: agree > agreed; decline > declined* | R agreed: leave > ended*
"""

KEPT_AFTER = timedelta(hours=24)
"""How long after its end the content of an exercise may be kept."""

PLAYERS = Signers(drafts=frozenset(OfficerRole) - NODE, releases=frozenset({OfficerRole.DUTY}))
"""Any officer may draft in an exercise; the liaison desk releases."""


class Announced(Body):
    """Which exercise, from what hour, and what is played; it has no place for a person."""

    # A field nobody here knows would be kept, and `persons` would be one.
    model_config = ConfigDict(extra="forbid")

    exercise: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    scenario: Prose
    starts: Time


def gone_in_a_day(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """What is announced ends, and is kept no longer than a day after, else ``bad-date``."""
    if move.due is None or move.retain_until is None:
        return EntryRule.BAD_DATE
    return EntryRule.BAD_DATE if move.retain_until - move.due > KEPT_AFTER else None


SHORT = remarked(PLAYERS)

MOVES = {
    "announce": MoveRule(
        signers=PLAYERS,
        body=Announced,
        required=frozenset({Part.BODY, Part.DUE, Part.RETAIN_UNTIL}),
    ),
    "start": SHORT,
    "end": SHORT,
    "cancel": SHORT,
    "agree": SHORT,
    "decline": SHORT,
    "leave": SHORT,
}

# Marked: its words are given to named services under a handling code, as any other words are.
PROCEDURE = replace(read_table(TABLE), moves=MOVES, guards={"announce": gone_in_a_day})
