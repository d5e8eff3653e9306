"""Every name met, read once: its units and what is known of it, as columns of arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.names import Name, read
from wasl.core.matching.vocabulary import Pieces, Vocabulary, stacked
from wasl.core.matching.voices import voices_of

Ints = NDArray[np.int32]
Places = NDArray[np.intp]
Bits = NDArray[np.uint32]


class Units(NamedTuple):
    """The units of all names, flat: parts first, then other forms, then neighbours as one."""

    voice: NDArray[np.int64]
    cover: Bits
    weight: Ints
    place: Ints


class Columns(NamedTuple):
    """What is known of each name; its units begin at ``start``.

    ``first`` and ``last`` are the bits of the given name and of the last word that counts,
    ``ties`` those of the places that only join or address.
    """

    start: Places
    units: Places
    content: Ints
    weight: Ints
    first: Bits
    last: Bits
    ties: Bits
    arabic: NDArray[np.bool_]
    refused: NDArray[np.bool_]


class Spelled(NamedTuple):
    """Names as rows of pieces: how many each has, and their numbers one after another.

    ``after`` has the bit of each place of a name with an article before it.
    """

    many: Places
    number: Places
    after: NDArray[np.int64]
    arabic: NDArray[np.bool_]
    refused: NDArray[np.bool_]


class _Placed(NamedTuple):
    """The parts of new names, flat: whose each is, its place, and the columns of its piece."""

    owner: Places
    place: Places
    after_article: NDArray[np.bool_]
    pieces: Pieces


class Library:
    """The names read so far, by their text; it only grows until it is dropped."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.names: list[Name] = []
        self.bones: list[str] = []
        self.plain: list[str] = []
        self.folded: list[str] = []
        self._number: dict[str, int] = {}
        self._units, self._columns = laid_out(spelled([]), vocabulary.columns())

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """The number of each name, read now where it was not before."""
        for text in dict.fromkeys(texts):
            if text not in self._number:
                self._number[text] = len(self.names)
                name = read(text, self.vocabulary)
                self.names.append(name)
                self.bones.append(name.bones)
                self.plain.append(name.plain)
                self.folded.append(name.folded)
        return list(map(self._number.__getitem__, texts))

    def columns(self) -> tuple[Units, Columns]:
        """The columns, those of new names added."""
        have = len(self._columns.units)
        if have < len(self.names):
            units, columns = laid_out(spelled(self.names[have:]), self.vocabulary.columns())
            columns = columns._replace(start=columns.start + len(self._units.voice))
            self._columns = Columns(*stacked(self._columns, columns))
            self._units = Units(*stacked(self._units, units))
        return self._units, self._columns


def spelled(names: Sequence[Name]) -> Spelled:
    """Names as rows of pieces."""
    return Spelled(
        many=np.array([len(name.pieces) for name in names], dtype=np.intp),
        number=np.array([piece.number for name in names for piece in name.pieces], dtype=np.intp),
        after=np.array([name.after_article for name in names], dtype=np.int64),
        arabic=np.array([name.arabic for name in names], dtype=np.bool_),
        refused=np.array([name.refusal is not None for name in names], dtype=np.bool_),
    )


def laid_out(names: Spelled, pieces: Pieces) -> tuple[Units, Columns]:
    """The columns of names, and their units."""
    count = len(names.many)
    owner = np.repeat(np.arange(count, dtype=np.intp), names.many)
    first = np.cumsum(names.many) - names.many
    place = np.arange(len(names.number), dtype=np.intp) - np.repeat(first, names.many)
    placed = _Placed(
        owner=owner,
        place=place,
        after_article=(names.after[owner] >> place) & 1 > 0,
        pieces=pieces.at(names.number),
    )
    units, units_of = _units(placed)
    return units, _columns(placed, names, np.bincount(units_of, minlength=count))


def _units(placed: _Placed) -> tuple[Units, Places]:
    """The units of the names, in the order of their names, and whose each is."""
    pieces = placed.pieces
    other = np.flatnonzero(pieces.other >= 0)
    # Neighbours as one word: Ben Ali as Benali.
    left = np.flatnonzero(
        (placed.owner[1:] == placed.owner[:-1]) & pieces.joins[:-1] & pieces.joined[1:]
    )
    # With an article between them: Bin al-Shibh as Binalshibh.
    between = placed.after_article[left + 1] | (
        (pieces.other[left + 1] >= 0) & pieces.arabic[left + 1]
    )
    fused = left[between & pieces.ties[left]]
    two = np.concatenate([left, fused])
    article = np.arange(len(two)) >= len(left)
    one = np.concatenate([np.arange(len(placed.owner)), other, two])
    weight = pieces.weight[one]
    weight[len(one) - len(two) :] += pieces.weight[two + 1]
    cover = np.left_shift(np.uint32(1), placed.place[one].astype(np.uint32))
    cover[len(one) - len(two) :] *= np.uint32(3)
    voice = np.concatenate(
        [
            voices_of(pieces.row),
            voices_of(pieces.other[other]),
            voices_of(pieces.row[two], pieces.row[two + 1], article),
        ]
    )
    order = np.argsort(placed.owner[one], kind="stable")
    one = one[order]
    units = Units(
        voice=voice[order],
        cover=cover[order],
        weight=weight[order],
        place=placed.place[one].astype(np.int32),
    )
    return units, placed.owner[one]


def _columns(placed: _Placed, names: Spelled, units: Places) -> Columns:
    count = len(names.many)
    pieces, owner = placed.pieces, placed.owner
    bit = np.left_shift(np.uint32(1), placed.place.astype(np.uint32))
    counts = np.flatnonzero(pieces.counts)
    whose = owner[counts]
    first = np.zeros(count, dtype=np.uint32)
    last = np.zeros(count, dtype=np.uint32)
    last[whose] = bit[counts]
    # What comes later is overwritten by what stands before it.
    first[whose[::-1]] = bit[counts][::-1]
    # Of a servant's name, the given name is what he serves.
    follows = np.flatnonzero(whose[1:] == whose[:-1])
    second = follows[
        pieces.servant[counts[follows]] & (bit[counts[follows]] == first[whose[follows]])
    ]
    first[whose[second]] = bit[counts[second + 1]]
    content = np.bincount(whose, minlength=count)
    ties = np.bincount(owner, weights=bit * ~pieces.counts, minlength=count)
    weight = np.bincount(owner, weights=pieces.weight, minlength=count)
    return Columns(
        start=np.cumsum(units) - units,
        units=units,
        content=content.astype(np.int32),
        weight=np.maximum(1, weight).astype(np.int32),
        first=first,
        last=last,
        ties=ties.astype(np.uint32),
        arabic=names.arabic,
        refused=names.refused,
    )
