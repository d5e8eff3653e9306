"""What is near its review date, as an officer reads it."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, report_file
from tests.cli.test_acting import refused


@pytest.fixture
def near(pair: Pair, settled: Path) -> Pair:
    """A report of Algiers that is to be reviewed in ten days."""
    words = ("report", report_file(settled), "--dossier", "terrorism", "--retain-days", "10")
    pair.algiers.released(*words)
    pair.exchange()
    return pair


def test_what_is_near_its_review_date_is_listed(near: Pair) -> None:
    answer = near.tripoli.run("retention", "due")
    assert answer.code == 0
    assert "review is near" in answer.out
    assert near.tripoli.ask("retention", "due")[0]["term"] == "review is near"


def test_the_data_protection_officer_sees_it_in_the_tray(near: Pair) -> None:
    assert "wasl retention due" in near.tripoli.run("tray", "--officer", "elias").out
    assert "wasl retention due" not in near.tripoli.run("tray", "--officer", "farah").out


def test_a_day_is_reported_with_what_was_due_done_and_refused(near: Pair) -> None:
    answer = near.tripoli.run("retention", "report", "--day", "2020-01-01")
    assert "The node made no round on that day." in answer.out
    assert "Due now: 0" in answer.out
    assert near.tripoli.ask("retention", "report")["refused"] == []
    refused(near.tripoli.run("retention", "report", "--day", "soon"), "bad-date")


def test_nothing_near_its_date_is_said_so(resting: Pair) -> None:
    assert "Nothing is near its review date." in resting.algiers.run("retention", "due").out
