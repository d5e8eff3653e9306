"""A fingerprint is read aloud, over a bad line, and comes out as the same sixteen bytes."""

import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from wasl.core.errors import RefusedError
from wasl.seal.words import (
    WORD_LANGUAGES,
    fingerprint_digits,
    fingerprint_of,
    fingerprint_words,
    in_lines,
    read_digits,
    read_words,
)

VECTORS = sorted((ROOT / "vectors" / "fingerprint").glob("*.json"))
WORDLISTS = ROOT / "src" / "wasl" / "seal" / "wordlists"
# docs/spec/fingerprint.md: a list never changes once a fingerprint was read with it.
PUBLISHED = {
    "en": "3a4e6cd31c8966992b989968c95866fd6b8d3bf213c16caf73387be95b697ac6",
    "fr": "9e946be3e56b14f86af2c812b6715109ae6bea2a8497be27701cc8967389f097",
}
FINGERPRINTS = st.binary(min_size=16, max_size=16)
LANGUAGES = st.sampled_from(WORD_LANGUAGES)


def _list(language: str) -> list[str]:
    return (WORDLISTS / f"{language}.txt").read_text(encoding="ascii").split()


def _edits(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above = row
        row = [place]
        for at, facing in enumerate(other, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (letter != facing)))
    return row[-1]


def _read(vector: dict[str, str]) -> bytes:
    if vector["form"] == "digits":
        return read_digits(vector["reading"])
    return read_words(vector["reading"], vector["language"])


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_vector_is_judged_as_its_name_says(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    if path.stem.endswith("_accepted"):
        assert _read(vector).hex() == vector["fingerprint"]
        return
    with pytest.raises(RefusedError) as refused:
        _read(vector)
    assert refused.value.rule == vector["rule"]


def test_there_are_vectors_of_both_verdicts() -> None:
    assert {path.stem.rsplit("_", 1)[1] for path in VECTORS} == {"accepted", "refused"}


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_a_list_has_one_word_for_each_byte(language: str) -> None:
    words = _list(language)
    assert (len(words), words) == (256, sorted(set(words)))


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_a_list_never_changes(language: str) -> None:
    held = (WORDLISTS / f"{language}.txt").read_bytes()
    assert hashlib.sha256(held).hexdigest() == PUBLISHED[language]


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_a_word_is_three_to_nine_plain_letters(language: str) -> None:
    odd = [word for word in _list(language) if re.fullmatch("[a-z]{3,9}", word) is None]
    assert odd == []


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_any_two_words_of_a_list_differ_by_three_edits(language: str) -> None:
    near = [pair for pair in itertools.combinations(_list(language), 2) if _edits(*pair) < 3]
    assert near == []


@pytest.mark.parametrize("language", WORD_LANGUAGES)
def test_four_letters_tell_the_words_of_a_list_apart(language: str) -> None:
    assert len({word[:4] for word in _list(language)}) == 256


def test_no_word_is_in_both_lists() -> None:
    assert set(_list("en")) & set(_list("fr")) == set()


@given(FINGERPRINTS, LANGUAGES)
def test_words_read_back_give_the_same_bytes(fingerprint: bytes, language: str) -> None:
    assert read_words(" ".join(fingerprint_words(fingerprint, language)), language) == fingerprint


@given(FINGERPRINTS)
def test_digits_read_back_give_the_same_bytes(fingerprint: bytes) -> None:
    assert read_digits(" ".join(fingerprint_digits(fingerprint))) == fingerprint


@given(FINGERPRINTS, LANGUAGES)
def test_every_list_gives_the_same_byte_at_the_same_place(
    fingerprint: bytes, language: str
) -> None:
    words = fingerprint_words(fingerprint, language)
    assert [_list(language).index(word) for word in words] == [
        int(group) for group in fingerprint_digits(fingerprint)
    ]


@given(FINGERPRINTS, LANGUAGES)
def test_the_lines_as_shown_can_be_typed_as_they_stand(fingerprint: bytes, language: str) -> None:
    lines = in_lines(fingerprint_words(fingerprint, language))
    assert read_words("\r\n".join(lines), language) == fingerprint


def test_a_reading_is_four_lines_of_four_and_the_check_alone() -> None:
    assert [len(line.split()) for line in in_lines(fingerprint_digits(bytes(16)))] == [4] * 4 + [1]


@given(st.text(max_size=1100), LANGUAGES)
def test_only_refusals_leave_the_reader_of_words(untrusted: str, language: str) -> None:
    with pytest.raises(RefusedError):
        read_words(untrusted, language)


@given(st.text(max_size=1100))
def test_only_refusals_leave_the_reader_of_digits(untrusted: str) -> None:
    with pytest.raises(RefusedError):
        read_digits(untrusted)


@given(FINGERPRINTS, st.integers(1, 255))
def test_no_other_check_group_is_taken(fingerprint: bytes, shift: int) -> None:
    groups = [*fingerprint_digits(fingerprint)]
    groups[16] = f"{(int(groups[16]) + shift) % 256:03d}"
    with pytest.raises(RefusedError) as refused:
        read_digits(" ".join(groups))
    assert refused.value.rule == "wrong-check-word"


def test_a_refused_word_is_named_by_its_place() -> None:
    words = [*fingerprint_words(bytes(16), "en")]
    words[6] = "nowhere"
    with pytest.raises(RefusedError) as refused:
        read_words(" ".join(words), "en")
    assert refused.value.detail["at"] == 7


def test_a_fingerprint_is_the_start_of_the_hash_of_the_note_text() -> None:
    assert fingerprint_of(b"") == bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb924")


def test_a_list_in_another_language_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="no word list"):
        fingerprint_words(bytes(16), "ar")


def test_a_fingerprint_of_another_length_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        fingerprint_digits(bytes(15))


def test_lines_of_anything_but_a_whole_reading_are_our_own_bug() -> None:
    with pytest.raises(ValueError, match="17 groups"):
        in_lines(("one", "two"))
