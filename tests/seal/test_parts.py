"""The parts of an attachment are known by their own hashes, and told from wrong ones alone."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.seal.parts import (
    FILE_LIMIT_BYTES,
    PART_BYTES,
    check_list,
    check_part,
    check_whole,
    list_parts,
    missing_stretches,
    offsets_in,
    part_count,
)

PARTS = (b"a" * PART_BYTES, b"b" * PART_BYTES, b"c" * 3)
SIZE = 2 * PART_BYTES + 3
LISTED = list_parts(PARTS)
DIGEST = sha256(LISTED).digest()


@pytest.mark.parametrize(
    ("size", "count"),
    [
        (0, 1),
        (1, 1),
        (PART_BYTES, 1),
        (PART_BYTES + 1, 2),
        (FILE_LIMIT_BYTES, 2_048),
    ],
)
def test_an_attachment_has_a_part_for_each_mebibyte_begun(size: int, count: int) -> None:
    assert part_count(size) == count


def test_a_list_is_the_one_its_entry_names_and_of_as_many_parts_as_its_size_has() -> None:
    check_list(LISTED, size=SIZE, digest=DIGEST)
    for listed, size in ((LISTED[:-1], SIZE), (LISTED[:-32], SIZE), (LISTED, PART_BYTES)):
        with pytest.raises(RefusedError, match="wrong-commitment"):
            check_list(listed, size=size, digest=sha256(listed).digest())
    with pytest.raises(RefusedError, match="wrong-commitment"):
        check_list(bytes(96), size=SIZE, digest=DIGEST)


def test_each_part_is_taken_at_its_own_place_and_no_other() -> None:
    for number, part in enumerate(PARTS):
        check_part(LISTED, part, size=SIZE, offset=number * PART_BYTES)
    for part, offset in (
        (PARTS[1], 0),
        (PARTS[0], 1),
        (PARTS[0][:-1], 0),
        (PARTS[2] + b"c", 2 * PART_BYTES),
        (b"", 3 * PART_BYTES),
        (PARTS[0], 2**52),
    ):
        with pytest.raises(RefusedError, match="wrong-commitment"):
            check_part(LISTED, part, size=SIZE, offset=offset)


@pytest.mark.parametrize(("content", "offset"), [(b"abd", 0), (b"ab", 0), (b"abc", 1)])
def test_the_only_part_has_the_size_and_the_hash_its_entry_names(
    content: bytes, offset: int
) -> None:
    digest = sha256(b"abc").digest()
    check_whole(b"abc", size=3, offset=0, digest=digest)
    with pytest.raises(RefusedError, match="wrong-commitment"):
        check_whole(content, size=3, offset=offset, digest=digest)


@given(st.integers(0, 40 * PART_BYTES), st.sets(st.integers(0, 40)))
def test_what_is_missing_is_asked_for_and_nothing_else(size: int, here: set[int]) -> None:
    offsets = [number * PART_BYTES for number in here]
    stretches = missing_stretches(size, offsets)
    missing = set(range(0, max(size, 1), PART_BYTES)) - set(offsets)
    assert set(offsets_in(max(size, 1), [(a, max(b, 1)) for a, b in stretches])) == missing
    assert all(stop <= size for _, stop in stretches)


def test_a_stretch_that_lies_outside_names_no_part() -> None:
    assert offsets_in(SIZE, [(0, 2**53 - 1), (5, 6)]) == [0, PART_BYTES, 2 * PART_BYTES]
    assert offsets_in(SIZE, [(2**52, 2**53 - 1), (9, 3)]) == []
