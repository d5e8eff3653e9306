"""What an overseer makes of extracts, with no node: figures, a report, one side beside another."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service, report_file
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json
from wasl.core.exchange.finding import Indicator
from wasl.core.policy.oversight import Counts
from wasl.forms.figures import DEFINITIONS, TITLES

DEADLINES = "deadlines"


def extract(service: Service, partner: str, of: str, folder: Path) -> str:
    file = folder / f"{service.name}-{of}.wasl-extract"
    service.ask("extract", "--with", partner, "--of", of, "--out", str(file))
    return str(file)


@pytest.fixture
def files(pair: Pair, settled: Path) -> tuple[str, str]:
    """Both logs as Algiers holds them, after a request that Tripoli refused."""
    text = report_file(settled)
    words = ("--dossier", "terrorism", "--question", text, "--facts", text, "--why-you", text)
    asked = pair.algiers.released("request", *words, "--offence", text, "--urgency", "OTHER")
    pair.exchange()
    pair.tripoli.released("request", "admit", asked["case"], by=("farah", "badr"))
    pair.tripoli.released("refuse", asked["case"], "--code", "NOT_HELD", by=("farah", "badr"))
    pair.exchange()
    return (
        extract(pair.algiers, TRIPOLI, "ours", settled),
        extract(pair.algiers, TRIPOLI, "theirs", settled),
    )


def table(value: Json, name: str) -> Json:
    return next(each for each in value["tables"] if each["table"] == name)


def test_the_overseer_counts_what_a_service_did(pair: Pair, files: tuple[str, str]) -> None:
    value = pair.algiers.ask("oversight", "indicators", *files, "--of", TRIPOLI)
    grounds = {row["row"]: row["counts"] for row in table(value, "refusals")["rows"]}
    assert grounds["NOT_HELD"]["REFUSALS_BY_GROUND"] >= 1
    assert table(value, DEADLINES)["totals"]["DEADLINES_MET"] >= 1
    ours = pair.algiers.ask("oversight", "indicators", *files)
    assert ours["of"] == ALGIERS
    assert table(ours, "refusals")["total"] == 0


def test_figures_need_no_node_at_all(pair: Pair, files: tuple[str, str], settled: Path) -> None:
    nowhere = Service(name="overseer", home=settled / "nowhere", capture=pair.algiers.capture)
    answer = nowhere.run("oversight", "indicators", *files, "--of", TRIPOLI)
    assert answer.code == 0, answer.err
    assert "REFUSALS_BY_GROUND" in answer.out
    assert not (settled / "nowhere").exists()


def test_a_report_shows_no_small_number(pair: Pair, files: tuple[str, str]) -> None:
    answer = pair.algiers.run("oversight", "report", *files, "--of", TRIPOLI, "--format", "json")
    value = json.loads(answer.out)
    shown = [
        count
        for each in value["tables"]
        for row in each["rows"]
        for count in (*row["counts"].values(), row["total"])
        if count is not None
    ]
    assert value["smallest"] == 5
    assert all(count >= 5 for count in shown)


def test_a_report_is_told_in_the_language_asked_for(pair: Pair, files: tuple[str, str]) -> None:
    said = {
        lang: pair.algiers.run("oversight", "report", *files, "--lang", lang).out
        for lang in ("ar", "fr", "en")
    }
    assert len(set(said.values())) == 3
    assert "below 5" in said["en"]
    assert all("DEADLINES_MET: –" in text for text in said.values())


def test_a_report_is_a_table_for_other_programs(pair: Pair, files: tuple[str, str]) -> None:
    answer = pair.algiers.run(
        "oversight", "report", *files, "--of", TRIPOLI, "--format", "csv", "--from", "2020-01-01"
    )
    lines = list(csv.DictReader(io.StringIO(answer.out)))
    assert {line["table"] for line in lines} == {name.value for name in Counts}
    assert {line["count"] for line in lines if line["row"] == "NOT_HELD"} == {""}
    assert lines[0]["from"] == "2020-01-01"


def test_another_period_counts_other_deeds(pair: Pair, files: tuple[str, str]) -> None:
    words = ("oversight", "indicators", *files, "--of", TRIPOLI, "--to", "2020-01-01")
    value = pair.algiers.ask(*words)
    assert table(value, "refusals")["total"] == 0
    assert "To 2020-01-01" in pair.algiers.run(*words).out


@pytest.mark.parametrize("day", ["yesterday", "2026-02-31"])
def test_a_day_no_calendar_has_is_refused(pair: Pair, files: tuple[str, str], day: str) -> None:
    refused(pair.algiers.run("oversight", "report", *files, "--from", day), "bad-date")


def test_a_service_that_is_no_party_has_no_figures(pair: Pair, files: tuple[str, str]) -> None:
    answer = pair.algiers.run("oversight", "report", *files, "--of", "nobody.example")
    refused(answer, "no-such-partner")


def test_one_log_alone_is_not_counted(pair: Pair, files: tuple[str, str]) -> None:
    refused(pair.algiers.run("oversight", "report", files[0]), "wrong-link")


# ------------------------------------------------------------------- one side beside the other


def test_two_sides_tell_the_same_log(pair: Pair, files: tuple[str, str], settled: Path) -> None:
    other = extract(pair.tripoli, ALGIERS, "theirs", settled)
    answer = pair.algiers.run("oversight", "compare", files[0], other)
    assert answer.code == 0, answer.out
    assert "Complete: both files tell the same log" in answer.out
    value = pair.algiers.ask("oversight", "compare", files[0], other)
    assert (value["complete"], value["differing"]) == (True, [])


def test_entries_left_out_of_one_side_are_named(
    pair: Pair, files: tuple[str, str], settled: Path
) -> None:
    other = Path(extract(pair.tripoli, ALGIERS, "theirs", settled))
    lines = other.read_text(encoding="utf-8").splitlines(keepends=True)
    left_out = ('"index":2}', '"index":3}', '"index":5}')
    kept = [line for line in lines if not line.rstrip().endswith(left_out)]
    other.write_text("".join(kept), encoding="utf-8")
    answer = pair.algiers.run("oversight", "compare", files[0], str(other))
    assert answer.code == 1
    assert f"Missing from the file of {TRIPOLI}: 2–3" in answer.out
    assert f"Missing from the file of {TRIPOLI}: 5" in answer.out


def test_a_line_that_was_changed_is_named(
    pair: Pair, files: tuple[str, str], settled: Path
) -> None:
    other = Path(extract(pair.tripoli, ALGIERS, "theirs", settled))
    content = other.read_text(encoding="utf-8")
    other.write_text(content.replace("NOT_HELD", "NOT_HELP").replace('\\"ask\\"', '\\"asd\\"'))
    answer = pair.algiers.run("oversight", "compare", files[0], str(other))
    assert answer.code == 1
    assert "Not the same: entry" in answer.out


# --------------------------------------------------------------------------------- the words


@pytest.mark.parametrize("indicator", Indicator)
def test_every_indicator_has_a_sentence_that_defines_it(indicator: Indicator) -> None:
    assert DEFINITIONS[indicator].endswith(".")


def test_every_table_has_a_title() -> None:
    assert set(TITLES) == set(Counts)
