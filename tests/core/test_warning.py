"""Warnings: the duty desk speaks, alone where it must, and the other side says what it did."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.warning import MOVES, PROCEDURE, Measures, Warned
from wasl.core.procedure import Move, Part
from wasl.core.terms import EntryRule, OfficerRole, RefusalCode

FRENCH = {"fr": "Texte inventé."}
INTERPOL = {"checked": "2026-03-01", "number": "0000-0", "tag": "interpol:notice=orange"}
ISSUE = frozenset({Part.BODY, Part.GRADING, Part.RETAIN_UNTIL})
DUTY = OfficerRole.DUTY


def refusal(**changed: object) -> str:
    """The rule a warning breaks, or nothing."""
    try:
        read_body(Warned, canonical.dumps({"threat": FRENCH} | changed))
    except RefusedError as error:
        return error.rule
    return ""


def issued(**changed: object) -> EntryRule | None:
    """What is said of an opening by two of the duty desk, but for what is changed."""
    whole: dict[str, object] = {"drafted": DUTY, "released": DUTY, "parts": ISSUE}
    return check(MOVES["issue"], Carried(**(whole | changed)))  # type: ignore[arg-type]


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}


def test_a_warning_says_what_threatens() -> None:
    assert refusal() == ""
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Warned, canonical.dumps({"advice": FRENCH}))
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Measures, canonical.dumps({}))


def test_a_warning_is_safe_to_show() -> None:
    assert refusal(threat={"fr": "a\u202eb"}) == "unsafe-text"
    assert refusal(threat={}) == "language-missing"


def test_a_person_warned_of_has_a_role_and_the_warning_a_review_date() -> None:
    assert refusal(persons=[{"born": "1980"}]) == "role-missing"
    assert refusal(persons=[{"role": "SUSPECT"}]) == ""
    assert issued(speaks_of_persons=True) is None
    undated = ISSUE - {Part.RETAIN_UNTIL}
    assert issued(parts=undated, speaks_of_persons=True) == "bad-date"


@pytest.mark.parametrize("wrong", [{"tag": "orange"}, {"checked": "2026-02-30"}, {"number": ""}])
def test_a_notice_of_interpol_is_cited_by_tag_number_and_day(wrong: dict[str, str]) -> None:
    assert refusal(interpol=[INTERPOL]) == ""
    assert refusal(interpol=[INTERPOL | wrong]) == "bad-body"


def test_the_duty_officer_warns_alone_under_flash_and_never_otherwise() -> None:
    assert issued() is None
    assert issued(one_officer=True, flash=True) is None
    assert issued(one_officer=True) == "bad-role"
    assert issued(drafted=OfficerRole.DRAFTER) == "bad-role"
    assert issued(released=OfficerRole.RELEASER) == "bad-role"
    assert issued(drafted=OfficerRole.NODE, released=OfficerRole.NODE) == "bad-role"


def test_a_warning_is_graded() -> None:
    assert issued(parts=ISSUE - {Part.GRADING}) == "bad-grading"


def test_what_is_done_in_answer_is_not_flash() -> None:
    answers = {move for _, move in PROCEDURE.r}
    assert not any(MOVES[move].signers.flash for move in answers)
    handled = Carried(
        drafted=OfficerRole.HANDLER, released=OfficerRole.RELEASER, parts=frozenset({Part.BODY})
    )
    assert check(MOVES["report_measures"], handled) is None
    assert check(MOVES["acknowledge"], Carried(drafted=OfficerRole.HANDLER, released=DUTY)) is None


def test_a_warning_is_declined_with_a_code_of_refusal() -> None:
    def declined(code: str | None) -> EntryRule | None:
        parts = frozenset({Part.CODE}) if code else frozenset[Part]()
        said = Carried(drafted=OfficerRole.HANDLER, released=DUTY, parts=parts, code=code)
        return check(MOVES["decline"], said)

    assert declined(RefusalCode.NOT_RELEVANT) is None
    assert declined(None) == declined(RefusalCode.UNDECLARED_OPENING) == "move-not-allowed"


def test_only_what_was_acknowledged_is_acknowledged_again() -> None:
    warned = log("issue", "update", seen=0)
    assert possible_moves(PROCEDURE, (), warned) == ("acknowledge", "decline")
    known = log("acknowledge")
    assert possible_moves(PROCEDURE, known, warned) == ("acknowledge_update", "report_measures")
    again = Move(index=0, seen=2, move="acknowledge_update")
    assert allowed(PROCEDURE, again, own=(), other_as_seen=warned) == "move-not-allowed"


def test_a_warning_that_ended_may_still_be_acknowledged_but_not_declined() -> None:
    over = log("issue", "end", seen=0)
    assert possible_moves(PROCEDURE, (), over) == ("acknowledge",)
    assert at_rest(PROCEDURE, "ended", "acknowledged")
    assert not at_rest(PROCEDURE, "issued", "acknowledged")
