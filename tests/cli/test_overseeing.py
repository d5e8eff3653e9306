"""``wasl demand``, ``question`` and ``finding`` through the command."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from tests.world import ALGIERS, PURPOSE

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


def demanded(pair: Pair) -> str:
    return alone(pair, "demand", "--link", "ab" * 16, "--from-size", "0", *PLACED)


def test_what_is_handed_over_is_stated_from_the_file_itself(pair: Pair, settled: Path) -> None:
    case, file = demanded(pair), settled / "extract.jsonl"
    pair.tripoli.ask("extract", "--with", ALGIERS, "--out", str(file))
    words = ("demand", "produce", case, "--extract", str(file), "--fr", "Extrait entier.")
    pair.tripoli.released(*words, by=ANSWERED)
    pair.exchange()
    shown = pair.algiers.ask("open", f"{case}/2", "--officer", "hakim", "--purpose", PURPOSE)
    said = shown["body"]
    assert said["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (said["from_size"], said["to_size"]) == (0, said["counts"]["entries"])
    assert said["text"] == {"fr": "Extrait entier."}
    assert pair.algiers.ask("case", case)["states"] == ["demanded", "produced"]


def test_only_a_whole_extract_of_a_log_is_handed_over(pair: Pair, settled: Path) -> None:
    case, file = demanded(pair), settled / "extract.jsonl"
    pair.tripoli.ask("extract", "--with", ALGIERS, "--out", str(file))
    produce = ("demand", "produce", case, "--officer", "elias", "--extract")
    cut = settled / "cut.jsonl"
    cut.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    refused(pair.tripoli.run(*produce, str(cut)), "malformed")
    one = settled / "one.jsonl"
    pair.tripoli.ask("export", case, "--out", str(one))
    refused(pair.tripoli.run(*produce, str(one)), "malformed")
    refused(pair.tripoli.run(*produce, str(settled / "none")), "unreadable-file")


def test_an_extract_answers_a_demand_and_no_other_case(pair: Pair, settled: Path) -> None:
    case, file = alone(pair, *FOUND, *PLACED), settled / "extract.jsonl"
    pair.tripoli.ask("extract", "--with", ALGIERS, "--out", str(file))
    words = ("demand", "produce", case, "--extract", str(file), "--officer", "elias")
    refused(pair.tripoli.run(*words), "other-kind")
