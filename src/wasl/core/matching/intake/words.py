"""A text as words that know where they stand: elisions apart, sentences and lines told."""

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"(?:[^\W_]|[\u064b-\u0655\u0670\u0640])+(?:['’‘-](?=[^\W_])(?:[^\W_])+)*")
_ELIDED = re.compile(r"(?:[ldnscjmt]|qu|jusqu|lorsqu|puisqu)['’‘](?=\w)", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…؟:;]\s|\n")
# Part of a name: M'Hamed, N'Djamena.
_OF_A_NAME = re.compile(r"[MN]['’‘][A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word: as written, its place in the text, and what stood before it.

    ``first`` is whether a sentence or a line begins with it; ``gap`` what stands between it and
    the word before.
    """

    text: str
    start: int
    end: int
    first: bool
    gap: str

    @property
    def plain(self) -> str:
        """In small letters, one kind of apostrophe."""
        return self.text.lower().replace("'", "’").replace("‘", "’")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def words_of(text: str) -> list[Word]:
    """The words of a text in their order."""
    found: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        for start, end in _pieces(text, match.start(), match.end()):
            gap = text[before:start]
            first = not found or _ENDS.search(gap) is not None or _follows(gap, found[-1].first)
            found.append(Word(text=text[start:end], start=start, end=end, first=first, gap=gap))
            before = end
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A word and the elided one before it: ``l’armée`` is two."""
    elided = _ELIDED.match(text, start, end)
    if elided is None or _OF_A_NAME.match(text, start, end):
        return [(start, end)]
    return [(start, elided.end() - 1), (elided.end(), end)]


def _follows(gap: str, first: bool) -> bool:
    """Whether a word stands right behind the elided one that begins a sentence."""
    return first and gap in ("’", "'", "‘")


def folded(text: str) -> str:
    """A text to compare spellings by: small letters without accents, single spaces."""
    marked = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return " ".join(plain.split())
