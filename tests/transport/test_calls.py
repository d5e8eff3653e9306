"""What one call carries: all of its dispatches or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.transport.calls import (
    CALL_LIMIT_BYTES,
    CALL_LIMIT_DISPATCHES,
    DISPATCH_LIMIT_BYTES,
    read_calls,
    write_calls,
)

DISPATCHES = st.lists(st.binary(min_size=1, max_size=200), max_size=20)


def refusal(untrusted: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        read_calls(untrusted)
    return caught.value.rule


@given(DISPATCHES)
def test_what_is_written_is_read(dispatches: list[bytes]) -> None:
    assert read_calls(write_calls(dispatches)) == tuple(dispatches)


@given(st.binary(max_size=300))
def test_any_bytes_are_dispatches_or_refused(untrusted: bytes) -> None:
    try:
        dispatches = read_calls(untrusted)
    except RefusedError as refused:
        assert refused.rule in {"malformed", "too-large"}
    else:
        assert write_calls(dispatches) == untrusted


@given(DISPATCHES.filter(bool), st.data())
def test_a_cut_call_gives_fewer_dispatches_or_is_refused(
    dispatches: list[bytes], drawn: st.DataObject
) -> None:
    whole = write_calls(dispatches)
    cut = whole[: drawn.draw(st.integers(0, len(whole) - 1))]
    try:
        assert len(read_calls(cut)) < len(dispatches)
    except RefusedError as refused:
        assert refused.rule == "malformed"


def test_the_example_of_the_page_is_what_is_written() -> None:
    body = write_calls([b"WSL1 first", b"WSL1 second"])
    assert body.hex() == "0000000a57534c31206669727374" + "0000000b57534c31207365636f6e64"


def test_a_call_may_carry_nothing() -> None:
    assert read_calls(b"") == ()


def test_a_dispatch_of_no_bytes_is_refused() -> None:
    assert refusal(bytes(4)) == "malformed"


def test_a_length_past_the_end_is_refused() -> None:
    assert refusal(b"\x00\x00\x00\x05four") == "malformed"


def test_a_dispatch_may_be_as_long_as_a_full_one_and_no_longer() -> None:
    longest = bytes(DISPATCH_LIMIT_BYTES)
    assert read_calls(write_calls([longest])) == (longest,)
    longer = (DISPATCH_LIMIT_BYTES + 1).to_bytes(4, "big") + longest + b"\x00"
    assert refusal(longer) == "too-large"
    with pytest.raises(ValueError, match="a dispatch of"):
        write_calls([longest + b"\x00"])


def test_a_call_carries_a_thousand_dispatches_and_no_more() -> None:
    full = write_calls([b"x"] * CALL_LIMIT_DISPATCHES)
    assert len(read_calls(full)) == CALL_LIMIT_DISPATCHES
    assert refusal(full + b"\x00\x00\x00\x01x") == "too-large"
    with pytest.raises(ValueError, match="more than 1000"):
        write_calls([b"x"] * (CALL_LIMIT_DISPATCHES + 1))


def test_a_call_is_at_most_64_mebibytes() -> None:
    seven = [bytes(DISPATCH_LIMIT_BYTES)] * 7
    rest = CALL_LIMIT_BYTES - len(write_calls(seven)) - 4
    assert len(write_calls([*seven, bytes(rest)])) == CALL_LIMIT_BYTES
    assert refusal(bytes(CALL_LIMIT_BYTES + 1)) == "too-large"
    with pytest.raises(ValueError, match="bytes"):
        write_calls([*seven, bytes(rest + 1)])
