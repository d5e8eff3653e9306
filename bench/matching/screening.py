"""Recall at one false look in 1,000 travellers, by name and year of birth.

The list is the development people with a year of birth; travellers are invented, none of them
listed, with years drawn evenly. Who scores as high as the highest one in a thousand of them is
looked at in vain.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bench.matching.distractors import invented
from bench.matching.retrieval import Asked, Drawn
from bench.matching.retrieval_peers import plain
from wasl.cli.comparer import name_comparer
from wasl.core.matching.birth import Birth
from wasl.core.matching.index.building import built
from wasl.core.matching.index.screening import Screener
from wasl.core.matching.index.subjects import Subject
from wasl.core.matching.index.weighing import Query

TRAVELLERS = 100_000
YEARS = (1945, 2005)
TRAVELLERS_SEED = 99
BLOCK = 256
FALSE_SHARE = 1_000
# What a peer's score gains for the same year, a year or two apart; the best of these is taken.
WEIGHTS = (0, 5, 10, 15, 20, 30, 40)

Scores = tuple[np.ndarray, np.ndarray]
"""Of the right person for each query, and the highest of each traveller."""


def travellers(data: Path, count: int) -> list[tuple[str, int]]:
    """Invented names with years of birth."""
    draw = random.Random(TRAVELLERS_SEED)
    names = invented(data / "google_ar2en.txt", count, TRAVELLERS_SEED)
    return [(name, draw.randint(*YEARS)) for name in names]


def screened(given: Drawn, data: Path, count: int, others: bool) -> dict[str, object]:
    """Recall of each script, ours and the peers', and what the look of 0.5 gives."""
    subjects = [one for one in given.subjects if one.births]
    years = {one.identity: one.births[0][0] for one in subjects}
    asked = [one for one in given.asked if one.person in years]
    crowd = travellers(data, count)
    scores = _ours(subjects, asked, years, crowd)
    told: dict[str, object] = {
        **recalls(scores, asked),
        "screen_travellers": count,
        "screen_false_looks_at_half": int((scores[1] >= 5_000).sum()),
        "screen_recall_at_half": round(float((scores[0] >= 5_000).mean()), 4),
    }
    if others:
        told["screen_peers"] = {"token_sort": _best_weight(subjects, asked, years, crowd)}
    return told


def recalls(scores: Scores, asked: Sequence[Asked]) -> dict[str, float]:
    """Of each script the share that scores above all but one in a thousand travellers."""
    right, crowd = scores
    allowed = len(crowd) // FALSE_SHARE
    line = np.sort(crowd)[::-1][allowed]
    script = np.array([one.script for one in asked])
    return {
        f"screen_recall_{name}": round(float((right[script == name] > line).mean()), 4)
        for name in ("ar", "la")
    }


def _ours(
    subjects: list[Subject],
    asked: Sequence[Asked],
    years: dict[str, int],
    crowd: Sequence[tuple[str, int]],
) -> Scores:
    fitted = name_comparer().fitted
    screener = Screener(built(fitted, subjects), fitted)
    right = np.zeros(len(asked))
    for at, one in enumerate(asked):
        query = Query(name=one.name, birth=Birth(years[one.person], 0, 0))
        for match in screener.screen([query], len(subjects), 0)[0]:
            if match.identity == one.person:
                right[at] = match.score
    highest: list[int] = []
    for at in range(0, len(crowd), BLOCK):
        block = crowd[at : at + BLOCK]
        queries = [Query(name=name, birth=Birth(year, 0, 0)) for name, year in block]
        highest += [own[0].score if own else 0 for own in screener.screen(queries, 1, 0)]
    return right, np.array(highest)


def _best_weight(
    subjects: list[Subject],
    asked: Sequence[Asked],
    years: dict[str, int],
    crowd: Sequence[tuple[str, int]],
) -> dict[str, float]:
    """A ratio on Unidecode, words in their order of letters, with its best weight of a year."""
    names = [(_sorted(name), at) for at, one in enumerate(subjects) for name in one.names]
    listed, owner = [name for name, _ in names], np.array([at for _, at in names])
    born = np.array([one.births[0][:2] for one in subjects])[owner]
    place = {one.identity: at for at, one in enumerate(subjects)}
    mine = np.array([owner == place[one.person] for one in asked])
    right = _table([one.name for one in asked], listed)
    right_years = np.array([years[one.person] for one in asked])
    found = {"screen_recall_ar": 0.0, "screen_recall_la": 0.0}
    highest: dict[int, list[np.ndarray]] = {weight: [] for weight in WEIGHTS}
    for at in range(0, len(crowd), 4 * BLOCK):
        block = crowd[at : at + 4 * BLOCK]
        table = _table([name for name, _ in block], listed)
        near = _near(np.array([year for _, year in block]), born)
        for weight in WEIGHTS:
            highest[weight].append((table + weight * near).max(axis=1))
    for weight in WEIGHTS:
        scored = np.where(mine, right + weight * _near(right_years, born), -1e9).max(axis=1)
        own = recalls((scored, np.concatenate(highest[weight])), asked)
        found = {name: max(found[name], share) for name, share in own.items()}
    return found


def _sorted(name: str) -> str:
    return " ".join(sorted(plain(name).split()))


def _table(asked: list[str], listed: list[str]) -> np.ndarray:
    return process.cdist(
        [_sorted(name) for name in asked], listed, scorer=fuzz.ratio, dtype=np.float32
    )


def _near(years: np.ndarray, born: np.ndarray) -> np.ndarray:
    """How near births are: 1 the same year, .6 one apart, .25 two, -.5 to ten, -1.5 beyond."""
    year = years[:, np.newaxis]
    gap = np.maximum(0, np.maximum(born[:, 0] - year, year - born[:, 1]))
    return np.select([gap == 0, gap == 1, gap == 2, gap <= 10], [1, 0.6, 0.25, -0.5], -1.5)
