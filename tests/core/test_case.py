"""Cases: who opened, what may be written, how an item stands."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.tree import ROOT
from wasl.core.case import (
    FACTS,
    PROCEDURES,
    SURVIVORS,
    Carried,
    allowed,
    as_seen,
    at_rest,
    case_standing,
    check,
    fact_standing,
    half_state,
    joint,
    opener,
    owed_moves,
    possible_moves,
    standing,
)
from wasl.core.exchange.guards import covers_order, lapse_after_offer, raise_is_reasoned
from wasl.core.procedure import NONE, Cited, Cites, Move, MoveRule, Part, Side, Signers, Whose
from wasl.core.table import read_table
from wasl.core.terms import OfficerRole, RecallOutcome, Standing, Urgency

REPORT, REQUEST, RECALL = (PROCEDURES[name] for name in ("report", "request", "recall"))
NOW = datetime(2026, 11, 25, tzinfo=UTC)
VECTORS = sorted((ROOT / "vectors" / "procedure").glob("*.json"))


def log(*moves: tuple[str, int]) -> tuple[Move, ...]:
    """The moves of one log, each with how much of the other it had seen."""
    return tuple(
        Move(index=place, seen=seen, move=name) for place, (name, seen) in enumerate(moves)
    )


# ---------------------------------------------------------------------------------- opening


def test_who_writes_first_opens_the_case() -> None:
    assert opener((), ()) is Side.ORIGINATOR
    assert opener(log(("ask", 0)), ()) is Side.ORIGINATOR
    assert opener(log(("ask", 0)), log(("admit", 1))) is Side.ORIGINATOR


def test_who_has_seen_the_opening_answers_it() -> None:
    assert opener((), log(("ask", 0))) is Side.RECIPIENT
    assert opener(log(("admit", 1)), log(("ask", 0))) is Side.RECIPIENT


def test_two_openings_that_had_not_seen_each_other_conflict() -> None:
    assert opener(log(("ask", 0)), log(("ask", 0))) is None


def test_after_two_openings_whoever_has_seen_both_may_write_nothing() -> None:
    crossed = log(("ask", 0))
    move = Move(index=1, seen=1, move="cancel")
    assert allowed(REQUEST, move, own=crossed, other_as_seen=crossed) == "case-conflict"
    assert possible_moves(REQUEST, crossed, crossed) == ()


def test_a_crossing_opening_not_yet_seen_is_judged_as_an_opening_at_both_ends() -> None:
    crossed = log(("ask", 0))
    assert allowed(REQUEST, crossed[0], own=(), other_as_seen=crossed) is None


# ------------------------------------------------------------------------- as seen, and joint


def test_what_lies_beyond_what_was_seen_is_ignored() -> None:
    answered = log(("admit", 1), ("reply_full", 1))
    assert as_seen(answered, 1) == answered[:1]
    asked = log(("ask", 0))
    accept = Move(index=1, seen=1, move="accept")
    assert allowed(REQUEST, accept, own=asked, other_as_seen=answered) == "move-not-allowed"


def test_a_cancellation_and_an_answer_that_cross_both_stand() -> None:
    asked = log(("ask", 0), ("cancel", 1))
    answered = log(("admit", 1), ("reply_full", 1))
    assert allowed(REQUEST, asked[1], own=asked[:1], other_as_seen=answered) is None
    assert allowed(REQUEST, answered[1], own=answered[:1], other_as_seen=asked) is None
    assert joint(REQUEST, asked, answered) == ("cancelled", "full")


def test_a_move_no_table_knows_is_not_allowed() -> None:
    move = Move(index=0, seen=0, move="demand")
    assert allowed(REQUEST, move, own=(), other_as_seen=()) == "move-not-allowed"


def test_a_half_is_the_fold_of_its_authors_moves() -> None:
    moves = log(("admit", 1), ("reply_part", 1))
    assert half_state(REQUEST, moves, Side.RECIPIENT) == "partial"


def test_a_replier_asks_back_at_most_twice() -> None:
    asked = log(("ask", 0))
    twice = log(("admit", 1), ("ask_back", 1), ("resume", 1), ("ask_back", 1), ("resume", 1))
    again = Move(index=5, seen=1, move="ask_back")
    assert allowed(REQUEST, again, own=twice, other_as_seen=asked) == "move-not-allowed"
    assert "ask_back" in possible_moves(REQUEST, twice[:3], asked)
    assert "ask_back" not in possible_moves(REQUEST, twice, asked)


def test_the_author_is_offered_what_the_table_allows_next() -> None:
    asked = log(("ask", 0))
    assert possible_moves(REQUEST, (), asked) == ("admit", "refuse")
    assert possible_moves(REQUEST, asked, ()) == ("regrade", "cancel", "close_unanswered")
    assert possible_moves(REQUEST, (), ()) == ("ask",)


# -------------------------------------------------------------------------------------- rest


def test_a_recipient_that_never_acted_rests_when_the_originator_does() -> None:
    assert at_rest(REPORT, "released", NONE)
    assert not at_rest(REQUEST, "open", NONE)


def test_a_report_under_assessment_is_not_at_rest() -> None:
    assert not at_rest(REPORT, "released", "assessed")
    assert at_rest(REPORT, "released", "filed")


def test_what_is_owed_keeps_a_case_from_rest_whatever_the_stars_say() -> None:
    owing = read_table(
        "procedure p\nO none: act > acted* | O acted [wrong]: reverse > reversed*\n"
        "R none [acted]: deny > wrong*\nowed O acted/wrong: reverse\n"
    )
    assert owed_moves(owing, "acted", "wrong") == ((Side.ORIGINATOR, "reverse"),)
    assert not at_rest(owing, "acted", "wrong")
    assert at_rest(owing, "reversed", "wrong")


# ------------------------------------------------------------------------------------- guards


def test_urgency_goes_down_freely_and_up_with_a_reason() -> None:
    asked = (Move(index=0, seen=0, move="ask", urgency=Urgency.URGENT_INDIRECT),)
    for urgency, body, rule in (
        (Urgency.OTHER, False, None),
        (Urgency.URGENT_DIRECT, False, "move-not-allowed"),
        (Urgency.URGENT_DIRECT, True, None),
    ):
        move = Move(index=1, seen=0, move="regrade", urgency=urgency, body=body)
        assert allowed(REQUEST, move, own=asked, other_as_seen=()) == rule


def test_an_urgency_that_was_never_given_cannot_be_raised() -> None:
    regrade = Move(index=1, seen=0, move="regrade", urgency=Urgency.URGENT_DIRECT)
    assert raise_is_reasoned(regrade, log(("ask", 0)), ()) is None
    asked = (Move(index=0, seen=0, move="ask", urgency=Urgency.OTHER),)
    assert raise_is_reasoned(Move(index=1, seen=0, move="regrade"), asked, ()) is None


@pytest.mark.parametrize(("written", "until"), [(None, NOW), (NOW, None), (NOW, NOW)])
def test_a_signature_without_its_dates_or_on_its_last_day_does_not_lapse(
    written: datetime | None, until: datetime | None
) -> None:
    signed = (Move(index=0, seen=1, move="sign", offer_until=until),)
    lapse = Move(index=1, seen=1, move="lapse", written=written)
    assert lapse_after_offer(lapse, signed, ()) == "bad-date"


def test_an_attestation_may_cite_its_destructions_after_the_items() -> None:
    order = (Move(index=0, seen=0, move="order", about=("item",)),)
    attest = Move(index=1, seen=1, move="attest", about=("item", "fact"), outcomes=("DESTROYED",))
    assert covers_order(attest, (), order) is None


# --------------------------------------------------------------------- what an entry must carry


def carried(**changed: object) -> Carried:
    """An entry that releases a report as it should be."""
    whole: dict[str, object] = {
        "drafted": OfficerRole.DRAFTER,
        "released": OfficerRole.RELEASER,
        "parts": frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL}),
    }
    return Carried(**{**whole, **changed})  # type: ignore[arg-type]


RELEASE = REPORT.moves["release"]


def without(*parts: Part) -> Carried:
    return carried(parts=carried().parts - set(parts))


def with_(*parts: Part) -> Carried:
    return carried(parts=carried().parts | set(parts))


def test_a_report_with_all_it_needs_stands() -> None:
    assert check(RELEASE, carried()) is None


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (without(Part.GRADING), "bad-grading"),
        (without(Part.RETAIN_UNTIL), "bad-date"),
        (without(Part.BODY), "move-not-allowed"),
        (with_(Part.DUE), "bad-date"),
        (with_(Part.OFFER_UNTIL), "bad-date"),
        (with_(Part.STATEMENT), "move-not-allowed"),
        (with_(Part.URGENCY), "move-not-allowed"),
        (with_(Part.CODE), "move-not-allowed"),
    ],
)
def test_a_report_that_lacks_or_adds_a_part_is_refused_by_its_name(
    said: Carried, rule: str
) -> None:
    assert check(RELEASE, said) == rule


def test_a_word_of_likelihood_stands_only_in_an_assessment() -> None:
    assert check(RELEASE, with_(Part.LIKELIHOOD)) is None
    note = PROCEDURES["note"].moves["note"]
    said = carried(
        drafted=OfficerRole.HANDLER,
        released=OfficerRole.DUTY,
        parts=frozenset({Part.LIKELIHOOD}),
    )
    assert check(note, said) == "bad-handling"


def test_whatever_speaks_of_a_person_has_a_review_date() -> None:
    clarify = REQUEST.moves["clarify"]
    body = frozenset({Part.BODY})
    assert check(clarify, carried(parts=body)) is None
    assert check(clarify, carried(parts=body, speaks_of_persons=True)) == "bad-date"


@pytest.mark.parametrize(
    "changed",
    [
        {"drafted": OfficerRole.RELEASER},
        {"released": OfficerRole.DRAFTER},
        {"one_officer": True},
        {"drafted": OfficerRole.NODE, "released": OfficerRole.NODE},
        {"drafted": OfficerRole.NODE},
        {"drafted": OfficerRole.DUTY, "released": OfficerRole.DUTY, "one_officer": True,
         "flash": True},
    ],
)  # fmt: skip
def test_a_report_released_by_others_than_two_named_officers_is_bad_role(
    changed: dict[str, object],
) -> None:
    assert check(RELEASE, carried(**changed)) == "bad-role"


ITEM = Cited(whose=Whose.OWN, kind="report", move="release", item=True)


def order(**changed: object) -> Carried:
    """A recall of one own item, ordered in due form."""
    whole: dict[str, object] = {
        "drafted": OfficerRole.DRAFTER,
        "released": OfficerRole.DPO,
        "parts": frozenset({Part.ABOUT, Part.CODE, Part.DUE}),
        "code": "ERROR",
        "cited": (ITEM,),
    }
    return Carried(**{**whole, **changed})  # type: ignore[arg-type]


ORDER = RECALL.moves["order"]


def test_a_recall_of_an_own_item_stands() -> None:
    assert check(ORDER, order()) is None


def test_a_recall_may_be_ordered_by_the_duty_officer_alone_under_flash() -> None:
    duty = OfficerRole.DUTY
    alone = order(drafted=duty, released=duty, one_officer=True, flash=True)
    assert check(ORDER, alone) is None


@pytest.mark.parametrize(
    ("role", "one_officer"), [(OfficerRole.DPO, True), (OfficerRole.DUTY, False)]
)
def test_flash_is_for_the_duty_officer_and_for_one_alone(
    role: OfficerRole, one_officer: bool
) -> None:
    said = order(drafted=role, released=role, one_officer=one_officer, flash=True)
    assert check(ORDER, said) == "bad-role"


def test_nobody_recalls_what_another_gave() -> None:
    theirs = Cited(whose=Whose.THEIRS, kind="report", move="release", item=True)
    assert check(ORDER, order(cited=(ITEM, theirs))) == "bad-reference"


def test_only_what_has_a_body_is_recalled() -> None:
    bare = Cited(whose=Whose.OWN, kind="request", move="accept")
    assert check(ORDER, order(cited=(bare,))) == "bad-reference"


def test_a_recall_that_cites_nothing_is_bad_reference() -> None:
    parts = frozenset({Part.CODE, Part.DUE})
    assert check(ORDER, order(parts=parts, cited=())) == "bad-reference"


def test_a_ground_of_another_list_is_not_allowed() -> None:
    assert check(ORDER, order(code="NOT_HELD")) == "move-not-allowed"


@pytest.mark.parametrize(
    ("cites", "stands"),
    [
        (Cites(kinds=frozenset({"report"})), True),
        (Cites(kinds=frozenset({"alert"})), False),
        (Cites(moves=frozenset({"release"})), True),
        (Cites(moves=frozenset({"issue"})), False),
        (Cites(states=frozenset({"released"})), True),
        (Cites(states=frozenset({"issued", "hidden"})), False),
    ],
)
def test_a_cited_entry_is_of_the_kind_move_and_state_the_move_asks(
    cites: Cites, stands: bool
) -> None:
    signers = Signers(
        drafts=frozenset({OfficerRole.DRAFTER}), releases=frozenset({OfficerRole.RELEASER})
    )
    rule = MoveRule(signers=signers, required=frozenset({Part.ABOUT}), cites=cites)
    cited = Cited(whose=Whose.THEIRS, kind="report", move="release", state="released")
    said = carried(parts=frozenset({Part.ABOUT}), cited=(cited,))
    assert (check(rule, said) is None) == stands


def attest(*outcomes: str, role: OfficerRole = OfficerRole.NODE) -> Carried:
    """An attestation by the node."""
    return Carried(
        drafted=role,
        released=role,
        one_officer=True,
        parts=frozenset({Part.ABOUT, Part.OUTCOMES}),
        outcomes=outcomes,
        cited=(Cited(whose=Whose.THEIRS, kind="report", move="release", item=True),),
    )


def test_the_node_attests_by_itself_what_it_destroyed_unopened() -> None:
    assert check(RECALL.moves["attest"], attest(RecallOutcome.DESTROYED_UNOPENED)) is None


@pytest.mark.parametrize("outcome", ["DESTROYED", "RETURNED", "NEVER_HELD"])
def test_every_other_outcome_is_attested_by_officers(outcome: str) -> None:
    said = attest(RecallOutcome.DESTROYED_UNOPENED, outcome)
    assert check(RECALL.moves["attest"], said) == "bad-role"


@pytest.mark.parametrize("outcome", ["KEPT:COURT_HOLD", "ALREADY_USED", "KEPT"])
def test_what_is_kept_is_not_attested_as_gone(outcome: str) -> None:
    said = Carried(
        drafted=OfficerRole.HANDLER,
        released=OfficerRole.DPO,
        parts=frozenset({Part.ABOUT, Part.OUTCOMES}),
        outcomes=(outcome,),
    )
    assert check(RECALL.moves["attest"], said) == "move-not-allowed"


def test_what_is_kept_names_its_ground() -> None:
    kept = RECALL.moves["attest_kept"]
    assert "KEPT:COURT_HOLD" in kept.codes
    assert "KEPT" not in kept.codes


def test_an_officer_may_not_attest_for_the_node() -> None:
    said = attest(RecallOutcome.DESTROYED_UNOPENED, role=OfficerRole.CUSTODIAN)
    assert check(RECALL.moves["attest"], said) == "bad-role"


def test_the_node_quarantines_on_receipt() -> None:
    node = Carried(drafted=OfficerRole.NODE, released=OfficerRole.NODE, one_officer=True)
    assert check(RECALL.moves["quarantine"], node) is None
    assert not RECALL.moves["quarantine"].human
    assert RECALL.moves["restore"].human


# ------------------------------------------------------------------------------------- facts


def test_facts_pass_when_business_is_suspended() -> None:
    control = {"recall", "revise", "challenge"}
    oversight = {"extract", "question", "finding"}
    assert {"fact", "arrangement", "key", "recognition"} | control | oversight == SURVIVORS


def test_a_second_officer_reviews_a_flash_release_and_the_node_cannot() -> None:
    review = FACTS["review_flash"]
    said = Carried(
        drafted=OfficerRole.RELEASER,
        released=OfficerRole.RELEASER,
        one_officer=True,
        parts=frozenset({Part.ABOUT}),
        cited=(ITEM,),
    )
    assert check(review, said) is None
    assert review.human


def test_the_node_rejects_by_itself() -> None:
    cited = Cited(whose=Whose.THEIRS, kind="report", move="release")
    said = Carried(
        drafted=OfficerRole.NODE,
        released=OfficerRole.NODE,
        one_officer=True,
        parts=frozenset({Part.ABOUT, Part.CODE}),
        code="bad-body",
        cited=(cited,),
    )
    assert check(FACTS["reject"], said) is None


@pytest.mark.parametrize(("ground", "rule"), [("RETENTION", None), ("ORDER", "bad-role")])
def test_the_node_destroys_what_is_due_and_nothing_by_order(ground: str, rule: str | None) -> None:
    said = Carried(
        drafted=OfficerRole.NODE,
        released=OfficerRole.NODE,
        one_officer=True,
        parts=frozenset({Part.ABOUT, Part.CODE}),
        code=ground,
        cited=(ITEM,),
    )
    assert check(FACTS["destroy"], said) == rule


# ---------------------------------------------------------------------------------- standing


@pytest.mark.parametrize(
    ("r", "expected"),
    [
        (NONE, Standing.LIVE),
        ("quarantined", Standing.RECALLED),
        ("relayed", Standing.RECALLED),
        ("attested", Standing.RECALLED),
        ("part_kept", Standing.KEPT),
        ("restored", Standing.LIVE),
    ],
)
def test_a_recalled_item_stands_as_its_holder_left_it(r: str, expected: Standing) -> None:
    assert case_standing(RECALL, "ordered", r, Side.RECIPIENT) is expected


def test_a_report_makes_nothing_of_what_it_cites() -> None:
    assert case_standing(REPORT, "released", "filed", Side.RECIPIENT) is Standing.LIVE


def test_a_destroyed_item_stays_destroyed_whatever_else_is_said() -> None:
    said = [Standing.RECALLED, fact_standing("destroy"), fact_standing("deliver")]
    assert standing(said, retain_until=None, now=NOW) is Standing.DESTROYED


def test_a_rejected_body_reads_body_refused() -> None:
    assert standing([fact_standing("reject")], retain_until=None, now=NOW) == "body refused"


def test_past_its_review_date_an_item_is_expired_though_nobody_wrote_it() -> None:
    review = datetime(2026, 11, 24, tzinfo=UTC)
    assert standing([], retain_until=review, now=NOW) is Standing.EXPIRED
    assert standing([Standing.KEPT], retain_until=review, now=NOW) is Standing.KEPT


def test_an_item_nobody_touched_is_live() -> None:
    assert standing([], retain_until=NOW, now=NOW) is Standing.LIVE
    assert standing([], retain_until=None, now=NOW) is Standing.LIVE


# ----------------------------------------------------------------------------- vectors and page


def read_move(said: dict[str, Any]) -> Move:
    """A move as a vector shows it."""
    readers: dict[str, Callable[[Any], object]] = {
        "about": tuple,
        "outcomes": tuple,
        "urgency": Urgency,
        **dict.fromkeys(("due", "offer_until", "retain_until", "written"), datetime.fromisoformat),
    }
    fields = {name: readers.get(name, _as_it_is)(value) for name, value in said.items()}
    return Move(**fields)  # type: ignore[arg-type]


def _as_it_is(value: object) -> object:
    return value


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_is_judged_as_its_file_name_says(path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    rule = allowed(
        PROCEDURES[vector["procedure"]],
        read_move(vector["move"]),
        own=[read_move(move) for move in vector["own"]],
        other_as_seen=[read_move(move) for move in vector["other"]],
    )
    assert rule == vector.get("rule")
    assert path.stem.endswith(vector["verdict"])
    assert (rule is None) == path.stem.endswith("_accepted")


def test_every_move_has_an_accepted_and_a_refused_vector() -> None:
    names = {path.stem for path in VECTORS}
    assert [
        f"{name}_{move}"
        for name, procedure in PROCEDURES.items()
        for move in procedure.moves
        if not {f"{name}_{move}_accepted", f"{name}_{move}_refused"} <= names
    ] == []


def run(tool: str, *arguments: str) -> str:
    """What a tool of the project prints."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / tool), *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
    )
    return ran.stdout


def test_the_page_of_procedures_is_what_the_tables_print() -> None:
    page = (ROOT / "docs" / "spec" / "procedures.md").read_text(encoding="utf-8")
    assert run("print_procedures.py") == page


def test_the_vectors_are_what_the_tables_give(tmp_path: Path) -> None:
    run("make_procedure_vectors.py", str(tmp_path))
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text(encoding="utf-8") for path in VECTORS}
