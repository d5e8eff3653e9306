"""namesake: a block for the innocent bearer of a name, with that person's consent alone.

Offered after an issuer has said that a hit was not its subject: the little that tells the two
apart, erased by either side on the person's word.
"""

from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Person, Prose
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, OfficerRole, PersonRole

TABLE = """\
procedure namesake
O none: offer > offered* | O offered: erase > erased*
R none [offered]: apply > applied*; decline > declined* | R applied: erase > erased*
owed R erased/applied: erase
owed O offered/erased: erase
"""

WITH_DPO = replace(AUTHORS, also=frozenset({OfficerRole.DPO}))
"""What touches the innocent is heard by the data-protection officer."""


BLAMELESS = frozenset({PersonRole.BYSTANDER, PersonRole.VICTIM})
"""What the bearer of a misused name is to a block: under any other role it would accuse."""


class Bearer(Person):
    """The one whom the block protects, by name and no more than a name, a birth, a nationality."""

    # A block is minimal: what this version does not know it does not keep.
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _blameless_and_named(self) -> Self:
        if self.role not in BLAMELESS or self.name is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Offered(Body):
    """Who is not the subject, and by what one tells them apart; the person has agreed."""

    model_config = ConfigDict(extra="forbid")

    consent: Literal["given"]
    differs_by: Prose
    persons: Annotated[tuple[Bearer, ...], Field(min_length=1, max_length=1)]


SHORT = remarked(DESK)

MOVES = {
    "offer": MoveRule(
        signers=WITH_DPO,
        body=Offered,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT}),
        cites=Cites(kinds=frozenset({"alert", "hit"})),
    ),
    "apply": SHORT,
    "decline": SHORT,
    "erase": SHORT,
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
