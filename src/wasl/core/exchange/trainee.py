"""Who is trained: a person known across the border by a pseudonym, and when he was there."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Day, Person
from wasl.core.procedure import Signers
from wasl.core.terms import BodyRule, OfficerRole, PersonRole

TRAINERS = Signers(
    drafts=frozenset({OfficerRole.TRAINING}), releases=frozenset({OfficerRole.RELEASER})
)
"""Courses, sessions, nominations, certificates and lessons, in both halves."""

VETTED = replace(TRAINERS, also=frozenset({OfficerRole.VETTING}))
"""Who is sent, and who is let in, was vetted first: at home, and by the host."""

Pseudonym = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""128 random bits of the home service for one person in one session; derived from nothing."""
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_./-]{0,63}$")]
"""A number or short name that its owner gave: a serial, a module, a unit, an assessment."""
Permille = Annotated[int, Field(ge=0, le=1_000)]
Hours = Annotated[int, Field(ge=1, le=10_000)]


class Nominee(Person):
    """An official under a pseudonym; more than that only where the arrangement needs it."""

    model_config = ConfigDict(extra="forbid")

    pseudonym: Pseudonym

    @model_validator(mode="after")
    def _is_official(self) -> Self:
        if self.role is not PersonRole.OFFICIAL:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Trainee(Nominee):
    """An official known by a pseudonym and by nothing else."""

    @model_validator(mode="after")
    def _is_unnamed(self) -> Self:
        if self.model_fields_set != {"pseudonym", "role"}:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class HalfDay(StrEnum):
    """The two slots of a day."""

    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"


class Slot(Body):
    """One half day of a session."""

    day: Day
    half: HalfDay
