"""Writes vectors/extract and vectors/fork.

Run ``python -m tools.make_extract_vectors vectors`` from the project's root. Lines by ML-DSA keys
are randomised, so the files come out with other bytes each time; ``tests/seal/test_extract.py``
says whether they are right, of both verifiers.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.seal.small_log import (
    BACK,
    MADE,
    PARTNER,
    SmallLog,
    algiers,
    entry,
    fact_of_destruction,
    history,
    recognition,
    report,
    reports,
    resealed,
    sha256_of,
    signed_reports,
    stated,
    tripoli,
)
from tests.seal.standalone import changed, without
from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core.entry import Entry, Seen, write_entry
from wasl.core.log import EMPTY_ROOT
from wasl.seal.extract import read_extract
from wasl.seal.extract_fork import write_fork
from wasl.seal.extract_lines import BodyState
from wasl.seal.note import Line, Note, read_note, write_note

Lines = list[str]
FIRST = 4  # the line of entry 0 in an extract with two statements

# Verdict, rule, step, index of the first fault.
Wrong = tuple[str, str, int, int | None]


def wrong(name: str, about: str, fault: Wrong, lines: Lines, **more: object) -> tuple[str, Json]:
    """A case that does not hold."""
    verdict, rule, step, index = fault
    fields = {"lines": lines, "verdict": verdict, "index": index, **more}
    return refused(name, about, rule, step, **fields)


def with_lines(note: bytes, lines: Callable[[tuple[Line, ...]], Sequence[Line]]) -> bytes:
    """A note with other lines."""
    read = read_note(note)
    return write_note(replace(read, lines=tuple(lines(read.lines))))


def spoiled(line: Line) -> Line:
    """A line whose signature has another last bit."""
    return replace(line, blob=line.blob[:-1] + bytes([line.blob[-1] ^ 1]))


def extract_vectors() -> Vectors:
    """Extracts that hold, and one for every way in which they do not."""
    yield from _sound()
    yield from _unreadable(signed_reports().lines())
    yield from _file_and_keys()
    yield from _entries()
    yield from _heads()
    yield from _statements_and_bodies()
    yield from _against()


def _sound() -> Vectors:
    log = history()
    yield accepted(
        "whole_life", "keys changed, a body erased, a node restored and healed", lines=log.lines()
    )
    yield accepted(
        "one_entry", "with its body, its proof and its checkpoint", lines=log.exported(8, 9)
    )
    reported = signed_reports()
    yield accepted("few_reports", "counter-signed to the end", lines=reported.lines())
    yield accepted("empty_log", "nothing written yet", lines=reports(0).lines())
    part = reports(9)
    part.head(size=6, witness=tripoli())
    part.head(size=9, witness=tripoli())
    yield accepted(
        "stretch",
        "from the fifth entry on, with the peaks before it",
        lines=part.lines(start=5, peaks=part.peaks(5)),
    )
    reported.erasures.append((2, write_entry(_erasing(reported))))
    reported.states[2] = BodyState.GONE
    yield accepted(
        "erased_body",
        "the partner's copy, with its own fact of destruction",
        lines=reported.lines(made_by=PARTNER),
    )
    yield accepted(
        "both_sides",
        "the same log at both ends",
        lines=part.lines(),
        against=part.lines(made_by=PARTNER),
    )


def _erasing(log: SmallLog) -> Entry:
    """The partner's fact that its copy of the third body was destroyed."""
    return fact_of_destruction(0, log.leaves()[2], link=BACK)


def _unreadable(lines: Lines) -> Vectors:
    unreadable = ("unreadable", "malformed", 1, None)
    yield wrong("cut_file", "without its hash", unreadable, lines[:-1])
    yield wrong(
        "order",
        "two entries the other way",
        unreadable,
        resealed([*lines[:4], lines[5], lines[4], *lines[6:]]),
    )
    yield wrong(
        "entry_twice",
        "two lines, one index",
        unreadable,
        resealed([*lines[:4], lines[3], *lines[4:]]),
    )
    unknown = resealed([*lines[:3], '{"zone":1}\n', *lines[3:]])
    yield wrong("unknown_line", "of no kind", unreadable, unknown)
    yield wrong(
        "spaces",
        "another spelling of the header",
        ("unreadable", "not-canonical", 2, None),
        resealed([lines[0].replace('","', '", "'), *lines[1:]]),
    )
    yield wrong(
        "entry_not_canonical",
        "another spelling of an entry",
        ("unreadable", "not-canonical", 2, None),
        changed(lines, FIRST, lambda told: told.update(entry=told["entry"] + " ")),
    )


def _file_and_keys() -> Vectors:
    log = signed_reports()
    lines = log.lines()
    yield wrong(
        "other_hash",
        "the lines are not those hashed",
        ("unsound", "malformed", 4, None),
        [*lines[:-1], '{"sha256":"' + "0" * 64 + '"}\n'],
    )
    yield wrong(
        "other_link",
        "not the link of these two",
        ("unsound", "wrong-link", 5, None),
        changed(lines, 1, lambda told: told.update(link=BACK)),
    )
    log.statements[0] = with_lines(log.statements[0], lambda held: held[:2])
    yield wrong(
        "m_minus_1_roots",
        "keys signed by one holder of two",
        ("unsound", "too-few-roots", 6, None),
        log.lines(),
    )


def _entries() -> Vectors:
    log = signed_reports()
    lines = log.lines()
    yield wrong("hole", "an entry is missing", ("unsound", "gap", 8, 1), without(lines, FIRST + 1))
    changed_log = log.copy()
    changed_log.entries[2] = changed_log.entries[2].replace(b'"unsure_s":2', b'"unsure_s":3')
    yield wrong(
        "changed_entry",
        "no checkpoint has its root",
        ("unsound", "wrong-root", 9, 0),
        changed_log.lines(),
    )
    bare = reports(3)
    bare.head(size=2, witness=tripoli())
    yield wrong(
        "uncovered_entry",
        "after the last checkpoint",
        ("unsound", "wrong-root", 9, 2),
        bare.lines(),
    )
    other = reports(2)
    other.add(report(2, link=BACK))
    other.head(witness=tripoli())
    yield wrong(
        "entry_of_another_log",
        "signed all the same",
        ("unsound", "wrong-link", 7, 2),
        other.lines(),
    )
    seeing = reports(0)
    seeing.add(report(0, seen=Seen(root="5e" * 32, size=4)))
    seeing.add(report(1, seen=Seen(root=EMPTY_ROOT.hex(), size=0)))
    seeing.head(witness=tripoli())
    yield wrong(
        "seen_goes_back", "signed all the same", ("unsound", "bad-seen", 7, 1), seeing.lines()
    )
    export = log.exported(2, 4)
    yield wrong(
        "proof_of_another_index",
        "a good proof, another place",
        ("unsound", "wrong-root", 9, 2),
        changed(export, FIRST, lambda told: told["proof"]["hashes"].reverse()),
    )


def _heads() -> Vectors:
    log = reports(4)
    held = log.head(witness=tripoli(), lasting=True)
    cases: list[tuple[str, str, str, int, Callable[[tuple[Line, ...]], Sequence[Line]]]] = [
        ("without_author", "receipts alone", "unknown-key", 11, lambda ls: ls[1:]),
        ("bad_author_line", "one bit", "bad-signature", 11, lambda ls: (spoiled(ls[0]), ls[2])),
        ("bad_receipt", "one bit", "bad-signature", 12, lambda ls: (ls[0], spoiled(ls[2]))),
        ("bad_lasting_line", "one bit", "bad-signature", 11, lambda ls: (ls[0], spoiled(ls[1]))),
    ]
    for name, about, rule, step, lines in cases:
        log.heads[4] = with_lines(held, lines)
        yield wrong(name, about, ("unsound", rule, step, None), log.lines())
    late = history()
    late.head(size=12, author=algiers(), witness=tripoli())
    yield wrong(
        "superseded_key",
        "the old key beyond the change of keys",
        ("unsound", "unknown-key", 11, None),
        late.lines(),
    )


def _statements_and_bodies() -> Vectors:
    text = recognition()
    for name, about, rule, signers in (
        (
            "statement_m_minus_1",
            "a recognition signed by one holder of two",
            "too-few-roots",
            algiers().roots[:1],
        ),
        ("statement_missing", "an entry names what is not here", "bad-statement", None),
    ):
        log = reports(1)
        note = stated(text, signers or algiers().roots)
        log.add(entry(1, "recognition", "recognise", statement=sha256_of(note)))
        log.statements += [note] if signers else []
        log.head(witness=tripoli(), lasting=True)
        yield wrong(name, about, ("unsound", rule, 13, 1), log.lines())
    log = signed_reports()
    yield wrong(
        "body_denied",
        "its entry commits to one",
        ("unsound", "missing-body", 14, 3),
        changed(log.lines(), FIRST + 3, lambda told: told.update(body="none")),
    )
    yield wrong(
        "another_body",
        "not the one committed to",
        ("unsound", "wrong-commitment", 14, 2),
        changed(log.exported(2, 4), FIRST, lambda told: told.update(content="{}")),
    )
    log.erasures.append((1, write_entry(_erasing(log))))
    log.states[1] = BodyState.GONE
    yield wrong(
        "erasure_of_another",
        "the fact cites another entry",
        ("unsound", "bad-reference", 15, 1),
        log.lines(made_by=PARTNER),
    )


def _against() -> Vectors:
    log = reports(8)
    log.head(size=4, witness=tripoli())
    log.head(size=8, witness=tripoli())
    cut = log.copy()
    del cut.entries[4:], cut.heads[8]
    yield wrong(
        "cut_tail",
        "four entries that its author signed are left out",
        ("unsound", "rollback", 16, 4),
        cut.lines(),
        against=log.lines(made_by=PARTNER),
    )
    yield accepted(
        "made_earlier",
        "before the other four were received",
        lines=cut.lines(made="2026-11-18T11:07:00Z"),
        against=log.lines(made_by=PARTNER),
    )
    other = log.copy()
    other.entries[5] = other.entries[5].replace(b'"unsure_s":2', b'"unsure_s":3')
    other.head(size=8, witness=tripoli())
    yield wrong(
        "fork",
        "one epoch, two logs",
        ("unsound", "forked-log", 16, 5),
        log.lines(),
        against=other.lines(made_by=PARTNER),
    )
    other.head(size=8, epoch=2, witness=tripoli())
    yield wrong(
        "fork_across_epochs",
        "two logs, and no proof of a lie",
        ("unsound", "forked-log", 16, 5),
        log.lines(),
        against=other.lines(made_by=PARTNER),
    )


def fork_vectors() -> Vectors:
    """Proofs that hold, and claims that accuse nobody."""
    for name, sizes in (("one_size", (6, 6)), ("two_sizes", (5, 7))):
        yield accepted(name, f"heads of {sizes[0]} and {sizes[1]} entries", lines=_fork(*sizes))
    lines = _fork(5, 7)
    yield wrong(
        "other_hash",
        "not what was hashed",
        ("unsound", "malformed", 4, None),
        [*lines[:-1], '{"sha256":"' + "0" * 64 + '"}\n'],
    )
    yield wrong(
        "one_leaf_twice",
        "nothing differs",
        ("unsound", "wrong-root", 9, None),
        changed(lines, 5, lambda told: _twice(told["difference"])),
    )
    same = _fork(6, 6)
    yield wrong(
        "one_head_twice",
        "nothing differs",
        ("unsound", "wrong-root", 9, None),
        resealed([*same[:3], same[2], same[4]]),
    )
    yield wrong(
        "two_epochs",
        "a restored backup, no lie",
        ("unsound", "wrong-origin", 10, None),
        _fork(6, 6, epoch=2),
    )
    yield wrong(
        "without_difference",
        "sizes alone prove nothing",
        ("unreadable", "malformed", 1, None),
        without(lines, 5),
    )
    keys = json.loads(lines[1])["statement"]
    forged = write_note(
        Note(text=read_note(keys.encode()).text, lines=read_note(keys.encode()).lines[:2])
    ).decode()
    yield wrong(
        "m_minus_1_roots",
        "keys signed by one holder of two",
        ("unsound", "too-few-roots", 6, None),
        changed(lines, 2, lambda told: told.update(statement=forged)),
    )
    theirs = json.loads(lines[3])["checkpoint"].encode()
    yield wrong(
        "not_signed",
        "by a key of its author",
        ("unsound", "bad-signature", 11, None),
        changed(
            lines,
            4,
            lambda told: told.update(
                checkpoint=with_lines(theirs, lambda ls: (spoiled(ls[0]),)).decode()
            ),
        ),
    )


def _fork(size: int, other_size: int, *, epoch: int = 1) -> Lines:
    """The proof that two logs, different at index 3, were signed under one origin."""
    one, other = reports(size), reports(other_size)
    other.entries[3] = other.entries[3].replace(b'"unsure_s":2', b'"unsure_s":3')
    one.head()
    other.head()
    extracts = [read_extract(log.lines()) for log in (one, other)]
    lines = list(write_fork(extracts[0], extracts[1], 3, made=MADE, made_by=PARTNER))
    if epoch != 1:
        head = other.head(epoch=epoch).decode()
        lines = changed(lines, 4, lambda told: told.update(checkpoint=head))
    return lines


def _twice(told: Json) -> None:
    told["leaves"][1] = told["leaves"][0]


FOLDERS = {"extract": extract_vectors, "fork": fork_vectors}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
