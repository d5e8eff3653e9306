"""Names read to be told about: their parts at their places, and what stood between them."""

import re
from collections.abc import Sequence
from itertools import chain, islice
from typing import NamedTuple

from wasl.core.matching.cleaning import Cleaned, NameRule, Script, as_seen, clean
from wasl.core.matching.words import Kind, Part, read_words

_WRITTEN = re.compile(r"[^\W_]+(?:['’ʼʿ‘`´ʾ][^\W_]+)*")


class Name(NamedTuple):
    """One name, read: the parts at its places, articles left out.

    ``homes`` says which of the words each part comes from; ``shown`` are the words as their
    writer wrote them, where they can be told apart, and ``other`` those of another script.
    """

    pieces: tuple[Part, ...] = ()
    homes: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    articles: int = 0
    flags: tuple[str, ...] = ()
    refusal: NameRule | None = None


def read_names(texts: Sequence[str]) -> list[Name]:
    """Names as they are compared; one that cannot be is refused by name in the answer."""
    cleaned = list(map(clean, texts))
    read = read_words(list(chain.from_iterable(found.words for found in cleaned)))
    parts, many = iter(read.parts), iter(read.many)
    return [
        Name(refusal=found.refusal)
        if found.refusal
        else _named(
            text,
            found,
            [list(islice(parts, count)) for count in islice(many, len(found.words))],
        )
        for text, found in zip(texts, cleaned, strict=True)
    ]


def _named(text: str, cleaned: Cleaned, of_words: list[list[Part]]) -> Name:
    articles = sum(of_word[0].kind is Kind.ARTICLE for of_word in of_words)
    # A name of articles alone is one all the same.
    kept = [
        (part, home)
        for home, of_word in enumerate(of_words)
        for part in of_word
        if part.kind is not Kind.ARTICLE or articles == len(of_words)
    ]
    pieces, homes = zip(*kept, strict=True)
    scripts = zip(cleaned.words, cleaned.scripts, strict=True)
    return Name(
        pieces=pieces,
        homes=homes,
        words=cleaned.words,
        shown=_shown(text, cleaned.words),
        other=tuple(word for word, script in scripts if script is Script.OTHER),
        articles=articles,
        flags=cleaned.flags,
    )


def _shown(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    written = _written(text)
    family, comma, given = text.partition(",")
    if comma and "," not in given:
        first = len(_written(family))
        written = written[first:] + written[:first]
    return tuple(written) if len(written) == len(words) else words


def _written(text: str) -> list[str]:
    return [word for word in _WRITTEN.findall(as_seen(text)) if not word.isdigit()]
