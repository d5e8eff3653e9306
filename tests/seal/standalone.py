"""Both verifiers asked about the same lines: that of the project, and the small standalone one."""

import importlib.util
import io
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

from tests.seal.small_log import SmallLog, resealed, sha256_of
from wasl.seal.extract_findings import Outcome, Verdict
from wasl.seal.extract_verify import verdict_on
from wasl.seal.extract_write import write_extract

Lines = list[str]

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


def sound(lines: Iterable[str], against: Iterable[str] | None = None) -> Verdict:
    """The verdict on lines that hold."""
    verdict = verdict_on(lines, untrusted_against=against)
    assert verdict.outcome is Outcome.SOUND, verdict.faults
    return verdict


def rules(verdict: Verdict) -> list[tuple[int, str, int | None]]:
    """Step, rule and index of each fault."""
    return [(fault.step, fault.rule, fault.index) for fault in verdict.faults]


def both(folder: Path, lines: Sequence[str], against: Sequence[str] | None = None) -> Verdict:
    """The verdict of ``wasl verify``, with which the small verifier agrees."""
    verdict = verdict_on(lines, untrusted_against=against)
    code, answer = standalone(folder, lines, against)
    assert code == verdict.outcome.exit_code, (verdict.faults, answer)
    if verdict.outcome is Outcome.UNSOUND:
        told = [fault["rule"] for fault in answer["faults"]]
        assert told[0] in [fault.rule for fault in verdict.faults], (verdict.faults, answer)
    return verdict


def changed(
    lines: Sequence[str], number: int, change: Callable[[dict[str, Any]], object]
) -> Lines:
    """The lines with one value changed, in canonical form and under a hash that fits."""
    value = json.loads(lines[number - 1])
    change(value)
    line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    return resealed([*lines[: number - 1], line, *lines[number:]])


def without(lines: Sequence[str], *numbers: int) -> Lines:
    """The lines without some, under a hash that fits."""
    return resealed([line for place, line in enumerate(lines, 1) if place not in numbers])


def stretch(log: SmallLog, start: int, stop: int, proved: Sequence[int] = ()) -> Lines:
    """The extract of a part of the history, with the entries proved that put keys in force."""
    entries = [log.proved(index, stop) for index in proved] + log.shown(start, stop)
    named = {json.loads(shown.entry).get("statement") for shown in entries}
    return list(
        write_extract(
            log.header(start=start, stop=stop, peaks=log.peaks(start)),
            statements=[
                note
                for note in log.statements
                if note.startswith(b"wasl-keys/1") or sha256_of(note) in named
            ],
            entries=entries,
            checkpoints=[log.heads[size] for size in sorted(log.heads) if start <= size <= stop],
        )
    )


def swap(lines: Sequence[str], one: int, other: int) -> Lines:
    """Two lines in each other's place."""
    moved = list(lines)
    moved[one - 1], moved[other - 1] = moved[other - 1], moved[one - 1]
    return resealed(moved)
