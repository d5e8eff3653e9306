"""``wasl alert``, ``wasl hit`` and ``wasl namesake`` through the command."""

from itertools import count
from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from tests.world import PURPOSE
from wasl.core.canonical import Json

ALERT = ("--reason", "Disparition signalée.", "--action", "Prévenir l'émetteur.")
NAMES = map(chr, count(ord("A")))
PLACED = ("--dossier", "borders", "--officer", "amel")
HIT = ("--located", "Un homme.", "--check", "Poste nord, ce matin.", "--judgement", "Cicatrice.")


def missing(subject: str = "") -> tuple[str, ...]:
    """An alert on an invented person; another one each time, unless a name is given."""
    name = subject or f"Sami Invente {next(NAMES)}"
    return ("alert", "--code", "MISSING", "--subject", f"MISSING:{name}", *ALERT)


def issued(pair: Pair, *words: str) -> Json:
    """Tripoli looks for an invented person; Algiers has it."""
    told = pair.tripoli.released(*(words or missing()), *PLACED)
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
    two = (*missing(), "--thing", "PLATE:00000-000-00", *PLACED)
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


def test_a_second_alert_on_one_subject_is_refused_with_the_case_that_stands(
    pair: Pair, settled: Path
) -> None:
    first = issued(pair, *missing("Zohra Inventee"))
    answer = pair.tripoli.run(*missing("INVENTEE, Zohra"), *PLACED)
    refused(answer, "one-alert-per-subject")
    assert first["case"] in answer.err
    pair.tripoli.released("alert", "close", first["case"], *PLACED[2:])
    pair.exchange()
    issued(pair, *missing("Zohra Inventee"))


def test_who_cannot_execute_an_alert_says_so_and_both_sides_read_why(
    pair: Pair, settled: Path
) -> None:
    case = issued(pair)["case"]
    words = ("alert", "flag", case, "--code", "CAPACITY")
    pair.algiers.released(*words, by=("amel", "badr"))
    pair.exchange()
    for service in (pair.algiers, pair.tripoli):
        shown = " ".join(service.run("case", case).out.split())
        assert "It cannot be carried out there, on the ground its code says" in shown
    pair.algiers.released("alert", "activate", case, by=("amel", "badr"))
    pair.exchange()
    assert pair.tripoli.ask("case", case)["states"] == ["issued", "active"]


def test_a_hidden_alert_is_for_the_liaison_desk_until_it_is_shown_again(
    pair: Pair, settled: Path
) -> None:
    case = issued(pair)["case"]
    pair.tripoli.released("alert", "hide", case)
    pair.exchange()

    def tray(officer: str) -> list[str]:
        return [each["case"] for each in pair.algiers.ask("tray", "--officer", officer)["cases"]]

    opening = ("open", case, "--purpose", PURPOSE, "--officer")
    refused(pair.algiers.run(*opening, "farah"), "alert-hidden")
    assert pair.algiers.run(*opening, "badr").code == 0
    assert (case in tray("farah"), case in tray("badr")) == (False, True)
    assert "the liaison desk alone" in " ".join(pair.algiers.run("case", case).out.split())
    pair.tripoli.released("alert", "unhide", case)
    pair.exchange()
    assert pair.algiers.run(*opening, "farah").code == 0
    assert case in tray("farah")


def test_of_two_alerts_that_cannot_stand_the_second_is_answered_by_the_first(
    pair: Pair, settled: Path
) -> None:
    who = ("--subject", "WITNESS:Nadir Inventif", *ALERT, *PLACED[:2])
    first = pair.algiers.released("alert", "--code", "MISSING", *who)["case"]
    second = pair.tripoli.released("alert", "--code", "JUDICIAL_WHEREABOUTS", *who)["case"]
    pair.exchange()  # they crossed
    assert "another alert on this subject" in pair.algiers.run("tray", "--officer", "badr").out
    for case, said in ((second, "which goes first"), (first, "this one goes first")):
        assert said in " ".join(pair.algiers.run("case", case).out.split())
    activate = ("alert", "activate", second, "--officer", "amel")
    refused(pair.algiers.run(*activate), "alert-goes-first")
    pair.algiers.released("alert", "incompatible", second, by=("amel", "badr"))
    pair.tripoli.released("alert", "activate", first, by=("amel", "badr"))
    pair.exchange()
    entries = pair.tripoli.ask("case", second)["entries"]
    assert entries[-1]["about"] == [pair.tripoli.ask("case", first)["entries"][0]["entry"]]
    shown = " ".join(pair.tripoli.run("case", second).out.split())
    assert "Another alert on the subject goes first there" in shown


def test_two_alerts_that_may_stand_together_are_told_of_each_other(
    pair: Pair, settled: Path
) -> None:
    who = ("--subject", "MISSING:Warda Inventee", *ALERT, *PLACED[:2])
    pair.algiers.released("alert", "--code", "INFORMATION", *who)
    pair.exchange()
    ours = pair.tripoli.released("alert", "--code", "MISSING", *who)["case"]
    assert "stands beside it" in " ".join(pair.tripoli.run("case", ours).out.split())
