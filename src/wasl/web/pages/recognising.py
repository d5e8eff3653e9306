"""Recognition: who recognises whom, by whose word, and what a withdrawal would do.

Recognising and withdrawing are signed by root keys, which never come near a browser: the page
shows what stands and the command that changes it.
"""

from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.locale.codes import told_codes, told_kind, told_move, told_word
from wasl.node.clock import shown_reference
from wasl.web.menu import RECOGNISERS
from wasl.web.telling import case_path
from wasl.web.visit import Page, Visit

SHOWN = 200  # of the items they hold: the newest; what is left out is said
GOOD = frozenset({"recognised"})


def _list(visit: Visit) -> Response:
    """Every service met, and how each side stands to the other."""
    links = {told["partner"]: told for told in visit.ask("recognitions")}
    met = [
        {**row, "link": _standing(visit, links[row["node"]]) if row["node"] in links else None}
        for row in visit.ask("partner-list")
    ]
    return visit.page("recognition.html", visit.speech.say("Recognition"), met=met)


def _standing(visit: Visit, told: Json) -> dict[str, Any]:
    return {
        **told,
        "ours_word": told_word(visit.speech, "recognition", told["ours"]),
        "theirs_word": told_word(visit.speech, "recognition", told["theirs"]),
        "both": {told["ours"], told["theirs"]} <= GOOD,
    }


def _one(visit: Visit) -> Response:
    """One counterpart: both words and their history, and what it still holds of ours."""
    partner = visit.places["partner"]
    acts = [_act(visit, told) for told in visit.ask("recognition-acts", partner=partner)]
    told = next(one for one in visit.ask("recognitions") if one["partner"] == partner)
    held = visit.ask("items-they-hold", partner=partner)
    return visit.page(
        "recognition_one.html",
        visit.speech.say("Recognition: {partner}", partner=partner),
        link=_standing(visit, told),
        ours=[act for act in acts if act["ours"]],
        theirs=[act for act in acts if not act["ours"]],
        held=[_item(visit, one, partner) for one in reversed(held[-SHOWN:])],
        left_out=max(0, len(held) - SHOWN),
        recalled=sum(one["recalled"] for one in held),
        stays=sum(not one["recalled"] for one in held),
    )


def _act(visit: Visit, told: Json) -> dict[str, Any]:
    return {
        **told,
        "word": told_move(visit.speech, "recognition", told["move"]),
        "when": visit.when(told["written"]),
    }


def _item(visit: Visit, told: Json, partner: str) -> dict[str, Any]:
    return {
        **told,
        "codes": told_codes(visit.speech, told["handling"]),
        "kind_word": told_kind(visit.speech, told["kind"]),
        "path": case_path(told["case"], partner),
        "reference": shown_reference(told["case"]),
        "when": visit.when(told["written"]),
    }


PAGES = (
    Page(path="/recognition", show=_list, roles=RECOGNISERS),
    Page(path="/recognition/{partner}", show=_one, roles=RECOGNISERS),
)
