"""Warnings, methods and notices: what was found, as it was counted, and nobody named in it."""

from fractions import Fraction

import pytest

from wasl.core import canonical
from wasl.core.case import allowed
from wasl.core.errors import RefusedError
from wasl.core.exchange import method, notice, warning
from wasl.core.exchange.body import read_body
from wasl.core.exchange.commodities import Commodity, Unit, kilograms
from wasl.core.procedure import Move, Part
from wasl.core.terms import OfficerRole

FRENCH = {"fr": "Texte inventé."}
PLACE = {"name": {"script": "Latn", "written": "Puits du Nord"}}
GOODS = {"basis": "NET", "commodity": "CANNABIS_RESIN", "thousandths": 12_500, "unit": "KG"}
SEIZED = {
    "agency": "Brigade inventée",
    "date": "2026-03-01",
    "goods": [GOODS],
    "number": "12/2026",
    "place": PLACE,
}


def notified(**changed: object) -> notice.Notified:
    parts = {name: part for name, part in (SEIZED | changed).items() if part is not ...}
    return read_body(notice.Notified, canonical.dumps(parts))


@pytest.mark.parametrize("lacking", ["agency", "date", "goods", "number", "place"])
def test_a_seizure_says_what_where_when_and_by_whom(lacking: str) -> None:
    assert notified().goods[0].commodity is Commodity.CANNABIS_RESIN
    with pytest.raises(RefusedError, match="bad-body"):
        notified(**{lacking: ...})


@pytest.mark.parametrize(
    "wrong",
    [
        {"thousandths": 0},
        {"thousandths": "12"},
        {"unit": "STONE"},
        {"commodity": "PERSON"},
        {"basis": "ABOUT"},
        {"purity_permille": 1_001},
    ],
)
def test_goods_are_counted_in_whole_thousandths_of_a_unit_there_is(wrong: object) -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        notified(goods=[GOODS | wrong])  # type: ignore[operator]


def test_a_notice_is_of_a_seizure_or_of_an_incident() -> None:
    assert notified(goods=..., incident="CROSSING").incident is notice.IncidentType.CROSSING
    with pytest.raises(RefusedError, match="bad-body"):
        notified(incident="CROSSING")


def test_a_rescue_tells_the_help_that_was_given() -> None:
    rescue = notified(goods=..., incident="RESCUE", help_given=FRENCH)
    assert rescue.help_given is not None
    with pytest.raises(RefusedError, match="bad-body"):
        notified(goods=..., incident="RESCUE")


def test_the_code_of_a_notice_is_what_its_body_holds() -> None:
    crossing = notified(goods=..., incident="CROSSING")
    assert all(notice.MOVES[name].fits is notice.type_fits for name in ("notify", "amend"))
    assert notice.type_fits("SEIZURE", notified())
    assert notice.type_fits("INCIDENT", crossing)
    assert not notice.type_fits("INCIDENT", notified())
    assert not notice.type_fits("SEIZURE", crossing)


def test_mass_is_told_of_mass_alone() -> None:
    assert kilograms(12_500, Unit.KG) == Fraction(25, 2)
    assert kilograms(12_500, Unit.G) == Fraction(1, 80)
    assert {unit for unit in Unit if kilograms(1, unit) is not None} == {Unit.KG, Unit.G}


def test_the_view_in_kilograms_names_its_table_and_leaves_the_count_alone() -> None:
    counted = (
        ("CANNABIS_RESIN", 12_500, "KG"),
        ("COCAINE", 75, "G"),
        ("TRAMADOL", 9_000, "TABLET"),
    )
    goods = [
        {"basis": "NET", "commodity": commodity, "thousandths": thousandths, "unit": unit}
        for commodity, thousandths, unit in counted
    ]
    body = read_body(notice.Notified, canonical.dumps({**SEIZED, "goods": goods}))
    assert [
        (mass.commodity, mass.kg_millionths, mass.factors) for mass in notice.masses(body)
    ] == [
        ("CANNABIS_RESIN", 12_500_000, "kg/1"),
        ("COCAINE", 75, "kg/1"),
    ]
    assert [(each.thousandths, each.unit) for each in body.goods] == [
        (thousandths, unit) for _, thousandths, unit in counted
    ]


def test_nobody_is_named_in_a_notice_or_a_method() -> None:
    assert {"persons", "person"}.isdisjoint(notice.Notified.model_fields)
    assert {"persons", "person"}.isdisjoint(method.Shared.model_fields)


def test_a_notice_is_struck_with_a_reason() -> None:
    assert notice.MOVES["strike"].required == {Part.BODY}
    linked = (Move(index=0, seen=1, move="note"), Move(index=1, seen=1, move="link"))
    struck = (Move(index=0, seen=0, move="notify"), Move(index=1, seen=2, move="strike"))
    undone = Move(index=2, seen=2, move="unlink")
    assert allowed(notice.PROCEDURE, undone, own=linked, other_as_seen=struck) is None


def test_a_warning_is_the_duty_desks_and_may_be_flash() -> None:
    signers = warning.MOVES["issue"].signers
    assert signers.flash
    assert signers.drafts == signers.releases == {OfficerRole.DUTY}


def test_a_method_lists_goods_by_their_codes() -> None:
    shared = {"goods": ["FUEL"], "text": FRENCH, "title": FRENCH}
    assert read_body(method.Shared, canonical.dumps(shared)).goods == (Commodity.FUEL,)
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(method.Shared, canonical.dumps(shared | {"goods": ["PETROL"]}))
