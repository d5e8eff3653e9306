"""lesson: from something observed to something learned, and never without a validation.

No officer is seen by a guard: that the validation is by another than the author is asked by the
desk. A lesson has no place for a person.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from wasl.core.exchange.body import Body, Line, Prose
from wasl.core.exchange.guards import due_lies_ahead
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.trainee import TRAINERS
from wasl.core.procedure import Cites, Move, MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import EntryRule

TABLE = """\
procedure lesson
O none: observe > observed | O observed: identify > identified
O identified [endorsed]: assign > actioned
O actioned: validate > validated | O validated [endorsed confirmed]: conclude > learned*
O observed identified actioned validated: not_confirm > not_confirmed*
R none [identified actioned validated]: endorse > endorsed*
R none [identified]: not_endorse > not_endorsed*
R not_endorsed [identified]: endorse > endorsed* | R endorsed [validated]: confirm > confirmed*
R endorsed confirmed: withdraw_support > support_withdrawn*
"""


class ValidationResult(StrEnum):
    """What a validation found; where it cannot tell, there is none yet."""

    CAPABILITY_CONFIRMED = "CAPABILITY_CONFIRMED"
    CAPABILITY_NOT_CONFIRMED = "CAPABILITY_NOT_CONFIRMED"


class NotLearnedGround(StrEnum):
    """Why a lesson ends without being learned."""

    NO_ACTION = "NO_ACTION"
    NOT_ENDORSED = "NOT_ENDORSED"
    NO_IMPROVEMENT = "NO_IMPROVEMENT"
    NOT_SEEN_AGAIN = "NOT_SEEN_AGAIN"
    OVERTAKEN = "OVERTAKEN"


class Observed(Body):
    """What was expected, and what was seen instead."""

    context: Prose
    expected: Prose
    observed: Prose
    title: Prose


class Identified(Body):
    """Why it was so, and what would change it."""

    cause: Prose
    recommendation: Prose


class Assigned(Body):
    """What will be done and which office answers for it; the day stands in the entry."""

    owner: Line
    remedy: Prose


class Validated(Body):
    """How the remedy was tried, and what was found."""

    finding: Prose
    method: Prose


def validated_as_confirmed(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Nothing is learned but what its validation confirmed, else ``move-not-allowed``."""
    found = next((past.code for past in reversed(own) if past.move == "validate"), None)
    confirmed = found == ValidationResult.CAPABILITY_CONFIRMED
    return None if confirmed else EntryRule.MOVE_NOT_ALLOWED


SHORT = remarked(TRAINERS)

MOVES = {
    "observe": MoveRule(
        signers=TRAINERS,
        body=Observed,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT, Part.RETAIN_UNTIL}),
    ),
    "identify": MoveRule(
        signers=TRAINERS,
        body=Identified,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
        # Its own observation is in the case; others that show the same may be cited.
        cites=Cites(kinds=frozenset({"lesson"}), moves=frozenset({"observe"})),
    ),
    "assign": MoveRule(signers=TRAINERS, body=Assigned, required=frozenset({Part.BODY, Part.DUE})),
    "validate": MoveRule(
        signers=TRAINERS,
        body=Validated,
        required=frozenset({Part.BODY, Part.CODE}),
        optional=frozenset({Part.ABOUT}),
        codes=frozenset(ValidationResult),
    ),
    "conclude": SHORT,
    "not_confirm": replace(
        SHORT, required=frozenset({Part.CODE}), codes=frozenset(NotLearnedGround)
    ),
    "endorse": SHORT,
    "not_endorse": SHORT,
    "confirm": SHORT,
    "withdraw_support": SHORT,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"assign": due_lies_ahead, "conclude": validated_as_confirmed},
)
