"""Proposals: one clause of a text still open, adopted when bound as it was accepted."""

from datetime import datetime
from typing import Any

import pytest

from tests.core.clauses import FR, clause
from tests.core.planned import OTHERS, PLANNER, has_table
from tests.core.trained import HASH, TEXT, changed, day, log, refusal, stands
from wasl.core import canonical
from wasl.core.case import allowed, possible_moves
from wasl.core.exchange.proposal import PROCEDURE, Proposed, operation_fits
from wasl.core.procedure import Cited, Move, Part, Whose

PAGE = """\
procedure proposal
O none: propose > open | O open: withdraw > withdrawn*; lapse > lapsed*
O open [accepted]: bind > bound* | O open [rejected countered]: close > closed*
R none [open]: accept > accepted*; reject > rejected*; counter > countered*
"""
CHANGE = {"clause": clause(), "id": "c1", "operation": "REPLACE", "version": HASH}
PROPOSED: dict[str, Any] = {"change": CHANGE, "reason": TEXT}
PROPOSE = Move(index=0, seen=0, move="propose", written=day(1), due=day(15))
PLAN = Cited(whose=Whose.THEIRS, kind="plan", move="open", state="drafting", item=True)


def test_the_table_is_that_of_the_page() -> None:
    assert has_table(PROCEDURE, PAGE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_planner_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    code = "ADD" if rule.codes else None
    assert stands(rule, by=PLANNER, code=code) == ""
    assert stands(rule, by=OTHERS, code=code) == "bad-role"


@pytest.mark.parametrize("operation", ["ADD", "REPLACE", "DELETE"])
def test_a_proposal_is_of_one_clause_and_says_so_by_its_code(operation: str) -> None:
    said = changed(CHANGE, operation=operation, clause=... if operation == "DELETE" else clause())
    body = {**PROPOSED, "change": said}
    assert refusal(Proposed, body) == ""
    read = Proposed.model_validate_json(canonical.dumps(body))
    assert [code for code in ("ADD", "REPLACE", "DELETE") if operation_fits(code, read)] == [
        operation
    ]
    assert PROCEDURE.moves["propose"].fits is operation_fits


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (changed(PROPOSED, reason=...), "bad-body"),
        (changed(PROPOSED, change=...), "bad-body"),
        ({**PROPOSED, "more": "x"}, "bad-body"),
        ({**PROPOSED, "change": {**CHANGE, "id": "c2"}}, "bad-body"),
        ({**PROPOSED, "change": {**CHANGE, "clause": clause(fr=FR + "\u200b")}}, "unsafe-text"),
    ],
)
def test_what_is_no_change_of_a_clause_is_refused(body: dict[str, object], rule: str) -> None:
    assert refusal(Proposed, body) == rule


@pytest.mark.parametrize(
    ("kind", "state", "broken"),
    [
        ("plan", "drafting", ""),
        ("plan", "proposed", "bad-reference"),
        ("plan", "concluded", "bad-reference"),
        ("proposal", "open", ""),
        ("proposal", "bound", "bad-reference"),
        ("meeting", "called", ""),
        ("meeting", "held", "bad-reference"),
        ("report", "open", "bad-reference"),
    ],
)
def test_a_proposal_is_on_what_is_still_open_to_change(kind: str, state: str, broken: str) -> None:
    cited = Cited(whose=Whose.THEIRS, kind=kind, move="any", state=state, item=True)
    rule = PROCEDURE.moves["propose"]
    assert stands(rule, by=PLANNER, code="ADD", cited=[cited]) == broken
    assert stands(rule, by=PLANNER, code="MOVE", cited=[PLAN]) == "move-not-allowed"


@pytest.mark.parametrize(
    ("due", "rule"), [(day(9), None), (day(1), "bad-date"), (None, "bad-date")]
)
def test_a_proposal_says_until_when_it_waits(due: datetime | None, rule: str | None) -> None:
    propose = Move(index=0, seen=0, move="propose", written=day(1), due=due)
    assert allowed(PROCEDURE, propose, own=(), other_as_seen=()) == rule


@pytest.mark.parametrize(("written", "rule"), [(day(14), "bad-date"), (day(15), None)])
def test_it_lapses_then_and_not_before(written: datetime, rule: str | None) -> None:
    lapse = Move(index=1, seen=0, move="lapse", written=written)
    assert allowed(PROCEDURE, lapse, own=(PROPOSE,), other_as_seen=()) == rule


def test_what_is_accepted_is_one_open_proposal_of_theirs() -> None:
    rule = PROCEDURE.moves["accept"]
    theirs = Cited(whose=Whose.THEIRS, kind="proposal", move="propose", state="open", item=True)
    own = Cited(whose=Whose.OWN, kind="proposal", move="propose", state="open", item=True)
    assert stands(rule, by=PLANNER, cited=[theirs]) == ""
    assert stands(rule, by=PLANNER, cited=[own]) == "bad-reference"
    assert stands(PROCEDURE.moves["bind"], by=PLANNER, cited=[own]) == ""
    for about, broken in (((HASH,), None), ((HASH, "cd" * 32), "bad-reference")):
        accept = Move(index=0, seen=1, move="accept", about=about)
        assert allowed(PROCEDURE, accept, own=(), other_as_seen=(PROPOSE,)) == broken


@pytest.mark.parametrize(("about", "rule"), [((HASH,), None), (("cd" * 32,), "bad-reference")])
def test_what_is_bound_is_what_was_accepted(about: tuple[str, ...], rule: str | None) -> None:
    accepted = (Move(index=0, seen=1, move="accept", about=(HASH,)),)
    bind = Move(index=1, seen=1, move="bind", about=about)
    assert allowed(PROCEDURE, bind, own=(PROPOSE,), other_as_seen=accepted) == rule


def test_nothing_is_bound_before_the_acceptance_was_seen() -> None:
    bind = Move(index=1, seen=0, move="bind", about=(HASH,))
    assert allowed(PROCEDURE, bind, own=(PROPOSE,), other_as_seen=log("accept")) == (
        "move-not-allowed"
    )


def test_a_withdrawal_and_an_acceptance_that_cross_bind_nobody() -> None:
    own = (PROPOSE, Move(index=1, seen=0, move="withdraw"))
    accepted = (Move(index=0, seen=1, move="accept", about=(HASH,)),)
    assert possible_moves(PROCEDURE, own, accepted) == ()


def test_a_refusal_of_a_clause_says_why() -> None:
    assert PROCEDURE.moves["reject"].required == {Part.BODY}
