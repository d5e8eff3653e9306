"""An attachment of more than 1 MiB in parts, each known by its own hash.

The entry names the attachment by its SHA-256 and the list of its parts by another. The list comes
first and is checked whole; from then on a wrong part is told from a right one as it comes. What
is signed is the entry: no key and no cipher is used here. Bytes: ``docs/spec/attachment.md``.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from wasl.core.errors import RefusedError
from wasl.seal.frames import PART_LIMIT_BYTES

PART_BYTES: Final = PART_LIMIT_BYTES
FILE_LIMIT_BYTES: Final = 2**31

_HASH_BYTES: Final = 32


def part_count(size: int) -> int:
    """How many parts an attachment of this size has; one without bytes has one."""
    return max(1, -(-size // PART_BYTES))


def list_parts(contents: Iterable[bytes]) -> bytes:
    """The list of the parts with these contents: their SHA-256 one after another."""
    return b"".join(sha256(content).digest() for content in contents)


def check_list(untrusted_list: bytes, *, size: int, digest: bytes) -> None:
    """The list is the one named ``digest``, of as many parts as ``size`` bytes have.

    Refuses ``wrong-commitment``.
    """
    fits = len(untrusted_list) == _HASH_BYTES * part_count(size)
    if not fits or sha256(untrusted_list).digest() != digest:
        raise RefusedError("wrong-commitment", {"what": "list"})


def check_part(listed: bytes, untrusted_part: bytes, *, size: int, offset: int) -> None:
    """The part at this offset is whole, and the one that the list has there.

    Refuses ``wrong-commitment``.
    """
    number, within = divmod(offset, PART_BYTES)
    fits = not within and len(untrusted_part) == min(PART_BYTES, size - offset)
    named = listed[_HASH_BYTES * number : _HASH_BYTES * (number + 1)]
    if not fits or sha256(untrusted_part).digest() != named:
        raise RefusedError("wrong-commitment", {"offset": offset})


def check_whole(untrusted_content: bytes, *, size: int, offset: int, digest: bytes) -> None:
    """The one part of an attachment of at most 1 MiB; refuses ``wrong-commitment``."""
    fits = not offset and len(untrusted_content) == size
    if not fits or sha256(untrusted_content).digest() != digest:
        raise RefusedError("wrong-commitment", {"offset": offset})


def missing_stretches(size: int, offsets_here: Sequence[int]) -> list[tuple[int, int]]:
    """From which byte to which one parts are missing, neighbours as one stretch, in order."""
    here = set(offsets_here)
    stretches: list[tuple[int, int]] = []
    for offset in range(0, max(size, 1), PART_BYTES):
        if offset in here:
            continue
        stop = min(offset + PART_BYTES, size)
        if stretches and stretches[-1][1] == offset:
            stretches[-1] = (stretches[-1][0], stop)
        else:
            stretches.append((offset, stop))
    return stretches


def offsets_in(size: int, stretches: Iterable[tuple[int, int]]) -> list[int]:
    """Where the parts start that these stretches touch, in order, each once."""
    found: set[int] = set()
    for first, stop in stretches:
        if first < stop:
            start = first - first % PART_BYTES
            found.update(range(start, min(stop, size), PART_BYTES))
    return sorted(found)
