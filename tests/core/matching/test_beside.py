"""Two entities compared whole: births, fathers, places, countries and numbers beside the names."""

from typing import Any

import pytest

from tests.core.entities import SOURCES, said_name
from tests.core.matching.compared import comparer
from wasl.core.matching.beside import SAME_PLACE, Beside, Overruled, Weighed, weighed
from wasl.core.matching.entities.codes import Calendar, HomeRole, NameKind, PaperType, Precision
from wasl.core.matching.entities.kinds import (
    AnyEntity,
    IdentityPaper,
    Organization,
    Person,
    Phone,
    Vehicle,
    Vessel,
)
from wasl.core.matching.entities.values import (
    Nation,
    Number,
    Plate,
    Pointer,
    Said,
    Spot,
    When,
    number_as_written,
)
from wasl.core.matching.subject import Subject, shown, span, subject_of

ONE, OTHER, PAPER = "e1:one", "e1:other", "e1:paper"


def _said(value: Any) -> Said[Any]:
    return Said[Any](value=value, by=0)


def _when(value: str, precision: Precision = Precision.DAY, **more: Any) -> Said[When]:
    return Said[When](value=When(value=value, precision=precision, **more), by=0)


def _number(text: str) -> Said[Number]:
    number = number_as_written(text)
    assert number is not None
    return Said[Number](value=number, by=0)


def _person(*names: str, kind: NameKind = NameKind.PRIMARY, **known: Any) -> Person:
    held = tuple(said_name(name, kind) for name in names)
    return Person(kind="person", role=HomeRole.LISTED, names=held, sources=SOURCES, **known)


def _subject(entity: AnyEntity, identity: str = ONE, **beside: AnyEntity) -> Subject:
    return subject_of(identity, {identity: entity, **beside})


def _compared(left: Subject, right: Subject) -> Weighed:
    return weighed(comparer(), left, right)


def _two(
    left: dict[str, Any], right: dict[str, Any], names: tuple[str, str] = ("Omar Saadi",) * 2
) -> Weighed:
    one = _subject(_person(names[0], **left))
    other = _subject(_person(names[1], **right), OTHER)
    found, turned = _compared(one, other), _compared(other, one)
    assert (found.score, found.rules) == (turned.score, turned.rules)
    return found


def _adds(found: Weighed) -> dict[Beside, int]:
    return {fact.beside: fact.adds for fact in found.facts}


def test_the_best_of_several_names_is_compared_whatever_their_order() -> None:
    other = _subject(_person("عمر سعدي"), OTHER)
    found = _compared(_subject(_person("Karim Tounsi", "Omar Saadi")), other)
    assert found.names == ("Omar Saadi", "عمر سعدي")
    again = _compared(_subject(_person("Omar Saadi", "Karim Tounsi")), other)
    assert (again.score, again.names) == (found.score, found.names)


def test_the_same_day_of_birth_and_one_name_are_full() -> None:
    known = {"birth": (_when("1971-03-08"),)}
    found = _two(known, known)
    assert (found.score, found.rules) == (10_000, (Overruled.SURE_BIRTH,))


def test_births_far_apart_speak_against_one_name() -> None:
    found = _two({"birth": (_when("1971-03-08"),)}, {"birth": (_when("1990-05-06"),)})
    assert _adds(found) == {Beside.BIRTH: -3_000}
    assert found.score < _two({}, {}).score


def test_of_several_births_the_best_counts() -> None:
    births = (_when("1950-05-06"), _when("1971-03-08"))
    found = _two({"birth": births}, {"birth": (_when("1971-03-08"),)})
    assert found.facts[0].left == "1971-03-08"


@pytest.mark.parametrize(
    ("when", "first", "last", "written"),
    [
        (_when("1971-01-01"), 1971, 1971, "1971-01-01"),
        (_when("1970", Precision.DECADE), 1970, 1979, "1970"),
        (_when("1965", Precision.RANGE, to="1968"), 1965, 1968, "1965/1968"),
        (_when("1390", Precision.YEAR, calendar=Calendar.HIJRI), 1970, 1971, "1390"),
        (_when("1971-03", Precision.MONTH, as_written="mars 1971"), 1971, 1971, "mars 1971"),
    ],
)
def test_a_birth_lies_within_years(when: Said[When], first: int, last: int, written: str) -> None:
    found = span(when.value)
    assert (found.first, found.last, found.day) == (first, last, 0)
    assert shown(when.value) == written


def test_years_that_overlap_are_not_apart() -> None:
    found = _two(
        {"birth": (_when("1965", Precision.RANGE, to="1968"),)},
        {"birth": (_when("1967", Precision.YEAR),)},
    )
    assert _adds(found) == {Beside.BIRTH: 1_000}


@pytest.mark.parametrize(
    ("one", "other", "adds"),
    [
        ("Ahmed Saadi", "أحمد سعدي", 1_000),
        ("Ahmed Saadi", "Mourad Tounsi", -1_500),
        ("Ahmed Saadi", "Ahmed Tounsi", 0),
    ],
)
def test_fathers_agree_contradict_or_leave_it_open(one: str, other: str, adds: int) -> None:
    found = _two({"father": (_said(one),)}, {"father": (_said(other),)})
    assert _adds(found) == {Beside.FATHER: adds}


def _from(place: str, country: str | None, locality: str | None = None) -> dict[str, Any]:
    spot = Spot(as_written=place, locality=locality)
    nation = Nation(as_written=country or "?", country=country)
    return {"birth_place": (_said(spot),), "nationality": (_said(nation),)}


def test_a_shared_place_and_country_add_a_little() -> None:
    found = _two(_from("Oran, Algérie", "DZ"), _from("ORAN", "DZ"))
    assert _adds(found) == {Beside.PLACE: 800, Beside.NATION: 400}


def test_another_country_speaks_a_little_against() -> None:
    found = _two(_from("Oran", "DZ"), _from("Tunis", "TN"))
    assert _adds(found) == {Beside.NATION: -300}


def test_a_country_nobody_knows_and_a_place_without_words_are_of_no_account() -> None:
    assert _adds(_two(_from("–", None), _from("–", "DZ"))) == {}


def test_place_and_country_alone_lift_no_pair_of_names_to_a_look() -> None:
    origin = _from("Oran", "DZ")
    found = _two(origin, origin, ("Omar Saadi", "Mourad Saadi"))
    assert (found.score, found.rules) == (4_999, (Overruled.ORIGIN_ALONE,))
    assert found.by_name < found.score


def _passport(number: str, holder: str) -> IdentityPaper:
    pointer = Said[Pointer](value=Pointer(as_written=holder), by=0)
    return IdentityPaper(
        kind="identity_paper",
        type=PaperType.PASSPORT,
        number=(_number(number),),
        holder=(pointer,),
        sources=SOURCES,
    )


def _holding(name: str, number: str, identity: str) -> Subject:
    paper = _passport(number, name)
    held = paper.holder[0].value.model_copy(update={"entity": identity, "as_written": None})
    pointing = paper.model_copy(
        update={"holder": (Said[Pointer].model_construct(value=held, by=0),)}
    )
    return _subject(_person(name), identity, **{PAPER: pointing})


def test_a_number_that_agrees_makes_one_name_full() -> None:
    found = _compared(
        _holding("Omar Saadi", "AB 123-456", ONE), _holding("عمر سعدي", "ab١٢٣٤٥٦", OTHER)
    )
    assert (found.score, found.rules) == (10_000, (Overruled.NUMBER_AGREES,))
    assert (found.facts[0].left, found.facts[0].right) == ("AB 123-456", "ab١٢٣٤٥٦")


def test_a_number_that_agrees_is_a_look_whatever_the_names() -> None:
    found = _compared(
        _holding("Omar Saadi", "AB 123456", ONE), _holding("Zineb Tounsi", "AB123456", OTHER)
    )
    assert (found.score, found.rules) == (5_000, (Overruled.NUMBER_AGREES,))


def test_a_paper_of_another_is_not_ours() -> None:
    alone = _subject(_person("Omar Saadi"), ONE, **{PAPER: _passport("AB 1", "Karim")})
    assert alone.numbers == {}


def test_a_weak_alias_is_no_look_without_a_birth() -> None:
    weak = _subject(_person("Omar Saadi", kind=NameKind.WEAK_ALIAS))
    found = _compared(weak, _subject(_person("Omar Saadi"), OTHER))
    assert (found.score, found.rules) == (4_999, (Overruled.WEAK_NAME,))
    born = (_when("1971-03-08"),)
    weak = _subject(_person("Omar Saadi", kind=NameKind.WEAK_ALIAS, birth=born))
    assert _compared(weak, _subject(_person("Omar Saadi", birth=born), OTHER)).score >= 5_000


def test_things_are_compared_by_their_numbers() -> None:
    plate = Plate(as_written="12345-116-30", key="1234511630", country="DZ")
    cars = [
        _subject(Vehicle(kind="vehicle", plate=(_said(plate),), vin=(), sources=SOURCES), identity)
        for identity in (ONE, OTHER)
    ]
    assert _compared(*cars).score == 5_000
    ship = Vessel(kind="vessel", imo=(_number("9074729"),), sources=SOURCES)
    firm = Organization(
        kind="organization",
        names=(said_name("Sahel Media"),),
        country=(_said(Nation(as_written="Tunisie", country="TN")),),
        registration_no=(_number("TN 77"),),
        sources=SOURCES,
    )
    phone = Phone(kind="phone", number=(_number("0555 12"),), sources=SOURCES)
    kept = [_subject(entity) for entity in (ship, firm, phone)]
    assert [len(one.numbers) for one in kept] == [1, 1, 1]
    assert kept[1].nations == {"TN": "Tunisie"}
    assert _compared(kept[0], kept[2]).score == 0


def test_a_phone_written_in_full_is_the_phone_whose_full_number_is_known() -> None:
    full = (Said[str](value="+213550000001", by=0),)
    known = Phone(kind="phone", number=(_number("0550 000 001"),), e164=full, sources=SOURCES)
    written = Phone(kind="phone", number=(_number("+213 550-000-001"),), sources=SOURCES)
    found = _compared(_subject(known), _subject(written, OTHER))
    assert (found.score, found.rules) == (5_000, (Overruled.NUMBER_AGREES,))


def test_a_plate_is_not_the_number_of_a_chassis() -> None:
    plate = Plate(as_written="AB 123", key="AB123", country="DZ")
    one = Vehicle(kind="vehicle", plate=(_said(plate),), sources=SOURCES)
    other = Vehicle(kind="vehicle", vin=(_number("AB123"),), sources=SOURCES)
    assert _compared(_subject(one), _subject(other, OTHER)).score == 0


def test_the_district_of_a_locality_is_a_place_in_common() -> None:
    known = {"birth_place": (_said(Spot(as_written="Algeria", locality="Oran, Sidi Amar")),)}
    assert _adds(_two(known, {"birth_place": (_said(Spot(as_written="Oran")),)})) == {
        Beside.PLACE: SAME_PLACE
    }
