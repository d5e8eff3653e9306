"""Every way in which the log in an extract does not hold, and who is never accused of it.

Each is seen by ``wasl verify`` and by the small verifier alike (``both``), also where the forger
put a hash under his lines that fits them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.seal.small_log import (
    AUTHOR,
    BACK,
    FIRST_ENTRY,
    LINK,
    MADE,
    PARTNER,
    Side,
    SmallLog,
    algiers,
    algiers_later,
    arrangement,
    entry,
    fact_of_destruction,
    history,
    minutes,
    party,
    recognition,
    report,
    reports,
    resealed,
    root_of_holder,
    sha256_of,
    side,
    signed_reports,
    stated,
    tripoli,
)
from tests.seal.standalone import SCRIPT, both, changed, rules, stretch, without
from wasl.core.arrangement import arrangement_text
from wasl.core.case import PROCEDURES
from wasl.core.entry import Seen, write_entry
from wasl.core.log import EMPTY_ROOT, root_of
from wasl.seal.cosign import Checkpoint, Origin
from wasl.seal.extract_findings import Outcome, Verdict
from wasl.seal.extract_lines import BodyState
from wasl.seal.extract_verify import verdict_on
from wasl.seal.keys import keys_text
from wasl.seal.note import Line, Note, read_note, sign, write_note
from wasl.seal.roots import RootKey

STRANGER = side("stranger.example", 0x71, [root_of_holder("stranger.example", 1, 0xD0)])
Lined = Callable[[tuple[Line, ...]], tuple[Line, ...]]


def first(verdict: Verdict) -> tuple[int, str, int | None]:
    """Step, rule and index of the first fault of a log that does not hold."""
    assert verdict.outcome is Outcome.UNSOUND, verdict.outcome
    return rules(verdict)[0]


def spoiled(line: Line) -> Line:
    """A line whose signature has another last bit."""
    return replace(line, blob=line.blob[:-1] + bytes([line.blob[-1] ^ 1]))


def with_lines(note: bytes, change: Lined) -> bytes:
    """A note with other lines."""
    read = read_note(note)
    return write_note(replace(read, lines=change(read.lines)))


# ------------------------------------------------------------------------------ file and keys


def test_lines_that_are_not_those_hashed_are_seen(tmp_path: Path) -> None:
    lines = history().lines()
    lines[-1] = lines[-1].replace('"sha256":"', '"sha256":"0').replace('"}', "}", 1)
    lines[-1] = '{"sha256":"' + "0" * 64 + '"}\n'
    assert first(both(tmp_path, lines)) == (4, "malformed", None)


def test_a_claim_changed_under_the_old_hash_is_seen(tmp_path: Path) -> None:
    lines = history().lines()
    lines[0] = lines[0].replace(MADE, "2026-11-25T09:00:01Z")
    assert first(both(tmp_path, lines)) == (4, "malformed", None)


def test_a_link_that_is_not_of_these_services_is_seen(tmp_path: Path) -> None:
    lines = changed(history().lines(), 1, lambda header: header.update(link="ab" * 16))
    assert first(both(tmp_path, lines)) == (5, "wrong-link", None)


def test_keys_that_one_holder_of_two_signed_are_seen(tmp_path: Path) -> None:
    log = signed_reports()
    log.statements[0] = with_lines(log.statements[0], lambda lines: lines[:2])
    assert first(both(tmp_path, log.lines())) == (6, "too-few-roots", None)


def test_keys_with_one_line_of_a_pair_are_seen(tmp_path: Path) -> None:
    log = signed_reports()
    log.statements[1] = with_lines(log.statements[1], lambda lines: lines[:1])
    assert first(both(tmp_path, log.lines())) == (6, "stripped-signature", None)


def test_keys_with_a_bad_line_are_seen(tmp_path: Path) -> None:
    log = signed_reports()
    log.statements[0] = with_lines(
        log.statements[0], lambda lines: (*lines[:3], spoiled(lines[3]))
    )
    assert first(both(tmp_path, log.lines())) == (6, "bad-signature", None)


def successor(signers: Sequence[RootKey], **changed: object) -> bytes:
    """A later key statement of the counterpart, as these holders sign it."""
    fields: dict[str, Any] = {"version": 2, "previous": tripoli().sha256()}
    later = side(PARTNER, 0x41, tripoli().roots, **(fields | changed))
    return stated(keys_text(later.keys), signers)


RIVALS = [root_of_holder(PARTNER, 1, 0xC0)]
SUCCESSORS: list[tuple[str, bytes, str]] = [
    ("after a text that is not here", successor(tripoli().roots, previous="ab" * 32), "bad-keys"),
    ("two versions on", successor(tripoli().roots, version=3), "bad-keys"),
    ("as they must", successor(tripoli().roots), ""),
    ("signed by a rival", successor(RIVALS), "too-few-roots"),
]


@pytest.mark.parametrize(("what", "statement", "rule"), SUCCESSORS)
def test_keys_follow_only_keys_whose_roots_signed_them(
    what: str, statement: bytes, rule: str, tmp_path: Path
) -> None:
    log = signed_reports()
    log.statements.append(statement)
    verdict = both(tmp_path, log.lines())
    assert [found for _, found, _ in rules(verdict)] == [rule] * bool(rule), what


def test_new_roots_need_the_old_ones_and_their_own(tmp_path: Path) -> None:
    new = root_of_holder(PARTNER, 2, 0xB0)
    later = side(PARTNER, 0x41, [new], version=2, previous=tripoli().sha256())
    log = signed_reports()
    for signers, wanted in (
        ([*tripoli().roots, new], []),
        ([new], ["too-few-roots"]),
        (list(tripoli().roots), ["too-few-roots"]),
    ):
        tried = log.copy()
        tried.statements.append(stated(keys_text(later.keys), signers))
        verdict = both(tmp_path, tried.lines())
        assert [rule for _, rule, _ in rules(verdict)] == wanted


def test_what_stands_under_keys_that_are_not_proven_is_still_looked_at(tmp_path: Path) -> None:
    log = signed_reports()
    log.statements[0] = with_lines(log.statements[0], lambda lines: lines[:2])
    lines = without(log.lines(), 5)
    assert {rule for _, rule, _ in rules(both(tmp_path, lines))} == {"too-few-roots", "gap"}


# -------------------------------------------------------------------------- entries and tree


@pytest.mark.parametrize("index", [0, 3, 8, 14])
def test_a_missing_entry_is_named(index: int, tmp_path: Path) -> None:
    verdict = both(tmp_path, without(history().lines(), FIRST_ENTRY + index))
    assert (8, "gap", index) in rules(verdict)
    assert verdict.findings is not None
    assert verdict.findings.gaps == ((index, index),)


def test_every_run_of_missing_entries_is_named(tmp_path: Path) -> None:
    missing = [FIRST_ENTRY + index for index in (6, 7, 12)]
    verdict = both(tmp_path, without(history().lines(), *missing))
    assert verdict.findings is not None
    assert verdict.findings.gaps == ((6, 7), (12, 12))
    assert verdict.findings.signed_to == 6


def test_a_missing_export_is_named(tmp_path: Path) -> None:
    lines = history().exported(8, 14)
    number = next(place for place, line in enumerate(lines, 1) if '"content"' in line)
    assert first(both(tmp_path, without(lines, number))) == (8, "gap", 8)


@pytest.mark.parametrize(("index", "named"), [(0, 0), (5, 0), (6, 6), (8, 6), (13, 12), (14, 14)])
def test_a_changed_entry_is_found_below_the_first_checkpoint_that_covers_it(
    index: int, named: int, tmp_path: Path
) -> None:
    log = history()
    log.entries[index] = log.entries[index].replace(b'"unsure_s":2', b'"unsure_s":3')
    verdict = both(tmp_path, log.lines())
    assert first(verdict)[1:] == ("wrong-root", named)
    assert verdict.findings is not None
    assert verdict.findings.signed_to == named


def test_peaks_that_are_not_those_of_the_log_are_seen(tmp_path: Path) -> None:
    log = history()
    del log.heads[9]
    lines = changed(stretch(log, 9, 12), 1, lambda header: header["peaks"].reverse())
    assert first(both(tmp_path, lines)) == (9, "wrong-root", 9)
    log = history()
    lines = changed(stretch(log, 9, 9), 1, lambda header: header["peaks"].reverse())
    assert rules(both(tmp_path, lines))[0] == (9, "wrong-root", 9)


def test_an_entry_under_no_checkpoint_is_seen(tmp_path: Path) -> None:
    log = history()
    del log.heads[15]
    assert first(both(tmp_path, log.lines())) == (9, "wrong-root", 14)
    assert first(both(tmp_path, reports(3).lines())) == (9, "wrong-root", 0)


@pytest.mark.parametrize("change", ["hashes", "size", "entry"])
def test_a_proof_that_leads_nowhere_is_seen(change: str, tmp_path: Path) -> None:
    def spoil(told: dict[str, Any]) -> None:
        if change == "hashes":
            told["proof"]["hashes"].pop()
        elif change == "size":
            told["proof"]["size"] = 13
        else:
            told["entry"] = told["entry"].replace('"unsure_s":2', '"unsure_s":3')

    lines = history().exported(8, 14)
    number = next(place for place, line in enumerate(lines, 1) if '"content"' in line)
    assert first(both(tmp_path, changed(lines, number, spoil))) == (9, "wrong-root", 8)


def test_an_entry_of_another_log_is_seen_even_where_it_was_signed(tmp_path: Path) -> None:
    log = reports(3)
    log.add(report(3, link=BACK))
    log.head(witness=tripoli())
    assert first(both(tmp_path, log.lines())) == (7, "wrong-link", 3)


@pytest.mark.parametrize(
    ("seen", "wrong"),
    [
        (Seen(root="5e" * 32, size=4), []),
        (Seen(root="5f" * 32, size=5), []),
        (Seen(root="5f" * 32, size=4), ["bad-seen"]),
        (Seen(root=EMPTY_ROOT.hex(), size=0), ["bad-seen"]),
    ],
)
def test_what_an_author_had_seen_never_goes_back(
    seen: Seen, wrong: list[str], tmp_path: Path
) -> None:
    log = reports(0)
    log.add(report(0, seen=Seen(root="5e" * 32, size=4)), report(1, seen=seen))
    log.head(witness=tripoli())
    assert [rule for _, rule, _ in rules(both(tmp_path, log.lines()))] == wrong


# ---------------------------------------------------------------------------- who signed heads


def headed(log: SmallLog, **named: object) -> SmallLog:
    """The log under a checkpoint whose origin is another, signed by the author of the log."""
    fields: dict[str, Any] = {"node": AUTHOR, "link": LINK, "number": 1, "random": "0" * 16}
    origin = Origin(**(fields | named))
    checkpoint = Checkpoint(origin=origin, size=log.size, root=root_of(log.leaves()))
    line = sign(checkpoint.text(), algiers().author)
    log.heads[log.size] = write_note(Note(text=checkpoint.text(), lines=(line,)))
    return log


@pytest.mark.parametrize("named", [{"node": PARTNER}, {"link": BACK}])
def test_a_checkpoint_of_another_log_is_seen(named: dict[str, str], tmp_path: Path) -> None:
    verdict = both(tmp_path, headed(reports(3), **named).lines())
    assert (10, "wrong-origin", None) in rules(verdict)


def test_any_epoch_of_the_log_is_its_own(tmp_path: Path) -> None:
    verdict = both(tmp_path, headed(reports(3), number=7, random="7f" * 8).lines())
    assert verdict.outcome is Outcome.SOUND


LINES: list[tuple[str, Lined, list[tuple[int, str]]]] = [
    ("all four lines", lambda lines: lines, []),
    ("the author's alone", lambda lines: lines[:1], []),
    ("without the author's", lambda lines: lines[1:], [(11, "unknown-key")]),
    ("only the author's lasting one", lambda lines: lines[1:2], [(11, "unknown-key")]),
    ("a spoiled author line", lambda ls: (spoiled(ls[0]), *ls[1:]), [(11, "bad-signature")]),
    ("a spoiled lasting line", lambda ls: (ls[0], spoiled(ls[1])), [(11, "bad-signature")]),
    ("a spoiled receipt", lambda ls: (ls[0], spoiled(ls[2])), [(12, "bad-signature")]),
    ("a spoiled lasting receipt", lambda ls: (ls[0], spoiled(ls[3])), [(12, "bad-signature")]),
]


@pytest.mark.parametrize(("what", "change", "wanted"), LINES)
def test_a_checkpoint_is_its_authors_word_and_every_known_line_is_valid(
    what: str, change: Lined, wanted: list[tuple[int, str]], tmp_path: Path
) -> None:
    log = reports(4)
    log.heads[4] = with_lines(log.head(witness=tripoli(), lasting=True), change)
    verdict = both(tmp_path, log.lines())
    assert [(step, rule) for step, rule, _ in rules(verdict)] == wanted, what


def test_nobody_counter_signed_is_complete_to_nothing(tmp_path: Path) -> None:
    log = reports(4)
    log.head()
    verdict = both(tmp_path, log.lines())
    assert verdict.findings is not None
    assert (verdict.findings.signed_to, verdict.findings.complete_to) == (4, 0)
    assert (verdict.findings.received_seconds, verdict.findings.lasting) == (None, {})


@pytest.mark.parametrize("signer", [STRANGER, algiers_later()])
def test_a_key_that_does_not_rule_there_signs_nothing(signer: Side, tmp_path: Path) -> None:
    log = history()
    note = read_note(log.heads[9])
    line = sign(note.text, replace(signer.author, name=algiers().author.name))
    log.heads[9] = write_note(replace(note, lines=(line, *note.lines[1:])))
    assert first(both(tmp_path, log.lines()))[:2] == (11, "unknown-key")


def test_the_old_key_signs_nothing_once_a_later_one_rules(tmp_path: Path) -> None:
    log = history()
    log.head(size=12, author=algiers(), witness=tripoli())
    assert first(both(tmp_path, log.lines()))[:2] == (11, "unknown-key")


def test_the_checkpoint_that_covers_the_change_of_keys_needs_the_new_one(tmp_path: Path) -> None:
    log = history()
    log.head(size=10, author=algiers())
    log.head(size=11, author=algiers_later())
    assert both(tmp_path, log.lines()).outcome is Outcome.SOUND
    log.head(size=11, author=algiers())
    assert first(both(tmp_path, log.lines()))[:2] == (11, "unknown-key")


# --------------------------------------------------------------------- statements of entries


def stating(kind: str, move: str, statement: bytes | None, sha256: str = "") -> SmallLog:
    """A log whose third entry brings a statement."""
    log = reports(2)
    name = sha256 or sha256_of(statement or b"\n\n")
    log.add(entry(2, kind, move, statement=name, case="S" * 14))
    if statement is not None:
        log.statements.append(statement)
    log.head(witness=tripoli(), lasting=True)
    return log


OURS, THEIRS = algiers().roots, tripoli().roots
KNOWN = recognition()
AGREED = arrangement_text(arrangement())
PARTIES = (party(AUTHOR, "أ", algiers()), party("liaison.tn.example", "ت", tripoli()))
MET = minutes()

# What an entry says it brings, the text, who signed it, and the rule that is broken.
SAYINGS: list[tuple[str, str, str, Sequence[RootKey], str]] = [
    ("recognition", "recognise", KNOWN, OURS, ""),
    ("recognition", "recognise", KNOWN, OURS[:1], "too-few-roots"),
    ("recognition", "recognise", KNOWN, THEIRS, "too-few-roots"),
    ("recognition", "restore", KNOWN, OURS, "bad-statement"),
    ("recognition", "note", KNOWN, OURS, "bad-statement"),
    ("report", "release", KNOWN, OURS, "bad-statement"),
    ("recognition", "recognise", recognition(node="liaison.tn.example"), OURS, "bad-statement"),
    ("recognition", "recognise", recognition(by=PARTNER), OURS, "bad-statement"),
    ("recognition", "recognise", recognition(keys_sha256="ab" * 32), OURS, "bad-statement"),
    ("recognition", "recognise", recognition(arrangement_id="ab" * 16), OURS, "bad-statement"),
    ("recognition", "recognise", AGREED, OURS, "bad-statement"),
    ("arrangement", "conclude", AGREED, (*OURS, *THEIRS), ""),
    ("arrangement", "conclude", AGREED, OURS, ""),
    ("arrangement", "conclude", AGREED, THEIRS, "too-few-roots"),
    ("arrangement", "sign", AGREED, (OURS[1], *THEIRS), "too-few-roots"),
    ("arrangement", "propose", AGREED, THEIRS, ""),
    ("arrangement", "no_such_move", AGREED, THEIRS, ""),
    ("arrangement", "propose", MET, THEIRS, "bad-statement"),
    (
        "arrangement",
        "propose",
        arrangement_text(arrangement(parties=PARTIES)),
        OURS,
        "bad-statement",
    ),
    ("arrangement", "propose", arrangement_text(arrangement(id="ab" * 16)), OURS, "bad-statement"),
    ("key", "witness", MET, (*OURS, *THEIRS), ""),
    ("key", "witness", MET, (OURS[0], *THEIRS), "too-few-roots"),
    ("key", "introduce", MET, (*OURS, *THEIRS), "bad-statement"),
    ("key", "witness", KNOWN, OURS, "bad-statement"),
]
# What the small verifier leaves to the other one: it looks at who signed, not at what is said.
ONLY_SIGNED = frozenset({"bad-statement"})


@pytest.mark.parametrize(("kind", "move", "text", "signers", "rule"), SAYINGS)
def test_a_statement_says_what_its_entry_says_and_has_the_roots_it_needs(
    kind: str, move: str, text: str, signers: Sequence[RootKey], rule: str, tmp_path: Path
) -> None:
    lines = stating(kind, move, stated(text, signers)).lines()
    verdict = verdict_on(lines) if rule in ONLY_SIGNED else both(tmp_path, lines)
    assert [(found, index) for _, found, index in rules(verdict)] == [(rule, 2)] * bool(rule)


def test_the_small_verifier_knows_every_move_that_needs_roots() -> None:
    rooted = {
        move
        for kind in ("key", "recognition", "arrangement")
        for move, rule in PROCEDURES[kind].moves.items()
        if rule.roots
    }
    # A key statement is judged by its chain wherever it stands; minutes are not required.
    rooted = rooted - {"introduce", "activate", "succeed"} | {"witness"}
    assert f'"{" ".join(sorted(rooted))}"' in _sorted_words(SCRIPT.read_text(encoding="utf-8"))


def _sorted_words(text: str) -> str:
    """The text with the words of every string in order."""
    return re.sub(r'"([a-z ]+)"', lambda found: f'"{" ".join(sorted(found[1].split()))}"', text)


def test_minutes_need_the_roots_of_both_sides() -> None:
    verdict = verdict_on(stating("key", "witness", stated(MET, OURS)).lines())
    assert rules(verdict) == [(13, "too-few-roots", 2)]


def test_minutes_may_be_signed_by_any_version_of_the_counterpart(tmp_path: Path) -> None:
    new = root_of_holder(PARTNER, 2, 0xB0)
    later = side(PARTNER, 0x41, [new], version=2, previous=tripoli().sha256())
    for signer in (THEIRS[0], new):
        log = stating("key", "witness", stated(MET, (*OURS, signer)))
        log.statements.insert(2, stated(keys_text(later.keys), (*THEIRS, new)))
        assert both(tmp_path, log.lines()).outcome is Outcome.SOUND


def test_a_statement_that_is_not_here_is_missed(tmp_path: Path) -> None:
    lines = stating("recognition", "recognise", None, "ab" * 32).lines()
    assert first(both(tmp_path, lines)) == (13, "bad-statement", 2)


def test_a_statement_no_entry_names_is_seen() -> None:
    log = signed_reports()
    log.statements.append(stated(KNOWN, OURS))
    assert rules(verdict_on(log.lines())) == [(13, "bad-statement", None)]


def test_a_bad_line_of_either_side_is_seen_even_where_no_roots_are_needed(tmp_path: Path) -> None:
    for signers in (OURS, THEIRS):
        spoilt = with_lines(stated(AGREED, signers), lambda ls: (*ls[:-1], spoiled(ls[-1])))
        verdict = both(tmp_path, stating("arrangement", "propose", spoilt).lines())
        assert (13, "bad-signature", None) in rules(verdict)


@pytest.mark.parametrize(
    ("move", "wanted"),
    [("pin", []), ("introduce", ["bad-statement"]), ("refuse", ["bad-statement"])],
)
def test_only_to_pin_them_the_keys_of_the_other_are_named(move: str, wanted: list[str]) -> None:
    log = stating("key", move, None, tripoli().sha256())
    assert [rule for _, rule, _ in rules(verdict_on(log.lines()))] == wanted


# -------------------------------------------------------------------------- bodies, erasures


@pytest.mark.parametrize(("index", "state"), [(0, "present"), (0, "gone"), (7, "none")])
def test_what_is_said_of_a_body_fits_its_entry(index: int, state: str, tmp_path: Path) -> None:
    lines = changed(history().lines(), FIRST_ENTRY + index, lambda told: told.update(body=state))
    assert first(both(tmp_path, lines)) == (14, "missing-body", index)


@pytest.mark.parametrize(("field", "value"), [("salt", "00" * 32), ("content", "{}")])
def test_a_body_shown_is_the_one_its_entry_committed_to(
    field: str, value: str, tmp_path: Path
) -> None:
    lines = history().exported(8, 14)
    number = next(place for place, line in enumerate(lines, 1) if '"content"' in line)
    wrong = changed(lines, number, lambda told: told.update({field: value}))
    assert first(both(tmp_path, wrong)) == (14, "wrong-commitment", 8)


def erased(fact: Any, index: int = 2) -> SmallLog:
    """A log with one erasure, by this fact."""
    log = signed_reports()
    log.states[2] = BodyState.GONE
    log.erasures.append((index, write_entry(fact(log))))
    return log


ERASURES: list[tuple[str, Callable[[SmallLog], Any], int, bool]] = [
    ("another kind", lambda log: report(30, about=(log.leaves()[2].hex(),)), 2, False),
    ("another move", lambda log: fact_of_destruction(30, log.leaves()[2], move="open"), 2, False),
    (
        "another link",
        lambda log: fact_of_destruction(30, log.leaves()[2], link="ab" * 16),
        2,
        False,
    ),
    ("another entry", lambda log: fact_of_destruction(30, log.leaves()[1]), 2, True),
    ("no entry", lambda log: entry(30, "fact", "destroy", code="ORDER"), 2, True),
    ("an entry not here", lambda log: fact_of_destruction(30, log.leaves()[2]), 7, True),
    ("not the entry of this log", lambda log: fact_of_destruction(3, log.leaves()[2]), 2, False),
]


@pytest.mark.parametrize(("what", "fact", "index", "shared"), ERASURES)
def test_an_erasure_is_a_fact_of_this_link_that_cites_the_entry(
    what: str, fact: Callable[[SmallLog], Any], index: int, shared: bool, tmp_path: Path
) -> None:
    lines = erased(fact, index).lines()
    verdict = both(tmp_path, lines) if shared and index == 2 else verdict_on(lines)
    assert [(step, rule) for step, rule, _ in rules(verdict)] == [(15, "bad-reference")], what


# ----------------------------------------------------------------- one side against the other


def test_two_sides_that_hold_the_same_log_are_sound(tmp_path: Path) -> None:
    log = history()
    verdict = both(tmp_path, log.lines(), log.lines(made_by=PARTNER))
    assert verdict.comparison is not None
    assert verdict.comparison == replace(
        verdict.comparison, first_difference=None, cut=None, fork_origin="", other_to=15
    )
    assert verdict.as_json()["against"] == {
        "complete_to": 14,
        "cut": None,
        "first_difference": None,
        "fork_origin": "",
        "to": 15,
    }


def forked(index: int, size: int = 12, *, epoch: int = 1) -> tuple[SmallLog, SmallLog]:
    """Two logs of one author that are the same before an index, signed under these epochs."""
    log = reports(size)
    other = log.copy()
    other.entries[index] = other.entries[index].replace(b'"unsure_s":2', b'"unsure_s":3')
    log.head(witness=tripoli())
    other.head(epoch=epoch, witness=tripoli())
    return log, other


@pytest.mark.parametrize("index", [0, 5, 11])
def test_two_logs_under_one_name_are_told_apart_at_their_first_difference(
    index: int, tmp_path: Path
) -> None:
    log, other = forked(index)
    verdict = both(tmp_path, log.lines(), other.lines(made_by=PARTNER))
    assert rules(verdict) == [(16, "forked-log", index)]
    assert verdict.comparison is not None
    assert verdict.comparison.first_difference == index
    assert verdict.comparison.fork_origin == "1-0000000000000001"


def test_two_logs_of_different_epochs_are_no_proof_of_a_lie(tmp_path: Path) -> None:
    log, other = forked(5, epoch=2)
    verdict = both(tmp_path, log.lines(), other.lines(made_by=PARTNER))
    assert rules(verdict) == [(16, "forked-log", 5)]
    assert verdict.comparison is not None
    assert verdict.comparison.fork_origin == ""


def test_a_difference_before_what_both_show_is_seen_by_the_roots() -> None:
    log, other = forked(2, 12)
    for one in (log, other):
        one.head(size=8)
    lines = [list(stretch(one, 8, 12)) for one in (log, other)]
    verdict = verdict_on(lines[0], untrusted_against=lines[1])
    assert rules(verdict) == [(16, "forked-log", 7)]


def shorter(log: SmallLog, size: int) -> SmallLog:
    """The same log as it was at an earlier size, or as somebody wants it to have been."""
    cut = log.copy()
    del cut.entries[size:]
    cut.heads = {at: note for at, note in log.heads.items() if at <= size}
    return cut


def grown() -> SmallLog:
    """A log that was counter-signed twice."""
    log = reports(8)
    log.head(size=4, witness=tripoli())
    log.head(size=8, witness=tripoli())
    return log


@pytest.mark.parametrize("maker", [AUTHOR, PARTNER])
def test_a_cut_tail_is_seen_by_the_other_side_alone(maker: str, tmp_path: Path) -> None:
    log = grown()
    other = PARTNER if maker == AUTHOR else AUTHOR
    cut = shorter(log, 4).lines(made_by=maker)
    assert both(tmp_path, cut).outcome is Outcome.SOUND
    for this, that in ((cut, log.lines(made_by=other)), (log.lines(made_by=other), cut)):
        verdict = both(tmp_path, this, that)
        assert rules(verdict) == [(16, "rollback", 4)]
        assert verdict.as_json()["against"]["cut"] == {"by": maker, "shown": 4, "signed": 8}


@pytest.mark.parametrize("maker", [AUTHOR, PARTNER])
def test_who_made_his_extract_before_he_signed_more_hides_nothing(
    maker: str, tmp_path: Path
) -> None:
    log = grown()
    other = PARTNER if maker == AUTHOR else AUTHOR
    earlier = shorter(log, 4).lines(made_by=maker, made="2026-11-18T11:07:00Z")
    verdict = both(tmp_path, earlier, log.lines(made_by=other))
    assert verdict.outcome is Outcome.SOUND


def test_a_partner_that_has_not_received_the_rest_yet_hides_nothing(tmp_path: Path) -> None:
    log = grown()
    log.head(size=8)
    held = shorter(log, 4).lines(made_by=PARTNER)
    assert both(tmp_path, held, log.lines()).outcome is Outcome.SOUND
    assert both(tmp_path, log.lines(), held).outcome is Outcome.SOUND


def test_an_author_that_signed_more_and_was_not_answered_yet_hides_it_all_the_same(
    tmp_path: Path,
) -> None:
    log = grown()
    log.head(size=8)
    cut = shorter(log, 4).lines()
    assert rules(both(tmp_path, cut, log.lines(made_by=PARTNER))) == [(16, "rollback", 4)]
    earlier = shorter(log, 4).lines(made="2026-11-25T08:59:59Z")
    assert both(tmp_path, earlier, log.lines(made_by=PARTNER)).outcome is Outcome.SOUND


def test_a_stretch_that_was_asked_for_hides_nothing(tmp_path: Path) -> None:
    log = grown()
    asked = list(stretch(log, 0, 4))
    assert both(tmp_path, asked, log.lines(made_by=PARTNER)).outcome is Outcome.SOUND


def test_an_extract_of_another_log_compares_with_nothing(tmp_path: Path) -> None:
    log = reports(0)
    theirs = log.lines(link=BACK, author=PARTNER, counterpart=AUTHOR)
    theirs = [theirs[0], theirs[2], theirs[1], theirs[3]]
    verdict = both(tmp_path, signed_reports().lines(), resealed(theirs))
    assert rules(verdict) == [(16, "wrong-link", None)]
    assert verdict.comparison is None


def test_two_files_that_begin_with_other_keys_are_not_of_one_service(tmp_path: Path) -> None:
    log, rival = reports(0), reports(0)
    rival.statements[0] = side(AUTHOR, 0x51, algiers().roots).statement()
    verdict = both(tmp_path, log.lines(), rival.lines(made_by=PARTNER))
    assert rules(verdict) == [(16, "bad-keys", None)]


def test_another_file_that_does_not_hold_proves_nothing() -> None:
    log = grown()
    hole = without(log.lines(made_by=PARTNER), 6)
    verdict = verdict_on(log.lines(), untrusted_against=hole)
    assert rules(verdict) == [(16, "gap", None)]
    verdict = verdict_on(log.lines(), untrusted_against=hole[:-1])
    assert verdict.outcome is Outcome.UNREADABLE
    assert verdict.faults[0].why.startswith("the other file: ")
