"""Is the store what its pages say it must be? Each check answers one finding; none repairs.

``wasl doctor`` shows them and start-up obeys them; each code has its page in ``docs/doctor.md``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from sqlcipher3 import dbapi2

from wasl.core.errors import RefusedError, UnavailableError
from wasl.store import cipher, engine, folder, schema

Facts = Mapping[str, str | int]


class Severity(Enum):
    """Whether the node may run: as it should, with a warning, or not at all."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; ``facts`` holds no personal data."""

    code: str
    severity: Severity
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))


def examine(
    store: engine.SqlStore, *, room: Callable[[Path], int] = folder.free_bytes
) -> tuple[Finding, ...]:
    """Every check of an open store, in the order of the codes; reads the whole database."""
    return (
        library(store),
        settings(store),
        modes(store.folder),
        file_system(store.folder),
        free_space(store.folder, room=room),
        reserve(store.folder),
        revision(store),
        pages(store),
        structure(store),
    )


def unopened(error: RefusedError | UnavailableError) -> Finding:
    """The finding behind what ``open_store`` raised."""
    rule = error.rule if isinstance(error, RefusedError) else error.what
    on_network = error.detail.get("setting") == "file-system"
    return Finding(
        code="D-104" if on_network else _CODES[rule],
        severity=Severity.REFUSE,
        facts=MappingProxyType({"rule": rule, **error.detail}),
    )


_CODES = MappingProxyType(
    {
        "unsafe-build": "D-101",
        "unsafe-setting": "D-102",
        "unsafe-mode": "D-103",
        "disk-full": "D-105",
        "newer-store": "D-107",
        "unfinished-store": "D-107",
        "store-damaged": "D-108",
        "second-process": "D-110",
        "store-busy": "D-110",
        "wrong-passphrase": "D-111",
        "no-store": "D-112",
        "store-unreadable": "D-113",
    }
)


def library(store: engine.SqlStore) -> Finding:
    """D-101: no library is one that may lose a commit or write in clear."""
    with store.alone() as raw:
        found = cipher.versions(raw)
    fault = cipher.build_fault(found["sqlcipher3"], found["sqlite"], found["sqlcipher"])
    return _finding("D-101", Severity.REFUSE if fault else Severity.OK, found)


def settings(store: engine.SqlStore) -> Finding:
    """D-102: the connection has every setting it must have; ``facts`` are those it has not."""
    with store.alone() as raw:
        untaken = cipher.untaken(raw, cipher.STORE_SETTINGS)
    return _finding("D-102", Severity.REFUSE if untaken else Severity.OK, untaken)


def modes(place: Path) -> Finding:
    """D-103: nobody else reads or replaces a file; ``facts`` name those where one could."""
    faults = {path.name: folder.mode_fault(path) for path in folder.store_files(place)}
    loose = {name: fault for name, fault in faults.items() if fault}
    return _finding("D-103", Severity.REFUSE if loose else Severity.OK, loose)


def file_system(place: Path) -> Finding:
    """D-104: the folder lies on a disk of this machine; a warning where nothing says so."""
    kind = folder.file_system(place)
    if not kind:
        return _finding("D-104", Severity.WARN, {"kind": "unknown"})
    network = folder.is_network(kind)
    return _finding("D-104", Severity.REFUSE if network else Severity.OK, {"kind": kind})


def free_space(place: Path, *, room: Callable[[Path], int] = folder.free_bytes) -> Finding:
    """D-105: ten times what a turn needs is free, so that someone has time to make room."""
    free, floor = room(place), folder.FLOOR_BYTES
    severity = Severity.OK if free >= 10 * floor else Severity.WARN
    return _finding("D-105", severity, {"free_bytes": free, "floor_bytes": floor})


def reserve(place: Path) -> Finding:
    """D-106: the reserve for the day the disk is full is held; it is made again at a start."""
    held = folder.reserve_bytes_held(place)
    return _finding("D-106", Severity.OK if held else Severity.WARN, {"held_bytes": held})


def revision(store: engine.SqlStore) -> Finding:
    """D-107: the tables are those of this release."""
    with store.alone() as raw:
        found = engine.revision_of(raw)
    severity = Severity.OK if found == schema.REVISION else Severity.REFUSE
    return _finding("D-107", severity, {"revision": found, "known": schema.REVISION})


def pages(store: engine.SqlStore) -> Finding:
    """D-108: every page is as it was written; ``facts`` count those changed since.

    The check reads the main file only: it cries wolf until the write-ahead log is empty.
    """
    store.tidy()
    changed = len(store.pragma("cipher_integrity_check"))
    return _finding("D-108", Severity.REFUSE if changed else Severity.OK, {"changed": changed})


def structure(store: engine.SqlStore) -> Finding:
    """D-109: tables and indexes agree."""
    try:
        found = [str(row[0]) for row in store.pragma("integrity_check")]
    except dbapi2.DatabaseError as error:
        return _finding("D-109", Severity.REFUSE, {"code": cipher.error_name(error)})
    faults = 0 if found == ["ok"] else len(found)
    return _finding("D-109", Severity.REFUSE if faults else Severity.OK, {"faults": faults})


def _finding(code: str, severity: Severity, facts: Facts) -> Finding:
    return Finding(code=code, severity=severity, facts=MappingProxyType(dict(facts)))
