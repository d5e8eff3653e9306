"""What officers read: the tray, a case from both sides, an item for a purpose, and why not."""

from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator
from mimetypes import guess_extension

from starlette.responses import Response, StreamingResponse

from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.locale.codes import told_grading, told_kind
from wasl.locale.speech import _
from wasl.node.clock import shown_reference
from wasl.web.menu import ALL
from wasl.web.pages.composing import kinds_about
from wasl.web.pages.people import NAMERS
from wasl.web.telling import case_path, marking_rows, told_act, told_body, told_case, told_line
from wasl.web.visit import Page, Visit

GROUPS = (
    ("overdue", _("Overdue")),
    ("today", _("Due today")),
    ("us", _("Waiting for us")),
    ("them", _("Waiting for them")),
)
NAME_DIGITS = 16
SHOWN = 100  # the most pressing; what is left out is said


def _tray(visit: Visit) -> Response:
    """What waits for this officer, the most pressing first; an overseer has no tray."""
    if visit.roles() == {OfficerRole.OVERSEER}:
        return visit.go("/oversight")
    tray = visit.ask("tray", officer=visit.officer)
    several = Counter(told["case"] for told in tray["cases"])
    rows = []
    for told in tray["cases"][:SHOWN]:
        partner = told["partner"] if several[told["case"]] > 1 else ""
        rows.append({**told_line(visit, told), "path": case_path(told["case"], partner)})
    groups = [
        (name, visit.speech.say(heading), [row for row in rows if row["group"] == name])
        for name, heading in GROUPS
    ]
    return visit.page(
        "tray.html",
        visit.speech.say("Tray"),
        groups=[each for each in groups if each[2]],
        tray=tray,
        live_at="/live",
        ahead=[_ahead(visit, told) for told in tray["ahead"]],
        left_out=max(0, len(tray["cases"]) - SHOWN),
        partners=visit.ask("partner-list"),
    )


def _ahead(visit: Visit, told: Json) -> dict[str, str]:
    """An item that came before its turn, and how it is read: on the command line alone."""
    case = shown_reference(told["case"])
    kind = told_kind(visit.speech, told["kind"])
    return {
        "told": visit.speech.say(
            "{kind}, case {case}, from {partner}: arrived ahead, entry {index} of their log",
            kind=kind,
            case=case,
            partner=told["partner"],
            index=told["index"],
        ),
        "command": f"wasl open {told['entry']} --purpose {told['purpose']} "
        f"--officer {visit.officer}",
    }


def _case(visit: Visit) -> Response:
    """Both halves in words, each entry with its way, and what may be done next."""
    told = visit.ask("case", reference=visit.places["case"], officer=visit.officer)
    roles = visit.roles()
    shown = told_case(visit, told)
    for one in shown["next"]:
        drafts = PROCEDURES[told["kind"]].moves[one["move"]].signers.drafts
        may = {role.value for role in drafts} & roles
        one["lacks"] = "" if may else _role_words(visit, drafts)
    for half in shown["halves"]:
        for entry in half:
            told_of = {**entry, "kind": told["kind"]}
            entry["abouts"] = [] if entry["rule"] else kinds_about(visit, told_of, roles)
    return visit.page(
        "case.html",
        visit.speech.say("Case {case}", case=shown["reference"]),
        case=shown,
        may_name=bool(NAMERS & roles),
        here=f"/c/{visit.places['case']}",
    )


def _role_words(visit: Visit, roles: Iterable[OfficerRole]) -> str:
    words = [visit.speech.term(f"role.{role.value}") for role in roles if role.value != "node"]
    return ", ".join(sorted(words))


def _item(visit: Visit) -> Response:
    """One item: first what it is read for, then the line that says so, then its words."""
    entry = visit.places["entry"]
    found = visit.ask("item", entry=entry)
    told = visit.ask(
        "case", reference=f"{found['case']}@{found['partner']}", officer=visit.officer
    )
    speech = visit.speech
    facts = {
        "case": shown_reference(found["case"]),
        "case_path": case_path(found["case"], found["partner"]),
        "word": told_act(speech, found["kind"], found["move"]),
        "ours": found["ours"],
        "partner": found["partner"],
        "marking": found["marking"],
        "marks_rows": marking_rows(speech, found["marking"]),
        "purposes": _purposes(visit, told["dossier"], told["purpose"]),
    }
    title = speech.say("Item of case {case}", case=facts["case"])
    if not visit.said("purpose"):
        return visit.page("purpose.html", title, **facts)
    item = visit.ask("open", entry=entry, officer=visit.officer, purpose=visit.said("purpose"))
    return visit.page(
        "item.html",
        title,
        **facts,
        item=item,
        parts=told_body(speech, item["body"]),
        grading=told_grading(speech, item["grading"]) if item["grading"] else "",
        purpose=visit.said("purpose"),
    )


def _purposes(visit: Visit, dossier: str, own: str) -> list[str]:
    """What an item of a dossier may be read for: its own purpose first."""
    found = {
        purpose
        for link in visit.ask("admitted")
        for terms in link["dossiers"]
        if terms["code"] == dossier
        for purpose in terms["purposes"]
    }
    return [*([own] if own else []), *sorted(found - {own})]


def _file(visit: Visit) -> Response:
    """An attachment, to be saved and never shown in the page.

    It goes out a stretch at a time, each after its line in the house log. Where one cannot be
    read any more the rest does not come, and a browser says that the file is not whole.
    """
    name = visit.places["sha256"]
    first = _stretch(visit, name, 0)
    ending = guess_extension(first["media"]) or ".bin"
    return StreamingResponse(
        _stretches(visit, first),
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{name[:NAME_DIGITS]}{ending}"',
            "content-length": str(first["size"]),
            "content-security-policy": "sandbox",
        },
    )


def _stretch(visit: Visit, name: str, first: int) -> Json:
    return visit.ask(
        "open-file",
        entry=visit.places["entry"],
        officer=visit.officer,
        purpose=visit.said("purpose"),
        file={"first": first, "sha256": name},
    )


def _stretches(visit: Visit, first: Json) -> Iterator[bytes]:
    come = b64decode(first["content"])
    at = len(come)
    yield come
    while come and at < first["size"]:
        come = b64decode(_stretch(visit, first["sha256"], at)["content"])
        at += len(come)
        yield come


def _explain(visit: Visit) -> Response:
    """Why something did not go, or did not count, and by which clause."""
    about = visit.places.get("about", "")
    if about and about != about.lower():
        visit.ask("case", reference=about, officer=visit.officer)
    told = visit.ask("explain", about=about, officer=visit.officer)
    rule = ("", "")
    if about and about == about.lower():
        what, _newline, remedy = visit.speech.refusal(about, {}).partition("\n")
        rule = (what, remedy)
    return visit.page(
        "explain.html",
        visit.speech.say("Why not"),
        told=told,
        rule=rule,
        refusals=[_refusal(visit, each) for each in reversed(told["refusals"][-50:])],
        void=[{**each, **_named(visit, each)} for each in told["void"]],
        waiting=[{**each, **_named(visit, each)} for each in told["waiting"]],
        frozen=[
            (link["partner"], visit.speech.refusal(link["rule"], {})) for link in told["frozen"]
        ],
    )


def _refusal(visit: Visit, told: dict[str, object]) -> dict[str, object]:
    detail = dict(told["detail"])  # type: ignore[call-overload]  # what the node answers
    named = _named(visit, detail) if "kind" in detail and "move" in detail else {"word": ""}
    case = str(detail.pop("case", ""))
    for name in ("kind", "move"):
        detail.pop(name, None)
    what, _newline, remedy = visit.speech.refusal(str(told["rule"]), detail).partition("\n")
    return {
        **told,
        **named,
        "what": what,
        "remedy": remedy,
        "reference": shown_reference(case) if case else "",
        "side": SIDES[str(told["side"])],
    }


def _named(visit: Visit, told: dict[str, object]) -> dict[str, object]:
    kind, move = str(told["kind"]), str(told["move"])
    word = told_act(visit.speech, kind, move)
    rule = str(told.get("rule", ""))
    what, _newline, remedy = visit.speech.refusal(rule, {}).partition("\n") if rule else ("",) * 3
    case = str(told.get("case", ""))
    return {
        "word": word,
        "what": what,
        "remedy": remedy,
        "reference": shown_reference(case) if case else "",
    }


SIDES = {
    "desk": _("An act of ours could not stand, {moment}"),
    "ours": _("We did not take what came, {moment}"),
    "theirs": _("The other side did not take what we sent, {moment}"),
}


def _go(visit: Visit) -> Response:
    """A case by what somebody typed of its reference; no reference is ever in a query."""
    typed = visit.said("case").upper().replace(" ", "")
    if not typed:
        raise RefusedError("no-such-case", {"case": "-"})
    return visit.go(
        f"/c/{''.join(letter for letter in typed if letter.isalnum() or letter in '-@.')}"
    )


PAGES = (
    Page(path="/", show=_tray, roles=ALL),
    Page(path="/c", show=_go, posts=True),
    Page(path="/c/{case}", show=_case),
    Page(path="/i/{entry}", show=_item, posts=True),
    Page(path="/i/{entry}/{sha256}", show=_file, posts=True),
    Page(path="/why", show=_explain),
    Page(path="/why/{about}", show=_explain, roles=ALL),
)
