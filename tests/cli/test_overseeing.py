"""``wasl demand``, ``question`` and ``finding`` through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused

PLACED = ("--dossier", "borders", "--officer", "hakim")
ANSWERED = ("elias", "driss")
FOUND = ("finding", "--fr", "Trop d'avis tardifs.", "--recommendation", "Un second officier.")


@pytest.fixture(autouse=True)
def _confirmed(pair: Pair) -> None:
    """Both nodes have confirmed each other's run, so that an act gets its place at once."""
    pair.exchange()


def alone(pair: Pair, *words: str) -> str:
    """An overseer acts without a second officer; the case."""
    drafted = pair.algiers.ask(*words)["drafts"][-1]
    assert drafted["released"]["state"] == "released"
    pair.exchange()
    return str(drafted["released"]["case"])


def test_a_finding_is_stated_accepted_remedied_and_published(pair: Pair, settled: Path) -> None:
    case = alone(pair, *FOUND, "--figure", "FLASH_REVIEWED_LATE:3", *PLACED)
    pair.tripoli.released("finding", "accept", case, by=ANSWERED)
    pair.tripoli.released("finding", "remedy", case, "--fr", "Deux officiers.", by=ANSWERED)
    pair.exchange()
    words = ("finding", "publish", case, "--fr", "Corrigé.", "--officer", "hakim")
    refused(pair.algiers.run(*words, "--figure", "FLASH_REVIEWED_LATE:3"), "bad-body")
    alone(pair, *words, "--figure", "FLASH_REVIEWED_LATE:5")
    assert pair.tripoli.ask("case", case)["states"] == ["published", "remedied"]


def test_an_overseer_asks_about_one_item_and_is_answered(pair: Pair, settled: Path) -> None:
    text = settled / "item.txt"
    text.write_text("Un convoi inventé.", encoding="utf-8")
    item = pair.tripoli.released("report", str(text), "--dossier", "borders")
    pair.exchange()
    asked = ("question", item["case"], "--question", "Pourquoi ?", "--officer", "hakim")
    case = alone(pair, *asked)
    pair.tripoli.released("question", "answer", case, "--answer", "Pour un dossier.", by=ANSWERED)
    pair.exchange()
    alone(pair, "question", "accept", case, "--officer", "hakim")
    assert pair.tripoli.ask("case", case)["states"] == ["satisfied", "answered"]


def test_a_demand_names_its_stretch_by_sizes_or_by_days(pair: Pair, settled: Path) -> None:
    link = ("--link", "ab" * 16)
    both = ("--from-size", "0", "--from-day", "2026-03-01")
    refused(pair.algiers.run("demand", *link, *both, *PLACED), "bad-body")
    case = alone(pair, "demand", *link, "--from-size", "0", *PLACED)
    closed = alone(pair, "demand", "close", case, "--officer", "hakim")
    assert pair.tripoli.ask("case", closed)["states"] == ["not_produced", "none"]


def test_who_is_no_overseer_demands_nothing(pair: Pair, settled: Path) -> None:
    words = ("demand", "--link", "ab" * 16, "--from-size", "0", "--dossier", "borders")
    refused(pair.algiers.run(*words, "--officer", "amel"), "role-lacking")
