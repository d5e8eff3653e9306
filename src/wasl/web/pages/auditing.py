"""Who read what, when and for which purpose: the house log, for those who answer for it."""

from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.node.clock import plain_reference, shown_reference
from wasl.web.menu import AUDITORS
from wasl.web.visit import Page, Visit

ALL = "all"
ACTS = {
    "audit": _("read this log"),
    "certificate-file": _("handed out a certificate"),
    "certificate-list": _("handed out the list of revoked certificates"),
    "export": _("handed out a proof"),
    "extract": _("handed out an extract of a log"),
    "figures": _("counted the figures"),
    "judge": _("judged whether two entries of a list are the same"),
    "knows": _("said which dossiers an officer may know of"),
    "lost": _("said that a post is lost"),
    "named": _("said who may know of a case"),
    "open": _("read an item"),
    "passkeys": _("brought in new passkeys"),
    "quota": _("said how much a partner may send in a day"),
    "read-draft": _("read a draft"),
    "release": _("released an act"),
    "take-attachment": _("fetched what the quota had held back"),
}


def _audit(visit: Visit) -> Response:
    """Forty lines, the newest first; of one case where one is asked for."""
    if visit.posted:
        typed = visit.said("case")
        return visit.go(f"/audit/{plain_reference(typed) if typed else ALL}/0")
    case, before = visit.places.get("case", ALL), visit.places.get("before", "0")
    if not before.isdecimal() or len(before) > 12:
        raise RefusedError("no-such-page")
    told = visit.ask(
        "audit-page",
        officer=visit.officer,
        case="" if case == ALL else case,
        before=int(before) or -1,
    )
    return visit.page(
        "audit.html",
        visit.speech.say("Who read what"),
        lines=[_told(visit, line) for line in told["lines"]],
        case="" if case == ALL else shown_reference(plain_reference(case)),
        older=f"/audit/{case}/{told['next']}" if told["next"] else "",
        named=any(line["officer"] for line in told["lines"]),
    )


def _told(visit: Visit, line: Json) -> dict[str, Any]:
    speech, facts = visit.speech, line["facts"]
    return {
        **line,
        "item": str(facts.get("item", "")),
        "reference": shown_reference(line["case"]) if line["case"] else "",
        "role": speech.term(f"role.{facts['role']}") if "role" in facts else "",
        "when": visit.when(line["at"]),
        "with": str(facts.get("partner", "")),
        "word": speech.say(ACTS[line["act"]]) if line["act"] in ACTS else line["act"],
    }


PAGES = (
    Page(path="/audit", show=_audit, posts=True, roles=AUDITORS),
    Page(path="/audit/{case}/{before}", show=_audit, roles=AUDITORS),
)
