"""session: a course at one place and time, with seats for each party.

The originator is the host. Unused seats pass to the other party only when their owner releases
them. The day by which nominations are asked is ``due`` of the entry.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from wasl.core.entry import NodeName
from wasl.core.exchange.body import (
    COUNT_LIMIT,
    Body,
    BodyFaultError,
    Day,
    Place,
    Prose,
    Tongue,
)
from wasl.core.exchange.guards import cites_one, due_lies_ahead, not_before_due
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.trainee import TRAINERS, Slot, Trainee
from wasl.core.procedure import Cites, Move, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, EntryRule

TABLE = """\
procedure session
O none: publish > published | O published: change > same; close_nominations > nominations_closed
O published nominations_closed: cancel > cancelled*; start > running
O running: attendance > same; finish > held*
R none [published]: take_seats > taking; decline > declined*
R taking [published]: take_seats > same
R taking: release_seats > seats_released* | R seats_released [published]: take_seats > taking
R taking [held cancelled]: close > done*
"""


class SeatsFor(StrEnum):
    """Whom the seats are for."""

    TRAINEES = "TRAINEES"
    INSTRUCTORS = "INSTRUCTORS"


class Presence(StrEnum):
    """How somebody was there in one slot."""

    PRESENT = "PRESENT"
    LATE = "LATE"
    EXCUSED = "EXCUSED"
    ABSENT = "ABSENT"


SeatCount = Annotated[int, Field(ge=1, le=10_000)]


class Seats(Body):
    """How many seats one party owns, by the name of its node."""

    count: SeatCount
    party: NodeName


class Published(Body):
    """Where, when and in which languages, and whose the seats are; the whole of it each time.

    ``reserve`` is given by the host alone; ``answer_by`` is when the host will have answered.
    """

    answer_by: Day | None = None
    conditions: Prose | None = None
    first_day: Day
    languages: Annotated[tuple[Tongue, ...], Field(min_length=1, max_length=20)]
    last_day: Day
    place: Place
    reserve: Annotated[int, Field(ge=0, le=10_000)] = 0
    seats: Annotated[tuple[Seats, ...], Field(min_length=1, max_length=100)]
    seats_for: SeatsFor = SeatsFor.TRAINEES

    @model_validator(mode="after")
    def _each_party_once_and_days_in_order(self) -> Self:
        parties = {seats.party for seats in self.seats}
        if len(parties) < len(self.seats) or self.last_day < self.first_day:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class SeatsMoved(Body):
    """How many seats are meant to be used, or are given back."""

    count: SeatCount


class Mark(Body):
    """How one trainee was there."""

    person: Trainee
    status: Presence


class Attendance(Body):
    """Who was there in one slot, each trainee once; the reader's own people and nobody else's."""

    marks: Annotated[tuple[Mark, ...], Field(min_length=1, max_length=COUNT_LIMIT)]
    slot: Slot

    @model_validator(mode="after")
    def _each_trainee_once(self) -> Self:
        if len({mark.person.pseudonym for mark in self.marks}) < len(self.marks):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


BARE = MoveRule(signers=TRAINERS)
SHORT = remarked(TRAINERS)
SEATS = MoveRule(signers=TRAINERS, body=SeatsMoved, required=frozenset({Part.BODY}))
PUBLISHED = MoveRule(
    signers=TRAINERS,
    body=Published,
    required=frozenset({Part.ABOUT, Part.BODY, Part.DUE}),
    cites=Cites(
        whose=Whose.OWN,
        kinds=frozenset({"course"}),
        moves=frozenset({"offer", "update"}),
        states=frozenset({"offered"}),
        items=True,
    ),
)

MOVES = {
    "publish": PUBLISHED,
    # Whoever took seats goes on with the course as he saw it, withdrawn since or not.
    "change": replace(PUBLISHED, cites=replace(PUBLISHED.cites, states=frozenset())),
    "close_nominations": BARE,
    "cancel": SHORT,
    "start": BARE,
    "attendance": MoveRule(
        signers=TRAINERS,
        body=Attendance,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT}),
        # A correction names the entry it corrects.
        cites=Cites(
            whose=Whose.OWN,
            kinds=frozenset({"session"}),
            moves=frozenset({"attendance"}),
        ),
    ),
    "finish": SHORT,
    "take_seats": SEATS,
    "decline": SHORT,
    "release_seats": SEATS,
    "close": BARE,
}


def of_one_course(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A session is of one course, and nominations are awaited until a day to come."""
    several = cites_one(move, own, other_as_seen)
    return several or due_lies_ahead(move, own, other_as_seen)


PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={
        "publish": of_one_course,
        "change": of_one_course,
        "close_nominations": not_before_due,
    },
)
