"""A written name, cleaned for comparison: small words in one script each, and what was odd.

Nothing that cannot be seen may hide a name: invisible characters are dropped, never taken for a
border between words; letters of another script that look Latin are read as they look.
"""

import re
import unicodedata
from enum import Enum, StrEnum
from functools import cache
from typing import NamedTuple

MOST_CODE_POINTS = 256
MOST_TOKENS = 16
MOST_MARKS = 3


class NameRule(StrEnum):
    """Why a name cannot be compared; each has its page in docs/refusals."""

    NOT_UTF_8 = "not-utf-8"
    NAME_TOO_LONG = "name-too-long"
    TOO_MANY_MARKS = "too-many-marks"
    TOO_MANY_TOKENS = "too-many-tokens"
    EMPTY_NAME = "empty-name"


class Script(Enum):
    """What a word is written in; OTHER words are compared as they stand."""

    LATIN = "l"
    ARABIC = "a"
    OTHER = "o"


class Cleaned(NamedTuple):
    """The words of a name in their order, each in one script; or the refusal of it.

    ``flags`` name what was odd in the writing: invisible, bidi_override, look_alike,
    mixed_script, damaged.
    """

    words: tuple[str, ...] = ()
    scripts: tuple[Script, ...] = ()
    flags: tuple[str, ...] = ()
    refusal: NameRule | None = None


_INVISIBLE = "\u00ad\u0640\u180e\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f"
_TURNING = "\u061c\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_TURNING}\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARK = "\u0300-\u036f\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff"
_MARK += "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"[{_MARK}]{{{MOST_MARKS + 1}}}")
_UNFOLDED = re.compile("[\ufb00-\ufdff\ufe70-\ufefc\uff00-\uffee]")
_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f"
WORD = f"'*[a-z][a-z']*|[{_ARABIC}]+|[^\\W\\d_a-z{_ARABIC}]+"
_WORD = re.compile(WORD)
_MIXED = re.compile(
    f"[a-z'][{_ARABIC}]|[{_ARABIC}][a-z']|[^\\W\\d_a-z'{_ARABIC}][a-z']|"
    f"[a-z'][^\\W\\d_a-z'{_ARABIC}]"
)
_HIDDEN = re.compile(f"[{_INVISIBLE}\x00-\x08\x0e-\x1f\x7f-\x9f]")
_IS_ARABIC = re.compile(f"[{_ARABIC}]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Read as they sound or look before their marks are taken off.
_BEFORE = {
    **dict.fromkeys("çÇ", "s"),
    "ı": "i",
    "ß": "ss",
    **dict.fromkeys("đĐḍḌðÐ", "d"),
    **dict.fromkeys("ḏḎ", "dh"),
    **dict.fromkeys("ṯṮþÞ", "th"),
    **dict.fromkeys("ġĠǧǦ", "gh"),
    **dict.fromkeys("ḫḪẖ", "kh"),
    **dict.fromkeys("šŠşŞșȘ", "sh"),
    **dict.fromkeys("žŽ", "zh"),
    **dict.fromkeys("øØ", "o"),
    **dict.fromkeys("łŁ", "l"),
    **dict.fromkeys("æÆ", "ae"),
    **dict.fromkeys("œŒ", "oe"),
    **dict.fromkeys("əƏ", "e"),
    **dict.fromkeys("ʿʾʼʻ‘’´`′‛ʹʽ＇", "'"),
}
# Small letters of Cyrillic and Greek that look like a Latin one, themselves or their capital.
_LOOKS = (
    ("a", "аαɑ"), ("b", "вьβъ"), ("c", "сϲ"), ("d", "ԁ"), ("e", "еёєεэ"), ("h", "нһηћ"),
    ("i", "іїιӏ"), ("j", "јϳ"), ("k", "кκќ"), ("l", "ӏл"), ("m", "мμ"), ("n", "пνй"),
    ("o", "оοσөό"), ("p", "рρ"), ("q", "ԛ"), ("r", "гяѓ"), ("s", "ѕ"), ("t", "тτ"),
    ("u", "иυ"), ("w", "шԝωщ"), ("x", "хχ"), ("y", "уүγў"), ("z", "зζ"),
)  # fmt: skip
LOOK_ALIKES = str.maketrans({look: latin for latin, looks in _LOOKS for look in looks})
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile("[a-z]")


@cache
def _letter(letter: str) -> str:
    """One letter as it is compared: small, its marks taken off."""
    known = _BEFORE.get(letter)
    if known is not None:
        return known
    whole = unicodedata.normalize("NFKC", letter)
    if whole != letter:
        return "".join(map(_letter, whole))
    if unicodedata.category(letter) in {"Mn", "Me"}:
        return ""
    if "\u0620" <= letter <= "\u077f":
        return letter
    pieces = unicodedata.normalize("NFKD", letter)
    return "".join(c for c in pieces if unicodedata.category(c) != "Mn").casefold()


class _Letters(dict[int, str]):
    """Every letter met, as ``str.translate`` asks for them."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _letter(chr(code))
        return found


LETTERS = _Letters()


def clean(text: str) -> Cleaned:
    """The words of a name; a name that cannot be compared is refused by name in the answer.

    Refusals: not-utf-8, name-too-long, too-many-marks, too-many-tokens, empty-name.
    """
    if len(text) > MOST_CODE_POINTS:
        return Cleaned(refusal=NameRule.NAME_TOO_LONG)
    flags: list[str] = []
    folded = text.lower()
    if not text.isascii():
        if _SURROGATE.search(text):
            return Cleaned(refusal=NameRule.NOT_UTF_8)
        seen = unicodedata.normalize("NFC", _seen(text, flags))
        if _PILED.search(unicodedata.normalize("NFD", seen)):
            return Cleaned(refusal=NameRule.TOO_MANY_MARKS)
        folded = _folded(seen, flags)
    elif not text.isprintable():
        folded = _seen(folded, flags)
    family, comma, given = folded.partition(",")
    if comma and "," not in given and _LATIN.search(given):
        # "Family, Given" is one name in the other order.
        folded = f"{given} {family}"
    words = tuple(_WORD.findall(folded))
    if not words:
        return Cleaned(refusal=NameRule.EMPTY_NAME)
    if len(words) > MOST_TOKENS:
        return Cleaned(refusal=NameRule.TOO_MANY_TOKENS)
    if text.isascii():
        return Cleaned(words, (Script.LATIN,) * len(words), tuple(flags))
    return Cleaned(words, tuple(map(script_of, words)), tuple(sorted(flags)))


def name_fault(text: str) -> NameRule | None:
    """Why a text is no name (docs/spec/matching.md); None for a name."""
    return clean(text).refusal


def as_seen(text: str) -> str:
    """The text without what cannot be seen, its letters composed."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _seen(text: str, flags: list[str]) -> str:
    """What a reader sees of the text, and the flags of what he does not."""
    if not _UNSEEN.search(text):
        return text
    if _TURNS.search(text):
        flags.append("bidi_override")
    if "\ufffd" in text:
        flags.append("damaged")
    if not flags or _HIDDEN.search(text):
        flags.append("invisible")
    return _UNSEEN.sub("", text)


def _folded(seen: str, flags: list[str]) -> str:
    """Small letters without marks; look-alikes are read as the Latin letters beside them."""
    folded = seen.translate(LETTERS)
    if _FOREIGN.search(folded) and _LATIN.search(folded):
        read = folded.translate(LOOK_ALIKES)
        if read != folded:
            flags.append("look_alike")
        folded = read
    if _MIXED.search(folded):
        flags.append("mixed_script")
    return folded


def script_of(word: str) -> Script:
    """The script of a cleaned word."""
    first = word[-1]
    if first <= "z":
        return Script.LATIN
    return Script.ARABIC if _IS_ARABIC.match(first) else Script.OTHER
