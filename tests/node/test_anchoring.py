"""The house log is anchored daily in each log of ours, and a change of it is seen."""

from dataclasses import replace
from typing import Any

from tests.node.histories import entry_fields, released, store_of
from tests.world import PURPOSE, Service, World
from wasl.core.log import leaf_hash
from wasl.node.office.health import health
from wasl.node.office.opening import open_entry
from wasl.node.rows import HouseRow
from wasl.node.tending import tend


def read_at(world: World) -> Service:
    """Tripoli, after an officer there has read a report of Algiers."""
    row = released(world.algiers)
    world.sync()
    one = world.tripoli
    one.turn(
        lambda turn: open_entry(
            one.node, turn, entry=row.leaf.hex(), officer="farah", purpose=PURPOSE
        )
    )
    return one


def tended(one: Service) -> None:
    one.turn(lambda turn: tend(one.node, turn))


def anchors(one: Service) -> list[Any]:
    return [row for row in one.entries(ours=True) if row.move == "anchor"]


def finding(one: Service) -> Any:
    found = one.turn(lambda turn: health(one.node, turn))
    return next(each for each in found if each["code"] == "N-216")


def test_the_house_log_is_anchored_once_a_day_on_every_link(world: World) -> None:
    one = read_at(world)
    tended(one)
    tended(one)
    assert len(anchors(one)) == 1
    world.clock.pass_(days=1)
    world.sync()
    tended(one)
    assert len(anchors(one)) == 2
    assert finding(one)["severity"] == "ok"
    world.sync()
    assert one.own().countersigned == one.own().size


def test_an_anchor_tells_the_partner_nothing_but_a_hash(world: World) -> None:
    one = read_at(world)
    tended(one)
    fields = entry_fields(anchors(one)[0])
    assert fields["by"] == {"drafted": {"role": "node"}, "released": {"role": "node"}}
    assert not {"about", "case", "code", "purpose"} & set(fields)


def test_a_house_without_a_line_has_nothing_to_anchor(world: World) -> None:
    one = world.tripoli
    store_of(one).restore(replace(store_of(one).snapshot(), house={}))
    tended(one)
    assert anchors(one) == []


def test_a_line_of_the_house_log_that_was_changed_is_seen(world: World) -> None:
    one = read_at(world)
    tended(one)
    disk = store_of(one).snapshot()
    last = max(disk.house)
    line = disk.house[last].line.replace(b'"act":"open"', b'"act":"none"')
    changed = HouseRow(index=last, line=line, leaf=leaf_hash(line))
    store_of(one).restore(replace(disk, house={**disk.house, last: changed}))
    found = finding(one)
    assert (found["severity"], found["facts"]["days"]) == ("warn", "2026-03-01")


def test_a_house_log_cut_short_is_seen(world: World) -> None:
    one = read_at(world)
    tended(one)
    disk = store_of(one).snapshot()
    last = max(disk.house)
    cut = {index: row for index, row in disk.house.items() if index != last}
    store_of(one).restore(replace(disk, house=cut))
    assert finding(one)["severity"] == "warn"


def test_an_anchor_that_nothing_here_opens_is_told(world: World) -> None:
    one = read_at(world)
    tended(one)
    disk = store_of(one).snapshot()
    kept = {name: value for name, value in disk.settings.items() if "anchor/" not in name}
    store_of(one).restore(replace(disk, settings=kept))
    assert finding(one)["facts"]["days"] == "unopened"
