"""check: hit or no hit without showing either list, and what follows when a hit is declared.

One check is one subject and one commitment. Whether there was a hit is the asker's alone until it
declares: no move says "under review", and what is not declared is closed by the node in batches,
whatever was found. The keys are opened to the commitment first, read by a person after.
"""

import base64
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from wasl.core.entry import Code
from wasl.core.exchange.body import (
    COUNT_LIMIT,
    Body,
    BodyFaultError,
    Hash,
    Line,
    Person,
    Places,
    Prose,
)
from wasl.core.exchange.fact import Base64
from wasl.core.exchange.officers import DESK, NODE_ALONE, REPLIERS
from wasl.core.exchange.plain import refused, remarked
from wasl.core.procedure import Cites, MoveRule, Part, Signers
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, OfficerRole, PersonRole, RefusalCode

TABLE = """\
procedure check
O none: ask > asked | O asked: count_only > counted* | O asked [answered]: declare > declared
O declared [confirmed confirmed_caveats denied cannot_say]: accept > accepted*
O declared: withdraw > withdrawn*; lapse > lapsed*
R none [asked]: answer > answered*; decline > declined*
R answered [declared]: verify_opening > verifying
R verifying [declared]: confirm > confirmed*; confirm_caveats > confirmed_caveats*
R verifying [declared]: deny > denied*; cannot_say > cannot_say*
R verifying [withdrawn lapsed]: drop > dropped*
owed R declared/answered: verify_opening
"""

PROFILE_POINTS = 16
"""One desk check, always all sent; who has more keys asks in whole profiles more."""

POINT_BYTES = 32
KEY_LIMIT_BYTES = 256
UNCHECKED = frozenset({PersonRole.VICTIM, PersonRole.WITNESS, PersonRole.BYSTANDER})
"""The persons no check is made of, and no answer to one speaks of (procedures.md §4.7)."""


class DenialCode(StrEnum):
    """What a denial may say besides the refusal codes."""

    NOT_SAME_PERSON = "NOT_SAME_PERSON"


class KeyFamily(StrEnum):
    """What a key is made of; a bare name is never one (private-check.md §2)."""

    NAME_AND_YEAR = "nm-yr"
    NAME_AND_PLACE = "nm-pl"
    NAME_AND_FATHER = "nm-fa"
    PAPER = "doc"
    ACCOUNT = "iban"
    TELEPHONE = "tel"
    MAILBOX = "mail"
    NUMBER_PLATE = "plate"
    HULL = "hull"


NAMING = frozenset({KeyFamily.NAME_AND_YEAR, KeyFamily.NAME_AND_PLACE, KeyFamily.NAME_AND_FATHER})
"""The families that speak of a person by name."""


# -------------------------------------------------------------------------------------- bodies


def _check_checked(person: Person) -> Person:
    """The person, if a check may be about one of this role."""
    if person.role in UNCHECKED:
        raise BodyFaultError(BodyRule.BAD_BODY)
    return person


Checked = Annotated[Person, AfterValidator(_check_checked)]
CheckedPersons = Annotated[tuple[Checked, ...], Field(max_length=COUNT_LIMIT)]
PaddedCount = Annotated[
    int, Field(ge=PROFILE_POINTS, le=3 * PROFILE_POINTS, multiple_of=PROFILE_POINTS)
]
Tally = Annotated[int, Field(ge=0, le=10**9)]


class UnderBulk(Body):
    """Which leaf of a bulk check, under the root its asker logged before the first point left."""

    leaf: Hash
    root: Hash


class Asked(Body):
    """A question that shows nobody: a commitment, and points that only their maker can unblind.

    The points stand here, or only the hash of those that went by the line, or a leaf of a bulk.
    """

    bulk: UnderBulk | None = None
    commitment: Hash
    count: PaddedCount | None = None
    epoch: Annotated[int, Field(ge=0, lt=2**32)]
    points: Base64 | None = None
    points_sha256: Hash | None = None
    reason: Prose

    @model_validator(mode="after")
    def _points_by_one_road(self) -> Self:
        roads = (self.bulk, self.points, self.points_sha256)
        if sum(road is not None for road in roads) != 1:
            raise BodyFaultError(BodyRule.BAD_BODY)
        if (self.bulk is None) != (self.count is not None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self

    @model_validator(mode="after")
    def _as_many_as_said(self) -> Self:
        if self.points is not None and self.count is not None:
            sent_bytes = len(base64.b64decode(self.points, validate=True))
            if sent_bytes != self.count * POINT_BYTES:
                raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Evaluations(Body):
    """How many evaluations of each group of keys: each has its own key and its own budget."""

    contact: Tally
    paper: Tally
    person: Tally
    vehicle: Tally


class Answered(Body):
    """Which commitment was answered, with what proof, and what is left of the budget.

    The evaluated points are left out where they went by the line; in a bulk there is no body.
    """

    commitment: Hash
    left: Evaluations
    points: Base64 | None = None
    proofs: Base64
    spent: Evaluations


class Key(Body):
    """A canonical key: its family and its parts, in the bytes that were blinded."""

    family: KeyFamily
    parts: Annotated[tuple[Line, ...], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        canonical_key = "\x1f".join(("wasl-key/1", self.family, *self.parts))
        if len(canonical_key.encode()) > KEY_LIMIT_BYTES:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Declared(Body):
    """The opening of the one commitment of this case: its keys, salt and purpose, and the law.

    Keys made of a name need their subject, with a role; an informant is never named, so never
    declared either.
    """

    keys: Annotated[tuple[Key, ...], Field(min_length=1, max_length=3 * PROFILE_POINTS)]
    law: Line
    purpose: Code
    reason: Prose | None = None
    salt: Hash
    subject: Checked | None = None

    @model_validator(mode="after")
    def _named_with_a_role(self) -> Self:
        if any(key.family in NAMING for key in self.keys):
            if self.subject is None:
                raise BodyFaultError(BodyRule.ROLE_MISSING)
            if self.subject.role is PersonRole.INFORMANT:
                raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Confirmed(Body):
    """That it is the same, and what may be told about it."""

    persons: CheckedPersons = ()
    places: Places = ()
    text: Prose


class ConfirmedUnderCaveats(Body):
    """The same, under conditions in words; their codes stand in the entry."""

    conditions: Prose
    persons: CheckedPersons = ()
    places: Places = ()
    text: Prose


# --------------------------------------------------------------------------------------- moves

ASKERS = Signers(
    drafts=frozenset({OfficerRole.HANDLER}), releases=frozenset({OfficerRole.HANDLER}), solo=True
)
"""A check is asked by one officer within the budget, which is what bounds it."""

SHORT = remarked(REPLIERS)
REFUSED = refused(REPLIERS)
CONFIRMED = MoveRule(
    signers=REPLIERS,
    body=Confirmed,
    required=frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
    optional=frozenset({Part.ABOUT, Part.LIKELIHOOD}),
)

MOVES = {
    "ask": MoveRule(
        signers=ASKERS,
        body=Asked,
        required=frozenset({Part.BODY}),
        optional=frozenset({Part.ABOUT, Part.RETAIN_UNTIL}),
        # An item cited beside a blinded question would tell whom it is about.
        cites=Cites(kinds=frozenset({"cosign"})),
    ),
    "count_only": MoveRule(signers=NODE_ALONE),
    "declare": MoveRule(
        signers=REPLIERS,
        body=Declared,
        required=frozenset({Part.BODY, Part.RETAIN_UNTIL}),
    ),
    "accept": SHORT,
    "withdraw": SHORT,
    "lapse": SHORT,
    "answer": MoveRule(signers=NODE_ALONE, body=Answered, optional=frozenset({Part.BODY})),
    "decline": REFUSED,
    "verify_opening": MoveRule(signers=NODE_ALONE),
    "confirm": CONFIRMED,
    "confirm_caveats": replace(CONFIRMED, body=ConfirmedUnderCaveats),
    "deny": replace(REFUSED, codes=frozenset(RefusalCode) | frozenset(DenialCode)),
    # Words beside it would confirm or deny.
    "cannot_say": MoveRule(signers=REPLIERS),
    "drop": MoveRule(signers=DESK),
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
