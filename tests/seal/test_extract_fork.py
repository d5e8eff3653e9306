"""A fork is proved by two checkpoints of one origin; a bit changed anywhere is found by both.

Run with ``--hypothesis-profile=search`` for 10,000 changed bits and 200 forks.
"""

import ast
import json
import random
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.seal.small_log import (
    ARRANGEMENT_ID,
    AUTHOR,
    BACK,
    MADE,
    PARTNER,
    SmallLog,
    algiers,
    algiers_later,
    history,
    reports,
    resealed,
    tripoli,
)
from tests.seal.standalone import SCRIPT, Lines, both, changed, rules, standalone, without
from wasl.core import canonical
from wasl.core.arrangement import link_id
from wasl.core.errors import RefusedError
from wasl.seal.extract import read_extract
from wasl.seal.extract_findings import Outcome
from wasl.seal.extract_fork import (
    STATEMENTS_LIMIT,
    ForkHeader,
    forked_origin,
    read_fork,
    write_fork,
)
from wasl.seal.extract_lines import CheckpointLine, StatementLine
from wasl.seal.extract_verify import verdict_on
from wasl.seal.extract_write import hashed_lines
from wasl.seal.note import read_note, write_note

THOROUGH = settings().max_examples > 1_000
FLIPS = 10_000 if THOROUGH else 600
FORKS = 200 if THOROUGH else 20
ENTRIES = 200


def diverged(index: int, size: int = 12, other_size: int = 12) -> tuple[Lines, Lines]:
    """Two logs under one name that are the same before an index, as two partners show them."""
    one, other = reports(size), reports(other_size)
    other.entries[index] = other.entries[index].replace(b'"unsure_s":2', b'"unsure_s":3')
    for log in (one, other):
        log.head(witness=tripoli())
    return one.lines(made_by=PARTNER), other.lines(made_by=PARTNER)


def proof(index: int = 5, size: int = 12, other_size: int = 12) -> Lines:
    """The proof that two such logs contain."""
    one, other = map(read_extract, diverged(index, size, other_size))
    return list(write_fork(one, other, index, made=MADE, made_by=PARTNER))


@pytest.mark.parametrize("sizes", [(12, 12), (9, 12), (12, 9), (6, 7)])
def test_two_heads_of_one_origin_that_disagree_are_a_proof(
    sizes: tuple[int, int], tmp_path: Path
) -> None:
    lines = proof(5, *sizes)
    assert both(tmp_path, lines).outcome is Outcome.SOUND
    fork = read_fork(lines)
    assert [head.checkpoint.size for head in fork.heads] == sorted(sizes)
    assert (fork.difference is None) == (sizes[0] == sizes[1])


def test_forks_are_found_wherever_they_begin(tmp_path: Path) -> None:
    honest = reports(ENTRIES)
    honest.head(witness=tripoli())
    ours = honest.lines()
    one = read_extract(ours)
    places = range(0, ENTRIES, ENTRIES // FORKS)
    for index in places:
        other = honest.copy()
        other.entries[index] = other.entries[index].replace(b'"unsure_s":2', b'"unsure_s":3')
        other.head(witness=tripoli())
        theirs = other.lines(made_by=PARTNER)
        verdict = both(tmp_path, ours, theirs)
        assert rules(verdict) == [(16, "forked-log", index)]
        told = list(write_fork(one, read_extract(theirs), index, made=MADE, made_by=PARTNER))
        assert both(tmp_path, told).outcome is Outcome.SOUND
    assert len(places) == FORKS


def test_logs_of_two_epochs_prove_no_fork() -> None:
    one, other = reports(12), reports(12)
    other.entries[5] = other.entries[5].replace(b'"unsure_s":2', b'"unsure_s":3')
    one.head(epoch=1)
    other.head(epoch=2)
    extracts = [read_extract(log.lines()) for log in (one, other)]
    assert forked_origin(extracts[0], extracts[1], 5) == ""
    with pytest.raises(ValueError, match="prove no fork"):
        list(write_fork(extracts[0], extracts[1], 5, made=MADE, made_by=PARTNER))


def test_heads_that_end_before_the_difference_prove_no_fork() -> None:
    one, other = reports(12), reports(12)
    for log in (one, other):
        log.head(size=5)
    log.head(size=12, epoch=2)
    one.head(size=12, epoch=3)
    extracts = [read_extract(log.lines()) for log in (one, other)]
    assert forked_origin(extracts[0], extracts[1], 5) == ""


def test_a_log_shown_from_its_middle_on_proves_no_difference_of_sizes() -> None:
    one, other = reports(12), reports(9)
    other.entries[5] = other.entries[5].replace(b'"unsure_s":2', b'"unsure_s":3')
    for log in (one, other):
        log.head()
    late = read_extract(one.lines(start=4, peaks=one.peaks(4)))
    with pytest.raises(ValueError, match="first entry"):
        list(write_fork(late, read_extract(other.lines()), 5, made=MADE, made_by=PARTNER))


def test_a_proof_brings_every_version_of_the_authors_keys(tmp_path: Path) -> None:
    one = history()
    one.head(epoch=2, author=algiers_later(), witness=tripoli())
    other = one.copy()
    other.entries[14] = other.entries[14].replace(b'"unsure_s":2', b'"unsure_s":3')
    other.head(epoch=2, author=algiers_later(), witness=tripoli())
    extracts = [read_extract(log.lines()) for log in (one, other)]
    lines = list(write_fork(extracts[0], extracts[1], 14, made=MADE, made_by=PARTNER))
    assert len(read_fork(lines).statements) == 2
    assert both(tmp_path, lines).outcome is Outcome.SOUND
    assert rules(both(tmp_path, without(lines, 3))) == [
        (11, "unknown-key", None),
        (11, "unknown-key", None),
    ]


# What is done to a proof of two sizes (lines: header, keys, head 9, head 12, difference, hash).
SPOILT: list[tuple[str, Callable[[Lines], Lines], tuple[int, str]]] = [
    ("another hash", lambda ls: [*ls[:-1], '{"sha256":"' + "0" * 64 + '"}\n'], (4, "malformed")),
    (
        "another link",
        lambda ls: changed(ls, 1, lambda told: told.update(link=BACK)),
        (5, "wrong-link"),
    ),
    (
        "the same leaf twice",
        lambda ls: changed(ls, 5, lambda told: _twice(told["difference"])),
        (9, "wrong-root"),
    ),
    (
        "a proof of another entry",
        lambda ls: changed(ls, 5, lambda told: told["difference"].update(index=4)),
        (9, "wrong-root"),
    ),
    (
        "leaves the other way",
        lambda ls: changed(ls, 5, lambda told: told["difference"]["leaves"].reverse()),
        (9, "wrong-root"),
    ),
]


def _twice(told: dict[str, Any]) -> None:
    told["leaves"][1] = told["leaves"][0]


@pytest.mark.parametrize(("what", "spoil", "fault"), SPOILT)
def test_a_proof_that_does_not_hold_accuses_nobody(
    what: str, spoil: Callable[[Lines], Lines], fault: tuple[int, str], tmp_path: Path
) -> None:
    verdict = both(tmp_path, spoil(proof(5, 9, 12)))
    assert verdict.outcome is Outcome.UNSOUND
    assert fault in [found[:2] for found in rules(verdict)], what


def header(log: SmallLog) -> ForkHeader:
    """The header of a proof."""
    told = log.header()
    return ForkHeader(
        arrangement_id=told.arrangement_id,
        author=told.author,
        counterpart=told.counterpart,
        link=told.link,
        made=MADE,
        made_by=PARTNER,
    )


def claimed(log: SmallLog, *heads: bytes) -> Lines:
    """A proof made of any two heads."""
    keys = StatementLine(statement=algiers().statement().decode())
    lines = [CheckpointLine(checkpoint=head.decode()) for head in heads]
    return list(hashed_lines([header(log), keys, *lines]))


def test_two_heads_that_agree_accuse_nobody(tmp_path: Path) -> None:
    log = reports(4)
    head = log.head()
    assert rules(both(tmp_path, claimed(log, head, head))) == [(9, "wrong-root", None)]


def test_heads_of_two_epochs_accuse_nobody(tmp_path: Path) -> None:
    log = reports(4)
    other = log.copy()
    other.entries[2] = other.entries[2].replace(b'"unsure_s":2', b'"unsure_s":3')
    verdict = both(tmp_path, claimed(log, log.head(epoch=1), other.head(epoch=2)))
    assert rules(verdict) == [(10, "wrong-origin", None)]


def test_heads_that_the_author_did_not_sign_accuse_nobody(tmp_path: Path) -> None:
    log = reports(4)
    other = log.copy()
    other.entries[2] = other.entries[2].replace(b'"unsure_s":2', b'"unsure_s":3')
    forged = other.head(author=algiers_later())
    verdict = both(tmp_path, claimed(log, log.head(), forged))
    assert rules(verdict) == [(11, "unknown-key", None)]


def test_keys_that_are_not_proven_accuse_nobody(tmp_path: Path) -> None:
    lines = proof()
    note = read_note(json.loads(lines[1])["statement"].encode())
    half = write_note(type(note)(text=note.text, lines=note.lines[:2])).decode()
    verdict = both(tmp_path, changed(lines, 2, lambda told: told.update(statement=half)))
    assert rules(verdict) == [(6, "too-few-roots", None)]


def refused(lines: Lines) -> tuple[str, object]:
    """The rule and the reason by which lines are no proof."""
    with pytest.raises(RefusedError) as caught:
        read_fork(lines)
    assert verdict_on(lines).outcome is Outcome.UNREADABLE
    return caught.value.rule, caught.value.detail.get("why")


def swapped(lines: Lines, one: int, other: int) -> Lines:
    """Two lines in each other's place."""
    moved = list(lines)
    moved[one - 1], moved[other - 1] = moved[other - 1], moved[one - 1]
    return resealed(moved)


NO_DAY = "2026-02-30T00:00:00Z"
UNREADABLE: list[tuple[Callable[[Lines], Lines], object]] = [
    (lambda ls: ls[:-1], "cut short"),
    (lambda ls: without(ls, 2), "cut short"),
    (lambda ls: without(ls, 3), "two checkpoints"),
    (lambda ls: resealed([*ls[:4], *ls[3:]]), "two checkpoints"),
    (lambda ls: without(ls, 5), "sizes of the checkpoints"),
    (lambda ls: swapped(ls, 3, 4), "sizes of the checkpoints"),
    (lambda ls: resealed([*ls[:5], *ls[4:]]), "one difference"),
    (lambda ls: swapped(ls, 2, 3), "order of the lines"),
    (lambda ls: [*ls, ls[-1]], "order of the lines"),
    (lambda ls: resealed([*ls[:1], '{"body":1}\n', *ls[1:]]), "order of the lines"),
    (
        lambda ls: changed(ls, 1, lambda told: told.update(made=NO_DAY)),
        "no such day",
    ),
]


@pytest.mark.parametrize(("change", "why"), UNREADABLE)
def test_what_is_not_of_the_form_of_a_proof_is_unreadable(
    change: Callable[[Lines], Lines], why: str
) -> None:
    assert refused(change(proof(5, 9, 12))) == ("malformed", why)


def test_a_proof_holds_only_keys_of_the_author() -> None:
    lines = changed(proof(), 2, lambda told: told.update(statement=tripoli().statement().decode()))
    assert refused(lines) == ("malformed", "only key statements of the author")


def test_a_proof_holds_no_more_than_64_statements() -> None:
    lines = proof()
    assert refused(resealed([lines[0], *lines[1:2] * (STATEMENTS_LIMIT + 1), *lines[2:]])) == (
        "too-large",
        None,
    )
    most = read_fork(resealed([lines[0], *lines[1:2] * STATEMENTS_LIMIT, *lines[2:]]))
    assert len(most.statements) == STATEMENTS_LIMIT


# ------------------------------------------------------------------------------- single bits


def flipped(content: bytes, bit: int) -> bytes:
    """The same bytes but for one bit."""
    changed_bytes = bytearray(content)
    changed_bytes[bit // 8] ^= 1 << bit % 8
    return bytes(changed_bytes)


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a file, each with its end; only a newline ends one."""
    *whole, rest = content.split(b"\n")
    return [line + b"\n" for line in whole] + ([rest] if rest else [])


@pytest.mark.parametrize(("name", "share"), [("whole", 0.7), ("entry", 0.2), ("fork", 0.1)])
def test_every_changed_bit_is_found_by_both(name: str, share: float, tmp_path: Path) -> None:
    files = {"whole": history().lines(), "entry": history().exported(8, 14), "fork": proof(5, 9)}
    content = "".join(files[name]).encode()
    assert verdict_on(lines_of(content)).outcome is Outcome.SOUND
    chance = random.Random(name)
    missed = []
    for _ in range(round(FLIPS * share)):
        bit = chance.randrange(len(content) * 8)
        wrong = flipped(content, bit)
        code, _ = standalone(tmp_path, wrong)
        if verdict_on(lines_of(wrong)).outcome is Outcome.SOUND or code == 0:
            missed.append(bit)
    assert missed == []


# ------------------------------------------------------------------------ the small verifier


def test_the_small_verifier_imports_nothing_of_the_project() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    """The small verifier as a person runs it, out of reach of the project's own folder."""
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *words], capture_output=True, text=True, check=False
    )


def test_it_speaks_english_and_exits_by_its_verdict(tmp_path: Path) -> None:
    log = history()
    for name, lines in (("sound", log.lines()), ("hole", without(log.lines(), 12))):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    good = ran(str(tmp_path / "sound"))
    assert (good.returncode, good.stderr) == (0, "")
    assert {"verdict: sound", "complete to: 14", "signed to: 15"} <= set(good.stdout.split("\n"))
    bad = ran(str(tmp_path / "hole"))
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "lacks 3" in bad.stdout
    assert ran(str(tmp_path / "nothing")).returncode == 2
    assert ran().returncode == 2


def test_it_takes_no_service_for_its_own_counterpart(tmp_path: Path) -> None:
    log = reports(2)
    log.statements = [algiers().statement(), algiers().statement()]
    log.head(witness=None)
    link = link_id(ARRANGEMENT_ID, AUTHOR, AUTHOR)
    lines = changed(log.lines(), 1, lambda told: told.update(counterpart=AUTHOR, link=link))
    assert standalone(tmp_path, lines)[0] != 0
    assert verdict_on(lines).outcome is Outcome.UNREADABLE


def test_it_is_not_kept_busy_by_a_header_that_promises_much(tmp_path: Path) -> None:
    lines = changed(history().lines(), 1, lambda told: told.update(to=2**53 - 1, held=2**53 - 1))
    code, answer = standalone(tmp_path, lines)
    assert (code, answer["faults"][0]["index"]) == (1, 15)


def test_it_tells_which_of_two_files_does_not_hold(tmp_path: Path) -> None:
    log = history()
    code, answer = standalone(tmp_path, log.lines(), without(log.lines(made_by=PARTNER), 12))
    assert (code, answer["faults"][0]["file"]) == (1, str(tmp_path / "other.jsonl"))


@pytest.mark.parametrize("name", ["author", "witness", "long_lived", "ed25519", "mldsa65"])
def test_it_introduces_no_key_that_anybody_can_sign_for(name: str, tmp_path: Path) -> None:
    log = reports(2)
    log.head()
    text = json.loads(log.lines()[1])["statement"]
    said = json.loads(text.split("\n")[1])
    places = {"ed25519": said["roots"][0], "mldsa65": said["roots"][0]}
    place = places.get(name) or said[name][0]
    field = name if name in places else "public"
    place[field] = _weak(place[field])
    weak = text.replace(text.split("\n")[1], canonical.dumps(said).decode())
    lines = changed(log.lines(), 2, lambda told: told.update(statement=weak))
    code, answer = standalone(tmp_path, lines)
    assert (code, answer["faults"][0]["rule"]) == (2, "unsafe-key")
    assert verdict_on(lines).faults[0].rule == "unsafe-key"


def _weak(key: str) -> str:
    """A key of the same length that lets any signature pass."""
    size = len(b64decode(key))
    return b64encode(bytes([1]) + bytes(size - 1)).decode()
