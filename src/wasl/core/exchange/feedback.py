"""feedback: what came of an item, told to the party that gave it; it can be taken back."""

from dataclasses import replace

from wasl.core.exchange.body import Body, Prose
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import FeedbackUse

TABLE = """\
procedure feedback
O none: give > given* | O given: retract > retracted*
R none [given retracted]: note > noted*
"""


class Given(Body):
    """How the item was used, in words."""

    text: Prose | None = None


MOVES = {
    "give": MoveRule(
        signers=AUTHORS,
        body=Given,
        required=frozenset({Part.ABOUT, Part.CODE}),
        optional=frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
        cites=Cites(whose=Whose.THEIRS, items=True),
        codes=frozenset(FeedbackUse),
    ),
    "retract": remarked(AUTHORS),
    "note": MoveRule(signers=DESK),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
