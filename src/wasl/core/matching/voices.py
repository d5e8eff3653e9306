"""What units sound like: a word, or two neighbours read as one, each different sound once.

A voice is one number: the row of the word, the row of the word after it (or none), and whether an
article stands between them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import BITS, CODE, LEAST_MASS, MASSES
from wasl.core.matching.vocabulary import WIDTH, Rows

_SHIFT = 31
_LOW = (1 << _SHIFT) - 1
_ARTICLE = tuple(CODE[letter] for letter in "AL")
_HEARD = sum(MASSES[code] for code in _ARTICLE)
_BITS = BITS[_ARTICLE[0]] | BITS[_ARTICLE[1]]


def voices_of(
    row: NDArray[np.int32],
    after: NDArray[np.int32] | None = None,
    article: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """The numbers of the voices of some words, alone or with the words after them."""
    numbers = row.astype(np.int64) << 1
    if after is not None and article is not None:
        numbers |= (after.astype(np.int64) + 1) << (_SHIFT + 1) | article
    return numbers


def words_of(
    numbers: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Of some voices the row of the word, of the word after it or -1, and whether an article
    stands between."""
    return (numbers >> 1) & _LOW, (numbers >> (_SHIFT + 1)) - 1, numbers & 1 > 0


class Voices(NamedTuple):
    """The columns of different voices."""

    codes: NDArray[np.uint8]
    length: NDArray[np.int32]
    mass: NDArray[np.int32]
    bits: NDArray[np.uint16]
    lines: NDArray[np.int16]
    arabic: NDArray[np.bool_]


def voices(numbers: NDArray[np.int64], rows: Rows) -> Voices:
    """The columns of some voices."""
    row, after, article = words_of(numbers)
    two = np.flatnonzero(after >= 0)
    after, between = after[two], article[two].astype(np.int32)
    codes, length, heard = rows.codes[row], rows.length[row], rows.heard[row]
    bits, lines = rows.bits[row], rows.lines[row]
    codes[two] = _run_together(codes[two], length[two], rows.codes[after], between)
    length[two] += rows.length[after] + len(_ARTICLE) * between
    heard[two] += rows.heard[after] + _HEARD * between
    bits[two] |= rows.bits[after] | np.where(between > 0, _BITS, 0).astype(np.uint16)
    lines[two] = 0
    return Voices(
        codes=codes,
        length=np.minimum(length, WIDTH),
        mass=np.maximum(LEAST_MASS, heard),
        bits=bits,
        lines=lines,
        arabic=rows.arabic[row],
    )


def _run_together(
    left: NDArray[np.uint8],
    length: NDArray[np.int32],
    right: NDArray[np.uint8],
    article: NDArray[np.int32],
) -> NDArray[np.uint8]:
    """The letters of two words, an article between them or not, as far as they go."""
    place = np.arange(WIDTH, dtype=np.int32) - length[:, np.newaxis]
    within = place - len(_ARTICLE) * article[:, np.newaxis]
    found = np.where(within >= 0, np.take_along_axis(right, np.maximum(within, 0), axis=1), left)
    between = article[:, np.newaxis] > 0
    for at, code in enumerate(_ARTICLE):
        found[between & (place == at)] = code
    return found
