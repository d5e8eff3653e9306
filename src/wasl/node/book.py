"""What governs one link, folded from both logs and kept in memory: a cache, never a source."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wasl.core.arrangement import Arrangement, read_arrangement
from wasl.core.entry import Entry, read_entry
from wasl.core.log import EMPTY_ROOT, Range
from wasl.core.policy.force import (
    GOVERNING_KINDS,
    Force,
    Governing,
    force_at,
    keys_at,
    recognition_of,
)
from wasl.node.ports import Look
from wasl.node.rows import EntryRow, LinkRow, LogRow
from wasl.seal.cosign import read_checkpoint
from wasl.seal.keys import Keys, read_keys
from wasl.seal.note import read_note


@dataclass(slots=True, kw_only=True)
class Book:
    """The governing entries of both logs of a link, with the statements they bring."""

    link: LinkRow
    node: str
    own: tuple[Governing, ...]
    theirs: tuple[Governing, ...]
    texts: Mapping[str, Arrangement]
    keys: Mapping[str, Keys]
    own_keys: str  # SHA-256 of the statement that rules our first entry
    their_keys: str
    own_places: tuple[int, ...]  # the index of every governing entry, void ones included
    their_places: tuple[int, ...]
    _forces: dict[tuple[bool, int, int], Force]

    def force(self, *, ours: bool, index: int, seen: int) -> Force:
        """What rules the entry at ``index`` of our log (or theirs), having seen so much."""
        own, other = (self.own, self.theirs) if ours else (self.theirs, self.own)
        key = (ours, _before(own, index), _before(other, seen))
        if key not in self._forces:
            self._forces[key] = force_at(own[: key[1]], other[: key[2]])
        return self._forces[key]

    def keys_of(self, *, ours: bool, size: int) -> Keys:
        """The key statement whose keys sign a checkpoint of this size of our log (or theirs)."""
        return self.keys[self.keys_sha256(ours=ours, size=size)]

    def keys_sha256(self, *, ours: bool, size: int) -> str:
        """The SHA-256 of that statement."""
        initial = self.own_keys if ours else self.their_keys
        return keys_at(initial, self.own if ours else self.theirs, size)

    def bringing(self, entry: Entry, keys: Keys, *, ours: bool) -> "Book":
        """The book once the entry has brought its key statement, into our log or theirs."""
        brought = governing(entry, 0)
        return replace(
            self,
            own=(*self.own, brought) if ours else self.own,
            theirs=self.theirs if ours else (*self.theirs, brought),
            keys={**self.keys, brought.statement: keys},
            _forces={},
        )

    def governs(self, *, ours: bool, start: int, stop: int) -> bool:
        """Whether a checkpoint over these entries covers a governing one (and so needs ML-DSA)."""
        places = self.own_places if ours else self.their_places
        return any(start <= index < stop for index in places)

    def recognises(self) -> bool:
        """Whether we recognise the partner now: not where we suspended or withdrew it."""
        return recognition_of(self.own) == "recognised"

    def text(self, sha256: str) -> Arrangement | None:
        """The arrangement text of this hash, if either log brought it."""
        return self.texts.get(sha256)


def load_book(look: Look, link: LinkRow, node: str) -> Book:
    """The book of a link, read from the store."""
    own_rows = look.entries_of_kinds(link.own, GOVERNING_KINDS)
    their_rows = look.entries_of_kinds(link.theirs, GOVERNING_KINDS)
    own, theirs = governing_entries(look, own_rows), governing_entries(look, their_rows)
    partner = look.partner(link.partner)
    own_keys = (look.setting(f"keys/{link.own}") or b"").decode()
    if partner is None or not own_keys:
        raise RuntimeError("a link without the keys of both sides")
    wanted = {own_keys, partner.keys_sha256}
    wanted |= {e.statement for e in (*own, *theirs) if e.kind == "key" and e.statement}
    texts = {e.statement for e in (*own, *theirs) if e.kind == "arrangement" and e.statement}
    return Book(
        link=link,
        node=node,
        own=own,
        theirs=theirs,
        texts={sha: text for sha in texts if (text := arrangement_of(look, sha)) is not None},
        keys={sha: keys for sha in wanted if (keys := keys_of(look, sha)) is not None},
        own_keys=own_keys,
        their_keys=partner.keys_sha256,
        own_places=tuple(row.index for row in own_rows),
        their_places=tuple(row.index for row in their_rows),
        _forces={},
    )


def governing_entries(look: Look, rows: Sequence[EntryRow]) -> tuple[Governing, ...]:
    """The rows that stand, as the fold of what is in force wants them."""
    found = []
    for row in rows:
        if not row.rule:
            entry = read_entry(row.entry)
            text = arrangement_of(look, entry.statement) if row.kind == "arrangement" else None
            found.append(governing(entry, text.version if text else 0))
    return tuple(found)


def governing(entry: Entry, version: int) -> Governing:
    """One entry as the fold of what is in force wants it."""
    return Governing(
        index=entry.index,
        seen=entry.seen.size,
        kind=entry.kind,
        move=entry.move,
        case=entry.case or "",
        statement=entry.statement or "",
        version=version,
    )


def arrangement_of(look: Look, sha256: str | None) -> Arrangement | None:
    """The stored arrangement text of this hash."""
    row = look.statement(sha256) if sha256 else None
    if row is None or row.kind != "arrangement":
        return None
    return read_arrangement(read_note(row.note).text)


def keys_of(look: Look, sha256: str) -> Keys | None:
    """The stored key statement of this hash."""
    row = look.statement(sha256)
    return read_keys(read_note(row.note)) if row and row.kind == "keys" else None


def root_at(look: Look, log: LogRow, size: int) -> bytes:
    """The root of the first ``size`` entries we hold of a log; ``size`` may not exceed it."""
    if size > log.size:
        raise ValueError("a root beyond what is held")
    if size == 0:
        return EMPTY_ROOT
    if size == log.size:
        return Range.from_bytes(size, log.peaks).root()
    row = look.checkpoint(log.link, size)
    if row is not None:
        return read_checkpoint(read_note(row.note)).root
    return Range(size=0, peaks=()).extend(look.leaves(log.link, 0, size)).root()


def _before(entries: Sequence[Governing], index: int) -> int:
    return bisect_left(entries, index, key=lambda entry: entry.index)
