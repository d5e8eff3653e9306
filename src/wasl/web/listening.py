"""The listener of the desk: this machine alone, plain HTTP, nothing of a request in any log.

Between a browser and a node of the same machine there is no line to protect; anything wider needs
TLS and is refused.
"""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

from starlette.types import ASGIApp
from uvicorn import Config, Server

from wasl.core.errors import RefusedError, UnavailableError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
BACKLOG = 64
CONNECTIONS = 64
HEADER_BYTES = 16_384


class _Server(Server):
    """Whoever runs the node hears its signals; the listener is told to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """No signal is taken here."""
        yield


class WebListener:
    """The door for a browser, from ``start`` to ``stop``; refuses ``not-loopback``."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        if host not in LOOPBACK:
            raise RefusedError("not-loopback", {"host": host[:64]})
        self._host, self._port = "127.0.0.1" if host == "localhost" else host, port
        config = Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            h11_max_incomplete_event_size=HEADER_BYTES,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=3,
            server_header=False,
            proxy_headers=False,
        )
        self._server = _Server(config)
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Where a browser finds it: ``http://localhost:PORT``; UnavailableError ``no-port``."""
        listening = _bound(self._host, self._port)
        port = int(listening.getsockname()[1])
        self._running = asyncio.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started and not self._running.done():
            await asyncio.sleep(0.01)
        return f"http://localhost:{port}" if self._host != "::1" else f"http://[::1]:{port}"

    async def stop(self) -> None:
        """No page is given any more; those under way are given whole."""
        self._server.should_exit = True
        if self._running is not None:
            await self._running


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise UnavailableError("no-port", {"port": port, "why": why}) from error
