"""Candidates: the names of an index that share sounds with a name looked for."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.features import smooth
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.holding import Index, Places, ranges
from wasl.core.matching.index.sounding import asked_ways, both, keys_of, likeness
from wasl.core.matching.pairing import LEAST
from wasl.core.matching.table import spread
from wasl.core.matching.voices import Voices, voices

Ints = NDArray[np.int32]
Shares = NDArray[np.float32]

# Names walked for one name that is looked for, by its rarest sounds first.
BUDGET = 30_000
# A sound this close says how frequent a word is.
CLOSE = 800
LEAST_RARE = 0.15
# What a word too many in the listed name takes off, of a whole name that agrees.
TOO_MANY = 0.02
# So many times as many names as are kept are looked at closely.
CLOSELY = 2


class Sound(NamedTuple):
    """The terms of an index that sound like one word, the most alike first: how many names
    each has, what it gains, and how rare the word is."""

    terms: Places
    counts: Places
    gains: Shares
    rarity: float


class Part(NamedTuple):
    """A word of a name looked for, the sounds it may be, and those of neighbours read with it."""

    own: Sound
    sounds: tuple[Sound, ...]


class Gatherer:
    """Finds candidates in one index; remembers sounds it looked up, by what they are."""

    def __init__(self, index: Index, fitted: Fitted, remembered: int) -> None:
        self._index = index
        self._fitted = fitted
        self._remembered = remembered
        self._terms = voices(index.terms.voice, index.rows)
        self._known: dict[bytes, Sound] = {}
        # What each term gains for the name that is looked for; the last is of no term.
        self._table = np.zeros(len(index.terms.voice) + 1, dtype=np.float32)

    def sounds(self, heard: Voices, spelt: Sequence[str]) -> list[Sound]:
        """What each of some voices is like in the index."""
        if len(self._known) > self._remembered:
            self._known = {}
        columns = (heard.codes, heard.lines, heard.arabic)
        names = [
            b"".join((codes.tobytes(), lines.tobytes(), bytes([int(arabic)]), word.encode()))
            for codes, lines, arabic, word in zip(*columns, spelt, strict=True)
        ]
        new = [place for place, name in enumerate(names) if name not in self._known]
        if new:
            looked: list[Any] = [column[np.array(new, dtype=np.intp)] for column in heard]
            found = self._looked_up(Voices(*looked), [spelt[place] for place in new])
            self._known.update(zip((names[place] for place in new), found, strict=True))
        return [self._known[name] for name in names]

    def _looked_up(self, heard: Voices, spelt: list[str]) -> list[Sound]:
        terms = self._index.terms
        key, of = keys_of(heard, spelt, asked_ways)
        first, count = ranges(terms.key, key)
        place, at = spread(first, count)
        left, right = of[place].astype(np.intp), terms.term[at].astype(np.intp)
        sounds = both(heard, self._terms)
        kept, alike = likeness(left, right + len(spelt), sounds, self._fitted)
        close = alike > LEAST
        left, right, alike = left[kept][close], right[kept][close], alike[close]
        order = np.lexsort((right, -alike, left))
        left, right, alike = left[order], right[order], alike[order]
        # A term that is found by two keys is one.
        new = np.ones(len(left), dtype=np.bool_)
        new[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
        left, right, alike = left[new], right[new], alike[new]
        bounds = np.searchsorted(left, np.arange(len(spelt) + 1)).tolist()
        return [self._sound(right[start:end], alike[start:end]) for start, end in pairwise(bounds)]

    def _sound(self, terms: Places, alike: Ints) -> Sound:
        start = self._index.terms.start
        counts = (start[terms + 1] - start[terms]).astype(np.intp)
        frequent = int(counts[alike >= CLOSE].sum())
        every = len(self._index.names.entity) + 1
        rarity = float(np.log(every / (min(frequent, every - 1) + 1)) / np.log(every + 1))
        return Sound(
            terms=terms,
            counts=counts,
            gains=(smooth(alike) / 1000).astype(np.float32),
            rarity=LEAST_RARE + (1 - LEAST_RARE) * rarity,
        )

    def candidates(self, parts: Sequence[Part], most: int) -> tuple[Places, Shares]:
        """The names that share most with a name of these parts, and the share of each."""
        whole = sum(part.own.rarity for part in parts)
        every = self._walked(parts)
        for part in parts:
            for sound in part.sounds:
                gains = sound.gains * np.float32(part.own.rarity)
                self._table[sound.terms] = np.maximum(self._table[sound.terms], gains)
        names, of_name = self._index.names, self._index.terms.of_name
        value = np.einsum("ij->i", self._table.take(of_name.take(every, axis=0)))
        for part in parts:
            for sound in part.sounds:
                self._table[sound.terms] = 0
        over = np.maximum(names.words[every].astype(np.int32) - len(parts), 0)
        value -= (TOO_MANY * whole * over).astype(np.float32)
        # A name stands there once for each of the sounds it was walked by.
        many = CLOSELY * most * max(1, len(parts))
        if len(every) > many:
            every = every[np.argpartition(-value, many)[:many]]
        closely = np.unique(every).astype(np.intp)
        share = self._share(parts, closely) / np.float32(whole or 1)
        over = np.maximum(names.words[closely].astype(np.int32) - len(parts), 0)
        order = np.lexsort((closely, TOO_MANY * over - share))[:most]
        return closely[order], share[order]

    def _walked(self, parts: Sequence[Part]) -> Ints:
        """The names of the sounds, the rarest first, until there are enough of them."""
        terms = self._index.terms
        sounds = [sound for part in parts for sound in part.sounds]
        sounds.sort(key=lambda sound: int(sound.counts.sum()))
        found: list[Ints] = [np.zeros(0, dtype=np.int32)]
        left = BUDGET
        for sound in sounds:
            if left <= 0:
                break
            # The first sound is walked whatever it takes, the most alike terms first.
            fit = max(1, int(np.searchsorted(np.cumsum(sound.counts), left, side="right")))
            start, count = terms.start[sound.terms[:fit]].astype(np.intp), sound.counts[:fit]
            _, at = spread(start, count)
            found.append(terms.name[at])
            left -= len(at)
        return np.concatenate(found)

    def _share(self, parts: Sequence[Part], names: Places) -> Shares:
        """What the parts find of themselves in some names, by their rarity."""
        terms = self._index.terms.of_name[names]
        share = np.zeros(len(names), dtype=np.float32)
        for part in parts:
            for sound in part.sounds:
                self._table[sound.terms] = np.maximum(self._table[sound.terms], sound.gains)
            share += self._table.take(terms).max(axis=1) * np.float32(part.own.rarity)
            for sound in part.sounds:
                self._table[sound.terms] = 0
        return share
