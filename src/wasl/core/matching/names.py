"""A name read: its parts at their places, and what stood between them."""

from typing import NamedTuple

from wasl.core.matching.cleaning import NameRule, Script, clean
from wasl.core.matching.vocabulary import Piece, Vocabulary
from wasl.core.matching.words import Kind


class Name(NamedTuple):
    """One name, read: the parts at its places, articles left out.

    ``homes`` says which of the words each part comes from; ``after_article`` has the bit of each
    place with an article before it. ``folded`` is the name in small letters, ``plain`` its parts
    as they are spelt, ``bones`` the sorted skeletons of the parts that count.
    """

    pieces: tuple[Piece, ...]
    homes: tuple[int, ...]
    words: tuple[str, ...]
    articles: int
    after_article: int
    arabic: bool
    folded: str
    plain: str
    bones: str
    flags: tuple[str, ...]
    refusal: NameRule | None


def read(text: str, vocabulary: Vocabulary) -> Name:
    """The name as it is compared; a name that cannot be is refused by name in the answer."""
    words, scripts, flags, refusal = clean(text)
    if refusal is not None:
        return Name((), (), (), 0, 0, False, "", "", "", (), refusal)
    pieces: list[Piece] = []
    homes: list[int] = []
    articles = after_article = 0
    for home, (word, script) in enumerate(zip(words, scripts, strict=True)):
        for piece in vocabulary.pieces(word, script):
            if piece.kind is Kind.ARTICLE:
                articles += 1
                after_article |= 1 << len(pieces)
            else:
                pieces.append(piece)
                homes.append(home)
    if not pieces:
        # A name of articles alone is one all the same.
        each = zip(words, scripts, strict=True)
        pieces = [vocabulary.pieces(word, script)[0] for word, script in each]
        homes = list(range(len(pieces)))
        after_article = 0
    return Name(
        tuple(pieces),
        tuple(homes),
        words,
        articles,
        after_article,
        scripts[0] is Script.ARABIC,
        " ".join(words),
        " ".join([piece.spelt for piece in pieces]),
        " ".join(sorted([piece.bones for piece in pieces if piece.counts])),
        flags,
        None,
    )
