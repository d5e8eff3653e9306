"""The small verifier as a third person runs it: over files, asked by exit code and JSON."""

import importlib.util
import io
import json
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "verify_extract.py"


@cache
def _main() -> Callable[[list[str]], int]:
    """What the file runs when it is started; loaded once, because tests ask thousands of times."""
    spec = importlib.util.spec_from_file_location("verify_extract", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main: Callable[[list[str]], int] = module.main
    return main


def standalone(
    folder: Path, lines: Iterable[str] | bytes, against: Iterable[str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The exit code and the answer in JSON, for a file and, where given, the other side's."""
    words = ["--json", str(_lying(folder / "this.jsonl", lines))]
    if against is not None:
        words += ["--against", str(_lying(folder / "other.jsonl", against))]
    printed = io.StringIO()
    with redirect_stdout(printed):
        code = _main()(words)
    answer: dict[str, Any] = json.loads(printed.getvalue())
    return code, answer


def _lying(path: Path, lines: Iterable[str] | bytes) -> Path:
    path.write_bytes(lines if isinstance(lines, bytes) else "".join(lines).encode())
    return path
