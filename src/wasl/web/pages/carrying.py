"""Bundles: a file for a partner where no line reaches, and the one that came back.

A bundle is sealed for its partner's node and judged dispatch by dispatch before anything of it is
shown. The desk carries small ones; the command carries any.
"""

from base64 import b64decode
from typing import Any

from starlette.responses import Response

from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.web.handing import File, hand_over
from wasl.web.menu import CARRIERS
from wasl.web.visit import Page, Visit

TAKEN = "/bundles/taken"


def _bundles(visit: Visit) -> Response:
    """Every link: what waits for a bundle, what is missing; and the field for one that came."""
    if visit.posted:
        return _take(visit)
    partners = [row["node"] for row in visit.ask("partner-list") if row["arrangements"]]
    states = [visit.ask("link-state", partner=partner) for partner in partners]
    return visit.page(
        "bundles.html",
        visit.speech.say("Bundles"),
        states=[_state(state) for state in states],
        faulty=visit.asked.get("again") == "file",
    )


def _state(state: Json) -> dict[str, Any]:
    return {**state, "owed": state["size"] - state["countersigned"], "runs": _runs(state)}


def _runs(state: Json) -> str:
    """What is missing, as it is said over a telephone: 41–43, 50."""
    runs = [f"{a}–{b}" if a != b else str(a) for a, b in state["missing"]]
    return ", ".join(runs)


def _write(visit: Visit) -> Response:
    """A bundle for one partner, once its carrier's officer has signed that it leaves."""
    partner = visit.places["partner"]
    visit.ask("link-state", partner=partner)
    if not visit.posted:
        return visit.go("/bundles")
    return hand_over(visit, "bundle", partner, lambda: _made(visit, partner))


def _made(visit: Visit, partner: str) -> File:
    made = visit.ask("bundle-given", partner=partner)
    count = visit.speech.count
    said = [count("{n} dispatch is in it.", "{n} dispatches are in it.", made["dispatches"])]
    if not made["confirmed"]:
        said.append(
            visit.speech.say(
                "They have not confirmed this run of our node: this bundle asks for it. Let the "
                "node run until a bundle has come back."
            )
        )
    return File(name=made["name"], content=b64decode(made["content"]), remark="\n".join(said))


def _take(visit: Visit) -> Response:
    """A bundle is taken in; what it brought is told on a page that can be loaded again."""
    if not visit.attached:
        return visit.go("/bundles?again=file")
    answer = visit.ask("bundle-taken", content=visit.attached[0].content.hex())
    visit.session.keep(TAKEN, {"answer": [canonical.dumps(answer).decode()]})
    return visit.go(TAKEN)


def _taken(visit: Visit) -> Response:
    """What the last bundle brought: nothing missing, or which entries; what was refused."""
    kept = visit.session.kept.get(TAKEN)
    if kept is None:
        raise RefusedError("no-such-page")
    answer = canonical.loads(kept["answer"][0].encode())
    report, speech = answer["report"], visit.speech
    refused = [(rule, speech.refusal(rule, detail)) for rule, detail in report["refused"]]
    if not answer["whole"]:
        refused.insert(0, (answer["rule"], speech.refusal(answer["rule"], {})))
    return visit.page(
        "bundle_taken.html",
        speech.say("What the bundle brought"),
        answer=answer,
        report=report,
        refused=refused,
        states=[_state(state) for state in answer["states"]],
        again=not (report["entries"] or report["receipts"] or refused),
    )


PAGES = (
    Page(path="/bundles", show=_bundles, posts=True, roles=CARRIERS),
    Page(path=TAKEN, show=_taken, roles=CARRIERS),
    Page(path="/bundles/for/{partner}", show=_write, posts=True, roles=CARRIERS),
)
