"""The weighted distance of many pairs of words at once.

A word is a row of small numbers (``alphabet.CODE``), filled with 0 at its end. Nothing against
nothing costs nothing, so that rows of one width hold words of any length. All sums are whole
numbers: a distance is the same whatever stands beside it in the block, on every machine.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint8]
Costs = NDArray[np.uint16]
Distances = NDArray[np.uint16]

BLOCK = 2048


def distances(
    left: Words, right: Words, lengths: NDArray[np.integer[Any]], costs: Costs
) -> Distances:
    """The least cost of turning each row of ``left`` into the row of ``right`` beside it.

    ``costs[x, y]`` is the cost of x standing for y in thousandths; ``costs[x, 0]`` and
    ``costs[0, y]`` of a letter the other side does not write. Rows are as wide as each other;
    ``lengths`` are those of the longer word of each two.
    """
    found = np.zeros(len(left), dtype=np.uint16)
    order = np.argsort(lengths, kind="stable")
    for start in range(0, len(order), BLOCK):
        rows = order[start : start + BLOCK]
        width = int(lengths[rows[-1]])
        found[rows] = _block(
            np.ascontiguousarray(left[rows, :width].T),
            np.ascontiguousarray(right[rows, :width].T),
            costs,
        )
    return found


def _block(left: Words, right: Words, costs: Costs) -> Distances:
    """The same for one block, words as columns: the usual table, a row of it at a time."""
    width, count = left.shape
    rights = right.astype(np.intp)
    starts = left.astype(np.intp) * costs.shape[1]
    gaps_left, gaps_right = costs[:, 0].take(left), costs[0].take(rights)
    across = np.zeros((width + 1, count), dtype=np.uint16)
    np.cumsum(gaps_right, axis=0, dtype=np.uint16, out=across[1:])
    fresh = np.empty_like(across)
    paired, dropped = np.empty((2, width, count), dtype=np.uint16)
    cell = np.empty((width, count), dtype=np.intp)
    flat = costs.ravel()
    for row in range(width):
        np.add(rights, starts[row], out=cell)
        flat.take(cell, out=paired, mode="clip")
        paired += across[:-1]
        np.add(across[1:], gaps_left[row], out=dropped)
        np.minimum(paired, dropped, out=paired)
        np.add(across[0], gaps_left[row], out=fresh[0])
        inserted = dropped[0]
        for column in range(width):
            np.add(fresh[column], gaps_right[column], out=inserted)
            np.minimum(paired[column], inserted, out=fresh[column + 1])
        across, fresh = fresh, across
    return across[width]
