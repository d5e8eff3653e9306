"""The SDN list of the United States Treasury (OFAC) as CSV: sdn.csv, and alt.csv beside it.

No header: twelve columns and five. What is null is ``-0-`` with a blank. Birth, nationality and
papers stand only in the remarks, which are kept whole beside what is read of them.
"""

import re
from collections.abc import Callable, Iterator

from wasl.core.errors import RefusedError
from wasl.core.matching.cleaning import MOST_CODE_POINTS
from wasl.core.matching.entities.codes import HomeRole, NameKind, NamePart, Sex
from wasl.core.matching.entities.kinds import AnyEntity, Organization, Person, Vehicle, Vessel
from wasl.core.matching.entities.values import Part, Said
from wasl.interop.draft import Draft, flowed, paper_of
from wasl.interop.papers import paper_type
from wasl.interop.rows import Fault, Reading, Row, Source, decoded, gathered, once, refused_row
from wasl.interop.tables import Cells, cells_of

COLUMNS, ALT_COLUMNS = 12, 5
NUMBER, NAME, TYPE, PROGRAM, TITLE, CALL_SIGN, VESSEL_TYPE, TONNAGE, GRT, FLAG, OWNER, REMARKS = (
    range(COLUMNS)
)
NOTED = {
    PROGRAM: "program",
    VESSEL_TYPE: "vessel_type",
    TONNAGE: "tonnage",
    GRT: "gross_registered_tonnage",
    OWNER: "vessel_owner",
    REMARKS: "remarks",
}
ALT_KINDS = {"aka": NameKind.ALIAS, "nka": NameKind.ALIAS, "fka": NameKind.FORMER}
SEXES = {"Male": Sex.MALE, "Female": Sex.FEMALE}
# What ends an old file of DOS.
END_OF_FILE = "\x1a"

_PIECE = re.compile(r";\s+")
_PAPER = re.compile(
    r"(?P<kind>Passport|National ID No\.|Identification Number|Driver's License No\.|"
    r"Birth Certificate Number|Residency Number|Travel Document Number|Tax ID No\.) "
    r"(?P<number>\S+)(?: \((?P<country>[^)]+)\))?(?: expires (?P<expires>[^;]+))?"
)
_QUOTED = re.compile(r"a\.k\.a\. ['\"](?P<name>[^'\"]+)['\"]")

Alts = dict[str, list[Cells]]


def read_ofac_list(source: Source) -> Reading:
    """Individuals, entities, vessels and aircraft, with the other names of the file beside.

    Refuses ``not-this-format`` for another number of columns in the first row; ``wrong-encoding``
    and ``too-large`` for either file.
    """
    main = _cells(source.content, COLUMNS)
    alts: Alts = {}
    for cells in _cells(source.beside, ALT_COLUMNS) if source.beside is not None else []:
        alts.setdefault(_held(cells.values[0]) if cells.values else "", []).append(cells)
    rows = list(once(_rows(main, alts)))
    numbers = {_held(cells.values[NUMBER]) for cells in main if len(cells.values) == COLUMNS}
    return gathered([*rows, *_orphans(alts, numbers)])


def _cells(content: bytes, columns: int) -> list[Cells]:
    text = decoded(content).rstrip(END_OF_FILE + "\r\n ")
    found = list(cells_of(text, ","))
    first = found[0].values if found else ()
    if len(first) != columns or not _held(first[0]).isdecimal():
        raise RefusedError("not-this-format", {"why": "columns", "wanted": columns})
    return found


def _held(cell: str) -> str:
    """What a cell holds; nothing for what the file calls null."""
    text = flowed(cell)
    return "" if text == "-0-" else text


def _rows(found: list[Cells], alts: Alts) -> Iterator[tuple[int, str, Row]]:
    for cells in found:
        number = _held(cells.values[NUMBER]) if cells.values else ""
        yield cells.line, number, _row(cells, number, alts.get(number, []))


def _row(cells: Cells, number: str, alts: list[Cells]) -> Row:
    if len(cells.values) != COLUMNS:
        return refused_row(cells.line, Fault.BAD_COLUMNS)
    if not (number.isascii() and number.isdecimal()):
        return refused_row(cells.line, Fault.BAD_ID)
    held = [_held(cell) for cell in cells.values]
    read = _KINDS.get(held[TYPE])
    if read is None:
        return refused_row(cells.line, Fault.BAD_KIND)
    draft = Draft(cells.line, f"ofac-sdn:{number}")
    draft.name(held[NAME], NameKind.PRIMARY, parts=_parts(held))
    for alt in alts:
        _read_alt(draft, alt)
    for field, label in NOTED.items():
        draft.note(label, held[field])
    remarks = _Remarks(held[REMARKS])
    for name in remarks.quoted():
        draft.name(name, NameKind.WEAK_ALIAS)
    entities = read(draft, held, remarks)
    if not entities[0].names:
        return draft.nameless()
    return Row(
        entities=entities,
        faults=tuple(draft.faults),
        role_given=held[TYPE] == "individual",
    )


def _parts(held: list[str]) -> tuple[Part, ...]:
    """``LAST, First`` of an individual."""
    family, comma, given = held[NAME].partition(", ")
    if held[TYPE] != "individual" or not comma or not family or not given:
        return ()
    if max(len(family), len(given)) > MOST_CODE_POINTS:
        return ()
    return (
        Part(part=NamePart.FAMILY, text=family),
        Part(part=NamePart.GIVEN, text=given),
    )


def _read_alt(draft: Draft, cells: Cells) -> None:
    if len(cells.values) != ALT_COLUMNS:
        return  # told once, with the rows that belong to nobody
    _number, _alt, kind, name, remarks = map(_held, cells.values)
    draft.name(name, ALT_KINDS.get(kind, NameKind.ALIAS))
    if kind not in ALT_KINDS:
        draft.note("alt_type", f"{name}: {kind}")
    if remarks:
        draft.note("alt_remarks", f"{name}: {remarks}")


def _orphans(alts: Alts, numbers: set[str]) -> Iterator[Row]:
    """The rows of the other names that belong to no row of the list, or are cut."""
    for number, found in alts.items():
        for cells in found:
            if len(cells.values) != ALT_COLUMNS:
                yield refused_row(cells.line, Fault.BAD_COLUMNS, file="alt")
            elif number not in numbers:
                yield refused_row(cells.line, Fault.ORPHAN, file="alt")


class _Remarks:
    """The remarks in their pieces: ``DOB 08 Jun 1944; POB …; nationality …``."""

    def __init__(self, text: str) -> None:
        self._pieces = [piece.strip() for piece in _PIECE.split(text.rstrip("."))]

    def after(self, *words: str) -> list[str]:
        """What stands behind each of the words, or behind ``alt.`` and the word."""
        return [
            plain.removeprefix(f"{word} ").strip()
            for piece in self._pieces
            for plain in (piece.removeprefix("alt. "),)
            for word in words
            if plain.startswith(f"{word} ")
        ]

    def quoted(self) -> list[str]:
        """The names the office calls weak."""
        return [found["name"] for piece in self._pieces if (found := _QUOTED.fullmatch(piece))]

    def papers(self) -> list[re.Match[str]]:
        """The identity papers."""
        plain = (piece.removeprefix("alt. ") for piece in self._pieces)
        return [found for piece in plain if (found := _PAPER.match(piece))]


def _read_person(draft: Draft, held: list[str], remarks: _Remarks) -> tuple[AnyEntity, ...]:
    birth = tuple(said for text in remarks.after("DOB") for said in draft.date("birth", text))
    places = tuple(said for text in remarks.after("POB") for said in draft.born_in(text))
    nations = tuple(
        said
        for text in remarks.after("nationality", "citizen")
        for said in draft.nation("nationality", text)
    )
    position = draft.written("title", held[TITLE])
    sexes = [SEXES[text] for text in remarks.after("Gender") if text in SEXES]
    person = Person(
        kind="person",
        role=HomeRole.LISTED,
        ref=draft.sources[0].source,
        sex=tuple(Said[Sex](value=sex, by=0) for sex in sexes),
        birth=birth,
        birth_place=places,
        nationality=nations,
        position=position,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    papers = (
        paper_of(
            draft.beside(),
            paper_type(found["kind"]),
            found["number"],
            person,
            country=found["country"] or "",
            expires=found["expires"] or "",
        )
        for found in remarks.papers()
    )
    return (person, *papers)


def _read_organization(
    draft: Draft, _held: list[str], _remarks: _Remarks
) -> tuple[AnyEntity, ...]:
    organization = Organization(
        kind="organization",
        ref=draft.sources[0].source,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (organization,)


def _read_vessel(draft: Draft, held: list[str], remarks: _Remarks) -> tuple[AnyEntity, ...]:
    imo = remarks.after("Vessel Registration Identification")
    numbers = tuple(
        said for text in imo for said in draft.number("imo", text.removeprefix("IMO "))
    )
    mmsi = tuple(said for text in remarks.after("MMSI") for said in draft.number("mmsi", text))
    call_sign = draft.number("call_sign", held[CALL_SIGN])
    flag = draft.nation("flag", held[FLAG])
    vessel = Vessel(
        kind="vessel",
        ref=draft.sources[0].source,
        imo=numbers,
        mmsi=mmsi,
        call_sign=call_sign,
        flag=flag,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vessel,)


def _read_aircraft(draft: Draft, held: list[str], _remarks: _Remarks) -> tuple[AnyEntity, ...]:
    draft.note("type", held[TYPE])
    vehicle = Vehicle(
        kind="vehicle",
        ref=draft.sources[0].source,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (vehicle,)


_KINDS: dict[str, Callable[[Draft, list[str], _Remarks], tuple[AnyEntity, ...]]] = {
    "individual": _read_person,
    "": _read_organization,
    "vessel": _read_vessel,
    "aircraft": _read_aircraft,
}
