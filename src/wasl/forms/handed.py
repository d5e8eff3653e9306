"""What an officer signs for before it leaves the desk as a file, in words."""

from wasl.locale.speech import Speech, _

WHAT = {
    "bundle": _("A bundle for {of}"),
    "card": _("Our key file for {of}"),
    "extract-ours": _("An extract of our log with {of}"),
    "extract-theirs": _("An extract of the log of {of}"),
    "figures": _("The figures of {of}"),
    "meeting": _("The keys of {of}, compared word by word: they are the same"),
    "proof": _("The proof of entry {of}"),
    "report": _("The public report on {of}"),
}


def told_handed(speech: Speech, what: str, of: str) -> str:
    """What it is, and whose."""
    return speech.say(WHAT[what], of=of)
