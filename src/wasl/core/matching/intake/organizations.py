"""Organizations in a text: a brigade by its number, an office by what it is of, an acronym."""

import re
from collections.abc import Iterator

from wasl.core.matching.intake.spans import MentionKind, Span, joined
from wasl.core.matching.intake.vocabulary import (
    ALWAYS_HEADS,
    LINKS,
    NO_NAMES,
    ORGANIZATION_HEADS,
    QUALITIES,
)
from wasl.core.matching.intake.words import Word

ACRONYM_LETTERS = range(2, 9)

_ORDINAL = re.compile(r"\d+(?:e|er|ère|ème|th|st|nd|rd)")


def organizations(words: list[Word]) -> Iterator[Span]:
    """The organizations of a text, in their order."""
    end = 0
    for place in range(len(words)):
        if place < end:
            continue
        span = _headed(words, place) or _acronym(words, place)
        if span is not None:
            end = span.end
            yield span


def _headed(words: list[Word], place: int) -> Span | None:
    """``444e Brigade``, ``Département du renseignement militaire``, ``gouvernement d’union``."""
    word = words[place]
    if word.plain not in ORGANIZATION_HEADS:
        return None
    if not word.capital and word.plain not in ALWAYS_HEADS:
        return None
    before = words[place - 1] if place and joined(word) else None
    numbered = before is not None and _ORDINAL.fullmatch(before.plain) is not None
    end = _complement(words, place + 1, named=word.capital)
    if end == place + 1 and not numbered:
        return None
    first = place - 1 if numbered else place
    return Span(first=first, end=end, kind=MentionKind.ORGANIZATION)


def _complement(words: list[Word], place: int, *, named: bool) -> int:
    """Where what the organization is of ends; ``place`` where nothing is told of it."""
    start = place
    while place < len(words) and _close(words[place]) and words[place].plain in LINKS:
        place += 1
    linked = place > start
    if place >= len(words) or not _close(words[place]):
        return start
    head = words[place]
    proper = head.capital and head.plain not in NO_NAMES
    # ``gouvernement de Dbeibeh`` is somebody's, and no name of a government.
    if (linked and proper and not named) or (not linked and not head.capital):
        return start if head.plain not in QUALITIES else place + 1
    place += 1
    while place < len(words) and joined(words[place]) and _goes_on(words[place], head):
        place += 1
    return place


def _close(word: Word) -> bool:
    """Whether a word belongs to the one before, an elision between them or not."""
    return joined(word) or (not word.first and word.gap in ("’", "'", "‘"))


def _goes_on(word: Word, head: Word) -> bool:
    return word.plain in QUALITIES or (head.capital and word.capital)


def _acronym(words: list[Word], place: int) -> Span | None:
    """``AQMI``: capitals among words that are not all written so."""
    word = words[place]
    if not (word.text.isalpha() and word.text.isupper() and len(word.text) in ACRONYM_LETTERS):
        return None
    around = words[max(place - 1, 0) : place] + words[place + 1 : place + 2]
    if any(other.text.isupper() and len(other.text) > 1 for other in around):
        return None
    return Span(first=place, end=place + 1, kind=MentionKind.ORGANIZATION)
