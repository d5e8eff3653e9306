"""An administrator reads a log for somebody and hides that he did.

Every extract is an entry of its own. Threat: the maker of an extract drops the entry that says an
earlier extract was made, so that nobody learns who had the log. He holds the author's key.
"""

from pathlib import Path

from tests.seal.small_log import (
    AUTHOR,
    PARTNER,
    SmallLog,
    entry,
    report,
    reports,
    resealed,
    tripoli,
)
from tests.seal.standalone import both, rules, standalone, without
from wasl.core.entry import read_entry, write_entry
from wasl.seal.extract import read_extract
from wasl.seal.extract_findings import Outcome
from wasl.seal.extract_fork import write_fork
from wasl.seal.extract_verify import verdict_on

PRODUCED = 5  # where the entry stands that tells of the extract


def watched(*, epoch: int = 1) -> SmallLog:
    """A log in which somebody was given an extract, as both services hold it."""
    log = reports(PRODUCED)
    log.add(entry(PRODUCED, "extract", "produce", case="X" * 14), report(PRODUCED + 1))
    log.head(witness=tripoli(), epoch=epoch)
    return log


def hidden(*, epoch: int = 1) -> SmallLog:
    """The log its author would rather have: without that entry, signed by his own key."""
    log = watched()
    later = read_entry(log.entries.pop()).model_copy(update={"index": PRODUCED})
    log.entries[PRODUCED] = write_entry(later)
    log.heads = {}
    log.head(epoch=epoch)
    return log


def test_control_the_log_with_the_entry_is_sound(tmp_path: Path) -> None:
    log = watched()
    verdict = both(tmp_path, log.lines(), log.lines(made_by=PARTNER))
    assert verdict.outcome is Outcome.SOUND
    assert verdict.findings is not None
    assert verdict.findings.complete_to == log.size


def test_control_without_the_partner_a_log_signed_anew_looks_whole(tmp_path: Path) -> None:
    verdict = both(tmp_path, hidden().lines())
    assert verdict.outcome is Outcome.SOUND
    assert verdict.findings is not None
    assert verdict.findings.complete_to == 0  # all it lacks: nobody has counter-signed it


def test_an_entry_left_out_leaves_a_gap(tmp_path: Path) -> None:
    verdict = both(tmp_path, without(watched().lines(), 4 + PRODUCED))
    assert rules(verdict)[0] == (8, "gap", PRODUCED)


def test_a_log_renumbered_cannot_borrow_the_checkpoint_of_the_whole_one(tmp_path: Path) -> None:
    lines, checkpoint = hidden().lines(held=watched().size), watched().lines()[-2]
    for borrowed in ([*lines[:-2], checkpoint, ""], [*lines[:-1], checkpoint, ""]):
        assert verdict_on(resealed(borrowed)).outcome is not Outcome.SOUND
        assert standalone(tmp_path, resealed(borrowed))[0] != 0


def test_an_entry_written_over_is_found_at_its_place(tmp_path: Path) -> None:
    log = watched()
    log.entries[PRODUCED] = write_entry(report(PRODUCED))
    assert rules(both(tmp_path, log.lines()))[0][1:] == ("wrong-root", 0)


def test_a_log_signed_anew_contradicts_the_partners_copy_and_proves_the_lie(
    tmp_path: Path,
) -> None:
    lines, theirs = hidden().lines(), watched().lines(made_by=PARTNER)
    verdict = both(tmp_path, lines, theirs)
    assert (16, "forked-log", PRODUCED) in rules(verdict)
    one, two = read_extract(lines), read_extract(theirs)
    proof = list(write_fork(one, two, PRODUCED, made=one.header.made, made_by=PARTNER))
    assert both(tmp_path, proof).outcome is Outcome.SOUND


def test_a_log_signed_anew_in_another_epoch_contradicts_it_too(tmp_path: Path) -> None:
    verdict = both(tmp_path, hidden(epoch=2).lines(), watched().lines(made_by=PARTNER))
    assert (16, "forked-log", PRODUCED) in rules(verdict)


def test_a_log_cut_before_the_entry_is_shorter_than_what_was_signed(tmp_path: Path) -> None:
    log = watched()
    cut = reports(PRODUCED)
    cut.head(witness=tripoli())
    assert both(tmp_path, cut.lines()).outcome is Outcome.SOUND  # alone it shows no gap
    verdict = both(tmp_path, cut.lines(), log.lines(made_by=PARTNER))
    assert rules(verdict) == [(16, "rollback", PRODUCED)]
    assert verdict.as_json()["against"]["cut"]["by"] == AUTHOR
