"""HTTP/1.1 on a pinned line: whose certificate it is, and no patience without end.

uvicorn shows the application no client certificate (encode/uvicorn #745, #1118) and waits for
ever for the rest of a header; both are added here. Imported by ``http`` when a node listens.
"""

import asyncio
from typing import Any

import h11
from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

# The transport buffers little, so that an answer leaves as fast as it is taken: what is still
# buffered 35 s after the last slice (keep-alive, then TLS shutdown) would be lost.
_WRITE_BUFFER_BYTES = 65_536


class WaslProtocol(H11Protocol):
    """One connection: a header is whole within ``header_seconds`` of its first byte, a body never
    stalls for ``stall_seconds``, and each request carries the peer's certificate (DER) in
    ``scope["extensions"]["tls"]["certificate"]``. ``over`` is done when the line is down.
    """

    def __init__(
        self,
        config: Config,
        state: ServerState,
        *,
        header_seconds: float,
        stall_seconds: float,
    ) -> None:
        super().__init__(config, state, {})
        self._seconds: dict[object, float] = {
            h11.IDLE: header_seconds,
            h11.SEND_BODY: stall_seconds,
        }
        self.over: asyncio.Future[None] = self.loop.create_future()
        self._awaited: object = None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The line is up: the wait for a header begins."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=_WRITE_BUFFER_BYTES)
        line = transport.get_extra_info("ssl_object")
        certificate: bytes | None = line.getpeercert(binary_form=True) if line else None
        self.app = _showing(self.app, certificate or b"")
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Bytes came: a body's deadline moves, a header's does not."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer left: between two requests the keep-alive time of uvicorn rules."""
        super().on_response_complete()
        self._unwatch()
        if self.conn.their_state is not h11.IDLE:
            self._watch()  # the next request lay behind the answered one

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is down, from whichever side."""
        self._unwatch()
        super().connection_lost(exc)
        if not self.over.done():
            self.over.set_result(None)

    def _watch(self) -> None:
        awaited = self.conn.their_state
        if awaited is h11.IDLE and self._awaited is h11.IDLE:
            return
        self._unwatch()
        seconds = self._seconds.get(awaited)
        if seconds is not None:
            self._awaited = awaited
            self._deadline = self.loop.call_later(seconds, self.transport.abort)

    def _unwatch(self) -> None:
        self._awaited = None
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _showing(app: ASGI3Application, certificate: bytes) -> ASGI3Application:
    """The application, told whose line it is answering on."""
    tls: dict[object, object] = {"certificate": certificate}

    async def shown(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        extended: Any = {**scope, "extensions": {"tls": tls}}
        await app(extended, receive, send)

    return shown
