"""An overseer at a node of its own: introduced, named by the text, and answered; no content.

Three real nodes, each with its home, store, door and keys; every step is the command.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.meeting import compare, meet, recognise, root_files, staff_service
from tests.cli.pair import Pair, Service, exchange_between, report_file, serving
from tests.cli.test_acting import refused
from tests.tree import ROOT
from tests.world import ALGIERS, ARRANGEMENT_ID, OVERSIGHT, TRIPOLI
from wasl.core.arrangement import link_id
from wasl.core.canonical import Json
from wasl.node.office import producing

CUSTODY, ANSWERED = ("chadia", "driss"), ("elias", "driss")
ALONE = ("--officer", "hakim")
PLACED = ("--dossier", "borders", "--purpose", "PROTECT_BORDERS")
OURS = link_id(ARRANGEMENT_ID, ALGIERS, TRIPOLI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseen:
    """Two services under a text that names an overseer, and that overseer's node."""

    pair: Pair
    overseer: Service

    def alone(self, *words: str) -> str:
        """The overseer acts, without a second officer; the case."""
        drafted = self.overseer.ask(*words, *ALONE)["drafts"][-1]
        assert drafted["released"]["state"] == "released"
        self.exchange()
        return str(drafted["released"]["case"])

    def answered(self, *words: str) -> None:
        """Algiers answers, by its data-protection officer and its head."""
        self.pair.algiers.released(*words, by=ANSWERED)
        self.exchange()

    def exchange(self) -> None:
        """The link between Algiers and the overseer comes to rest."""
        exchange_between(self.pair.algiers, self.overseer)

    def states(self, case: str) -> Json:
        """The case, as both tell it."""
        told = [each.ask("case", case)["states"] for each in (self.pair.algiers, self.overseer)]
        assert told[0] == told[1]
        return told[0]


@pytest.fixture(name="overseen")
def _overseen(
    linked: Pair, settled: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Overseen]:
    """The text in force between the services names the overseer, who has met Algiers."""
    home = settled / "Controle"
    staff_service(settled, home, OVERSIGHT)
    overseer = Service(name=OVERSIGHT, home=home, capture=capsys)
    algiers = linked.algiers
    with serving(linked, overseer):
        for node, other, at in ((OVERSIGHT, ALGIERS, home), (ALGIERS, OVERSIGHT, algiers.home)):
            meet(settled, at, node, other)
        for other, at in ((ALGIERS, home), (OVERSIGHT, algiers.home)):
            compare(settled, at, other)
        for node, other, at in ((OVERSIGHT, ALGIERS, home), (ALGIERS, OVERSIGHT, algiers.home)):
            recognise(settled, at, node, other)
        exchange_between(algiers, overseer)
        _agree(linked, settled, overseer)
        yield Overseen(pair=linked, overseer=overseer)


def _agree(pair: Pair, folder: Path, overseer: Service) -> None:
    """One text, proposed to the partner and to the overseer it names, in force with both."""
    shutil.copytree(ROOT / "docs" / "examples", folder / "form")
    form, text = folder / "form" / "arrangement.toml", str(folder / "form" / "agreed")
    written = form.read_text(encoding="utf-8")
    form.write_text(written.replace("overseers = []", f'overseers = ["{OVERSIGHT}"]'))
    words = ("arrangement", "draft", str(form), "--with", TRIPOLI, "--out", text)
    assert pair.algiers.run(*words, "--id", ARRANGEMENT_ID).code == 0
    drafted = pair.algiers.ask("arrangement", "propose", text, "--officer", CUSTODY[0])
    for draft in drafted["drafts"]:
        pair.algiers.ask("release", draft["draft"], "--officer", CUSTODY[1], "--yes")
    for other in (pair.tripoli, overseer):
        exchange_between(pair.algiers, other)
        case = other.ask("arrangement", "show")[0]["case"]
        roots = root_files(folder, other.name)
        other.released("arrangement", "sign", case, *roots, by=CUSTODY)
        exchange_between(pair.algiers, other)
        roots = root_files(folder, ALGIERS)
        pair.algiers.released("arrangement", "conclude", case, *roots, by=CUSTODY)
        exchange_between(pair.algiers, other)
    assert all(each["in_force"] for each in pair.algiers.ask("arrangement", "show"))


def _produced(overseen: Overseen, folder: Path, *stretch: str) -> tuple[str, Json]:
    """A demand for our log with Tripoli, answered; the case and the extract's header."""
    case = overseen.alone("demand", "--link", OURS, *stretch)
    overseen.answered("demand", "produce", case)
    item = f"{case}/2"
    out = folder / "extracts" / case
    words = ("open", item, *ALONE, "--purpose", "OVERSIGHT", "--save-files", str(out))
    opened = overseen.overseer.ask(*words)
    (file,) = out.iterdir()
    assert overseen.overseer.run("verify", str(file)).code == 0
    alone = [sys.executable, str(ROOT / "tools" / "verify_extract.py"), str(file)]
    assert subprocess.run(alone, check=False, capture_output=True).returncode == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert opened["body"]["counts"]["entries"] == sum('{"body"' in line for line in lines)
    assert not any('"content"' in line for line in lines)
    return case, opened["body"]


def test_a_demand_is_met_by_the_real_extract_and_verified(
    overseen: Overseen, settled: Path
) -> None:
    pair = overseen.pair
    pair.algiers.released("report", report_file(settled), *PLACED)
    pair.exchange()
    case, whole = _produced(overseen, settled, "--from-size", "0")
    size = pair.algiers.ask("log", "verify")[0]["size"]
    assert (whole["from_size"], whole["to_size"]) == (0, size)
    overseen.alone("demand", "verify", case)
    assert overseen.states(case) == ["verified", "produced"]


def test_a_stretch_is_shown_alone_and_proven_all_the_same(
    overseen: Overseen, settled: Path
) -> None:
    pair = overseen.pair
    for _ in range(3):
        pair.algiers.released("report", report_file(settled), *PLACED)
        pair.exchange()
    _, by_size = _produced(overseen, settled, "--from-size", "2", "--to-size", "4")
    assert by_size["from_size"] == 2
    assert by_size["to_size"] >= 4
    _, by_day = _produced(overseen, settled, "--from-day", "2020-01-01", "--to-day", "2020-02-01")
    assert by_day["counts"]["entries"] == 0


def test_a_log_that_is_not_held_is_not_produced(overseen: Overseen) -> None:
    case = overseen.alone("demand", "--link", "cd" * 16, "--from-size", "0")
    words = ("demand", "produce", case, "--officer", ANSWERED[0])
    refused(overseen.pair.algiers.run(*words), "wrong-link")
    overseen.alone("demand", "close", case)
    assert overseen.states(case) == ["not_produced", "none"]


def test_what_is_too_large_for_one_answer_is_demanded_in_stretches(
    overseen: Overseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = overseen.alone("demand", "--link", OURS, "--from-size", "0")
    monkeypatch.setattr(producing, "EXTRACT_LIMIT_BYTES", 10_000)
    words = ("demand", "produce", case, "--officer", ANSWERED[0])
    refused(overseen.pair.algiers.run(*words), "too-large")


def test_a_gap_that_was_found_is_told(overseen: Overseen, settled: Path) -> None:
    case, _ = _produced(overseen, settled, "--from-size", "0")
    overseen.alone("demand", "find_gap", case, "--gap", "2-3")
    assert overseen.states(case) == ["gap_found", "produced"]


def test_an_overseer_asks_about_what_it_was_shown_and_finds(
    overseen: Overseen, settled: Path
) -> None:
    shown, _ = _produced(overseen, settled, "--from-size", "0")
    case = overseen.alone("question", f"{shown}/2", "--question", "Pourquoi si tard ?")
    overseen.answered("question", "answer", case, "--answer", "Une panne.")
    overseen.alone("question", "accept", case)
    assert overseen.states(case) == ["satisfied", "answered"]
    found = overseen.alone("finding", "--fr", "Trop tard.", "--recommendation", "Plus tôt.")
    overseen.answered("finding", "accept", found)
    overseen.answered("finding", "contest", found, "--reason", "La ligne était coupée.")
    overseen.alone("finding", "close", found)
    assert overseen.states(found) == ["closed", "contested"]
    again = overseen.alone("finding", "--fr", "Encore.", "--recommendation", "Plus tôt.")
    overseen.answered("finding", "accept", again)
    overseen.answered("finding", "remedy", again, "--fr", "Fait.")
    assert overseen.states(again) == ["found", "remedied"]


def test_no_content_goes_to_an_overseer(overseen: Overseen, settled: Path) -> None:
    algiers = overseen.pair.algiers
    words = ("report", report_file(settled), *PLACED, "--officer", "amel")
    refused(algiers.run(*words, "--to", OVERSIGHT), "bad-audience")
    both = ("--to", TRIPOLI, "--to", OVERSIGHT)
    refused(algiers.run(*words, *both), "bad-audience")


def test_a_service_is_no_overseer_of_another(overseen: Overseen) -> None:
    words = ("demand", "--link", OURS, "--from-size", "0", "--to", TRIPOLI, *ALONE)
    refused(overseen.pair.algiers.run(*words), "outside-arrangement")
    away = ("demand", "--link", OURS, "--from-size", "0", "--to", OVERSIGHT, *ALONE)
    refused(overseen.pair.algiers.run(*away), "outside-arrangement")
