"""Asking the node that runs on this machine: the other side of ``socket_door``.

Format: ``docs/spec/door.md``. Blocking and small, since every verb starts here.
"""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.door_frame import (
    FRAME_LIMIT_BYTES,
    LENGTH,
    ROOT_UID,
    address_of,
    framed,
    peer_uid,
    unframed,
)


def ask(
    path: Path,
    verb: str,
    arguments: Mapping[str, Json],
    on_progress: Callable[[int, int], None] | None = None,
) -> Json:
    """What the running node answers to ``verb``; waits as long as the verb takes.

    Raises the node's own RefusedError or UnavailableError; UnavailableError ``no-node`` where
    nobody listens, ``node-lost`` where the node ended before it answered (the verb may have
    taken effect); RefusedError ``malformed`` for arguments that have no JSON form;
    RuntimeError with the reference of a bug.
    """
    try:
        request = framed({"verb": verb, "arguments": dict(arguments)})
    except ValueError as error:
        raise RefusedError("malformed", {"why": str(error)}) from error
    with _connected(path) as line:
        with contextlib.suppress(OSError):  # refused unread: the answer is there all the same
            line.sendall(request)
        while True:
            answer = _answer(line)
            match answer:
                case {"progress": [int(done), int(total)]}:
                    if on_progress is not None:
                        on_progress(done, total)
                case {"value": value}:
                    return value
                case {"refused": str(rule), "detail": dict(detail)}:
                    raise RefusedError(rule, detail)
                case {"unavailable": str(what), "detail": dict(detail)}:
                    raise UnavailableError(what, detail)
                case {"bug": str(reference)}:
                    raise RuntimeError(f"bug {reference}")
                case _:
                    raise UnavailableError("node-lost", {"why": "no answer of a node"})


@contextmanager
def _connected(path: Path) -> Iterator[socket.socket]:
    """A line to the node; only root trusts a socket of somebody else's."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        try:
            with address_of(path) as address:
                line.connect(address)
            uid = peer_uid(line)
        except OSError as error:
            raise UnavailableError("no-node", {"why": type(error).__name__}) from error
        if os.geteuid() != ROOT_UID and uid not in {os.geteuid(), ROOT_UID}:
            raise UnavailableError("no-node", {"why": "another owner"})
        yield line


def _answer(line: socket.socket) -> Json:
    try:
        (length,) = LENGTH.unpack(_exactly(line, LENGTH.size))
        if length > FRAME_LIMIT_BYTES:
            raise UnavailableError("node-lost", {"why": "too long"})
        return unframed(_exactly(line, length))
    except (OSError, RefusedError) as error:
        raise UnavailableError("node-lost", {"why": type(error).__name__}) from error


def _exactly(line: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = line.recv(min(size - len(pieces), 2**20))
        if not piece:
            raise ConnectionResetError("the node closed the line")
        pieces += piece
    return bytes(pieces)
