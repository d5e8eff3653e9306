"""Bodies: what officers write, read from untrusted bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.case import FACTS, PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import Body, check_body, languages_of, persons_of, read_body
from wasl.core.exchange.note import Sent
from wasl.core.exchange.report import Assessment, Release
from wasl.core.exchange.request import Asked
from wasl.core.terms import BodyRule, Language, PersonRole

BODIES = {
    rule.body
    for rules in (*(kind.moves for kind in PROCEDURES.values()), FACTS)
    for rule in rules.values()
    if rule.body is not None
}
Json = dict[str, object]


def report(**changed: object) -> Json:
    """A report about two invented persons."""
    return {
        "title": {"ar": "شاحنة عند المعبر", "fr": "Un camion au poste"},
        "text": {"ar": "وصلت الشاحنة ليلا.\nلم تفتش.", "fr": "Arrivé de nuit.\nPas fouillé."},
        "source": {"name": "Le Quotidien inventé", "date": "2024-10-11", "language": "fr"},
        "persons": [
            {
                "role": "SUSPECT",
                "name": {"written": "سمير المثال", "script": "Arab"},
                "born": "1980",
                "nationality": "DZ",
            },
            {"role": "WITNESS", "born": "1975-02-28"},
        ],
        "places": [
            {
                "name": {"written": "Poste de l'Exemple", "script": "Latn"},
                "lat_udeg": 26_000_000,
                "lon_udeg": 9_500_000,
                "radius_m": 500,
            }
        ],
        **changed,
    }


def question(**changed: object) -> Json:
    """A request that names nobody."""
    text = {"en": "In words."}
    return {"question": text, "facts": text, "offence": text, "why_you": text, **changed}


def refusal(model: type[Body], said: object) -> str:
    """The rule a body breaks, or nothing."""
    try:
        read_body(model, json.dumps(said, separators=(",", ":")).encode())
    except RefusedError as error:
        return error.rule
    return ""


def person(**fields: object) -> Json:
    """A report about one person."""
    return report(persons=[fields])


def test_a_whole_report_is_read() -> None:
    body = read_body(Release, json.dumps(report()).encode())
    assert body.persons[0].role is PersonRole.SUSPECT


def test_a_field_another_version_knows_is_kept() -> None:
    body = read_body(Release, json.dumps(report(weather="clear")).encode())
    assert body.model_extra == {"weather": "clear"}


def test_a_person_without_a_role_is_role_missing() -> None:
    assert refusal(Release, person(born="1980")) == "role-missing"


def test_a_role_that_is_no_code_is_a_bad_body() -> None:
    assert refusal(Release, person(role="GUILTY")) == "bad-body"


def test_an_informant_is_never_named() -> None:
    name = {"written": "Nom Inventé", "script": "Latn"}
    assert refusal(Release, person(role="INFORMANT", name=name)) == "bad-body"


@pytest.mark.parametrize("field", ["born", "nationality", "alias"])
def test_an_informant_is_not_described_either(field: str) -> None:
    said = {"born": "1980", "nationality": "LY", "alias": "le chauve"}
    assert refusal(Release, person(role="INFORMANT", **{field: said[field]})) == "bad-body"


def test_an_informant_may_be_counted() -> None:
    assert refusal(Release, person(role="INFORMANT")) == ""


@pytest.mark.parametrize("born", ["80", "1980-02-30", "1980-2-3", "19800203", "١٩٨٠", 1980])
def test_a_birth_that_is_no_year_and_no_day_is_a_bad_body(born: object) -> None:
    assert refusal(Release, person(role="SUSPECT", born=born)) == "bad-body"


@pytest.mark.parametrize("coordinate", ["lat_udeg", "lon_udeg"])
def test_half_a_coordinate_is_a_bad_body(coordinate: str) -> None:
    place = {"name": {"written": "Ici", "script": "Latn"}, coordinate: 1}
    assert refusal(Release, report(places=[place])) == "bad-body"


def test_a_place_may_be_known_by_its_name_only() -> None:
    place = {"name": {"written": "هنا", "script": "Arab"}, "country": "LY"}
    assert refusal(Release, report(places=[place])) == ""


def test_a_text_in_no_language_is_language_missing() -> None:
    assert refusal(Release, report(title={})) == "language-missing"


def test_a_text_in_a_language_we_do_not_write_is_a_bad_body() -> None:
    assert refusal(Release, report(title={"it": "Un camion"})) == "bad-body"


@pytest.mark.parametrize("absent", ["source", "persons"])
def test_what_is_absent_is_left_out_and_never_null(absent: str) -> None:
    assert refusal(Release, report(**{absent: None})) == "bad-body"


@pytest.mark.parametrize("letter", ["\u202e", "\u202d", "\u0000", "\u001b", "\t", "\r", "\u0085"])
def test_prose_with_a_control_or_a_direction_override_is_unsafe(letter: str) -> None:
    assert refusal(Release, report(title={"en": f"a{letter}b"})) == "unsafe-text"


@pytest.mark.parametrize("letter", ["\n", "\u200f", "\u200d", "\u2067", "é", "ڨ"])
def test_prose_keeps_what_arabic_and_french_need(letter: str) -> None:
    assert refusal(Release, report(title={"en": f"a{letter}b"})) == ""


@pytest.mark.parametrize("letter", ["\n", "\u202e", "\u2067", "\u200f", "\u2028", "\u00ad"])
def test_a_name_holds_nothing_that_could_turn_or_break_it(letter: str) -> None:
    name = {"written": f"a{letter}b", "script": "Latn"}
    assert refusal(Release, person(role="SUSPECT", name=name)) == "unsafe-text"


def test_a_name_may_join_its_letters() -> None:
    name = {"written": "مى\u200cخواهم", "script": "Arab"}
    assert refusal(Release, person(role="SUSPECT", name=name)) == ""


def test_a_person_in_a_request_is_linked_to_its_purpose() -> None:
    asked = question(persons=[{"role": "SUSPECT"}])
    assert refusal(Asked, asked) == "bad-body"
    assert refusal(Asked, {**asked, "link_of_person": {"fr": "Au volant."}}) == ""


def test_a_note_between_desks_lists_nobody() -> None:
    assert refusal(Sent, {"text": {"fr": "Bonjour"}, "persons": [{"role": "SUSPECT"}]})
    assert refusal(Sent, {"text": {"fr": "Bonjour"}}) == ""


def test_the_refusal_names_the_field_and_never_what_stood_in_it() -> None:
    with pytest.raises(RefusedError) as refused:
        read_body(Release, json.dumps(report(title={"سمير المثال": "x"})).encode())
    assert refused.value.detail == {"field": "title"}


def test_persons_are_counted_by_role() -> None:
    body = read_body(Release, json.dumps(report()).encode())
    assert persons_of(body) == {PersonRole.SUSPECT: 1, PersonRole.WITNESS: 1}


def test_two_persons_of_one_role_count_twice() -> None:
    said = report(persons=[{"role": "UNKNOWN"}, {"role": "UNKNOWN"}])
    assert persons_of(read_body(Release, json.dumps(said, separators=(",", ":")).encode())) == {
        PersonRole.UNKNOWN: 2
    }


def test_a_body_is_in_the_languages_all_its_texts_are_in() -> None:
    said = report(title={"ar": "عنوان", "en": "Title"}, text={"ar": "نص", "fr": "Texte"})
    assert languages_of(read_body(Release, json.dumps(said, separators=(",", ":")).encode())) == {
        Language.AR
    }


def test_a_body_without_text_is_in_no_language() -> None:
    assert languages_of(read_body(Assessment, b"{}")) == frozenset()


PERSONS = {PersonRole.SUSPECT: 1, PersonRole.WITNESS: 1}


def test_a_body_that_agrees_with_its_entry_stands() -> None:
    body = read_body(Release, json.dumps(report()).encode())
    assert check_body(body, PERSONS, frozenset({Language.AR, Language.FR})) is None


def test_a_person_the_entry_does_not_count_is_role_missing() -> None:
    body = read_body(Release, json.dumps(report()).encode())
    assert check_body(body, {PersonRole.SUSPECT: 1}, frozenset()) == "role-missing"


def test_a_text_that_lacks_a_language_the_entry_claims_is_language_missing() -> None:
    body = read_body(Release, json.dumps(report(title={"fr": "Titre"})).encode())
    claimed = frozenset({Language.AR, Language.FR})
    assert check_body(body, PERSONS, claimed) == "language-missing"


@pytest.mark.parametrize("garbage", [b"", b"\xff", b"[" * 100_000, b'{"title":"\\ud800"}', b"1"])
def test_bytes_that_are_no_body_are_a_bad_body(garbage: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read_body(Release, garbage)
    assert refused.value.rule == "bad-body"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from([*report(), "role", "name", "written", "script", "ar", "uses", "born"])


@given(st.sampled_from(sorted(BODIES, key=lambda body: body.__name__)), st.data())
def test_only_refusals_leave_the_door_of_bodies(model: type[Body], drawn: st.DataObject) -> None:
    said = drawn.draw(st.dictionaries(fields, values, max_size=4))
    untrusted = drawn.draw(
        st.just(json.dumps(said, separators=(",", ":")).encode()) | st.binary(max_size=40)
    )
    try:
        read_body(model, untrusted)
    except RefusedError as error:
        assert error.rule in set(BodyRule)


@given(st.data())
def test_a_report_with_one_field_changed_is_a_report_or_a_refusal(drawn: st.DataObject) -> None:
    said = report(**{drawn.draw(fields): drawn.draw(values)})
    assert refusal(Release, said) in {"", *BodyRule}
