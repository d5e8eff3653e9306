"""What an index holds: columns of numbers and texts, nothing that has to be read again."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.library import Spelled
from wasl.core.matching.table import spread
from wasl.core.matching.vocabulary import Pieces, Rows

Numbers = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


class Texts(NamedTuple):
    """Texts one after another, and where each begins; the last place is the end."""

    content: NDArray[np.uint8]
    start: NDArray[np.uint32]

    def at(self, places: Places) -> list[str]:
        """The texts at some places, in their order."""
        held = self.content.data
        bounds = zip(self.start[places].tolist(), self.start[places + 1].tolist(), strict=True)
        return [str(held[start:end], "utf-8") for start, end in bounds]


class Names(NamedTuple):
    """The names, in the order of their entities; the pieces of each begin at ``start``."""

    start: NDArray[np.uint32]
    piece: NDArray[np.uint32]
    after: NDArray[np.uint32]
    arabic: NDArray[np.bool_]
    weak: NDArray[np.bool_]
    words: NDArray[np.uint8]
    entity: Numbers

    def spelled(self, places: Places) -> Spelled:
        """Some of the names, as rows of pieces."""
        many = (self.start[places + 1] - self.start[places]).astype(np.intp)
        _, at = spread(self.start[places].astype(np.intp), many)
        return Spelled(
            many=many,
            number=self.piece[at].astype(np.intp),
            after=self.after[places].astype(np.int64),
            arabic=self.arabic[places],
            refused=np.zeros(len(places), dtype=np.bool_),
        )


class Terms(NamedTuple):
    """The different sounds of the names; the names of each begin at ``start`` in ``name``.

    ``of_name`` has the first terms of each name, and the number after the last term for none.
    ``key`` is sorted, and ``term`` is found by it: several keys a sound.
    """

    voice: NDArray[np.int64]
    start: NDArray[np.uint32]
    name: Numbers
    of_name: Numbers
    key: Hashes
    term: Numbers


class Facts(NamedTuple):
    """What is known of the entities beside their names; each kind begins at its ``…_start``.

    A birth is a year, the last year it may be, a month and a day, 0 where they are not known.
    ``number`` is sorted, ``holder`` the entity of each.
    """

    identity: NDArray[np.uint8]
    first_name: Numbers
    birth_start: NDArray[np.uint32]
    birth: NDArray[np.int16]
    nation_start: NDArray[np.uint32]
    nation: NDArray[np.uint16]
    place_start: NDArray[np.uint32]
    place: Hashes
    number: Hashes
    holder: Numbers


class Index(NamedTuple):
    """One list, ready to be looked up in."""

    rows: Rows
    row_identity: Hashes
    pieces: Pieces
    names: Names
    text: Texts
    folded: Texts
    plain: Texts
    bones: Texts
    terms: Terms
    facts: Facts


def texts(written: Sequence[str]) -> Texts:
    """Texts as columns."""
    held = [text.encode() for text in written]
    content = np.frombuffer(b"".join(held), dtype=np.uint8)
    return Texts(content=content, start=starts(map(len, held)))


def starts(counts: Iterable[int]) -> NDArray[np.uint32]:
    """Where each row begins that counts so many, and the end of the last."""
    return np.cumsum([0, *counts], dtype=np.int64).astype(np.uint32)


def hashed(*parts: str) -> int:
    """The key of some texts: the same on every machine."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def row_names(spellings: Iterable[tuple[str, str, bool]]) -> list[tuple[str, str, str]]:
    """What rows are told apart by, in every vocabulary."""
    return [(spelt, sound, str(arabic)) for spelt, sound, arabic in spellings]


def ranges(held: Hashes, wanted: Hashes) -> tuple[Places, Places]:
    """Of each wanted key where it begins among the sorted ones, and how often it is there."""
    first = np.searchsorted(held, wanted, side="left")
    return first, np.searchsorted(held, wanted, side="right") - first


def stacked(one: Iterable[NDArray[np.generic]], two: Iterable[NDArray[np.generic]]) -> list[Any]:
    """Each column of one with that of the other after it."""
    return [np.concatenate(columns) for columns in zip(one, two, strict=True)]
