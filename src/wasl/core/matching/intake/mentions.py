"""Whom and what a text mentions: proposals, gathered by what is one and the same.

A name here is a name for an officer to look at. Nothing is matched by this: known names are
looked for in ``known.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wasl.core.matching.entities.scripts import script_of
from wasl.core.matching.intake.arabic import arabic_persons, forms
from wasl.core.matching.intake.organizations import organizations
from wasl.core.matching.intake.persons import persons
from wasl.core.matching.intake.places import (
    KnownPlace,
    longest_name,
    place_key,
    places_by_name,
)
from wasl.core.matching.intake.spans import MentionKind, Span
from wasl.core.matching.intake.words import Word, folded, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One person, organization or place, by its fullest spelling, and everywhere it stands.

    ``stands`` are first and last character of each mention; ``title`` the longest met;
    ``of_the_state`` whether a title said so; ``surname_only`` whether a person is named by one
    word throughout.
    """

    kind: MentionKind
    text: str
    spellings: tuple[str, ...]
    stands: tuple[tuple[int, int], ...]
    title: str = ""
    of_the_state: bool = False
    surname_only: bool = False
    country: str = ""


def mentions_in(text: str, start: int = 0) -> list[Mention]:
    """The mentions of a text from a place on, in the order of the first of each."""
    words = [word for word in words_of(text) if word.start >= start]
    spans = sorted(_spans(text, words), key=lambda span: span.first)
    groups: list[list[Span]] = []
    for kind in MentionKind:
        groups += _grouped(text, words, [span for span in spans if span.kind is kind])
    found = [_mention(text, words, group) for group in groups]
    return sorted(found, key=lambda mention: mention.stands[0])


def _spans(text: str, words: list[Word]) -> Iterator[Span]:
    """What each stretch of words is taken for; no word twice."""
    named = list(organizations(words)) + list(arabic_persons(words))
    taken = frozenset(at for span in named for at in range(span.first, span.end))
    places = list(_places(words, taken))
    taken |= {at for span in places for at in range(span.first, span.end)}
    yield from named
    yield from places
    yield from persons(text, words, taken)


def _places(words: list[Word], taken: frozenset[int]) -> Iterator[Span]:
    """The places of the gazetteer, the longest name at each word."""
    at = 0
    while at < len(words):
        found = None if at in taken else _place_at(words, at)
        if found is None:
            at += 1
            continue
        place, end = found
        yield Span(
            first=at,
            end=end,
            kind=MentionKind.PLACE,
            country=place.country,
            place=f"{place.country} {place.names[0]}",
        )
        at = end


def _place_at(words: list[Word], at: int) -> tuple[KnownPlace, int] | None:
    for end in range(min(at + longest_name(), len(words)), at, -1):
        rest = [word.text for word in words[at + 1 : end]]
        for first in _first_forms(words[at]):
            place = places_by_name().get(place_key(" ".join((first, *rest))))
            if place is not None:
                return place, end
    return None


def _first_forms(word: Word) -> Sequence[str]:
    """How the first word of a place may stand: with a capital, or in Arabic with what sticks."""
    if script_of(word.text) == "Arab":
        return forms(word.text)
    return [word.text] if word.capital else []


def _grouped(text: str, words: list[Word], spans: list[Span]) -> list[list[Span]]:
    """The spans that name one and the same: alike, or one the shorter form of the other."""
    by_length = sorted(spans, key=lambda span: span.first - span.end)
    groups: list[tuple[str, list[Span]]] = []
    for span in by_length:
        spelled = span.place or folded(_written(text, words, span))
        for fullest, group in groups:
            if _same(fullest, spelled, span.kind):
                group.append(span)
                break
        else:
            groups.append((spelled, [span]))
    return [group for _fullest, group in groups]


def _same(fullest: str, shorter: str, kind: MentionKind) -> bool:
    if fullest == shorter:
        return True
    if kind is MentionKind.ORGANIZATION:
        return fullest.startswith(f"{shorter} ")
    if kind is MentionKind.PERSON:
        return fullest.endswith(f" {shorter}")
    return False


def _written(text: str, words: list[Word], span: Span) -> str:
    return text[words[span.first].start : words[span.end - 1].end]


def _mention(text: str, words: list[Word], group: list[Span]) -> Mention:
    """One mention of spans that name the same, the fullest first."""
    spellings = list(dict.fromkeys(_written(text, words, span) for span in group))
    stands = sorted((words[span.first].start, words[span.end - 1].end) for span in group)
    alone = all(span.end - span.first == 1 for span in group)
    return Mention(
        kind=group[0].kind,
        text=spellings[0],
        spellings=tuple(spellings),
        stands=tuple(stands),
        title=max((span.title for span in group), key=len),
        of_the_state=any(span.of_the_state for span in group),
        surname_only=alone and group[0].kind is MentionKind.PERSON,
        country=group[0].country,
    )
