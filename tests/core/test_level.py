"""Levels of risk: judged by each side, joint only where both say the same of the same."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.planned import OTHERS, PLANNER, has_table
from tests.core.trained import HASH, TEXT, changed, day, refusal, stands
from wasl.core import canonical
from wasl.core.case import allowed
from wasl.core.exchange.commodities import GROUPS, Commodity, CommodityGroup, group_of
from wasl.core.exchange.level import PROCEDURE, Assessed, Joint, joint_level, last_joint, reading
from wasl.core.procedure import Cited, Move, Part, Whose

PAGE = """\
procedure level
O none: assess > assessed* | O assessed: reassess > same | O assessed [assessed agreed]: agree > agreed*
O agreed: reassess > assessed* | O assessed agreed: supersede > superseded*
R none [assessed agreed]: assess > assessed* | R assessed: reassess > same
R assessed [assessed agreed]: agree > agreed* | R agreed: reassess > assessed*
R assessed agreed: supersede > superseded*
"""  # noqa: E501
ASSESSED = {
    "commodity": "fuel",
    "confidence": "MEDIUM",
    "first_day": "2027-01-01",
    "impact": "HIGH",
    "last_day": "2027-03-31",
    "rationale": TEXT,
    "sector": "S04",
    "threat_level": "UNKNOWN_LEVEL",
    "vulnerability": "LOW",
}
BOTH = (HASH, "cd" * 32)


def test_the_table_is_that_of_the_page() -> None:
    assert has_table(PROCEDURE, PAGE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_planner_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    code = "HIGH" if rule.codes else None
    assert stands(rule, by=PLANNER, code=code) == ""
    assert stands(rule, by=OTHERS, code=code) == "bad-role"


def test_an_assessment_judges_three_angles_and_says_why() -> None:
    assert refusal(Assessed, ASSESSED) == ""
    for lacking in ASSESSED:
        assert refusal(Assessed, changed(ASSESSED, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    "part",
    [
        {"impact": "CRITICAL"},
        {"confidence": "UNKNOWN_LEVEL"},
        {"commodity": "persons"},
        {"last_day": "2026-12-31"},
        {"seizures": 7},
        {"effort_hours": 1_240},
        {"persons": []},
        {"sector": "S 04"},
    ],
)
def test_an_assessment_has_no_place_for_a_person_nor_counts_without_effort(
    part: dict[str, object],
) -> None:
    assert refusal(Assessed, {**ASSESSED, **part}) == "bad-body"


def test_counts_stand_with_the_hours_behind_them() -> None:
    assert refusal(Assessed, {**ASSESSED, "seizures": 7, "effort_hours": 0}) == ""


def test_an_assessment_is_of_one_sector_commodity_and_period() -> None:
    read = Assessed.model_validate_json(canonical.dumps(ASSESSED))
    assert read.cell() == ("S04", "fuel", "2027-01-01", "2027-03-31")


@pytest.mark.parametrize("move", ["assess", "reassess", "agree"])
@pytest.mark.parametrize(
    ("code", "due", "rule"),
    [
        ("HIGH", None, None),
        ("CRITICAL", day(9), None),
        ("CRITICAL", None, "bad-date"),
        ("CRITICAL", day(2), "bad-date"),
    ],
)
def test_what_is_critical_says_until_when(
    move: str, code: str, due: datetime | None, rule: str | None
) -> None:
    said = Move(index=0, seen=1, move=move, code=code, about=BOTH, written=day(2), due=due)
    assert PROCEDURE.guards[move](said, (), ()) == rule


@pytest.mark.parametrize("about", [(), BOTH[:1], (HASH, HASH), (*BOTH, "ef" * 32)])
def test_who_agrees_names_two_assessments(about: tuple[str, ...]) -> None:
    own = (Move(index=0, seen=0, move="assess", code="HIGH"),)
    theirs = (Move(index=0, seen=1, move="assess", code="LOW"),)
    agree = Move(index=1, seen=1, move="agree", code="HIGH", about=about)
    assert allowed(PROCEDURE, agree, own=own, other_as_seen=theirs) == "bad-reference"


def test_nobody_agrees_with_an_assessment_not_seen() -> None:
    own = (Move(index=0, seen=0, move="assess", code="HIGH"),)
    agree = Move(index=1, seen=0, move="agree", code="HIGH", about=BOTH)
    assert allowed(PROCEDURE, agree, own=own, other_as_seen=()) == "move-not-allowed"


def test_what_is_agreed_on_are_assessments_that_stand() -> None:
    rule = PROCEDURE.moves["agree"]
    for kind, move, state, broken in (
        ("level", "assess", "assessed", ""),
        ("level", "reassess", "agreed", ""),
        ("level", "assess", "superseded", "bad-reference"),
        ("level", "agree", "agreed", "bad-reference"),
        ("report", "assess", "assessed", "bad-reference"),
    ):
        cited = Cited(whose=Whose.OWN, kind=kind, move=move, state=state, item=True)
        assert stands(rule, by=PLANNER, code="HIGH", cited=[cited]) == broken


def said(move: str, code: str | None = None, about: tuple[str, ...] = ()) -> Move:
    return Move(index=0, seen=1, move=move, code=code, about=about)


AGREED = said("agree", "HIGH", BOTH)


@pytest.mark.parametrize(
    ("o", "r", "level"),
    [
        (AGREED, said("agree", "HIGH", BOTH[::-1]), "HIGH"),
        (AGREED, said("agree", "LOW", BOTH), None),
        (AGREED, said("agree", "HIGH", (HASH, "ef" * 32)), None),
        (AGREED, said("assess", "HIGH"), None),
        (said("assess", "HIGH"), said("assess", "HIGH"), None),
        (said("reassess", "HIGH", BOTH), AGREED, None),
        (said("supersede"), AGREED, None),
        (AGREED, None, None),
        (None, None, None),
    ],
)
def test_a_level_is_joint_only_where_both_agree_on_one_value_of_the_same_two(
    o: Move | None, r: Move | None, level: str | None
) -> None:
    assert joint_level([o] if o else [], [r] if r else []) == level
    assert joint_level([r] if r else [], [o] if o else []) == level


@pytest.mark.parametrize(
    ("o", "r", "stands"),
    [
        ([said("assess", "HIGH")], [], "BY_ONE"),
        ([said("assess", "HIGH")], [said("assess", "LOW")], "BY_BOTH"),
        ([AGREED], [AGREED], "JOINT"),
        ([AGREED], [said("assess", "LOW")], "IN_DISPUTE"),
        ([AGREED], [AGREED, said("reassess", "LOW")], "IN_DISPUTE"),
        ([said("supersede")], [said("assess", "LOW")], "IN_DISPUTE"),
        ([said("supersede")], [said("supersede")], "OVER"),
        ([said("assess", "HIGH"), said("supersede")], [], "OVER"),
    ],
)
def test_a_level_reads_as_both_halves_say_together(
    o: list[Move], r: list[Move], stands: str
) -> None:
    assert reading(o, r) == reading(r, o) == stands


def test_the_last_joint_level_holds_with_its_date_while_they_disagree() -> None:
    first = replace(AGREED, written=day(3))
    second = replace(AGREED, written=day(5))
    dissent = replace(said("reassess", "LOW"), written=day(9))
    assert last_joint([first], [second, dissent]) == Joint(code="HIGH", since=day(5), until=None)
    assert last_joint([first], [dissent]) is None
    critical = [replace(said("agree", "CRITICAL", BOTH), due=day(n)) for n in (20, 22)]
    ends = last_joint([first, critical[0]], [second, critical[1]])
    assert ends == Joint(code="CRITICAL", since=None, until=day(20))


def test_every_code_is_in_one_group_and_no_group_is_empty() -> None:
    assert set(GROUPS) == set(CommodityGroup)
    assert sorted(code for codes in GROUPS.values() for code in codes) == sorted(Commodity)
    assert all(GROUPS.values())
    assert group_of(Commodity.CANNABIS_OIL) is CommodityGroup.CANNABIS
    assert group_of(Commodity.CASH) is CommodityGroup.OTHER


def test_a_level_may_rest_on_entries_and_needs_none() -> None:
    rule = PROCEDURE.moves["assess"]
    cited = Cited(whose=Whose.THEIRS, kind="notice", move="notify", item=True)
    assert stands(rule, Part.ABOUT, by=PLANNER, code="LOW", cited=[cited]) == ""
