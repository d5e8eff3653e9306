"""A copy of a store under a key of its own, and a store made again from such a copy.

A copy is a rollback source: what is restored from it must heal before it signs anything. It
holds no private key: the node's lie outside the database, and its prekeys are left out.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from wasl.core.errors import RefusedError, UnavailableError
from wasl.store import cipher, engine, folder, schema

_KEEP_FACTS = (
    "CREATE TABLE backup_facts (made_us BIGINT NOT NULL, revision TEXT NOT NULL)",
    "INSERT INTO backup_facts VALUES (?, ?)",
)
_READ_FACTS = "SELECT made_us, revision FROM backup_facts"
_DROP_FACTS = "DROP TABLE backup_facts"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """When a copy was made, and the revision of its tables."""

    made_us: int
    revision: str


def backup_store(
    store: engine.SqlStore, file: Path, backup_key: bytes, *, made_us: int
) -> BackupFacts:
    """``file`` is a whole copy of the store under ``backup_key`` (32 bytes), without prekeys.

    The store may go on afterwards as if nothing had happened. Refuses ``file-exists``;
    unavailable, ``disk-full`` where the copy finds no room, ``no-file`` where it cannot be.
    """
    facts = BackupFacts(made_us=made_us, revision=schema.REVISION)
    with _on_disk(), _unfinished(file) as unfinished:
        with store.alone() as raw:
            copy = cipher.connect(unfinished, backup_key, cipher.COPY_SETTINGS)
            try:
                raw.backup(copy)
                _leave_prekeys_out(copy, facts)
            finally:
                copy.close()
        _place(unfinished, file)
    return facts


def backup_facts(file: Path, backup_key: bytes) -> BackupFacts:
    """What a copy says of itself.

    Refuses ``wrong-passphrase`` (or no copy at all) and ``damaged-backup``.
    """
    raw = _opened(file, backup_key)
    try:
        return _facts(raw)
    finally:
        raw.close()


def restore_store(file: Path, backup_key: bytes, place: Path, new_key: bytes) -> BackupFacts:
    """A fresh store in a folder, everything in it as in the copy, under ``new_key`` (32 bytes).

    Refuses ``store-exists``, ``unsafe-mode``, ``wrong-passphrase``, ``damaged-backup`` (a page
    was changed, or facts are missing) and ``newer-store``; unavailable, ``disk-full`` where the
    store finds no room, ``no-file`` where it cannot be.
    """
    source = _opened(file, backup_key)
    try:
        facts = _facts(source)
        if facts.revision > schema.REVISION:
            raise RefusedError("newer-store", {"revision": facts.revision})
        with _on_disk():
            engine.make_folder(place)
            with _unfinished(folder.database_file(place)) as unfinished:
                _copy_back(source, unfinished, new_key)
                _place(unfinished, folder.database_file(place))
    finally:
        source.close()
    return facts


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """An empty file beside the one to make; a copy cut short never bears the right name."""
    if file.exists():
        raise RefusedError("file-exists", {"file": file.name})
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    engine.make_file(unfinished)
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _on_disk() -> Iterator[None]:
    """What the disk or the stick cannot do is no fault of ours."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        raise _failure(error) from error
    except OSError as error:
        what = "disk-full" if error.errno in _FULL else "no-file"
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise UnavailableError(what, {"why": code}) from error


def _place(unfinished: Path, file: Path) -> None:
    """The whole file has its name, and keeps it through a power cut."""
    folder.sync_file(unfinished)
    unfinished.rename(file)
    folder.sync_folder(file.parent)


def _leave_prekeys_out(copy: cipher.Raw, facts: BackupFacts) -> None:
    copy.execute("PRAGMA journal_mode=memory").fetchall()
    copy.execute("BEGIN IMMEDIATE")
    # secure_delete is on: zeros take the place of the private halves.
    copy.execute("DELETE FROM own_prekeys")
    made, filled = _KEEP_FACTS
    copy.execute(made)
    copy.execute(filled, (facts.made_us, facts.revision))
    copy.execute("COMMIT")


def _copy_back(source: cipher.Raw, unfinished: Path, key: bytes) -> None:
    made = cipher.connect(unfinished, key, cipher.COPY_SETTINGS)
    try:
        source.backup(made)
        made.execute("PRAGMA journal_mode=memory").fetchall()
        made.execute(_DROP_FACTS)
    finally:
        made.close()


def _opened(file: Path, key: bytes) -> cipher.Raw:
    """A copy opened without a trace beside it, so that it may lie on a medium nobody can write."""
    if not file.is_file():
        raise RefusedError("unreadable-file", {"file": file.name})
    try:
        raw = cipher.connect(file, key, cipher.READ_SETTINGS, mode="ro&immutable=1")
    except UnavailableError as error:
        raise RefusedError("damaged-backup", error.detail) from error
    if faults := raw.execute("PRAGMA cipher_integrity_check").fetchall():
        raw.close()
        raise RefusedError("damaged-backup", {"pages": len(faults)})
    return raw


def _facts(raw: cipher.Raw) -> BackupFacts:
    try:
        row = raw.execute(_READ_FACTS).fetchone()
    except dbapi2.DatabaseError as error:
        raise RefusedError("damaged-backup", {"code": cipher.error_name(error)}) from error
    if row is None:
        raise RefusedError("damaged-backup", {"code": "no facts"})
    return BackupFacts(made_us=int(row[0]), revision=str(row[1]))


def _failure(error: Exception) -> UnavailableError:
    what = "disk-full" if cipher.error_code(error) == dbapi2.SQLITE_FULL else "store-damaged"
    return UnavailableError(what, {"code": cipher.error_name(error)})
