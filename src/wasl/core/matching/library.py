"""Every name met, read once: its units and what is known of it, as columns of arrays."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.cleaning import MOST_TOKENS, NameRule
from wasl.core.matching.splitting import END, split_names
from wasl.core.matching.table import Table, spread
from wasl.core.matching.vocabulary import Pieces, Spellings, Vocabulary
from wasl.core.matching.voices import voices_of

Ints = NDArray[np.int32]
Places = NDArray[np.intp]
Bits = NDArray[np.uint32]


class Units(NamedTuple):
    """The units of all names, flat: parts first, then other forms, then neighbours as one."""

    voice: NDArray[np.int64]
    cover: Bits
    weight: Ints
    place: Ints


class Columns(NamedTuple):
    """What is known of each name; its units begin at ``start``.

    ``first`` and ``last`` are the bits of the given name and of the last word that counts,
    ``ties`` those of the places that only join or address.
    """

    start: Places
    units: Places
    content: Ints
    weight: Ints
    first: Bits
    last: Bits
    ties: Bits
    arabic: NDArray[np.bool_]
    refused: NDArray[np.bool_]


class Spelled(NamedTuple):
    """Names as rows of pieces: how many each has, and their numbers one after another.

    ``after`` has the bit of each place of a name with an article before it.
    """

    many: Places
    number: Places
    after: NDArray[np.int64]
    arabic: NDArray[np.bool_]
    refused: NDArray[np.bool_]


class _Placed(NamedTuple):
    """The parts of new names, flat: whose each is, its place, and the columns of its piece."""

    owner: Places
    place: Places
    after_article: NDArray[np.bool_]
    pieces: Pieces


class Library:
    """The names read so far, by their text; it only grows until it is dropped.

    Of each name ``folded`` is its words, ``plain`` its parts as they are spelt, ``bones`` the
    skeletons of the parts that count.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.folded: list[str] = []
        self.plain: list[str] = []
        self.bones: list[str] = []
        self._number: dict[str, int] = {}
        self._refused: dict[int, NameRule] = {}
        none = np.zeros(0, dtype=np.intp)
        empty = Spelled(none, none, none.astype(np.int64), none > 0, none > 0)
        units, columns = laid_out(empty, vocabulary.columns())
        self._units, self._columns = Table(Units, units), Table(Columns, columns)

    def __len__(self) -> int:
        return len(self._number)

    def numbers(self, texts: Sequence[str]) -> NDArray[np.intp]:
        """The number of each name, read now where it was not before."""
        known = self._number
        # In their order, so that the same names are always numbered alike.
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            self._read(new)
        return np.fromiter(map(known.__getitem__, texts), dtype=np.intp, count=len(texts))

    def refusal(self, number: int) -> NameRule | None:
        """The rule that refuses a name; none of a name that is compared."""
        return self._refused.get(number)

    def columns(self) -> tuple[Units, Columns]:
        """The columns, those of new names added."""
        return self._units.columns(), self._columns.columns()

    def _read(self, new: Sequence[str]) -> None:
        have = len(self._number)
        self._number.update(zip(new, range(have, have + len(new)), strict=True))
        words, refused = split_names(new)
        numbers = self.vocabulary.numbers(words)
        spelled, kept = _spelled(numbers, self.vocabulary.words())
        refused |= _miscounted(refused, np.diff(np.flatnonzero(numbers == 0), prepend=-1) - 1)
        self._refused.update((have + place, rule) for place, rule in refused.items())
        spelled.refused[list(refused)] = True
        self.folded += _lines(words)
        shown = numbers[kept].tolist()
        self.plain += _lines(list(map(self.vocabulary.spelt.__getitem__, shown)))
        self.bones += _lines(list(map(self.vocabulary.bones.__getitem__, shown)))
        units, columns = laid_out(spelled, self.vocabulary.columns())
        start = len(self._units.columns().voice)
        self._units.add(units)
        self._columns.add(columns._replace(start=columns.start + start))


def _lines(words: list[str]) -> list[str]:
    """The words of each name, blanks between them, from all of them with ``END`` behind each."""
    text = " ".join(words[:-1])
    if text.startswith(END) or text.endswith(END) or f"{END} {END}" in text:
        # A name without words has no blanks around it.
        return [line.strip(" ") for line in text.split(END)]
    return text.split(f" {END} ")


def _miscounted(refused: Mapping[int, NameRule], counts: Places) -> dict[int, NameRule]:
    """Which of the names have no words or too many, beside those refused already."""
    found = dict.fromkeys(np.flatnonzero(counts == 0).tolist(), NameRule.EMPTY_NAME)
    many = np.flatnonzero(counts > MOST_TOKENS).tolist()
    found |= dict.fromkeys(many, NameRule.TOO_MANY_TOKENS)
    return {place: rule for place, rule in found.items() if place not in refused}


def _spelled(numbers: Places, words: Spellings) -> tuple[Spelled, NDArray[np.bool_]]:
    """Names as rows of pieces, from the numbers of their words and ends; and which were kept.

    Articles are not, but in a name of nothing else. Too many words are too many.
    """
    end = numbers == 0
    owner = np.cumsum(end) - end
    count = int(end.sum())
    article = words.article[numbers]
    counts = np.bincount(owner, minlength=count) - 1
    only = np.bincount(owner, weights=article, minlength=count) == counts
    article &= ~only[owner]
    kept = ~article & (counts <= MOST_TOKENS)[owner] | end
    of_word = words.many[numbers] * kept
    _, number = spread(words.first[numbers], of_word)
    many = np.bincount(owner, weights=of_word, minlength=count).astype(np.intp)
    # Where the pieces of each word begin within its name.
    begin = np.cumsum(of_word) - of_word - (np.cumsum(many) - many)[owner]
    behind = np.flatnonzero(article[:-1]) + 1
    behind = behind[(kept & ~end)[behind]]
    after = np.bincount(owner[behind], weights=2.0 ** begin[behind], minlength=count)
    return Spelled(
        many=many,
        number=number,
        after=after.astype(np.int64),
        arabic=words.arabic[numbers[np.flatnonzero(end) - counts]] & (many > 0),
        refused=np.zeros(count, dtype=np.bool_),
    ), kept


def laid_out(names: Spelled, pieces: Pieces) -> tuple[Units, Columns]:
    """The columns of names, and their units."""
    count = len(names.many)
    owner = np.repeat(np.arange(count, dtype=np.intp), names.many)
    first = np.cumsum(names.many) - names.many
    place = np.arange(len(names.number), dtype=np.intp) - np.repeat(first, names.many)
    placed = _Placed(
        owner=owner,
        place=place,
        after_article=(names.after[owner] >> place) & 1 > 0,
        pieces=pieces.at(names.number),
    )
    units, units_of = _units(placed)
    return units, _columns(placed, names, np.bincount(units_of, minlength=count))


def _units(placed: _Placed) -> tuple[Units, Places]:
    """The units of the names, in the order of their names, and whose each is."""
    pieces = placed.pieces
    other = np.flatnonzero(pieces.other >= 0)
    # Neighbours as one word: Ben Ali as Benali.
    left = np.flatnonzero(
        (placed.owner[1:] == placed.owner[:-1]) & pieces.joins[:-1] & pieces.joined[1:]
    )
    # With an article between them: Bin al-Shibh as Binalshibh.
    between = placed.after_article[left + 1] | (
        (pieces.other[left + 1] >= 0) & pieces.arabic[left + 1]
    )
    fused = left[between & pieces.ties[left]]
    two = np.concatenate([left, fused])
    article = np.arange(len(two)) >= len(left)
    one = np.concatenate([np.arange(len(placed.owner)), other, two])
    weight = pieces.weight[one]
    weight[len(one) - len(two) :] += pieces.weight[two + 1]
    cover = np.left_shift(np.uint32(1), placed.place[one].astype(np.uint32))
    cover[len(one) - len(two) :] *= np.uint32(3)
    voice = np.concatenate(
        [
            voices_of(pieces.row),
            voices_of(pieces.other[other]),
            voices_of(pieces.row[two], pieces.row[two + 1], article),
        ]
    )
    order = np.argsort(placed.owner[one], kind="stable")
    one = one[order]
    units = Units(
        voice=voice[order],
        cover=cover[order],
        weight=weight[order],
        place=placed.place[one].astype(np.int32),
    )
    return units, placed.owner[one]


def _columns(placed: _Placed, names: Spelled, units: Places) -> Columns:
    count = len(names.many)
    pieces, owner = placed.pieces, placed.owner
    bit = np.left_shift(np.uint32(1), placed.place.astype(np.uint32))
    counts = np.flatnonzero(pieces.counts)
    whose = owner[counts]
    first = np.zeros(count, dtype=np.uint32)
    last = np.zeros(count, dtype=np.uint32)
    last[whose] = bit[counts]
    # What comes later is overwritten by what stands before it.
    first[whose[::-1]] = bit[counts][::-1]
    # Of a servant's name, the given name is what he serves.
    follows = np.flatnonzero(whose[1:] == whose[:-1])
    second = follows[
        pieces.servant[counts[follows]] & (bit[counts[follows]] == first[whose[follows]])
    ]
    first[whose[second]] = bit[counts[second + 1]]
    content = np.bincount(whose, minlength=count)
    ties = np.bincount(owner, weights=bit * ~pieces.counts, minlength=count)
    weight = np.bincount(owner, weights=pieces.weight, minlength=count)
    return Columns(
        start=np.cumsum(units) - units,
        units=units,
        content=content.astype(np.int32),
        weight=np.maximum(1, weight).astype(np.int32),
        first=first,
        last=last,
        ties=ties.astype(np.uint32),
        arabic=names.arabic,
        refused=names.refused,
    )
