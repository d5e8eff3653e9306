"""A form read aloud: what was misheard is refused by the name of its field."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from tools.make_dictation_vectors import FOLDERS, FORM, said
from tools.vector_files import write
from wasl.core.dictation import LINES_LIMIT, Spoken, check_characters, dictated, heard, taken
from wasl.core.errors import RefusedError

PAGE = (ROOT / "docs" / "spec" / "dictation.md").read_text(encoding="utf-8")
names = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
words = st.text(st.characters(categories=["L", "Nd", "P"]), min_size=1, max_size=8).map(
    lambda word: "".join(part for part in word.split()) or "x"
)
texts = st.lists(st.lists(words, max_size=20).map(" ".join), min_size=1, max_size=3).map("\n".join)
scalars = st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
forms = st.dictionaries(
    names.filter(lambda name: name != "end"),
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(names, inner, min_size=1, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=4,
)


def run_dictation(case: Mapping[str, Any]) -> None:
    """``docs/spec/dictation.md``: what was written down is this form."""
    try:
        assert taken(case["text"]) == case["form"]
    except RefusedError as found:
        assert found.detail["step"] == case["step"]
        raise


def lines_of(form: dict[str, Any]) -> list[str]:
    return [str(line) for line in dictated(form)]


def refusal(text: str) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        taken(text)
    return refused.value


def with_latin_digits(value: Any) -> Any:
    """The form with every digit as it is written down."""
    if isinstance(value, dict):
        return {name: with_latin_digits(part) for name, part in value.items()}
    if isinstance(value, list):
        return [with_latin_digits(part) for part in value]
    if isinstance(value, str):
        return re.sub(r"\d", lambda digit: str(int(digit.group())), value)
    return value


# ------------------------------------------------------------------------------- there and back


def test_the_example_of_the_page_is_what_is_read_out() -> None:
    (shown,) = re.findall(r"```\n(1 kind .+?)\n```", PAGE, re.DOTALL)
    assert shown.split("\n") == lines_of(FORM)


def test_the_vectors_are_what_their_tool_writes(tmp_path: Path) -> None:
    write(FOLDERS, [str(tmp_path)])
    made = {path.name: path.read_bytes() for path in (tmp_path / "dictation").iterdir()}
    held = (ROOT / "vectors" / "dictation").iterdir()
    assert made == {path.name: path.read_bytes() for path in held}


def test_a_form_read_out_and_written_down_is_the_same_form() -> None:
    assert taken("\n".join(lines_of(FORM))) == FORM


@given(forms)
def test_any_form_comes_back_as_it_was(form: dict[str, Any]) -> None:
    assert taken("\n".join(lines_of(form))) == with_latin_digits(form)


def test_a_long_text_is_read_in_breaths_and_paragraphs() -> None:
    text = f"{'word ' * 30}\n\n{'x' * 80} end"
    lines = dictated({"text": " ".join(text.split(" ")).strip()})
    assert [line.field for line in lines] == [
        "text",
        "text+",
        "text+",
        "text/",
        "text/",
        "text+",
        "end",
    ]
    assert max(len(line.value) for line in lines) == 80  # a word longer than a breath stays whole


def test_who_writes_may_write_as_people_do() -> None:
    typed = "\r\n".join(lines_of(FORM)).replace("warning", "  WARNING ").replace(" H1", "  h1")
    arabic = typed.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    heard_so = taken(f"\n{arabic.replace('مهرّب', 'مهرب')}\n\n")
    assert heard_so["body"]["goods"] == FORM["body"]["goods"]
    assert (heard_so["kind"], heard_so["handling"]) == ("WARNING", ["h1", "H2"])


# --------------------------------------------------------------------------------- what is wrong


def test_the_check_is_that_of_the_standard() -> None:
    assert check_characters("ISO79") == "3W"


@given(st.sampled_from("ABCDEFGHIKابتثجحخدذرéèçñ7"), st.sampled_from("ABCDEFGHIKابتثجحخدذرéèçñ7"))
def test_a_wrong_letter_is_always_found(right: str, wrong: str) -> None:
    if right != wrong:
        assert check_characters(heard(f"1 x le {right} de")) != check_characters(
            heard(f"1 x le {wrong} de")
        )
        assert check_characters(heard(f"1 x {right}{wrong}")) != check_characters(
            heard(f"1 x {wrong}{right}")
        )


def test_case_vowel_signs_and_spaces_cannot_be_heard_and_do_not_count() -> None:
    assert heard("Été  à\tAlger") == heard("ÉTÉ À ALGER")
    assert heard("مُهَرَّب") == heard("مهــرب") == heard("مهر\u200cب")
    assert heard("١٢۳") == heard("123")
    assert heard("ﻻ") == heard("لا")


def test_every_field_that_was_misheard_is_named() -> None:
    text = "\n".join(lines_of(FORM)).replace("liaison.ly", "liaison.li").replace("-2500", "-2600")
    found = refusal(text)
    assert (found.rule, found.detail["fields"]) == (
        "misheard",
        "3 to, 10 body.goods.1.thousandths#",
    )


def test_a_value_heard_under_another_field_or_number_is_named() -> None:
    lines = lines_of(FORM)
    moved = [line.replace("handling.1", "handling.2", 1) for line in lines]
    assert refusal("\n".join(moved)).rule == "misheard"
    swapped = re.sub(r"^4 ", "5 ", lines[3])
    assert refusal("\n".join([*lines[:4], swapped, *lines[5:]])).rule == "misheard"


def test_a_line_typed_again_takes_the_place_of_the_wrong_one() -> None:
    lines = lines_of(FORM)
    assert taken("\n".join([lines[0].replace("warning", "warming"), *lines[1:], lines[0]])) == FORM


@pytest.mark.parametrize(("left_out", "missing"), [(2, "3"), (0, "1"), (-1, "14")])
def test_a_line_that_was_left_out_is_named(left_out: int, missing: str) -> None:
    lines = lines_of(FORM)
    assert len(lines) == 14
    del lines[left_out]
    found = refusal("\n".join(lines))
    assert (found.rule, found.detail["lines"]) == ("line-missing", missing)


def test_nothing_is_no_form() -> None:
    assert refusal("\n \n").rule == "line-missing"


def test_an_end_that_counts_otherwise_is_no_end() -> None:
    lines = [Spoken(number=1, field="a", value="1"), Spoken(number=2, field="end", value="4")]
    assert refusal("\n".join(map(str, lines))).detail["lines"] == "3"


@pytest.mark.parametrize(
    "text",
    [
        "1 kind",
        "kind 1 AB warning",
        "0 kind AB warning",
        "1 kind ABC",
        "1 Kind.. AB x",
        "9999 kind AB x",
        said(("a+", "more of nothing")),
        said(("a#", "1"), ("a+", "text")),
        said(("a", "1"), ("a", "2")),
        said(("a#", "01")),
        said(("a#", "one")),
        said(("a?", "perhaps")),
        said(("a", "1"), ("a.b", "2")),
        said(("a.b", "1"), ("a", "2")),
        said(("a.1", "1"), ("a.3", "2")),
        said(("end", "1"), ("a", "2")),
        said(("a.1", "1"), ("a.b", "2")),
    ],
)
def test_lines_that_cannot_stand_are_malformed(text: str) -> None:
    assert refusal(text).rule == "malformed"


@pytest.mark.parametrize("form", [{"Big": "x"}, {"a.b": "x"}, {"end": "x"}, {"a": {"é": 1}}])
def test_a_name_no_line_may_have_is_not_dictated(form: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as refused:
        dictated(form)
    assert refused.value.rule == "not-dictated"


def test_a_form_beyond_patience_is_too_large() -> None:
    with pytest.raises(RefusedError) as refused:
        dictated({"a": ["x"] * LINES_LIMIT})
    assert refused.value.rule == "too-large"
    assert len(dictated({"a": ["x"] * (LINES_LIMIT - 1)})) == LINES_LIMIT


@given(st.text(max_size=80) | st.lists(st.text(max_size=30), max_size=4).map("\n".join))
def test_from_any_text_comes_a_form_or_a_refusal(text: str) -> None:
    try:
        taken(text)
    except RefusedError as found:
        assert found.rule in {"malformed", "misheard", "line-missing"}
