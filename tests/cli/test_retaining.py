"""What is near its review date, as an officer reads it."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, report_file
from tests.cli.test_acting import refused
from tests.world import PURPOSE


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


def item(near: Pair) -> str:
    """The report that is near its date, as Tripoli names it."""
    return str(near.tripoli.ask("retention", "due")[-1]["entry"])


REASON = ("--reason", "Affaire toujours en cours.")
KEEPERS = ("farah", "elias")


def test_an_item_is_kept_on_and_the_other_side_reads_until_when_and_why(near: Pair) -> None:
    entry, case = item(near), near.tripoli.ask("retention", "due")[-1]["case"]
    words = ("retention", "renew", entry, "--until", "90d", *REASON)
    near.tripoli.released(*words, by=KEEPERS)
    near.exchange()
    shown = near.algiers.run("case", case).out
    assert "kept on" in shown
    said = near.algiers.ask("case", case)["entries"][0]["kept"][0]["entry"]
    assert f"wasl open {said}" in shown
    read = near.algiers.run("open", said, "--officer", "farah", "--purpose", PURPOSE)
    assert "Affaire toujours en cours." in read.out
    again = near.tripoli.run(*words, "--officer", "farah")
    refused(again, "renewed-once")


def test_an_item_is_held_for_a_request_and_not_destroyed_under_it(
    near: Pair, settled: Path
) -> None:
    entry = item(near)
    said = ("--question", "--facts", "--offence", "--why-you")
    asked = [word for option in said for word in (option, "Texte inventé.")]
    told = near.tripoli.released("request", *asked, "--dossier", "terrorism")
    near.exchange()
    words = ("retention", "hold", entry, "--request", told["case"], *REASON)
    near.tripoli.released(*words, by=KEEPERS)
    destroy = ("retention", "destroy", entry, "--ground", "NOT_RELEVANT")
    refused(near.tripoli.run(*destroy, "--officer", "farah"), "item-held")
    near.tripoli.released("retention", "destroy", entry, "--ground", "ORDER", by=KEEPERS)
    report = near.tripoli.run("retention", "report").out
    assert "destroyed before its review" not in report
    assert "review is near" in report


def test_a_reason_is_never_left_out(near: Pair) -> None:
    words = ("retention", "renew", item(near), "--until", "90d", "--officer", "farah")
    answer = near.tripoli.run(*words)
    refused(answer, "text-missing")
    assert "--reason" in answer.err
