"""The folder a store lies in: its files, who may read them, what disk it is, how much is free."""

import fcntl
import os
import stat
from pathlib import Path

from wasl.core.errors import RefusedError, UnavailableError

DATABASE = "wasl.db"
LOCK = "wasl.lock"
GUARD = "wasl.guard"
RESERVE = "wasl.reserve"
RESERVE_BYTES = 64 * 2**20
# Below this nothing is begun: a write-ahead log of 1,000 pages and its checkpoint fit twice.
FLOOR_BYTES = 8 * 2**20

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NETWORK = frozenset(
    "9p afs beegfs ceph cifs coda gfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 prl_fs smb3 "
    "smbfs vboxsf virtiofs".split()
)


def database_file(folder: Path) -> Path:
    """The database of a store."""
    return folder / DATABASE


def store_files(folder: Path) -> tuple[Path, ...]:
    """The folder and every file a store may have in it, those that are there."""
    names = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", LOCK, RESERVE, GUARD)
    return (folder, *(folder / name for name in names if os.path.lexists(folder / name)))


def mode_fault(path: Path) -> str:
    """Why others might read or replace this file or folder, or nothing.

    ``symlink``, ``kind`` (neither a folder nor a plain file), ``owner``, ``mode`` (a right of
    group or others) or ``links`` (a second name of the file).
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return "symlink"
    if not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
        return "kind"
    if found.st_uid != os.geteuid():
        return "owner"
    if stat.S_IMODE(found.st_mode) & _OTHERS:
        return "mode"
    return "links" if stat.S_ISREG(found.st_mode) and found.st_nlink > 1 else ""


def require_private(folder: Path) -> None:
    """Nobody but this account can read or replace the store; else ``unsafe-mode``."""
    for path in store_files(folder):
        if fault := mode_fault(path):
            raise RefusedError("unsafe-mode", {"file": path.name, "fault": fault})


def file_system_in(mounts: str, folder: Path) -> str:
    """The kind of file system a folder lies on, by the text of ``/proc/self/mountinfo``.

    Of the mounts that hold the folder the longest wins, of equals the last. Empty where none
    says (proc(5): mount point is field 5, the kind follows the lone hyphen).
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        if len(fields.split(" ")) < 5 or not rest:
            continue
        point = Path(_unescaped(fields.split(" ")[4]))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split(" ")[0]
    return kind


def _unescaped(point: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, letter)
    return point


def file_system(folder: Path) -> str:
    """The kind of file system a folder lies on; empty where this system does not say."""
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return ""
    return file_system_in(mounts.read_text(encoding="utf-8", errors="replace"), folder.resolve())


def is_network(kind: str) -> bool:
    """Whether such a file system may break locks, or say synced what is not (nfs, cifs, fuse)."""
    return kind in _NETWORK or kind == "fuse" or kind.startswith(("fuse.", "fuseblk"))


def require_local(folder: Path) -> None:
    """The folder lies on a disk of this machine; else ``unsafe-setting``."""
    kind = file_system(folder)
    if is_network(kind):
        raise RefusedError("unsafe-setting", {"setting": "file-system", "answer": kind})


def hold_lock(folder: Path) -> int:
    """The descriptor that holds the store for this process; ``second-process`` if another does."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(folder / LOCK, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise RefusedError("second-process", {"file": LOCK}) from error
    return descriptor


def release_lock(descriptor: int) -> None:
    """Another process may hold the store."""
    os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """What this account may still write where the folder lies."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def reserve_bytes_held(folder: Path) -> int:
    """The size of the reserve file; 0 once it was given up."""
    reserve = folder / RESERVE
    return reserve.stat().st_size if reserve.exists() else 0


def make_reserve(folder: Path, size: int) -> None:
    """``size`` bytes of the disk are held back; unavailable, ``disk-full``, where there are none.

    They are given up when the disk is full, so that a recall, an erasure and the audit of both
    can still be written.
    """
    reserve = folder / RESERVE
    if size == 0 or reserve.exists():
        return
    descriptor = os.open(reserve, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        reserve.unlink()
        raise UnavailableError("disk-full", {"reserve": size}) from error
    finally:
        os.close(descriptor)


def give_up_reserve(folder: Path) -> None:
    """The reserve is free for what must still be written."""
    (folder / RESERVE).unlink(missing_ok=True)


def sync_file(file: Path) -> None:
    """The bytes of a file survive a power cut."""
    _sync(file, os.O_RDONLY | os.O_CLOEXEC)


def sync_folder(folder: Path) -> None:
    """The names in a folder survive a power cut."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
