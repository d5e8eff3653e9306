"""Codes of what was seized are those of the exchange."""

import pytest

from tests.core.entities import SOURCES, vehicle
from wasl.core.matching.entities.kinds import AnyEntity, Quantity, Seizure, Substance
from wasl.core.matching.entities.values import Said
from wasl.core.policy.seized import unknown_code


def _said(code: str) -> tuple[Said[str], ...]:
    return (Said[str](value=code, by=0),)


def _substance(code: str = "CANNABIS_RESIN", form: str = "RESIN", unit: str = "KG") -> Substance:
    return Substance(
        kind="substance",
        code=_said(code),
        form=_said(form),
        quantity=(Said[Quantity](value=Quantity(thousandths=12_500, unit=unit), by=0),),
        sources=SOURCES,
    )


def _seizure(means: str) -> Seizure:
    return Seizure(kind="seizure", conveyance=_said(means), sources=SOURCES)


@pytest.mark.parametrize("entity", [_substance(), _seizure("TRUCK"), vehicle("12-30")])
def test_codes_of_the_exchange_are_known(entity: AnyEntity) -> None:
    assert unknown_code(entity) is None


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        (_substance(code="KIF"), "code"),
        (_substance(form="BALL"), "form"),
        (_substance(unit="TON"), "quantity"),
        (_seizure("CAMEL"), "conveyance"),
    ],
)
def test_a_code_nobody_agreed_on_names_its_property(entity: AnyEntity, field: str) -> None:
    assert unknown_code(entity) == field
