"""Meetings: called with an agenda, at a place or over a line, declined without a reason."""

from datetime import datetime

import pytest

from tests.core.trained import (
    HASH,
    PLACE,
    TEXT,
    UNSAFE,
    changed,
    day,
    log,
    moves_of,
    refusal,
    stands,
)
from wasl.core.case import allowed, possible_moves
from wasl.core.exchange.meeting import PROCEDURE, Called, Coming
from wasl.core.procedure import Cited, Move, Part, Whose
from wasl.core.terms import OfficerRole

CALLERS = ["call", "change", "cancel", "hold"]
COMERS = ["come", "decline", "attend", "stand_down", "not_attend"]
DELEGATION = {"offices": ["Bureau inventé"], "party": "node-b.example"}
CALLED = {
    "agenda": [{"title": TEXT}, {"asked_by": "node-b.example", "paper": HASH, "title": TEXT}],
    "level": "TECHNICAL",
    "place": PLACE,
    "title": TEXT,
}
CALL = Move(index=0, seen=0, move="call", written=day(1), due=day(10))


def test_a_meeting_says_between_whom_where_and_of_what() -> None:
    more = {"delegations": [DELEGATION], "duration_minutes": 180, "languages": ["ar", "fr"]}
    assert refusal(Called, CALLED) == ""
    assert refusal(Called, {**CALLED, **more}) == ""


@pytest.mark.parametrize("lacking", CALLED)
def test_a_meeting_says_all_of_it(lacking: str) -> None:
    assert refusal(Called, changed(CALLED, **{lacking: ...})) == "bad-body"


def test_a_meeting_may_be_over_a_line() -> None:
    line = {"link": "https://example.org/room"}
    assert refusal(Called, changed(CALLED, place=..., **line)) == ""
    assert refusal(Called, {**CALLED, **line}) == ""


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"agenda": []}, "bad-body"),
        ({"agenda": [{}]}, "bad-body"),
        ({"agenda": [{"title": UNSAFE}]}, "unsafe-text"),
        ({"agenda": [{"paper": "page 3", "title": TEXT}]}, "bad-body"),
        ({"level": "SECRET"}, "bad-body"),
        ({"link": "ftp://example.org"}, "bad-body"),
        ({"duration_minutes": 0}, "bad-body"),
        ({"delegations": [{**DELEGATION, "offices": ["a\nb"]}]}, "unsafe-text"),
        ({"title": {}}, "language-missing"),
    ],
)
def test_what_a_call_may_not_say_is_refused(part: dict[str, object], rule: str) -> None:
    assert refusal(Called, changed(CALLED, **part)) == rule


def test_who_comes_is_said_by_office() -> None:
    assert refusal(Coming, {"delegation": DELEGATION}) == ""
    assert refusal(Coming, {}) == "bad-body"


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE) == {*CALLERS, *COMERS}


@pytest.mark.parametrize("move", CALLERS)
@pytest.mark.parametrize("drafts", [OfficerRole.DRAFTER, OfficerRole.PLANNER])
def test_a_drafter_or_planner_calls(move: str, drafts: OfficerRole) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule, by=(drafts, OfficerRole.RELEASER)) == ""
    assert stands(rule, by=(OfficerRole.HANDLER, OfficerRole.DUTY)) == "bad-role"


@pytest.mark.parametrize("move", COMERS)
@pytest.mark.parametrize("drafts", [OfficerRole.HANDLER, OfficerRole.DUTY])
def test_the_desk_comes_or_does_not(move: str, drafts: OfficerRole) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule, by=(drafts, OfficerRole.DUTY)) == ""
    assert stands(rule, by=(OfficerRole.DRAFTER, OfficerRole.RELEASER)) == "bad-role"


@pytest.mark.parametrize("move", ["decline", "stand_down", "not_attend"])
def test_who_does_not_come_gives_no_reason(move: str) -> None:
    by = (OfficerRole.HANDLER, OfficerRole.DUTY)
    rule = PROCEDURE.moves[move]
    assert stands(rule, Part.BODY, by=by) == "move-not-allowed"
    assert stands(rule, Part.CODE, by=by) == "move-not-allowed"


def test_who_comes_names_the_agenda_as_seen() -> None:
    by = (OfficerRole.HANDLER, OfficerRole.DUTY)
    rule = PROCEDURE.moves["come"]
    for move, whose, broken in (
        ("call", Whose.THEIRS, ""),
        ("change", Whose.THEIRS, ""),
        ("call", Whose.OWN, "bad-reference"),
        ("hold", Whose.THEIRS, "bad-reference"),
    ):
        cited = Cited(whose=whose, kind="meeting", move=move, state="called", item=True)
        assert stands(rule, by=by, cited=[cited]) == broken


@pytest.mark.parametrize(
    ("due", "rule"), [(day(9), None), (day(2), "bad-date"), (None, "bad-date")]
)
def test_a_meeting_begins_after_it_is_called(due: datetime | None, rule: str | None) -> None:
    call = Move(index=0, seen=0, move="call", written=day(2), due=due)
    change = Move(index=1, seen=0, move="change", written=day(2), due=due)
    assert allowed(PROCEDURE, call, own=(), other_as_seen=()) == rule
    assert allowed(PROCEDURE, change, own=[CALL], other_as_seen=()) == rule


@pytest.mark.parametrize(("written", "rule"), [(day(10), None), (day(9), "bad-date")])
def test_no_meeting_was_held_before_it_began(written: datetime, rule: str | None) -> None:
    hold = Move(index=1, seen=0, move="hold", written=written)
    assert allowed(PROCEDURE, hold, own=[CALL], other_as_seen=()) == rule


def test_who_declined_may_still_come_and_who_comes_may_decline() -> None:
    called = log("call")
    assert possible_moves(PROCEDURE, log("decline"), called) == ("come",)
    assert set(possible_moves(PROCEDURE, log("come"), called)) == {"decline", "not_attend"}
    assert "stand_down" in possible_moves(PROCEDURE, log("come"), log("call", "cancel"))
    assert "attend" in possible_moves(PROCEDURE, log("come"), log("call", "hold"))
