"""The last chapter: recognition is withdrawn, and what was given comes back."""

import json
from typing import TYPE_CHECKING

from wasl.locale.speech import _

if TYPE_CHECKING:
    from demo.story import Story

TRIPOLI = "liaison.ly.example"
PURPOSE = "PROTECT_BORDERS"


def tell(story: "Story") -> None:
    """One side withdraws; what was given comes back; only survivors still pass."""
    story.teller.chapter(_("One side withdraws its recognition"))
    words = ("derecognise", TRIPOLI, "--decided-by", "The head of the service")
    story.do(story.algiers, *words, "--officer", "chadia", *story.two_roots(story.algiers))
    story.algiers.release(story.algiers.ask("release", "list")[-1]["draft"], "driss")
    story.sync()
    refused = _refused_note(story)
    story.teller.check("not-recognised" in refused, "no business passes any more")
    recalled = [
        told["case"]
        for told in story.tripoli.ask("tray", "--officer", "badr")["cases"]
        if told["kind"] == "recall" and told["states"][1] == "quarantined"
    ]
    story.teller.check(bool(recalled), "what was given is recalled")
    story.teller.tell(
        _(
            "What the other side still holds is recalled, and recall outlives recognition: "
            "the holder attests, and the attestation passes."
        )
    )
    for case in recalled:
        items = story.tripoli.ask("case", case)["items"]
        if any(item["onward"] for item in items):
            # What went on from here is called back there first.
            relayed = story.tripoli.ask("recall", "relay", case, "--officer", "amel")
            story.tripoli.release(relayed["draft"], "elias")
        drafted = story.tripoli.ask("attest", case, "--officer", "amel")
        story.tripoli.release(drafted["draft"], "elias")
    story.sync()
    for case in recalled:
        state = story.algiers.ask("case", case)["states"]
        story.teller.check(state[1] == "attested", "a survivor still passes")
        story.do(story.algiers, "case", case)
    story.do(story.algiers, "recognise", "--list")
    verified = [side.ask("log", "verify") for side in story.sides]
    story.entries = sum(log["size"] for log in verified[0])
    for logs in verified:
        story.teller.check(all(log["sound"] for log in logs), "every log is sound")


def _refused_note(story: "Story") -> str:
    """What becomes of a note after the withdrawal: drafted, and refused at its release."""
    words = (
        "note",
        "--fr",
        "Merci.",
        "--dossier",
        "borders",
        "--purpose",
        PURPOSE,
        "--to",
        TRIPOLI,
    )
    drafted = story.algiers.run(*words, "--officer", "amel", "--json", expect=(0, 1))
    if drafted.returncode == 0:
        draft = json.loads(drafted.stdout)["draft"]
        drafted = story.algiers.run("release", draft, "--officer", "badr", "--yes", expect=(1,))
    story.teller.show(["wasl", *words], drafted.stderr.strip(), story.algiers.node)
    return drafted.stderr
