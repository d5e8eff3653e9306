"""Indexes of lists as files of the workspace: built where there is none, opened in place."""

import hashlib
import mmap
from pathlib import Path

from wasl.cli.comparer import name_comparer, name_versions
from wasl.cli.workspace import INDEX_SUFFIX, INDEXES, Workspace
from wasl.core.errors import UnavailableError
from wasl.core.matching.index.building import built
from wasl.core.matching.index.filing import Filed, read_index, write_index
from wasl.core.matching.index.holding import Index
from wasl.core.matching.index.subjects import subject_of

# Another number where another index is built of the same list under the same versions.
FORM = "1"


def code_version() -> str:
    """What an index and the scores made with it depend on, beside the list: one short text."""
    told = "\n".join(f"{name} {version}" for name, version in name_versions().items())
    return hashlib.sha256(f"{FORM}\n{told}".encode()).hexdigest()[:16]


def index_of(workspace: Workspace, name: str) -> Path:
    """The file of the index of a list, built now where there is none that is whole.

    Refuses ``unknown-list``, and what reading the list refuses.
    """
    snapshot, version = workspace.head(name).snapshot, code_version()
    path = workspace.folder / INDEXES / f"{snapshot}-{version}{INDEX_SUFFIX}"
    if _open(path, snapshot, version) is None:
        _build(workspace, name, path, version)
    return path


def opened(path: Path) -> Index:
    """The index of a file that ``index_of`` gave, over the memory of the file."""
    snapshot, version = path.name.removesuffix(INDEX_SUFFIX).split("-")
    found = _open(path, snapshot, version)
    if found is None:
        raise UnavailableError("no-file", {"file": path.name})
    return found


def _open(path: Path, snapshot: str, version: str) -> Index | None:
    try:
        with path.open("rb") as file:
            held = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        # There is no such file, or nothing in it.
        return None
    filed = read_index(held)
    if filed is None or (filed.snapshot, filed.version) != (snapshot, version):
        return None
    return filed.held


def _build(workspace: Workspace, name: str, path: Path, version: str) -> None:
    listing = workspace.read(name)
    subjects = (subject_of(*held) for held in listing.by_id.items())
    index = built(name_comparer().fitted, subjects)
    filed = Filed(held=index, snapshot=listing.head.snapshot, version=version)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        workspace.tidy(version)
        workspace.write(path, write_index(filed))
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error
