"""The SDN list as CSV: invented rows in its form."""

import pytest

from tests.interop.reading import (
    FILES,
    content_of,
    faults,
    first_person,
    named,
    names,
    notes,
    read,
)
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.kinds import IdentityPaper, Vehicle, Vessel
from wasl.interop.ofac_list import read_ofac_list
from wasl.interop.rows import Source


def test_other_names_come_from_the_file_beside() -> None:
    assert names(first_person(read("ofac-csv"))) == [
        ("primary", "BENSALEM, Karim"),
        ("alias", "BENSALIM, Kareem"),
        ("former", "NOURI, Karim"),
        ("alias", "BEN SALEM, K."),
        ("weak_alias", "ABOU NOUR"),
    ]


def test_a_name_of_a_person_has_its_parts_beside_its_text() -> None:
    parts = first_person(read("ofac-csv")).names[0].value.parts
    assert [(part.part, part.text) for part in parts] == [
        ("family", "BENSALEM"),
        ("given", "Karim"),
    ]


def test_what_stands_only_in_remarks_is_read_and_the_remarks_are_kept() -> None:
    person = first_person(read("ofac-csv"))
    assert [said.value.value for said in person.birth] == ["1971-03-08", "1970"]
    assert person.birth_place[0].value.country == "DZ"
    assert person.nationality[0].value.country == "DZ"
    assert person.sex[0].value == "M"
    assert notes(person)["remarks"].endswith("(Linked To: INVENTED TRADING).")


def test_a_paper_of_the_remarks_is_a_paper() -> None:
    papers = [held for held in read("ofac-csv").entities if isinstance(held, IdentityPaper)]
    assert [paper.number[0].value.key for paper in papers] == ["X0001"]
    assert papers[0].expires[0].value.value == "2024-05-07"


def test_vessels_and_aircraft_are_what_they_are() -> None:
    vessel, aircraft = named(read("ofac-csv"), "INVENTED STAR"), named(read("ofac-csv"), "XX-ABC")
    assert isinstance(vessel, Vessel)
    assert (vessel.imo[0].value.key, vessel.mmsi[0].value.key) == ("9000001", "370000001")
    assert isinstance(aircraft, Vehicle)
    assert notes(aircraft)["type"] == "aircraft"


def test_null_is_nothing() -> None:
    assert notes(named(read("ofac-csv"), "INVENTED TRADING COMPANY")) == {"program": "INVENTED"}


def test_every_bad_row_is_told_with_its_line_and_file() -> None:
    reading = read("ofac-csv")
    assert faults(reading) == [
        (5, "bad-kind"),
        (6, "bad-columns"),
        (7, "bad-id"),
        (8, "empty-name"),
        (9, "twice"),
        (5, "bad-columns"),
        (4, "orphan"),
    ]
    assert [fault.file for fault in reading.faults][-2:] == ["alt", "alt"]


def test_without_the_file_beside_it_the_list_is_read_all_the_same() -> None:
    source = Source(content=content_of("ofac-csv"), role=HomeRole.LISTED)
    assert len(first_person(read_ofac_list(source)).names) == 2


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"name,b,c,d,e,f,g,h,i,j,k,l\n"])
def test_another_table_is_refused_whole(content: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read("ofac-csv", content)
    assert refused.value.rule == "not-this-format"


def test_another_file_beside_it_is_refused_whole() -> None:
    source = Source(
        content=content_of("ofac-csv"),
        role=HomeRole.LISTED,
        beside=(FILES / "sdn.csv").read_bytes(),
    )
    with pytest.raises(RefusedError) as refused:
        read_ofac_list(source)
    assert refused.value.detail["wanted"] == 5
