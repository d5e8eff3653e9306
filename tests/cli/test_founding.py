"""``wasl init`` through the command."""

from pathlib import Path

import pytest

from tests.cli.meeting import init_words, root_file, said
from tests.world import ALGIERS, EXERCISE
from wasl.cli.main import REFUSED
from wasl.seal.vault import DEFAULT
from wasl.wiring import Settings


@pytest.fixture(name="place")
def _place(services: Path, settled: Path) -> Path:
    """A folder with three root keys and no node."""
    (settled / "roots").mkdir()
    for number in (1, 2, 3):
        name = f"{root_file(services, ALGIERS, number).name}.pub"
        (settled / "roots" / name).write_bytes((services / "roots" / name).read_bytes())
    return settled


def _init(place: Path, *changes: str, lang: str = "en") -> tuple[int, str, str]:
    words = [*init_words(place, ALGIERS), *changes]
    answer = said(["--home", str(place / "home"), "--lang", lang, *words])
    return answer.code, answer.out, answer.err


def test_a_new_node_is_readable_by_its_owner_alone(place: Path) -> None:
    assert _init(place)[0] == 0
    assert oct((place / "home").stat().st_mode)[-3:] == "700"
    assert oct((place / "home" / "node.key").stat().st_mode)[-3:] == "600"


def test_a_new_statement_waits_unsigned_for_its_holders(place: Path) -> None:
    _init(place)
    statement = (place / "home" / "statement").read_text(encoding="utf-8")
    assert statement.startswith("wasl-keys/1\n")
    assert "\n\n" not in statement


def test_founding_says_what_to_do_next_in_the_language_of_the_officer(place: Path) -> None:
    _, said_here, _ = _init(place, lang="fr")
    assert "Sa déclaration attend 2 détenteurs de racine" in said_here
    assert "wasl key adopt" in said_here


def test_a_node_is_not_founded_twice_in_one_folder(place: Path) -> None:
    _init(place)
    held = (place / "home" / "node.key").read_bytes()
    code, _, err = _init(place)
    assert code == REFUSED
    assert "already-initialised" in err
    assert (place / "home" / "node.key").read_bytes() == held


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (("--threshold", "4"), "bad-keys"),
        (("--office", ""), "bad-keys"),
        (("--office", "x" * 300), "bad-keys"),
        (("--name-fr", "caché\u202e"), "unsafe-text"),
        (("--root", "nowhere.pub"), "unreadable-file"),
    ],
)
def test_what_a_statement_may_not_say_is_refused_and_nothing_is_made(
    place: Path, changes: tuple[str, ...], rule: str
) -> None:
    code, _, err = _init(place, *changes)
    assert code == REFUSED
    assert rule in err
    assert not (place / "home").exists()


def test_one_holder_named_twice_is_refused(place: Path) -> None:
    code, _, err = _init(place, "--root", f"{root_file(place, ALGIERS, 1)}.pub")
    assert code == REFUSED
    assert "bad-keys" in err


@pytest.mark.parametrize("name", ["Liaison", "liaison dz", "-x-", "a" * 64, "مكتب"])
def test_a_node_is_called_by_a_host_name(place: Path, name: str) -> None:
    words = init_words(place, ALGIERS)
    words[1:2] = ["--", name] if name.startswith("-") else [name]
    if name.startswith("-"):
        words = ["init", *words[3:], "--", name]
    answer = said(["--home", str(place / "home"), *words])
    assert answer.code == REFUSED
    assert "bad-keys" in answer.err


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\xff\xfe", "wrong-encoding"),
        (b"[" * 2_000, "not-canonical"),
        (b"{}", "malformed"),
        (b'{"a":1,"a":2}', "not-canonical"),
        (b"", "not-canonical"),
    ],
)
def test_what_is_no_root_key_is_refused(place: Path, content: bytes, rule: str) -> None:
    (place / "bad.pub").write_bytes(content)
    code, _, err = _init(place, "--root", str(place / "bad.pub"))
    assert code == REFUSED
    assert rule in err


def test_a_root_key_that_anybody_can_sign_for_is_refused(place: Path) -> None:
    public = Path(f"{root_file(place, ALGIERS, 1)}.pub").read_text(encoding="utf-8")
    start = public.index('"ed25519":"') + len('"ed25519":"')
    weak = public[:start] + "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" + public[start + 44 :]
    (place / "weak.pub").write_text(weak, encoding="utf-8")
    code, _, err = _init(place, "--root", str(place / "weak.pub"))
    assert code == REFUSED
    assert "unsafe-key" in err


def test_without_a_terminal_a_passphrase_must_come_from_a_file(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WASL_PASSPHRASE_FILE")
    code, _, err = _init(place)
    assert code == REFUSED
    assert "no-passphrase" in err


def test_a_passphrase_file_that_others_can_read_is_refused(place: Path) -> None:
    (place / "passphrase").chmod(0o644)
    assert "unsafe-mode" in _init(place)[2]


@pytest.mark.parametrize("memory", ["7", "a lot"])
def test_a_setting_outside_its_limits_is_refused_by_its_name(
    place: Path, monkeypatch: pytest.MonkeyPatch, memory: str
) -> None:
    monkeypatch.setenv("WASL_KDF_MEMORY_KIB", memory)
    code, _, err = _init(place)
    assert code == REFUSED
    assert "bad-setting, setting=kdf_memory_kib" in err


def test_a_passphrase_is_stretched_as_the_vault_advises_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WASL_KDF_MEMORY_KIB", raising=False)
    assert Settings().stretch() == DEFAULT


def test_a_file_without_an_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    answer = said(["--home", str(tmp_path), "key", "adopt", "/dev/zero"])
    assert answer.code == REFUSED
    assert "too-large" in answer.err


@pytest.fixture(name="exercise")
def _exercise(settled: Path) -> list[str]:
    """The words before a verb in the home of exercise 007, founded and adopted."""
    node, home = f"{EXERCISE}.{ALGIERS}", settled / "exercise"
    (settled / "roots").mkdir()
    keys = [str(settled / "roots" / f"played-{number}") for number in (1, 2)]
    for number, key in enumerate(keys, 1):
        words = ["key", "root", "new", f"holder {number}", "--node", node]
        assert said([*words, "--number", str(number), "--out", key]).code == 0
    names = ["--name-ar", "تمرين", "--name-fr", "Exercice", "--name-en", "Exercise"]
    publics = [word for key in keys for word in ("--root", f"{key}.pub")]
    at = ["--home", str(home), "--lang", "en"]
    assert said([*at, "init", node, "--office", "Bureau", *names, *publics]).code == 0
    roots = [word for key in keys for word in ("--root", key)]
    assert said(["key", "sign", str(home / "statement"), "--yes", *roots]).code == 0
    assert said([*at, "key", "adopt"]).code == 0
    return at


def test_every_verb_of_the_home_of_an_exercise_says_so_beside_its_answer(
    exercise: list[str],
) -> None:
    answer = said([*exercise, "key", "show", "--json"])
    assert answer.err == "EXERCISE 007: nothing here is real.\n"
    assert answer.value["node"] == f"{EXERCISE}.{ALGIERS}"
    assert "EXERCISE" not in said(["--help"]).err


def test_a_node_of_an_exercise_takes_no_card_of_a_real_one(
    exercise: list[str], services: Path
) -> None:
    card = str(services / "Tripoli.card")
    answer = said([*exercise, "key", "meet", card], typed="matches\n")
    assert (answer.code, "mixed" in answer.err) == (REFUSED, True)
