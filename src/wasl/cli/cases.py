"""The tray and a case, told: whose turn it is, by which clock, and how each entry travelled."""

from collections.abc import Iterator

import click

from wasl.cli.desk import Desk
from wasl.cli.levels import level_rows
from wasl.cli.telling import marking_rows, tell_rows, told_progress
from wasl.core.canonical import Json
from wasl.forms.moments import told_span
from wasl.forms.remarks import remarks
from wasl.locale.codes import shown, told_codes, told_grading, told_kind, told_move, told_word
from wasl.node.clock import SystemClock, shown_reference

CARRIAGE_STEPS = ("released", "received", "delivered", "opened", "decided")

# ------------------------------------------------------------------------------------- the tray


def tell_tray(desk: Desk, tray: Json) -> None:
    """Every case that waits, the soonest due first; then what waits beside the cases."""
    speech = desk.speech
    for told in tray["ahead"]:
        _tell_ahead_of(desk, told)
    for told in tray["cases"]:
        _tell_line(desk, told)
    if not tray["cases"] and not tray["ahead"]:
        desk.say("The tray is empty.")
    if tray["delivered"]:
        click.echo(
            speech.count(
                "{n} new item is delivered by your looking.",
                "{n} new items are delivered by your looking.",
                tray["delivered"],
            )
        )
    if tray["drafts"]:
        click.echo(
            speech.count(
                "{n} draft waits for a second officer: wasl release.",
                "{n} drafts wait for a second officer: wasl release.",
                tray["drafts"],
            )
        )
    if tray["waiting"]:
        click.echo(
            speech.count(
                "{n} released act waits for its place: wasl sync, or wasl bundle out.",
                "{n} released acts wait for their places: wasl sync, or wasl bundle out.",
                tray["waiting"],
            )
        )
    if any(tray["retention"].values()):
        desk.say(
            "Review dates: {soon} near, {expired} passed, {due} to be destroyed, {held} held: "
            "wasl retention due.",
            **tray["retention"],
        )


def _tell_ahead_of(desk: Desk, told: Json) -> None:
    """An item that came before its turn, and how it is read."""
    case = shown_reference(told["case"])
    kind = told_kind(desk.speech, told["kind"])
    desk.say("{kind}, case {case}, from {partner}: arrived ahead, entry {index} of their log",
             kind=kind, case=case, partner=told["partner"], index=told["index"])  # fmt: skip
    command = f"wasl open {told['entry']} --purpose {told['purpose']} --officer …"
    desk.say("  Read it with: {command}", command=command)


def _tell_line(desk: Desk, told: Json) -> None:
    """One case: reference, kind, partner; then its badges and clocks."""
    speech = desk.speech
    click.echo(_heading(desk, told))
    badges = [*_badges(desk, told)]
    if badges:
        click.echo("  " + " · ".join(badges))
    rows = [(speech.say("Dossier"), speech.term(told["dossier"]))] if told["dossier"] else []
    tell_rows(desk, [*rows, *_clock_rows(desk, told)])


def _heading(desk: Desk, told: Json) -> str:
    said = {
        "case": shown_reference(told["case"]),
        "kind": told_kind(desk.speech, told["kind"]),
        "partner": told["partner"],
    }
    if told["ours"]:
        return desk.speech.say("{case}  {kind}, to {partner}", **said)
    return desk.speech.say("{case}  {kind}, from {partner}", **said)


def _badges(desk: Desk, told: Json) -> Iterator[str]:
    speech = desk.speech
    if told["overdue"]:
        yield speech.say("OVERDUE")
    if told["unread"]:
        yield speech.count("{n} unread", "{n} unread", told["unread"])
    if told["lapsed"]:
        yield speech.say("LAPSED")
    if any(not other["compatible"] for other in told["beside"]):
        yield speech.say("another alert on this subject")
    if told["to_review"]:
        yield speech.say("FLASH, not reviewed")
    if told["paused"]:
        yield speech.say("the clock stands: they were asked back")
    if told["open"]:
        yield " / ".join(told_word(speech, told["kind"], state) for state in told["states"])


def _clock_rows(desk: Desk, told: Json) -> Iterator[tuple[str, str]]:
    """When it is due, and whose time was used: carriage is never charged to the handler."""
    speech = desk.speech
    if told["urgency"]:
        yield speech.say("Urgency"), speech.term(told["urgency"])
    if told["due"]:
        yield speech.say("Due"), desk.when(told["due"])
    elif told["urgency"] and told["ours"]:
        yield speech.say("Due"), speech.say("not received there yet: the clock has not started")
    if told["promised"]:
        yield speech.say("Promised for"), desk.when(told["promised"])
    if told["due"] and told["urgency"]:
        yield (
            speech.say("Time used"),
            speech.say(
                "carriage {carriage}, at the desk {handling}",
                carriage=told_span(speech, told["carriage_seconds"]),
                handling=told_span(speech, told["handling_seconds"]),
            ),
        )


# -------------------------------------------------------------------------------------- a case


def tell_case(desk: Desk, told: Json) -> None:
    """Both halves in words, each entry with its way, and what may be done next."""
    speech = desk.speech
    click.echo(_heading(desk, told))
    tell_rows(
        desk, [*_state_rows(desk, told), *marking_rows(desk, told), *_clock_rows(desk, told)]
    )
    if told.get("levels"):
        tell_rows(desk, [*level_rows(desk, told)])
    for line in remarks(desk.speech, told, SystemClock().now()):
        tell_rows(desk, [("!", line)])
    for entry in told["entries"]:
        click.echo("")
        _tell_entry(desk, entry, told)
    click.echo("")
    for item in told.get("items", ()):
        desk.say(
            "Item {entry}: {standing}",
            entry=item["entry"][:16],
            standing=speech.term(item["standing"]) if item["standing"] else speech.say("not held"),
        )
    for passed_on in told["lineage"]:
        desk.say("Passed on to: {recipient}", recipient=passed_on["recipient"])
    for act in told["ahead"]:
        _tell_ahead(desk, told["kind"], act)
    moves = told["moves_then"]
    if moves:
        desk.say("You may:")
        tell_rows(desk, [(move, told_move(speech, told["kind"], move)) for move in moves])
    else:
        desk.say("Nothing is to be done here on our side.")


def _state_rows(desk: Desk, told: Json) -> list[tuple[str, str]]:
    speech = desk.speech
    ours, theirs = told["states"] if told["ours"] else reversed(told["states"])
    return [
        (speech.say("We"), told_word(speech, told["kind"], ours)),
        (speech.say("They"), told_word(speech, told["kind"], theirs)),
    ]


def _tell_entry(desk: Desk, entry: Json, told: Json) -> None:
    speech, kind = desk.speech, told["kind"]
    who = speech.say("we") if entry["ours"] else told["partner"]
    desk.say(
        "{number}. {who}: {move}",
        number=entry["number"],
        who=who,
        move=told_move(speech, kind, entry["move"]),
    )
    tell_rows(
        desk,
        [*_entry_rows(desk, entry, kind, told["partner"]), *_carriage_rows(desk, entry)],
        indent=3,
    )
    for said in entry["kept"]:
        click.echo(f"   wasl open {said['entry']}")


def _entry_rows(desk: Desk, entry: Json, kind: str, partner: str) -> Iterator[tuple[str, str]]:
    speech = desk.speech
    if entry["rule"]:
        yield speech.say("Does not count"), shown(speech, entry["rule"])
    if entry["code"]:
        yield speech.say("Code"), told_word(speech, kind, entry["code"])
    if entry["outcomes"]:
        yield speech.say("Outcomes"), told_codes(speech, entry["outcomes"])
    if entry["grading"]:
        yield speech.say("Grading"), told_grading(speech, entry["grading"])
    if entry["due"]:
        yield speech.say("Due"), desk.when(entry["due"])
    if entry["standing"]:
        yield speech.say("Item"), speech.term(entry["standing"])
    for said in entry["kept"]:
        who = speech.say("we") if said["ours"] else partner
        yield speech.term(f"fact.{said['move']}"), _told_kept(desk, who, said)
    for file in entry["files"]:
        yield speech.say("Attached"), told_progress(desk, file)
    if entry["late_receipt"]:
        yield speech.say("Receipt"), speech.say("OVERDUE")


def _told_kept(desk: Desk, who: str, said: Json) -> str:
    """Who keeps or ended it, until when or on which ground."""
    about = desk.when(said["until"]) if said["until"] else ""
    about = desk.speech.term(said["code"]) if said["code"] else about
    return " · ".join(filter(None, [who, about]))


def _carriage_rows(desk: Desk, entry: Json) -> Iterator[tuple[str, str]]:
    """Each step of the way by the clock of who did it and, where it differs, by ours."""
    speech = desk.speech
    for step in CARRIAGE_STEPS:
        moment = entry["carriage"].get(step)
        if moment is None:
            continue
        said = desk.when(moment["claimed"])
        here = desk.when(moment["here"]) if moment["here"] else said
        if here != said:
            said = speech.say("{moment}; by our clock {here}", moment=said, here=here)
        yield speech.term(step), said


def _tell_ahead(desk: Desk, kind: str, act: Json) -> None:
    move = told_move(desk.speech, kind, act["move"])
    if act["draft"]:
        desk.say("Drafted: {move} (wasl release {draft})", move=move, draft=act["draft"])
    else:
        desk.say("Released, waiting for its place in our log: {move}", move=move)
