"""FollowTheMoney in JSON: invented entities in its form."""

import json

import pytest

from tests.interop.reading import (
    content_of,
    faults,
    first_person,
    named,
    names,
    notes,
    read,
    snapshot,
)
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.kinds import IdentityPaper, Organization, Phone, Place, Vehicle
from wasl.core.matching.entities.reading import entity_id
from wasl.core.terms import PersonRole

LINES = [line for line in content_of("ftm-json").decode().splitlines() if line.startswith("{")]


def test_names_are_read_with_their_kinds() -> None:
    assert names(first_person(read("ftm-json"))) == [
        ("primary", "Karim Bensalem"),
        ("alias", "كريم بن سالم"),
        ("weak_alias", "Abou Nour"),
        ("former", "Karim Nouri"),
    ]


def test_a_paper_finds_its_holder_wherever_it_stands_in_the_file() -> None:
    reading = read("ftm-json")
    papers = [held for held in reading.entities if isinstance(held, IdentityPaper)]
    by_key = {paper.number[0].value.key: paper for paper in papers}
    holder = entity_id(first_person(reading))
    assert by_key["X0002"].holder[0].value.entity == holder
    assert by_key["X0001"].holder[0].value.entity == holder
    assert by_key["123"].holder[0].value.as_written == "ex-77"


def test_an_entity_inside_another_is_an_entity() -> None:
    places = [held for held in read("ftm-json").entities if isinstance(held, Place)]
    assert places[0].where[0].value.as_written == "1 rue Inventée, Alger, dz"


def test_a_phone_with_its_country_has_the_number_of_e164() -> None:
    phones = [held for held in read("ftm-json").entities if isinstance(held, Phone)]
    assert phones[0].e164[0].value == "+213550000000"
    assert phones[1].e164 == ()


def test_a_plate_of_a_vehicle_needs_no_name() -> None:
    vehicles = [held for held in read("ftm-json").entities if isinstance(held, Vehicle)]
    assert vehicles[0].plate[0].value.key == "1234511630"


def test_a_company_is_one() -> None:
    company = named(read("ftm-json"), "Invented Trading Company")
    assert isinstance(company, Organization)
    assert company.category[0].value == "company"


def test_an_unknown_property_is_kept_as_a_note_and_counted() -> None:
    reading = read("ftm-json")
    assert reading.unknown == (("favouriteColour", 1),)
    assert notes(first_person(reading))["favouritecolour"] == "blue"


def test_every_bad_row_is_told_with_its_line() -> None:
    reading = read("ftm-json")
    assert faults(reading) == [
        (2, "bad-value"),
        (7, "unknown-schema"),
        (8, "bad-id"),
        (9, "empty-name"),
        (10, "bad-json"),
        (11, "bad-json"),
        (12, "twice"),
    ]
    assert "Sanction" in [fault.what for fault in reading.faults]


def test_a_bundle_holds_what_the_lines_do() -> None:
    lines = snapshot(read("ftm-json", "\n".join(LINES)))
    entities = [json.loads(line) for line in LINES]
    assert snapshot(read("ftm-json", json.dumps(entities))) == lines
    assert snapshot(read("ftm-json", json.dumps({"entities": entities}))) == lines
    nested = json.dumps(json.loads(LINES[1]), indent=1)
    assert first_person(read("ftm-json", nested)) == first_person(read("ftm-json", LINES[1]))


def test_persons_get_the_role_asked_for() -> None:
    assert first_person(read("ftm-json", role=PersonRole.CONTACT)).role is PersonRole.CONTACT
    assert first_person(read("ftm-json")).role is HomeRole.LISTED


def test_nesting_without_end_is_a_bad_row() -> None:
    inner: dict[str, object] = {"id": "x", "schema": "Person", "properties": {"name": ["A B"]}}
    for depth in range(20):
        held = {"name": ["A B"], "spouse": [inner]}
        inner = {"id": f"x{depth}", "schema": "Person", "properties": held}
    assert faults(read("ftm-json", json.dumps(inner))) == [(1, "bad-json")]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "1", "name,id\n", '{"entities": 1}', "[" * 99]
)
def test_what_holds_no_entity_is_refused_whole(content: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read("ftm-json", content)
    assert refused.value.rule == "not-this-format"
