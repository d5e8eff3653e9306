"""Sessions: seats for each party, days by which, and who was there."""

from dataclasses import replace

import pytest

from tests.core.trained import (
    HASH,
    PLACE,
    SLOT,
    TEXT,
    TRAINEE,
    UNSAFE,
    changed,
    day,
    log,
    moves_of,
    refusal,
    stands,
)
from wasl.core import canonical
from wasl.core.case import allowed, possible_moves
from wasl.core.exchange.body import persons_of, read_body
from wasl.core.exchange.session import PROCEDURE, Attendance, Published, SeatsFor, SeatsMoved
from wasl.core.procedure import Cited, Move, Part, Whose
from wasl.core.terms import OfficerRole, PersonRole

PUBLISHED = {
    "first_day": "2027-02-01",
    "languages": ["ar"],
    "last_day": "2027-02-05",
    "place": PLACE,
    "seats": [
        {"count": 12, "party": "node-a.example"},
        {"count": 12, "party": "node-b.example"},
    ],
}
MARKS = {"marks": [{"person": TRAINEE, "status": "PRESENT"}], "slot": SLOT}
PUBLISH = Move(index=0, seen=0, move="publish", about=(HASH,), written=day(1), due=day(10))
COURSE = Cited(whose=Whose.OWN, kind="course", move="update", state="offered", item=True)


def test_a_session_says_where_when_and_whose_the_seats_are() -> None:
    more = {
        "answer_by": "2027-01-20",
        "conditions": TEXT,
        "reserve": 2,
        "seats_for": "INSTRUCTORS",
    }
    assert refusal(Published, PUBLISHED) == ""
    assert refusal(Published, {**PUBLISHED, **more}) == ""
    read = read_body(Published, canonical.dumps(PUBLISHED))
    assert read.seats_for is SeatsFor.TRAINEES
    assert read.reserve == 0


@pytest.mark.parametrize("lacking", PUBLISHED)
def test_a_session_says_all_of_it(lacking: str) -> None:
    assert refusal(Published, changed(PUBLISHED, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"last_day": "2027-01-31"}, "bad-body"),
        ({"seats": []}, "bad-body"),
        ({"seats": [{"count": 0, "party": "node-a"}]}, "bad-body"),
        ({"seats": [{"count": 1, "party": "Nœud"}]}, "bad-body"),
        ({"seats": [{"count": 1, "party": "a"}, {"count": 2, "party": "a"}]}, "bad-body"),
        ({"languages": []}, "bad-body"),
        ({"seats_for": "GUESTS"}, "bad-body"),
        ({"conditions": UNSAFE}, "unsafe-text"),
        ({"place": {"name": {"script": "Latn", "written": "a\nb"}}}, "unsafe-text"),
    ],
)
def test_what_a_session_may_not_say_is_refused(part: dict[str, object], rule: str) -> None:
    assert refusal(Published, changed(PUBLISHED, **part)) == rule


def test_a_session_of_one_day_begins_and_ends_on_it() -> None:
    assert refusal(Published, {**PUBLISHED, "last_day": "2027-02-01"}) == ""


@pytest.mark.parametrize("count", [0, -1, "3", ...])
def test_seats_are_taken_and_released_by_number(count: object) -> None:
    assert refusal(SeatsMoved, {"count": 3}) == ""
    assert refusal(SeatsMoved, changed({}, count=count)) == "bad-body"


def test_attendance_counts_the_trainees_it_speaks_of() -> None:
    read = read_body(Attendance, canonical.dumps(MARKS))
    assert persons_of(read) == {PersonRole.OFFICIAL: 1}


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"slot": ...}, "bad-body"),
        ({"marks": []}, "bad-body"),
        ({"marks": [{"person": TRAINEE, "status": "ASLEEP"}]}, "bad-body"),
        ({"marks": [{"person": {"pseudonym": "0f" * 16}, "status": "LATE"}]}, "role-missing"),
        ({"marks": [{"person": TRAINEE, "status": "LATE"}] * 2}, "bad-body"),
    ],
)
def test_attendance_marks_each_trainee_once_in_a_slot(part: dict[str, object], rule: str) -> None:
    assert refusal(Attendance, changed(MARKS, **part)) == rule


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_training_officer_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule) == ""
    assert stands(rule, by=(OfficerRole.DUTY, OfficerRole.RELEASER)) == "bad-role"


def test_a_session_is_of_an_own_course_that_is_on_offer() -> None:
    publish, change = PROCEDURE.moves["publish"], PROCEDURE.moves["change"]
    withdrawn = Cited(whose=Whose.OWN, kind="course", move="offer", state="withdrawn", item=True)
    theirs = Cited(whose=Whose.THEIRS, kind="course", move="offer", state="offered", item=True)
    assert stands(publish, cited=[COURSE]) == ""
    assert stands(publish, cited=[theirs]) == "bad-reference"
    assert stands(publish, cited=[withdrawn]) == "bad-reference"
    assert stands(change, cited=[withdrawn]) == ""


def test_attendance_has_a_review_date_and_may_correct_an_earlier_one() -> None:
    rule = PROCEDURE.moves["attendance"]
    earlier = Cited(whose=Whose.OWN, kind="session", move="attendance", state="running", item=True)
    assert Part.RETAIN_UNTIL in rule.required
    assert stands(rule, Part.ABOUT, cited=[earlier], speaks=True) == ""
    assert stands(rule, Part.ABOUT, cited=[COURSE]) == "bad-reference"


@pytest.mark.parametrize(
    ("due", "rule"), [(day(2), None), (day(1), "bad-date"), (None, "bad-date")]
)
def test_a_session_names_a_day_to_come_for_nominations(due: object, rule: str | None) -> None:
    publish = replace(PUBLISH, due=due)  # type: ignore[arg-type]
    assert allowed(PROCEDURE, publish, own=(), other_as_seen=()) == rule
    change = replace(publish, index=1, move="change")
    assert allowed(PROCEDURE, change, own=[PUBLISH], other_as_seen=()) == rule


@pytest.mark.parametrize("cited", [(), (HASH, "cd" * 32)])
def test_a_session_is_of_one_course(cited: tuple[str, ...]) -> None:
    publish = replace(PUBLISH, about=cited)
    assert allowed(PROCEDURE, publish, own=(), other_as_seen=()) == "bad-reference"


def test_nominations_close_on_the_day_named_last_and_not_before() -> None:
    change = Move(index=1, seen=0, move="change", written=day(2), due=day(5))
    for written, own, rule in (
        (day(9), [PUBLISH], "bad-date"),
        (day(10), [PUBLISH], None),
        (day(5), [PUBLISH, change], None),
        (day(4), [PUBLISH, change], "bad-date"),
    ):
        close = Move(index=len(own), seen=0, move="close_nominations", written=written)
        assert allowed(PROCEDURE, close, own=own, other_as_seen=()) == rule


def test_seats_released_are_taken_again_only_while_the_session_is_open() -> None:
    released = log("take_seats", "release_seats")
    assert possible_moves(PROCEDURE, released, log("publish")) == ("take_seats",)
    assert possible_moves(PROCEDURE, released, log("publish", "close_nominations")) == ()
    assert "close" in possible_moves(PROCEDURE, log("take_seats"), log("publish", "cancel"))
