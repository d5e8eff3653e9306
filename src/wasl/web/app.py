"""The desk as one application: its pages by path, and what stands before each of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import LANGUAGES, speech_for
from wasl.web.guard import Guard, comes_from_here, packed
from wasl.web.live import Live
from wasl.web.map import PAGES
from wasl.web.pages.entering import enter_first
from wasl.web.sessions import Session, is_of
from wasl.web.visit import Attachment, Page, Site, Visit

TEXT_LIMIT_BYTES = 1_048_576
FILES_LIMIT_BYTES = 8 * 1_048_576 + TEXT_LIMIT_BYTES  # a form is held whole; more by the command
FIELDS_LIMIT = 4_000
FILES_LIMIT = 20
FORM = "application/x-www-form-urlencoded"
FORM_WITH_FILES = "multipart/form-data"
LANGUAGE_COOKIE = "wasl_lang"

Answer = Callable[[Request], Awaitable[Response]]


def desk_app(site: Site) -> ASGIApp:
    """The desk, guarded."""
    routes = [
        Route("/static/{served}", _static(site), methods=["GET"]),
        Route("/live", Live(site, cookie_name(site)).answer, methods=["GET"]),
    ]
    routes += [
        Route(page.path, _answer(site, page), methods=["GET", "POST"] if page.posts else ["GET"])
        for page in PAGES
    ]
    missing = Page(path="", show=_missing, open_to_all=True)
    routes.append(Route("/{rest:path}", _answer(site, missing), methods=["GET", "POST"]))
    return Guard(Starlette(routes=routes))


def cookie_name(site: Site) -> str:
    """The cookie of this service: browsers keep those of all ports of a machine together."""
    return f"__Host-wasl-{site.node}"


def _missing(visit: Visit) -> Response:
    raise RefusedError("no-such-page")


def _static(site: Site) -> Answer:
    async def answer(request: Request) -> Response:
        accepts = request.headers.get("accept-encoding", "")
        found = site.stock.answer(request.path_params["served"], accepts)
        return found or PlainTextResponse("", status_code=404)

    return answer


def _answer(site: Site, page: Page) -> Answer:
    """A page behind its session, its form behind its token, its work in a thread of its own."""

    async def answer(request: Request) -> Response:
        token = request.cookies.get(cookie_name(site), "")
        # A page that renews itself was not touched; a form that checks itself is being typed in.
        by_itself = page.asks_again or (is_live(request) and request.method == "GET")
        held = site.sessions.of(token, touched=not by_itself)
        session = held or site.sessions.begin()
        # Strict cookies do not come with what another site opens, but one that is set would stay:
        # any page that leads here would put an officer out. Nothing is kept of such a session.
        from_elsewhere = held is None and request.headers.get("sec-fetch-site") == "cross-site"
        visit = _visit(site, session, request)
        before = session.token
        try:
            if visit.posted:
                visit.form, visit.attached = await _read_form(request)
            shown = await asyncio.to_thread(_shown, page, visit, request.headers)
        except RefusedError as refusal:
            shown = visit.refused(refusal)
            shown.status_code = 413 if refusal.rule == "too-large" else shown.status_code
        renew = (held is None or session.token != before) and not from_elsewhere
        if from_elsewhere:
            site.sessions.end(session)
        return _sealed(site, request, session, shown, renew)

    return answer


def _visit(site: Site, session: Session, request: Request) -> Visit:
    wanted = session.language or request.cookies.get(LANGUAGE_COOKIE, "")
    if wanted not in LANGUAGES:
        wanted = _preferred(request.headers.get("accept-language", ""))
    return Visit(
        site=site,
        session=session,
        speech=speech_for(wanted, None),
        method="POST" if request.method == "POST" else "GET",
        path=request.url.path,
        places=dict(request.path_params),
        asked=dict(request.query_params),
        live=is_live(request),
        origin=f"http://{request.headers.get('host', '')}",
    )


def is_live(request: Request) -> bool:
    """Whether the page itself asks, for the part of it that may have changed."""
    return request.headers.get("x-live", "") == "1"


def _preferred(accepted: str) -> str:
    """The first language a browser asks for that the house speaks."""
    wished = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((language for language in wished if language in LANGUAGES), "")


def _shown(page: Page, visit: Visit, headers: Mapping[str, str]) -> Response:
    """What a page answers, or what kept it from answering, told to the officer."""
    return visit.site.caught(
        partial(_answered, page, visit, headers), partial(_fault_of_ours, visit)
    )


def _answered(page: Page, visit: Visit, headers: Mapping[str, str]) -> Response:
    try:
        lost = not page.open_to_all and not _is_in(visit)
        if visit.posted:
            _check_form(visit, headers, lost=lost)
        if lost:
            return enter_first(visit)
        if not page.open_to_all and not page.roles & visit.roles():
            raise RefusedError("role-lacking", {"needed": ", ".join(sorted(page.roles))})
        return page.show(visit)
    except RefusedError as refusal:
        return visit.refused(refusal)
    except UnavailableError as failure:
        what, _newline, remedy = visit.speech.unavailable(failure.what, failure.detail).partition(
            "\n"
        )
        return visit.failed(visit.speech.say("Not now"), 503, what, remedy)


def _fault_of_ours(visit: Visit, reference: str) -> Response:
    say = visit.speech.say
    what = say("A fault of ours, reference {reference}.", reference=reference)
    remedy = say("Tell the custodian the reference. What you wrote before is kept.")
    return visit.failed(say("A fault of ours"), 500, what, remedy)


def _is_in(visit: Visit) -> bool:
    """Whether an officer works here who may: whoever has left the service is out at once."""
    if visit.session.is_in and not visit.roles():
        visit.session.officer = ""
        visit.session.kept.clear()
    return visit.session.is_in


def _check_form(visit: Visit, headers: Mapping[str, str], *, lost: bool) -> None:
    """Refuses ``foreign-form`` for what no page of this session has sent.

    Where the session is ``lost`` nothing is done with a form but keeping it for its officer, so
    its token may be that of a session which ended meanwhile.
    """
    ours = lost or is_of(visit.session, visit.said("form_token"))
    if not comes_from_here(headers) or not ours:
        raise RefusedError("foreign-form")


def _sealed(
    site: Site, request: Request, session: Session, shown: Response, renew: bool
) -> Response:
    """The answer with the cookie of its session, smaller where the browser can unpack it."""
    if shown.headers.get("content-type", "").startswith("text/html"):
        shown.body, said = packed(bytes(shown.body), request.headers)
        shown.headers.update({**said, "vary": "accept-encoding, cookie"})
        shown.headers["content-length"] = str(len(shown.body))
    if renew:
        shown.set_cookie(
            cookie_name(site),
            session.token,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
    return shown


# ------------------------------------------------------------------------------- what came


async def _read_form(request: Request) -> tuple[dict[str, list[str]], list[Attachment]]:
    """The fields and files of a form; refuses ``too-large`` before it is read whole."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    limit = FILES_LIMIT_BYTES if kind == FORM_WITH_FILES else TEXT_LIMIT_BYTES
    content = await _read_limited(request, limit)
    if kind == FORM_WITH_FILES:
        return await _read_parts(request.headers, content)
    if kind != FORM and content:
        raise RefusedError("foreign-form")
    try:
        pairs = parse_qsl(
            content.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=FIELDS_LIMIT,
        )
    except ValueError as error:
        raise RefusedError("foreign-form") from error
    return _gathered(pairs), []


async def _read_limited(request: Request, limit_bytes: int) -> bytes:
    said = request.headers.get("content-length", "0")
    if not said.isdigit() or int(said) > limit_bytes:
        raise RefusedError("too-large", {"limit": limit_bytes})
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > limit_bytes:
            raise RefusedError("too-large", {"limit": limit_bytes})
    return bytes(content)


class _InMemory(MultiPartParser):
    """Nothing of a form touches the disk: an attachment may be a report."""

    spool_max_size = FILES_LIMIT_BYTES + 1


async def _read_parts(
    headers: Headers, content: bytes
) -> tuple[dict[str, list[str]], list[Attachment]]:
    async def stream() -> AsyncIterator[bytes]:
        yield content

    parser = _InMemory(
        headers,
        stream(),  # type: ignore[arg-type]  # any stream of bytes will do
        max_files=FILES_LIMIT,
        max_fields=FIELDS_LIMIT,
        max_part_size=TEXT_LIMIT_BYTES,
    )
    try:
        parts = await parser.parse()
    except (MultiPartException, ValueError) as error:
        raise RefusedError("foreign-form") from error
    attached = []
    pairs = []
    for name, value in parts.multi_items():
        if not isinstance(value, UploadFile):
            pairs.append((name, value))
        elif held := await value.read():
            media = value.content_type or "application/octet-stream"
            attached.append(Attachment(content=held, media=media))
    await parts.close()
    return _gathered(pairs), attached


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
