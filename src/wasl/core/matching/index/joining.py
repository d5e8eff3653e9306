"""Names looked for and names of an index side by side, as one set of columns to compare."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.comparing import Verdicts, Written, judged
from wasl.core.matching.features import Sides
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.holding import Hashes, Index, Places, stacked
from wasl.core.matching.library import Columns, Units, laid_out
from wasl.core.matching.vocabulary import Rows
from wasl.core.matching.voices import voices_of, words_of


class Asked(NamedTuple):
    """Names looked for: their units and columns, the rows of their words, and their texts."""

    units: Units
    columns: Columns
    rows: Rows
    row_identity: Hashes
    written: Written


def compared(asked: Asked, index: Index, sides: Sides, fitted: Fitted) -> Verdicts:
    """The scores of pairs: the place of a name looked for, and of one in the index."""
    listed, place = np.unique(sides[1], return_inverse=True)
    units, columns = laid_out(index.names.spelled(listed), index.pieces)
    voice, rows = _one_set(
        _Spoken(asked.units.voice, asked.rows, asked.row_identity),
        _Spoken(units.voice, index.rows, index.row_identity),
    )
    joined = Units(*stacked(asked.units, units))._replace(voice=voice)
    columns = columns._replace(start=columns.start + len(asked.units.voice))
    written = Written(
        folded=asked.written.folded + index.folded.at(listed),
        plain=asked.written.plain + index.plain.at(listed),
        bones=asked.written.bones + index.bones.at(listed),
    )
    known = (joined, Columns(*stacked(asked.columns, columns)))
    right = place.astype(np.intp) + len(asked.columns.units)
    return judged((sides[0], right), known, rows, written, fitted)


class _Spoken(NamedTuple):
    """Voices, and the rows their words are in."""

    voice: NDArray[np.int64]
    rows: Rows
    identity: Hashes


def _one_set(one: _Spoken, two: _Spoken) -> tuple[NDArray[np.int64], Rows]:
    """The voices of both in one numbering, in which the same word has one row."""
    left, right = _used(one.voice), _used(two.voice)
    identity = np.concatenate([one.identity[left], two.identity[right]])
    _, first, which = np.unique(identity, return_index=True, return_inverse=True)
    columns = stacked(_at(one.rows, left), _at(two.rows, right))
    rows = _at(Rows(*columns), first)
    voice = np.concatenate(
        [
            _renumbered(one.voice, left, which[: len(left)]),
            _renumbered(two.voice, right, which[len(left) :]),
        ]
    )
    return voice, rows


def _at(rows: Rows, places: Places) -> Rows:
    columns: list[Any] = [column[places] for column in rows]
    return Rows(*columns)


def _used(voice: NDArray[np.int64]) -> Places:
    row, after, _ = words_of(voice)
    return np.unique(np.concatenate([row, after[after >= 0]]))


def _renumbered(voice: NDArray[np.int64], used: Places, number: Places) -> NDArray[np.int64]:
    row, after, article = words_of(voice)
    two = after >= 0
    after = np.where(two, number[np.searchsorted(used, np.where(two, after, row))], -1)
    return voices_of(number[np.searchsorted(used, row)], after, article)
