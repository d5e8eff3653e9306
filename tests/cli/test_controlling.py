"""``wasl consent``, ``revise`` and ``challenge`` through the command."""

from pathlib import Path

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from wasl.core.canonical import Json

PLACED = ("--dossier", "borders")
REPORT = ("report", "--text", "-", *PLACED)


def given(pair: Pair, tmp_path: Path, *words: str) -> Json:
    """A report of Algiers that Tripoli holds."""
    text = tmp_path / "item.txt"
    text.write_text("Un convoi inventé a été vu le 1er mars.", encoding="utf-8")
    told = pair.algiers.released("report", str(text), *PLACED, *words)
    pair.exchange()
    return told


def test_leave_for_another_use_is_asked_granted_and_used(pair: Pair, settled: Path) -> None:
    item = given(pair, settled)
    asked = pair.tripoli.released(
        *("consent", item["case"], "--code", "JUDICIAL", "--recipient", "Tribunal inventé"),
        *("--reason", "Pour un dossier.", "--text", str(settled / "item.txt")),
    )
    pair.exchange()
    pair.algiers.released(
        *("consent", "grant", asked["case"], "--offer-until", "90d"),
        *("--scope", "Le texte seul.", "--recipient", "Tribunal inventé"),
        by=("amel", "badr"),
    )
    pair.exchange()
    used = pair.tripoli.released(
        "consent", "use", asked["case"], "--recipient", "Tribunal inventé"
    )
    assert used["state"] == "released"
    pair.exchange()
    for service in (pair.algiers, pair.tripoli):
        assert "Passed on to: Tribunal inventé" in service.run("case", item["case"]).out


def test_no_use_without_a_grant(pair: Pair, settled: Path) -> None:
    item = given(pair, settled)
    asked = pair.tripoli.released(
        *("consent", item["case"], "--code", "ONWARD", "--recipient", "Un service inventé"),
        *("--reason", "Pour un dossier.", "--text", str(settled / "item.txt")),
    )
    pair.exchange()
    words = ("consent", "use", asked["case"], "--recipient", "Un service inventé")
    refused(pair.tripoli.run(*words, "--officer", "amel"), "move-not-allowed")


def test_a_correction_shows_the_words_before_and_after(pair: Pair, settled: Path) -> None:
    item = given(pair, settled)
    change = ("revise", item["case"], "--code", "CORRECT", "--en", "The date was wrong.")
    refused(pair.algiers.run(*change, "--officer", "amel"), "bad-body")
    told = pair.algiers.released(*change, "--old-en", "On 1 March.", "--new-en", "On 2 March.")
    pair.exchange()
    shown = pair.tripoli.ask("case", item["case"])
    assert shown["entries"][0]["standing"] == "corrected"
    pair.tripoli.released("revise", "apply", told["case"], by=("elias", "badr"))


def test_a_marking_may_be_lowered_by_whose_information_it_is(pair: Pair, settled: Path) -> None:
    item = given(pair, settled, "--handling", "H1", "--handling", "H2")
    words = ("revise", item["case"], "--fr", "La source n'est plus en danger.")
    lower = (*words, "--code", "LOWER", "--handling", "H1")
    assert pair.algiers.released(*lower)["state"] == "released"
    draft = pair.algiers.ask(
        *words,
        "--code",
        "UPDATE",
        "--new",
        "Autre texte.",
        "--handling",
        "H0",
        "--officer",
        "amel",
    )["draft"]
    refused(pair.algiers.run("release", draft, "--officer", "badr", "--yes"), "bad-handling")


def test_a_challenged_item_is_restricted_at_both_until_it_is_answered(
    pair: Pair, settled: Path
) -> None:
    item = given(pair, settled)
    told = pair.tripoli.released(
        *("challenge", item["case"], "--code", "ACCURACY", "--fr", "La date est fausse."),
        by=("elias", "badr"),
    )
    pair.exchange()
    for service in (pair.algiers, pair.tripoli):
        assert service.ask("case", item["case"])["entries"][0]["standing"] == "restricted"
    pair.algiers.released(
        "challenge", "uphold", told["case"], "--fr", "Vérifié deux fois.", by=("elias", "badr")
    )
    pair.exchange()
    for service in (pair.algiers, pair.tripoli):
        assert service.ask("case", item["case"])["entries"][0]["standing"] == "live"
