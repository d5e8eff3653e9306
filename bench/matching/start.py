"""The costs the learning starts from, set by hand (docs/spec/matching.md)."""

import numpy as np

from wasl.core.matching.alphabet import ALPHABET, CODE, SIZE

_GAPS = {"A": 100, "E": 100, "h": 50, "ʿ": 80, "I": 140, "U": 160, "Y": 350, "Ḥ": 350, "W": 450}
_PAIRS = (
    "TΘ .15 · ΘS .2 · DÐ .12 · ÐZ .15 · DZ .5 · DT .45 · ΘÐ .4 · ZS .35 · SČ .45 · JG .3 · "
    "JČ .45 · JY .5 · JZ .45 · ḤX .3 · Ḥh .1 · XK .35 · XQ .4 · XG .45 · GK .4 · GQ .25 · "
    "GR .5 · KQ .05 · BF .5 · WU .03 · YI .03 · IE .06 · AE .06 · UA .22 · UI .22 · UE .15 · "
    "AI .18 · ʿA .03 · ʿE .05 · ʿI .1 · ʿU .12 · WF .35 · WB .6 · YE .1 · hA .03 · hE .03 · "
    "hT .2 · KČ .5 · TČ .6 · Ḥʿ .4 · WA .3 · YA .25 · WI .5 · YU .5 · NM .5 · Qʿ .5"
)
_FULL = "AʿUIEh"


def starting_costs(vowels: float) -> np.ndarray:
    """The table of costs; between vowels and of vowels alone ``vowels`` times the listed ones."""
    table = np.full((SIZE, SIZE), 1000, dtype=np.int64)
    np.fill_diagonal(table, 0)
    for letter in ALPHABET:
        gap = _GAPS.get(letter, 900)
        gap = round(gap * vowels) if letter in _FULL else gap
        table[CODE[letter], 0] = table[0, CODE[letter]] = min(gap, 900)
    for listed in _PAIRS.split(" · "):
        letters, cost = listed.split()
        one, two = (CODE[letter] for letter in letters)
        both = letters[0] in _FULL and letters[1] in _FULL
        thousandths = round(1000 * float(cost) * (vowels if both else 1))
        table[one, two] = table[two, one] = thousandths
    return table
