"""Grading: two values on a named scale."""

import pytest

from wasl.core.grading import Grading, Scale, check_grading, lowest


@pytest.mark.parametrize("source", "ABCX")
@pytest.mark.parametrize("information", "1234")
def test_every_step_of_the_four_by_four_scale_stands(source: str, information: str) -> None:
    assert check_grading(Grading(source=source, information=information)) is None


@pytest.mark.parametrize("source", "ABCDEF")
@pytest.mark.parametrize("information", "123456")
def test_every_step_of_the_admiralty_scale_stands(source: str, information: str) -> None:
    grading = Grading(scale=Scale.ADMIRALTY, source=source, information=information)
    assert check_grading(grading) is None


@pytest.mark.parametrize(
    ("scale", "source", "information"),
    [
        (Scale.FOUR_BY_FOUR, "F", "1"),
        (Scale.FOUR_BY_FOUR, "D", "1"),
        (Scale.FOUR_BY_FOUR, "A", "5"),
        (Scale.FOUR_BY_FOUR, "AB", "1"),
        (Scale.FOUR_BY_FOUR, "", "1"),
        (Scale.FOUR_BY_FOUR, "a", "1"),
        (Scale.ADMIRALTY, "X", "1"),
        (Scale.ADMIRALTY, "G", "1"),
        (Scale.ADMIRALTY, "A", "7"),
        (Scale.ADMIRALTY, "A", ""),
    ],
)
def test_a_value_of_another_scale_is_bad_grading(
    scale: Scale, source: str, information: str
) -> None:
    grading = Grading(scale=scale, source=source, information=information)
    assert check_grading(grading) == "bad-grading"


def test_four_by_four_is_the_scale_where_none_is_named() -> None:
    assert Grading(source="B", information="3").scale is Scale.FOUR_BY_FOUR


def test_the_lowest_of_a_scale_claims_nothing() -> None:
    lowest_pairs = [(lowest(scale).source, lowest(scale).information) for scale in Scale]
    assert lowest_pairs == [("X", "4"), ("F", "6")]
