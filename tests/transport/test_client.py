"""A caller speaks to the pinned key only, and comes to no harm from what answers."""

import socket
import ssl
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transport.nodes import ALGIERS, RIVAL, TRIPOLI, callee, caller, impostor
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.calls import CALL_LIMIT_BYTES
from wasl.transport.client import Line, Timeouts

HASTY = Timeouts(connect_seconds=0.5, read_seconds=0.5, write_seconds=0.5, wait_seconds=0.5)


def line(url: str, timeouts: Timeouts | None = None) -> Line:
    return Line(
        url, context=caller(TRIPOLI, ALGIERS, RIVAL), pins=[ALGIERS.pin], timeouts=timeouts
    )


def saying(answer: bytes) -> Callable[[ssl.SSLSocket], None]:
    """A server that hears the call and says these bytes."""

    def serve(connection: ssl.SSLSocket) -> None:
        heard = b""
        while not heard.endswith(b"\r\n\r\nbody"):
            heard += connection.recv(65_536)
        connection.sendall(answer)

    return serve


def until_closed_by_caller(connection: ssl.SSLSocket) -> None:
    """A server that hears everything and says nothing."""
    while connection.recv(65_536):
        pass


def outcome(url: str) -> bytes | RefusedError | UnavailableError:
    with line(url, HASTY) as opened:
        try:
            return opened.call(b"body")
        except (RefusedError, UnavailableError) as error:
            return error


def failed(answer: bytes) -> RefusedError | UnavailableError:
    """What the caller makes of an answer it does not take."""
    with impostor(saying(answer)) as url:
        made = outcome(url)
    assert not isinstance(made, bytes)
    return made


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_nothing_is_sent_to_a_key_that_is_not_pinned(known: bool) -> None:
    heard: list[bytes] = []
    # A rival whose certificate the caller's context knows (another link's partner), or does not.
    context = caller(TRIPOLI, ALGIERS, RIVAL) if known else caller(TRIPOLI, ALGIERS)
    with (
        impostor(lambda served: heard.append(served.recv(1)), callee(RIVAL, TRIPOLI)) as url,
        Line(url, context=context, pins=[ALGIERS.pin]) as opened,
        pytest.raises(RefusedError, match="unpinned-line"),
    ):
        opened.call(b"body")
    assert heard in ([], [b""])


def test_the_impostor_of_these_tests_is_believed_with_the_pinned_key() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
    with impostor(saying(answer)) as url:
        assert outcome(url) == b"fine"


def test_nobody_listening_is_a_link_that_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    made = outcome(f"https://127.0.0.1:{port}")
    assert isinstance(made, UnavailableError)
    assert (made.what, made.detail) == ("link-down", {"why": "ConnectionRefusedError"})


def test_a_server_that_says_nothing_is_a_link_that_is_down() -> None:
    with impostor(until_closed_by_caller) as url:
        made = outcome(url)
    assert isinstance(made, UnavailableError)
    assert made.what == "link-down"


def test_a_server_that_speaks_no_tls_is_a_link_that_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        made = outcome(f"https://127.0.0.1:{silent.getsockname()[1]}")
    assert isinstance(made, UnavailableError)


def test_a_redirect_is_not_followed() -> None:
    made = failed(
        b"HTTP/1.1 307 Go\r\nLocation: https://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n"
    )
    assert isinstance(made, UnavailableError)
    assert made.detail == {"status": 307}


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nnot found",
        b'HTTP/1.1 400 No\r\nContent-Length: 10\r\n\r\n{"rule":7}',
        b'HTTP/1.1 400 No\r\nContent-Length: 16\r\n\r\n{"rule":"A <b>"}',
        b'HTTP/1.1 400 No\r\nContent-Length: 16\r\n\r\n["not a mapping"]'[:-1],
        b'HTTP/1.1 500 No\r\nContent-Length: 14\r\n\r\n{"rule":"gap"}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"not HTTP at all\r\n\r\n",
    ],
)
def test_an_answer_that_names_no_rule_is_a_link_that_is_down(answer: bytes) -> None:
    made = failed(answer)
    assert isinstance(made, UnavailableError)
    assert made.what == "link-down"


def test_a_rule_named_by_the_partner_is_its_refusal() -> None:
    made = failed(b'HTTP/1.1 400 No\r\nContent-Length: 14\r\n\r\n{"rule":"gap"}')
    assert isinstance(made, RefusedError)
    assert made.rule == "gap"


def test_an_answer_without_end_is_refused() -> None:
    def flood(connection: ssl.SSLSocket) -> None:
        saying(b"HTTP/1.1 200 OK\r\n\r\n")(connection)
        while True:
            connection.sendall(bytes(2**20))

    with impostor(flood) as url:
        made = outcome(url)
    assert isinstance(made, RefusedError)
    assert (made.rule, made.detail) == ("too-large", {"limit": CALL_LIMIT_BYTES})


def test_a_refusal_without_end_is_refused() -> None:
    made = failed(b"HTTP/1.1 400 No\r\n\r\n" + bytes(2**16))
    assert isinstance(made, RefusedError)
    assert made.rule == "too-large"


@settings(max_examples=40)
@given(st.binary(max_size=60), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 400 "]))
def test_whatever_answers_only_refusals_and_failures_come_out(garbage: bytes, head: bytes) -> None:
    with impostor(saying(head + garbage)) as url:
        assert isinstance(outcome(url), bytes | RefusedError | UnavailableError)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1:8443",
        "https://",
        "https://127.0.0.1:0",
        "https://127.0.0.1:65536",
        "https://127.0.0.1:8443/other",
        "https://127.0.0.1:8443?x",
        "https://omar:secret@127.0.0.1",
        "https://exämple.dz",
        "https://a b",
        "https://127.0.0.1:8443\n",
        "HTTPS://127.0.0.1",
    ],
)
def test_an_address_is_https_a_host_and_a_port(url: str) -> None:
    with pytest.raises(RefusedError, match="bad-url"):
        line(url)


@pytest.mark.parametrize(
    "url", ["https://liaison.dz.example", "https://[::1]:8443", "https://127.0.0.1:65535/"]
)
def test_an_address_may_be_a_name_or_a_number(url: str) -> None:
    line(url).close()


def test_a_call_past_the_limit_is_our_bug() -> None:
    with line("https://127.0.0.1:1") as opened, pytest.raises(ValueError, match="a call of"):
        opened.call(bytes(CALL_LIMIT_BYTES + 1))


def test_a_line_closed_opens_again_at_the_next_call() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
    with impostor(saying(answer)) as url:
        opened = line(url)
        opened.close()
        assert opened.call(b"body") == b"fine"
        opened.close()
