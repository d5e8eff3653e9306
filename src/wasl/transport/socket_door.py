"""The door beside the database: while a node runs, the other verbs of its machine ask it here.

Format: ``docs/spec/door.md``. One process is the node (trust.md §7), so a verb never opens the
store of a running one. Who may ask is decided by the kernel: the socket's mode and the peer's uid.
"""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.accepting import accept_each
from wasl.transport.door_frame import (
    FRAME_LIMIT_BYTES,
    LENGTH,
    ROOT_UID,
    address_of,
    framed,
    peer_uid,
    unframed,
)

Progress = Callable[[int, int], None]
Perform = Callable[[str, dict[str, Json], Progress], Awaitable[Json]]
NameBug = Callable[[BaseException], str]

_BACKLOG = 16
_BUSY_SECONDS = 2
_UNREAD_LIMIT_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLimits:
    """How long an asker may be silent, and how long an answer may take once the node stops."""

    request_seconds: float = 10
    grace_seconds: float = 20


@asynccontextmanager
async def serve_door(
    path: Path,
    perform: Perform,
    *,
    name_bug: NameBug,
    admitted_uids: frozenset[int] | None = None,
    limits: DoorLimits | None = None,
) -> AsyncIterator[None]:
    """The door is open inside the block, mode 0600; verbs under way are answered at its end.

    ``perform`` takes a verb, its arguments and a function that says how far it is (done, total),
    callable from any thread; a verb goes on when its asker leaves. ``name_bug`` keeps a bug and
    gives its reference. ``admitted_uids`` are ours and root's unless told. UnavailableError
    ``node-running`` where another node answers at ``path``, ``no-door`` where no socket can be.
    """
    limits = limits or DoorLimits()
    uids = frozenset({os.geteuid(), ROOT_UID}) if admitted_uids is None else admitted_uids

    async def converse(line: socket.socket) -> None:
        """One asker, one verb, one answer."""
        reader, writer = await asyncio.open_unix_connection(sock=line)
        try:
            if peer_uid(line) not in uids:
                raise RefusedError("wrong-owner")
            async with asyncio.timeout(limits.request_seconds):
                verb, arguments = _request(await _frame(reader))
            # Gathered, a failure is a value: it is told apart in _said and caught by nobody.
            (outcome,) = await asyncio.gather(
                perform(verb, arguments, _reporting(writer)), return_exceptions=True
            )
            writer.write(_said(outcome, name_bug))
        except RefusedError as refusal:
            writer.write(_said(refusal, name_bug))
        except TimeoutError:
            writer.write(_said(RefusedError("malformed"), name_bug))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the asker left
        finally:
            writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    listening = _bound(path)
    asked: set[asyncio.Task[None]] = set()

    def take(line: socket.socket, _address: object) -> None:
        task = asyncio.create_task(converse(line))
        asked.add(task)
        task.add_done_callback(asked.discard)

    close = accept_each(listening, take)
    try:
        yield
    finally:
        close()
        path.unlink(missing_ok=True)
        if asked:
            await asyncio.wait(set(asked), timeout=limits.grace_seconds)
        for task in set(asked):
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)


async def _frame(reader: asyncio.StreamReader) -> bytes:
    (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    if length > FRAME_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FRAME_LIMIT_BYTES})
    return await reader.readexactly(length)


def _request(untrusted: bytes) -> tuple[str, dict[str, Json]]:
    """A verb and its arguments; refuses ``malformed``."""
    match unframed(untrusted):
        case {"verb": str(verb), "arguments": dict(arguments), **rest} if not rest:
            return verb, arguments
    raise RefusedError("malformed")


def _reporting(writer: asyncio.StreamWriter) -> Progress:
    """A way to say how far a verb is; what the asker does not read in time is left out."""
    loop = asyncio.get_running_loop()

    def write(done: int, total: int) -> None:
        unread = writer.transport.get_write_buffer_size()
        if unread <= _UNREAD_LIMIT_BYTES and not writer.transport.is_closing():
            writer.write(framed({"progress": [done, total]}))

    def report(done: int, total: int) -> None:
        loop.call_soon_threadsafe(write, done, total)

    return report


def _said(outcome: Json | BaseException, name_bug: NameBug) -> bytes:
    """The last frame of an answer."""
    if isinstance(outcome, RefusedError):
        return framed({"refused": outcome.rule, "detail": dict(outcome.detail)})
    if isinstance(outcome, UnavailableError):
        return framed({"unavailable": outcome.what, "detail": dict(outcome.detail)})
    if isinstance(outcome, BaseException):
        return framed({"bug": name_bug(outcome)})
    try:
        return framed({"value": outcome})
    except ValueError as bug:
        return framed({"bug": name_bug(bug)})


def _bound(path: Path) -> socket.socket:
    """A socket listening at ``path``, closed to all others before anybody can connect."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with address_of(path) as address:
            _replace_stale(path, address)
            listening.bind(address)
        path.chmod(0o600)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        why = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise UnavailableError("no-door", {"why": why}) from error
    except UnavailableError:
        listening.close()
        raise
    return listening


def _replace_stale(path: Path, address: str) -> None:
    """Nothing lies at ``path``: what a killed node left there is removed."""
    if not path.is_socket():
        return  # nothing, or a file that bind() will refuse
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(_BUSY_SECONDS)
        try:
            asking.connect(address)
        except ConnectionRefusedError:
            path.unlink()
            return
        except TimeoutError:
            pass  # too busy to answer, but there
    raise UnavailableError("node-running")
