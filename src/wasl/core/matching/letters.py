"""How written letters sound: the table of Arabic letters and the rules of Latin spellings.

French, English and Maghrebi spellings stand together. What a spelling leaves open (ch is ش or خ,
g is غ, ق or ج) is not guessed here: it is a cheap substitution in the tables of costs.
"""

import re
from collections.abc import Sequence

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


class _Sounds(dict[int, str]):
    """The table as ``str.translate`` asks for it: letters it does not know are silent."""

    def __missing__(self, code: int) -> str:
        found = self[code] = ""
        return found


_SOUND = _Sounds({**str.maketrans(ARABIC), ord("\n"): "\n"})
_FINAL_H = re.compile("(?<=..)[هھہ]$", re.MULTILINE)

# A rule is a pattern and what is heard, in capitals, in the order the rules are taken; the
# neighbours it looks at are still small letters. H is a faint end, until all else is heard.
LATIN_RULES = (
    (r"([bcdfghjkmnpqrstvwxyz'l])\1+", r"\1"),
    ("(?<=^...)g(?=e)|(?<!^)g(?=e..)", "J"),
    ("(?<=..)(?:(?<![scgktpdz])|(?<=ck)|(?<=dz))h$", "H"),
    ("gu(?=[eiy])", "G"),
    ("qu(?=[ei])|ck", "K"),
    ("c(?=[eiy])", "S"),
    ("(?<!o)ou(?=[aeiy])", "W"),
    ("(?<![aeiouGW])y(?![aeiouW])", "I"),
    ("(?<!e)e[iy](?![aeouW])", "E"),
    ("tch|sch|dsh|sh|ch", "Č"),
    ("gh|^rh", "G"),
    ("dz|dh", "Ð"),
    ("kh", "X"),
    ("dj|zh", "J"),
    ("th", "Θ"),
    ("ph", "F"),
    ("oo|ou", "U"),
    ("ee|ii", "I"),
    ("eu", "E"),
    ("a+", "A"),
)
_LATIN = tuple((re.compile(pattern, re.MULTILINE), sound) for pattern, sound in LATIN_RULES)
_OTHERWISE = {"c": "K", "h": "Ḥ", "o": "U", "p": "B", "v": "F", "x": "KS", "'": "ʿ", "H": "h"}
_SAME = {letter: letter.upper() for letter in "bdefgijklmnqrstuwyza"}
_SINGLE = str.maketrans({**_SAME, **_OTHERWISE})
_REPEATED = re.compile("([BTΘJČḤXDÐRZSGFKQLMN])\\1+")


def sounds_of_arabic(words: Sequence[str]) -> list[str]:
    """The phonemes of words in Arabic letters; letters outside the table are silent."""
    return _FINAL_H.sub("ة", "\n".join(words)).translate(_SOUND).split("\n")


def sounds_of_latin(words: Sequence[str]) -> list[str]:
    """The phonemes of words in small Latin letters without marks, and apostrophes."""
    heard = "\n".join(words)
    for spelling, sound in _LATIN:
        heard = spelling.sub(sound, heard)
    return _REPEATED.sub(r"\1", heard.translate(_SINGLE)).split("\n")
