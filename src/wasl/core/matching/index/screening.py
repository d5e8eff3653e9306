"""Names looked for in an index: candidates, scores with everything known, the best of each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching import score
from wasl.core.matching.birth import SAME_DAY
from wasl.core.matching.comparing import Verdicts, Written
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.building import identity_of
from wasl.core.matching.index.gathering import Gatherer
from wasl.core.matching.index.holding import Index, Places, hashed
from wasl.core.matching.index.joining import Asked, compared
from wasl.core.matching.index.sounding import sought
from wasl.core.matching.index.weighing import Query, Weighed, holders, weighed
from wasl.core.matching.library import laid_out, spelled
from wasl.core.matching.names import Name, read
from wasl.core.matching.pairing import spread
from wasl.core.matching.vocabulary import Vocabulary
from wasl.core.matching.voices import voices, words_of

Ints = NDArray[np.int32]

# Candidates that are scored, of each name looked for.
KEPT = 200
MOST_WORDS = 100_000


class Match(NamedTuple):
    """One entity a query may be: the name of it that is most alike, and the score in
    ten-thousandths.

    ``by_name`` is what the names alone score, ``weak`` whether the name says too little alone;
    the rest as in ``Weighed``.
    """

    identity: str
    name: str
    score: int
    by_name: int
    weak: bool
    birth: int
    apart: int
    nation: int
    place: int
    number: int


class Screener:
    """Looks names up in one index under one set of fitted numbers."""

    def __init__(self, index: Index, fitted: Fitted, kept: int = KEPT) -> None:
        self._index = index
        self._fitted = fitted
        self._kept = kept
        self._gatherer = Gatherer(index, fitted)
        self._vocabulary = self._empty()

    def _empty(self) -> Vocabulary:
        return Vocabulary(self._fitted.counts, self._fitted.people)

    def screen(self, queries: Sequence[Query], limit: int, least: int) -> list[list[Match]]:
        """Of each query the entities that score ``least`` or more, best first.

        As good ones stand in the order of their ids; an entity with the number of a paper, a
        plate or a phone of the query is among them whatever its name.
        """
        queries = list(queries)
        asked, candidates = self._asked(queries)
        sides = self._pairs(queries, candidates)
        if not len(sides[0]):
            return [[] for _ in queries]
        verdicts = compared(asked, self._index, sides, self._fitted)
        entities = self._index.names.entity[sides[1]].astype(np.intp)
        known = weighed(queries, sides[0], entities, self._index.facts)
        scores = self._scores(verdicts, known, sides[1])
        best = _best(sides[0], entities, scores, sides[1])
        found: list[list[Match]] = [[] for _ in queries]
        for place in best[scores[best] >= least].tolist():
            found[sides[0][place]].append(
                self._match(place, int(sides[1][place]), verdicts, known, scores)
            )
        return [sorted(one, key=_in_order)[:limit] for one in found]

    def _asked(self, queries: list[Query]) -> tuple[Asked, list[Places]]:
        if len(self._vocabulary) > MOST_WORDS:
            self._vocabulary = self._empty()
        names = [read(query.name, self._vocabulary) for query in queries]
        units, columns = laid_out(spelled(names), self._vocabulary.columns())
        rows, spellings = self._vocabulary.rows(), self._vocabulary.spellings
        unit, owner = sought(units, columns, rows)
        numbers, which = np.unique(units.voice[unit], return_inverse=True)
        row, _, _ = words_of(numbers)
        sounds = self._gatherer.sounds(
            voices(numbers, rows), [spellings[at][0] for at in row.tolist()]
        )
        bounds = np.searchsorted(owner, np.arange(len(names) + 1)).tolist()
        candidates = [
            self._gatherer.candidates(
                [sounds[at] for at in dict.fromkeys(which[bounds[n] : bounds[n + 1]].tolist())],
                int(columns.content[n]),
                self._kept,
            )
            for n in range(len(names))
        ]
        identity = np.array(
            [hashed(spelt, sound, str(arabic)) for spelt, sound, arabic in spellings],
            dtype=np.uint64,
        )
        return Asked(units, columns, rows, identity, _written(names)), candidates

    def _pairs(self, queries: list[Query], candidates: list[Places]) -> tuple[Places, Places]:
        """Each query beside its candidates, and all names of entities that have its number."""
        facts = self._index.facts
        every = np.append(facts.first_name, len(self._index.names.entity)).astype(np.intp)
        names = []
        for query, found in zip(queries, candidates, strict=True):
            held = holders(query, facts)
            _, named = spread(every[held], every[held + 1] - every[held])
            names.append(np.union1d(found, named) if query.numbers else found)
        asked = np.repeat(np.arange(len(queries), dtype=np.intp), [len(one) for one in names])
        return asked, np.concatenate([*names, np.zeros(0, dtype=np.intp)])

    def _scores(self, verdicts: Verdicts, known: Weighed, names: Places) -> Ints:
        """The scores of names with everything known beside them, after four rules.

        A country and a place alone lift nobody to a look. A name that says too little is no look
        without a birth or a number that agrees. A number that agrees is always a look, and full
        where the names are one; so is the same day of birth where they surely are.
        """
        by_name = verdicts.scores
        person = verdicts.sums + known.birth
        total = np.clip(person + known.nation + known.place, -100_000, 100_000).astype(np.int32)
        found = score.scores(total, verdicts.across, self._fitted)
        without = score.scores(person.astype(np.int32), verdicts.across, self._fitted)
        found = np.where(without < score.CUT, np.minimum(found, score.CUT - 1), found)
        weak = self._index.names.weak[names] & (known.birth <= 0)
        found = np.where(weak, np.minimum(found, score.CUT - 1), found)
        numbered = known.number >= 0
        full = (known.birth == SAME_DAY) & (by_name >= score.SURE)
        full |= numbered & (by_name >= score.CUT)
        found = np.where(numbered, np.maximum(found, score.CUT), found)
        found = np.where(full, score.MOST, found)
        return np.where(verdicts.refused & ~numbered, 0, found).astype(np.int32)

    def _match(
        self, place: int, name: int, verdicts: Verdicts, known: Weighed, scores: Ints
    ) -> Match:
        entity = int(self._index.names.entity[name])
        return Match(
            identity=identity_of(self._index.facts.identity[entity].tobytes()),
            name=self._index.text.at(np.array([name], dtype=np.intp))[0],
            score=int(scores[place]),
            by_name=int(verdicts.scores[place]),
            weak=bool(self._index.names.weak[name]),
            birth=int(known.birth[place]),
            apart=int(known.apart[place]),
            nation=int(known.nation[place]),
            place=int(known.place[place]),
            number=int(known.number[place]),
        )


def _in_order(match: Match) -> tuple[int, str]:
    return -match.score, match.identity


def _written(names: Sequence[Name]) -> Written:
    return Written(
        folded=[name.folded for name in names],
        plain=[name.plain for name in names],
        bones=[name.bones for name in names],
    )


def _best(asked: Places, entities: Places, scores: Ints, names: Places) -> Places:
    """The places of the best name of each entity, query by query."""
    order = np.lexsort((names, -scores, entities, asked))
    new = np.ones(len(order), dtype=np.bool_)
    one, two = asked[order], entities[order]
    new[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    found: Places = order[new]
    return found
