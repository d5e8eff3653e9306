"""The consolidated list of the United Nations Security Council, in its XML (un-sc-xml).

Every element that is no property of ours becomes a note under its own name, except what the file
keeps for itself (version numbers, sort keys).
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from wasl.core.matching.entities.codes import HomeRole, NameKind, Sex
from wasl.core.matching.entities.kinds import AnyEntity, IdentityPaper, Organization, Person
from wasl.core.matching.entities.values import Said, Spot, When
from wasl.interop.dates import read_date
from wasl.interop.draft import Draft, flowed, paper_of
from wasl.interop.papers import paper_type
from wasl.interop.rows import Fault, Reading, Row, Source, gathered, once, refused_row
from wasl.interop.several import in_other_scripts, several
from wasl.interop.xml_tree import Branch, branches

T = TypeVar("T")

ROOT = "CONSOLIDATED_LIST"
INDIVIDUAL, ENTITY = "INDIVIDUAL", "ENTITY"
NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")

QUALITIES = {
    "Good": NameKind.ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "": NameKind.ALIAS,
    "Low": NameKind.WEAK_ALIAS,
    "f.k.a.": NameKind.FORMER,
}
SEXES = {"Male": Sex.MALE, "Female": Sex.FEMALE}
# What the file keeps for itself.
BOOKKEEPING = frozenset({"DATAID", "VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD"})
STREET = ("STREET", "ZIP_CODE")
PAPER_READ = frozenset(
    """
    TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY COUNTRY_OF_ISSUE DATE_OF_ISSUE
    """.split()
)
PLAIN_PAPERS = frozenset({"", "Passport", "National Identification Number"})
EXPIRY = re.compile(r"(?:Date of expiration|expires|expires on|expiry)[: ]+([0-9A-Za-z -]+?)\.?")
READ_AS_GROUPS = ("INDIVIDUAL_", "ENTITY_", "NATIONALITY", "DESIGNATION")
READ = frozenset({*NAMES, *BOOKKEEPING, "NAME_ORIGINAL_SCRIPT", "LAST_DAY_UPDATED", "GENDER"})


def read_un_list(source: Source) -> Reading:
    """The persons and organizations of the list, and the papers of its persons.

    Refuses ``not-this-format``, ``wrong-encoding``, ``too-large``.
    """
    found = branches(source.content, ROOT, frozenset({INDIVIDUAL, ENTITY}))
    return gathered(once(_rows(found)))


def _rows(found: list[Branch]) -> Iterator[tuple[int, str, Row]]:
    for branch in found:
        number = flowed(branch.first("DATAID"))
        yield branch.line, number, _row(branch, number)


def _row(branch: Branch, number: str) -> Row:
    if not (number.isascii() and number.isdigit()):
        return refused_row(branch.line, Fault.BAD_ID)
    draft = Draft(branch.line, f"un-sc:{number}", _as_of(branch))
    _read_names(draft, branch)
    read = _read_person if branch.name == INDIVIDUAL else _read_organization
    entities = read(draft, branch, f"un-sc:{number}")
    if not entities[0].names:
        return draft.nameless()
    person = branch.name == INDIVIDUAL
    return Row(entities=entities, faults=tuple(draft.faults), role_given=person)


def _as_of(branch: Branch) -> str | None:
    """The day of the last change the list tells of, or of the listing."""
    days = [
        flowed(day.text)[:10] for held in branch.named("LAST_DAY_UPDATED") for day in held.parts
    ]
    days = [day for day in days if day] or [flowed(branch.first("LISTED_ON"))[:10]]
    return max(days) or None


def _read_names(draft: Draft, branch: Branch) -> None:
    whole = " ".join(filter(None, (flowed(branch.first(name)) for name in NAMES)))
    first, *others = several(whole) or [""]
    draft.name(first, NameKind.PRIMARY)
    for other in others:
        draft.name(other, NameKind.ALIAS)
    draft.name(branch.first("NAME_ORIGINAL_SCRIPT"), NameKind.ORIGINAL)
    for alias in branch.named(f"{branch.name}_ALIAS"):
        _read_alias(draft, alias)


def _read_alias(draft: Draft, alias: Branch) -> None:
    quality = flowed(alias.first("QUALITY"))
    kind = QUALITIES.get(quality, NameKind.ALIAS)
    if quality not in QUALITIES:
        draft.note("alias_quality", quality)
    name = flowed(alias.first("ALIAS_NAME"))
    for piece in several(name):
        draft.name(piece, kind)
    for part in alias.parts:
        if part.name in {"QUALITY", "ALIAS_NAME"} or not flowed(part.text):
            continue
        for written in in_other_scripts(part.text):
            draft.name(written, kind)
        draft.note(f"alias_{part.name}", f"{name}: {flowed(part.text)}")


def _read_person(draft: Draft, branch: Branch, ref: str) -> tuple[AnyEntity, ...]:
    sex = SEXES.get(flowed(branch.first("GENDER")))
    if sex is None:
        draft.note("gender", branch.first("GENDER"))
    birth = _births(draft, branch)
    birth_place = _spots(draft, branch, "INDIVIDUAL_PLACE_OF_BIRTH")
    nationality = _each(branch, "NATIONALITY", draft.nation)
    position = _each(branch, "DESIGNATION", draft.written)
    address = _spots(draft, branch, "INDIVIDUAL_ADDRESS")
    # Last, because each of these may have left something to note.
    _note_rest(draft, branch)
    person = Person(
        kind="person",
        role=HomeRole.LISTED,
        ref=ref,
        sex=(Said[Sex](value=sex, by=0),) if sex else (),
        birth=birth,
        birth_place=birth_place,
        nationality=nationality,
        position=position,
        address=address,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    papers = (
        _paper(draft.beside(), held, person)
        for held in branch.named("INDIVIDUAL_DOCUMENT")
        if any(flowed(part.text) for part in held.parts)
    )
    return (person, *papers)


def _read_organization(draft: Draft, branch: Branch, ref: str) -> tuple[AnyEntity, ...]:
    address = _spots(draft, branch, "ENTITY_ADDRESS")
    _note_rest(draft, branch)
    organization = Organization(
        kind="organization",
        ref=ref,
        address=address,
        names=draft.names,
        notes=draft.notes,
        sources=draft.sources,
    )
    return (organization,)


def _each(
    branch: Branch, name: str, read: Callable[[str, str], tuple[Said[T], ...]]
) -> tuple[Said[T], ...]:
    """What every value under the elements of a name gives."""
    values = (value.text for held in branch.named(name) for value in held.parts)
    return tuple(said for text in values for said in read(name, text))


def _births(draft: Draft, branch: Branch) -> tuple[Said[When], ...]:
    found: list[Said[When]] = []
    for born in branch.named("INDIVIDUAL_DATE_OF_BIRTH"):
        draft.note("birth", born.first("NOTE"))
        first, last = born.first("FROM_YEAR"), born.first("TO_YEAR")
        day = flowed(born.first("DATE"))[:10] or flowed(born.first("YEAR"))
        if flowed(first) or flowed(last):
            found += draft.date("birth", f"{flowed(first)} to {flowed(last)}")
        elif flowed(born.first("TYPE_OF_DATE")) == "APPROXIMATELY" and day:
            found += draft.date("birth", f"approximately {day}")
        else:
            found += draft.date("birth", day)
    return tuple(found)


def _spots(draft: Draft, branch: Branch, name: str) -> tuple[Said[Spot], ...]:
    found: list[Said[Spot]] = []
    for held in branch.named(name):
        draft.note(name, held.first("NOTE"))
        street = ", ".join(filter(None, (flowed(held.first(part)) for part in STREET)))
        found += draft.spot(
            name,
            street=street,
            locality=held.first("CITY"),
            admin1=held.first("STATE_PROVINCE"),
            country=held.first("COUNTRY"),
        )
    return tuple(found)


def _paper(draft: Draft, held: Branch, holder: Person) -> IdentityPaper:
    told = {part.name: flowed(part.text) for part in held.parts}
    kind = flowed(f"{told.get('TYPE_OF_DOCUMENT', '')} {told.get('TYPE_OF_DOCUMENT2', '')}")
    country = told.get("ISSUING_COUNTRY") or told.get("COUNTRY_OF_ISSUE", "")
    note = told.get("NOTE", "")
    found = EXPIRY.fullmatch(note)
    expires = found[1] if found and read_date(found[1]) else ""
    for field in sorted(told.keys() - PAPER_READ - ({"NOTE"} if expires else set())):
        draft.note(field, told[field])
    if kind not in PLAIN_PAPERS:
        draft.note("type_of_document", kind)
    if told.get("COUNTRY_OF_ISSUE", country) != country:
        draft.note("country_of_issue", told["COUNTRY_OF_ISSUE"])
    return paper_of(
        draft,
        paper_type(kind),
        told.get("NUMBER", ""),
        holder,
        country=country,
        issued=told.get("DATE_OF_ISSUE", ""),
        expires=expires,
    )


def _note_rest(draft: Draft, branch: Branch) -> None:
    """Every element that nothing of the above read becomes notes under its own name."""
    for part in branch.parts:
        if part.name in READ or part.name.startswith(READ_AS_GROUPS):
            continue
        draft.note(part.name, part.text)
        for value in part.parts:
            draft.note(part.name, value.text)
