"""Challenges: the item rests until it is answered, and who is behind stays unnamed."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, case_standing, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.challenge import MOVES, PROCEDURE, Argument, ChallengeGround
from wasl.core.procedure import NONE, Cited, Move, Part, Side, Whose, states
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole, Standing

Json = dict[str, object]

PAGE = """\
procedure challenge
O none: raise > raised | O raised: withdraw > withdrawn*; escalate > escalated
O raised escalated [corrected erased upheld]: accept > satisfied* | O escalated: close_unsatisfied > closed*
R none [raised escalated]: examine > examining
R none examining [raised escalated]: correct > corrected*; erase > erased*; uphold > upheld*
R upheld [escalated]: reopen > examining | R examining [withdrawn satisfied closed]: drop > dropped*
"""  # noqa: E501
FRENCH = {"fr": "Texte inventé."}
WHOLE = frozenset({Part.ABOUT, Part.BODY, Part.CODE})
DPO, DRAFTER, RELEASER = OfficerRole.DPO, OfficerRole.DRAFTER, OfficerRole.RELEASER
RESTRICTED = {
    ("raised", NONE),
    ("raised", "examining"),
    ("escalated", NONE),
    ("escalated", "examining"),
    ("escalated", "upheld"),
}


def rule_of(said: Json) -> str:
    """The rule an argument breaks, or nothing."""
    try:
        read_body(Argument, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return ""


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    """The moves of one log whose author had seen so much."""
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def carried(
    move: str,
    *parts: Part,
    officers: tuple[OfficerRole, OfficerRole] = (DPO, RELEASER),
    one_officer: bool = False,
    code: str | None = None,
    cited: tuple[Cited, ...] = (),
    persons: bool = False,
) -> str | None:
    """The rule an entry breaks."""
    said = Carried(
        drafted=officers[0],
        released=officers[1],
        one_officer=one_officer,
        parts=frozenset(parts),
        code=code,
        cited=cited,
        speaks_of_persons=persons,
    )
    return check(MOVES[move], said)


def item(whose: Whose) -> Cited:
    """An item of one log."""
    return Cited(whose=whose, kind="report", move="release", item=True)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(PROCEDURE) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in PROCEDURE.half(side)} == set(MOVES)


def test_a_challenge_passes_when_business_is_suspended() -> None:
    assert PROCEDURE.survivor


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("o", states(PROCEDURE.o))
@pytest.mark.parametrize("r", states(PROCEDURE.r))
def test_an_item_rests_until_answered_and_an_upheld_one_only_with_who_disputes_it(
    o: str, r: str, side: Side
) -> None:
    rests = (o, r) in RESTRICTED and ((o, r), side) != (("escalated", "upheld"), Side.RECIPIENT)
    expected = Standing.RESTRICTED if rests else Standing.LIVE
    assert case_standing(PROCEDURE, o, r, side) is expected


@pytest.mark.parametrize("ground", ChallengeGround)
@pytest.mark.parametrize("whose", [Whose.OWN, Whose.THEIRS])
def test_items_of_either_side_are_disputed_on_a_ground(ground: str, whose: Whose) -> None:
    assert carried("raise", *WHOLE, code=ground, cited=(item(whose),)) is None


@pytest.mark.parametrize(("lacking", "rule"), [
    (Part.ABOUT, "bad-reference"),
    (Part.BODY, "move-not-allowed"),
    (Part.CODE, "move-not-allowed"),
])  # fmt: skip
def test_a_challenge_has_its_item_its_words_and_its_ground(lacking: Part, rule: str) -> None:
    cited = () if lacking is Part.ABOUT else (item(Whose.THEIRS),)
    assert carried("raise", *WHOLE - {lacking}, cited=cited) == rule


def test_what_has_no_body_is_not_disputed_nor_is_anything_on_another_ground() -> None:
    bare = Cited(whose=Whose.THEIRS, kind="request", move="admit")
    assert carried("raise", *WHOLE, code="ACCURACY", cited=(bare,)) == "bad-reference"
    theirs = item(Whose.THEIRS)
    assert carried("raise", *WHOLE, code="ERROR", cited=(theirs,)) == "move-not-allowed"


@pytest.mark.parametrize("move", sorted(MOVES.keys() - {"raise"}))
def test_only_the_opening_cites_so_nothing_else_is_restricted(move: str) -> None:
    parts = MOVES[move].required | {Part.ABOUT}
    assert carried(move, *parts, cited=(item(Whose.OWN),)) == "bad-reference"


@pytest.mark.parametrize("move", ["raise", "correct", "uphold"])
def test_an_argument_that_speaks_of_a_person_has_a_review_date(move: str) -> None:
    rule = MOVES[move]
    code = "ACCURACY" if rule.codes else None
    cited = (item(Whose.OWN),) if Part.ABOUT in rule.required else ()
    parts = rule.required
    assert carried(move, *parts, code=code, cited=cited, persons=True) == "bad-date"
    dated = parts | {Part.RETAIN_UNTIL}
    assert carried(move, *dated, code=code, cited=cited, persons=True) is None


@pytest.mark.parametrize("move", ["withdraw", "escalate", "examine", "erase", "reopen", "drop"])
@pytest.mark.parametrize(("officers", "one_officer", "rule"), [
    ((DPO, RELEASER), False, None),
    ((DRAFTER, DPO), False, None),
    ((DRAFTER, RELEASER), False, None),
    ((DPO, DPO), True, "bad-role"),
    ((OfficerRole.HANDLER, RELEASER), False, "bad-role"),
    ((DPO, OfficerRole.DUTY), False, "bad-role"),
    ((OfficerRole.NODE, OfficerRole.NODE), True, "bad-role"),
])  # fmt: skip
def test_the_data_protection_officer_or_a_drafter_speaks_and_a_second_one_releases(
    move: str, officers: tuple[OfficerRole, OfficerRole], one_officer: bool, rule: str | None
) -> None:
    assert carried(move, officers=officers, one_officer=one_officer) == rule


def test_an_upheld_item_is_examined_again_once_the_overseer_was_asked() -> None:
    upheld = log("uphold")
    assert possible_moves(PROCEDURE, upheld, log("raise", seen=0)) == ()
    assert possible_moves(PROCEDURE, upheld, log("raise", "escalate", seen=0)) == ("reopen",)


def test_a_challenge_withdrawn_under_examination_is_dropped() -> None:
    withdrawn = log("raise", "withdraw", seen=0)
    assert possible_moves(PROCEDURE, log("examine", seen=1), withdrawn) == ("drop",)
    assert not at_rest(PROCEDURE, "withdrawn", "examining")
    assert at_rest(PROCEDURE, "withdrawn", "dropped")


def test_no_answer_is_accepted_before_it_was_seen() -> None:
    accept = Move(index=1, seen=0, move="accept")
    raised = log("raise", seen=0)
    answered = log("correct", seen=1)
    assert allowed(PROCEDURE, accept, own=raised, other_as_seen=answered) == "move-not-allowed"
    seen = Move(index=1, seen=1, move="accept")
    assert allowed(PROCEDURE, seen, own=raised, other_as_seen=answered) is None


NAMED = {"name": {"script": "Latn", "written": "Sami Invente"}, "role": "BYSTANDER"}


@pytest.mark.parametrize(("said", "rule"), [
    ({"text": FRENCH}, ""),
    ({}, "bad-body"),
    ({"text": {}}, "language-missing"),
    ({"text": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"text": FRENCH, "persons": [{"role": "BYSTANDER"}]}, ""),
    ({"text": FRENCH, "persons": [{"born": "1980"}]}, "role-missing"),
    ({"text": FRENCH, "persons": [{"role": "GUILTY"}]}, "bad-body"),
    ({"text": FRENCH, "persons": [NAMED]}, "bad-body"),
    ({"text": FRENCH, "persons": [{"role": "VICTIM", "alias": "le grand"}]}, "bad-body"),
    ({"text": FRENCH, "persons": [NAMED], "why_named": FRENCH}, ""),
    ({"text": FRENCH, "behind": [NAMED]}, "bad-body"),
])  # fmt: skip
def test_a_person_is_described_only_with_the_need_to_say_who_it_is(said: Json, rule: str) -> None:
    assert rule_of(said) == rule
