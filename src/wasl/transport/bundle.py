"""Dispatches in a file: what travels on a stick where no line reaches.

Format, steps and vectors: ``docs/spec/bundle.md``. A bundle proves nothing and names nobody: its
hash only shows damage, each dispatch is sealed and judged on its own.
"""

import errno
import os
import stat
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.calls import DISPATCH_LIMIT_BYTES, LENGTH

BUNDLE_LIMIT_BYTES = 4 * 2**30
SUFFIX = ".wasl"

_MAGIC = b"WSLB1\n"
_COUNT = struct.Struct(">I")
_HEADER_BYTES = len(_MAGIC) + _COUNT.size
_TAIL_BYTES = 32
_SLICE_BYTES = 2**20
_PRIVATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_UNBLOCKED = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBundle:
    """A bundle that lies whole and synced at ``path``."""

    path: Path
    count: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReading:
    """How far a bundle could be read: the first ``readable`` dispatches of ``count``.

    ``rule`` names the refusal (``malformed``, ``too-large``) and ``step`` the check of
    ``docs/spec/bundle.md`` that failed; of a whole bundle they are empty and 0.
    """

    whole: bool
    count: int
    readable: int
    rule: str
    step: int


class BundleReader:
    """The dispatches of one bundle, in order, one in memory at a time.

    A damaged bundle gives every dispatch before the damage; damage raises nothing and is said by
    ``reading`` afterwards.
    """

    def __init__(self, untrusted_path: Path) -> None:
        self._untrusted_path = untrusted_path
        self._reading: BundleReading | None = None

    @property
    def reading(self) -> BundleReading:
        """What the iteration found; asked before its end, it is our bug (RuntimeError)."""
        if self._reading is None:
            raise RuntimeError("the bundle was not read to its end")
        return self._reading

    def __iter__(self) -> Iterator[bytes]:
        """Each dispatch; UnavailableError ``no-file`` where there is no file to read."""
        self._reading = None
        count = readable = 0
        try:
            with _opened(self._untrusted_path) as stream:
                untrusted = _Untrusted(stream)
                count = untrusted.header()
                for number in range(count):
                    dispatch = untrusted.dispatch()
                    readable = number + 1
                    yield dispatch
                untrusted.tail()
        except RefusedError as refusal:
            step = int(refusal.detail["step"])
            self._reading = BundleReading(
                whole=False, count=count, readable=readable, rule=refusal.rule, step=step
            )
        else:
            self._reading = BundleReading(
                whole=True, count=count, readable=readable, rule="", step=0
            )


def read_bundle(untrusted_path: Path) -> BundleReader:
    """The bundle at a path, to iterate over and then to ask for its ``reading``."""
    return BundleReader(untrusted_path)


def write_bundle(
    dispatches: Iterable[bytes],
    place: Path,
    *,
    draw: Callable[[int], bytes],
    limit_bytes: int = BUNDLE_LIMIT_BYTES,
) -> WrittenBundle:
    """A bundle of ``dispatches``, whole and synced at its path before this returns, or nothing.

    In a folder the name is eight random hex digits and says nothing; a file named by ``place``
    is replaced, but nothing that is no file (a device, a pipe). Refuses ``too-large`` past
    ``limit_bytes``; UnavailableError ``disk-full`` or ``no-file``. ``draw`` gives random bytes.
    """
    with _writing():
        path = _unused_name(place, draw) if place.is_dir() else place
        if path.exists() and not path.is_file():
            raise UnavailableError("no-file", {"why": "not a file"})
        part = path.with_name(f".{draw(4).hex()}.part")
        try:
            with os.fdopen(os.open(part, _PRIVATE, 0o600), "wb") as stream:
                count = _write_body(stream, dispatches, limit_bytes)
            tail = _hash_of(part)
            with part.open("ab") as stream:
                stream.write(tail)
                stream.flush()
                os.fsync(stream.fileno())
                size_bytes = stream.tell()
            part.replace(path)
            _sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)
    return WrittenBundle(path=path, count=count, size_bytes=size_bytes)


class _Untrusted:
    """A bundle's parts read in the order they lie; refusals carry the step that failed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = sha256()

    def header(self) -> int:
        """Steps 1 and 2: how many dispatches the bundle says it holds."""
        # Step 1: a size that no bundle may have is not worth opening.
        if os.fstat(self._stream.fileno()).st_size > BUNDLE_LIMIT_BYTES:
            raise RefusedError("too-large", {"step": 1})
        header = self._take(_HEADER_BYTES)
        # Step 2: the first line says what this is.
        if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
            raise RefusedError("malformed", {"step": 2})
        self._hash.update(header)
        return int(_COUNT.unpack_from(header, len(_MAGIC))[0])

    def dispatch(self) -> bytes:
        """Steps 3 to 5: the next dispatch, whole."""
        head = self._take(LENGTH.size)
        # Step 3: the length is there; it is not when the file was cut.
        if len(head) < LENGTH.size:
            raise RefusedError("malformed", {"step": 3})
        (length,) = LENGTH.unpack(head)
        # Step 4: it is a length a dispatch can have.
        if length == 0:
            raise RefusedError("malformed", {"step": 4})
        if length > DISPATCH_LIMIT_BYTES:
            raise RefusedError("too-large", {"step": 4})
        dispatch = self._take(length)
        # Step 5: the file holds as much as the length says.
        if len(dispatch) < length:
            raise RefusedError("malformed", {"step": 5})
        self._hash.update(head)
        self._hash.update(dispatch)
        return dispatch

    def tail(self) -> None:
        """Steps 6 and 7: the hash is that of all before it, and nothing follows."""
        if self._take(_TAIL_BYTES) != self._hash.digest():
            raise RefusedError("malformed", {"step": 6})
        if self._take(1):
            raise RefusedError("malformed", {"step": 7})

    def _take(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer where the file ends or the medium fails."""
        try:
            return self._stream.read(size)
        except OSError:
            return b""


@contextmanager
def _opened(untrusted_path: Path) -> Iterator[BinaryIO]:
    """A regular file open for reading: a device or a pipe could be read without end."""
    try:
        # Not blocking: opening a pipe would otherwise wait for somebody to write to it.
        descriptor = os.open(untrusted_path, _UNBLOCKED)
    except (OSError, ValueError) as error:
        raise UnavailableError("no-file", {"why": _why(error)}) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnavailableError("no-file", {"why": "not a file"})
    with os.fdopen(descriptor, "rb") as stream:
        yield stream


@contextmanager
def _writing() -> Iterator[None]:
    """What the disk or the stick cannot do is no fault of ours."""
    try:
        yield
    except OSError as error:
        what = "disk-full" if error.errno in _FULL else "no-file"
        raise UnavailableError(what, {"why": _why(error)}) from error


def _why(error: OSError | ValueError) -> str:
    """The system's name for an error: a path would be personal data at times."""
    code = error.errno if isinstance(error, OSError) else None
    return errno.errorcode.get(code or 0, type(error).__name__)


def _unused_name(folder: Path, draw: Callable[[int], bytes]) -> Path:
    while (path := folder / f"{draw(4).hex()}{SUFFIX}").exists():
        pass
    return path


def _write_body(stream: BinaryIO, dispatches: Iterable[bytes], limit_bytes: int) -> int:
    """Everything but the hash; the number of dispatches, written at its place once known."""
    count, size = 0, _HEADER_BYTES + _TAIL_BYTES
    stream.write(_MAGIC + _COUNT.pack(0))
    for dispatch in dispatches:
        if not 0 < len(dispatch) <= DISPATCH_LIMIT_BYTES:
            raise ValueError(f"a dispatch of {len(dispatch)} bytes")
        count += 1
        size += LENGTH.size + len(dispatch)
        if size > limit_bytes:
            raise RefusedError("too-large", {"limit": limit_bytes})
        stream.write(LENGTH.pack(len(dispatch)))
        stream.write(dispatch)
    stream.seek(len(_MAGIC))
    stream.write(_COUNT.pack(count))
    return count


def _hash_of(path: Path) -> bytes:
    """The hash of a file read back: the count lies before what had to be counted first."""
    whole = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_SLICE_BYTES):
            whole.update(piece)
    return whole.digest()


def _sync_folder(folder: Path) -> None:
    """The new name is durable too, where the file system can promise it."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)
