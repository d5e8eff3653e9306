"""The project's own files, as its tests about form read them."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"


def modules(*folders: Path) -> list[Path]:
    """Every Python file under the folders, sorted."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int) -> str:
    """A file and line as a reader can open it."""
    return f"{path.relative_to(ROOT)}:{line}"
