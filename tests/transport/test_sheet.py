"""A bundle on paper: any order, doubled, one part lost; what is wrong is refused by its name."""

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from tools.make_sheet_vectors import BUNDLE, FOLDERS, FOREIGN, PARTS, ROOM_BYTES
from tools.vector_files import write
from wasl.core.errors import RefusedError
from wasl.transport.base45 import LETTERS, bytes_in, read_base45, write_base45
from wasl.transport.sheet import (
    PARTS_LIMIT,
    TEXT_LIMIT,
    assemble,
    gather,
    read_part,
    read_typed,
    room_in,
    write_parts,
)

VECTORS = sorted((ROOT / "vectors" / "sheet").glob("*.json"))
PAGE = (ROOT / "docs" / "spec" / "sheet.md").read_text(encoding="utf-8")


def whole(texts: list[str]) -> bytes:
    """What these codes give."""
    return assemble(gather([read_part(text) for text in texts]))


def run_sheet(case: Mapping[str, Any]) -> None:
    """``docs/spec/sheet.md``: the codes as they were read give this bundle."""
    try:
        assert whole(case["texts"]).hex() == case["bundle"]
    except RefusedError as refusal:
        assert refusal.detail["step"] == case["step"]
        raise


def refusal_of(texts: list[str]) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        whole(texts)
    return refused.value


# ------------------------------------------------------------------------------------ the format


def test_the_vectors_are_what_their_tool_writes(tmp_path: Path) -> None:
    write(FOLDERS, [str(tmp_path)])
    made = {path.name: path.read_bytes() for path in (tmp_path / "sheet").iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS}


def test_the_example_of_the_page_is_what_is_written() -> None:
    assert re.findall(r"^WASL1:.+$", PAGE, re.MULTILINE) == PARTS


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
)
def test_base45_is_that_of_its_rfc(content: bytes, text: str) -> None:
    assert (write_base45(content), read_base45(text)) == (text, content)


@given(st.text(LETTERS + "aé", max_size=9))
def test_base45_has_one_spelling(text: str) -> None:
    try:
        assert write_base45(read_base45(text)) == text
    except RefusedError as refusal:
        assert refusal.rule == "malformed"


@given(st.binary(max_size=40))
def test_base45_holds_what_is_counted_on(content: bytes) -> None:
    assert bytes_in(len(write_base45(content))) == len(content)


@given(
    st.binary(min_size=1, max_size=300), st.integers(10, 320), st.randoms(use_true_random=False)
)
def test_a_sheet_in_any_order_with_one_part_lost_is_whole(
    rest: bytes, room: int, chance: random.Random
) -> None:
    content = b"WSLB1\n" + rest
    texts = write_parts(content, room)
    chance.shuffle(texts)
    assert whole(texts[1:] + texts[1:2]) == content


@pytest.mark.parametrize("letters", [970, 1_451, 1_994, 3_391, TEXT_LIMIT])
def test_every_part_fits_its_code(letters: int) -> None:
    room = room_in(letters)
    texts = write_parts(b"\xff" * (room * PARTS_LIMIT), room)
    assert max(map(len, texts)) <= letters
    assert len(texts) == PARTS_LIMIT + 1


@pytest.mark.parametrize("size", [0, ROOM_BYTES * PARTS_LIMIT + 1])
def test_what_needs_more_parts_than_a_sheet_has_is_too_large(size: int) -> None:
    with pytest.raises(RefusedError) as refused:
        write_parts(b"x" * size, ROOM_BYTES)
    assert refused.value.rule == "too-large"


# ----------------------------------------------------------------------------- what is not whole


def test_missing_parts_are_named() -> None:
    refusal = refusal_of([PARTS[1], PARTS[3]])
    assert (refusal.rule, refusal.detail["missing"], refusal.detail["count"]) == (
        "missing-parts",
        "1, 3",
        4,
    )


def test_a_part_of_another_sheet_is_named_and_changes_nothing() -> None:
    parts = [read_part(text) for text in (FOREIGN[2], *PARTS)]
    gathered = gather(parts)
    assert assemble(gathered) == BUNDLE
    (refusal,) = gathered.refused
    assert (refusal.rule, refusal.detail["part"]) == ("foreign-part", "3/4")
    assert refusal.detail["sheet"] == FOREIGN[0][6:10]


def test_a_second_part_of_one_number_is_turned_away() -> None:
    parts = [read_part(text) for text in PARTS]
    other = type(parts[0])(sheet=parts[0].sheet, number=1, count=4, content=b"other")
    (refusal,) = gather([*parts, other]).refused
    assert (refusal.rule, refusal.detail["part"]) == ("foreign-part", "1/4")


def test_a_damaged_part_says_which_it_is() -> None:
    refusal = refusal_of([PARTS[2][:-4] + PARTS[2][-3] + PARTS[2][-4] + PARTS[2][-2:]])
    assert (refusal.rule, refusal.detail["part"]) == ("damaged-part", "3/4")


@pytest.mark.parametrize(
    "line",
    [
        PARTS[0].translate(str.maketrans("WASQZM1:/", "ZQSAWM&MM")),  # azerty
        PARTS[0].replace(":", "Ö").replace("/", "-"),  # qwertz
        "صشسم١ك" + PARTS[0][6:],  # arabic
    ],
)
def test_a_scanner_set_to_another_keyboard_is_named(line: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_typed(line)
    assert refused.value.rule == "scanner-layout"
    assert str(refused.value.detail["begins"]).isascii()


def test_a_line_typed_as_it_should_is_a_part() -> None:
    assert read_typed(PARTS[0]) == read_part(PARTS[0])


@given(st.integers(0, 4), st.integers(0, 200), st.characters(max_codepoint=0x2FF))
def test_one_changed_letter_never_passes(place: int, at: int, letter: str) -> None:
    text = PARTS[place]
    at %= len(text)
    changed = text[:at] + letter + text[at + 1 :]
    if changed != text:
        others = [other for number, other in enumerate(PARTS) if number not in (place, place - 1)]
        assert refusal_of([*others, changed]).rule in {"malformed", "damaged-part"}


@given(st.lists(st.text(max_size=30).map(lambda rest: f"WASL1:{rest}"), max_size=3))
def test_from_any_texts_comes_a_bundle_or_a_refusal(texts: list[str]) -> None:
    refusal_of(texts)
