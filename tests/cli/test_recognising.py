"""``wasl recognise`` and ``wasl derecognise`` through the command."""

from pathlib import Path

import pytest

from tests.cli.meeting import root_files
from tests.cli.pair import Pair, Service, report_file
from tests.world import ALGIERS, ARRANGEMENT_ID, TRIPOLI
from wasl.cli.main import REFUSED

CUSTODY = ("chadia", "driss")
DECIDED = ("--decided-by", "the head of the service")


def _standing(service: Service) -> tuple[str, str]:
    (told,) = service.ask("recognise", "--list")
    return told["ours"], told["theirs"]


def test_both_sides_see_how_both_stand(linked: Pair) -> None:
    assert _standing(linked.algiers) == ("recognised", "recognised")
    assert _standing(linked.tripoli) == ("recognised", "recognised")


def test_how_both_stand_is_told_in_arabic(linked: Pair) -> None:
    told = linked.algiers.run("recognise", "--list", lang="ar").out
    assert "نحن: معترف به" in told
    assert "we:" not in told


def test_recognition_is_released_by_another_than_its_custodian(met: Pair, settled: Path) -> None:
    drafted = met.algiers.ask(
        "recognise", TRIPOLI, "--arrangement", ARRANGEMENT_ID, "--until", "2030-01-01", *DECIDED,
        *root_files(settled, ALGIERS), "--officer", "chadia",
    )  # fmt: skip
    answer = met.algiers.run("release", drafted["draft"], "--officer", "chadia", "--yes")
    assert answer.code == REFUSED
    assert "same-officer" in answer.err


def test_only_a_custodian_drafts_it(met: Pair, settled: Path) -> None:
    answer = met.algiers.run(
        "recognise", TRIPOLI, "--arrangement", ARRANGEMENT_ID, "--until", "2030-01-01", *DECIDED,
        *root_files(settled, ALGIERS), "--officer", "amel",
    )  # fmt: skip
    assert answer.code == REFUSED
    assert "role-lacking" in answer.err


def test_one_root_of_two_recognises_nobody(linked: Pair, settled: Path) -> None:
    drafted = linked.algiers.ask(
        "derecognise", TRIPOLI, *DECIDED, *root_files(settled, ALGIERS, 1), "--officer", "chadia"
    )
    answer = linked.algiers.run("release", drafted["draft"], "--officer", "driss", "--yes")
    assert answer.code == REFUSED
    assert "too-few-roots" in answer.err
    assert _standing(linked.algiers)[0] == "recognised"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (("--until", "tomorrow"), "bad-date"),
        (("--arrangement", "nowhere"), "unreadable-file"),
        (("--decided-by", ""), "bad-flag"),
        (("--device", "nowhere"), "unreadable-file"),
    ],
)
def test_what_a_recognition_must_say_is_asked_for_by_name(
    met: Pair, settled: Path, changes: tuple[str, ...], rule: str
) -> None:
    answer = met.algiers.run(
        "recognise", TRIPOLI, "--arrangement", ARRANGEMENT_ID, "--until", "2030-01-01", *DECIDED,
        *root_files(settled, ALGIERS), "--officer", "chadia", *changes,
    )  # fmt: skip
    assert answer.code == REFUSED
    assert rule in answer.err


def test_a_service_never_met_is_not_recognised(met: Pair, settled: Path) -> None:
    answer = met.algiers.run(
        "recognise", "liaison.tn.example", "--arrangement", ARRANGEMENT_ID, "--until",
        "2030-01-01", *DECIDED, *root_files(settled, ALGIERS), "--officer", "chadia",
    )  # fmt: skip
    assert answer.code == REFUSED
    assert "no-such-partner" in answer.err


def test_a_suspension_needs_no_root_and_is_lifted_with_roots(linked: Pair, settled: Path) -> None:
    words = ("recognise", TRIPOLI, "--move", "suspend", "--reason", "une question ouverte")
    linked.algiers.released(*words, by=CUSTODY)
    assert _standing(linked.algiers)[0] == "suspended"
    linked.algiers.released(
        "recognise", TRIPOLI, "--move", "restore", *DECIDED, *root_files(settled, ALGIERS),
        by=CUSTODY,
    )  # fmt: skip
    assert _standing(linked.algiers)[0] == "recognised"


def test_their_word_about_us_is_noted(linked: Pair) -> None:
    linked.tripoli.released("recognise", ALGIERS, "--move", "note", by=CUSTODY)
    linked.exchange()
    told = linked.algiers.ask("case", linked.algiers.ask("recognise", "--list")[0]["case"])
    assert told["states"] == ["recognised", "noted"]


def test_what_they_hold_is_listed_before_recognition_is_withdrawn(
    pair: Pair, services: Path, settled: Path
) -> None:
    words = ("report", report_file(settled), "--dossier", "terrorism", "--handling", "H1")
    case = pair.algiers.released(*words)["case"]
    pair.exchange()
    # Another's root keys: enough to draft, never to release.
    (settled / "roots").symlink_to(services / "roots")
    told = pair.algiers.run(
        "derecognise", TRIPOLI, *DECIDED, *root_files(settled, ALGIERS), "--officer", "chadia",
        lang="fr",
    )  # fmt: skip
    assert "Ils détiennent de nous :" in told.out.replace("\u202f", " ").replace("\xa0", " ")
    assert case in told.out
    assert "sera rappelé" in told.out


def test_a_withdrawal_is_final_without_a_new_meeting(linked: Pair, settled: Path) -> None:
    linked.algiers.released(
        "derecognise", TRIPOLI, *DECIDED, *root_files(settled, ALGIERS), by=CUSTODY
    )
    linked.exchange()
    assert _standing(linked.tripoli) == ("recognised", "withdrawn")
    drafted = linked.algiers.ask(
        "recognise", TRIPOLI, "--move", "restore", *DECIDED, *root_files(settled, ALGIERS),
        "--officer", "chadia",
    )  # fmt: skip
    answer = linked.algiers.run("release", drafted["draft"], "--officer", "driss", "--yes")
    assert "move-not-allowed" in answer.err
