"""One value, one sequence of bytes: what the profile takes, and everything it turns away."""

import json
from collections import OrderedDict
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.tree import ROOT
from wasl.core.canonical import (
    ARRAY_LIMIT,
    BODY_LIMIT_BYTES,
    DEPTH_LIMIT,
    INTEGER_LIMIT,
    STRING_LIMIT_BYTES,
    dumps,
    has_null,
    loads,
    statement_line,
    statement_text,
)
from wasl.core.errors import RefusedError
from wasl.core.terms import Caveat

PUBLISHED = ROOT.parent / "shared" / "data" / "vectors" / "rfc8785"
NAMES = ("arrays", "french", "structures", "unicode", "values", "weird")
WITHIN = ("arrays", "structures")
"""The published results that lie within the profile; keys, floats and marks rule out the rest."""


def nested(depth: int) -> object:
    """An array within an array, so many of them."""
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def published(name: str, ending: str) -> str:
    """One file of the published vectors."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published vectors of RFC 8785 are not beside the project")
    return Path(PUBLISHED / f"{name}.{ending}").read_text(encoding="utf-8")


# ------------------------------------------------------------------------ the published vectors


@pytest.mark.parametrize("name", WITHIN)
def test_a_published_result_within_the_profile_is_read_and_written_as_it_is(name: str) -> None:
    result = bytes.fromhex(published(name, "outhex.txt"))
    assert dumps(loads(result)) == result


def test_a_published_input_within_the_profile_is_written_as_published() -> None:
    given = json.loads(published("arrays", "input.json"))
    assert dumps(given) == bytes.fromhex(published("arrays", "outhex.txt"))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHIN])
def test_a_published_result_outside_the_profile_is_not_read(name: str) -> None:
    result = bytes.fromhex(published(name, "outhex.txt"))
    with pytest.raises(RefusedError, match="not-canonical"):
        loads(result)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "arrays"])
def test_a_published_input_outside_the_profile_is_never_written(name: str) -> None:
    given = json.loads(published(name, "input.json"))
    with pytest.raises(ValueError, match=r"canonical|ASCII|NFC"):
        dumps(given)


def test_every_published_vector_is_told_within_or_outside() -> None:
    published("arrays", "input.json")
    found = {path.name.partition(".")[0] for path in PUBLISHED.glob("*.json")}
    assert found == set(NAMES)


# ----------------------------------------------------------------------------------- the limits

AT_THE_LIMIT = {
    "integer": INTEGER_LIMIT - 1,
    "negative integer": 1 - INTEGER_LIMIT,
    "depth": nested(DEPTH_LIMIT),
    "array": [0] * ARRAY_LIMIT,
    "string": "a" * STRING_LIMIT_BYTES,
    "string of two bytes a letter": "ب" * (STRING_LIMIT_BYTES // 2),
}
BEYOND_THE_LIMIT = {
    "integer": (INTEGER_LIMIT, "integer out of range"),
    "negative integer": (-INTEGER_LIMIT, "integer out of range"),
    "depth": (nested(DEPTH_LIMIT + 1), "nested too deep"),
    "array": ([0] * (ARRAY_LIMIT + 1), "array too long"),
    "string": ("a" * (STRING_LIMIT_BYTES + 1), "string too long"),
    "string of two bytes a letter": ("ب" * (STRING_LIMIT_BYTES // 2 + 1), "string too long"),
    "string within an object": ({"a": ["b", "a" * (STRING_LIMIT_BYTES + 1)]}, "string too long"),
    "name": ({"é": 1}, "key is not ASCII"),
    "float": (1.5, "float has no canonical form"),
}


@pytest.mark.parametrize("limit", AT_THE_LIMIT)
def test_what_lies_at_a_limit_is_written_and_read(limit: str) -> None:
    value = AT_THE_LIMIT[limit]
    assert loads(dumps(value)) == value


@pytest.mark.parametrize("limit", BEYOND_THE_LIMIT)
def test_what_lies_beyond_a_limit_is_neither_written_nor_read(limit: str) -> None:
    value, why = BEYOND_THE_LIMIT[limit]
    with pytest.raises(ValueError, match=why):
        dumps(value)
    untrusted = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    with pytest.raises(RefusedError, match=f"not-canonical why={why}"):
        loads(untrusted)


def test_a_body_of_more_bytes_than_the_limit_is_too_large() -> None:
    whole = dumps(["a" * 60_000, "b" * 60_000, "c" * 60_000, "d" * 60_000, "e" * 22_128])
    assert len(whole) == BODY_LIMIT_BYTES
    assert dumps(loads(whole)) == whole
    with pytest.raises(RefusedError, match=f"too-large limit={BODY_LIMIT_BYTES}"):
        loads(whole + b" ")


# ------------------------------------------------------------------- other bytes, the same value


@pytest.mark.parametrize(
    "other",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'["\\u0041"]',
        b'["\\/"]',
        b'["\\u001F"]',
        b"[-0]",
        b"[01]",
        b"[1.0]",
        b"[1e2]",
        b"[9007199254740992]",
        b"[18446744073709551616]",
    ],
)
def test_another_spelling_of_a_value_is_not_canonical(other: bytes) -> None:
    with pytest.raises(RefusedError, match="not-canonical"):
        loads(other)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"NaN",
        b"[Infinity]",
        b'["\xff"]',
        b'["\\ud800"]',
        b"[" * 100_000,
        b"[" * 900 + b"]" * 900,
        b"\xef\xbb\xbf[]",
    ],
)
def test_what_is_not_json_is_not_canonical(garbage: bytes) -> None:
    with pytest.raises(RefusedError, match="not-canonical"):
        loads(garbage)


@pytest.mark.parametrize("value", [{1: 2}, {Caveat.MINOR: 1}, "\ud800", {"a": {1}}, b"bytes"])
def test_a_value_json_cannot_say_is_our_bug(value: object) -> None:
    with pytest.raises(ValueError, match=r"canonical|ASCII"):
        dumps(value)


def test_a_mapping_that_is_no_dictionary_is_our_bug_too() -> None:
    assert dumps(OrderedDict(b=1, a=2)) == b'{"a":2,"b":1}'
    with pytest.raises(ValueError, match="no canonical form"):
        dumps(MappingProxyType({"a": 1}))


# -------------------------------------------------------------------------------- normal strings


def test_a_string_that_is_not_in_nfc_is_neither_written_nor_read() -> None:
    with pytest.raises(ValueError, match="NFC"):
        dumps({"name": "A\u030a"})
    with pytest.raises(RefusedError, match="not-canonical why=a string is not in NFC"):
        loads('{"name":"A\u030a"}'.encode())


@pytest.mark.parametrize("text", ["line\n\u0301", "\t\u0307", '"\u0338', "\\\u0301", "\x1f\u0307"])
def test_a_mark_after_an_escape_joins_no_letter_of_it(text: str) -> None:
    assert loads(dumps([text])) == [text]


def test_a_mark_that_joins_a_letter_is_found_beside_one_that_joins_none() -> None:
    with pytest.raises(ValueError, match="NFC"):
        dumps(["\n\u0301", "e\u0301"])


# ------------------------------------------------------------------- members that are not there


@pytest.mark.parametrize(
    "value", [{"a": None}, {"a": 1, "b": None}, {"a": None, "b": 1}, [{"a\\": None}], {'"': None}]
)
def test_a_member_that_is_null_is_seen(value: object) -> None:
    assert has_null(dumps(value))


@pytest.mark.parametrize(
    "value",
    [None, [None], {"a": [None]}, {"a": '":null,'}, {"a": '\\":null}'}, {"null": 1}, ["a:null"]],
)
def test_words_that_look_like_a_null_member_are_not_taken_for_one(value: object) -> None:
    assert not has_null(dumps(value))


# ----------------------------------------------------------------------------------- statements


def test_a_statement_is_its_first_line_and_one_line_of_json() -> None:
    text = statement_text("wasl-minutes/1", {"b": 1, "a": "one\ntwo"})
    assert text == 'wasl-minutes/1\n{"a":"one\\ntwo","b":1}\n'
    assert statement_line(text, "wasl-minutes/1") == b'{"a":"one\\ntwo","b":1}'


@pytest.mark.parametrize("text", ["wasl-keys/1\n{}\n", "wasl-minutes/1\n{}", "wasl-minutes/1", ""])
def test_a_statement_of_another_kind_or_cut_short_is_malformed(text: str) -> None:
    with pytest.raises(RefusedError, match="malformed-note expected=wasl-minutes/1"):
        statement_line(text, "wasl-minutes/1")


@pytest.mark.parametrize("line", ["", "{} ", '{"a":null}', "{}\n", "nothing"])
def test_a_statement_whose_line_is_not_canonical_is_refused(line: str) -> None:
    with pytest.raises(RefusedError, match="not-canonical"):
        statement_line(f"wasl-minutes/1\n{line}\n", "wasl-minutes/1")


def test_a_statement_of_more_than_64_kib_is_too_large() -> None:
    longest = "a" * (STRING_LIMIT_BYTES - 4)
    text = f'wasl-minutes/1\n["{longest}"]\n'
    assert len(statement_line(text, "wasl-minutes/1")) == STRING_LIMIT_BYTES
    with pytest.raises(RefusedError, match="too-large limit=65536"):
        statement_line(f'wasl-minutes/1\n["{longest}a"]\n', "wasl-minutes/1")
