"""How the seats of a session are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.policy.seats import Share, admits_all, may_release, may_take

NUMBER = st.integers(min_value=0, max_value=20)
SHARE = st.builds(Share, owned=NUMBER, released=NUMBER, admitted=NUMBER)


def test_a_party_uses_what_it_owns_and_has_not_given_back() -> None:
    share = Share(owned=12, released=3)
    assert share.left == 9
    assert may_take(share, 9)
    assert not may_take(share, 10)
    assert Share(owned=2, released=5).left == 0


def test_nobody_gives_back_a_seat_somebody_sits_on() -> None:
    share = Share(owned=12, released=2, admitted=7)
    assert may_release(share, 3)
    assert not may_release(share, 4)
    assert not may_release(Share(owned=1, admitted=3), 1)


@pytest.mark.parametrize(
    ("admitted", "reserve", "fits"), [(4, 0, True), (5, 0, False), (5, 1, True)]
)
def test_who_is_admitted_beyond_the_seats_sits_on_the_reserve(
    admitted: int, reserve: int, fits: bool
) -> None:
    assert admits_all([Share(owned=4, admitted=admitted)], reserve) is fits


def test_the_reserve_is_given_once_over_all_parties() -> None:
    both = [Share(owned=2, admitted=3), Share(owned=2, admitted=3)]
    assert not admits_all(both, 1)
    assert admits_all(both, 2)


@given(st.lists(SHARE, max_size=4), NUMBER)
def test_admitted_never_exceed_seats_kept_and_reserve(shares: list[Share], reserve: int) -> None:
    if admits_all(shares, reserve):
        assert sum(s.admitted for s in shares) <= sum(s.left for s in shares) + reserve


@given(SHARE, NUMBER)
def test_what_may_be_released_leaves_everybody_a_seat(share: Share, count: int) -> None:
    if may_release(share, count) and count:
        after = Share(owned=share.owned, released=share.released + count, admitted=share.admitted)
        assert after.beyond == share.beyond
