"""``wasl serve`` as a process: it listens, calls its partners, answers the verbs, and stops."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Pair, Service
from tests.tree import SOURCE
from tests.world import ALGIERS, TRIPOLI
from wasl.cli.main import REFUSED

MEMORY_LIMIT_KIB = 150 * 1_024


@pytest.fixture(name="environment")
def _environment(settled: Path) -> dict[str, str]:
    """What a process of the command needs of its surroundings."""
    secret = str(settled / "passphrase")
    return {
        "LANG": "fr_DZ.UTF-8",
        "PATH": os.defpath,
        "PYTHONPATH": str(SOURCE.parent),
        "WASL_DEVICE_PASSPHRASE_FILE": secret,
        "WASL_KDF_MEMORY_KIB": "8192",
        "WASL_PASSPHRASE_FILE": secret,
    }


@contextmanager
def serving(
    service: Service, environment: dict[str, str], listen: str = "127.0.0.1:0"
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The node in a process of its own, once it says where it listens."""
    words = ["--home", str(service.home), "--lang", "en", "serve", "--listen", listen]
    with subprocess.Popen(
        [sys.executable, "-m", "wasl", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        place = process.stdout.readline()
        try:
            yield process, place.rpartition(" ")[2].strip()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def test_a_node_says_where_it_listens_and_stops_when_it_is_told(
    alone: Pair, environment: dict[str, str]
) -> None:
    with serving(alone.algiers, environment) as (process, place):
        assert place.startswith("https://127.0.0.1:")
    assert process.returncode == 0
    assert not (alone.algiers.home / "wasl.sock").exists()


def test_the_desk_is_opened_by_the_link_that_serve_prints(
    alone: Pair, environment: dict[str, str]
) -> None:
    with serving(alone.algiers, environment) as (process, _):
        assert process.stdout is not None
        line = next(line for line in process.stdout if "/enter/" in line)
        place, _slash, word = line.rpartition(" ")[2].strip().partition("/enter/")
        port = int(place.rpartition(":")[2])
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", f"/enter/{word}", headers={"host": f"localhost:{port}"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"Who are you?" in answer.read()
        connection.close()


def test_the_desk_is_shown_to_no_other_machine(alone: Pair) -> None:
    answer = alone.algiers.run("serve", "--listen", "127.0.0.1:0", "--web", "0.0.0.0:0")
    assert answer.code == 1
    assert "not-loopback" in answer.err


def test_without_a_desk_there_is_no_link(alone: Pair) -> None:
    answer = alone.algiers.run("officer", "link")
    assert answer.code == 1
    assert "no-desk" in answer.err


def test_the_verbs_reach_the_node_that_runs(alone: Pair, environment: dict[str, str]) -> None:
    with serving(alone.algiers, environment):
        assert alone.algiers.ask("key", "show")["node"] == ALGIERS


def test_an_idle_node_takes_little_memory(alone: Pair, environment: dict[str, str]) -> None:
    with serving(alone.algiers, environment) as (process, _):
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    held = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    assert int(held.split()[1]) <= MEMORY_LIMIT_KIB


def test_a_second_node_is_not_started_on_one_store(
    alone: Pair, environment: dict[str, str]
) -> None:
    with serving(alone.algiers, environment):
        answer = said(["--home", str(alone.algiers.home), "serve", "--listen", "127.0.0.1:0"])
    assert answer.code == REFUSED
    assert "second-process" in answer.err


def test_two_nodes_exchange_over_the_line_by_themselves(
    resting: Pair, environment: dict[str, str]
) -> None:
    """The partner's address is given while both run; what is released then travels."""
    with (
        serving(resting.algiers, environment),
        serving(resting.tripoli, environment) as (_, tripoli),
    ):
        resting.algiers.ask("partner", "url", TRIPOLI, tripoli)
        resting.algiers.ask("sync", TRIPOLI)
        words = ("recognise", TRIPOLI, "--move", "suspend")
        resting.algiers.released(*words, by=("chadia", "driss"))
        resting.algiers.ask("sync", TRIPOLI)
        (told,) = resting.tripoli.ask("recognise", "--list")
    assert told["theirs"] == "suspended"


@pytest.mark.parametrize("listen", ["8443", "localhost", "127.0.0.1:99999", "a b:1", ":1"])
def test_a_place_to_listen_is_an_address_and_a_port(alone: Pair, listen: str) -> None:
    answer = said(["--home", str(alone.algiers.home), "serve", "--listen", listen])
    assert answer.code == REFUSED
    assert "bad-listen" in answer.err


def test_a_port_that_another_holds_is_tried_again_later(alone: Pair) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        place = f"127.0.0.1:{held.getsockname()[1]}"
        answer = said(["--home", str(alone.algiers.home), "serve", "--listen", place])
    assert answer.code == 75
    assert "no-port" in answer.err
