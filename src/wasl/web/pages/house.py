"""The house: both logs of every link, and what was agreed as a document."""

from dataclasses import dataclass

from starlette.responses import Response

from wasl.core.arrangement import FIRST_LINE, Arrangement, read_arrangement
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.forms.clauses import Line, dossier, ends, parties, rules
from wasl.locale.speech import Speech
from wasl.node.clock import shown_reference
from wasl.seal.note import read_note
from wasl.web.menu import ALL
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
    """One arrangement as a document of numbered clauses, and what the version before had said."""
    text, signed = _read(visit, visit.places["sha256"])
    before = _read(visit, text.previous)[0] if text.previous else None
    parts = _parts_of(visit.speech, text)
    old = {part.place: dict(part.lines) for part in _parts_of(visit.speech, before)}
    return visit.page(
        "agreed_text.html",
        visit.speech.say("Arrangement, version {version}", version=text.version),
        text=text,
        sha256=visit.places["sha256"],
        signed=signed,
        parts=parts,
        before=[
            (part, name, old[part.place].get(name, ""), value)
            for part in parts
            for name, value in part.lines
            if part.place in old and old[part.place].get(name, "") != value
        ],
        added=[part for part in parts if before is not None and part.place not in old],
    )


def _read(visit: Visit, sha256: str) -> tuple[Arrangement, list[str]]:
    """A text kept here, and whose lines stand under it."""
    kept = visit.ask("statement", sha256=sha256)
    note = read_note(kept["note"].encode())
    if not note.text.startswith(FIRST_LINE):
        raise RefusedError("no-such-page")
    return read_arrangement(note.text), list(dict.fromkeys(line.name for line in note.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the document: its place in the text, its heading, its clauses in order."""

    place: str
    heading: str
    lines: tuple[Line, ...]


def _parts_of(speech: Speech, text: Arrangement | None) -> list[Part]:
    if text is None:
        return []
    opened = [
        Part(
            place=f"dossiers.{terms.code}",
            heading=speech.say("Dossier: {dossier}", dossier=speech.term(terms.code)),
            lines=tuple(dossier(speech, text, terms)),
        )
        for terms in text.dossiers
    ]
    return [
        Part(place="parties", heading=speech.say("Parties"), lines=tuple(parties(speech, text))),
        *opened,
        Part(
            place="rules",
            heading=speech.say("What holds in every dossier"),
            lines=tuple(rules(speech, text)),
        ),
        Part(
            place="ends",
            heading=speech.say("Carriage, quarrels and the end"),
            lines=tuple(ends(speech, text)),
        ),
    ]


def _me(visit: Visit) -> Response:
    """What an officer sets for this screen: shortcuts can be turned off (WCAG 2.1.4)."""
    if visit.posted:
        visit.session.shortcuts = visit.said("shortcuts") == "on"
        return visit.go("/me")
    return visit.page("me.html", visit.speech.say("Me"))


PAGES = (
    Page(path="/log", show=_links, roles=ALL),
    Page(path="/log/{partner}/{side}/{before}", show=_log, roles=ALL),
    Page(path="/me", show=_me, posts=True, roles=ALL),
    Page(path="/agreed", show=_agreed, roles=ALL),
    Page(path="/agreed/{sha256}", show=_text, roles=ALL),
)
