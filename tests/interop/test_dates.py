"""Dates and countries as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.interop.countries import country_code
from wasl.interop.dates import read_date
from wasl.interop.draft import slug
from wasl.interop.papers import paper_type


@pytest.mark.parametrize(
    ("text", "value", "precision", "to"),
    [
        ("1971", "1971", "year", None),
        ("1971-03", "1971-03", "month", None),
        ("1971-03-08", "1971-03-08", "day", None),
        ("١٩٧١-٠٣-٠٨", "1971-03-08", "day", None),
        ("1971-01-01", "1971", "year", None),
        ("01/01/1971", "1971", "year", None),
        ("8/3/1971", "1971-03-08", "day", None),
        ("08.03.1971", "1971-03-08", "day", None),
        ("8 Mar 1971", "1971-03-08", "day", None),
        ("1er janvier 1971", "1971", "year", None),
        ("8 mars 1971", "1971-03-08", "day", None),
        ("٨ جانفي ١٩٧١", "1971-01-08", "day", None),
        ("8 août 1971", "1971-08-08", "day", None),
        ("Mar 1971", "1971-03", "month", None),
        ("circa 1971", "1971", "year", None),
        ("vers 1971", "1971", "year", None),
        ("approximately 1971-03-08", "1971", "year", None),
        ("1970s", "1970", "decade", None),
        ("années 1970", "1970", "decade", None),
        ("1970 to 1975", "1970", "range", "1975"),
        ("between 1970 and 1975", "1970", "range", "1975"),
        ("1970 - 1975", "1970", "range", "1975"),
        ("Mar 1970 to 8 Apr 1971", "1970-03", "range", "1971-04-08"),
        ("1391 AH", "1391", "year", None),
        ("1391-09-12 هـ", "1391-09-12", "day", None),
    ],
)
def test_a_date_is_read_as_far_as_it_tells(
    text: str, value: str, precision: str, to: str | None
) -> None:
    when = read_date(text)
    assert when is not None
    assert (when.value, when.precision, when.to) == (value, precision, to)
    assert when.as_written == (text if text != value else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1391",
        "03/25/1971",
        "8 Foo 1971",
        "1975 to 1970",
        "31/02/1971",
        "1971-3",
        "0000",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    when = read_date(text)
    assert when is None or when.value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Algeria", "DZ"),
        ("l’Algérie", "DZ"),
        ("الجزائر", "DZ"),
        ("dz", "DZ"),
        ("Libye", "LY"),
        ("ليبيا", "LY"),
        ("Iran (Islamic Republic of)", "IR"),
        ("The Sudan", "SD"),
        ("State of Palestine", "PS"),
        ("Democratic Republic of the Congo", "CD"),
        ("Congo", "CG"),
        ("Türkiye", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_in_three_languages(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Diplomatic passport", "passport"),
        ("National Identification Number", "id_card"),
        ("Birth certificate", "birth_act"),
        ("Driver's License No.", "driving"),
        ("Residency Number", "residence"),
        ("Ration card", "other"),
    ],
)
def test_a_paper_is_of_the_kind_its_words_say(words: str, kind: str) -> None:
    assert paper_type(words) == kind


@pytest.mark.parametrize(
    ("field", "label"), [("Desk", "desk"), ("N° 7", "n_7"), ("7", "f_7"), ("قسم", "f")]
)
def test_a_field_has_a_label(field: str, label: str) -> None:
    assert slug(field) == label
