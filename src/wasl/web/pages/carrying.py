"""The roads on screen: a partner is called now, a bundle is saved for a stick, one is taken in."""

import tempfile
from pathlib import Path

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.web.visit import Page, Visit

BUNDLE = "bundle"


def _roads(visit: Visit) -> Response:
    """How far both logs of each partner are, and the ways to move them on."""
    return _page(visit, None)


def _page(visit: Visit, taken: Json) -> Response:
    partners = [
        {**row, "state": visit.ask("link-state", partner=row["node"])}
        for row in visit.ask("partner-list")
        if row["arrangements"]
    ]
    return visit.page("roads.html", visit.speech.say("Carriage"), partners=partners, taken=taken)


def _call(visit: Visit) -> Response:
    """A partner is called now; what came and went is told by how far the logs are then."""
    if not visit.posted:
        return visit.go("/roads")
    told = visit.ask("sync", partner=visit.places["partner"])
    return _page(visit, _told(visit, told, whole=True))


def _out(visit: Visit) -> Response:
    """A bundle for a partner, sealed for nobody else, to be saved on a stick."""
    if not visit.posted:
        return visit.go("/roads")
    with tempfile.TemporaryDirectory() as folder:
        asked = {"partner": visit.places["partner"], "place": folder}
        written = Path(visit.ask("bundle-out", **asked)["file"])
        content = written.read_bytes()
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{written.name}"',
            "content-security-policy": "sandbox",
        },
    )


def _in(visit: Visit) -> Response:
    """A bundle that somebody carried here: what was new in it, and what is missing still."""
    if not visit.posted:
        return visit.go("/roads")
    if not visit.attached:
        raise RefusedError("unreadable-file", {"file": "-"})
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder) / BUNDLE
        held.write_bytes(visit.attached[0].content)
        answer = visit.ask("bundle-in", file=str(held))
    report = answer["report"]
    if answer["rule"]:
        report["refused"] = [*report["refused"], [answer["rule"], {}]]
    return _page(visit, _told(visit, report, whole=answer["whole"]))


def _told(visit: Visit, report: Json, *, whole: bool) -> Json:
    """What was taken, and each refusal in words."""
    refused = [visit.speech.refusal(rule, detail) for rule, detail in report["refused"]]
    return {**report, "refused": [said.partition("\n")[::2] for said in refused], "whole": whole}


PAGES = (
    Page(path="/roads", show=_roads),
    Page(path="/roads/in", show=_in, posts=True),
    Page(path="/roads/call/{partner}", show=_call, posts=True),
    Page(path="/roads/out/{partner}", show=_out, posts=True),
)
