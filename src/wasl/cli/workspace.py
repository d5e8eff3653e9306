"""The scratch workspace: lists as plain files in one folder, with no node, no key and no network.

For public lists and for tests: what is in it is not encrypted, and only its owner reads it.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.matching.entities.listing import (
    LIST_LIMIT_BYTES,
    Listing,
    read_listing,
    write_listing,
)
from wasl.wiring import write_private

FOLDER = ".wasl"
LISTS = "lists"
SUFFIX = ".wasl-list"
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

    def holds(self, name: str) -> bool:
        """Whether there is a list of this name."""
        return is_list_name(name) and self._path(name).is_file()

    def keep(self, listing: Listing) -> None:
        """The list stands under its name, whole or not at all."""
        path = self._path(listing.head.name)
        try:
            write_private(path, write_listing(listing))
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error

    def drop(self, name: str) -> None:
        """The list is gone; refuses ``unknown-list``."""
        path = self._known(name)
        try:
            path.unlink()
        except OSError as error:
            raise UnavailableError("no-file", {"file": path.name}) from error

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
