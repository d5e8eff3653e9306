"""The bytes of an index: a line that says what it is, a line of its columns, and the columns.

A file that is not whole, or of another version, is no index: it is built again from its list.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.canonical import dumps, loads
from wasl.core.matching.index.holding import Facts, Index, Names, Terms, Texts
from wasl.core.matching.vocabulary import Pieces, Rows

FIRST_LINE = b"wasl-index/1\n"
HEAD_BYTES = 16_384
DIGEST_LETTERS = 64
ALIGNED = 64

_GROUPS: dict[str, Any] = {
    "rows": Rows,
    "pieces": Pieces,
    "names": Names,
    "text": Texts,
    "folded": Texts,
    "plain": Texts,
    "bones": Texts,
    "terms": Terms,
    "facts": Facts,
}


class Filed(NamedTuple):
    """An index and what it was made of: the snapshot of a list, under which versions."""

    held: Index
    snapshot: str
    version: str


def write_index(filed: Filed) -> Iterator[bytes | memoryview]:
    """The pieces of the file, in their order."""
    columns = dict(_columns(filed.held))
    told: list[list[object]] = []
    at = 0
    for name, column in columns.items():
        told.append([name, column.dtype.str, list(column.shape), at])
        at += _padded(column.nbytes)
    head = dumps({"columns": told, "snapshot": filed.snapshot, "version": filed.version})
    rest = [head.ljust(HEAD_BYTES), *(p for column in columns.values() for p in _pieces(column))]
    digest = hashlib.sha256()
    for piece in rest:
        digest.update(piece)
    yield FIRST_LINE + digest.hexdigest().encode() + b"\n"
    yield from rest


def read_index(untrusted_file: memoryview) -> Filed | None:
    """The index a file holds, over its own memory; None for one that is not whole."""
    start = len(FIRST_LINE) + DIGEST_LETTERS + 1
    first, rest = bytes(untrusted_file[:start]), untrusted_file[start:]
    if first != FIRST_LINE + hashlib.sha256(rest).hexdigest().encode() + b"\n":
        return None
    told = loads(bytes(rest[:HEAD_BYTES]).rstrip(), HEAD_BYTES)
    body = rest[HEAD_BYTES:]
    columns = {
        name: np.ndarray(shape, dtype, body, at) for name, dtype, shape, at in told["columns"]
    }
    return Filed(held=_index(columns), snapshot=told["snapshot"], version=told["version"])


def _columns(index: Index) -> Iterator[tuple[str, NDArray[np.generic]]]:
    yield "row_identity", index.row_identity
    for group in _GROUPS:
        held = getattr(index, group)
        yield from ((f"{group}.{name}", getattr(held, name)) for name in held._fields)


def _index(columns: dict[str, Any]) -> Index:
    groups = {
        group: kind(*(columns[f"{group}.{name}"] for name in kind._fields))
        for group, kind in _GROUPS.items()
    }
    return Index(row_identity=columns["row_identity"], **groups)


def _padded(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


def _pieces(column: NDArray[np.generic]) -> Iterator[bytes | memoryview]:
    flat = np.ascontiguousarray(column)
    if flat.nbytes:
        yield flat.reshape(-1).view(np.uint8).data
        yield bytes(_padded(flat.nbytes) - flat.nbytes)
