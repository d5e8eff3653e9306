"""A score is a sum of what each feature adds, mapped to 0 to 10,000."""

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.features import FEATURES
from wasl.core.matching.fitted import Fitted, Head

MOST = 10_000
CUT = 5_000
SURE = 9_000
SQUEEZE = 16
_FEWER = FEATURES.index("fewer")
_GIVEN_DIFFERS = FEATURES.index("given_differs")


def terms(features: NDArray[np.int32], head: Head) -> NDArray[np.int32]:
    """What each feature of each pair adds, in thousandths of a log-odd; columns as features."""
    added = np.empty_like(features)
    for column, (edges, adds) in enumerate(zip(head.edges, head.adds, strict=True)):
        added[:, column] = adds[np.searchsorted(edges, features[:, column], side="right")]
    return added


def settled(
    total: NDArray[np.int32],
    features: NDArray[np.int32],
    alike: NDArray[np.bool_],
    head: Head,
) -> NDArray[np.int32]:
    """The sums after three rules that no number of the data may overrule.

    Two full names written alike are sure. A single word is never sure. Two given names that are
    known to differ are below the look, however much the rest agrees. What agrees most stays
    nearest below the line it may not cross.
    """
    look, sure, most = (int(head.sums[place]) for place in (1, 2, 3))
    found = np.where(alike, np.maximum(total, sure), total)
    short = (most - np.minimum(found, most)) // SQUEEZE
    single = features[:, _FEWER] < 2
    found = np.where(single, np.minimum(found, sure - 1 - short), found)
    differs = (features[:, _GIVEN_DIFFERS] > 0) & ~alike
    return np.where(differs, np.minimum(found, look - 1 - short), found).astype(np.int32)


def explained(row: NDArray[np.int32], alike: bool, head: Head) -> dict[str, int]:
    """The terms of one pair by name: the start, the features, and what the rules change.

    They add up to the sum of the pair.
    """
    features = row[np.newaxis, :]
    told = {
        "start": head.start,
        **dict(zip(FEATURES, terms(features, head)[0].tolist(), strict=True)),
    }
    total = np.array([sum(told.values())], dtype=np.int32)
    rules = int(settled(total, features, np.array([alike]), head)[0]) - int(total[0])
    return {**told, "rules": rules}


def sums(
    features: NDArray[np.int32],
    across: NDArray[np.bool_],
    alike: NDArray[np.bool_],
    fitted: Fitted,
) -> NDArray[np.int32]:
    """The sums of pairs; ``alike`` are those whose names are written alike."""
    found = np.empty(len(features), dtype=np.int32)
    for chosen, head in ((across, fitted.across), (~across, fitted.within)):
        rows = features[chosen]
        total = terms(rows, head).sum(axis=1, dtype=np.int32) + head.start
        found[chosen] = settled(total.astype(np.int32), rows, alike[chosen], head)
    return found


def scores(
    total: NDArray[np.int32], across: NDArray[np.bool_], fitted: Fitted
) -> NDArray[np.int32]:
    """The scores of the sums, in ten-thousandths: straight lines between the points of the map."""
    found = np.empty(len(total), dtype=np.int32)
    for chosen, head in ((across, fitted.across), (~across, fitted.within)):
        found[chosen] = np.round(np.interp(total[chosen], head.sums, head.scores))
    return found
