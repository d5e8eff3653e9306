"""challenge: a holder disputes an item, for itself or an individual; until the answer it rests.

The ground is a code; the other side learns the item, and the person behind the challenge only
where that is needed. Only the opening cites: whatever else the case cited would be restricted.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Self

from pydantic import ConfigDict, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Persons, Prose
from wasl.core.exchange.officers import RECALLERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import NONE, Cites, Effect, MoveRule, Part, Side
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, Standing

TABLE = """\
procedure challenge
O none: raise > raised | O raised: withdraw > withdrawn*; escalate > escalated
O raised escalated [corrected erased upheld]: accept > satisfied*
O escalated: close_unsatisfied > closed*
R none [raised escalated]: examine > examining
R none examining [raised escalated]: correct > corrected*; erase > erased*; uphold > upheld*
R upheld [escalated]: reopen > examining
R examining [withdrawn satisfied closed]: drop > dropped*
"""

CHALLENGERS = RECALLERS
"""Challenge and answer share their line of the table of roles with recall."""


class ChallengeGround(StrEnum):
    """On which ground an item is disputed."""

    ACCURACY = "ACCURACY"
    LAWFULNESS = "LAWFULNESS"
    NAMESAKE = "NAMESAKE"
    COERCED_SOURCE = "COERCED_SOURCE"
    EXPIRED = "EXPIRED"


class Argument(Body):
    """What is said against the item or for it; who a person is, only with the need to say so."""

    # A field nobody here knows would be kept, and could name who is behind the challenge.
    model_config = ConfigDict(extra="forbid")

    persons: Persons = ()
    text: Prose
    why_named: Prose | None = None

    @model_validator(mode="after")
    def _told_apart_only_with_need(self) -> Self:
        told = any(person.model_fields_set != {"role"} for person in self.persons)
        if told and self.why_named is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


SHORT = remarked(CHALLENGERS)
ARGUED = MoveRule(
    signers=CHALLENGERS,
    body=Argument,
    required=frozenset({Part.BODY}),
    optional=frozenset({Part.RETAIN_UNTIL}),
)

MOVES = {
    "raise": replace(
        ARGUED,
        required=frozenset({Part.ABOUT, Part.BODY, Part.CODE}),
        optional=frozenset({Part.DUE, Part.RETAIN_UNTIL}),
        cites=Cites(items=True),
        codes=frozenset(ChallengeGround),
    ),
    "withdraw": SHORT,
    "escalate": SHORT,
    "accept": SHORT,
    "close_unsatisfied": SHORT,
    "examine": MoveRule(signers=CHALLENGERS),
    "correct": ARGUED,
    "erase": SHORT,
    "uphold": ARGUED,
    "reopen": SHORT,
    "drop": MoveRule(signers=CHALLENGERS),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    effects=(
        Effect(
            standing=Standing.RESTRICTED,
            o=frozenset({"raised", "escalated"}),
            r=frozenset({NONE, "examining"}),
        ),
        # Upheld, and now before the overseer: whoever disputes it does not use it meanwhile.
        Effect(
            standing=Standing.RESTRICTED,
            o=frozenset({"escalated"}),
            r=frozenset({"upheld"}),
            at=Side.ORIGINATOR,
        ),
    ),
    survivor=True,
)
