"""Machine-readable zones: what they say, what is wrong in them, and what is only proposed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.core.matching.mrz import MAPS, Layout, Zone, check_digit, read_zone

TODAY = date(2026, 1, 1)

# The specimens of ICAO Doc 9303, parts 4, 5 and 6: a person of Utopia.
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
OLD_CARD = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
SPECIMENS = (PASSPORT, CARD, OLD_CARD)


def run_mrz(case: Mapping[str, Any]) -> None:
    """The zone of a vector says what the vector says it does."""
    zone = asdict(_read(case["lines"], date.fromisoformat(case["today"])))
    for field, value in case["zone"].items():
        held = zone[field]
        assert (list(held) if isinstance(held, tuple) else held) == value, field


def _read(lines: tuple[str, ...] | list[str], today: date = TODAY) -> Zone:
    return read_zone("\n".join(lines), today)


def _with(lines: tuple[str, ...], line: int, place: int, text: str) -> tuple[str, ...]:
    """The lines with a text in a place, every check digit as it was."""
    row = lines[line]
    changed = row[:place] + text + row[place + len(text) :]
    return (*lines[:line], changed, *lines[line + 1 :])


def _right(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines with every check digit made to fit."""
    layout = Layout.TD3 if len(lines[0]) == 44 else Layout.TD2 if len(lines) == 2 else Layout.TD1
    places = MAPS[layout]
    checked = [places.number, places.birth, places.expiry]
    if places.optional_check is not None:
        checked += places.optional
    for place in checked:
        digit = check_digit(lines[place.line][place.first : place.end])
        lines = _with(lines, place.line, place.end, digit)
    together = "".join(lines[p.line][p.first : p.end] for p in places.composite)
    last = places.composite_check
    return _with(lines, last.line, last.first, check_digit(together))


# ------------------------------------------------------------------------------ check digits


@pytest.mark.parametrize(
    ("text", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("740812", "2"), ("", "0")],
)
def test_a_check_digit_is_the_one_of_the_standard(text: str, digit: str) -> None:
    assert check_digit(text) == digit


@pytest.mark.parametrize("lines", SPECIMENS)
def test_nothing_is_wrong_with_a_specimen(lines: tuple[str, ...]) -> None:
    zone = _read(lines)
    assert zone.wrong == ()
    assert zone.proposal == ()


@pytest.mark.parametrize(
    ("line", "place", "field"),
    [(1, 0, "number"), (1, 13, "birth"), (1, 21, "expiry"), (1, 28, "optional")],
)
def test_a_wrong_digit_names_its_field(line: int, place: int, field: str) -> None:
    was = PASSPORT[line][place]
    zone = _read(_with(PASSPORT, line, place, "7" if was != "7" else "8"))
    assert zone.wrong == (field, "composite")


def test_a_wrong_composite_digit_is_named_alone() -> None:
    assert _read(_with(PASSPORT, 1, 43, "5")).wrong == ("composite",)


@pytest.mark.parametrize("digit", ["0", "<"])
def test_an_empty_optional_field_has_no_digit_or_nought(digit: str) -> None:
    bare = _with(PASSPORT, 1, 28, "<" * 14 + digit)
    composite = check_digit(bare[1][:10] + bare[1][13:20] + bare[1][21:43])
    assert _read(_with(bare, 1, 43, composite)).wrong == ()


@given(st.sampled_from(SPECIMENS), st.data())
def test_any_one_digit_changed_in_a_checked_field_is_found(
    lines: tuple[str, ...], data: st.DataObject
) -> None:
    layout = Layout.TD3 if len(lines[0]) == 44 else Layout.TD2 if len(lines) == 2 else Layout.TD1
    field = data.draw(st.sampled_from(["number", "birth", "expiry"]))
    place = getattr(MAPS[layout], field)
    at = data.draw(st.integers(place.first, place.end - 1))
    was = lines[place.line][at]
    if was.isdigit():
        other = data.draw(st.sampled_from(sorted(set("0123456789") - {was})))
        assert field in _read(_with(lines, place.line, at, other)).wrong


# ------------------------------------------------------------------------------ names, numbers


def test_a_name_that_fills_its_field_may_go_on() -> None:
    cut = _with(PASSPORT, 0, 5, "BENABDELKADER<<MOHAMMED<EL<AMINE<ABDELK")
    assert _read(cut).name_cut
    assert _read(cut).surname == "BENABDELKADER"


def test_a_person_of_one_name_has_no_given_name() -> None:
    alone = _with(PASSPORT, 0, 5, "ARKFREITH".ljust(39, "<"))
    assert (_read(alone).surname, _read(alone).given) == ("ARKFREITH", "")


def test_a_long_number_goes_on_in_the_optional_field() -> None:
    number = "D23145890734"
    tail = number[9:] + check_digit(number) + "<"
    long = _with(_with(CARD, 0, 14, "<"), 0, 15, tail.ljust(15, "<"))
    composite = check_digit(long[0][5:30] + long[1][:7] + long[1][8:15] + long[1][18:29])
    zone = _read(_with(long, 1, 29, composite))
    assert (zone.number, zone.optional, zone.wrong) == (number, (), ())


def test_a_long_number_without_its_digit_is_wrong() -> None:
    zone = _read(_with(CARD, 0, 14, "<"))
    assert zone.wrong == ("number", "composite")


def test_a_passport_number_is_never_long() -> None:
    assert "number" in _read(_with(PASSPORT, 1, 9, "<")).wrong


# ------------------------------------------------------------------------------ dates


def test_a_birth_is_never_in_the_future() -> None:
    assert _read(PASSPORT, date(2074, 8, 11)).birth == "1974-08-12"
    assert _read(PASSPORT, date(2074, 8, 12)).birth == "2074-08-12"


@pytest.mark.parametrize(
    ("written", "birth"),
    [("74<<<<", "1974"), ("7408<<", "1974-08"), ("<<<<<<", ""), ("050101", "2005-01-01")],
)
def test_a_birth_is_told_as_far_as_it_is_known(written: str, birth: str) -> None:
    zone = _read(_right(_with(PASSPORT, 1, 13, written)))
    assert (zone.birth, zone.wrong) == (birth, ())


@pytest.mark.parametrize("written", ["741312", "740230", "74<<12", "<<0812", "7A0812"])
def test_a_day_no_calendar_has_is_wrong(written: str) -> None:
    zone = _read(_right(_with(PASSPORT, 1, 13, written)))
    assert (zone.birth, zone.wrong) == ("", ("birth",))


def test_a_paper_of_the_last_century_expired_in_it() -> None:
    assert _read(_right(_with(PASSPORT, 1, 21, "990101"))).expiry == "1999-01-01"


# ------------------------------------------------------------------------------ proposals


def test_letters_read_for_digits_are_put_right_only_as_a_proposal() -> None:
    misread = _with(_with(PASSPORT, 1, 13, "74O8I2"), 1, 43, "O")
    zone = _read(misread)
    assert zone.birth == ""
    assert set(zone.wrong) == {"birth", "composite"}
    assert zone.proposal == PASSPORT


def test_digits_read_for_letters_of_a_name_are_put_right_only_as_a_proposal() -> None:
    misread = _with(PASSPORT, 0, 5, "ER1KSS0N")
    zone = _read(misread)
    assert zone.surname == "ER1KSS0N"
    assert zone.wrong == ("names",)
    assert zone.proposal == PASSPORT


def test_a_letter_read_for_a_digit_of_the_number_is_proposed_where_one_way_fits() -> None:
    misread = _with(PASSPORT, 1, 0, "L8989O2C3")
    assert _read(misread).number == "L8989O2C3"
    assert _read(misread).proposal == PASSPORT


def test_a_number_two_ways_right_is_put_right_in_neither() -> None:
    # Places one and four have one weight: either letter read as a digit fits.
    number = _right(_with(PASSPORT, 1, 0, "O99099999"))
    misread = _with(number, 1, 0, "O99O99999")
    assert _read(misread).wrong == ("number", "composite")
    assert _read(misread).proposal == ()


def test_what_cannot_be_put_right_is_left_alone() -> None:
    assert _read(_with(PASSPORT, 1, 13, "750812")).proposal == ()


def test_another_sex_is_wrong() -> None:
    assert _read(_with(PASSPORT, 1, 20, "K")).wrong == ("sex",)


def test_an_unspecified_sex_is_told_as_none() -> None:
    assert _read(_with(PASSPORT, 1, 20, "<")).sex == ""


# ------------------------------------------------------------------------------ what is none


@pytest.mark.parametrize("text", ["", "\n", PASSPORT[0], "\n".join((*PASSPORT, PASSPORT[0]))])
def test_what_has_another_shape_is_no_zone(text: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_zone(text, TODAY)
    assert (refused.value.rule, refused.value.detail) == ("bad-mrz", {"why": "shape"})


def test_other_letters_are_in_no_zone() -> None:
    with pytest.raises(RefusedError) as refused:
        _read(_with(PASSPORT, 0, 5, "é"))
    assert refused.value.detail == {"why": "letters"}


@given(st.sampled_from(SPECIMENS), st.data())
def test_only_refusals_escape_from_reading_a_zone(
    lines: tuple[str, ...], data: st.DataObject
) -> None:
    letters = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", min_size=1, max_size=8)
    line = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[0]) - 8))
    _read(_with(lines, line, place, data.draw(letters)))
    with pytest.raises(RefusedError):
        read_zone(data.draw(st.text(max_size=20)), TODAY)
