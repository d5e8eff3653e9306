"""Methods: how it is done, graded, by two officers, with no place for a person."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.method import MOVES, PROCEDURE, SeenHere, Shared
from wasl.core.procedure import Move, Part
from wasl.core.terms import OfficerRole

FRENCH = {"fr": "Texte inventé."}
NEEDED: dict[str, object] = {"text": FRENCH, "title": FRENCH}
NAMED = [{"name": {"script": "Latn", "written": "Sami Invente"}, "role": "SUSPECT"}]


def refusal(**changed: object) -> str:
    """The rule a method breaks, or nothing."""
    try:
        read_body(Shared, canonical.dumps(NEEDED | changed))
    except RefusedError as error:
        return error.rule
    return ""


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}


@pytest.mark.parametrize("lacking", sorted(NEEDED))
def test_a_method_has_a_title_and_says_how(lacking: str) -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Shared, canonical.dumps({k: v for k, v in NEEDED.items() if k != lacking}))


@pytest.mark.parametrize("field", ["persons", "person", "names"])
def test_a_person_cannot_ride_in_a_field_nobody_knows(field: str) -> None:
    assert refusal() == ""
    assert refusal(**{field: NAMED}) == "bad-body"
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(SeenHere, canonical.dumps({"text": FRENCH, field: NAMED}))


def test_a_method_is_safe_to_show_and_lists_no_end_of_goods() -> None:
    assert refusal(signs={"fr": "a\u202eb"}) == "unsafe-text"
    assert refusal(goods=["FUEL"] * 1_000) == ""
    assert refusal(goods=["FUEL"] * 1_001) == refusal(goods=["PETROL"]) == "bad-body"


def test_a_notice_of_interpol_is_cited_beside_a_method() -> None:
    cited = {"checked": "2026-03-01", "number": "0000-0", "tag": "interpol:notice=purple"}
    assert refusal(interpol=[cited]) == ""


def test_a_method_is_graded_and_told_by_two_officers_without_flash() -> None:
    told = frozenset({Part.BODY, Part.GRADING})
    drafter, releaser = OfficerRole.DRAFTER, OfficerRole.RELEASER
    assert check(MOVES["share"], Carried(drafted=drafter, released=releaser, parts=told)) is None
    bare = Carried(drafted=drafter, released=releaser, parts=frozenset({Part.BODY}))
    assert check(MOVES["share"], bare) == "bad-grading"
    duty = OfficerRole.DUTY
    alone = Carried(drafted=duty, released=duty, one_officer=True, flash=True, parts=told)
    assert check(MOVES["share"], alone) == "bad-role"


def test_it_was_seen_here_only_after_it_was_noted() -> None:
    shared = log("share", seen=0)
    seen = Move(index=0, seen=1, move="report_seen")
    assert allowed(PROCEDURE, seen, own=(), other_as_seen=shared) == "move-not-allowed"
    assert possible_moves(PROCEDURE, log("note"), shared) == ("report_seen",)
    told = Carried(
        drafted=OfficerRole.HANDLER, released=OfficerRole.DUTY, parts=frozenset({Part.BODY})
    )
    assert check(MOVES["report_seen"], told) is None


def test_a_method_once_superseded_is_not_updated() -> None:
    over = log("share", "supersede", seen=0)
    assert possible_moves(PROCEDURE, over, ()) == ()
    assert at_rest(PROCEDURE, "superseded", "none")
