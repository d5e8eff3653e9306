"""Without a server and without a line: each verb is the node for its duration, sticks travel."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service, report_file, serving
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json

KILLS = 6


@pytest.fixture
def rested(resting: Pair) -> Pair:
    """At rest after a day on the line; now nothing runs, and no line is there."""
    with serving(resting, resting.algiers, resting.tripoli):
        resting.exchange()
    resting.algiers.running = resting.tripoli.running = None
    return resting


def reported(service: Service, folder: Path, title: str = "Saisie") -> Json:
    """A report drafted by one verb and released by another; what the release answered."""
    words = ("report", report_file(folder, f"{title}\n\nTexte inventé.\n"))
    return service.released(*words, "--dossier", "terrorism")


def carried(one: Service, other: Service, folder: Path) -> Json:
    """A bundle written by a verb of one side, taken in by a verb of the other."""
    file = one.ask("bundle", "out", other.name, "--to", str(folder))["file"]
    answer = other.run("bundle", "in", file, "--json")
    assert answer.code == 0, answer.out + answer.err
    return answer.value


def test_acts_of_verbs_alone_travel_by_stick_and_their_receipt_comes_back(
    rested: Pair, settled: Path
) -> None:
    case = ""
    for turn in range(3):
        case = reported(rested.algiers, settled, f"Saisie {turn}")["case"]
        there = carried(rested.algiers, rested.tripoli, settled)
        assert (there["report"]["entries"], there["report"]["refused"]) == (1, [])
        back = carried(rested.tripoli, rested.algiers, settled)
        assert back["report"]["receipts"] == 1
    assert "received" in rested.algiers.ask("case", case)["entries"][0]["carriage"]


def test_a_stick_that_is_lost_is_made_good_by_the_next_one(rested: Pair, settled: Path) -> None:
    for turn in range(3):
        reported(rested.algiers, settled, f"Saisie {turn}")
        rested.algiers.ask("bundle", "out", TRIPOLI, "--to", str(settled))
    there = carried(rested.algiers, rested.tripoli, settled)
    assert (there["report"]["entries"], there["report"]["refused"]) == (3, [])


def test_a_bundle_signed_alone_asks_for_no_confirm(rested: Pair, settled: Path) -> None:
    reported(rested.algiers, settled)
    answer = rested.algiers.run("bundle", "out", TRIPOLI, "--to", str(settled))
    assert "has not confirmed this run" not in answer.out


def test_without_the_guard_file_a_bundle_asks_for_a_confirm(rested: Pair, settled: Path) -> None:
    (rested.algiers.home / "wasl.guard").unlink()
    reported(rested.algiers, settled)
    answer = rested.algiers.run("bundle", "out", TRIPOLI, "--to", str(settled))
    assert "has not confirmed this run" in answer.out
    assert "1 released act waits" in answer.out


def test_a_store_that_was_set_back_signs_nothing_alone(rested: Pair, settled: Path) -> None:
    kept = {path.name: path.read_bytes() for path in rested.algiers.home.glob("wasl.db*")}
    reported(rested.algiers, settled)
    carried(rested.algiers, rested.tripoli, settled)
    for path in rested.algiers.home.glob("wasl.db*"):
        path.unlink()
    for name, content in kept.items():
        (rested.algiers.home / name).write_bytes(content)
        (rested.algiers.home / name).chmod(0o600)
    reported(rested.algiers, settled, "Après")
    answer = rested.algiers.run("bundle", "out", TRIPOLI, "--to", str(settled))
    assert "has not confirmed this run" in answer.out


def test_a_restored_node_has_no_guard_and_signs_nothing_alone(
    rested: Pair, settled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = settled / "copy"
    rested.algiers.ask("backup", str(copy))
    again = Service(name=ALGIERS, home=settled / "again", capture=capsys)
    words = ("--key", f"{copy}.key", "--keyfile", str(rested.algiers.home / "node.key"))
    assert again.run("restore", str(copy), *words).code == 0
    answer = again.run("bundle", "out", TRIPOLI, "--to", str(settled))
    assert (answer.code, "has not confirmed this run" in answer.out) == (0, True)


def test_a_guard_others_may_write_keeps_the_node_shut(rested: Pair) -> None:
    (rested.algiers.home / "wasl.guard").chmod(0o666)
    refused(rested.algiers.run("tray", "--officer", "badr"), "unsafe-mode")


def test_verbs_killed_at_work_lose_and_double_nothing(rested: Pair, settled: Path) -> None:
    kills = 0
    for turn in range(KILLS):
        reported(rested.algiers, settled, f"Saisie {turn}")
        # Around the commit, the guard file, the bundle: each kill a little later than the last.
        kills += killed(rested.algiers, settled, after_seconds=turn * 0.004)
    there = carried(rested.algiers, rested.tripoli, settled)
    assert (there["report"]["refused"], there["states"][0]["missing"]) == ([], [])
    assert there["report"]["entries"] == KILLS
    back = carried(rested.tripoli, rested.algiers, settled)
    assert back["states"][0]["countersigned"] == back["states"][0]["size"]
    assert kills > 0


def killed(service: Service, folder: Path, *, after_seconds: float) -> bool:
    """Whether the verb that writes a bundle was still at work when SIGKILL came.

    It comes so long after the first write to the store or its guard.
    """
    words = ("bundle", "out", TRIPOLI, "--to", str(folder))
    command = [sys.executable, "-m", "wasl", "--home", str(service.home), *words]
    before = written(service)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as verb:
        while verb.poll() is None and written(service) == before:
            time.sleep(0.001)
        time.sleep(after_seconds)
        working = verb.poll() is None
        verb.send_signal(signal.SIGKILL)
    return working


def written(service: Service) -> list[tuple[str, int]]:
    """When the files of a home were last written."""
    paths = [*service.home.glob("wasl.db-wal"), *service.home.glob("wasl.guard")]
    return sorted((path.name, path.stat().st_mtime_ns) for path in paths if path.exists())
