"""Which word of one name stands for which of the other: many pairs of names at once.

Everything is whole numbers in thousandths, and each step sees one pair alone, so that an answer
never depends on the other pairs of a block.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import CODE
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.kernel import distances
from wasl.core.matching.library import Columns, Units
from wasl.core.matching.table import spread
from wasl.core.matching.vocabulary import Rows
from wasl.core.matching.voices import Voices, voices

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

LEAST = 500
# Nothing two words are worth reaches this.
MOST_VALUE = 2_048
# Hundredths: a word that sounds shorter than this share of another is not compared with it.
LIKE_LENGTH = 45
SAME_LINE = 960
INITIAL = 600
# Two known names that sound alike by more than this are a contradiction; by less, just two names.
CONFUSABLE = 600
NEAR_LIKENESS = 510

_FAINT = np.zeros(256, dtype=np.bool_)
_FAINT[[CODE["A"], CODE["h"]]] = True
_FIRM = np.zeros(256, dtype=np.bool_)
_FIRM[[CODE[letter] for letter in CODE if letter not in "AʿUIEhWYḤ"]] = True


class Likeness(NamedTuple):
    """Pairs of units that may stand for each other; parallel columns."""

    pair: NDArray[np.intp]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    alike: Ints
    near: Bools
    feminine: Bools


def likenesses(
    sides: tuple[NDArray[np.intp], NDArray[np.intp]],
    known: tuple[Units, Columns],
    rows: Rows,
    fitted: Fitted,
) -> Likeness:
    """Every two units, one of each name of a pair, that sound alike by more than ``LEAST``."""
    units = known[0]
    block = _of_block(sides, known)
    unit = block.unit
    numbers, voice = distinct(units.voice[unit])
    sounds = voices(numbers, rows)
    # Neighbours as one word stand for one word, never for other neighbours as one word.
    pair, lefts = spread(block.first[0], block.counts[0])
    facing = np.where(block.single[lefts], block.counts[1][pair], block.singles[1][pair])
    within, right = spread(block.first[1][pair], facing)
    left = lefts[within]
    worth = worth_comparing(voice[left], voice[right], sounds)
    left, right = left[worth], right[worth]
    keys, place = distinct(voice[left] * len(numbers) + voice[right])
    one, two = np.divmod(keys, len(numbers))
    alike, near, feminine = alike_voices(one, two, sounds, fitted)
    found = alike[place]
    heard = np.flatnonzero(found > LEAST)
    place = place[heard]
    return Likeness(
        pair[within[worth[heard]]],
        unit[left[heard]],
        unit[right[heard]],
        found[heard],
        near[place],
        feminine[place],
    )


class _Block(NamedTuple):
    """The units of the names of a block, those of one place before neighbours as one; and where
    those of each name of its pairs begin among them, how many they are, and how many single: two
    rows, as sides."""

    unit: NDArray[np.intp]
    single: Bools
    first: NDArray[np.intp]
    counts: NDArray[np.intp]
    singles: NDArray[np.intp]


def _of_block(
    sides: tuple[NDArray[np.intp], NDArray[np.intp]], known: tuple[Units, Columns]
) -> _Block:
    units, columns = known
    named, which = distinct(np.concatenate(sides))
    counts = columns.units[named]
    owner, unit = spread(columns.start[named], counts)
    single = np.bitwise_count(units.cover[unit]) == 1
    singles = np.bincount(owner[single], minlength=len(named))
    of_sides = [
        each[which].reshape(2, -1) for each in (np.cumsum(counts) - counts, counts, singles)
    ]
    return _Block(unit, single, *of_sides)


def distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The different keys in their order, and the place of each key among them."""
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    place = np.empty(len(keys), dtype=np.intp)
    place[order] = np.cumsum(new) - 1
    return ordered[new], place


def worth_comparing(
    left: NDArray[np.intp], right: NDArray[np.intp], sounds: Voices
) -> NDArray[np.intp]:
    """Where words share half of the fewer classes of consonants and a third of the more, and are
    of like length."""
    many = np.bitwise_count(sounds.bits)
    shared = np.bitwise_count(sounds.bits[left] & sounds.bits[right])
    many_left, many_right = many[left], many[right]
    fewer, more = np.minimum(many_left, many_right), np.maximum(many_left, many_right)
    kept = np.flatnonzero(
        (2 * shared >= fewer) & (3 * shared >= more) & ((shared > 0) | (fewer == 0))
    )
    left, right = left[kept], right[kept]
    heard_left, heard_right = sounds.mass[left], sounds.mass[right]
    heavier, lighter = np.maximum(heard_left, heard_right), np.minimum(heard_left, heard_right)
    letter = sounds.length == 1
    like: NDArray[np.intp] = kept[
        (100 * lighter >= LIKE_LENGTH * heavier) | letter[left] | letter[right]
    ]
    return like


def alike_voices(
    left: NDArray[np.intp], right: NDArray[np.intp], sounds: Voices, fitted: Fitted
) -> tuple[Ints, Bools, Bools]:
    """How alike two words sound, in thousandths; whether they are known to be different names."""
    arabic_right = sounds.arabic[right]
    across = sounds.arabic[left] != arabic_right
    turned = across & arabic_right
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    longest = np.maximum(sounds.length[left], sounds.length[right])
    apart = np.zeros(len(left), dtype=np.int32)
    for side, costs in ((across, fitted.costs_across), (~across, fitted.costs_within)):
        # What sounds the same needs no distance.
        chosen = np.flatnonzero(side & (left != right))
        words = sounds.codes[first[chosen]], sounds.codes[second[chosen]]
        apart[chosen] = distances(*words, longest[chosen], costs)
    heard = np.maximum(sounds.mass[left], sounds.mass[right])
    alike = np.maximum(0, 1000 - 1000 * apart // heard).astype(np.int32)
    shortest = np.minimum(sounds.length[left], sounds.length[right])
    alike[shortest == 0] = 0
    alike[left == right] = 1000
    letter = sounds.codes[:, 0]
    initial = (shortest == 1) & (letter[left] == letter[right])
    alike[initial] = np.maximum(alike[initial], INITIAL)
    same, near = _lines(sounds.lines[left], sounds.lines[right])
    alike[same] = np.maximum(alike[same], SAME_LINE)
    alike[near & (alike <= CONFUSABLE)] = 0
    near &= alike > CONFUSABLE
    alike[near] = NEAR_LIKENESS
    feminine = _feminine(left, right, sounds) & (alike > 700) & ~same
    return alike, near, feminine


def _lines(left: NDArray[np.int16], right: NDArray[np.int16]) -> tuple[Bools, Bools]:
    """Whether two words may be one line of the lexicon; whether both are known, and of none."""
    same = np.zeros(len(left), dtype=np.bool_)
    both = np.flatnonzero((left[:, 0] != 0) & (right[:, 0] != 0))
    for a in left[both].T:
        for b in right[both].T:
            same[both] |= (a == b) & (a != 0)
    near = np.zeros(len(left), dtype=np.bool_)
    near[both] = ~same[both]
    return same, near


def _feminine(left: NDArray[np.intp], right: NDArray[np.intp], sounds: Voices) -> Bools:
    """Whether one word ends in a faint vowel, and the other in a consonant."""
    last = sounds.codes[np.arange(len(sounds.length)), np.maximum(sounds.length, 1) - 1]
    faint, firm = _FAINT[last], _FIRM[last]
    found: Bools = (faint[left] & firm[right]) | (firm[left] & faint[right])
    return found


def best_first(found: Likeness, units: Units, count: int) -> list[NDArray[np.intp]]:
    """The places in ``found`` that are taken, round by round: in each the best free one a pair.

    Best is what sounds most alike, by the rarer word's weight, less a little for another place.
    """
    lighter = np.minimum(units.weight[found.left], units.weight[found.right])
    moved = np.abs(units.place[found.left] - units.place[found.right])
    value = found.alike * (350 + lighter) // 1000 - 20 * moved
    # Units stand in order of their pairs and, within a pair, from left to right: of equals the
    # first is taken.
    key = found.pair * MOST_VALUE + (MOST_VALUE - 1 - value)
    left = np.argsort(key, kind="stable")
    left = left[value[left] > 0]
    used = np.zeros((2, count), dtype=np.uint32)
    rounds: list[NDArray[np.intp]] = []
    while len(left):
        pair = found.pair[left]
        taken = left[np.concatenate(([True], pair[1:] != pair[:-1]))]
        rounds.append(taken)
        used[0, found.pair[taken]] |= units.cover[found.left[taken]]
        used[1, found.pair[taken]] |= units.cover[found.right[taken]]
        clash = (used[0, pair] & units.cover[found.left[left]]) | (
            used[1, pair] & units.cover[found.right[left]]
        )
        left = left[clash == 0]
    return rounds
