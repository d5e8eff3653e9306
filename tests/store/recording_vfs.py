"""A file system for SQLite that notes every write and sync, and fails when asked to.

It wraps the system's own, through the symbols the sqlcipher3 library exports. From its notes the
images a power cut could leave are built: what was synced is there, each write after that is kept,
lost, or torn by sectors of 512 bytes.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any

from sqlcipher3 import _sqlite3

SECTOR_BYTES = 512
IOERR_WRITE = 10 | 3 << 8
IOERR_FSYNC = 10 | 4 << 8
FULL = 13

_SYMBOLS = ("sqlite3_vfs_find", "sqlite3_vfs_register", "sqlite3_vfs_unregister")


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", ctypes.c_void_p),
        ("truncate", ctypes.c_void_p),
        ("sync", ctypes.c_void_p),
        ("rest", ctypes.c_void_p * 13),
    )


class _File(ctypes.Structure):
    """``sqlite3_file``."""

    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("path_bytes", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("application", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("delete", ctypes.c_void_p),
        ("rest", ctypes.c_void_p * 14),
    )


_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# Names are pointers: the system's file system keeps the one it is given.
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)


class Kind(Enum):
    """What was done to a file, or what the caller noted."""

    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    DELETE = "delete"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened; ``offset`` is also the new length, or the number acknowledged."""

    kind: Kind
    file: str = ""
    offset: int = 0
    written: bytes = b""


@dataclass(slots=True)
class Recording:
    """What happened since it began, and what the next write or sync answers instead of success."""

    steps: list[Step] = field(default_factory=list)
    fail_write: int = 0
    fail_sync: int = 0

    def acknowledge(self, number: int) -> None:
        """The caller was told that this much is durable."""
        self.steps.append(Step(kind=Kind.ACKNOWLEDGED, offset=number))


def missing_symbols() -> list[str]:
    """What the library must export for this and does not."""
    library = ctypes.CDLL(_sqlite3.__file__)
    return [name for name in _SYMBOLS if not hasattr(library, name)]


@contextmanager
def recording() -> Iterator[Recording]:
    """Connections opened meanwhile write through the recording file system."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    system = library.sqlite3_vfs_find(None)
    wrapped = _Wrapped(system.contents)
    library.sqlite3_vfs_register(ctypes.byref(wrapped.vfs), 1)
    try:
        yield wrapped.recording
    finally:
        library.sqlite3_vfs_register(system, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(wrapped.vfs))
        _KEPT.append(wrapped)


# A connection left open by a test still calls into its file system when it is collected.
_KEPT: "list[_Wrapped]" = []


class _Wrapped:
    """The system's file system with four of its functions replaced."""

    def __init__(self, system: _Vfs) -> None:
        self.recording = Recording()
        self._methods: dict[int, tuple[_Methods, _Methods, str]] = {}
        self._open_file = _OPEN(system.open)
        self._delete_file = _DELETE(system.delete)
        self._callbacks: tuple[Any, ...] = (
            _OPEN(self._open),
            _DELETE(self._delete),
            _WRITE(self._write),
            _TRUNCATE(self._truncate),
            _SYNC(self._sync),
        )
        self.vfs = _Vfs.from_buffer_copy(system)
        self.vfs.name = b"recording"
        self.vfs.open = ctypes.cast(self._callbacks[0], ctypes.c_void_p)
        self.vfs.delete = ctypes.cast(self._callbacks[1], ctypes.c_void_p)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        answer = self._open_file(vfs, name, file, flags, out)
        opened = _File.from_address(file)
        if answer == 0 and opened.methods:
            original = opened.methods.contents
            mine = _Methods.from_buffer_copy(original)
            mine.write = ctypes.cast(self._callbacks[2], ctypes.c_void_p)
            mine.truncate = ctypes.cast(self._callbacks[3], ctypes.c_void_p)
            mine.sync = ctypes.cast(self._callbacks[4], ctypes.c_void_p)
            self._methods[file] = (original, mine, _name_at(name))
            opened.methods = ctypes.pointer(mine)
        return int(answer)

    def _delete(self, vfs: int, name: int, sync_folder: int) -> int:
        self.recording.steps.append(Step(kind=Kind.DELETE, file=_name_at(name)))
        return int(self._delete_file(vfs, name, sync_folder))

    def _write(self, file: int, source: int, amount: int, offset: int) -> int:
        original, _, name = self._methods[file]
        if self.recording.fail_write:
            return self.recording.fail_write
        written = ctypes.string_at(source, amount)
        self.recording.steps.append(
            Step(kind=Kind.WRITE, file=name, offset=offset, written=written)
        )
        return int(_WRITE(original.write)(file, source, amount, offset))

    def _truncate(self, file: int, size: int) -> int:
        original, _, name = self._methods[file]
        self.recording.steps.append(Step(kind=Kind.TRUNCATE, file=name, offset=size))
        return int(_TRUNCATE(original.truncate)(file, size))

    def _sync(self, file: int, flags: int) -> int:
        original, _, name = self._methods[file]
        if self.recording.fail_sync:
            return self.recording.fail_sync
        self.recording.steps.append(Step(kind=Kind.SYNC, file=name))
        return int(_SYNC(original.sync)(file, flags))


def _name_at(name: int | None) -> str:
    """The last part of a path in the library's memory; empty for a file without a name."""
    return Path(ctypes.string_at(name).decode()).name if name else ""


def acknowledged_before(steps: Sequence[Step], cut: int) -> int:
    """The last number acknowledged before the power went."""
    said = [step.offset for step in steps[:cut] if step.kind is Kind.ACKNOWLEDGED]
    return said[-1] if said else 0


def image_after(
    before: dict[str, bytes], steps: Sequence[Step], cut: int, chance: Random
) -> dict[str, bytes]:
    """The files a power cut after ``cut`` steps could leave, by name."""
    held = {name: bytearray(content) for name, content in before.items()}
    waiting: dict[str, list[Step]] = {}
    for step in steps[:cut]:
        match step.kind:
            case Kind.SYNC:
                for late in waiting.pop(step.file, ()):
                    _apply(held, late)
            case Kind.ACKNOWLEDGED:
                pass
            case Kind.DELETE:
                waiting.pop(step.file, None)
                held.pop(step.file, None)
            case Kind.WRITE | Kind.TRUNCATE:
                waiting.setdefault(step.file, []).append(step)
    for late in (step for steps_of in waiting.values() for step in steps_of):
        for part in _survivors(late, chance):
            _apply(held, part)
    return {name: bytes(content) for name, content in held.items()}


def _survivors(step: Step, chance: Random) -> Iterator[Step]:
    """What is left of a step that was not synced: all, nothing, or some of its sectors."""
    fate = chance.randrange(3)
    if fate == 0:
        yield step
    if fate < 2 or step.kind is Kind.TRUNCATE:
        return
    start = 0
    while start < len(step.written):
        stop = start + SECTOR_BYTES - (step.offset + start) % SECTOR_BYTES
        if chance.random() < 0.5:
            yield Step(
                kind=Kind.WRITE,
                file=step.file,
                offset=step.offset + start,
                written=step.written[start:stop],
            )
        start = stop


def _apply(held: dict[str, bytearray], step: Step) -> None:
    content = held.setdefault(step.file, bytearray())
    if step.kind is Kind.TRUNCATE:
        del content[step.offset :]
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.written)] = step.written
