"""The numbers fitted to data, as one frozen value: costs, frequencies, tables of the score.

They are made by ``bench/matching/fit.py`` and never by hand; the version and the hash of the
data they were fitted to travel with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A score for one kind of pair: what each value of each feature adds, and what sums mean.

    Feature ``f`` with value v adds ``adds[f][i]`` where i is the number of ``edges[f]`` at or
    below v, all in thousandths of a log-odd. The map of sums to scores has four points: nothing,
    the look (0.5), sure (0.9), and the most a name alone may have; scores in ten-thousandths.
    """

    edges: tuple[NDArray[np.int32], ...]
    adds: tuple[NDArray[np.int32], ...]
    start: int
    sums: NDArray[np.int32]
    scores: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Everything fitted. ``costs_across[x, y]``: x in Arabic, y in Latin."""

    version: str
    data_sha256: str
    costs_across: NDArray[np.uint16]
    costs_within: NDArray[np.uint16]
    counts: Mapping[str, int]
    people: int
    across: Head
    within: Head


def fitted_from(read: Mapping[str, Any]) -> Fitted:
    """The fitted numbers from the parsed JSON of the package."""
    return Fitted(
        version=read["version"],
        data_sha256=read["data_sha256"],
        costs_across=_costs(read["costs_across"]),
        costs_within=_costs(read["costs_within"]),
        counts=read["counts"],
        people=read["people"],
        across=_head(read["across"]),
        within=_head(read["within"]),
    )


def _costs(rows: list[list[int]]) -> NDArray[np.uint16]:
    table = np.array(rows, dtype=np.uint16)
    if table.shape != (SIZE, SIZE):
        raise ValueError("a table of costs has a row and a column for each phoneme, and for none")
    return table


def _head(read: Mapping[str, Any]) -> Head:
    return Head(
        edges=tuple(np.array(edges, dtype=np.int32) for edges in read["edges"]),
        adds=tuple(np.array(adds, dtype=np.int32) for adds in read["adds"]),
        start=read["start"],
        sums=np.array(read["sums"], dtype=np.int32),
        scores=np.array(read["scores"], dtype=np.int32),
    )
