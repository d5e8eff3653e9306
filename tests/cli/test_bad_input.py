"""Bad bytes at every door: a refusal by name that says what to do, nothing stored, no trace.

Here: the files an officer names and the words of the command; the line, bundles and the socket are
in ``test_bad_doors``, the disk in ``test_bad_disk``, imports that are killed half-way in
``tests/attacks/test_kill``.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson
import pytest

from tests.cli.damage import ACTING, DAMAGES, EXAMPLES, OVERRIDE, kept, refused
from tests.cli.pair import Pair, report_file
from tests.world import ALGIERS, TRIPOLI

# By which rule each damage is refused, where a signed note is asked for; then what differs. A
# damage that leaves another sound file (a letter of a text) is not among a door's own.
NOTE = {
    "nothing": "malformed-note",
    "cut": "malformed-note",
    "too long": "too-large",
    "another encoding": "wrong-encoding",
    "another spelling": "not-canonical",
    "nested": "malformed-note",
    "a field twice": "not-canonical",
    "turned": "not-canonical",
}
CARD = {
    **dict.fromkeys(NOTE, "not-canonical"),
    **dict.fromkeys(("nothing", "cut", "nested"), "malformed"),
    "too long": "too-large",
}
FORM = {
    "nothing": "bad-arrangement",
    "cut": "malformed",
    "too long": "too-large",
    "another encoding": "wrong-encoding",
    "nested": "malformed",
    "a field twice": "malformed",
}
BODY = {
    "nothing": "malformed",
    "cut": "malformed",
    "too long": "too-large",
    "another encoding": "malformed",
    "nested": "malformed",
    "a field twice": "malformed",
    "turned": "unsafe-text",
}
ARTICLE = {
    "nothing": "text-missing",
    "too long": "too-large",
    "another encoding": "wrong-encoding",
    "turned": "unsafe-text",
}
# The doors, the words that open them with a file, and the rules.
DOORS = {
    "card": (
        ("key", "meet", "FILE"),
        {**CARD, "changed": "bad-signature", "another encoding": "wrong-encoding"},
    ),
    "statement": (("key", "adopt", "FILE"), {**NOTE, "changed": "bad-keys"}),
    "signature": (("key", "sign", "FILE", "--root", "none.key", "--yes"), NOTE),
    "text": (("arrangement", "show", "FILE"), NOTE),
    "proposal": (("arrangement", "propose", "FILE", "--officer", "chadia"), NOTE),
    "form": (("arrangement", "draft", "FILE", "--with", ALGIERS, "--out", "text"), FORM),
    "body": (("report", "--body", "FILE", *ACTING), BODY),
    "article": (("report", "FILE", *ACTING), ARTICLE),
}
CASES = [(door, damage) for door, (_words, rules) in DOORS.items() for damage in rules]


@pytest.fixture(scope="module")
def sound(shared: Pair, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """A sound file for each door, as Algiers would hand it to Tripoli."""
    folder = tmp_path_factory.mktemp("sound")
    ours = shared.tripoli.node.ask("key-show", {})["sha256"]
    statement = shared.tripoli.node.ask("statement", {"sha256": ours})["note"].encode()
    found = shared.tripoli.node.ask("arrangements", {"partner": ALGIERS})
    note = shared.tripoli.node.ask("statement", {"sha256": found[0]["sha256"]})["note"]
    card = shared.algiers.node.ask("key-card", {"partner": TRIPOLI})["card"]
    body = {"text": {"fr": "Texte inventé."}, "title": {"fr": "Titre"}}
    return {
        "article": Path(report_file(folder)).read_bytes(),
        "body": orjson.dumps(body, option=orjson.OPT_SORT_KEYS),
        "card": card.encode(),
        "form": (EXAMPLES / "arrangement.toml").read_bytes(),
        "proposal": note.encode(),
        "signature": statement,
        "statement": statement,
        "text": note.encode(),
    }


@pytest.fixture
def desk(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder an officer works in."""
    monkeypatch.chdir(settled)
    for prose in EXAMPLES.glob("*.txt"):
        shutil.copy(prose, settled)
    return settled


@pytest.mark.parametrize(("door", "damage"), CASES)
def test_a_damaged_file_is_refused_by_name_and_nothing_is_kept(
    door: str, damage: str, sound: Mapping[str, bytes], pair: Pair, desk: Path
) -> None:
    words, rules = DOORS[door]
    file = desk / "file.in"
    file.write_bytes(DAMAGES[damage](sound[door]))
    before = kept(pair.tripoli)
    answer = pair.tripoli.run(*(str(file) if word == "FILE" else word for word in words))
    assert refused(answer) == rules[damage]
    assert kept(pair.tripoli) == before


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["./none", "./folder", "/" + "a" * 5_000, "./\udcff"])
def test_what_is_no_file_is_refused_by_name(door: str, name: str, pair: Pair, desk: Path) -> None:
    (desk / "folder").mkdir()
    words, _rules = DOORS[door]
    before = kept(pair.tripoli)
    answer = pair.tripoli.run(*(name if word == "FILE" else word for word in words))
    assert refused(answer) == "unreadable-file"
    assert kept(pair.tripoli) == before


@pytest.mark.parametrize("door", ["card", "statement", "form", "body", "article"])
def test_a_file_without_an_end_is_read_no_further_than_its_limit(
    door: str, pair: Pair, desk: Path
) -> None:
    words, _rules = DOORS[door]
    answer = pair.tripoli.run(*("/dev/zero" if word == "FILE" else word for word in words))
    assert refused(answer) == "too-large"


def test_a_form_may_not_turn_a_line(sound: Mapping[str, bytes], pair: Pair, desk: Path) -> None:
    turned_form = sound["form"].replace(b"the heads", OVERRIDE.encode() + b"the heads")
    (desk / "form").write_bytes(turned_form)
    words = ("arrangement", "draft", "form", "--with", ALGIERS, "--out", "text")
    assert refused(pair.tripoli.run(*words)) == "unsafe-text"
    assert not (desk / "text").exists()


# ------------------------------------------------------------------------ words of the command


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("report", "FILE", "--title-fr", OVERRIDE, *ACTING), "unsafe-text"),
        (("report", "FILE", "--title-fr", "\udcff", *ACTING), "malformed"),
        (("report", "FILE", "--language", "de", *ACTING), "wrong-language"),
        (("report", "FILE", "--language", "ar", *ACTING), "other-script"),
        (("report", "FILE", "--person", "KING:X", *ACTING), "role-missing"),
        (("report", "FILE", "--grading", "Z9", *ACTING), "bad-grading"),
        (("report", "FILE", "--retain-until", "2026-02-30", *ACTING), "bad-date"),
        (("note", "--fr", "Le 0551234567 en parle", *ACTING), "note-personal"),
        (("case", "AAAA\nBBBB"), "no-such-case"),
        (("sync", OVERRIDE), "no-such-partner"),
        (("officer", "add", "x", "--name", OVERRIDE, "--role", "drafter"), "unsafe-text"),
        (("partner", "url", ALGIERS, "http://localhost"), "bad-url"),
        (("serve", "--listen", "127.0.0.1"), "bad-listen"),
        (("--lang", "xx", "tray"), "wrong-language"),
    ],
)
def test_a_word_that_means_nothing_is_refused_by_name(
    words: tuple[str, ...], rule: str, pair: Pair, desk: Path
) -> None:
    article = report_file(desk)
    before = kept(pair.tripoli)
    answer = pair.tripoli.run(*(article if word == "FILE" else word for word in words))
    assert refused(answer) == rule
    assert kept(pair.tripoli) == before


def shell(
    desk: Path, home: Path, words: Sequence[str], *, redirect: str, typed: bytes = b""
) -> tuple[int, str]:
    """A verb as a shell runs it; its exit code and what it said on stderr."""
    secret = str(desk / "passphrase")
    environment = {"WASL_PASSPHRASE_FILE": secret, "WASL_KDF_MEMORY_KIB": "8192"}
    command = [sys.executable, "-m", "wasl", "--home", str(home), "--lang", "en", *words]
    script = f'exec "$0" "$@" {redirect}'
    done = subprocess.run(
        ["sh", "-c", script, *command],
        env=environment,
        input=typed,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize(("redirect", "typed"), [("<&-", b""), ("", b"\xe9\n")])
def test_nobody_who_types_nothing_readable_has_agreed(
    redirect: str, typed: bytes, sound: Mapping[str, bytes], resting: Pair, desk: Path
) -> None:
    (desk / "card").write_bytes(sound["card"])
    words = ("key", "meet", "card")
    code, said = shell(desk, resting.tripoli.home, words, redirect=redirect, typed=typed)
    assert (code, "(fingerprints-differ" in said, "bug " in said) == (1, True, False)


def test_an_answer_that_finds_no_room_is_no_fault_of_ours(resting: Pair, desk: Path) -> None:
    code, said = shell(desk, resting.tripoli.home, ("key", "show"), redirect=">/dev/full")
    assert (code, "why=ENOSPC" in said, said.count("\n")) == (75, True, 2)
