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
from wasl.core.matching.vocabulary import Rows
from wasl.core.matching.voices import Voices, voices

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

LEAST = 500
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
    units, columns = known
    sounds, voice_of = _heard(sides, known, rows)
    pair, left, right = _products(sides, columns)
    voice_left, voice_right = voice_of[left], voice_of[right]
    kept = worth_comparing(voice_left, voice_right, sounds)
    # Neighbours as one word stand for one word, never for other neighbours as one word.
    single = np.bitwise_count(units.cover) == 1
    kept = kept[single[left[kept]] | single[right[kept]]]
    keys, place = distinct(
        voice_left[kept].astype(np.int64) * len(sounds.length) + voice_right[kept]
    )
    one, two = np.divmod(keys, len(sounds.length))
    alike, near, feminine = alike_voices(one, two, sounds, fitted)
    found = alike[place]
    heard = np.flatnonzero(found > LEAST)
    kept, place = kept[heard], place[heard]
    return Likeness(
        pair[kept], left[kept], right[kept], found[heard], near[place], feminine[place]
    )


def _heard(
    sides: tuple[NDArray[np.intp], NDArray[np.intp]], known: tuple[Units, Columns], rows: Rows
) -> tuple[Voices, Ints]:
    """The different voices of the names of a block, and of each unit which it has."""
    units, columns = known
    named, _ = distinct(np.concatenate(sides))
    _, unit = spread(columns.start[named], columns.units[named])
    numbers, which = distinct(units.voice[unit])
    voice_of = np.zeros(len(units.voice), dtype=np.int32)
    voice_of[unit] = which
    return voices(numbers, rows), voice_of


def distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The different keys in their order, and the place of each key among them."""
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    place = np.empty(len(keys), dtype=np.intp)
    place[order] = np.cumsum(new) - 1
    return ordered[new], place


def _products(
    sides: tuple[NDArray[np.intp], NDArray[np.intp]], columns: Columns
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Every unit of the left name with every unit of the right one, for each pair of names."""
    count_left, count_right = columns.units[sides[0]], columns.units[sides[1]]
    pair, left = spread(columns.start[sides[0]], count_left)
    within, right = spread(columns.start[sides[1]][pair], count_right[pair])
    return pair[within], left[within], right


def spread(
    start: NDArray[np.intp], count: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each row as many as it counts: the place of the row, and start, start + 1, ..."""
    place = np.repeat(np.arange(len(count), dtype=np.intp), count)
    first = start - (np.cumsum(count) - count)
    return place, np.arange(len(place), dtype=np.intp) + first[place]


def worth_comparing(left: Ints, right: Ints, sounds: Voices) -> NDArray[np.intp]:
    """Where words share half of the fewer classes of consonants and a third of the more, and are
    of like length."""
    bits_left, bits_right = sounds.bits[left], sounds.bits[right]
    shared = np.bitwise_count(bits_left & bits_right)
    fewer = np.minimum(np.bitwise_count(bits_left), np.bitwise_count(bits_right))
    more = np.maximum(np.bitwise_count(bits_left), np.bitwise_count(bits_right))
    kept = np.flatnonzero(
        (2 * shared >= fewer) & (3 * shared >= more) & ((shared > 0) | (fewer == 0))
    )
    mass_left, mass_right = sounds.mass[left[kept]], sounds.mass[right[kept]]
    heavier, lighter = np.maximum(mass_left, mass_right), np.minimum(mass_left, mass_right)
    short = (sounds.length[left[kept]] == 1) | (sounds.length[right[kept]] == 1)
    like: NDArray[np.intp] = kept[(100 * lighter >= LIKE_LENGTH * heavier) | short]
    return like


def alike_voices(
    left: NDArray[np.intp], right: NDArray[np.intp], sounds: Voices, fitted: Fitted
) -> tuple[Ints, Bools, Bools]:
    """How alike two words sound, in thousandths; whether they are known to be different names."""
    across = sounds.arabic[left] != sounds.arabic[right]
    turned = across & sounds.arabic[right]
    first, second = np.where(turned, right, left), np.where(turned, left, right)
    apart = np.zeros(len(left), dtype=np.int32)
    for chosen, costs in ((across, fitted.costs_across), (~across, fitted.costs_within)):
        apart[chosen] = distances(sounds.codes[first[chosen]], sounds.codes[second[chosen]], costs)
    heard = np.maximum(sounds.mass[left], sounds.mass[right])
    alike = np.maximum(0, 1000 - 1000 * apart // heard).astype(np.int32)
    empty = (sounds.length[left] == 0) | (sounds.length[right] == 0)
    alike[empty] = 0
    alike[left == right] = 1000
    initial = (np.minimum(sounds.length[left], sounds.length[right]) == 1) & (
        sounds.codes[left, 0] == sounds.codes[right, 0]
    )
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
    for a in (left[:, 0], left[:, 1]):
        for b in (right[:, 0], right[:, 1]):
            same |= (a == b) & (a != 0)
    return same, (left[:, 0] != 0) & (right[:, 0] != 0) & ~same


def _feminine(left: NDArray[np.intp], right: NDArray[np.intp], sounds: Voices) -> Bools:
    """Whether one word ends in a faint vowel, and the other in a consonant."""
    last_left = sounds.codes[left, np.maximum(sounds.length[left], 1) - 1]
    last_right = sounds.codes[right, np.maximum(sounds.length[right], 1) - 1]
    found: Bools = (_FAINT[last_left] & _FIRM[last_right]) | (
        _FIRM[last_left] & _FAINT[last_right]
    )
    return found


def best_first(found: Likeness, units: Units, count: int) -> list[NDArray[np.intp]]:
    """The places in ``found`` that are taken, round by round: in each the best free one a pair.

    Best is what sounds most alike, by the rarer word's weight, less a little for another place.
    """
    lighter = np.minimum(units.weight[found.left], units.weight[found.right])
    moved = np.abs(units.place[found.left] - units.place[found.right])
    value = found.alike * (350 + lighter) // 1000 - 20 * moved
    left = np.lexsort((found.right, found.left, -value, found.pair))
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
