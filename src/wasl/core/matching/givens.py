"""The lines of the lexicon as values: which names a spelling may be."""

from wasl.core.matching.lexicon import LINES

_PLAIN = str.maketrans("أإآٱیکہھىۀةؤئ", "اااايكههيههوي", "ّ")


def plain(spelling: str) -> str:
    """A spelling as the lexicon is asked for it."""
    return spelling.translate(_PLAIN)


def _lines() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    # A line too long for the page goes on, indented.
    lines = LINES.strip().replace("\n  ", " ").splitlines()
    for number, line in enumerate(lines, start=1):
        for spelling in dict.fromkeys(map(plain, line.replace("|", " ").replace("'", "").split())):
            found[spelling] = (*found.get(spelling, ()), number)
    return found


SPELLINGS = _lines()


def readings(spelling: str) -> tuple[int, ...]:
    """The lines a spelling may belong to; none for a word the lexicon does not know."""
    return SPELLINGS.get(spelling if spelling.isascii() else plain(spelling), ())
