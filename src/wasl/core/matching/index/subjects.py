"""What of an entity is looked for: its names, and what is known beside them."""

from dataclasses import dataclass

from wasl.core.matching.birth import Span
from wasl.core.matching.entities.kinds import AnyEntity, Person
from wasl.core.matching.subject import (
    PAPER,
    PHONE,
    PLATE,
    holders_of,
    nations_of,
    numbers_of,
    places_of,
    span,
)

# The numbers a query can name.
SOUGHT = frozenset({PAPER, PLATE, PHONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One entity: ``numbers`` are found again as those of their holder."""

    identity: str
    names: tuple[str, ...] = ()
    births: tuple[Span, ...] = ()
    nations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    holders: tuple[str, ...] = ()


def subject_of(identity: str, entity: AnyEntity) -> Subject:
    """What of an entity is looked for; a paper and a phone are found as their holders."""
    person = entity if isinstance(entity, Person) else None
    sought = (number for number in numbers_of(entity) if number.kind in SOUGHT)
    return Subject(
        identity=identity,
        names=tuple(said.value.text for said in entity.names),
        births=tuple(span(said.value) for said in person.birth) if person else (),
        nations=tuple(sorted(nations_of(entity))),
        places=tuple(sorted(places_of(said.value for said in person.birth_place)))
        if person
        else (),
        numbers=tuple(dict.fromkeys((number.kind, number.key) for number in sought)),
        holders=holders_of(entity) or (identity,),
    )
