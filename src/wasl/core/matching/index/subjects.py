"""What of an entity is looked for: its names, and what is known beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wasl.core.matching.birth import Span
from wasl.core.matching.cleaning import clean
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
from wasl.core.matching.entities.values import Number, Plate, Pointer, Said
from wasl.core.matching.subject import span

PAPER, PLATE, PHONE = "document", "plate", "phone"


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
    births: tuple[Span, ...] = ()
    places: set[str] = set()
    if isinstance(entity, Person):
        births = tuple(span(said.value) for said in entity.birth)
        for said in entity.birth_place:
            places |= place_keys(said.value.as_written)
            places |= place_keys(said.value.locality or "")
    numbers, holders = _numbers(entity)
    held = [said.value.entity for said in holders if said.value.entity]
    return Subject(
        identity=identity,
        names=tuple(said.value.text for said in entity.names),
        births=births,
        nations=tuple(sorted(_nations(entity))),
        places=tuple(sorted(places)),
        numbers=numbers,
        holders=tuple(held) or (identity,),
    )


def place_keys(written: str) -> set[str]:
    """What a place is known by: its words, and those before the first comma."""
    pieces = (written, written.partition(",")[0])
    return {" ".join(words) for piece in pieces if (words := clean(piece.replace(",", " ")).words)}


def _nations(entity: AnyEntity) -> set[str]:
    match entity:
        case Person():
            said = entity.nationality
        case Organization():
            said = entity.country
        case Vessel():
            said = entity.flag
        case _:
            said = ()
    return {nation.value.country for nation in said if nation.value.country}


def _numbers(
    entity: AnyEntity,
) -> tuple[tuple[tuple[str, str], ...], tuple[Said[Pointer], ...]]:
    """The numbers an entity is found by, each with its kind; and whose they are."""
    match entity:
        case IdentityPaper():
            return _keyed(PAPER, entity.number), entity.holder
        case Phone():
            whole = tuple((PHONE, fold_key(said.value)) for said in entity.e164)
            return tuple({*_keyed(PHONE, entity.number), *whole}), entity.holder
        case Vehicle():
            return _keyed(PLATE, entity.plate), entity.holder
        case _:
            return (), ()


def _keyed(kind: str, said: Sequence[Said[Number] | Said[Plate]]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, number.value.key) for number in said)
