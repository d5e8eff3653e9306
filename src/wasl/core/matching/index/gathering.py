"""Candidates: the names of an index that share sounds with a name looked for."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.features import smooth
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.holding import Index, Places, ranges
from wasl.core.matching.index.sounding import both, keys_of, likeness
from wasl.core.matching.pairing import spread
from wasl.core.matching.voices import Voices, voices

Ints = NDArray[np.int32]

# Most names walked for one sound of a name that is looked for: the closest sounds first.
BUDGET = 60_000
MOST_SOUNDS = 100_000
# A sound this close says how frequent a word is.
CLOSE = 800
LEAST_RARE, RAREST = 0.15, 1.0
# What a word too many in the listed name takes off, of a whole name that agrees.
TOO_MANY = 0.02


class Sound(NamedTuple):
    """The terms of an index that sound like one word, the least alike first; how rare it is."""

    terms: Places
    gains: NDArray[np.float32]
    rarity: float


class Gatherer:
    """Finds candidates in one index; remembers sounds it looked up, by what they are."""

    def __init__(self, index: Index, fitted: Fitted) -> None:
        self._index = index
        self._fitted = fitted
        self._terms = voices(index.terms.voice, index.rows)
        self._known: dict[bytes, Sound] = {}
        count = len(index.names.entity)
        self._sum = np.zeros(count, dtype=np.float32)
        self._gain = np.zeros(count, dtype=np.float32)

    def sounds(self, heard: Voices, spelt: Sequence[str]) -> list[Sound]:
        """What each of some voices is like in the index."""
        if len(self._known) > MOST_SOUNDS:
            self._known = {}
        names = [
            b"".join((codes.tobytes(), lines.tobytes(), bytes([int(arabic)]), word.encode()))
            for codes, lines, arabic, word in zip(
                heard.codes, heard.lines, heard.arabic, spelt, strict=True
            )
        ]
        new = [place for place, name in enumerate(names) if name not in self._known]
        if new:
            places = np.array(new, dtype=np.intp)
            columns: list[Any] = [column[places] for column in heard]
            looked = Voices(*columns)
            found = self._looked_up(looked, [spelt[place] for place in new])
            self._known.update(zip((names[place] for place in new), found, strict=True))
        return [self._known[name] for name in names]

    def _looked_up(self, heard: Voices, spelt: list[str]) -> list[Sound]:
        terms = self._index.terms
        key, of = keys_of(heard, spelt)
        first, count = ranges(terms.key, key)
        place, at = spread(first, count)
        pairs = np.unique(of[place].astype(np.int64) * len(terms.voice) + terms.term[at])
        left, right = np.divmod(pairs, max(1, len(terms.voice)))
        kept, alike = likeness(left, right + len(spelt), both(heard, self._terms), self._fitted)
        left, right = left[kept], right[kept]
        close = alike > 500
        left, right, alike = left[close], right[close], alike[close]
        order = np.lexsort((right, alike, left))
        left, right, alike = left[order], right[order], alike[order]
        bounds = np.searchsorted(left, np.arange(len(spelt) + 1))
        return [
            self._sound(right[start:end], alike[start:end])
            for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]

    def _sound(self, terms: Places, alike: Ints) -> Sound:
        start = self._index.terms.start
        counts = (start[terms + 1] - start[terms]).astype(np.int64)
        # The least alike are left where there are too many.
        within = np.cumsum(counts[::-1])[::-1] <= BUDGET
        within[-1:] = True
        frequent = int(counts[alike >= CLOSE].sum())
        every = len(self._index.names.entity)
        rarity = np.log((every + 1) / (frequent + 1)) / np.log(every + 1) if every else 1.0
        return Sound(
            terms=terms[within],
            gains=(smooth(alike[within]) / 1000).astype(np.float32),
            rarity=LEAST_RARE + (RAREST - LEAST_RARE) * float(rarity),
        )

    def candidates(self, sounds: Sequence[Sound], words: int, most: int) -> Places:
        """The names that share most with these sounds, best first; ``words`` it has that count."""
        terms, names = self._index.terms, self._index.names
        touched: list[Ints] = []
        for sound in sounds:
            start = terms.start[sound.terms].astype(np.intp)
            place, at = spread(start, terms.start[sound.terms + 1] - start)
            found = terms.name[at]
            self._gain[found] = (sound.gains * np.float32(sound.rarity))[place]
            self._sum[found] += self._gain[found]
            touched.append(found)
        if not touched:
            return np.zeros(0, dtype=np.intp)
        every = np.concatenate(touched)
        whole = sum(sound.rarity for sound in sounds) or 1.0
        over = np.maximum(names.words[every].astype(np.int32) - words, 0)
        value = self._sum[every] - (TOO_MANY * whole * over).astype(np.float32)
        self._sum[every] = 0
        return _best(every, value, most, len(touched))


def _best(every: Ints, value: NDArray[np.float32], most: int, times: int) -> Places:
    """The different names of most value, each may stand there so many times."""
    many = most * times
    if len(every) > many:
        kept = np.argpartition(-value, many)[:many]
        every, value = every[kept], value[kept]
    names, first = np.unique(every, return_index=True)
    order = np.lexsort((names, -value[first]))[:most]
    return names[order].astype(np.intp)
