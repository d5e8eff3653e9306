"""Bad bytes at every door: a refusal by name that says what to do, nothing stored, no trace.

The doors are files an officer names, words of the command, the line, the socket beside the store
and the disk. Imports that are killed half-way: ``tests/attacks/test_kill.py``.
"""

import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from tests.cli.pair import PASSPHRASE, Answer, Pair, Service, report_file
from tests.world import ALGIERS, TRIPOLI
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.ports import Turn
from wasl.seal.line import client_context, spki_pin
from wasl.store.folder import FLOOR_BYTES, RESERVE, free_bytes
from wasl.transport.asking import ask
from wasl.transport.calls import CALL_LIMIT_DISPATCHES, DISPATCH_LIMIT_BYTES
from wasl.transport.client import Line
from wasl.wiring import SOCKET, running_at

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
OVERRIDE = "\u202e"
ACTING = ("--dossier", "borders", "--officer", "amel")
LENGTH = struct.Struct(">I")


def kept(service: Service) -> tuple[Json, ...]:
    """Everything a node holds that an act, a dispatch or a ceremony could have changed."""

    def job(turn: Turn) -> tuple[Json, ...]:
        links = turn.links()
        logs = [turn.log(name) for link in links for name in (link.own, link.theirs)]
        queues = [(turn.waiting(link.own), turn.pool(link.theirs)) for link in links]
        prekeys = [(turn.own_prekeys(link.own), turn.their_prekeys(link.theirs)) for link in links]
        people = (turn.partners(), turn.officers(), turn.drafts(), turn.house_size())
        return logs, queues, prekeys, people, turn.settings()

    answer: tuple[Json, ...] = service.node.writer.ask(job)
    return answer


def refused(answer: Answer, *, code: int = 1) -> str:
    """The name of the refusal: two lines, the second says what to do, no trace of a fault."""
    what, remedy = answer.err.rstrip("\n").split("\n")
    assert (answer.code, remedy != "", "bug " in answer.err) == (code, True, False)
    return what.rpartition("(")[2].partition(",")[0].rstrip(")")


# ------------------------------------------------------------------------------- damaged bytes

Damage = Callable[[bytes], bytes]


def changed(sound: bytes) -> bytes:
    """One letter of a name is another: what was signed is not what stands there."""
    return sound.replace(b"Liaison", b"Liaisom", 1)


def turned(sound: bytes) -> bytes:
    """The text goes the other way from its first word on."""
    place = next(at for at in range(20, len(sound)) if sound[at : at + 1].isalpha())
    return sound[:place] + OVERRIDE.encode() + sound[place:]


DAMAGES: Mapping[str, Damage] = {
    "nothing": lambda sound: b"",
    "cut": lambda sound: sound[: len(sound) // 2],
    "changed": changed,
    "too long": lambda sound: sound + b" " * 2**21,
    "another encoding": lambda sound: sound + "é".encode("latin-1"),
    "another spelling": lambda sound: sound.replace(b'":', b'": ', 1),
    "nested": lambda sound: b'{"a":' * 5_000,
    "a field twice": lambda sound: sound.replace(b"{", b'{"v":1,"v":2,', 1),
    "turned": turned,
}

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
CARD = {**dict.fromkeys(NOTE, "not-canonical"), "too long": "too-large"}
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


# ------------------------------------------------------------------------------------- bundles


@pytest.fixture
def bundle(pair: Pair, desk: Path) -> bytes:
    """A bundle of two dispatches from Algiers; the second holds a report."""
    pair.exchange()
    pair.algiers.released("report", report_file(desk), *ACTING[:2])
    file = pair.algiers.ask("bundle", "out", TRIPOLI, "--to", str(desk))["file"]
    return Path(file).read_bytes()


def with_last(bundle: bytes, other: bytes, *, at: int) -> bytes:
    """The bundle with these bytes in its last dispatch; its hash no longer fits."""
    place = 10
    while (after := place + 4 + LENGTH.unpack_from(bundle, place)[0]) < len(bundle) - 32:
        place = after
    start = place + 4 + at
    return bundle[:start] + other + bundle[start + len(other) :]


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda sound: b"", "malformed"),
        (lambda sound: sound[:9], "malformed"),
        (lambda sound: sound[: len(sound) // 2], "malformed"),
        (lambda sound: b"WSLB2" + sound[5:], "malformed"),
        (lambda sound: sound[:10] + LENGTH.pack(0) + sound[14:], "malformed"),
        (lambda sound: sound[:10] + LENGTH.pack(2**31) + sound[14:], "too-large"),
        (lambda sound: sound[:-100] + bytes([sound[-100] ^ 1]) + sound[-99:], "cannot-open"),
        (lambda sound: with_last(sound, bytes(8), at=5), "unknown-recipient"),
    ],
    ids=["nothing", "no-count", "half", "magic", "length-0", "length-2-31", "bit", "recipient"],
)
def test_a_damaged_bundle_is_refused_by_name_and_the_next_one_is_taken(
    damage: Damage, rule: str, bundle: bytes, pair: Pair, desk: Path
) -> None:
    (desk / "bad.wasl").write_bytes(damage(bundle))
    before = kept(pair.tripoli)
    answer = pair.tripoli.run("bundle", "in", "bad.wasl")
    assert (answer.code, f"({rule}" in answer.out, answer.err) == (1, True, "")
    assert kept(pair.tripoli) == before
    (desk / "good.wasl").write_bytes(bundle)
    assert pair.tripoli.ask("bundle", "in", "good.wasl")["report"]["entries"] == 1


@pytest.mark.parametrize("verb", ["bundle", "extract"])
def test_a_file_is_not_put_in_the_place_of_a_pipe(verb: str, pair: Pair, desk: Path) -> None:
    os.mkfifo(desk / "pipe")
    words = {
        "bundle": ("bundle", "out", TRIPOLI, "--to", "pipe"),
        "extract": ("extract", "--with", TRIPOLI, "--out", "pipe"),
    }
    assert refused(pair.algiers.run(*words[verb]), code=75) == "no-file"
    assert (desk / "pipe").is_fifo()


# ------------------------------------------------------------------------------------ extracts


@pytest.mark.parametrize("damage", ["nothing", "cut", "too long", "another spelling", "nested"])
def test_a_damaged_extract_does_not_verify(damage: str, pair: Pair, desk: Path) -> None:
    pair.exchange()
    assert pair.algiers.run("extract", "--with", TRIPOLI, "--out", "log").code == 0
    (desk / "log").write_bytes(DAMAGES[damage]((desk / "log").read_bytes()))
    answer = pair.algiers.run("verify", "log")
    # 2: this is no extract; 1 would be an extract that does not hold.
    assert (answer.code, "UNREADABLE" in answer.out, answer.err) == (2, True, "")


# ------------------------------------------------------------------------------------ the line


@pytest.fixture
def line(pair: Pair) -> Iterator[Line]:
    """Algiers' own line to Tripoli, for bytes its node would never send."""
    ours, theirs = (one.node.node.identity for one in (pair.algiers, pair.tripoli))
    context = client_context(ours.line_certificate, ours.line_private, [theirs.line_certificate])
    pins = {spki_pin(theirs.line_certificate)}
    with pair.line_to(pair.tripoli) as url, Line(url, context=context, pins=pins) as opened:
        yield opened


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"x", "malformed"),
        (LENGTH.pack(0), "malformed"),
        (LENGTH.pack(5) + b"half", "malformed"),
        (LENGTH.pack(DISPATCH_LIMIT_BYTES + 1), "too-large"),
        ((LENGTH.pack(1) + b"x") * (CALL_LIMIT_DISPATCHES + 1), "too-large"),
    ],
)
def test_a_call_that_is_no_row_of_dispatches_is_refused_whole(
    body: bytes, rule: str, line: Line, pair: Pair
) -> None:
    before = kept(pair.tripoli)
    with pytest.raises(RefusedError, match=rule):
        line.call(body)
    assert kept(pair.tripoli) == before


@pytest.mark.parametrize("dispatch", [b"x", b"WSL1", bytes(2_000), b"[" * 100_000])
def test_a_dispatch_that_is_none_is_answered_and_kept_from_everything(
    dispatch: bytes, line: Line, pair: Pair
) -> None:
    pair.exchange()
    before = kept(pair.tripoli)
    assert line.call(LENGTH.pack(len(dispatch)) + dispatch)
    assert kept(pair.tripoli) == before
    assert pair.tripoli.run("explain").out.count("(") >= 1


# ---------------------------------------------------------------- the socket beside the store


def heard(service: Service, frame: bytes) -> Json:
    """What the door beside the store answers to the bytes of a frame."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.connect(str(service.home / SOCKET))
        asking.sendall(frame)
        asking.shutdown(socket.SHUT_WR)
        stream = asking.makefile("rb")
        (length,) = LENGTH.unpack(stream.read(LENGTH.size))
        return orjson.loads(stream.read(length))


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        (b"", "malformed"),
        (b"\xff\xfe", "malformed"),
        (b"[" * 100_000, "malformed"),
        (b'{"verb":"tray"}', "malformed"),
        (b'{"verb":1,"arguments":{}}', "malformed"),
        (b'{"verb":"tray","arguments":[]}', "malformed"),
        (b'{"verb":"tray","arguments":{},"more":1}', "malformed"),
        (b'{"verb":"drop-tables","arguments":{}}', "no-such-verb"),
        (b'{"verb":"tray","arguments":{}}', "bad-arguments"),
    ],
)
def test_a_frame_that_asks_nothing_is_refused_by_name(
    written: bytes, rule: str, pair: Pair
) -> None:
    before = kept(pair.algiers)
    assert heard(pair.algiers, LENGTH.pack(len(written)) + written)["refused"] == rule
    assert kept(pair.algiers) == before


def test_a_frame_longer_than_its_limit_is_not_read(pair: Pair) -> None:
    assert heard(pair.algiers, LENGTH.pack(2**32 - 1))["refused"] == "too-large"


ASKED: Mapping[str, Mapping[str, Json]] = {
    "backup": {"file": "/none/copy", "key": "00" * 32},
    "bundle-out": {"partner": TRIPOLI, "place": "/none/bundle"},
    "case": {"reference": "AAAAAAAAAAAAAA"},
    "draft": {
        "officer": "amel",
        "prepared": {
            "body": "",
            "fields": {},
            "files": [],
            "link": "0" * 32,
            "salt": "",
            "statement": "",
        },
        "signed": "",
    },
    "extract": {"partner": TRIPOLI, "of": "ours", "officer": "", "file": "/none/extract"},
    "officer-add": {"key": "00" * 32, "name": "X", "officer": "x", "roles": ["drafter"]},
    "prepare": {
        "officer": "amel",
        "partner": TRIPOLI,
        "wish": {"fields": {"about": ["0" * 64]}, "kind": "note", "move": "send"},
    },
}
WRONG: tuple[Json, ...] = (None, True, -1, 1.5, [], {}, [1], {"a": 1}, "\0", "not/hex")


@pytest.mark.parametrize("verb", ASKED)
def test_an_argument_of_another_type_is_refused_and_no_fault_of_ours(
    verb: str, pair: Pair
) -> None:
    before = kept(pair.algiers)
    for name in ASKED[verb]:
        for wrong in WRONG:
            # RuntimeError would be the reference of a fault.
            with pytest.raises((RefusedError, UnavailableError)):
                ask(pair.algiers.home / SOCKET, verb, {**ASKED[verb], name: wrong})
    assert kept(pair.algiers) == before


@pytest.mark.parametrize(
    "wish",
    [
        {"kind": "report"},
        {"kind": 1, "move": "release"},
        {"kind": "report", "move": ["release"]},
        {"kind": "report", "move": "release", "fields": {"about": 1}},
        {"kind": "report", "move": "release", "fields": {"about": ["not a hash"]}},
        {"kind": "report", "move": "release", "fields": {"lang": 1}},
        {"kind": "report", "move": "release", "body": {}, "attached": [{}]},
        {"kind": "report", "move": "release", "more": 1},
    ],
)
def test_a_wish_of_another_form_is_refused_by_name(wish: Json, pair: Pair) -> None:
    asked = {"officer": "amel", "partner": TRIPOLI, "wish": wish}
    with pytest.raises(RefusedError, match="bad-arguments"):
        ask(pair.algiers.home / SOCKET, "prepare", asked)


# -------------------------------------------------------------- passphrase, process and disk


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
