"""A tray that tells when it has changed: one open answer a tab, and nothing of a case in it.

A frame is a counter; what has changed the page asks for itself, with its rights checked as ever.
It is no activity of an officer: a desk left alone is locked all the same, and says no more.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wasl.core.errors import RefusedError, UnavailableError
from wasl.web.visit import Site

LOOK_SECONDS = 3.0
ALIVE_SECONDS = 20.0
STREAMS_LIMIT = 4


class Live:
    """Every open stream of this run, by its session."""

    def __init__(self, site: Site, cookie: str) -> None:
        self._site, self._cookie = site, cookie
        self._open: Counter[str] = Counter()

    async def answer(self, request: Request) -> Response:
        """A stream for a tab of an officer who is in; nothing more for anybody else."""
        token = request.cookies.get(self._cookie, "")
        if not self._is_in(token) or self._open[token] >= STREAMS_LIMIT:
            # 204 tells a browser not to ask again.
            return Response(status_code=204)
        return StreamingResponse(
            self._frames(token),
            media_type="text/event-stream",
            headers={"cache-control": "no-store"},
        )

    async def _frames(self, token: str) -> AsyncIterator[str]:
        self._open[token] += 1
        try:
            before = await self._mark()
            number, quiet = 0, 0.0
            yield f"retry: {int(LOOK_SECONDS * 1_000)}\n: here\n\n"
            while self._is_in(token) and not self._site.closed.is_set():
                await asyncio.sleep(LOOK_SECONDS)
                quiet += LOOK_SECONDS
                now = await self._mark()
                if now != before:
                    before, number, quiet = now, number + 1, 0.0
                    yield f"id: {number}\nevent: news\ndata: {number}\n\n"
                elif quiet >= ALIVE_SECONDS:
                    quiet = 0.0
                    yield ": alive\n\n"
        finally:
            self._open[token] -= 1

    async def _mark(self) -> str:
        """What changes when anything does; the same as before where the node cannot say."""
        try:
            told = await asyncio.to_thread(self._site.door.ask, "stirred", {})
        except (RefusedError, UnavailableError):
            return ""
        return str(told["mark"])

    def _is_in(self, token: str) -> bool:
        session = self._site.sessions.of(token, touched=False)
        return session is not None and session.is_in
