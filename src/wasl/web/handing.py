"""What leaves through a browser as a file: first its officer's device key signs that it does.

The same code and command as every other signature of the desk. The file is made at the moment of
the signature, and lies in the session of its officer until that ends.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.web.confirming import Wanted
from wasl.web.menu import ALL
from wasl.web.visit import Page, Visit

FIRST_LINE = "wasl-hand-over/1"
ACT = "hand-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file for a person to save: its name says nothing of what is in it."""

    name: str
    content: bytes
    remark: str = ""


def hand_over(visit: Visit, what: str, of: str, make: Callable[[], File]) -> Response:
    """To the code under which an officer signs; then to the file, made once it is signed."""
    session = visit.session

    def kept(code: str) -> str:
        made, place = make(), f"/handed/{code}"
        filled = {
            "content": b64encode(made.content).decode(),
            "name": made.name,
            "of": of,
            "remark": made.remark,
            "what": what,
        }
        session.keep(place, {name: [value] for name, value in filled.items()})
        return place

    return sign_for(visit, what, of, kept)


def sign_for(visit: Visit, what: str, of: str, then: Callable[[str], str]) -> Response:
    """To the code under which an officer signs that this is done; it is done once it is signed.

    ``what`` is one of ``forms.handed.WHAT``, ``of`` whose or of which; ``then`` is called with
    the code and answers the page to go on to.
    """
    site, officer = visit.site, visit.officer

    def wanted(code: str) -> Wanted:
        stated = {"code": code, "node": site.node, "of": of, "officer": officer, "what": what}
        return Wanted(
            officer=officer,
            act=ACT,
            text=canonical.statement_text(FIRST_LINE, stated),
            shown={"of": of, "what": what},
            then=lambda _signed: then(code),
        )

    return visit.go(f"/confirm/{site.confirming.ask_for(visit.session.token, wanted).code}")


def _handed(visit: Visit) -> Response:
    """The file that was signed for: told what it is, then saved."""
    kept = visit.session.kept.get(visit.path)
    if kept is None or not visit.path.startswith("/handed/"):
        raise RefusedError("no-such-page")
    file = {name: values[0] for name, values in kept.items()}
    content = b64decode(file["content"])
    if not visit.posted:
        return visit.page(
            "handed.html",
            visit.speech.say("Your file is ready"),
            file=file,
            size=len(content),
        )
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{file["name"]}"',
            "content-security-policy": "sandbox",
        },
    )


PAGES = (Page(path="/handed/{code}", show=_handed, posts=True, roles=ALL),)
