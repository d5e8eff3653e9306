"""Extracts: what a third person sees, and every way in which a log that does not hold is seen.

What is asked of ``wasl verify`` is asked of ``tools/verify_extract.py`` too, over the same lines.
"""

import ast
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.small_log import (
    ARRANGEMENT_ID,
    AUTHOR,
    BACK,
    BODY,
    LINK,
    MADE,
    MADE_SECONDS,
    PARTNER,
    SALT,
    WHEN,
    SmallLog,
    algiers,
    algiers_later,
    arrangement,
    entry,
    fact_of_destruction,
    history,
    minutes,
    recognition,
    report,
    reports,
    resealed,
    root_of_holder,
    sha256_of,
    side,
    stated,
    tripoli,
    tripoli_later,
)
from tests.seal.standalone import SCRIPT, standalone
from tests.seal.test_note import check_folder
from wasl.core.arrangement import arrangement_text
from wasl.core.case import PROCEDURES
from wasl.core.entry import Seen, write_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash
from wasl.seal.cosign import Checkpoint, Origin, countersign, sign_checkpoint
from wasl.seal.extract import ENTRIES_LIMIT, NOTES_LIMIT, read_extract
from wasl.seal.extract_findings import Cut, Outcome, Remark, Verdict
from wasl.seal.extract_fork import (
    STATEMENTS_LIMIT,
    ForkHeader,
    fork_verdict_on,
    read_fork,
    write_fork,
)
from wasl.seal.extract_lines import (
    LINE_LIMIT_BYTES,
    BodyState,
    CheckpointLine,
    Header,
    RefusalStated,
    Scope,
    StatementLine,
    seconds_of,
)
from wasl.seal.extract_verify import verdict_on, verify_extract
from wasl.seal.extract_write import EntryToShow, hashed_lines, write_extract
from wasl.seal.note import KeyKind, Note, read_note, sign, write_note
from wasl.seal.roots import root_lines

Case = Mapping[str, Any]
Lines = list[str]

FLIPS = int(os.environ.get("WASL_FLIPS", "600"))
FORKS = int(os.environ.get("WASL_FORKS", "20"))


def run_extract(case: Case) -> None:
    """One file of ``vectors/extract``: sound, or refused by the rule of its first fault."""
    _judge(verdict_on(case["lines"], untrusted_against=case.get("against")), case)


def run_fork(case: Case) -> None:
    """One file of ``vectors/fork``: the proof holds, or is refused by the rule of its fault."""
    _judge(verdict_on(case["lines"]), case)


def _judge(verdict: Verdict, case: Case) -> None:
    if verdict.outcome is not Outcome.SOUND:
        first = verdict.faults[0]
        told = (verdict.outcome.value, first.step, first.index)
        assert told == (case["verdict"], case["step"], case["index"]), verdict.faults
        raise RefusedError(first.rule)


@pytest.mark.parametrize(("folder", "run"), [("extract", run_extract), ("fork", run_fork)])
def test_every_vector_has_the_verdict_of_its_file_name(
    folder: str, run: Callable[[Case], None]
) -> None:
    check_folder(folder, run)


@pytest.mark.parametrize("folder", ["extract", "fork"])
def test_the_small_verifier_gives_every_vector_the_verdict_of_its_file_name(
    folder: str, tmp_path: Path
) -> None:
    for path in sorted((SCRIPT.parents[1] / "vectors" / folder).glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        code, answer = standalone(tmp_path, case["lines"], case.get("against"))
        wanted = case.get("verdict", "sound")
        assert (answer["verdict"], code) == (wanted, Outcome(wanted).exit_code), path.name


# ----------------------------------------------------------------------------------- asking both


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


def refused(lines: Iterable[bytes | str]) -> RefusedError:
    """What reading these lines refuses."""
    with pytest.raises(RefusedError) as caught:
        read_extract(lines)
    return caught.value


def changed(lines: Sequence[str], number: int, change: Callable[[dict[str, Any]], object]) -> Lines:
    """The lines with one value changed, in canonical form and under a hash that fits."""
    value = json.loads(lines[number - 1])
    change(value)
    line = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    return resealed([*lines[: number - 1], line, *lines[number:]])


def without(lines: Sequence[str], *numbers: int) -> Lines:
    """The lines without some, under a hash that fits."""
    return resealed([line for place, line in enumerate(lines, 1) if place not in numbers])


def line_of_entry(lines: Sequence[str], index: int) -> int:
    """Where an entry stands."""
    start = f'"index":{index}'
    return next(
        place
        for place, line in enumerate(lines, 1)
        if line.startswith('{"body"') and start in line.rpartition('"entry"')[2][-80:]
    )
