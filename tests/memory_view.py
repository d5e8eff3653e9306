"""What lies in a store in memory, and how it is read and changed."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from typing import Any, TypeVar

from tests.memory_disk import Disk, Place
from tests.memory_faults import Faults, suffer
from wasl.core.errors import UnavailableError
from wasl.node.rows import (
    BodyRow,
    CheckpointRow,
    DraftRow,
    EntryRow,
    FileRow,
    HouseRow,
    LinkRow,
    LogRow,
    OfficerRow,
    OwnPrekeyRow,
    PartnerRow,
    PartRow,
    PoolRow,
    RefusalRow,
    ReviewRow,
    StatementRow,
    SubtreeRow,
    TheirPrekeyRow,
    WaitingRow,
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class MemoryView:
    """A ``Look``, and a ``Turn`` while it may write; every change can be undone, last first."""

    def __init__(
        self, disk: Disk, faults: Faults, numbers: Counter[str], *, writing: bool
    ) -> None:
        self._whole: Disk | None = disk
        self._faults = faults
        self._numbers = numbers
        self._writing = writing
        self._changes: list[tuple[dict[Any, Any], Any, Any]] = []
        self._loss: UnavailableError | None = None

    # --------------------------------------------------------------------------- changing

    @property
    def _disk(self) -> Disk:
        if self._loss is not None:
            raise self._loss
        if self._whole is None:
            raise RuntimeError("no look and no turn is open")
        return self._whole

    def close(self) -> None:
        """Nothing is asked or changed through this view any more."""
        self._whole = None

    @property
    def wrote(self) -> bool:
        """Whether anything was changed and not undone."""
        return bool(self._changes)

    def require_whole(self) -> None:
        """No write of the turn was refused; else the refusal again."""
        if self._loss is not None:
            raise self._loss

    def undo(self, kept: int) -> None:
        """All changes but the first ``kept`` are taken back."""
        while len(self._changes) > kept:
            table, key, old = self._changes.pop()
            if old is None:
                del table[key]
            else:
                table[key] = old

    def _keep(self, table: dict[K, V], key: K, value: V) -> None:
        """One write: it may be the one that fails."""
        self._may_write()
        self._note(table, key, value)

    def _note(self, table: dict[K, V], key: K, value: V) -> None:
        """A change that is part of a write: an index."""
        self._changes.append((table, key, table.get(key)))
        table[key] = value

    def _drop(self, table: dict[K, V], key: K) -> None:
        self._may_write()
        if key in table:
            self._changes.append((table, key, table.pop(key)))

    def _may_write(self) -> None:
        if not self._writing:
            raise RuntimeError("a look does not write")
        try:
            suffer(self._faults.write())
        except UnavailableError as error:
            self._loss = error
            raise

    def _next_number(self, queue: str, held: dict[int, Any]) -> int:
        self._numbers[queue] = max(self._numbers[queue], *held, 0) + 1
        return self._numbers[queue]

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        _, mark = self._disk, len(self._changes)
        kept = False
        try:
            yield
            kept = True
        finally:
            if not kept:
                self.undo(mark)

    # ---------------------------------------------------------------------------- parties

    def setting(self, name: str) -> bytes | None:
        return self._disk.settings.get(name)

    def settings(self) -> Sequence[tuple[str, bytes]]:
        return sorted(self._disk.settings.items())

    def put_setting(self, name: str, value: bytes) -> None:
        self._keep(self._disk.settings, name, value)

    def drop_setting(self, name: str) -> None:
        self._drop(self._disk.settings, name)

    def partners(self) -> Sequence[PartnerRow]:
        return _by_key(self._disk.partners)

    def partner(self, node: str) -> PartnerRow | None:
        return self._disk.partners.get(node)

    def put_partner(self, row: PartnerRow) -> None:
        self._keep(self._disk.partners, row.node, row)

    def links(self) -> Sequence[LinkRow]:
        return _by_key(self._disk.links)

    def put_link(self, row: LinkRow) -> None:
        self._keep(self._disk.links, row.own, row)

    def statement(self, sha256: str) -> StatementRow | None:
        return self._disk.statements.get(sha256)

    def put_statement(self, row: StatementRow) -> None:
        self._keep(self._disk.statements, row.sha256, row)

    def own_prekey(self, id: bytes) -> OwnPrekeyRow | None:
        return self._disk.own_prekeys.get(id)

    def own_prekeys(self, link: str) -> Sequence[OwnPrekeyRow]:
        held = [row for row in self._disk.own_prekeys.values() if row.link == link]
        return sorted(held, key=attrgetter("until_us", "id"))

    def put_own_prekey(self, row: OwnPrekeyRow) -> None:
        self._keep(self._disk.own_prekeys, row.id, row)

    def destroy_own_prekeys(self, before_us: int) -> int:
        held = self._disk.own_prekeys
        gone = [row.id for row in held.values() if row.until_us < before_us]
        for prekey in gone:
            self._drop(held, prekey)
        return len(gone)

    def their_prekeys(self, link: str) -> Sequence[TheirPrekeyRow]:
        held = [row for row in self._disk.their_prekeys.values() if row.link == link]
        return sorted(held, key=attrgetter("until_us", "id"))

    def put_their_prekey(self, row: TheirPrekeyRow) -> None:
        self._keep(self._disk.their_prekeys, row.id, row)

    def drop_their_prekey(self, id: bytes) -> None:
        self._drop(self._disk.their_prekeys, id)

    def pool(self, link: str) -> Sequence[PoolRow]:
        return [row for (held, _), row in sorted(self._disk.pools.items()) if held == link]

    def put_pool(self, row: PoolRow) -> None:
        self._keep(self._disk.pools, (row.link, row.first), row)

    def drop_pool(self, link: str, first: int) -> None:
        self._drop(self._disk.pools, (link, first))

    # ------------------------------------------------------------------------------- logs

    def log(self, link: str) -> LogRow | None:
        return self._disk.logs.get(link)

    def add_log(self, row: LogRow) -> None:
        if row.link in self._disk.logs:
            raise RuntimeError("the log has begun already")
        self._keep(self._disk.logs, row.link, row)

    def swap_log(self, row: LogRow, *, size: int, peaks: bytes) -> None:
        held = self._disk.logs.get(row.link)
        if held is None or (held.size, held.peaks) != (size, peaks):
            raise RuntimeError("the head of the log is another")
        self._keep(self._disk.logs, row.link, row)

    def entry(self, link: str, index: int) -> EntryRow | None:
        return self._disk.entries.get((link, index))

    def entries(self, link: str, start: int, stop: int) -> Sequence[EntryRow]:
        held = self._disk.entries
        stop = min(stop, self._disk.ends.get(link, 0))
        found = (held.get((link, index)) for index in range(max(start, 0), stop))
        return [row for row in found if row is not None]

    def leaves(self, link: str, start: int, stop: int) -> Sequence[bytes]:
        return [row.leaf for row in self.entries(link, start, stop)]

    def entries_by_leaf(self, leaves: Sequence[bytes]) -> Sequence[EntryRow]:
        return self._at(self._disk.by_leaf, leaves)

    def entries_of_cases(self, cases: Sequence[str]) -> Sequence[EntryRow]:
        return self._at(self._disk.by_case, cases)

    def entries_of_kinds(self, link: str, kinds: Sequence[str]) -> Sequence[EntryRow]:
        return self._at(self._disk.by_kind, [(link, kind) for kind in kinds])

    def _at(self, index: dict[K, tuple[Place, ...]], keys: Sequence[K]) -> Sequence[EntryRow]:
        held = self._disk.entries
        return [held[place] for place in sorted({p for k in keys for p in index.get(k, ())})]

    def entries_citing(self, leaves: Sequence[bytes]) -> Sequence[tuple[bytes, EntryRow]]:
        held, citing = self._disk.entries, self._disk.citing
        found = {(*place, leaf) for leaf in leaves for place in citing.get(leaf, ())}
        standing = [at for at in sorted(found) if at[:2] in held]
        return [(leaf, held[link, index]) for link, index, leaf in standing]

    def case_references(self, after: str, limit: int) -> Sequence[str]:
        held = self._disk.by_case
        return sorted(case for case in held if held[case] and case > after)[:limit]

    def void_entries(self, link: str) -> Sequence[EntryRow]:
        rows = self.entries(link, 0, self._disk.ends.get(link, 0))
        return [row for row in rows if row.rule or row.body_rule]

    def awake_cases(self) -> Sequence[str]:
        return sorted(self._disk.awake)

    def wake_cases(self, cases: Iterable[str]) -> None:
        for case in sorted(set(cases)):
            self._keep(self._disk.awake, case, True)

    def rest_cases(self, cases: Iterable[str]) -> None:
        for case in sorted(set(cases)):
            self._drop(self._disk.awake, case)

    def entries_dated(self, until_us: int) -> Sequence[EntryRow]:
        held = self._disk.entries
        places = {place for at_us, place in self._disk.reviews if at_us <= until_us}
        return [held[place] for place in sorted(places) if place in held]

    def subtrees(self, link: str, stop: int) -> Sequence[bytes]:
        held = self._disk.subtrees
        return [held[at] for at in sorted(held) if at[0] == link and at[1] < stop]

    def put_subtree(self, row: SubtreeRow) -> None:
        self._keep(self._disk.subtrees, (row.link, row.index), row.root)

    def put_reviews(self, rows: Sequence[ReviewRow]) -> None:
        for row in rows:
            self._keep(self._disk.reviews, (row.until_us, (row.link, row.index)), True)

    def drop_reviews(self, rows: Sequence[ReviewRow]) -> None:
        for row in rows:
            self._drop(self._disk.reviews, (row.until_us, (row.link, row.index)))

    def add_entries(self, rows: Sequence[EntryRow]) -> None:
        disk = self._disk
        for row in rows:
            place = (row.link, row.index)
            if place in disk.entries:
                raise RuntimeError("the index is held already")
            self._keep(disk.entries, place, row)
            self._note(disk.ends, row.link, max(disk.ends.get(row.link, 0), row.index + 1))
            self._index(disk.by_leaf, row.leaf, place)
            self._index(disk.by_case, row.case, place)
            self._index(disk.by_kind, (row.link, row.kind), place)

    def _index(self, index: dict[K, tuple[Place, ...]], key: K, place: Place) -> None:
        held = index.get(key, ())
        if place not in held:
            self._note(index, key, (*held, place))

    def drop_entries(self, link: str, start: int) -> None:
        disk = self._disk
        for row in self.entries(link, start, disk.ends.get(link, 0)):
            place = (link, row.index)
            self.destroy_body(*place)
            self._drop(disk.entries, place)
            indexes: list[tuple[dict[Any, tuple[Place, ...]], Any]] = [
                (disk.by_leaf, row.leaf),
                (disk.by_case, row.case),
                (disk.by_kind, (link, row.kind)),
                *((disk.citing, leaf) for leaf, at in disk.citing.items() if place in at),
            ]
            self._drop(disk.subtrees, place)
            for review in [each for each in disk.reviews if each[1] == place]:
                self._drop(disk.reviews, review)
            for index, key in indexes:
                self._note(index, key, tuple(at for at in index[key] if at != place))
        self._note(disk.ends, link, min(disk.ends.get(link, 0), start))
        for at in [at for at in disk.checkpoints if at[0] == link and at[1] > start]:
            self._drop(disk.checkpoints, at)

    def set_body_rule(self, link: str, index: int, rule: str) -> None:
        held = self._disk.entries.get((link, index))
        if held is None:
            raise RuntimeError("no such entry")
        self._keep(self._disk.entries, (link, index), replace(held, body_rule=rule))

    def cite(self, link: str, index: int, leaves: Sequence[bytes]) -> None:
        citing = self._disk.citing
        for leaf in leaves:
            self._may_write()
            self._index(citing, leaf, (link, index))

    def checkpoint(self, link: str, size: int) -> CheckpointRow | None:
        return self._disk.checkpoints.get((link, size))

    def checkpoints(self, link: str, start: int, stop: int) -> Sequence[CheckpointRow]:
        held = self._disk.checkpoints.values()
        found = [row for row in held if row.link == link and start <= row.size < stop]
        return sorted(found, key=attrgetter("size"))

    def put_checkpoint(self, row: CheckpointRow) -> None:
        self._keep(self._disk.checkpoints, (row.link, row.size), row)

    # ----------------------------------------------------------------------------- bodies

    def has_body(self, link: str, index: int) -> bool:
        return (link, index) in self._disk.bodies

    def body(self, link: str, index: int) -> BodyRow | None:
        return self._disk.bodies.get((link, index))

    def bodies(self, link: str, start: int, stop: int) -> Sequence[BodyRow]:
        held = self._disk.bodies
        if stop - start > len(held):
            found = [
                row for row in held.values() if row.link == link and start <= row.index < stop
            ]
            return sorted(found, key=attrgetter("index"))
        return [held[link, index] for index in range(start, stop) if (link, index) in held]

    def put_bodies(self, rows: Sequence[BodyRow]) -> None:
        for row in rows:
            self._keep(self._disk.bodies, (row.link, row.index), row)

    def destroy_body(self, link: str, index: int) -> None:
        self._drop(self._disk.bodies, (link, index))
        for row in self.files_of(link, index):
            self._drop(self._disk.files, (row.sha256, link, index))

    def file(self, sha256: str) -> FileRow | None:
        found = [key for key in self._disk.files if key[0] == sha256 and key[2] >= 0]
        return self._disk.files[min(found)] if found else None

    def file_in(self, sha256: str, link: str, *, after: int = -1) -> FileRow | None:
        found = [key for key in self._disk.files if key[:2] == (sha256, link)]
        found = [key for key in found if key[2] > after]
        return self._disk.files[min(found)] if found else None

    def files_of(self, link: str, index: int) -> Sequence[FileRow]:
        held = self._disk.files
        return [held[key] for key in sorted(held) if key[1:] == (link, index)]

    def put_file(self, row: FileRow) -> None:
        self._keep(self._disk.files, (row.sha256, row.link, row.index), row)

    def file_at(self, sha256: str, link: str, index: int) -> FileRow | None:
        return self._disk.files.get((sha256, link, index))

    def part(self, link: str, tag: int, sha256: str, offset: int) -> PartRow | None:
        return self._disk.parts.get((link, tag, sha256, offset))

    def part_offsets(self, link: str, tag: int, sha256: str) -> Sequence[int]:
        return sorted(key[3] for key in self._disk.parts if key[:3] == (link, tag, sha256))

    def put_part(self, row: PartRow) -> None:
        self._keep(self._disk.parts, (row.link, row.tag, row.sha256, row.offset), row)

    def drop_parts(self, link: str, tag: int, limit: int) -> int:
        found = sorted(key for key in self._disk.parts if key[:2] == (link, tag))[:limit]
        for key in found:
            self._drop(self._disk.parts, key)
        return len(found)

    # ------------------------------------------------------------------------------ house

    def draft(self, id: str) -> DraftRow | None:
        return self._disk.drafts.get(id)

    def drafts(self) -> Sequence[DraftRow]:
        return sorted(self._disk.drafts.values(), key=attrgetter("at_us", "id"))

    def put_draft(self, row: DraftRow) -> None:
        self._keep(self._disk.drafts, row.id, row)

    def drop_draft(self, id: str) -> None:
        self._drop(self._disk.drafts, id)

    def waiting(self, link: str) -> Sequence[WaitingRow]:
        return [row for row in _by_key(self._disk.waiting) if row.link == link]

    def add_waiting(self, row: WaitingRow) -> None:
        number = self._next_number("waiting", self._disk.waiting)
        self._keep(self._disk.waiting, number, replace(row, number=number))

    def drop_waiting(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._drop(self._disk.waiting, number)

    def officer(self, id: str) -> OfficerRow | None:
        return self._disk.officers.get(id)

    def officers(self) -> Sequence[OfficerRow]:
        return _by_key(self._disk.officers)

    def put_officer(self, row: OfficerRow) -> None:
        self._keep(self._disk.officers, row.id, row)

    def house(self, start: int, stop: int) -> Sequence[HouseRow]:
        return [row for row in _by_key(self._disk.house) if start <= row.index < stop]

    def house_size(self) -> int:
        return max(self._disk.house, default=-1) + 1

    def add_house(self, rows: Sequence[HouseRow]) -> None:
        for row in rows:
            if row.index in self._disk.house:
                raise RuntimeError("the index is held already")
            self._keep(self._disk.house, row.index, row)

    def refusals(self, limit: int) -> Sequence[RefusalRow]:
        return _by_key(self._disk.refusals)[-limit:] if limit else []

    def add_refusal(self, row: RefusalRow) -> None:
        number = self._next_number("refusals", self._disk.refusals)
        self._keep(self._disk.refusals, number, replace(row, number=number))


def _by_key(table: dict[Any, V]) -> list[V]:
    return [table[key] for key in sorted(table)]
