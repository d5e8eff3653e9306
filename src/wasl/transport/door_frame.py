"""What both sides of the door beside the database agree on: frames, and where the socket lies.

Format: ``docs/spec/door.md``.
"""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError

FRAME_LIMIT_BYTES = 16 * 2**20
LENGTH = struct.Struct(">I")
ROOT_UID = 0

_PEER = struct.Struct("3i")  # pid, uid, gid: struct ucred of unix(7)
_PATH_LIMIT_BYTES = 100  # sockaddr_un holds 108


def framed(value: Json) -> bytes:
    """One frame of JSON; what has no JSON form, or is too long, is our bug (ValueError).

    Not the canonical profile: nothing here is hashed, and a body may be one long string.
    """
    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise ValueError(f"no JSON form: {error}") from error
    if len(written) > FRAME_LIMIT_BYTES:
        raise ValueError(f"a frame of {len(written)} bytes")
    return LENGTH.pack(len(written)) + written


def unframed(untrusted: bytes) -> Json:
    """The value of one frame's bytes; refuses ``malformed``."""
    try:
        return orjson.loads(untrusted)
    except ValueError as error:
        raise RefusedError("malformed", {"why": "not JSON"}) from error


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
