"""Trainees: pseudonyms and half days."""

import pytest

from tests.core.trained import SLOT, TRAINEE, changed, refusal
from wasl.core.exchange.trainee import Nominee, Slot, Trainee

NAME = {"script": "Arab", "written": "ليلى المثال"}


@pytest.mark.parametrize("model", [Nominee, Trainee])
def test_a_pseudonym_and_the_role_of_an_official_are_enough(model: type[Nominee]) -> None:
    assert refusal(model, TRAINEE) == ""


@pytest.mark.parametrize("model", [Nominee, Trainee])
@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ({"role": ...}, "role-missing"),
        ({"role": "SUSPECT"}, "bad-body"),
        ({"pseudonym": ...}, "bad-body"),
        ({"pseudonym": "0f" * 8}, "bad-body"),
        ({"pseudonym": "0F" * 16}, "bad-body"),
        ({"photograph": "aa"}, "bad-body"),
        ({"reason": "x"}, "bad-body"),
    ],
)
def test_whoever_is_no_official_or_is_described_is_refused(
    model: type[Nominee], part: dict[str, object], rule: str
) -> None:
    assert refusal(model, changed(TRAINEE, **part)) == rule


@pytest.mark.parametrize("part", [{"name": NAME}, {"born": "1990"}, {"nationality": "DZ"}])
def test_a_name_stands_in_a_nomination_alone(part: dict[str, object]) -> None:
    assert refusal(Nominee, {**TRAINEE, **part}) == ""
    assert refusal(Trainee, {**TRAINEE, **part}) == "bad-body"


@pytest.mark.parametrize("part", [{"half": "NIGHT"}, {"half": ...}, {"day": "2027-02-30"}])
def test_a_slot_is_a_half_of_a_day_there_is(part: dict[str, object]) -> None:
    assert refusal(Slot, SLOT) == ""
    assert refusal(Slot, changed(SLOT, **part)) == "bad-body"
