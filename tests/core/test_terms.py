"""The lists of codes."""

import inspect
from datetime import timedelta
from enum import StrEnum

import pytest

from wasl.core import terms
from wasl.core.terms import Likelihood, OfficerRole, PersonRole, Standing, Tlp, Urgency

LISTS = [
    thing for thing in vars(terms).values() if inspect.isclass(thing) and thing is not StrEnum
]


@pytest.mark.parametrize(
    ("urgency", "within"),
    [
        (Urgency.URGENT_DIRECT, timedelta(hours=8)),
        (Urgency.URGENT_INDIRECT, timedelta(days=3)),
        (Urgency.OTHER, timedelta(days=7)),
    ],
)
def test_each_urgency_sets_the_clock_of_the_answer(urgency: Urgency, within: timedelta) -> None:
    assert urgency.answer_within == within


@pytest.mark.parametrize("codes", [kind for kind in LISTS if issubclass(kind, StrEnum)])
def test_a_code_is_its_own_text(codes: type[StrEnum]) -> None:
    assert all(codes(str(code)) is code for code in codes)


def test_a_destroyed_item_stands_before_everything_else() -> None:
    assert next(iter(Standing)) is Standing.DESTROYED


def test_the_recipients_organisation_only_is_written_as_tlp_writes_it() -> None:
    assert str(Tlp.AMBER_STRICT) == "AMBER+STRICT"


def test_the_node_is_no_officer_but_signs_facts() -> None:
    assert OfficerRole("node") is OfficerRole.NODE


def test_a_minor_is_a_caveat_and_no_role() -> None:
    assert "MINOR" not in set(PersonRole)


def test_likelihood_rises_in_seven_steps() -> None:
    assert next(iter(Likelihood)) is Likelihood.ALMOST_NO_CHANCE
    assert len(Likelihood) == 7
