"""Guards of days to come, and of moves that wait for one."""

from datetime import datetime

import pytest

from tests.core.trained import day
from wasl.core.exchange.guards import due_lies_ahead, not_before_due
from wasl.core.procedure import Move


@pytest.mark.parametrize(
    ("written", "due", "rule"),
    [
        (day(1), day(2), None),
        (day(2), day(2), "bad-date"),
        (day(3), day(2), "bad-date"),
        (None, day(2), "bad-date"),
        (day(1), None, "bad-date"),
    ],
)
def test_the_day_named_lies_ahead(
    written: datetime | None, due: datetime | None, rule: str | None
) -> None:
    move = Move(index=0, seen=0, move="publish", written=written, due=due)
    assert due_lies_ahead(move, (), ()) == rule


@pytest.mark.parametrize(
    ("written", "dues", "rule"),
    [
        (day(2), [day(2)], None),
        (day(3), [day(5), None, day(2), None], None),
        (day(3), [day(2), day(5)], "bad-date"),
        (day(1), [day(2)], "bad-date"),
        (None, [day(2)], "bad-date"),
        (day(1), [], "bad-date"),
        (day(1), [None], "bad-date"),
    ],
)
def test_a_move_waits_for_the_day_named_last(
    written: datetime | None, dues: list[datetime | None], rule: str | None
) -> None:
    own = [Move(index=at, seen=0, move="change", due=due) for at, due in enumerate(dues)]
    move = Move(index=len(own), seen=0, move="hold", written=written)
    assert not_before_due(move, own, ()) == rule
