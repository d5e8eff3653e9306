"""level: how high each side judges a risk, for one sector, one commodity and one period.

A level is a judgement, shown beside the rate and never computed from it; ordinal judgements are
never multiplied. It is joint only where both agreed on the same value for the same assessments.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Day, Prose
from wasl.core.exchange.commodities import CommodityGroup
from wasl.core.exchange.guards import due_lies_ahead
from wasl.core.exchange.indicator import Effort
from wasl.core.exchange.officers import PLANNERS
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.trainee import Reference
from wasl.core.procedure import Cites, Move, MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, EntryRule

TABLE = """\
procedure level
O none: assess > assessed* | O assessed: reassess > same
O assessed [assessed agreed]: agree > agreed*
O agreed: reassess > assessed* | O assessed agreed: supersede > superseded*
R none [assessed agreed]: assess > assessed* | R assessed: reassess > same
R assessed [assessed agreed]: agree > agreed* | R agreed: reassess > assessed*
R assessed agreed: supersede > superseded*
"""


class RiskLevel(StrEnum):
    """How high a risk is judged; CRITICAL has an end date, which is ``due`` of the entry."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"
    UNKNOWN_LEVEL = "UNKNOWN_LEVEL"


class Judged(StrEnum):
    """One of the three angles of a risk, as judged."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    UNKNOWN_LEVEL = "UNKNOWN_LEVEL"


class Confidence(StrEnum):
    """How sure of it the assessor is."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


class Assessed(Body):
    """Threat, vulnerability and impact, how sure, and why; what it rests on stands in the entry.

    Seizures stand with the hours of effort behind them, or not at all: counts follow patrols.
    """

    # A sector, a kind of goods, a span of days: a field nobody here knows could be a person.
    model_config = ConfigDict(extra="forbid")

    commodity: CommodityGroup
    confidence: Confidence
    effort_hours: Effort | None = None
    first_day: Day
    impact: Judged
    last_day: Day
    rationale: Prose
    sector: Reference
    seizures: Annotated[int, Field(ge=0, le=10**6)] | None = None
    threat_level: Judged
    vulnerability: Judged

    @model_validator(mode="after")
    def _days_in_order_and_counts_with_effort(self) -> Self:
        counted = (self.seizures is None, self.effort_hours is None)
        if self.last_day < self.first_day or counted[0] != counted[1]:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self

    def cell(self) -> tuple[str, str, str, str]:
        """Sector, commodity and period: the same in every assessment of a case."""
        return (self.sector, self.commodity, self.first_day, self.last_day)


def critical_ends(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """What is critical says until when, which lies ahead, else ``bad-date``."""
    critical = move.code == RiskLevel.CRITICAL
    return due_lies_ahead(move, own, other_as_seen) if critical else None


def agrees_on_two(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Who agrees names two assessments, else ``bad-reference``; what is critical ends."""
    if len(set(move.about)) != 2 or len(move.about) != 2:
        return EntryRule.BAD_REFERENCE
    return critical_ends(move, own, other_as_seen)


def joint_level(o_moves: Sequence[Move], r_moves: Sequence[Move]) -> str | None:
    """The joint level, of the valid moves of both halves; None where it is in dispute.

    Joint only where the last word of both is that they agree, on the same value and the same two
    assessments.
    """
    if not o_moves or not r_moves:
        return None
    o, r = o_moves[-1], r_moves[-1]
    same = (o.code, frozenset(o.about)) == (r.code, frozenset(r.about))
    return o.code if same and o.move == r.move == "agree" else None


class LevelReading(StrEnum):
    """What the two halves say together; dissent is a reading and no state."""

    BY_ONE = "BY_ONE"
    BY_BOTH = "BY_BOTH"
    JOINT = "JOINT"
    IN_DISPUTE = "IN_DISPUTE"
    OVER = "OVER"


def reading(o_moves: Sequence[Move], r_moves: Sequence[Move]) -> LevelReading:
    """How the level stands, of the valid moves of both halves; a case has one move at least."""
    last = {moves[-1].move for moves in (o_moves, r_moves) if moves}
    if last == {"supersede"}:
        return LevelReading.OVER
    if joint_level(o_moves, r_moves) is not None:
        return LevelReading.JOINT
    if not o_moves or not r_moves:
        return LevelReading.BY_ONE
    agreed = any(move.move == "agree" for move in (*o_moves, *r_moves))
    return LevelReading.IN_DISPUTE if agreed or "supersede" in last else LevelReading.BY_BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A level both agreed on: its code, since when, and until when where it is critical."""

    code: str
    since: datetime | None
    until: datetime | None


def last_joint(o_moves: Sequence[Move], r_moves: Sequence[Move]) -> Joint | None:
    """The last level both had agreed on, whatever either said since; it is the one that holds."""
    agreed = [(o, r) for o in o_moves for r in r_moves if joint_level([o], [r]) is not None]
    if not agreed:
        return None
    o, r = agreed[-1]
    # Whoever agreed second wrote what made it joint.
    since = max(filter(None, (o.written, r.written)), default=None)
    return Joint(
        code=o.code or "", since=since, until=min(filter(None, (o.due, r.due)), default=None)
    )


ASSESSED = MoveRule(
    signers=PLANNERS,
    body=Assessed,
    required=frozenset({Part.BODY, Part.CODE}),
    optional=frozenset({Part.ABOUT, Part.DUE}),
    codes=frozenset(RiskLevel),
)

MOVES = {
    "assess": ASSESSED,
    "reassess": ASSESSED,
    "agree": replace(
        remarked(PLANNERS),
        required=frozenset({Part.ABOUT, Part.CODE}),
        optional=frozenset({Part.BODY, Part.DUE}),
        cites=Cites(
            kinds=frozenset({"level"}),
            moves=frozenset({"assess", "reassess"}),
            states=frozenset({"agreed", "assessed"}),
        ),
        # Nobody agrees that nothing is known: each says so for itself.
        codes=frozenset(RiskLevel) - {RiskLevel.UNKNOWN_LEVEL},
    ),
    "supersede": replace(remarked(PLANNERS), optional=frozenset({Part.ABOUT, Part.BODY})),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"assess": critical_ends, "reassess": critical_ends, "agree": agrees_on_two},
)
