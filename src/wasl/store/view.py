"""Every question and every change of ``node/ports.py``, answered by the module that owns it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

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
from wasl.store import bodies, folds, house, logs, parties
from wasl.store.session import Session


class SqlView:
    """A ``Look``, and a ``Turn`` while the session writes."""

    def __init__(self, reading: Session, writing: Session | None) -> None:
        self._reading = reading
        self._writing = writing

    @property
    def _session(self) -> Session:
        if self._writing is None:
            raise RuntimeError("a look does not write")
        return self._writing

    # ---------------------------------------------------------------------------- reading

    def setting(self, name: str) -> bytes | None:
        return parties.setting(self._reading, name)

    def settings(self) -> Sequence[tuple[str, bytes]]:
        return parties.settings(self._reading)

    def partners(self) -> Sequence[PartnerRow]:
        return parties.partners(self._reading)

    def partner(self, node: str) -> PartnerRow | None:
        return parties.partner(self._reading, node)

    def links(self) -> Sequence[LinkRow]:
        return parties.links(self._reading)

    def log(self, link: str) -> LogRow | None:
        return logs.log(self._reading, link)

    def entry(self, link: str, index: int) -> EntryRow | None:
        return logs.entry(self._reading, link, index)

    def entries(self, link: str, start: int, stop: int) -> Sequence[EntryRow]:
        return logs.entries(self._reading, link, start, stop)

    def entries_by_leaf(self, leaves: Sequence[bytes]) -> Sequence[EntryRow]:
        return logs.entries_by_leaf(self._reading, leaves)

    def entries_of_cases(self, cases: Sequence[str]) -> Sequence[EntryRow]:
        return logs.entries_of_cases(self._reading, cases)

    def entries_of_kinds(self, link: str, kinds: Sequence[str]) -> Sequence[EntryRow]:
        return logs.entries_of_kinds(self._reading, link, kinds)

    def entries_citing(self, leaves: Sequence[bytes]) -> Sequence[tuple[bytes, EntryRow]]:
        return logs.entries_citing(self._reading, leaves)

    def case_references(self, after: str, limit: int) -> Sequence[str]:
        return logs.case_references(self._reading, after, limit)

    def awake_cases(self) -> Sequence[str]:
        return folds.awake_cases(self._reading)

    def subtrees(self, link: str, stop: int) -> Sequence[bytes]:
        return folds.subtrees(self._reading, link, stop)

    def entries_dated(self, until_us: int) -> Sequence[EntryRow]:
        return logs.entries_dated(self._reading, until_us)

    def void_entries(self, link: str) -> Sequence[EntryRow]:
        return logs.void_entries(self._reading, link)

    def leaves(self, link: str, start: int, stop: int) -> Sequence[bytes]:
        return logs.leaves(self._reading, link, start, stop)

    def has_body(self, link: str, index: int) -> bool:
        return bodies.has_body(self._reading, link, index)

    def body(self, link: str, index: int) -> BodyRow | None:
        return bodies.body(self._reading, link, index)

    def bodies(self, link: str, start: int, stop: int) -> Sequence[BodyRow]:
        return bodies.bodies(self._reading, link, start, stop)

    def file(self, sha256: str) -> FileRow | None:
        return bodies.file(self._reading, sha256)

    def files_of(self, link: str, index: int) -> Sequence[FileRow]:
        return bodies.files_of(self._reading, link, index)

    def file_in(self, sha256: str, link: str, *, after: int = -1) -> FileRow | None:
        return bodies.file_in(self._reading, sha256, link, after)

    def file_at(self, sha256: str, link: str, index: int) -> FileRow | None:
        return bodies.file_at(self._reading, sha256, link, index)

    def part(self, link: str, tag: int, sha256: str, offset: int) -> PartRow | None:
        return bodies.part(self._reading, link, tag, sha256, offset)

    def part_offsets(self, link: str, tag: int, sha256: str) -> Sequence[int]:
        return bodies.part_offsets(self._reading, link, tag, sha256)

    def checkpoint(self, link: str, size: int) -> CheckpointRow | None:
        return logs.checkpoint(self._reading, link, size)

    def checkpoints(self, link: str, start: int, stop: int) -> Sequence[CheckpointRow]:
        return logs.checkpoints(self._reading, link, start, stop)

    def statement(self, sha256: str) -> StatementRow | None:
        return parties.statement(self._reading, sha256)

    def own_prekey(self, id: bytes) -> OwnPrekeyRow | None:
        return parties.own_prekey(self._reading, id)

    def own_prekeys(self, link: str) -> Sequence[OwnPrekeyRow]:
        return parties.own_prekeys(self._reading, link)

    def their_prekeys(self, link: str) -> Sequence[TheirPrekeyRow]:
        return parties.their_prekeys(self._reading, link)

    def draft(self, id: str) -> DraftRow | None:
        return house.draft(self._reading, id)

    def drafts(self) -> Sequence[DraftRow]:
        return house.drafts(self._reading)

    def waiting(self, link: str) -> Sequence[WaitingRow]:
        return house.waiting(self._reading, link)

    def officer(self, id: str) -> OfficerRow | None:
        return house.officer(self._reading, id)

    def officers(self) -> Sequence[OfficerRow]:
        return house.officers(self._reading)

    def house(self, start: int, stop: int) -> Sequence[HouseRow]:
        return house.house(self._reading, start, stop)

    def house_size(self) -> int:
        return house.house_size(self._reading)

    def refusals(self, limit: int) -> Sequence[RefusalRow]:
        return house.refusals(self._reading, limit)

    def pool(self, link: str) -> Sequence[PoolRow]:
        return parties.pool(self._reading, link)

    # ---------------------------------------------------------------------------- writing

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with self._session.savepoint():
            yield

    def put_setting(self, name: str, value: bytes) -> None:
        parties.put_setting(self._session, name, value)

    def drop_setting(self, name: str) -> None:
        parties.drop_setting(self._session, name)

    def put_partner(self, row: PartnerRow) -> None:
        parties.put_partner(self._session, row)

    def put_link(self, row: LinkRow) -> None:
        parties.put_link(self._session, row)

    def add_log(self, row: LogRow) -> None:
        logs.add_log(self._session, row)

    def swap_log(self, row: LogRow, *, size: int, peaks: bytes) -> None:
        logs.swap_log(self._session, row, size, peaks)

    def add_entries(self, rows: Sequence[EntryRow]) -> None:
        logs.add_entries(self._session, rows)

    def drop_entries(self, link: str, start: int) -> None:
        logs.drop_entries(self._session, link, start)

    def set_body_rule(self, link: str, index: int, rule: str) -> None:
        logs.set_body_rule(self._session, link, index, rule)

    def wake_cases(self, cases: Iterable[str]) -> None:
        folds.wake_cases(self._session, cases)

    def rest_cases(self, cases: Iterable[str]) -> None:
        folds.rest_cases(self._session, cases)

    def put_subtree(self, row: SubtreeRow) -> None:
        folds.put_subtree(self._session, row)

    def put_reviews(self, rows: Sequence[ReviewRow]) -> None:
        folds.put_reviews(self._session, rows)

    def drop_reviews(self, rows: Sequence[ReviewRow]) -> None:
        folds.drop_reviews(self._session, rows)

    def cite(self, link: str, index: int, leaves: Sequence[bytes]) -> None:
        logs.cite(self._session, link, index, leaves)

    def put_bodies(self, rows: Sequence[BodyRow]) -> None:
        bodies.put_bodies(self._session, rows)

    def destroy_body(self, link: str, index: int) -> None:
        bodies.destroy_body(self._session, link, index)

    def put_file(self, row: FileRow) -> None:
        bodies.put_file(self._session, row)

    def put_part(self, row: PartRow) -> None:
        bodies.put_part(self._session, row)

    def drop_parts(self, link: str, tag: int, limit: int) -> int:
        return bodies.drop_parts(self._session, link, tag, limit)

    def put_checkpoint(self, row: CheckpointRow) -> None:
        logs.put_checkpoint(self._session, row)

    def put_statement(self, row: StatementRow) -> None:
        parties.put_statement(self._session, row)

    def put_own_prekey(self, row: OwnPrekeyRow) -> None:
        parties.put_own_prekey(self._session, row)

    def destroy_own_prekeys(self, before_us: int) -> int:
        return parties.destroy_own_prekeys(self._session, before_us)

    def put_their_prekey(self, row: TheirPrekeyRow) -> None:
        parties.put_their_prekey(self._session, row)

    def drop_their_prekey(self, id: bytes) -> None:
        parties.drop_their_prekey(self._session, id)

    def put_draft(self, row: DraftRow) -> None:
        house.put_draft(self._session, row)

    def drop_draft(self, id: str) -> None:
        house.drop_draft(self._session, id)

    def add_waiting(self, row: WaitingRow) -> None:
        house.add_waiting(self._session, row)

    def drop_waiting(self, numbers: Sequence[int]) -> None:
        house.drop_waiting(self._session, numbers)

    def put_officer(self, row: OfficerRow) -> None:
        house.put_officer(self._session, row)

    def add_house(self, rows: Sequence[HouseRow]) -> None:
        house.add_house(self._session, rows)

    def add_refusal(self, row: RefusalRow) -> None:
        house.add_refusal(self._session, row)

    def put_pool(self, row: PoolRow) -> None:
        parties.put_pool(self._session, row)

    def drop_pool(self, link: str, first: int) -> None:
        parties.drop_pool(self._session, link, first)
