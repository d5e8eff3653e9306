"""What changed between two versions of a text, word by word, in each language.

Without what was added a redline reads as the old text, without what was removed as the new one,
to the last character.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wasl.core.clause import Clause, Version
from wasl.core.terms import Language

WORK_LIMIT = 1_000_000
"""Pairs of equal words that are looked at; beyond, a passage is shown as replaced whole."""

# A word keeps its vowel signs, tatweel and joiners: what changes one of them changes the word.
_WORD = re.compile(
    r"(?P<word>(?:[\w\u200c\u200d\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    r"\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08ff])+|[^\w\s])(?P<space>\s*)|(?P<blank>\s+)"
)


class Mark(StrEnum):
    """What became of a run of words between two versions."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


Marked = tuple[Mark, str]
Redline = tuple[Marked, ...]


def redline(old: str, new: str) -> Redline:
    """What was kept, added and removed between two texts, word by word.

    A word is compared as it is written: an Arabic clitic, a vowel sign or a tatweel more makes
    another word. Spaces are compared after the words, and shown with them.
    """
    before, after = _words(old), _words(new)
    runs: list[Marked] = []
    for same, a, b in _blocks(before, after):
        if same:
            for (word, gap), (_, gap_now) in zip(before[a], after[b], strict=True):
                kept = [(Mark.KEPT, gap)]
                turned = [(Mark.REMOVED, gap), (Mark.ADDED, gap_now)]
                runs += [(Mark.KEPT, word), *(kept if gap == gap_now else turned)]
        else:
            runs += [(Mark.REMOVED, "".join(word + gap for word, gap in before[a]))]
            runs += [(Mark.ADDED, "".join(word + gap for word, gap in after[b]))]
    return tuple(_joined(runs))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRedline:
    """One clause between two versions: per language what became of its words."""

    clause: str
    languages: Mapping[Language, Redline]


def redlines(old: Version, new: Version) -> tuple[ClauseRedline, ...]:
    """Every clause of either version in the order of the new, those deleted at the end."""
    ids = dict.fromkeys(clause.id for clause in (*new.clauses, *old.clauses))
    return tuple(
        ClauseRedline(clause=each, languages=_by_language(old.clause(each), new.clause(each)))
        for each in ids
    )


def _by_language(old: Clause | None, new: Clause | None) -> dict[Language, Redline]:
    found = {}
    for language in Language:
        before, after = (each.texts.of(language) or "" if each else "" for each in (old, new))
        if before or after:
            found[language] = redline(before, after)
    return found


def _words(text: str) -> list[tuple[str, str]]:
    """The words of a text, each with the space behind it; a space before the first has none."""
    return [
        (found["word"] or "", found["space"] or found["blank"] or "")
        for found in _WORD.finditer(text)
    ]


Run = Sequence[tuple[str, str]]


def _blocks(before: Run, after: Run) -> Iterator[tuple[bool, slice, slice]]:
    """Stretches of both texts in order, with whether their words are the same."""
    a, b = [word for word, _ in before], [word for word, _ in after]
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    a_end, b_end = len(a) - tail, len(b) - tail
    yield True, slice(0, head), slice(0, head)
    inner_a, inner_b = a[head:a_end], b[head:b_end]
    found = Counter(inner_b)
    if sum(found[word] for word in inner_a) > WORK_LIMIT:
        yield False, slice(head, a_end), slice(head, b_end)
    else:
        # autojunk would take the common words of a long text for noise.
        matcher = difflib.SequenceMatcher(None, inner_a, inner_b, autojunk=False)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            yield tag == "equal", slice(head + a1, head + a2), slice(head + b1, head + b2)
    yield True, slice(a_end, len(a)), slice(b_end, len(b))


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words two sequences begin with alike."""
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _joined(runs: Iterable[Marked]) -> Iterator[Marked]:
    """Neighbours of one mark as one run, empty ones left out; removed before added."""
    kept, removed, added = "", "", ""
    for mark, words in (*runs, (Mark.KEPT, "")):
        if mark is Mark.KEPT and words and (removed or added):
            yield from _turned(removed, added)
            removed = added = ""
        if mark is not Mark.KEPT and words and kept:
            yield Mark.KEPT, kept
            kept = ""
        kept += words if mark is Mark.KEPT else ""
        removed += words if mark is Mark.REMOVED else ""
        added += words if mark is Mark.ADDED else ""
    yield from _turned(removed, added)
    if kept:
        yield Mark.KEPT, kept


def _turned(removed: str, added: str) -> Iterator[Marked]:
    if removed:
        yield Mark.REMOVED, removed
    if added:
        yield Mark.ADDED, added
