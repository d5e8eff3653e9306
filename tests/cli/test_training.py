"""Courses, sessions, nominations, certificates, lessons and meetings through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json

BY = ("ghita", "badr")
VETTING, SECOND_TRAINER = "karim", "jamila"
PLACED = ("--dossier", "training")
CLEARED = "2030-03-01"
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


def nominated(pair: Pair, session: Json, rank: int = 1, until: str = CLEARED) -> str:
    """A nominee of Tripoli, of whom Algiers has heard; the case."""
    words = ("nomination", session["case"], "--code", "HOME_CLEARED", "--rank", str(rank))
    dated = ("--spoken", "fr", "--offer-until", until)
    sent = pair.tripoli.released(*words, *dated, by=BY, heard=VETTING)
    pair.exchange()
    return str(sent["case"])


def completed(pair: Pair) -> tuple[str, tuple[str, str]]:
    """The completion of a nominee of Tripoli in a session of Algiers, and the trainee's option."""
    session = published(pair)
    pair.tripoli.released("session", "take_seats", session["case"], "--count", "1", by=BY)
    case = nominated(pair, session)
    pair.algiers.released("nomination", "admit", case, by=BY, heard=VETTING)
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
    found = (
        "--code",
        "CAPABILITY_CONFIRMED",
        "--finding",
        "Tous à l'heure.",
        "--method",
        "Essai.",
    )
    refused(
        pair.algiers.run("lesson", "validate", case, *found, "--officer", BY[0]), "not-independent"
    )
    pair.algiers.released(
        "lesson",
        "validate",
        case,
        *found,
        by=(SECOND_TRAINER, "badr"),
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


# --------------------------------------------------------------------------- seats and vetting


def published_for(pair: Pair, *more: str) -> Json:
    """A session with one seat for Tripoli, who has seen it."""
    course = pair.algiers.released(*COURSE, *RIGHTS, *PLACED, by=BY)
    session = pair.algiers.released("session", course["case"], *session_words(1), *more, by=BY)
    pair.exchange()
    return session


def session_words(seats: int) -> tuple[str, ...]:
    """When and where the session is, and so many seats for Tripoli."""
    return (
        *("--first-day", "2030-02-14", "--last-day", "2030-02-18", "--place", "École inventée"),
        *("--spoken", "fr", "--due", "20d", "--seats", f"{TRIPOLI}:{seats}"),
    )


def test_nobody_is_nominated_or_admitted_without_the_word_of_a_vetting_officer(
    pair: Pair, settled: Path
) -> None:
    session = published_for(pair)
    words = ("nomination", session["case"], "--code", "HOME_CLEARED", "--rank", "1")
    dated = ("--spoken", "fr", "--offer-until", "60d", "--officer", BY[0])
    (draft,) = pair.tripoli.ask(*words, *dated)["drafts"]
    release = ("release", draft["draft"], "--officer", BY[1], "--yes")
    refused(pair.tripoli.run(*release), "word-lacking")
    case = nominated(pair, session)
    (draft,) = pair.algiers.ask("nomination", "admit", case, "--officer", BY[0])["drafts"]
    release = ("release", draft["draft"], "--officer", BY[1], "--yes")
    refused(pair.algiers.run(*release), "word-lacking")


def test_a_vetting_officer_reads_nominations_and_no_lesson(pair: Pair, settled: Path) -> None:
    case = nominated(pair, published_for(pair))
    words = ("--purpose", "PREVENT_TERRORISM", "--officer", VETTING)
    assert pair.algiers.ask("open", case, *words)["body"]["rank"] == 1
    text = ("--title", "T", "--context", "C", "--expected", "E", "--observed", "O", *PLACED)
    lesson = pair.tripoli.released("lesson", *text, by=BY)
    pair.exchange()
    refused(pair.algiers.run("open", lesson["case"], *words), "role-lacking")


def test_no_more_are_admitted_than_have_a_seat(pair: Pair, settled: Path) -> None:
    session = published_for(pair)
    first, second = (nominated(pair, session, rank) for rank in (1, 2))
    pair.algiers.released("nomination", "admit", first, by=BY, heard=VETTING)
    admit = ("nomination", "admit", second)
    refused(pair.algiers.run(*admit, "--officer", BY[0]), "no-seat-left")
    pair.exchange()
    pair.tripoli.released("nomination", "withdraw", first, by=BY)
    pair.exchange()
    pair.algiers.released(*admit, by=BY, heard=VETTING)


def test_two_admissions_drafted_at_once_are_counted_at_their_release(
    pair: Pair, settled: Path
) -> None:
    session = published_for(pair)
    drafts = []
    for case in [nominated(pair, session, rank) for rank in (1, 2)]:
        (draft,) = pair.algiers.ask("nomination", "admit", case, "--officer", BY[0])["drafts"]
        pair.algiers.ask("release", "vouch", draft["draft"], "--officer", VETTING, "--yes")
        drafts.append(("release", draft["draft"], "--officer", BY[1], "--yes"))
    pair.algiers.ask(*drafts[0])
    refused(pair.algiers.run(*drafts[1]), "no-seat-left")


def test_the_reserve_seats_whom_the_host_lets_in_beyond(pair: Pair, settled: Path) -> None:
    session = published_for(pair, "--reserve", "1")
    cases = [nominated(pair, session, rank) for rank in (1, 2, 3)]
    for case in cases[:2]:
        pair.algiers.released("nomination", "admit", case, by=BY, heard=VETTING)
    third = ("nomination", "admit", cases[2], "--officer", BY[0])
    refused(pair.algiers.run(*third), "no-seat-left")


def test_no_more_seats_are_taken_or_given_back_than_there_are(pair: Pair, settled: Path) -> None:
    session = published_for(pair)
    take = ("session", "take_seats", session["case"], "--count")
    refused(pair.tripoli.run(*take, "2", "--officer", BY[0]), "no-seat-left")
    pair.tripoli.released(*take, "1", by=BY)
    pair.tripoli.released("session", "release_seats", session["case"], "--count", "1", by=BY)
    refused(pair.tripoli.run(*take, "1", "--officer", BY[0]), "no-seat-left")
    pair.exchange()
    pair.algiers.released("session", "change", session["case"], *session_words(3), by=BY)
    pair.exchange()
    pair.tripoli.released(*take, "3", by=BY)


def test_a_session_is_not_made_smaller_than_those_it_admitted(pair: Pair, settled: Path) -> None:
    session = published_for(pair, "--reserve", "1")
    for rank in (1, 2):
        case = nominated(pair, session, rank)
        pair.algiers.released("nomination", "admit", case, by=BY, heard=VETTING)
    change = ("session", "change", session["case"], *session_words(1), "--officer", BY[0])
    refused(pair.algiers.run(*change), "no-seat-left")


def test_nobody_is_admitted_whose_vetting_ends_before_the_session(
    pair: Pair, settled: Path
) -> None:
    case = nominated(pair, published_for(pair), until="2030-02-17")
    admit = ("nomination", "admit", case, "--officer", BY[0])
    refused(pair.algiers.run(*admit), "vetting-expired")
