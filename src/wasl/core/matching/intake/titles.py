"""Titles before names: where one begins, and whether it is one of an office of the state."""

from dataclasses import dataclass

from wasl.core.matching.intake.vocabulary import BETWEEN, OF_THE_STATE, TITLES
from wasl.core.matching.intake.words import Word

FURTHEST = 8

_TITLES = sorted(
    (tuple(title.replace("’", " ").split()) for title in TITLES), key=len, reverse=True
)
_ALONE = frozenset(title for title in _TITLES if len(title) == 1)
_OF_THE_STATE = {tuple(title.replace("’", " ").split()) for title in OF_THE_STATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title: the word it begins with, and whether it is of the state."""

    first: int
    of_the_state: bool


def title_before(words: list[Word], place: int) -> Title | None:
    """The title that a name beginning at ``place`` bears: ``ministre de l’Intérieur, Imad …``."""
    for end in range(place, max(place - FURTHEST, 0), -1):
        if words[end].first:
            return None  # another sentence
        for title in _TITLES:
            first = end - len(title)
            if first >= 0 and tuple(word.plain for word in words[first:end]) == title:
                return Title(first=first, of_the_state=title in _OF_THE_STATE)
        if not _between(words[end - 1]):
            return None
    return None


def _between(word: Word) -> bool:
    """Whether a word may stand between a title and a name."""
    return word.plain in BETWEEN


def is_title(word: Word) -> bool:
    """Whether a word alone is a title."""
    return (word.plain,) in _ALONE
