"""What the properties of an entity are made of: names, dates, numbers, places, and who said so.

Every model is strict and frozen and knows all its fields. A text is kept as it was written, byte
for byte; what is computed from it (a script, a key) is checked against it.
"""

import re
from datetime import date
from typing import Annotated, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wasl.core.grading import Grading, Scale, check_grading
from wasl.core.matching.cleaning import MOST_CODE_POINTS, name_fault
from wasl.core.matching.entities.codes import (
    Calendar,
    NameFlag,
    NameKind,
    NamePart,
    Precision,
)
from wasl.core.matching.entities.folding import fold_key
from wasl.core.matching.entities.scripts import flags_of, script_of
from wasl.core.terms import Caveat, Handling

TEXT_LIMIT = 16_384
WRITTEN_LIMIT = 1_024
COUNT_LIMIT = 1_000


def _check_day(text: str) -> str:
    """The text, if it names a day of the calendar."""
    date.fromisoformat(text)
    return text


def _check_name(text: str) -> str:
    """The text, if it is a name at all."""
    if fault := name_fault(text):
        raise ValueError(fault)
    return text


Written = Annotated[str, Field(min_length=1, max_length=WRITTEN_LIMIT)]
Text = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_check_day)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""BCP 47; ``und`` where nobody knows."""
EntityId = Annotated[str, Field(pattern=r"^e1:[a-z2-7]{52}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Reference = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}:[!-~]{1,128}$")]
"""Scheme and number by which a list names what it lists: ``un-sc:6908342``."""


class Value(BaseModel):
    """A strict, frozen part of an entity; an absent field is left out, never null."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True
    )


class Graded(Value):
    """A grading in its own scale, which is never converted."""

    scale: Scale
    source: str
    information: str

    @model_validator(mode="after")
    def _on_its_scale(self) -> Self:
        grading = Grading(scale=self.scale, source=self.source, information=self.information)
        if check_grading(grading):
            raise ValueError("no step of its scale")
        return self


class Provenance(Value):
    """Who said so, as of which day, how far it may be relied on and what it may be used for."""

    source: Annotated[str, Field(min_length=1, max_length=256)]
    as_of: Day | None = None
    grading: Graded | None = None
    handling: tuple[Handling, ...] = ()
    caveats: tuple[Caveat, ...] = ()


Inner = TypeVar("Inner")


class Said(Value, Generic[Inner]):
    """A value and the place of its source among the sources of its entity.

    Two sources of one fact are two values.
    """

    value: Inner
    by: Annotated[int, Field(ge=0, lt=COUNT_LIMIT)]


class Part(Value):
    """A piece of a name, and what it is to its bearer."""

    part: NamePart
    text: Annotated[str, Field(min_length=1, max_length=MOST_CODE_POINTS)]


class Name(Value):
    """A name as it was written; a spelling made by a program is never one."""

    text: Annotated[str, AfterValidator(_check_name)]
    script: str
    lang: Language = "und"
    kind: NameKind
    parts: Annotated[tuple[Part, ...], Field(max_length=16)] = ()
    flags: tuple[NameFlag, ...] = ()

    @model_validator(mode="after")
    def _as_computed(self) -> Self:
        if self.script != script_of(self.text):
            raise ValueError("another script than that of its letters")
        if self.flags != flags_of(self.text):
            raise ValueError("other flags than its letters show")
        return self


def name_as_written(
    text: str, kind: NameKind, lang: str = "und", parts: tuple[Part, ...] = ()
) -> Name:
    """The name of a text that ``name_fault`` finds nothing wrong with."""
    script, flags = script_of(text), flags_of(text)
    return Name(text=text, script=script, lang=lang, kind=kind, parts=parts, flags=flags)


_SHAPES = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_HIJRI = re.compile(r"1[0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|30))?)?")


class When(Value):
    """A date as far as it is known: ``1971``, ``1971-03`` or ``1971-03-08``.

    A range holds both its ends, and ends no sooner than it begins.
    """

    value: Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")]
    precision: Precision
    to: Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")] | None = None
    calendar: Calendar = Calendar.GREGORIAN
    as_written: Written | None = None

    @model_validator(mode="after")
    def _as_precise_as_it_says(self) -> Self:
        for text in filter(None, (self.value, self.to)):
            _check_calendar(text, self.calendar)
        if self.precision is Precision.RANGE:
            if self.to is None or (self.to, len(self.to)) < (self.value, len(self.value)):
                raise ValueError("a range without its end")
            return self
        if self.to is not None:
            raise ValueError("an end, and no range")
        if self.precision is Precision.DECADE:
            if len(self.value) != 4 or not self.value.endswith("0"):
                raise ValueError("a decade begins with a year that ends in nought")
        elif _SHAPES[len(self.value)] is not self.precision:
            raise ValueError("not as precise as it says")
        return self


def _check_calendar(text: str, calendar: Calendar) -> None:
    """ValueError for a day, month or year the calendar does not have."""
    if calendar is Calendar.HIJRI:
        if not _HIJRI.fullmatch(text):
            raise ValueError("no date of the calendar")
        return
    date.fromisoformat(f"{text}-01-01"[:10])


class Number(Value):
    """A plate, a number of a paper or a phone: as written, and the key it is found by."""

    as_written: Annotated[str, Field(min_length=1, max_length=128)]
    key: Annotated[str, Field(min_length=1, max_length=128)]

    @model_validator(mode="after")
    def _its_own_key(self) -> Self:
        if self.key != fold_key(self.as_written):
            raise ValueError("another key than that of its letters")
        return self


def number_as_written(text: str) -> Number | None:
    """The number with its key; None where nothing is left to find it by."""
    key = fold_key(text)
    if not key or len(text) > 128 or len(key) > 128:
        return None
    return Number(as_written=text, key=key)


class Plate(Number):
    """A plate and the country that gave it."""

    country: Country | None = None


class Nation(Value):
    """A country as written, and its code where the writing is known."""

    as_written: Written
    country: Country | None = None


class Spot(Value):
    """A place as written, and what is known of where it lies; degrees in millionths."""

    as_written: Written
    country: Country | None = None
    admin1: Written | None = None
    locality: Written | None = None
    lat_udeg: Annotated[int, Field(ge=-90_000_000, le=90_000_000)] | None = None
    lon_udeg: Annotated[int, Field(ge=-180_000_000, le=180_000_000)] | None = None
    accuracy_m: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    gazetteer: Reference | None = None

    @model_validator(mode="after")
    def _both_coordinates(self) -> Self:
        if (self.lat_udeg is None) != (self.lon_udeg is None):
            raise ValueError("one coordinate alone")
        return self


class Note(Value):
    """Words beside the rest, under the name of the field they stood in."""

    label: Slug | None = None
    text: Text


class Pointer(Value):
    """Another entity: by its id, or as it was written where no id is known."""

    entity: EntityId | None = None
    as_written: Written | None = None

    @model_validator(mode="after")
    def _to_something(self) -> Self:
        if self.entity is None and self.as_written is None:
            raise ValueError("points to nothing")
        return self
