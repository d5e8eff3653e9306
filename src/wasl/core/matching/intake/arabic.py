"""Persons in an Arabic text, which has no capitals: what stands behind a title."""

from collections.abc import Iterator

from wasl.core.matching.entities.scripts import script_of
from wasl.core.matching.intake.places import places_by_name
from wasl.core.matching.intake.spans import MentionKind, Span, joined
from wasl.core.matching.intake.vocabulary import (
    ARABIC_BETWEEN,
    ARABIC_BOUND,
    ARABIC_NOT_OF_THE_STATE,
    ARABIC_PREFIXES,
    ARABIC_TITLES,
    FUNCTION_WORDS,
)
from wasl.core.matching.intake.words import Word

NAME_WORDS = 2
_LEFT_OUT = FUNCTION_WORDS["ar"]


def arabic_persons(words: list[Word]) -> Iterator[Span]:
    """Two words behind a title and what may stand between, more where one binds the next.

    Words that all bear the article are an office, and nobody's name.
    """
    for place, word in enumerate(words):
        title = stripped(word.text, ARABIC_TITLES)
        if title is None:
            continue
        first = place + 1
        while first < len(words) and _between(words[first]):
            first += 1
        end = _name_end(words, first)
        if any(not word.text.startswith("ال") for word in words[first:end]):
            yield Span(
                first=first,
                end=end,
                kind=MentionKind.PERSON,
                title=" ".join(word.text for word in words[place:first]),
                of_the_state=title not in ARABIC_NOT_OF_THE_STATE,
            )


def stripped(text: str, known: frozenset[str]) -> str | None:
    """The known word a text is, with or without what sticks to it: ``والعميد``, ``للوزير``."""
    for form in forms(text):
        if form in known:
            return form
    return None


def forms(text: str) -> list[str]:
    """A word as written, then without the small words that are written together with it."""
    found = [text]
    for prefix in ARABIC_PREFIXES:
        rest = text.removeprefix(prefix)
        if rest != text and len(rest) > 2:
            found.append(f"ا{rest}" if prefix == "ل" and rest.startswith("ل") else rest)
            if prefix == "و":
                found += forms(rest)[1:]
    return found


def _between(word: Word) -> bool:
    return not word.first and (word.text in ARABIC_BETWEEN or word.text in ARABIC_TITLES)


def _name_end(words: list[Word], place: int) -> int:
    """Where the name that begins at ``place`` ends; ``place`` where none begins."""
    wanted = place + NAME_WORDS
    start = place
    while place < min(wanted, len(words)):
        word = words[place]
        apart = place > start and not joined(word)
        if apart or word.text in _LEFT_OUT or _is_place(word) or script_of(word.text) != "Arab":
            break
        wanted += word.text in ARABIC_BOUND
        place += 1
    return place


def _is_place(word: Word) -> bool:
    return any(form in places_by_name() for form in forms(word.text))
