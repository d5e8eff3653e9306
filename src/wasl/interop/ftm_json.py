"""FollowTheMoney entities in JSON (ftm-json): one a line, or nested in one value.

Read without the library: its model knows no role, no grading and no vehicle number of ours, and
drops what it does not know without a word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import orjson

from wasl.core.canonical import DEPTH_LIMIT, Json
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import Category, Kind, PaperType, Role, Sex
from wasl.core.matching.entities.kinds import (
    AnyEntity,
    IdentityPaper,
    Organization,
    Person,
    Place,
    Vehicle,
    Vessel,
)
from wasl.core.matching.entities.reading import entity_id
from wasl.core.matching.entities.values import Plate, Pointer, Said, Spot
from wasl.interop.draft import Draft, SaidPointer, paper_of, phone_of
from wasl.interop.ftm_names import CATEGORIES, HELD_PAPERS, NAMES, NOTED, PERSON, SCHEMAS
from wasl.interop.papers import paper_type
from wasl.interop.rows import Fault, Reading, Row, Source, decoded, gathered, once, refused_row

T = TypeVar("T")

SEXES = {"male": Sex.MALE, "female": Sex.FEMALE, "m": Sex.MALE, "f": Sex.FEMALE}
STREET = ("street", "city", "region", "state", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """An entity as the file has it: its line, its object, and the id of the entity around it."""

    line: int
    value: Json
    around: str = ""


def read_ftm_json(source: Source) -> Reading:
    """The entities of a file, holders before their papers.

    Refuses ``not-this-format`` where no line is an object, ``wrong-encoding``, ``too-large``.
    """
    raws = list(_raws(decoded(source.content)))
    if not any(isinstance(raw.value, dict) and "schema" in raw.value for raw in raws):
        raise RefusedError("not-this-format", {"why": "no entity"})
    reader = _Reader(source.role)
    return gathered(once(reader.rows(raws)))


def _raws(text: str) -> Iterator[_Raw]:
    """Every entity of a text, those inside others too."""
    whole = _parsed(text) if text.lstrip()[:1] in ("[", "{") else None
    if isinstance(whole, dict) and "schema" in whole:
        yield from _nested(_Raw(line=1, value=whole))
        return
    if whole is not None:
        held = whole.get("entities", whole.get("results")) if isinstance(whole, dict) else whole
        for place, value in enumerate(held if isinstance(held, list) else [], start=1):
            yield from _nested(_Raw(line=place, value=value))
        return
    for line, written in enumerate(text.split("\n"), start=1):
        if written.strip():
            yield from _nested(_Raw(line=line, value=_parsed(written)))


def _parsed(text: str) -> Json:
    try:
        return orjson.loads(text)
    except ValueError:
        return None


def _nested(raw: _Raw, depth: int = 0) -> Iterator[_Raw]:
    """The entity, then those that stand in its properties in place of their ids."""
    if depth > DEPTH_LIMIT:
        yield _Raw(line=raw.line, value=None)
        return
    yield raw
    held = raw.value.get("properties") if isinstance(raw.value, dict) else None
    if not isinstance(held, dict):
        return
    around = raw.value.get("id")
    for values in held.values():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict) and "schema" in value:
                inner = _Raw(line=raw.line, value=value, around=str(around))
                yield from _nested(inner, depth + 1)


class _Reader:
    """The holders read so far, by the ids of the file."""

    def __init__(self, role: Role) -> None:
        self._role = role
        self._ids: dict[str, str] = {}

    def rows(self, raws: list[_Raw]) -> Iterator[tuple[int, str, Row]]:
        """Holders first: a paper points at the id of its holder, which is that of its content."""
        for papers in (False, True):
            for raw in raws:
                schema = raw.value.get("schema") if isinstance(raw.value, dict) else None
                if (SCHEMAS.get(str(schema)) is Kind.IDENTITY_PAPER) is papers:
                    yield raw.line, str(_id_of(raw)), self._row(raw)

    def _row(self, raw: _Raw) -> Row:
        if not isinstance(raw.value, dict):
            return refused_row(raw.line, Fault.BAD_JSON)
        schema = str(raw.value.get("schema"))
        if schema not in SCHEMAS:
            return refused_row(raw.line, Fault.UNKNOWN_SCHEMA, schema[:64])
        identity = _id_of(raw)
        if not identity:
            return refused_row(raw.line, Fault.BAD_ID)
        properties = raw.value.get("properties")
        if not isinstance(properties, dict):
            return refused_row(raw.line, Fault.BAD_JSON, "properties")
        draft = Draft(raw.line, f"ftm:{identity}")
        sheet = _Sheet(draft, properties, schema, raw.around)
        entities = _READERS[SCHEMAS[schema]](sheet, self)
        if SCHEMAS[schema] in _NAMED and not entities[0].names:
            return draft.nameless()
        self._ids.setdefault(identity, entity_id(entities[0]))
        return Row(
            entities=entities,
            faults=tuple(draft.faults),
            role_given=schema == PERSON,
            unknown=tuple(sheet.unknown),
        )

    @property
    def role(self) -> Role:
        """The role of a person: the model has none."""
        return self._role

    def pointer(self, identity: str) -> Pointer:
        """To the entity the file calls so; to the words where it is not in the file."""
        known = self._ids.get(identity)
        return Pointer(entity=known) if known else Pointer(as_written=identity[:1_024])


def _id_of(raw: _Raw) -> str:
    """The id an entity has in the file, where it can be a reference; empty where it cannot."""
    found = raw.value.get("id") if isinstance(raw.value, dict) else None
    if not isinstance(found, str) or not 0 < len(found) <= 128:
        return ""
    return found if all("!" <= letter <= "~" for letter in found) else ""


class _Sheet:
    """The properties of one entity: each is taken once, and what nobody took becomes notes."""

    def __init__(
        self, draft: Draft, properties: dict[str, Json], schema: str, around: str
    ) -> None:
        self.draft = draft
        self.schema = schema
        self.around = around
        self.unknown: list[str] = []
        self._left = dict(properties)
        for name, kind in NAMES.items():
            for text in self.take(name):
                draft.name(text, kind)

    def take(self, name: str) -> list[str]:
        """The texts of a property; another form of it is left out, with a fault."""
        values = self._left.pop(name, [])
        texts = [value for value in values if isinstance(value, str)] if _is_row(values) else []
        odd = [value for value in values if not isinstance(value, (str, dict))] if _is_row(
            values) else [values]  # fmt: skip
        for value in odd:
            self.draft.fault(Fault.BAD_VALUE, name, orjson.dumps(value).decode())
        return texts

    def each(
        self, name: str, read: Callable[[str, str], tuple[Said[T], ...]]
    ) -> tuple[Said[T], ...]:
        """What each text of a property gives."""
        return tuple(said for text in self.take(name) for said in read(name, text))

    def inner(self, name: str) -> list[str]:
        """The ids of a property that points at entities, those that stand in it among them."""
        values = self._left.get(name, [])
        nested = [value for value in values if isinstance(value, dict)] if _is_row(values) else []
        return [*self.take(name), *(str(value.get("id")) for value in nested)]

    def finish(self) -> None:
        """What is left becomes notes; a property nobody knows is counted too."""
        for name in sorted(self._left):
            if name not in NOTED:
                self.unknown.append(name[:64])
            for text in self.inner(name):
                self.draft.note(name, text)


def _is_row(values: Json) -> bool:
    return isinstance(values, list)


def _spots(sheet: _Sheet) -> tuple[Said[Spot], ...]:
    """Addresses in one piece."""
    return tuple(said for text in sheet.take("address") for said in sheet.draft.born_in(text))


def _read_person(sheet: _Sheet, reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    birth = sheet.each("birthDate", draft.date)
    birth_place = tuple(said for text in sheet.take("birthPlace") for said in draft.born_in(text))
    nationality = sheet.each("nationality", draft.nation) + sheet.each("country", draft.nation)
    father, mother = (
        sheet.each(f"{parent}Name", draft.written) for parent in ("father", "mother")
    )
    position = sheet.each("position", draft.written)
    address = _spots(sheet)
    sexes = sheet.take("gender")
    for text in sexes:
        if text.casefold() not in SEXES:
            draft.note("gender", text)
    phones, papers = sheet.take("phone"), {name: sheet.take(name) for name in HELD_PAPERS}
    sheet.finish()
    person = Person(
        kind="person",
        role=reader.role,
        ref=draft.sources[0].source,
        sex=tuple(
            Said[Sex](value=SEXES[text.casefold()], by=0)
            for text in sexes
            if text.casefold() in SEXES
        ),
        birth=birth,
        birth_place=birth_place,
        nationality=nationality,
        father=father,
        mother=mother,
        position=position,
        address=address,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    held = [
        paper_of(draft.beside(), HELD_PAPERS[name], text, person)
        for name, texts in papers.items()
        for text in texts
    ]
    return (person, *held, *(phone_of(draft.beside(), text, person) for text in phones))


def _read_organization(sheet: _Sheet, _reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    country = sheet.each("country", draft.nation)
    registration = sheet.each("registrationNumber", draft.number)
    address = _spots(sheet)
    phones = sheet.take("phone")
    sheet.finish()
    category = CATEGORIES.get(sheet.schema)
    organization = Organization(
        kind="organization",
        ref=draft.sources[0].source,
        category=(Said[Category](value=category, by=0),) if category else (),
        country=country,
        registration_no=registration,
        address=address,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (organization, *(phone_of(draft.beside(), text, organization) for text in phones))


def _read_vehicle(sheet: _Sheet, _reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    plates = sheet.each("registrationNumber", draft.number)
    model = sheet.each("model", draft.written)
    year = sheet.each("buildDate", draft.date)
    sheet.finish()
    vehicle = Vehicle(
        kind="vehicle",
        ref=draft.sources[0].source,
        plate=tuple(
            Said[Plate](value=Plate(as_written=said.value.as_written, key=said.value.key), by=0)
            for said in plates
        ),
        model=model,
        year=year,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vehicle,)


def _read_vessel(sheet: _Sheet, _reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    imo, mmsi = (sheet.each(name, draft.number) for name in ("imoNumber", "mmsi"))
    call_sign = sheet.each("callSign", draft.number)
    flag = sheet.each("flag", draft.nation)
    marks = sheet.each("registrationNumber", draft.written)
    sheet.finish()
    vessel = Vessel(
        kind="vessel",
        ref=draft.sources[0].source,
        imo=imo,
        mmsi=mmsi,
        call_sign=call_sign,
        flag=flag,
        hull_marks=marks,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vessel,)


def _read_paper(sheet: _Sheet, reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    words = [sheet.schema, *sheet.take("type")]
    number = sheet.each("number", draft.number) + sheet.each("passportNumber", draft.number)
    country = sheet.each("country", draft.nation)
    issued, expires = (sheet.each(name, draft.date) for name in ("startDate", "endDate"))
    holders = list(dict.fromkeys(filter(None, [*sheet.inner("holder"), sheet.around])))
    sheet.finish()
    for word in words[1:]:
        draft.note("type", word)
    kinds = [paper_type(word) for word in words[1:]] or [paper_type(sheet.schema)]
    paper = IdentityPaper(
        kind="identity_paper",
        type=PaperType.PASSPORT if sheet.schema == "Passport" else kinds[0],
        ref=draft.sources[0].source,
        number=number,
        country=country,
        issued=issued,
        expires=expires,
        holder=tuple(SaidPointer(value=reader.pointer(holder), by=0) for holder in holders),
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (paper,)


def _read_place(sheet: _Sheet, _reader: _Reader) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    full = sheet.take("full")
    told = {name: ", ".join(sheet.take(name)) for name in STREET}
    where = tuple(said for text in full for said in draft.born_in(text)) or draft.spot(
        "address",
        street=told["street"],
        locality=told["city"],
        admin1=", ".join(filter(None, (told["region"], told["state"]))),
        country=told["country"],
    )
    if full:
        for name, text in told.items():
            draft.note(name, text)
    sheet.finish()
    place = Place(
        kind="place",
        ref=draft.sources[0].source,
        where=where,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (place,)


_NAMED = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.VESSEL})
_READERS: dict[Kind, Callable[[_Sheet, _Reader], tuple[AnyEntity, ...]]] = {
    Kind.PERSON: _read_person,
    Kind.ORGANIZATION: _read_organization,
    Kind.VEHICLE: _read_vehicle,
    Kind.VESSEL: _read_vessel,
    Kind.IDENTITY_PAPER: _read_paper,
    Kind.PLACE: _read_place,
}
