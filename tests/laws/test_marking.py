"""Markings only grow: the join is a union and never looser than either side."""

from hypothesis import given
from hypothesis import strategies as st

from wasl.core.marking import Marking, check, covers, join
from wasl.core.terms import Caveat, Handling

markings = st.builds(
    Marking,
    handling=st.frozensets(st.sampled_from(Handling), min_size=1),
    caveats=st.frozensets(st.sampled_from(Caveat)),
)


@given(markings, markings)
def test_the_order_of_two_items_does_not_matter(one: Marking, other: Marking) -> None:
    assert join(one, other) == join(other, one)


@given(markings, markings, markings)
def test_the_grouping_of_three_items_does_not_matter(a: Marking, b: Marking, c: Marking) -> None:
    assert join(join(a, b), c) == join(a, join(b, c))


@given(markings)
def test_an_item_joined_to_itself_keeps_its_marking(marking: Marking) -> None:
    assert join(marking, marking) == marking


@given(markings, markings)
def test_the_join_keeps_every_restriction_of_both(one: Marking, other: Marking) -> None:
    assert covers(join(one, other), one)
    assert covers(join(one, other), other)


@given(markings, markings)
def test_the_join_adds_no_restriction_of_its_own(one: Marking, other: Marking) -> None:
    bound = join(one, other)
    assert bound.handling == one.handling | other.handling
    assert bound.caveats == one.caveats | other.caveats


@given(markings, markings, markings)
def test_what_covers_both_covers_their_join(wide: Marking, one: Marking, other: Marking) -> None:
    both = covers(wide, one) and covers(wide, other)
    assert covers(wide, join(one, other)) == both


@given(markings, markings)
def test_two_markings_that_stand_join_to_one_that_stands(one: Marking, other: Marking) -> None:
    if check(one) is None and check(other) is None:
        assert check(join(one, other)) is None
