"""The store in memory keeps the contract, and fails as a simulator asks it to."""

import pytest

from tests.memory_store import Crash, Fate, MemoryStore, SetFaults
from tests.store import samples
from tests.store.contract import BodyContract, LogContract
from tests.store.contract_folds import FoldContract
from tests.store.contract_house import HouseContract, PartyContract
from tests.store.contract_taken_back import TakenBackContract
from tests.store.contract_turns import TurnContract
from tests.store.samples import OURS
from wasl.core.errors import UnavailableError
from wasl.node.ports import Store


@pytest.fixture
def store() -> Store:
    return MemoryStore()


class TestLogs(LogContract):
    """Memory."""


class TestBodies(BodyContract):
    """Memory."""


class TestTakenBack(TakenBackContract):
    """Memory."""


class TestTurns(TurnContract):
    """Memory."""


class TestFolds(FoldContract):
    """What is folded from the logs."""


class TestParties(PartyContract):
    """Memory."""


class TestHouse(HouseContract):
    """Memory."""


def _names(store: Store) -> list[str]:
    with store.look() as look:
        return [name for name, _ in look.settings()]


def _write(store: Store, *names: str) -> None:
    with store.turn() as turn:
        for name in names:
            turn.put_setting(name, b"")


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_crash_at_the_kth_write_keeps_nothing_of_the_turn(k: int) -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    _write(store, "before")
    faults.writes_until_crash = k
    with pytest.raises(Crash):
        _write(store, "1", "2", "3")
    assert _names(store) == ["before"]
    _write(store, "after")
    assert _names(store) == ["after", "before"]


def test_a_crash_waits_for_its_write_over_several_turns() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.writes_until_crash = 3
    _write(store, "1", "2")
    with pytest.raises(Crash):
        _write(store, "3")
    assert _names(store) == ["1", "2"]


def test_every_row_added_counts_as_a_write() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.writes_until_crash = 3
    with pytest.raises(Crash), store.turn() as turn:
        turn.add_entries([samples.entry(OURS, index) for index in range(5)])
    with store.look() as look:
        assert look.entries(OURS, 0, 9) == []
        assert look.entries_of_cases([samples.CASE]) == []


def test_a_crash_before_a_commit_keeps_nothing() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.next_commit = Fate.CRASH
    with pytest.raises(Crash):
        _write(store, "lost")
    assert (_names(store), store.commits) == ([], 0)


def test_a_crash_after_a_commit_keeps_what_nobody_learned_of() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.next_commit = Fate.CRASH_AFTER
    with pytest.raises(Crash):
        _write(store, "kept")
    assert (_names(store), store.commits) == (["kept"], 1)


def test_a_full_disk_refuses_writes_until_there_is_room() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.full = True
    with pytest.raises(UnavailableError, match="disk-full"):
        _write(store, "refused")
    faults.full = False
    _write(store, "taken")
    assert _names(store) == ["taken"]


def test_a_turn_that_met_a_full_disk_is_lost_though_the_error_was_caught() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    with pytest.raises(UnavailableError, match="disk-full"), store.turn() as turn:
        turn.put_setting("1", b"")
        faults.full = True
        with pytest.raises(UnavailableError):
            turn.put_setting("2", b"")
        faults.full = False
    assert _names(store) == []


def test_a_full_disk_at_a_commit_undoes_the_turn() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    faults.next_commit = Fate.FULL
    with pytest.raises(UnavailableError, match="disk-full"):
        _write(store, "refused")
    assert _names(store) == []


def test_each_fault_that_fired_is_counted() -> None:
    faults = SetFaults()
    store = MemoryStore(faults)
    for fate in (Fate.CRASH, Fate.CRASH_AFTER, Fate.CRASH):
        faults.next_commit = fate
        with pytest.raises(Crash):
            _write(store, "a")
    assert faults.fired == {Fate.CRASH: 2, Fate.CRASH_AFTER: 1}


def test_a_snapshot_comes_back_as_it_was_and_may_come_back_again() -> None:
    store = MemoryStore()
    _write(store, "1")
    snapshot = store.snapshot()
    for name in ("2", "3"):
        _write(store, name)
        store.restore(snapshot)
        assert _names(store) == ["1"]


def test_a_snapshot_is_taken_between_turns_only() -> None:
    store = MemoryStore()
    with store.turn(), pytest.raises(RuntimeError):
        store.snapshot()
    with store.look(), pytest.raises(RuntimeError):
        store.restore(MemoryStore().snapshot())
