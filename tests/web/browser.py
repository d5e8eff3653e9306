"""A browser without script before the desk of a real node: follows links, fills in forms."""

import asyncio
import gzip
import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from tests.cli.pair import Pair, Service
from wasl.web.desk import WebDesk
from wasl.web.listening import WebListener
from wasl.wiring import caught

FORM = "application/x-www-form-urlencoded"
HERE = {"sec-fetch-site": "same-origin", "accept-language": "en"}
CODE = re.compile(r"wasl officer confirm ([0-9A-Z]{4}-[0-9A-Z]{4})")
TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True, kw_only=True)
class Shown:
    """One page as it came: its status, its mark-up, where it lies."""

    status: int
    content: str
    path: str
    headers: Mapping[str, str]
    wire: int

    @property
    def text(self) -> str:
        """What a reader reads: no mark-up, no isolates, single spaces."""
        bare = html.unescape(TAG.sub(" ", self.content))
        return " ".join(re.sub("[\u2066-\u2069]", "", bare).split())

    def links(self) -> list[str]:
        """Where it leads."""
        return re.findall(r'<a[^>]* href="(/[^"#]*)"', self.content)

    @property
    def code(self) -> str:
        """The code it shows."""
        found = CODE.search(self.content)
        assert found, self.text
        return found[1]


@dataclass(slots=True, kw_only=True)
class Browser:
    """One officer's browser: it keeps cookies, follows redirects, and has no script."""

    place: str
    service: Service
    headers: dict[str, str] = field(default_factory=lambda: dict(HERE))
    cookies: dict[str, str] = field(default_factory=dict)
    last: Shown | None = None

    def open(self, path: str) -> Shown:
        """A page, followed to where it leads."""
        return self.ask("GET", path)

    def send(self, path: str, given: Mapping[str, Any] | None = None, **more: Any) -> Shown:
        """A form of the page before, with its token."""
        form = {"form_token": self.token(), **(given or {}), **more}
        return self.ask("POST", path, urlencode(form, doseq=True).encode())

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Shown:
        """A request as it is, then what its answer leads to."""
        sent = {**self.headers, "content-type": FORM, **headers}
        shown = self._asked(method, path, body, sent)
        while shown.status == 303:
            shown = self._asked("GET", shown.headers["location"], b"", self.headers)
        self.last = shown
        return shown

    def token(self) -> str:
        """What every form of the page before carries."""
        assert self.last is not None
        found = re.search(r'name="form_token" value="([^"]*)"', self.last.content)
        assert found, self.last.text
        return found[1]

    def enter(self, officer: str) -> Shown:
        """In by a one-time link."""
        link = self.service.ask("officer", "link")["url"]
        path = "/enter/" + link.partition("/enter/")[2]
        self.open(path)
        return self.send(path, officer=officer)

    def confirm(self) -> Shown:
        """The code of this page, signed on the command line; then the page goes on."""
        assert self.last is not None
        path = self.last.path
        self.service.ask("officer", "confirm", self.last.code, "--yes")
        return self.open(path)

    def _asked(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Shown:
        host = self.place.partition("//")[2]
        connection = HTTPConnection("127.0.0.1", int(host.rpartition(":")[2]), timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"host": host, "accept-encoding": "gzip", "cookie": cookie, **headers}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        wire = len(content)
        if answer.headers["content-encoding"] == "gzip":
            content = gzip.decompress(content)
        for set_cookie in answer.headers.get_all("set-cookie", []):
            name, _equals, rest = set_cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Shown(
            status=answer.status,
            content=content.decode(),
            path=path,
            headers={name.lower(): value for name, value in answer.headers.items()},
            wire=wire,
        )


@contextmanager
def desk_of(
    pair: Pair, service: Service, zone: str = "Africa/Algiers", undo_seconds: float = 0
) -> Iterator[WebDesk]:
    """The desk of a node that runs, listening for as long as the block lasts.

    A release can be undone for so many seconds; most tests do not wait.
    """
    assert pair.loop is not None
    desk = WebDesk(service.node, service.name, zone, caught, undo_seconds)
    listener = WebListener(desk.app(), "127.0.0.1", 0)
    desk.place = asyncio.run_coroutine_threadsafe(listener.start(), pair.loop).result()
    service.node.further.update(desk.verbs())
    try:
        yield desk
    finally:
        service.node.further.clear()
        desk.close()
        asyncio.run_coroutine_threadsafe(listener.stop(), pair.loop).result()


def browser(desk: WebDesk, service: Service, language: str = "en") -> Browser:
    """A browser nobody is in, before this desk."""
    headers = {**HERE, "accept-language": language}
    return Browser(place=desk.place, service=service, headers=headers)


def report_form(text: str = "Texte inventé.", **more: Any) -> dict[str, Any]:
    """What an officer types into the form of a report."""
    return {
        "place": "liaison.ly.example terrorism PREVENT_TERRORISM",
        "body.title.fr": "Saisie inventée",
        "body.text.fr": text,
        **more,
    }


def drafted(browser: Browser, path: str, form: Mapping[str, Any]) -> Shown:
    """An act typed, handed in and signed; the page of its draft."""
    browser.open(path)
    shown = browser.send(path, form, do="hand-in")
    assert shown.status == 200, shown.text
    return browser.confirm()
