"""The kinds of entities, after the shape of FollowTheMoney but with what this border needs.

Each property is a row of values with their sources. A code of a substance, a unit or a means of
transport is one of ``docs/spec/procedures.md``; ``policy/seized.py`` holds them to it.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from wasl.core.matching.entities.codes import (
    Category,
    Direction,
    PaperState,
    PaperType,
    Role,
    Sex,
)
from wasl.core.matching.entities.values import (
    COUNT_LIMIT,
    EntityId,
    Name,
    Nation,
    Note,
    Number,
    Plate,
    Pointer,
    Provenance,
    Reference,
    Said,
    Spot,
    Value,
    When,
    Written,
)

Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,31}$")]


class Entity(Value):
    """What every kind has: names, notes, the list's own reference, and its sources."""

    names: tuple[Said[Name], ...] = ()
    notes: tuple[Said[Note], ...] = ()
    ref: Reference | None = None
    sources: Annotated[tuple[Provenance, ...], Field(min_length=1, max_length=COUNT_LIMIT)]
    supersedes: EntityId | None = None

    @model_validator(mode="after")
    def _each_value_has_its_source(self) -> Self:
        held = len(self.sources)
        for row in self.__dict__.values():
            if not row or type(row) is not tuple:
                continue
            if len(row) > COUNT_LIMIT:
                raise ValueError("too many values")
            if isinstance(row[0], Said) and any(said.by >= held for said in row):
                raise ValueError("a value without its source")
        return self


class Person(Entity):
    """A human being; without a role there is none."""

    kind: Literal["person"]
    role: Role
    sex: tuple[Said[Sex], ...] = ()
    birth: tuple[Said[When], ...] = ()
    birth_place: tuple[Said[Spot], ...] = ()
    nationality: tuple[Said[Nation], ...] = ()
    father: tuple[Said[Written], ...] = ()
    mother: tuple[Said[Written], ...] = ()
    position: tuple[Said[Written], ...] = ()
    address: tuple[Said[Spot], ...] = ()


class Organization(Entity):
    """A service, a company, an armed group, an association or a public body."""

    kind: Literal["organization"]
    category: tuple[Said[Category], ...] = ()
    country: tuple[Said[Nation], ...] = ()
    registration_no: tuple[Said[Number], ...] = ()
    address: tuple[Said[Spot], ...] = ()


class Vehicle(Entity):
    """What moves on land, or through the air."""

    kind: Literal["vehicle"]
    plate: tuple[Said[Plate], ...] = ()
    vin: tuple[Said[Number], ...] = ()
    make: tuple[Said[Written], ...] = ()
    model: tuple[Said[Written], ...] = ()
    colour: tuple[Said[Written], ...] = ()
    year: tuple[Said[When], ...] = ()
    holder: tuple[Said[Pointer], ...] = ()


class Vessel(Entity):
    """A ship or a boat."""

    kind: Literal["vessel"]
    imo: tuple[Said[Number], ...] = ()
    mmsi: tuple[Said[Number], ...] = ()
    call_sign: tuple[Said[Number], ...] = ()
    flag: tuple[Said[Nation], ...] = ()
    hull_marks: tuple[Said[Written], ...] = ()


class IdentityPaper(Entity):
    """A passport or another paper that says who somebody is."""

    kind: Literal["identity_paper"]
    type: PaperType
    number: tuple[Said[Number], ...] = ()
    country: tuple[Said[Nation], ...] = ()
    issued: tuple[Said[When], ...] = ()
    expires: tuple[Said[When], ...] = ()
    holder: tuple[Said[Pointer], ...] = ()
    state: tuple[Said[PaperState], ...] = ()


class Phone(Entity):
    """A telephone number or a device."""

    kind: Literal["phone"]
    number: tuple[Said[Number], ...] = ()
    e164: tuple[Said[Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]], ...] = ()
    imei: tuple[Said[Number], ...] = ()
    imsi: tuple[Said[Number], ...] = ()
    holder: tuple[Said[Pointer], ...] = ()


class Place(Entity):
    """An address or a place."""

    kind: Literal["place"]
    where: tuple[Said[Spot], ...] = ()


class Seizure(Entity):
    """What was taken, when, where, from whom and on which way."""

    kind: Literal["seizure"]
    when: tuple[Said[When], ...] = ()
    place: tuple[Said[Pointer], ...] = ()
    what: tuple[Said[Pointer], ...] = ()
    amount: tuple[Said[Written], ...] = ()
    involved: tuple[Said[Pointer], ...] = ()
    conveyance: tuple[Said[Code], ...] = ()
    route: tuple[Said[Pointer], ...] = ()


class Quantity(Value):
    """An amount as it was counted: thousandths of its unit, never replaced by another unit."""

    thousandths: Annotated[int, Field(ge=1, le=10**15)]
    unit: Code


class Kilograms(Value):
    """A view in kilograms: thousandths, and the table and line they were computed by."""

    thousandths: Annotated[int, Field(ge=1, le=10**15)]
    factors: Annotated[str, Field(pattern=r"^[a-z0-9_/.-]{1,32}$")]


class Substance(Entity):
    """A substance by its code and as it was named."""

    kind: Literal["substance"]
    code: tuple[Said[Code], ...] = ()
    as_written: tuple[Said[Written], ...] = ()
    form: tuple[Said[Code], ...] = ()
    quantity: tuple[Said[Quantity], ...] = ()
    kg_equivalent: tuple[Said[Kilograms], ...] = ()


class Firearm(Entity):
    """A firearm by what stands on it."""

    kind: Literal["firearm"]
    make: tuple[Said[Written], ...] = ()
    model: tuple[Said[Written], ...] = ()
    calibre: tuple[Said[Written], ...] = ()
    serial: tuple[Said[Number], ...] = ()
    marks: tuple[Said[Written], ...] = ()


class BorderCrossing(Entity):
    """One passage of a border."""

    kind: Literal["border_crossing"]
    post: tuple[Said[Pointer], ...] = ()
    direction: tuple[Said[Direction], ...] = ()
    when: tuple[Said[When], ...] = ()
    person: tuple[Said[Pointer], ...] = ()
    vehicle: tuple[Said[Pointer], ...] = ()
    paper: tuple[Said[Pointer], ...] = ()


AnyEntity = Annotated[
    Person
    | Organization
    | Vehicle
    | Vessel
    | IdentityPaper
    | Phone
    | Place
    | Seizure
    | Substance
    | Firearm
    | BorderCrossing,
    Field(discriminator="kind"),
]
