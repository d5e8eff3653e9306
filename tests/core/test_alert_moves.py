"""Alerts, move by move: who signs, what is cited, and what no unknown field may bring along."""

from datetime import UTC, datetime

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves, standing
from wasl.core.errors import RefusedError
from wasl.core.exchange.alert import (
    CHECKS,
    MOVES,
    PROCEDURE,
    AlertCategory,
    Extended,
    FlagGround,
    Issued,
    goes_first,
    issue_fits,
    lacks_decider,
)
from wasl.core.exchange.body import read_body
from wasl.core.procedure import Cited, Move, Part, Whose
from wasl.core.terms import EntryRule, OfficerRole, Standing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FRENCH = {"fr": "Texte inventé."}
NAMED = {"name": {"script": "Latn", "written": "Sami Invente"}}
PLATE = {"kind": "PLATE", "number": "00000-000-00"}
ONE, TWO = "aa" * 32, "bb" * 32
OPENED = frozenset({Part.BODY, Part.CODE, Part.RETAIN_UNTIL})
DRAFTER, RELEASER = OfficerRole.DRAFTER, OfficerRole.RELEASER
HANDLER, DUTY, NODE = OfficerRole.HANDLER, OfficerRole.DUTY, OfficerRole.NODE
ALERT = Cited(whose=Whose.OWN, kind="alert", move="issue", state="issued", item=True)


def parts(**changed: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "action": FRENCH,
        "identification": {"thing": PLATE},
        "reason": FRENCH,
    }
    return whole | changed


def refusal(whole: dict[str, object]) -> str:
    """The rule an alert breaks, or nothing."""
    try:
        read_body(Issued, canonical.dumps(whole))
    except RefusedError as error:
        return error.rule
    return ""


def by(name: str, drafted: OfficerRole, released: OfficerRole, **more: object) -> EntryRule | None:
    """What is said of a move by these two, carrying what it must."""
    rule = MOVES[name]
    carried: dict[str, object] = {
        "drafted": drafted,
        "released": released,
        "parts": rule.required,
        "code": min(rule.codes, default=None),
        "cited": (ALERT,) if Part.ABOUT in rule.required else (),
    }
    return check(rule, Carried(**(carried | more)))  # type: ignore[arg-type]


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


# --------------------------------------------------------------------------------- who may sign


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}


@pytest.mark.parametrize("name", ["issue", "hide", "unhide", "extend", "close", "lapse"])
def test_the_issuer_drafts_and_releases_what_is_said_of_its_alert(name: str) -> None:
    assert by(name, DRAFTER, RELEASER) is None
    assert by(name, HANDLER, DUTY) == "bad-role"
    assert by(name, DRAFTER, RELEASER, one_officer=True) == "bad-role"
    assert by(name, NODE, NODE, one_officer=True) == "bad-role"
    assert by(name, DUTY, DUTY, one_officer=True, flash=True) == "bad-role"


@pytest.mark.parametrize("name", ["activate", "flag", "incompatible", "remove", "expire"])
def test_the_desk_says_what_becomes_of_an_alert_here(name: str) -> None:
    assert by(name, HANDLER, DUTY) is None
    assert by(name, DRAFTER, RELEASER) == "bad-role"
    assert by(name, NODE, NODE, one_officer=True) == "bad-role"


# ------------------------------------------------------------------------- what an entry carries


def test_an_alert_has_a_category_a_body_and_a_review_date() -> None:
    assert by("issue", DRAFTER, RELEASER, speaks_of_persons=True) is None
    for part, rule in (
        (Part.BODY, "move-not-allowed"),
        (Part.CODE, "move-not-allowed"),
        (Part.RETAIN_UNTIL, "bad-date"),
    ):
        assert by("issue", DRAFTER, RELEASER, parts=OPENED - {part}) == rule
    assert by("issue", DRAFTER, RELEASER, code="FINGERPRINTS") == "move-not-allowed"


def test_a_flag_names_its_ground_and_an_alert_is_no_ground() -> None:
    for ground in FlagGround:
        assert by("flag", HANDLER, DUTY, code=ground) is None
    assert by("flag", HANDLER, DUTY, code=AlertCategory.ARREST) == "move-not-allowed"
    assert by("flag", HANDLER, DUTY, code=None, parts=frozenset()) == "move-not-allowed"


def test_an_extension_is_reasoned() -> None:
    assert read_body(Extended, canonical.dumps({"reason": FRENCH})).reason.fr is not None
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Extended, canonical.dumps({}))
    assert by("extend", DRAFTER, RELEASER, parts=OPENED - {Part.BODY}) == "move-not-allowed"


@pytest.mark.parametrize("unsafe", [{"fr": "a\u202eb"}, {"fr": "a\u0007b"}])
@pytest.mark.parametrize("field", ["action", "reason"])
def test_an_alert_is_safe_to_show(field: str, unsafe: dict[str, str]) -> None:
    assert refusal(parts(**{field: unsafe})) == "unsafe-text"
    assert refusal(parts(**{field: {}})) == "language-missing"


# ----------------------------------------------------------------------- the alert that goes first


def test_an_incompatible_alert_cites_the_one_that_goes_first_and_no_second() -> None:
    for about, rule in (((ONE,), None), ((), "bad-reference"), ((ONE, TWO), "bad-reference")):
        asked = Move(index=0, seen=1, move="incompatible", about=about)
        assert allowed(PROCEDURE, asked, own=(), other_as_seen=log("issue", seen=0)) == rule


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "report", "move": "release"},
        {"move": "extend"},
        {"state": "closed"},
        {"state": "lapsed"},
    ],
)
def test_what_goes_first_is_an_alert_that_stands(wrong: dict[str, str]) -> None:
    told = {"kind": "alert", "move": "issue", "state": "hidden"}
    for whose in (Whose.OWN, Whose.THEIRS):
        good = Cited(whose=whose, **told)  # type: ignore[arg-type]
        bad = Cited(whose=whose, **(told | wrong))  # type: ignore[arg-type]
        assert by("incompatible", HANDLER, DUTY, cited=(good,)) is None
        assert by("incompatible", HANDLER, DUTY, cited=(bad,)) == "bad-reference"


def test_the_order_is_that_of_the_page() -> None:
    order = (
        "ARREST REFUSE_ENTRY PROTECT CHECK_SPECIFIC CHECK_INQUIRY CHECK_DISCREET MISSING "
        "JUDICIAL_WHEREABOUTS INFORMATION"
    ).split()
    ranked = [AlertCategory(code) for code in order]
    for place, one in enumerate(ranked):
        assert all(goes_first(one, other) for other in ranked[place + 1 :])
    assert all(goes_first(one, AlertCategory.OBJECT_SEIZE) for one in CHECKS)


# ----------------------------------------------------------------- one subject, and who decided


@pytest.mark.parametrize(
    "hidden",
    [
        {"persons": [NAMED]},
        {"identification": {"thing": PLATE, "persons": [NAMED]}},
        {"identification": {"thing": PLATE | {"owner": NAMED}}},
        {"fingerprints": "none may be here"},
    ],
)
def test_no_person_without_a_role_comes_along_with_a_thing(hidden: dict[str, object]) -> None:
    assert refusal(parts()) == ""
    assert refusal(parts(**hidden)) == "bad-body"


def test_an_alert_for_a_check_names_who_decided_it_by_pseudonym() -> None:
    bare = read_body(Issued, canonical.dumps(parts()))
    decided = read_body(Issued, canonical.dumps(parts(decided_by="0123456789abcdef")))
    for category in AlertCategory:
        assert lacks_decider(category, bare) is (category in CHECKS)
        assert not lacks_decider(category, decided)
    assert not issue_fits("CHECK_DISCREET", bare)
    assert issue_fits("CHECK_DISCREET", decided)
    assert issue_fits("OBJECT_SEIZE", bare)
    assert refusal(parts(decided_by="Amel")) == "bad-body"


# ------------------------------------------------------------------------------ the halves, moved


def test_an_alert_may_be_activated_again_after_a_flag_or_a_removal() -> None:
    for own in (("flag",), ("incompatible",), ("activate", "expire")):
        assert "activate" in possible_moves(PROCEDURE, log(*own), log("issue", seen=0))
    for other in ("close", "lapse"):
        assert possible_moves(PROCEDURE, log("flag"), log("issue", other, seen=0)) == ()


def test_a_holder_owes_the_removal_of_what_was_closed() -> None:
    assert not at_rest(PROCEDURE, "closed", "active")
    assert at_rest(PROCEDURE, "closed", "removed")
    own = log("activate")
    assert possible_moves(PROCEDURE, own, log("issue", "close", seen=0)) == ("remove", "expire")


def test_a_date_is_needed_to_expire_or_to_extend() -> None:
    undated = Move(index=1, seen=1, move="expire", written=NOW)
    own, other = log("activate"), log("issue", seen=0)
    assert allowed(PROCEDURE, undated, own=own, other_as_seen=other) == "bad-date"
    extended = Move(index=1, seen=0, move="extend", retain_until=NOW)
    assert allowed(PROCEDURE, extended, own=other, other_as_seen=()) == "bad-date"


def test_past_its_review_an_alert_is_expired_though_nobody_wrote_it() -> None:
    assert standing((), retain_until=NOW, now=NOW.replace(day=2)) is Standing.EXPIRED
    assert standing((), retain_until=NOW, now=NOW) is Standing.LIVE
