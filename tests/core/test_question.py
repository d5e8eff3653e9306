"""Questions of an overseer: about one item, answered, opened under a law, or referred."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange import question
from wasl.core.exchange.body import Body, read_body
from wasl.core.procedure import Move, Part, Side
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole

Json = dict[str, object]

PAGE = """\
procedure question
O none: ask > asked | O asked [answered opened]: accept > satisfied* | O asked: close > unsatisfied*
R none [asked unsatisfied]: answer > answered* | R none answered [asked]: open_content > opened*
R none [asked]: refer > referred*
"""  # noqa: E501
KIND = question.PROCEDURE
FRENCH = {"fr": "Texte inventé."}
ITEM = {"index": 6, "leaf": "ab" * 32, "link": "16" * 16}
PERSON = {"name": {"script": "Latn", "written": "Samir Exemple"}, "role": "CONTACT"}
ASKED = (Move(index=0, seen=0, move="ask", about=("a",)),)


def rule_of(model: type[Body], said: Json) -> str | None:
    """The rule a body breaks."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return None


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(KIND) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in KIND.half(side)} == set(KIND.moves)


@pytest.mark.parametrize(
    ("about", "rule"), [((), "bad-reference"), (("a",), None), (("a", "b"), "bad-reference")]
)
def test_a_question_cites_exactly_one_entry(about: tuple[str, ...], rule: str | None) -> None:
    asked = Move(index=0, seen=0, move="ask", about=about)
    assert allowed(KIND, asked, own=(), other_as_seen=()) == rule


def test_a_question_that_carries_no_citation_is_bad_reference() -> None:
    said = Carried(
        drafted=OfficerRole.OVERSEER,
        released=OfficerRole.OVERSEER,
        one_officer=True,
        parts=frozenset({Part.BODY}),
    )
    assert check(KIND.moves["ask"], said) == "bad-reference"


def test_content_may_be_opened_after_an_answer_and_not_after_a_referral() -> None:
    answered = (Move(index=0, seen=1, move="answer"),)
    assert possible_moves(KIND, (), ASKED) == ("answer", "open_content", "refer")
    assert possible_moves(KIND, answered, ASKED) == ("open_content",)
    assert possible_moves(KIND, (Move(index=0, seen=1, move="refer"),), ASKED) == ()


def test_a_question_left_without_an_answer_is_closed_and_may_be_answered_late() -> None:
    closed = (*ASKED, Move(index=1, seen=0, move="close"))
    assert possible_moves(KIND, (), closed) == ("answer",)
    assert at_rest(KIND, "unsatisfied", "answered")


def test_nobody_is_satisfied_by_a_referral() -> None:
    referred = (Move(index=0, seen=1, move="refer"),)
    assert possible_moves(KIND, ASKED, referred) == ("close",)


def test_opened_content_has_a_review_date() -> None:
    said = Carried(
        drafted=OfficerRole.DPO, released=OfficerRole.HEAD, parts=frozenset({Part.BODY})
    )
    assert check(KIND.moves["open_content"], said) == "bad-date"


@pytest.mark.parametrize("move", ["ask", "answer"])
def test_what_speaks_of_a_person_may_have_a_review_date(move: str) -> None:
    assert Part.RETAIN_UNTIL in KIND.moves[move].optional


@pytest.mark.parametrize("said", [
    {"question": FRENCH},
    {"question": FRENCH, "item": ITEM},
    {"question": FRENCH, "persons": [PERSON]},
])  # fmt: skip
def test_a_question_is_in_words_and_may_name_its_item_by_leaf(said: Json) -> None:
    assert rule_of(question.Asked, said) is None


@pytest.mark.parametrize(("said", "rule"), [
    ({"item": ITEM}, "bad-body"),
    ({"question": FRENCH, "item": {"leaf": "ab" * 32}}, "bad-body"),
    ({"question": FRENCH, "item": {**ITEM, "index": -1}}, "bad-body"),
    ({"question": FRENCH, "persons": [{"name": PERSON["name"]}]}, "role-missing"),
    ({"question": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"question": {}}, "language-missing"),
])  # fmt: skip
def test_a_question_without_words_item_or_role_is_refused(said: Json, rule: str) -> None:
    assert rule_of(question.Asked, said) == rule


def test_an_answer_is_in_words() -> None:
    assert rule_of(question.Answered, {"answer": FRENCH, "persons": [PERSON]}) is None
    assert rule_of(question.Answered, {"persons": [PERSON]}) == "bad-body"


@pytest.mark.parametrize("lacking", ["law", "text"])
def test_content_is_opened_under_a_law_that_is_named(lacking: str) -> None:
    opened: Json = {"law": "Loi inventée, art. 1", "persons": [PERSON], "text": FRENCH}
    assert rule_of(question.ContentOpened, opened) is None
    lame = {name: value for name, value in opened.items() if name != lacking}
    assert rule_of(question.ContentOpened, lame) == "bad-body"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"overseer": "oversight.ly.example"}, None),
        ({"overseer": "oversight.ly.example", "text": FRENCH}, None),
        ({"overseer": "The overseer"}, "bad-body"),
        ({"text": FRENCH}, "bad-body"),
    ],
)
def test_a_referral_names_the_overseer_who_can_answer(said: Json, rule: str | None) -> None:
    assert rule_of(question.Referred, said) == rule
