"""A name as units to align: its words, their other forms, and neighbours read as one word."""

from typing import NamedTuple

from wasl.core.matching.alphabet import skeleton
from wasl.core.matching.cleaning import Script, clean
from wasl.core.matching.vocabulary import TIE_WEIGHT, Piece, Vocabulary
from wasl.core.matching.words import SERVANT, Kind

_TIES = frozenset({Kind.PATRONYMIC, Kind.KUNYA})


class Name(NamedTuple):
    """One name, read. The first ``places`` units are its parts, one a place, in their order.

    ``covers`` has a bit for each place a unit covers; ``weights`` are in thousandths. ``sound``
    is the whole name's phonemes, ``bones`` its sorted skeletons, ``folded`` its cleaned words.
    """

    rows: tuple[int, ...]
    covers: tuple[int, ...]
    weights: tuple[int, ...]
    places: int
    content: int
    weight: int
    arabic: bool
    sound: str
    bones: str
    folded: str
    kinds: tuple[Kind, ...]
    words: tuple[str, ...]
    homes: tuple[int, ...]
    articles: int
    flags: tuple[str, ...]
    refusal: str

    @property
    def parts(self) -> tuple[int, ...]:
        """The rows of the parts alone."""
        return self.rows[: self.places]


def read(text: str, vocabulary: Vocabulary) -> Name:
    """The name as it is compared; a name that cannot be is refused by name in the answer."""
    cleaned = clean(text)
    if cleaned.refusal:
        return Name((), (), (), 0, 0, 0, False, "", "", "", (), (), (), 0, (), cleaned.refusal)
    pieces: list[Piece] = []
    homes: list[int] = []
    articles: list[int] = []
    for at, (word, script) in enumerate(zip(cleaned.words, cleaned.scripts, strict=True)):
        for piece in vocabulary.pieces(word, script):
            if piece.kind is Kind.ARTICLE:
                articles.append(len(pieces))
            else:
                pieces.append(piece)
                homes.append(at)
    if not pieces:
        # A name of articles alone is one all the same.
        words = zip(cleaned.words, cleaned.scripts, strict=True)
        pieces = [piece for word, script in words for piece in vocabulary.pieces(word, script)]
        homes = list(range(len(pieces)))
        articles = []
    known = vocabulary.weights
    weights = [TIE_WEIGHT.get(piece.kind) or known[piece.row] for piece in pieces]
    rows = [piece.row for piece in pieces]
    covers = [1 << place for place in range(len(pieces))]
    total = sum(weights)
    for place, piece in enumerate(pieces):
        if piece.other >= 0:
            rows.append(piece.other)
            covers.append(1 << place)
            weights.append(weights[place])
    _join(pieces, articles, (rows, covers, weights), vocabulary)
    heard = [piece.sound for piece in pieces if piece.kind not in TIE_WEIGHT]
    return Name(
        tuple(rows),
        tuple(covers),
        tuple(weights),
        len(pieces),
        len(heard),
        max(total, 1),
        cleaned.scripts[0] is Script.ARABIC,
        "".join(heard),
        " ".join(sorted(map(skeleton, heard))),
        " ".join(cleaned.words),
        tuple(piece.kind for piece in pieces),
        cleaned.words,
        tuple(homes),
        len(articles),
        cleaned.flags,
        "",
    )


def _join(
    pieces: list[Piece],
    articles: list[int],
    units: tuple[list[int], list[int], list[int]],
    vocabulary: Vocabulary,
) -> None:
    """Neighbours as one word: Ben Ali as Benali, Bin al-Shibh as Binalshibh."""
    rows, covers, weights = units
    for place in range(len(pieces) - 1):
        left, right = pieces[place], pieces[place + 1]
        if right.kind in _TIES or not left.sound or not right.sound:
            continue
        if left.sound == SERVANT.sound:
            continue
        rows.append(vocabulary.join(left, right, False))
        if left.kind in _TIES and (place + 1 in articles or (right.other >= 0 and right.arabic)):
            rows.append(vocabulary.join(left, right, True))
        while len(covers) < len(rows):
            covers.append(3 << place)
            weights.append(weights[place] + weights[place + 1])
