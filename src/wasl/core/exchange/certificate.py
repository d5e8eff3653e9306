"""certificate: what a trainee has learned, to be checked with no network; it can be revoked.

The certificate is the body itself: its file adds the salt, the entry, and the proof that the
entry lies in the issuer's log. So a revocation is an entry of that same log.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Self

from pydantic import ConfigDict, model_validator

from wasl.core.entry import NodeName
from wasl.core.exchange.body import Body, BodyFaultError, Day, Hash, Prose
from wasl.core.exchange.guards import cites_one
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.trainee import TRAINERS, Hours, Reference, Trainee
from wasl.core.procedure import Cites, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule

TABLE = """\
procedure certificate
O none: issue > issued* | O issued: revoke > revoked*
R none [issued]: take > held* | R none held [revoked]: strike > struck*
R held: question > questioned*
R questioned: accept > held* | R questioned [revoked]: strike > struck*
owed R revoked/held: strike
"""


class RevocationGround(StrEnum):
    """Why a certificate no longer counts."""

    ERROR = "ERROR"
    FRAUD = "FRAUD"
    SUPERSEDED = "SUPERSEDED"
    RIGHTS = "RIGHTS"


class Certificate(Body):
    """What the holder shows: it names a course and its rights module, and no person.

    ``course`` and ``session`` are the leaf hashes of the entries that offered and published them.
    """

    model_config = ConfigDict(extra="forbid")

    course: Hash
    date: Day
    holder: Trainee
    hours: Hours
    issuer: NodeName
    level: Reference | None = None
    rights_module: Reference
    serial: Reference
    session: Hash
    title: Prose
    valid_from: Day
    valid_until: Day

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_until < self.valid_from:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Questioned(Body):
    """What is doubted in a certificate."""

    question: Prose


MOVES = {
    "issue": MoveRule(
        signers=TRAINERS,
        body=Certificate,
        required=frozenset({Part.ABOUT, Part.BODY, Part.RETAIN_UNTIL}),
        cites=Cites(
            whose=Whose.OWN,
            kinds=frozenset({"nomination"}),
            moves=frozenset({"complete"}),
            states=frozenset({"completed"}),
        ),
    ),
    "revoke": MoveRule(
        signers=TRAINERS,
        required=frozenset({Part.CODE}),
        codes=frozenset(RevocationGround),
    ),
    "take": MoveRule(signers=TRAINERS),
    "strike": MoveRule(signers=TRAINERS),
    "question": MoveRule(
        signers=TRAINERS,
        body=Questioned,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.RETAIN_UNTIL}),
    ),
    "accept": remarked(TRAINERS),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES, guards={"issue": cites_one})
