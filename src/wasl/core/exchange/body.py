"""What bodies are made of, and the one door through which their bytes become values.

Unknown fields are kept (another version may know them); known ones are strict. Prose may break
lines; a line, which is compared and copied, holds no control or direction character at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, NamedTuple, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from wasl.core.canonical import has_null
from wasl.core.errors import RefusedError
from wasl.core.terms import BodyRule, Language, PersonRole

_LANGUAGES = {language.value: language for language in Language}

LINE_LIMIT = 512
PROSE_LIMIT = 60_000
COUNT_LIMIT = 1_000

# Joiners are letters' business in Arabic script; every other format character is refused.
JOINERS = frozenset("\u200c\u200d")
# Every control but the newline, and the direction overrides of UAX #9, which show letters in an
# order other than their own.
_UNSAFE_IN_PROSE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202d\u202e]")


class BodyFaultError(ValueError):
    """What pydantic carries to the door, so that `read_body` can name the rule broken."""

    def __init__(self, rule: BodyRule) -> None:
        self.rule = rule
        super().__init__(rule)


def _check_line(text: str) -> str:
    """The text, if nothing in it can change how the rest is read."""
    if text.isprintable():
        return text  # no control, no format character, no separator but the space
    odd = (
        unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} and letter not in JOINERS
        for letter in text
    )
    if any(odd):
        raise BodyFaultError(BodyRule.UNSAFE_TEXT)
    return text


def _check_prose(text: str) -> str:
    """The text, if it has no control but the newline and no direction override."""
    # What is printable but for its newlines holds neither, and is found so much sooner.
    if not text.replace("\n", "").isprintable() and _UNSAFE_IN_PROSE.search(text):
        raise BodyFaultError(BodyRule.UNSAFE_TEXT)
    return text


def _check_day(text: str) -> str:
    """The text, if it names a day of the calendar."""
    date.fromisoformat(text)
    return text


def _check_born(text: str) -> str:
    """The text, if it is a year or a day of the calendar."""
    return text if len(text) == 4 else _check_day(text)


Line = Annotated[str, Field(min_length=1, max_length=LINE_LIMIT), AfterValidator(_check_line)]
Paragraphs = Annotated[
    str, Field(min_length=1, max_length=PROSE_LIMIT), AfterValidator(_check_prose)
]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_check_day)]
Born = Annotated[
    str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"), AfterValidator(_check_born)
]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Script = Annotated[str, Field(pattern=r"^[A-Z][a-z]{3}$")]
"""ISO 15924: Arab, Latn, Tfng."""
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""
Tongue = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""ISO 639: what a source is written in, which may be none of ours."""


class Body(BaseModel):
    """A strict, frozen part of a body; an absent field is left out, never null."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="allow", allow_inf_nan=False, defer_build=True
    )


class Prose(Body):
    """One text in one or more of the languages officers write in."""

    model_config = ConfigDict(extra="forbid")

    ar: Paragraphs | None = None
    en: Paragraphs | None = None
    fr: Paragraphs | None = None

    @model_validator(mode="after")
    def _in_some_language(self) -> Self:
        if not self.model_fields_set:
            raise BodyFaultError(BodyRule.LANGUAGE_MISSING)
        return self

    def languages(self) -> frozenset[Language]:
        """The languages the text is in."""
        return frozenset([_LANGUAGES[name] for name in self.model_fields_set])


class Name(Body):
    """A name as it was written, in the script it was written in."""

    script: Script
    written: Line


class Person(Body):
    """A person an item speaks of: the role is mandatory, an informant is never named."""

    born: Born | None = None
    name: Name | None = None
    nationality: Country | None = None
    role: PersonRole

    @model_validator(mode="after")
    def _informant_unnamed(self) -> Self:
        if self.role is PersonRole.INFORMANT and self.model_fields_set != {"role"}:
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Place(Body):
    """A place as written, with coordinates in micro-degrees where they are known."""

    country: Country | None = None
    lat_udeg: Annotated[int, Field(ge=-90_000_000, le=90_000_000)] | None = None
    lon_udeg: Annotated[int, Field(ge=-180_000_000, le=180_000_000)] | None = None
    name: Name
    radius_m: Annotated[int, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _both_coordinates(self) -> Self:
        if (self.lat_udeg is None) != (self.lon_udeg is None):
            raise BodyFaultError(BodyRule.BAD_BODY)
        return self


class Source(Body):
    """Where it was published or who said it."""

    date: Day
    language: Tongue
    name: Line
    url: Annotated[str, Field(pattern=r"^https?://[!-~]{1,500}$")] | None = None


Persons = Annotated[tuple[Person, ...], Field(max_length=COUNT_LIMIT)]
Places = Annotated[tuple[Place, ...], Field(max_length=COUNT_LIMIT)]


class Remark(Body):
    """A few words beside a move."""

    text: Prose


class Refusal(Body):
    """Words beside a refusal code; never asked for, least of all with ESSENTIAL_SECURITY."""

    text: Prose | None = None


AnyBody = TypeVar("AnyBody", bound=BaseModel)


def read_body(model: type[AnyBody], untrusted_body: bytes) -> AnyBody:
    """The body these bytes hold; that they are canonical is asked elsewhere.

    trust.md step 16. Refuses ``unsafe-text``, ``role-missing`` for a person without one,
    ``language-missing`` for a text in no language, and ``bad-body`` for everything else.
    """
    if has_null(untrusted_body):
        raise RefusedError(BodyRule.BAD_BODY, {"field": "null"})
    try:
        return model.model_validate_json(untrusted_body)
    except ValidationError as error:
        rule, field = _first_fault(error)
        raise RefusedError(rule, {"field": field}) from error


def _first_fault(error: ValidationError) -> tuple[BodyRule, str]:
    """The rule the first fault breaks and the path to it: never a value, nor an unknown name."""
    fault = error.errors(include_url=False, include_input=False)[0]
    known = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    path = ".".join(str(part) for part in known)
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, BodyFaultError):
        return cause.rule, path
    if fault["type"] == "missing" and fault["loc"][-1] == "role":
        return BodyRule.ROLE_MISSING, path
    return BodyRule.BAD_BODY, path


def check_body(
    body: BaseModel, persons: Mapping[PersonRole, int], present: frozenset[Language]
) -> BodyRule | None:
    """Answer ``role-missing`` or ``language-missing`` where body and entry disagree.

    ``persons`` counts the persons of each role and ``present`` names the languages, both as the
    entry claims them; a text may be in more languages than claimed, not in fewer. ``unsafe-text``
    where a field this version does not know holds what no prose may.
    """
    parts = _parts(body)
    if any(map(_is_unsafe, parts.unknown)):
        return BodyRule.UNSAFE_TEXT
    if _by_role(parts.persons) != persons:
        return BodyRule.ROLE_MISSING
    if any(not present <= text.languages() for text in parts.texts):
        return BodyRule.LANGUAGE_MISSING
    return None


def persons_of(body: BaseModel) -> dict[PersonRole, int]:
    """How many persons of each role the body speaks of."""
    return _by_role(_parts(body).persons)


def languages_of(body: BaseModel) -> frozenset[Language]:
    """The languages every text of the body is in; none where it has no text."""
    texts = [text.languages() for text in _parts(body).texts]
    return frozenset.intersection(*texts) if texts else frozenset()


def _by_role(persons: Iterable[Person]) -> dict[PersonRole, int]:
    counted: dict[PersonRole, int] = {}
    for person in persons:
        counted[person.role] = counted.get(person.role, 0) + 1
    return counted


class _Parts(NamedTuple):
    """What is somewhere in a body: texts, persons, and the values of fields nobody here knows."""

    texts: list[Prose]
    persons: list[Person]
    unknown: list[object]


def _parts(body: BaseModel) -> _Parts:
    """The parts of a body, however deep."""
    found = _Parts([], [], [])
    inside: list[object] = [body]
    for part in inside:  # grows as it is walked
        if isinstance(part, tuple):
            inside += part
        elif _is_model(type(part)):  # type: ignore[arg-type]  # mypy doubts that a class has a hash
            if isinstance(part, Prose):
                found.texts.append(part)
                continue
            model = cast(BaseModel, part)
            inside += model.__dict__.values()
            if model.model_extra:
                found.unknown.extend(model.model_extra.values())
            if isinstance(part, Person):
                found.persons.append(part)
    return found


@cache
def _is_model(kind: type) -> bool:
    """Whether a part is a model: they are slow to say so, and there are few kinds of parts."""
    return issubclass(kind, BaseModel)


def _is_unsafe(value: object) -> bool:
    """Whether a value of JSON holds a text that no prose may hold."""
    if isinstance(value, str):
        return _UNSAFE_IN_PROSE.search(value) is not None
    if isinstance(value, dict):
        return any(map(_is_unsafe, value.values()))
    return isinstance(value, list) and any(map(_is_unsafe, value))
