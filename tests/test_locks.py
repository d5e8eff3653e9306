"""What is installed is what was locked: every pin hashed, none tied to a place, none forgotten."""

import re
import tomllib

import pytest

from tests.tree import ROOT

REQUIREMENTS = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)")


def _asked(name: str) -> list[str]:
    """The lines of an ``.in`` file that ask for something."""
    lines = (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _pins(name: str) -> dict[str, str]:
    """Package and the whole block that locks it (version, markers, hashes)."""
    text = (REQUIREMENTS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = ((PIN.match(line), line) for line in text.splitlines() if line.strip())
    return {match.group(1): line for match, line in found if match}


def _package(asked: str) -> str:
    """The package a requirement names, without its bounds."""
    return re.split(r"[<>=!~\[; ]", asked, maxsplit=1)[0]


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_line_of_a_lock_is_a_pin_with_a_hash(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert [line for line in lines if not PIN.match(line) or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["run.in", "run.txt", "dev.in", "dev.txt"])
def test_no_line_names_a_place_to_fetch_from(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    assert re.findall(r"://|--[a-z-]*index|--find-links|--trusted-host| @ ", text) == []


@pytest.mark.parametrize(("asked", "lock"), [("run.in", "run.txt"), ("dev.in", "dev.txt")])
def test_everything_asked_for_is_locked(asked: str, lock: str) -> None:
    assert {_package(line) for line in _asked(asked)} <= set(_pins(lock))


def test_the_checks_run_on_the_pins_a_node_runs_on() -> None:
    assert _pins("run.txt").items() <= _pins("dev.txt").items()


def test_the_package_asks_for_what_is_locked_for_a_node() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        settings = tomllib.load(stream)
    assert settings["project"]["dependencies"] == _asked("run.in")


def test_the_build_backend_is_locked() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        settings = tomllib.load(stream)
    assert set(settings["build-system"]["requires"]) <= set(_pins("dev.txt"))
