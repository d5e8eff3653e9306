"""Before any page: which host, which origin, how much. After it: what a browser may do with it.

docs/web.md says what each header is for. Everything a page needs comes from this origin, and no
line of script or style stands in a page.
"""

import gzip
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types wasl"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=(), payment=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
METHODS = frozenset({"GET", "HEAD", "POST"})
SAFE = frozenset({"GET", "HEAD"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """The outermost part of the desk; refuses what no page of it would ever send."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        # A name that leads here by somebody else's DNS is not this desk.
        if host_of(headers.get("host", "")) not in LOOPBACK:
            await _plain(421, "This desk is asked for by another name.")(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await _plain(405, "This desk knows GET and POST.")(scope, receive, send)
            return
        await self._app(scope, receive, _marked(send))


def host_of(host: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def comes_from_here(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent by a page of this very origin, port included.

    Under ``no-referrer`` a browser says ``Origin: null`` and tells the truth in
    ``Sec-Fetch-Site``; one that knows neither has to say its origin.
    """
    site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
    if site:
        return site == "same-origin"
    host = headers.get("host", "")
    return origin in {f"http://{host}", f"https://{host}"}


def packed(content: bytes, headers: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """The bytes as they travel, and what is said of them."""
    if len(content) < 512 or "gzip" not in headers.get("accept-encoding", ""):
        return content, {}
    return gzip.compress(content, 6, mtime=0), {"content-encoding": "gzip"}


def _marked(send: Send) -> Send:
    async def marked(sent: object) -> None:
        if isinstance(sent, dict) and sent["type"] == "http.response.start":
            headers = MutableHeaders(raw=sent["headers"])
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(sent)  # type: ignore[arg-type]  # what Starlette sends is a mapping

    return marked


def _plain(status: int, said: str) -> PlainTextResponse:
    return PlainTextResponse(said, status_code=status, headers=HEADERS)
