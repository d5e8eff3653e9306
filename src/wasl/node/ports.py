"""What the node needs of the world, as protocols the edges implement."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from wasl.node.rows import (
    BodyRow,
    CheckpointRow,
    DraftRow,
    EntryRow,
    FileRow,
    HouseRow,
    LinkRow,
    LogRow,
    Mark,
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


class Clock(Protocol):
    """The one place time comes from."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


class Draw(Protocol):
    """The one place randomness comes from."""

    def draw(self, size: int) -> bytes:
        """``size`` unpredictable bytes."""


class Look(Protocol):
    """Reading, within one consistent view; sequences come in index order."""

    def setting(self, name: str) -> bytes | None: ...
    def settings(self) -> Sequence[tuple[str, bytes]]: ...

    def partners(self) -> Sequence[PartnerRow]: ...
    def partner(self, node: str) -> PartnerRow | None: ...
    def links(self) -> Sequence[LinkRow]: ...
    def log(self, link: str) -> LogRow | None: ...

    def entry(self, link: str, index: int) -> EntryRow | None: ...
    def entries(self, link: str, start: int, stop: int) -> Sequence[EntryRow]: ...
    def entries_by_leaf(self, leaves: Sequence[bytes]) -> Sequence[EntryRow]: ...
    def entries_of_cases(self, cases: Sequence[str]) -> Sequence[EntryRow]: ...
    def entries_of_kinds(self, link: str, kinds: Sequence[str]) -> Sequence[EntryRow]: ...
    def entries_citing(self, leaves: Sequence[bytes]) -> Sequence[tuple[bytes, EntryRow]]: ...
    def case_references(self, after: str, limit: int) -> Sequence[str]: ...
    def void_entries(self, link: str) -> Sequence[EntryRow]:
        """The entries that break a rule, or whose body does; the others are not read."""

    def awake_cases(self) -> Sequence[str]:
        """What ``wake_cases`` woke and ``rest_cases`` did not put to rest since (folding.py)."""

    def subtrees(self, link: str, stop: int) -> Sequence[bytes]:
        """The roots of ``put_subtree`` that end before index ``stop``, in order."""

    def entries_dated(self, until_us: int) -> Sequence[EntryRow]:
        """The entries of both logs with a review date of ``put_reviews`` not after this."""

    def leaves(self, link: str, start: int, stop: int) -> Sequence[bytes]: ...

    def has_body(self, link: str, index: int) -> bool:
        """Whether the body of an entry is held, without reading it (reliability.md §10)."""

    def body(self, link: str, index: int) -> BodyRow | None: ...
    def bodies(self, link: str, start: int, stop: int) -> Sequence[BodyRow]: ...
    def file(self, sha256: str) -> FileRow | None: ...
    def files_of(self, link: str, index: int) -> Sequence[FileRow]: ...

    def checkpoint(self, link: str, size: int) -> CheckpointRow | None: ...
    def checkpoints(self, link: str, start: int, stop: int) -> Sequence[CheckpointRow]: ...
    def statement(self, sha256: str) -> StatementRow | None: ...

    def own_prekey(self, id: bytes) -> OwnPrekeyRow | None: ...
    def own_prekeys(self, link: str) -> Sequence[OwnPrekeyRow]: ...
    def their_prekeys(self, link: str) -> Sequence[TheirPrekeyRow]: ...

    def draft(self, id: str) -> DraftRow | None: ...
    def drafts(self) -> Sequence[DraftRow]: ...
    def waiting(self, link: str) -> Sequence[WaitingRow]: ...

    def officer(self, id: str) -> OfficerRow | None: ...
    def officers(self) -> Sequence[OfficerRow]: ...

    def house(self, start: int, stop: int) -> Sequence[HouseRow]: ...
    def house_size(self) -> int: ...

    def refusals(self, limit: int) -> Sequence[RefusalRow]: ...
    def pool(self, link: str) -> Sequence[PoolRow]: ...

    def file_in(self, sha256: str, link: str, *, after: int = -1) -> FileRow | None:
        """The attachment as the first entry of this log behind ``after`` has it, if one does.

        Two entries, of one log or of two, may have the same bytes, each under its own salt.
        """

    def file_at(self, sha256: str, link: str, index: int) -> FileRow | None: ...

    def part(self, link: str, tag: int, sha256: str, offset: int) -> PartRow | None: ...
    def part_offsets(self, link: str, tag: int, sha256: str) -> Sequence[int]:
        """Where the parts that are here start, in order; none of them is read."""


class Turn(Look, Protocol):
    """Writing: everything in one turn becomes durable together or not at all."""

    def savepoint(self) -> AbstractContextManager[None]:
        """What is written inside is undone when the block ends with an exception."""

    def put_setting(self, name: str, value: bytes) -> None: ...
    def drop_setting(self, name: str) -> None:
        """Neither the name nor the value is kept, where it was."""

    def put_partner(self, row: PartnerRow) -> None: ...
    def put_link(self, row: LinkRow) -> None: ...
    def add_log(self, row: LogRow) -> None: ...
    def swap_log(self, row: LogRow, *, size: int, peaks: bytes) -> None:
        """Compare-and-swap: RuntimeError unless the stored head has this size and these peaks."""

    def add_entries(self, rows: Sequence[EntryRow]) -> None:
        """An index already held raises RuntimeError: the caller compares first."""

    def drop_entries(self, link: str, start: int) -> None:
        """No entry of this log from ``start`` on, nor what belongs to one; no longer head either.

        Only for what was signed in no confirmed epoch; the caller swaps the head in this turn.
        """

    def set_body_rule(self, link: str, index: int, rule: str) -> None: ...
    def wake_cases(self, cases: Iterable[str]) -> None: ...
    def rest_cases(self, cases: Iterable[str]) -> None: ...
    def put_subtree(self, row: SubtreeRow) -> None: ...
    def put_reviews(self, rows: Sequence[ReviewRow]) -> None: ...
    def drop_reviews(self, rows: Sequence[ReviewRow]) -> None: ...
    def cite(self, link: str, index: int, leaves: Sequence[bytes]) -> None: ...
    def put_bodies(self, rows: Sequence[BodyRow]) -> None: ...
    def destroy_body(self, link: str, index: int) -> None:
        """Salt, body and attachments of one entry are gone, without trace in free pages."""

    def put_file(self, row: FileRow) -> None: ...
    def put_part(self, row: PartRow) -> None: ...
    def drop_parts(self, link: str, tag: int, limit: int) -> int:
        """At most ``limit`` parts under one salt are gone; how many were."""

    def put_checkpoint(self, row: CheckpointRow) -> None: ...
    def put_statement(self, row: StatementRow) -> None: ...

    def put_own_prekey(self, row: OwnPrekeyRow) -> None: ...
    def destroy_own_prekeys(self, before_us: int) -> int:
        """Private halves whose ``until_us`` is before this are destroyed; how many."""

    def put_their_prekey(self, row: TheirPrekeyRow) -> None: ...
    def drop_their_prekey(self, id: bytes) -> None: ...

    def put_draft(self, row: DraftRow) -> None: ...
    def drop_draft(self, id: str) -> None: ...
    def add_waiting(self, row: WaitingRow) -> None:
        """Appended at the end of the link's queue; the row's ``number`` is ignored."""

    def drop_waiting(self, numbers: Sequence[int]) -> None: ...

    def put_officer(self, row: OfficerRow) -> None: ...
    def add_house(self, rows: Sequence[HouseRow]) -> None: ...
    def add_refusal(self, row: RefusalRow) -> None:
        """Appended; the row's ``number`` is ignored."""

    def put_pool(self, row: PoolRow) -> None: ...
    def drop_pool(self, link: str, first: int) -> None: ...


class Guard(Protocol):
    """What may have left this machine of each log of ours, outside the store and its copies."""

    def mark(self, link: str) -> Mark | None:
        """What is known of a log; None where nothing is, or where it was found to be wrong."""

    def found(self, link: str) -> None:
        """A log begins here: nothing of it has left. Only where this home never was restored."""

    def put(self, marks: Mapping[str, Mark | None]) -> None:
        """Durable before it returns; a guard that cannot be written ends the process."""


class Store(Protocol):
    """One node's store: one writer, every turn durable before it returns."""

    commits: int
    """The turns that changed something: each was made durable by one commit."""

    def look(self) -> AbstractContextManager[Look]:
        """A read-only view; nothing is committed."""

    def turn(self) -> AbstractContextManager[Turn]:
        """One durable transaction: committed on leaving, undone by an exception.

        Raises UnavailableError ``disk-full`` when there is no room before the commit. A commit
        that fails ends the process (reliability.md §8.5).
        """

    def tidy(self) -> None:
        """No destroyed bytes remain outside the live pages (the write-ahead log is emptied)."""
