"""One node's store: opened or refused, read in looks, written in turns, durable or stopped."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Protocol

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.ports import Look, Turn
from wasl.store import cipher, folder, schema
from wasl.store.session import Session
from wasl.store.view import SqlView

EXIT_STOPPED = 70

_REVISION_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
_REVISION = "SELECT version_num FROM alembic_version"
_READ = "BEGIN"
_WRITE = "BEGIN IMMEDIATE"


class Die(Protocol):
    """What ends the process; it never returns."""

    def __call__(self, line: str) -> NoReturn: ...


def stop(line: str) -> NoReturn:
    """The process ends at once with status 70, after one line on the standard error.

    After a failed commit the kernel may have dropped the pages and call the next sync good:
    starting again is the only recovery (``docs/spec/store.md``).
    """
    os.write(2, f"{line}\n".encode())
    os._exit(EXIT_STOPPED)


class SqlStore:
    """The ``Store`` of ``node/ports.py`` over one encrypted SQLite file.

    One connection, used by one thread at a time; a look or a turn inside another is our bug.
    ``room`` answers how many bytes may still be written where a folder lies.
    """

    def __init__(
        self,
        place: Path,
        raw: cipher.Raw,
        lock: int,
        *,
        die: Die = stop,
        room: Callable[[Path], int] = folder.free_bytes,
    ) -> None:
        self.folder = place
        self.commits = 0
        self.raw = raw
        self._lock = lock
        self._die = die
        self._room = room
        self._opening = _READ
        self._busy = False
        self._engine = _engine(raw)
        event.listen(self._engine, "begin", self._begin)
        self._connection = self._engine.connect()
        self._session = Session(self._connection, self._judge)

    # ---------------------------------------------------------------------- looks, turns

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One consistent view; nothing is written."""
        with self._open(_READ):
            try:
                yield SqlView(self._session, None)
            finally:
                self._undo()

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One durable transaction: committed on leaving, undone by an exception.

        Unavailable, ``disk-full``, where there is no room before the commit. A commit that fails,
        or an error of the disk, ends the process.
        """
        with self._open(_WRITE):
            whole = False
            try:
                yield SqlView(self._session, self._session)
                self._session.settle()
                self._require_room(self._session.written_bytes)
                whole = True
            finally:
                if not whole:
                    self._undo()
            wrote = self._session.wrote
            self._commit()
            self.commits += wrote

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """A turn that changes the tables themselves."""
        with self._open(_WRITE):
            whole = False
            try:
                yield self._connection
                whole = True
            finally:
                if not whole:
                    self._undo()
            self._commit()
        self._session.forget()

    @contextmanager
    def alone(self) -> Iterator[cipher.Raw]:
        """The bare connection, outside any transaction, for what SQL has no words for."""
        self._require_idle()
        self._busy = True
        try:
            yield self.raw
        finally:
            self._busy = False

    def tidy(self) -> None:
        """No destroyed bytes remain outside the live pages: the write-ahead log is empty."""
        with self.alone() as raw:
            try:
                busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except dbapi2.DatabaseError as error:
                self._die(_last_line("could not empty the write-ahead log", error))
        if busy:
            raise UnavailableError("store-busy")

    def pragma(self, name: str) -> Sequence[tuple[object, ...]]:
        """What the connection answers to ``PRAGMA name``."""
        with self.alone() as raw:
            return [tuple(row) for row in raw.execute(f"PRAGMA {name}")]

    def close(self) -> None:
        """The file is closed and another process may hold the store."""
        self._require_idle()
        self._connection.close()
        self._engine.dispose()
        self.raw.close()
        folder.release_lock(self._lock)

    # ------------------------------------------------------------------------ transactions

    def _require_idle(self) -> None:
        if self._busy:
            raise RuntimeError("a look or a turn is open")

    @contextmanager
    def _open(self, opening: str) -> Iterator[None]:
        self._require_idle()
        self._opening = opening
        try:
            self._connection.begin()
        except DBAPIError as error:
            raise self._judge(error) from error
        self._busy = True
        self._session.begun(opening)
        try:
            yield
        finally:
            self._busy = False

    def _begin(self, connection: Connection) -> None:
        connection.exec_driver_sql(self._opening)

    def _undo(self) -> None:
        self._session.ended(kept=False)
        transaction = self._connection.get_transaction()
        if transaction is None:
            return
        try:
            transaction.rollback()
        except DBAPIError as error:
            self._die(_last_line("could not undo a turn", error.orig))

    def _commit(self) -> None:
        transaction = self._connection.get_transaction()
        if transaction is None:
            raise RuntimeError("the turn has no transaction")
        try:
            transaction.commit()
        except DBAPIError as error:
            self._die(_last_line("could not commit", error.orig))
        self._session.ended(kept=True)

    # ------------------------------------------------------------------------------ errors

    def _require_room(self, written_bytes: int) -> None:
        # SQLite finds a full disk at COMMIT, when the write-ahead log grows: too late to refuse.
        # What was written lies in that log first and in the database after.
        if self._room(self.folder) < folder.FLOOR_BYTES + 2 * written_bytes:
            raise self._full()

    def _full(self) -> UnavailableError:
        folder.give_up_reserve(self.folder)
        return UnavailableError("disk-full", {"floor": folder.FLOOR_BYTES})

    def _judge(self, error: DBAPIError) -> Exception:
        """The kind of failure behind an error of the driver; an error of the disk ends all."""
        code, name = cipher.error_code(error.orig), cipher.error_name(error.orig)
        match code:
            case dbapi2.SQLITE_FULL:
                return self._full()
            case dbapi2.SQLITE_IOERR if self._opening == _WRITE:
                self._die(_last_line("could not write", error.orig))
            case dbapi2.SQLITE_IOERR | dbapi2.SQLITE_CORRUPT | dbapi2.SQLITE_NOTADB:
                return UnavailableError("store-damaged", {"code": name})
            case dbapi2.SQLITE_BUSY | dbapi2.SQLITE_LOCKED:
                return UnavailableError("store-busy", {"code": name})
            case _:
                return RuntimeError(f"the store was asked for what it cannot do: {name}")


def _engine(raw: cipher.Raw) -> Engine:
    return create_engine(
        "sqlite://",
        creator=lambda: raw,
        module=dbapi2,
        poolclass=NullPool,
        pool_reset_on_return=None,
    )


def _last_line(what: str, error: BaseException | None) -> str:
    return f"wasl: the store {what} ({cipher.error_name(error)}); start again"


# ------------------------------------------------------------------------------ open, create


def open_store(
    place: Path,
    key: bytes,
    *,
    die: Die = stop,
    reserve_bytes: int = folder.RESERVE_BYTES,
    room: Callable[[Path], int] = folder.free_bytes,
) -> SqlStore:
    """The store in a folder, held by this process alone, its tables those of this release.

    Refuses ``no-store``, ``unsafe-mode``, ``unsafe-setting``, ``unsafe-build``,
    ``second-process``, ``wrong-passphrase``, ``unfinished-store`` (its making was cut short) and
    ``newer-store`` (made by a later release). Unavailable: ``store-damaged`` (a page is not as it
    was written) and ``store-unreadable``. The reserve is made again where there is room.
    """
    if not folder.database_file(place).is_file():
        raise RefusedError("no-store", {"file": folder.DATABASE})
    store = _opened(place, key, die, room)
    try:
        _bring_up(store)
        held = folder.reserve_bytes_held(place)
        if held == 0 and room(place) >= folder.FLOOR_BYTES + 2 * reserve_bytes:
            folder.make_reserve(place, reserve_bytes)
    except (RefusedError, UnavailableError):
        store.close()
        raise
    return store


def create_store(
    place: Path,
    key: bytes,
    *,
    die: Die = stop,
    reserve_bytes: int = folder.RESERVE_BYTES,
    room: Callable[[Path], int] = folder.free_bytes,
) -> SqlStore:
    """A new, empty store in a folder, which is made where it is missing.

    Refuses ``store-exists``, and what ``open_store`` refuses. Unavailable, ``disk-full``, where
    the reserve finds no room.
    """
    make_folder(place)
    folder.make_reserve(place, reserve_bytes)
    make_file(folder.database_file(place))
    store = _opened(place, key, die, room)
    _migrate(store)
    folder.sync_folder(place)
    return store


def make_folder(place: Path) -> None:
    """A private folder without a store in it; refuses ``store-exists`` and ``unsafe-mode``."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.require_private(place)
    if os.path.lexists(folder.database_file(place)):
        raise RefusedError("store-exists", {"file": folder.DATABASE})


def make_file(file: Path) -> None:
    """An empty file that only this account may read; it was not there before."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    os.close(os.open(file, flags, 0o600))


def _opened(place: Path, key: bytes, die: Die, room: Callable[[Path], int]) -> SqlStore:
    folder.require_private(place)
    folder.require_local(place)
    lock = folder.hold_lock(place)
    try:
        raw = cipher.connect(folder.database_file(place), key, cipher.STORE_SETTINGS)
    except (RefusedError, UnavailableError):
        folder.release_lock(lock)
        raise
    return SqlStore(place, raw, lock, die=die, room=room)


def revision_of(raw: cipher.Raw) -> str:
    """The revision of the tables; empty where there are none.

    Unavailable, ``store-damaged``, where their page cannot be read.
    """
    try:
        if raw.execute(_REVISION_TABLE).fetchone() is None:
            return ""
        row = raw.execute(_REVISION).fetchone()
    except dbapi2.DatabaseError as error:
        raise UnavailableError("store-damaged", {"code": cipher.error_name(error)}) from error
    return "" if row is None else str(row[0])


def _bring_up(store: SqlStore) -> None:
    revision = revision_of(store.raw)
    if not revision:
        raise RefusedError("unfinished-store", {"file": folder.DATABASE})
    if revision > schema.REVISION:
        raise RefusedError("newer-store", {"revision": revision, "known": schema.REVISION})
    if revision < schema.REVISION:
        _migrate(store)


def _migrate(store: SqlStore) -> None:
    # Alembic takes as long to import as all the rest, and is needed once in a release.
    from wasl.store.migrate import upgrade  # noqa: PLC0415

    with store.migration() as connection:
        upgrade(connection)
