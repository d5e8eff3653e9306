"""Every word met, read once: its sound, weight and lines of the lexicon, as rows of arrays.

Keyed by content: the same word has the same row whatever name it stands in, and what a word is
worth never depends on which words were met before it.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import BITS, CODE, MASSES, mass, skeleton
from wasl.core.matching.cleaning import Script
from wasl.core.matching.givens import readings
from wasl.core.matching.words import Kind, Part, read_word

WIDTH = 24
TIE_WEIGHT = {Kind.PATRONYMIC: 60, Kind.KUNYA: 180, Kind.TITLE: 80}
TIES = (Kind.PATRONYMIC, Kind.KUNYA)
_IS_TIE = np.array([kind in TIES for kind in Kind])
_COUNTS = np.array([kind not in TIE_WEIGHT for kind in Kind])
_CODES = str.maketrans({letter: chr(code) for letter, code in CODE.items()})
_MASSES = np.array(MASSES, dtype=np.int32)
_BITS = np.array(BITS, dtype=np.uint16)


class Piece(NamedTuple):
    """One part of a word: its number, what it is, and how it is spelt; ``counts`` if it is no
    tie and no title."""

    number: int
    kind: Kind
    spelt: str
    bones: str
    counts: bool


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


class Vocabulary:
    """The rows of the words met so far; it only grows until it is dropped."""

    def __init__(self, counts: Mapping[str, int], people: int) -> None:
        self._counts = counts
        self._scale = math.log(people / 1.5)
        self._people = people
        # What each row is of: a spelling, its sound, and whether it is Arabic.
        self.spellings: list[tuple[str, str, bool]] = []
        self._row: dict[tuple[str, str, bool], int] = {}
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._codes: list[bytes] = []
        self._lines: list[tuple[int, ...]] = []
        self._arabic: list[bool] = []
        self._rows = _columns(b"", [], [])
        self._numbers: list[tuple[int, int, int, int]] = []
        self._kinds: list[Kind] = []
        self._columns = self._new_columns(0)

    def __len__(self) -> int:
        return len(self._codes)

    def pieces(self, word: str, script: Script) -> tuple[Piece, ...]:
        """The parts of a cleaned word."""
        found = self._pieces.get(word)
        if found is None:
            arabic = script is Script.ARABIC
            found = tuple(self._piece(part, arabic) for part in read_word(word, script))
            self._pieces[word] = found
        return found

    def rows(self) -> Rows:
        """The columns, those of new words added."""
        have = len(self._rows.codes)
        if have < len(self._codes):
            new = _columns(b"".join(self._codes[have:]), self._lines[have:], self._arabic[have:])
            self._rows = Rows(*stacked(self._rows, new))
        return self._rows

    def columns(self) -> Pieces:
        """The columns of the pieces, those of new ones added."""
        have = len(self._columns.row)
        if have < len(self._kinds):
            self._columns = Pieces(*stacked(self._columns, self._new_columns(have)))
        return self._columns

    def _new_columns(self, have: int) -> Pieces:
        table = np.array(self._numbers[have:], dtype=np.int32).reshape(-1, 4)
        kind = np.array(self._kinds[have:], dtype=np.int32)
        heard = table[:, 3] > 0
        ties = _IS_TIE[kind]
        return Pieces(
            row=table[:, 0],
            other=table[:, 1],
            weight=table[:, 2],
            arabic=table[:, 3] % 2 > 0,
            counts=_COUNTS[kind],
            ties=ties,
            servant=kind == Kind.SERVANT,
            joins=heard & (kind != Kind.SERVANT),
            joined=heard & ~ties,
        )

    def _piece(self, part: Part, arabic: bool) -> Piece:
        row = self._intern(part.spelt, part.sound, arabic)
        other = self._intern("", part.otherwise, arabic) if part.otherwise else -1
        bones = skeleton(part.sound)
        weight = TIE_WEIGHT.get(part.kind) or self._weight(part.sound, bones)
        # Two if it is heard, one more if it is Arabic.
        written = 2 + arabic if part.sound else 0
        self._numbers.append((row, other, weight, written))
        self._kinds.append(part.kind)
        counts = part.kind not in TIE_WEIGHT
        return Piece(len(self._kinds) - 1, part.kind, part.spelt, bones, counts)

    def _intern(self, spelt: str, sound: str, arabic: bool) -> int:
        key = (spelt, sound, arabic)
        row = self._row.get(key)
        if row is None:
            row = self._row[key] = len(self._codes)
            self.spellings.append(key)
            heard = sound[:WIDTH].translate(_CODES).encode("latin-1")
            self._codes.append(heard.ljust(WIDTH, b"\0"))
            self._lines.append((*readings(spelt), 0, 0)[:2])
            self._arabic.append(arabic)
        return row

    def _weight(self, sound: str, bones: str) -> int:
        """How much a word tells of a name, in thousandths: rare and long words tell most."""
        count = self._counts.get(bones)
        # A skeleton that fewer than three people carry is as rare as any.
        rarity = min(1.0, math.log(self._people / count) / self._scale) if count else 1.0
        return round(1000 * rarity * min(1.0, 0.35 + 0.22 * mass(sound) / 1000))


def stacked(old: Iterable[NDArray[np.generic]], new: Iterable[NDArray[np.generic]]) -> list[Any]:
    """Each old column with the new one after it."""
    return [np.concatenate(columns) for columns in zip(old, new, strict=True)]


def _columns(codes: bytes, lines: list[tuple[int, ...]], arabic: list[bool]) -> Rows:
    table = np.frombuffer(codes, dtype=np.uint8).reshape(-1, WIDTH)
    return Rows(
        codes=table,
        length=np.count_nonzero(table, axis=1).astype(np.int32),
        heard=_MASSES[table].sum(axis=1, dtype=np.int32),
        bits=np.bitwise_or.reduce(_BITS[table], axis=1),
        lines=np.array(lines, dtype=np.int16).reshape(-1, 2),
        arabic=np.array(arabic, dtype=np.bool_),
    )
