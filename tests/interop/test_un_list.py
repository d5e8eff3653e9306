"""The list of the United Nations: invented entries in its form, and the excerpt where it is."""

from pathlib import Path

import pytest

from tests.interop.reading import content_of, faults, first_person, named, names, notes, read
from tests.tree import ROOT
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.kinds import IdentityPaper, Organization
from wasl.core.matching.entities.listing import count
from wasl.core.matching.entities.reading import entity_id
from wasl.interop.several import in_other_scripts, several

EXCERPT = ROOT.parent / "shared" / "data" / "un-consolidated-dev.xml"
LIST = content_of("un-sc-xml").decode()


def _refused(text: str | bytes) -> dict[str, object]:
    with pytest.raises(RefusedError) as refused:
        read("un-sc-xml", text)
    return {"rule": refused.value.rule, **refused.value.detail}


def test_every_name_is_read_with_its_quality() -> None:
    assert names(first_person(read("un-sc-xml"))) == [
        ("primary", "KARIM BENSALEM"),
        ("original", "كريم بن سالم"),
        ("alias", "Karim Ben Salem"),
        ("alias", "Kareem Bensalim"),
        ("alias", "Abdelkrim Bensalem"),
        ("weak_alias", "Abou Nour"),
        ("weak_alias", "أبو نور"),
        ("former", "كريم النوري"),
        ("former", "Karim al-Nouri"),
        ("former", "Karim Nouri"),
        ("alias", "Karimov"),
        ("alias", "Каримов"),
    ]


def test_births_are_told_as_exact_about_or_between() -> None:
    births = [said.value for said in first_person(read("un-sc-xml")).birth]
    assert [(when.value, when.precision, when.to) for when in births] == [
        ("1971-03-08", "day", None),
        ("1970", "year", None),
        ("1968", "range", "1972"),
    ]


def test_a_person_of_the_list_is_listed_and_no_more() -> None:
    person = first_person(read("un-sc-xml"))
    assert person.role == "LISTED"
    assert person.ref == "un-sc:9000001"
    assert person.sources[0].as_of == "2021-11-15"


def test_a_country_keeps_its_writing_and_gets_its_code_where_it_is_known() -> None:
    nations = [said.value for said in first_person(read("un-sc-xml")).nationality]
    assert [(nation.as_written, nation.country) for nation in nations] == [
        ("Algeria", "DZ"),
        ("former Atlantis", None),
    ]


def test_a_paper_points_to_its_holder_and_has_a_key() -> None:
    reading = read("un-sc-xml")
    papers = [entity for entity in reading.entities if isinstance(entity, IdentityPaper)]
    passport, other = papers
    assert passport.holder[0].value.entity == entity_id(first_person(reading))
    assert passport.number[0].value.key == "X0001"
    assert passport.expires[0].value.value == "2024-05-07"
    assert (passport.type, other.type) == ("passport", "other")
    assert notes(other)["number"] == "--"


def test_nothing_of_an_entry_is_dropped_in_silence() -> None:
    held = notes(first_person(read("un-sc-xml")))
    assert held["comments1"] == "An invented person."
    assert held["title"] == "Dr."
    assert held["alias_quality"] == "Odd"
    assert notes(named(read("un-sc-xml"), "NADIA FERHAT")) == {
        "gender": "unknown",
        "birth": "1971-02-30",
    }


def test_an_organization_of_two_names_has_both() -> None:
    entity = named(read("un-sc-xml"), "ITC HOLDING")
    assert isinstance(entity, Organization)
    assert names(entity)[0] == ("primary", "INVENTED TRADING COMPANY (ITC)")


def test_every_bad_row_is_told_with_its_line() -> None:
    assert faults(read("un-sc-xml")) == [
        (4, "bad-number"),
        (38, "empty-name"),
        (43, "bad-id"),
        (47, "twice"),
        (51, "bad-date"),
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("A B; C D", ["A B", "C D"]),
        ("a) A B b) C D", ["A B", "C D"]),
        ("A B (ITC)", ["A B (ITC)"]),
        ("هيئة (Hay at; Hayat)", ["هيئة", "Hay at", "Hayat"]),
        ("A (HTS) (هيئة (original script); B)", ["A (HTS)", "هيئة", "B"]),
        ("Karimov (original script: Каримов", ["Karimov", "Каримов"]),
        ('"Salem, Karim"', ["Salem, Karim"]),
        (" ".join("ABCDEFGHIJKLMNOP") + " (Q R)", [" ".join("ABCDEFGHIJKLMNOP"), "Q R"]),
        ("", []),
    ],
)
def test_names_in_one_field_are_told_apart(written: str, found: list[str]) -> None:
    assert several(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("In Arabic: سيف العدل ", ["سيف العدل"]),
        ("original script: Ахмад Шишани", ["Ахмад Шишани"]),
        ("formerly listed as", []),
        ("و", []),
        ("نعم", []),
    ],
)
def test_names_in_another_script_are_found_in_a_remark(written: str, found: list[str]) -> None:
    assert in_other_scripts(written) == found


# ----------------------------------------------------------------------- what is refused whole


def test_a_doctype_is_refused_before_anything_is_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert _refused(LIST.replace('<?xml version="1.0" encoding="UTF-8"?>', bomb)) == {
        "rule": "not-this-format",
        "why": "doctype",
    }


@pytest.mark.parametrize("text", ["", "no xml", "<A/>", LIST[:500], "<CONSOLIDATED_LIST>&x;"])
def test_what_is_no_such_list_is_refused_whole(text: str) -> None:
    assert _refused(text)["rule"] == "not-this-format"


def test_elements_nested_without_end_are_refused() -> None:
    text = f"<CONSOLIDATED_LIST>{'<INDIVIDUAL>' * 40}"
    assert _refused(text)["why"] == "depth"


def test_a_list_without_entries_is_refused() -> None:
    assert _refused("<CONSOLIDATED_LIST/>")["rule"] == "nothing-listed"


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    content = LIST.encode()
    at = content.index(b"BENSALEM")
    broken = content[:at] + b"\xe9" + content[at + 1 :]
    assert _refused(broken) == {"rule": "wrong-encoding", "byte": at}


def test_another_encoding_claimed_by_the_file_is_not_believed() -> None:
    claimed = LIST.replace('encoding="UTF-8"', 'encoding="ISO-8859-6"')
    assert names(first_person(read("un-sc-xml", claimed)))[1][1] == "كريم بن سالم"


# ----------------------------------------------------------------------- the excerpt


@pytest.fixture
def excerpt() -> Path:
    """The excerpt of the real list, which is no part of the project."""
    if not EXCERPT.is_file():
        pytest.skip("../shared/data/un-consolidated-dev.xml is not here")
    return EXCERPT


def test_the_excerpt_is_read_without_a_fault(excerpt: Path) -> None:
    reading = read("un-sc-xml", excerpt.read_bytes())
    counts = count(reading.entities)
    assert reading.faults == ()
    assert (counts.kinds["person"], counts.kinds["organization"]) == (220, 273)
    assert counts.scripts["Arab"] > 136
    assert counts.flagged > 0
