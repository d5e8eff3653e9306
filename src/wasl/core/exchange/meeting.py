"""meeting: one party calls, with an agenda; the other comes or does not, and gives no reason.

``due`` of the entry is when it begins. What was decided are tasks, what was said are minutes.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from wasl.core.entry import NodeName
from wasl.core.exchange.body import (
    Body,
    BodyFaultError,
    Hash,
    Line,
    Place,
    Prose,
    Tongue,
)
from wasl.core.exchange.guards import due_lies_ahead, not_before_due
from wasl.core.exchange.officers import DESK
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part, Signers, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, OfficerRole

TABLE = """\
procedure meeting
O none: call > called | O called: change > same; cancel > cancelled*; hold > held*
R none [called]: come > coming | R none coming [called]: decline > declined*
R declined [called]: come > coming
R coming [held]: attend > attended* | R coming [cancelled]: stand_down > stood_down*
R coming: not_attend > not_attended*
"""

CALLERS = Signers(
    drafts=frozenset({OfficerRole.DRAFTER, OfficerRole.PLANNER}),
    releases=frozenset({OfficerRole.RELEASER}),
)
"""Who calls a meeting and says what becomes of it; who comes is said by the liaison desk."""


class MeetingLevel(StrEnum):
    """Between whom."""

    TECHNICAL = "TECHNICAL"
    SECTORAL = "SECTORAL"
    PLENARY = "PLENARY"
    MINISTERIAL = "MINISTERIAL"


class AgendaItem(Body):
    """What is talked about, who asked for it, and its paper by the leaf hash of an entry."""

    asked_by: NodeName | None = None
    paper: Hash | None = None
    title: Prose


class Delegation(Body):
    """Who comes for a party, by office and never by name."""

    offices: Annotated[tuple[Line, ...], Field(max_length=100)]
    party: NodeName


class Called(Body):
    """What is talked about, and where: at a place, over a line, or both."""

    agenda: Annotated[tuple[AgendaItem, ...], Field(min_length=1, max_length=100)]
    delegations: Annotated[tuple[Delegation, ...], Field(max_length=20)] = ()
    duration_minutes: Annotated[int, Field(ge=1, le=20_000)] | None = None
    languages: Annotated[tuple[Tongue, ...], Field(max_length=20)] = ()
    level: MeetingLevel
    link: Annotated[str, Field(pattern=r"^https://[!-~]{1,500}$")] | None = None
    place: Place | None = None
    title: Prose

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.place is None and self.link is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Coming(Body):
    """Which offices come."""

    delegation: Delegation


CALLED = MoveRule(
    signers=CALLERS,
    body=Called,
    required=frozenset({Part.BODY, Part.DUE}),
    optional=frozenset({Part.ABOUT}),
)
SHORT = remarked(CALLERS)
BARE = MoveRule(signers=DESK)
"""No reason is asked."""

MOVES = {
    "call": CALLED,
    "change": CALLED,
    "cancel": SHORT,
    "hold": SHORT,
    "come": MoveRule(
        signers=DESK,
        body=Coming,
        # The leaf of the call, or of its last change, is the agenda as seen.
        required=frozenset({Part.ABOUT}),
        optional=frozenset({Part.BODY}),
        cites=Cites(
            whose=Whose.THEIRS,
            kinds=frozenset({"meeting"}),
            moves=frozenset({"call", "change"}),
            states=frozenset({"called"}),
        ),
    ),
    "decline": BARE,
    "attend": BARE,
    "stand_down": BARE,
    "not_attend": BARE,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"call": due_lies_ahead, "change": due_lies_ahead, "hold": not_before_due},
)
