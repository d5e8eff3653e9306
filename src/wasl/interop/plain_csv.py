"""A list as an officer keeps it: CSV with a header, ``name`` and any of the columns below.

Separated by commas, semicolons or tabs; several values of one cell by ``|``. A column nobody
knows is kept as notes and counted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import (
    NEVER_LISTED,
    Kind,
    NameKind,
    PaperType,
    Role,
    role_of,
)
from wasl.core.matching.entities.kinds import AnyEntity, Organization, Person, Vehicle, Vessel
from wasl.core.matching.entities.reading import entity_id
from wasl.core.matching.entities.values import Plate, Pointer, Said
from wasl.interop.draft import Draft, SaidPointer, flowed, paper_of, phone_of
from wasl.interop.rows import Fault, Reading, Row, Source, decoded, gathered, once, refused_row
from wasl.interop.tables import Cells, cells_of

T = TypeVar("T")

SEPARATORS = ",;\t"
NAME = "name"
COLUMNS = frozenset(
    """
    id kind role name aliases birth_date nationality document plate phone list_reason
    """.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What stands in which column."""

    columns: tuple[str, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The columns nobody here knows."""
        return tuple(column[:64] for column in self.columns if column not in COLUMNS)


def read_plain_csv(source: Source) -> Reading:
    """The persons, organizations, vehicles and vessels of a table, with their papers and phones.

    Refuses ``not-this-format`` for a first row without ``name`` or with a column twice,
    ``wrong-encoding``, ``too-large``.
    """
    text = decoded(source.content)
    separator = separator_of(text)
    rows = cells_of(text, separator)
    first = next(rows, Cells(line=1, values=()))
    header = _Header(columns=tuple(flowed(cell).casefold() for cell in first.values))
    if NAME not in header.columns or len(set(header.columns)) < len(header.columns):
        raise RefusedError("not-this-format", {"why": "header"})
    return gathered(once(_rows(rows, header, source.role)))


def separator_of(text: str) -> str:
    """The one that gives the first row most cells."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _rows(rows: Iterator[Cells], header: _Header, role: Role) -> Iterator[tuple[int, str, Row]]:
    for cells in rows:
        if len(cells.values) != len(header.columns):
            yield cells.line, "", refused_row(cells.line, Fault.BAD_COLUMNS)
            continue
        held = dict(zip(header.columns, map(flowed, cells.values), strict=True))
        row = _row(cells.line, held, header, role)
        # Without an id a row is what it says.
        key = held.get("id") or "".join(map(entity_id, row.entities))
        yield cells.line, key, row


def _row(line: int, held: Mapping[str, str], header: _Header, role: Role) -> Row:
    kind = held.get("kind", "").casefold() or Kind.PERSON
    if kind not in _READERS:
        return refused_row(line, Fault.BAD_KIND)
    stated = held.get("role", "")
    own = role_of(stated.upper()) if stated else role
    if own is None:
        return refused_row(line, Fault.BAD_ROLE)
    if own in NEVER_LISTED:
        return refused_row(line, Fault.NEVER_LISTED)
    identity = held.get("id", "")
    if len(identity) > 128 or not all("!" <= letter <= "~" for letter in identity):
        return refused_row(line, Fault.BAD_ID)
    draft = Draft(line, f"csv:{identity}" if identity else "csv")
    draft.name(held[NAME], NameKind.PRIMARY)
    for alias in held.get("aliases", "").split("|"):
        draft.name(alias, NameKind.ALIAS)
    if not draft.names:
        return draft.nameless()
    draft.note("list_reason", held.get("list_reason", ""))
    for column in header.unknown:
        draft.note(column, held[column])
    entities = _READERS[kind](_Sheet(draft, held, own, identity))
    return Row(
        entities=entities,
        faults=tuple(draft.faults),
        role_given=kind == Kind.PERSON and not stated,
        unknown=header.unknown,
    )


class _Sheet:
    """One row under its header."""

    def __init__(self, draft: Draft, held: Mapping[str, str], role: Role, identity: str) -> None:
        self.draft = draft
        self.role = role
        self.ref = f"csv:{identity}" if identity else None
        self._held = held

    def texts(self, column: str) -> list[str]:
        """The values of a cell."""
        return [text.strip() for text in self._held.get(column, "").split("|") if text.strip()]

    def each(
        self, column: str, read: Callable[[str, str], tuple[Said[T], ...]]
    ) -> tuple[Said[T], ...]:
        """What each value of a cell gives."""
        return tuple(said for text in self.texts(column) for said in read(column, text))

    def plates(self) -> tuple[Said[Plate], ...]:
        """The plates of a cell."""
        return tuple(
            Said[Plate](value=Plate(as_written=said.value.as_written, key=said.value.key), by=0)
            for said in self.each("plate", self.draft.number)
        )

    def note(self, *columns: str) -> None:
        """Cells that are no property of this kind are kept as notes."""
        for column in columns:
            for text in self.texts(column):
                self.draft.note(column, text)

    def beside(self, holder: AnyEntity) -> tuple[AnyEntity, ...]:
        """The papers and phones of the entity of the row."""
        papers = (
            paper_of(self.draft.beside(), PaperType.OTHER, text, holder)
            for text in self.texts("document")
        )
        phones = (phone_of(self.draft.beside(), text, holder) for text in self.texts("phone"))
        return (*papers, *phones)


def _read_person(sheet: _Sheet) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    birth = sheet.each("birth_date", draft.date)
    nationality = sheet.each("nationality", draft.nation)
    person = Person(
        kind="person",
        role=sheet.role,
        ref=sheet.ref,
        birth=birth,
        nationality=nationality,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (person, *_driven(sheet, person), *sheet.beside(person))


def _driven(sheet: _Sheet, holder: Person) -> tuple[AnyEntity, ...]:
    """A vehicle for each plate in the row of a person."""
    return tuple(
        Vehicle(
            kind="vehicle",
            plate=(plate,),
            holder=(SaidPointer(value=Pointer(entity=entity_id(holder)), by=0),),
            sources=sheet.draft.sources,
        )
        for plate in sheet.plates()
    )


def _read_organization(sheet: _Sheet) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    sheet.note("birth_date", "plate")
    country = sheet.each("nationality", draft.nation)
    organization = Organization(
        kind="organization",
        ref=sheet.ref,
        country=country,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (organization, *sheet.beside(organization))


def _read_vehicle(sheet: _Sheet) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    sheet.note("birth_date", "nationality")
    plate = sheet.plates()
    vehicle = Vehicle(
        kind="vehicle",
        ref=sheet.ref,
        plate=plate,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vehicle, *sheet.beside(vehicle))


def _read_vessel(sheet: _Sheet) -> tuple[AnyEntity, ...]:
    draft = sheet.draft
    sheet.note("birth_date", "plate")
    flag = sheet.each("nationality", draft.nation)
    vessel = Vessel(
        kind="vessel",
        ref=sheet.ref,
        flag=flag,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vessel, *sheet.beside(vessel))


_READERS: dict[str, Callable[[_Sheet], tuple[AnyEntity, ...]]] = {
    Kind.PERSON: _read_person,
    Kind.ORGANIZATION: _read_organization,
    Kind.VEHICLE: _read_vehicle,
    Kind.VESSEL: _read_vessel,
}
