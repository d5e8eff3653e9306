"""Two services as a person makes them with the command, up to the meeting; nothing recognised.

The folder holds what ``tests.cli.pair`` opens, and the root keys of both in ``roots``.
"""

import contextlib
import io
import sys
from pathlib import Path

import pytest

from tests.cli.pair import NAMES, PASSPHRASE, Answer, Pair
from tests.world import ALGIERS, ARRANGEMENT_ID, OVERSIGHT, ROLES, TRIPOLI
from wasl.cli.main import run

OTHER = {ALGIERS: TRIPOLI, TRIPOLI: ALGIERS}
OFFICES = {
    ALGIERS: "Bureau de liaison d’Alger",
    TRIPOLI: "مكتب الاتصال بطرابلس",
    OVERSIGHT: "Autorité de contrôle",
}
FOLDERS = {**NAMES, OVERSIGHT: "Controle"}


def root_files(folder: Path, node: str, *numbers: int) -> list[str]:
    """The options that name root keys of a node: two holders unless told otherwise."""
    chosen = numbers or (1, 2)
    return [word for number in chosen for word in ("--root", str(root_file(folder, node, number)))]


def root_file(folder: Path, node: str, number: int) -> Path:
    """Where one root key lies."""
    return folder / "roots" / f"{FOLDERS[node]}-{number}"


def said(words: list[str], typed: str = "") -> Answer:
    """One command run here, with what a person types on standard input."""
    out, err, held = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(words)
    finally:
        sys.stdin = held
    return Answer(code=code, out=out.getvalue(), err=err.getvalue())


def make_services(folder: Path) -> None:
    """Both homes in ``folder``: founded, signed, staffed and met."""
    (folder / "roots").mkdir()
    for node, name in NAMES.items():
        staff_service(folder, folder / name, node)
    for node, name in NAMES.items():
        meet(folder, folder / name, node, OTHER[node])
    for node, name in NAMES.items():
        compare(folder, folder / name, OTHER[node])


def staff_service(folder: Path, home: Path, node: str) -> None:
    """One node founded, with every officer."""
    found_service(folder, home, node)
    for officer, roles in ROLES.items():
        options = [word for role in roles for word in ("--role", role)]
        _done("--home", str(home), "officer", "add", officer,
              "--name", officer.title(), *options)  # fmt: skip


def meet(folder: Path, home: Path, node: str, other: str) -> None:
    """The key file of a node for another, put into the folder."""
    card = str(folder / f"{FOLDERS[node]}.card")
    _done("--home", str(home), "key", "card", other, "--out", card)


def compare(folder: Path, home: Path, other: str) -> None:
    """The fingerprint of the other's key file matches."""
    card = str(folder / f"{FOLDERS[other]}.card")
    _done("--home", str(home), "key", "meet", card, typed="matches\n")


def found_service(folder: Path, home: Path, node: str) -> None:
    """One node founded by three holders and adopted under two of them."""
    for number in (1, 2, 3):
        out = str(root_file(folder, node, number))
        _done("key", "root", "new", f"holder {number}", "--node", node,
              "--number", str(number), "--out", out)  # fmt: skip
    _done("--home", str(home), *init_words(folder, node))
    statement = str(home / "statement")
    _done("key", "sign", statement, "--yes", *root_files(folder, node))
    _done("--home", str(home), "key", "adopt")


def init_words(folder: Path, node: str) -> list[str]:
    """The command that founds a node."""
    publics = [
        word
        for number in (1, 2, 3)
        for word in ("--root", f"{root_file(folder, node, number)}.pub")
    ]
    names = ["--name-ar", "مكتب الاتصال", "--name-fr", "Bureau de liaison"]
    return ["init", node, "--office", OFFICES[node], *names, "--name-en", "Liaison", *publics]


def make_linked(folder: Path, pair: Pair) -> None:
    """Each of two services at work recognises the other, by the root keys in ``folder``."""
    for service in (pair.algiers, pair.tripoli):
        recognise(folder, service.home, service.name, OTHER[service.name])
    pair.exchange()


def recognise(folder: Path, home: Path, node: str, other: str) -> None:
    """One node recognises another, by the root keys in ``folder``."""
    opened = ["--home", str(home)]
    drafted = said([*opened, *recognise_words(folder, node, other), "--json"]).value
    _done(*opened, "release", drafted["draft"], "--officer", "driss", "--yes")


def recognise_words(folder: Path, node: str, other: str = "") -> list[str]:
    """The command by which a node recognises another: the other service unless told."""
    return [
        "recognise", other or OTHER[node], "--arrangement", ARRANGEMENT_ID,
        "--until", "2030-01-01", "--decided-by", "the head",
        *root_files(folder, node), "--officer", "chadia",
    ]  # fmt: skip


def settle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrases where the command looks for them."""
    secret = folder / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    monkeypatch.setenv("WASL_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("WASL_DEVICE_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("WASL_KDF_MEMORY_KIB", "8192")


def _done(*words: str, typed: str = "") -> None:
    answer = said(list(words), typed)
    assert answer.code == 0, (words, answer.err)
