"""minutes: what was said at a meeting, as one text both sides signed.

Until it is signed it is the draft of one side. What a party wants said in its own words lies in
its own entries, which the minutes name by leaf, so that nobody else can edit it.
"""

from dataclasses import replace
from typing import Annotated

from pydantic import ConfigDict, Field

from wasl.core.exchange import cosign
from wasl.core.exchange.agreed import Agreed, bringing
from wasl.core.exchange.body import Body, Hash, Prose
from wasl.core.procedure import Cites, Part
from wasl.core.table import read_table

TABLE = """\
procedure minutes : cosign
"""


class MinutesText(Body):
    """The items as clauses; the words of one party and the decisions, as tasks, by their leaf."""

    model_config = ConfigDict(extra="forbid")

    decisions: Annotated[tuple[Hash, ...], Field(max_length=200)] = ()
    own_words: Annotated[tuple[Hash, ...], Field(max_length=200)] = ()
    text: Agreed
    title: Prose


VERSION = replace(
    bringing(MinutesText),
    required=frozenset({Part.ABOUT, Part.BODY, Part.STATEMENT}),
    # By when a signature is awaited.
    optional=frozenset({Part.DUE}),
    cites=Cites(kinds=frozenset({"meeting"}), states=frozenset({"held"})),
)

MOVES = {**cosign.moves_of("minutes"), "propose": VERSION, "redraft": VERSION}

PROCEDURE = replace(
    read_table(TABLE, {"cosign": cosign.PROCEDURE}),
    moves=MOVES,
    guards=cosign.PROCEDURE.guards,
)
