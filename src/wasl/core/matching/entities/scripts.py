"""In which script a name is written, and what is odd in how it is.

Scripts are those of ISO 15924, told from the blocks of Unicode this house meets; letters of any
other script, and names without letters, count as Zyyy.
"""

import re
from bisect import bisect_right

from wasl.core.matching.entities.codes import NameFlag

UNDETERMINED = "Zyyy"

# First letter, last letter, script; in order, and no two overlap.
_BLOCKS = (
    ("\u0041", "\u024f", "Latn"),
    ("\u0250", "\u02af", "Latn"),
    ("\u0370", "\u03ff", "Grek"),
    ("\u0400", "\u052f", "Cyrl"),
    ("\u0590", "\u05ff", "Hebr"),
    ("\u0600", "\u06ff", "Arab"),
    ("\u0750", "\u077f", "Arab"),
    ("\u0870", "\u08ff", "Arab"),
    ("\u0900", "\u097f", "Deva"),
    ("\u10a0", "\u10ff", "Geor"),
    ("\u1100", "\u11ff", "Hang"),
    ("\u1200", "\u137f", "Ethi"),
    ("\u1c80", "\u1c8f", "Cyrl"),
    ("\u1e00", "\u1eff", "Latn"),
    ("\u1f00", "\u1fff", "Grek"),
    ("\u2d30", "\u2d7f", "Tfng"),
    ("\u3040", "\u30ff", "Jpan"),
    ("\u3400", "\u9fff", "Hani"),
    ("\ua640", "\ua69f", "Cyrl"),
    ("\ua720", "\ua7ff", "Latn"),
    ("\uac00", "\ud7af", "Hang"),
    ("\uf900", "\ufaff", "Hani"),
    ("\ufb00", "\ufb06", "Latn"),
    ("\ufb50", "\ufdff", "Arab"),
    ("\ufe70", "\ufefc", "Arab"),
    ("\uff21", "\uff5a", "Latn"),
)
_FIRSTS = [first for first, _last, _script in _BLOCKS]

_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u0655\u0670'’ʼ‘`´ʿʾ\u0640\u200b-\u200f])+")
_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u2060-\u2064\ufeff]")
_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_LIKE_LATIN = frozenset({"Cyrl", "Grek"})


def script_of_letter(letter: str) -> str:
    """The script of one letter; ``Zyyy`` for what is no letter, or of no script known here."""
    if not letter.isalpha() or letter == "\u0640":
        return UNDETERMINED
    # No letter stands before the first block.
    _first, last, script = _BLOCKS[bisect_right(_FIRSTS, letter) - 1]
    return script if letter <= last else UNDETERMINED


def script_of(text: str) -> str:
    """The script most letters of a text are in, the first one met where two have as many."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else UNDETERMINED
    counted: dict[str, int] = {}
    for letter in text:
        script = script_of_letter(letter)
        if script != UNDETERMINED:
            counted[script] = counted.get(script, 0) + 1
    return max(counted, key=lambda script: counted[script], default=UNDETERMINED)


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a name: letters, digits and apostrophes, with the marks on them."""
    found: list[str] = _TOKEN.findall(text)
    return tuple(word for word in found if any(map(str.isalnum, word)))


def flags_of(text: str) -> tuple[NameFlag, ...]:
    """What is odd in how a name is written, in the order of ``NameFlag``."""
    tokens = tokens_of(text)
    if text.isascii():
        return (NameFlag.SINGLE_TOKEN,) if len(tokens) == 1 else ()
    mixed = [_scripts(token) for token in tokens]
    odd = {
        NameFlag.INVISIBLE: _INVISIBLE.search(text) is not None,
        NameFlag.BIDI_OVERRIDE: _OVERRIDE.search(text) is not None,
        NameFlag.PRESENTATION_FORM: _PRESENTATION.search(text) is not None,
        NameFlag.MIXED_SCRIPT: any(len(scripts) > 1 for scripts in mixed),
        NameFlag.LOOK_ALIKE: any("Latn" in found and found & _LIKE_LATIN for found in mixed),
        NameFlag.DAMAGED: "\ufffd" in text,
        NameFlag.SINGLE_TOKEN: len(tokens) == 1,
    }
    return tuple(flag for flag, holds in odd.items() if holds)


def _scripts(token: str) -> set[str]:
    return {script_of_letter(letter) for letter in token} - {UNDETERMINED}
