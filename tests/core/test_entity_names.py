"""How names and numbers are written: scripts, flags, limits and keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.matching.cleaning import name_fault
from wasl.core.matching.entities.codes import NameFlag, NameKind
from wasl.core.matching.entities.folding import fold_digits, fold_key
from wasl.core.matching.entities.scripts import (
    flags_of,
    script_of,
    script_of_letter,
    tokens_of,
)
from wasl.core.matching.entities.values import name_as_written, number_as_written


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Karim Bensalem", "Latn"),
        ("Aït Ferhat Zoubīr", "Latn"),
        ("كريم بن سالم", "Arab"),
        ("ﻛﺮﻳﻢ", "Arab"),
        ("Карим Бенсалем", "Cyrl"),
        ("Καρίμ", "Grek"),
        ("ⴽⴰⵔⵉⵎ", "Tfng"),
        ("كريم (K)", "Arab"),
        ("K كريم", "Arab"),
        ("٤٤٤", "Zyyy"),
        ("ـــ", "Zyyy"),
        ("ªº", "Latn"),
        ("", "Zyyy"),
    ],
)
def test_a_name_is_in_the_script_of_most_of_its_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(("text", "script"), [("aك", "Latn"), ("كa", "Arab")])
def test_of_two_scripts_as_many_the_first_counts(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("letter", ["5", "-", "ߊ", "𐤀"])
def test_what_is_no_letter_of_a_script_known_here_is_undetermined(letter: str) -> None:
    assert script_of_letter(letter) == "Zyyy"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Karim Bensalem", ()),
        ("Ka\u200brim Bensalem", (NameFlag.INVISIBLE,)),
        ("كـريم سالم", (NameFlag.INVISIBLE,)),
        ("Karim \u202eBensalem", (NameFlag.BIDI_OVERRIDE,)),
        ("ﻛﺮﻳﻢ سالم", (NameFlag.PRESENTATION_FORM,)),
        ("Kаrim Bensalem", (NameFlag.MIXED_SCRIPT, NameFlag.LOOK_ALIKE)),
        ("Karimكريم Bensalem", (NameFlag.MIXED_SCRIPT,)),
        ("Karim كريم", ()),
        ("Kar\ufffdm Bensalem", (NameFlag.DAMAGED,)),
        ("Karim", (NameFlag.SINGLE_TOKEN,)),
    ],
)
def test_what_is_odd_in_a_name_is_flagged(text: str, flags: tuple[NameFlag, ...]) -> None:
    assert flags_of(text) == flags


def test_an_invisible_letter_does_not_make_two_words_of_one() -> None:
    assert len(tokens_of("Mah\u200bmoud Ben-Salem d'Oran")) == 4


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Karim Bensalem", None),
        ("مُحَمَّدٌ", None),
        ("x" * 256, None),
        ("x" * 257, "name-too-long"),
        ("", "empty-name"),
        (" - ''", "empty-name"),
        ("12 34", "empty-name"),
        ("Ali \udcff", "not-utf-8"),
        (" ".join("abcdefghijklmnop"), None),
        (" ".join("abcdefghijklmnopq"), "too-many-tokens"),
        ("ا\u064b\u064b\u064b", None),
        ("ا\u064b\u064b\u064b\u064b", "too-many-marks"),
    ],
)
def test_what_is_no_name_is_said_by_its_rule(text: str, fault: str | None) -> None:
    assert name_fault(text) == fault


@given(st.text(max_size=300))
def test_any_text_is_a_name_or_has_a_rule_against_it(text: str) -> None:
    if name_fault(text) is None:
        name = name_as_written(text, NameKind.ALIAS)
        assert name.text == text


def test_a_name_stays_as_it_was_written() -> None:
    decomposed = "Ai\u0308t Ferhat"
    assert name_as_written(decomposed, NameKind.PRIMARY).text == decomposed


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("12345-116-30", "1234511630"),
        ("١٢٣٤٥-١١٦-٣٠", "1234511630"),
        ("۱۲۳۴۵ ۱۱۶ ۳۰", "1234511630"),
        ("ab 12–34", "AB1234"),
        ("\u2066A\u200b1\u2069", "A1"),
        ("ＡＢ１", "AB1"),
        ("تونس 123", "تونس123"),
    ],
)
def test_a_number_is_found_by_its_key(written: str, key: str) -> None:
    number = number_as_written(written)
    assert number is not None
    assert (number.as_written, number.key) == (written, key)


@pytest.mark.parametrize("written", ["", " - ", "1" * 129, "ﷺ" * 100])
def test_what_leaves_no_key_or_too_long_a_one_is_no_number(written: str) -> None:
    assert number_as_written(written) is None


def test_digits_are_folded_and_nothing_else() -> None:
    assert fold_digits("رقم ٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ é") == "رقم 0123456789 0123456789 é"


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    key = fold_key(text)
    assert fold_key(key) == key
