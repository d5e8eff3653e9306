"""What the reader of a case must know beyond the states of its two halves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from wasl.core.canonical import Json
from wasl.locale.codes import told_word
from wasl.locale.readings import HELD_TOO_LONG, LAPSED, READINGS
from wasl.locale.speech import Speech
from wasl.node.clock import read_stamp, shown_reference

ASSESSED_WITHIN = timedelta(days=30)


def remarks(speech: Speech, told: Json, now: datetime) -> Iterator[str]:
    """What the reader must know beyond the states."""
    if told["overdue"]:
        yield speech.say("Overdue.")
    if told["lapsed"]:
        yield speech.say(LAPSED)
    for other in told["beside"]:
        yield _beside(speech, other)
    key = (told["kind"], *told["states"])
    if key in READINGS and not told["lapsed"]:
        yield speech.say(READINGS[key])
    if told["kind"] == "hit" and told["states"][0] == "held" and told["overdue"]:
        yield speech.say(HELD_TOO_LONG)
    moves = [entry["move"] for entry in told["entries"] if not entry["rule"]]
    if key == ("request", "accepted", "full") and "reply_part" in moves:
        yield speech.say("A fuller reply came beside the partial one.")
    if any(entry["code"] == "HUMAN_RIGHTS_RISK" for entry in told["entries"]):
        yield speech.say("A risk to human rights is named: the head of the service is told too.")
    age = now - read_stamp(told["written"])
    if key == ("report", "released", "none") and age > ASSESSED_WITHIN:
        yield speech.say("It is not yet assessed.")


def _beside(speech: Speech, other: Json) -> str:
    """Another alert in force on the same subject: whose, what it asks, and which goes first."""
    said = {
        "case": shown_reference(other["case"]),
        "category": told_word(speech, "alert", other["code"]),
        "issuer": speech.say("we") if other["ours"] else other["partner"],
    }
    if other["compatible"]:
        return speech.say(
            "Another alert on this subject stands beside it: {case} ({category}, {issuer}).",
            **said,
        )
    if other["goes_first"]:
        return speech.say(
            "It cannot stand beside {case} ({category}, {issuer}), which goes first: say "
            "`wasl alert incompatible`, or withdraw it.",
            **said,
        )
    return speech.say(
        "{case} ({category}, {issuer}) cannot stand beside it; this one goes first.", **said
    )
