"""The verdict on an export or extract, in words a person outside both services understands."""

from datetime import UTC, datetime

import click

from wasl.cli.desk import Desk
from wasl.cli.telling import tell_rows
from wasl.core.canonical import Json
from wasl.forms.moments import told_span
from wasl.locale.speech import _
from wasl.node.clock import stamp
from wasl.seal.words import fingerprint_digits, fingerprint_words, in_lines

VERDICTS = {
    "sound": _("SOUND: every signature, proof and entry in this file holds."),
    "unreadable": _("UNREADABLE: this file does not have the form of an export or extract."),
    "unsound": _("UNSOUND: this file does not hold."),
}
REMARKS = {
    "erased-yet-present": _("its maker said the body was destroyed, and holds it"),
    "gone-unexplained": _("the body is gone, and nothing here says why"),
    "not-lasting": _("what governs lies under no long-lived signature of its author"),
    "strangers": _("lines by keys that this file does not know (ignored)"),
}


def tell_verdict(desk: Desk, verdict: Json, *, fork: bool) -> None:
    """The verdict first, then what is wrong, then what the file shows."""
    desk.say(VERDICTS[verdict["verdict"]])
    if fork and verdict["verdict"] == "sound":
        desk.say("It proves that one service signed two logs under one name.")
    for fault in verdict["faults"]:
        _tell_fault(desk, fault)
    if "author" in verdict:
        tell_rows(desk, _found(desk, verdict))
    for name, places in verdict["remarks"].items():
        desk.say(
            "  Note: {remark} ({places})",
            remark=desk.speech.say(REMARKS[name]),
            places=", ".join(map(str, places[:20])),
        )
    if verdict.get("against"):
        _tell_against(desk, verdict["against"])
    if "author" not in verdict:
        return
    parties = (verdict["author"], verdict["counterpart"])
    for node, fingerprint in zip(parties, verdict["fingerprints"], strict=True):
        desk.say("Checked with the keys of {node}, whose fingerprint must be:", node=node)
        for line in spelled(desk, bytes.fromhex(fingerprint)):
            click.echo(f"  {line}")


def _tell_fault(desk: Desk, fault: Json) -> None:
    """Where it is wrong, and what that rule says; the remedy is not this reader's."""
    what = desk.speech.refusal(fault["rule"], {"why": fault["why"]}).partition("\n")[0]
    if fault["index"] is None:
        desk.say("  Line {line}: {what}", line=fault["line"], what=what)
    else:
        said = {"index": fault["index"], "line": fault["line"], "what": what}
        desk.say("  Line {line}, entry {index}: {what}", **said)


def _found(desk: Desk, verdict: Json) -> list[tuple[str, str]]:
    """Whose log this is, how far it goes, and who signed for it."""
    speech = desk.speech
    bodies = verdict["bodies"]
    rows = [
        (speech.say("Log of"), verdict["author"]),
        (speech.say("With"), verdict["counterpart"]),
        (speech.say("Made by"), f"{verdict['made_by']}, {desk.when(verdict['made'])}"),
        (speech.say("Entries"), str(verdict["entries"])),
        (speech.say("Complete to"), speech.say("size {size}", size=verdict["complete_to"])),
        (
            speech.say("Bodies"),
            speech.say(
                "{present} held, {gone} gone, {shown} shown",
                present=bodies["present"],
                gone=bodies["gone"],
                shown=bodies["shown"],
            ),
        ),
    ]
    if verdict["received"] is not None:
        moment = stamp(datetime.fromtimestamp(verdict["received"], UTC))
        rows.append((speech.say("Last receipt"), desk.when(moment)))
    for node, last in verdict["lasting"].items():
        said = speech.say(
            "{node}: over {size} entries, {age} old",
            node=node,
            size=last["size"],
            age=told_span(speech, max(last["age_seconds"], 0)),
        )
        rows.append((speech.say("Long-lived signature"), said))
    for first, last in verdict["gaps"]:
        rows.append(
            (speech.say("Missing"), speech.say("{first} to {last}", first=first, last=last))
        )
    return rows


def _tell_against(desk: Desk, against: Json) -> None:
    """The two sides beside each other."""
    if against["first_difference"] is not None:
        desk.say("The two files differ first at entry {index}.", index=against["first_difference"])
    if against["cut"]:
        desk.say(
            "{node} shows {shown} entries and once signed {signed}.",
            node=against["cut"]["by"],
            shown=against["cut"]["shown"],
            signed=against["cut"]["signed"],
        )
    if against["first_difference"] is None and not against["cut"]:
        desk.say("The other file tells the same log, to size {size}.", size=against["to"])


def spelled(desk: Desk, fingerprint: bytes) -> tuple[str, ...]:
    """As it is read aloud: four lines of words, or of digits for a reader of Arabic."""
    language = desk.speech.language
    if language == "ar":
        return in_lines(fingerprint_digits(fingerprint))
    return in_lines(fingerprint_words(fingerprint, language))
