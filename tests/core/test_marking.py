"""Marking: handling codes and caveats."""

from wasl.core.marking import Marking, check, covers, join
from wasl.core.terms import Caveat, Handling


def test_what_is_drawn_from_two_items_keeps_the_restrictions_of_both() -> None:
    one = Marking(handling=frozenset({Handling.H1}), caveats=frozenset({Caveat.MINOR}))
    other = Marking(handling=frozenset({Handling.H2}))
    assert join(one, other) == Marking(
        handling=frozenset({Handling.H1, Handling.H2}), caveats=frozenset({Caveat.MINOR})
    )


def test_a_marking_without_a_handling_code_is_bad_handling() -> None:
    assert check(Marking(handling=frozenset())) == "bad-handling"


def test_other_restrictions_without_a_caveat_are_bad_handling() -> None:
    assert check(Marking(handling=frozenset({Handling.H0, Handling.H3}))) == "bad-handling"


def test_other_restrictions_spelled_out_stand() -> None:
    marking = Marking(
        handling=frozenset({Handling.H3}), caveats=frozenset({Caveat.CONTACT_US_FIRST})
    )
    assert check(marking) is None


def test_a_caveat_may_stand_without_other_restrictions() -> None:
    marking = Marking(handling=frozenset({Handling.H0}), caveats=frozenset({Caveat.MINOR}))
    assert check(marking) is None


def test_a_dropped_caveat_no_longer_covers() -> None:
    full = Marking(handling=frozenset({Handling.H1}), caveats=frozenset({Caveat.MINOR}))
    bare = Marking(handling=frozenset({Handling.H1, Handling.H2}))
    assert covers(full, Marking(handling=full.handling))
    assert not covers(bare, full)
    assert not covers(full, bare)
