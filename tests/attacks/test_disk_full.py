"""A full disk: bytes are accepted, or an act released, while nothing can be kept.

Defence: nothing is said before it is durable; what finds no room is undone whole, and the same
bytes are taken once there is room again (reliability.md §8).
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.memory_store import Fate, MemoryStore, SetFaults
from tests.world import Service, World, report
from wasl.core.errors import UnavailableError
from wasl.store.engine import create_store


@pytest.fixture
def faults() -> SetFaults:
    """What befalls the store of Tripoli."""
    return SetFaults()


@pytest.fixture
def full(faults: SetFaults) -> World:
    """The two at rest; Tripoli's disk can be filled up."""
    made = World((MemoryStore(), MemoryStore(faults)))
    made.meet()
    made.sync()
    made.arrange()
    return made


def test_a_dispatch_that_finds_no_room_leaves_nothing_and_gets_no_receipt(
    full: World, faults: SetFaults
) -> None:
    full.algiers.release(report())
    sent = full.algiers.out()
    before = full.tripoli.theirs()
    faults.full = True
    with pytest.raises(UnavailableError, match="disk-full"):
        full.tripoli.take(sent, full.algiers.name)
    faults.full = False
    assert full.tripoli.theirs() == before
    assert full.algiers.own().countersigned < full.algiers.own().size


@pytest.mark.parametrize("where", ["write", "commit"])
def test_once_there_is_room_the_same_dispatch_is_taken_once(
    full: World, faults: SetFaults, where: str
) -> None:
    full.algiers.release(report())
    sent = full.algiers.out()
    faults.full, faults.next_commit = where == "write", Fate.FULL
    with pytest.raises(UnavailableError, match="disk-full"):
        full.tripoli.take(sent, full.algiers.name)
    faults.full, faults.next_commit = False, Fate.GOOD
    assert full.tripoli.take(sent, full.algiers.name).entries == 1
    full.sync()
    assert full.algiers.own().countersigned == full.algiers.own().size


def test_an_act_that_finds_no_room_is_not_released_and_can_be_released_again(
    full: World, faults: SetFaults
) -> None:
    draft = full.tripoli.draft("amel", report(audience=[full.algiers.name]))
    size = full.tripoli.own().size
    faults.full = True
    with pytest.raises(UnavailableError, match="disk-full"):
        full.tripoli.release_draft(draft, "badr")
    faults.full = False
    assert full.tripoli.own().size == size
    assert full.tripoli.release_draft(draft, "badr") is not None
    full.sync()
    assert full.algiers.theirs().size == size + 1


def test_the_disk_of_the_real_store_says_the_same(tmp_path: Path) -> None:
    room: list[int] = [2**40]
    stores = [
        create_store(tmp_path / name, bytes(32), reserve_bytes=0, room=lambda place: room[0])
        for name in ("algiers", "tripoli")
    ]
    made = World((stores[0], stores[1]))
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report())
    sent = made.algiers.out()
    room[0] = 0
    assert_full(lambda: made.tripoli.take(sent, made.algiers.name), made.tripoli)
    room[0] = 2**40
    assert made.tripoli.take(sent, made.algiers.name).entries == 1
    for store in stores:
        store.close()


def assert_full(ask: Callable[[], object], one: Service) -> None:
    """There is no room, and nothing of what was asked was kept."""
    before = one.theirs()
    with pytest.raises(UnavailableError, match="disk-full"):
        ask()
    assert one.theirs() == before


def test_control_with_room_nothing_of_this_happens(full: World) -> None:
    full.algiers.release(report())
    full.sync()
    assert full.algiers.own().countersigned == full.algiers.own().size
