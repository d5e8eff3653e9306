"""What a draft is, told: after it was made, in the list of those that wait, before its release."""

from collections.abc import Callable, Sequence

import click

from wasl.cli.desk import Desk
from wasl.cli.telling import marking_rows, tell_body, tell_rows
from wasl.core.canonical import Json
from wasl.locale.codes import shown, told_codes, told_grading, told_kind, told_move, told_word
from wasl.locale.speech import _
from wasl.node.clock import shown_reference


def tell_drafts(desk: Desk, drafted: Sequence[Json], as_json: bool) -> None:
    """The drafts that one command made, and who goes on."""
    answer = {**drafted[-1], "drafts": list(drafted)}
    desk.show(answer, as_json, lambda value: _tell_made(desk, value["drafts"]))


def tell_waiting(desk: Desk, drafts: Sequence[Json]) -> None:
    """Every draft with who wrote it and who may release it."""
    if not drafts:
        desk.say("Nothing waits for a second officer.")
    for draft in drafts:
        _tell_act(desk, draft)
        desk.say(
            "  Draft {draft}, by {officer}, {moment}.",
            draft=draft["draft"],
            officer=draft["officer"],
            moment=desk.when(draft["at"]),
        )
        desk.say("  Released by: {roles}", roles=_roles(desk, draft["by"]))
        if draft["also"]:
            desk.say("  It still needs the word of: {roles}", roles=_roles(desk, draft["also"]))


def tell_to_release(desk: Desk, draft: Json) -> None:
    """What the second officer is about to sign: act, marking, who gets it, and every word."""
    speech, fields = desk.speech, draft["fields"]
    _tell_act(desk, draft)
    rows = [(speech.say("Drafted by"), shown(speech, draft["officer"]))]
    if fields.get("audience"):
        rows.append((speech.say("Given to"), ", ".join(fields["audience"])))
    rows += marking_rows(desk, fields)
    if fields.get("code"):
        rows.append((speech.say("Code"), told_word(speech, draft["kind"], fields["code"])))
    rows += [
        (speech.say(label), told(desk, fields[name]))
        for name, label, told in _SHOWN
        if fields.get(name)
    ]
    tell_rows(desk, rows)
    if draft["body"]:
        tell_body(desk, draft["body"])
        click.echo("")


def tell_released(desk: Desk, released: Json) -> None:
    """Whether the act is in our log, or waits for the next sync or bundle."""
    if released["state"] == "released":
        desk.say("Released: entry {index} of our log.", index=released["index"])
    else:
        desk.say(
            "Released. It gets its place in our log at the next sync with {partner}, or in the "
            "next bundle for it.",
            partner=released["partner"],
        )


def _tell_made(desk: Desk, drafted: Sequence[Json]) -> None:
    for draft in drafted:
        _tell_act(desk, draft)
        if "released" in draft:
            tell_released(desk, draft["released"])
            desk.say(
                "A second officer reviews it within 24 hours: {command}",
                command=f"wasl release review {draft['case']} --officer …",
            )
            continue
        desk.say(
            "Draft {draft} waits for a second officer: {roles}.",
            draft=draft["draft"],
            roles=_roles(desk, draft["by"]),
        )
        tell_lacking(desk, draft)
        desk.say("Next: {command}", command=f"wasl release {draft['draft']} --officer …")


def _tell_act(desk: Desk, draft: Json) -> None:
    """Kind, move, case and partner in one line."""
    told = {
        "kind": told_kind(desk.speech, draft["kind"]),
        "move": told_move(desk.speech, draft["kind"], draft["move"]),
        "partner": draft["partner"],
    }
    if draft["case"]:
        case = shown_reference(draft["case"])
        desk.say("{kind}: {move}. Case {case}, with {partner}.", case=case, **told)
    else:
        desk.say("{kind}: {move}, with {partner}.", **told)


def tell_lacking(desk: Desk, draft: Json) -> None:
    """Whose word the draft needs before it can be released, and how it is given."""
    if not draft["also"]:
        return
    desk.say("First it needs the word of: {roles}.", roles=_roles(desk, draft["also"]))
    desk.say("Next: {command}", command=f"wasl release vouch {draft['draft']} --officer …")


def _roles(desk: Desk, roles: Sequence[str]) -> str:
    return ", ".join(desk.speech.term(f"role.{role}") for role in roles)


def _files(files: Sequence[Json]) -> str:
    return ", ".join(f"{file['media']} ({file['size']} B)" for file in files)


_SHOWN: tuple[tuple[str, str, Callable[[Desk, Json], str]], ...] = (
    ("urgency", _("Urgency"), lambda desk, value: desk.speech.term(value)),
    ("precedence", _("Precedence"), lambda desk, value: desk.speech.term(value)),
    ("outcomes", _("Outcomes"), lambda desk, value: told_codes(desk.speech, value)),
    ("grading", _("Grading"), lambda desk, value: told_grading(desk.speech, value)),
    ("likelihood", _("Likelihood"), lambda desk, value: desk.speech.term(value)),
    ("due", _("Due"), lambda desk, value: desk.when(value)),
    ("retain_until", _("Kept until"), lambda desk, value: desk.when(value)),
    ("about", _("About"), lambda _desk, value: ", ".join(leaf[:16] for leaf in value)),
    ("files", _("Attached"), lambda _desk, value: _files(value)),
)
