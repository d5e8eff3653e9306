"""What of an entity is compared: its names, and what is known of it beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wasl.core.matching.birth import Span, read_birth, span_of
from wasl.core.matching.cleaning import clean
from wasl.core.matching.entities.codes import Calendar, Precision
from wasl.core.matching.entities.kinds import (
    AnyEntity,
    IdentityPaper,
    Organization,
    Person,
    Phone,
    Vehicle,
    Vessel,
)
from wasl.core.matching.entities.listing import is_weak
from wasl.core.matching.entities.values import Number, Plate, Said, Spot, When

DECADE = 10
# A year of the Hijra is 0.970224 of ours; the first began in the year 621.5774.
_HIJRI_YEAR, _HIJRI_START = 970_224, 621_577_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One entity as it is compared; each value with the words it is shown in.

    ``weak`` are the names that say too little alone; a nation is two letters, a place its words,
    a number the key of a paper, a plate or a phone.
    """

    identity: str
    names: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()
    births: tuple[tuple[Span, str], ...] = ()
    fathers: tuple[str, ...] = ()
    nations: Mapping[str, str]
    places: Mapping[str, str]
    numbers: Mapping[str, str]


def subject_of(identity: str, by_id: Mapping[str, AnyEntity]) -> Subject:
    """An entity of a list, with the numbers of its papers, plates and phones in that list."""
    entity = by_id[identity]
    person = entity if isinstance(entity, Person) else None
    return Subject(
        identity=identity,
        names=tuple(dict.fromkeys(said.value.text for said in entity.names)),
        weak=frozenset(said.value.text for said in entity.names if is_weak(said.value)),
        births=tuple((span(said.value), shown(said.value)) for said in person.birth)
        if person
        else (),
        fathers=tuple(said.value for said in person.father) if person else (),
        nations=nations_of(entity),
        places=_places(said.value for said in person.birth_place) if person else {},
        numbers=_numbers(identity, by_id),
    )


def span(when: When) -> Span:
    """The years a date lies within; one of the Hijra is two years of ours."""
    year = int(when.value[:4])
    if when.calendar is Calendar.HIJRI:
        ours = (_HIJRI_START + year * _HIJRI_YEAR) // 1_000_000
        return Span(ours, ours + 1)
    if when.precision is Precision.DAY:
        return span_of(read_birth(when.value))
    if when.precision is Precision.DECADE:
        return Span(year, year + DECADE - 1)
    return Span(year, int((when.to or when.value)[:4]))


def shown(when: When) -> str:
    """A date as it was written, or as far as it is known."""
    return when.as_written or (f"{when.value}/{when.to}" if when.to else when.value)


def nations_of(entity: AnyEntity) -> dict[str, str]:
    """The countries of an entity whose code is known, each as it was written."""
    match entity:
        case Person():
            said = entity.nationality
        case Organization():
            said = entity.country
        case Vessel():
            said = entity.flag
        case _:
            said = ()
    return {one.value.country: one.value.as_written for one in said if one.value.country}


def _places(spots: Iterable[Spot]) -> dict[str, str]:
    """Places by their words, by those before the first comma, and by their locality."""
    found: dict[str, str] = {}
    for spot in spots:
        written = spot.as_written
        for piece in (written.replace(",", " "), written.partition(",")[0], spot.locality or ""):
            words = " ".join(clean(piece).words)
            if words:
                found.setdefault(words, written)
    return found


def _numbers(identity: str, by_id: Mapping[str, AnyEntity]) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder, entity in by_id.items():
        for said in _numbered(entity):
            pointers = getattr(entity, "holder", ())
            if holder == identity or any(one.value.entity == identity for one in pointers):
                found[f"{entity.kind}:{said.value.key}"] = said.value.as_written
    return found


def _numbered(entity: AnyEntity) -> Sequence[Said[Number] | Said[Plate]]:
    match entity:
        case IdentityPaper() | Phone():
            return entity.number
        case Vehicle():
            return (*entity.plate, *entity.vin)
        case Vessel():
            return (*entity.imo, *entity.mmsi)
        case Organization():
            return entity.registration_no
        case _:
            return ()
