"""nomination: one person for one session, cleared at home before anybody abroad hears of him.

The originator sends, the recipient hosts. Of the vetting at home the entry shows that it cleared
and, as ``offer_until``, how long that holds. The host's no has neither words nor a code.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Tongue
from wasl.core.exchange.guards import (
    cites_one,
    due_lies_ahead,
    written_after,
    written_before,
    written_within,
)
from wasl.core.exchange.trainee import (
    TRAINERS,
    VETTED,
    Nominee,
    Permille,
    Reference,
    Slot,
    Trainee,
)
from wasl.core.procedure import Cites, Move, MoveRule, Part, Whose
from wasl.core.table import read_table
from wasl.core.terms import BodyRule, EntryRule

TABLE = """\
procedure nomination
O none: nominate > nominated | O nominated [admitted]: confirm > confirmed
O nominated confirmed: withdraw > withdrawn*; expire > expired*
O nominated confirmed [completed not_completed no_show not_admitted revoked]: close > closed*
R none [nominated]: vet > host_vetting
R none host_vetting waitlisted [nominated]: admit > admitted; not_admit > not_admitted*
R none host_vetting [nominated]: waitlist > waitlisted
R admitted [nominated confirmed]: attend > attended
R admitted: no_show > no_show* | R attended: complete > completed*; not_complete > not_completed*
R admitted attended: revoke > revoked*
R host_vetting waitlisted admitted [withdrawn expired closed]: drop > dropped*
"""


class HomeVetting(StrEnum):
    """What is shown of the vetting at home: who was not cleared is not nominated."""

    HOME_CLEARED = "HOME_CLEARED"


class Support(StrEnum):
    """What somebody needs to take part."""

    STEP_FREE_ACCESS = "STEP_FREE_ACCESS"
    HEARING_SUPPORT = "HEARING_SUPPORT"
    SIGHT_SUPPORT = "SIGHT_SUPPORT"
    OTHER_SUPPORT = "OTHER_SUPPORT"


class CourseResult(StrEnum):
    """How somebody completed."""

    PASSED = "PASSED"
    ATTENDED_IN_FULL = "ATTENDED_IN_FULL"


class Shortfall(StrEnum):
    """What was missing to complete."""

    ATTENDANCE_SHORT = "ATTENDANCE_SHORT"
    ASSESSMENT_NOT_PASSED = "ASSESSMENT_NOT_PASSED"
    RIGHTS_MODULE_NOT_PASSED = "RIGHTS_MODULE_NOT_PASSED"


# -------------------------------------------------------------------------------------- bodies


class Nominated(Body):
    """Who is nominated, in the order of the own party; no text, no field of another version."""

    model_config = ConfigDict(extra="forbid")

    languages: Annotated[tuple[Tongue, ...], Field(min_length=1, max_length=20)]
    person: Nominee
    rank: Annotated[int, Field(ge=1, le=10_000)]
    support: Annotated[tuple[Support, ...], Field(max_length=len(Support))] = ()
    unit_ref: Reference | None = None


class Attended(Body):
    """The first slot in which the trainee was there."""

    person: Trainee
    slot: Slot


class Assessed(Body):
    """One attempt at one assessment."""

    assessment: Reference
    attempt: Annotated[int, Field(ge=1, le=100)]
    passed: bool
    score_permille: Permille | None = None


class Results(Body):
    """What one trainee attended and passed, each attempt once."""

    assessed: Annotated[tuple[Assessed, ...], Field(max_length=100)] = ()
    attended_permille: Permille
    person: Trainee
    rights_module_passed: bool

    @model_validator(mode="after")
    def _each_attempt_once(self) -> Self:
        attempts = {(each.assessment, each.attempt) for each in self.assessed}
        if len(attempts) < len(self.assessed):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Completed(Results):
    """The results of a trainee who passed the rights module; it cannot be waived."""

    @model_validator(mode="after")
    def _knows_rights(self) -> Self:
        if not self.rights_module_passed:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


# -------------------------------------------------------------------------------------- guards


def vetting_lies_ahead(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The vetting at home still holds, else ``bad-date``."""
    return written_before(move, move.offer_until)


def vetted_for_one(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Somebody is nominated for one session, and while the vetting at home holds."""
    several = cites_one(move, own, other_as_seen)
    return several or vetting_lies_ahead(move, own, other_as_seen)


def renewal_lies_ahead(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A confirmation that renews the vetting gives it a day to come, else ``bad-date``."""
    return None if move.offer_until is None else vetting_lies_ahead(move, own, other_as_seen)


def after_vetting(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A nomination expires after its vetting and not before, else ``bad-date``."""
    return written_after(move, _valid_until(own))


def vetting_in_force(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Nobody attends once the vetting seen has ended, else ``bad-date``."""
    return written_within(move, _valid_until(other_as_seen))


def admits_vetted(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Nobody is admitted once the vetting seen has ended, nor to confirm by a day gone by."""
    if move.due is not None and due_lies_ahead(move, own, other_as_seen) is not None:
        return EntryRule.BAD_DATE
    return vetting_in_force(move, own, other_as_seen)


def _valid_until(moves: Sequence[Move]) -> datetime | None:
    """The day the sender said last until which its vetting holds."""
    said = (past.offer_until for past in reversed(moves) if past.offer_until is not None)
    return next(said, None)


# --------------------------------------------------------------------------------------- moves

BARE = MoveRule(signers=TRAINERS)
"""No words and no code: across the border no reason is given."""

ABOUT_TRAINEE = frozenset({Part.BODY, Part.RETAIN_UNTIL})

MOVES = {
    "nominate": MoveRule(
        signers=VETTED,
        body=Nominated,
        required=ABOUT_TRAINEE | {Part.ABOUT, Part.CODE, Part.OFFER_UNTIL},
        cites=Cites(
            whose=Whose.THEIRS,
            kinds=frozenset({"session"}),
            moves=frozenset({"publish", "change"}),
            states=frozenset({"published"}),
            items=True,
        ),
        codes=frozenset(HomeVetting),
    ),
    "confirm": replace(BARE, optional=frozenset({Part.OFFER_UNTIL})),
    "withdraw": BARE,
    "expire": BARE,
    "close": BARE,
    "vet": BARE,
    "admit": replace(BARE, signers=VETTED, optional=frozenset({Part.DUE})),
    "not_admit": BARE,
    "waitlist": BARE,
    "attend": replace(BARE, body=Attended, optional=ABOUT_TRAINEE),
    "no_show": BARE,
    "complete": MoveRule(
        signers=TRAINERS,
        body=Completed,
        required=ABOUT_TRAINEE | {Part.CODE},
        codes=frozenset(CourseResult),
    ),
    "not_complete": MoveRule(
        signers=TRAINERS,
        body=Results,
        required=frozenset({Part.CODE}),
        optional=ABOUT_TRAINEE,
        codes=frozenset(Shortfall),
    ),
    "revoke": BARE,
    "drop": BARE,
}

PROCEDURE = replace(
    read_table(TABLE),
    moves=MOVES,
    guards={
        "nominate": vetted_for_one,
        "confirm": renewal_lies_ahead,
        "expire": after_vetting,
        "admit": admits_vetted,
        "attend": vetting_in_force,
    },
)
