"""key: one case for each key statement, from the meeting to its retirement or revocation."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from wasl.core.exchange.body import Body, Prose
from wasl.core.exchange.guards import names_introduced
from wasl.core.exchange.officers import CUSTODY, CUSTODY_ALARM, CUSTODY_OR_NODE
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table

TABLE = """\
procedure key
O none: introduce > introduced | O introduced [witnessed]: activate > active*
O introduced: succeed > active* | O active: retire > retired*
O introduced active retired: revoke > revoked*
O active retired revoked: compromise > compromised*
R none [introduced]: witness > witnessed*; refuse > refused*
R none witnessed [active]: pin > pinned*
R witnessed pinned: drop > dropped*
"""


class Compromise(Body):
    """From which size of the log on the items need a person's confirmation."""

    since_size: Annotated[int, Field(ge=0, lt=2**53)]
    text: Prose | None = None


NAMED = MoveRule(signers=CUSTODY, required=frozenset({Part.STATEMENT}), roots=True)
SHORT = remarked(CUSTODY)

MOVES = {
    "introduce": NAMED,
    "activate": NAMED,
    "succeed": NAMED,
    "retire": SHORT,
    "revoke": SHORT,
    "compromise": MoveRule(
        signers=CUSTODY_ALARM, body=Compromise, required=frozenset({Part.BODY})
    ),
    # The statement of a witness is the minutes of the meeting.
    "witness": MoveRule(signers=CUSTODY, optional=frozenset({Part.STATEMENT})),
    "refuse": SHORT,
    # A statement signed by the old roots is pinned by the node itself.
    "pin": MoveRule(signers=CUSTODY_OR_NODE, optional=frozenset({Part.STATEMENT})),
    "drop": SHORT,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={"activate": names_introduced, "succeed": names_introduced},
    survivor=True,
    marked=False,
)
