"""Hits, move by move: who signs, which alert is cited, and what is owed to the wrong one."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, owed_moves, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import Body, read_body
from wasl.core.exchange.hit import (
    MOVES,
    PROCEDURE,
    Acted,
    ActionTaken,
    Found,
    HeldProvisionally,
    Reversed,
)
from wasl.core.procedure import Cited, Move, Part, Side, Whose
from wasl.core.terms import EntryRule, OfficerRole

FRENCH = {"fr": "Texte inventé."}
FOUND: dict[str, object] = {
    "check": FRENCH,
    "judged_by": "0123456789abcdef",
    "judgement": FRENCH,
    "located": FRENCH,
}
ONE, TWO = "aa" * 32, "bb" * 32
DRAFTER, RELEASER = OfficerRole.DRAFTER, OfficerRole.RELEASER
HANDLER, DUTY, NODE = OfficerRole.HANDLER, OfficerRole.DUTY, OfficerRole.NODE
ALERT = {"whose": Whose.THEIRS, "kind": "alert", "move": "issue", "state": "issued", "item": True}

REPLIES = (
    "report",
    "hold_provisionally",
    "act",
    "reverse",
    "confirm",
    "not_ours",
    "correct_identity",
)
DESK_MOVES = ("withdraw", "give_up", "decline", "clear", "release", "reopen", "take_up", "drop")


def by(name: str, drafted: OfficerRole, released: OfficerRole, **more: object) -> EntryRule | None:
    """What is said of a move by these two, carrying what it must."""
    rule = MOVES[name]
    carried: dict[str, object] = {
        "drafted": drafted,
        "released": released,
        "parts": rule.required,
        "code": min(rule.codes, default=None),
        "cited": (Cited(**ALERT),) if Part.ABOUT in rule.required else (),  # type: ignore[arg-type]
    }
    return check(rule, Carried(**(carried | more)))  # type: ignore[arg-type]


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def refusal(model: type[Body], body: dict[str, object]) -> str:
    """The rule a body breaks, or nothing."""
    try:
        read_body(model, canonical.dumps(body))
    except RefusedError as error:
        return error.rule
    return ""


# --------------------------------------------------------------------------------- who may sign


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}
    assert {*REPLIES, *DESK_MOVES, "withdraw_alert"} == MOVES.keys()


@pytest.mark.parametrize("name", REPLIES)
def test_a_handler_drafts_and_a_releaser_releases_what_binds(name: str) -> None:
    assert by(name, HANDLER, RELEASER) is None
    assert by(name, DRAFTER, RELEASER) == "bad-role"
    assert by(name, HANDLER, RELEASER, one_officer=True) == "bad-role"
    assert by(name, NODE, NODE, one_officer=True) == "bad-role"


@pytest.mark.parametrize("name", DESK_MOVES)
def test_the_desk_does_the_rest(name: str) -> None:
    assert by(name, HANDLER, DUTY) is None
    assert by(name, HANDLER, RELEASER) == "bad-role"


def test_an_alert_is_withdrawn_by_those_who_issued_it() -> None:
    assert by("withdraw_alert", DRAFTER, RELEASER) is None
    assert by("withdraw_alert", HANDLER, DUTY) == "bad-role"


def test_the_duty_officer_alone_tells_of_a_hit_and_does_nothing_else_alone() -> None:
    for name in MOVES:
        alone = by(name, DUTY, DUTY, one_officer=True, flash=True)
        assert alone == (None if name == "report" else "bad-role")
    assert by("report", DUTY, DUTY, one_officer=True) == "bad-role"


# ------------------------------------------------------------------------------ the alert it is on


def test_a_hit_is_on_one_alert() -> None:
    for about, rule in (((ONE,), None), ((), "bad-reference"), ((ONE, TWO), "bad-reference")):
        asked = Move(index=0, seen=1, move="report", about=about)
        assert allowed(PROCEDURE, asked, own=(), other_as_seen=()) == rule


@pytest.mark.parametrize(
    "wrong",
    [
        {"whose": Whose.OWN},
        {"kind": "report", "move": "release"},
        {"move": "extend"},
        {"state": "closed"},
        {"state": "lapsed"},
        {"item": False},
    ],
)
def test_a_hit_is_on_an_alert_of_theirs_that_stands(wrong: dict[str, object]) -> None:
    cited = Cited(**(ALERT | {"state": "hidden"}))  # type: ignore[arg-type]
    assert by("report", HANDLER, RELEASER, cited=(cited,)) is None
    other = Cited(**(ALERT | wrong))  # type: ignore[arg-type]
    assert by("report", HANDLER, RELEASER, cited=(other,)) == "bad-reference"


def test_a_hit_has_a_body_and_a_review_date() -> None:
    whole = MOVES["report"].required
    for part, rule in (
        (Part.ABOUT, "bad-reference"),
        (Part.BODY, "move-not-allowed"),
        (Part.RETAIN_UNTIL, "bad-date"),
    ):
        assert by("report", HANDLER, RELEASER, parts=whole - {part}) == rule


# -------------------------------------------------------------------------------------- bodies


@pytest.mark.parametrize("field", ["bearer", "carried", "circumstances", "located", "route"])
def test_each_field_is_safe_to_show(field: str) -> None:
    assert refusal(Found, FOUND | {field: FRENCH}) == ""
    assert refusal(Found, FOUND | {field: {"fr": "a\u202eb"}}) == "unsafe-text"
    assert refusal(Found, FOUND | {field: {}}) == "language-missing"


def test_who_was_found_has_a_role() -> None:
    assert refusal(Found, FOUND | {"persons": [{"born": "1980"}]}) == "role-missing"
    assert refusal(Found, FOUND | {"persons": [{"role": "DRIVER"}]}) == "bad-body"


def test_a_provisional_measure_names_the_law_and_the_reason() -> None:
    whole: dict[str, object] = {"law": "Code inventé, art. 12", "reason": FRENCH}
    assert refusal(HeldProvisionally, whole) == ""
    for lacking in whole:
        kept = {name: value for name, value in whole.items() if name != lacking}
        assert refusal(HeldProvisionally, kept) == "bad-body"
    assert refusal(HeldProvisionally, whole | {"law": "a\nb"}) == "unsafe-text"


def test_what_was_done_is_a_code_and_may_be_nothing() -> None:
    for action in ActionTaken:
        assert by("act", HANDLER, RELEASER, code=action) is None
    assert by("act", HANDLER, RELEASER, code="SHOT") == "move-not-allowed"
    assert by("act", HANDLER, RELEASER, code=None, parts=frozenset()) == "move-not-allowed"
    assert refusal(Acted, {}) == ""


def test_what_is_undone_is_told_in_words() -> None:
    assert refusal(Reversed, {"text": FRENCH}) == ""
    assert refusal(Reversed, {}) == "bad-body"


# ------------------------------------------------------------------------------ the halves, moved


def test_nothing_is_done_before_the_issuer_confirms() -> None:
    own = log("report", seen=0)
    assert "act" not in possible_moves(PROCEDURE, own, ())
    assert "act" in possible_moves(PROCEDURE, own, log("confirm"))


@pytest.mark.parametrize("answer", ["not_ours", "withdrawn"])
def test_what_was_done_to_the_wrong_one_is_owed_back(answer: str) -> None:
    assert owed_moves(PROCEDURE, "acted", answer) == ((Side.ORIGINATOR, "reverse"),)
    assert not at_rest(PROCEDURE, "acted", answer)
    assert at_rest(PROCEDURE, "reversed", answer)
    assert at_rest(PROCEDURE, "acted", "confirmed")


def test_an_answer_that_came_late_reopens_what_was_given_up() -> None:
    own = log("report", "give_up", seen=0)
    assert possible_moves(PROCEDURE, own, ()) == ()
    assert possible_moves(PROCEDURE, own, log("confirm")) == ("reopen",)


def test_who_is_held_is_not_at_rest_until_released() -> None:
    assert not at_rest(PROCEDURE, "held", "none")
    assert at_rest(PROCEDURE, "released", "confirmed")
    assert "release" in possible_moves(PROCEDURE, log("report", "hold_provisionally"), ())
