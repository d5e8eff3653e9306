"""Names compared in blocks: read once, aligned together, measured, scored."""

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from wasl.core.matching import pairing, score
from wasl.core.matching.cleaning import NameRule
from wasl.core.matching.features import FEATURES, PLACE, Sides, measured
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.library import Ints, Library
from wasl.core.matching.names import Name
from wasl.core.matching.pairing import Likeness
from wasl.core.matching.vocabulary import Vocabulary

MOST_WORDS = 500_000


class Taken(NamedTuple):
    """Two units that stand for each other: their places among the units of their names."""

    left: int
    right: int
    alike: int
    near: bool
    feminine: bool


class Verdicts(NamedTuple):
    """A block of pairs, aligned, measured and scored; refused pairs have rows of zeros.

    ``lefts`` and ``rights`` are in an order that depends on the names alone, so that a score
    does not depend on which name came first; ``turned`` says which pairs stand the other way.
    """

    lefts: NDArray[np.intp]
    rights: NDArray[np.intp]
    turned: NDArray[np.bool_]
    across: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    refused: NDArray[np.bool_]
    found: Likeness
    rounds: list[NDArray[np.intp]]
    starts: Sides
    features: Ints
    sums: Ints
    scores: Ints

    def taken(self) -> list[list[Taken]]:
        """What was taken of each pair, in the order it was taken."""
        answer: list[list[Taken]] = [[] for _ in range(len(self.lefts))]
        for taken in self.rounds:
            pair = self.found.pair[taken]
            columns = (
                pair,
                self.found.left[taken] - self.starts[0][pair],
                self.found.right[taken] - self.starts[1][pair],
                self.found.alike[taken],
                self.found.near[taken],
                self.found.feminine[taken],
            )
            for place, *rest in zip(*(column.tolist() for column in columns), strict=True):
                answer[place].append(Taken(*rest))
        return answer


class Comparer:
    """Compares names under one set of fitted numbers; remembers what it read, by content."""

    def __init__(self, fitted: Fitted, most_words: int = MOST_WORDS) -> None:
        self.fitted = fitted
        self._most_words = most_words
        self._library = self._empty()

    def _empty(self) -> Library:
        return Library(Vocabulary(self.fitted.counts, self.fitted.people))

    @property
    def names(self) -> list[Name]:
        """The names read so far, by number."""
        return self._library.names

    def refusals(self, left: str, right: str) -> tuple[NameRule | None, NameRule | None]:
        """The rules that refuse the two names of a pair; none for a name that is not refused."""
        one, two = self._library.numbers((left, right))
        return self.names[one].refusal, self.names[two].refusal

    def compare(self, lefts: Sequence[str], rights: Sequence[str]) -> Verdicts:
        """The scores of a block of pairs, in ten-thousandths; of a refused pair it is 0."""
        if len(self._library.vocabulary) > self._most_words:
            self._library = self._empty()
        library = self._library
        given_left = np.array(library.numbers(lefts), dtype=np.intp)
        given_right = np.array(library.numbers(rights), dtype=np.intp)
        units, columns = known = library.columns()
        turned = columns.rank[given_left] > columns.rank[given_right]
        left = np.where(turned, given_right, given_left)
        right = np.where(turned, given_left, given_right)
        sides = (left, right)
        found = pairing.likenesses(sides, known, library.vocabulary.rows(), self.fitted)
        rounds = pairing.best_first(found, units, len(left))
        table = measured(sides, found, rounds, known)
        table[:, PLACE["bones"]] = _bones(library.bones, left, right)
        across = columns.arabic[left] != columns.arabic[right]
        alike = (columns.parts[left] == columns.parts[right]) & (columns.content[left] > 1)
        refused = columns.refused[left] | columns.refused[right]
        sums = score.sums(table, across, alike, self.fitted)
        scores = score.scores(sums, across, self.fitted)
        scores[refused] = 0
        starts = (columns.start[left], columns.start[right])
        return Verdicts(
            left, right, turned, across, alike, refused, found, rounds, starts, table, sums, scores
        )


def _bones(bones: list[str], left: NDArray[np.intp], right: NDArray[np.intp]) -> Ints:
    """How alike the sets of skeletons are, in thousandths."""
    if len(left) < 2:
        ones, twos = [bones[i] for i in left], [bones[i] for i in right]
    else:
        ones, twos = (
            list(itemgetter(*left.tolist())(bones)),
            list(itemgetter(*right.tolist())(bones)),
        )
    found = process.cpdist(ones, twos, scorer=fuzz.token_set_ratio, dtype=np.float64)
    return np.round(10 * found).astype(np.int32)


def feature(verdicts: Verdicts, place: int, name: str) -> int:
    """One feature of one pair."""
    return int(verdicts.features[place, FEATURES.index(name)])
