"""Names looked for in an index: candidates, scores with everything known, the best of each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching import score
from wasl.core.matching.comparing import Verdicts
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.asking import Asker
from wasl.core.matching.index.building import identity_of
from wasl.core.matching.index.gathering import Gatherer, Part
from wasl.core.matching.index.holding import Index, Places
from wasl.core.matching.index.joining import Asked, compared
from wasl.core.matching.index.weighing import Query, Weighed, holders, weighed
from wasl.core.matching.table import spread

Ints = NDArray[np.int32]

# Candidates that are scored, of each name looked for.
KEPT = 50
# Words looked up that are remembered.
REMEMBERED = 50_000
# What a name looked for loses that is not found again at all, by how rare its words are in the
# list, in thousandths of a log-odd.
UNFOUND = 8_000


class Match(NamedTuple):
    """One entity a query may be: the name of it that is most alike, and the score in
    ten-thousandths.

    ``by_name`` is what the names alone score, ``weak`` whether the name is none to match by alone;
    the rest as in ``Weighed``.
    """

    identity: str
    name: str
    score: int
    by_name: int
    weak: bool
    birth: int
    apart: int
    day: int
    nation: int
    place: int
    number: int


class _Pairs(NamedTuple):
    """Queries beside names of the index, and the share of each query the name has."""

    asked: Places
    names: Places
    share: NDArray[np.float32]


class _Scored(NamedTuple):
    """The pairs with what was found of them."""

    pairs: _Pairs
    entities: Places
    verdicts: Verdicts
    known: Weighed
    weak: NDArray[np.bool_]
    scores: Ints


class Screener:
    """Looks names up in one index under one set of fitted numbers."""

    def __init__(
        self, index: Index, fitted: Fitted, kept: int = KEPT, remembered: int = REMEMBERED
    ) -> None:
        self._index = index
        self._fitted = fitted
        self._kept = kept
        self._gatherer = Gatherer(index, fitted, remembered)
        self._asker = Asker(fitted, self._gatherer, remembered)

    def screen(self, queries: Sequence[Query], limit: int, least: int) -> list[list[Match]]:
        """Of each query the entities that score ``least`` or more, best first, ``limit`` at most.

        As good ones stand in the order of the index; an entity with the number of a paper, a
        plate or a phone of the query is among them whatever its name.
        """
        asked, parts = self._asker.asked([query.name for query in queries])
        pairs = self._pairs(queries, parts)
        found: list[list[Match]] = [[] for _ in queries]
        if not len(pairs.names):
            return found
        scored = self._scored(list(queries), asked, pairs)
        for place in _best(scored).tolist():
            answer = found[pairs.asked[place]]
            if len(answer) < limit and scored.scores[place] >= least:
                answer.append(self._match(place, scored))
        return found

    def _pairs(self, queries: Sequence[Query], parts: list[list[Part]]) -> _Pairs:
        """Each query beside its candidates, and all names of entities that have its number."""
        facts = self._index.facts
        every = np.append(facts.first_name, len(self._index.names.entity)).astype(np.intp)
        names, shares = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.float32)]
        counts = []
        for query, own in zip(queries, parts, strict=True):
            found, share = self._gatherer.candidates(own, self._kept)
            held = holders(query, facts)
            _, named = spread(every[held], every[held + 1] - every[held])
            more = np.setdiff1d(named, found)
            names += [found, more]
            shares += [share, np.zeros(len(more), dtype=np.float32)]
            counts.append(len(found) + len(more))
        asked = np.repeat(np.arange(len(queries), dtype=np.intp), counts)
        return _Pairs(asked, np.concatenate(names), np.concatenate(shares))

    def _scored(self, queries: list[Query], asked: Asked, pairs: _Pairs) -> _Scored:
        """The scores of names with everything known beside them, after four rules.

        A country and a place alone lift nobody to a look. A listed name that says too little, and
        less than what is looked for, is no look without a birth or a number that agrees. A number
        that agrees is always a look, and full where the names are a look; so is the same day of
        birth where they surely are one.
        """
        names = self._index.names
        verdicts = compared(asked, self._index, (pairs.asked, pairs.names), self._fitted)
        entities = names.entity[pairs.names].astype(np.intp)
        known = weighed(queries, pairs.asked, entities, self._index.facts)
        unfound = (UNFOUND * (1 - pairs.share)).astype(np.int32)
        person = verdicts.sums - unfound + known.birth
        total = person + known.nation + known.place
        across, fitted = verdicts.across, self._fitted
        scores = score.scores(total.astype(np.int32), across, fitted)
        without = score.scores(person.astype(np.int32), across, fitted)
        below = np.minimum(scores, score.CUT - 1)
        scores = np.where(without < score.CUT, below, scores)
        fuller = asked.columns.content[pairs.asked] > names.words[pairs.names]
        numbered = known.number >= 0
        weak = names.weak[pairs.names] & fuller & (known.birth <= 0) & ~numbered
        scores = np.where(weak, np.minimum(scores, below), scores)
        by_name = verdicts.scores
        full = (known.day == 2) & (by_name >= score.SURE)
        full |= numbered & (by_name >= score.CUT)
        scores = np.where(numbered, np.maximum(scores, score.CUT), scores)
        scores = np.where(full, score.MOST, scores).astype(np.int32)
        scores = _written_alike(pairs.asked, entities, scores, verdicts.alike)
        return _Scored(pairs, entities, verdicts, known, weak, scores)

    def _match(self, place: int, scored: _Scored) -> Match:
        entity, known = int(scored.entities[place]), scored.known
        return Match(
            identity=identity_of(self._index.facts.identity[entity].tobytes()),
            name=self._index.text.at(scored.pairs.names[place : place + 1])[0],
            score=int(scored.scores[place]),
            by_name=int(scored.verdicts.scores[place]),
            weak=bool(scored.weak[place]),
            birth=int(known.birth[place]),
            apart=int(known.apart[place]),
            day=int(known.day[place]),
            nation=int(known.nation[place]),
            place=int(known.place[place]),
            number=int(known.number[place]),
        )


def _written_alike(
    asked: Places, entities: Places, scores: Ints, alike: NDArray[np.bool_]
) -> Ints:
    """The scores, where a name written alike scores no less than another name of its entity."""
    key = asked.astype(np.int64) * (int(entities.max()) + 1) + entities
    _, group = np.unique(key, return_inverse=True)
    most = np.zeros(len(scores), dtype=np.int32)
    np.maximum.at(most, group, scores)
    return np.where(alike, most[group], scores).astype(np.int32)


def _best(scored: _Scored) -> Places:
    """The places of the best name of each entity, query by query, the best entity first."""
    asked, entities, names = scored.pairs.asked, scored.entities, scored.pairs.names
    alike = scored.verdicts.alike
    order = np.lexsort((names, ~alike, -scored.scores, entities, asked))
    one, two = asked[order], entities[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    best = order[new]
    found: Places = best[np.lexsort((entities[best], -scored.scores[best], asked[best]))]
    return found
