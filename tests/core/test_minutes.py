"""Minutes and communiqués: one text, both signatures, no word to the public before its hour."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.clauses import AR, FR, clause, text
from tests.core.planned import OTHERS, SIGNER, has_table
from tests.core.trained import HASH, TEXT, changed, day, refusal, stands
from wasl.core.case import allowed, possible_moves
from wasl.core.clause import words_hash
from wasl.core.exchange import communique, cosign, minutes
from wasl.core.exchange.body import Body
from wasl.core.exchange.communique import CommuniqueText, publish_at_hour
from wasl.core.exchange.minutes import MinutesText
from wasl.core.procedure import Cited, Move, Part, Procedure, Whose

MINUTES, COMMUNIQUE = minutes.PROCEDURE, communique.PROCEDURE
EN = "Each party reports every 30 days."
THREE = {
    "authentic": ["ar", "en", "fr"],
    "clauses": [
        {
            "id": "c1",
            "renders": {"en": words_hash(AR), "fr": words_hash(AR)},
            "texts": {"ar": AR, "en": EN, "fr": FR},
        }
    ],
    "id": "0b" * 16,
    "number": 1,
}
TOLD = {"decisions": [HASH], "own_words": [HASH], "text": text(), "title": TEXT}
PUBLIC = {"mentions": [HASH], "text": THREE, "title": {**TEXT, "en": "Invented text."}}
OLD, NEW = "11" * 32, "22" * 32
COMMUNIQUE_PAGE = """\
procedure communique : cosign
O concluded: publish > published*; pull > pulled*
R signed [concluded]: object > objected*
"""
MEETING = Cited(whose=Whose.THEIRS, kind="meeting", move="hold", state="held", item=False)


def test_the_tables_are_those_of_the_page() -> None:
    assert has_table(MINUTES, "procedure minutes : cosign\n", cosign.PROCEDURE)
    assert has_table(COMMUNIQUE, COMMUNIQUE_PAGE, cosign.PROCEDURE)


@pytest.mark.parametrize(("model", "body"), [(MinutesText, TOLD), (CommuniqueText, PUBLIC)])
def test_what_is_agreed_has_all_its_parts_and_no_other(
    model: type[Body], body: dict[str, object]
) -> None:
    assert refusal(model, body) == ""
    assert refusal(model, {**body, "unagreed": "x"}) == "bad-body"
    for lacking in ("text", "title"):
        assert refusal(model, changed(body, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (text(clause(texts={"fr": FR}, renders=...)), "language-missing"),
        (text(clause(fr="En 29 jours.")), "bad-body"),
        (text(clause(renders={"fr": HASH})), "bad-body"),
    ],
)
def test_no_minutes_are_proposed_while_a_language_lags_or_differs(
    said: dict[str, object], rule: str
) -> None:
    assert refusal(MinutesText, {**TOLD, "text": said}) == rule


@pytest.mark.parametrize(
    "part", [{"title": TEXT}, {"text": text()}, {"title": TEXT, "text": text()}]
)
def test_the_public_is_told_in_three_authentic_languages(part: dict[str, object]) -> None:
    assert refusal(CommuniqueText, {**PUBLIC, **part}) == "language-missing"


@pytest.mark.parametrize("procedure", [MINUTES, COMMUNIQUE], ids=lambda each: each.name)
def test_a_planner_drafts_and_the_head_lets_go(procedure: Procedure) -> None:
    for rule in procedure.moves.values():
        assert stands(rule, by=SIGNER) == ""
        assert stands(rule, by=OTHERS) == "bad-role"
    assert procedure.moves["redraft"].stated
    assert procedure.moves["sign"].roots


@pytest.mark.parametrize("move", ["propose", "redraft"])
def test_minutes_are_of_a_meeting_that_was_held(move: str) -> None:
    rule = MINUTES.moves[move]
    called = replace(MEETING, move="call", state="called", item=True)
    assert stands(rule, Part.DUE, by=SIGNER, cited=[MEETING]) == ""
    assert stands(rule, by=SIGNER, cited=[called]) == "bad-reference"


def test_a_communique_is_of_a_meeting_or_its_minutes() -> None:
    rule = COMMUNIQUE.moves["propose"]
    told = replace(MEETING, kind="minutes", move="propose", state="concluded", item=True)
    for cited, broken in (
        (MEETING, ""),
        (told, ""),
        (replace(told, kind="plan"), "bad-reference"),
    ):
        assert stands(rule, by=SIGNER, cited=[cited]) == broken


@pytest.mark.parametrize("procedure", [MINUTES, COMMUNIQUE], ids=lambda each: each.name)
def test_what_is_countered_is_a_version_of_the_same_kind(procedure: Procedure) -> None:
    rule = procedure.moves["counter"]
    same = Cited(whose=Whose.THEIRS, kind=procedure.name, move="redraft", item=True)
    assert stands(rule, by=SIGNER, cited=[same]) == ""
    assert stands(rule, by=SIGNER, cited=[replace(same, kind="plan")]) == "bad-reference"


# ------------------------------------------------------------------------------------ the hour


def proposed(hour: int, named: str = OLD, index: int = 0, move: str = "propose") -> Move:
    """A version to be published on a day."""
    return Move(index=index, seen=0, move=move, statement=named, written=day(2), due=day(hour))


def concluded(index: int, named: str = OLD) -> Move:
    return Move(index=index, seen=1, move="conclude", statement=named)


SIGNED = (Move(index=0, seen=1, move="sign", statement=OLD, offer_until=day(28)),)


@pytest.mark.parametrize(
    ("written", "rule"), [(day(9), "bad-date"), (day(10), None), (None, "bad-date")]
)
def test_nothing_is_published_before_the_agreed_hour(
    written: datetime | None, rule: str | None
) -> None:
    own = (proposed(10), concluded(1))
    publish = Move(index=2, seen=1, move="publish", written=written)
    assert allowed(COMMUNIQUE, publish, own=own, other_as_seen=SIGNED) == rule


def test_the_hour_of_a_signed_text_is_not_brought_forward() -> None:
    own = (proposed(10), proposed(3, index=1, move="redraft"), concluded(2))
    publish = Move(index=3, seen=1, move="publish", written=day(5))
    assert allowed(COMMUNIQUE, publish, own=own, other_as_seen=SIGNED) == "bad-date"


def test_the_hour_is_that_of_the_text_concluded() -> None:
    own = (proposed(20, NEW), proposed(4, index=1, move="redraft"), concluded(2))
    publish = Move(index=3, seen=1, move="publish", written=day(5))
    assert publish_at_hour(publish, own, SIGNED) is None
    assert publish_at_hour(publish, (), ()) == "bad-date"


@pytest.mark.parametrize("hour", [1, 2])
def test_an_hour_that_is_gone_is_not_proposed(hour: int) -> None:
    propose = proposed(hour)
    assert allowed(COMMUNIQUE, propose, own=(), other_as_seen=()) == "bad-date"


def test_the_other_side_objects_and_the_author_pulls() -> None:
    own = (proposed(10), concluded(1))
    seen = tuple(replace(each, seen=2) for each in SIGNED)
    assert "object" in possible_moves(COMMUNIQUE, seen, own)
    objected = (*seen, Move(index=1, seen=2, move="object"))
    assert {"publish", "pull"} <= set(possible_moves(COMMUNIQUE, own, objected))
