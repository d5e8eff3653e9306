"""What is measured of two aligned names: the numbers a score is the sum over."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.pairing import Bools, Ints, Likeness, Units

FEATURES = (
    "more",
    "less",
    "both",
    "evidence",
    "weakest",
    "strong",
    "unmatched_shorter",
    "unmatched_longer",
    "fewer",
    "first",
    "last",
    "ends",
    "near",
    "feminine",
    "given_differs",
    "turned",
    "shifted",
    "apart",
    "lost_shorter",
    "lost_longer",
    "whole",
    "bones",
    "bones_sorted",
    "winkler",
    "bones_set",
)
# More of these makes two names less likely to be one person's.
FALLING = frozenset(
    {
        "unmatched_shorter",
        "unmatched_longer",
        "near",
        "feminine",
        "given_differs",
        "turned",
        "shifted",
        "apart",
        "lost_shorter",
        "lost_longer",
    }
)
STRONG = 700
MOST_TAKEN = 16


class Scalars(NamedTuple):
    """What is known of each name of a block, in the order of its names."""

    places: Ints
    content: Ints
    weight: Ints
    tie: NDArray[np.uint32]
    first: NDArray[np.uint32]
    last: NDArray[np.uint32]


def smooth(alike: Ints) -> Ints:
    """How much a likeness counts: nothing at 500, all at 1000, steepest between."""
    x = 2 * alike - 1000
    found: Ints = (3 * x * x // 1000 - 2 * (x * x // 1000) * x // 1000).astype(np.int32)
    return found


def measured(
    sides: tuple[NDArray[np.intp], NDArray[np.intp]],
    found: Likeness,
    rounds: list[NDArray[np.intp]],
    units: Units,
    known: Scalars,
) -> NDArray[np.int32]:
    """A row of ``FEATURES`` for each pair but those of strings, which stand last and are 0."""
    lefts, rights = sides
    count = len(lefts)
    table = np.zeros((count, len(FEATURES)), dtype=np.int32)
    column = {name: table[:, place] for place, name in enumerate(FEATURES)}
    gained = np.zeros((2, count), dtype=np.int32)
    missing = np.zeros((2, count), dtype=np.uint32)
    lost = np.stack([known.weight[lefts], known.weight[rights]]).astype(np.int32)
    heads = np.zeros((2, count), dtype=np.bool_)
    met = np.zeros(count, dtype=np.bool_)
    column["weakest"][:] = 1000
    order = np.full((count, MOST_TAKEN, 2), -1, dtype=np.int32)
    for at, taken in enumerate(rounds):
        pair, left, right = found.pair[taken], found.left[taken], found.right[taken]
        near, feminine = found.near[taken], found.feminine[taken]
        counts = smooth(found.alike[taken])
        counts[feminine] //= 2
        weight_left, weight_right = units.weight[left], units.weight[right]
        gained[0, pair] += counts * weight_left // 1000
        gained[1, pair] += counts * weight_right // 1000
        missing[0, pair] |= units.cover[left]
        missing[1, pair] |= units.cover[right]
        shared = np.minimum(weight_left, weight_right)
        told = counts * shared // 1000
        column["evidence"][pair] += told
        content = shared > 180
        column["weakest"][pair[content]] = np.minimum(
            column["weakest"][pair[content]], found.alike[taken][content]
        )
        column["strong"][pair] += (counts > STRONG) & content
        column["near"][pair] += near
        column["feminine"][pair] += feminine
        for name, ends in (("first", known.first), ("last", known.last)):
            column[name][pair] += np.where(
                (units.cover[left] & ends[lefts[pair]] != 0)
                & (units.cover[right] & ends[rights[pair]] != 0),
                counts,
                0,
            )
        firm = counts > 200
        head_left = (units.cover[left] & known.first[lefts[pair]] != 0) & firm
        head_right = (units.cover[right] & known.first[rights[pair]] != 0) & firm
        heads[0, pair] |= head_left
        heads[1, pair] |= head_right
        met[pair] |= head_left & head_right
        column["given_differs"][pair] += (near | feminine) & (
            (units.cover[left] & known.first[lefts[pair]] != 0)
            & (units.cover[right] & known.first[rights[pair]] != 0)
        )
        lost[0, pair] -= weight_left
        lost[1, pair] -= weight_right
        if at < MOST_TAKEN:
            order[pair, at, 0] = units.place[left]
            order[pair, at, 1] = units.place[right]
    _cover(column, gained, missing, sides, known)
    column["weakest"][column["strong"] == 0] = 0
    column["ends"][:] = np.minimum(column["first"], column["last"])
    fewer_left = known.content[lefts] <= known.content[rights]
    fewer_right = known.content[rights] <= known.content[lefts]
    column["shifted"][:] = ~met & (
        (fewer_left & heads[0] & ~heads[1]) | (fewer_right & heads[1] & ~heads[0])
    )
    column["apart"][:] = ~heads[0] & ~heads[1]
    column["lost_shorter"][:] = np.where(fewer_left, lost[0], lost[1])
    column["lost_longer"][:] = np.where(fewer_left, lost[1], lost[0])
    column["turned"][:] = _turned(order[:, : max(len(rounds), 1)])
    return table


def _cover(
    column: dict[str, Ints],
    gained: Ints,
    missing: NDArray[np.uint32],
    sides: tuple[NDArray[np.intp], NDArray[np.intp]],
    known: Scalars,
) -> None:
    lefts, rights = sides
    share_left = 1000 * gained[0] // known.weight[lefts]
    share_right = 1000 * gained[1] // known.weight[rights]
    column["more"][:] = np.maximum(share_left, share_right)
    column["less"][:] = np.minimum(share_left, share_right)
    column["both"][:] = share_left * share_right // 1000
    left_over = known.content[lefts] - np.bitwise_count(missing[0] & ~known.tie[lefts])
    right_over = known.content[rights] - np.bitwise_count(missing[1] & ~known.tie[rights])
    shorter = known.content[lefts] <= known.content[rights]
    column["unmatched_shorter"][:] = np.where(shorter, left_over, right_over)
    column["unmatched_longer"][:] = np.where(shorter, right_over, left_over)
    column["fewer"][:] = np.minimum(known.content[lefts], known.content[rights])


def _turned(order: Ints) -> Ints:
    """How many pairs of taken words stand in the other order."""
    rounds = order.shape[1]
    turned = np.zeros(len(order), dtype=np.int32)
    for one in range(rounds):
        for two in range(one + 1, rounds):
            both = order[:, two, 0] >= 0
            ahead = (order[:, one, 0] < order[:, two, 0]) != (order[:, one, 1] < order[:, two, 1])
            turned += both & ahead
    return turned
