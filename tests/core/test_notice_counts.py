"""Notices: persons are counts, every field has its place, and R answers for what it linked."""

from dataclasses import replace

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, at_rest, check, owed_moves, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import persons_of, read_body
from wasl.core.exchange.notice import MOVES, PROCEDURE, Notified
from wasl.core.procedure import Move, Part, Side
from wasl.core.terms import EntryRule, OfficerRole

FRENCH = {"fr": "Texte inventé."}
NAME = {"script": "Latn", "written": "Puits du Nord"}
GOODS = {"basis": "GROSS", "commodity": "PREGABALIN", "thousandths": 900_000, "unit": "TABLET"}
SEIZED: dict[str, object] = {
    "agency": "Brigade inventée",
    "date": "2026-03-01",
    "goods": [GOODS],
    "number": "12/2026",
    "place": {"name": NAME},
}
NAMED = [{"name": {"script": "Latn", "written": "Sami Invente"}, "role": "SUSPECT"}]
DUTY = OfficerRole.DUTY


def notified(**changed: object) -> Notified:
    return read_body(Notified, canonical.dumps(SEIZED | changed))


def refusal(**changed: object) -> str:
    """The rule a notice breaks, or nothing."""
    try:
        notified(**changed)
    except RefusedError as error:
        return error.rule
    return ""


def log(*names: str, seen: int = 9) -> tuple[Move, ...]:
    return tuple(Move(index=place, seen=seen, move=name) for place, name in enumerate(names))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert MOVES.keys() == {move for half in (PROCEDURE.o, PROCEDURE.r) for _, move in half}


# ------------------------------------------------------------------------------------- persons


def test_those_who_were_there_are_counted_by_role_and_nationality() -> None:
    body = notified(involved=[{"count": 3, "nationality": "DZ", "role": "SUSPECT"}])
    assert body.involved[0].count == 3
    assert persons_of(body) == {}


def test_a_count_without_a_role_is_role_missing() -> None:
    assert refusal(involved=[{"count": 3, "nationality": "DZ"}]) == "role-missing"


@pytest.mark.parametrize("wrong", [{"count": 0}, {"role": "GUILTY"}, {"nationality": "Libye"}])
def test_a_count_is_of_someone_under_a_known_code(wrong: dict[str, object]) -> None:
    assert refusal(involved=[{"count": 1, "role": "VICTIM"} | wrong]) == "bad-body"


def test_nobody_is_named_in_a_notice_not_even_in_a_field_nobody_knows() -> None:
    assert refusal(persons=NAMED) == "bad-body"
    assert refusal(goods=[GOODS | {"owner": NAMED[0]}]) == "bad-body"
    assert refusal(involved=[{"count": 1, "role": "SUSPECT", "name": NAME}]) == "bad-body"


# -------------------------------------------------------------------------------------- fields


def test_a_notice_has_a_place_for_all_that_a_seizure_form_asks() -> None:
    found = [GOODS | {"lab_reference": "L-1", "name": "prégabaline", "purity_permille": 800}]
    spot = {"admin1": NAME, "admin2": NAME, "lat_udeg": 1, "lon_udeg": 2, "name": NAME}
    body = notified(
        concealment=FRENCH,
        concealment_place="double fond",
        destruction_reference="D-1",
        goods=found,
        place=spot,
        precision_days=2,
        sample_kept=True,
        time="23:59",
        transit=[{"name": NAME}],
        vehicles=["00000-000-00"],
    )
    assert not body.place.model_extra
    assert body.goods[0].lab_reference == "L-1"
    assert body.sample_kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": "24:00"},
        {"date": "2026-02-30"},
        {"precision_days": 367},
        {"transport": "CAMEL"},
        {"place_type": "OTHER"},
        {"sample_kept": 1},
        {"place": {"lat_udeg": 1, "name": NAME}},
    ],
)
def test_a_field_outside_its_rule_is_a_bad_body(wrong: dict[str, object]) -> None:
    assert refusal(**wrong) == "bad-body"


def test_a_notice_is_safe_to_show() -> None:
    assert refusal(agency="a\u202eb") == refusal(text={"fr": "a\u202eb"}) == "unsafe-text"


# ----------------------------------------------------------------------------- officers, halves


def test_a_notice_has_its_type_and_two_of_the_duty_desk_or_one_under_flash() -> None:
    told = frozenset({Part.BODY, Part.CODE})

    def said(code: str = "SEIZURE", **changed: object) -> EntryRule | None:
        whole: dict[str, object] = {"drafted": DUTY, "released": DUTY, "parts": told}
        return check(MOVES["notify"], Carried(code=code, **(whole | changed)))  # type: ignore[arg-type]

    assert said() is said("INCIDENT") is said(one_officer=True, flash=True) is None
    assert said("seizure") == "move-not-allowed"
    assert said(one_officer=True) == said(drafted=OfficerRole.DRAFTER) == "bad-role"


def test_a_link_cites_what_it_links_to() -> None:
    desk = Carried(drafted=OfficerRole.HANDLER, released=DUTY)
    assert check(MOVES["link"], desk) == "bad-reference"
    linked = replace(desk, parts=frozenset({Part.ABOUT}))
    assert check(MOVES["link"], linked) is None
    assert check(MOVES["note"], desk) is None


def test_what_is_struck_is_amended_no_more_and_is_unlinked_by_the_other_side() -> None:
    struck = log("notify", "amend", "strike", seen=0)
    assert possible_moves(PROCEDURE, struck, ()) == ()
    assert possible_moves(PROCEDURE, log("note", "link"), struck) == ("unlink",)
    assert possible_moves(PROCEDURE, log("note"), struck) == ()
    assert owed_moves(PROCEDURE, "struck", "linked") == ((Side.RECIPIENT, "unlink"),)
    assert not at_rest(PROCEDURE, "struck", "linked")
    assert at_rest(PROCEDURE, "struck", "noted")


def test_what_is_confirmed_is_confirmed_once_and_may_be_amended() -> None:
    assert possible_moves(PROCEDURE, log("notify_confirmed"), ()) == ("amend", "strike")
    assert set(possible_moves(PROCEDURE, log("notify"), ())) == {"amend", "confirm", "strike"}
