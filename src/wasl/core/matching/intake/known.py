"""Known names in a text: windows of one to five words, compared by a port somebody else fills.

A known name found here is a match for a human to judge, not a fact.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wasl.core.matching.intake.arabic import forms
from wasl.core.matching.intake.spans import joined
from wasl.core.matching.intake.words import Word, folded, words_of

LONGEST_WINDOW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a spelling was found to be like: an entity, its name as listed, how far, and why.

    ``score`` is in thousandths; a match begins at 500.
    """

    entity: str
    name: str
    score: int
    why: str


LookUp = Callable[[Sequence[str]], Sequence[Known | None]]
"""The port: for each spelling the best known name that is a match, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a known name stands, and how it is spelled there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entity a text may speak of: the best of what was found, and every place it stands at."""

    known: Known
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """Some words in a row, from the first to before the end."""

    first: int
    end: int
    spelled: str


def known_in(text: str, start: int, look_up: LookUp) -> list[Match]:
    """The known names of a text from a place on, the best first.

    No name of one word, unless a fuller one of the same entity stands before it.
    """
    words = [word for word in words_of(text) if word.start >= start]
    windows = [window for window in _windows(text, words) if window.end - window.first > 1]
    answers = look_up([window.spelled for window in windows])
    hits = [
        (known, window)
        for known, window in zip(answers, windows, strict=True)
        if known is not None
    ]
    # The best first; of two as good the one of fewest words: a title before a name is no name.
    hits.sort(key=lambda hit: (-hit[0].score, hit[1].end - hit[1].first, hit[1].first))
    taken: set[int] = set()
    found: dict[str, list[tuple[Known, _Window]]] = {}
    for known, window in hits:
        places = set(range(window.first, window.end))
        if not places & taken:
            taken |= places
            found.setdefault(known.entity, []).append((known, window))
    matches = [_match(text, words, held, taken) for held in found.values()]
    return sorted(matches, key=lambda match: (-match.known.score, match.stands[0].start))


def _windows(text: str, words: list[Word]) -> Iterator[_Window]:
    """Every row of words of a sentence, and in Arabic the same without what sticks to it."""
    for first in range(len(words)):
        for end in range(first + 1, min(first + LONGEST_WINDOW, len(words)) + 1):
            if end - first > 1 and not _in_one(words[end - 1]):
                break
            written = text[words[first].start : words[end - 1].end]
            behind = text[words[first].end : words[end - 1].end]
            for form in dict.fromkeys((words[first].text, *forms(words[first].text))):
                spelled = written if form == words[first].text else f"{form}{behind}"
                yield _Window(first=first, end=end, spelled=spelled)


def _in_one(word: Word) -> bool:
    """Whether a word may belong to one name with the word before it."""
    return joined(word) or (not word.first and word.gap in ("’", "'", "‘"))


def _match(
    text: str, words: list[Word], held: list[tuple[Known, _Window]], taken: set[int]
) -> Match:
    """An entity with its full mentions, and those of one word that stand behind one of them."""
    stands = [_stand(text, words, window.first, window.end) for _known, window in held]
    begins = min(window.first for _known, window in held)
    parts = {
        folded(form)
        for _known, window in held
        for word in words[window.first : window.end]
        if len(word.text) > 2
        for form in forms(word.text)
    }
    for at in range(begins, len(words)):
        spelled = {folded(form) for form in forms(words[at].text)}
        alone = words[at].capital or not words[at].text.isascii()
        if at not in taken and alone and spelled & parts:
            taken.add(at)
            stands.append(_stand(text, words, at, at + 1))
    best = max(held, key=lambda hit: hit[0].score)[0]
    return Match(known=best, stands=tuple(sorted(stands, key=lambda stand: stand.start)))


def _stand(text: str, words: list[Word], first: int, end: int) -> Stand:
    start, stop = words[first].start, words[end - 1].end
    return Stand(start=start, end=stop, text=text[start:stop])
