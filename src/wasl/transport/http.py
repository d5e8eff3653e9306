"""The listener other nodes call: TLS with both certificates, few lines, no endless waiting.

Format: ``docs/spec/sync-https.md``; settings: reliability.md §11.1. uvicorn speaks HTTP; who may
connect, and how many times, is decided here, before TLS: a stranger's handshake holds a place too.
"""

import asyncio
import contextlib
import errno
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wasl.core.errors import UnavailableError
from wasl.transport.accepting import accept_each
from wasl.transport.calls import CALL_LIMIT_BYTES
from wasl.transport.reception import Reception, sync_app

if TYPE_CHECKING:
    from uvicorn.server import ServerState

    from wasl.transport.protocol import WaslProtocol

    NewLine = Callable[[], WaslProtocol]

_BACKLOG = 128
_FLUSH_SECONDS = 1  # for the last bytes of an answer, once the listener stops


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerLimits:
    """How much of a node its callers may hold (reliability.md §11.1)."""

    connections: int = 200
    connections_per_address: int = 8
    calls_per_partner: int = 2
    header_bytes: int = 16_384
    body_bytes: int = CALL_LIMIT_BYTES
    handshake_seconds: float = 10
    header_seconds: float = 10
    stall_seconds: float = 30
    keep_alive_seconds: int = 5
    grace_seconds: float = 20


class Listener:
    """The door for partner nodes, from ``start`` to ``stop`` within one event loop.

    ``context`` demands a client certificate (``wasl.seal.line.server_context``). Port 0 takes any
    free one; ``port`` says which.
    """

    def __init__(
        self,
        reception: Reception,
        context: ssl.SSLContext,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: ListenerLimits | None = None,
    ) -> None:
        self._reception = reception
        self._context = context
        self._address = (host, port)
        self._limits = limits or ListenerLimits()
        self._opened: _Opened | None = None
        self._held: Counter[str] = Counter()
        self._lines: set[asyncio.Task[None]] = set()
        self._greeting: dict[socket.socket, None] = {}  # in the order they came

    @property
    def port(self) -> int:
        """The port it really listens on."""
        return int(self._started().listening.getsockname()[1])

    @property
    def listens(self) -> bool:
        """Whether it is started and not stopped."""
        return self._opened is not None

    def renew(self, context: ssl.SSLContext) -> None:
        """New lines are made under ``context``; those that are up stay as they are."""
        self._context = context

    async def start(self) -> None:
        """Calls are taken once this returns; UnavailableError ``no-port`` where it cannot be."""
        if self._opened is not None:
            raise RuntimeError("the listener is already started")
        listening = _bound(*self._address)
        new_line, state = _speaking(self._reception, self._limits)
        close = accept_each(
            listening, lambda connection, address: self._take(connection, address[0], new_line)
        )
        self._opened = _Opened(listening=listening, close=close, state=state)

    async def stop(self) -> None:
        """No call is taken any more; those under way are answered within the grace time."""
        opened = self._started()
        self._opened = None
        opened.close()
        for connection in list(self._greeting):
            self._send_away(connection)
        for line in list(opened.state.connections):
            line.shutdown()
        await _settled(opened.state.tasks, self._limits.grace_seconds)
        await _settled(self._lines, _FLUSH_SECONDS)
        # The lines first: a call that has lost its line ends without a word.
        for tasks in (self._lines, opened.state.tasks):
            for task in tasks:
                task.cancel()
            await _settled(tasks, None)

    def _started(self) -> "_Opened":
        if self._opened is None:
            raise RuntimeError("the listener is not started")
        return self._opened

    def _take(self, connection: socket.socket, host: str, new_line: "NewLine") -> None:
        """A line of its own for a connection, if there is a place for it."""
        if self._held[host] >= self._limits.connections_per_address or not self._room():
            connection.close()
            return
        with contextlib.suppress(OSError):
            # asyncio does so only for sockets it made itself: an answer would wait 40 ms.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._held[host] += 1
        self._greeting[connection] = None
        line = asyncio.create_task(self._hold(connection, host, new_line))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)

    def _room(self) -> bool:
        """A place is free, or the oldest connection that has shown no certificate leaves its own.

        So a crowd of strangers can take places from each other, but none from a partner's line.
        """
        if len(self._lines) < self._limits.connections:
            return True
        oldest = next(iter(self._greeting), None)
        if oldest is None:
            return False
        self._send_away(oldest)
        return True

    def _send_away(self, connection: socket.socket) -> None:
        """A handshake ends here."""
        self._greeting.pop(connection, None)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    async def _hold(self, connection: socket.socket, host: str, new_line: "NewLine") -> None:
        """One line from its handshake to its end; then its place is free."""
        line: WaslProtocol | None = None
        try:
            _, line = await asyncio.get_running_loop().connect_accepted_socket(
                new_line,
                connection,
                ssl=self._context,
                ssl_handshake_timeout=self._limits.handshake_seconds,
            )
            self._greeting.pop(connection, None)
            await line.over
        except OSError:
            pass  # no handshake: an unknown certificate, too slow, or gone
        finally:
            self._greeting.pop(connection, None)
            self._held -= Counter({host: 1})
            if line is not None:
                line.transport.abort()
                await asyncio.sleep(0)  # the protocol learns that its line is down


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """What exists from start to stop."""

    listening: socket.socket
    close: Callable[[], None]
    state: "ServerState"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise UnavailableError("no-port", {"port": port, "why": why}) from error


def _speaking(reception: Reception, limits: ListenerLimits) -> "tuple[NewLine, ServerState]":
    """How a new line is spoken on, and the state its lines share."""
    # Only a node that listens pays for uvicorn (6 MB).
    from uvicorn.config import Config  # noqa: PLC0415
    from uvicorn.server import ServerState  # noqa: PLC0415

    from wasl.transport.protocol import WaslProtocol  # noqa: PLC0415

    config = Config(
        sync_app(
            reception,
            body_limit_bytes=limits.body_bytes,
            calls_per_partner=limits.calls_per_partner,
        ),
        http=WaslProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        workers=1,
        log_config=None,
        access_log=False,
        h11_max_incomplete_event_size=limits.header_bytes,
        limit_concurrency=limits.connections + 1,
        timeout_keep_alive=limits.keep_alive_seconds,
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
    config.load()
    state = ServerState()

    def new_line() -> WaslProtocol:
        return WaslProtocol(
            config, state, header_seconds=limits.header_seconds, stall_seconds=limits.stall_seconds
        )

    return new_line, state


async def _settled(tasks: set[asyncio.Task[None]], timeout_seconds: float | None) -> None:
    """All of them done, or the time is up."""
    if tasks:
        await asyncio.wait(set(tasks), timeout=timeout_seconds)
