"""proposal: one clause of a text that is being drafted, added, replaced or deleted.

Adopted only when its author binds what the other accepted. A counter is a proposal of its own
that cites this one; ``due`` of the entry is when it lapses unanswered.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, ConfigDict

from wasl.core.clause import Change, hides
from wasl.core.exchange.body import Body, BodyFaultError, Prose
from wasl.core.exchange.guards import cites_one, due_lies_ahead, not_before_due
from wasl.core.exchange.officers import PLANNERS
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, Move, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, ClauseOperation, EntryRule

TABLE = """\
procedure proposal
O none: propose > open | O open: withdraw > withdrawn*; lapse > lapsed*
O open [accepted]: bind > bound* | O open [rejected countered]: close > closed*
R none [open]: accept > accepted*; reject > rejected*; counter > countered*
"""


def _shows_all(change: Change) -> Change:
    if change.clause is not None and hides(change.clause):
        raise BodyFaultError(BodyRule.UNSAFE_TEXT)
    return change


class Proposed(Body):
    """The change, and why it is proposed."""

    model_config = ConfigDict(extra="forbid")

    change: Annotated[Change, AfterValidator(_shows_all)]
    reason: Prose


def operation_fits(code: str | None, body: Proposed) -> bool:
    """Whether the code of the entry says what its body does."""
    return code == body.change.operation


def binds_accepted(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """What is bound is what the other accepted, else ``bad-reference``."""
    accepted = next((past.about for past in other_as_seen if past.move == "accept"), ())
    return None if move.about == accepted else EntryRule.BAD_REFERENCE


SHORT = remarked(PLANNERS)
ANSWERED = Cites(
    whose=Whose.THEIRS,
    kinds=frozenset({"proposal"}),
    moves=frozenset({"propose"}),
    states=frozenset({"open"}),
    items=True,
)

MOVES = {
    "propose": MoveRule(
        signers=PLANNERS,
        body=Proposed,
        required=frozenset({Part.ABOUT, Part.BODY, Part.CODE, Part.DUE}),
        # The text it changes, which is still open to change, and what it counters, if anything.
        cites=Cites(
            kinds=frozenset({"meeting", "plan", "proposal"}),
            states=frozenset({"called", "drafting", "open"}),
        ),
        codes=frozenset(ClauseOperation),
        fits=operation_fits,
    ),
    "withdraw": SHORT,
    "lapse": SHORT,
    "bind": replace(
        SHORT,
        required=frozenset({Part.ABOUT}),
        cites=replace(ANSWERED, whose=Whose.OWN),
    ),
    "close": SHORT,
    "accept": replace(SHORT, required=frozenset({Part.ABOUT}), cites=ANSWERED),
    "reject": replace(SHORT, required=frozenset({Part.BODY}), optional=frozenset()),
    "counter": SHORT,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={
        "propose": due_lies_ahead,
        "lapse": not_before_due,
        "bind": binds_accepted,
        "accept": cites_one,
    },
)
