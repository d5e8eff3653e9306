"""The block for a namesake: one blameless person who agreed, erased by either side."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, at_rest, check, owed_moves, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import check_body, read_body
from wasl.core.exchange.namesake import BLAMELESS, MOVES, PROCEDURE, Offered
from wasl.core.procedure import Cited, Move, Part, Side, Whose
from wasl.core.terms import EntryRule, Language, OfficerRole, PersonRole

FRENCH = {"fr": "Né en 1950, une cicatrice au menton."}
BEARER = {"name": {"script": "Latn", "written": "Sami Autre"}, "role": "BYSTANDER"}
OFFERED: dict[str, object] = {"consent": "given", "differs_by": FRENCH, "persons": [BEARER]}
OFFER = frozenset({Part.BODY, Part.RETAIN_UNTIL})
DRAFTER, RELEASER = OfficerRole.DRAFTER, OfficerRole.RELEASER
HANDLER, DUTY, NODE = OfficerRole.HANDLER, OfficerRole.DUTY, OfficerRole.NODE


def refusal(**changed: object) -> str:
    """The rule an offer breaks, or nothing."""
    try:
        read_body(Offered, canonical.dumps(OFFERED | changed))
    except RefusedError as error:
        return error.rule
    return ""


def offered(**changed: object) -> EntryRule | None:
    """What is said of an offer by its authors, but for what is changed."""
    whole: dict[str, object] = {"drafted": DRAFTER, "released": RELEASER, "parts": OFFER}
    return check(MOVES["offer"], Carried(**(whole | changed)))  # type: ignore[arg-type]


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}


@pytest.mark.parametrize("lacking", sorted(OFFERED))
def test_a_block_needs_consent_a_person_and_a_difference(lacking: str) -> None:
    kept = {name: value for name, value in OFFERED.items() if name != lacking}
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Offered, canonical.dumps(kept))


def test_nobody_is_taken_to_have_agreed() -> None:
    assert refusal() == ""
    for assumed in ("assumed", "", True):
        assert refusal(consent=assumed) == "bad-body"


def test_a_block_is_of_one_person_with_a_role() -> None:
    assert refusal(persons=[]) == refusal(persons=[BEARER, BEARER]) == "bad-body"
    assert refusal(persons=[{"name": BEARER["name"]}]) == "role-missing"
    body = read_body(Offered, canonical.dumps(OFFERED))
    french = frozenset({Language.FR})
    assert check_body(body, {PersonRole.BYSTANDER: 1}, french) is None
    assert check_body(body, {}, french) == "role-missing"


@pytest.mark.parametrize("role", PersonRole)
def test_a_block_accuses_nobody(role: PersonRole) -> None:
    assert refusal(persons=[BEARER | {"role": role}]) == ("" if role in BLAMELESS else "bad-body")


def test_a_block_without_a_name_protects_nobody() -> None:
    assert refusal(persons=[{"role": "BYSTANDER", "born": "1950"}]) == "bad-body"


def test_a_block_keeps_no_more_than_it_needs() -> None:
    assert refusal(persons=[BEARER | {"address": "Rue inventée"}]) == "bad-body"
    assert refusal(relatives=[BEARER]) == "bad-body"


def test_a_block_is_safe_to_show() -> None:
    assert refusal(differs_by={"fr": "a\u202eb"}) == "unsafe-text"
    assert refusal(differs_by={}) == "language-missing"


def test_a_block_is_offered_by_its_authors_with_the_data_protection_officer_heard() -> None:
    assert MOVES["offer"].signers.also == {OfficerRole.DPO}
    assert offered(speaks_of_persons=True) is None
    assert offered(drafted=HANDLER, released=DUTY) == "bad-role"
    assert offered(one_officer=True) == "bad-role"
    assert offered(drafted=NODE, released=NODE, one_officer=True) == "bad-role"
    assert offered(drafted=DUTY, released=DUTY, one_officer=True, flash=True) == "bad-role"


@pytest.mark.parametrize("name", ["apply", "decline", "erase"])
def test_the_desk_applies_declines_and_erases(name: str) -> None:
    said = Carried(drafted=HANDLER, released=DUTY)
    assert check(MOVES[name], said) is None
    assert check(MOVES[name], Carried(drafted=DRAFTER, released=RELEASER)) == "bad-role"
    assert check(MOVES[name], Carried(drafted=NODE, released=NODE)) == "bad-role"


def test_a_block_has_a_body_and_a_review_date() -> None:
    assert offered(parts=OFFER - {Part.BODY}) == "move-not-allowed"
    assert offered(parts=OFFER - {Part.RETAIN_UNTIL}) == "bad-date"


def test_a_block_may_cite_the_alert_or_the_hit_it_comes_from_and_nothing_else() -> None:
    for kind, rule in (("alert", None), ("hit", None), ("report", "bad-reference")):
        cited = Cited(whose=Whose.THEIRS, kind=kind, move="issue")
        assert offered(parts=OFFER | {Part.ABOUT}, cited=(cited,)) == rule


def test_what_one_side_erased_the_other_owes_to_erase() -> None:
    assert owed_moves(PROCEDURE, "erased", "applied") == ((Side.RECIPIENT, "erase"),)
    assert owed_moves(PROCEDURE, "offered", "erased") == ((Side.ORIGINATOR, "erase"),)
    assert not at_rest(PROCEDURE, "erased", "applied")
    assert not at_rest(PROCEDURE, "offered", "erased")
    assert at_rest(PROCEDURE, "erased", "erased")
    assert at_rest(PROCEDURE, "offered", "applied")


def test_either_side_may_erase_and_what_is_erased_is_not_applied() -> None:
    assert possible_moves(PROCEDURE, log("offer"), ()) == ("erase",)
    own, other = log("apply"), log("offer", seen=0)
    assert possible_moves(PROCEDURE, own, other) == ("erase",)
    assert possible_moves(PROCEDURE, (), log("offer", "erase", seen=0)) == ()
