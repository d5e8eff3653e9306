"""The encrypted store keeps the contract, opens for its owner alone, and stops when it must."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.store import folders, samples
from tests.store.contract import BodyContract, LogContract
from tests.store.contract_folds import FoldContract
from tests.store.contract_house import HouseContract, PartyContract
from tests.store.contract_taken_back import TakenBackContract
from tests.store.contract_turns import TurnContract
from tests.store.folders import KEY, Stopped, die
from tests.store.samples import OURS
from wasl.core.errors import UnavailableError
from wasl.node.ports import Store
from wasl.store import engine, folder, migrate, places, schema


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folders.fresh(tmp_path / "store")


@pytest.fixture
def sql_store(place: Path) -> Iterator[engine.SqlStore]:
    store = folders.opened(place)
    yield store
    store.close()


@pytest.fixture
def store(sql_store: engine.SqlStore) -> Store:
    return sql_store


class TestLogs(LogContract):
    """SQLite."""


class TestSortedLogs(LogContract):
    """SQLite, every place sorted at once."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(places, "UNSORTED_LIMIT", 0)


class TestSortedTakenBack(TakenBackContract):
    """SQLite, every place sorted at once."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(places, "UNSORTED_LIMIT", 0)


class TestBodies(BodyContract):
    """SQLite."""


class TestTakenBack(TakenBackContract):
    """SQLite."""


class TestTurns(TurnContract):
    """SQLite."""


class TestFolds(FoldContract):
    """What is folded from the logs."""


class TestParties(PartyContract):
    """SQLite."""


class TestHouse(HouseContract):
    """SQLite."""


def _names(store: Store) -> list[str]:
    with store.look() as look:
        return [name for name, _ in look.settings()]


# ---------------------------------------------------------------------------------- places


@pytest.mark.parametrize("unsorted_limit", [0, 3, places.UNSORTED_LIMIT])
def test_entries_are_found_by_another_process_sorted_or_not(
    place: Path, monkeypatch: pytest.MonkeyPatch, unsorted_limit: int
) -> None:
    monkeypatch.setattr(places, "UNSORTED_LIMIT", unsorted_limit)
    store = folders.opened(place)
    rows = [samples.entry(OURS, index, case=f"CASE{index // 2}") for index in range(5)]
    for row in rows:
        with store.turn() as turn:
            turn.add_entries([row])
    store.close()
    again = engine.open_store(place, KEY)
    try:
        with again.look() as look:
            assert look.entries_by_leaf([row.leaf for row in rows]) == rows
            assert look.entries_of_cases(["CASE0", "CASE2"]) == [rows[0], rows[1], rows[4]]
            assert look.case_references("", 9) == ["CASE0", "CASE1", "CASE2"]
    finally:
        again.close()


# ---------------------------------------------------------------------------------- tables


def test_the_migrations_make_the_tables_the_queries_are_written_for(
    sql_store: engine.SqlStore,
) -> None:
    with sql_store.migration() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_the_migrations_make_each_table_word_for_word(sql_store: engine.SqlStore) -> None:
    dialect = create_engine("sqlite://")
    tables = schema.metadata.tables.values()
    texts = [str(CreateTable(table).compile(dialect)) for table in tables]
    texts += [
        str(CreateIndex(each).compile(dialect)) for table in tables for each in table.indexes
    ]
    wanted = {" ".join(text.split()) for text in texts}
    rows = sql_store.raw.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    )
    assert {" ".join(row[0].split()) for row in rows} == wanted


def test_the_revision_the_store_looks_for_is_that_of_the_last_migration() -> None:
    assert migrate.newest_revision() == schema.REVISION


def test_opening_a_store_of_this_release_imports_no_migrations(place: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from wasl.store.engine import open_store\n"
        "open_store(pathlib.Path(sys.argv[1]), bytes(range(32)), reserve_bytes=0).close()\n"
        "print('alembic' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


# ---------------------------------------------------------------------------------- faults


def test_a_turn_without_room_is_refused_and_gives_up_the_reserve(place: Path) -> None:
    free = 1_000 * folder.FLOOR_BYTES
    store = engine.open_store(place, KEY, die=die, reserve_bytes=4096, room=lambda _: free)
    assert folder.reserve_bytes_held(place) == 4096
    free = folder.FLOOR_BYTES - 1
    with pytest.raises(UnavailableError, match="disk-full"), store.turn() as turn:
        turn.put_setting("refused", b"")
    assert folder.reserve_bytes_held(place) == 0
    free = folder.FLOOR_BYTES
    with store.turn() as turn:
        turn.put_setting("taken", b"")
    assert _names(store) == ["taken"]
    store.close()


def test_room_is_asked_for_twice_what_a_turn_brings(place: Path) -> None:
    store = engine.open_store(
        place, KEY, die=die, reserve_bytes=0, room=lambda _: folder.FLOOR_BYTES + 1_999
    )
    with pytest.raises(UnavailableError, match="disk-full"), store.turn() as turn:
        turn.put_bodies([samples.body(OURS, 0, bytes(1_000))])
    with store.turn() as turn:
        turn.put_bodies([samples.body(OURS, 0, bytes(999))])
    store.close()


def test_the_reserve_is_made_again_at_a_start_with_room(place: Path) -> None:
    free = folder.FLOOR_BYTES
    engine.open_store(place, KEY, reserve_bytes=8192, room=lambda _: free).close()
    assert folder.reserve_bytes_held(place) == 0
    free = 10 * folder.FLOOR_BYTES
    engine.open_store(place, KEY, reserve_bytes=8192, room=lambda _: free).close()
    assert folder.reserve_bytes_held(place) == 8192


def test_a_disk_found_full_within_a_turn_loses_the_turn_and_nothing_else(
    sql_store: engine.SqlStore,
) -> None:
    with sql_store.turn() as turn:
        turn.put_setting("before", b"")
    pages = int(sql_store.raw.execute("PRAGMA page_count").fetchone()[0])
    sql_store.raw.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(UnavailableError, match="disk-full"), sql_store.turn() as turn:
        turn.put_setting("lost", b"")
        with pytest.raises(UnavailableError, match="disk-full"), turn.savepoint():
            turn.put_bodies([samples.body(OURS, index, bytes(9_000)) for index in range(9)])
        with pytest.raises(UnavailableError, match="disk-full"):
            turn.put_setting("alone", b"")
    sql_store.raw.execute("PRAGMA max_page_count=1000000")
    with sql_store.turn() as turn:
        turn.put_setting("after", b"")
    assert _names(sql_store) == ["after", "before"]


def test_an_error_of_the_disk_within_a_turn_is_the_end(place: Path) -> None:
    store = folders.opened(place)
    with store.turn() as turn:
        turn.put_bodies([samples.body(OURS, index, bytes(3_000)) for index in range(4_000)])
    store.tidy()
    # The pages the next turn must read are gone from the file, though not from its length.
    os.truncate(place / folder.DATABASE, 8 * 4096)
    with pytest.raises((Stopped, UnavailableError)), store.turn() as turn:
        turn.put_bodies([samples.body(OURS, 3_999, b"new")])
    with pytest.raises((Stopped, UnavailableError)), store.look() as look:
        look.bodies(OURS, 0, 4_000)


def test_the_end_is_one_line_and_status_70() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from wasl.store.engine import stop; stop('the store ended')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (70, "", "the store ended\n")


def test_what_is_asked_wrongly_is_our_bug(sql_store: engine.SqlStore) -> None:
    with pytest.raises(RuntimeError), sql_store.turn() as turn:
        turn.put_setting("a", None)  # type: ignore[arg-type]
    assert _names(sql_store) == []
