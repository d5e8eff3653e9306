"""Names compared in blocks: read once, aligned together, measured, scored."""

from collections.abc import Callable, Sequence
from operator import eq, gt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from wasl.core.matching import pairing, score
from wasl.core.matching.cleaning import NameRule
from wasl.core.matching.features import FEATURES, PLACE, Sides, measured
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.library import Columns, Ints, Library, Units
from wasl.core.matching.pairing import Likeness
from wasl.core.matching.vocabulary import Rows, Vocabulary

MOST_WORDS = 500_000
MOST_NAMES = 200_000


class Taken(NamedTuple):
    """Two units that stand for each other: the places they cover, a bit each, and their weight."""

    left: int
    right: int
    weight: int
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
    units: Units
    features: Ints
    sums: Ints
    scores: Ints

    def taken(self) -> list[list[Taken]]:
        """What was taken of each pair, in the order it was taken."""
        answer: list[list[Taken]] = [[] for _ in range(len(self.lefts))]
        for taken in self.rounds:
            pair = self.found.pair[taken]
            left, right = self.found.left[taken], self.found.right[taken]
            columns = (
                pair,
                self.units.cover[left],
                self.units.cover[right],
                np.minimum(self.units.weight[left], self.units.weight[right]),
                self.found.alike[taken],
                self.found.near[taken],
                self.found.feminine[taken],
            )
            for place, *rest in zip(*(column.tolist() for column in columns), strict=True):
                answer[place].append(Taken(*rest))
        return answer


class Written(NamedTuple):
    """What names are compared by as texts: in small letters, as spelt, and their skeletons."""

    folded: list[str]
    plain: list[str]
    bones: list[str]


def judged(
    given: Sides, known: tuple[Units, Columns], rows: Rows, written: Written, fitted: Fitted
) -> Verdicts:
    """The scores of pairs of names, each by its place in the columns and the texts."""
    units, columns = known
    turned = _each(gt, written.folded, given)
    left, right = np.where(turned, given[1], given[0]), np.where(turned, given[0], given[1])
    sides = (left, right)
    found = pairing.likenesses(sides, known, rows, fitted)
    rounds = pairing.best_first(found, units, len(left))
    table = measured(sides, found, rounds, known)
    table[:, PLACE["bones"]] = _bones(written.bones, sides)
    across = columns.arabic[left] != columns.arabic[right]
    alike = _each(eq, written.plain, sides) & (columns.content[left] > 1)
    refused = columns.refused[left] | columns.refused[right]
    sums = score.sums(table, across, alike, fitted)
    scores = score.scores(sums, across, fitted)
    scores[refused] = 0
    return Verdicts(
        left, right, turned, across, alike, refused, found, rounds, units, table, sums, scores
    )


class Comparer:
    """Compares names under one set of fitted numbers; remembers what it read, by content."""

    def __init__(
        self, fitted: Fitted, most_words: int = MOST_WORDS, most_names: int = MOST_NAMES
    ) -> None:
        self.fitted = fitted
        self._most = (most_words, most_names)
        self._vocabulary = Vocabulary(fitted.counts, fitted.people)
        self._library = Library(self._vocabulary)

    def __len__(self) -> int:
        return len(self._library)

    def refusals(self, left: str, right: str) -> tuple[NameRule | None, NameRule | None]:
        """The rules that refuse the two names of a pair; none for a name that is not refused."""
        one, two = self._library.numbers((left, right)).tolist()
        return self._library.refusal(one), self._library.refusal(two)

    def compare(self, lefts: Sequence[str], rights: Sequence[str]) -> Verdicts:
        """The scores of a block of pairs, in ten-thousandths; of a refused pair it is 0."""
        self._forget()
        library = self._library
        given = library.numbers([*lefts, *rights])
        sides = given[: len(lefts)], given[len(lefts) :]
        written = Written(library.folded, library.plain, library.bones)
        return judged(sides, library.columns(), self._vocabulary.rows(), written, self.fitted)

    def _forget(self) -> None:
        """Words and names of former blocks are dropped where there are too many of them."""
        most_words, most_names = self._most
        if len(self._vocabulary) > most_words:
            self._vocabulary = Vocabulary(self.fitted.counts, self.fitted.people)
        elif len(self._library) <= most_names:
            return
        self._library = Library(self._vocabulary)


def _each(holds: Callable[[str, str], bool], texts: list[str], sides: Sides) -> NDArray[np.bool_]:
    """Whether something holds of the texts of both names, for each pair."""
    return np.array(list(map(holds, *_chosen(texts, sides))), dtype=np.bool_)


def _chosen(texts: list[str], sides: Sides) -> list[list[str]]:
    return [list(map(texts.__getitem__, side.tolist())) for side in sides]


def _bones(bones: list[str], sides: Sides) -> Ints:
    """How alike the sets of skeletons are, in thousandths."""
    ones, twos = _chosen(bones, sides)
    found = process.cpdist(ones, twos, scorer=fuzz.token_set_ratio, dtype=np.float64)
    return np.round(10 * found).astype(np.int32)


def feature(verdicts: Verdicts, place: int, name: str) -> int:
    """One feature of one pair."""
    return int(verdicts.features[place, FEATURES.index(name)])
