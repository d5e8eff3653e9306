"""A name as units to align: its words, their other forms, and neighbours read as one word."""

from hashlib import blake2b
from typing import NamedTuple

from wasl.core.matching.cleaning import NameRule, Script, clean
from wasl.core.matching.vocabulary import TIE_WEIGHT, TIES, Piece, Vocabulary
from wasl.core.matching.voices import voice
from wasl.core.matching.words import Kind


class Name(NamedTuple):
    """One name, read. The first ``places`` units are its parts, one a place, in their order.

    ``covers`` has a bit for each place a unit covers; ``weights`` are in thousandths. ``bones``
    are its sorted skeletons; ``rank`` orders names by what stands in them; ``homes`` says which
    word each part comes from, ``spelt`` how it is written by itself. ``first`` and ``last`` are
    the bits of the given name and of the last word that counts, ``ties`` those of what joins or
    addresses.
    """

    voices: tuple[int, ...]
    covers: tuple[int, ...]
    weights: tuple[int, ...]
    places: int
    content: int
    weight: int
    arabic: bool
    rank: int
    first: int
    last: int
    ties: int
    bones: str
    kinds: tuple[Kind, ...]
    words: tuple[str, ...]
    homes: tuple[int, ...]
    spelt: tuple[str, ...]
    articles: int
    flags: tuple[str, ...]
    refusal: NameRule | None

    @property
    def parts(self) -> tuple[int, ...]:
        """The voices of the parts alone."""
        return self.voices[: self.places]


def read(text: str, vocabulary: Vocabulary) -> Name:
    """The name as it is compared; a name that cannot be is refused by name in the answer."""
    cleaned = clean(text)
    if cleaned.refusal:
        return _refused(cleaned.refusal)
    pieces: list[Piece] = []
    homes: list[int] = []
    articles: list[int] = []
    for home, (word, script) in enumerate(zip(cleaned.words, cleaned.scripts, strict=True)):
        for piece in vocabulary.pieces(word, script):
            if piece.kind is Kind.ARTICLE:
                articles.append(len(pieces))
            else:
                pieces.append(piece)
                homes.append(home)
    if not pieces:
        # A name of articles alone is one all the same.
        words = zip(cleaned.words, cleaned.scripts, strict=True)
        pieces = [vocabulary.pieces(word, script)[0] for word, script in words]
        homes = list(range(len(pieces)))
    counting = [place for place, piece in enumerate(pieces) if piece.kind not in TIE_WEIGHT]
    voices, covers, weights = _units(pieces, articles)
    places = len(pieces)
    folded = " ".join(cleaned.words)
    return Name(
        voices=tuple(voices),
        covers=tuple(covers),
        weights=tuple(weights),
        places=places,
        content=len(counting),
        weight=max(1, sum(weights[:places])),
        arabic=cleaned.scripts[0] is Script.ARABIC,
        rank=int.from_bytes(blake2b(folded.encode(), digest_size=8).digest()) >> 1,
        first=_given(pieces, counting),
        last=1 << counting[-1] if counting else 0,
        ties=((1 << places) - 1) ^ sum(1 << place for place in counting),
        bones=" ".join(sorted([pieces[place].bones for place in counting])),
        kinds=tuple([piece.kind for piece in pieces]),
        words=cleaned.words,
        homes=tuple(homes),
        spelt=tuple([piece.spelt for piece in pieces]),
        articles=len(articles),
        flags=cleaned.flags,
        refusal=None,
    )


def _refused(rule: NameRule) -> Name:
    return Name((), (), (), 0, 0, 1, False, 0, 0, 0, 0, "", (), (), (), (), 0, (), rule)


def _given(pieces: list[Piece], counting: list[int]) -> int:
    """The bit of the given name: of a servant's name, what he serves."""
    if len(counting) > 1 and pieces[counting[0]].kind is Kind.SERVANT:
        return 1 << counting[1]
    return 1 << counting[0] if counting else 0


def _units(pieces: list[Piece], articles: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Voices, covers and weights: the parts, their other forms, and neighbours as one word."""
    voices = [piece.row << 1 for piece in pieces]
    covers = [1 << place for place in range(len(pieces))]
    weights = [piece.weight for piece in pieces]
    for place, piece in enumerate(pieces):
        if piece.other >= 0:
            voices.append(voice(piece.other))
            covers.append(1 << place)
            weights.append(piece.weight)
    for place, left in enumerate(pieces[:-1]):
        right = pieces[place + 1]
        if left.joins and right.joined:
            voices.append(voice(left.row, right.row))
            covers.append(3 << place)
            weights.append(left.weight + right.weight)
            # Bin al-Shibh as Binshibh, and as Binalshibh.
            fused = place + 1 in articles or (right.other >= 0 and right.arabic)
            if fused and left.kind in TIES:
                voices.append(voice(left.row, right.row, True))
                covers.append(3 << place)
                weights.append(left.weight + right.weight)
    return voices, covers, weights
