"""Other verbs of the machine ask the node that runs; nobody else is heard."""

import asyncio
import re
import socket
import stat
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transport.nodes import PATIENCE_SECONDS, until_closed
from tests.tree import ROOT
from wasl.core.canonical import Json, dumps, loads
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.asking import ask
from wasl.transport.door_frame import FRAME_LIMIT_BYTES, LENGTH, framed
from wasl.transport.socket_door import DoorLimits, Progress, serve_door

Verb = Callable[[dict[str, Json], Progress], Coroutine[None, None, Json]]


async def echo(arguments: dict[str, Json], _report: Progress) -> Json:
    return arguments


@dataclass(slots=True, kw_only=True)
class Running:
    """What stands for the node: its verbs, and the bugs it noted."""

    path: Path
    verbs: dict[str, Verb] = field(default_factory=lambda: {"echo": echo})
    bugs: list[BaseException] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    async def perform(self, verb: str, arguments: dict[str, Json], report: Progress) -> Json:
        if verb not in self.verbs:
            raise RefusedError("unknown-verb", {"verb": verb})
        return await self.verbs[verb](arguments, report)

    def name_bug(self, bug: BaseException) -> str:
        self.bugs.append(bug)
        return f"bug-{len(self.bugs)}"


@contextmanager
def running(
    path: Path, uids: frozenset[int] | None = None, limits: DoorLimits | None = None
) -> Iterator[Running]:
    """A node that serves its door in a thread of its own until the block ends."""
    node = Running(path=path)
    opened, failed = threading.Event(), list[BaseException]()
    closing = asyncio.Event()

    async def serve() -> None:
        async with serve_door(
            path, node.perform, name_bug=node.name_bug, admitted_uids=uids, limits=limits
        ):
            opened.set()
            await closing.wait()

    def run() -> None:
        try:
            node.loop.run_until_complete(serve())
        except UnavailableError as error:
            failed.append(error)
        finally:
            opened.set()
            node.loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert opened.wait(PATIENCE_SECONDS)
    if failed:
        thread.join(PATIENCE_SECONDS)
        raise failed[0]
    try:
        yield node
    finally:
        node.loop.call_soon_threadsafe(closing.set)
        thread.join(PATIENCE_SECONDS)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "wasl.sock"


@pytest.fixture(name="node")
def _node(path: Path) -> Iterator[Running]:
    with running(path) as node:
        yield node


@pytest.fixture(name="lasting_path", scope="module")
def _lasting_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The door of one node for all the examples of a law."""
    path = tmp_path_factory.mktemp("node") / "wasl.sock"
    with running(path):
        yield path


def refusal(path: Path, verb: str = "echo", **arguments: Json) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        ask(path, verb, arguments)
    return caught.value


def failure(path: Path) -> UnavailableError:
    with pytest.raises(UnavailableError) as caught:
        ask(path, "echo", {})
    return caught.value


@contextmanager
def bare_line(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(PATIENCE_SECONDS)
        line.connect(str(path))
        yield line


def said_to(path: Path, sent: bytes) -> Json:
    """The one frame the node says to these bytes, or None when it says nothing."""
    with bare_line(path) as line:
        with suppress(OSError):
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
        heard = until_closed(line)
    return loads(heard[LENGTH.size :]) if heard else None


# -------------------------------------------------------------------------------- answers


def test_a_verb_is_answered_with_its_value(node: Running, path: Path) -> None:
    arguments = {"case": "ABCDEFGHIJKLMN", "text": "إفادة", "count": 3, "flags": [True, None]}
    assert ask(path, "echo", arguments) == arguments


def test_a_refusal_comes_out_as_it_went_in(node: Running, path: Path) -> None:
    refused = refusal(path, "unheard")
    assert (refused.rule, refused.detail) == ("unknown-verb", {"verb": "unheard"})


def test_what_is_unavailable_comes_out_as_it_went_in(node: Running, path: Path) -> None:
    async def fail(_arguments: dict[str, Json], _report: Progress) -> Json:
        raise UnavailableError("disk-full", {"free_mib": 3})

    node.verbs["echo"] = fail
    failed = failure(path)
    assert (failed.what, failed.detail) == ("disk-full", {"free_mib": 3})


def test_a_bug_is_told_by_its_reference_alone(node: Running, path: Path) -> None:
    async def err(_arguments: dict[str, Json], _report: Progress) -> Json:
        raise KeyError("Omar Ben Salah")

    node.verbs["echo"] = err
    with pytest.raises(RuntimeError, match=r"^bug bug-1$"):
        ask(path, "echo", {})
    assert [type(bug) for bug in node.bugs] == [KeyError]


def test_a_value_that_cannot_be_said_is_a_bug(node: Running, path: Path) -> None:
    async def odd(_arguments: dict[str, Json], _report: Progress) -> Json:
        return object()

    node.verbs["echo"] = odd
    with pytest.raises(RuntimeError, match="bug-1"):
        ask(path, "echo", {})


def test_progress_comes_in_order_and_before_the_value(node: Running, path: Path) -> None:
    async def work(_arguments: dict[str, Json], report: Progress) -> Json:
        for done in range(5):
            report(done, 5)
        await asyncio.to_thread(report, 5, 5)
        return "done"

    node.verbs["work"] = work
    steps: list[tuple[int, int]] = []
    assert ask(path, "work", {}, lambda *step: steps.append(step)) == "done"
    assert steps == [(done, 5) for done in range(6)]
    assert ask(path, "work", {}) == "done"


def test_a_value_of_some_megabytes_arrives_whole(node: Running, path: Path) -> None:
    lines = {"lines": ["x" * 60_000] * 100}
    assert ask(path, "echo", lines) == lines


def test_askers_are_answered_side_by_side(node: Running, path: Path) -> None:
    begun, ended = threading.Event(), asyncio.Event()

    async def wait(_arguments: dict[str, Json], _report: Progress) -> Json:
        begun.set()
        await ended.wait()
        return "late"

    node.verbs["wait"] = wait
    late: list[Json] = []
    waiting = threading.Thread(target=lambda: late.append(ask(path, "wait", {})))
    waiting.start()
    assert begun.wait(PATIENCE_SECONDS)
    assert ask(path, "echo", {"n": 1}) == {"n": 1}
    node.loop.call_soon_threadsafe(ended.set)
    waiting.join(PATIENCE_SECONDS)
    assert late == ["late"]


def test_arguments_that_are_no_json_are_refused_before_asking(path: Path) -> None:
    for text in ("\udce9", "x" * FRAME_LIMIT_BYTES):
        assert refusal(path, text=text).rule == "malformed"


def test_a_body_as_long_as_bodies_may_be_passes_the_door(node: Running, path: Path) -> None:
    text = "ن" * 300_000
    assert ask(path, "echo", {"text": text}) == {"text": text}


def test_the_frames_of_the_page_are_frames() -> None:
    page = (ROOT / "docs" / "spec" / "door.md").read_text(encoding="utf-8")
    shown = re.findall(r"^[→←] ([0-9a-f]{8}) (.*)$", page, flags=re.MULTILINE)
    assert len(shown) == 7
    for length, written in shown:
        assert framed(loads(written.encode())).hex() == length + written.encode().hex()


# --------------------------------------------------------------------------- who is heard


def test_the_door_is_closed_to_other_accounts(node: Running, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_account_not_admitted_is_refused_unheard(path: Path) -> None:
    with running(path, uids=frozenset()) as node:
        assert refusal(path, text="x" * 60_000).rule == "wrong-owner"
        assert node.bugs == []


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (LENGTH.pack(FRAME_LIMIT_BYTES + 1), "too-large"),
        (b"\xff" * 100, "too-large"),
        (LENGTH.pack(0), "malformed"),
        (LENGTH.pack(4) + b"\x00\x01\x02\x03", "malformed"),
        (LENGTH.pack(3) + b"{ }", "malformed"),
        (LENGTH.pack(2) + b"{}", "malformed"),
        (LENGTH.pack(2) + b"[]", "malformed"),
        (LENGTH.pack(27) + b'{"arguments":[],"verb":"x"}', "malformed"),
        (LENGTH.pack(33) + b'{"arguments":{},"verb":"x","z":1}', "malformed"),
    ],
)
def test_garbage_is_refused_by_name(node: Running, path: Path, sent: bytes, rule: str) -> None:
    assert said_to(path, sent)["refused"] == rule
    assert ask(path, "echo", {"still": "there"}) == {"still": "there"}


@settings(max_examples=60)
@given(garbage=st.binary(max_size=80))
def test_any_bytes_are_refused_or_left_unanswered(lasting_path: Path, garbage: bytes) -> None:
    answer = said_to(lasting_path, garbage)
    assert answer is None or answer["refused"] in {"too-large", "malformed"}


def test_a_request_cut_anywhere_is_left_unanswered(node: Running, path: Path) -> None:
    request = dumps({"arguments": {}, "verb": "echo"})
    whole = LENGTH.pack(len(request)) + request
    assert {said_to(path, whole[:cut]) for cut in range(0, len(whole), 5)} == {None}
    assert said_to(path, whole) == {"value": {}}


def test_an_asker_that_says_nothing_is_sent_away(path: Path) -> None:
    with running(path, limits=DoorLimits(request_seconds=0.2)), bare_line(path) as line:
        assert b"malformed" in until_closed(line)


# ------------------------------------------------------------------------ coming and going


def test_where_nobody_listens_there_is_no_node(path: Path) -> None:
    assert failure(path).what == "no-node"
    path.touch()
    assert failure(path).what == "no-node"


def test_the_door_is_gone_with_the_node(path: Path) -> None:
    with running(path):
        pass
    assert not path.exists()
    assert failure(path).what == "no-node"


def test_what_a_killed_node_left_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))
    assert failure(path).what == "no-node"
    with running(path):
        assert ask(path, "echo", {}) == {}


def test_a_second_node_finds_the_first(node: Running, path: Path) -> None:
    with pytest.raises(UnavailableError, match="node-running"), running(path):
        pass
    assert ask(path, "echo", {}) == {}


def test_a_file_that_is_no_socket_is_left_alone(path: Path) -> None:
    path.write_text("something else")
    with pytest.raises(UnavailableError, match="no-door"), running(path):
        pass
    assert path.read_text() == "something else"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "wasl.sock"
    with pytest.raises(UnavailableError, match="no-door"), running(path):
        pass
    assert failure(path).what == "no-node"


def test_a_path_longer_than_a_socket_address_holds_will_do(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    with running(folder / "wasl.sock"):
        assert ask(folder / "wasl.sock", "echo", {}) == {}
        with (
            pytest.raises(UnavailableError, match="node-running"),
            running(folder / "wasl.sock"),
        ):
            pass


def test_a_node_that_ends_before_it_answered_is_lost(path: Path) -> None:
    for said in (
        b"",
        b"\x00\x00",
        LENGTH.pack(9) + b"{",
        LENGTH.pack(2**31),
        b"\x00\x00\x00\x02{}",
    ):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dying:
            dying.bind(str(path))
            dying.listen()

            def end(dying: socket.socket = dying, said: bytes = said) -> None:
                line, _ = dying.accept()
                line.recv(65_536)
                line.sendall(said)
                line.close()

            ending = threading.Thread(target=end)
            ending.start()
            assert failure(path).what == "node-lost"
            ending.join(PATIENCE_SECONDS)
        path.unlink()


def test_a_verb_goes_on_when_its_asker_leaves(node: Running, path: Path) -> None:
    begun, ended = threading.Event(), threading.Event()
    left = asyncio.Event()

    async def work(_arguments: dict[str, Json], report: Progress) -> Json:
        begun.set()
        await left.wait()
        for done in range(100):
            report(done, 100)
            await asyncio.sleep(0)
        ended.set()
        return "done"

    node.verbs["work"] = work
    request = dumps({"arguments": {}, "verb": "work"})
    with bare_line(path) as line:
        line.sendall(LENGTH.pack(len(request)) + request)
        assert begun.wait(PATIENCE_SECONDS)
    node.loop.call_soon_threadsafe(left.set)
    assert ended.wait(PATIENCE_SECONDS)
    assert ask(path, "echo", {}) == {}


def test_a_verb_under_way_is_answered_before_the_node_ends(path: Path) -> None:
    begun, ended = threading.Event(), asyncio.Event()

    async def wait(_arguments: dict[str, Json], _report: Progress) -> Json:
        begun.set()
        await ended.wait()
        return "in time"

    answers: list[Json] = []
    with running(path) as node:
        node.verbs["wait"] = wait
        asking = threading.Thread(target=lambda: answers.append(ask(path, "wait", {})))
        asking.start()
        assert begun.wait(PATIENCE_SECONDS)
        node.loop.call_soon_threadsafe(node.loop.call_later, 0.1, ended.set)
    asking.join(PATIENCE_SECONDS)
    assert answers == ["in time"]


def test_a_verb_that_outlasts_the_grace_time_is_given_up(path: Path) -> None:
    begun = threading.Event()

    async def wait(_arguments: dict[str, Json], _report: Progress) -> Json:
        begun.set()
        await asyncio.Event().wait()

    failures: list[UnavailableError] = []
    with running(path, limits=DoorLimits(grace_seconds=0.1)) as node:
        node.verbs["echo"] = wait
        asking = threading.Thread(target=lambda: failures.append(failure(path)))
        asking.start()
        assert begun.wait(PATIENCE_SECONDS)
    asking.join(PATIENCE_SECONDS)
    assert [failed.what for failed in failures] == ["node-lost"]


def test_an_asker_that_reads_nothing_does_not_fill_the_node(node: Running, path: Path) -> None:
    ended = threading.Event()
    unread: list[int] = []

    async def chatter(_arguments: dict[str, Json], report: Progress) -> Json:
        for done in range(200_000):
            report(done, 200_000)
            if done % 1_000 == 0:
                await asyncio.sleep(0)
        unread.append(1)
        ended.set()
        return "done"

    node.verbs["chatter"] = chatter
    request = dumps({"arguments": {}, "verb": "chatter"})
    with bare_line(path) as line:
        line.sendall(LENGTH.pack(len(request)) + request)
        assert ended.wait(PATIENCE_SECONDS)
        heard = until_closed(line)
    assert heard.endswith(b'{"value":"done"}')
    assert len(heard) < 2**20
