"""Revisions: of own items only, shown beside the old for good."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, case_standing, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import Body, read_body
from wasl.core.exchange.revise import (
    MOVES,
    PROCEDURE,
    NotApplied,
    Revised,
    ReviseKind,
    has_text,
)
from wasl.core.procedure import NONE, Cited, Move, Part, Side, Whose
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole, Standing

Json = dict[str, object]

PAGE = """\
procedure revise
O none: revise > revised | O revised [applied cannot_apply]: settle > settled* | O revised: lapse > lapsed*
R none [revised lapsed]: apply > applied*; cannot_apply > cannot_apply* | R cannot_apply: apply > applied*
"""  # noqa: E501
FRENCH = {"fr": "Texte inventé."}
OWN = Cited(whose=Whose.OWN, kind="report", move="release", item=True)
BEFORE = Cited(whose=Whose.OWN, kind="revise", move="revise", item=True)
REVISE = (Move(index=0, seen=0, move="revise"),)
WHOLE = frozenset({Part.ABOUT, Part.BODY, Part.CODE})
DRAFTER, RELEASER = OfficerRole.DRAFTER, OfficerRole.RELEASER
HANDLER, DUTY, NODE = OfficerRole.HANDLER, OfficerRole.DUTY, OfficerRole.NODE


def rule_of(model: type[Body], said: Json) -> str:
    """The rule a body breaks, or nothing."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return ""


def revise(
    *cited: Cited, code: str = "CORRECT", parts: frozenset[Part] = WHOLE, persons: bool = False
) -> str | None:
    """The rule a revision breaks."""
    said = Carried(
        drafted=DRAFTER,
        released=RELEASER,
        parts=parts,
        code=code,
        cited=cited,
        speaks_of_persons=persons,
    )
    return check(MOVES["revise"], said)


def signed(move: str, drafted: OfficerRole, released: OfficerRole, *parts: Part) -> str | None:
    """The rule a move breaks that two such officers sign."""
    said = Carried(drafted=drafted, released=released, parts=frozenset(parts))
    return check(MOVES[move], said)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(PROCEDURE) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in PROCEDURE.half(side)} == set(MOVES)


def test_a_revision_passes_when_business_is_suspended() -> None:
    assert PROCEDURE.survivor


@pytest.mark.parametrize("code", ReviseKind)
def test_an_owner_revises_its_own_items_and_names_the_revision_before(code: str) -> None:
    assert revise(OWN, BEFORE, code=code) is None


@pytest.mark.parametrize("cited", [
    Cited(whose=Whose.THEIRS, kind="report", move="release", item=True),
    Cited(whose=Whose.OWN, kind="request", move="accept"),
])  # fmt: skip
def test_nobody_revises_what_another_gave_or_what_has_no_body(cited: Cited) -> None:
    assert revise(OWN, cited) == "bad-reference"


@pytest.mark.parametrize(("lacking", "rule"), [
    (Part.ABOUT, "bad-reference"),
    (Part.BODY, "move-not-allowed"),
    (Part.CODE, "move-not-allowed"),
])  # fmt: skip
def test_a_revision_has_its_item_its_words_and_its_code(lacking: Part, rule: str) -> None:
    assert revise(OWN, parts=WHOLE - {lacking}) == rule


def test_a_code_of_another_list_is_not_allowed() -> None:
    assert revise(OWN, code="ERROR") == "move-not-allowed"


def test_a_revision_that_speaks_of_a_person_has_a_review_date() -> None:
    assert revise(OWN, persons=True) == "bad-date"
    assert revise(OWN, parts=WHOLE | {Part.RETAIN_UNTIL}, persons=True) is None


def test_a_new_grading_stands_in_the_entry() -> None:
    assert revise(OWN, code="REGRADE", parts=WHOLE | {Part.GRADING, Part.LIKELIHOOD}) is None


@pytest.mark.parametrize("o", ["revised", "settled", "lapsed"])
@pytest.mark.parametrize("r", [NONE, "applied", "cannot_apply"])
def test_what_was_revised_is_never_read_as_if_it_were_not(o: str, r: str) -> None:
    assert case_standing(PROCEDURE, o, r, Side.RECIPIENT) is Standing.CORRECTED


def test_a_revision_not_yet_written_corrects_nothing() -> None:
    assert case_standing(PROCEDURE, NONE, NONE, Side.RECIPIENT) is Standing.LIVE


def test_a_revision_is_settled_by_an_answer_and_lapses_without_one() -> None:
    assert possible_moves(PROCEDURE, REVISE, ()) == ("lapse",)
    answered = (Move(index=0, seen=1, move="cannot_apply"),)
    assert possible_moves(PROCEDURE, REVISE, answered) == ("settle", "lapse")


def test_a_revision_can_be_applied_after_its_owner_gave_up_waiting() -> None:
    lapsed = (*REVISE, Move(index=1, seen=0, move="lapse"))
    apply = Move(index=0, seen=2, move="apply")
    assert allowed(PROCEDURE, apply, own=(), other_as_seen=lapsed) is None
    assert at_rest(PROCEDURE, "lapsed", NONE)


def test_what_could_not_be_applied_may_be_applied_later() -> None:
    own = (Move(index=0, seen=1, move="cannot_apply"),)
    assert possible_moves(PROCEDURE, own, REVISE) == ("apply",)


@pytest.mark.parametrize("move", ["settle", "lapse"])
def test_the_owner_signs_as_the_author_of_a_report_does(move: str) -> None:
    assert signed(move, DRAFTER, RELEASER) is None
    assert signed(move, HANDLER, DUTY) == "bad-role"


def test_the_desk_applies_and_no_node_does() -> None:
    assert signed("apply", HANDLER, DUTY) is None
    assert signed("apply", HANDLER, RELEASER) == "bad-role"
    assert signed("apply", NODE, NODE) == "bad-role"
    # The node tells of an audience that somebody has left, and nothing else.
    assert {move for move, rule in MOVES.items() if not rule.human} == {"revise"}


def test_that_it_cannot_be_applied_is_released_as_a_reply_and_says_where_it_went() -> None:
    assert signed("cannot_apply", HANDLER, RELEASER, Part.BODY) is None
    assert signed("cannot_apply", HANDLER, DUTY, Part.BODY) == "bad-role"
    assert signed("cannot_apply", HANDLER, RELEASER) == "move-not-allowed"
    assert rule_of(NotApplied, {"went_to": FRENCH}) == ""
    assert rule_of(NotApplied, {}) == "bad-body"


@pytest.mark.parametrize(("said", "rule"), [
    ({"text": FRENCH}, ""),
    ({}, "bad-body"),
    ({"text": FRENCH, "old": FRENCH, "new": FRENCH}, ""),
    ({"text": FRENCH, "new": {}}, "language-missing"),
    ({"text": FRENCH, "old": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"text": FRENCH, "persons": [{"role": "WITNESS"}]}, ""),
    ({"text": FRENCH, "persons": [{"born": "1980"}]}, "role-missing"),
    ({"text": FRENCH, "persons": [{"role": "GUILTY"}]}, "bad-body"),
])  # fmt: skip
def test_a_revision_says_what_changes(said: Json, rule: str) -> None:
    assert rule_of(Revised, said) == rule


@pytest.mark.parametrize(("code", "said", "lacks"), [
    ("CORRECT", {"old": FRENCH, "new": FRENCH}, False),
    ("CORRECT", {"old": FRENCH}, True),
    ("CORRECT", {"new": FRENCH}, True),
    ("UPDATE", {"new": FRENCH}, False),
    ("UPDATE", {"old": FRENCH}, True),
    ("RAISE", {}, False),
    (None, {}, False),
])  # fmt: skip
def test_a_correction_shows_both_texts_and_an_update_the_new_one(
    code: str | None, said: Json, lacks: bool
) -> None:
    body = read_body(Revised, canonical.dumps({"text": FRENCH, **said}))
    assert has_text(code, body) is not lacks
