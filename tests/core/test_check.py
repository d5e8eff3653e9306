"""Private checks: one commitment, no word of a hit, and nobody who must never be checked."""

import base64
from itertools import pairwise

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, owed_moves, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange import check as checks
from wasl.core.exchange.body import Body, persons_of, read_body
from wasl.core.procedure import NONE, Cited, Move, Part, Side, Whose
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole, PersonRole, RefusalCode

Json = dict[str, object]

PAGE = """\
procedure check
O none: ask > asked | O asked: count_only > counted* | O asked [answered]: declare > declared
O declared [confirmed confirmed_caveats denied cannot_say]: accept > accepted*
O declared: withdraw > withdrawn*; lapse > lapsed*
R none [asked]: answer > answered*; decline > declined* | R answered [declared]: verify_opening > verifying
R verifying [declared]: confirm > confirmed*; confirm_caveats > confirmed_caveats*; deny > denied*; cannot_say > cannot_say*
R verifying [withdrawn lapsed]: drop > dropped*
owed R declared/answered: verify_opening
"""  # noqa: E501
KIND = checks.PROCEDURE
HANDLER, RELEASER, NODE = OfficerRole.HANDLER, OfficerRole.RELEASER, OfficerRole.NODE
FRENCH = {"fr": "Texte inventé."}
HASH = "ab" * 32
POINTS = base64.b64encode(bytes(range(256)) * 2).decode()
SPENT = {"contact": 2, "paper": 4, "person": 8, "vehicle": 2}
SUBJECT = {"name": {"script": "Latn", "written": "Samir Exemple"}, "role": "SUSPECT"}
OPENED: Json = {
    "keys": [{"family": "nm-yr", "parts": ["smr ksmpl", "1980"]}],
    "law": "Loi inventée, art. 1",
    "purpose": "terrorism.prevent",
    "salt": HASH,
    "subject": SUBJECT,
}


def asked(**changed: object) -> Json:
    """A question with its points; a field that is None is left out."""
    whole: Json = {
        "commitment": HASH,
        "count": 16,
        "epoch": 7,
        "points": POINTS,
        "reason": FRENCH,
        **changed,
    }
    return {name: value for name, value in whole.items() if value is not None}


def rule_of(model: type[Body], said: Json) -> str | None:
    """The rule a body breaks."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return None


def log(*moves: str, seen: int = 9) -> tuple[Move, ...]:
    """The moves of one log, each of which saw all of the other."""
    return tuple(Move(index=place, seen=seen, move=move) for place, move in enumerate(moves))


ASKED = log("ask", seen=0)
DECLARED = (*ASKED, Move(index=1, seen=1, move="declare"))


# ------------------------------------------------------------------------------------- table


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(KIND) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in KIND.half(side)} == set(KIND.moves)


def test_a_check_stops_with_the_arrangement_and_is_marked() -> None:
    assert not KIND.survivor
    assert KIND.marked


def test_a_hit_that_is_not_declared_is_closed_like_none() -> None:
    assert possible_moves(KIND, ASKED, ()) == ("count_only",)
    assert possible_moves(KIND, ASKED, log("answer")) == ("count_only", "declare")
    assert at_rest(KIND, "counted", "answered")


def test_nothing_is_declared_before_the_answer_was_seen() -> None:
    declare = Move(index=1, seen=0, move="declare")
    assert allowed(KIND, declare, own=ASKED, other_as_seen=log("answer")) == "move-not-allowed"
    declare = Move(index=1, seen=1, move="declare")
    assert allowed(KIND, declare, own=ASKED, other_as_seen=log("answer")) is None


@pytest.mark.parametrize("move", ["confirm", "confirm_caveats", "deny", "cannot_say"])
def test_a_person_reads_and_answers_only_after_the_opening_was_verified(move: str) -> None:
    early = Move(index=1, seen=2, move=move)
    assert allowed(KIND, early, own=log("answer"), other_as_seen=DECLARED) == "move-not-allowed"
    after = Move(index=2, seen=2, move=move)
    verified = log("answer", "verify_opening")
    assert allowed(KIND, after, own=verified, other_as_seen=DECLARED) is None


def test_a_declaration_that_was_answered_owes_its_verification() -> None:
    assert owed_moves(KIND, "declared", "answered") == ((Side.RECIPIENT, "verify_opening"),)
    assert not at_rest(KIND, "declared", "answered")


def test_silence_after_a_declaration_discloses_nothing() -> None:
    assert possible_moves(KIND, DECLARED, log("answer", "verify_opening")) == ("withdraw", "lapse")
    lapsed = (*DECLARED, Move(index=2, seen=2, move="lapse"))
    assert possible_moves(KIND, log("answer", "verify_opening"), lapsed) == ("drop",)


# -------------------------------------------------------------------------------------- moves


def carried(drafted: OfficerRole, released: OfficerRole, *parts: Part, code: str = "") -> Carried:
    """An entry of two officers, or of one where both have one role."""
    return Carried(
        drafted=drafted,
        released=released,
        one_officer=drafted == released,
        parts=frozenset(parts),
        code=code or None,
    )


def test_one_officer_asks_and_never_two_nor_the_node() -> None:
    ask = KIND.moves["ask"]
    assert check(ask, carried(HANDLER, HANDLER, Part.BODY)) is None
    assert check(ask, carried(HANDLER, RELEASER, Part.BODY)) == "bad-role"
    assert check(ask, carried(NODE, NODE, Part.BODY)) == "bad-role"


def test_a_hit_is_declared_by_two_officers() -> None:
    declare, parts = KIND.moves["declare"], (Part.BODY, Part.RETAIN_UNTIL)
    assert check(declare, carried(HANDLER, RELEASER, *parts)) is None
    assert check(declare, carried(HANDLER, HANDLER, *parts)) == "bad-role"


def test_what_is_opened_has_a_review_date() -> None:
    said = carried(HANDLER, RELEASER, Part.BODY)
    assert check(KIND.moves["declare"], said) == "bad-date"


@pytest.mark.parametrize("move", ["count_only", "answer", "verify_opening"])
def test_what_would_tell_of_a_hit_by_its_hour_is_written_by_the_node(move: str) -> None:
    assert check(KIND.moves[move], carried(NODE, NODE)) is None
    assert check(KIND.moves[move], carried(HANDLER, RELEASER)) == "bad-role"


NODES = {"count_only", "answer", "verify_opening"}


@pytest.mark.parametrize("move", sorted(set(KIND.moves) - NODES))
def test_everything_else_is_said_by_officers(move: str) -> None:
    assert KIND.moves[move].human


@pytest.mark.parametrize("move", ["accept", "withdraw", "lapse", "cannot_say"])
def test_what_needs_no_code_is_said_without_one(move: str) -> None:
    assert check(KIND.moves[move], carried(HANDLER, RELEASER)) is None
    assert check(KIND.moves[move], carried(RELEASER, HANDLER)) == "bad-role"


def test_the_desk_drops_what_was_taken_back() -> None:
    assert check(KIND.moves["drop"], carried(HANDLER, OfficerRole.DUTY)) is None


def test_who_cannot_say_says_nothing_beside_it() -> None:
    said = carried(HANDLER, RELEASER, Part.BODY)
    assert check(KIND.moves["cannot_say"], said) == "move-not-allowed"


@pytest.mark.parametrize("code", ["NOT_SAME_PERSON", *RefusalCode])
def test_a_denial_has_a_refusal_code_or_says_that_it_is_another_person(code: str) -> None:
    said = carried(HANDLER, RELEASER, Part.CODE, code=code)
    assert check(KIND.moves["deny"], said) is None


def test_a_denial_without_code_or_with_another_is_not_allowed() -> None:
    deny = KIND.moves["deny"]
    assert check(deny, carried(HANDLER, RELEASER)) == "move-not-allowed"
    said = carried(HANDLER, RELEASER, Part.CODE, code="ARREST")
    assert check(deny, said) == "move-not-allowed"


@pytest.mark.parametrize("code", ["NOT_SAME_PERSON", "UNDECLARED_OPENING"])
def test_a_check_is_not_declined_for_what_was_not_yet_opened(code: str) -> None:
    decline = KIND.moves["decline"]
    assert check(decline, carried(HANDLER, RELEASER, Part.CODE, code="BUDGET")) is None
    said = carried(HANDLER, RELEASER, Part.CODE, code=code)
    assert check(decline, said) == "move-not-allowed"


@pytest.mark.parametrize("move", ["confirm", "confirm_caveats"])
def test_a_confirmation_discloses_so_it_is_graded_and_dated(move: str) -> None:
    rule = KIND.moves[move]
    whole = (Part.BODY, Part.GRADING, Part.RETAIN_UNTIL)
    assert check(rule, carried(HANDLER, RELEASER, *whole)) is None
    for lacking, refused in zip(
        whole, ("move-not-allowed", "bad-grading", "bad-date"), strict=True
    ):
        parts = [part for part in whole if part is not lacking]
        assert check(rule, carried(HANDLER, RELEASER, *parts)) == refused


@pytest.mark.parametrize(("kind", "rule"), [("cosign", None), ("alert", "bad-reference")])
def test_a_question_cites_a_bulk_order_and_never_an_item(kind: str, rule: str | None) -> None:
    said = Carried(
        drafted=HANDLER,
        released=HANDLER,
        one_officer=True,
        parts=frozenset({Part.ABOUT, Part.BODY}),
        cited=(Cited(whose=Whose.THEIRS, kind=kind, move="propose", item=True),),
    )
    assert check(KIND.moves["ask"], said) == rule


# ----------------------------------------------------------------------------------- questions


@pytest.mark.parametrize("lacking", ["commitment", "count", "epoch", "points", "reason"])
def test_a_question_is_whole_or_refused(lacking: str) -> None:
    assert rule_of(checks.Asked, asked()) is None
    assert rule_of(checks.Asked, asked(**{lacking: None})) == "bad-body"


@pytest.mark.parametrize("changed", [
    {"count": 32},
    {"count": 17},
    {"count": 0},
    {"count": 64},
    {"commitment": "ab" * 31},
    {"commitment": "AB" * 32},
    {"epoch": -1},
    {"epoch": 2**32},
    {"points": POINTS[:-4]},
    {"points": POINTS[:-1]},
    {"points": "not base64!"},
    {"points": "A" * 2_052, "count": 48},
    {"points": ""},
    {"points_sha256": HASH},
    {"bulk": {"leaf": HASH, "root": HASH}},
])  # fmt: skip
def test_a_question_of_another_size_or_form_is_refused(changed: Json) -> None:
    assert rule_of(checks.Asked, asked(**changed)) == "bad-body"


def test_points_go_as_they_are_or_by_the_line_or_under_the_root_of_a_bulk() -> None:
    by_line = asked(points=None, points_sha256=HASH)
    in_bulk = asked(points=None, count=None, bulk={"leaf": HASH, "root": HASH})
    assert rule_of(checks.Asked, by_line) is None
    assert rule_of(checks.Asked, in_bulk) is None
    assert rule_of(checks.Asked, {**in_bulk, "count": 16}) == "bad-body"
    assert rule_of(checks.Asked, asked(points=None, bulk={"leaf": HASH})) == "bad-body"


def test_the_most_points_a_question_may_have_fit_in_it() -> None:
    most = base64.b64encode(bytes(48 * 32)).decode()
    assert rule_of(checks.Asked, asked(points=most, count=48)) is None


def test_the_purpose_in_words_is_a_safe_text_in_some_language() -> None:
    assert rule_of(checks.Asked, asked(reason={"fr": "a\u202eb"})) == "unsafe-text"
    assert rule_of(checks.Asked, asked(reason={})) == "language-missing"


ANSWER: Json = {"commitment": HASH, "left": SPENT, "proofs": "A" * 344, "spent": SPENT}


@pytest.mark.parametrize("lacking", ANSWER)
def test_an_answer_names_its_question_its_proof_and_the_budget_left(lacking: str) -> None:
    assert rule_of(checks.Answered, ANSWER) is None
    assert rule_of(checks.Answered, {**ANSWER, "points": POINTS}) is None
    lame = {name: value for name, value in ANSWER.items() if name != lacking}
    assert rule_of(checks.Answered, lame) == "bad-body"


@pytest.mark.parametrize("group", SPENT)
def test_a_budget_is_told_by_group_and_never_below_nothing(group: str) -> None:
    overdrawn = {**SPENT, group: -1}
    untold = {name: left for name, left in SPENT.items() if name != group}
    assert rule_of(checks.Answered, {**ANSWER, "left": overdrawn}) == "bad-body"
    assert rule_of(checks.Answered, {**ANSWER, "left": untold}) == "bad-body"


# -------------------------------------------------------------------------- what is opened


@pytest.mark.parametrize("lacking", ["keys", "law", "purpose", "salt"])
def test_a_declaration_opens_the_whole_commitment(lacking: str) -> None:
    assert rule_of(checks.Declared, OPENED) is None
    lame = {name: value for name, value in OPENED.items() if name != lacking}
    assert rule_of(checks.Declared, lame) == "bad-body"


def test_a_declaration_counts_its_subject() -> None:
    body = read_body(checks.Declared, canonical.dumps(OPENED))
    assert persons_of(body) == {PersonRole.SUSPECT: 1}


def test_keys_of_a_name_need_their_subject_with_a_role() -> None:
    unnamed = {name: value for name, value in OPENED.items() if name != "subject"}
    assert rule_of(checks.Declared, unnamed) == "role-missing"
    without_role = {"name": SUBJECT["name"]}
    assert rule_of(checks.Declared, {**OPENED, "subject": without_role}) == "role-missing"
    plate = [{"family": "plate", "parts": ["ZZ", "000000"]}]
    assert rule_of(checks.Declared, {**unnamed, "keys": plate}) is None


@pytest.mark.parametrize("role", PersonRole)
def test_victims_witnesses_and_bystanders_never_enter_a_check(role: PersonRole) -> None:
    never = {"VICTIM", "WITNESS", "BYSTANDER", "INFORMANT"}
    said = {**OPENED, "subject": {"role": role}}
    assert rule_of(checks.Declared, said) == ("bad-body" if role in never else None)


def test_an_informant_is_named_by_no_key_but_may_own_a_plate() -> None:
    plate = [{"family": "plate", "parts": ["ZZ", "000000"]}]
    said = {**OPENED, "keys": plate, "subject": {"role": "INFORMANT"}}
    assert rule_of(checks.Declared, said) is None


@pytest.mark.parametrize("keys", [
    [],
    [{"family": "nm", "parts": ["smr"]}],
    [{"family": "doc"}],
    [{"family": "doc", "parts": []}],
    [{"family": "doc", "parts": ["ZZ", "P", "1", "2", "3"]}],
    [{"family": "mail", "parts": ["a" * 242]}],
    [{"family": "plate", "parts": ["ZZ", "1"]}] * 49,
])  # fmt: skip
def test_a_key_has_a_family_and_parts_and_is_short(keys: list[Json]) -> None:
    assert rule_of(checks.Declared, {**OPENED, "keys": keys}) == "bad-body"


def test_the_longest_key_is_256_bytes() -> None:
    keys = [{"family": "mail", "parts": ["a" * 240]}]
    assert rule_of(checks.Declared, {**OPENED, "keys": keys}) is None
    keys = [{"family": "mail", "parts": ["a" * 241]}]
    assert rule_of(checks.Declared, {**OPENED, "keys": keys}) == "bad-body"


def test_a_part_of_a_key_turns_no_text() -> None:
    keys = [{"family": "mail", "parts": ["a\u200eb"]}]
    assert rule_of(checks.Declared, {**OPENED, "keys": keys}) == "unsafe-text"


@pytest.mark.parametrize("role", ["VICTIM", "WITNESS", "BYSTANDER"])
def test_no_confirmation_speaks_of_those_who_are_never_checked(role: str) -> None:
    plain: Json = {"persons": [SUBJECT], "text": FRENCH}
    bound: Json = {**plain, "conditions": FRENCH}
    assert rule_of(checks.Confirmed, plain) is None
    assert rule_of(checks.ConfirmedUnderCaveats, bound) is None
    assert rule_of(checks.Confirmed, {**plain, "persons": [{"role": role}]}) == "bad-body"
    spoken = {**bound, "persons": [{"role": role}]}
    assert rule_of(checks.ConfirmedUnderCaveats, spoken) == "bad-body"


def test_caveats_are_confirmed_with_their_conditions_in_words() -> None:
    assert rule_of(checks.ConfirmedUnderCaveats, {"text": FRENCH}) == "bad-body"
    assert rule_of(checks.Confirmed, {"persons": [SUBJECT]}) == "bad-body"


def test_every_state_of_a_check_is_told_by_one_word_alone() -> None:
    words = sorted(step.next_state for side in Side for step in KIND.half(side).values())
    assert NONE not in words
    assert all(a != b for a, b in pairwise(words))
