"""The costs of one letter standing for another, learned from tokens and their renderings.

A memoryless transducer (Ristad and Yianilos, 1998) is fitted to the token pairs by expectation
and maximisation; what it says is mixed, by how often it saw a letter, with the costs set by hand.
"""

from pathlib import Path

import numpy as np

from bench.matching.start import starting_costs
from wasl.core.matching.alphabet import CODE, SIZE
from wasl.core.matching.cleaning import Script, clean
from wasl.core.matching.words import read_words

ROUNDS = 8
LONGEST = 14
STEEPNESS = 6.0
SEEN_ENOUGH = 30
TRUST = 0.5
VOWELS_WITHIN = 2.5


def token_pairs(path: Path) -> list[tuple[str, str]]:
    """Sounds of an Arabic token and of its Latin rendering, one word each."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        arabic, _, latin = line.partition("\t")
        sides = [clean(arabic), clean(latin)]
        if [side.scripts for side in sides] != [(Script.ARABIC,), (Script.LATIN,)]:
            continue
        read = read_words([side.words[0] for side in sides])
        if read.many != [1, 1]:
            continue
        left, right = read.sounds
        if right[:2] in {"AL", "EL"}:
            left = read.otherwise[0] or left
        pair = (left, right)
        if all(2 <= len(side) <= LONGEST for side in pair):
            found.append(pair)
    return found


def learned_costs(pairs: list[tuple[str, str]]) -> np.ndarray:
    """The table of costs between the scripts: rows Arabic, columns Latin."""
    hand = starting_costs(1) / 1000
    chance, seen = _fit(pairs, hand)
    likeliest_row, likeliest_column = chance[1:, 1:].max(1), chance[1:, 1:].max(0)
    told = np.zeros((SIZE, SIZE))
    told[1:, 1:] = -np.log(chance[1:, 1:] / np.sqrt(np.outer(likeliest_row, likeliest_column)))
    told[1:, 0] = -np.log(chance[1:, 0] / likeliest_row)
    told[0, 1:] = -np.log(chance[0, 1:] / likeliest_column)
    told = np.clip(told / STEEPNESS, 0, 1)
    rows, columns = seen.sum(1), seen.sum(0)
    rows[0] = columns[0] = np.inf
    often = np.minimum(rows[:, None], columns[None, :])
    often[0, 0] = 0
    trust = TRUST * often / (often + SEEN_ENOUGH)
    return np.round(1000 * (trust * told + (1 - trust) * hand)).astype(int)


def _fit(pairs: list[tuple[str, str]], hand: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = len(pairs)
    left = np.zeros((LONGEST + 1, count), dtype=int)
    right = np.zeros((LONGEST + 1, count), dtype=int)
    for at, (one, two) in enumerate(pairs):
        left[: len(one), at] = [CODE[letter] for letter in one]
        right[: len(two), at] = [CODE[letter] for letter in two]
    prior = np.exp(-4 * hand)
    prior[0, 0] = 0
    chance = prior / prior.sum()
    for _ in range(ROUNDS):
        seen = _expected(left, right, chance)
        chance = seen + 0.3 * prior + 0.02
        chance[0, 0] = 0
        chance /= chance.sum()
    return chance, seen


def _expected(left: np.ndarray, right: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """How often each step is taken over all alignments of all pairs."""
    width, count = left.shape
    # The chance of a letter alone is taken as none where the word has ended.
    alone_left = chance[left, 0] * (left > 0)
    alone_right = chance[0, right] * (right > 0)
    ahead = np.zeros((width, width, count))
    ahead[0, 0] = 1
    for i in range(width):
        for j in range(width):
            if i:
                ahead[i, j] += ahead[i - 1, j] * alone_left[i - 1]
            if j:
                ahead[i, j] += ahead[i, j - 1] * alone_right[j - 1]
            if i and j:
                both = chance[left[i - 1], right[j - 1]]
                live = (left[i - 1] > 0) & (right[j - 1] > 0)
                ahead[i, j] += ahead[i - 1, j - 1] * both * live
    end_left, end_right = (left > 0).sum(0), (right > 0).sum(0)
    total = ahead[end_left, end_right, np.arange(count)]
    back = np.zeros((width + 1, width + 1, count))
    seen = np.zeros((SIZE, SIZE))
    for i in range(width - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            back[i, j] += (end_left == i) & (end_right == j)
            steps = (
                (left[i], 0 * left[i], alone_left[i] * back[i + 1, j]),
                (0 * right[j], right[j], alone_right[j] * back[i, j + 1]),
                (
                    left[i],
                    right[j],
                    chance[left[i], right[j]]
                    * back[i + 1, j + 1]
                    * ((left[i] > 0) & (right[j] > 0)),
                ),
            )
            for one, two, weight in steps:
                back[i, j] += weight
                np.add.at(seen, (one, two), ahead[i, j] * weight / total)
    return seen
