"""Findings: with a recommendation, answered; what is published points at nobody."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange import finding
from wasl.core.exchange.body import Body, read_body
from wasl.core.procedure import Move, Part, Side
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole

Json = dict[str, object]

PAGE = """\
procedure finding
O none: find > found | O found [remedied contested]: close > closed* | O found: publish > published*
R none [found published]: accept > accepted
R none accepted [found published]: contest > contested*; remedy > remedied*
"""  # noqa: E501
KIND = finding.PROCEDURE
FRENCH = {"fr": "Texte inventé."}
FOUND: Json = {"recommendation": FRENCH, "text": FRENCH}
ENTRY = (Move(index=0, seen=0, move="find"),)


def rule_of(model: type[Body], said: Json) -> str | None:
    """The rule a body breaks."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return None


def find(*parts: Part, code: str | None = None, speaks_of_persons: bool = False) -> str | None:
    """What is said of a finding that carries these parts beside its body."""
    said = Carried(
        drafted=OfficerRole.OVERSEER,
        released=OfficerRole.OVERSEER,
        one_officer=True,
        parts=frozenset({Part.BODY, *parts}),
        code=code,
        speaks_of_persons=speaks_of_persons,
    )
    return check(KIND.moves["find"], said)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(KIND) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in KIND.half(side)} == set(KIND.moves)


def test_an_accepted_finding_is_not_at_rest_until_it_is_remedied_or_contested() -> None:
    assert not at_rest(KIND, "published", "accepted")
    assert at_rest(KIND, "published", "remedied")
    assert at_rest(KIND, "closed", "contested")


def test_a_finding_is_closed_by_an_answer_and_published_without_one() -> None:
    assert possible_moves(KIND, ENTRY, ()) == ("publish",)
    contested = (Move(index=0, seen=1, move="contest"),)
    assert possible_moves(KIND, ENTRY, contested) == ("close", "publish")


def test_what_was_published_can_still_be_remedied() -> None:
    published = (*ENTRY, Move(index=1, seen=0, move="publish"))
    remedy = Move(index=0, seen=2, move="remedy")
    assert allowed(KIND, remedy, own=(), other_as_seen=published) is None


@pytest.mark.parametrize("indicator", finding.Indicator)
def test_a_finding_may_name_one_indicator(indicator: str) -> None:
    assert find(Part.CODE, code=indicator) is None


def test_a_finding_needs_no_indicator_but_takes_no_other_code() -> None:
    assert find() is None
    assert find(Part.CODE, code="NOT_HELD") == "move-not-allowed"


def test_a_finding_about_a_person_has_a_review_date() -> None:
    assert find(speaks_of_persons=True) == "bad-date"
    assert find(Part.RETAIN_UNTIL, speaks_of_persons=True) is None


@pytest.mark.parametrize("lacking", FOUND)
def test_a_finding_comes_with_a_recommendation(lacking: str) -> None:
    assert rule_of(finding.Found, FOUND) is None
    lame = {name: value for name, value in FOUND.items() if name != lacking}
    assert rule_of(finding.Found, lame) == "bad-body"


@pytest.mark.parametrize(("changed", "rule"), [
    ({"figures": [{"count": 0, "indicator": "HITS_JUDGED"}]}, None),
    ({"figures": [{"count": -1, "indicator": "HITS_JUDGED"}]}, "bad-body"),
    ({"figures": [{"indicator": "HITS_JUDGED"}]}, "bad-body"),
    ({"figures": [{"count": 1, "indicator": "RUMOURS"}]}, "bad-body"),
    ({"persons": [{"role": "CONTACT"}]}, None),
    ({"persons": [{"born": "1980"}]}, "role-missing"),
    ({"text": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"recommendation": {}}, "language-missing"),
])  # fmt: skip
def test_a_finding_has_its_figures_and_a_role_for_each_person(
    changed: Json, rule: str | None
) -> None:
    assert rule_of(finding.Found, {**FOUND, **changed}) == rule


@pytest.mark.parametrize(("count", "rule"), [(5, None), (4, "bad-body"), (0, "bad-body")])
def test_no_small_number_is_published(count: int, rule: str | None) -> None:
    figure = {"count": count, "indicator": "RECALLS_SILENT"}
    assert rule_of(finding.Published, {"figures": [figure], "text": FRENCH}) == rule


def test_a_number_too_small_to_publish_is_left_out() -> None:
    said: Json = {"figures": [{"indicator": "RECALLS_SILENT"}], "text": FRENCH}
    assert rule_of(finding.Published, said) is None


def test_a_publication_lists_no_person_and_has_a_text() -> None:
    assert rule_of(finding.Published, {"text": FRENCH}) is None
    assert rule_of(finding.Published, {}) == "bad-body"
    named: Json = {"persons": [{"role": "OFFICIAL"}], "text": FRENCH}
    assert rule_of(finding.Published, named) == "bad-body"


def test_who_contests_says_why_and_who_remedies_says_how() -> None:
    assert rule_of(finding.Contested, {"reason": FRENCH}) is None
    assert rule_of(finding.Contested, {}) == "bad-body"
    assert rule_of(finding.Remedied, {"text": FRENCH}) is None
    assert rule_of(finding.Remedied, {}) == "bad-body"
