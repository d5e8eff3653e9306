"""Names looked for, read: their columns, and the sounds of an index their words are like."""

from collections.abc import Sequence

import numpy as np

from wasl.core.matching.comparing import Written
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.gathering import Gatherer, Part, Sound
from wasl.core.matching.index.holding import hashed
from wasl.core.matching.index.joining import Asked
from wasl.core.matching.index.sounding import sought
from wasl.core.matching.library import laid_out, spelled
from wasl.core.matching.names import Name, read
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

    def _empty(self) -> Vocabulary:
        return Vocabulary(self._fitted.counts, self._fitted.people)

    def asked(self, names: Sequence[str]) -> tuple[Asked, list[list[Part]]]:
        """The names as columns, and the parts of each with what they sound like."""
        if len(self._vocabulary) > self._remembered:
            self._vocabulary, self._identity = self._empty(), []
        read_names = [read(name, self._vocabulary) for name in names]
        units, columns = laid_out(spelled(read_names), self._vocabulary.columns())
        rows, spellings = self._vocabulary.rows(), self._vocabulary.spellings
        self._identity += [
            hashed(spelt, sound, str(arabic))
            for spelt, sound, arabic in spellings[len(self._identity) :]
        ]
        unit, owner = sought(units, columns, rows)
        numbers, which = np.unique(units.voice[unit], return_inverse=True)
        row, _, _ = words_of(numbers)
        spelt = [spellings[at][0] for at in row.tolist()]
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
            written=_written(read_names),
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


def _written(names: Sequence[Name]) -> Written:
    return Written(
        folded=[name.folded for name in names],
        plain=[name.plain for name in names],
        bones=[name.bones for name in names],
    )
