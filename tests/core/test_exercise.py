"""Exercises: agreed by both, released by the desk, gone within a day of their end."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, case_standing, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.exercise import MOVES, PROCEDURE, Announced
from wasl.core.procedure import Move, Part, Side
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole, Standing

Json = dict[str, object]

PAGE = """\
procedure exercise
O none: announce > announced | O announced [agreed]: start > running | O announced running: end > ended*
O announced: cancel > cancelled*
R none [announced]: agree > agreed; decline > declined* | R agreed: leave > ended*
"""  # noqa: E501
FRENCH = {"fr": "Scénario inventé."}
ANNOUNCED: Json = {
    "exercise": "007",
    "scenario": FRENCH,
    "starts": "2026-12-01T08:00:00+01:00",
}
END = datetime(2026, 12, 1, 16, tzinfo=UTC)
DUTY = OfficerRole.DUTY
WHOLE = frozenset({Part.BODY, Part.DUE, Part.RETAIN_UNTIL})


def rule_of(said: Json) -> str:
    """The rule an announcement breaks, or nothing."""
    try:
        read_body(Announced, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return ""


def announce(due: datetime | None, until: datetime | None) -> str | None:
    """What is said of an announcement with this end and this review date."""
    move = Move(index=0, seen=0, move="announce", due=due, retain_until=until)
    return allowed(PROCEDURE, move, own=(), other_as_seen=())


def carried(move: str, drafted: OfficerRole, released: OfficerRole, *parts: Part) -> str | None:
    """The rule an entry breaks that two officers of these roles sign."""
    said = Carried(drafted=drafted, released=released, parts=frozenset(parts))
    return check(MOVES[move], said)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(PROCEDURE) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in PROCEDURE.half(side)} == set(MOVES)


def test_an_exercise_is_marked_and_outlives_no_arrangement() -> None:
    assert PROCEDURE.marked
    assert not PROCEDURE.survivor


@pytest.mark.parametrize(("due", "until", "rule"), [
    (END, END, None),
    (END, END + timedelta(hours=24), None),
    (END, END + timedelta(hours=24, seconds=1), "bad-date"),
    (None, END, "bad-date"),
    (END, None, "bad-date"),
    (END, datetime.max.replace(tzinfo=UTC), "bad-date"),
    (datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), None),
])  # fmt: skip
def test_what_is_played_is_gone_a_day_after_its_end(
    due: datetime | None, until: datetime | None, rule: str | None
) -> None:
    assert announce(due, until) == rule


@pytest.mark.parametrize("role", sorted(set(OfficerRole) - {OfficerRole.NODE}))
@pytest.mark.parametrize("move", ["start", "end", "cancel", "agree", "decline", "leave"])
def test_any_officer_drafts_and_the_desk_releases(move: str, role: OfficerRole) -> None:
    assert carried(move, role, DUTY) is None
    assert carried(move, role, DUTY, Part.BODY) is None
    assert carried(move, role, OfficerRole.RELEASER) == "bad-role"


def test_no_node_plays_by_itself() -> None:
    assert carried("start", OfficerRole.NODE, OfficerRole.NODE) == "bad-role"
    assert all(rule.human for rule in MOVES.values())


@pytest.mark.parametrize(("lacking", "rule"), [
    (Part.BODY, "move-not-allowed"),
    (Part.DUE, "bad-date"),
    (Part.RETAIN_UNTIL, "bad-date"),
])  # fmt: skip
def test_an_announcement_has_a_scenario_an_end_and_a_review_date(lacking: Part, rule: str) -> None:
    assert carried("announce", OfficerRole.PLANNER, DUTY, *WHOLE) is None
    assert carried("announce", OfficerRole.PLANNER, DUTY, *WHOLE - {lacking}) == rule


@pytest.mark.parametrize("move", sorted(MOVES))
def test_an_exercise_cites_nothing(move: str) -> None:
    parts = MOVES[move].required | {Part.ABOUT}
    assert carried(move, OfficerRole.PLANNER, DUTY, *parts) == "bad-reference"


def test_an_exercise_makes_nothing_of_any_item() -> None:
    assert case_standing(PROCEDURE, "running", "agreed", Side.RECIPIENT) is Standing.LIVE


def test_an_exercise_runs_once_both_agreed() -> None:
    announced = (Move(index=0, seen=0, move="announce"),)
    agreed = (Move(index=0, seen=1, move="agree"),)
    assert possible_moves(PROCEDURE, announced, ()) == ("end", "cancel")
    assert possible_moves(PROCEDURE, announced, agreed) == ("start", "end", "cancel")
    start = Move(index=1, seen=0, move="start")
    assert allowed(PROCEDURE, start, own=announced, other_as_seen=agreed) == "move-not-allowed"


def test_whoever_agreed_leaves_when_it_likes() -> None:
    assert not at_rest(PROCEDURE, "ended", "agreed")
    assert at_rest(PROCEDURE, "ended", "ended")


@pytest.mark.parametrize("lacking", ANNOUNCED)
def test_an_announcement_says_which_when_and_what(lacking: str) -> None:
    assert rule_of(ANNOUNCED) == ""
    lame = {name: value for name, value in ANNOUNCED.items() if name != lacking}
    assert rule_of(lame) == "bad-body"


@pytest.mark.parametrize(("changed", "rule"), [
    ({"exercise": "7"}, "bad-body"),
    ({"exercise": 7}, "bad-body"),
    ({"starts": "2026-12-01"}, "bad-body"),
    ({"scenario": {}}, "language-missing"),
    ({"scenario": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"persons": [{"role": "SUSPECT"}]}, "bad-body"),
    ({"players": []}, "bad-body"),
])  # fmt: skip
def test_an_announcement_is_safe_and_has_no_place_for_a_person(changed: Json, rule: str) -> None:
    assert rule_of(ANNOUNCED | changed) == rule
