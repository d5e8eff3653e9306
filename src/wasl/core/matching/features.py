"""What is measured of two aligned names: the numbers a score is the sum over."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.library import Columns, Ints, Units
from wasl.core.matching.pairing import Likeness

# Each says more for one person the larger it is; those of FALLING the smaller.
FEATURES = (
    "more",
    "less",
    "evidence",
    "weakest",
    "first",
    "last",
    "ends",
    "bones",
    "fewer",
    "unmatched_shorter",
    "unmatched_longer",
    "lost_longer",
    "shifted",
    "near",
    "feminine",
    "given_differs",
)
FALLING = frozenset(FEATURES[FEATURES.index("unmatched_shorter") :])
PLACE = {name: place for place, name in enumerate(FEATURES)}
# A word heavier than what only joins or addresses.
COUNTS = 180
FIRM = 200

Sides = tuple[NDArray[np.intp], NDArray[np.intp]]
Column = dict[str, Ints]


class Gained(NamedTuple):
    """What the taken words add up to, for the left and the right name of each pair."""

    alike: Ints
    taken: Ints
    cover: NDArray[np.uint32]
    headed: NDArray[np.bool_]
    heads_met: NDArray[np.bool_]


def smooth(alike: Ints) -> Ints:
    """How much a likeness counts: nothing at 500, all at 1000, steepest between."""
    x = 2 * alike - 1000
    found: Ints = (3 * x * x // 1000 - 2 * (x * x // 1000) * x // 1000).astype(np.int32)
    return found


def measured(
    sides: Sides,
    found: Likeness,
    rounds: list[NDArray[np.intp]],
    known: tuple[Units, Columns],
) -> Ints:
    """A row of ``FEATURES`` for each pair; ``bones``, a measure of strings, is left at 0."""
    count = len(sides[0])
    table = np.zeros((count, len(FEATURES)), dtype=np.int32)
    column = {name: table[:, place] for place, name in enumerate(FEATURES)}
    column["weakest"][:] = 1000
    gained = Gained(
        alike=np.zeros((2, count), dtype=np.int32),
        taken=np.zeros((2, count), dtype=np.int32),
        cover=np.zeros((2, count), dtype=np.uint32),
        headed=np.zeros((2, count), dtype=np.bool_),
        heads_met=np.zeros(count, dtype=np.bool_),
    )
    for taken in rounds:
        _gain(column, gained, sides, (found, taken), known)
    _sum_up(column, gained, sides, known[1])
    return table


def _gain(
    column: Column,
    gained: Gained,
    sides: Sides,
    chosen: tuple[Likeness, NDArray[np.intp]],
    known: tuple[Units, Columns],
) -> None:
    """What one round adds: at most one taken word a pair."""
    (found, taken), (units, columns) = chosen, known
    pair, alike = found.pair[taken], found.alike[taken]
    near, feminine = found.near[taken], found.feminine[taken]
    counts = smooth(alike)
    counts[feminine] //= 2
    firm = counts > FIRM
    weights, firsts, lasts = [], [], []
    for side, unit in enumerate((found.left[taken], found.right[taken])):
        name, cover, weight = sides[side][pair], units.cover[unit], units.weight[unit]
        weights.append(weight)
        firsts.append(cover & columns.first[name] != 0)
        lasts.append(cover & columns.last[name] != 0)
        gained.alike[side, pair] += counts * weight // 1000
        gained.taken[side, pair] += weight
        gained.cover[side, pair] |= cover
        gained.headed[side, pair] |= firsts[side] & firm
    lighter, given, family = np.minimum(*weights), firsts[0] & firsts[1], lasts[0] & lasts[1]
    column["evidence"][pair] += counts * lighter // 1000
    column["first"][pair[given]] += counts[given]
    column["last"][pair[family]] += counts[family]
    gained.heads_met[pair] |= given & firm
    against = near | feminine
    column["near"][pair] += near
    column["feminine"][pair] += feminine
    column["given_differs"][pair] += against & given
    heavy = lighter > COUNTS
    column["weakest"][pair[heavy]] = np.minimum(column["weakest"][pair[heavy]], alike[heavy])


def _sum_up(column: Column, gained: Gained, sides: Sides, columns: Columns) -> None:
    shares, content, over, lost = [], [], [], []
    for side, name in enumerate(sides):
        shares.append(1000 * gained.alike[side] // columns.weight[name])
        content.append(columns.content[name])
        counted = np.bitwise_count(gained.cover[side] & ~columns.ties[name])
        over.append(columns.content[name] - counted)
        lost.append(columns.weight[name] - gained.taken[side])
    left_shorter, right_shorter = content[0] <= content[1], content[1] <= content[0]
    column["more"][:] = np.maximum(*shares)
    column["less"][:] = np.minimum(*shares)
    column["ends"][:] = np.minimum(column["first"], column["last"])
    column["fewer"][:] = np.minimum(*content)
    for feature, values, of_longer in (
        ("unmatched_shorter", over, False),
        ("unmatched_longer", over, True),
        ("lost_longer", lost, True),
    ):
        # Of two names as long as each other, the one that loses more is the longer.
        worse, better = np.maximum(*values), np.minimum(*values)
        one, two = (values[1], values[0]) if of_longer else values
        equal = worse if of_longer else better
        column[feature][:] = np.where(
            left_shorter & right_shorter, equal, np.where(left_shorter, one, two)
        )
    column["shifted"][:] = ~gained.heads_met & (
        (left_shorter & gained.headed[0] & ~gained.headed[1])
        | (right_shorter & gained.headed[1] & ~gained.headed[0])
    )
    column["weakest"][column["evidence"] == 0] = 0
