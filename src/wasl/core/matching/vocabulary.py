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
TIES = frozenset({Kind.PATRONYMIC, Kind.KUNYA})
_CODES = str.maketrans({letter: chr(code) for letter, code in CODE.items()})
_MASSES = np.array(MASSES, dtype=np.int32)
_BITS = np.array(BITS, dtype=np.uint16)


class Piece(NamedTuple):
    """One part of a word in a name: its row, what it is, and the row of its other form or -1.

    ``joins`` and ``joined``: it may be read as one word with what follows, or goes before.
    """

    row: int
    kind: Kind
    other: int
    arabic: bool
    spelt: str
    sound: str
    bones: str
    weight: int
    joins: bool
    joined: bool


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
        self._row: dict[tuple[str, str, bool], int] = {}
        self._pieces: dict[str, tuple[Piece, ...]] = {}
        self._codes: list[bytes] = []
        self._lines: list[tuple[int, ...]] = []
        self._arabic: list[bool] = []
        self._rows = _columns(b"", [], [])

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

    def _piece(self, part: Part, arabic: bool) -> Piece:
        row = self._intern(part.spelt, part.sound, arabic)
        other = self._intern("", part.otherwise, arabic) if part.otherwise else -1
        bones = skeleton(part.sound)
        weight = TIE_WEIGHT.get(part.kind) or self._weight(part.sound, bones)
        joins = bool(part.sound) and part.kind is not Kind.SERVANT
        joined = bool(part.sound) and part.kind not in TIES
        return Piece(
            row,
            part.kind,
            other,
            arabic,
            part.spelt,
            part.sound,
            bones,
            weight,
            joins=joins,
            joined=joined,
        )

    def _intern(self, spelt: str, sound: str, arabic: bool) -> int:
        key = (spelt, sound, arabic)
        row = self._row.get(key)
        if row is None:
            row = self._row[key] = len(self._codes)
            heard = sound[:WIDTH].translate(_CODES).encode("latin-1")
            self._codes.append(heard.ljust(WIDTH, b"\0"))
            self._lines.append((*readings(spelt), 0, 0)[:2])
            self._arabic.append(arabic)
        return row

    def _weight(self, sound: str, bones: str) -> int:
        """How much a word tells of a name, in thousandths: rare and long words tell most."""
        count = self._counts.get(bones, 0)
        rarity = min(1.0, math.log(self._people / max(count, 1.5)) / self._scale)
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
