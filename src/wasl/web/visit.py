"""One request of one officer: what was asked, in whose session, and the ways to answer it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from jinja2 import Environment
from starlette.responses import RedirectResponse, Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.forms.handed import told_handed
from wasl.forms.placing import Asked
from wasl.locale.speech import LANGUAGES, Speech
from wasl.node.clock import read_stamp
from wasl.node.ports import Draw
from wasl.web.confirming import Confirming
from wasl.web.holding import Holding
from wasl.web.menu import DESK, Roles, menu_of
from wasl.web.recovering import Recoveries
from wasl.web.sessions import Session, Sessions, form_token
from wasl.web.stock import Stock
from wasl.web.words import direction

NOT_HERE = frozenset(
    {
        "need-to-know",
        "no-such-case",
        "no-such-draft",
        "no-such-entry",
        "no-such-file",
        "no-such-page",
        "no-such-partner",
        "wrong-check",
    }
)
"""Refusals that all look alike: who may not know of a thing does not learn that it is there."""
FORBIDDEN = frozenset({"foreign-form", "role-lacking", "same-officer"})


Caught = Callable[[Callable[[], Response], Callable[[str], Response]], Response]
"""Work, and the page told instead under the reference of a fault of ours: ``wiring.caught``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What all pages share: the node behind them, who is in, what waits for a key."""

    door: Asked
    node: str
    zone: str
    draw: Draw
    now: Callable[[], datetime]
    sessions: Sessions
    confirming: Confirming
    recoveries: Recoveries
    holding: Holding
    closed: threading.Event
    templates: Environment
    stock: Stock
    caught: Caught


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a form."""

    content: bytes
    media: str


@dataclass(slots=True, kw_only=True)
class Visit:
    """One request, for the page that answers it."""

    site: Site
    session: Session
    speech: Speech
    method: str
    path: str
    places: Mapping[str, str]
    asked: Mapping[str, str]
    origin: str = ""
    live: bool = False
    form: Mapping[str, list[str]] = field(default_factory=dict)
    attached: Sequence[Attachment] = ()
    _roles: frozenset[str] | None = None

    @property
    def officer(self) -> str:
        """Who is in."""
        return self.session.officer

    @property
    def posted(self) -> bool:
        """Whether something is to be done, and not only looked at."""
        return self.method == "POST"

    def said(self, name: str) -> str:
        """The one value of a field, without spaces around it; empty where none was given."""
        return (self.form.get(name) or [""])[-1].strip()

    def roles(self) -> frozenset[str]:
        """The roles of whoever is in; none for one who has left meanwhile."""
        if self._roles is None:
            held = self.ask("officer-roles", officer=self.officer) if self.session.is_in else []
            self._roles = frozenset(held)
        return self._roles

    def ask(self, verb: str, **arguments: Any) -> Json:  # noqa: ANN401 - as many shapes as verbs
        """One question to the node."""
        return self.site.door.ask(verb, arguments)

    def when(self, written: str) -> str:
        """An instant as this officer reads it."""
        return self.speech.when(read_stamp(written), self.site.zone)

    # ---------------------------------------------------------------------------- answers

    def page(self, template: str, title: str, status: int = 200, /, **facts: Any) -> Response:  # noqa: ANN401
        """A page; its title holds no name of a person."""
        content = self.site.templates.get_template(template).render(
            **self._shell(), title=title, **facts
        )
        return Response(content, status_code=status, media_type="text/html; charset=utf-8")

    def go(self, path: str) -> Response:
        """On to another page, by GET."""
        return RedirectResponse(path, status_code=303)

    def tell(self, told: str) -> None:
        """Said once, at the top of the next page."""
        self.session.notice = told

    def _shell(self) -> dict[str, Any]:
        notice, self.session.notice = self.session.notice, ""
        return {
            "asset": self.site.stock.path,
            "count": self.speech.count,
            "dir": direction(self.speech.language),
            "form_token": form_token(self.session, self.site.draw),
            "lang": self.speech.language,
            "live": self.live,
            "languages": LANGUAGES,
            "menu": list(menu_of(self.roles())) if self.session.is_in else [],
            "node": self.site.node,
            "notice": notice,
            "officer": self.officer if self.session.is_in else "",
            "path": self.path,
            "say": self.speech.say,
            "shortcuts": self.session.shortcuts and self.session.is_in,
            "term": self.speech.term,
            "told_handed": partial(told_handed, self.speech),
            "when": self.when,
        }

    # ---------------------------------------------------------------------------- failures

    def failed(self, title: str, status: int, what: str, remedy: str) -> Response:
        """A page for what the desk could not do; it asks the node nothing that it may not know."""
        self._roles = self._roles or frozenset()
        return self.page("fault.html", title, status, what=what, remedy=remedy)

    def refused(self, refusal: RefusedError) -> Response:
        """A page of its own for a refusal: what was not done, by which rule, and what to do."""
        if refusal.rule in NOT_HERE:
            refusal = RefusedError("no-such-page")
        status = 404 if refusal.rule in NOT_HERE else 403 if refusal.rule in FORBIDDEN else 422
        what, _newline, remedy = self.speech.refusal(refusal.rule, refusal.detail).partition("\n")
        return self.page(
            "fault.html", self.speech.say("Not done"), status, what=what, remedy=remedy
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A place of the desk: its path, and what answers there.

    ``posts`` where something is done there; ``open_to_all`` where nobody need be in;
    ``asks_again`` where the page calls by itself and nobody has touched it; ``roles`` who may
    open it: whoever has a desk, where nothing else is said.
    """

    path: str
    show: Callable[[Visit], Response]
    posts: bool = False
    open_to_all: bool = False
    asks_again: bool = False
    roles: Roles = DESK
