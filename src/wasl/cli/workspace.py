"""The scratch workspace: lists as plain files in one folder, with no node, no key and no network.

For public lists and for tests: what is in it is not encrypted, and only its owner reads it.
"""

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.matching.entities.listing import (
    FIRST_LINE,
    HEAD_LIMIT_BYTES,
    LIST_LIMIT_BYTES,
    Head,
    Listing,
    read_head,
    read_listing,
    write_listing,
)
from wasl.wiring import write_private

FOLDER = ".wasl"
LISTS = "lists"
SUFFIX = ".wasl-list"
INDEXES = "indexes"
INDEX_SUFFIX = ".wasl-index"
NAMED = 8

_NAME = re.compile(r"\w[\w .-]{0,63}")


def is_list_name(name: str) -> bool:
    """Whether a list can be called so: letters and digits first, then spaces, dots and dashes."""
    fits = _NAME.fullmatch(name) is not None and not name.endswith((" ", "."))
    return fits and len(name.encode()) <= 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder of lists."""

    folder: Path

    def open(self) -> bool:
        """The folder stands, its owner's alone; whether it was made now.

        Refuses ``unsafe-mode`` where others can read it; UnavailableError ``no-file`` where it
        cannot be made.
        """
        try:
            made = not self.folder.exists()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if made:
                self.folder.chmod(0o700)
            (self.folder / LISTS).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UnavailableError("no-file", {"file": self.folder.name}) from error
        self._check_mode()
        return made

    def names(self) -> list[str]:
        """The lists there are, in the order of their names."""
        try:
            return sorted(path.name.removesuffix(SUFFIX) for path in self._files())
        except OSError as error:
            raise UnavailableError("no-file", {"file": LISTS}) from error

    def read(self, name: str) -> Listing:
        """The list of this name.

        Refuses ``unknown-list``, naming those there are; ``unsafe-mode``; and what
        ``read_listing`` refuses of a file somebody changed.
        """
        path = self._known(name)
        self._check_mode()
        try:
            with path.open("rb") as stream:
                content = stream.read(LIST_LIMIT_BYTES + 1)
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error
        return read_listing(content)

    def head(self, name: str) -> Head:
        """What is known of the list of this name as a whole; refuses what ``read`` refuses."""
        path = self._known(name)
        self._check_mode()
        try:
            with path.open("rb") as stream:
                beginning = stream.read(len(FIRST_LINE) + HEAD_LIMIT_BYTES + 2)
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error
        return read_head(beginning)

    def write(self, path: Path, pieces: Iterable[bytes | memoryview]) -> None:
        """A file of the workspace, whole or not at all; OSError where it cannot be written."""
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as stream:
                part.chmod(0o600)
                stream.writelines(pieces)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def holds(self, name: str) -> bool:
        """Whether there is a list of this name."""
        return is_list_name(name) and self._path(name).is_file()

    def keep(self, listing: Listing) -> None:
        """The list stands under its name, whole or not at all."""
        path = self._path(listing.head.name)
        try:
            write_private(path, write_listing(listing))
            self.tidy()
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error

    def drop(self, name: str) -> None:
        """The list is gone; refuses ``unknown-list``."""
        path = self._known(name)
        try:
            path.unlink()
            self.tidy()
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error

    def tidy(self, version: str = "") -> None:
        """No index stays of a list that is not here, or of another version; OSError."""
        kept = set(filter(None, map(self._snapshot, self.names())))
        for path in (self.folder / INDEXES).glob(f"*{INDEX_SUFFIX}"):
            snapshot, _, its_version = path.name.removesuffix(INDEX_SUFFIX).partition("-")
            if snapshot not in kept or (version and its_version != version):
                path.unlink()

    def _snapshot(self, name: str) -> str | None:
        """The snapshot of a list; None for one that somebody damaged: it has no index."""
        try:
            return self.head(name).snapshot
        except RefusedError:
            return None

    def _files(self) -> list[Path]:
        lists = self.folder / LISTS
        if not lists.is_dir():
            return []
        return [path for path in lists.iterdir() if path.name.endswith(SUFFIX)]

    def _path(self, name: str) -> Path:
        return self.folder / LISTS / f"{name}{SUFFIX}"

    def _known(self, name: str) -> Path:
        if not self.holds(name):
            known = self.names()
            shown = ", ".join(known[:NAMED]) + (", …" if len(known) > NAMED else "")
            raise RefusedError("unknown-list", {"known": shown or "–", "list": name[:64]})
        return self._path(name)

    def _check_mode(self) -> None:
        try:
            mode = stat.S_IMODE(self.folder.stat().st_mode)
        except OSError as error:
            raise UnavailableError("no-file", {"file": self.folder.name}) from error
        if mode & 0o077:
            raise RefusedError("unsafe-mode", {"file": self.folder.name})
