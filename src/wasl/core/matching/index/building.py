"""An index built from what is looked for, some thousands of names at a time."""

import base64
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.holding import (
    Facts,
    Index,
    Names,
    Numbers,
    Places,
    Terms,
    Texts,
    hashed,
    starts,
    texts,
)
from wasl.core.matching.index.sounding import held_ways, keys_of, sought
from wasl.core.matching.index.subjects import Subject
from wasl.core.matching.index.weighing import nation_code
from wasl.core.matching.library import Spelled, laid_out, spelled
from wasl.core.matching.names import Name, read
from wasl.core.matching.vocabulary import Vocabulary
from wasl.core.matching.voices import voices, words_of

BLOCK = 50_000
# Less than this, in thousandths of a rare word, tells nobody from anybody.
WEAK = 600
MOST_COUNTED = 255
# Terms of a name that say how near it is before it is scored.
MOST_TERMS = 8


class Builder:
    """Takes subjects one by one, and gives their index."""

    def __init__(self, fitted: Fitted, block: int = BLOCK) -> None:
        self._vocabulary = Vocabulary(fitted.counts, fitted.people)
        self._block = block
        self._subjects: list[Subject] = []
        self._first: list[int] = []
        self._read: list[Name] = []
        self._texts: list[str] = []
        self._blocks: list[tuple[Spelled, tuple[Texts, ...]]] = []
        self._entity: list[int] = []
        self._single: list[bool] = []
        self.not_compared = 0

    def add(self, subject: Subject) -> None:
        """The subject is looked for; a name that cannot be compared is counted and left out."""
        self._first.append(len(self._entity))
        for text in dict.fromkeys(subject.names):
            name = read(text, self._vocabulary)
            if name.refusal is not None:
                self.not_compared += 1
                continue
            self._read.append(name)
            self._texts.append(text)
            self._single.append(_is_single(name))
            self._entity.append(len(self._subjects))
        self._subjects.append(subject)
        if len(self._read) >= self._block:
            self._close()

    def _close(self) -> None:
        """The names of a block become columns."""
        written = (
            texts(self._texts),
            texts([name.folded for name in self._read]),
            texts([name.plain for name in self._read]),
            texts([name.bones for name in self._read]),
        )
        self._blocks.append((spelled(self._read), written))
        self._read, self._texts = [], []

    def index(self) -> Index:
        """The index of everything added."""
        self._close()
        names = Spelled(*_stacked([block for block, _ in self._blocks]))
        written = [_one_text(column) for column in zip(*(w for _, w in self._blocks), strict=True)]
        pieces, rows = self._vocabulary.columns(), self._vocabulary.rows()
        units, columns = laid_out(names, pieces)
        unit, owner = sought(units, columns, rows)
        spellings = self._vocabulary.spellings
        return Index(
            rows=rows,
            row_identity=np.array(
                [hashed(spelt, sound, str(arabic)) for spelt, sound, arabic in spellings],
                dtype=np.uint64,
            ),
            pieces=pieces,
            names=Names(
                start=starts(names.many.tolist()),
                piece=names.number.astype(np.uint32),
                after=names.after.astype(np.uint32),
                arabic=names.arabic,
                weak=np.array(self._single, dtype=np.bool_) | (columns.weight < WEAK),
                words=np.minimum(columns.content, MOST_COUNTED).astype(np.uint8),
                entity=np.array(self._entity, dtype=np.int32),
            ),
            text=written[0],
            folded=written[1],
            plain=written[2],
            bones=written[3],
            terms=self._terms(units.voice[unit], owner),
            facts=_facts(self._subjects, self._first),
        )

    def _terms(self, voice: np.ndarray, owner: np.ndarray) -> Terms:
        found, which = np.unique(voice, return_inverse=True)
        # One name once under each sound.
        pairs = np.unique(which.astype(np.int64) * (len(self._entity) + 1) + owner)
        term, name = np.divmod(pairs, len(self._entity) + 1)
        spellings = self._vocabulary.spellings
        row, _, _ = words_of(found)
        spelt = [spellings[at][0] for at in row.tolist()]
        key, of = keys_of(voices(found, self._vocabulary.rows()), spelt, held_ways)
        order = np.lexsort((of, key))
        return Terms(
            voice=found,
            start=starts(np.bincount(term, minlength=len(found)).tolist()),
            name=name.astype(np.int32),
            of_name=_by_name(term, name, len(self._entity), len(found)),
            key=key[order],
            term=of[order],
        )


def built(fitted: Fitted, subjects: Iterable[Subject]) -> Index:
    """The index of some subjects."""
    builder = Builder(fitted)
    for subject in subjects:
        builder.add(subject)
    return builder.index()


def _is_single(name: Name) -> bool:
    """Whether one written word of a name counts, or none."""
    each = zip(name.pieces, name.homes, strict=True)
    return len({home for piece, home in each if piece.counts}) < 2


def _by_name(term: Places, name: Places, names: int, none: int) -> Numbers:
    """The first terms of each name, ``none`` where it has fewer."""
    order = np.lexsort((term, name))
    count = np.bincount(name, minlength=names)
    first = np.cumsum(count) - count
    place = np.arange(len(order)) - first[name[order]]
    kept = place < MOST_TERMS
    found = np.full((names, MOST_TERMS), none, dtype=np.int32)
    found[name[order][kept], place[kept]] = term[order][kept]
    return found


def _stacked(blocks: Sequence[Spelled]) -> list[np.ndarray]:
    return [np.concatenate(columns) for columns in zip(*blocks, strict=True)]


def _one_text(blocks: Sequence[Texts]) -> Texts:
    counts = np.concatenate([np.diff(block.start) for block in blocks])
    content = np.concatenate([block.content for block in blocks])
    return Texts(content=content, start=starts(counts.tolist()))


def _facts(subjects: Sequence[Subject], first: Sequence[int]) -> Facts:
    place = {subject.identity: at for at, subject in enumerate(subjects)}
    numbers = sorted(
        {
            (hashed(kind, key), place[holder])
            for subject in subjects
            for kind, key in subject.numbers
            for holder in subject.holders
            if holder in place
        }
    )
    births = list(chain.from_iterable(subject.births for subject in subjects))
    nations = [nation_code(nation) for subject in subjects for nation in subject.nations]
    spots = [hashed(spot) for subject in subjects for spot in subject.places]
    digests = b"".join(digest_of(subject.identity) for subject in subjects)
    return Facts(
        identity=np.frombuffer(digests, dtype=np.uint8).reshape(-1, 32),
        first_name=np.array(first, dtype=np.int32),
        birth_start=starts(len(subject.births) for subject in subjects),
        birth=np.array(births, dtype=np.int16).reshape(-1, 4),
        nation_start=starts(len(subject.nations) for subject in subjects),
        nation=np.array(nations, dtype=np.uint16),
        place_start=starts(len(subject.places) for subject in subjects),
        place=np.array(spots, dtype=np.uint64),
        number=np.array([key for key, _ in numbers], dtype=np.uint64),
        holder=np.array([holder for _, holder in numbers], dtype=np.int32),
    )


def digest_of(identity: str) -> bytes:
    """The bytes of an entity's id."""
    return base64.b32decode(identity.removeprefix("e1:").upper() + "====")


def identity_of(digest: bytes) -> str:
    """The id of an entity from its bytes."""
    return f"e1:{base64.b32encode(digest).decode().rstrip('=').lower()}"
