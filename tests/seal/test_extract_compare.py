"""Two extracts of one log side by side: complete, or what is missing and what differs."""

import pytest

from tests.seal.small_log import (
    BACK,
    PARTNER,
    SmallLog,
    history,
    resealed,
    signed_reports,
    tripoli,
)
from tests.seal.test_extract_faults import forked
from wasl.core.errors import RefusedError
from wasl.seal.extract import read_extract
from wasl.seal.extract_compare import Beside, Unlike, beside
from wasl.seal.extract_lines import BodyState
from wasl.seal.extract_overseen import overseen_links


def compared(one: list[str], other: list[str]) -> Beside:
    return beside(read_extract(one), read_extract(other))


def without_entries(log: SmallLog, *indexes: int) -> list[str]:
    lines = log.lines(made_by=PARTNER)
    kept = [line for line in lines if not any(f'"index":{n}}}' in line for n in indexes)]
    assert len(kept) == len(lines) - len(indexes)
    return resealed(kept)


def test_two_files_of_one_log_are_complete() -> None:
    log = signed_reports(6)
    found = compared(log.lines(), log.lines(made_by=PARTNER))
    assert (found.complete, found.start, found.stop) == (True, 0, 6)
    assert found.as_json()["missing"] == [[], []]


def test_entries_missing_from_one_file_are_named_in_runs() -> None:
    log = signed_reports(8)
    found = compared(log.lines(), without_entries(log, 1, 2, 3, 6))
    assert not found.complete
    assert found.missing == ((), ((1, 3), (6, 6)))


def test_every_line_that_differs_is_named() -> None:
    log, other = forked(5)
    other.entries[7] = other.entries[7].replace(b'"unsure_s":2', b'"unsure_s":4')
    other.head(witness=tripoli())
    found = compared(log.lines(), other.lines(made_by=PARTNER))
    assert [(line.what, line.index) for line in found.unlike] == [
        (Unlike.ENTRY, 5),
        (Unlike.ENTRY, 7),
        (Unlike.CHECKPOINT, 12),
    ]
    assert found.as_json()["differing"][0]["index"] == 5


def test_files_of_two_days_are_compared_up_to_the_smaller_size() -> None:
    log = signed_reports(8)
    log.head(size=5, witness=tripoli())
    found = compared(log.lines(), log.lines(made_by=PARTNER, stop=5, held=5))
    assert (found.complete, found.stop, found.held) == (True, 5, (8, 5))


def test_two_stretches_that_do_not_meet_have_nothing_to_compare() -> None:
    log = signed_reports(8)
    log.head(size=4, witness=tripoli())
    early = log.lines(stop=4)
    late = log.lines(start=6, peaks=log.peaks(6), made_by=PARTNER)
    found = compared(early, late)
    assert (found.start, found.stop, found.complete) == (6, 6, True)


def test_a_content_that_one_side_destroyed_is_told_and_no_difference_of_the_log() -> None:
    log = signed_reports(4)
    other = log.copy()
    other.states[2] = BodyState.GONE
    found = compared(log.lines(), other.lines(made_by=PARTNER))
    assert (found.complete, found.bodies) == (True, (2,))


def test_two_grounds_for_one_destruction_are_a_difference() -> None:
    log = history()
    other = log.copy()
    other.erasures = [(6, log.entries[11].replace(b'"RETENTION"', b'"ORDER"'))]
    found = compared(log.lines(), other.lines(made_by=PARTNER))
    assert [(line.what, line.index) for line in found.unlike] == [(Unlike.ERASURE, 6)]


def test_two_logs_are_not_compared() -> None:
    log = signed_reports(3)
    with pytest.raises(RefusedError) as refused:
        compared(log.lines(), log.lines(link=BACK))
    assert refused.value.rule == "wrong-link"


# ------------------------------------------------------------------ what is counted at all


def refused_links(*files: list[str]) -> str:
    with pytest.raises(RefusedError) as refused:
        overseen_links([read_extract(file) for file in files])
    return refused.value.rule


def test_nothing_is_counted_in_a_log_that_does_not_hold() -> None:
    log = signed_reports(5)
    assert refused_links(without_entries(log, 2)) == "gap"


def test_nothing_is_counted_in_one_log_alone_nor_in_one_that_comes_twice() -> None:
    lines = signed_reports(3).lines()
    assert refused_links(lines) == "wrong-link"
    assert refused_links(lines, lines) == "wrong-link"


def test_nothing_is_counted_in_a_part_of_a_log() -> None:
    log = signed_reports(6)
    assert refused_links(log.lines(start=4, peaks=log.peaks(4))) == "gap"
    assert refused_links(log.exported(0, 6)) == "gap"
