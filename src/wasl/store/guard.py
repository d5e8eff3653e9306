"""The guard file: what of our logs may have left, in a file that no copy of the store holds.

Format and rules: ``docs/spec/guard.md``. Two places in one file are written in turn, each with its
own hash, so that a power cut leaves the one before; the file is as long as it will ever be from
the start, so that a full disk cannot stop it.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from wasl.core.errors import UnavailableError
from wasl.node.rows import Mark
from wasl.store import folder
from wasl.store.engine import Die, create_store, stop

PLACE_BYTES = 131_072
FIRST_LINE = "wasl-guard/1"
VOID = "-"

_EMPTY_ROOT = sha256(b"").digest()
_HASH_DIGITS = 64
_BORN, _LATER = "born", "later"
Marks = dict[str, Mark | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One place of the file, read whole."""

    number: int
    born: bool
    marks: Marks


class FileGuard:
    """The ``Guard`` of ``node/ports.py`` in the folder of a node; one process holds it.

    A file that is not there, or of another node, or damaged in both places, knows nothing.
    """

    def __init__(self, place: Path, node: str, *, die: Die = stop) -> None:
        self._file = place / folder.GUARD
        self._node = node
        self._die = die
        self._said = _read(self._file, node) or _Said(number=0, born=False, marks={})

    def mark(self, link: str) -> Mark | None:
        """What is known of a log."""
        return self._said.marks.get(link)

    def found(self, link: str) -> None:
        """A log begins: nothing of it has left, if this home was never restored."""
        if self._said.born and link not in self._said.marks:
            self.put({link: Mark(size=0, root=_EMPTY_ROOT)})

    def put(self, marks: Mapping[str, Mark | None]) -> None:
        """The marks are durable; nothing is written where they are said already."""
        known = {
            **self._said.marks,
            **{k: v for k, v in marks.items() if v or k in self._said.marks},
        }
        if known == self._said.marks:
            return
        said = _Said(number=self._said.number + 1, born=self._said.born, marks=known)
        try:
            if not self._file.exists():
                _make(self._file)
            _write(self._file, _written(said, self._node), said.number)
        except OSError as error:
            self._die(f"the guard file could not be written: errno {error.errno}")
        self._said = said


def create_guarded_store(place: Path, key: bytes, node: str) -> None:
    """An empty store, and the guard of a home that was never restored."""
    create_store(place, key).close()
    create_guard(place, node)


def create_guard(place: Path, node: str) -> None:
    """The guard of a home that is made now; UnavailableError ``disk-full``, ``no-file``."""
    file = place / folder.GUARD
    if file.exists():
        raise UnavailableError("no-file", {"file": folder.GUARD})
    try:
        _make(file)
        _write(file, _written(_Said(number=1, born=True, marks={}), node), 1)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise UnavailableError("disk-full", {"file": folder.GUARD}) from error


def _make(file: Path) -> None:
    """The file at its full length, its name durable."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, 2 * PLACE_BYTES)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder.sync_folder(file.parent)


def _write(file: Path, written: bytes, number: int) -> None:
    """One of the two places says this, synced before anything it speaks of leaves."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        at = number % 2 * PLACE_BYTES
        done = 0
        while done < len(written):
            done += os.pwrite(descriptor, written[done:], at + done)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def _written(said: _Said, node: str) -> bytes:
    """A place as it is written; RuntimeError for more links than one holds."""
    lines = [FIRST_LINE, node, f"{said.number} {_BORN if said.born else _LATER}"]
    for link, mark in sorted(said.marks.items()):
        facts = f"{mark.size} {mark.root.hex()}" if mark else VOID
        lines.append(f"{link} {facts}")
    text = "".join(f"{line}\n" for line in lines).encode()
    whole = text + sha256(text).hexdigest().encode() + b"\n"
    if len(whole) > PLACE_BYTES:
        raise RuntimeError("more links than a guard file holds")
    return whole


def _read(file: Path, node: str) -> _Said | None:
    """The later of the places that are whole and of this node."""
    if not file.exists():
        return None
    content = file.read_bytes()
    places = (content[:PLACE_BYTES], content[PLACE_BYTES : 2 * PLACE_BYTES])
    said = [one for each in places if (one := _said(each, node)) is not None]
    return max(said, key=lambda one: one.number, default=None)


def _said(place: bytes, node: str) -> _Said | None:
    """One place; None if it was cut, damaged or written for another node."""
    text = place.rstrip(b"\0")
    body, told = text[: -_HASH_DIGITS - 1], text[-_HASH_DIGITS - 1 :]
    if told != sha256(body).hexdigest().encode() + b"\n":
        return None
    try:
        first, named, numbered, *rest = body.decode("ascii").removesuffix("\n").split("\n")
        if (first, named) != (FIRST_LINE, node):
            return None
        number, birth = numbered.split(" ")
        return _Said(number=int(number), born=birth == _BORN, marks=dict(_marks(rest)))
    except ValueError:
        return None


def _marks(lines: list[str]) -> Iterator[tuple[str, Mark | None]]:
    for line in lines:
        link, *facts = line.split(" ")
        void = facts == [VOID]
        yield link, None if void else Mark(size=int(facts[0]), root=bytes.fromhex(facts[1]))
