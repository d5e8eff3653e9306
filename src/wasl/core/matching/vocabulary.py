"""Every word met, read once: its sound, weight and lines of the lexicon, as rows of arrays.

Keyed by content: the same word has the same row whatever name it stands in, and what a word is
worth never depends on which words were met before it.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import BITS, CODE, LEAST_MASS, MASSES, skeletons
from wasl.core.matching.givens import readings
from wasl.core.matching.splitting import END
from wasl.core.matching.table import Table
from wasl.core.matching.words import TIES, UNCOUNTED, Kind, Part, read_words

WIDTH = 24
TIE_WEIGHT = {Kind.PATRONYMIC: 60, Kind.KUNYA: 180, Kind.TITLE: 80}
_IS_TIE = np.array([kind in TIES for kind in Kind])
_COUNTS = np.array([kind not in UNCOUNTED for kind in Kind])
_FIXED_WEIGHT = np.array([TIE_WEIGHT.get(kind, 0) for kind in Kind], dtype=np.int32)
_CODES = np.zeros(1 + max(map(ord, CODE)), dtype=np.uint8)
_CODES[[ord(letter) for letter in CODE]] = list(CODE.values())
_MASSES = np.array(MASSES, dtype=np.int32)
_BITS = np.array(BITS, dtype=np.uint16)


class Pieces(NamedTuple):
    """The columns of all pieces so far: the row of each, and of its other form or -1.

    ``joins`` and ``joined``: it may be read as one word with what follows, or goes before.
    """

    row: NDArray[np.int32]
    other: NDArray[np.int32]
    weight: NDArray[np.int32]
    arabic: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    ties: NDArray[np.bool_]
    servant: NDArray[np.bool_]
    joins: NDArray[np.bool_]
    joined: NDArray[np.bool_]

    def at(self, numbers: NDArray[np.intp]) -> "Pieces":
        """The columns of some pieces, in this order."""
        columns: list[Any] = [column[numbers] for column in self]
        return Pieces(*columns)


class Rows(NamedTuple):
    """The columns of all rows so far; ``heard`` is the mass, however small."""

    codes: NDArray[np.uint8]
    length: NDArray[np.int32]
    heard: NDArray[np.int32]
    bits: NDArray[np.uint16]
    lines: NDArray[np.int16]
    arabic: NDArray[np.bool_]


class Spellings(NamedTuple):
    """The columns of all words so far: the first piece of each, and how many it has.

    The word numbered 0 is ``END``, which has none.
    """

    first: NDArray[np.intp]
    many: NDArray[np.intp]
    article: NDArray[np.bool_]
    arabic: NDArray[np.bool_]


class Vocabulary:
    """The rows of the words met so far; it only grows until it is dropped.

    ``spelt`` and ``bones`` are of each word how its parts are spelt, and the skeletons of those
    that count.
    """

    def __init__(self, counts: Mapping[str, int], people: int) -> None:
        scale = math.log(people / 1.5)
        # A skeleton that fewer than three people carry is as rare as any.
        self._rarity = {
            bones: min(1.0, math.log(people / count) / scale) for bones, count in counts.items()
        }
        self.spelt = [END]
        self.bones = [END]
        self._number = {END: 0}
        self._row: dict[tuple[str, str, bool], int] = {}
        none = np.zeros(0, dtype=np.intp)
        self._rows = Table(Rows, _rows_of([]))
        self._pieces = Table(Pieces, self._pieces_of(none, none, none, []))
        end = np.zeros(1, dtype=np.intp)
        self._words = Table(Spellings, Spellings(end, end, end > 0, end > 0))

    def __len__(self) -> int:
        return len(self._row)

    def numbers(self, words: Sequence[str]) -> NDArray[np.intp]:
        """The number of each word, read now where it was not before."""
        known = self._number
        # In their order, so that the same words are always numbered alike.
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            self._read(new)
        return np.fromiter(map(known.__getitem__, words), dtype=np.intp, count=len(words))

    def words(self) -> Spellings:
        """The columns of the words."""
        return self._words.columns()

    def rows(self) -> Rows:
        """The columns of the rows."""
        return self._rows.columns()

    def columns(self) -> Pieces:
        """The columns of the pieces."""
        return self._pieces.columns()

    def _read(self, new: Sequence[str]) -> None:
        known = len(self._number)
        self._number.update(zip(new, range(known, known + len(new)), strict=True))
        read = read_words(new)
        many = np.array(read.many, dtype=np.intp)
        kind = np.array([part.kind for part in read.parts], dtype=np.intp)
        first = len(self.columns().row) + np.cumsum(many) - many
        arabic = np.array(read.arabic, dtype=np.bool_)
        row: list[int] = []
        other: list[int] = []
        have, place = len(self._row), self._row.setdefault
        heard = zip(read.parts, read.sounds, read.otherwise, strict=True)
        for (part, sound, otherwise), script in zip(
            heard, np.repeat(arabic, many).tolist(), strict=True
        ):
            row.append(place((part.spelt, sound, script), len(self._row)))
            other.append(place(("", otherwise, script), len(self._row)) if otherwise else -1)
        self._rows.add(_rows_of(list(islice(self._row, have, None))))
        bones = skeletons(read.sounds)
        self._pieces.add(self._pieces_of(np.array(row), np.array(other), kind, bones))
        article = kind[np.cumsum(many) - many] == Kind.ARTICLE
        self._words.add(Spellings(first, many, article, arabic))
        self._spell(read.many, read.parts, bones)

    def _spell(self, many: Sequence[int], parts: Sequence[Part], bones: Sequence[str]) -> None:
        spelt = [part.spelt for part in parts]
        counted = [
            "" if part.kind in UNCOUNTED else bone for part, bone in zip(parts, bones, strict=True)
        ]
        place = 0
        for count in many:
            end = place + count
            self.spelt.append(" ".join(spelt[place:end]))
            self.bones.append(" ".join(counted[place:end]))
            place = end

    def _pieces_of(
        self,
        row: NDArray[np.intp],
        other: NDArray[np.intp],
        kind: NDArray[np.intp],
        bones: Sequence[str],
    ) -> Pieces:
        rows = self.rows()
        # How much a word tells of a name, in thousandths: rare and long words tell most.
        rarity = np.fromiter(map(self._rarity.get, bones, repeat(1.0)), np.float64, len(bones))
        mass = np.maximum(LEAST_MASS, rows.heard[row])
        told = np.round(1000 * rarity * np.minimum(1.0, 0.35 + 0.22 * mass / 1000))
        heard, ties = rows.length[row] > 0, _IS_TIE[kind]
        return Pieces(
            row=row.astype(np.int32),
            other=other.astype(np.int32),
            weight=np.where(_FIXED_WEIGHT[kind], _FIXED_WEIGHT[kind], told).astype(np.int32),
            arabic=rows.arabic[row] & heard,
            counts=_COUNTS[kind],
            ties=ties,
            servant=kind == Kind.SERVANT,
            joins=heard & (kind != Kind.SERVANT),
            joined=heard & ~ties,
        )


def _rows_of(spelled: Sequence[tuple[str, str, bool]]) -> Rows:
    """The columns of spellings with their sounds, and whether they are Arabic."""
    sounds = "".join([sound[:WIDTH].ljust(WIDTH, "\0") for _, sound, _ in spelled])
    letters = np.frombuffer(sounds.encode("utf-16-le"), dtype="<u2")
    codes = _CODES[letters].reshape(-1, WIDTH)
    lines = [(*readings(spelt), 0, 0)[:2] for spelt, _, _ in spelled]
    return Rows(
        codes=codes,
        length=np.count_nonzero(codes, axis=1).astype(np.int32),
        heard=_MASSES[codes].sum(axis=1, dtype=np.int32),
        bits=np.bitwise_or.reduce(_BITS[codes], axis=1),
        lines=np.array(lines, dtype=np.int16).reshape(-1, 2),
        arabic=np.array([arabic for _, _, arabic in spelled], dtype=np.bool_),
    )
