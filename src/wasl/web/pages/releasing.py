"""What waits for a second officer: read whole, with who will get it, and signed by another key."""

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.forms.placing import Place
from wasl.node.clock import shown_reference
from wasl.web.confirming import Wanted
from wasl.web.pages.composing import hand_in
from wasl.web.panel import panel_of
from wasl.web.telling import case_path, draft_rows, told_act, told_body
from wasl.web.visit import Page, Visit

DONE = {"release": "release", "vouch": "vouch"}


def _drafts(visit: Visit) -> Response:
    """Every draft this officer may know of, the oldest first."""
    found = [_told(visit, draft) for draft in visit.ask("drafts", officer=visit.officer)]
    return visit.page("drafts.html", visit.speech.say("For release"), drafts=found)


def _draft(visit: Visit) -> Response:
    """One draft, every word of it; released, vouched for or thrown away from here."""
    wanted = visit.places["draft"]
    if visit.posted and visit.said("do") == "drop":
        visit.ask("drop-draft", draft=wanted, officer=visit.officer)
        visit.tell(visit.speech.say("The draft is thrown away."))
        return visit.go("/drafts")
    draft = visit.ask("read-draft", draft=wanted, officer=visit.officer)
    if visit.posted and visit.said("do") in DONE:
        return visit.go(f"/confirm/{_countersign(visit, draft, DONE[visit.said('do')])}")
    fields = {**draft["fields"], "kind": draft["kind"]}
    place = Place(partner=draft["partner"], dossier="", purpose="")
    roles = visit.roles()
    return visit.page(
        "draft.html",
        visit.speech.say("Draft {draft}", draft=draft["draft"][:8]),
        draft=_told(visit, draft),
        rows=draft_rows(visit, draft),
        parts=told_body(visit.speech, draft["body"]),
        panel=panel_of(visit, place, fields),
        own=draft["officer"] == visit.officer,
        may_release=bool(roles & set(draft["by"])),
        may_vouch=bool(roles & set(draft["also"])),
    )


def _countersign(visit: Visit, draft: Json, verb: str) -> str:
    """The draft's text waits for this officer's key; signed, it is released at once."""
    site, officer = visit.site, visit.officer
    session, speech = visit.session, visit.speech

    def then(signed: str) -> str:
        asked = {"draft": draft["draft"], "officer": officer, "signed": signed}
        told = site.door.ask(verb, asked)
        if verb == "vouch":
            session.notice = speech.say(
                "Your word is with draft {draft}.", draft=draft["draft"][:8]
            )
            return f"/d/{draft['draft']}"
        session.notice = (
            speech.say("Released: entry {index} of our log.", index=told["index"])
            if told["state"] == "released"
            else speech.say(
                "Released. It leaves once {partner} is reached.", partner=told["partner"]
            )
        )
        return case_path(told["case"], told["partner"]) if told["state"] == "released" else "/"

    shown = {
        name: draft[name]
        for name in ("body", "case", "fields", "kind", "move", "officer", "partner")
    }
    wanted = Wanted(officer=officer, act=verb, text=draft["text"], shown=shown, then=then)
    return site.confirming.ask(session.token, wanted).code


def _review(visit: Visit) -> Response:
    """A releaser's word that he has reviewed what left under FLASH, signed by his key."""
    item = visit.ask("item", entry=visit.places["entry"])
    path = case_path(item["case"], item["partner"])
    visit.ask("case", reference=path.removeprefix("/c/"), officer=visit.officer)
    if not visit.posted:
        return visit.go(path)
    wish = {"kind": "fact", "move": "review_flash", "fields": {"about": [item["entry"]]}}
    asked = {"officer": visit.officer, "partner": item["partner"], "wish": wish}
    prepared = visit.ask("prepare", **asked)
    place = Place(partner=item["partner"], case=item["case"], dossier="", purpose="")
    return visit.go(f"/confirm/{hand_in(visit, place, {**wish, 'flash': False}, prepared)}")


def _told(visit: Visit, draft: Json) -> dict[str, object]:
    speech = visit.speech
    return {
        **draft,
        "word": told_act(speech, draft["kind"], draft["move"]),
        "reference": shown_reference(draft["case"]) if draft["case"] else "",
        "releasers": [speech.term(f"role.{role}") for role in draft["by"]],
        "lacking": [speech.term(f"role.{role}") for role in draft["also"]],
        "when": visit.when(draft["at"]),
    }


PAGES = (
    Page(path="/drafts", show=_drafts),
    Page(path="/d/{draft}", show=_draft, posts=True),
    Page(path="/review/{entry}", show=_review, posts=True),
)
