"""Names looked for, read: their columns, and the sounds of an index their words are like."""

from collections.abc import Sequence

import numpy as np

from wasl.core.matching.comparing import Written
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.gathering import Gatherer, Part, Sound
from wasl.core.matching.index.holding import hashed, row_names
from wasl.core.matching.index.joining import Asked
from wasl.core.matching.index.sounding import sought
from wasl.core.matching.library import laid_out, read_names
from wasl.core.matching.vocabulary import Vocabulary
from wasl.core.matching.voices import voices, words_of


class Asker:
    """Reads names; remembers their words until there are too many."""

    def __init__(self, fitted: Fitted, gatherer: Gatherer, remembered: int) -> None:
        self._fitted = fitted
        self._gatherer = gatherer
        self._remembered = remembered
        self._vocabulary = self._empty()
        self._identity: list[int] = []
        self._spelt: list[str] = []

    def _empty(self) -> Vocabulary:
        return Vocabulary(self._fitted.counts, self._fitted.people)

    def asked(self, names: Sequence[str]) -> tuple[Asked, list[list[Part]]]:
        """The names as columns, and the parts of each with what they sound like."""
        if len(self._vocabulary) > self._remembered:
            self._vocabulary, self._identity, self._spelt = self._empty(), [], []
        read = read_names(names, self._vocabulary)
        units, columns = laid_out(read.spelled, self._vocabulary.columns())
        rows = self._vocabulary.rows()
        new = row_names(self._vocabulary.spellings(len(self._identity)))
        self._identity += [hashed(*spelling) for spelling in new]
        self._spelt += [spelt for spelt, _sound, _arabic in new]
        unit, owner = sought(units, columns, rows)
        numbers, which = np.unique(units.voice[unit], return_inverse=True)
        row, _, _ = words_of(numbers)
        spelt = [self._spelt[at] for at in row.tolist()]
        sounds = self._gatherer.sounds(voices(numbers, rows), spelt)
        heard: list[list[tuple[int, Sound]]] = [[] for _ in names]
        cover = units.cover[unit].tolist()
        for name, bits, sound in zip(owner.tolist(), cover, which.tolist(), strict=True):
            heard[name].append((bits, sounds[sound]))
        asked = Asked(
            units=units,
            columns=columns,
            rows=rows,
            row_identity=np.array(self._identity, dtype=np.uint64),
            written=Written(read.folded, read.plain, read.bones),
        )
        return asked, list(map(_parts, heard))


def _parts(heard: list[tuple[int, Sound]]) -> list[Part]:
    """The parts of a name: whatever covers one place alone, and what covers it with others."""
    own: dict[int, Sound] = {}
    for bits, sound in heard:
        # A part comes before its other form.
        if bits.bit_count() == 1:
            own.setdefault(bits, sound)
    return [
        Part(own=sound, sounds=tuple(other for bits, other in heard if bits & place))
        for place, sound in own.items()
    ]
