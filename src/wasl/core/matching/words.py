"""Words of a name that are not ordinary ones: articles, ties of descent, titles, compounds.

A word is read by itself, whatever stands beside it; what neighbours mean together is read in
``reading.py``.
"""

import re
from enum import IntEnum
from typing import NamedTuple

from wasl.core.matching.cleaning import Script
from wasl.core.matching.letters import sound_of_arabic, sound_of_latin


class Kind(IntEnum):
    """What a word does in a name."""

    CONTENT = 0
    ARTICLE = 1
    PATRONYMIC = 2
    KUNYA = 3
    TITLE = 4
    SERVANT = 5


class Part(NamedTuple):
    """One piece of a word: how it sounds, and how else it may (a fused article taken off)."""

    spelt: str
    sound: str
    kind: Kind = Kind.CONTENT
    otherwise: str = ""


_ARTICLES = """
    al el ul il ur ud us eth ath ed ad edh er ar ez az es as ech esh ash et an en l ال
"""
_PATRONYMICS = """
    ben bin ibn bn b ould wald uld ouled weld bint bent ait ou u nait aw ag
    بن ابن ولد بنت ايت
"""
_KUNYAS = "abu abou abi aba abo bou bu umm oum um om ابو ابي ابا بو ام"
_TITLES = """
    hadj haj haji hajj hajji alhaj alhaji sheikh shaikh shaykh cheikh sheik sidi si sayyid moulay
    mulla mullah molla mawlawi maulavi mawlavi maulawi maulvi qari dr doctor mr mrs colonel
    general gen col capt captain maalim moalim ustad ustaz emir
    العقيد الحاج حاج الشيخ شيخ سيدي مولاي ملا الملا مولوي قاري الدكتور دكتور العميد الفريق اللواء
    النقيب المقدم الرائد المشير الاستاذ حاجي ملاا
"""
_SERVANTS = "abd abdel abdul abdal abdol abdur abder abdou abdus abdes abdu عبد"
# Ayn and hamza at the start are written as an apostrophe, or not at all.
KINDS = {
    **dict.fromkeys(_ARTICLES.split(), Kind.ARTICLE),
    **dict.fromkeys(_PATRONYMICS.split(), Kind.PATRONYMIC),
    **dict.fromkeys(_KUNYAS.split(), Kind.KUNYA),
    **dict.fromkeys(_TITLES.split(), Kind.TITLE),
    **dict.fromkeys(_SERVANTS.split(), Kind.SERVANT),
}

SERVANT = Part(spelt="abd", sound="ʿABD", kind=Kind.SERVANT)
ALLAH = Part(spelt="allah", sound="ALAh")
DIN = Part(spelt="din", sound="DIN")
RAHMAN = Part(spelt="rahman", sound="RAḤMAN")

_PLAIN = str.maketrans("أإآٱیکہھىۀ", "اااايكههيه")

# عبدالرحمن, عبدفتاح; خيرالله; نورالدين.
_ARABIC_SERVANT = re.compile("عبد(?:ال)?(?=..)")
_ARABIC_GOD = re.compile("عبد ?ا?لل?ه$")
_ARABIC_ENDINGS = ((re.compile("(?<=..)ا?للهه?$"), ALLAH), (re.compile("(?<=..)الدين$"), DIN))
_ARABIC_ARTICLE = re.compile("ال(?=...)")

# Abdelkader, Abderrahmane, Abdessalam, Abdulaziz, Abdallah: the vowel and what the article became.
_LATIN_SERVANT = re.compile(
    "abd(?:[aeiou]{0,2}?l(?=.{3})|[aeiou]{1,2}(?:sh(?=sh)|ch(?=ch)|([rsnztd])(?=\\1))?(?=.{3})|(?=[bcdfghjkmnqrstvwxz].{2}))"
)
_LATIN_GOD = re.compile("(?:[aeou]{1,2}|[aeou]{0,2}l)l+ah?")
_LATIN_ENDINGS = (
    (re.compile("(?<=...)(?:[aeou]{1,2}l+ah|[ou]{1,2}lla)$"), ALLAH),
    (re.compile("(?<=...)(?:[aeou]{1,2}[dl]?d(?:ine?|een|in|yn))$"), DIN),
    (re.compile("(?<=...)(?:[aeou]{1,2}[lr])?r[ae]hmane?$"), RAHMAN),
)
_LAST_OF_ENDINGS = frozenset("ahne")
_LATIN_ARTICLE = re.compile("(?:[ae]l-?)(?=[bcdfghjkmnqrstvwxyz'].{2}|[aeiou].{3})|l(?=[ae'].{3})")
_FIXED = {
    **dict.fromkeys("allah ullah oullah ellah ollah llah alla ulla الله اللہ لله".split(), ALLAH),
    **dict.fromkeys("din dine deen eddine eddin uddin aldin الدين دين".split(), DIN),
    **dict.fromkeys("rahman rehman rahmane rahmaan الرحمن رحمن".split(), RAHMAN),
}


def read_word(word: str, script: Script) -> tuple[Part, ...]:
    """The parts of one cleaned word, in their order: one, or two of a compound."""
    if script is Script.ARABIC:
        return _read_arabic(word)
    if script is Script.LATIN:
        return _read_latin(word)
    return (Part(spelt=word, sound=""),)


def _read_arabic(word: str) -> tuple[Part, ...]:
    plain = word.translate(_PLAIN)
    known = _known(plain, word, Script.ARABIC)
    if known:
        return known
    if _ARABIC_GOD.match(plain):
        return (SERVANT, ALLAH)
    servant = _ARABIC_SERVANT.match(plain)
    if servant:
        rest = plain[servant.end() :]
        return (SERVANT, *_known_or(rest, word[servant.end() :], Script.ARABIC))
    for ending, part in _ARABIC_ENDINGS:
        found = ending.search(plain)
        if found:
            return (_arabic_part(word[: found.start()]), part)
    return (_arabic_part(word),)


def _arabic_part(word: str) -> Part:
    article = _ARABIC_ARTICLE.match(word)
    if article is None:
        return Part(spelt=word, sound=sound_of_arabic(word))
    rest = word[article.end() :]
    return Part(spelt=rest, sound=sound_of_arabic(rest), otherwise=sound_of_arabic(word))


def _read_latin(word: str) -> tuple[Part, ...]:
    plain = word.replace("'", "")
    known = _known(plain, word, Script.LATIN)
    if known:
        return known
    servant = _LATIN_SERVANT.match(plain) if plain.startswith("abd") else None
    if servant:
        rest = plain[servant.end() :]
        if _LATIN_GOD.fullmatch(rest) or _LATIN_GOD.fullmatch(plain[4:]):
            return (SERVANT, ALLAH)
        return (SERVANT, *_known_or(rest, rest, Script.LATIN))
    if plain[-1] in _LAST_OF_ENDINGS:
        for ending, part in _LATIN_ENDINGS:
            found = ending.search(plain)
            if found:
                return (_latin_part(plain[: found.start()]), part)
    return (_latin_part(word),)


def _latin_part(word: str) -> Part:
    article = _LATIN_ARTICLE.match(word) if word[0] in "ael" else None
    otherwise = sound_of_latin(word[article.end() :]) if article else ""
    return Part(spelt=word.replace("'", ""), sound=sound_of_latin(word), otherwise=otherwise)


def _known(plain: str, word: str, script: Script) -> tuple[Part, ...]:
    fixed = _FIXED.get(plain)
    if fixed:
        return (fixed,)
    kind = KINDS.get(plain)
    if kind is None:
        return ()
    if kind is Kind.SERVANT:
        return (SERVANT,)
    sound = sound_of_arabic(word) if script is Script.ARABIC else sound_of_latin(word)
    return (Part(spelt=plain, sound=sound, kind=kind),)


def _known_or(plain: str, word: str, script: Script) -> tuple[Part, ...]:
    fixed = _FIXED.get(plain)
    if fixed:
        return (fixed,)
    return (_arabic_part(word) if script is Script.ARABIC else _latin_part(word),)
