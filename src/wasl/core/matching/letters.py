"""How written letters sound: the table of Arabic letters and the rules of Latin spellings.

French, English and Maghrebi spellings stand together. What a spelling leaves open (ch is ش or خ,
g is غ, ق or ج) is not guessed here: it is a cheap substitution in the tables of costs.
"""

import re

from wasl.core.matching.alphabet import ALPHABET

ARABIC = {
    **dict.fromkeys("اأإآٱ", "A"),
    "ء": "",
    "ؤ": "U",
    "ئ": "I",
    "ع": "ʿ",
    **dict.fromkeys("بپٻ", "B"),
    **dict.fromkeys("تطٹ", "T"),
    "ث": "Θ",
    **dict.fromkeys("دڈډ", "D"),
    **dict.fromkeys("ذظض", "Ð"),
    "ج": "J",
    **dict.fromkeys("چش", "Č"),
    "ژ": "J",
    **dict.fromkeys("حهھہ", "Ḥ"),
    **dict.fromkeys("خځ", "X"),
    **dict.fromkeys("رړڑ", "R"),
    "ز": "Z",
    **dict.fromkeys("سصښ", "S"),
    **dict.fromkeys("غڨگݣڭګڠ", "G"),
    **dict.fromkeys("فڤڥڢ", "F"),
    "ق": "Q",
    **dict.fromkeys("كکڪ", "K"),
    "ل": "L",
    "م": "M",
    **dict.fromkeys("نںڼ", "N"),
    "و": "W",
    **dict.fromkeys("يیېۍے", "Y"),
    "ى": "I",
    **dict.fromkeys("ةۀۃە", "h"),
}

_SOUND = str.maketrans(ARABIC)
_SILENT = re.compile(f"[^{ALPHABET}]+")
_FINAL_H = re.compile("(?<=..)[هھہ]$")

_VOWEL = "aeiou"
# In order: the first rule that fits at a place is taken. Each is a pattern and what it sounds.
LATIN_RULES = (
    ("tch|sch|dsh|sh|ch", "Č"),
    ("kh", "X"),
    ("gh|^rh", "G"),
    ("dj|zh|j", "J"),
    ("dh|dz", "Ð"),
    ("th", "Θ"),
    ("ph|v|f", "F"),
    ("p|b", "B"),
    ("(?<=^...)g(?=e)|(?<!^)(?<!g)g(?=e..)", "J"),
    ("gu(?=[eiy])|g", "G"),
    ("ck|qu(?=[ei])|k", "K"),
    ("q", "Q"),
    ("c(?=[eiy])", "S"),
    ("c", "K"),
    ("x", "KS"),
    ("ou(?=[aeiy])|w", "W"),
    ("ou|oo|u|o", "U"),
    ("ee|ii|i", "I"),
    (f"(?<![{_VOWEL}])y(?![{_VOWEL}])", "I"),
    ("e[iy](?![aeou])|eu|e", "E"),
    ("y", "Y"),
    (f"a+(?=[iy](?![{_VOWEL}]))|a+", "A"),
    ("'", "ʿ"),
    ("(?<=..)h$", "h"),
    ("h", "Ḥ"),
    *((letter, letter.upper()) for letter in "tdzsrlmn"),
)
_SPELLING = re.compile("|".join(f"({pattern})" for pattern, _ in LATIN_RULES))
_SOUNDS = tuple(sound for _, sound in LATIN_RULES)
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxyz'])\1+")
_REPEATED = re.compile("([BTΘJČḤXDÐRZSGFKQLMN])\\1+")


def sound_of_arabic(word: str) -> str:
    """The phonemes of a word in Arabic letters; letters outside the table are silent."""
    return _SILENT.sub("", _FINAL_H.sub("ة", word).translate(_SOUND))


def sound_of_latin(word: str) -> str:
    """The phonemes of a word in small Latin letters without marks, and apostrophes."""
    single = _DOUBLED.sub(r"\1", word)
    heard = "".join([_SOUNDS[(m.lastindex or 1) - 1] for m in _SPELLING.finditer(single)])
    return _REPEATED.sub(r"\1", heard)
