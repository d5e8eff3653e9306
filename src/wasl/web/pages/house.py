"""The house: both logs of every link, and what was agreed as a document."""

from starlette.responses import Response

from wasl.core.arrangement import FIRST_LINE, read_arrangement
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.clock import shown_reference
from wasl.seal.note import read_note
from wasl.web.telling import told_act
from wasl.web.visit import Page, Visit

SIDES = ("ours", "theirs")


def _links(visit: Visit) -> Response:
    """How far both logs of every link are; what is counter-signed is the receipt."""
    partners = [row["node"] for row in visit.ask("partner-list") if row["arrangements"]]
    states = [visit.ask("link-state", partner=partner) for partner in partners]
    return visit.page("log.html", visit.speech.say("Logs"), links=states)


def _log(visit: Visit) -> Response:
    """One log, the newest entry first, its signed heads and the receipt between the entries."""
    partner, side, last = visit.places["partner"], visit.places["side"], visit.places["before"]
    if side not in SIDES or not last.isdecimal() or len(last) > 12:
        raise RefusedError("no-such-page")
    told = visit.ask("log-page", partner=partner, ours=side == "ours", before=int(last) or -1)
    entries = [_entry(visit, entry) for entry in told["entries"]]
    title = visit.speech.say("Log of {partner}", partner=partner)
    if side == "ours":
        title = visit.speech.say("Our log with {partner}", partner=partner)
    return visit.page("log_entries.html", title, log=told, entries=entries, side=side)


def _entry(visit: Visit, entry: Json) -> dict[str, object]:
    known = entry["kind"] != "fact"
    return {
        **entry,
        "word": told_act(visit.speech, entry["kind"], entry["move"]),
        "reference": shown_reference(entry["case"]) if entry["case"] and known else "",
        "when": visit.when(entry["written"]),
    }


def _agreed(visit: Visit) -> Response:
    """What was agreed with every partner: each text, and which of them is in force."""
    found = []
    for partner in visit.ask("partner-list"):
        if partner["arrangements"]:
            texts = visit.ask("arrangements", partner=partner["node"])
            found.append({"partner": partner["node"], "texts": texts})
    admitted = {link["partner"]: link for link in visit.ask("admitted")}
    return visit.page(
        "agreed.html", visit.speech.say("Arrangement"), links=found, admitted=admitted
    )


def _text(visit: Visit) -> Response:
    """One arrangement as a document: its parties, its dossiers, its clauses by name."""
    kept = visit.ask("statement", sha256=visit.places["sha256"])
    note = read_note(kept["note"].encode())
    if not note.text.startswith(FIRST_LINE):
        raise RefusedError("no-such-page")
    text = read_arrangement(note.text)
    return visit.page(
        "agreed_text.html",
        visit.speech.say("Arrangement, version {version}", version=text.version),
        text=text,
        sha256=visit.places["sha256"],
        signed=[line.name for line in note.lines],
    )


def _me(visit: Visit) -> Response:
    """What an officer sets for this screen: shortcuts can be turned off (WCAG 2.1.4)."""
    if visit.posted:
        visit.session.shortcuts = visit.said("shortcuts") == "on"
        return visit.go("/me")
    return visit.page("me.html", visit.speech.say("Me"))


PAGES = (
    Page(path="/log", show=_links),
    Page(path="/log/{partner}/{side}/{before}", show=_log),
    Page(path="/me", show=_me, posts=True),
    Page(path="/agreed", show=_agreed),
    Page(path="/agreed/{sha256}", show=_text),
)
