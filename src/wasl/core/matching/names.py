"""A name read by itself: its parts at their places, and what stood between them."""

from itertools import islice
from typing import NamedTuple

from wasl.core.matching.cleaning import NameRule, clean
from wasl.core.matching.words import Kind, Part, read_words


class Name(NamedTuple):
    """One name, read: the parts at its places, articles left out.

    ``homes`` says which of the words each part comes from.
    """

    pieces: tuple[Part, ...]
    homes: tuple[int, ...]
    words: tuple[str, ...]
    articles: int
    flags: tuple[str, ...]
    refusal: NameRule | None


def read(text: str) -> Name:
    """The name as it is compared; a name that cannot be is refused by name in the answer."""
    words, _scripts, flags, refusal = clean(text)
    if refusal is not None:
        return Name((), (), (), 0, (), refusal)
    found = read_words(words)
    parts = iter(found.parts)
    of_words = [list(islice(parts, many)) for many in found.many]
    articles = sum(part.kind is Kind.ARTICLE for part in found.parts)
    # A name of articles alone is one all the same.
    kept = [
        (part, home)
        for home, of_word in enumerate(of_words)
        for part in of_word
        if part.kind is not Kind.ARTICLE or articles == len(words)
    ]
    pieces, homes = zip(*kept, strict=True)
    return Name(pieces, homes, words, articles, flags, None)
