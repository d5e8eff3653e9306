"""task: what one side does of what was agreed; the other acknowledges or disputes, never edits.

The originator is the lead party, and alone moves it: no other lead can be named. ``due`` of the
entry is when it is to be done.
"""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.clause import ClauseId
from wasl.core.exchange.body import Body, Day, Line, Prose
from wasl.core.exchange.guards import due_lies_ahead
from wasl.core.exchange.indicator import Indicators, Values, check_baselines
from wasl.core.exchange.officers import PLANNERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure task
O none: plan > planned | O planned: start > started | O planned started: drop > dropped*
O started: report > reported | O reported: rework > started; close > closed*
R none disputed [reported closed]: acknowledge > acknowledged*
R none acknowledged [reported closed]: dispute > disputed*
R none [planned started dropped]: note > noted*
R noted [reported closed]: acknowledge > acknowledged*; dispute > disputed*
"""


class TaskPlanned(Body):
    """What is done, from which day, when it counts as done, and by what that is told.

    ``clause`` is the clause it carries out; ``supporting`` are offices that help.
    """

    model_config = ConfigDict(extra="forbid")

    clause: ClauseId | None = None
    done_when: Prose
    indicators: Indicators = ()
    resources: Prose | None = None
    start: Day
    supporting: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    text: Prose

    @model_validator(mode="after")
    def _baselines_come_first(self) -> Self:
        check_baselines(self.indicators, self.start)
        return self


class Progress(Body):
    """How far it has come, what stands in the way, and what its indicators read."""

    model_config = ConfigDict(extra="forbid")

    done_permille: Annotated[int, Field(ge=0, le=1_000)]
    problem: Prose | None = None
    text: Prose
    values: Values = ()


SHORT = remarked(PLANNERS)
REASONED = replace(SHORT, required=frozenset({Part.BODY}), optional=frozenset())

MOVES = {
    "plan": MoveRule(
        signers=PLANNERS,
        body=TaskPlanned,
        required=frozenset({Part.ABOUT, Part.BODY, Part.DUE}),
        cites=Cites(kinds=frozenset({"meeting", "minutes", "plan"})),
    ),
    "start": SHORT,
    "drop": REASONED,
    "report": MoveRule(
        signers=PLANNERS,
        body=Progress,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
    ),
    "rework": replace(REASONED, optional=frozenset({Part.DUE})),
    "close": SHORT,
    "acknowledge": SHORT,
    "dispute": REASONED,
    "note": MoveRule(signers=PLANNERS),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES, guards={"plan": due_lies_ahead})
