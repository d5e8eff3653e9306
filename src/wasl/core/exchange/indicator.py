"""indicators: by what it is told whether a plan or a task did what it was made for.

A baseline is fixed before the start; what cannot be told is said so, with the reason.
"""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.exchange.body import Body, BodyFaultError, Day, Line, Prose
from wasl.core.exchange.trainee import Reference
from wasl.core.terms import BodyRule

Value = Annotated[int, Field(gt=-INTEGER_LIMIT, lt=INTEGER_LIMIT)]
Effort = Annotated[int, Field(ge=0, le=10**9)]


class Indicator(Body):
    """What is counted, in which unit, from where, and from which value to which."""

    model_config = ConfigDict(extra="forbid")

    aim: Value
    baseline: Value
    baseline_fixed: Day
    definition: Prose
    every_days: Annotated[int, Field(ge=1, le=3_660)]
    id: Reference
    may_be_unknown: bool = False
    source: Line
    unit: Line


class Measured(Body):
    """What an indicator reads: a value with the effort behind it, or why none can be told."""

    model_config = ConfigDict(extra="forbid")

    effort_hours: Effort | None = None
    indicator: Reference
    value: Value | None = None
    why_unknown: Prose | None = None

    @model_validator(mode="after")
    def _is_told_or_not(self) -> Self:
        if (self.value is None) == (self.why_unknown is None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


Indicators = Annotated[tuple[Indicator, ...], Field(max_length=100)]


def _check_each_once(values: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """The values, if each indicator is read once."""
    if len({each.indicator for each in values}) < len(values):
        raise BodyFaultError(BodyRule.BAD_BODY)
    return values


Values = Annotated[tuple[Measured, ...], Field(max_length=100), AfterValidator(_check_each_once)]
"""What indicators read now, each once."""


def check_baselines(indicators: Iterable[Indicator], start: str) -> None:
    """Every baseline is fixed before the start, and each indicator named once, else a fault."""
    told = list(indicators)
    if len({each.id for each in told}) < len(told):
        raise BodyFaultError(BodyRule.BAD_BODY)
    if any(each.baseline_fixed >= start for each in told):
        raise BodyFaultError(BodyRule.BAD_BODY)
