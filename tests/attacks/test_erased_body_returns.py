"""An erased body returns: what was destroyed by law comes back by another road.

Defence: an index held is held, whatever lies beside it; the fact that says *destroyed* outlives
every copy, and rules it (trust.md §9).
"""

import pytest

from tests.attacks.forge import kept, restart, store_of
from tests.memory_store import Disk
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.node.audit import open_item
from wasl.node.erasure import destroy
from wasl.node.ports import Turn

SECRET = "Canari invente 4711"


def erase_last(one: Service, *, ours: bool) -> None:
    """The last item of one log is destroyed at this service."""
    link = one.link()

    def job(turn: Turn) -> None:
        rows = turn.entries(link.own if ours else link.theirs, 0, 10**6)
        items = [row for row in rows if b'"body":' in row.entry]
        destroy(one.node, turn, one.node.book(turn, link), items[-1], "RETENTION")

    one.turn(job)


def read_last(one: Service, *, ours: bool) -> bytes:
    """The last item of one log as an officer opens it."""
    link = one.link()

    def job(turn: Turn) -> bytes:
        rows = turn.entries(link.own if ours else link.theirs, 0, 10**6)
        item = [row for row in rows if b'"body":' in row.entry][-1]
        book = one.node.book(turn, link)
        reader = turn.officer("badr")
        assert reader is not None
        return open_item(one.node, turn, book, item, reader, "PREVENT_TERRORISM").body

    found: bytes = one.turn(job)
    return found


@pytest.fixture
def sent(world: World) -> list[bytes]:
    """A report with the secret, carried; the dispatch as it was on the road."""
    world.algiers.release(report(text=SECRET))
    dispatches = world.algiers.out()
    world.tripoli.take(dispatches, world.algiers.name)
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    return dispatches


def test_the_dispatch_played_again_brings_nothing_back(world: World, sent: list[bytes]) -> None:
    erase_last(world.tripoli, ours=False)
    before = kept(world.tripoli).bodies
    world.tripoli.take(sent, world.algiers.name)
    assert kept(world.tripoli).bodies == before
    with pytest.raises(RefusedError, match="item-gone"):
        read_last(world.tripoli, ours=False)


def test_a_restored_counterpart_does_not_get_it_back(world: World, sent: list[bytes]) -> None:
    backup = store_of(world.algiers).snapshot()
    world.algiers.release(report(text=SECRET, title="Encore"))
    world.sync()
    erase_last(world.tripoli, ours=False)
    world.sync()
    restart(world.algiers, backup)
    world.sync()
    assert world.algiers.own().size == 6
    assert place_of_last(kept(world.algiers)) == 4


def test_a_restored_recipient_destroys_again_what_its_log_says_it_destroyed(
    world: World, sent: list[bytes]
) -> None:
    backup = store_of(world.tripoli).snapshot()
    erase_last(world.tripoli, ours=False)
    world.sync()
    erased = kept(world.tripoli).bodies
    restart(world.tripoli, backup)
    assert kept(world.tripoli).bodies != erased
    world.sync()
    assert kept(world.tripoli).bodies == erased


def test_a_recipient_restored_to_before_the_item_does_not_take_its_body_again(
    world: World,
) -> None:
    backup = store_of(world.tripoli).snapshot()
    world.algiers.release(report(text=SECRET))
    world.sync()
    erase_last(world.tripoli, ours=False)
    world.sync()
    erased = kept(world.tripoli).bodies
    restart(world.tripoli, backup)
    world.algiers.release(report(title="Suivant"))
    world.sync()
    assert world.tripoli.theirs().size == 6
    assert kept(world.tripoli).bodies.keys() - erased.keys() == {(world.tripoli.link().theirs, 5)}


def test_a_restored_author_destroys_again_what_its_log_says_it_destroyed(
    world: World, sent: list[bytes]
) -> None:
    backup = store_of(world.algiers).snapshot()
    erase_last(world.algiers, ours=True)
    world.sync()
    restart(world.algiers, backup)
    world.sync()
    with pytest.raises(RefusedError, match="item-gone"):
        read_last(world.algiers, ours=True)


def test_control_until_it_is_erased_the_item_can_be_read(world: World, sent: list[bytes]) -> None:
    assert SECRET.encode() in read_last(world.tripoli, ours=False)


def place_of_last(disk: Disk) -> int:
    """The highest index of a body of Algiers' own log."""
    return max(index for _, index in disk.bodies)
