"""finding: what an overseer found and recommends; it is accepted, contested or remedied.

The originator is an overseer with a key and a log of its own; the recipient is the service, or
the other overseer. What is published names nobody, and shows no number so small that it would
point at somebody.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from wasl.core.exchange.body import COUNT_LIMIT, Body, Person, Persons, Prose
from wasl.core.exchange.extract_case import ANSWERABLE, OVERSEERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure finding
O none: find > found
O found [remedied contested]: close > closed* | O found: publish > published*
R none [found published]: accept > accepted
R none accepted [found published]: contest > contested*; remedy > remedied*
"""

SMALLEST_CELL = 5
"""The smallest number that is published; what is below is left out (plans.md, k)."""


class Indicator(StrEnum):
    """What an overseer counts in an extract, without a body (docs/oversight.md, version 1)."""

    DEADLINES_MET = "DEADLINES_MET"
    DEADLINES_LATE = "DEADLINES_LATE"
    DEADLINES_MISSED = "DEADLINES_MISSED"
    REFUSALS_BY_GROUND = "REFUSALS_BY_GROUND"
    HUMAN_RIGHTS_REFUSALS = "HUMAN_RIGHTS_REFUSALS"
    RECALLS_ORDERED = "RECALLS_ORDERED"
    RECALLS_ATTESTED = "RECALLS_ATTESTED"
    RECALLS_ATTESTED_LATE = "RECALLS_ATTESTED_LATE"
    RECALLS_KEPT = "RECALLS_KEPT"
    RECALLS_LIFTED = "RECALLS_LIFTED"
    RECALLS_SILENT = "RECALLS_SILENT"
    RECALLS_OPEN = "RECALLS_OPEN"
    CHECKS_AGAINST_BUDGET = "CHECKS_AGAINST_BUDGET"
    CHECKS_OVER_BUDGET = "CHECKS_OVER_BUDGET"
    BODIES_DESTROYED = "BODIES_DESTROYED"
    HITS_JUDGED = "HITS_JUDGED"
    HITS_JUDGED_LATE = "HITS_JUDGED_LATE"
    HITS_UNANSWERED = "HITS_UNANSWERED"
    HITS_NOT_REVERSED = "HITS_NOT_REVERSED"
    FLASH_REVIEWED = "FLASH_REVIEWED"
    FLASH_REVIEWED_LATE = "FLASH_REVIEWED_LATE"
    FLASH_NOT_REVIEWED = "FLASH_NOT_REVIEWED"
    CHALLENGES_IN_TIME = "CHALLENGES_IN_TIME"
    CHALLENGES_LATE = "CHALLENGES_LATE"
    CHALLENGES_MISSED = "CHALLENGES_MISSED"


Tally = Annotated[int, Field(ge=0, le=10**9)]


class Figure(Body):
    """How many, by one indicator."""

    count: Tally
    indicator: Indicator


class PublishedFigure(Body):
    """The same for the public; a count too small to publish is left out."""

    count: Annotated[int, Field(ge=SMALLEST_CELL, le=10**9)] | None = None
    indicator: Indicator


class Found(Body):
    """What was found, and what should be done about it."""

    figures: Annotated[tuple[Figure, ...], Field(max_length=COUNT_LIMIT)] = ()
    persons: Persons = ()
    recommendation: Prose
    text: Prose


class Published(Body):
    """What the public may read; a publication that lists a person is refused."""

    figures: Annotated[tuple[PublishedFigure, ...], Field(max_length=COUNT_LIMIT)] = ()
    persons: Annotated[tuple[Person, ...], Field(max_length=0)] = ()
    text: Prose


class Contested(Body):
    """Why the finding is wrong."""

    reason: Prose


class Remedied(Body):
    """What was done about it; the entry may cite the acts."""

    text: Prose


SHORT = remarked(OVERSEERS)

MOVES = {
    "find": MoveRule(
        signers=OVERSEERS,
        body=Found,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT, Part.CODE, Part.DUE, Part.RETAIN_UNTIL}),
        codes=frozenset(Indicator),
    ),
    "close": SHORT,
    "publish": MoveRule(signers=OVERSEERS, body=Published, required=frozenset({Part.BODY})),
    "accept": remarked(ANSWERABLE),
    "contest": MoveRule(
        signers=ANSWERABLE,
        body=Contested,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
    ),
    "remedy": MoveRule(
        signers=ANSWERABLE,
        body=Remedied,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT}),
    ),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES, survivor=True, oversight=True)
