"""The first dossier goes on: an alert and a hit, a seizure, leave for a court, a dispute."""

from typing import TYPE_CHECKING

from wasl.locale.speech import _

if TYPE_CHECKING:
    from demo.story import Story

PLACED = ("--dossier", "borders", "--purpose", "COMBAT_SMUGGLING")


def tell(story: "Story") -> None:
    """Four chapters."""
    _find(story)
    seizure = _seize(story)
    _lend(story, seizure)
    _dispute(story, seizure)


def _find(story: "Story") -> None:
    """An alert ends in a hit, and only after a person has judged."""
    story.teller.chapter(_("An alert, and a hit that a person judged"))
    alert = story.act(
        story.tripoli,
        *("alert", "--code", "MISSING", "--subject", "MISSING:سامي المختلق", *PLACED),
        *("--reason-ar", "غادر بيته منذ أسبوع.", "--action-ar", "إبلاغ المكتب المُصدر فورا."),
    )
    story.do(story.algiers, "case", alert)
    story.act(story.algiers, "alert", "activate", alert, by=("amel", "badr"))
    story.teller.tell(
        _(
            "At a post somebody bears the name. Nothing is reported until an officer has compared "
            "the two and says on what he judged: a match alone is no ground to detain."
        )
    )
    hit = story.act(
        story.algiers,
        *("hit", alert, "--located", "Un homme, sain et sauf.", "--check", "Poste nord."),
        *("--judgement", "Même nom, même année, même cicatrice."),
    )
    story.act(story.tripoli, "hit", "confirm", hit)
    story.act(story.algiers, "hit", "act", hit, "--code", "PROTECTED")
    story.teller.check(
        story.states(hit) == ["acted", "confirmed"], "a hit is confirmed and acted on"
    )
    story.do(story.tripoli, "case", hit)


def _seize(story: "Story") -> str:
    """A seizure is told as it was counted."""
    story.teller.chapter(_("A seizure, in the units it was counted in"))
    seizure = story.act(
        story.algiers,
        *("notice", "--code", "SEIZURE", "--number", "EX-12/2026", "--date", "2026-11-20"),
        *("--agency", "Brigade inventée", "--place", "Puits de l'Exemple", *PLACED),
        *("--goods", "CANNABIS_RESIN:12.5:KG", "--goods", "TRAMADOL:4000:TABLET:ESTIMATED"),
        by=("badr", "elias"),
    )
    story.act(story.tripoli, "notice", "note", seizure, by=("elias", "badr"))
    said = story.do(
        story.tripoli, "open", seizure, "--officer", "amel", "--purpose", "COMBAT_SMUGGLING"
    )
    story.teller.check("12500" in said.replace(",", ""), "the quantity is kept as it was counted")
    return seizure


def _lend(story: "Story", seizure: str) -> None:
    """What an item may not be used for needs its owner's leave; silence is no."""
    story.teller.chapter(_("Leave for a court is asked, granted and used"))
    about = story.entry(story.tripoli, seizure)
    asked = (
        *("consent", about, "--code", "JUDICIAL", "--recipient", "Tribunal inventé"),
        *("--reason-ar", "ملف قضائي مختلق.", "--ar", "ضُبط 12.5 كغ من راتنج القنب."),
    )
    leave = story.act(story.tripoli, *asked)
    use = ("consent", "use", leave, "--recipient", "Tribunal inventé", "--officer", "amel")
    refused = story.tripoli.hear(*use, expect=(1,))
    story.teller.show(["wasl", *use], refused, story.tripoli.node)
    story.act(
        story.algiers,
        *("consent", "grant", leave, "--scope", "Le texte demandé.", "--offer-until", "60d"),
        *("--recipient", "Tribunal inventé"),
    )
    story.act(story.tripoli, *use[:-2])
    story.teller.check(story.states(leave) == ["used", "granted"], "used only after the grant")
    said = story.algiers.ask("case", seizure)["lineage"]
    story.teller.check(len(said) == 1, "the owner reads where its item went")


def _dispute(story: "Story", seizure: str) -> None:
    """Disputed, an item rests on both sides; corrected, both versions are shown."""
    story.teller.chapter(_("An item is disputed, rests on both sides, and is corrected"))
    about = story.entry(story.tripoli, seizure)
    challenge = story.act(
        story.tripoli,
        *("challenge", about, "--code", "ACCURACY", "--ar", "التاريخ خاطئ."),
        by=("elias", "badr"),
    )
    words = ("open", seizure, "--officer", "amel", "--purpose", "COMBAT_SMUGGLING")
    refused = story.tripoli.hear(*words, expect=(1,))
    story.teller.show(["wasl", *words], refused, story.tripoli.node)
    story.act(
        story.algiers,
        *("revise", about, "--code", "CORRECT", "--fr", "La date était erronée."),
        *("--old-fr", "Le 20 novembre.", "--new-fr", "Le 19 novembre."),
    )
    story.act(
        story.algiers, "challenge", "correct", challenge, "--fr", "Corrigé.", by=("elias", "badr")
    )
    story.act(story.tripoli, "challenge", "accept", challenge, by=("elias", "badr"))
    for side in story.sides:
        standing = side.ask("case", seizure)["entries"][0]["standing"]
        story.teller.check(standing == "corrected", "corrected wherever it went")
    story.do(story.tripoli, "case", seizure)
