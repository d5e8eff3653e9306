"""``wasl alert``, ``wasl hit`` and ``wasl namesake`` through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from wasl.core.canonical import Json

ALERT = ("--reason", "Disparition signalée.", "--action", "Prévenir l'émetteur.")
MISSING = ("alert", "--code", "MISSING", "--subject", "MISSING:Sami Invente", *ALERT)
PLACED = ("--dossier", "borders", "--officer", "amel")
HIT = ("--located", "Un homme.", "--check", "Poste nord, ce matin.", "--judgement", "Cicatrice.")


def issued(pair: Pair) -> Json:
    """Tripoli looks for an invented person; Algiers has it."""
    told = pair.tripoli.released(*MISSING, *PLACED)
    pair.exchange()
    return told


def test_an_alert_is_issued_and_a_hit_on_it_reported_and_confirmed(
    pair: Pair, settled: Path
) -> None:
    item = issued(pair)
    words = ("hit", item["case"], *HIT, "--officer", "farah")
    told = pair.algiers.released(*words, by=("farah", "badr"))
    pair.exchange()
    assert pair.tripoli.ask("case", told["case"])["kind"] == "hit"
    confirmed = ("hit", "confirm", told["case"])
    pair.tripoli.released(*confirmed, by=("farah", "badr"))
    pair.exchange()
    acted = ("hit", "act", told["case"], "--code", "PROTECTED")
    assert pair.algiers.released(*acted, by=("farah", "badr"))["state"] == "released"


def test_an_alert_has_one_subject(pair: Pair, settled: Path) -> None:
    two = (*MISSING, "--thing", "PLATE:00000-000-00", *PLACED)
    refused(pair.tripoli.run(*two), "bad-body")
    none = ("alert", "--code", "MISSING", *ALERT, *PLACED)
    refused(pair.tripoli.run(*none), "bad-body")


def test_a_thing_is_looked_for_by_its_number(pair: Pair, settled: Path) -> None:
    words = ("alert", "--code", "OBJECT_SEIZE", "--thing", "VEHICLE:00000-000-00", *ALERT, *PLACED)
    assert pair.tripoli.run(*words).code == 0


@pytest.mark.parametrize("lacking", ["--located", "--check", "--judgement"])
def test_a_hit_without_a_needed_field_names_its_option(
    pair: Pair, settled: Path, lacking: str
) -> None:
    item = issued(pair)
    pairs = zip(HIT[::2], HIT[1::2], strict=True)
    given = [word for option, text in pairs if option != lacking for word in (option, text)]
    answer = pair.algiers.run("hit", item["case"], *given, "--officer", "farah")
    refused(answer, "text-missing")
    assert lacking in answer.err


def test_a_block_for_a_namesake_waits_for_the_data_protection_officer(
    pair: Pair, settled: Path
) -> None:
    words = ("namesake", "--person", "BYSTANDER:Sami Autre", "--differs-by", "Né en 1950.")
    refused(pair.tripoli.run(*words, *PLACED), "bad-body")
    draft = str(pair.tripoli.ask(*words, "--consent-given", *PLACED)["draft"])
    refused(pair.tripoli.run("release", draft, "--officer", "badr", "--yes"), "word-lacking")
    assert pair.tripoli.run("release", "vouch", draft, "--officer", "elias", "--yes").code == 0
    assert pair.tripoli.run("release", draft, "--officer", "badr", "--yes").code == 0
