"""Vector files: their names are the verdicts, refused ones carry the rule and the step."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Vectors = Iterator[tuple[str, Json]]


def accepted(name: str, about: str, **fields: object) -> tuple[str, Json]:
    """A case that is read."""
    return f"{name}_accepted", {"about": about, **fields}


def refused(name: str, about: str, rule: str, step: int, **fields: object) -> tuple[str, Json]:
    """A case that is refused."""
    return f"{name}_refused", {"about": about, **fields, "rule": rule, "step": step}


def write(folders: Mapping[str, Callable[[], Vectors]], arguments: Sequence[str]) -> None:
    """Write the folders named after the first argument, or all of them, into it."""
    target, *chosen = arguments
    for name in chosen or folders:
        folder = Path(target) / name
        folder.mkdir(parents=True, exist_ok=True)
        for title, case in folders[name]():
            text = json.dumps(case, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
            (folder / f"{title}.json").write_text(text, encoding="utf-8")
