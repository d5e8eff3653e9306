"""The third dossier: a course, one trainee, a certificate checked anywhere; and the meeting."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from demo.together import RIGHTS, TITLE, body, clause, sign, text
from wasl.core.clause import words_hash
from wasl.locale.speech import _

if TYPE_CHECKING:
    from demo.story import Story

PLACED = ("--dossier", "training", "--purpose", "JOINT_TRAINING")
BY = ("ghita", "badr")
SECONDS_TO_THE_HOUR = 15
AR = "اجتمع الجهازان واتفقا على دورة مشتركة أولى."
FR = "Les deux services se sont réunis et sont convenus d'un premier cours commun."
EN = "Both services met and agreed on a first common course."
PUBLIC = {
    "mentions": [],
    "text": {
        "authentic": ["ar", "en", "fr"],
        "clauses": [
            {
                "id": "c1",
                "renders": {"en": words_hash(AR), "fr": words_hash(AR)},
                "texts": {"ar": AR, "en": EN, "fr": FR},
            }
        ],
        "id": "0c" * 16,
        "number": 1,
    },
    "title": {"ar": "بلاغ مختلق", "en": "Invented communiqué", "fr": "Communiqué inventé"},
}


def tell(story: "Story") -> None:
    """Two chapters."""
    _certify(story)
    _meet(story)


def _certify(story: "Story") -> None:
    """From a course to a certificate, under a pseudonym all the way."""
    story.teller.chapter(_("A course, a nomination, a certificate that anybody can check"))
    course = story.act(
        story.algiers,
        *("course", "--title", "Faux documents", "--aims", "Reconnaître un faux au poste."),
        *("--assessment", "Une épreuve écrite.", "--hours", "24", "--spoken", "fr", "--version"),
        *("1", "--valid-months", "24", "--module", "M1:THEORY:18:Éléments de sécurité"),
        *("--module", "M2:RIGHTS_MODULE:6:Droits", "--rights-module", "M2", *PLACED),
        by=BY,
    )
    session = story.act(
        story.algiers,
        *("session", course, "--first-day", "2027-02-14", "--last-day", "2027-02-18"),
        *("--place", "École inventée", "--spoken", "fr", "--due", "20d"),
        *("--seats", f"{story.algiers.node}:8", "--seats", f"{story.tripoli.node}:2"),
        by=BY,
    )
    story.act(story.tripoli, "session", "take_seats", session, "--count", "1", by=BY)
    nomination = story.act(
        story.tripoli,
        *("nomination", session, "--code", "HOME_CLEARED", "--rank", "1"),
        *("--spoken", "fr", "--offer-until", "120d"),
        by=BY,
        heard="karim",
    )
    story.act(story.algiers, "nomination", "admit", nomination, by=BY, heard="karim")
    story.act(story.tripoli, "nomination", "confirm", nomination, by=BY)
    opened = ("open", nomination, "--purpose", "JOINT_TRAINING", "--officer", "ghita")
    trainee = ("--pseudonym", story.algiers.ask(*opened)["body"]["person"]["pseudonym"])
    story.act(
        story.algiers,
        *("nomination", "attend", nomination, *trainee, "--slot", "2027-02-14:MORNING"),
        by=BY,
    )
    story.act(
        story.algiers,
        *("nomination", "complete", nomination, "--code", "PASSED", *trainee),
        *("--attended", "1000", "--assessed", "E1:PASSED", "--rights-passed"),
        by=BY,
    )
    completion = story.algiers.ask("case", nomination)["entries"][-1]["entry"]
    certificate = story.act(
        story.algiers,
        *("certificate", completion, *trainee, "--serial", "2027/1", "--title", "Faux documents"),
        *("--hours", "24", "--date", "2027-02-18", "--rights-module", "M2"),
        *("--valid-from", "2027-02-18", "--valid-until", "2029-02-18"),
        by=BY,
    )
    story.act(story.tripoli, "certificate", "take", certificate, by=BY)
    path = str(story.algiers.file("certificate.json"))
    story.algiers.run("certificate", "file", certificate, "--out", path, "--officer", "ghita")
    check = ("certificate", "verify", path, "--at", "2027-06-01")
    story.teller.check(bool(story.do(story.tripoli, *check)), "it is checked with no network")
    story.act(story.algiers, "certificate", "revoke", certificate, "--code", "ERROR", by=BY)
    refused = story.tripoli.run(*check, expect=(1,))
    story.teller.show(["wasl", *check], refused.stderr + refused.stdout, story.tripoli.node)
    verdict = json.loads(story.tripoli.run(*check, "--json", expect=(1,)).stdout)
    story.teller.check(verdict["rule"] == "revoked", "and is refused once it is revoked")
    story.act(story.tripoli, "certificate", "strike", certificate, by=BY)


def _meet(story: "Story") -> None:
    """A meeting, its minutes signed by both, and what is told to the public."""
    story.teller.chapter(_("A meeting, minutes both signed, and a joint communiqué"))
    begins = _soon()
    meeting = story.act(
        story.algiers,
        *("meeting", "--title", "Suites du plan", "--level", "TECHNICAL", "--due", _said(begins)),
        *("--place", "Bureau inventé", "--agenda", "Avis tardifs", "--agenda", "Cours", *PLACED),
    )
    story.act(
        story.tripoli,
        *("meeting", "come", meeting, "--delegation", f"{story.tripoli.node}:Chef de bureau"),
        by=("badr", "elias"),
    )
    _wait(begins)
    story.act(story.algiers, "meeting", "hold", meeting)
    story.act(story.tripoli, "meeting", "attend", meeting, by=("badr", "elias"))
    held = story.algiers.ask("case", meeting)["entries"]
    about = next(each["entry"] for each in held if each["move"] == "hold")
    agreed = {"text": text(clause("c1", RIGHTS)), "title": TITLE}
    minutes = story.act(
        story.algiers, "minutes", about, *body(story.algiers, agreed), by=("amel", "driss")
    )
    sign(story, "minutes", minutes, by=("amel", "driss"))
    hour = _soon()
    words = ("communique", about, *body(story.algiers, PUBLIC), "--due", _said(hour))
    communique = story.act(story.algiers, *words, by=("amel", "driss"))
    sign(story, "communique", communique, by=("amel", "driss"))
    _wait(hour)
    story.act(story.algiers, "communique", "publish", communique, by=("amel", "driss"))
    story.teller.check(story.states(communique) == ["published", "signed"], "told to the public")
    story.do(story.tripoli, "case", communique)


def _soon() -> datetime:
    """An hour of the story that is about to strike."""
    return datetime.now(UTC) + timedelta(seconds=SECONDS_TO_THE_HOUR)


def _said(hour: datetime) -> str:
    return hour.isoformat(timespec="seconds").replace("+00:00", "Z")


def _wait(hour: datetime) -> None:
    time.sleep(max(0.0, (hour - datetime.now(UTC)).total_seconds()) + 1)
