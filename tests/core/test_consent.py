"""Consents: the grant names the use asked, and every use lies within the grant."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, owed_moves, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import Body, read_body
from wasl.core.exchange.consent import MOVES, PROCEDURE, Asked, Granted, UseAsked, Used
from wasl.core.procedure import Cited, Move, Part, Side, Whose
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole, RefusalCode

Json = dict[str, object]

PAGE = """\
procedure consent
O none: ask > asked | O asked: withdraw > withdrawn*; lapse > lapsed* | O asked [granted]: use > used*
O asked [granted denied revoked]: close > closed* | O used [granted]: use > same | O used [revoked]: stop > stopped*
O used: close > closed*
R none [asked]: grant > granted*; deny > denied* | R granted: revoke > revoked*
owed O used/revoked: stop
"""  # noqa: E501
FRENCH = {"fr": "Texte inventé."}
UNTIL = datetime(2026, 12, 1, 12, tzinfo=UTC)
ASK = Move(index=0, seen=0, move="ask", about=("a", "b"), code="ONWARD")
GRANT = Move(index=0, seen=1, move="grant", about=("a", "b"), code="ONWARD", offer_until=UNTIL)
REVOKE = Move(index=1, seen=1, move="revoke")
ASKED: Json = {"reason": FRENCH, "recipients": ["Parquet inventé"], "text": FRENCH}
GRANTED: Json = {"recipients": ["Parquet inventé"], "scope": FRENCH}
ITEM = Cited(whose=Whose.THEIRS, kind="report", move="release", item=True)
DRAFTER, RELEASER, HANDLER = OfficerRole.DRAFTER, OfficerRole.RELEASER, OfficerRole.HANDLER
DUTY = OfficerRole.DUTY


def rule_of(model: type[Body], said: Json) -> str:
    """The rule a body breaks, or nothing."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return ""


def use(written: datetime | None = UNTIL, about: tuple[str, ...] = (), seen: int = 1) -> Move:
    """A use with all that was seen."""
    return Move(index=1, seen=seen, move="use", about=about, written=written)


def carried(
    move: str,
    *parts: Part,
    code: str | None = None,
    cited: tuple[Cited, ...] = (),
    persons: bool = False,
    officers: tuple[OfficerRole, OfficerRole] | None = None,
) -> str | None:
    """The rule an entry breaks, signed as it should be unless told otherwise."""
    answers = move in {"grant", "deny", "revoke"}
    drafted, released = officers or (HANDLER if answers else DRAFTER, RELEASER)
    said = Carried(
        drafted=drafted,
        released=released,
        parts=frozenset(parts),
        code=code,
        cited=cited,
        speaks_of_persons=persons,
    )
    return check(MOVES[move], said)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(PROCEDURE) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in PROCEDURE.half(side)} == set(MOVES)


def test_silence_is_never_leave() -> None:
    assert possible_moves(PROCEDURE, (ASK,), ()) == ("withdraw", "lapse")
    assert allowed(PROCEDURE, use(seen=0), own=(ASK,), other_as_seen=()) == "move-not-allowed"


@pytest.mark.parametrize(("late", "rule"), [(-1, None), (0, None), (1, "bad-date")])
def test_a_use_is_written_no_later_than_its_grant_allows(late: int, rule: str | None) -> None:
    move = use(UNTIL + timedelta(seconds=late))
    assert allowed(PROCEDURE, move, own=(ASK,), other_as_seen=(GRANT,)) == rule


def test_a_use_without_its_hour_or_under_a_grant_without_a_last_day_is_bad_date() -> None:
    endless = Move(index=0, seen=1, move="grant", code="ONWARD")
    assert allowed(PROCEDURE, use(None), own=(ASK,), other_as_seen=(GRANT,)) == "bad-date"
    assert allowed(PROCEDURE, use(), own=(ASK,), other_as_seen=(endless,)) == "bad-date"


def test_a_use_before_the_revocation_was_seen_stands_and_one_after_it_does_not() -> None:
    other = (GRANT, REVOKE)
    assert allowed(PROCEDURE, use(seen=1), own=(ASK,), other_as_seen=other) is None
    late = use(seen=2)
    assert allowed(PROCEDURE, late, own=(ASK,), other_as_seen=other) == "move-not-allowed"


def test_a_grant_is_used_more_than_once_within_its_day() -> None:
    again = Move(index=2, seen=1, move="use", written=UNTIL)
    late = Move(index=2, seen=1, move="use", written=UNTIL + timedelta(days=1))
    assert allowed(PROCEDURE, again, own=(ASK, use()), other_as_seen=(GRANT,)) is None
    assert allowed(PROCEDURE, late, own=(ASK, use()), other_as_seen=(GRANT,)) == "bad-date"


@pytest.mark.parametrize(("granted", "used", "rule"), [
    (("a", "b"), ("a", "b"), None),
    (("a", "b"), ("c",), "bad-reference"),
    (("a",), ("a",), None),
    (("a",), ("b",), "bad-reference"),
    (("a",), (), None),
])  # fmt: skip
def test_only_the_items_granted_are_used(
    granted: tuple[str, ...], used: tuple[str, ...], rule: str | None
) -> None:
    grant = Move(index=0, seen=1, move="grant", about=granted, code="ONWARD", offer_until=UNTIL)
    move = use(about=used)
    assert allowed(PROCEDURE, move, own=(ASK,), other_as_seen=(grant,)) == rule


@pytest.mark.parametrize(("code", "about", "rule"), [
    ("ONWARD", ("a", "b"), None),
    ("ONWARD", ("b",), None),
    ("ONWARD", ("b", "c"), "bad-reference"),
    ("PUBLISH", ("a", "b"), "move-not-allowed"),
])  # fmt: skip
def test_leave_is_given_for_what_was_asked_or_less(
    code: str, about: tuple[str, ...], rule: str | None
) -> None:
    grant = Move(index=0, seen=1, move="grant", about=about, code=code, offer_until=UNTIL)
    assert allowed(PROCEDURE, grant, own=(), other_as_seen=(ASK,)) == rule


def test_after_a_revocation_whoever_used_it_owes_a_stop() -> None:
    assert owed_moves(PROCEDURE, "used", "revoked") == ((Side.ORIGINATOR, "stop"),)
    assert not at_rest(PROCEDURE, "used", "revoked")
    assert at_rest(PROCEDURE, "stopped", "revoked")
    assert at_rest(PROCEDURE, "used", "granted")
    assert possible_moves(PROCEDURE, (ASK, use()), (GRANT, REVOKE)) == ("stop", "close")


WHOLE = (Part.ABOUT, Part.BODY, Part.CODE, Part.RETAIN_UNTIL)


@pytest.mark.parametrize("code", UseAsked)
def test_one_use_of_their_items_is_asked(code: str) -> None:
    assert carried("ask", *WHOLE, code=code, cited=(ITEM, ITEM)) is None


@pytest.mark.parametrize(("cited", "code", "rule"), [
    (Cited(whose=Whose.OWN, kind="report", move="release", item=True), "ONWARD", "bad-reference"),
    (Cited(whose=Whose.THEIRS, kind="request", move="admit"), "ONWARD", "bad-reference"),
    (ITEM, "DETAIN", "move-not-allowed"),
])  # fmt: skip
def test_leave_is_asked_of_the_owner_of_an_item_and_for_a_use_there_is(
    cited: Cited, code: str, rule: str
) -> None:
    assert carried("ask", *WHOLE, code=code, cited=(cited,)) == rule


@pytest.mark.parametrize(("lacking", "rule"), [
    (Part.ABOUT, "bad-reference"),
    (Part.BODY, "move-not-allowed"),
    (Part.CODE, "move-not-allowed"),
    (Part.RETAIN_UNTIL, "bad-date"),
])  # fmt: skip
def test_an_ask_has_its_items_text_use_and_review_date(lacking: Part, rule: str) -> None:
    parts = set(WHOLE) - {lacking}
    assert carried("ask", *parts, code="ONWARD") == rule


MINE = Cited(whose=Whose.OWN, kind="report", move="release", item=True)
GIVEN = frozenset({Part.ABOUT, Part.BODY, Part.CODE, Part.OFFER_UNTIL})


def grant(*cited: Cited, parts: frozenset[Part] = GIVEN, persons: bool = False) -> str | None:
    """The rule a grant of onward use breaks."""
    return carried("grant", *parts, code="ONWARD", cited=cited, persons=persons)


@pytest.mark.parametrize(("lacking", "rule"), [
    (Part.ABOUT, "bad-reference"),
    (Part.BODY, "move-not-allowed"),
    (Part.CODE, "move-not-allowed"),
    (Part.OFFER_UNTIL, "bad-date"),
])  # fmt: skip
def test_a_grant_names_its_items_its_use_and_its_last_day(lacking: Part, rule: str) -> None:
    assert grant(MINE) is None
    assert grant(MINE, parts=GIVEN - {lacking}) == rule


def test_nobody_gives_leave_for_what_another_gave() -> None:
    assert grant(ITEM) == "bad-reference"


def test_a_grant_that_speaks_of_a_person_has_a_review_date() -> None:
    assert grant(MINE, persons=True) == "bad-date"
    assert grant(MINE, parts=GIVEN | {Part.RETAIN_UNTIL}, persons=True) is None


def test_a_no_needs_no_reason_and_takes_one_of_the_list() -> None:
    assert carried("deny") is None
    assert carried("deny", Part.BODY, Part.CODE, code=RefusalCode.SAFETY_OF_A_PERSON) is None
    assert carried("deny", Part.CODE, code=RefusalCode.UNDECLARED_OPENING) == "move-not-allowed"


def test_a_use_says_to_whom_it_went() -> None:
    assert carried("use", Part.BODY) is None
    assert carried("use") == "move-not-allowed"


@pytest.mark.parametrize("move", ["withdraw", "lapse", "close", "stop"])
def test_the_asker_signs_as_the_author_of_a_report_does(move: str) -> None:
    assert carried(move) is None
    assert carried(move, officers=(HANDLER, RELEASER)) == "bad-role"


@pytest.mark.parametrize("move", ["deny", "revoke"])
def test_the_owner_signs_as_whoever_replies_does(move: str) -> None:
    assert carried(move) is None
    assert carried(move, officers=(HANDLER, DUTY)) == "bad-role"


def test_no_node_gives_takes_or_uses_leave() -> None:
    assert all(rule.human for rule in MOVES.values())


@pytest.mark.parametrize(("model", "whole"), [(Asked, ASKED), (Granted, GRANTED)])
def test_every_field_an_officer_must_fill_in_is_asked(model: type[Body], whole: Json) -> None:
    assert rule_of(model, whole) == ""
    for lacking in whole:
        lame = {name: value for name, value in whole.items() if name != lacking}
        assert rule_of(model, lame) == "bad-body"


@pytest.mark.parametrize(("changed", "rule"), [
    ({"persons": [{"role": "SUSPECT"}]}, ""),
    ({"persons": [{"born": "1980"}]}, "role-missing"),
    ({"recipients": []}, "bad-body"),
    ({"recipients": ["a\nb"]}, "unsafe-text"),
    ({"text": {"fr": "a\u202eb"}}, "unsafe-text"),
    ({"reason": {}}, "language-missing"),
])  # fmt: skip
def test_the_text_to_be_passed_is_safe_and_has_a_role_for_each_person(
    changed: Json, rule: str
) -> None:
    assert rule_of(Asked, ASKED | changed) == rule


def test_a_grant_may_set_conditions() -> None:
    assert rule_of(Granted, GRANTED | {"conditions": FRENCH}) == ""
    assert rule_of(Granted, GRANTED | {"conditions": {"fr": "a\u202eb"}}) == "unsafe-text"


def test_a_use_names_at_least_one_recipient() -> None:
    assert rule_of(Used, {"recipients": ["Tribunal inventé"], "text": FRENCH}) == ""
    assert rule_of(Used, {}) == rule_of(Used, {"recipients": []}) == "bad-body"
