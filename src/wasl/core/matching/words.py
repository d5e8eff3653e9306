"""Words of a name that are not ordinary ones: articles, ties of descent, titles, compounds.

A word is read by itself, whatever stands beside it. Many words are read at once: first what each
falls into, then how all of that sounds.
"""

import re
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

from wasl.core.matching.cleaning import Script, script_of
from wasl.core.matching.letters import sounds_of_arabic, sounds_of_latin


class Kind(IntEnum):
    """What a word does in a name."""

    CONTENT = 0
    ARTICLE = 1
    PATRONYMIC = 2
    KUNYA = 3
    TITLE = 4
    SERVANT = 5


TIES = frozenset({Kind.PATRONYMIC, Kind.KUNYA})
UNCOUNTED = TIES | {Kind.TITLE}


class Part(NamedTuple):
    """One piece of a word: its letters, and those of its other form (a fused article taken off
    or left on); capitals are sounds already."""

    spelt: str
    letters: str
    kind: Kind = Kind.CONTENT
    otherwise: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is neither a tie nor a title."""
        return self.kind not in UNCOUNTED


class Words(NamedTuple):
    """Words read: whether each is Arabic and how many parts it has; the parts one after another,
    and what is heard of each and of its other form."""

    arabic: list[bool]
    many: list[int]
    parts: list[Part]
    sounds: list[str]
    otherwise: list[str]


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

SERVANT = Part("abd", "ʿABD", Kind.SERVANT)
ALLAH = Part("allah", "ALAh")
DIN = Part("din", "DIN")
RAHMAN = Part("rahman", "RAḤMAN")

_PLAIN = str.maketrans("أإآٱیکہھىۀ", "اااايكههيه")

# عبدالرحمن, عبدفتاح; خيرالله; نورالدين.
_ARABIC_SERVANT = re.compile("عبد(?:ال)?(?=..)")
_ARABIC_GOD = re.compile("عبد ?ا?لل?ه$")
_LAST_OF_ARABIC = frozenset("هن")
_ARABIC_ENDINGS = ((re.compile("(?<=..)ا?للهه?$"), ALLAH), (re.compile("(?<=..)الدين$"), DIN))

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
_LAST_OF_LATIN = frozenset("ahne")
_LATIN_ARTICLE = re.compile("(?:[ae]l-?)(?=[bcdfghjkmnqrstvwxyz'].{2}|[aeiou].{3})|l(?=[ae'].{3})")
_FIXED = {
    **dict.fromkeys("allah ullah oullah ellah ollah llah alla ulla الله اللہ لله".split(), ALLAH),
    **dict.fromkeys("din dine deen eddine eddin uddin aldin الدين دين".split(), DIN),
    **dict.fromkeys("rahman rehman rahmane rahmaan الرحمن رحمن".split(), RAHMAN),
}


_HEARD = {
    sound: sound for sound in ("", *(part.letters for part in (SERVANT, ALLAH, DIN, RAHMAN)))
}


def read_words(words: Sequence[str]) -> Words:
    """Cleaned words, read: one part each, or two of a compound."""
    scripts = list(map(script_of, words))
    shapes = [_SHAPES[script](word) for script, word in zip(scripts, words, strict=True)]
    parts = list(chain.from_iterable(shapes))
    letters = [part.letters for part in parts]
    otherwise = [part.otherwise for part in parts]
    sounds = _sounds({*letters, *otherwise})
    return Words(
        [script is Script.ARABIC for script in scripts],
        list(map(len, shapes)),
        parts,
        list(map(sounds.__getitem__, letters)),
        list(map(sounds.__getitem__, otherwise)),
    )


def _sounds(letters: set[str]) -> dict[str, str]:
    """How each of these is heard."""
    unheard = letters.difference(_HEARD)
    latin = [word for word in unheard if word.isascii()]
    arabic = [word for word in unheard if not word.isascii()]
    return {
        **_HEARD,
        **dict(zip(latin, sounds_of_latin(latin), strict=False)),
        **dict(zip(arabic, sounds_of_arabic(arabic), strict=False)),
    }


def _shape_of_other(word: str) -> tuple[Part, ...]:
    return (Part(word, ""),)


def _shape_of_arabic(word: str) -> tuple[Part, ...]:
    plain = word.translate(_PLAIN)
    known = _known(plain, word)
    if known:
        return known
    if plain[0] == "ع":
        if _ARABIC_GOD.match(plain):
            return (SERVANT, ALLAH)
        servant = _ARABIC_SERVANT.match(plain)
        if servant:
            rest = plain[servant.end() :]
            return (SERVANT, _FIXED.get(rest) or _arabic_part(word[servant.end() :]))
    if plain[-1] in _LAST_OF_ARABIC:
        for ending, part in _ARABIC_ENDINGS:
            found = ending.search(plain)
            if found:
                return (_arabic_part(word[: found.start()]), part)
    return (_arabic_part(word),)


def _arabic_part(word: str) -> Part:
    if word.startswith("ال") and len(word) > len("ال") + 2:
        rest = word[2:]
        return Part(rest, rest, Kind.CONTENT, word)
    return Part(word, word)


def _shape_of_latin(word: str) -> tuple[Part, ...]:
    plain = word.replace("'", "")
    known = _known(plain, word)
    if known:
        return known
    servant = _LATIN_SERVANT.match(plain) if plain.startswith("abd") else None
    if servant:
        rest = plain[servant.end() :]
        if _LATIN_GOD.fullmatch(rest) or _LATIN_GOD.fullmatch(plain[4:]):
            return (SERVANT, ALLAH)
        return (SERVANT, _FIXED.get(rest) or _latin_part(rest))
    if plain[-1] in _LAST_OF_LATIN:
        for ending, part in _LATIN_ENDINGS:
            found = ending.search(plain)
            if found:
                return (_latin_part(plain[: found.start()]), part)
    return (_latin_part(word),)


def _latin_part(word: str) -> Part:
    article = _LATIN_ARTICLE.match(word) if word[0] in "ael" else None
    otherwise = word[article.end() :] if article else ""
    return Part(word.replace("'", ""), word, Kind.CONTENT, otherwise)


def _known(plain: str, word: str) -> tuple[Part, ...]:
    fixed = _FIXED.get(plain)
    if fixed:
        return (fixed,)
    kind = KINDS.get(plain)
    if kind is None:
        return ()
    if kind is Kind.SERVANT:
        return (SERVANT,)
    return (Part(plain, word, kind),)


_SHAPES: dict[Script, Callable[[str], tuple[Part, ...]]] = {
    Script.LATIN: _shape_of_latin,
    Script.ARABIC: _shape_of_arabic,
    Script.OTHER: _shape_of_other,
}
