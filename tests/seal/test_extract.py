"""Extracts: what a third person sees, and every way in which a log that does not hold is seen.

What is asked of ``wasl verify`` is asked of ``tools/verify_extract.py`` too, over the same lines.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.small_log import (
    AUTHOR,
    BACK,
    BODY,
    FIRST_ENTRY,
    MADE,
    MADE_SECONDS,
    PARTNER,
    SALT,
    WHEN,
    algiers,
    algiers_later,
    fact_of_destruction,
    history,
    minutes,
    reports,
    resealed,
    root_of_holder,
    side,
    signed_reports,
    tripoli,
    tripoli_later,
)
from tests.seal.standalone import (
    SCRIPT,
    both,
    changed,
    rules,
    sound,
    standalone,
    stretch,
    swap,
    without,
)
from wasl.core.entry import write_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash
from wasl.seal.extract import ENTRIES_LIMIT, NOTES_LIMIT, read_extract
from wasl.seal.extract_findings import Outcome, Remark, Verdict
from wasl.seal.extract_fork import (
    read_fork,
)
from wasl.seal.extract_lines import (
    LINE_LIMIT_BYTES,
    BodyState,
    CheckpointLine,
    StatementLine,
    seconds_of,
)
from wasl.seal.extract_verify import verdict_on
from wasl.seal.extract_write import EntryToShow, hashed_lines, write_extract
from wasl.seal.note import Note, read_note, sign, write_note
from wasl.seal.roots import root_lines

Case = Mapping[str, Any]
Lines = list[str]


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


@pytest.mark.parametrize("folder", ["extract", "fork"])
def test_the_small_verifier_gives_every_vector_the_verdict_of_its_file_name(
    folder: str, tmp_path: Path
) -> None:
    for path in sorted((SCRIPT.parents[1] / "vectors" / folder).glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        code, answer = standalone(tmp_path, case["lines"], case.get("against"))
        wanted = case.get("verdict", "sound")
        if wanted == "unreadable":  # it may come upon a fault of form later, as another fault
            assert code != 0, path.name
            continue
        assert (answer["verdict"], code) == (wanted, Outcome(wanted).exit_code), path.name
        assert [fault["rule"] for fault in answer["faults"]] == [case.get("rule")] * code


# ----------------------------------------------------------------------------------- asking both


def refused(lines: Iterable[bytes | str]) -> RefusedError:
    """What reading these lines refuses."""
    with pytest.raises(RefusedError) as caught:
        read_extract(lines)
    return caught.value


# ------------------------------------------------------------------------------ what is sound


def test_a_log_that_lived_through_everything_is_sound(tmp_path: Path) -> None:
    verdict = both(tmp_path, history().lines())
    assert verdict == replace(verdict, outcome=Outcome.SOUND, faults=(), remarks={})


def test_it_is_complete_up_to_the_last_counter_signature() -> None:
    found = sound(history().lines()).findings
    assert found is not None
    assert (found.signed_to, found.complete_to) == (15, 14)
    assert found.received_seconds == WHEN + 60 + 14


def test_the_last_lasting_line_of_each_service_is_shown_with_its_age() -> None:
    found = sound(history().lines()).findings
    assert found is not None
    author, partner = found.lasting[AUTHOR], found.lasting[PARTNER]
    assert (author.size, author.time_seconds) == (14, WHEN + 14)
    assert author.age_seconds == MADE_SECONDS - WHEN - 14
    assert (partner.size, partner.age_seconds) == (14, MADE_SECONDS - WHEN - 74)


def test_both_programs_print_the_same_findings(tmp_path: Path) -> None:
    lines = history().lines()
    said = verdict_on(lines).as_json()
    _, answer = standalone(tmp_path, lines)
    alike = ["verdict", "faults", "fingerprints", "signed_to", "complete_to", "received"]
    alike += ["lasting", "erased", "refusals", "from", "to", "held", "made_by", "link", "of"]
    assert {name: answer[name] for name in alike} == {name: said[name] for name in alike}
    assert answer["bodies"].items() <= said["bodies"].items()


def test_the_fingerprints_of_the_meeting_are_shown() -> None:
    found = sound(history().lines()).findings
    assert found is not None
    assert found.fingerprints == (algiers().sha256()[:32], tripoli().sha256()[:32])


def test_what_was_counted_is_shown() -> None:
    found = sound(history().lines()).findings
    assert found is not None
    assert (found.statements, found.entries, found.checkpoints) == (7, 15, 5)
    assert found.bodies == {"gone": 1, "none": 9, "present": 5, "shown": 0}
    assert (found.erased, found.refusals) == ({"RETENTION": 1}, {"gap": 1})
    assert found.epochs == ("1-0000000000000001", "2-0000000000000002")


def test_a_log_restored_and_healed_is_never_accused(tmp_path: Path) -> None:
    log = reports(12)
    log.head(size=5, epoch=1, witness=tripoli())
    log.head(size=9, epoch=1, witness=tripoli())
    # Restored to 5, healed to 9; a head between, signed again in the epoch that followed.
    log.head(size=7, epoch=2)
    log.head(size=12, epoch=2, witness=tripoli())
    assert both(tmp_path, log.lines()).outcome is Outcome.SOUND
    older = log.copy()
    del older.heads[7]
    verdict = both(tmp_path, log.lines(), older.lines(made_by=PARTNER))
    assert verdict.outcome is Outcome.SOUND


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    assert both(tmp_path, reports(0).lines()).outcome is Outcome.SOUND
    signed = reports(0)
    signed.head(witness=tripoli())
    assert both(tmp_path, signed.lines()).outcome is Outcome.SOUND


@pytest.mark.parametrize(("start", "stop"), [(0, 9), (6, 9), (6, 12), (3, 15), (9, 12), (9, 15)])
def test_a_stretch_between_checkpoints_is_sound(start: int, stop: int, tmp_path: Path) -> None:
    assert both(tmp_path, stretch(history(), start, stop)).outcome is Outcome.SOUND


def test_a_later_stretch_needs_the_entry_that_put_its_keys_in_force(tmp_path: Path) -> None:
    assert both(tmp_path, stretch(history(), 12, 15, [9, 10])).outcome is Outcome.SOUND
    verdict = both(tmp_path, stretch(history(), 12, 15))
    assert {rule for _, rule, _ in rules(verdict)} == {"unknown-key"}


@pytest.mark.parametrize("index", [0, 1, 2, 4, 8, 10, 13])
def test_one_entry_is_exported_with_its_proof(index: int, tmp_path: Path) -> None:
    log = history()
    verdict = both(tmp_path, log.exported(index, 14))
    found = verdict.findings
    assert found is not None
    assert verdict.outcome is Outcome.SOUND
    assert found.bodies["shown"] == (index in (8, 13))
    assert (found.header.start, found.complete_to) == (index, 14)


# --------------------------------------------------------------------------- what is remarked


def remarks(lines: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The remarks on lines that hold."""
    return {remark.value: where for remark, where in sound(lines).remarks.items()}


def test_a_body_gone_without_a_fact_is_remarked(tmp_path: Path) -> None:
    log = history()
    log.states[7] = BodyState.GONE
    assert remarks(log.lines()) == {"gone-unexplained": (7,)}
    assert standalone(tmp_path, log.lines())[1]["gone_unexplained"] == [7]


def test_a_body_its_maker_said_was_destroyed_is_remarked() -> None:
    log = history()
    log.states[6] = BodyState.PRESENT
    assert remarks(log.lines()) == {"erased-yet-present": (6,)}
    assert remarks(log.lines(made_by=PARTNER)) == {}


def test_the_partner_accounts_for_its_copy_by_facts_of_its_own_log(tmp_path: Path) -> None:
    log = signed_reports()
    fact = write_entry(fact_of_destruction(30, leaf_hash(log.entries[2]), link=BACK))
    log.erasures.append((2, fact))
    log.states[2] = BodyState.GONE
    assert both(tmp_path, log.lines(made_by=PARTNER)).remarks == {}
    log.states[2] = BodyState.PRESENT
    assert remarks(log.lines(made_by=PARTNER)) == {"erased-yet-present": (2,)}


def test_a_body_refused_is_accounted_for_by_the_fact_that_rejected_it() -> None:
    log = signed_reports()
    fact = fact_of_destruction(
        30, leaf_hash(log.entries[2]), link=BACK, move="reject", code="bad-body"
    )
    log.erasures.append((2, write_entry(fact)))
    log.states[2] = BodyState.GONE
    found = sound(log.lines(made_by=PARTNER))
    assert found.remarks == {}
    assert found.findings is not None
    assert found.findings.erased == {"bad-body": 1}


def test_what_governs_under_no_lasting_line_is_remarked() -> None:
    log = history()
    for size in (6, 12):
        log.head(size=size, author=algiers() if size == 6 else algiers_later(), lasting=False)
    log.head(size=14, epoch=2, author=algiers_later(), witness=tripoli_later())
    assert remarks(log.lines()) == {"not-lasting": (0, 1, 2, 3, 4, 5, 9, 10)}


def test_a_line_by_a_stranger_is_remarked_and_harms_nobody(tmp_path: Path) -> None:
    log = signed_reports()
    note = read_note(log.heads[4])
    stranger = side("stranger.example", 0x71, [root_of_holder("stranger.example", 1, 0xD0)])
    line = sign(note.text, stranger.witness, time_seconds=WHEN)
    log.heads[4] = write_note(replace(note, lines=(*note.lines, line)))
    verdict = both(tmp_path, log.lines())
    assert verdict.remarks == {Remark.STRANGERS: (8,)}


# --------------------------------------------------------------------------- what is unreadable


def test_lines_written_are_the_lines_read() -> None:
    log = history()
    extract = read_extract(log.lines())
    assert extract.header == log.header()
    assert [write_entry(shown.entry) for shown in extract.entries] == log.entries
    assert [write_note(head.note) for head in extract.heads] == list(log.heads.values())
    assert [write_note(one.note) for one in extract.statements] == log.statements
    assert [(one.index, write_entry(one.fact)) for one in extract.erasures] == log.erasures
    assert list(extract.refusals) == log.refusals
    assert extract.whole


def test_bytes_and_text_are_read_alike() -> None:
    lines = history().lines()
    assert read_extract(line.encode() for line in lines) == read_extract(lines)


def test_nothing_is_no_extract(tmp_path: Path) -> None:
    assert refused([]).rule == "malformed"
    assert both(tmp_path, []).outcome is Outcome.UNREADABLE


@pytest.mark.parametrize("kept", [1, 2, 3, 8, 12, 30])
def test_a_file_cut_short_is_unreadable(kept: int, tmp_path: Path) -> None:
    verdict = both(tmp_path, history().lines()[:kept])
    assert (verdict.outcome, verdict.faults[0].rule) == (Outcome.UNREADABLE, "malformed")


def test_what_cannot_be_read_is_told_without_findings() -> None:
    assert verdict_on(["{}\n"]).as_json() == {
        "verdict": "unreadable",
        "faults": [
            {"index": None, "line": 1, "rule": "malformed", "step": 1, "why": "order of the lines"}
        ],
        "remarks": {},
    }


def test_a_line_cut_in_the_middle_is_unreadable(tmp_path: Path) -> None:
    lines = history().lines()
    verdict = both(tmp_path, [*lines[:-1], lines[-1][:-1]])
    assert (verdict.outcome, verdict.faults[0].line) == (Outcome.UNREADABLE, 31)


def test_text_that_is_no_unicode_is_unreadable() -> None:
    assert refused(["\ud800\n"]).rule == "malformed"
    assert verdict_on(["\ud800\n"]).outcome is Outcome.UNREADABLE


def test_a_line_too_long_is_refused_before_it_is_read() -> None:
    line = b" " * (LINE_LIMIT_BYTES - 1) + b"\n"
    assert refused([line]).rule == "malformed"
    assert refused([b" " + line]).rule == "too-large"


def test_a_stretch_of_too_many_entries_is_refused_at_its_header() -> None:
    log = reports(0)
    many = log.header(held=ENTRIES_LIMIT + 1, stop=ENTRIES_LIMIT)
    assert refused(hashed_lines([many])).rule == "malformed"
    more = log.header(held=ENTRIES_LIMIT + 1, stop=ENTRIES_LIMIT + 1)
    assert refused(hashed_lines([more])).rule == "too-large"


def noted(text: str) -> str:
    """A statement under a line of no known key."""
    line = root_lines(text, root_of_holder("stranger.example", 1, 0xD0))[0]
    return write_note(Note(text=text, lines=(line,))).decode()


def test_more_statements_than_a_thousand_are_refused() -> None:
    log = reports(0)
    keys = [StatementLine(statement=note.decode()) for note in log.statements]
    notes = [
        StatementLine(statement=noted(minutes(place=f"room {number}")))
        for number in range(NOTES_LIMIT - 1)
    ]
    assert len(read_extract(hashed_lines([log.header(), *keys, *notes[:-1]])).statements) == 1_024
    assert refused(hashed_lines([log.header(), *keys, *notes])).rule == "too-large"


MISPLACED: list[tuple[str, Callable[[Lines], Lines]]] = [
    ("a statement before the header", lambda lines: swap(lines, 1, 2)),
    ("the counterpart's keys first", lambda lines: swap(lines, 2, 3)),
    ("the author's minutes in place of keys", lambda lines: without(lines, 2)),
    ("an entry before a statement", lambda lines: swap(lines, 8, 9)),
    ("two entries the other way", lambda lines: swap(lines, 9, 10)),
    ("a checkpoint before an entry", lambda lines: swap(lines, 23, 24)),
    ("two checkpoints the other way", lambda lines: swap(lines, 24, 25)),
    ("an erasure before a refusal", lambda lines: swap(lines, 29, 30)),
    ("one statement twice", lambda lines: resealed([*lines[:4], *lines[3:]])),
    ("one entry twice", lambda lines: resealed([*lines[:9], *lines[8:]])),
    ("one checkpoint twice", lambda lines: resealed([*lines[:24], *lines[23:]])),
    ("one erasure twice", lambda lines: resealed([*lines[:30], *lines[29:]])),
    ("two headers", lambda lines: resealed([lines[0], *lines])),
    ("two hashes", lambda lines: [*lines, lines[-1]]),
    ("a line after the hash", lambda lines: [*lines, lines[-2]]),
    ("an empty line", lambda lines: resealed([*lines[:3], "\n", *lines[3:]])),
    ("an unknown line", lambda lines: resealed([*lines[:3], '{"zone":1}\n', *lines[3:]])),
    ("no object", lambda lines: resealed([*lines[:3], "7\n", *lines[3:]])),
]


@pytest.mark.parametrize(("what", "change"), MISPLACED)
def test_lines_out_of_their_order_are_unreadable(
    what: str, change: Callable[[Lines], Lines]
) -> None:
    verdict = verdict_on(change(history().lines()))
    assert (verdict.outcome, verdict.faults[0].rule) == (Outcome.UNREADABLE, "malformed"), what


HEADERS: list[tuple[str, object, str]] = [
    ("author", PARTNER, "malformed"),
    ("made_by", "oversight.dz.example", "malformed"),
    ("from", 16, "malformed"),
    ("to", 16, "malformed"),
    ("held", 14, "malformed"),
    ("held", 15.0, "malformed"),
    ("held", True, "malformed"),
    ("held", "15", "malformed"),
    ("held", 2**53, "malformed"),
    ("from", 3, "malformed"),
    ("peaks", ["AAAA"], "malformed"),
    ("peaks", ["A" * 43 + "="], "malformed"),
    ("of", "entry", "malformed"),
    ("of", "half", "malformed"),
    ("made", "2026-02-30T09:00:00Z", "malformed"),
    ("made", "yesterday", "malformed"),
    ("link", "6F" * 16, "malformed"),
    ("extract", "wasl-extract/2", "malformed"),
    ("more", 1, "malformed"),
]


@pytest.mark.parametrize(("field", "value", "rule"), HEADERS)
def test_a_header_outside_its_rules_is_refused(field: str, value: object, rule: str) -> None:
    lines = changed(history().lines(), 1, lambda header: header.update({field: value}))
    found = refused(lines)
    assert (found.rule, found.detail["line"]) == (rule, 1)


def test_an_export_of_one_entry_has_a_stretch_of_one() -> None:
    lines = changed(history().exported(8, 9), 1, lambda header: header.update({"from": 7}))
    assert refused(lines).detail == {"why": "stretch", "line": 1}


PLACES: list[tuple[int, str, object, str]] = [
    (FIRST_ENTRY, "index", 1, "malformed"),
    (FIRST_ENTRY, "body", "lost", "malformed"),
    (FIRST_ENTRY, "proof", {"hashes": [], "size": 1}, "malformed"),
    (FIRST_ENTRY + 6, "salt", SALT.hex(), "malformed"),
    (FIRST_ENTRY + 7, "content", "{}", "malformed"),
    (FIRST_ENTRY, "entry", "{}", "bad-entry"),
    (FIRST_ENTRY, "entry", "x" * 9_000, "too-large"),
    (2, "statement", "wasl-keys/1\n", "malformed-note"),
    (24, "checkpoint", "x", "malformed-note"),
    (29, "refusal", {"at": "2026-02-30T09:00:00Z", "by": AUTHOR, "rule": "gap"}, "malformed"),
    (29, "refusal", {"at": MADE, "by": AUTHOR, "rule": "Gap"}, "malformed"),
    (30, "erasure", {"fact": "{}", "index": 6}, "bad-entry"),
    (31, "sha256", "AB" * 32, "malformed"),
]


@pytest.mark.parametrize(("number", "field", "value", "rule"), PLACES)
def test_a_line_outside_its_rules_is_refused(
    number: int, field: str, value: object, rule: str
) -> None:
    lines = list(history().lines())
    held = json.loads(lines[number - 1])
    held[field] = value
    lines[number - 1] = json.dumps(held, sort_keys=True, separators=(",", ":")) + "\n"
    found = refused(lines)
    assert (found.rule, found.detail["line"]) == (rule, number)


def test_an_entry_beyond_the_stretch_is_refused() -> None:
    lines = changed(history().lines(), 1, lambda header: header.update({"to": 14}))
    assert refused(lines).detail == {"why": "index of the entry", "line": FIRST_ENTRY + 14}


def test_a_checkpoint_outside_the_stretch_is_refused() -> None:
    log = history()
    lines = [
        *stretch(log, 9, 12)[:-1],
        *hashed_lines([CheckpointLine(checkpoint=log.heads[15].decode())]),
    ]
    assert refused(lines).detail["why"] == "size of the checkpoint"
    assert refused([*stretch(log, 6, 9)[:-1], ""]).rule == "malformed"


def test_an_export_has_the_one_checkpoint_its_proofs_lead_to(tmp_path: Path) -> None:
    log = history()
    lines = log.exported(8, 14)
    more = CheckpointLine(checkpoint=log.heads[15].decode()).model_dump_json() + "\n"
    for wrong in ([*lines[:-1], more, ""], [*lines[:-2], ""]):
        assert refused(resealed(wrong)).detail == {"why": "one entry has one checkpoint"}
        assert standalone(tmp_path, resealed(wrong))[0] != 0


def test_a_body_is_shown_only_where_it_is_present_and_with_its_salt() -> None:
    lines = history().exported(8, 9)
    number = len(lines) - 2
    for field, value in (("salt", None), ("body", "gone")):
        fields = {field: value} if value else {}

        def change(told: dict[str, Any], field: str = field, put: Any = fields) -> None:
            told.pop(field)
            told.update(put)

        assert refused(changed(lines, number, change)).detail["why"] == "body of the entry"


@pytest.mark.parametrize(
    "line",
    [
        '{ "sha256":"' + "00" * 32 + '"}\n',
        '{"sha256":"' + "00" * 32 + '","sha256":"' + "00" * 32 + '"}\n',
        '{"sha256":"' + "\\u0030" + "0" * 63 + '"}\n',
    ],
)
def test_other_bytes_for_the_same_value_are_refused(line: str) -> None:
    assert refused([*history().lines()[:-1], line]).rule == "not-canonical"


def test_text_that_is_not_composed_is_refused() -> None:
    lines = history().exported(8, 9)
    number = len(lines) - 2
    apart = changed(lines, number, lambda told: told.update(content='{"x":"e\u0301"}'))
    assert refused(apart).rule == "not-canonical"


def test_a_writer_shows_no_body_without_its_salt() -> None:
    shown = EntryToShow(index=0, entry=b"{}", body=BodyState.PRESENT, content=BODY)
    log = reports(0)
    with pytest.raises(ValueError, match="with its salt"):
        list(write_extract(log.header(), statements=[], entries=[shown], checkpoints=[]))


@given(st.lists(st.binary(max_size=60) | st.sampled_from([b'{"a":1}\n', b"[]\n"]), max_size=5))
def test_only_refusals_leave_the_reader(garbage: list[bytes]) -> None:
    for read in (read_extract, read_fork):
        with pytest.raises(RefusedError):
            read(garbage)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=4), part, max_size=3)
    ),
    max_leaves=6,
)


@given(number=st.integers(1, 31), value=JSON, field=st.integers(0, 12))
def test_any_value_in_any_field_is_read_or_refused(number: int, value: object, field: int) -> None:
    lines = list(history().lines())
    held = json.loads(lines[number - 1])
    name = sorted(held)[field % len(held)]
    held[name] = value
    lines[number - 1] = (
        json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    )
    verdict = verdict_on(lines)
    assert verdict.outcome is not Outcome.SOUND or held == json.loads(
        history().lines()[number - 1]
    )


def test_a_time_is_read_wherever_its_clock_stands() -> None:
    assert seconds_of("0001-01-01T00:00:00+14:59") < seconds_of("9999-12-31T23:59:59-14:59")
    assert seconds_of("1970-01-01T01:00:00+01:00") == 0
