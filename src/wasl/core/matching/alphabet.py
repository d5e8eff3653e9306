"""The one alphabet both scripts are spelt in, and the classes its letters fall into.

A phoneme is a small number: its place in ``ALPHABET``, counted from 1. Texts of phonemes are
``str`` of these letters, so that a person can read them and every string measure takes them.
Č is sh; X is kh; G is gh and hard g; Ð is dh; ʿ is ayn; h is a faint final h or ta marbuta.
"""

import re
from collections.abc import Sequence

ALPHABET = "BTΘJČḤXDÐRZSGFKQLMNWYAʿUIEh"
CODE = {letter: place for place, letter in enumerate(ALPHABET, start=1)}
SIZE = len(ALPHABET) + 1

# A consonant's class in a skeleton: what one script merges, or spellings confuse.
_CLASSES = {**dict.fromkeys("AʿUIEhḤ"), "Θ": "T", "Ð": "D", "X": "K", "G": "K", "Q": "K"}
_BONES = str.maketrans(_CLASSES)
_GLIDE = re.compile("(?<=.)[WY]")
_REPEATED = re.compile(r"(.)\1+")


def skeletons(phonemes: Sequence[str]) -> list[str]:
    """The consonants of words in their classes, repeats collapsed: what an index is keyed by.

    Vowels, ayn and both kinds of h are left out; W and Y are too, unless they begin the word.
    """
    heard = _GLIDE.sub("", "\n".join(phonemes)).translate(_BONES)
    return _REPEATED.sub(r"\1", heard).split("\n")


def skeleton(phonemes: str) -> str:
    """The same of one word."""
    return skeletons([phonemes])[0]


# Thousandths of a consonant: how much of a word one letter is.
_LIGHT = {"A": 180, "E": 150, "I": 200, "U": 220, "W": 550, "Y": 450, "ʿ": 150, "h": 100, "Ḥ": 700}
MASSES = (0, *(_LIGHT.get(letter, 1000) for letter in ALPHABET))
# However little is heard, a word is as much as this.
LEAST_MASS = 800
# One bit a class of consonants, to see at once that two words share too few of them.
_BIT_CLASSES = ("BF", "TΘ", "JČ", "D", "ÐZ", "R", "S", "XGKQ", "L", "M", "N", "W", "Y")
_BIT = {letter: 1 << bit for bit, letters in enumerate(_BIT_CLASSES) for letter in letters}
BITS = (0, *(_BIT.get(letter, 0) for letter in ALPHABET))
