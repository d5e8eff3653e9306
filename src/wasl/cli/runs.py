"""The finished parts of a screening that is under way, so that the same command goes on."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from wasl.cli.workspace import Workspace
from wasl.core.errors import UnavailableError

FOLDER = "runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The parts done of one screening, under everything that its answer depends on."""

    workspace: Workspace
    key: str

    @property
    def _folder(self) -> Path:
        return self.workspace.folder / FOLDER / self.key

    def open(self) -> None:
        """Parts can be kept; UnavailableError ``no-file`` where they cannot."""
        try:
            self._folder.parent.mkdir(mode=0o700, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UnavailableError("no-file", {"file": FOLDER}) from error

    def kept(self, part: int) -> bytes | None:
        """What a part gave, if it is done."""
        try:
            return (self._folder / str(part)).read_bytes()
        except OSError:
            return None

    def keep(self, part: int, found: bytes) -> None:
        """The part is done."""
        try:
            self.workspace.write(self._folder / str(part), [found])
        except OSError as error:
            raise UnavailableError("no-file", {"file": FOLDER}) from error

    def forget(self) -> None:
        """Nothing is kept any more: the answer stands."""
        shutil.rmtree(self._folder, ignore_errors=True)


def run_key(*depends: bytes) -> str:
    """One short name for everything an answer depends on."""
    digest = hashlib.sha256()
    for one in depends:
        digest.update(len(one).to_bytes(8, "big") + one)
    return digest.hexdigest()[:32]
