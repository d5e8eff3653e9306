"""Persons in a text of capitals: runs of names, surnames alone, titles before them."""

from collections.abc import Iterator

from wasl.core.matching.intake.spans import MentionKind, Span, joined
from wasl.core.matching.intake.titles import is_title, title_before
from wasl.core.matching.intake.vocabulary import BETWEEN, FUNCTION_WORDS, NO_NAMES, PARTICLES
from wasl.core.matching.intake.words import Word

LONGEST = 6

# What a place stands behind, and a person does not.
_BEFORE_PLACES = frozenset("à en au aux vers in at near from près".split())
_SMALL = FUNCTION_WORDS["fr"] | FUNCTION_WORDS["en"]


def persons(text: str, words: list[Word], taken: frozenset[int]) -> Iterator[Span]:
    """The persons of a text but for the words that are taken already."""
    proper = _proper(words)
    place = 0
    while place < len(words):
        end = _run_end(words, place, taken)
        for first, last in _pieces(words, place, end):
            span = _person(text, words, first, last, proper)
            if span is not None:
                yield span
        place = max(end, place + 1)


def _proper(words: list[Word]) -> frozenset[str]:
    """What is written with a capital within a sentence: names, wherever else they stand."""
    return frozenset(word.text for word in words if word.capital and not word.first)


def _run_end(words: list[Word], place: int, taken: frozenset[int]) -> int:
    """Where the capitalised words that begin at ``place`` end; ``place`` where none do."""
    end = place
    while end < len(words) and end - place < LONGEST and end not in taken:
        word = words[end]
        if end > place and not joined(word):
            break
        if not word.capital and not _within(words, end, place):
            break
        end += 1
    return end


def _within(words: list[Word], at: int, first: int) -> bool:
    """Whether a small word stands between two capitalised ones of a name: ``Ahmed ben Salah``."""
    following = words[at + 1] if at + 1 < len(words) else None
    if at == first or following is None or words[at].plain not in PARTICLES:
        return False
    return following.capital and joined(following)


def _pieces(words: list[Word], place: int, end: int) -> Iterator[tuple[int, int]]:
    """The run without words that are never of a name, which part it."""
    first = place
    for at in range(place, end + 1):
        if at == end or _noise(words[at]):
            if at > first:
                yield first, at
            first = at + 1


def _noise(word: Word) -> bool:
    plain = word.plain
    opening = word.first and plain in _SMALL
    if not word.capital:
        return False
    return opening or plain in NO_NAMES or plain in BETWEEN or is_title(word)


def _person(
    text: str, words: list[Word], first: int, end: int, proper: frozenset[str]
) -> Span | None:
    if not words[end - 1].capital:
        return None  # what followed the particle is no name
    title = title_before(words, first)
    if title is not None:
        held = text[words[title.first].start : words[first].start].rstrip(" ,\u00a0")
        return Span(
            first=first,
            end=end,
            kind=MentionKind.PERSON,
            title=held,
            of_the_state=title.of_the_state,
        )
    if end - first > 1 or _alone(words, first, proper):
        return Span(first=first, end=end, kind=MentionKind.PERSON)
    return None


def _alone(words: list[Word], place: int, proper: frozenset[str]) -> bool:
    """Whether one word may be a surname: within a sentence, and not behind ``à`` or ``in``."""
    word = words[place]
    if word.text not in proper or word.text[0].isdigit() or len(word.text) < 3:
        return False
    return place == 0 or words[place - 1].plain not in _BEFORE_PLACES
