"""Mentions in French, English and Arabic: what is proposed, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.matching.intake.mentions import Mention, mentions_in
from wasl.core.matching.intake.places import PlaceKind, known_places, places_by_name
from wasl.core.matching.intake.spans import MentionKind

PERSON, PLACE, ORGANIZATION = MentionKind.PERSON, MentionKind.PLACE, MentionKind.ORGANIZATION


def _found(text: str, kind: MentionKind) -> list[str]:
    return [mention.text for mention in mentions_in(text) if mention.kind is kind]


def _one(text: str, kind: MentionKind = PERSON) -> Mention:
    found = [mention for mention in mentions_in(text) if mention.kind is kind]
    assert len(found) == 1, found
    return found[0]


# ------------------------------------------------------------------------------- persons


@pytest.mark.parametrize(
    ("text", "name", "title", "of_the_state"),
    [
        ("Le général de brigade libyen Karim Bensalem parle.", "Karim Bensalem",
         "général de brigade libyen", True),
        ("le ministre de l’Intérieur par intérim, Omar Laïd, parle", "Omar Laïd",
         "ministre de l’Intérieur par intérim", True),
        ("avec son homologue algérien, Omar Laïd", "Omar Laïd", "homologue algérien", True),
        ("le chef d’état-major de l’armée, Omar Laïd", "", "", False),
        ("le patron Omar Laïd", "Omar Laïd", "patron", False),
        ("la visite de Omar Laïd", "Omar Laïd", "", False),
        ("Libyan Prime Minister Omar Laid said", "Omar Laid", "Prime Minister", True),
        ("Il dort. Général Omar Laïd parle", "Omar Laïd", "Général", True),
        ("le maréchal Ben Salem", "Ben Salem", "maréchal", True),
        ("devant Ahmed ben Salah et le public", "Ahmed ben Salah", "", False),
        ("le général Omar Laïd-Salem", "Omar Laïd-Salem", "général", True),
    ],
)  # fmt: skip
def test_a_person_is_proposed_with_the_title_before(
    text: str, name: str, title: str, of_the_state: bool
) -> None:
    if not name:
        assert _one(text).text == "Omar Laïd"
        return
    person = _one(text)
    assert (person.text, person.title, person.of_the_state) == (name, title, of_the_state)


def test_a_title_of_another_sentence_is_of_somebody_else() -> None:
    assert _one("Il a vu le général. Omar Laïd dort").title == ""


def test_a_surname_alone_belongs_to_the_fuller_name() -> None:
    text = "Le maréchal Laïd attend. Omar Laïd est là, dit-on de Laïd."
    person = _one(text)
    assert person.text == "Omar Laïd"
    assert person.spellings == ("Omar Laïd", "Laïd")
    assert [text[start:end] for start, end in person.stands] == ["Laïd", "Omar Laïd", "Laïd"]
    assert person.title == "maréchal"
    assert not person.surname_only


def test_a_surname_with_nothing_fuller_is_proposed_as_such() -> None:
    person = _one("le gouvernement de Laïdi est là")
    assert person.text == "Laïdi"
    assert person.surname_only


@pytest.mark.parametrize(
    "text",
    [
        "De toute évidence, cela dort. Des relations loin de tout.",
        "le ministère de l’Intérieur et la Défense",
        "il est à Zarzaïtine depuis Lundi",
        "Un combat agite tout",
        "il va-t-‘en-guerre",
        "un Xy dort",
        "Hier dort",
        "la ville de Oran",
        "devant Omar ben Défense",
    ],
)
def test_what_only_begins_with_a_capital_is_nobody(text: str) -> None:
    assert _found(text, PERSON) == []


def test_a_name_at_the_head_of_a_sentence_is_known_by_its_capital_elsewhere() -> None:
    assert _found("Laïdi parle. On écoute Laïdi.", PERSON) == ["Laïdi"]


# ------------------------------------------------------------------------------- Arabic


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("التقى العميد كريم سالم مدير المكتب", ["كريم سالم"]),
        ("قال الفريق أول كريم سالم", ["كريم سالم"]),
        ("مع وزير الداخلية المكلف عمر العيد في طرابلس", ["عمر العيد"]),
        ("وللعقيد عمر بن سالم كلمة", ["عمر بن سالم"]),
        ("والعميد عمر سالم", ["عمر سالم"]),
        ("وصل الوزير في المساء", []),
        ("وصل الوزير", []),
        ("مدير الاستخبارات العسكرية الليبية بالجزائر", []),
        ("العميد Karim", ["Karim"]),
        ("العميد كريم، سالم", ["كريم"]),
    ],
)
def test_behind_an_arabic_title_a_name_is_proposed(text: str, names: list[str]) -> None:
    assert _found(text, PERSON) == names


def test_a_sheikh_is_not_of_the_state_by_his_title() -> None:
    assert not _one("قال الشيخ كريم سالم").of_the_state
    assert _one("قال العميد كريم سالم").of_the_state


# ------------------------------------------------------------------------------- organizations


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("la « 444e Brigade », dit-on", ["444e Brigade"]),
        ("le Département du renseignement militaire des forces", [
            "Département du renseignement militaire"]),
        ("le gouvernement d’union en Libye", ["gouvernement d’union"]),
        ("le gouvernement d’Union nationale de Tripoli", ["gouvernement d’Union nationale"]),
        ("the Government of National Unity said", ["Government of National Unity"]),
        ("le Conseil supérieur dort", ["Conseil supérieur"]),
        ("le Parti Inventé Nouveau", ["Parti Inventé Nouveau"]),
        ("la Brigade Omar Laïd", ["Brigade Omar Laïd"]),
        ("selon AFP et l’ONU", ["AFP", "ONU"]),
        ("le gouvernement de Laïdi", []),
        ("le gouvernement dort", []),
        ("le gouvernement", []),
        ("la Brigade", []),
        ("la Brigade de", []),
        ("le directeur du département des renseignements", []),
        ("TOUT EST ECRIT EN CAPITALES", []),
    ],
)  # fmt: skip
def test_an_organization_is_told_by_what_it_is_of(text: str, names: list[str]) -> None:
    assert _found(text, ORGANIZATION) == names


def test_a_shorter_name_of_one_organization_is_the_same() -> None:
    text = "le gouvernement d’union nationale et le gouvernement d’union en Libye"
    organization = _one(text, ORGANIZATION)
    assert organization.text == "gouvernement d’union nationale"
    assert len(organization.stands) == 2


# ------------------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("de Tizi-Ouzou à Tizi Ouzou", ["Tizi Ouzou"]),
        ("à N’Djamena et N'Djamena", ["N’Djamena"]),
        ("un alger sans capitale", []),
        ("بالجزائر وليبيا وبطرابلس", ["بالجزائر", "وليبيا", "وبطرابلس"]),
        ("زار ليبيا ثم وليبيا", ["ليبيا"]),
        ("للجزائر", ["للجزائر"]),
        ("Sidi Bel Abbès dort", ["Sidi Bel Abbès"]),
    ],
)
def test_a_place_is_found_in_the_gazetteer(text: str, names: list[str]) -> None:
    assert _found(text, PLACE) == names


def test_a_place_has_its_country() -> None:
    assert _one("à Ghadamès", PLACE).country == "LY"


def test_the_gazetteer_has_three_languages_and_every_kind() -> None:
    places = list(known_places())
    assert {place.kind for place in places} == set(PlaceKind)
    assert all(place.names for place in places)
    assert all(place.country.isupper() and len(place.country) == 2 for place in places)
    units = [place for place in places if place.country == "DZ" and place.kind is PlaceKind.UNIT]
    assert len(units) == 57  # Algiers, the fifty-eighth, is the capital
    assert places_by_name()["alger"].kind is PlaceKind.CAPITAL


def test_nothing_before_the_article_is_a_mention() -> None:
    text = "Sahel Inventé\nOmar Laïd dort"
    assert [mention.text for mention in mentions_in(text, 14)] == ["Omar Laïd"]


@given(st.text(max_size=200))
def test_any_text_has_mentions_that_stand_in_it(text: str) -> None:
    for mention in mentions_in(text):
        for start, end in mention.stands:
            assert text[start:end] in mention.spellings
