"""Is a body really gone? Its bytes, its salt and its text are looked for on the whole disk.

The files of a node are encrypted, so finding nothing in them proves little: the pages are also
opened with the node's own key and every value of every table is searched.
"""

from collections.abc import Iterator
from pathlib import Path

from demo.side import Side
from wasl.node.keyfile import read_keyfile
from wasl.store import cipher
from wasl.store.folder import DATABASE


def rows_of(side: Side) -> Iterator[bytes]:
    """Every value of every table, as bytes, read beside the running node."""
    passphrase = side.file("passphrase").read_text().strip()
    _, key = read_keyfile((side.home / "node.key").read_bytes(), passphrase)
    raw = cipher.connect(side.home / DATABASE, key, cipher.READ_SETTINGS)
    try:
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            for row in raw.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - our own tables
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()
    finally:
        raw.close()


def salts(side: Side) -> set[bytes]:
    """The salt of every body the node holds: what opens it, and what is destroyed."""
    passphrase = side.file("passphrase").read_text().strip()
    _, key = read_keyfile((side.home / "node.key").read_bytes(), passphrase)
    raw = cipher.connect(side.home / DATABASE, key, cipher.READ_SETTINGS)
    try:
        return {row[0] for row in raw.execute("SELECT salt FROM salts")}
    finally:
        raw.close()


def in_pages(side: Side, wanted: bytes) -> int:
    """How often some bytes occur in the decrypted tables of a node."""
    return sum(value.count(wanted) for value in rows_of(side))


def in_files(folder: Path, wanted: bytes) -> int:
    """How often some bytes lie in clear in any file below a folder."""
    return sum(
        path.read_bytes().count(wanted)
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
