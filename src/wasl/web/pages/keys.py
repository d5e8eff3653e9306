"""An officer's passkeys: made here in twos, signed for by a key there is, or by two others."""

from hashlib import sha256

from starlette.responses import Response

from wasl.core.errors import RefusedError
from wasl.node.office.keys_of_officers import WITNESSES
from wasl.node.passkeys import FEWEST
from wasl.seal.passkey import RELYING_PARTY, encoded, new_passkey
from wasl.web.confirming import Then, Wanted, shown_code
from wasl.web.menu import ALL
from wasl.web.recovering import Recovery
from wasl.web.sessions import TOKEN_BYTES
from wasl.web.visit import Page, Visit

MINE = "/me/keys"


def _keys(visit: Visit) -> Response:
    """The passkeys there are, and the way to new ones."""
    if visit.posted:
        return _changed(visit)
    session, officer = visit.session, visit.officer
    held = visit.ask("passkeys", officer=officer)
    session.challenge = visit.site.draw.draw(TOKEN_BYTES)
    waiting = visit.site.recoveries.of(officer)
    return visit.page(
        "keys.html",
        visit.speech.say("My passkeys"),
        held=len(held["ids"]),
        since=visit.when(held["since"]) if held["since"] else "",
        made=len(session.making),
        enough=len(session.making) >= FEWEST,
        challenge=encoded(session.challenge),
        made_ids=" ".join(each["id"] for each in session.making),
        handle=encoded(sha256(f"{visit.site.node}/{officer}".encode()).digest()),
        party=RELYING_PARTY,
        asked=_told(visit, waiting) if waiting else None,
    )


def _changed(visit: Visit) -> Response:
    session = visit.session
    match visit.said("do"):
        case "made":
            # A challenge is used up by its answer, good or not.
            challenge, session.challenge = session.challenge, b""
            made = new_passkey(visit.said("answer"), challenge, visit.origin)
            session.making.append({"id": encoded(made.id), "public": encoded(made.public)})
        case "forget":
            session.making.clear()
        case "sign":
            return visit.go(f"/confirm/{_sign_own(visit)}")
        case "lost":
            keys = list(session.making)
            visit.site.recoveries.ask(visit.officer, keys, _text(visit, keys))
            session.making.clear()
        case _:
            pass
    return visit.go(MINE)


def _text(visit: Visit, keys: list[dict[str, str]]) -> str:
    return str(visit.ask("passkeys-text", officer=visit.officer, keys=keys)["text"])


def _sign_own(visit: Visit) -> str:
    """The new set waits for a key the officer has already; answers the code."""
    site, session, officer = visit.site, visit.session, visit.officer
    keys, said = list(session.making), visit.speech.say("Your passkeys are in use.")

    def then(signed: str) -> str:
        asked = {"keys": keys, "officer": officer, "signed": [signed]}
        site.door.ask("passkeys-put", asked)
        session.making.clear()
        session.notice = said
        return MINE

    return _wanted(visit, officer, len(keys), _text(visit, keys), then)


def _witness(visit: Visit) -> Response:
    """Another officer signs for the passkeys of one who lost every key."""
    found = next(
        (each for each in visit.site.recoveries.waiting() if each.code == visit.places["code"]),
        None,
    )
    if found is None or found.officer == visit.officer:
        raise RefusedError("no-such-code", {"code": visit.places["code"][:16]})
    if not visit.posted:
        return visit.go("/people")
    return visit.go(f"/confirm/{_sign_for(visit, found)}")


def _sign_for(visit: Visit, recovery: Recovery) -> str:
    site, session, by = visit.site, visit.session, visit.officer
    said = visit.speech.say("You have signed for {officer}.", officer=recovery.officer)

    def then(signed: str) -> str:
        if site.recoveries.of(recovery.officer) is not recovery:
            # Its officer has begun anew meanwhile, or its hour is over.
            raise RefusedError("no-such-code", {"code": recovery.code})
        recovery.signed[by] = signed
        if len(recovery.signed) >= WITNESSES:
            notes = list(recovery.signed.values())
            asked = {"keys": list(recovery.keys), "officer": recovery.officer, "signed": notes}
            site.door.ask("passkeys-put", asked)
            site.recoveries.end(recovery)
        session.notice = said
        return "/people"

    return _wanted(visit, recovery.officer, len(recovery.keys), recovery.text, then)


def _wanted(visit: Visit, whose: str, count: int, text: str, then: Then) -> str:
    wanted = Wanted(
        officer=visit.officer,
        act="passkeys",
        text=text,
        shown={"count": count, "officer": whose},
        then=then,
    )
    return visit.site.confirming.ask(visit.session.token, wanted).code


def lost_keys(visit: Visit) -> list[dict[str, object]]:
    """Who waits for the word of others, as those others are told."""
    return [_told(visit, each) for each in visit.site.recoveries.waiting()]


def _told(visit: Visit, recovery: Recovery) -> dict[str, object]:
    may = visit.officer != recovery.officer and visit.officer not in recovery.signed
    return {
        "code": recovery.code,
        "mine": may,
        "needed": WITNESSES,
        "officer": recovery.officer,
        "shown": shown_code(recovery.code),
        "signed": len(recovery.signed),
    }


PAGES = (
    Page(path=MINE, show=_keys, posts=True, roles=ALL),
    Page(path="/people/keys/{code}", show=_witness, posts=True),
)
