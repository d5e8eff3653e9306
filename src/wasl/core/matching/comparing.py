"""Names compared in blocks: read once, aligned together, measured, scored."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from wasl.core.matching import pairing, score
from wasl.core.matching.features import FEATURES, Scalars, measured
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.names import Name, read
from wasl.core.matching.pairing import Likeness, Units
from wasl.core.matching.vocabulary import TIE_WEIGHT, Vocabulary
from wasl.core.matching.words import Kind

MOST_WORDS = 200_000


class Taken(NamedTuple):
    """Two units that stand for each other: their places among the units of their names."""

    left: int
    right: int
    alike: int
    near: bool
    feminine: bool


class Block(NamedTuple):
    """A block of pairs, aligned and measured; refused pairs have rows of zeros."""

    lefts: NDArray[np.intp]
    rights: NDArray[np.intp]
    across: NDArray[np.bool_]
    found: Likeness
    rounds: list[NDArray[np.intp]]
    features: NDArray[np.int32]
    given_left: list[int]
    given_right: list[int]
    units: Units

    def taken(self) -> list[list[Taken]]:
        """What was taken of each pair, in the order it was taken."""
        found, start = self.found, self.units.start
        answer: list[list[Taken]] = [[] for _ in self.given_left]
        for taken in self.rounds:
            pair = found.pair[taken]
            columns = (
                pair,
                found.left[taken] - start[self.lefts[pair]],
                found.right[taken] - start[self.rights[pair]],
                found.alike[taken],
                found.near[taken],
                found.feminine[taken],
            )
            for place, *rest in zip(*(column.tolist() for column in columns), strict=True):
                answer[place].append(Taken(*rest))
        return answer

    def shifted(self, place: int) -> bool:
        """Whether the given name of one stands as a father's name in the other."""
        return bool(self.features[place, FEATURES.index("shifted")])


class Verdicts(NamedTuple):
    """What came of a block: the refusals of pairs by their place, the rest compared."""

    refused: dict[int, tuple[str, str]]
    block: Block
    alike: NDArray[np.bool_]
    sums: NDArray[np.int32]
    scores: NDArray[np.int32]


class Comparer:
    """Compares names under one set of fitted numbers; remembers what it read, by content."""

    def __init__(self, fitted: Fitted) -> None:
        self._fitted = fitted
        self._forget()

    def _forget(self) -> None:
        self._vocabulary = Vocabulary(self._fitted.counts, self._fitted.people)
        self._ids: dict[str, int] = {}
        self.names: list[Name] = []
        self._tables: tuple[Units, Scalars] | None = None

    def spelt(self, row: int) -> str:
        """How a part of a compound is written by itself."""
        return self._vocabulary.spelt[row]

    def ids(self, texts: Sequence[str]) -> list[int]:
        """The number of each name, read now where it was not before."""
        known = self._ids
        found: list[int] = []
        for text in texts:
            number = known.get(text)
            if number is None:
                number = known[text] = len(self.names)
                self.names.append(read(text, self._vocabulary))
            found.append(number)
        return found

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Block:
        """The pairs of a block aligned and measured."""
        if len(self._vocabulary) > MOST_WORDS:
            self._forget()
        given_left, given_right = self.ids(lefts), self.ids(rights)
        left = np.array(given_left, dtype=np.intp)
        right = np.array(given_right, dtype=np.intp)
        names = self.names
        turned = np.fromiter(
            (
                names[a].folded > names[b].folded
                for a, b in zip(given_left, given_right, strict=True)
            ),
            dtype=np.bool_,
            count=len(left),
        )
        left, right = np.where(turned, right, left), np.where(turned, left, right)
        units, known = _tables(names)
        rows = self._vocabulary.rows()
        found = pairing.likenesses(left, right, units, rows, self._fitted)
        rounds = pairing.best_first(found, units)
        table = measured((left, right), found, rounds, units, known)
        self._strings(left, right, table)
        arabic = np.array([name.arabic for name in names], dtype=np.bool_)
        return Block(
            left,
            right,
            arabic[left] != arabic[right],
            found,
            rounds,
            table,
            given_left,
            given_right,
            units,
        )

    def compare(self, lefts: Sequence[str], rights: Sequence[str]) -> Verdicts:
        """The scores of a block of pairs, in ten-thousandths; of a refused pair it is 0."""
        block = self.measure(lefts, rights)
        names = self.names
        refused = {
            place: (names[a].refusal, names[b].refusal)
            for place, (a, b) in enumerate(zip(block.given_left, block.given_right, strict=True))
            if names[a].refusal or names[b].refusal
        }
        alike = np.fromiter(
            (
                names[a].parts == names[b].parts and names[a].content > 1
                for a, b in zip(block.given_left, block.given_right, strict=True)
            ),
            dtype=np.bool_,
            count=len(block.given_left),
        )
        total = score.sums(block.features, block.across, alike, self._fitted)
        found = score.scores(total, block.across, self._fitted)
        found[list(refused)] = 0
        return Verdicts(refused, block, alike, total, found)

    def _strings(
        self, left: NDArray[np.intp], right: NDArray[np.intp], table: NDArray[np.int32]
    ) -> None:
        """The likeness of the names as whole strings of sounds."""
        names = self.names
        sounds = [name.sound for name in names]
        bones = [name.bones for name in names]
        l_, r_ = left.tolist(), right.tolist()
        sl, sr = [sounds[i] for i in l_], [sounds[i] for i in r_]
        bl, br = [bones[i] for i in l_], [bones[i] for i in r_]
        for name, scorer, one, two in (
            ("whole", fuzz.ratio, sl, sr),
            ("bones", fuzz.ratio, bl, br),
            ("bones_sorted", fuzz.token_set_ratio, bl, br),
            ("winkler", JaroWinkler.normalized_similarity, sl, sr),
            ("bones_set", fuzz.partial_ratio, bl, br),
        ):
            values = process.cpdist(one, two, scorer=scorer, dtype=np.float64)
            scale = 1000 if name == "winkler" else 10
            table[:, FEATURES.index(name)] = np.round(values * scale).astype(np.int32)


def _tables(names: list[Name]) -> tuple[Units, Scalars]:
    count = np.array([len(name.rows) for name in names], dtype=np.intp)
    cover = np.array([c for name in names for c in name.covers], dtype=np.uint32)
    units = Units(
        start=np.cumsum(count) - count,
        count=count,
        row=np.array([r for name in names for r in name.rows], dtype=np.int32),
        cover=cover,
        weight=np.array([w for name in names for w in name.weights], dtype=np.int32),
        place=np.bitwise_count((cover & -cover.astype(np.int64)).astype(np.uint32) - 1).astype(
            np.int32
        ),
    )
    ties, firsts, lasts = [], [], []
    for name in names:
        tie = 0
        content = []
        for place, kind in enumerate(name.kinds):
            if kind in TIE_WEIGHT:
                tie |= 1 << place
            else:
                content.append(place)
        ties.append(tie)
        given = (
            content[1:]
            if name.kinds and content and name.kinds[content[0]] is Kind.SERVANT
            else []
        )
        firsts.append(1 << (given or content)[0] if content else 0)
        lasts.append(1 << content[-1] if content else 0)
    scalars = Scalars(
        places=np.array([n.places for n in names], dtype=np.int32),
        content=np.array([n.content for n in names], dtype=np.int32),
        weight=np.array([n.weight or 1 for n in names], dtype=np.int32),
        tie=np.array(ties, dtype=np.uint32),
        first=np.array(firsts, dtype=np.uint32),
        last=np.array(lasts, dtype=np.uint32),
    )
    return units, scalars
