"""People and duties: who works here, in which roles, what each may know of; who has left."""

from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.locale.speech import _
from wasl.node.clock import shown_reference
from wasl.web.pages.keys import lost_keys
from wasl.web.visit import Page, Visit

NAMERS = frozenset({OfficerRole.DUTY, OfficerRole.HEAD})
DUTIES = {
    OfficerRole.DRAFTER: _("writes what the service gives and asks"),
    OfficerRole.RELEASER: _("lets it go, never what he wrote himself"),
    OfficerRole.DUTY: _("receives and delivers; may release FLASH alone, reviewed afterwards"),
    OfficerRole.HANDLER: _("reads and answers what is for him"),
    OfficerRole.CUSTODIAN: _("keeps the keys; drafts key cases and recognition"),
    OfficerRole.DPO: _("answers for the protection of data: attestations, destruction, audit"),
    OfficerRole.HEAD: _("releases keys, recognition and arrangements"),
    OfficerRole.PLANNER: _("drafts plans and co-signed texts"),
    OfficerRole.TRAINING: _("drafts courses and their certificates"),
    OfficerRole.OVERSEER: _("reads the logs for an independent authority"),
}


def _people(visit: Visit) -> Response:
    """Who works here and who has left, by role; and which roles nobody holds."""
    rows = [_told(visit, row) for row in visit.ask("officer-list")]
    here = [row for row in rows if not row["until"]]
    held = {role for row in here for role in row["roles"]}
    return visit.page(
        "people.html",
        visit.speech.say("People"),
        people=here,
        lost=lost_keys(visit),
        gone=[row for row in rows if row["until"]],
        duties=[
            (visit.speech.term(f"role.{role}"), visit.speech.say(does), role in held)
            for role, does in DUTIES.items()
        ],
    )


def _told(visit: Visit, row: Json) -> dict[str, Any]:
    return {
        **row,
        "role_words": [visit.speech.term(f"role.{role}") for role in row["roles"]],
        "dossier_words": [visit.speech.term(code) for code in row["dossiers"]],
        "left": visit.when(row["until"]) if row["until"] else "",
    }


def _named(visit: Visit) -> Response:
    """To whom alone a case is known from now on; by a duty officer or the head."""
    case = visit.places["case"]
    told = visit.ask("case", reference=case, officer=visit.officer)
    officers = [row["officer"] for row in visit.ask("officer-list") if not row["until"]]
    if visit.posted:
        chosen = visit.form.get("officer") or []
        if not set(chosen) <= set(officers):
            raise RefusedError("no-such-officer", {"officer": "-"})
        visit.ask("case-named", case=case, officers=chosen, officer=visit.officer)
        visit.tell(visit.speech.say("The case is known to whom you named, and to nobody else."))
        if not chosen:
            visit.tell(visit.speech.say("The case is known to whoever has its dossier."))
        return visit.go("/" if chosen and visit.officer not in chosen else f"/c/{case}")
    return visit.page(
        "named.html",
        visit.speech.say("Who may know of case {case}", case=shown_reference(told["case"])),
        case=case,
        reference=shown_reference(told["case"]),
        officers=officers,
        named=told["named"],
    )


PAGES = (
    Page(path="/people", show=_people),
    Page(path="/named/{case}", show=_named, posts=True, roles=NAMERS),
)
