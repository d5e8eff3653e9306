"""One call from a partner: who is asking, what they sent, what they get.

Every way out is a row of the table in ``docs/spec/sync-https.md``. A raw ASGI application: one
route needs no framework.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from wasl.core.canonical import dumps
from wasl.core.errors import RefusedError, UnavailableError
from wasl.seal.line import spki_pin
from wasl.transport.calls import CALL_LIMIT_BYTES, SYNC_PATH

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# An answer leaves in slices: of what asyncio is handed at once, every TLS record copies the rest.
_SLICE_BYTES = 65_536
_CLOSE = (b"connection", b"close")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What wiring gives the listener.

    ``partner_of`` answers with the node a pin (``spki_pin``) belongs to, or None; it is asked at
    every call, so a suspension holds at once. ``answer`` takes that node and the body of a call
    and gives the body of the answer. ``name_bug`` keeps what went wrong and gives it a number.
    """

    partner_of: Callable[[bytes], str | None]
    answer: Callable[[str, bytes], Awaitable[bytes]]
    name_bug: Callable[[BaseException], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """Status, body and what else the head says."""

    status: int
    body: bytes = b""
    media: bytes = b"application/json"
    fields: tuple[tuple[bytes, bytes], ...] = ()


def sync_app(
    reception: Reception,
    *,
    body_limit_bytes: int = CALL_LIMIT_BYTES,
    calls_per_partner: int = 2,
) -> App:
    """The application behind the one route; a partner has ``calls_per_partner`` calls at once."""
    calls: Counter[str] = Counter()

    async def answered(scope: Scope, receive: Receive) -> _Answer | None:
        """The answer, or None for a caller who left."""
        # Before anything of the body is read: a stranger learns nothing and costs nothing.
        partner = _partner(reception, scope["extensions"]["tls"]["certificate"])
        if partner is None:
            return _refused(403, "unpinned-line")
        if fault := _fault(scope, body_limit_bytes):
            return fault
        if calls[partner] >= calls_per_partner:
            return _Answer(status=503, fields=(_CLOSE,))
        calls[partner] += 1
        try:
            body = await _body(receive, body_limit_bytes)
            if not isinstance(body, bytes):
                return body
            # Gathered, a failure is a value: it is told apart here and caught by nobody.
            (outcome,) = await asyncio.gather(
                reception.answer(partner, body), return_exceptions=True
            )
            return _told(outcome, reception.name_bug)
        finally:
            calls[partner] -= 1

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await answered(scope, receive)
            if answer is not None:
                await _send(answer, send)
        except asyncio.CancelledError:
            return  # the listener stopped and the line is gone: nobody is left to tell

    return app


def _partner(reception: Reception, untrusted_certificate: bytes) -> str | None:
    """Whose line this is, if it is a partner's."""
    try:
        return reception.partner_of(spki_pin(untrusted_certificate))
    except RefusedError:
        return None


def _fault(scope: Scope, body_limit_bytes: int) -> _Answer | None:
    """What the head alone refuses."""
    if scope["http_version"] != "1.1":  # h11 lets any digit pass
        return _refused(400, "malformed")
    if scope["path"] != SYNC_PATH or scope["query_string"]:
        return _refused(404, "malformed")
    if scope["method"] != "POST":
        return _refused(405, "malformed", (b"allow", b"POST"))
    fields: dict[bytes, bytes] = dict(scope["headers"])
    if b"content-encoding" in fields:
        return _refused(415, "malformed")
    if int(fields.get(b"content-length", b"0")) > body_limit_bytes:  # h11 lets digits pass only
        return _refused(413, "too-large")
    return None


async def _body(receive: Receive, limit_bytes: int) -> bytes | _Answer | None:
    """The whole body; a refusal as soon as it is too long; None when the caller left."""
    pieces: list[bytes] = []
    size = 0
    while True:
        piece = await receive()
        if piece["type"] != "http.request":
            return None
        size += len(piece["body"])
        if size > limit_bytes:
            return _refused(413, "too-large")
        pieces.append(piece["body"])
        if not piece["more_body"]:
            return b"".join(pieces)


def _told(outcome: bytes | BaseException, name_bug: Callable[[BaseException], str]) -> _Answer:
    """The three kinds of failure as a partner may know them: no detail, no trace."""
    if isinstance(outcome, RefusedError):
        return _Answer(status=400, body=dumps({"rule": outcome.rule}))
    if isinstance(outcome, UnavailableError):
        return _Answer(status=503)
    if isinstance(outcome, BaseException):
        return _Answer(status=500, body=dumps({"reference": name_bug(outcome)}))
    return _Answer(status=200, body=outcome, media=b"application/octet-stream")


def _refused(status: int, rule: str, *fields: tuple[bytes, bytes]) -> _Answer:
    """A refusal before the body was read, which ends the line: what follows is not read."""
    return _Answer(status=status, body=dumps({"rule": rule}), fields=(_CLOSE, *fields))


async def _send(answer: _Answer, send: Send) -> None:
    head = [
        (b"content-type", answer.media),
        (b"content-length", b"%d" % len(answer.body)),
        (b"cache-control", b"no-store"),
        *answer.fields,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": head})
    rest = memoryview(answer.body)
    while len(rest) > _SLICE_BYTES:
        piece = bytes(rest[:_SLICE_BYTES])
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        rest = rest[_SLICE_BYTES:]
    await send({"type": "http.response.body", "body": bytes(rest)})
