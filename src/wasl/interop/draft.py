"""One row on its way to an entity: names, notes, dates and numbers as the row wrote them.

What cannot be read is left out with a fault, and kept as a note under the name of its field.
"""

import re

from wasl.core.matching.cleaning import name_fault
from wasl.core.matching.entities.codes import NameKind, PaperType
from wasl.core.matching.entities.kinds import AnyEntity, IdentityPaper, Phone
from wasl.core.matching.entities.reading import entity_id
from wasl.core.matching.entities.values import (
    COUNT_LIMIT,
    TEXT_LIMIT,
    WRITTEN_LIMIT,
    Name,
    Nation,
    Note,
    Number,
    Part,
    Pointer,
    Provenance,
    Said,
    Spot,
    When,
    Written,
    name_as_written,
    number_as_written,
)
from wasl.interop.countries import country_code
from wasl.interop.dates import read_date
from wasl.interop.rows import Fault, Row, RowFault, refused_row

SaidName = Said[Name]
SaidNote = Said[Note]
SaidWhen = Said[When]
SaidNation = Said[Nation]
SaidNumber = Said[Number]
SaidSpot = Said[Spot]
SaidWritten = Said[Written]
SaidPointer = Said[Pointer]

_LAYOUT = re.compile(r"[ \t\r\n]+")
_WITH_COUNTRY = re.compile(r"\+[1-9][0-9]{6,14}")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def flowed(text: str) -> str:
    """The text without the line breaks and spaces of a file's layout, and otherwise itself."""
    return _LAYOUT.sub(" ", text).strip(" ")


def slug(field: str) -> str:
    """The name of a field as a label of a note."""
    found = _NO_SLUG.sub("_", field.casefold()).strip("_")[:32]
    return found if found[:1].isalpha() else f"f_{found}"[:32].rstrip("_")


class Draft:
    """What one row has given so far; every value is of its one source."""

    def __init__(self, line: int, source: str, as_of: str | None = None, file: str = "") -> None:
        self.line = line
        self.file = file
        self.sources = (Provenance(source=source, as_of=as_of),)
        self.faults: list[RowFault] = []
        self._names: dict[tuple[str, NameKind], Said[Name]] = {}
        self._notes: list[Said[Note]] = []

    @property
    def names(self) -> tuple[Said[Name], ...]:
        """The names, each text of each kind once."""
        return tuple(self._names.values())

    @property
    def notes(self) -> tuple[Said[Note], ...]:
        """The notes, in their order."""
        return tuple(self._notes)

    def fault(self, fault: Fault, field: str, text: str) -> None:
        """A value is left out: its text is kept as a note."""
        self.faults.append(
            RowFault(line=self.line, fault=fault, row=False, what=field, file=self.file)
        )
        self.note(field, text)

    def name(self, text: str, kind: NameKind, parts: tuple[Part, ...] = ()) -> None:
        """A name as written; nothing where nothing is written."""
        written = flowed(text)
        if not written:
            return
        why = name_fault(written) or (len(self._names) >= COUNT_LIMIT and Fault.BAD_VALUE)
        if why:
            self.fault(Fault(why), "name", written)
            return
        name = name_as_written(written, kind, parts=parts)
        self._names.setdefault((written, kind), SaidName(value=name, by=0))

    def note(self, field: str, text: str) -> None:
        """Words beside the rest, in as many notes as their length needs."""
        written = flowed(text)
        for start in range(0, len(written), TEXT_LIMIT):
            piece = written[start : start + TEXT_LIMIT]
            if len(self._notes) >= COUNT_LIMIT:
                self._lost(field)
                return
            self._notes.append(SaidNote(value=Note(label=slug(field), text=piece), by=0))

    def _lost(self, field: str) -> None:
        """A row of more notes than any entity holds: the rest is told, and not kept."""
        fault = Fault.TOO_MANY_NOTES
        self.faults.append(
            RowFault(line=self.line, fault=fault, row=False, what=field, file=self.file)
        )

    def written(self, field: str, text: str) -> tuple[Said[str], ...]:
        """A few words of a property."""
        found = flowed(text)
        if len(found) > WRITTEN_LIMIT:
            self.fault(Fault.BAD_VALUE, field, found)
            return ()
        return (SaidWritten(value=found, by=0),) if found else ()

    def nameless(self) -> Row:
        """The row of an entity without any name: refused for what is wrong with the one it has."""
        of_names = [fault.fault for fault in self.faults if fault.what == "name"]
        return refused_row(self.line, of_names[0] if of_names else Fault.EMPTY_NAME)

    def date(self, field: str, text: str) -> tuple[Said[When], ...]:
        """A date as far as it is told."""
        found = flowed(text)
        if not found:
            return ()
        when = read_date(found)
        if when is None:
            self.fault(Fault.BAD_DATE, field, found)
            return ()
        return (SaidWhen(value=when, by=0),)

    def nation(self, field: str, text: str) -> tuple[Said[Nation], ...]:
        """A country as written, with its code where the writing is known."""
        return tuple(
            SaidNation(value=Nation(as_written=said.value, country=country_code(said.value)), by=0)
            for said in self.written(field, text)
        )

    def number(self, field: str, text: str) -> tuple[Said[Number], ...]:
        """A number of a paper, a plate or a phone."""
        found = flowed(text)
        if not found:
            return ()
        number = number_as_written(found)
        if number is None:
            self.fault(Fault.BAD_NUMBER, field, found)
            return ()
        return (SaidNumber(value=number, by=0),)

    def spot(
        self, field: str, locality: str = "", admin1: str = "", country: str = "", street: str = ""
    ) -> tuple[Said[Spot], ...]:
        """A place of as many parts as are told."""
        parts = [flowed(part) for part in (street, locality, admin1, country)]
        whole = ", ".join(filter(None, parts))
        if len(whole) > WRITTEN_LIMIT:
            self.fault(Fault.BAD_VALUE, field, whole)
            return ()
        if not whole:
            return ()
        spot = Spot(
            as_written=whole,
            country=country_code(parts[3]),
            admin1=parts[2] or None,
            locality=parts[1] or None,
        )
        return (SaidSpot(value=spot, by=0),)

    def born_in(self, text: str) -> tuple[Said[Spot], ...]:
        """A place written in one piece, its country behind the last comma where it is one."""
        written = self.written("birth_place", text)
        return tuple(
            SaidSpot(
                value=Spot(
                    as_written=said.value, country=country_code(said.value.rpartition(", ")[2])
                ),
                by=0,
            )
            for said in written
        )

    def beside(self) -> "Draft":
        """A draft of its own for what stands in the same row: a paper, a phone."""
        child = Draft(self.line, self.sources[0].source, self.sources[0].as_of, self.file)
        child.faults = self.faults
        return child


def paper_of(
    draft: Draft, kind: PaperType, number: str, holder: AnyEntity, **more: str
) -> IdentityPaper:
    """An identity paper of the holder; ``more`` holds country, issued and expires as written.

    ``draft`` is its own, and may hold notes already.
    """
    return IdentityPaper(
        kind="identity_paper",
        type=kind,
        number=draft.number("number", number),
        country=draft.nation("country", more.get("country", "")),
        issued=draft.date("issued", more.get("issued", "")),
        expires=draft.date("expires", more.get("expires", "")),
        holder=(SaidPointer(value=Pointer(entity=entity_id(holder)), by=0),),
        notes=draft.notes,
        sources=draft.sources,
    )


def phone_of(draft: Draft, text: str, holder: AnyEntity) -> Phone:
    """A phone of the holder; the number of E.164 where it is written with its country."""
    number = draft.number("phone", text)
    key = number[0].value.key if number else ""
    whole = _WITH_COUNTRY.fullmatch(f"+{key[2:]}" if key.startswith("00") else key)
    return Phone(
        kind="phone",
        number=number,
        e164=(SaidWritten(value=whole[0], by=0),) if whole else (),
        holder=(SaidPointer(value=Pointer(entity=entity_id(holder)), by=0),),
        notes=draft.notes,
        sources=draft.sources,
    )
