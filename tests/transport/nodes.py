"""Two nodes and a stranger on the loopback: real certificates, real TLS, real sockets."""

import asyncio
import re
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from wasl.core.errors import RefusedError, UnavailableError
from wasl.seal.line import client_context, line_certificate, server_context, spki_pin
from wasl.transport.client import Line
from wasl.transport.http import Listener, ListenerLimits
from wasl.transport.reception import Reception

HEAD = b"POST /wasl/1/sync HTTP/1.1\r\nHost: algiers\r\n"
WHOLE = HEAD + b"Content-Length: 4\r\n\r\nbody"
PATIENCE_SECONDS = 20  # how long a test waits for what must come before it fails
START = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node's name, line key and certificate."""

    name: str
    private: bytes
    certificate: bytes
    pin: bytes


def node(name: str, seed: str = "") -> Node:
    private = sha256((name + seed).encode()).digest()
    certificate = line_certificate(
        node=name, private=private, not_before=START, not_after=START + timedelta(days=300)
    )
    return Node(name=name, private=private, certificate=certificate, pin=spki_pin(certificate))


ALGIERS = node("liaison.dz.example")
TRIPOLI = node("liaison.ly.example")
# The same name on another key.
RIVAL = node("liaison.ly.example", "rival")


def caller(of: Node, *partners: Node) -> ssl.SSLContext:
    return client_context(of.certificate, of.private, [one.certificate for one in partners])


def callee(of: Node, *partners: Node) -> ssl.SSLContext:
    return server_context(of.certificate, of.private, [one.certificate for one in partners])


@dataclass(slots=True, kw_only=True)
class Desk:
    """What stands for wiring: who is a partner, what is answered, what was asked."""

    partners: dict[bytes, str] = field(default_factory=lambda: {TRIPOLI.pin: TRIPOLI.name})
    reply: Callable[[bytes], Awaitable[bytes]] | None = None
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    bugs: list[BaseException] = field(default_factory=list)

    async def answer(self, partner: str, body: bytes) -> bytes:
        self.asked.append((partner, body))
        return b"answer to " + body if self.reply is None else await self.reply(body)

    def name_bug(self, bug: BaseException) -> str:
        self.bugs.append(bug)
        return f"bug-{len(self.bugs)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A listener that runs, its loop and its address."""

    listener: Listener
    loop: asyncio.AbstractEventLoop
    port: int

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def stop(self) -> None:
        stopping = asyncio.run_coroutine_threadsafe(self.listener.stop(), self.loop)
        stopping.result(PATIENCE_SECONDS)


@contextmanager
def listening(
    desk: Desk,
    context: ssl.SSLContext | None = None,
    limits: ListenerLimits | None = None,
    port: int = 0,
) -> Iterator[Open]:
    """Algiers listens, in a thread of its own, until the block ends."""
    reception = Reception(partner_of=desk.partners.get, answer=desk.answer, name_bug=desk.name_bug)
    listener = Listener(reception, context or callee(ALGIERS, TRIPOLI), port=port, limits=limits)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(listener.start(), loop).result(PATIENCE_SECONDS)
        opened = Open(listener=listener, loop=loop, port=listener.port)
        try:
            yield opened
        finally:
            if listener.listens:
                opened.stop()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        loop.close()


@contextmanager
def raw_line(port: int, context: ssl.SSLContext | None = None) -> Iterator[ssl.SSLSocket]:
    """TLS to Algiers as Tripoli, for bytes no client would send."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as line:
        secured = (context or caller(TRIPOLI, ALGIERS)).wrap_socket(line)
        with secured:
            yield secured


def one_answer(line: socket.socket) -> bytes:
    """One answer, head and body, from a line that stays up."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += line.recv(65_536) or b"\r\n\r\n"
    length = re.search(rb"content-length: (\d+)", heard)
    size = heard.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(heard) < size:
        heard += line.recv(65_536)
    return heard


def until_closed(line: socket.socket) -> bytes:
    """All that comes before the other side closes; TimeoutError when it does not close."""
    heard = b""
    while True:
        try:
            piece = line.recv(65_536)
        except ConnectionError:
            return heard
        if not piece:
            return heard
        heard += piece


@contextmanager
def impostor(
    answer: Callable[[ssl.SSLSocket], None], context: ssl.SSLContext | None = None
) -> Iterator[str]:
    """The URL of a hostile server with Algiers' key (or the context's), for one connection."""
    context = context or callee(ALGIERS, TRIPOLI)
    with socket.create_server(("127.0.0.1", 0)) as listening_socket:

        def serve() -> None:
            connection, _ = listening_socket.accept()
            with connection:
                connection.settimeout(PATIENCE_SECONDS)
                try:
                    with context.wrap_socket(connection, server_side=True) as line:
                        answer(line)
                except OSError:
                    pass  # the caller turned away

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listening_socket.getsockname()[1]}"
        thread.join(PATIENCE_SECONDS)


def tripoli(algiers: Open) -> Line:
    """Tripoli's line to Algiers."""
    return Line(algiers.url, context=caller(TRIPOLI, ALGIERS), pins=[ALGIERS.pin])


def refusal(line: Line, body: bytes = b"body") -> RefusedError:
    with line, pytest.raises(RefusedError) as caught:
        line.call(body)
    return caught.value


def failure(line: Line, body: bytes = b"body") -> UnavailableError:
    with line, pytest.raises(UnavailableError) as caught:
        line.call(body)
    return caught.value


def bare_line(port: int) -> socket.socket:
    """A connection to Algiers that has not begun TLS."""
    return socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)


def status(algiers: Open, request: bytes) -> int:
    """The status Tripoli gets for the bytes of a request, sent as they are."""
    with raw_line(algiers.port) as line:
        line.sendall(request)
        return int(one_answer(line).split(b" ", 2)[1])


def answers(algiers: Open) -> bool:
    """Whether Tripoli is answered, after whatever went before."""
    with tripoli(algiers) as line:
        return line.call(b"still there?") == b"answer to still there?"


def eventually_answers(algiers: Open) -> bool:
    """Whether Tripoli is answered once Algiers has noticed which lines are gone."""
    for _ in range(200):
        with suppress(UnavailableError):
            return answers(algiers)
        threading.Event().wait(PATIENCE_SECONDS / 200)
    return False
