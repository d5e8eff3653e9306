"""How the tables of the score are fitted: additive, monotone, one head a kind of pair."""

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from wasl.core.matching.features import FALLING, FEATURES

BAGS = 6


def additive(features: np.ndarray, same: np.ndarray, seed: int) -> HistGradientBoostingClassifier:
    """Boosted trees of one feature each, every one monotone: a sum of step functions."""
    model = HistGradientBoostingClassifier(
        learning_rate=0.03,
        max_iter=150,
        max_leaf_nodes=4,
        min_samples_leaf=20,
        l2_regularization=1.0,
        monotonic_cst=[-1 if name in FALLING else 1 for name in FEATURES],
        interaction_cst=[{place} for place in range(len(FEATURES))],
        max_features=0.5,
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(features, same)


def tables(features: np.ndarray, same: np.ndarray) -> dict[str, Any]:
    """The steps of every feature and the start, in thousandths of a log-odd."""
    models = []
    for seed in range(BAGS):
        drawn = np.random.RandomState(seed).randint(0, len(same), len(same))
        rows = drawn if seed else np.arange(len(same))
        models.append(additive(features[rows], same[rows], seed))
    least = np.min(features, axis=0)
    start = float(np.mean([model.decision_function(least[None, :])[0] for model in models]))
    edges, adds = [], []
    for column in range(features.shape[1]):
        values = np.unique(features[:, column])
        probes = np.repeat(least[None, :], len(values), axis=0)
        probes[:, column] = values
        told = np.mean([model.decision_function(probes) for model in models], axis=0) - start
        steps = np.round(1000 * told).astype(int)
        change = np.flatnonzero(np.diff(steps)) + 1
        edges.append([int(value) for value in values[change]])
        adds.append([int(steps[0]), *(int(step) for step in steps[change])])
    return {"edges": edges, "adds": adds, "start": round(1000 * start)}
