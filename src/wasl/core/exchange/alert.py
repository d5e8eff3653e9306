"""alert: a subject to look for, why, and what to do on a hit; it ends by itself.

After the Schengen Information System (Reg. (EU) 2018/1861 and 2018/1862): three parts, one alert
per issuer per subject, a review date in the entry that only an act extends. A category is the code
of the entry; the subject is in the body alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import ConfigDict, model_validator

from wasl.core.entry import Pseudonym
from wasl.core.exchange.body import Body, BodyFaultError, Line, Person, Places, Prose
from wasl.core.exchange.guards import cites_one, written_after
from wasl.core.exchange.officers import AUTHORS, DESK
from wasl.core.exchange.plain import remarked
from wasl.core.procedure import Cites, Move, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, EntryRule, OfficerRole

TABLE = """\
procedure alert
O none: issue > issued | O issued: hide > hidden | O hidden: unhide > issued
O issued hidden: extend > same; close > closed*; lapse > lapsed*
R none flagged incompatible removed [issued hidden]: activate > active
R none active [issued hidden]: flag > flagged*
R none [issued hidden]: incompatible > incompatible*
R active [closed lapsed]: remove > removed* | R active: expire > removed*
"""


class AlertCategory(StrEnum):
    """What is asked on a hit (Reg. (EU) 2018/1861 art. 24, 2018/1862 art. 26 to 38)."""

    ARREST = "ARREST"
    REFUSE_ENTRY = "REFUSE_ENTRY"
    MISSING = "MISSING"
    PROTECT = "PROTECT"
    JUDICIAL_WHEREABOUTS = "JUDICIAL_WHEREABOUTS"
    CHECK_DISCREET = "CHECK_DISCREET"
    CHECK_INQUIRY = "CHECK_INQUIRY"
    CHECK_SPECIFIC = "CHECK_SPECIFIC"
    INFORMATION = "INFORMATION"
    OBJECT_SEIZE = "OBJECT_SEIZE"


class FlagGround(StrEnum):
    """Why an alert cannot be executed here."""

    LAW_HERE = "LAW_HERE"
    HUMAN_RIGHTS_RISK = "HUMAN_RIGHTS_RISK"
    OWN_NATIONAL = "OWN_NATIONAL"
    PROTECTED_STATUS = "PROTECTED_STATUS"
    ONGOING_OPERATION = "ONGOING_OPERATION"
    CAPACITY = "CAPACITY"


class ObjectKind(StrEnum):
    """What an alert on an object looks for."""

    VEHICLE = "VEHICLE"
    PLATE = "PLATE"
    IDENTITY_PAPER = "IDENTITY_PAPER"
    FIREARM = "FIREARM"
    CONTAINER = "CONTAINER"
    BOAT = "BOAT"


CHECKS = frozenset(
    {AlertCategory.CHECK_DISCREET, AlertCategory.CHECK_INQUIRY, AlertCategory.CHECK_SPECIFIC}
)
NEEDS_DPO = CHECKS | {AlertCategory.REFUSE_ENTRY, AlertCategory.PROTECT}
"""The categories that need the word of the data-protection officer (procedures.md §2)."""

# Read in the SIRENE Manual (2008/333/EC §2.2.1, 2008/334/JHA §7.2), and ours for INFORMATION.
_BESIDE_ARREST = frozenset(
    {
        AlertCategory.REFUSE_ENTRY,
        AlertCategory.MISSING,
        AlertCategory.JUDICIAL_WHEREABOUTS,
        AlertCategory.INFORMATION,
    }
)
_BESIDE_INFORMATION = frozenset(
    {AlertCategory.ARREST, AlertCategory.MISSING, AlertCategory.JUDICIAL_WHEREABOUTS}
)
_FIRST_OF_PERSONS = (
    AlertCategory.ARREST,
    AlertCategory.REFUSE_ENTRY,
    AlertCategory.PROTECT,
    AlertCategory.CHECK_SPECIFIC,
    AlertCategory.CHECK_INQUIRY,
    AlertCategory.CHECK_DISCREET,
    AlertCategory.MISSING,
    AlertCategory.JUDICIAL_WHEREABOUTS,
    AlertCategory.INFORMATION,
    AlertCategory.OBJECT_SEIZE,
)


def are_compatible(one: AlertCategory, other: AlertCategory) -> bool:
    """Whether two alerts on one subject may stand beside each other (procedures.md §4.6)."""
    if one == other:
        return True
    pair = frozenset({one, other})
    if pair & CHECKS or AlertCategory.OBJECT_SEIZE in pair:
        return False
    if AlertCategory.ARREST in pair:
        return bool(pair & _BESIDE_ARREST)
    if AlertCategory.INFORMATION in pair:
        return bool(pair & _BESIDE_INFORMATION)
    return False


def goes_first(one: AlertCategory, other: AlertCategory) -> bool:
    """Whether, of two alerts that cannot stand together, the first is the one that stands."""
    order = _FIRST_OF_PERSONS.index
    return order(one) < order(other)


# -------------------------------------------------------------------------------------- bodies


class Thing(Body):
    """An object that is looked for, by what is written on it or how it looks, not by its owner."""

    # A field nobody here knows would be kept, and a person in it would have no role.
    model_config = ConfigDict(extra="forbid")

    description: Prose | None = None
    kind: ObjectKind
    number: Line | None = None

    @model_validator(mode="after")
    def _is_known_by_something(self) -> Self:
        if self.number is None and self.description is None:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Identification(Body):
    """One subject: a person or an object, never both, not even in a field nobody here knows."""

    model_config = ConfigDict(extra="forbid")

    person: Person | None = None
    thing: Thing | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if (self.person is None) == (self.thing is None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Issued(Body):
    """The three parts: who or what, why, and the action asked on a hit.

    ``judicial_reference`` names the title of an arrest; the title itself stays with its court.
    ``decided_by`` is the pseudonym of the officer who ordered a check.
    """

    model_config = ConfigDict(extra="forbid")

    action: Prose
    decided_by: Pseudonym | None = None
    identification: Identification
    judicial_reference: Line | None = None
    last_seen: Places = ()
    reason: Prose


class Extended(Body):
    """Why it is still needed."""

    reason: Prose


def lacks_title(category: str | None, body: Issued) -> bool:
    """Whether an alert for arrest names no judicial title (2018/1862 art. 26)."""
    return category == AlertCategory.ARREST and body.judicial_reference is None


def lacks_decider(category: str | None, body: Issued) -> bool:
    """Whether an alert for a check names no officer who decided it (procedures.md §4.5)."""
    return category in CHECKS and body.decided_by is None


def subject_fits(category: str | None, body: Issued) -> bool:
    """Whether the category is one for this kind of subject: seizure is of objects alone."""
    thing = body.identification.thing is not None
    if category == AlertCategory.OBJECT_SEIZE:
        return thing
    return not thing or category in CHECKS or category == AlertCategory.INFORMATION


def issue_fits(code: str | None, body: Issued) -> bool:
    """Whether the three parts are those of this category: subject, judicial title, decider."""
    lacking = lacks_title(code, body) or lacks_decider(code, body)
    return subject_fits(code, body) and not lacking


# -------------------------------------------------------------------------------------- guards


def before_review(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """An alert is extended before its review date, to a later one, else ``bad-date``."""
    until = _review(own)
    if move.written is None or move.retain_until is None or until is None:
        return EntryRule.BAD_DATE
    return None if move.written < until < move.retain_until else EntryRule.BAD_DATE


def after_own_review(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The issuer lets its alert lapse after the review date, not before, else ``bad-date``."""
    return written_after(move, _review(own))


def after_their_review(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The holder lets an alert expire after the review date it has seen, else ``bad-date``."""
    return written_after(move, _review(other_as_seen))


def keeps_category(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """An extension is of the same category, and within its own review date."""
    if move.code != own[0].code:
        return EntryRule.MOVE_NOT_ALLOWED
    return before_review(move, own, other_as_seen)


def _review(moves: Sequence[Move]) -> datetime | None:
    """The review date that issue or extension set last."""
    dated = (past.retain_until for past in reversed(moves) if past.move in {"issue", "extend"})
    return next(dated, None)


# --------------------------------------------------------------------------------------- moves

SHORT = remarked(AUTHORS)
SAID = remarked(DESK)

MOVES = {
    "issue": MoveRule(
        signers=AUTHORS,
        body=Issued,
        required=frozenset({Part.BODY, Part.CODE, Part.RETAIN_UNTIL}),
        optional=frozenset({Part.ABOUT, Part.GRADING}),
        codes=frozenset(AlertCategory),
        heard=dict.fromkeys(NEEDS_DPO, frozenset({OfficerRole.DPO})),
        fits=issue_fits,
    ),
    "hide": SHORT,
    "unhide": SHORT,
    "extend": MoveRule(
        signers=AUTHORS,
        body=Extended,
        required=frozenset({Part.BODY, Part.CODE, Part.RETAIN_UNTIL}),
        codes=frozenset(AlertCategory),
        heard=dict.fromkeys(NEEDS_DPO, frozenset({OfficerRole.DPO})),
    ),
    "close": SHORT,
    "lapse": SHORT,
    "activate": SAID,
    "flag": replace(SAID, required=frozenset({Part.CODE}), codes=frozenset(FlagGround)),
    "incompatible": replace(
        SAID,
        required=frozenset({Part.ABOUT}),
        cites=Cites(
            whose=Whose.EITHER,
            kinds=frozenset({"alert"}),
            moves=frozenset({"issue"}),
            states=frozenset({"issued", "hidden"}),
        ),
    ),
    "remove": SAID,
    "expire": SAID,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    renewals=frozenset({"extend"}),
    guards={
        "extend": keeps_category,
        "incompatible": cites_one,
        "lapse": after_own_review,
        "expire": after_their_review,
    },
)
