"""Alerts: three parts, one subject, a review date that only an act moves, and who goes first."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from wasl.core import canonical
from wasl.core.case import allowed
from wasl.core.errors import RefusedError
from wasl.core.exchange.alert import (
    MOVES,
    NEEDS_DPO,
    PROCEDURE,
    AlertCategory,
    Issued,
    are_compatible,
    goes_first,
    issue_fits,
    lacks_title,
    subject_fits,
)
from wasl.core.exchange.body import read_body
from wasl.core.procedure import Move
from wasl.core.terms import OfficerRole

NOW = datetime(2026, 3, 1, tzinfo=UTC)
REVIEW = NOW + timedelta(days=365)
ACTION, REASON = {"fr": "Retenir et prévenir."}, {"fr": "Disparition signalée."}
PERSON = {"name": {"script": "Latn", "written": "Sami Invente"}, "role": "MISSING"}
THING = {"kind": "VEHICLE", "number": "00000-000-00"}


def body(**identification: object) -> Issued:
    """An alert on this subject."""
    parts = {"action": ACTION, "identification": identification, "reason": REASON}
    return read_body(Issued, canonical.dumps(parts))


def refusal(**identification: object) -> str:
    with pytest.raises(RefusedError) as refused:
        body(**identification)
    return refused.value.rule


def move(name: str, index: int = 0, days: int = 0, **fields: object) -> Move:
    """A move so many days from now, of the category MISSING."""
    written = NOW + timedelta(days=days)
    return Move(index=index, seen=9, move=name, written=written, code="MISSING", **fields)  # type: ignore[arg-type]


ISSUED = move("issue", retain_until=REVIEW)


# ------------------------------------------------------------------------------- the three parts


def test_an_alert_looks_for_one_person_or_one_thing() -> None:
    assert body(person=PERSON).identification.thing is None
    assert body(thing=THING).identification.person is None
    assert refusal(person=PERSON, thing=THING) == refusal() == "bad-body"


def test_a_thing_is_known_by_a_number_or_by_how_it_looks() -> None:
    described = body(thing={"kind": "BOAT", "description": {"fr": "Barque bleue."}})
    assert described.identification.thing is not None
    assert refusal(thing={"kind": "BOAT"}) == "bad-body"


def test_a_person_looked_for_has_a_role() -> None:
    assert refusal(person={"name": PERSON["name"]}) == "role-missing"


@pytest.mark.parametrize("lacking", ["action", "reason", "identification"])
def test_each_of_the_three_parts_is_needed(lacking: str) -> None:
    parts = {"action": ACTION, "identification": {"person": PERSON}, "reason": REASON}
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(Issued, canonical.dumps({k: v for k, v in parts.items() if k != lacking}))


def test_an_arrest_names_its_judicial_title() -> None:
    bare = body(person=PERSON)
    titled = bare.model_copy(update={"judicial_reference": "Alger 12/2026"})
    assert lacks_title("ARREST", bare)
    assert not lacks_title("ARREST", titled)
    assert not lacks_title("MISSING", bare)
    assert not issue_fits("ARREST", bare)
    assert issue_fits("ARREST", titled)


@pytest.mark.parametrize(
    ("category", "person", "thing"),
    [
        ("ARREST", True, False),
        ("OBJECT_SEIZE", False, True),
        ("CHECK_DISCREET", True, True),
        ("INFORMATION", True, True),
        ("PROTECT", True, False),
    ],
)
def test_nobody_is_seized_and_nothing_is_arrested(
    category: str, person: bool, thing: bool
) -> None:
    assert subject_fits(category, body(person=PERSON)) is person
    assert subject_fits(category, body(thing=THING)) is thing


def test_a_body_beside_the_wrong_code_is_not_released() -> None:
    assert MOVES["issue"].fits is issue_fits
    assert not issue_fits("OBJECT_SEIZE", body(person=PERSON))
    assert not issue_fits("ARREST", body(thing=THING))


def test_the_alerts_that_touch_most_are_heard_by_the_data_protection_officer() -> None:
    nobody: frozenset[OfficerRole] = frozenset()
    for category in AlertCategory:
        heard = MOVES["issue"].also(category)
        assert heard == MOVES["extend"].also(category)
        assert heard == ({OfficerRole.DPO} if category in NEEDS_DPO else nobody)


# ------------------------------------------------------------------------------ which stands first


def test_what_the_manual_lets_stand_together_does() -> None:
    together = {
        frozenset(pair) for pair in permutations(AlertCategory, 2) if are_compatible(*pair)
    }
    assert together == {
        frozenset({AlertCategory.ARREST, other})
        for other in (
            AlertCategory.REFUSE_ENTRY,
            AlertCategory.MISSING,
            AlertCategory.JUDICIAL_WHEREABOUTS,
            AlertCategory.INFORMATION,
        )
    } | {
        frozenset({AlertCategory.INFORMATION, other})
        for other in (AlertCategory.MISSING, AlertCategory.JUDICIAL_WHEREABOUTS)
    }
    assert all(are_compatible(one, one) for one in AlertCategory)


def test_of_two_that_cannot_one_goes_first() -> None:
    for one, other in permutations(AlertCategory, 2):
        assert goes_first(one, other) is not goes_first(other, one)
    assert goes_first(AlertCategory.ARREST, AlertCategory.CHECK_DISCREET)
    assert goes_first(AlertCategory.CHECK_SPECIFIC, AlertCategory.OBJECT_SEIZE)


# --------------------------------------------------------------------------------- the review date


def extended(**fields: object) -> object:
    """What is said of an extension within the review date, to a later one, with these changes."""
    told = {"days": 300, "retain_until": REVIEW + timedelta(days=365), **fields}
    code = told.pop("code", "MISSING")
    days = int(str(told.pop("days")))
    written = NOW + timedelta(days=days)
    asked = Move(index=1, seen=9, move="extend", written=written, code=code, **told)  # type: ignore[arg-type]
    return allowed(PROCEDURE, asked, own=(ISSUED,), other_as_seen=())


def test_an_alert_is_extended_before_its_review_to_a_later_date() -> None:
    assert extended() is None
    assert extended(days=365) == "bad-date"
    assert extended(retain_until=REVIEW) == "bad-date"
    assert extended(retain_until=None) == "bad-date"


def test_an_extension_keeps_the_category() -> None:
    assert extended(code="ARREST") == "move-not-allowed"


def test_an_alert_lapses_after_the_review_date_last_set() -> None:
    later = move("extend", 1, 300, retain_until=REVIEW + timedelta(days=365))
    for days, own, rule in (
        (366, (ISSUED,), None),
        (365, (ISSUED,), "bad-date"),
        (366, (ISSUED, later), "bad-date"),
        (731, (ISSUED, later), None),
    ):
        asked = move("lapse", len(own), days)
        assert allowed(PROCEDURE, asked, own=own, other_as_seen=()) == rule


def test_a_holder_lets_it_expire_after_the_review_date_it_has_seen() -> None:
    active = Move(index=0, seen=1, move="activate")
    for days, rule in ((366, None), (365, "bad-date")):
        asked = Move(index=1, seen=1, move="expire", written=NOW + timedelta(days=days))
        assert allowed(PROCEDURE, asked, own=(active,), other_as_seen=(ISSUED,)) == rule
