"""Each reader hears the house in his own language, and no fact turns a line around."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.locale.speech import LANGUAGES, Speech, speech_for

ARABIC, FRENCH, ENGLISH = Speech("ar"), Speech("fr"), Speech("en")
NEW_YEAR = datetime(2026, 1, 1, 13, 5, tzinfo=UTC)
SPEECHES = st.sampled_from([ARABIC, FRENCH, ENGLISH])
FSI, PDI = "\u2068", "\u2069"


class Mark(StrEnum):
    """A code as the core gives it."""

    STRICT = "AMBER+STRICT"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_it_is_and_what_to_do(language: str) -> None:
    what, remedy = Speech(language).refusal("bad-entry", {"field": "due"}).split("\n")
    assert "bad-entry, field=due" in what
    assert remedy


def test_a_refusal_of_a_newer_version_is_said_too() -> None:
    what, remedy = FRENCH.refusal("not-yet-invented", {}).split("\n")
    assert what == "Le refus suit une règle que cette version ne connaît pas. (not-yet-invented)"
    assert remedy


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_of_the_world_says_what_to_do(language: str) -> None:
    what, remedy = Speech(language).unavailable("link-down", {"why": "ConnectError"}).split("\n")
    assert "link-down, why=ConnectError" in what
    assert remedy


def test_a_failure_nobody_named_is_said_too() -> None:
    assert ENGLISH.unavailable("moon-phase", {}).count("\n") == 1


def test_a_plate_in_an_arabic_line_is_isolated() -> None:
    assert ARABIC.say("{plate}", plate="12345-116-30") == f"{FSI}12345-116-30{PDI}"


def test_an_arabic_name_in_a_french_line_is_isolated() -> None:
    assert FRENCH.say("{name}", name="ليلى") == f"{FSI}ليلى{PDI}"


def test_a_fact_that_runs_with_the_line_stands_as_it_is() -> None:
    assert (ARABIC.say("{name}", name="ليلى"), FRENCH.say("{name}", name="Alger 16")) == (
        "ليلى",
        "Alger 16",
    )


def test_a_number_stands_as_it_is() -> None:
    assert ARABIC.say("{n:03d}", n=7) == "007"


def test_a_fact_of_two_lines_is_isolated_line_by_line() -> None:
    assert ARABIC.say("{text}", text="A1\nB2") == f"{FSI}A1{PDI}\n{FSI}B2{PDI}"


def test_a_fact_cannot_steer_the_terminal() -> None:
    assert ENGLISH.say("{name}", name="a\x1b[2Jb\x9b\u2028c") == "a\ufffd[2Jb\ufffd\ufffdc"


def test_a_fact_cannot_turn_the_rest_of_the_line() -> None:
    assert ENGLISH.say("{name}", name="a\u202eb\u2069c") == "a\ufffdb\ufffdc"


def test_a_fact_said_before_may_stand_in_another_line() -> None:
    inner = ENGLISH.say("{name}", name="ليلى")
    assert ENGLISH.say("{whole} x", whole=inner) == f"{FSI}{FSI}ليلى{PDI}{PDI} x"


@given(SPEECHES, st.text(max_size=40))
def test_whatever_a_fact_holds_its_isolates_close(speech: Speech, fact: str) -> None:
    depth = 0
    for character in speech.say("{fact}", fact=fact):
        depth += (character in "\u2066\u2067\u2068") - (character == PDI)
        assert depth >= 0
    assert depth == 0


def test_a_text_without_translation_is_said_in_english() -> None:
    assert ARABIC.say("not in any catalogue") == "not in any catalogue"


def test_a_count_takes_the_form_of_its_number() -> None:
    assert [ENGLISH.count("{n} odd sock", "{n} odd socks", n) for n in (1, 2)] == [
        "1 odd sock",
        "2 odd socks",
    ]


def test_a_move_and_a_kind_of_one_name_are_told_apart() -> None:
    assert (ENGLISH.term("note"), ENGLISH.term("move.note")) == ("note", "take note")


def test_a_qualified_term_without_wording_of_its_own_is_the_plain_one() -> None:
    assert FRENCH.term("state.released") == FRENCH.term("released") == "validé"


def test_a_code_may_be_given_as_the_core_holds_it() -> None:
    assert ENGLISH.term(Mark.STRICT).startswith("TLP:AMBER+STRICT")


def test_an_outcome_with_its_ground_is_said_in_both_parts() -> None:
    assert ENGLISH.term("KEPT:COURT_HOLD") == "kept, under a ground (held by a court)"


def test_a_code_nobody_translated_stands_as_it_is() -> None:
    assert (ENGLISH.term("state.unheard_of"), ARABIC.term("UNHEARD")) == (
        "unheard_of",
        f"{FSI}UNHEARD{PDI}",
    )


def test_the_same_grading_means_what_its_own_scale_says() -> None:
    assert ENGLISH.term("4x4.source.C") != ENGLISH.term("admiralty.source.C")


def test_a_moment_names_the_place_whose_clock_it_is() -> None:
    said = [speech.when(NEW_YEAR, "Africa/Algiers") for speech in (ENGLISH, FRENCH, ARABIC)]
    assert said == [
        "1 January 2026, 14:05 (Algiers)",
        "1 janvier 2026, 14:05 (Alger)",
        "1 جانفي 2026، 14:05 (الجزائر)",
    ]


def test_the_months_of_tripoli_are_not_those_of_algiers() -> None:
    assert Speech("ar", territory="LY").when(NEW_YEAR, "UTC") == "1 يناير 2026، 13:05 (UTC)"


@pytest.mark.parametrize("territory", ["DZ", "LY", "TN", "MA"])
def test_digits_are_latin_in_every_arabic_of_the_house(territory: str) -> None:
    said = Speech("ar", territory=territory).when(NEW_YEAR, "UTC")
    assert [character for character in said if character.isdigit()] == list("120261305")


def test_a_territory_nobody_knows_gives_the_months_of_the_house() -> None:
    assert Speech("ar", territory="QQ").when(NEW_YEAR, "UTC") == ARABIC.when(NEW_YEAR, "UTC")


def test_a_moment_without_offset_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="offset"):
        ENGLISH.when(NEW_YEAR.replace(tzinfo=None), "UTC")


def test_a_zone_that_does_not_exist_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        ENGLISH.when(NEW_YEAR, "Africa/Atlantis")


def test_a_language_the_house_does_not_speak_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="nothing is said"):
        Speech("de")


@pytest.mark.parametrize(
    ("preferred", "environment", "speech"),
    [
        ("fr", "ar_LY.UTF-8", Speech("fr", territory="LY")),
        (None, "ar_LY.UTF-8", Speech("ar", territory="LY")),
        (None, "fr", Speech("fr")),
        ("de", "fr_TN", Speech("fr", territory="TN")),
        ("de", "de_AT.UTF-8", Speech("en", territory="AT")),
        (None, "C.UTF-8", Speech("en")),
        (None, "", Speech("en")),
        (None, None, Speech("en")),
    ],
)
def test_a_speech_is_found_for_everybody(
    preferred: str | None, environment: str | None, speech: Speech
) -> None:
    assert speech_for(preferred, environment) == speech
