"""Nobody can hold a node up: not by waiting, not by crowding, not while it stops."""

import asyncio
import ssl
import threading
from contextlib import ExitStack, suppress

import pytest

from tests.transport.nodes import (
    ALGIERS,
    HEAD,
    PATIENCE_SECONDS,
    RIVAL,
    WHOLE,
    Desk,
    Open,
    answers,
    bare_line,
    caller,
    eventually_answers,
    failure,
    listening,
    one_answer,
    raw_line,
    tripoli,
    until_closed,
)
from wasl.core.errors import UnavailableError
from wasl.transport.client import Line
from wasl.transport.http import ListenerLimits

# ---------------------------------------------------------------------- patience and places

SHORT = ListenerLimits(handshake_seconds=0.3, header_seconds=0.3, stall_seconds=0.3)


@pytest.mark.parametrize(
    "sent", [b"", b"P", HEAD, HEAD + b"Content-Length: 4\r\n"], ids=["none", "one", "two", "three"]
)
def test_a_header_that_is_never_complete_is_closed(desk: Desk, sent: bytes) -> None:
    with listening(desk, limits=SHORT) as algiers, raw_line(algiers.port) as line:
        line.sendall(sent)
        assert until_closed(line) == b""


def test_a_header_that_comes_byte_by_byte_is_closed_all_the_same(desk: Desk) -> None:
    closed = threading.Event()

    def trickle(line: ssl.SSLSocket) -> None:
        with suppress(OSError):
            line.sendall(HEAD)
            while not closed.wait(0.05):
                line.sendall(b"X")

    with listening(desk, limits=SHORT) as algiers, raw_line(algiers.port) as line:
        trickling = threading.Thread(target=trickle, args=[line])
        trickling.start()
        assert until_closed(line) == b""
        closed.set()
        trickling.join()


def test_a_handshake_that_never_begins_is_closed(desk: Desk) -> None:
    with listening(desk, limits=SHORT) as algiers, bare_line(algiers.port) as line:
        assert until_closed(line) == b""


def test_a_body_that_stalls_is_closed_and_never_asked(desk: Desk) -> None:
    with listening(desk, limits=SHORT) as algiers, raw_line(algiers.port) as line:
        line.sendall(WHOLE[:-1])
        assert until_closed(line) == b""
    assert desk.asked == []


def test_a_slow_body_that_moves_is_answered(desk: Desk) -> None:
    limits = ListenerLimits(stall_seconds=1.5)
    pause = threading.Event()
    with listening(desk, limits=limits) as algiers, raw_line(algiers.port) as line:
        line.sendall(HEAD + b"Content-Length: 8\r\n\r\n")
        for number in range(8):
            pause.wait(0.25)
            line.sendall(str(number).encode())
        assert b"answer to 01234567" in one_answer(line)


def test_an_idle_line_is_closed_after_its_keep_alive(desk: Desk) -> None:
    limits = ListenerLimits(keep_alive_seconds=1)
    with listening(desk, limits=limits) as algiers, raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        assert until_closed(line).endswith(b"answer to body")


def test_a_header_begun_on_a_kept_line_is_closed_too(desk: Desk) -> None:
    with listening(desk, limits=SHORT) as algiers, raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        one_answer(line)
        line.sendall(HEAD)
        assert until_closed(line) == b""


def test_a_ninth_connection_of_one_address_has_no_place(desk: Desk, algiers: Open) -> None:
    with ExitStack() as eight:
        lines = [eight.enter_context(raw_line(algiers.port)) for _ in range(8)]
        assert failure(tripoli(algiers)).what == "link-down"
        for line in lines:
            line.sendall(WHOLE)
            assert b"answer to body" in one_answer(line)


def test_a_place_is_free_once_its_connection_ends(desk: Desk) -> None:
    with listening(desk, limits=ListenerLimits(connections_per_address=1)) as algiers:
        for _ in range(3):
            assert eventually_answers(algiers)


def test_handshakes_that_fail_leave_no_place_taken(desk: Desk) -> None:
    with listening(desk, limits=ListenerLimits(connections_per_address=2)) as algiers:
        for _ in range(5):
            stranger = Line(algiers.url, context=caller(RIVAL, ALGIERS), pins=[ALGIERS.pin])
            assert failure(stranger).what == "link-down"
        assert eventually_answers(algiers)


def test_a_crowd_of_silent_strangers_leaves_a_place_for_a_partner(desk: Desk) -> None:
    limits = ListenerLimits(connections=4, connections_per_address=100)
    with listening(desk, limits=limits) as algiers, ExitStack() as crowd:
        strangers = [crowd.enter_context(bare_line(algiers.port)) for _ in range(12)]
        assert answers(algiers)
        assert until_closed(strangers[0]) == b""


def test_a_partner_whose_line_is_up_keeps_its_place(desk: Desk) -> None:
    limits = ListenerLimits(connections=4, connections_per_address=100)
    with listening(desk, limits=limits) as algiers, ExitStack() as four:
        lines = [four.enter_context(raw_line(algiers.port)) for _ in range(4)]
        for line in lines:
            line.sendall(WHOLE[:20])
        assert failure(tripoli(algiers)).what == "link-down"
        for line in lines:
            line.sendall(WHOLE[20:])
            assert one_answer(line).endswith(b"answer to body")


def test_a_partner_has_two_calls_at_once_and_not_three(desk: Desk, algiers: Open) -> None:
    begun = threading.Semaphore(0)
    ended = asyncio.Event()

    async def wait(body: bytes) -> bytes:
        begun.release()
        await ended.wait()
        return body

    desk.reply = wait
    with ExitStack() as lines:
        two = [lines.enter_context(raw_line(algiers.port)) for _ in range(2)]
        for line in two:
            line.sendall(WHOLE)
            assert begun.acquire(timeout=PATIENCE_SECONDS)
        assert failure(tripoli(algiers)).detail == {"status": 503}
        algiers.loop.call_soon_threadsafe(ended.set)
        for line in two:
            assert one_answer(line).endswith(b"body")


# ---------------------------------------------------------------------------- start and stop


def test_a_call_under_way_is_answered_before_the_listener_stops(desk: Desk, algiers: Open) -> None:
    begun, ended = threading.Event(), asyncio.Event()

    async def wait(body: bytes) -> bytes:
        begun.set()
        await ended.wait()
        return body

    desk.reply = wait
    with raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        assert begun.wait(PATIENCE_SECONDS)
        stopping = asyncio.run_coroutine_threadsafe(algiers.listener.stop(), algiers.loop)
        algiers.loop.call_soon_threadsafe(ended.set)
        assert until_closed(line).endswith(b"body")
        stopping.result(PATIENCE_SECONDS)
    assert failure(tripoli(algiers)).what == "link-down"


def test_a_call_that_outlasts_the_grace_time_is_given_up(desk: Desk) -> None:
    begun = threading.Event()

    async def wait(_body: bytes) -> bytes:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    desk.reply = wait
    limits = ListenerLimits(grace_seconds=0.1)
    with listening(desk, limits=limits) as algiers, raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        assert begun.wait(PATIENCE_SECONDS)
        algiers.stop()
        assert until_closed(line) == b""


def test_silent_strangers_do_not_delay_a_stop(desk: Desk) -> None:
    limits = ListenerLimits(handshake_seconds=10 * PATIENCE_SECONDS)
    with listening(desk, limits=limits) as algiers, bare_line(algiers.port) as line:
        assert answers(algiers)
        algiers.stop()
        assert until_closed(line) == b""


def test_a_listener_stopped_may_be_started_again(desk: Desk, algiers: Open) -> None:
    algiers.stop()
    starting = asyncio.run_coroutine_threadsafe(algiers.listener.start(), algiers.loop)
    starting.result(PATIENCE_SECONDS)
    again = Open(listener=algiers.listener, loop=algiers.loop, port=algiers.listener.port)
    assert answers(again)


def test_a_port_taken_by_another_is_said(desk: Desk, algiers: Open) -> None:
    with pytest.raises(UnavailableError, match="no-port"), listening(desk, port=algiers.port):
        pass
