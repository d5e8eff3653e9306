"""A level of risk, told from both sides: neither is the right one until both agree."""

from collections.abc import Iterator

from wasl.cli.desk import Desk
from wasl.core.canonical import Json


def level_rows(desk: Desk, told: Json) -> Iterator[tuple[str, str]]:
    """How they stand, what each judged last, and the last joint level with its date."""
    speech, levels = desk.speech, told["levels"]
    yield speech.say("Level"), speech.term(levels["reading"])
    yield speech.say("Our level"), _judged(desk, told, levels["ours"])
    yield speech.say("Their level"), _judged(desk, told, levels["theirs"])
    joint = levels["joint"]
    if joint is None:
        yield speech.say("Joint level"), speech.say("none yet")
        return
    said = {"level": speech.term(joint["code"]), "moment": desk.when(joint["since"])}
    yield speech.say("Joint level"), speech.say("{level}, since {moment}", **said)
    if joint["until"]:
        yield speech.say("Until"), desk.when(joint["until"])


def _judged(desk: Desk, told: Json, judged: Json) -> str:
    """What one side judged last, and where its reasons can be read."""
    if judged is None:
        return desk.speech.say("not judged")
    return desk.speech.say(
        "{level}, {moment}; the reasons: wasl open {entry}",
        level=desk.speech.term(judged["code"]),
        moment=desk.when(judged["written"]),
        entry=f"{told['case']}/{judged['number']}",
    )
