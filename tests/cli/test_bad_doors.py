"""Bad bytes in a bundle, an extract, a call or a question to the node: refused by name."""

import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson
import pytest

from tests.cli.damage import ACTING, DAMAGES, LENGTH, Damage, kept, refused
from tests.cli.pair import Pair, Service, report_file
from tests.world import TRIPOLI
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.seal.line import client_context, spki_pin
from wasl.transport.asking import ask
from wasl.transport.calls import CALL_LIMIT_DISPATCHES, DISPATCH_LIMIT_BYTES
from wasl.transport.client import Line
from wasl.wiring import SOCKET


@pytest.fixture
def desk(settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder an officer works in."""
    monkeypatch.chdir(settled)
    return settled


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
