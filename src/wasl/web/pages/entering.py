"""Getting in, and being told to sign: the desk never asks for a password and holds no key."""

from starlette.responses import Response

from wasl.core.errors import RefusedError
from wasl.locale.speech import LANGUAGES
from wasl.seal.passkey import challenge_of, encoded
from wasl.web.confirming import Waiting, Wanted, enter_text, shown_code
from wasl.web.telling import draft_rows, told_act, told_body
from wasl.web.visit import Page, Visit

FIRST = "/enter"
OF_AN_ACT = frozenset({"draft", "release", "vouch"})
REFRESH_SECONDS = 4


def enter_first(visit: Visit) -> Response:
    """To the door; what was typed and where is there again afterwards."""
    visit.session.back = visit.path
    if visit.posted:
        visit.session.keep(visit.path, dict(visit.form))
    return visit.go(FIRST)


def _enter(visit: Visit) -> Response:
    """Who somebody is, proved by the device key; it never says whether a name exists."""
    if not visit.posted:
        locked = visit.session.officer if visit.session.locked else ""
        if visit.session.is_in:
            return visit.go("/")
        return visit.page("enter.html", visit.speech.say("Sign in"), locked=locked)
    officer = visit.said("officer").lower() or visit.session.officer
    waiting = _wants_in(visit, officer)
    return visit.go(f"/confirm/{waiting.code}")


def _wants_in(visit: Visit, officer: str) -> Waiting:
    known = {row["officer"] for row in visit.ask("officer-list") if not row["until"]}

    def wanted(code: str) -> Wanted:
        text = enter_text(visit.site.node, officer, code) if officer in known else ""
        return Wanted(
            officer=officer, act="enter", text=text, shown={}, then=lambda _signed: "/entered"
        )

    return visit.site.confirming.ask_for(visit.session.token, wanted)


def _link(visit: Visit) -> Response:
    """A one-time link of this machine: who can print one may read the store anyway."""
    word, sessions = visit.places["word"], visit.site.sessions
    if not sessions.opens(word):
        raise RefusedError("link-over")
    officers = [row for row in visit.ask("officer-list") if not row["until"]]
    chosen = next((row for row in officers if row["officer"] == visit.said("officer")), None)
    if chosen is None:
        return visit.page("link.html", visit.speech.say("Sign in"), officers=officers)
    if not sessions.use_link(word):
        raise RefusedError("link-over")
    return _let_in(visit, chosen["officer"])


def _let_in(visit: Visit, officer: str) -> Response:
    visit.site.sessions.enter(visit.session, officer)
    back, visit.session.back = visit.session.back or "/", ""
    return visit.go(back)


def _confirm(visit: Visit) -> Response:
    """What will be signed, under which code; goes on by itself once the key has signed."""
    waiting = visit.site.confirming.of(visit.places["code"], visit.session.token)
    if waiting is None:
        raise RefusedError("no-such-code", {"code": visit.places["code"][:16]})
    if waiting.act != "enter" and not visit.session.is_in:
        return enter_first(visit)
    if waiting.refusal is not None:
        return visit.refused(waiting.refusal)
    if waiting.goes_to:
        if waiting.act == "enter":
            return _let_in(visit, waiting.officer)
        return visit.go(waiting.goes_to)
    shown = waiting.shown if waiting.act in OF_AN_ACT else None
    return visit.page(
        "confirm.html",
        visit.speech.say("Waiting for your device key"),
        waiting=waiting,
        code=shown_code(waiting.code),
        word=told_act(visit.speech, shown["kind"], shown["move"]) if shown else "",
        rows=draft_rows(visit, shown) if shown else [],
        parts=told_body(visit.speech, shown["body"]) if shown else [],
        refresh_seconds=REFRESH_SECONDS,
        challenge=encoded(challenge_of(_text_of(visit, waiting))),
        passkeys=_passkeys(visit, waiting),
    )


def _text_of(visit: Visit, waiting: Waiting) -> str:
    """What is signed; of an officer there is not, what would be."""
    return waiting.text or enter_text(visit.site.node, waiting.officer, waiting.code)


def _passkeys(visit: Visit, waiting: Waiting) -> list[str]:
    """The passkeys that may sign it; at the door none is named, so that no name is given away."""
    if waiting.act == "enter":
        return []
    found: list[str] = visit.ask("passkeys", officer=waiting.officer)["ids"]
    return found


def _touch(visit: Visit) -> Response:
    """A passkey was touched for what waits under a code: it is done as by the device key."""
    path, confirming = f"/confirm/{visit.places['code']}", visit.site.confirming
    waiting = confirming.of(visit.places["code"], visit.session.token)
    if waiting is None or waiting.goes_to:
        return visit.go(path)
    if not waiting.text:
        raise RefusedError("bad-signature", {"officer": waiting.officer[:32]})
    signed = visit.ask(
        "passkey-touched",
        officer=waiting.officer,
        text=waiting.text,
        touched=visit.said("answer"),
        origin=visit.origin,
    )["signed"]
    confirming.finish(waiting.code, signed)
    return visit.go(path)


def _is_done(visit: Visit) -> Response:
    """Whether the page of a code may go on: 200 if so, 204 while it waits."""
    waiting = visit.site.confirming.of(visit.places["code"], visit.session.token)
    waits = waiting is not None and not waiting.goes_to and waiting.refusal is None
    return Response(status_code=204 if waits else 200)


def _lock(visit: Visit) -> Response:
    """Nobody reads on until the same officer's key has signed again."""
    if not visit.posted:
        return visit.go("/")
    visit.session.locked = bool(visit.session.officer)
    visit.session.back = _own_path(visit.said("back"))
    return visit.go(FIRST)


def _leave(visit: Visit) -> Response:
    if not visit.posted:
        return visit.go("/")
    visit.site.sessions.end(visit.session)
    return visit.go(FIRST)


def _language(visit: Visit) -> Response:
    """The language of this screen from now on."""
    wanted = visit.said("language")
    answer = visit.go(_own_path(visit.said("back")))
    if visit.posted and wanted in LANGUAGES:
        visit.session.language = wanted
        answer.set_cookie(
            "wasl_lang",
            wanted,
            max_age=365 * 86_400,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
    return answer


def _own_path(untrusted: str) -> str:
    """A path of this desk to go back to; the tray for anything else."""
    own = untrusted.startswith("/") and not untrusted.startswith("//") and "\\" not in untrusted
    return untrusted if own and untrusted.isprintable() else "/"


PAGES = (
    Page(path=FIRST, show=_enter, posts=True, open_to_all=True),
    Page(path="/enter/{word}", show=_link, posts=True, open_to_all=True),
    Page(path="/confirm/{code}", show=_confirm, open_to_all=True, asks_again=True),
    Page(path="/confirm/{code}/touch", show=_touch, posts=True, open_to_all=True),
    Page(path="/confirm/{code}/done", show=_is_done, open_to_all=True, asks_again=True),
    Page(path="/lock", show=_lock, posts=True, open_to_all=True),
    Page(path="/leave", show=_leave, posts=True, open_to_all=True),
    Page(path="/language", show=_language, posts=True, open_to_all=True),
)
