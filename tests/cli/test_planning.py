"""``wasl plan``, ``proposal``, ``task``, ``level``, ``minutes`` and ``communique`` as commands."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.meeting import root_files
from tests.cli.pair import Pair, Service, report_file
from tests.cli.test_acting import refused
from tests.core.clauses import AR, FR, clause, text, version
from tests.core.planned import INDICATOR
from tests.core.test_minutes import PUBLIC
from tests.tree import ROOT
from tests.world import ALGIERS, ARRANGEMENT_ID, TRIPOLI
from wasl.core.canonical import Json
from wasl.core.clause import version_hash, words_hash
from wasl.node import desk_checks

CUSTODY, SIGNERS, PLANNERS = ("chadia", "driss"), ("amel", "driss"), ("idir", "badr")
TITLE = {"ar": "خطة مختلقة", "fr": "Plan inventé"}
PLACED = ("--dossier", "borders", "--purpose", "PROTECT_BORDERS")


@pytest.fixture(name="ruled")
def _ruled(linked: Pair, settled: Path) -> Pair:
    """The example is in force between the two."""
    shutil.copytree(ROOT / "docs" / "examples", settled / "form")
    form = settled / "form" / "arrangement.toml"
    agreed = str(settled / "agreed")
    words = ("--with", TRIPOLI, "--out", agreed, "--id", ARRANGEMENT_ID)
    assert linked.algiers.run("arrangement", "draft", str(form), *words).code == 0
    case = linked.algiers.released("arrangement", "propose", agreed, by=CUSTODY)["case"]
    linked.exchange()
    signed(linked, settled, "arrangement", case, by=CUSTODY)
    return linked


def signed(pair: Pair, folder: Path, kind: str, case: str, by: tuple[str, str] = SIGNERS) -> None:
    """Tripoli signs with its roots, Algiers concludes with its own."""
    pair.tripoli.released(kind, "sign", case, *root_files(folder, TRIPOLI), by=by)
    pair.exchange()
    pair.algiers.released(kind, "conclude", case, *root_files(folder, ALGIERS), by=by)
    pair.exchange()


def form(folder: Path, body: Json) -> str:
    """A body in a file."""
    path = folder / "body.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def states(pair: Pair, case: str) -> list[str]:
    """The joint state, which both ends read alike."""
    found: list[list[str]] = [
        service.ask("case", case)["states"] for service in (pair.algiers, pair.tripoli)
    ]
    assert found[0] == found[1]
    return found[0]


def opened(pair: Pair, folder: Path) -> Json:
    """A plan Algiers opened with one clause, and Tripoli takes part in."""
    body = {"aims": TITLE, "text": text(), "title": TITLE}
    told = pair.algiers.released("plan", "--body", form(folder, body), *PLACED, by=SIGNERS)
    pair.exchange()
    pair.tripoli.released("plan", "join", told["case"], by=SIGNERS)
    pair.exchange()
    return told


def frozen(said: dict[str, Any]) -> Json:
    """What is frozen, of this text."""
    indicators = [{**INDICATOR, "definition": TITLE}]
    return {
        "indicators": indicators,
        "rights_clause": "c1",
        "start": "2027-02-01",
        "text": said,
        "title": TITLE,
    }


def entry(service: Service, case: str, place: int = 0) -> str:
    """An entry of a case, by its hash."""
    return str(service.ask("case", case)["entries"][place]["entry"])


def test_a_plan_is_opened_frozen_signed_by_both_and_in_force(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    ruled.algiers.released(
        "plan", "freeze", case, "--body", form(settled, frozen(text())), by=SIGNERS
    )
    ruled.exchange()
    signed(ruled, settled, "plan", case)
    assert states(ruled, case) == ["concluded", "signed"]
    ruled.tripoli.released("plan", "suspend", case, "--fr", "Révision.", by=SIGNERS)
    ruled.exchange()
    assert states(ruled, case) == ["concluded", "suspended"]


def test_an_extract_holds_the_texts_both_signed_and_is_verified(
    ruled: Pair, settled: Path
) -> None:
    case = opened(ruled, settled)["case"]
    words = ("plan", "freeze", case, "--body", form(settled, frozen(text())))
    ruled.algiers.released(*words, by=SIGNERS)
    ruled.exchange()
    signed(ruled, settled, "plan", case)
    out = str(settled / "whole.jsonl")
    assert ruled.algiers.run("extract", "--with", TRIPOLI, "--out", out).code == 0
    assert ruled.algiers.run("verify", out).code == 0


def test_a_stale_clause_is_refused_by_its_name_and_language(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    for said, rule in (
        (clause(ar=AR.replace("تقريرا", "بيانا"), renders={"fr": words_hash(AR)}), "clause-stale"),
        (clause(fr=FR.replace("30", "60")), "clause-number-mismatch"),
        (clause(texts={"ar": AR}, renders=...), "language-missing"),
    ):
        words = ("plan", "freeze", case, "--body", form(settled, frozen(text(said))))
        answer = ruled.algiers.run(*words, "--officer", "amel")
        refused(answer, rule)
        assert "clause=c1" in answer.err
        assert "language=fr" in answer.err


@pytest.mark.parametrize("said", [{}, {"clauses": []}, "text"])
def test_what_is_no_text_is_no_body(ruled: Pair, settled: Path, said: object) -> None:
    case = opened(ruled, settled)["case"]
    body = {**frozen(text()), "text": said}
    words = ("plan", "freeze", case, "--body", form(settled, body), "--officer", "amel")
    refused(ruled.algiers.run(*words), "bad-body")


def test_nothing_is_signed_that_was_not_brought(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    words = ("plan", "sign", case, *root_files(settled, TRIPOLI), "--officer", "amel")
    refused(ruled.tripoli.run(*words), "move-not-allowed")
    other = ("minutes", "sign", case, *root_files(settled, TRIPOLI), "--officer", "amel")
    refused(ruled.tripoli.run(*other), "other-kind")


NEW = clause(fr=FR.replace("rend compte", "informe"))


def accepted(pair: Pair, folder: Path, plan: str) -> str:
    """A proposal of Algiers to say a clause otherwise, which Tripoli accepted; its case."""
    change = {
        "clause": NEW,
        "id": "c1",
        "operation": "REPLACE",
        "version": version_hash(version()),
    }
    words = ("--reason", "Plus simple.", "--code", "REPLACE", "--due", "20d")
    body = form(folder, {"change": change})
    case: str = pair.algiers.released(
        "proposal", entry(pair.algiers, plan), "--body", body, *words, by=PLANNERS
    )["case"]
    pair.exchange()
    pair.tripoli.released("proposal", "accept", case, by=PLANNERS)
    pair.exchange()
    return case


def bound(pair: Pair, folder: Path, plan: str) -> str:
    """The same, adopted by its author."""
    case = accepted(pair, folder, plan)
    pair.algiers.released("proposal", "bind", case, by=PLANNERS)
    pair.exchange()
    return case


def test_a_clause_is_proposed_accepted_and_bound(ruled: Pair, settled: Path) -> None:
    case = bound(ruled, settled, opened(ruled, settled)["case"])
    assert states(ruled, case) == ["bound", "accepted"]


def freeze(folder: Path, case: str, body: Json) -> tuple[str, ...]:
    """The command that freezes a plan as this body."""
    return ("plan", "freeze", case, "--body", form(folder, body))


def second(**parts: Any) -> Json:
    """The version after the first, with the clause that was bound."""
    return text(NEW, number=2, previous=version_hash(version()), **parts)


def test_what_is_frozen_is_what_was_bound_and_nothing_else(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    accepted(ruled, settled, case)
    unbound = ruled.algiers.run(*freeze(settled, case, frozen(second())), "--officer", "amel")
    refused(unbound, "plan-compose-differs")
    assert "clause=c1" in unbound.err


def test_what_was_bound_is_frozen_and_signed(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    bound(ruled, settled, case)
    older = freeze(settled, case, frozen(text()))
    refused(ruled.algiers.run(*older, "--officer", "amel"), "plan-compose-differs")
    ruled.algiers.released(*freeze(settled, case, frozen(second())), by=SIGNERS)
    ruled.exchange()
    signed(ruled, settled, "plan", case)
    assert states(ruled, case) == ["concluded", "signed"]


def test_a_reopened_plan_is_frozen_again_as_it_stands(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    words = freeze(settled, case, frozen(text()))
    ruled.algiers.released(*words, by=SIGNERS)
    ruled.algiers.released("plan", "reopen", case, by=SIGNERS)
    ruled.exchange()
    bound(ruled, settled, case)
    ruled.algiers.released(*freeze(settled, case, frozen(second())), by=SIGNERS)
    ruled.exchange()
    signed(ruled, settled, "plan", case)


def test_a_run_is_frozen_once_the_other_side_has_rechecked_it(ruled: Pair, settled: Path) -> None:
    case = opened(ruled, settled)["case"]
    run = ruled.algiers.released("report", report_file(settled), *PLACED)["leaf"]
    ruled.exchange()
    words = freeze(settled, case, {**frozen(text()), "runs": [run]})
    refused(ruled.algiers.run(*words, "--officer", "amel"), "plan-not-ready")
    told = ruled.tripoli.released("feedback", run, "--use", "CONFIRMED")
    ruled.tripoli.released("feedback", "retract", told["case"])
    ruled.exchange()
    refused(ruled.algiers.run(*words, "--officer", "amel"), "plan-not-ready")
    ruled.tripoli.released("feedback", run, "--use", "CONFIRMED")
    ruled.exchange()
    ruled.algiers.released(*words, by=SIGNERS)


def test_what_other_software_froze_without_a_proposal_is_not_signed(
    ruled: Pair, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(ruled, settled)["case"]
    with monkeypatch.context() as other_software:
        other_software.delitem(desk_checks.CHECKS, ("plan", "freeze"))
        ruled.algiers.released(*freeze(settled, case, frozen(second())), by=SIGNERS)
    ruled.exchange()
    words = ("plan", "sign", case, *root_files(settled, TRIPOLI), "--officer", "amel")
    answer = ruled.tripoli.run(*words)
    refused(answer, "plan-compose-differs")
    assert "clause=c1" in answer.err


def test_what_the_other_bound_unseen_is_no_part_of_what_was_frozen(
    ruled: Pair, settled: Path
) -> None:
    case = opened(ruled, settled)["case"]
    change = {"clause": NEW, "id": "c1", "operation": "REPLACE"}
    body = form(settled, {"change": {**change, "version": version_hash(version())}})
    words = ("--reason", "Plus simple.", "--code", "REPLACE", "--due", "20d")
    plan = entry(ruled.tripoli, case)
    theirs = ruled.tripoli.released("proposal", plan, "--body", body, *words, by=PLANNERS)
    ruled.exchange()
    ruled.algiers.released("proposal", "accept", theirs["case"], by=PLANNERS)
    ruled.exchange()
    ruled.tripoli.released("proposal", "bind", theirs["case"], by=PLANNERS)
    ruled.algiers.released(*freeze(settled, case, frozen(text())), by=SIGNERS)
    ruled.exchange()
    signed(ruled, settled, "plan", case)


def test_a_task_is_carried_out_and_disputed(ruled: Pair, settled: Path) -> None:
    plan = opened(ruled, settled)["case"]
    words = ("--fr", "Former dix agents.", "--done-when", "Dix certificats.", "--due", "20d")
    case = ruled.tripoli.released(
        *("task", entry(ruled.tripoli, plan), *words, "--start", "2027-02-01", "--clause", "c1"),
        by=PLANNERS,
    )["case"]
    ruled.tripoli.released("task", "start", case, by=PLANNERS)
    ruled.tripoli.released(
        "task", "report", case, "--done", "400", "--fr", "Quatre sur dix.", by=PLANNERS
    )
    ruled.exchange()
    ruled.algiers.released("task", "dispute", case, "--fr", "Trois seulement.", by=PLANNERS)
    ruled.exchange()
    assert states(ruled, case) == ["reported", "disputed"]


def test_a_level_is_joint_where_both_agree(ruled: Pair, settled: Path) -> None:
    judged = (
        *("--sector", "S04", "--commodity", "fuel", "--rationale", "Trafic constant."),
        *("--first-day", "2027-01-01", "--last-day", "2027-03-31", "--threat-level", "HIGH"),
        *("--vulnerability", "LOW", "--impact", "MEDIUM", "--confidence", "LOW"),
    )
    told = ruled.algiers.released("level", *judged, "--code", "HIGH", *PLACED, by=PLANNERS)
    case = told["case"]
    ruled.exchange()
    ruled.tripoli.released("level", "assess", case, *judged, "--code", "MEDIUM", by=PLANNERS)
    ruled.exchange()
    apart = ruled.algiers.ask("case", case)["levels"]
    assert (apart["reading"], apart["joint"]) == ("BY_BOTH", None)
    assert (apart["ours"]["code"], apart["theirs"]["code"]) == ("HIGH", "MEDIUM")
    entries = ruled.algiers.ask("case", case)["entries"]
    both = [word for each in entries for word in ("--about", each["entry"])]
    for service in (ruled.algiers, ruled.tripoli):
        service.released("level", "agree", case, "--code", "HIGH", *both, by=PLANNERS)
        ruled.exchange()
    assert states(ruled, case) == ["agreed", "agreed"]
    assert ruled.tripoli.ask("case", case)["levels"]["reading"] == "JOINT"
    ruled.tripoli.released("level", "reassess", case, *judged, "--code", "LOW", by=PLANNERS)
    ruled.exchange()
    both_tell = [each.ask("case", case)["levels"] for each in (ruled.algiers, ruled.tripoli)]
    assert [told["reading"] for told in both_tell] == ["IN_DISPUTE", "IN_DISPUTE"]
    assert [told["joint"]["code"] for told in both_tell] == ["HIGH", "HIGH"]
    places = [each.pop("number") for each in (both_tell[0]["theirs"], both_tell[1]["ours"])]
    assert both_tell[0]["theirs"] == both_tell[1]["ours"]
    words = ("--purpose", "PROTECT_BORDERS", "--officer", "amel")
    for service, place in zip((ruled.algiers, ruled.tripoli), places, strict=True):
        assert service.ask("open", f"{case}/{place}", *words)["body"]["sector"] == "S04"
    said = ruled.algiers.run("case", case).out
    assert "in dispute" in said
    assert "Joint level" in said


def held(pair: Pair) -> str:
    """A meeting that was called; its case."""
    call = ("--title", "Suites", "--level", "TECHNICAL", "--place", "Bureau inventé")
    agenda = ("--agenda", "Avis tardifs", "--due", "20d")
    case: str = pair.algiers.released("meeting", *call, *agenda, *PLACED)["case"]
    pair.exchange()
    return case


def test_a_communique_is_signed_and_waits_for_its_hour(ruled: Pair, settled: Path) -> None:
    meeting = held(ruled)
    body = form(settled, {**PUBLIC, "mentions": []})
    case = ruled.algiers.released(
        *("communique", entry(ruled.algiers, meeting), "--body", body, "--due", "20d"), by=SIGNERS
    )["case"]
    ruled.exchange()
    signed(ruled, settled, "communique", case)
    assert states(ruled, case) == ["concluded", "signed"]
    early = ruled.algiers.run("communique", "publish", case, "--officer", "amel")
    refused(early, "bad-date")
    ruled.tripoli.released("communique", "object", case, by=SIGNERS)
    ruled.exchange()
    assert states(ruled, case) == ["concluded", "objected"]


def test_minutes_are_of_a_meeting_that_was_held(ruled: Pair, settled: Path) -> None:
    meeting = held(ruled)
    body = form(settled, {"text": text(), "title": TITLE})
    words = ("minutes", entry(ruled.algiers, meeting), "--body", body, "--officer", "amel")
    refused(ruled.algiers.run(*words), "bad-reference")
