"""``wasl draft``: a form on paper, a draft read aloud, and what was heard made a draft again."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk, read_text, write_file
from wasl.cli.words import Verb, VerbGroup, aligned, device_option, gathered, json_option
from wasl.cli.words import officer_option as officer
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.wiring import Door

Given = Mapping[str, Any]

# The fields of an entry that an officer chooses; the rest a node works out.
CHOSEN = (
    "dossier purpose basis handling caveats precedence code urgency due offer_until retain_until "
    "grading likelihood about outcomes"
).split()
# Pseudonyms of officers of this house; another node must name its own.
LEFT_OUT = frozenset({"judged_by", "decided_by"})

verb_draft = VerbGroup(
    name="draft", help=_("Forms for pen and voice: printed, read aloud, written down again.")
)


@verb_draft.command(
    cls=Verb,
    name="form",
    help=_("Print a move as a form to fill in by hand, in your language."),
)
@click.argument("kind", metavar=_("KIND"))
@click.argument("move", metavar=_("MOVE"))
@click.option("--out", metavar=_("FILE"), help=_("The file; the terminal if not given."))
@gathered
def _form(desk: Desk, given: Given) -> None:
    from wasl.cli.forms import tell_form

    page = "\n".join(tell_form(desk.speech, *_known_move(given["kind"], given["move"]))) + "\n"
    if given["out"]:
        write_file(given["out"], page.encode())
    else:
        click.echo(page, nl=False)


def _known_move(kind: str, move: str) -> tuple[str, str]:
    """A move an officer may write; refuses ``move-not-allowed`` with those there are."""
    from wasl.core.case import PROCEDURES
    from wasl.core.procedure import NODE

    moves = PROCEDURES[kind].moves if kind in PROCEDURES else {}
    written = [name for name, rule in moves.items() if rule.signers.drafts - NODE]
    if move not in written:
        may = ", ".join(written or PROCEDURES)
        raise RefusedError("move-not-allowed", {"may": may, "move": move[:32]})
    return kind, move


@verb_draft.command(
    cls=Verb,
    name="dictate",
    help=_(
        "Read a draft aloud: number, field, two check characters, value, line by line. It goes "
        "where you say it: never over an open line what is not for it."
    ),
)
@click.argument("draft", metavar=_("DRAFT"))
@officer
@json_option
@gathered
def _dictate(desk: Desk, given: Given) -> None:
    from wasl.cli.verbs.releasing import whole_id
    from wasl.core.dictation import dictated

    with desk.door() as door:
        asked = {"draft": whole_id(door, given["draft"]), "officer": given["officer"]}
        told = door.ask("read-draft", asked)
        lines = dictated(_form_of(told, opens=_opens(door, told["case"])))
    answer = {"draft": told["draft"], "lines": [str(line) for line in lines]}
    rows = [(str(line.number), line.field, line.code, line.value) for line in lines]
    desk.show(answer, given["as_json"], lambda _value: click.echo("\n".join(aligned(rows))))


def _opens(door: Door, case: str) -> bool:
    """Whether a draft opens a case: there is none of its reference yet."""
    try:
        door.ask("case", {"reference": case})
    except RefusedError as refusal:
        if refusal.rule != "no-such-case":
            raise
        return True
    return False


def _form_of(told: Json, *, opens: bool) -> dict[str, Json]:
    """What the other end needs to write the act itself; refuses ``not-dictated``."""
    from wasl.node.clock import shown_reference

    fields = told["fields"]
    for part in ("files", "statement"):
        if fields.get(part):
            raise RefusedError("not-dictated", {"field": part})
    form: dict[str, Json] = {"kind": told["kind"], "move": told["move"], "to": told["partner"]}
    # A new case gets its reference where the act is written.
    if not opens:
        form["case"] = shown_reference(told["case"])
    form |= {name: fields[name] for name in CHOSEN if fields.get(name)}
    body = {name: part for name, part in (told["body"] or {}).items() if name not in LEFT_OUT}
    return form | ({"body": body} if body else {})


@verb_draft.command(
    cls=Verb,
    name="take",
    help=_(
        "Make a draft of lines that were dictated to you, typed into a file (- for standard "
        "input). A line whose check characters are wrong is named; the same line typed again "
        "below takes its place."
    ),
)
@click.argument("file", metavar=_("FILE"))
@officer
@click.option(
    "--decided-by",
    metavar=_("OFFICER"),
    help=_("The officer who decided a check; a pseudonym leaves, never the id."),
)
@device_option
@json_option
@gathered
def _take(desk: Desk, given: Given) -> None:
    from wasl.cli.drafts import tell_drafts
    from wasl.core.dictation import taken

    form = taken(read_text(given["file"]))
    partner, wish = _wish_of(form, given["decided_by"])
    with desk.door() as door:
        drafted = desk.draft(door, given["officer"], partner, wish, given["device"])
    tell_drafts(desk, [drafted], given["as_json"])


def _wish_of(form: dict[str, Json], decided_by: str | None) -> tuple[str, Json]:
    """The partner and the act; refuses ``malformed`` for what no draft says."""
    from wasl.node.clock import plain_reference

    named = [form.pop(name, "") for name in ("kind", "move", "to")]
    case, body = form.pop("case", ""), form.pop("body", {})
    strange = sorted(set(form) - set(CHOSEN))
    if strange or not all(isinstance(name, str) for name in (*named, case)):
        raise RefusedError("malformed", {"field": ", ".join(strange)[:64]})
    if not isinstance(body, dict):
        raise RefusedError("malformed", {"field": "body"})
    kind, move, partner = named
    fields = {**form, **({"case": plain_reference(case)} if case else {})}
    wish: Json = {"kind": kind, "move": move, "fields": fields}
    if body:
        wish["body"] = {**body, **({"decided_by": decided_by} if decided_by else {})}
    return partner, wish
