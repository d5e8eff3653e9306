"""request: a question with its purpose, reason and clock, and the answers to it.

A follow-up is a new request that cites the reply. "Nothing held" is a signed answer without
words: it does not say what was searched.
"""

from dataclasses import replace
from typing import Self

from pydantic import model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Persons, Places, Prose
from wasl.core.exchange.guards import raise_is_reasoned
from wasl.core.exchange.officers import AUTHORS, DESK, REPLIERS
from wasl.core.exchange.plain import refused, remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule

TABLE = """\
procedure request
O none: ask > open | O open [querying]: clarify > same
O open: regrade > same; cancel > cancelled*; close_unanswered > lapsed*
O open [partial full nothing_held refused part_refused]: accept > accepted*
R none [open]: admit > admitted | R none admitted querying [open]: refuse > refused*
R admitted partial [open]: hold > same; reply_full > full*
R admitted [open]: ask_back > querying; reply_part > partial; reply_nothing > nothing_held*
R querying [open]: resume > admitted | R partial [open]: refuse_rest > part_refused*
R admitted querying partial [cancelled accepted lapsed]: drop > dropped*
"""


class Asked(Body):
    """What is asked, on which facts, and why the other side should have it."""

    facts: Prose
    limits_on_use: Prose | None = None
    link_of_person: Prose | None = None
    offence: Prose
    persons: Persons = ()
    places: Places = ()
    question: Prose
    urgency_reason: Prose | None = None
    why_you: Prose

    @model_validator(mode="after")
    def _each_person_linked(self) -> Self:
        if self.persons and self.link_of_person is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class AskedBack(Body):
    """What the replier must know before it can answer."""

    question: Prose


class Answer(Body):
    """What is known."""

    answer: Prose
    persons: Persons = ()
    places: Places = ()


class PartialAnswer(Body):
    """What is known so far, and what is missing from it."""

    answer: Prose
    missing: Prose
    persons: Persons = ()
    places: Places = ()


class Held(Body):
    """Why the answer takes longer; the new date stands in the entry."""

    reason: Prose


REFUSED = refused(REPLIERS)
REPLIED = MoveRule(
    signers=REPLIERS,
    body=Answer,
    required=frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
    optional=frozenset({Part.ABOUT, Part.LIKELIHOOD}),
)
SHORT = remarked(AUTHORS)

MOVES = {
    "ask": MoveRule(
        signers=AUTHORS,
        body=Asked,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL, Part.URGENCY}),
        optional=frozenset({Part.ABOUT, Part.DUE, Part.GRADING}),
    ),
    "clarify": MoveRule(
        signers=AUTHORS,
        body=Answer,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.GRADING, Part.RETAIN_UNTIL}),
    ),
    "regrade": replace(SHORT, required=frozenset({Part.URGENCY})),
    "cancel": replace(SHORT, required=frozenset({Part.BODY}), optional=frozenset()),
    "close_unanswered": SHORT,
    "accept": SHORT,
    "admit": MoveRule(signers=DESK),
    "refuse": REFUSED,
    "hold": MoveRule(signers=DESK, body=Held, required=frozenset({Part.BODY, Part.DUE})),
    "reply_full": REPLIED,
    "ask_back": MoveRule(signers=DESK, body=AskedBack, required=frozenset({Part.BODY})),
    "reply_part": replace(REPLIED, body=PartialAnswer),
    "reply_nothing": MoveRule(signers=REPLIERS),
    "resume": MoveRule(signers=DESK),
    "refuse_rest": REFUSED,
    "drop": MoveRule(signers=DESK),
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    at_most={"ask_back": 2},
    guards={"regrade": raise_is_reasoned},
)
