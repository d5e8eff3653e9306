"""The tree of a log: what it proves, against the definitions of RFC 6962 and RFC 9162."""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.core.log import (
    EMPTY_RANGE,
    EMPTY_ROOT,
    Range,
    climb,
    consistency_proof,
    consistent,
    includes,
    inclusion_proof,
    inclusion_proof_above,
    leaf_hash,
    node_hash,
    root_of,
)

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "vectors"
PUBLISHED = ROOT.parent / "shared" / "data" / "vectors" / "rfc9162"

BIGGEST = 300
LEAVES = [leaf_hash(str(number).encode()) for number in range(BIGGEST)]
SIZES = st.integers(1, BIGGEST)

Case = Mapping[str, Any]


def run_inclusion(case: Case) -> None:
    """One file of ``vectors/inclusion``: returns, or refuses ``wrong-root``."""
    if not includes(
        leaf=bytes.fromhex(case["leaf"]),
        index=case["index"],
        size=case["size"],
        proof=[bytes.fromhex(part) for part in case["proof"]],
        root=bytes.fromhex(case["root"]),
    ):
        raise RefusedError("wrong-root", {"index": case["index"]})


def run_consistency(case: Case) -> None:
    """One file of ``vectors/consistency``: returns, or refuses ``wrong-root``."""
    if not consistent(
        old_size=case["old_size"],
        new_size=case["new_size"],
        old_root=bytes.fromhex(case["old_root"]),
        new_root=bytes.fromhex(case["new_root"]),
        proof=[bytes.fromhex(part) for part in case["proof"]],
    ):
        raise RefusedError("wrong-root", {"size": case["new_size"]})


@pytest.mark.parametrize("run", [run_inclusion, run_consistency])
def test_every_proof_vector_has_the_verdict_of_its_file_name(run: Callable[[Case], None]) -> None:
    folder = VECTORS / run.__name__.removeprefix("run_")
    paths = sorted(folder.glob("*.json"))
    assert len(paths) > 90
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        try:
            run(case)
        except RefusedError as refused:
            assert path.stem.endswith("_refused"), path.name
            assert (refused.rule, 11) == (case["rule"], case["step"]), path.name
        else:
            assert path.stem.endswith("_accepted"), path.name


def test_the_example_of_the_page_is_a_vector() -> None:
    page = (ROOT / "docs" / "spec" / "log.md").read_text(encoding="utf-8")
    leaves = [leaf_hash(entry) for entry in (b"a", b"b", b"c", b"d", b"e")]
    assert root_of(leaves).hex() in page
    case = json.loads((VECTORS / "inclusion" / "five_leaves_accepted.json").read_text())
    assert bytes.fromhex(case["leaf"]) == leaves[2]
    pair = node_hash(leaves[0], leaves[1])
    assert [bytes.fromhex(part) for part in case["proof"]] == [leaves[3], pair, leaves[4]]
    assert all(value.hex()[:8] in page for value in (*leaves, pair))


def published(name: str) -> dict[str, Any]:
    """The published cases, where this copy of the project lies beside them."""
    path = PUBLISHED / name
    if not path.is_file():
        pytest.skip(f"no published vectors beside this copy ({PUBLISHED.name}/{name})")
    cases: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return cases


def plain(value: str | None) -> bytes:
    """What the published files encode; they write null for nothing."""
    return b64decode(value or "")


def test_the_published_inclusion_proofs_get_the_published_verdicts() -> None:
    for name, case in published("inclusion.json").items():
        held = includes(
            leaf=plain(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=[plain(part) for part in case["proof"] or ()],
            root=plain(case["root"]),
        )
        assert held != case["wantErr"], name


def test_the_published_consistency_proofs_get_the_published_verdicts() -> None:
    for name, case in published("consistency.json").items():
        grew = consistent(
            old_size=case["size1"],
            new_size=case["size2"],
            old_root=plain(case["root1"]),
            new_root=plain(case["root2"]),
            proof=[plain(part) for part in case["proof"] or ()],
        )
        assert grew != case["wantErr"], name


def split(size: int) -> int:
    """The largest power of two smaller than the size (RFC 9162 section 2.1.1)."""
    return 1 << (size - 1).bit_length() - 1


@cache
def defined_root(start: int, end: int) -> bytes:
    """MTH(D[start:end])."""
    if end - start == 0:
        return EMPTY_ROOT
    if end - start == 1:
        return LEAVES[start]
    middle = start + split(end - start)
    return node_hash(defined_root(start, middle), defined_root(middle, end))


def defined_path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(index, D[start:end])."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*defined_path(index, start, middle), defined_root(middle, end)]
    return [*defined_path(index, middle, end), defined_root(start, middle)]


def defined_subproof(old: int, start: int, end: int, whole: bool) -> list[bytes]:
    """SUBPROOF(old, D[start:end], whole)."""
    if old == end - start:
        return [] if whole else [defined_root(start, end)]
    half = split(end - start)
    middle = start + half
    if old <= half:
        return [*defined_subproof(old, start, middle, whole), defined_root(middle, end)]
    return [*defined_subproof(old - half, middle, end, False), defined_root(start, middle)]


def places(size: int) -> Sequence[int]:
    """Every index of a small log, and of a big one the ends and a few between."""
    return range(size) if size <= 40 else sorted({0, 1, size // 3, split(size), size - 1})


def test_the_root_of_every_size_is_the_one_of_the_definition() -> None:
    grown = EMPTY_RANGE
    for size in range(BIGGEST):
        assert grown.root() == root_of(LEAVES[:size]) == defined_root(0, size)
        grown = grown.append(LEAVES[size])


def test_an_empty_log_has_the_hash_of_nothing() -> None:
    assert EMPTY_RANGE.root() == root_of(()) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


def test_inclusion_proofs_of_sizes_1_to_300_are_those_of_the_definition() -> None:
    for size in range(1, BIGGEST + 1):
        root = defined_root(0, size)
        for index in places(size):
            proof = inclusion_proof(LEAVES[:size], index)
            assert list(proof) == defined_path(index, 0, size)
            assert includes(leaf=LEAVES[index], index=index, size=size, proof=proof, root=root)


@pytest.mark.parametrize("subtree", [1, 2, 8, 64])
def test_a_path_over_the_roots_of_subtrees_is_the_path_over_all_leaves(subtree: int) -> None:
    for size in range(1, BIGGEST + 1, 7):
        cut = [LEAVES[first : min(first + subtree, size)] for first in range(0, size, subtree)]
        roots = [root_of(leaves) for leaves in cut]
        for index in places(size):
            number, at = divmod(index, subtree)
            path = inclusion_proof_above(cut[number], at, roots, number)
            assert path == inclusion_proof(LEAVES[:size], index)


@pytest.mark.parametrize(("index", "number"), [(-1, 0), (2, 0), (0, -1), (0, 1)])
def test_a_path_from_outside_the_log_is_our_bug(index: int, number: int) -> None:
    with pytest.raises(ValueError, match="no such index"):
        inclusion_proof_above(LEAVES[:2], index, [root_of(LEAVES[:2])], number)


def test_consistency_proofs_of_sizes_1_to_300_are_those_of_the_definition() -> None:
    for size in range(1, BIGGEST + 1):
        for old in (place + 1 for place in places(size)):
            proof = consistency_proof(LEAVES[:size], old)
            assert list(proof) == defined_subproof(old, 0, size, True)
            assert consistent(
                old_size=old,
                new_size=size,
                old_root=defined_root(0, old),
                new_root=defined_root(0, size),
                proof=proof,
            )


@given(size=SIZES, draw=st.data())
def test_a_proof_holds_for_no_other_leaf_index_or_size(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    other = draw.draw(st.integers(0, BIGGEST - 1).filter(lambda value: value != index))
    proof = inclusion_proof(LEAVES[:size], index)
    root = defined_root(0, size)
    assert not includes(leaf=LEAVES[other], index=index, size=size, proof=proof, root=root)
    assert not includes(leaf=LEAVES[index], index=other, size=size, proof=proof, root=root)
    assert not includes(
        leaf=LEAVES[index], index=index, size=size, proof=(*proof, root), root=root
    )


@given(size=SIZES, draw=st.data())
def test_a_rewritten_past_is_never_consistent(size: int, draw: st.DataObject) -> None:
    old = draw.draw(st.integers(1, size))
    changed = draw.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:changed], leaf_hash(b"another"), *LEAVES[changed + 1 : size]]
    assert not consistent(
        old_size=old,
        new_size=size,
        old_root=defined_root(0, old),
        new_root=root_of(rewritten),
        proof=consistency_proof(rewritten, old),
    )


HASHES = st.one_of(st.binary(max_size=40), st.sampled_from([EMPTY_ROOT, *LEAVES[:8]]))
NUMBERS = st.one_of(st.integers(-3, 9), st.integers())


@given(
    numbers=st.tuples(NUMBERS, NUMBERS),
    ends=st.tuples(HASHES, HASHES),
    proof=st.lists(HASHES, max_size=70),
)
def test_no_bytes_or_numbers_make_a_proof_check_fail_with_an_error(
    numbers: tuple[int, int], ends: tuple[bytes, bytes], proof: list[bytes]
) -> None:
    (first, second), (one, other) = numbers, ends
    for answer in (
        includes(leaf=one, index=first, size=second, proof=proof, root=other),
        consistent(old_size=first, new_size=second, old_root=one, new_root=other, proof=proof),
    ):
        assert answer in (True, False)


def test_a_proof_higher_than_the_tree_proves_nothing_to_a_root_made_for_it() -> None:
    extra = leaf_hash(b"above the root")
    for size in range(1, 20):
        root = defined_root(0, size)
        for index in range(size):
            proof = (*inclusion_proof(LEAVES[:size], index), extra)
            for raised in (node_hash(extra, root), node_hash(root, extra)):
                assert not includes(
                    leaf=LEAVES[index], index=index, size=size, proof=proof, root=raised
                )
        for old in range(1, size):
            assert not consistent(
                old_size=old,
                new_size=size,
                old_root=node_hash(extra, defined_root(0, old)),
                new_root=node_hash(extra, root),
                proof=(*consistency_proof(LEAVES[:size], old), extra),
            )


def test_a_log_of_two_to_the_63_is_too_big_to_prove_anything() -> None:
    root = LEAVES[0]
    for _ in range(63):
        root = node_hash(root, LEAVES[1])
    proof = [LEAVES[1]] * 63
    assert includes(leaf=LEAVES[0], index=0, size=2**63 - 1, proof=proof, root=root)
    assert not includes(leaf=LEAVES[0], index=0, size=2**63, proof=proof, root=root)
    assert consistent(
        old_size=1, new_size=2**63 - 1, old_root=LEAVES[0], new_root=root, proof=proof
    )
    assert not consistent(
        old_size=1, new_size=2**63, old_root=LEAVES[0], new_root=root, proof=proof
    )


@pytest.mark.parametrize(("levels", "holds"), [(62, True), (63, False)])
def test_a_proof_of_64_hashes_is_too_long_to_prove_anything(levels: int, holds: bool) -> None:
    # Three leaves grew to a tree of that many levels: the start, then one hash a level.
    third, other = LEAVES[0], LEAVES[1]
    old_root = node_hash(other, third)
    new_root = node_hash(other, node_hash(third, other))
    for _ in range(levels - 2):
        new_root = node_hash(new_root, other)
    assert (
        consistent(
            old_size=3,
            new_size=2 ** (levels - 1) + 1,
            old_root=old_root,
            new_root=new_root,
            proof=[third] + [other] * levels,
        )
        is holds
    )


def test_an_empty_log_begins_every_log_without_proof() -> None:
    root = defined_root(0, 5)

    def begins(old_root: bytes, proof: Sequence[bytes]) -> bool:
        return consistent(old_size=0, new_size=5, old_root=old_root, new_root=root, proof=proof)

    assert begins(EMPTY_ROOT, ())
    assert not begins(EMPTY_ROOT, (root,))
    assert not begins(root, ())


def test_a_log_that_grew_needs_a_proof() -> None:
    old, new = defined_root(0, 3), defined_root(0, 5)
    assert not consistent(old_size=3, new_size=5, old_root=old, new_root=new, proof=())
    assert not consistent(old_size=3, new_size=5, old_root=old, new_root=new, proof=(b"short",))


@given(cuts=st.lists(st.integers(0, BIGGEST), max_size=6))
def test_a_log_appended_in_parts_is_the_log_appended_at_once(cuts: list[int]) -> None:
    grown = EMPTY_RANGE
    for start, end in pairwise([0, *sorted(cuts), BIGGEST]):
        grown = grown.extend(iter(LEAVES[start:end]))
    assert grown == EMPTY_RANGE.extend(LEAVES)


@given(size=st.integers(0, BIGGEST - 1))
def test_one_leaf_appended_is_the_log_extended_by_one(size: int) -> None:
    held = EMPTY_RANGE.extend(LEAVES[:size])
    assert held.append(LEAVES[size]) == held.extend([LEAVES[size]])


@given(size=st.integers(0, BIGGEST))
def test_a_stored_range_is_read_back_as_it_was(size: int) -> None:
    held = EMPTY_RANGE.extend(LEAVES[:size])
    assert Range.from_bytes(held.size, held.to_bytes()) == held


@pytest.mark.parametrize(
    ("size", "peaks"), [(1, b""), (1, b"x" * 64), (2, b"x" * 31), (-1, b""), (2**63, b"x" * 32)]
)
def test_a_stored_range_that_is_none_is_our_own_bug(size: int, peaks: bytes) -> None:
    with pytest.raises(ValueError, match="peak"):
        Range.from_bytes(size, peaks)


def test_a_leaf_of_another_length_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        EMPTY_RANGE.append(b"an entry instead of its hash")
    with pytest.raises(ValueError, match="32 bytes"):
        EMPTY_RANGE.extend([LEAVES[0], b"an entry instead of its hash"])


def test_a_proof_about_what_the_log_does_not_hold_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="index"):
        inclusion_proof(LEAVES[:3], 3)
    with pytest.raises(ValueError, match="size"):
        consistency_proof(LEAVES[:3], 4)


def test_nothing_is_proved_about_an_empty_or_an_unchanged_log() -> None:
    assert consistency_proof(LEAVES[:7], 0) == consistency_proof(LEAVES[:7], 7) == ()


@given(size=SIZES, at=st.integers(0, BIGGEST))
def test_a_proof_climbs_from_its_leaf_to_the_root_of_the_whole_log(size: int, at: int) -> None:
    index = at % size
    proof = inclusion_proof(LEAVES[:size], index)
    steps = climb(leaf=LEAVES[index], index=index, size=size, proof=proof)
    assert [step.given for step in steps] == list(proof)
    for step in steps:
        assert step.computed == root_of(LEAVES[step.start : step.stop])
        assert step.start <= index < step.stop
    if steps:
        assert (steps[-1].start, steps[-1].stop) == (0, size)
