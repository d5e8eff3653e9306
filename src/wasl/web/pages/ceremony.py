"""The meeting, on two screens: the fingerprint of each side's keys in words, read aloud.

Nothing is believed that came with a file: the custodians read from paper and from the other
screen. Only when they say that the words are the same, and sign it, is the partner met.
"""

from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.seal.note import is_node_name
from wasl.seal.words import WORD_LANGUAGES, fingerprint_digits, fingerprint_words, in_lines
from wasl.web.handing import File, hand_over, sign_for
from wasl.web.visit import Page, Visit

CUSTODIAN = frozenset({OfficerRole.CUSTODIAN})


def readings(fingerprint: str) -> list[tuple[str, tuple[str, ...]]]:
    """A fingerprint as it is read aloud: digits for Arabic, words in French and English."""
    raw = bytes.fromhex(fingerprint)
    words = {language: in_lines(fingerprint_words(raw, language)) for language in WORD_LANGUAGES}
    digits = in_lines(fingerprint_digits(raw))
    return [("ar", digits), ("fr", words["fr"]), ("en", words["en"])]


def _told(visit: Visit, keys: Json) -> dict[str, Any]:
    names = keys["service"]
    return {
        **keys,
        "name": names[visit.speech.language],
        "readings": readings(keys["fingerprint"]),
    }


def _ours(visit: Visit) -> Response:
    """Our own keys, as they are read to a partner; and the way to read theirs."""
    may_meet = bool(CUSTODIAN & visit.roles())
    return visit.page(
        "ceremony.html",
        visit.speech.say("Keys"),
        keys=_told(visit, visit.ask("key-show")),
        partners=[row["node"] for row in visit.ask("partner-list")],
        may_meet=may_meet,
        faulty=visit.asked.get("again") == "file",
    )


def _theirs(visit: Visit) -> Response:
    """The keys of a partner met, beside ours, as they stand now."""
    partner = visit.places["partner"]
    return visit.page(
        "ceremony_both.html",
        visit.speech.say("Keys of {partner}", partner=partner),
        ours=_told(visit, visit.ask("key-show")),
        theirs=_told(visit, visit.ask("partner-keys", partner=partner)),
        card="",
    )


def _meet(visit: Visit) -> Response:
    """The key file of a service met for the first time, compared before anything is kept."""
    if not visit.posted:
        return visit.go("/keys")
    card = visit.said("card") or _attached(visit)
    if not card:
        return visit.go("/keys?again=file")
    theirs = visit.ask("key-read", card=card)
    if visit.said("do") == "differ":
        raise RefusedError("fingerprints-differ", {"partner": theirs["node"]})
    if visit.said("do") == "same":
        return sign_for(visit, "meeting", theirs["node"], lambda _code: _met(visit, card, theirs))
    return visit.page(
        "ceremony_both.html",
        visit.speech.say("Compare the keys of {partner}", partner=theirs["node"]),
        ours=_told(visit, visit.ask("key-show")),
        theirs=_told(visit, theirs),
        card=card,
    )


def _attached(visit: Visit) -> str:
    """The text of a key file; empty where none was chosen."""
    if not visit.attached:
        return ""
    try:
        return visit.attached[0].content.decode().strip()
    except UnicodeDecodeError as error:
        raise RefusedError("malformed", {"why": "no key file"}) from error


def _met(visit: Visit, card: str, theirs: Json) -> str:
    """What the custodian has signed is kept: from now on these are the keys of the partner."""
    visit.ask("key-meet", card=card, fingerprint=theirs["fingerprint"], url="")
    visit.tell(
        visit.speech.say(
            "{partner} is met. Recognition is an act of its own.", partner=theirs["node"]
        )
    )
    return "/recognition"


def _card(visit: Visit) -> Response:
    """Our key file for one partner, to be handed over on a stick at the meeting."""
    if not visit.posted:
        return visit.go("/keys")
    partner = visit.said("partner").lower()
    if not is_node_name(partner):
        raise RefusedError("bad-keys", {"field": "node"})
    return hand_over(visit, "card", partner, lambda: _card_file(visit, partner))


def _card_file(visit: Visit, partner: str) -> File:
    made = visit.ask("key-card", partner=partner)
    return File(name=f"{visit.site.node}.card", content=made["card"].encode())


PAGES = (
    Page(path="/keys", show=_ours),
    Page(path="/keys/meet", show=_meet, posts=True, roles=CUSTODIAN),
    Page(path="/keys/card", show=_card, posts=True, roles=CUSTODIAN),
    Page(path="/keys/{partner}", show=_theirs),
)
