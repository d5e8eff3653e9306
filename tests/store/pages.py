"""The plain bytes of every page of an encrypted database, live or free, without its library.

The page format is SQLCipher 4's with a raw key: AES-256-CBC over a page of 4,096 bytes without
its last 80, which begin with the vector of 16; the first 16 bytes of the file are a salt.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE_BYTES = 4_096
_RESERVED_BYTES = 80
_SALT_BYTES = 16
_WAL_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24


def plain_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """Every page of a database file."""
    content = database.read_bytes()
    for start in range(0, len(content), PAGE_BYTES):
        yield _plain(content[start : start + PAGE_BYTES], key, first=start == 0)


def plain_frames(log: Path, key: bytes) -> Iterator[bytes]:
    """Every page in a write-ahead log, of the last transaction or an older one."""
    content = log.read_bytes() if log.exists() else b""
    step = _FRAME_HEADER_BYTES + PAGE_BYTES
    for start in range(_WAL_HEADER_BYTES, len(content) - step + 1, step):
        number = int.from_bytes(content[start : start + 4], "big")
        page = content[start + _FRAME_HEADER_BYTES : start + step]
        yield _plain(page, key, first=number == 1)


def _plain(page: bytes, key: bytes, *, first: bool) -> bytes:
    body = page[_SALT_BYTES if first else 0 : PAGE_BYTES - _RESERVED_BYTES]
    vector = page[PAGE_BYTES - _RESERVED_BYTES :][:16]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(body) + opened.finalize()
