"""Two services for the tests of the command, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.meeting import make_linked, make_services, settle
from tests.cli.pair import PASSPHRASE, Pair, copied_pair, make_homes, open_pair
from tests.cli.posted import Posted, copy_posted, posted_in, settled_template


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


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The two services, their nodes running for a whole file of tests."""
    with open_pair(template, tmp_path_factory.mktemp("shared")) as opened:
        yield opened


@pytest.fixture
def pair(shared: Pair, settled: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    """The two services, running; each test writes cases of its own."""
    return shared.heard_by(capsys)


@pytest.fixture
def fresh(template: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pair]:
    """The two services, running for one test that changes what governs, or counts everything."""
    with open_pair(template, settled) as opened:
        yield opened.heard_by(capsys)


@pytest.fixture
def resting(template: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    """The two services, no node running: a verb is the node for its duration."""
    return copied_pair(template, settled).heard_by(capsys)


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both homes as the command makes them, up to the meeting, with the root keys beside."""
    folder = tmp_path_factory.mktemp("services")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(folder, monkeypatch)
        make_services(folder)
    return folder


@pytest.fixture(scope="session")
def linked_services(services: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after each has recognised the other."""
    folder = tmp_path_factory.mktemp("linked")
    shutil.copytree(services / "roots", folder / "roots")
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(folder, monkeypatch)
        with open_pair(services, folder) as opened:
            make_linked(folder, opened)
    return folder


@pytest.fixture
def linked(
    linked_services: Path, settled: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Pair]:
    """The two services after each has recognised the other, in touch; no text is proposed."""
    shutil.copytree(linked_services / "roots", settled / "roots")
    with open_pair(linked_services, settled) as opened:
        opened.exchange()
        yield opened.heard_by(capsys)


@pytest.fixture
def met(services: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Pair]:
    """The two services after their meeting, their nodes running; nothing is recognised yet."""
    shutil.copytree(services / "roots", settled / "roots")
    with open_pair(services, settled) as opened:
        yield opened.heard_by(capsys)


@pytest.fixture
def alone(services: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    """The same with no node running: a verb is the node for its duration."""
    shutil.copytree(services / "roots", settled / "roots")
    return copied_pair(services, settled).heard_by(capsys)


@pytest.fixture(scope="session")
def template_of_posts(services: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service with a post and a partner, made once."""
    return settled_template(services, tmp_path_factory.mktemp("posts"))


@pytest.fixture
def posted(template_of_posts: Path, settled: Path) -> Iterator[Posted]:
    """The same, copied for one test."""
    copy_posted(template_of_posts, settled)
    with posted_in(settled) as found:
        yield found
