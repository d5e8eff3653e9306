"""Calls to a partner's node: one kept line each, opened only to the pinned key.

Format: ``docs/spec/sync-https.md``. Proxies of the environment, redirects, cookies, compression
and the web's certificate authorities do not exist in what is used here (httpcore).
"""

import re
import ssl
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from wasl.core.canonical import loads
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.calls import CALL_LIMIT_BYTES, SYNC_PATH

if TYPE_CHECKING:
    import httpcore

_HEAD = ((b"Accept", b"application/octet-stream"), (b"Content-Type", b"application/octet-stream"))
_FAULT_LIMIT_BYTES = 4_096
# A body goes out in slices: of what it is handed at once, httpcore copies the rest at each send.
_SLICE_BYTES = 65_536
_LINES = 2  # as many as the listener answers one partner at once
# Shorter than the listener keeps an idle line, so that none is used while it is being closed.
_IDLE_SECONDS = 4
_URL = re.compile(
    r"(?P<origin>https://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?)/?"
)
_RULE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long each step may make no progress (reliability.md §11.2)."""

    connect_seconds: float = 10
    read_seconds: float = 30
    write_seconds: float = 30
    wait_seconds: float = 10  # for one of this partner's lines to be free


class Line:
    """The line to one partner: opened at the first call, kept for the next, usable by threads.

    ``url`` is scheme, host and port; ``context`` shows our certificate
    (``wasl.seal.line.client_context``); ``pins`` are the partner's line keys (``spki_pin``).
    """

    def __init__(
        self,
        url: str,
        *,
        context: ssl.SSLContext,
        pins: Collection[bytes],
        timeouts: Timeouts | None = None,
    ) -> None:
        self._url = _sync_url(url)
        self._context = context
        self._pins = pins
        self._timeouts = timeouts or Timeouts()
        self._opened: httpcore.ConnectionPool | None = None
        self._opening = Lock()

    def __enter__(self) -> Self:
        """The line itself, closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The line is closed."""
        self.close()

    def close(self) -> None:
        """No connection is held; the next call opens one."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def call(self, body: bytes) -> bytes:
        """The partner's answer to ``body``, neither of them above 64 MiB.

        Refuses ``unpinned-line`` (nothing was sent), what the partner names in a refusal of its
        own, ``too-large`` for a longer answer; UnavailableError ``link-down`` for the rest.
        """
        import httpcore  # noqa: PLC0415 - 3 MB that only a caller pays for

        if len(body) > CALL_LIMIT_BYTES:
            raise ValueError(f"a call of {len(body)} bytes")
        head = [*_HEAD, (b"Content-Length", b"%d" % len(body))]
        try:
            with self._pool().stream(
                "POST",
                self._url,
                headers=head,
                content=_slices(body),
                extensions={"timeout": _seconds(self._timeouts)},
            ) as response:
                if response.status == 200:
                    return _read(response.iter_stream(), CALL_LIMIT_BYTES)
                untrusted_fault = _read(response.iter_stream(), _FAULT_LIMIT_BYTES)
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
        ) as error:
            raise UnavailableError("link-down", {"why": _why(error)}) from error
        raise _fault(response.status, untrusted_fault)

    def _pool(self) -> "httpcore.ConnectionPool":
        import httpcore  # noqa: PLC0415

        from wasl.transport.pinning import PinnedBackend  # noqa: PLC0415

        with self._opening:
            if self._opened is None:
                self._opened = httpcore.ConnectionPool(
                    ssl_context=self._context,
                    max_connections=_LINES,
                    keepalive_expiry=_IDLE_SECONDS,
                    network_backend=PinnedBackend(self._pins),
                )
            return self._opened


def call(
    url: str,
    body: bytes,
    *,
    context: ssl.SSLContext,
    pins: Collection[bytes],
    timeouts: Timeouts | None = None,
) -> bytes:
    """One call on a line of its own (``Line.call``)."""
    with Line(url, context=context, pins=pins, timeouts=timeouts) as line:
        return line.call(body)


def _sync_url(url: str) -> str:
    """Where a node is called; refuses ``bad-url`` for anything but https, a host and a port."""
    found = _URL.fullmatch(url)
    if found is None or int(found["port"] or 1) > 65_535:
        raise RefusedError("bad-url")
    return found["origin"] + SYNC_PATH


def _slices(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _SLICE_BYTES):
        yield body[start : start + _SLICE_BYTES]


def _seconds(timeouts: Timeouts) -> dict[str, float]:
    return {
        "connect": timeouts.connect_seconds,
        "read": timeouts.read_seconds,
        "write": timeouts.write_seconds,
        "pool": timeouts.wait_seconds,
    }


def _read(untrusted_pieces: Iterator[bytes], limit_bytes: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for piece in untrusted_pieces:
        size += len(piece)
        if size > limit_bytes:
            raise RefusedError("too-large", {"limit": limit_bytes})
        pieces.append(piece)
    return b"".join(pieces)


def _fault(status: int, untrusted_fault: bytes) -> RefusedError | UnavailableError:
    """What a partner's other answer means here: its refusal, or a line that does not work."""
    try:
        said = loads(untrusted_fault, _FAULT_LIMIT_BYTES)
    except RefusedError:
        said = None
    named = said if isinstance(said, dict) else {}
    rule, reference = str(named.get("rule")), str(named.get("reference"))
    if 400 <= status < 500 and "rule" in named and _RULE.fullmatch(rule):
        return RefusedError(rule, {"status": status})
    detail: dict[str, str | int] = {"status": status}
    if "reference" in named and _REFERENCE.fullmatch(reference):
        detail["reference"] = reference
    return UnavailableError("link-down", detail)


def _why(error: Exception) -> str:
    """The name of what happened; TLS says more than that it failed."""
    cause = error.__context__ or error  # the pool raises its errors again, "from None"
    reason = cause.reason if isinstance(cause, ssl.SSLError) else None
    return reason or type(cause).__name__
