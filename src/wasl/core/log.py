"""An append-only tree of entries: its root, and proofs that it holds one and that it only grew.

Format and vectors: ``docs/spec/log.md``. Sources: RFC 6962 section 2.1, RFC 9162 section 2.1,
C2SP ``tlog-checkpoint``. A *leaf* below is always the 32-byte leaf hash, never the entry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

HASH_BYTES = 32
PROOF_LIMIT = 63
SIZE_LIMIT = 1 << PROOF_LIMIT  # a longer log would need longer proofs

EMPTY_ROOT = sha256(b"").digest()

_HASH_LENGTH = frozenset({HASH_BYTES})


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 ‖ entry): what stands in the tree for these canonical bytes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right): what stands in the tree above two hashes."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A log from its first entry on, kept as the roots of its complete subtrees.

    ``peaks`` holds one 32-byte hash for each bit set in ``size``, the biggest subtree first: all
    that is needed to append and to know the root. Anything else is our bug (ValueError).
    """

    size: int
    peaks: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """A range that no log can have is never built."""
        if not 0 <= self.size < SIZE_LIMIT or len(self.peaks) != self.size.bit_count():
            raise ValueError("a range holds one peak for each bit of its size")
        if not _HASH_LENGTH.issuperset(map(len, self.peaks)):
            raise ValueError("a peak is 32 bytes long")

    def append(self, leaf: bytes) -> "Range":
        """The log with one more leaf."""
        peaks = list(self.peaks)
        standing = self.size
        while standing & 1:
            leaf = node_hash(peaks.pop(), leaf)
            standing >>= 1
        return Range(size=self.size + 1, peaks=(*peaks, leaf))

    def extend(self, leaves: Iterable[bytes]) -> "Range":
        """The log with these leaves after its own, in their order."""
        level = list(leaves)
        if not _HASH_LENGTH.issuperset(map(len, level)):
            raise ValueError("a leaf is 32 bytes long")
        size = self.size + len(level)
        standing = self.size
        waiting = list(self.peaks)
        peaks: list[bytes] = []
        # One pass a level: what stood alone there goes before what came, pairs go up.
        while level or standing:
            if standing & 1:
                level.insert(0, waiting.pop())
            if len(level) & 1:
                peaks.append(level.pop())
            level = _pairs(level)
            standing >>= 1
        return Range(size=size, peaks=tuple(reversed(peaks)))

    def root(self) -> bytes:
        """The tree head of RFC 6962: ``EMPTY_ROOT`` for an empty log."""
        if not self.peaks:
            return EMPTY_ROOT
        *bigger, root = self.peaks
        for peak in reversed(bigger):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The peaks one after another; the size is kept beside them."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Range":
        """The range our own store kept; other bytes than ``to_bytes`` gave are a ValueError."""
        steps = range(0, len(peaks), HASH_BYTES)
        return cls(size=size, peaks=tuple(peaks[at : at + HASH_BYTES] for at in steps))


EMPTY_RANGE = Range(size=0, peaks=())


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of the log that holds these leaves."""
    return EMPTY_RANGE.extend(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """PATH(index, leaves) of RFC 9162 section 2.1.3.1, the hash nearest to the leaf first.

    An index outside the log is our bug (ValueError).
    """
    if not 0 <= index < len(leaves):
        raise ValueError("no such index in this log")
    return _siblings(list(leaves), index)


def inclusion_proof_above(
    leaves: Sequence[bytes], index: int, roots: Sequence[bytes], number: int
) -> tuple[bytes, ...]:
    """The same path from stored hashes: ``roots`` are those of the log cut in equal subtrees.

    Their length is one power of two, but for the last, which may be shorter; ``leaves`` are those
    of the subtree ``number``, in which the entry is at ``index``. ValueError, our bug, elsewhere.
    """
    if not (0 <= index < len(leaves) and 0 <= number < len(roots)):
        raise ValueError("no such index in this log")
    return (*_siblings(list(leaves), index), *_siblings(list(roots), number))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """PROOF(old_size, leaves) of RFC 9162 section 2.1.4.1; empty for size 0 and for the same size.

    A size greater than the log is our bug (ValueError).
    """
    if not 0 <= old_size <= len(leaves):
        raise ValueError("no such size in this log")
    if old_size in (0, len(leaves)):
        return ()
    level = list(leaves)
    index = old_size - 1
    # The last complete subtree of the old log: the proof starts there and goes up.
    while index & 1:
        level = _level_above(level)
        index >>= 1
    start = (level[index],) if index else ()
    return (*start, *_siblings(level, index))


def includes(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the log of this size and root holds ``leaf`` at ``index`` (RFC 9162 2.1.3.2).

    Any bytes and numbers may come from outside: what cannot be a proof proves nothing.
    """
    if not 0 <= index < size < SIZE_LIMIT or not _are_hashes((leaf, root, *proof)):
        return False
    at, last = index, size - 1
    computed = leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = node_hash(sibling, computed)
            at, last = _skip_lone_levels(at, last)
        else:
            computed = node_hash(computed, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and compare_digest(computed, root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One hash of an inclusion proof, and the hash it makes with what was computed before it.

    ``before``: the given hash stands on the side of the earlier entries. ``start`` and ``stop``
    bound the entries under ``computed``.
    """

    given: bytes
    before: bool
    computed: bytes
    start: int
    stop: int


def climb(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> tuple[Step, ...]:
    """How a proof of our own leads from a leaf to the root: the last hash computed is the root."""
    start, stop, computed, steps = index, index + 1, leaf, []
    for given in proof:
        width = stop - start
        before = stop == size or bool(start & width)
        if before:
            computed, start = node_hash(given, computed), start & (start - 1)
        else:
            computed, stop = node_hash(computed, given), min(stop + width, size)
        steps.append(Step(given=given, before=before, computed=computed, start=start, stop=stop))
    return tuple(steps)


def consistent(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the new log begins with all of the old one (RFC 9162 section 2.1.4.2).

    Any bytes and numbers may come from outside: what cannot be a proof proves nothing. An empty
    log begins every log, by its root and an empty proof.
    """
    if not 0 <= old_size <= new_size < SIZE_LIMIT:
        return False
    if old_size == 0 and old_root != EMPTY_ROOT:
        return False
    if old_size == new_size:
        return not proof and compare_digest(old_root, new_root)
    if not _are_hashes((old_root, new_root, *proof)):
        return False
    if old_size == 0:
        return not proof
    return _grew((old_size, old_root), (new_size, new_root), proof)


def _grew(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """The walk of RFC 9162 2.1.4.2 for 0 < old size < new size."""
    (old_size, old_root), (new_size, new_root) = old, new
    # A power of two is one complete subtree: its root is not repeated in the proof.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at >>= 1
        last >>= 1
    old_computed = new_computed = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_computed = node_hash(sibling, old_computed)
            new_computed = node_hash(sibling, new_computed)
            at, last = _skip_lone_levels(at, last)
        else:
            new_computed = node_hash(new_computed, sibling)
        at >>= 1
        last >>= 1
    same_old = compare_digest(old_computed, old_root)
    return last == 0 and same_old and compare_digest(new_computed, new_root)


def _skip_lone_levels(at: int, last: int) -> tuple[int, int]:
    """The numbers at the level where this node, last of its row, has a left neighbour."""
    while at and not at & 1:
        at >>= 1
        last >>= 1
    return at, last


def _siblings(level: list[bytes], index: int) -> tuple[bytes, ...]:
    """The neighbours met on the way from a node of this row up to the root."""
    met: list[bytes] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            met.append(level[sibling])
        level = _level_above(level)
        index >>= 1
    return tuple(met)


def _level_above(level: list[bytes]) -> list[bytes]:
    """The row above, where a last node without neighbour stands for itself."""
    above = _pairs(level)
    if len(level) & 1:
        above.append(level[-1])
    return above


def _pairs(level: list[bytes]) -> list[bytes]:
    """The hashes above complete pairs; written out, because every entry passes here."""
    return [
        sha256(b"\x01" + left + right).digest()
        for left, right in zip(level[::2], level[1::2], strict=False)
    ]


def _are_hashes(values: Sequence[bytes]) -> bool:
    """Whether each is 32 bytes, and no more of them than a longest proof and two roots."""
    return len(values) <= PROOF_LIMIT + 2 and _HASH_LENGTH.issuperset(map(len, values))
