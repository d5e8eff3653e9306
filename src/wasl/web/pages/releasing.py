"""What waits for a second officer: read whole, with who will get it, and signed by another key."""

from functools import partial

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.terms import Precedence
from wasl.forms.placing import Place
from wasl.locale.codes import told_kind
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
    return visit.page(
        "drafts.html", visit.speech.say("For release"), drafts=found, begun=_begun(visit)
    )


def _begun(visit: Visit) -> list[dict[str, str]]:
    """What this officer has typed and not signed yet, each with the way back to its form."""
    return [
        {
            "at": visit.when(each["at"]),
            "place": each["place"],
            "word": _word_of(visit, each["place"]),
        }
        for each in visit.ask("typed", officer=visit.officer)
    ]


def _word_of(visit: Visit, place: str) -> str:
    """What a form is for, told by where it lies."""
    first, about, *rest = place.strip("/").split("/")
    if first == "new":
        return told_kind(visit.speech, about)
    return visit.speech.say("Case {case}", case=about) + "".join(f" · {word}" for word in rest)


def _forget(visit: Visit) -> Response:
    """What was typed at a place is thrown away by who typed it."""
    visit.ask("type-in", officer=visit.officer, place=visit.said("place"), filled={})
    return visit.go("/drafts")


def _draft(visit: Visit) -> Response:
    """One draft, every word of it; released, vouched for or thrown away from here."""
    wanted = visit.places["draft"]
    if visit.posted and visit.said("do") == "drop":
        visit.ask("drop-draft", draft=wanted, officer=visit.officer)
        visit.tell(visit.speech.say("The draft is thrown away."))
        return visit.go("/drafts")
    held = visit.site.holding.of(wanted)
    if held is not None and held.officer == visit.officer:
        return visit.go(f"/d/{wanted}/leaving")
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
        leaving=held is not None and not held.is_over,
        may_release=bool(roles & set(draft["by"])),
        may_vouch=bool(roles & set(draft["also"])),
    )


def _countersign(visit: Visit, draft: Json, verb: str) -> str:
    """The draft's text waits for this officer's key; signed, it leaves when its minute is over."""
    site, officer = visit.site, visit.officer
    session, speech = visit.session, visit.speech

    def then(signed: str) -> str:
        asked = {"draft": draft["draft"], "officer": officer, "signed": signed}
        if verb == "vouch":
            site.door.ask(verb, asked)
            session.notice = speech.say(
                "Your word is with draft {draft}.", draft=draft["draft"][:8]
            )
            return f"/d/{draft['draft']}"
        flash = draft["fields"].get("precedence") == Precedence.FLASH
        site.holding.hold(
            draft["draft"], officer, partial(site.door.ask, verb, asked), flash=flash
        )
        return f"/d/{draft['draft']}/leaving"

    shown = {
        name: draft[name]
        for name in ("body", "case", "fields", "kind", "move", "officer", "partner")
    }
    wanted = Wanted(officer=officer, act=verb, text=draft["text"], shown=shown, then=then)
    return site.confirming.ask(session.token, wanted).code


def _leaving(visit: Visit) -> Response:
    """A signed release in its last minute: undone here, or gone on to its case."""
    site, draft, speech = visit.site, visit.places["draft"], visit.speech
    held = site.holding.of(draft)
    if held is None or held.officer != visit.officer:
        return visit.go(f"/d/{draft}")
    if visit.posted:
        undone = site.holding.undo(draft)
        visit.tell(
            speech.say("It was not released; the draft waits as before.")
            if undone
            else speech.say("It was too late: it is released.")
        )
        return visit.go(f"/d/{draft}" if undone else f"/d/{draft}/leaving")
    if not held.is_over:
        told = {"draft": draft, "left": site.holding.left_seconds(held)}
        return visit.page("leaving.html", speech.say("Being released"), **told)
    site.holding.forget(held)
    if held.failure is not None:
        raise held.failure
    return _released(visit, held.told)


def _released(visit: Visit, told: Json) -> Response:
    """On to the case of what was released, if it has its place in our log."""
    if told["state"] != "released":
        say = visit.speech.say
        visit.tell(say("Released. It leaves once {partner} is reached.", partner=told["partner"]))
        return visit.go("/")
    visit.tell(visit.speech.say("Released: entry {index} of our log.", index=told["index"]))
    return visit.go(case_path(told["case"], told["partner"]))


def _has_left(visit: Visit) -> Response:
    """Whether the minute of a release is over: 200 if so, 204 while it can be undone."""
    held = visit.site.holding.of(visit.places["draft"])
    waits = held is not None and held.officer == visit.officer and not held.is_over
    return Response(status_code=204 if waits else 200)


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
    Page(path="/drafts/forget", show=_forget, posts=True),
    Page(path="/d/{draft}", show=_draft, posts=True),
    Page(path="/d/{draft}/leaving", show=_leaving, posts=True, asks_again=True),
    # Open, so that a script that asks while the desk is locked does not become the way back.
    Page(path="/d/{draft}/leaving/done", show=_has_left, open_to_all=True, asks_again=True),
    Page(path="/review/{entry}", show=_review, posts=True),
)
