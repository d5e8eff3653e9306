"""``wasl key``: roots, the meeting in person, key cases and rotation, through the command."""

import shutil
from pathlib import Path

import pytest

from tests.cli.meeting import init_words, root_file, root_files, said
from tests.cli.pair import NAMES, Answer, Pair, Service, copied_pair, serving
from tests.world import ALGIERS, TRIPOLI
from wasl.cli.main import BUG, REFUSED
from wasl.core.canonical import Json
from wasl.seal.note import read_note
from wasl.seal.words import read_digits, read_words

CUSTODY = ("chadia", "driss")


def _at(service: Service, *words: str, typed: str = "", lang: str = "en") -> Answer:
    return said(["--home", str(service.home), "--lang", lang, *words], typed)


@pytest.fixture(name="founded")
def _founded(services: Path, settled: Path) -> Path:
    """A node founded with three holders, its statement unsigned; its folder."""
    folder = settled / "founded"
    (folder / "roots").mkdir(parents=True)
    for number in (1, 2, 3):
        for suffix in ("", ".pub"):
            name = root_file(services, ALGIERS, number).name + suffix
            shutil.copy(services / "roots" / name, folder / "roots" / name)
    assert said(["--home", str(folder / "home"), *init_words(folder, ALGIERS)]).code == 0
    return folder


def _statement(folder: Path) -> Path:
    return folder / "home" / "statement"


# ------------------------------------------------------------------------------------ root keys


def test_a_root_key_is_never_written_over(founded: Path) -> None:
    path = root_file(founded, ALGIERS, 1)
    held = path.read_bytes()
    words = ["key", "root", "new", "x", "--node", ALGIERS, "--number", "1", "--out", str(path)]
    answer = said(words)
    assert answer.code == REFUSED
    assert "file-exists" in answer.err
    assert path.read_bytes() == held


def test_a_root_key_is_readable_by_its_holder_alone(founded: Path) -> None:
    out = str(founded / "r")
    said(["key", "root", "new", "x", "--node", ALGIERS, "--number", "9", "--out", out])
    assert oct(Path(out).stat().st_mode)[-3:] == "600"


def test_a_statement_is_shown_before_it_is_signed(founded: Path) -> None:
    words = ["key", "sign", str(_statement(founded)), *root_files(founded, ALGIERS, 1)]
    answer = said(words, "yes\n")
    assert answer.code == 0
    assert "Node: liaison.dz.example" in answer.out
    assert "holder 1; holder 2; holder 3" in answer.out


@pytest.mark.parametrize("typed", ["", "\n", "y\n", "no\n"])
def test_only_the_whole_word_signs(founded: Path, typed: str) -> None:
    held = _statement(founded).read_bytes()
    words = ["key", "sign", str(_statement(founded)), *root_files(founded, ALGIERS, 1)]
    answer = said(words, typed)
    assert answer.code == REFUSED
    assert "not-confirmed" in answer.err
    assert _statement(founded).read_bytes() == held


def test_a_holder_who_signs_twice_adds_nothing(founded: Path) -> None:
    words = ["key", "sign", str(_statement(founded)), "--yes", *root_files(founded, ALGIERS, 1)]
    said(words)
    once = _statement(founded).read_bytes()
    said(words)
    assert _statement(founded).read_bytes() == once
    assert len(read_note(once).lines) == 2


def test_one_holder_of_two_does_not_bind_the_service(founded: Path) -> None:
    said(["key", "sign", str(_statement(founded)), "--yes", *root_files(founded, ALGIERS, 1)])
    answer = said(["--home", str(founded / "home"), "key", "adopt"])
    assert answer.code == REFUSED
    assert "too-few-roots" in answer.err


def test_until_it_is_adopted_there_is_no_statement_to_show(founded: Path) -> None:
    answer = said(["--home", str(founded / "home"), "key", "show"])
    assert answer.code == REFUSED
    assert "not-adopted" in answer.err


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\xff", "wrong-encoding"),
        (b"", "malformed-note"),
        (b"wasl-keys/1\n{}\n", "bad-keys"),
        (b"wasl-arrangement/1\n{}\n", "bad-arrangement"),
        (b"wasl-recognition/1\n{}\n", "malformed-note"),
        (b"wasl-act/1\n{}\n", "malformed-note"),
        (b"wasl-keys/1\n" + b"[" * 3_000 + b"\n", "not-canonical"),
        (b"x" * 70_000, "too-large"),
    ],
)
def test_root_holders_sign_only_what_can_be_read(founded: Path, content: bytes, rule: str) -> None:
    path = founded / "paper"
    path.write_bytes(content)
    answer = said(["key", "sign", str(path), "--yes", *root_files(founded, ALGIERS, 1)])
    assert answer.code == REFUSED
    assert rule in answer.err
    assert path.read_bytes() == content


def test_a_wrong_passphrase_signs_nothing(founded: Path, settled: Path) -> None:
    (settled / "passphrase").write_text("une autre\n", encoding="utf-8")
    words = ["key", "sign", str(_statement(founded)), "--yes", *root_files(founded, ALGIERS, 1)]
    answer = said(words)
    assert answer.code == REFUSED
    assert "wrong-passphrase" in answer.err


# ------------------------------------------------------------------------- the meeting in person


def test_the_fingerprint_is_told_in_words_and_digits_of_the_same_bytes(alone: Pair) -> None:
    shown = alone.algiers.ask("key", "show")
    spoken = shown["spoken"]
    assert {
        read_words(spoken["words"]["fr"], "fr"),
        read_words(spoken["words"]["en"], "en"),
        read_digits(spoken["digits"]),
    } == {bytes.fromhex(shown["fingerprint"])}


def test_a_reader_of_arabic_finds_the_digits_first(alone: Pair) -> None:
    told = _at(alone.algiers, "key", "show", lang="ar").out
    assert told.index("بالأرقام") < told.index("بالفرنسية")


@pytest.mark.parametrize("word", ["matches", "concorde", "متطابقة"])
def test_a_custodian_says_that_it_matches_in_any_of_the_three_languages(
    alone: Pair, settled: Path, word: str
) -> None:
    card = str(settled / "card")
    _at(alone.tripoli, "key", "card", ALGIERS, "--out", card)
    assert _at(alone.algiers, "key", "meet", card, typed=f"{word}\n").code == 0


@pytest.mark.parametrize("typed", ["", "\n", "yes\n", "match\n"])
def test_anything_else_is_a_no(founded: Path, alone: Pair, typed: str) -> None:
    home = ["--home", str(founded / "home")]
    said(["key", "sign", str(_statement(founded)), "--yes", *root_files(founded, ALGIERS)])
    said([*home, "key", "adopt"])
    card = str(founded / "card")
    _at(alone.tripoli, "key", "card", ALGIERS, "--out", card)
    answer = said([*home, "key", "meet", card], typed)
    assert answer.code == REFUSED
    assert "fingerprints-differ" in answer.err
    assert said([*home, "partner", "list", "--json"]).value == []


def test_a_key_file_made_for_another_is_refused(alone: Pair, settled: Path) -> None:
    card = str(settled / "card")
    _at(alone.tripoli, "key", "card", "liaison.tn.example", "--out", card)
    answer = _at(alone.algiers, "key", "meet", card, typed="matches\n")
    assert answer.code == REFUSED
    assert "wrong-recipient" in answer.err


def test_other_keys_under_a_name_we_met_are_a_rival(founded: Path, alone: Pair) -> None:
    """A body that founds a node of the same name with roots of its own."""
    other = founded / "rival"
    other.mkdir()
    (other / "roots").mkdir()
    for number in (1, 2, 3):
        out = str(root_file(other, TRIPOLI, number))
        said(["key", "root", "new", f"rival {number}", "--node", TRIPOLI,
              "--number", str(number), "--out", out])  # fmt: skip
    home = ["--home", str(other / "home")]
    said([*home, *init_words(other, TRIPOLI)])
    said(["key", "sign", str(_statement(other)), "--yes", *root_files(other, TRIPOLI)])
    said([*home, "key", "adopt"])
    said([*home, "key", "card", ALGIERS, "--out", str(other / "card")])
    answer = _at(alone.algiers, "key", "meet", str(other / "card"), typed="matches\n")
    assert answer.code == REFUSED
    assert "rival-keys" in answer.err


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"card":"wasl-card/1"}'])
def test_what_is_no_key_file_is_refused(alone: Pair, settled: Path, content: bytes) -> None:
    (settled / "card").write_bytes(content)
    answer = _at(alone.algiers, "key", "meet", str(settled / "card"), typed="matches\n")
    assert answer.code == REFUSED


def test_every_cut_of_a_key_file_is_refused(alone: Pair, settled: Path) -> None:
    card = settled / "card"
    _at(alone.tripoli, "key", "card", ALGIERS, "--out", str(card))
    whole = card.read_bytes()
    for at in range(0, len(whole), len(whole) // 6):
        card.write_bytes(whole[:at])
        answer = _at(alone.algiers, "key", "meet", str(card), typed="matches\n")
        assert answer.code == REFUSED, at


def test_both_sides_write_the_same_minutes(alone: Pair, settled: Path) -> None:
    written = []
    for service, ours, theirs in (
        (alone.algiers, "dépositaire A", "أمين ب"),
        (alone.tripoli, "أمين ب", "dépositaire A"),
    ):
        other = alone.tripoli if service is alone.algiers else alone.algiers
        out = settled / f"minutes-{NAMES[service.name]}"
        _at(service, "key", "minutes", other.name, "--place", "Tunis", "--date", "2026-03-01",
            "--present", ours, "--theirs", theirs, "--out", str(out))  # fmt: skip
        written.append(out.read_bytes())
    assert written[0] == written[1]


# ------------------------------------------------------------------------------------ key cases


def _minutes(linked: Pair, folder: Path) -> str:
    out = str(folder / "minutes")
    _at(linked.algiers, "key", "minutes", TRIPOLI, "--place", "Tunis", "--present", "a",
        "--theirs", "b", "--out", out)  # fmt: skip
    roots = (*root_files(folder, ALGIERS), *root_files(folder, TRIPOLI))
    assert said(["key", "sign", out, "--yes", *roots]).code == 0
    return out


def _states(service: Service, case: str) -> Json:
    return service.ask("case", case)["states"]


def test_a_statement_is_witnessed_with_minutes_and_put_in_force(
    linked: Pair, settled: Path
) -> None:
    case = linked.algiers.released("key", "introduce", TRIPOLI, by=CUSTODY)["case"]
    linked.exchange()
    minutes = _minutes(linked, settled)
    linked.tripoli.released("key", "witness", case, "--minutes", minutes, by=CUSTODY)
    linked.exchange()
    linked.algiers.released("key", "activate", case, by=CUSTODY)
    linked.exchange()
    assert _states(linked.tripoli, case) == ["active", "witnessed"]


def test_minutes_that_one_side_has_not_signed_witness_nothing(linked: Pair, settled: Path) -> None:
    case = linked.algiers.released("key", "introduce", TRIPOLI, by=CUSTODY)["case"]
    linked.exchange()
    out = str(settled / "minutes")
    _at(linked.algiers, "key", "minutes", TRIPOLI, "--place", "Tunis", "--present", "a",
        "--theirs", "b", "--out", out)  # fmt: skip
    said(["key", "sign", out, "--yes", *root_files(settled, ALGIERS)])
    drafted = linked.tripoli.ask("key", "witness", case, "--minutes", out, "--officer", "chadia")
    words = ("release", drafted["draft"], "--officer", "driss", "--yes")
    answer = linked.tripoli.run(*words)
    assert answer.code == REFUSED
    assert "too-few-roots" in answer.err


def test_what_was_never_introduced_is_no_case(met: Pair) -> None:
    answer = met.algiers.run("key", "activate", "AAAAAAAAAAAAAA", "--officer", "chadia")
    assert answer.code == REFUSED
    assert "no-such-case" in answer.err


def test_keys_are_not_changed_under_a_running_node(met: Pair, settled: Path) -> None:
    answer = met.algiers.run("key", "rotate", "--officer", "chadia", *root_files(settled, ALGIERS))
    assert answer.code == REFUSED
    assert "node-serves" in answer.err


def test_fewer_holders_than_the_rule_change_no_key(alone: Pair, settled: Path) -> None:
    held = (alone.algiers.home / "node.key").read_bytes()
    answer = alone.algiers.run(
        "key", "rotate", "--officer", "chadia", *root_files(settled, ALGIERS, 1)
    )
    assert answer.code == REFUSED
    assert "too-few-roots" in answer.err
    assert (alone.algiers.home / "node.key").read_bytes() == held
    assert alone.algiers.ask("key", "show")["version"] == 1


@pytest.fixture(name="still")
def _still(linked_services: Path, settled: Path, capsys: pytest.CaptureFixture[str]) -> Pair:
    """Two services that recognise each other, no node running."""
    shutil.copytree(linked_services / "roots", settled / "roots")
    return copied_pair(linked_services, settled).heard_by(capsys)


def _rotate(still: Pair, folder: Path) -> Answer:
    words = ("key", "rotate", "--officer", "chadia", *root_files(folder, ALGIERS), "--json")
    return still.algiers.run(*words)


def test_rotated_keys_are_pinned_by_the_other_node_by_itself(still: Pair, settled: Path) -> None:
    (rotated,) = _rotate(still, settled).value["drafts"]
    with serving(still, still.algiers, still.tripoli):
        for move in ("introduce", "succeed"):
            still.algiers.ask("release", rotated[move], "--officer", "driss", "--yes")
        still.exchange()
        assert still.algiers.ask("key", "show")["version"] == 2
        assert _states(still.tripoli, rotated["case"]) == ["active", "pinned"]


def test_a_second_rotation_waits_for_the_first(still: Pair, settled: Path) -> None:
    assert _rotate(still, settled).code == 0
    answer = _rotate(still, settled)
    assert answer.code == REFUSED
    assert "rotation-unfinished" in answer.err


def test_nothing_here_is_a_fault_of_ours(met: Pair) -> None:
    for words in (("key",), ("key", "root"), ("key", "sign"), ("key", "show", "x")):
        assert met.algiers.run(*words).code != BUG
