"""Lessons: learned only after a validation that confirmed, supported or not by the other."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.core.trained import TEXT, UNSAFE, changed, day, log, moves_of, refusal, stands
from wasl.core.case import allowed, possible_moves
from wasl.core.exchange.body import Body
from wasl.core.exchange.lesson import (
    PROCEDURE,
    Assigned,
    Identified,
    NotLearnedGround,
    Observed,
    Validated,
)
from wasl.core.procedure import Cited, Move, Part, Side, Whose
from wasl.core.terms import OfficerRole

BODIES: list[tuple[type[Body], dict[str, object]]] = [
    (Observed, {"context": TEXT, "expected": TEXT, "observed": TEXT, "title": TEXT}),
    (Identified, {"cause": TEXT, "recommendation": TEXT}),
    (Assigned, {"owner": "Bureau inventé", "remedy": TEXT}),
    (Validated, {"finding": TEXT, "method": TEXT}),
]


@pytest.mark.parametrize(("model", "body"), BODIES)
def test_a_step_says_all_of_it(model: type[Body], body: dict[str, object]) -> None:
    assert refusal(model, body) == ""
    for lacking in body:
        assert refusal(model, changed(body, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(("model", "body"), BODIES)
def test_a_text_that_could_turn_is_unsafe(model: type[Body], body: dict[str, object]) -> None:
    for field, value in body.items():
        unsafe = UNSAFE if isinstance(value, dict) else "a\u202eb"
        assert refusal(model, {**body, field: unsafe}) == "unsafe-text"


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_training_officer_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule) == ""
    assert stands(rule, by=(OfficerRole.PLANNER, OfficerRole.RELEASER)) == "bad-role"


def test_a_lesson_may_cite_other_observations_and_nothing_else() -> None:
    rule = PROCEDURE.moves["identify"]
    for move, broken in (("observe", ""), ("validate", "bad-reference")):
        cited = Cited(whose=Whose.THEIRS, kind="lesson", move=move, state="observed")
        assert stands(rule, Part.ABOUT, cited=[cited]) == broken


@pytest.mark.parametrize(
    ("move", "code", "broken"),
    [
        ("validate", "CAPABILITY_CONFIRMED", ""),
        ("validate", "CAPABILITY_NOT_CONFIRMED", ""),
        ("validate", "CANNOT_TELL", "move-not-allowed"),
        ("not_confirm", "NO_ACTION", ""),
        ("not_confirm", "CAPABILITY_CONFIRMED", "move-not-allowed"),
    ],
)
def test_what_cannot_be_told_is_no_validation(move: str, code: str, broken: str) -> None:
    rule = PROCEDURE.moves[move]
    assert Part.CODE in rule.required
    assert stands(rule, code=code) == broken


def test_no_action_is_among_the_grounds_of_a_lesson_not_learned() -> None:
    assert NotLearnedGround.NO_ACTION in PROCEDURE.moves["not_confirm"].codes


@pytest.mark.parametrize(
    ("due", "rule"), [(day(9), None), (day(1), "bad-date"), (None, "bad-date")]
)
def test_a_remedy_has_a_day_to_come(due: datetime | None, rule: str | None) -> None:
    own = log("observe", "identify")
    assign = Move(index=2, seen=1, move="assign", written=day(2), due=due)
    assert allowed(PROCEDURE, assign, own=own, other_as_seen=log("endorse")) == rule


def test_no_remedy_is_assigned_before_the_endorsement_was_seen() -> None:
    own = log("observe", "identify")
    assign = Move(index=2, seen=0, move="assign", written=day(2), due=day(9))
    assert allowed(PROCEDURE, assign, own=own, other_as_seen=log("endorse")) == "move-not-allowed"


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("CAPABILITY_CONFIRMED", None),
        ("CAPABILITY_NOT_CONFIRMED", "move-not-allowed"),
        (None, "move-not-allowed"),
    ],
)
@pytest.mark.parametrize("other", [("endorse",), ("endorse", "confirm")])
def test_nothing_is_learned_but_what_its_validation_confirmed(
    code: str | None, rule: str | None, other: Sequence[str]
) -> None:
    own = log("observe", "identify", "assign", Move(index=3, seen=1, move="validate", code=code))
    conclude = Move(index=4, seen=2, move="conclude")
    assert allowed(PROCEDURE, conclude, own=own, other_as_seen=log(*other)) == rule


def test_every_way_to_learned_passes_a_validation() -> None:
    half = PROCEDURE.half(Side.ORIGINATOR)
    assert [key for key, step in half.items() if step.next_state == "learned"] == [
        ("validated", "conclude")
    ]
    assert [key for key, step in half.items() if step.next_state == "validated"] == [
        ("actioned", "validate")
    ]


def test_a_validation_that_did_not_confirm_ends_without_the_other() -> None:
    own = log("observe", "identify", "assign", "validate")
    assert "not_confirm" in possible_moves(PROCEDURE, own, log("endorse", "withdraw_support"))
    assert "conclude" not in possible_moves(PROCEDURE, own, log("endorse", "withdraw_support"))


def test_nobody_concludes_over_a_validation_never_written() -> None:
    guard = PROCEDURE.guards["conclude"]
    assert guard(Move(index=0, seen=0, move="conclude"), (), ()) == "move-not-allowed"
