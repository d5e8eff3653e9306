"""A table with a header, as an officer keeps it."""

import pytest

from tests.interop.reading import faults, first_person, named, names, notes, read, snapshot
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import Kind
from wasl.core.matching.entities.kinds import Person, Vehicle
from wasl.core.matching.entities.reading import entity_id
from wasl.core.terms import PersonRole


def test_several_values_stand_in_one_cell() -> None:
    person = first_person(read("csv"))
    assert [text for _kind, text in names(person)] == [
        "Karim Bensalem",
        "كريم بن سالم",
        "Kareem Bensalim",
    ]
    nations = [said.value for said in person.nationality]
    assert [nation.country for nation in nations] == ["DZ", None]


def test_papers_phones_and_vehicles_of_a_row_point_to_its_person() -> None:
    reading = read("csv")
    person = first_person(reading)
    held = [entity for entity in reading.entities if entity.sources == person.sources][1:]
    assert [entity.kind for entity in held] == [
        Kind.VEHICLE,
        Kind.IDENTITY_PAPER,
        Kind.IDENTITY_PAPER,
        Kind.PHONE,
    ]
    pointers = [entity.__dict__["holder"][0].value.entity for entity in held]
    assert pointers == [entity_id(person)] * 4


def test_a_role_of_the_row_is_kept_and_one_given_is_counted() -> None:
    reading = read("csv", role=PersonRole.CONTACT)
    assert first_person(reading).role is PersonRole.CONTACT
    nadia = named(reading, "Nadia Ferhat")
    assert isinstance(nadia, Person)
    assert nadia.role is PersonRole.SUSPECT
    assert reading.roles_given == 2


def test_a_plate_in_arabic_digits_has_the_key_of_the_other() -> None:
    vehicle = named(read("csv"), "A white pick-up")
    assert isinstance(vehicle, Vehicle)
    assert vehicle.plate[0].value.as_written == "١٢٣٤٥-١١٦-٣٠"
    assert vehicle.plate[0].value.key == "1234511630"


def test_an_unknown_column_is_kept_as_notes_and_counted() -> None:
    reading = read("csv")
    assert reading.unknown[0][0] == "desk"
    assert notes(first_person(reading))["desk"] == "north"


def test_every_bad_row_is_told_with_its_line() -> None:
    assert faults(read("csv")) == [
        (7, "never-listed"),
        (8, "bad-role"),
        (9, "bad-kind"),
        (10, "empty-name"),
        (11, "bad-columns"),
        (12, "bad-id"),
        (13, "twice"),
        (14, "bad-date"),
        (14, "bad-number"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_separator_and_mark_give_one_list(separator: str, mark: str, end: str) -> None:
    rows = [("Name", "birth_date"), ("Karim Bensalem", "1971"), ("نادية فرحات", "")]
    text = mark + end.join(separator.join(row) for row in rows)
    plain = "name,birth_date\nKarim Bensalem,1971\nنادية فرحات,\n"
    assert snapshot(read("csv", text)) == snapshot(read("csv", plain))


def test_the_same_row_twice_is_told() -> None:
    assert faults(read("csv", "name\nKarim Salem\nKarim Salem\n")) == [(3, "twice")]


def test_a_name_too_long_is_the_reason_of_its_row() -> None:
    assert faults(read("csv", f"name\nKarim Salem\n{'x' * 300}\n")) == [(3, "name-too-long")]


def test_a_cell_may_hold_lines_and_the_lines_after_it_keep_their_numbers() -> None:
    text = 'name,list_reason\n"Karim Salem","one\ntwo"\n,\nx,\n,"nameless"\n'
    reading = read("csv", text)
    assert notes(reading.entities[0])["list_reason"] == "one two"
    assert faults(reading) == [(6, "empty-name")]


def test_a_cell_of_enormous_length_is_a_bad_row() -> None:
    text = f"name\n{'x' * 200_000}\nKarim Salem\n"
    assert faults(read("csv", text)) == [(2, "bad-columns")]


def test_very_long_notes_are_kept_in_pieces_and_a_long_value_is_a_note() -> None:
    reading = read(
        "csv", f"name,list_reason,nationality\nKarim Salem,{'x' * 20_000},{'y' * 2_000}"
    )
    labels = [said.value.label for said in reading.entities[0].notes]
    assert labels == ["list_reason", "list_reason", "nationality"]
    assert faults(reading) == [(2, "bad-value")]


def test_more_notes_than_an_entity_holds_are_told() -> None:
    columns = ",".join(f"c{number}" for number in range(1_001))
    cells = ",".join("x" for _ in range(1_001))
    assert faults(read("csv", f"name,{columns}\nKarim Salem,{cells}")) == [(2, "too-many-notes")]


def test_more_names_than_an_entity_holds_are_notes() -> None:
    aliases = "|".join(f"Karim Salem{number}" for number in range(1_000))
    assert faults(read("csv", f"name,aliases\nKarim Salem,{aliases}")) == [(2, "bad-value")]


@pytest.mark.parametrize("text", ["", "nom,id\nKarim Salem,1\n", "name,name\na b,c d\n"])
def test_another_header_is_refused_whole(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read("csv", text)
    assert refused.value.rule == "not-this-format"
