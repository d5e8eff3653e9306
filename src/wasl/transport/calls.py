"""What one call carries either way: dispatches, each after its length.

Format and vectors: ``docs/spec/sync-https.md``. A dispatch is bytes here; only ``seal`` opens it.
"""

import struct
from collections.abc import Iterable

from wasl.core.errors import RefusedError

SYNC_PATH = "/wasl/1/sync"

CALL_LIMIT_BYTES = 64 * 2**20
CALL_LIMIT_DISPATCHES = 1_000
# 8 MiB of plaintext and what sealing adds (trust.md §6.1: header, encapsulation, tag).
DISPATCH_LIMIT_BYTES = 8 * 2**20 + 1_149

LENGTH = struct.Struct(">I")


def write_calls(dispatches: Iterable[bytes]) -> bytes:
    """The body that carries ``dispatches`` in order; past a limit it is our bug (ValueError)."""
    body = bytearray()
    for count, dispatch in enumerate(dispatches, 1):
        if not 0 < len(dispatch) <= DISPATCH_LIMIT_BYTES:
            raise ValueError(f"a dispatch of {len(dispatch)} bytes")
        if count > CALL_LIMIT_DISPATCHES:
            raise ValueError(f"more than {CALL_LIMIT_DISPATCHES} dispatches")
        body += LENGTH.pack(len(dispatch))
        body += dispatch
        if len(body) > CALL_LIMIT_BYTES:
            raise ValueError(f"more than {CALL_LIMIT_BYTES} bytes")
    return bytes(body)


def read_calls(untrusted: bytes) -> tuple[bytes, ...]:
    """The dispatches of one body, all of them or none; no bytes at all are no dispatch.

    Refuses ``too-large`` (body, number of dispatches, one dispatch) and ``malformed`` (a length
    of zero, a length past the end, bytes that are no whole length).
    """
    if len(untrusted) > CALL_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": CALL_LIMIT_BYTES})
    dispatches: list[bytes] = []
    at = 0
    while at < len(untrusted):
        if len(dispatches) == CALL_LIMIT_DISPATCHES:
            raise RefusedError("too-large", {"limit": CALL_LIMIT_DISPATCHES})
        start = at + LENGTH.size
        if start > len(untrusted):
            raise RefusedError("malformed", {"at": at})
        (length,) = LENGTH.unpack_from(untrusted, at)
        if length > DISPATCH_LIMIT_BYTES:
            raise RefusedError("too-large", {"at": at, "limit": DISPATCH_LIMIT_BYTES})
        at = start + length
        if length == 0 or at > len(untrusted):
            raise RefusedError("malformed", {"at": start})
        dispatches.append(untrusted[start:at])
    return tuple(dispatches)
