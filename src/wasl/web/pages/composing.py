"""Writing an act: a form from the tables, who will get it, and the clause that allows it."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.procedure import MoveRule, Need, Part, Whose
from wasl.forms.entry import entry_fields
from wasl.forms.placing import (
    Place,
    as_opened,
    last_day,
    must_end,
    place_anew,
    place_of_case,
    place_of_items,
)
from wasl.forms.stated import statement_of
from wasl.locale.codes import told_kind, told_move
from wasl.node.accounts import move_rule
from wasl.web.confirming import Wanted
from wasl.web.forms.act import Composing
from wasl.web.forms.drawing import drawn_fields, entry_choices
from wasl.web.forms.fields import body_fields
from wasl.web.forms.filling import body_of, refuse_lacking, said, titled
from wasl.web.panel import panel_of
from wasl.web.sessions import Filled
from wasl.web.telling import case_path, told_act
from wasl.web.visit import Page, Visit

LEAF_LETTERS = 64


# ------------------------------------------------------------------------------- which act


def _new(visit: Visit) -> Response:
    """What may be begun: every kind the officer's roles draft, as far as the arrangement goes."""
    roles = visit.roles()
    admitted = {
        kind
        for link in visit.ask("admitted")
        for terms in link["dossiers"]
        for kind in terms["kinds"]
    }
    kinds = []
    for kind, procedure in PROCEDURES.items():
        move, rule = next(iter(procedure.moves.items()))
        if not procedure.marked or not roles & {role.value for role in rule.signers.drafts}:
            continue
        kinds.append(
            {
                "kind": kind,
                "word": told_kind(visit.speech, kind),
                "move": told_move(visit.speech, kind, move),
                "about": rule.need(Part.ABOUT) is Need.REQUIRED,
                "admitted": kind in admitted,
            }
        )
    return visit.page("new.html", visit.speech.say("Compose"), kinds=kinds, admitted=admitted)


def _compose_new(visit: Visit) -> Response:
    """The first move of a kind, in a case of its own."""
    return _compose(visit, _opening(visit, visit.places["kind"], ()))


def _compose_about(visit: Visit) -> Response:
    """The first move of a kind, about an entry there is."""
    return _compose(visit, _opening(visit, visit.places["kind"], (visit.places["entry"],)))


def _compose_move(visit: Visit) -> Response:
    """A further move of a case: what its tables say may happen next, and nothing else."""
    told = visit.ask("case", reference=visit.places["case"], officer=visit.officer)
    move = visit.places["move"]
    rule = PROCEDURES[told["kind"]].moves.get(move)
    if rule is None or move not in told["moves_then"]:
        may = ", ".join(told["moves_then"]) or "-"
        raise RefusedError("move-not-allowed", {"may": may, "move": move[:32]})
    return _compose(
        visit,
        Composing(
            kind=told["kind"],
            move=move,
            rule=rule,
            fields=body_fields(told["kind"], rule),
            place=place_of_case(told),
            told=told,
        ),
    )


def _opening(visit: Visit, kind: str, entries: Sequence[str]) -> Composing:
    procedure = PROCEDURES.get(kind)
    if procedure is None or not procedure.marked:
        raise RefusedError("no-such-page")
    move, rule = next(iter(procedure.moves.items()))
    place = None
    if entries:
        items = [visit.ask("item", entry=entry) for entry in entries]
        for item in items:
            reference = f"{item['case']}@{item['partner']}"
            visit.ask("case", reference=reference, officer=visit.officer)
        place = place_of_items(items)
    return Composing(kind=kind, move=move, rule=rule, fields=body_fields(kind, rule), place=place)


def kinds_about(visit: Visit, entry: Json, roles: frozenset[str]) -> list[dict[str, str]]:
    """What may be begun about an entry: by the tables of what each kind cites, and by role."""
    found = []
    for kind, procedure in PROCEDURES.items():
        _move, rule = next(iter(procedure.moves.items()))
        drafts = {role.value for role in rule.signers.drafts}
        if (
            procedure.marked
            and rule.need(Part.ABOUT) is Need.REQUIRED
            and roles & drafts
            and _may_cite(rule, entry)
        ):
            found.append({"kind": kind, "word": told_kind(visit.speech, kind)})
    return found


def _may_cite(rule: MoveRule, entry: Json) -> bool:
    cites = rule.cites
    whose = Whose.OWN if entry["ours"] else Whose.THEIRS
    return (
        cites.whose in {whose, Whose.EITHER}
        and (not cites.kinds or entry["kind"] in cites.kinds)
        and (not cites.moves or entry["move"] in cites.moves)
        and (entry["has_body"] or not cites.items)
    )


# ---------------------------------------------------------------------------------- the form


def _compose(visit: Visit, act: Composing) -> Response:
    """The form; checked, it shows who gets it; handed in, it waits for its drafter's key."""
    if not visit.posted:
        # What was typed while the session was lost comes before what was kept earlier.
        lost = visit.session.kept.pop(visit.path, None)
        return _form(visit, act, lost or _typed(visit) or _prefilled(visit, act))
    filled = {name: values for name, values in visit.form.items() if name != "form_token"}
    filled["by"] = [visit.officer]
    _keep(visit, filled)
    if visit.said("more"):
        return _form(visit, act, filled, more=visit.said("more"))
    try:
        place = _place(visit, act, filled)
        wish = _wish(visit, act, place, filled)
        prepared = visit.ask("prepare", officer=visit.officer, partner=place.partner, wish=wish)
    except RefusedError as refusal:
        return _form(visit, act, filled, refusal=refusal)
    if visit.said("do") != "hand-in":
        panel = panel_of(visit, place, {**prepared["fields"], "kind": act.kind})
        return _form(visit, act, filled, panel=panel)
    return visit.go(f"/confirm/{hand_in(visit, place, wish, prepared)}")


def _typed(visit: Visit) -> Filled | None:
    """What the officer has typed here before, in this session or an earlier one."""
    held = visit.ask("typed", officer=visit.officer)
    return next((each["filled"] for each in held if each["place"] == visit.path), None)


def _keep(visit: Visit, filled: Filled) -> None:
    """What stands in the form is kept; what is too long for that stays in the page."""
    try:
        visit.ask("type-in", officer=visit.officer, place=visit.path, filled=filled)
    except RefusedError as refusal:
        if refusal.rule not in {"too-large", "bad-arguments"}:
            raise


def _form(
    visit: Visit,
    act: Composing,
    filled: Filled,
    *,
    more: str = "",
    refusal: RefusedError | None = None,
    panel: Json = None,
) -> Response:
    speech = visit.speech
    faulty, what, remedy = "", "", ""
    if refusal is not None:
        faulty = str(refusal.detail.get("field", ""))
        what, _newline, remedy = speech.refusal(refusal.rule, refusal.detail).partition("\n")
        if refusal.rule == "text-missing":
            remedy = speech.say("Fill in the field that is marked.")
    heading = told_act(speech, act.kind, act.move)
    return visit.page(
        "compose.html",
        heading,
        422 if refusal is not None else 200,
        heading=heading,
        act=act,
        fields=drawn_fields(speech, act.fields, filled, more=more, faulty=faulty),
        entry=entry_choices(visit, act, filled),
        faulty=faulty,
        what=what,
        remedy=remedy,
        rule=refusal.rule if refusal is not None else "",
        panel=panel,
        case_path=case_path(act.told["case"], act.told["partner"]) if act.told else "",
    )


def _prefilled(visit: Visit, act: Composing) -> Filled:
    """What stands in a form before anything is typed: the marking it inherits, the last day."""
    filled: Filled = {}
    if act.place is None:
        return filled
    filled["handling"] = list(act.place.handling)
    filled["caveats"] = list(act.place.caveats)
    if Part.RETAIN_UNTIL in act.rule.required:
        filled["retain_until"] = [last_day(visit.site.door, act.kind, act.place)[:10]]
    return filled


def _place(visit: Visit, act: Composing, filled: Filled) -> Place:
    """Where the act belongs: as it was found, or as the form says."""
    if act.place is not None:
        return act.place
    partner, _space, rest = said(filled, "place").partition(" ")
    dossier, _space, purpose = rest.partition(" ")
    given = {"to": (partner,) if partner else (), "dossier": dossier or None, "purpose": purpose}
    return place_anew(visit.site.door, act.kind, given)


def _wish(visit: Visit, act: Composing, place: Place, filled: Filled) -> Json:
    """The act as the node is asked to prepare it."""
    given = _given(act, filled)
    body = titled(body_of(act.fields, filled), act.fields)
    if body or act.rule.need(Part.BODY) is Need.REQUIRED:
        refuse_lacking(act.fields, body)
    fields = entry_fields(act.rule, act.move, place, given, visit.site.zone)
    whole = last_day(visit.site.door, act.kind, place)
    if must_end(act.rule, body) and whole:
        # The last day an arrangement allows ends at this hour, not at midnight.
        wished = fields.get("retain_until", whole)
        fields["retain_until"] = whole if wished[:10] == whole[:10] else wished
    if said(filled, "authentic"):
        fields["lang"] = {"authentic": said(filled, "authentic")}
    wish: dict[str, Any] = {
        "kind": act.kind,
        "move": act.move,
        "fields": fields,
        "flash": bool(said(filled, "flash")),
    }
    if body:
        wish["body"] = body
    if act.rule.stated:
        wish["statement"] = statement_of(visit.site.door, act.kind, place.partner, body)
    if visit.attached:
        wish["attached"] = [
            {
                "content": b64encode(file.content).decode(),
                "handling": list(fields["handling"]),
                "media": file.media,
            }
            for file in visit.attached
        ]
    return wish


def _given(act: Composing, filled: Filled) -> dict[str, Any]:
    """What was said of the entry, by the names the command uses too."""
    one = ("basis", "code", "due", "likelihood", "offer_until", "precedence", "urgency")
    given: dict[str, Any] = {name: said(filled, name) or None for name in one}
    given["retain_until"] = said(filled, "retain_until") or None
    for name in ("handling", "caveats"):
        given[name] = tuple(value for value in filled.get(name, ()) if value)
    places = sorted(name for name in filled if name.startswith("outcome."))
    given["outcomes"] = tuple(said(filled, name) for name in places if said(filled, name))
    if said(filled, "source"):
        scale, _space, source = said(filled, "source").partition(" ")
        given["scale"] = scale
        # Steps of two scales make no grading: it is refused with the steps there are.
        given["grading"] = source + said(filled, "information").removeprefix(f"{scale} ")
    if act.told is not None:
        return dict(as_opened(act.told, act.move, given, named=False))
    return given


def hand_in(visit: Visit, place: Place, wish: Json, prepared: Json) -> str:
    """The act waits for the drafter's key; signed, it is kept for a second officer.

    An act of one officer alone is released at once. Answers the code.
    """
    text = prepared.pop("text")
    site, session, officer, path = visit.site, visit.session, visit.officer, visit.path
    forgotten = {"filled": {}, "officer": officer, "place": path}
    alone = wish["flash"] or move_rule(wish["kind"], wish["move"]).signers.solo

    def then(signed: str) -> str:
        asked = {"officer": officer, "prepared": prepared, "signed": signed}
        draft = site.door.ask("draft", asked)
        site.door.ask("type-in", forgotten)
        if not alone:
            return f"/d/{draft['draft']}"
        released = {"draft": draft["draft"], "officer": officer, "signed": ""}
        told = site.door.ask("release", released)
        return case_path(told["case"] or place.case, place.partner)

    shown = {
        "body": wish.get("body"),
        "case": prepared["fields"].get("case", "") if place.case else "",
        "fields": prepared["fields"],
        "kind": wish["kind"],
        "move": wish["move"],
        "officer": officer,
        "partner": place.partner,
    }
    wanted = Wanted(officer=officer, act="draft", text=text, shown=shown, then=then)
    return site.confirming.ask(session.token, wanted).code


PAGES = (
    Page(path="/new", show=_new),
    Page(path="/new/{kind}", show=_compose_new, posts=True),
    Page(path="/new/{kind}/{entry}", show=_compose_about, posts=True),
    Page(path="/c/{case}/{move}", show=_compose_move, posts=True),
)
