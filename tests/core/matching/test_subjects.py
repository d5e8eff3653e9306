"""What of an entity is looked for."""

import pytest

from tests.core.entities import SOURCES, person, vehicle
from wasl.core.matching.entities.codes import Calendar, PaperType, Precision
from wasl.core.matching.entities.kinds import IdentityPaper, Organization, Phone, Vessel
from wasl.core.matching.entities.values import (
    Nation,
    Number,
    Pointer,
    Said,
    Spot,
    When,
    number_as_written,
)
from wasl.core.matching.index.subjects import subject_of
from wasl.core.matching.subject import place_keys, span

HOLDER = f"e1:{'a' * 52}"
HELD = (Said[Pointer](value=Pointer(entity=HOLDER), by=0),)


def _number(text: str) -> tuple[Said[Number], ...]:
    number = number_as_written(text)
    assert number is not None
    return (Said[Number](value=number, by=0),)


def _nation(code: str) -> tuple[Said[Nation], ...]:
    return (Said[Nation](value=Nation(as_written=code, country=code), by=0),)


@pytest.mark.parametrize(
    ("value", "precision", "more", "expected"),
    [
        ("1971-03-08", Precision.DAY, {}, (1971, 1971, 3, 8)),
        ("1971-01-01", Precision.DAY, {}, (1971, 1971, 0, 0)),
        ("1971-03", Precision.MONTH, {}, (1971, 1971, 0, 0)),
        ("1971", Precision.YEAR, {}, (1971, 1971, 0, 0)),
        ("1970", Precision.DECADE, {}, (1970, 1979, 0, 0)),
        ("1970", Precision.RANGE, {"to": "1975"}, (1970, 1975, 0, 0)),
        ("1391", Precision.YEAR, {"calendar": Calendar.HIJRI}, (1971, 1972, 0, 0)),
    ],
)
def test_a_birth_is_the_years_it_may_be(
    value: str, precision: Precision, more: dict[str, str], expected: tuple[int, ...]
) -> None:
    assert span(When.model_validate({"value": value, "precision": precision, **more})) == expected


def test_a_person_is_found_by_names_births_countries_and_places() -> None:
    birth = (Said[When](value=When(value="1971", precision=Precision.YEAR), by=0),)
    spot = (Said[Spot](value=Spot(as_written="Sidi Amar, Oran, Algeria", locality="Oran"), by=0),)
    held = person("Karim Haddad", "كريم حداد").model_copy(
        update={"birth": birth, "birth_place": spot, "nationality": _nation("DZ")}
    )
    subject = subject_of(HOLDER, held)
    assert subject.names == ("Karim Haddad", "كريم حداد")
    assert subject.births == ((1971, 1971, 0, 0),)
    assert subject.nations == ("DZ",)
    assert subject.places == ("oran", "sidi amar", "sidi amar oran algeria")


def test_papers_and_phones_are_found_as_their_holders() -> None:
    paper = IdentityPaper(
        kind="identity_paper",
        type=PaperType.PASSPORT,
        number=_number("ab-12 34"),
        holder=HELD,
        sources=SOURCES,
    )
    phone = Phone(
        kind="phone",
        number=_number("00213 550 000 001"),
        e164=(Said[str](value="+213550000001", by=0),),
        holder=HELD,
        sources=SOURCES,
    )
    assert subject_of("e1:x", paper).numbers == (("document", "AB1234"),)
    assert set(subject_of("e1:x", phone).numbers) == {
        ("phone", "00213550000001"),
        ("phone", "+213550000001"),
    }
    assert subject_of("e1:x", paper).holders == (HOLDER,)


def test_a_plate_is_found_as_its_vehicle_where_nobody_holds_it() -> None:
    subject = subject_of("e1:x", vehicle("12345-116-30"))
    assert (subject.numbers, subject.holders) == ((("plate", "1234511630"),), ("e1:x",))


def test_organizations_and_vessels_have_countries() -> None:
    organization = Organization(kind="organization", country=_nation("LY"), sources=SOURCES)
    vessel = Vessel(kind="vessel", flag=_nation("PA"), sources=SOURCES)
    assert subject_of("e1:x", organization).nations == ("LY",)
    assert subject_of("e1:x", vessel).nations == ("PA",)


def test_a_place_is_known_by_its_words_and_by_its_first_part() -> None:
    assert place_keys("El-Oued, Algérie") == {"el oued", "el oued algerie"}
    assert place_keys("") == set()
