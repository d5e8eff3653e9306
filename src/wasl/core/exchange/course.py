"""course: what one party can teach, offered to the other; a new version is said by ``update``."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from wasl.core.exchange.body import Body, BodyFaultError, Prose, Tongue
from wasl.core.exchange.plain import remarked
from wasl.core.exchange.trainee import TRAINERS, Hours, Reference
from wasl.core.procedure import MoveRule, Part
from wasl.core.table import read_table
from wasl.core.terms import BodyRule

TABLE = """\
procedure course
O none: offer > offered* | O offered: update > same; withdraw > withdrawn*
R none [offered]: express_interest > interested* | R interested: step_back > none_wanted*
"""


class ModuleForm(StrEnum):
    """How a module is taught; the rights module is on arrest, force, minors and complaints."""

    THEORY = "THEORY"
    PRACTICE = "PRACTICE"
    EXERCISE = "EXERCISE"
    RIGHTS_MODULE = "RIGHTS_MODULE"


class Module(Body):
    """One part of a course."""

    form: ModuleForm
    hours: Hours
    id: Reference
    title: Prose


class Course(Body):
    """What is taught, to what end and how it is tested; no course is without its rights module."""

    aims: Prose
    assessment: Prose
    hours: Hours
    languages: Annotated[tuple[Tongue, ...], Field(min_length=1, max_length=20)]
    link: Annotated[str, Field(pattern=r"^https://[!-~]{1,500}$")] | None = None
    modules: Annotated[tuple[Module, ...], Field(min_length=1, max_length=200)]
    prerequisites: Prose | None = None
    rights_module: Reference
    title: Prose
    valid_months: Annotated[int, Field(ge=1, le=240)]
    version: Annotated[int, Field(ge=1, le=10_000)]

    @model_validator(mode="after")
    def _teaches_rights(self) -> Self:
        forms = {module.id: module.form for module in self.modules}
        if len(forms) < len(self.modules):
            raise BodyFaultError(BodyRule.BAD_BODY)
        if forms.get(self.rights_module) is not ModuleForm.RIGHTS_MODULE:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


OFFERED = MoveRule(
    signers=TRAINERS,
    body=Course,
    required=frozenset({Part.BODY}),
    optional=frozenset({Part.ABOUT}),
)
SHORT = remarked(TRAINERS)

MOVES = {
    "offer": OFFERED,
    "update": OFFERED,
    "withdraw": SHORT,
    "express_interest": SHORT,
    "step_back": SHORT,
}

PROCEDURE = replace(read_table(TABLE), moves=MOVES)
