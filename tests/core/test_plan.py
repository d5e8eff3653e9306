"""Plans: frozen when ready, signed over every byte, suspended by either, reviewed by both."""

import json
from typing import Any

import pytest

from tests.core.clauses import AR, FR, clause, text
from tests.core.planned import INDICATOR, MEASURED, OTHERS, SIGNER, UNTOLD, has_table
from tests.core.trained import HASH, TEXT, UNSAFE, changed, day, refusal, stands
from wasl.core.case import allowed, at_rest, joint, owed_moves, possible_moves
from wasl.core.exchange import cosign
from wasl.core.exchange.body import Body
from wasl.core.exchange.plan import (
    PROCEDURE,
    PlanOpened,
    PlanOutcome,
    PlanReview,
    PlanText,
    outcome_fits,
)
from wasl.core.procedure import Cited, Move, Part, Side, Whose

PAGE = """\
procedure plan : cosign
O none: open > drafting | O drafting: freeze > proposed; abandon > withdrawn*
O proposed: reopen > drafting
O concluded: suspend > suspended | O suspended: resume > concluded*
O concluded suspended: complete > completed*; terminate > terminated*
R none [drafting]: join > studying | R studying countered: leave > declined*
R signed [concluded suspended]: suspend > suspended | R suspended: resume > signed*
R signed suspended [concluded suspended terminated]: terminate > terminated*
R signed [completed]: review > reviewed*
owed R completed/signed: review
"""
OPENED: dict[str, object] = {"aims": TEXT, "text": text(), "title": TEXT}
FROZEN: dict[str, object] = {
    "indicators": [INDICATOR],
    "rights_clause": "c1",
    "start": "2027-02-01",
    "text": text(),
    "title": TEXT,
}
REVIEW: dict[str, object] = {"text": TEXT, "values": [MEASURED]}
BODIES: list[tuple[type[Body], dict[str, object]]] = [
    (PlanOpened, OPENED),
    (PlanText, FROZEN),
    (PlanReview, REVIEW),
]
OLD, NEW = "11" * 32, "22" * 32

Acted = tuple[tuple[Move, ...], tuple[Move, ...]]


def test_the_table_is_that_of_the_page() -> None:
    assert has_table(PROCEDURE, PAGE, cosign.PROCEDURE)


@pytest.mark.parametrize(("model", "body"), BODIES)
def test_what_is_agreed_has_all_its_parts_and_no_other(
    model: type[Body], body: dict[str, object]
) -> None:
    assert refusal(model, body) == ""
    assert refusal(model, {**body, "unagreed": "x"}) == "bad-body"
    for lacking in body.keys() - {"values"}:
        assert refusal(model, changed(body, **{lacking: ...})) == "bad-body"


def test_a_plan_may_name_runs_and_a_map() -> None:
    assert refusal(PlanText, {**FROZEN, "map_name": "Schéma inventé", "runs": [HASH]}) == ""


# -------------------------------------------------------------------------------- may it freeze


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (text(clause(texts={"ar": AR}, renders=...)), "language-missing"),
        (text(clause(renders=...)), "bad-body"),
        (text(clause(fr=FR.replace("30", "60"))), "bad-body"),
        (text(clause(fr=FR + "\u202e")), "unsafe-text"),
        (text(clauses=[]), "bad-body"),
    ],
)
def test_nothing_is_frozen_while_a_language_lacks_lags_or_differs(
    said: dict[str, Any], rule: str
) -> None:
    assert refusal(PlanText, {**FROZEN, "text": said}) == rule


def test_a_plan_is_opened_with_what_there_is_and_hides_nothing() -> None:
    unfinished = text(clause(texts={"ar": AR}, renders=...))
    assert refusal(PlanOpened, {**OPENED, "text": unfinished}) == ""
    assert refusal(PlanOpened, {**OPENED, "text": text(clauses=[])}) == ""
    turned = text(clause(fr=FR + "\u202e"))
    assert refusal(PlanOpened, {**OPENED, "text": turned}) == "unsafe-text"


def test_a_plan_without_its_rights_clause_is_not_frozen() -> None:
    assert refusal(PlanText, {**FROZEN, "rights_clause": "c9"}) == "bad-body"


@pytest.mark.parametrize(
    "indicators",
    [
        [{**INDICATOR, "baseline_fixed": "2027-02-01"}],
        [{**INDICATOR, "baseline_fixed": "2027-03-01"}],
        [INDICATOR, INDICATOR],
        [changed(INDICATOR, baseline=...)],
        [{**INDICATOR, "definition": UNSAFE}],
    ],
)
def test_each_baseline_is_fixed_before_the_start(indicators: list[object]) -> None:
    rule = "unsafe-text" if UNSAFE in indicators[0].values() else "bad-body"  # type: ignore[attr-defined]
    assert refusal(PlanText, {**FROZEN, "indicators": indicators}) == rule


# ------------------------------------------------------------------------------------- review


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ([], ""),
        ([MEASURED], ""),
        ([UNTOLD], ""),
        ([MEASURED, {**UNTOLD, "indicator": "I2"}], ""),
        ([MEASURED, UNTOLD], "bad-body"),
        ([{**MEASURED, **UNTOLD}], "bad-body"),
        ([{"indicator": "I1"}], "bad-body"),
    ],
)
def test_an_indicator_reads_a_value_or_why_none_can_be_told(
    values: list[object], rule: str
) -> None:
    assert refusal(PlanReview, {**REVIEW, "values": values}) == rule


@pytest.mark.parametrize(
    ("code", "values", "fits"),
    [
        ("MET", [MEASURED], True),
        ("NOT_MET", [UNTOLD], False),
        ("PARTLY_MET", [], False),
        ("CANNOT_TELL", [UNTOLD], True),
        ("CANNOT_TELL", [], True),
        ("CANNOT_TELL", [MEASURED], True),
    ],
)
def test_an_outcome_stands_on_a_value_or_cannot_be_told(
    code: str, values: list[object], fits: bool
) -> None:
    said = PlanReview.model_validate_json(json.dumps({**REVIEW, "values": values}))
    assert outcome_fits(code, said) is fits


@pytest.mark.parametrize("move", ["complete", "review"])
def test_each_side_says_what_came_of_it(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert rule.fits is outcome_fits
    assert rule.codes == set(PlanOutcome)
    assert stands(rule, by=SIGNER, code="CANNOT_TELL") == ""
    assert stands(rule, by=SIGNER, code="PERHAPS") == "move-not-allowed"


# -------------------------------------------------------------------------------------- moves


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_planner_drafts_and_the_head_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule, by=SIGNER, code="MET" if rule.codes else None) == ""
    assert stands(rule, by=OTHERS, code="MET" if rule.codes else None) == "bad-role"


@pytest.mark.parametrize("move", ["propose", "redraft", "freeze"])
def test_a_version_comes_whole_with_a_statement_of_it(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert rule.stated
    assert {Part.BODY, Part.STATEMENT} <= rule.required


@pytest.mark.parametrize("move", ["sign", "conclude"])
def test_root_holders_sign_what_binds(move: str) -> None:
    assert PROCEDURE.moves[move].roots


def test_what_is_countered_is_a_version_of_a_plan() -> None:
    rule = PROCEDURE.moves["counter"]
    for kind, move, broken in (
        ("plan", "freeze", ""),
        ("plan", "propose", ""),
        ("plan", "open", "bad-reference"),
        ("proposal", "propose", "bad-reference"),
    ):
        cited = Cited(whose=Whose.THEIRS, kind=kind, move=move, state="proposed", item=True)
        assert stands(rule, by=SIGNER, cited=[cited]) == broken


def acts(script: str) -> Acted:
    """The logs after ``O open R join O freeze:text``, everything seen; each move allowed."""
    logs: dict[Side, tuple[Move, ...]] = {Side.ORIGINATOR: (), Side.RECIPIENT: ()}
    words = script.split()
    for said, word in zip(words[::2], words[1::2], strict=True):
        side, (name, _, named) = Side(said), word.partition(":")
        own, other = logs[side], logs[side.opposite]
        move = Move(
            index=len(own),
            seen=len(other),
            move=name,
            statement=named or None,
            offer_until=day(20) if name == "sign" else None,
            written=day(21),
        )
        assert allowed(PROCEDURE, move, own=own, other_as_seen=other) is None, word
        logs[side] = (*own, move)
    return logs[Side.ORIGINATOR], logs[Side.RECIPIENT]


IN_FORCE = f"O open R join O freeze:{OLD} R sign:{OLD} O conclude:{OLD}"


def test_a_plan_is_drafted_frozen_signed_and_in_force() -> None:
    assert joint(PROCEDURE, *acts(IN_FORCE)) == ("concluded", "signed")


def test_after_reopening_the_older_signature_concludes_nothing() -> None:
    own, other = acts(f"O open O freeze:{OLD} R sign:{OLD} O reopen O freeze:{NEW}")
    for named in (OLD, NEW):
        conclude = Move(index=len(own), seen=1, move="conclude", statement=named)
        assert allowed(PROCEDURE, conclude, own=own, other_as_seen=other) == "bad-reference"
    assert joint(
        PROCEDURE,
        *acts(
            f"O open O freeze:{OLD} R sign:{OLD} O reopen O freeze:{NEW} R sign:{NEW} "
            f"O conclude:{NEW}"
        ),
    ) == ("concluded", "signed")


def test_nobody_signs_while_clauses_are_drafted() -> None:
    own, other = acts(f"O open O freeze:{OLD} O reopen")
    sign = Move(index=0, seen=3, move="sign", statement=OLD, offer_until=day(20))
    assert allowed(PROCEDURE, sign, own=other, other_as_seen=own) == "move-not-allowed"


def test_each_lifts_only_its_own_suspension() -> None:
    suspended = acts(f"{IN_FORCE} O suspend R suspend")
    assert joint(PROCEDURE, *suspended) == ("suspended", "suspended")
    lifted = acts(f"{IN_FORCE} O suspend R suspend O resume")
    assert joint(PROCEDURE, *lifted) == ("concluded", "suspended")
    assert "resume" not in possible_moves(PROCEDURE, *lifted)


def test_a_completed_plan_is_owed_the_other_sides_review() -> None:
    own, other = acts(f"{IN_FORCE} O complete")
    assert owed_moves(PROCEDURE, *joint(PROCEDURE, own, other)) == ((Side.RECIPIENT, "review"),)
    assert not at_rest(PROCEDURE, *joint(PROCEDURE, own, other))
    reviewed = acts(f"{IN_FORCE} O complete R review")
    assert at_rest(PROCEDURE, *joint(PROCEDURE, *reviewed))


@pytest.mark.parametrize("move", ["suspend", "terminate"])
def test_who_suspends_or_terminates_says_why(move: str) -> None:
    assert PROCEDURE.moves[move].required == {Part.BODY}
