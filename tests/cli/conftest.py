"""Two services for the tests of the command, made once and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.pair import PASSPHRASE, Pair, copied_pair, make_homes, open_pair


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both homes as they are after the meeting and the arrangement."""
    folder = tmp_path_factory.mktemp("template")
    make_homes(folder)
    return folder


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for one test, with the passphrases where the command looks for them."""
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("WASL_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("WASL_DEVICE_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("WASL_KDF_MEMORY_KIB", "8192")
    monkeypatch.setenv("WASL_ZONE", "Africa/Algiers")
    return tmp_path


@pytest.fixture
def pair(template: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pair]:
    """The two services, their nodes running."""
    with open_pair(template, settled, capsys) as opened:
        yield opened


@pytest.fixture
def resting(template: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    """The two services, no node running: a verb is the node for its duration."""
    return copied_pair(template, settled, capsys)
