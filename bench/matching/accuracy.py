"""How well pairs of one person and of two are told apart: AUC, and recall at 95 % precision."""

import numpy as np

from bench.matching.data import Pairs

PRECISION = 0.95
DRAWS = 200
MEASURES = {
    "ar_la_auc_hard": ("ar-la", "hard", "auc"),
    "ar_la_recall_at_p95": ("ar-la", "hard", "recall"),
    "ar_la_auc_random": ("ar-la", "random", "auc"),
    "ar_la_recall_at_p95_random": ("ar-la", "random", "recall"),
    "la_la_auc_hard": ("la-la", "hard", "auc"),
    "la_la_recall_at_p95": ("la-la", "hard", "recall"),
    "la_la_auc_random": ("la-la", "random", "auc"),
    "la_la_recall_at_p95_random": ("la-la", "random", "recall"),
}


def auc(same: np.ndarray, score: np.ndarray) -> float:
    """The chance that a pair of one person scores above one of two; a tie counts half."""
    values, places = np.unique(score, return_inverse=True)
    ahead = np.bincount(places, weights=~same, minlength=len(values))
    hits = np.bincount(places, weights=same, minlength=len(values))
    below = np.cumsum(ahead) - ahead
    return float((hits * (below + ahead / 2)).sum() / (same.sum() * (~same).sum()))


def recall(same: np.ndarray, score: np.ndarray) -> float:
    """The largest recall at any threshold whose precision is at least 95 %."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(same[order])
    precise = hits / np.arange(1, len(order) + 1) >= PRECISION
    last = np.append(score[order][1:] != score[order][:-1], True)
    kept = hits[precise & last]
    return float(kept.max() / same.sum()) if len(kept) else 0.0


_OF = {"auc": auc, "recall": recall}


def rows_of(pairs: Pairs, scripts: str, stratum: str) -> np.ndarray:
    """The places of the pairs of one kind: *same* against one stratum of *different*."""
    kind = (pairs.stratum == "same") | (pairs.stratum == stratum)
    return np.flatnonzero(kind & (pairs.scripts == scripts))


def measured(pairs: Pairs, score: np.ndarray) -> dict[str, float | None]:
    """Every measure of one method; none where the file holds no such pairs."""
    found: dict[str, float | None] = {}
    for name, (scripts, stratum, measure) in MEASURES.items():
        rows = rows_of(pairs, scripts, stratum)
        same = pairs.same[rows]
        two_kinds = bool(same.any() and not same.all())
        found[name] = round(_OF[measure](same, score[rows]), 4) if two_kinds else None
    return found


def intervals(pairs: Pairs, score: np.ndarray, seed: int) -> dict[str, list[float]]:
    """The middle 95 % of each measure over draws of people, with all pairs of each."""
    draw = np.random.RandomState(seed)
    found: dict[str, list[float]] = {}
    person = np.array([pairs.person[name] for name in pairs.lefts])
    for name, (scripts, stratum, measure) in MEASURES.items():
        rows = rows_of(pairs, scripts, stratum)
        groups = [rows[person[rows] == who] for who in np.unique(person[rows])]
        values = []
        for _ in range(DRAWS):
            chosen = np.concatenate(
                [groups[at] for at in draw.randint(0, len(groups), len(groups))]
            )
            same = pairs.same[chosen]
            if same.any() and not same.all():
                values.append(_OF[measure](same, score[chosen]))
        if values:
            found[name] = [round(float(x), 4) for x in np.quantile(values, [0.025, 0.975])]
    return found
