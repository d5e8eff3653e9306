"""The second dossier: a plan, one clause of which is countered, signed by both; and oversight."""

import json
from typing import TYPE_CHECKING, Any

from wasl.core import canonical
from wasl.core.clause import Version, version_hash, words_hash
from wasl.locale.speech import _

if TYPE_CHECKING:
    from demo.side import Side
    from demo.story import Story

PLACED = ("--dossier", "borders", "--purpose", "COMBAT_SMUGGLING")
SIGNERS, PLANNERS = ("idir", "driss"), ("idir", "badr")
TITLE = {"ar": "خطة مختلقة للحدود", "fr": "Plan inventé pour la frontière"}
REPORTS = ("يقدم كل طرف تقريرا كل 30 يوما.", "Chaque partie rend compte tous les 30 jours.")
OFTEN = ("يقدم كل طرف تقريرا كل 7 أيام.", "Chaque partie rend compte tous les 7 jours.")
AGREED = ("يقدم كل طرف تقريرا كل 14 يوما.", "Chaque partie rend compte tous les 14 jours.")
RIGHTS = (
    "لا يُتخذ أي إجراء بحق شخص دون قرار إنسان.",
    "Aucune mesure ne vise une personne sans la décision d'une personne.",
)
INDICATOR = {
    "aim": 12,
    "baseline": 30,
    "baseline_fixed": "2026-11-30",
    "definition": {"ar": "ساعات إلى الإشعار", "fr": "Heures jusqu'à l'avis"},
    "every_days": 30,
    "id": "I1",
    "source": "Registre inventé",
    "unit": "heures",
}


def tell(story: "Story") -> None:
    """Two chapters."""
    _plan(story)
    _oversee(story)


def clause(named: str, words: tuple[str, str]) -> dict[str, Any]:
    """A clause in Arabic, and the French that renders it."""
    arabic, french = words
    return {
        "id": named,
        "renders": {"fr": words_hash(arabic)},
        "texts": {"ar": arabic, "fr": french},
    }


def text(*clauses: dict[str, Any]) -> dict[str, Any]:
    """A first version of these clauses."""
    return {
        "authentic": ["ar", "fr"],
        "clauses": list(clauses),
        "id": "0d" * 16,
        "number": 1,
    }


def body(side: "Side", said: dict[str, Any]) -> tuple[str, str]:
    """A body in a file of this side, as the option that reads it."""
    path = side.file("body.json")
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return ("--body", str(path))


def sign(story: "Story", kind: str, case: str, by: tuple[str, str] = SIGNERS) -> None:
    """The other side signs with its roots, the first concludes with its own."""
    story.act(story.tripoli, kind, "sign", case, *story.two_roots(story.tripoli), by=by)
    story.act(story.algiers, kind, "conclude", case, *story.two_roots(story.algiers), by=by)
    story.teller.check(story.states(case) == ["concluded", "signed"], f"{kind} signed by both")


def _plan(story: "Story") -> None:
    """One clause is proposed, countered, agreed; the exact text is signed by both."""
    story.teller.chapter(_("A plan: one clause is countered, the exact text is signed by both"))
    first = text(clause("c1", REPORTS), clause("c2", RIGHTS))
    opening = {"aims": TITLE, "text": first, "title": TITLE}
    words = ("plan", *body(story.algiers, opening), *PLACED)
    plan = story.act(story.algiers, *words, by=SIGNERS)
    story.act(story.tripoli, "plan", "join", plan, by=SIGNERS)
    about = story.entry(story.algiers, plan)
    version = version_hash(Version.model_validate_json(canonical.dumps(first)))
    asked = _proposal(story, story.algiers, about, (version, OFTEN))
    story.teller.tell(_("Seven days is too often for the other side: it offers fourteen."))
    story.act(story.tripoli, "proposal", "counter", asked, by=PLANNERS)
    offered = _proposal(story, story.tripoli, about, (version, AGREED))
    story.act(story.algiers, "proposal", "accept", offered, by=PLANNERS)
    story.act(story.tripoli, "proposal", "bind", offered, by=PLANNERS)
    story.act(story.algiers, "proposal", "close", asked, by=PLANNERS)
    story.teller.check(story.states(offered) == ["bound", "accepted"], "the clause is agreed")
    frozen = {
        "indicators": [INDICATOR],
        "rights_clause": "c2",
        "start": "2027-02-01",
        "text": {
            **text(clause("c1", AGREED), clause("c2", RIGHTS)),
            **{"number": 2, "previous": version},
        },
        "title": TITLE,
    }
    story.act(story.algiers, "plan", "freeze", plan, *body(story.algiers, frozen), by=SIGNERS)
    sign(story, "plan", plan)
    story.do(story.tripoli, "case", plan)


def _proposal(story: "Story", side: "Side", about: str, said: tuple[str, tuple[str, str]]) -> str:
    """One clause in other words, proposed by a side; its case."""
    version, words = said
    change = {
        "clause": clause("c1", words),
        "id": "c1",
        "operation": "REPLACE",
        "version": version,
    }
    return story.act(
        side,
        *("proposal", about, *body(side, {"change": change}), "--code", "REPLACE"),
        *("--due", "20d", "--reason-fr", "Un rythme tenable.", "--reason-ar", "وتيرة ممكنة."),
        by=PLANNERS,
    )


def _oversee(story: "Story") -> None:
    """An overseer checks both extracts against each other, and counts without reading."""
    story.teller.chapter(_("An overseer counts without reading a word"))
    files = []
    for side, other in story.pairs():
        path = side.file("for-the-overseer.jsonl")
        side.run("extract", "--with", other.node, "--of", "ours", "--out", str(path))
        files.append(str(path))
    said = story.do(story.algiers, "oversight", "report", *files)
    story.teller.check(bool(said), "a report for the public, small numbers left out")
    copy = story.tripoli.file("copy-of-theirs.jsonl")
    words = ("extract", "--with", story.algiers.node, "--of", "theirs", "--out", str(copy))
    story.tripoli.run(*words)
    story.do(story.tripoli, "oversight", "compare", files[0], str(copy))
