"""Nominations: vetted at home, answered without a reason, attended while the vetting holds."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.trained import HASH, SLOT, TRAINEE, changed, day, log, moves_of, refusal, stands
from wasl.core import canonical
from wasl.core.case import allowed, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import persons_of, read_body
from wasl.core.exchange.nomination import PROCEDURE, Attended, Completed, Nominated, Results
from wasl.core.procedure import Cited, Move, Part, Whose
from wasl.core.terms import OfficerRole, PersonRole

NOMINATED = {"languages": ["ar", "fr"], "person": TRAINEE, "rank": 1}
ASSESSED = {"assessment": "exam-1", "attempt": 1, "passed": True, "score_permille": 740}
RESULTS = {
    "assessed": [ASSESSED],
    "attended_permille": 900,
    "person": TRAINEE,
    "rights_module_passed": True,
}
SESSION = Cited(whose=Whose.THEIRS, kind="session", move="publish", state="published", item=True)
SILENT = ["not_admit", "revoke", "waitlist", "no_show", "withdraw", "vet", "drop", "expire"]


def nominate(until: datetime | None = None) -> Move:
    return Move(
        index=0,
        seen=0,
        move="nominate",
        about=(HASH,),
        written=day(1),
        offer_until=until or day(20),
    )


# -------------------------------------------------------------------------------------- bodies


def test_a_nomination_shows_a_pseudonym_a_rank_and_languages() -> None:
    more = {"support": ["STEP_FREE_ACCESS"], "unit_ref": "unit-7"}
    assert refusal(Nominated, NOMINATED) == ""
    read = read_body(Nominated, canonical.dumps({**NOMINATED, **more}))
    assert persons_of(read) == {PersonRole.OFFICIAL: 1}


@pytest.mark.parametrize("lacking", NOMINATED)
def test_a_nomination_says_all_of_it(lacking: str) -> None:
    assert refusal(Nominated, changed(NOMINATED, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize("field", ["reason", "note", "text", "vetting", "photograph"])
def test_a_nomination_has_no_place_for_words_or_reasons(field: str) -> None:
    assert refusal(Nominated, {**NOMINATED, field: "x"}) == "bad-body"


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"person": {"pseudonym": "0f" * 16}}, "role-missing"),
        ({"rank": 0}, "bad-body"),
        ({"support": ["LIFT"]}, "bad-body"),
        ({"unit_ref": "unit of the north"}, "bad-body"),
        (
            {"person": {**TRAINEE, "name": {"script": "Latn", "written": "a\u202eb"}}},
            "unsafe-text",
        ),
    ],
)
def test_what_a_nomination_may_not_say_is_refused(part: dict[str, object], rule: str) -> None:
    assert refusal(Nominated, changed(NOMINATED, **part)) == rule


@pytest.mark.parametrize("model", [Results, Completed])
@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({}, ""),
        ({"assessed": ...}, ""),
        ({"attended_permille": 1_001}, "bad-body"),
        ({"attended_permille": ...}, "bad-body"),
        ({"person": ...}, "bad-body"),
        ({"rights_module_passed": ...}, "bad-body"),
        ({"assessed": [ASSESSED, {**ASSESSED, "attempt": 2}]}, ""),
        ({"assessed": [ASSESSED, ASSESSED]}, "bad-body"),
        ({"assessed": [{**ASSESSED, "score_permille": -1}]}, "bad-body"),
        ({"assessed": [{**ASSESSED, "passed": 1}]}, "bad-body"),
    ],
)
def test_results_count_each_attempt_once_in_per_mille(
    model: type[Results], part: dict[str, object], rule: str
) -> None:
    assert refusal(model, changed(RESULTS, **part)) == rule


def test_a_score_is_no_fraction() -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Results, canonical.dumps(RESULTS).replace(b"740", b"7.5"))


def test_nobody_completes_without_the_rights_module() -> None:
    failed = {**RESULTS, "rights_module_passed": False}
    assert refusal(Completed, failed) == "bad-body"
    assert refusal(Results, failed) == ""


def test_who_attends_is_seen_in_a_slot() -> None:
    assert refusal(Attended, {"person": TRAINEE, "slot": SLOT}) == ""
    assert refusal(Attended, {"person": TRAINEE}) == "bad-body"


# --------------------------------------------------------------------------------------- moves


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_training_officer_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule) == ""
    assert stands(rule, by=(OfficerRole.HANDLER, OfficerRole.RELEASER)) == "bad-role"


@pytest.mark.parametrize("move", SILENT)
def test_a_no_across_the_border_has_neither_words_nor_a_code(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert rule.body is None
    assert stands(rule, Part.BODY) == "move-not-allowed"
    assert stands(rule, Part.CODE) == "move-not-allowed"
    assert stands(rule, code="NOT_RELEVANT") == "move-not-allowed"


def test_a_nomination_cites_a_session_of_the_host_that_still_asks() -> None:
    rule = PROCEDURE.moves["nominate"]
    closed = Cited(
        whose=Whose.THEIRS, kind="session", move="publish", state="nominations_closed", item=True
    )
    own = Cited(whose=Whose.OWN, kind="session", move="publish", state="published", item=True)
    assert stands(rule, code="HOME_CLEARED", cited=[SESSION], speaks=True) == ""
    assert stands(rule, cited=[closed]) == "bad-reference"
    assert stands(rule, cited=[own]) == "bad-reference"


def test_of_the_vetting_at_home_nothing_shows_but_that_it_cleared_and_until_when() -> None:
    rule = PROCEDURE.moves["nominate"]
    assert rule.codes == {"HOME_CLEARED"}
    assert Part.OFFER_UNTIL in rule.required
    assert stands(rule, code="NOT_CLEARED", cited=[SESSION]) == "move-not-allowed"


@pytest.mark.parametrize(
    ("move", "code"), [("complete", "PASSED"), ("not_complete", "ATTENDANCE_SHORT")]
)
def test_a_result_has_a_code_and_a_review_date(move: str, code: str) -> None:
    rule = PROCEDURE.moves[move]
    assert Part.CODE in rule.required
    assert stands(rule, Part.BODY, Part.RETAIN_UNTIL, code=code, speaks=True) == ""
    assert stands(rule, code="FRAUD") == "move-not-allowed"


@pytest.mark.parametrize("move", ["nominate", "attend", "complete", "not_complete"])
def test_whatever_speaks_of_a_trainee_may_have_a_review_date(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert Part.RETAIN_UNTIL in rule.required | rule.optional


# -------------------------------------------------------------------------------------- guards


@pytest.mark.parametrize(
    ("written", "until", "rule"),
    [
        (day(1), day(2), None),
        (day(2), day(2), "bad-date"),
        (None, day(2), "bad-date"),
        (day(1), None, "bad-date"),
    ],
)
def test_who_is_nominated_is_still_cleared(
    written: datetime | None, until: datetime | None, rule: str | None
) -> None:
    move = replace(nominate(), written=written, offer_until=until)
    assert allowed(PROCEDURE, move, own=(), other_as_seen=()) == rule


@pytest.mark.parametrize("cited", [(), (HASH, "cd" * 32)])
def test_one_person_is_nominated_for_one_session(cited: tuple[str, ...]) -> None:
    move = replace(nominate(), about=cited)
    assert allowed(PROCEDURE, move, own=(), other_as_seen=()) == "bad-reference"


@pytest.mark.parametrize(
    ("until", "rule"), [(None, None), (day(9), None), (day(4), "bad-date"), (day(5), "bad-date")]
)
def test_a_confirmation_may_renew_the_vetting_to_a_day_to_come(
    until: datetime | None, rule: str | None
) -> None:
    admitted = log("vet", "admit")
    confirm = Move(index=1, seen=2, move="confirm", written=day(5), offer_until=until)
    assert allowed(PROCEDURE, confirm, own=[nominate()], other_as_seen=admitted) == rule


@pytest.mark.parametrize(
    ("written", "rule"), [(day(21), None), (day(20), "bad-date"), (None, "bad-date")]
)
def test_a_nomination_expires_after_its_vetting(
    written: datetime | None, rule: str | None
) -> None:
    expire = Move(index=1, seen=0, move="expire", written=written)
    assert allowed(PROCEDURE, expire, own=[nominate()], other_as_seen=()) == rule


def test_without_a_day_a_vetting_neither_ends_nor_holds() -> None:
    undated = [Move(index=0, seen=0, move="nominate", written=day(1))]
    expire = Move(index=1, seen=0, move="expire", written=day(21))
    admit = Move(index=0, seen=1, move="admit", written=day(2))
    assert allowed(PROCEDURE, expire, own=undated, other_as_seen=()) == "bad-date"
    assert allowed(PROCEDURE, admit, own=(), other_as_seen=undated) == "bad-date"


@pytest.mark.parametrize(
    ("written", "due", "rule"),
    [
        (day(20), None, None),
        (day(19), day(22), None),
        (day(19), day(19), "bad-date"),
        (day(21), None, "bad-date"),
        (None, None, "bad-date"),
    ],
)
def test_nobody_is_admitted_whose_vetting_has_ended(
    written: datetime | None, due: datetime | None, rule: str | None
) -> None:
    admit = Move(index=0, seen=1, move="admit", written=written, due=due)
    assert allowed(PROCEDURE, admit, own=(), other_as_seen=[nominate()]) == rule


@pytest.mark.parametrize(
    ("renewed", "seen", "written", "rule"),
    [
        (None, 1, day(20), None),
        (None, 1, day(21), "bad-date"),
        (None, 1, None, "bad-date"),
        (None, 2, day(20), None),
        (day(28), 2, day(25), None),
        (day(28), 1, day(25), "bad-date"),
        (day(15), 2, day(18), "bad-date"),
        (day(15), 1, day(18), None),
    ],
)
def test_nobody_attends_past_the_vetting_as_it_was_seen(
    renewed: datetime | None, seen: int, written: datetime | None, rule: str | None
) -> None:
    sent = [
        nominate(),
        Move(index=1, seen=1, move="confirm", written=day(5), offer_until=renewed),
    ]
    attend = Move(index=1, seen=seen, move="attend", written=written)
    own = [Move(index=0, seen=1, move="admit", written=day(2))]
    assert allowed(PROCEDURE, attend, own=own, other_as_seen=sent) == rule


def test_nobody_attends_once_a_withdrawal_was_seen() -> None:
    sent = [nominate(), Move(index=1, seen=1, move="withdraw", written=day(4))]
    own = log("admit")
    for seen, rule in ((1, None), (2, "move-not-allowed")):
        attend = Move(index=1, seen=seen, move="attend", written=day(6))
        assert allowed(PROCEDURE, attend, own=own, other_as_seen=sent) == rule


def test_either_half_can_end_alone() -> None:
    assert {"withdraw", "expire"} <= set(possible_moves(PROCEDURE, log("nominate"), ()))
    assert "not_admit" in possible_moves(PROCEDURE, log("vet"), log("nominate"))
    assert {"no_show", "revoke"} <= set(possible_moves(PROCEDURE, log("admit"), log("nominate")))
    assert "drop" in possible_moves(PROCEDURE, log("vet"), log("nominate", "withdraw"))


def test_the_officer_who_drafts_does_not_release() -> None:
    by = (OfficerRole.TRAINING, OfficerRole.TRAINING)
    assert stands(PROCEDURE.moves["admit"], by=by) == "bad-role"
