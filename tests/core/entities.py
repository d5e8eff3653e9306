"""Invented entities for tests."""

from wasl.core.matching.entities.codes import HomeRole, NameKind, Role
from wasl.core.matching.entities.kinds import Person, Vehicle
from wasl.core.matching.entities.values import (
    Name,
    Plate,
    Provenance,
    Said,
    name_as_written,
    number_as_written,
)

SOURCES = (Provenance(source="csv"),)


def said_name(text: str, kind: NameKind = NameKind.PRIMARY) -> Said[Name]:
    """A name of the first source."""
    return Said[Name](value=name_as_written(text, kind), by=0)


def person(
    *names: str, ref: str | None = None, role: Role = HomeRole.LISTED, kind: NameKind | None = None
) -> Person:
    """A person of these names, the first the primary one unless told otherwise."""
    kinds = [kind or NameKind.PRIMARY, *[kind or NameKind.ALIAS] * (len(names) - 1)]
    held = tuple(said_name(name, each) for name, each in zip(names, kinds, strict=False))
    return Person(kind="person", role=role, names=held, ref=ref, sources=SOURCES)


def vehicle(plate: str) -> Vehicle:
    """A vehicle with a plate."""
    number = number_as_written(plate)
    assert number is not None
    held = Plate(as_written=number.as_written, key=number.key, country="DZ")
    return Vehicle(kind="vehicle", plate=(Said[Plate](value=held, by=0),), sources=SOURCES)
