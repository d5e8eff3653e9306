"""note: desk to desk, about the work and never about a person."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from wasl.core.exchange.body import Body, Person, Prose
from wasl.core.exchange.officers import DESK
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure note
O none: send > sent*
R none [sent]: note > noted*
"""


class Sent(Body):
    """A few words between desks; a note that lists a person is refused."""

    persons: Annotated[tuple[Person, ...], Field(max_length=0)] = ()
    text: Prose


MOVES = {
    "send": MoveRule(
        signers=DESK,
        body=Sent,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT}),
    ),
    "note": MoveRule(signers=DESK),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
