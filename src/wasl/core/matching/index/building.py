"""An index built from what is looked for, some thousands of names at a time."""

import base64
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

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
    row_names,
    starts,
    texts,
)
from wasl.core.matching.index.sounding import held_ways, keys_of, sought
from wasl.core.matching.index.subjects import Subject
from wasl.core.matching.index.weighing import nation_code
from wasl.core.matching.library import Columns, Spelled, laid_out, read_names
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
        self._texts: list[str] = []
        self._owners: list[int] = []
        self._blocks: list[tuple[Spelled, tuple[Texts, ...]]] = []
        self._entity: list[Places] = []
        self.not_compared = 0

    def add(self, subject: Subject) -> None:
        """The subject is looked for; subjects come in the order of their ids."""
        names = dict.fromkeys(subject.names)
        self._texts += names
        self._owners += [len(self._subjects)] * len(names)
        self._subjects.append(subject)
        if len(self._texts) >= self._block:
            self._close()

    def _close(self) -> None:
        """The names of a block become columns; those that cannot be compared are left out."""
        read = read_names(self._texts, self._vocabulary)
        kept = np.flatnonzero(~read.spelled.refused)
        self.not_compared += len(self._texts) - len(kept)
        columns = (self._texts, read.folded, read.plain, read.bones)
        written = tuple(texts([column[place] for place in kept.tolist()]) for column in columns)
        spelled = read.spelled._replace(
            many=read.spelled.many[kept],
            after=read.spelled.after[kept],
            arabic=read.spelled.arabic[kept],
            refused=read.spelled.refused[kept],
        )
        self._blocks.append((spelled, written))
        self._entity.append(np.array(self._owners, dtype=np.intp)[kept])
        self._texts, self._owners = [], []

    def index(self) -> Index:
        """The index of everything added."""
        self._close()
        names = Spelled(*_stacked([block for block, _ in self._blocks]))
        written = [_one_text(column) for column in zip(*(w for _, w in self._blocks), strict=True)]
        pieces, rows = self._vocabulary.columns(), self._vocabulary.rows()
        units, columns = laid_out(names, pieces)
        unit, owner = sought(units, columns, rows)
        entity = np.concatenate(self._entity)
        return Index(
            rows=rows,
            row_identity=np.array(
                [hashed(*spelling) for spelling in row_names(self._vocabulary.spellings())],
                dtype=np.uint64,
            ),
            pieces=pieces,
            names=Names(
                start=starts(names.many.tolist()),
                piece=names.number.astype(np.uint32),
                after=names.after.astype(np.uint32),
                arabic=names.arabic,
                weak=_is_weak(columns, written[1]),
                words=np.minimum(columns.content, MOST_COUNTED).astype(np.uint8),
                entity=entity.astype(np.int32),
            ),
            text=written[0],
            folded=written[1],
            plain=written[2],
            bones=written[3],
            terms=self._terms(units.voice[unit], owner, len(entity)),
            facts=_facts(self._subjects, entity),
        )

    def _terms(self, voice: Places, owner: Places, count: int) -> Terms:
        found, which = np.unique(voice, return_inverse=True)
        # One name once under each sound.
        pairs = np.unique(which.astype(np.int64) * (count + 1) + owner)
        term, name = np.divmod(pairs, count + 1)
        spellings = self._vocabulary.spellings()
        row, _, _ = words_of(found)
        spelt = [spellings[at][0] for at in row.tolist()]
        key, of = keys_of(voices(found, self._vocabulary.rows()), spelt, held_ways)
        order = np.lexsort((of, key))
        return Terms(
            voice=found,
            start=starts(np.bincount(term, minlength=len(found)).tolist()),
            name=name.astype(np.int32),
            of_name=_by_name(term, name, count, len(found)),
            key=key[order],
            term=of[order],
        )


def built(fitted: Fitted, subjects: Iterable[Subject]) -> Index:
    """The index of some subjects."""
    builder = Builder(fitted)
    for subject in subjects:
        builder.add(subject)
    return builder.index()


def _is_weak(columns: Columns, folded: Texts) -> NDArray[np.bool_]:
    """Whether each name is of one word, or of one that counts, or of common ones only."""
    blanks = np.concatenate(([0], np.cumsum(folded.content == ord(" "))))
    single = blanks[folded.start[1:]] == blanks[folded.start[:-1]]
    weak: NDArray[np.bool_] = single | (columns.content < 2) | (columns.weight < WEAK)
    return weak


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


def _facts(subjects: Sequence[Subject], entity: Places) -> Facts:
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
        first_name=np.searchsorted(entity, np.arange(len(subjects))).astype(np.int32),
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
