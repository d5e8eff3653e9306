"""Until when contents are kept: what is due and what holds it, and what a day has done.

Looking changes nothing: the list is what the next round of the node would do.
"""

from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.policy.retention import Hold, Term
from wasl.forms.retention import HOLDS, TERMS
from wasl.locale.codes import told_kind
from wasl.node.clock import shown_reference
from wasl.web.menu import KEEPERS
from wasl.web.telling import case_path
from wasl.web.visit import Page, Visit

SHOWN = 200  # of one list: the oldest dates; what is left out is said


def _due(visit: Visit) -> Response:
    """What is near its review date or past it, the next round's work apart from the rest."""
    found = [_told(visit, one) for one in visit.ask("retention-due")]
    say = visit.speech.say
    groups = [
        ("round", say("The next round destroys"), _of(found, Term.DUE, held=False)),
        ("held", say("Due, and held"), _of(found, Term.DUE, held=True)),
        (
            "expired",
            say("Past its review date: nobody reads it any more"),
            _of(found, Term.EXPIRED),
        ),
        ("soon", say("Its review date is near"), _of(found, Term.SOON)),
    ]
    return visit.page(
        "retention.html", say("Retention"), groups=groups, total=len(found), shown=SHOWN
    )


def _of(found: list[dict[str, Any]], term: Term, *, held: bool | None = None) -> list[Any]:
    """The oldest of one term; held or not where that is asked."""
    return [one for one in found if one["term"] == term and held in {None, bool(one["hold"])}][
        :SHOWN
    ]


def _report(visit: Visit) -> Response:
    """One day: what was destroyed, what was held back and why; the day is asked for by a form."""
    if visit.posted:
        return visit.go(f"/retention/{visit.said('day') or 'today'}")
    day = visit.places["day"]
    told = visit.ask("retention-report", day="" if day == "today" else day)
    return visit.page(
        "retention_day.html",
        visit.speech.say("Retention on {day}", day=told["day"]),
        report=told,
        done=[_told(visit, one) for one in told["done"]],
        refused=[_told(visit, one) for one in told["refused"]],
        due=[_told(visit, one) for one in told["due"]],
    )


def _told(visit: Visit, one: Json) -> dict[str, Any]:
    speech, rule = visit.speech, one.get("rule", "")
    why = speech.refusal(rule, {}).partition("\n")[0] if rule else ""
    return {
        **one,
        "ground_word": speech.term(one["ground"]) if one.get("ground") else "",
        "kind_word": told_kind(speech, one["kind"]),
        "path": case_path(one["case"], one["partner"]) if one["case"] else "",
        "reference": shown_reference(one["case"]) if one["case"] else "",
        "term_word": speech.say(TERMS[Term(one["term"])]),
        "when": visit.when(one["until"]) if one["until"] else "",
        "why": why or (speech.say(HOLDS[Hold(one["hold"])]) if one["hold"] else ""),
    }


PAGES = (
    Page(path="/retention", show=_due, roles=KEEPERS),
    Page(path="/retention/{day}", show=_report, posts=True, roles=KEEPERS),
)
