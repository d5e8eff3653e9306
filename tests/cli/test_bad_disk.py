"""What a node does when it cannot: the wrong passphrase, a second process, a full disk."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.damage import ACTING, kept, refused
from tests.cli.pair import PASSPHRASE, Pair, Service, report_file
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json
from wasl.store.folder import FLOOR_BYTES, RESERVE, free_bytes
from wasl.wiring import running_at


@pytest.fixture
def desk(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder an officer works in."""
    monkeypatch.chdir(settled)
    return settled


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"another one", "wrong-passphrase"),
        (b"", "wrong-passphrase"),
        (b"\xff\xfe", "wrong-encoding"),
    ],
)
def test_a_wrong_passphrase_opens_nothing(
    content: bytes, rule: str, resting: Pair, settled: Path
) -> None:
    (settled / "passphrase").write_bytes(content)
    assert refused(resting.algiers.run("tray", "--officer", "badr")) == rule


def test_a_second_process_is_kept_out(resting: Pair) -> None:
    with running_at(resting.algiers.home, PASSPHRASE):
        assert refused(resting.algiers.run("tray", "--officer", "badr")) == "second-process"


@pytest.fixture
def small_disk(resting: Pair, settled: Path) -> Iterator[Service]:
    """Algiers on a disk of its own, of which a file takes all but the room a turn needs."""
    place = settled / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m,mode=700", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        home = place / "home"
        shutil.copytree(resting.algiers.home, home, ignore=shutil.ignore_patterns(RESERVE))
        yield Service(name=ALGIERS, home=home, capture=resting.algiers.capture)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def at_rest(service: Service) -> tuple[Json, ...]:
    """What the store of a service holds that does not run."""
    with running_at(service.home, PASSPHRASE) as running:
        return kept(replace(service, running=running))


def fill(disk: Path) -> Path:
    """A file that leaves less than a turn needs."""
    filler = disk / "filler"
    with filler.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free_bytes(disk) - FLOOR_BYTES + 2**20)
    return filler


def test_a_full_disk_refuses_before_it_writes_and_goes_on_once_there_is_room(
    small_disk: Service, desk: Path
) -> None:
    words = ("report", report_file(desk), *ACTING)
    before = at_rest(small_disk)
    filler = fill(small_disk.home.parent)
    assert refused(small_disk.run(*words), code=75) == "disk-full"
    filler.unlink()
    assert at_rest(small_disk) == before
    assert small_disk.run(*words).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("bundle", "out", TRIPOLI, "--to", "DISK"),
        ("extract", "--with", TRIPOLI, "--out", "DISK/log"),
        ("backup", "DISK/copy"),
    ],
)
def test_a_full_stick_takes_nothing_and_keeps_no_half_of_a_file(
    words: tuple[str, ...], small_disk: Service, pair: Pair
) -> None:
    stick = small_disk.home.parent
    filler = stick / "filler"
    with filler.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free_bytes(stick))
    pair.exchange()
    answer = pair.algiers.run(*(word.replace("DISK", str(stick)) for word in words))
    assert refused(answer, code=75) in {"disk-full", "no-file"}
    assert {path.name for path in stick.iterdir()} == {"filler", "home"}
