"""A draft from an article, and the known names found in it through the port."""

import hashlib
from collections.abc import Sequence

import pytest

from tests.tree import ROOT
from wasl.core.grading import Scale
from wasl.core.matching.intake.known import Known, known_in
from wasl.core.matching.intake.page import Told
from wasl.core.matching.intake.report import Article, draft_report
from wasl.core.matching.intake.words import folded

ANCHOR = ROOT.parent / "shared" / "data" / "article-2024-10-11.txt"

LISTED = {
    "karim bensalem": ("k", 900),
    "كريم سالم": ("k", 800),
    "bensalem omar": ("o", 600),
    "salem d'oran": ("s", 700),
}


def look_up(spellings: Sequence[str]) -> list[Known | None]:
    """Names as they are written, each with a score of its own."""
    found = [(spelled, LISTED.get(folded(spelled))) for spelled in spellings]
    return [
        Known(entity=held[0], name=spelled, score=held[1], why="as written") if held else None
        for spelled, held in found
    ]


def _stands(text: str) -> list[tuple[str, list[str]]]:
    return [
        (match.known.entity, [stand.text for stand in match.stands])
        for match in known_in(text, 0, look_up)
    ]


def test_a_known_name_is_found_with_the_surnames_after_it() -> None:
    text = "Bensalem parle. Puis Karim Bensalem. Et Bensalem encore, sans bensalem."
    assert _stands(text) == [("k", ["Karim Bensalem", "Bensalem"])]


def test_of_two_names_that_overlap_the_better_stands() -> None:
    assert _stands("Karim Bensalem Omar dort") == [("k", ["Karim Bensalem"])]


def test_what_sticks_to_an_arabic_name_is_taken_off() -> None:
    assert _stands("قال لكريم سالم ثم عاد سالم وكريم") == [("k", ["لكريم سالم", "سالم", "وكريم"])]


def test_a_name_goes_over_an_elision_and_not_over_a_full_stop() -> None:
    assert _stands("le Salem d’Oran") == [("s", ["Salem d’Oran"])]
    assert _stands("Karim. Bensalem") == []


def test_the_best_match_comes_first() -> None:
    text = "Salem d’Oran et Karim Bensalem"
    assert [entity for entity, _stood in _stands(text)] == ["k", "s"]


def _article(text: str, told: Told | None = None) -> Article:
    return Article(file="a.txt", content=text.encode(), text=text, told=told or Told())


TEXT = """\
Le Journal Inventé
Une visite très attendue à Alger
11 octobre 2024
Le général Karim Bensalem a visité Alger. Avec lui, Nadia Ferhat parle au Conseil supérieur.
"""


def test_a_draft_is_graded_lowest_and_refers_to_its_article() -> None:
    draft = draft_report(_article(TEXT), Scale.FOUR_BY_FOUR, None)
    assert draft["report"]["grading"] == {"scale": "4x4", "source": "X", "information": "4"}
    assert draft["article"]["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert draft["report"]["source"]["date"] == "2024-10-11"
    assert draft["report"]["state"] == "draft"
    assert draft["matches"] == []
    admiralty = draft_report(_article(TEXT), Scale.ADMIRALTY, None)
    assert admiralty["report"]["grading"]["source"] == "F"


def test_a_person_is_mentioned_or_an_official_where_a_title_says_so() -> None:
    draft = draft_report(_article(TEXT), Scale.FOUR_BY_FOUR, look_up)
    roles = {held["name"]["written"]: held["role"] for held in draft["report"]["persons"]}
    assert roles == {"Karim Bensalem": "OFFICIAL", "Nadia Ferhat": "MENTIONED"}
    assert draft["matches"][0]["entity"] == "k"
    assert [held["kind"] for held in draft["mentions"]] == [
        "person",
        "place",
        "person",
        "organization",
    ]


def test_a_quote_stands_where_it_says() -> None:
    long = f"{'mot ' * 100}Nadia Ferhat parle{' mot' * 100}\n"
    for text in (TEXT, long, "Nadia Ferhat parle"):
        for quote in draft_report(_article(text), Scale.FOUR_BY_FOUR, None)["report"]["quotes"]:
            assert text[quote["start"] : quote["end"]] == quote["text"]
            assert len(quote["text"]) <= 240


def test_an_article_without_date_or_title_is_drafted_all_the_same() -> None:
    draft = draft_report(_article("mot"), Scale.FOUR_BY_FOUR, None)
    assert draft["article"]["published"] is None
    assert draft["report"]["source"]["date"] == ""


def test_the_article_the_project_starts_from() -> None:
    if not ANCHOR.is_file():
        pytest.skip("../shared/data/article-2024-10-11.txt is not here")
    article = _article(ANCHOR.read_text(encoding="utf-8"))
    draft = draft_report(article, Scale.FOUR_BY_FOUR, None)
    found: dict[str, list[str]] = {}
    for mention in draft["mentions"]:
        found.setdefault(mention["kind"], []).append(mention["text"])
    assert sorted(found["person"]) == [
        "Dbeibeh",
        "Ibrahim Mourad",
        "Imad Trabelsi",
        "Khalifa Haftar",
        "Mahmoud Hamza",
        "Said Chanegriha",
    ]
    assert sorted(found["organization"]) == [
        "444e Brigade",
        "Département du renseignement militaire",
        "gouvernement d’union nationale",
    ]
    assert sorted(found["place"]) == ["Alger", "Algérie", "Libye", "Tripoli"]
    assert draft["article"]["publication"] == "Sahel Media"
    assert draft["article"]["published"]["day"] == "2024-10-11"
    assert draft["article"]["captured"]["day"] == "2024-11-14"
    surnames = [m["text"] for m in draft["mentions"] if m.get("surname_only")]
    assert surnames == ["Dbeibeh"]
