"""Who exactly will get an act, what they may do with it, and which clause allows each."""

from typing import Any

from wasl.core.canonical import Json
from wasl.core.case import SURVIVORS
from wasl.core.terms import Handling
from wasl.forms.placing import Place
from wasl.locale.codes import told_codes, told_kind
from wasl.web.visit import Visit


def panel_of(visit: Visit, place: Place, fields: Json) -> dict[str, Any]:
    """The answers of the arrangement in force, each with the clause it is read from.

    ``fields`` are those of the entry as the node prepared it: what is shown is what is signed.
    """
    links = [link for link in visit.ask("admitted") if link["partner"] == place.partner]
    link = links[0] if links else None
    return {
        "recipients": [_recipient(visit, node) for node in fields.get("audience", ())],
        "uses": told_codes(visit.speech, fields.get("handling", ())),
        "caveats": told_codes(visit.speech, fields["caveats"]) if fields.get("caveats") else "",
        "until": visit.when(fields["retain_until"]) if fields.get("retain_until") else "",
        "persons": {
            visit.speech.term(role): number for role, number in fields.get("persons", {}).items()
        },
        "clauses": _clauses(visit, link, fields) if link else [],
        "arrangement": {"id": link["arrangement"][:8], "version": link["version"]}
        if link
        else None,
        "warnings": _warnings(visit, link, fields),
    }


def _recipient(visit: Visit, node: str) -> dict[str, str]:
    """A desk that will be able to open it: by its name in the arrangement, and by its node."""
    for link in visit.ask("admitted"):
        if link["partner"] == node:
            return {"node": node, "name": link["names"].get(visit.speech.language, node)}
    return {"node": node, "name": node}


def _clauses(visit: Visit, link: Json, fields: Json) -> list[tuple[str, str]]:
    """Each clause the act stands on, with what it says."""
    say = visit.speech.say
    if fields["kind"] in SURVIVORS:
        return [("survival", say("this outlives the arrangement and needs no clause of it"))]
    terms = next((one for one in link["dossiers"] if one["code"] == fields.get("dossier")), None)
    if terms is None:
        return []
    place = f"dossiers.{terms['code']}"
    kind = told_kind(visit.speech, fields["kind"])
    found = [
        (f"{place}.kinds", say("this kind may be sent in this dossier: {kind}", kind=kind)),
        (
            f"{place}.purposes",
            say("for this purpose: {purpose}", purpose=visit.speech.term(fields["purpose"])),
        ),
        (
            f"{place}.handling",
            say("under these codes at most: {codes}", codes=", ".join(terms["handling"])),
        ),
    ]
    if fields.get("retain_until"):
        days = terms["retention_days"].get(fields["kind"], terms["retention_days"].get("any", 0))
        told = visit.speech.count("kept for {n} day at most", "kept for {n} days at most", days)
        found.append((f"{place}.retention_days", told))
    return found


def _warnings(visit: Visit, link: Json | None, fields: Json) -> list[str]:
    """What is allowed, and still deserves a second look."""
    say, codes = visit.speech.say, set(fields.get("handling", ()))
    found = []
    if link is not None and not link["recognised"]:
        found.append(say("They do not recognise us now: it will not be taken."))
    if link is not None and link["suspended"]:
        found.append(say("The arrangement is suspended."))
    if codes == {Handling.H0.value}:
        found.append(say("No code restricts it: it may be used in court and passed on."))
    if Handling.H1.value in codes and fields.get("code") == "ARREST":
        found.append(say("H1 forbids use in court: an arrest may need it there."))
    if sum(fields.get("persons", {}).values()) and fields["kind"] == "method":
        found.append(say("A method needs no persons."))
    return found
