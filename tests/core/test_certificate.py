"""Certificates: no name in them, a rights module in each, and a ground for every revocation."""

import pytest

from tests.core.trained import HASH, TEXT, TRAINEE, UNSAFE, changed, log, moves_of, refusal, stands
from wasl.core import canonical
from wasl.core.case import allowed, at_rest, case_standing, owed_moves, possible_moves
from wasl.core.exchange.body import persons_of, read_body
from wasl.core.exchange.certificate import PROCEDURE, Certificate, Questioned, RevocationGround
from wasl.core.procedure import Cited, Move, Part, Side, Whose
from wasl.core.terms import OfficerRole, PersonRole, Standing

CERTIFICATE = {
    "course": HASH,
    "date": "2027-02-05",
    "holder": TRAINEE,
    "hours": 36,
    "issuer": "node-a.example",
    "rights_module": "m-2",
    "serial": "2027/014-3",
    "session": HASH,
    "title": TEXT,
    "valid_from": "2027-02-05",
    "valid_until": "2030-02-04",
}
NAME = {"script": "Latn", "written": "Nom Inventé"}


def test_a_whole_certificate_is_read_and_counts_its_holder() -> None:
    assert refusal(Certificate, {**CERTIFICATE, "level": "B"}) == ""
    read = read_body(Certificate, canonical.dumps(CERTIFICATE))
    assert persons_of(read) == {PersonRole.OFFICIAL: 1}


@pytest.mark.parametrize("lacking", CERTIFICATE)
def test_a_certificate_says_all_of_it(lacking: str) -> None:
    assert refusal(Certificate, changed(CERTIFICATE, **{lacking: ...})) == "bad-body"


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"holder": {**TRAINEE, "name": NAME}}, "bad-body"),
        ({"holder": {"pseudonym": "0f" * 16}}, "role-missing"),
        ({"name": "Nom Inventé"}, "bad-body"),
        ({"title": UNSAFE}, "unsafe-text"),
        ({"title": {}}, "language-missing"),
        ({"valid_until": "2027-02-04"}, "bad-body"),
        ({"course": "m-1"}, "bad-body"),
        ({"serial": "n 3"}, "bad-body"),
    ],
)
def test_what_a_certificate_may_not_say_is_refused(part: dict[str, object], rule: str) -> None:
    assert refusal(Certificate, changed(CERTIFICATE, **part)) == rule


def test_a_doubt_is_said_in_words() -> None:
    assert refusal(Questioned, {"question": TEXT}) == ""
    assert refusal(Questioned, {}) == "bad-body"


def test_every_move_has_a_rule_and_every_rule_a_move() -> None:
    assert set(PROCEDURE.moves) == moves_of(PROCEDURE)


@pytest.mark.parametrize("move", PROCEDURE.moves)
def test_a_training_officer_drafts_and_a_releaser_lets_go(move: str) -> None:
    rule = PROCEDURE.moves[move]
    assert stands(rule) == ""
    assert stands(rule, by=(OfficerRole.TRAINING, OfficerRole.HEAD)) == "bad-role"


def test_a_certificate_cites_an_own_nomination_that_was_completed() -> None:
    rule = PROCEDURE.moves["issue"]
    done = Cited(whose=Whose.OWN, kind="nomination", move="complete", state="completed", item=True)
    theirs = Cited(whose=Whose.THEIRS, kind="nomination", move="complete", state="completed")
    attended = Cited(whose=Whose.OWN, kind="nomination", move="attend", state="attended")
    assert stands(rule, cited=[done], speaks=True) == ""
    assert stands(rule, cited=[theirs]) == "bad-reference"
    assert stands(rule, cited=[attended]) == "bad-reference"
    assert Part.STATEMENT not in rule.required | rule.optional


@pytest.mark.parametrize("ground", RevocationGround)
def test_a_revocation_has_a_ground_and_no_words(ground: str) -> None:
    rule = PROCEDURE.moves["revoke"]
    assert Part.CODE in rule.required
    assert stands(rule, code=ground) == ""
    assert stands(rule, Part.BODY, code=ground) == "move-not-allowed"


def test_a_revocation_has_no_ground_of_another_list() -> None:
    assert stands(PROCEDURE.moves["revoke"], code="SOURCE_SAFETY") == "move-not-allowed"


def test_a_certificate_revoked_while_held_is_still_to_be_struck() -> None:
    assert owed_moves(PROCEDURE, "revoked", "held") == ((Side.RECIPIENT, "strike"),)
    assert not at_rest(PROCEDURE, "revoked", "held")
    assert at_rest(PROCEDURE, "revoked", "struck")
    assert possible_moves(PROCEDURE, log("take"), log("issue")) == ("question",)
    assert "strike" in possible_moves(PROCEDURE, log("take"), log("issue", "revoke"))


def test_a_certificate_makes_nothing_of_what_it_cites() -> None:
    assert case_standing(PROCEDURE, "revoked", "held", Side.RECIPIENT) is Standing.LIVE


@pytest.mark.parametrize("cited", [(), (HASH, "cd" * 32)])
def test_a_certificate_is_of_one_completion(cited: tuple[str, ...]) -> None:
    issue = Move(index=0, seen=0, move="issue", about=cited)
    assert allowed(PROCEDURE, issue, own=(), other_as_seen=()) == "bad-reference"
