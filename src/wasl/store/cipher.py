"""One connection to one encrypted file: the settings it must have, and who may not have it.

The order of the settings and every refusal are those of ``docs/spec/store.md``.
"""

import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from wasl.core.errors import RefusedError, UnavailableError

KEY_BYTES = 32

# A connection keeps as few prepared statements as the driver can be told to, the most used ones:
# each holds slots of SQLite's small fast allocator, and once these are gone every insert asks the
# system to lock and unlock memory instead (30 µs an entry). Preparing again costs 7 µs.
PREPARED_STATEMENTS = 5

Raw = Any  # sqlcipher3 has no types

# What is asked for after the key, in this order, and what the library must answer afterwards.
STORE_SETTINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "journal_mode": ("wal", "wal"),
        "synchronous": ("full", "2"),
        "foreign_keys": ("on", "1"),
        "secure_delete": ("on", "1"),
        "temp_store": ("memory", "2"),
        "trusted_schema": ("off", "0"),
        "cell_size_check": ("on", "1"),
        "cipher_memory_security": ("on", "1"),
        "wal_autocheckpoint": ("1000", "1000"),
        "busy_timeout": ("0", "0"),
    }
)
# A copy is one file that nobody else opens, and is thrown away when its making is cut short.
COPY_SETTINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "journal_mode": ("memory", "memory"),
        "synchronous": ("full", "2"),
        "secure_delete": ("on", "1"),
        "temp_store": ("memory", "2"),
        "trusted_schema": ("off", "0"),
        "cell_size_check": ("on", "1"),
        "cipher_memory_security": ("on", "1"),
        "busy_timeout": ("0", "0"),
    }
)
# A copy that is only read, perhaps on a medium that cannot be written.
READ_SETTINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        name: COPY_SETTINGS[name]
        for name in ("temp_store", "trusted_schema", "cell_size_check", "cipher_memory_security")
    }
)

_MODULE_FLOOR = (0, 6, 4)
_SQLITE_FLOOR = (3, 51, 3)
_REPAIRED_BRANCHES = MappingProxyType({(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)})
_WITHDRAWN = frozenset({(3, 52, 0)})


def numbers_of(text: str) -> tuple[int, int, int]:
    """The first three numbers of a version; what is not said is 0."""
    major, minor, patch = ([int(part) for part in re.findall(r"[0-9]+", text)] + [0, 0, 0])[:3]
    return major, minor, patch


def build_fault(module: str, sqlite: str, cipher: str) -> str:
    """Why this build may not hold a store, or nothing: which of the three versions is at fault.

    SQLite 3.7.0 to 3.51.2 may lose a commit when the write-ahead log is reset (repaired in
    3.50.7 and 3.44.6 for their branches), 3.52.0 was withdrawn: sqlite.org/wal.html.
    """
    if numbers_of(module) < _MODULE_FLOOR:
        return "sqlcipher3"
    number = numbers_of(sqlite)
    floor = _REPAIRED_BRANCHES.get(number[:2], _SQLITE_FLOOR)
    if number < floor or number in _WITHDRAWN:
        return "sqlite"
    return "" if cipher else "sqlcipher"


def versions(raw: Raw) -> dict[str, str]:
    """What the connection is made of: ``sqlcipher3``, ``sqlite``, ``sqlcipher``."""
    answer = raw.execute("PRAGMA cipher_version").fetchone()
    return {
        "sqlcipher3": version("sqlcipher3"),
        "sqlite": str(dbapi2.sqlite_version),
        "sqlcipher": str(answer[0]) if answer else "",
    }


def connect(
    file: Path, key: bytes, settings: Mapping[str, tuple[str, str]], *, mode: str = "rw"
) -> Raw:
    """A connection to an encrypted file, with every setting taken; ATTACH is denied on it.

    ``key`` is 32 bytes, used as they are. ``mode`` is SQLite's: ``rw``, or ``ro&immutable=1``
    for a file on a medium that cannot be written. Refuses ``unsafe-build``, ``unsafe-setting``
    (a setting not taken), ``wrong-passphrase`` (the key does not open the file, or its first
    page is damaged: the two cannot be told apart) and ``second-process``. Unavailable:
    ``store-damaged`` (another page is) and ``store-unreadable`` (an error of the disk).
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key is 32 bytes")
    raw = dbapi2.connect(
        f"file:{quote(str(file.absolute()))}?mode={mode}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=PREPARED_STATEMENTS,
    )
    try:
        raw.execute("PRAGMA cipher_log=off")  # else a wrong key writes to stderr
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        made_of = versions(raw)
        if fault := build_fault(made_of["sqlcipher3"], made_of["sqlite"], made_of["sqlcipher"]):
            raise RefusedError("unsafe-build", {"library": fault, "version": made_of[fault]})
        _take(raw, settings)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, answer in untaken(raw, settings).items():
            raise RefusedError("unsafe-setting", {"setting": name, "answer": answer})
        raw.set_authorizer(_without_attach)
    except dbapi2.DatabaseError as error:
        raw.close()
        raise _refusal(error) from error
    except RefusedError:
        raw.close()
        raise
    return raw


def _take(raw: Raw, settings: Mapping[str, tuple[str, str]]) -> None:
    for name, (asked, _) in settings.items():
        raw.execute(f"PRAGMA {name}={asked}").fetchall()


def untaken(raw: Raw, settings: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The settings the connection does not have, with what it answers instead."""
    answers = {name: raw.execute(f"PRAGMA {name}").fetchone() for name in settings}
    said = {name: str(answer[0]) if answer else "" for name, answer in answers.items()}
    return {name: said[name] for name, (_, expected) in settings.items() if said[name] != expected}


def _without_attach(action: int, *_: Sequence[str | None]) -> int:
    # ATTACH 'x' KEY '' would write a readable database beside the encrypted one.
    return int(dbapi2.SQLITE_DENY if action == dbapi2.SQLITE_ATTACH else dbapi2.SQLITE_OK)


def _refusal(error: Exception) -> Exception:
    """What an error at opening says of the file."""
    match error_code(error):
        case dbapi2.SQLITE_NOTADB:
            return RefusedError("wrong-passphrase", {"code": error_name(error)})
        case dbapi2.SQLITE_CORRUPT:
            return UnavailableError("store-damaged", {"code": error_name(error)})
        case dbapi2.SQLITE_BUSY | dbapi2.SQLITE_LOCKED:
            return RefusedError("second-process", {"code": error_name(error)})
        case _:
            return UnavailableError("store-unreadable", {"code": error_name(error)})


def error_code(error: BaseException | None) -> int:
    """SQLite's primary result code behind an error; 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def error_name(error: BaseException | None) -> str:
    """SQLite's own name for an error; it holds no value of ours."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))
