"""Columns of arrays that grow at their end."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Columns = TypeVar("Columns", bound=Sequence[NDArray[Any]])


class Table(Generic[Columns]):
    """Parallel columns; what was given out before stays as it was when more are added.

    Room is doubled when it runs out, so that a row is copied a few times at most.
    """

    def __init__(self, make: Callable[..., Columns], rows: Columns) -> None:
        self._make = make
        self._room: list[NDArray[Any]] = list(rows)
        self._length = len(rows[0])

    def add(self, rows: Columns) -> None:
        """These rows stand after those there are."""
        start, self._length = self._length, self._length + len(rows[0])
        if self._length > len(self._room[0]):
            self._room = [self._roomy(column, start) for column in self._room]
        for column, new in zip(self._room, rows, strict=True):
            column[start : self._length] = new

    def columns(self) -> Columns:
        """The columns as they stand now."""
        return self._make(*(column[: self._length] for column in self._room))

    def _roomy(self, column: NDArray[Any], kept: int) -> NDArray[Any]:
        found = np.empty((2 * self._length, *column.shape[1:]), dtype=column.dtype)
        found[:kept] = column[:kept]
        return found


def spread(
    start: NDArray[np.intp], count: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each row as many as it counts: the place of the row, and start, start + 1, ..."""
    place = np.repeat(np.arange(len(count), dtype=np.intp), count)
    first = start - (np.cumsum(count) - count)
    return place, np.arange(len(place), dtype=np.intp) + first[place]
