"""What is past its term is destroyed once a day, with a tombstone, unless something holds it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.node.histories import MARKED, WORDS, apart, entry_fields, request
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.node.clock import stamp
from wasl.node.office.reading import tray
from wasl.node.office.retention import retention_due, retention_report
from wasl.node.tending import tend
from wasl.node.wish import Wish


def kept_for(one: Service, days: int) -> Any:
    """A report of one side that is to be reviewed after so many days."""
    until = stamp(one.clock.now() + timedelta(days=days))
    one.release(report(retain_until=until))
    return one.entries(ours=True)[-1]


def due(one: Service) -> list[tuple[str, str]]:
    found = one.turn(lambda turn: retention_due(one.node, turn))
    return [(item["term"], item["hold"]) for item in found]


def tended(one: Service) -> None:
    one.turn(lambda turn: tend(one.node, turn))


def late(world: World, days: float) -> None:
    """So much later, and both have said so in their logs."""
    world.clock.pass_(days=days - 1)
    world.sync()
    for one in (world.algiers, world.tripoli):
        tended(one)
    world.sync()
    world.clock.pass_(days=1)
    world.sync()


def told(one: Service, day: str = "") -> Any:
    return one.turn(lambda turn: retention_report(one.node, turn, day=day))


def has_body(one: Service, row: Any) -> bool:
    found: bool = one.look(lambda look: look.has_body(row.link, row.index))
    return found


def test_the_list_of_what_is_due_changes_nothing(world: World) -> None:
    row = kept_for(world.algiers, 40)
    world.sync()
    size = world.algiers.own().size
    assert due(world.algiers) == []
    world.clock.pass_(days=20)
    assert due(world.algiers) == due(world.tripoli) == [("review is near", "")]
    world.clock.pass_(days=21)
    assert due(world.algiers) == [("review date passed", "")]
    world.clock.pass_(days=30)
    assert due(world.algiers) == [("to be destroyed", "time not confirmed")]
    assert (world.algiers.own().size, has_body(world.algiers, row)) == (size, True)


def test_what_is_due_is_destroyed_on_both_sides_each_with_its_own_tombstone(
    world: World,
) -> None:
    row = kept_for(world.algiers, 10)
    world.sync()
    late(world, 42)
    for one in (world.algiers, world.tripoli):
        tended(one)
        assert not has_body(one, row)
        facts = [each for each in one.entries(ours=True) if each.move == "destroy"]
        assert [entry_fields(each)["code"] for each in facts] == ["RETENTION"]
        report_now = told(one)
        assert [item["entry"] for item in report_now["done"]] == [row.leaf.hex()]
        assert (report_now["due"], report_now["refused"], report_now["ran"]) == ([], [], True)
    world.sync()


def test_the_round_is_made_once_a_day(world: World) -> None:
    kept_for(world.algiers, 10)
    kept_for(world.algiers, 12)
    world.sync()
    late(world, 42)
    tended(world.algiers)
    world.clock.pass_(hours=2)
    tended(world.algiers)
    assert len(told(world.algiers)["done"]) == 1
    late(world, 3)
    tended(world.algiers)
    facts = [row for row in world.algiers.entries(ours=True) if row.move == "destroy"]
    assert (len(facts), told(world.algiers)["due"]) == (2, [])


def test_a_clock_that_was_set_wrong_destroys_nothing(world: World) -> None:
    row = kept_for(world.algiers, 10)
    world.sync()
    apart(world)
    world.clock.pass_(days=3_650)
    world.sync()
    tended(world.algiers)
    assert has_body(world.algiers, row)
    refused = told(world.algiers)["refused"]
    assert [item["hold"] for item in refused] == ["time not confirmed"]


def test_an_item_that_an_open_request_cites_is_held_and_told_so(world: World) -> None:
    row = kept_for(world.algiers, 10)
    world.sync()
    world.clock.pass_(days=5)
    world.tripoli.release(request(world.tripoli, about=[row.leaf.hex()]))
    world.sync()
    rows = world.tripoli.entries(ours=True)
    case = next(row.case for row in rows if row.kind == "request")
    world.clock.pass_(days=36)
    world.sync()
    tended(world.algiers)
    assert has_body(world.algiers, row)
    refused = told(world.algiers)["refused"]
    assert [(item["entry"], item["hold"]) for item in refused] == [
        (row.leaf.hex(), "open request")
    ]
    fields = {**MARKED, "case": case}
    world.tripoli.release(Wish(kind="request", move="cancel", fields=fields, body={"text": WORDS}))
    world.clock.pass_(days=1)
    world.sync()
    tended(world.algiers)
    assert not has_body(world.algiers, row)


def test_an_open_request_holds_itself(world: World) -> None:
    world.algiers.release(request(world.algiers))
    world.sync()
    world.clock.pass_(days=131)
    assert due(world.algiers) == [("to be destroyed", "open request")]


def test_a_link_that_is_not_confirmed_waits_and_has_its_round_later(world: World) -> None:
    row = kept_for(world.algiers, 10)
    world.sync()
    late(world, 42)
    session = world.algiers.node.session(world.algiers.link().own)
    session.confirmed = False
    tended(world.algiers)
    assert (has_body(world.algiers, row), told(world.algiers)["ran"]) == (True, False)
    session.confirmed = True
    tended(world.algiers)
    assert not has_body(world.algiers, row)


def test_only_the_data_protection_officer_is_warned_in_the_tray(world: World) -> None:
    kept_for(world.algiers, 40)
    world.sync()
    world.clock.pass_(days=20)
    one = world.algiers
    shown = one.turn(lambda turn: tray(one.node, turn, officer="elias"))["retention"]
    assert shown == {"due": 0, "expired": 0, "held": 0, "soon": 1}
    assert one.turn(lambda turn: tray(one.node, turn, officer="amel"))["retention"] == {}


def test_a_day_without_a_round_is_told_so_and_an_impossible_day_refused(world: World) -> None:
    assert told(world.algiers, "2020-01-01")["ran"] is False
    with pytest.raises(RefusedError) as refused:
        told(world.algiers, "2020-02-31")
    assert refused.value.rule == "bad-date"
