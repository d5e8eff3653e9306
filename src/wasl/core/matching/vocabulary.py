"""Every word met, read once: its sound, weight and lines of the lexicon, as rows of arrays.

Keyed by content: the same word has the same row whatever name it stands in, and what a word is
worth never depends on which words were met before it.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import CODE, consonants, mass, skeleton
from wasl.core.matching.cleaning import Script
from wasl.core.matching.givens import readings
from wasl.core.matching.words import Kind, Part, read_word

WIDTH = 24
TIE_WEIGHT = {Kind.PATRONYMIC: 60, Kind.KUNYA: 180, Kind.TITLE: 80}
_CODES = str.maketrans({letter: chr(code) for letter, code in CODE.items()})
_ENDS_IN_A = ("A", "h", "Ah")


class Piece(NamedTuple):
    """One part of a word in a name: its row, what it is, and the row of its other form or -1."""

    row: int
    kind: Kind
    other: int
    arabic: bool
    sound: str


class Rows(NamedTuple):
    """The columns of all rows so far."""

    codes: NDArray[np.uint8]
    length: NDArray[np.uint8]
    mass: NDArray[np.int32]
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
        self._joined: dict[tuple[int, int, bool], int] = {}
        self._codes: list[bytes] = []
        self._numbers: list[tuple[int, int, int, int, int, bool]] = []
        self.sounds: list[str] = []
        self.spelt: list[str] = []
        self.weights: list[int] = []
        self._rows = _no_rows()

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

    def join(self, left: Piece, right: Piece, article: bool) -> int:
        """The row of two neighbours read as one word, with the article between them or not."""
        key = (left.row, right.row, article)
        found = self._joined.get(key)
        if found is None:
            sound = left.sound + ("AL" if article else "") + right.sound
            found = self._joined[key] = self._intern("", sound, left.arabic)
        return found

    def rows(self) -> Rows:
        """The columns, those of new words added."""
        have = len(self._rows.codes)
        if have < len(self._codes):
            codes = np.frombuffer(b"".join(self._codes[have:]), dtype=np.uint8)
            table = np.array(self._numbers[have:], dtype=np.int32).reshape(-1, 6)
            old = self._rows
            self._rows = Rows(
                codes=np.concatenate([old.codes, codes.reshape(-1, WIDTH)]),
                length=np.concatenate([old.length, table[:, 0].astype(np.uint8)]),
                mass=np.concatenate([old.mass, table[:, 1]]),
                bits=np.concatenate([old.bits, table[:, 2].astype(np.uint16)]),
                lines=np.concatenate([old.lines, table[:, 3:5].astype(np.int16)]),
                arabic=np.concatenate([old.arabic, table[:, 5].astype(np.bool_)]),
            )
        return self._rows

    def _piece(self, part: Part, arabic: bool) -> Piece:
        row = self._intern(part.spelt, part.sound, arabic)
        other = self._intern("", part.otherwise, arabic) if part.otherwise else -1
        return Piece(row, part.kind, other, arabic, part.sound)

    def _intern(self, spelt: str, sound: str, arabic: bool) -> int:
        key = (spelt, sound, arabic)
        row = self._row.get(key)
        if row is None:
            row = self._row[key] = len(self._codes)
            heard = sound[:WIDTH]
            lines = (*readings(spelt), 0, 0)[:2]
            self._codes.append(heard.translate(_CODES).encode("latin-1").ljust(WIDTH, b"\0"))
            self._numbers.append(
                (len(heard), mass(heard), consonants(heard), lines[0], lines[1], arabic)
            )
            self.sounds.append(sound)
            self.spelt.append(spelt)
            self.weights.append(self._weight(sound))
        return row

    def _weight(self, sound: str) -> int:
        """How much a word tells of a name, in thousandths: rare and long words tell most."""
        count = self._counts.get(skeleton(sound), 0)
        rarity = min(1.0, math.log(self._people / max(count, 1.5)) / self._scale)
        return round(1000 * rarity * min(1.0, 0.35 + 0.22 * mass(sound) / 1000))


def _no_rows() -> Rows:
    return Rows(
        codes=np.zeros((0, WIDTH), dtype=np.uint8),
        length=np.zeros(0, dtype=np.uint8),
        mass=np.zeros(0, dtype=np.int32),
        bits=np.zeros(0, dtype=np.uint16),
        lines=np.zeros((0, 2), dtype=np.int16),
        arabic=np.zeros(0, dtype=np.bool_),
    )
