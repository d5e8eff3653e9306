"""What is looked over: partners and their keys, review dates, proofs of entries, the house log."""

from typing import Any

from starlette.responses import Response

from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.locale.codes import told_kind
from wasl.locale.keeping import HOLDS, TERMS
from wasl.node.clock import shown_reference
from wasl.seal.words import WORD_LANGUAGES, fingerprint_words
from wasl.web.pages.composing import roles_of
from wasl.web.telling import case_path
from wasl.web.visit import Page, Visit

KEEPERS = frozenset({OfficerRole.DPO.value, OfficerRole.HEAD.value})
SIDES = ("ours", "theirs")
DIGITS = 12
HASH = 16


def _partners(visit: Visit) -> Response:
    """Who was met, who recognises whom until when, and the words by which keys are compared."""
    standing = visit.ask("recognitions")
    found = []
    for row in visit.ask("partner-list"):
        keys = visit.ask("partner-keys", partner=row["node"])
        found.append(
            {
                **row,
                "links": [link for link in standing if link["partner"] == row["node"]],
                "met": visit.when(row["met"]),
                "office": keys["office"],
                "words": _words(visit, keys["fingerprint"]),
            }
        )
    own = visit.ask("key-show")
    return visit.page(
        "partners.html",
        visit.speech.say("Partners"),
        partners=found,
        own={**own, "words": _words(visit, own["fingerprint"])},
    )


def _words(visit: Visit, fingerprint: str) -> list[tuple[str, str]]:
    """A fingerprint as it is read aloud, the reader's own language first."""
    languages = sorted(WORD_LANGUAGES, key=lambda each: (each != visit.speech.language, each))
    return [
        (language, " ".join(fingerprint_words(bytes.fromhex(fingerprint), language)))
        for language in languages
    ]


def _kept(visit: Visit) -> Response:
    """Every item near its review date or past it, for who answers for them."""
    if not KEEPERS & roles_of(visit):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(KEEPERS))})
    speech = visit.speech
    rows = [
        {
            **item,
            "hold": speech.say(HOLDS[item["hold"]]) if item["hold"] else "",
            "kind": told_kind(speech, item["kind"]),
            "path": case_path(item["case"], item["partner"]),
            "reference": shown_reference(item["case"]),
            "term": speech.say(TERMS[item["term"]]),
            "until": visit.when(item["until"]),
        }
        for item in visit.ask("retention-due")
    ]
    report = visit.ask("retention-report", day="")
    return visit.page("kept.html", speech.say("Kept until"), rows=rows, report=report)


def _house(visit: Visit) -> Response:
    """Who read and decided what, by pseudonym, as the house log has it."""
    before = visit.places.get("before", "")
    if before and (not before.isdecimal() or len(before) > DIGITS):
        raise RefusedError("no-such-page")
    told = visit.ask("house-page", officer=visit.officer, before=int(before) if before else -1)
    lines = [
        {
            "act": line.pop("act"),
            "at": visit.when(line.pop("at")),
            "case": line.pop("case", ""),
            "index": line.pop("index"),
            "officer": line.pop("officer"),
            "purpose": line.pop("purpose", ""),
            "more": sorted(line.items()),
        }
        for line in told["lines"]
    ]
    return visit.page("house.html", visit.speech.say("House log"), lines=lines, house=told)


def _proof(visit: Visit) -> Response:
    """One entry under a signed head, the hashes between drawn as what they are: a tree."""
    partner, side, index = (visit.places[name] for name in ("partner", "side", "index"))
    if side not in SIDES or not index.isdecimal() or len(index) > DIGITS:
        raise RefusedError("no-such-page")
    asked = {"partner": partner, "ours": side == "ours", "index": int(index)}
    told = visit.ask("log-proof", **asked)
    return visit.page(
        "proof.html",
        visit.speech.say("Proof of entry {index}", index=index),
        proof=told,
        levels=_levels(told),
        partner=partner,
        side=side,
    )


def _levels(told: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as the node answers
    """From the leaf up: the hash beside the way, and on which side it stands (RFC 9162)."""
    at, last, found = told["index"], told["size"] - 1, []
    for level, beside in enumerate(told["proof"]):
        is_left = bool(at & 1) or at == last
        found.append({"beside": beside[:HASH], "is_left": is_left, "level": level})
        if is_left:
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return found


PAGES = (
    Page(path="/partners", show=_partners),
    Page(path="/kept", show=_kept),
    Page(path="/house", show=_house),
    Page(path="/house/{before}", show=_house),
    Page(path="/proof/{partner}/{side}/{index}", show=_proof),
)
