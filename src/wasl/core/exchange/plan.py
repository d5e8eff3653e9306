"""plan: clauses, indicators and runs that both sides put in force, carry out and review.

Drafted clause by clause, frozen as one version, signed over its bytes. In force while O is
concluded and R signed; either suspends alone. A plan without its rights clause is not frozen.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.clause import ClauseId
from wasl.core.exchange import cosign
from wasl.core.exchange.agreed import Agreed, Draft, bringing
from wasl.core.exchange.body import Body, BodyFaultError, Day, Hash, Line, Prose
from wasl.core.exchange.guards import VERSIONS
from wasl.core.exchange.indicator import Indicators, Values, check_baselines
from wasl.core.exchange.officers import COSIGNERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule

TABLE = """\
procedure plan : cosign
O none: open > drafting | O drafting: freeze > proposed; abandon > withdrawn*
O proposed: reopen > drafting
O concluded: suspend > suspended | O suspended: resume > concluded*
O concluded suspended: complete > completed*; terminate > terminated*
R none [drafting]: join > studying | R studying countered: leave > declined*
R signed [concluded suspended]: suspend > suspended | R suspended: resume > signed*
R signed suspended [concluded suspended terminated]: terminate > terminated*
R signed [completed]: review > reviewed*
owed R completed/signed: review
"""


class PlanOutcome(StrEnum):
    """What came of a plan; that it cannot be told is an outcome too."""

    MET = "MET"
    PARTLY_MET = "PARTLY_MET"
    NOT_MET = "NOT_MET"
    CANNOT_TELL = "CANNOT_TELL"


class PlanOpened(Body):
    """What the plan is about, and the clauses it starts from."""

    model_config = ConfigDict(extra="forbid")

    aims: Prose
    text: Draft
    title: Prose


class PlanText(Body):
    """All that is signed: clauses, which of them is on rights, indicators, runs by their leaf.

    ``start`` is the day from which it is carried out; ``map_name`` names the map its sectors are
    drawn on.
    """

    model_config = ConfigDict(extra="forbid")

    map_name: Line | None = None
    indicators: Indicators
    rights_clause: ClauseId
    runs: Annotated[tuple[Hash, ...], Field(max_length=100)] = ()
    start: Day
    text: Agreed
    title: Prose

    @model_validator(mode="after")
    def _holds_rights_and_baselines(self) -> Self:
        if self.text.clause(self.rights_clause) is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        check_baselines(self.indicators, self.start)
        return self


class PlanReview(Body):
    """What each indicator reads now, with effort beside it, and what moved elsewhere."""

    model_config = ConfigDict(extra="forbid")

    displaced: Prose | None = None
    text: Prose
    values: Values = ()


def outcome_fits(code: str | None, body: PlanReview) -> bool:
    """Whether an outcome that is told stands on one value at least."""
    told = any(measured.value is not None for measured in body.values)
    return told or code == PlanOutcome.CANNOT_TELL


VERSION = bringing(PlanText)
SHORT = remarked(COSIGNERS)
REASONED = replace(SHORT, required=frozenset({Part.BODY}), optional=frozenset())
REVIEWED = MoveRule(
    signers=COSIGNERS,
    body=PlanReview,
    required=frozenset({Part.BODY, Part.CODE}),
    optional=frozenset({Part.ABOUT}),
    codes=frozenset(PlanOutcome),
    fits=outcome_fits,
)

MOVES = {
    **cosign.moves_of("plan", VERSIONS),
    "propose": VERSION,
    "redraft": VERSION,
    "open": MoveRule(
        signers=COSIGNERS,
        body=PlanOpened,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
    ),
    "freeze": VERSION,
    "abandon": SHORT,
    "reopen": SHORT,
    "suspend": REASONED,
    "resume": SHORT,
    "complete": REVIEWED,
    "terminate": replace(REASONED, optional=frozenset({Part.DUE})),
    "join": SHORT,
    "leave": SHORT,
    "review": REVIEWED,
}

PROCEDURE = replace(
    read_table(TABLE, {"cosign": cosign.PROCEDURE}),
    moves=MOVES,
    guards=cosign.PROCEDURE.guards,
)
