"""A web page read as its reader sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.interop.html_text import read_html

PAGE = """<!doctype html><html><head><title>x</title>
<meta property="og:site_name" content="Le Journal Inventé">
<meta property="article:published_time" content="2024-10-11T09:00:00+01:00">
<meta name="author" content="K. Bensalem"><meta name="author" content="Un autre">
<link rel="canonical" href="https://journal.example/a"><link rel="icon" href="x">
<script>alert("Omar Laïd")</script></head>
<body><nav>Menu</nav><h1>Une visite &amp; une
 <b>réponse</b></h1><h1>Autre</h1><p>Le général   Karim Bensalem</p><style>p {}</style>
<div>parle.<br>Fin</div></nav></body></html>"""


def test_what_is_seen_is_read_in_lines_and_scripts_are_not() -> None:
    text, _told = read_html(PAGE)
    assert text.split("\n") == [
        "Une visite & une",
        "réponse",
        "Autre",
        "Le général Karim Bensalem",
        "parle.",
        "Fin",
    ]


def test_a_page_tells_of_itself() -> None:
    _text, told = read_html(PAGE)
    assert told.title == "Une visite & une réponse"
    assert told.publication == "Le Journal Inventé"
    assert told.author == "K. Bensalem"
    assert told.address == "https://journal.example/a"
    assert told.published.startswith("2024-10-11")


def test_text_without_markup_is_no_page() -> None:
    with pytest.raises(RefusedError) as refused:
        read_html("un texte")
    assert refused.value.rule == "not-this-format"


@given(st.text(alphabet="<>/ahdpscriptnv!-\"'=& \n", max_size=120))
def test_any_markup_is_read_or_refused(text: str) -> None:
    try:
        read_html(text)
    except RefusedError as refusal:
        assert refusal.rule == "not-this-format"
