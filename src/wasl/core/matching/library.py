"""Every name met, read once: its units and what is known of it, as columns of arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.names import Name, read
from wasl.core.matching.vocabulary import Vocabulary, stacked

Ints = NDArray[np.int32]
Places = NDArray[np.intp]


class Units(NamedTuple):
    """The units of all names, flat."""

    voice: NDArray[np.int64]
    cover: NDArray[np.uint32]
    weight: Ints
    place: Ints


class Columns(NamedTuple):
    """What is known of each name; its units begin at ``start``."""

    start: Places
    units: Places
    content: Ints
    weight: Ints
    arabic: NDArray[np.bool_]
    rank: NDArray[np.int64]
    parts: Ints
    first: NDArray[np.uint32]
    last: NDArray[np.uint32]
    ties: NDArray[np.uint32]
    refused: NDArray[np.bool_]


class Library:
    """The names read so far, by their text; it only grows until it is dropped."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.names: list[Name] = []
        self.bones: list[str] = []
        self._number: dict[str, int] = {}
        self._parts: dict[tuple[int, ...], int] = {}
        self._signs: list[int] = []
        self._units = _units([])
        self._columns = _columns([], [])

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """The number of each name, read now where it was not before."""
        known = self._number
        found = list(map(known.get, texts))
        if None not in found:
            return [number for number in found if number is not None]
        return [
            self._added(text) if number is None else number
            for text, number in zip(texts, found, strict=True)
        ]

    def _added(self, text: str) -> int:
        number = self._number.get(text)
        if number is None:
            number = self._number[text] = len(self.names)
            name = read(text, self.vocabulary)
            self.names.append(name)
            self.bones.append(name.bones)
            self._signs.append(self._parts.setdefault(name.parts, len(self._parts)))
        return number

    def columns(self) -> tuple[Units, Columns]:
        """The columns, those of new names added."""
        have = len(self._columns.units)
        if have < len(self.names):
            new = self.names[have:]
            shifted = _columns(new, self._signs[have:])
            shifted = shifted._replace(start=shifted.start + len(self._units.voice))
            self._columns = Columns(*stacked(self._columns, shifted))
            self._units = Units(*stacked(self._units, _units(new)))
        return self._units, self._columns


def _units(names: Sequence[Name]) -> Units:
    cover = np.array([cover for name in names for cover in name.covers], dtype=np.uint32)
    lowest = cover & (~cover + np.uint32(1))
    return Units(
        voice=np.array([voice for name in names for voice in name.voices], dtype=np.int64),
        cover=cover,
        weight=np.array([weight for name in names for weight in name.weights], dtype=np.int32),
        place=np.bitwise_count(lowest - np.uint32(1)).astype(np.int32),
    )


def _columns(names: Sequence[Name], signs: Sequence[int]) -> Columns:
    count = np.array([len(name.voices) for name in names], dtype=np.intp)
    return Columns(
        start=np.cumsum(count) - count,
        units=count,
        content=np.array([name.content for name in names], dtype=np.int32),
        weight=np.array([name.weight for name in names], dtype=np.int32),
        arabic=np.array([name.arabic for name in names], dtype=np.bool_),
        rank=np.array([name.rank for name in names], dtype=np.int64),
        parts=np.array(signs, dtype=np.int32),
        first=np.array([name.first for name in names], dtype=np.uint32),
        last=np.array([name.last for name in names], dtype=np.uint32),
        ties=np.array([name.ties for name in names], dtype=np.uint32),
        refused=np.array([bool(name.refusal) for name in names], dtype=np.bool_),
    )
