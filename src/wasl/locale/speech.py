"""What the house says, in the language of the person who reads it.

English is the source language: a text is looked up by its English wording, a refusal by
``refusal:<rule>``, a failure of the world by ``unavailable:<what>``, a code or a state by
``term:<code>``. The catalogues beside this file are made
by ``script/translations``.
"""

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, get_timezone

LANGUAGES = ("ar", "fr", "en")

Fact = str | int

_CATALOGUES = Path(__file__).parent
_HOME_TERRITORY = {"ar": "DZ", "fr": "DZ", "en": "GB"}
_MOMENT = {"ar": "d MMMM y، HH:mm (VVV)"}
_MOMENT_ELSEWHERE = "d MMMM y, HH:mm (VVV)"
_ENVIRONMENT = re.compile(r"(?P<language>[a-z]{2})(?:_(?P<territory>[A-Z]{2}))?(?:[.@].*)?")

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")
_REPLACEMENT = "\ufffd"
_OTHER_TURNERS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_AGAINST_ARABIC = frozenset({"L", "EN", "AN"})
_AGAINST_LATIN = frozenset({"R", "AL"})


def _(text: str) -> str:
    """The text itself; the call marks it for ``script/translations``, to be said later."""
    return text


_UNKNOWN_REFUSAL = _(
    "It was refused under a rule this version does not know.\n"
    "Tell the custodian its name; the two services may run different versions."
)
_UNKNOWN_FAILURE = _(
    "This cannot be done just now, for a reason outside this program.\n"
    "Try again later; what was asked is kept."
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One reader's language (one of LANGUAGES) and, if known, the territory whose months it uses.

    Facts put into a text come out as they went in, save control characters and unbalanced
    direction marks (replaced by U+FFFD), and those that would turn inside the line, which stand
    between U+2068 and U+2069 (UAX 9).
    """

    language: str
    _: KW_ONLY
    territory: str | None = None

    def __post_init__(self) -> None:
        """Hold the language to LANGUAGES."""
        if self.language not in LANGUAGES:
            raise ValueError(f"nothing is said in {self.language!r}")

    def say(self, text: str, /, **facts: Fact) -> str:
        """The translation of an English text, its ``{facts}`` filled in."""
        return self._filled(_catalogue(self.language).gettext(text), facts)

    def count(self, one: str, many: str, n: int, /, **facts: Fact) -> str:
        """The translation that fits the number ``n``, which stands in it as ``{n}``."""
        found = _catalogue(self.language).ngettext(one, many, n)
        return self._filled(found, {**facts, "n": n})

    def refusal(self, rule: str, detail: Mapping[str, Fact]) -> str:
        """Two lines: what was refused, with the rule's name and its facts; and what to do."""
        return self._named(self._found(f"refusal:{rule}") or _UNKNOWN_REFUSAL, rule, detail)

    def unavailable(self, what: str, detail: Mapping[str, Fact]) -> str:
        """Two lines: what the world does not allow just now, with its facts; and what to do."""
        return self._named(self._found(f"unavailable:{what}") or _UNKNOWN_FAILURE, what, detail)

    def term(self, code: str) -> str:
        """What a code or state is called; ``move.note`` where ``note`` alone has two senses.

        ``KEPT:COURT_HOLD`` is said in both its parts. A code no catalogue knows is answered as it
        stands, without the part before its dot.
        """
        whole, _colon, part = code.partition(":")
        if part:
            return f"{self.term(whole)} ({self.term(part)})"
        plain = code.rpartition(".")[2]
        return self._found(f"term:{code}") or self._found(f"term:{plain}") or self._isolated(plain)

    def when(self, moment: datetime, zone: str) -> str:
        """Day, month by name, year, hour and place, as ``25 November 2026, 14:05 (Algiers)``.

        ``moment`` is aware; ``zone`` is a name of the IANA database. Digits are Latin.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment without offset says nothing")
        try:
            place = get_timezone(zone)
        except LookupError as error:
            raise ValueError(f"there is no zone {zone!r}") from error
        pattern = _MOMENT.get(self.language, _MOMENT_ELSEWHERE)
        months = _months(self.language, self.territory)
        return format_datetime(moment, pattern, place, locale=months)

    def _named(self, text: str, name: str, detail: Mapping[str, Fact]) -> str:
        what, _newline, remedy = _catalogue(self.language).gettext(text).partition("\n")
        facts = [name, *(f"{fact}={value}" for fact, value in sorted(detail.items()))]
        told = ", ".join(facts).replace("\n", _REPLACEMENT)
        return f"{what} ({self._isolated(told)})\n{remedy}"

    def _found(self, key: str) -> str | None:
        found = _catalogue(self.language).gettext(key)
        return None if found == key else found

    def _filled(self, text: str, facts: Mapping[str, Fact]) -> str:
        shown = {
            name: fact if isinstance(fact, int) else self._isolated(fact)
            for name, fact in facts.items()
        }
        return text.format(**shown)

    def _isolated(self, fact: str) -> str:
        against = _AGAINST_ARABIC if self.language == "ar" else _AGAINST_LATIN
        return "\n".join(
            f"{_ISOLATE}{line}{_END_OF_ISOLATE}"
            if any(unicodedata.bidirectional(character) in against for character in line)
            else line
            for line in _harmless(fact).split("\n")
        )


def speech_for(preferred: str | None, environment_lang: str | None) -> Speech:
    """The speech of an officer who prefers a language, else that of the environment.

    ``environment_lang`` is what ``LANG`` holds (``ar_LY.UTF-8``); a language the house does not
    speak counts as none, so that there is always one to refuse it in: English.
    """
    found = _ENVIRONMENT.fullmatch(environment_lang or "")
    wanted = (preferred, found["language"] if found else None)
    language = next((choice for choice in wanted if choice in LANGUAGES), "en")
    return Speech(language or "en", territory=found["territory"] if found else None)


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    with (_CATALOGUES / language / "LC_MESSAGES" / "wasl.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


@cache
def _months(language: str, territory: str | None) -> Locale:
    """January is جانفي in Algiers and يناير in Tripoli: the reader's own, or the house's."""
    if territory is not None:
        try:
            return Locale(language, territory)
        except UnknownLocaleError:
            pass
    return Locale(language, _HOME_TERRITORY[language])


def _harmless(fact: str) -> str:
    """The fact without what would steer a terminal or turn the rest of the line."""
    depth = 0
    balanced = True
    for character in fact:
        depth += (character in _ISOLATES) - (character == _END_OF_ISOLATE)
        balanced = balanced and depth >= 0
    turners = (
        _OTHER_TURNERS
        if balanced and depth == 0
        else _OTHER_TURNERS | _ISOLATES | {_END_OF_ISOLATE}
    )
    return "".join(
        _REPLACEMENT
        if character in turners
        or (character not in "\n\t" and unicodedata.category(character) in _UNSHOWN)
        else character
        for character in fact
    )
