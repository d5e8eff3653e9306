"""Courses, sessions, nominations, certificates, lessons and meetings through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json

BY = ("ghita", "badr")
PLACED = ("--dossier", "training")
COURSE = (
    *("course", "--title", "Faux documents", "--aims", "Reconnaître un faux.", "--version", "1"),
    *("--assessment", "Une épreuve.", "--hours", "24", "--spoken", "fr", "--valid-months", "24"),
    *("--module", "M1:THEORY:18:Les encres", "--module", "M2:RIGHTS_MODULE:6:Droits"),
)
RIGHTS = ("--rights-module", "M2")


def last_entry(service: Service, case: str) -> str:
    """The last entry of a case, by its hash."""
    return str(service.ask("case", case)["entries"][-1]["entry"])


@pytest.fixture(autouse=True)
def _confirmed(pair: Pair) -> None:
    """Both nodes have confirmed each other's run, so that an act gets its place at once."""
    pair.exchange()


def published(pair: Pair) -> Json:
    """A course of Algiers and a session of it, with two seats for Tripoli, who has seen both."""
    course = pair.algiers.released(*COURSE, *RIGHTS, *PLACED, by=BY)
    session = pair.algiers.released(
        *("session", course["case"], "--first-day", "2030-02-14", "--last-day", "2030-02-18"),
        *("--place", "École inventée", "--spoken", "fr", "--due", "20d"),
        *("--seats", f"{ALGIERS}:8", "--seats", f"{TRIPOLI}:2", "--conditions", "Logé."),
        by=BY,
    )
    pair.exchange()
    return session


def test_a_course_without_its_rights_module_is_no_course(pair: Pair, settled: Path) -> None:
    refused(
        pair.algiers.run(*COURSE, "--rights-module", "M1", *PLACED, "--officer", "ghita"),
        "bad-body",
    )


def completed(pair: Pair) -> tuple[str, tuple[str, str]]:
    """The completion of a nominee of Tripoli in a session of Algiers, and the trainee's option."""
    session = published(pair)
    pair.tripoli.released("session", "take_seats", session["case"], "--count", "1", by=BY)
    sent = pair.tripoli.released(
        *("nomination", session["case"], "--code", "HOME_CLEARED", "--rank", "1"),
        *("--spoken", "fr", "--offer-until", "60d"),
        by=BY,
    )
    pair.exchange()
    case = sent["case"]
    pair.algiers.released("nomination", "admit", case, by=BY)
    pair.exchange()
    pair.tripoli.released("nomination", "confirm", case, by=BY)
    pair.exchange()
    entry = pair.algiers.ask("case", case)["entries"][0]["entry"]
    opened = ("open", entry, "--purpose", "PREVENT_TERRORISM", "--officer", "ghita")
    trainee = ("--pseudonym", pair.algiers.ask(*opened)["body"]["person"]["pseudonym"])
    pair.algiers.released(
        "nomination", "attend", case, *trainee, "--slot", "2030-02-14:MORNING", by=BY
    )
    results = ("--attended", "1000", "--assessed", "E1:PASSED")
    complete = ("nomination", "complete", case, "--code", "PASSED", *trainee, *results)
    refused(pair.algiers.run(*complete, "--officer", "ghita"), "bad-body")
    pair.algiers.released(*complete, "--rights-passed", by=BY)
    return last_entry(pair.algiers, case), trainee


def certified(pair: Pair, *said: str, since: str = "2030-02-18") -> Json:
    """The certificate that Algiers issues to that nominee, in the hands of both services."""
    entry, trainee = completed(pair)
    issue = (
        *("certificate", entry, *trainee, "--serial", "2030/1", "--title", "Faux documents"),
        *("--hours", "24", "--date", "2030-02-18", *(said or RIGHTS)),
        *("--valid-from", since, "--valid-until", "2035-02-18"),
    )
    certificate = pair.algiers.released(*issue, by=BY)
    pair.exchange()
    return certificate


def test_from_a_course_to_a_certificate(pair: Pair, settled: Path) -> None:
    certificate = certified(pair)
    pair.tripoli.released("certificate", "take", certificate["case"], by=BY)
    body = pair.tripoli.ask(
        "open",
        last_entry_of(pair.tripoli, certificate["case"], "issue"),
        "--purpose",
        "PREVENT_TERRORISM",
        "--officer",
        "amel",
    )["body"]
    assert body["issuer"] == ALGIERS
    assert len(body["session"]) == len(body["course"]) == 64


def last_entry_of(service: Service, case: str, move: str) -> str:
    """The last entry of a move in a case."""
    entries = service.ask("case", case)["entries"]
    return str([each["entry"] for each in entries if each["move"] == move][-1])


@pytest.mark.parametrize("module", ["M1:THEORY:18", "M1:THEORY:many:Encres", "M1:DANCE:1:Encres"])
def test_a_module_that_cannot_be_read_is_refused(pair: Pair, settled: Path, module: str) -> None:
    words = (*COURSE, "--module", module, *RIGHTS, *PLACED, "--officer", "ghita")
    refused(pair.algiers.run(*words), "bad-body")


def test_a_lesson_is_carried_from_observation_to_learned(pair: Pair, settled: Path) -> None:
    told = pair.algiers.released(
        *("lesson", "--title", "Avis tardifs", "--context", "De nuit.", *PLACED),
        *("--expected", "Un avis dans l'heure.", "--observed", "Un avis le lendemain."),
        by=BY,
    )
    case = told["case"]
    pair.algiers.released(
        "lesson",
        "identify",
        case,
        "--cause",
        "Une seule personne.",
        "--recommendation",
        "Deux personnes.",
        by=BY,
    )
    pair.exchange()
    pair.tripoli.released("lesson", "endorse", case, by=BY)
    pair.exchange()
    pair.algiers.released(
        "lesson",
        "assign",
        case,
        "--owner",
        "Bureau inventé",
        "--due",
        "30d",
        "--remedy",
        "Un second officier.",
        by=BY,
    )
    pair.algiers.released(
        "lesson",
        "validate",
        case,
        "--code",
        "CAPABILITY_CONFIRMED",
        "--finding",
        "Tous à l'heure.",
        "--method",
        "Essai.",
        by=BY,
    )
    pair.exchange()
    pair.tripoli.released("lesson", "confirm", case, by=BY)
    pair.exchange()
    pair.algiers.released("lesson", "conclude", case, by=BY)
    pair.exchange()
    assert pair.tripoli.ask("case", case)["states"] == ["learned", "confirmed"]


def test_who_comes_to_a_meeting_has_seen_its_last_agenda(pair: Pair, settled: Path) -> None:
    call = (
        *("--title", "Suites", "--level", "TECHNICAL", "--place", "Bureau inventé"),
        *("--agenda", "Avis tardifs", "--agenda", "Cours"),
    )
    told = pair.algiers.released("meeting", *call, "--due", "20d", *PLACED)
    pair.algiers.released("meeting", "change", told["case"], *call, "--due", "25d")
    pair.exchange()
    came = pair.tripoli.released(
        *("meeting", "come", told["case"], "--delegation", f"{TRIPOLI}:Chef de bureau;Interprète"),
        by=("badr", "elias"),
    )
    entries = pair.tripoli.ask("case", came["case"])["entries"]
    assert entries[-1]["about"] == [entries[1]["entry"]]


def test_no_exercise_is_announced_between_two_real_services(pair: Pair, settled: Path) -> None:
    words = ("exercise", "--number", "001", "--scenario", "Un convoi inventé se perd.", *PLACED)
    kept = ("--starts", "2030-02-14T08:00:00Z", "--due", "20d", "--retain-days", "20")
    refused(pair.algiers.run(*words, *kept, "--officer", "amel"), "exercise-mix")


def test_a_training_coordinator_reads_what_is_about_training_and_no_report(
    pair: Pair, settled: Path
) -> None:
    text = settled / "item.txt"
    text.write_text("Un convoi inventé.", encoding="utf-8")
    item = pair.tripoli.released("report", str(text), "--dossier", "borders")
    pair.exchange()
    words = ("open", item["case"], "--purpose", "PREVENT_TERRORISM", "--officer", "ghita")
    refused(pair.algiers.run(*words), "role-lacking")
