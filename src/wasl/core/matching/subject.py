"""What of an entity is compared: its names, and what is known of it beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wasl.core.matching.birth import Span, read_birth, span_of
from wasl.core.matching.cleaning import clean
from wasl.core.matching.entities.codes import Calendar, Precision
from wasl.core.matching.entities.folding import fold_key
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
from wasl.core.matching.entities.values import Number, Plate, Pointer, Said, Spot, When

PAPER, PLATE, PHONE = "document", "plate", "phone"
DECADE = 10
# A year of the Hijra is 0.970224 of ours; the first began in the year 621.5774.
_HIJRI_YEAR, _HIJRI_START = 970_224, 621_577_400


class Numbered(NamedTuple):
    """A number an entity is known by: what of, the key it is found by, and as it was written."""

    kind: str
    key: str
    written: str


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
        places=places_of(said.value for said in person.birth_place) if person else {},
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


def place_keys(written: str) -> set[str]:
    """What a place is known by: its words, and those before the first comma."""
    pieces = (written, written.partition(",")[0])
    return {" ".join(words) for piece in pieces if (words := clean(piece.replace(",", " ")).words)}


def places_of(spots: Iterable[Spot]) -> dict[str, str]:
    """The keys of places and of their localities, each with the place as it was written."""
    found: dict[str, str] = {}
    for spot in spots:
        for key in place_keys(spot.as_written) | place_keys(spot.locality or ""):
            found.setdefault(key, spot.as_written)
    return found


def numbers_of(entity: AnyEntity) -> Iterator[Numbered]:
    """The numbers an entity is known by; a phone also by its number in full."""
    match entity:
        case IdentityPaper():
            yield from _keyed(PAPER, entity.number)
        case Phone():
            yield from _keyed(PHONE, entity.number)
            for said in entity.e164:
                yield Numbered(PHONE, fold_key(said.value), said.value)
        case Vehicle():
            yield from _keyed(PLATE, entity.plate)
            yield from _keyed("vin", entity.vin)
        case Vessel():
            yield from _keyed("imo", entity.imo)
            yield from _keyed("mmsi", entity.mmsi)
        case Organization():
            yield from _keyed("registration", entity.registration_no)
        case _:
            return


def holders_of(entity: AnyEntity) -> tuple[str, ...]:
    """The ids of those who hold a paper, a plate or a phone, where the list knows them."""
    held: Iterable[Said[Pointer]] = getattr(entity, "holder", ())
    return tuple(said.value.entity for said in held if said.value.entity)


def _keyed(kind: str, said: Iterable[Said[Number] | Said[Plate]]) -> Iterator[Numbered]:
    for number in said:
        yield Numbered(kind, number.value.key, number.value.as_written)


def _numbers(identity: str, by_id: Mapping[str, AnyEntity]) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder, entity in by_id.items():
        if holder == identity or identity in holders_of(entity):
            for number in numbers_of(entity):
                found[f"{number.kind}:{number.key}"] = number.written
    return found
