"""What both sides of the door beside the database agree on: frames, and where the socket lies.

Format: ``docs/spec/door.md``.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wasl.core.canonical import Json, dumps

FRAME_LIMIT_BYTES = 16 * 2**20
LENGTH = struct.Struct(">I")
ROOT_UID = 0

_PEER = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_PATH_LIMIT_BYTES = 100  # sockaddr_un holds 108


def framed(value: Json) -> bytes:
    """One frame; a value outside the canonical profile, or too long, is our bug (ValueError)."""
    try:
        written = dumps(value)
    except TypeError as error:  # a lone surrogate: a file name that is no text
        raise ValueError("a string has no UTF-8 form") from error
    if len(written) > FRAME_LIMIT_BYTES:
        raise ValueError(f"a frame of {len(written)} bytes")
    return LENGTH.pack(len(written)) + written


def peer_uid(line: socket.socket) -> int:
    """Who is at the other end, as the kernel knows it (SO_PEERCRED)."""
    credentials = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(credentials)[1])


@contextmanager
def address_of(path: Path) -> Iterator[str]:
    """A name for ``path`` that fits a socket address, valid inside the block."""
    if len(os.fsencode(path)) <= _PATH_LIMIT_BYTES:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
