"""The canonical writer against the independent one, and the reader against any bytes at all."""

import unicodedata

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.canonical import INTEGER_LIMIT, dumps, has_null, loads, sorted_bytes
from wasl.core.errors import RefusedError

strings = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    # What the two writers could differ on: escapes, letters beyond 16 bits, marks that join.
    st.text(st.sampled_from('"\\/\b\f\n\r\t\x00\x1f\x7f\u2028éب\u0301\u0651😀<nu0')),
).map(lambda text: unicodedata.normalize("NFC", text))
names = st.text(st.characters(max_codepoint=127), max_size=8)
integers = st.integers(1 - INTEGER_LIMIT, INTEGER_LIMIT - 1)
atoms = st.none() | st.booleans() | integers | strings
values = st.recursive(
    atoms,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(names, parts, max_size=4),
    max_leaves=12,
)
fragments = st.sampled_from(
    [b"", b" ", b'"', b"\\", b",", b"{", b"}", b"[", b"]", b"null", b"1.0", b"1e9", b"NaN"]
) | st.binary(max_size=3)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Canonical bytes with one short stretch replaced."""
    whole = dumps(draw(values))
    start = draw(st.integers(0, len(whole)))
    stop = draw(st.integers(start, min(len(whole), start + 4)))
    return whole[:start] + draw(fragments) + whole[stop:]


def taken(untrusted: bytes) -> bool:
    """Whether the reader took the bytes; what it takes it must write again alike."""
    try:
        value = loads(untrusted)
    except RefusedError as refusal:
        assert refusal.rule == "not-canonical"
        return False
    assert dumps(value) == untrusted
    return True


def null_member(value: object) -> bool:
    """Whether an object somewhere in the value holds null."""
    if isinstance(value, dict):
        return any(part is None or null_member(part) for part in value.values())
    return isinstance(value, list) and any(map(null_member, value))


@given(values)
def test_within_the_profile_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    assert dumps(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(values)
def test_what_was_written_is_read_back(value: object) -> None:
    assert loads(dumps(value)) == value


@given(st.binary(max_size=64))
def test_garbage_is_a_value_or_a_refusal(untrusted: bytes) -> None:
    taken(untrusted)


@given(mutated())
def test_changed_bytes_are_another_value_or_a_refusal(untrusted: bytes) -> None:
    taken(untrusted)


@given(values)
def test_a_null_member_is_seen_exactly_where_there_is_one(value: object) -> None:
    assert has_null(sorted_bytes(value)) == null_member(value)
