"""Two nodes exchange bytes over the line; nobody else does, and answers say little."""

import json
import ssl
from contextlib import suppress

import pytest

from tests.transport.nodes import (
    ALGIERS,
    HEAD,
    RIVAL,
    TRIPOLI,
    WHOLE,
    Desk,
    Open,
    answers,
    bare_line,
    callee,
    caller,
    failure,
    listening,
    one_answer,
    raw_line,
    refusal,
    status,
    tripoli,
    until_closed,
)
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.client import Line, call
from wasl.transport.http import ListenerLimits

# ------------------------------------------------------------------------------- exchange


def test_two_nodes_exchange_bytes(desk: Desk, algiers: Open) -> None:
    with tripoli(algiers) as line:
        assert line.call(b"dispatches") == b"answer to dispatches"
    assert desk.asked == [("liaison.ly.example", b"dispatches")]


def test_nothing_is_also_carried(algiers: Open) -> None:
    with tripoli(algiers) as line:
        assert line.call(b"") == b"answer to "


def test_one_call_needs_no_kept_line(algiers: Open) -> None:
    answer = call(
        algiers.url, b"once", context=caller(TRIPOLI, ALGIERS), pins=[ALGIERS.pin, RIVAL.pin]
    )
    assert answer == b"answer to once"


def test_large_calls_and_answers_arrive_whole(desk: Desk, algiers: Open) -> None:
    body = bytes(range(256)) * 2**16
    with tripoli(algiers) as line:
        assert line.call(body) == b"answer to " + body


def test_a_second_call_goes_over_the_first_line(desk: Desk) -> None:
    limits = ListenerLimits(connections_per_address=1)
    with listening(desk, limits=limits) as algiers, tripoli(algiers) as line:
        assert [line.call(b"1"), line.call(b"2")] == [b"answer to 1", b"answer to 2"]
        # The control: a line of its own has no place.
        assert failure(tripoli(algiers)).what == "link-down"


def test_two_requests_sent_at_once_are_both_answered(desk: Desk, algiers: Open) -> None:
    with raw_line(algiers.port) as line:
        line.sendall(WHOLE + WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert until_closed(line).count(b"answer to body") == 2


def test_proxies_of_the_environment_are_not_used(
    algiers: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert answers(algiers)


# ---------------------------------------------------------------------------- who may call


def test_a_certificate_of_a_stranger_ends_in_the_handshake(desk: Desk, algiers: Open) -> None:
    line = Line(algiers.url, context=caller(RIVAL, ALGIERS), pins=[ALGIERS.pin])
    assert failure(line).what == "link-down"
    assert desk.asked == []


def test_a_caller_without_a_certificate_ends_in_the_handshake(desk: Desk, algiers: Open) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=ALGIERS.certificate)
    with suppress(ssl.SSLError), raw_line(algiers.port, context) as line:
        line.sendall(WHOLE)
        assert until_closed(line) == b""
    assert desk.asked == []


def test_an_older_version_of_tls_ends_in_the_handshake(algiers: Open) -> None:
    context = caller(TRIPOLI, ALGIERS)
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)), raw_line(algiers.port, context):
        pass


def test_an_unpinned_certificate_is_refused_before_the_body_is_read(desk: Desk) -> None:
    with (
        listening(desk, callee(ALGIERS, TRIPOLI, RIVAL)) as algiers,
        raw_line(algiers.port, caller(RIVAL, ALGIERS)) as line,
    ):
        line.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        heard = until_closed(line)
    assert heard.startswith(b"HTTP/1.1 403 ")
    assert heard.endswith(b'\r\n\r\n{"rule":"unpinned-line"}')
    assert desk.asked == []


def test_an_unpinned_caller_is_told_so_whatever_it_sends(desk: Desk) -> None:
    with listening(desk, callee(ALGIERS, TRIPOLI, RIVAL)) as algiers:
        line = Line(algiers.url, context=caller(RIVAL, ALGIERS), pins=[ALGIERS.pin])
        assert refusal(line, bytes(8 * 2**20)).rule == "unpinned-line"


def test_a_suspension_holds_from_the_next_call_on_a_line_that_is_up(
    desk: Desk, algiers: Open
) -> None:
    with tripoli(algiers) as line:
        line.call(b"before")
        desk.partners.clear()
        assert refusal(line, b"after").rule == "unpinned-line"
    assert desk.asked == [("liaison.ly.example", b"before")]


def test_a_new_partner_may_call_once_the_context_is_renewed(desk: Desk, algiers: Open) -> None:
    desk.partners[RIVAL.pin] = "liaison.new.example"
    line = Line(algiers.url, context=caller(RIVAL, ALGIERS), pins=[ALGIERS.pin])
    assert failure(line).what == "link-down"
    algiers.listener.renew(callee(ALGIERS, TRIPOLI, RIVAL))
    assert line.call(b"hello") == b"answer to hello"
    line.close()


# ------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("request_line", "expected"),
    [
        (b"POST /wasl/1/check HTTP/1.1", 404),
        (b"POST /wasl/1/sync/ HTTP/1.1", 404),
        (b"POST /wasl/1/sync?x=1 HTTP/1.1", 404),
        (b"POST / HTTP/1.1", 404),
        (b"GET /wasl/1/sync HTTP/1.1", 405),
        (b"PUT /wasl/1/sync HTTP/1.1", 405),
        (b"OPTIONS * HTTP/1.1", 404),
    ],
)
def test_there_is_one_route_and_one_method(
    desk: Desk, algiers: Open, request_line: bytes, expected: int
) -> None:
    fields = b"\r\nHost: algiers\r\nContent-Length: 0\r\n\r\n"
    assert status(algiers, request_line + fields) == expected
    assert desk.asked == []


def test_a_compressed_body_is_refused(desk: Desk, algiers: Open) -> None:
    request = HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbody"
    assert status(algiers, request) == 415
    assert desk.asked == []


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 100,
        b"hello\r\n\r\n",
        b"POST /wasl/1/sync HTTP/9.9\r\n\r\n",
        b"POST /wasl/1/sync HTTP/1.1\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"X: " + b"x" * 20_000,
    ],
    ids=["zeros", "words", "version", "no-host", "negative", "two-lengths", "chunk", "long"],
)
def test_garbage_is_refused_and_the_next_call_is_answered(
    desk: Desk, algiers: Open, garbage: bytes
) -> None:
    with raw_line(algiers.port) as line:
        line.sendall(garbage)
        heard = until_closed(line)
    assert heard == b"" or heard.startswith(b"HTTP/1.1 400 ")
    assert desk.asked == []
    assert answers(algiers)


def test_bytes_that_are_no_tls_are_refused_and_the_next_call_is_answered(algiers: Open) -> None:
    with bare_line(algiers.port) as line:
        line.sendall(b"POST /wasl/1/sync HTTP/1.1\r\n\r\n")
        until_closed(line)
    assert answers(algiers)


def test_a_call_cut_anywhere_is_never_asked(desk: Desk, algiers: Open) -> None:
    for cut in range(0, len(WHOLE), 6):
        with raw_line(algiers.port) as line:
            line.sendall(WHOLE[:cut])
    assert answers(algiers)
    assert [body for _, body in desk.asked] == [b"still there?"]


def test_a_body_announced_too_long_is_refused_unread(desk: Desk) -> None:
    with listening(desk, limits=ListenerLimits(body_bytes=1000)) as algiers:
        assert status(algiers, HEAD + b"Content-Length: 1001\r\n\r\n") == 413
        assert refusal(tripoli(algiers), bytes(1001)).rule == "too-large"
        with tripoli(algiers) as line:
            assert len(line.call(bytes(1000))) == 1010


def test_a_body_that_grows_too_long_is_refused_on_the_way(desk: Desk) -> None:
    with listening(desk, limits=ListenerLimits(body_bytes=1000)) as algiers:
        chunk = b"1f4\r\n" + bytes(500) + b"\r\n"
        request = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        assert status(algiers, request + 3 * chunk) == 413
        assert status(algiers, request + 2 * chunk + b"0\r\n\r\n") == 200
    assert len(desk.asked) == 1


def test_a_length_of_very_many_digits_is_refused(desk: Desk, algiers: Open) -> None:
    request = HEAD + b"Content-Length: " + b"9" * 15_000 + b"\r\n\r\n"
    with raw_line(algiers.port) as line:
        line.sendall(request)
        assert until_closed(line).split(b" ")[1] in {b"400", b"413"}
    assert desk.bugs == []
    assert answers(algiers)


# --------------------------------------------------------------------- what an answer says


def test_a_refusal_is_told_by_its_rule_alone(desk: Desk, algiers: Open) -> None:
    async def refuse(_body: bytes) -> bytes:
        raise RefusedError("stale-epoch", {"known": 17})

    desk.reply = refuse
    refused = refusal(tripoli(algiers))
    assert (refused.rule, refused.detail) == ("stale-epoch", {"status": 400})
    with raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        assert one_answer(line).endswith(b'\r\n\r\n{"rule":"stale-epoch"}')


def test_a_node_that_cannot_answer_now_may_be_asked_again(desk: Desk, algiers: Open) -> None:
    async def fail(_body: bytes) -> bytes:
        raise UnavailableError("disk-full")

    desk.reply = fail
    with tripoli(algiers) as line:
        with pytest.raises(UnavailableError) as caught:
            line.call(b"1")
        desk.reply = None
        assert line.call(b"2") == b"answer to 2"
    assert (caught.value.what, caught.value.detail) == ("link-down", {"status": 503})


def test_a_bug_is_told_by_a_reference_and_no_trace(desk: Desk, algiers: Open) -> None:
    async def err(_body: bytes) -> bytes:
        raise KeyError("Omar Ben Salah")

    desk.reply = err
    with raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        head, _, body = one_answer(line).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 500 ")
    assert json.loads(body) == {"reference": "bug-1"}
    assert [type(bug) for bug in desk.bugs] == [KeyError]
    assert failure(tripoli(algiers)).detail == {"status": 500, "reference": "bug-2"}


def test_an_answer_names_no_program_and_no_date(algiers: Open) -> None:
    with raw_line(algiers.port) as line:
        line.sendall(WHOLE)
        head = one_answer(line).partition(b"\r\n\r\n")[0]
    names = {field.partition(b":")[0].lower() for field in head.split(b"\r\n")[1:]}
    assert names == {b"content-type", b"content-length", b"cache-control"}
