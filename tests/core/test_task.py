"""Tasks: moved by their lead alone, acknowledged or disputed by the other."""

from datetime import datetime

import pytest

from tests.core.planned import INDICATOR, MEASURED, OTHERS, PLANNER, has_table
from tests.core.trained import TEXT, changed, day, log, refusal, stands
from wasl.core.case import allowed, joint, possible_moves
from wasl.core.exchange.task import PROCEDURE, Progress, TaskPlanned
from wasl.core.procedure import Cited, Move, Part, Side, Whose

PAGE = """\
procedure task
O none: plan > planned | O planned: start > started | O planned started: drop > dropped*
O started: report > reported | O reported: rework > started; close > closed*
R none disputed [reported closed]: acknowledge > acknowledged*
R none acknowledged [reported closed]: dispute > disputed*
R none [planned started dropped]: note > noted*
R noted [reported closed]: acknowledge > acknowledged*; dispute > disputed*
"""
PLANNED = {"done_when": TEXT, "start": "2027-02-01", "text": TEXT}
MORE = {
    "clause": "c1",
    "indicators": [INDICATOR],
    "resources": TEXT,
    "supporting": ["Bureau inventé"],
}
PROGRESS = {"done_permille": 400, "text": TEXT}


def test_the_table_is_that_of_the_page() -> None:
    assert has_table(PROCEDURE, PAGE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_planner_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule, by=PLANNER) == ""
    assert stands(rule, by=OTHERS) == "bad-role"


def test_a_task_says_what_is_done_from_when_and_when_it_counts_as_done() -> None:
    assert refusal(TaskPlanned, PLANNED) == ""
    assert refusal(TaskPlanned, {**PLANNED, **MORE}) == ""
    assert refusal(TaskPlanned, {**PLANNED, "lead": "node-a.example"}) == "bad-body"
    for lacking in PLANNED:
        assert refusal(TaskPlanned, changed(PLANNED, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    ("fixed", "rule"), [("2027-01-31", ""), ("2027-02-01", "bad-body"), ("2027-02-02", "bad-body")]
)
def test_a_baseline_is_fixed_before_the_start(fixed: str, rule: str) -> None:
    indicators = [{**INDICATOR, "baseline_fixed": fixed}]
    assert refusal(TaskPlanned, {**PLANNED, "indicators": indicators}) == rule


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({}, ""),
        ({"problem": TEXT, "values": [MEASURED]}, ""),
        ({"values": [MEASURED, MEASURED]}, "bad-body"),
        ({"done_permille": 1_001}, "bad-body"),
        ({"done_permille": ...}, "bad-body"),
        ({"text": ...}, "bad-body"),
    ],
)
def test_progress_is_reported_in_thousandths_and_by_indicators(
    part: dict[str, object], rule: str
) -> None:
    assert refusal(Progress, changed(PROGRESS, **part)) == rule


@pytest.mark.parametrize(
    ("due", "rule"), [(day(9), None), (day(1), "bad-date"), (None, "bad-date")]
)
def test_a_task_has_a_day_to_come(due: datetime | None, rule: str | None) -> None:
    plan = Move(index=0, seen=0, move="plan", written=day(2), due=due)
    assert allowed(PROCEDURE, plan, own=(), other_as_seen=()) == rule


def test_a_task_is_of_a_plan_of_minutes_or_of_a_meeting() -> None:
    for kind, broken in (
        ("plan", ""),
        ("minutes", ""),
        ("meeting", ""),
        ("report", "bad-reference"),
    ):
        cited = Cited(whose=Whose.EITHER, kind=kind, move="freeze", item=True)
        assert stands(PROCEDURE.moves["plan"], by=PLANNER, cited=[cited]) == broken


@pytest.mark.parametrize(
    "own", [("plan",), ("plan", "start"), ("plan", "start", "report"), ("plan", "drop")]
)
def test_the_other_side_never_moves_the_task(own: tuple[str, ...]) -> None:
    leads = {move for _, move in PROCEDURE.half(Side.ORIGINATOR)}
    may = possible_moves(PROCEDURE, (), log(*own))
    assert may
    assert not leads & set(may)


def test_a_closed_task_stays_disputed_until_it_is_acknowledged() -> None:
    own = log("plan", "start", "report", "close")
    assert joint(PROCEDURE, own, log("note", "dispute")) == ("closed", "disputed")
    assert possible_moves(PROCEDURE, log("note", "dispute"), own) == ("acknowledge",)
    assert possible_moves(PROCEDURE, log("acknowledge"), own) == ("dispute",)


def test_work_done_again_is_reported_again() -> None:
    assert "report" in possible_moves(PROCEDURE, log("plan", "start", "report", "rework"), ())


@pytest.mark.parametrize("move", ["dispute", "drop", "rework"])
def test_who_disputes_drops_or_does_again_says_why(move: str) -> None:
    assert Part.BODY in PROCEDURE.moves[move].required
