"""What a draft is, told: after it was made, in the list of those that wait, before its release."""

from collections.abc import Sequence

from wasl.cli.desk import Desk
from wasl.cli.moments import told_moment
from wasl.cli.telling import tell_body, tell_marking, told_kind, told_move
from wasl.cli.words import aligned
from wasl.core.canonical import Json
from wasl.node.clock import shown_reference


def tell_drafts(desk: Desk, drafted: Sequence[Json], as_json: bool) -> None:
    """The drafts that one command made, and who goes on."""
    answer = {**drafted[-1], "drafts": list(drafted)}
    desk.show(answer, as_json, lambda value: _tell_made(desk, value["drafts"]))


def _tell_made(desk: Desk, drafted: Sequence[Json]) -> None:
    for draft in drafted:
        desk.say(
            "{move} ({kind}), case {case}, to {partner}.",
            move=told_move(desk.speech, draft["move"]),
            kind=told_kind(desk.speech, draft["kind"]),
            case=shown_reference(draft["case"]),
            partner=draft["partner"],
        )
        if "released" in draft:
            tell_released(desk, draft["released"])
            desk.say("A second officer reviews it within 24 hours: wasl release review.")
            continue
        desk.say(
            "Draft {draft} waits for a second officer ({roles}).",
            draft=draft["draft"],
            roles=", ".join(desk.speech.term(f"role.{role}") for role in draft["by"]),
        )
    waiting = [draft["draft"] for draft in drafted if "released" not in draft]
    for draft in waiting:
        desk.say("Next: {command}", command=f"wasl release {draft} --officer …")


def tell_waiting(desk: Desk, drafts: Sequence[Json]) -> None:
    """Every draft in a line, with who may release it."""
    if not drafts:
        desk.say("Nothing waits for a second officer.")
        return
    speech = desk.speech
    for draft in drafts:
        desk.say("Draft {draft}", draft=draft["draft"])
        rows = [
            (speech.say("act"), f"{told_move(speech, draft['move'])} · "
             f"{told_kind(speech, draft['kind'])}"),
            (speech.say("case"), shown_reference(draft["case"]) if draft["case"] else "–"),
            (speech.say("partner"), speech.say("{partner}", partner=draft["partner"])),
            (
                speech.say("drafted"),
                speech.say(
                    "by {officer}, {moment}",
                    officer=draft["officer"],
                    moment=told_moment(speech, draft["at"], desk.settings.zone),
                ),
            ),
            (speech.say("released by"), ", ".join(speech.term(f"role.{r}") for r in draft["by"])),
        ]
        desk.lines(aligned(rows), indent=2)


def tell_to_release(desk: Desk, draft: Json) -> None:
    """What the second officer is about to sign: act, marking, who gets it, and every word."""
    _tell_fields(desk, draft)
    if draft["body"]:
        tell_body(desk, draft["body"])


def tell_released(desk: Desk, released: Json) -> None:
    """Whether the act is in our log, or waits for the partner's confirm."""
    if released["state"] == "released":
        desk.say("Released: entry {index} of our log.", index=released["index"])
    else:
        desk.say(
            "Released; it gets its place in our log once {partner} has confirmed this run: "
            "at the next sync or bundle.",
            partner=released["partner"],
        )
