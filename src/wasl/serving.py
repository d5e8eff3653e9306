"""A node that goes on: partners are answered and called, verbs taken, the desk shown on screen."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from wasl.core.canonical import Json
from wasl.wiring import (
    POLL_SECONDS,
    SOCKET,
    Progress,
    Running,
    caught,
    name_bug,
    spare_collector,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where the desk is shown on this machine, and by which clock."""

    host: str
    port: int
    zone: str
    opened: Callable[[str], None]


async def serve(
    running: Running,
    host: str,
    port: int,
    started: Callable[[int], None],
    screen: Screen | None = None,
) -> None:
    """The node answers partners and the verbs of its machine until it is told to stop.

    ``started`` is told the port, ``screen.opened`` a link that opens the desk once.
    UnavailableError ``no-port``, ``node-running``.
    """
    from wasl.transport.http import Listener
    from wasl.transport.reception import Reception
    from wasl.transport.socket_door import serve_door

    spare_collector()
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)

    async def perform(verb: str, arguments: dict[str, Any], progress: Progress) -> Json:
        answer = await asyncio.to_thread(running.ask, verb, arguments, progress)
        if verb in {"key-meet", "key-adopt"}:
            listener.renew(await asyncio.to_thread(running.roads.server_context))
        return answer

    async def answer(partner: str, body: bytes) -> bytes:
        answered = await asyncio.to_thread(running.roads.answer, partner, body)
        running.news.set()
        return answered

    context = await asyncio.to_thread(running.roads.server_context)
    listener = Listener(
        Reception(partner_of=running.roads.partner_of, answer=answer, name_bug=name_bug),
        context,
        host=host,
        port=port,
    )
    async with (
        serve_door(running.home / SOCKET, perform, name_bug=name_bug),
        _desk(running, screen) as new_link,
    ):
        await listener.start()
        calling = threading.Thread(target=call_partners, args=(running, stop), daemon=True)
        calling.start()
        started(listener.port)
        if screen is not None:
            screen.opened(new_link())
        await stop.wait()
        running.news.set()
        await listener.stop()


@asynccontextmanager
async def _desk(running: Running, screen: Screen | None) -> AsyncIterator[Callable[[], str]]:
    """The desk is shown for as long as the block lasts, where a screen is wanted.

    What it yields makes a link that opens it once.
    """
    if screen is None:
        yield lambda: ""
        return
    from wasl.web.desk import WebDesk
    from wasl.web.listening import WebListener

    desk = WebDesk(running, running.node.identity.node, screen.zone, caught)
    listener = WebListener(desk.app(), screen.host, screen.port)
    desk.place = await listener.start()
    running.further.update(desk.verbs())
    try:
        yield lambda: str(desk.web_link()["url"])
    finally:
        running.further.clear()
        desk.close()
        await listener.stop()


def call_partners(running: Running, stop: asyncio.Event) -> None:
    """Partners are called where there is news, and at times without; a fault ends one round."""
    from wasl.node import tending

    due = tending.everyone
    while not stop.is_set():
        running.news.clear()
        caught(partial(running.roads.call, due, stop.is_set), lambda _reference: None)
        told = running.news.wait(POLL_SECONDS)
        due = tending.whom_we_have_news_for if told else tending.everyone
