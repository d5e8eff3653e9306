"""What was written last waits in memory for the next call, and never says more than the store."""

import pytest

from tests.node.histories import released, restart
from tests.node.test_office_acting import prepared, wish
from tests.world import World
from wasl.core.errors import RefusedError
from wasl.node import fresh
from wasl.node.act import node_act
from wasl.node.desk import submit
from wasl.node.erasure import destroy
from wasl.node.fresh import Fresh
from wasl.node.ports import Turn
from wasl.seal.frames import Frame, FrameKind

LOG = "11" * 16


def frame(size: int = 1) -> Frame:
    """Some entry of so many bytes."""
    return Frame(kind=FrameKind.ENTRY, payload=bytes(size))


def kept(*indexes: int) -> Fresh:
    """What is held once the entries at these indexes were appended, in this order."""
    held = Fresh()
    for index in indexes:
        held.keep(LOG, index, [frame(index + 1)])
    return held


def test_a_stretch_is_taken_once() -> None:
    held = kept(4, 5, 6)
    assert held.take(LOG, 5, 7) == [[frame(6)], [frame(7)]]
    assert held.take(LOG, 5, 7) == ()


@pytest.mark.parametrize(("start", "stop"), [(3, 6), (4, 8), (5, 5), (0, 2)])
def test_a_stretch_of_which_one_is_not_held_is_not_taken_at_all(start: int, stop: int) -> None:
    assert kept(4, 5, 6).take(LOG, start, stop) == ()


def test_only_an_unbroken_row_is_held() -> None:
    assert kept(1, 2, 4, 5).take(LOG, 1, 3) == ()
    assert kept(1, 2, 4, 5).take(LOG, 4, 6) == [[frame(5)], [frame(6)]]


def test_what_is_heavy_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "KEPT_BYTES", 8)
    monkeypatch.setattr(fresh, "KEPT_ENTRIES", 3)
    held = Fresh()
    held.keep(LOG, 0, [frame(5), frame(5)])
    assert held.take(LOG, 0, 1) == ()
    for index in range(4):
        held.keep(LOG, index, [frame()])
    assert held.take(LOG, 0, 4) == ()


def test_a_body_destroyed_before_the_call_does_not_travel(world: World) -> None:
    one = world.algiers
    item = released(one)

    def job(turn: Turn) -> None:
        destroy(one.node, turn, one.node.book(turn, one.link_in(turn)), item, "RETENTION")

    one.turn(job)
    world.sync()
    assert world.tripoli.entries(ours=False)[item.index].leaf == item.leaf
    assert world.tripoli.look(lambda look: look.body(item.link, item.index)) is None


def test_what_an_undone_turn_appended_is_not_held(world: World) -> None:
    one = world.algiers

    def undone(turn: Turn) -> None:
        fields = {"kind": "fact", "move": "open", "about": [theirs.leaf.hex()]}
        submit(one.node, turn, one.node.book(turn, one.link_in(turn)), node_act(one.node, fields))
        raise RefusedError("no-such-case")

    theirs = released(world.tripoli)
    world.sync()
    size = one.own().size
    with pytest.raises(RefusedError):
        one.turn(undone)
    assert one.node.fresh.take(theirs.link, size, size + 1) == ()
    assert one.node.fresh.take(one.link().own, size, size + 1) == ()


def test_an_act_that_was_only_prepared_is_not_held(world: World) -> None:
    size = world.algiers.own().size
    prepared(world.algiers, wish())
    assert world.algiers.node.fresh.take(world.algiers.link().own, size, size + 1) == ()


def test_what_is_held_never_travels_in_place_of_what_brings_a_statement(world: World) -> None:
    """What brings a statement is not kept in memory, and must not leave what is there standing."""
    one = world.algiers
    one.node.fresh.keep(one.link().own, one.own().size, [frame()])
    world.recognise(one, world.tripoli, "withdraw")
    there, _ = world.call(one, world.tripoli)
    assert (there.entries, there.refused) == (1, [])


def test_a_new_process_holds_nothing_of_the_one_before(world: World) -> None:
    size = world.algiers.own().size
    released(world.algiers)
    restart(world.algiers)
    assert world.algiers.node.fresh.take(world.algiers.link().own, size, size + 1) == ()


def test_a_statement_drops_what_was_held_of_its_log() -> None:
    held = kept(4, 5)
    held.drop(LOG)
    held.drop(LOG)
    assert held.take(LOG, 4, 6) == ()
