"""The desk put together for a node that runs: what its door answers of it, and its pages."""

import threading
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp

from wasl.core.canonical import Json
from wasl.forms.placing import Asked
from wasl.node.clock import SystemClock, SystemDraw, monotonic_seconds
from wasl.web.app import desk_app
from wasl.web.confirming import Confirming, plain_code
from wasl.web.holding import UNDO_SECONDS, Holding
from wasl.web.recovering import Recoveries
from wasl.web.sessions import Sessions
from wasl.web.stock import Stock
from wasl.web.visit import Caught, Site
from wasl.web.words import environment


class WebDesk:
    """Pages for a browser, and for the command what to sign, its signature, and a link."""

    def __init__(
        self,
        door: Asked,
        node: str,
        zone: str,
        caught: Caught,
        undo_seconds: float = UNDO_SECONDS,
    ) -> None:
        draw = SystemDraw()
        self.place = ""
        self.site = Site(
            door=door,
            node=node,
            zone=zone,
            draw=draw,
            now=SystemClock().now,
            sessions=Sessions(draw, monotonic_seconds),
            confirming=Confirming(draw, monotonic_seconds),
            recoveries=Recoveries(draw, monotonic_seconds),
            holding=Holding(monotonic_seconds, undo_seconds),
            closed=threading.Event(),
            templates=environment(),
            stock=Stock(),
            caught=caught,
        )

    def app(self) -> ASGIApp:
        """What the listener asks."""
        return desk_app(self.site)

    def close(self) -> None:
        """The desk is shown no more: what could still be undone was not released."""
        self.site.closed.set()
        self.site.holding.close()

    def verbs(self) -> dict[str, Callable[..., Any]]:
        """What the door of the node answers while the desk is shown."""
        return {
            "confirm-text": self.confirm_text,
            "confirm": self.confirm,
            "web-link": self.web_link,
        }

    def confirm_text(self, code: str) -> Json:
        """What waits under a code; refuses ``no-such-code``."""
        waiting = self.site.confirming.text(code)
        return {
            "act": waiting.act,
            "code": waiting.code,
            "node": self.site.node,
            "officer": waiting.officer,
            "shown": waiting.shown,
            "text": waiting.text,
        }

    def confirm(self, code: str, signed: str) -> Json:
        """The text under a code, signed by its officer's key: what follows is done now.

        Refuses ``no-such-code``, ``bad-signature`` and what follows.
        """
        waiting = self.site.confirming.text(code)
        asked = {"officer": waiting.officer, "signed": signed, "text": waiting.text}
        self.site.door.ask("officer-signed", asked)
        done = self.site.confirming.finish(plain_code(code), signed)
        return {"act": done.act, "code": done.code, "officer": done.officer}

    def web_link(self) -> Json:
        """A link that opens the desk once, for somebody of this machine."""
        return {"url": f"{self.place}/enter/{self.site.sessions.new_link()}"}
