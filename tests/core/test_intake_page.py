"""The head of an article: title, dates, language, where the article begins."""

import pytest

from wasl.core.matching.intake.page import Page, Told, dates_in, language_of, read_page
from wasl.core.matching.intake.words import words_of

BODY = (
    "Le général Karim Bensalem a visité la ville avec une délégation.\nIl est reparti le soir.\n"
)


def _page(text: str, told: Told | None = None) -> Page:
    return read_page(text, told or Told())


def test_a_title_printed_twice_is_the_title() -> None:
    title = "Que cache la visite du directeur ?"
    head = "Le Journal Inventé\n\nL’œil qui ne dort jamais sur la région\n\n"
    text = f"{head}{title}\n{title}{title}\n\n{BODY}"
    page = _page(text)
    assert page.title == title
    assert page.publication == "Le Journal Inventé"
    assert text[page.body_start :].strip() == BODY.strip()


def test_the_date_nearest_the_title_is_that_of_publication() -> None:
    head = "jeu. Nov 14th, 2024\nSahel Inventé\nUne visite très attendue à Alger\nOct 11, 2024\n"
    text = head + BODY
    page = _page(text)
    assert page.title == "Une visite très attendue à Alger"
    assert page.published is not None
    assert page.captured is not None
    assert (page.published.day, page.captured.day) == ("2024-10-11", "2024-11-14")
    assert [dated.day for dated in page.dates] == ["2024-11-14", "2024-10-11"]
    assert text[page.published.start : page.published.end] == "Oct 11, 2024"


def test_without_a_date_the_first_long_line_is_the_title() -> None:
    page = _page(f"Brève\nUne visite très attendue à Alger\n{BODY}")
    assert page.title == "Une visite très attendue à Alger"
    assert page.published is None
    assert page.captured is None


def test_a_short_line_alone_is_a_title() -> None:
    assert _page("Brève").title == "Brève"


def test_a_page_of_nothing_has_no_title() -> None:
    page = _page(" \n ")
    assert (page.title, page.publication, page.body_start) == ("", "", 0)


def test_what_the_page_tells_of_itself_comes_first() -> None:
    told = Told(
        title="Une visite",
        publication="Le Journal",
        author="K. Bensalem",
        address="https://journal.example/a",
        published="2024-10-12T09:00",
    )
    page = _page(f"Une visite\nOct 11, 2024\n{BODY}", told)
    assert page.published is not None
    assert (page.title, page.publication, page.author) == (
        "Une visite",
        "Le Journal",
        "K. Bensalem",
    )
    assert (page.address, page.published.day) == ("https://journal.example/a", "2024-10-12")


def test_a_title_the_page_does_not_show_has_no_line() -> None:
    page = _page(f"Brève\n{BODY}", Told(title="Ailleurs"))
    assert (page.title, page.publication) == ("Ailleurs", "")
    dated = _page(f"11 octobre 2024\n{BODY}", Told(title="Ailleurs"))
    assert dated.published is not None


def test_author_and_address_are_found_where_they_stand() -> None:
    page = _page(
        f"Une visite très attendue\nPar Karim Bensalem\nhttps://journal.example/a.\n{BODY}"
    )
    assert (page.author, page.address) == ("Karim Bensalem", "https://journal.example/a")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le 4 octobre 2024", "2024-10-04"),
        ("1er janvier 2024", "2024-01-01"),
        ("4th October 2024", "2024-10-04"),
        ("Oct. 4, 2024", "2024-10-04"),
        ("2024-10-04", "2024-10-04"),
        ("04/10/2024", "2024-10-04"),
        ("٤ أكتوبر ٢٠٢٤", "2024-10-04"),
        ("4 جويلية 2024", "2024-07-04"),
    ],
)
def test_a_date_is_read_in_three_languages(text: str, day: str) -> None:
    assert [dated.day for dated in dates_in(text)] == [day]


@pytest.mark.parametrize("text", ["le 4 octobre", "31/02/2024", "Oct 41, 2024", "2024"])
def test_what_is_no_whole_day_is_no_date(text: str) -> None:
    assert list(dates_in(text)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("التقى العميد كريم بن سالم", "ar"),
        ("Le général a visité la ville.", "fr"),
        ("The general visited the town.", "en"),
        ("", "fr"),
    ],
)
def test_a_language_is_told_by_script_and_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_an_elided_word_is_one_and_a_name_is_not_parted() -> None:
    words = [word.text for word in words_of("l’armée d'Oran et M'Hamed de N’Djamena, aujourd’hui")]
    assert words == ["l", "armée", "d", "Oran", "et", "M'Hamed", "de", "N’Djamena", "aujourd’hui"]


def test_a_word_knows_where_a_sentence_begins() -> None:
    firsts = [
        word.text for word in words_of("L’armée dort. Elle attend, dit-on.\nFin") if word.first
    ]
    assert firsts == ["L", "armée", "Elle", "Fin"]
