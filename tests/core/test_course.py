"""Courses: what is offered, and that none is without its rights module."""

import pytest

from tests.core.trained import TEXT, UNSAFE, changed, log, moves_of, refusal, stands
from wasl.core.case import possible_moves
from wasl.core.exchange.course import PROCEDURE, Course
from wasl.core.procedure import Part
from wasl.core.terms import OfficerRole

THEORY = {"form": "THEORY", "hours": 32, "id": "m-1", "title": TEXT}
RIGHTS = {"form": "RIGHTS_MODULE", "hours": 4, "id": "m-2", "title": TEXT}
COURSE = {
    "aims": TEXT,
    "assessment": TEXT,
    "hours": 36,
    "languages": ["ar", "fr"],
    "modules": [THEORY, RIGHTS],
    "rights_module": "m-2",
    "title": TEXT,
    "valid_months": 36,
    "version": 1,
}


def test_a_whole_course_is_read() -> None:
    more = {"link": "https://example.org/course/1", "prerequisites": TEXT}
    assert refusal(Course, COURSE) == ""
    assert refusal(Course, {**COURSE, **more}) == ""


@pytest.mark.parametrize("lacking", COURSE)
def test_a_course_says_all_of_it(lacking: str) -> None:
    assert refusal(Course, changed(COURSE, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"title": UNSAFE}, "unsafe-text"),
        ({"title": {}}, "language-missing"),
        ({"modules": []}, "bad-body"),
        ({"modules": [{**THEORY, "form": "LECTURE"}, RIGHTS]}, "bad-body"),
        ({"languages": []}, "bad-body"),
        ({"hours": 0}, "bad-body"),
        ({"link": "http://example.org"}, "bad-body"),
        ({"version": 0}, "bad-body"),
    ],
)
def test_what_a_course_may_not_say_is_refused(part: dict[str, object], rule: str) -> None:
    assert refusal(Course, changed(COURSE, **part)) == rule


@pytest.mark.parametrize(
    "part",
    [
        {"modules": [THEORY]},
        {"rights_module": "m-1"},
        {"rights_module": "m-3"},
        {"modules": [{**THEORY, "id": "m-2"}, RIGHTS]},
    ],
)
def test_a_course_without_its_one_rights_module_is_refused(part: dict[str, object]) -> None:
    assert refusal(Course, changed(COURSE, **part)) == "bad-body"


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_training_officer_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule) == ""
    assert stands(rule, by=(OfficerRole.DRAFTER, OfficerRole.RELEASER)) == "bad-role"
    assert stands(rule, by=(OfficerRole.TRAINING, OfficerRole.TRAINING)) == "bad-role"


def test_an_offer_carries_its_course_and_no_date() -> None:
    offer = PROCEDURE.moves["offer"]
    assert offer.required == {Part.BODY}
    assert stands(offer, Part.DUE) == "bad-date"


def test_interest_is_told_and_taken_back_while_the_offer_changes() -> None:
    offered = log("offer", "update")
    assert possible_moves(PROCEDURE, (), offered) == ("express_interest",)
    assert possible_moves(PROCEDURE, log("express_interest"), offered) == ("step_back",)
    assert possible_moves(PROCEDURE, offered, ()) == ("update", "withdraw")
    assert possible_moves(PROCEDURE, (), log("offer", "withdraw")) == ()
