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
from tests.store.contract import BodyContract, LogContract, TurnContract
from tests.store.contract_house import HouseContract, PartyContract
from tests.store.folders import KEY, OTHER_KEY, Stopped, die
from tests.store.samples import OURS
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.ports import Store
from wasl.store import cipher, engine, folder, migrate, schema


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


class TestBodies(BodyContract):
    """SQLite."""


class TestTurns(TurnContract):
    """SQLite."""


class TestParties(PartyContract):
    """SQLite."""


class TestHouse(HouseContract):
    """SQLite."""


def _refusal(place: Path, key: bytes = KEY) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        engine.open_store(place, key, die=die, reserve_bytes=0)
    return refused.value


def _names(store: Store) -> list[str]:
    with store.look() as look:
        return [name for name, _ in look.settings()]


# --------------------------------------------------------------------------------- opening


def test_what_was_committed_is_there_after_opening_again(place: Path) -> None:
    store = folders.opened(place)
    with store.turn() as turn:
        turn.add_entries([samples.entry(OURS, 0), samples.entry(samples.THEIRS, 0)])
    store.close()
    store = folders.opened(place)
    with store.look() as look:
        assert look.entries(OURS, 0, 9) == [samples.entry(OURS, 0)]
        assert look.entries_by_leaf([samples.leaf(samples.THEIRS, 0)]) == [
            samples.entry(samples.THEIRS, 0)
        ]
    store.close()


def test_another_key_does_not_open_the_store(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _refusal(place, OTHER_KEY).rule == "wrong-passphrase"
    assert capfd.readouterr() == ("", "")


def test_a_refused_opening_leaves_the_store_to_its_owner(place: Path) -> None:
    assert _refusal(place, OTHER_KEY).rule == "wrong-passphrase"
    folders.opened(place).close()


def test_a_store_that_is_open_is_refused_to_a_second_process(
    place: Path, sql_store: engine.SqlStore
) -> None:
    code = (
        "import sys, pathlib\n"
        "from wasl.core.errors import RefusedError\n"
        "from wasl.store.engine import open_store\n"
        "try:\n"
        "    open_store(pathlib.Path(sys.argv[1]), bytes(range(32)))\n"
        "except RefusedError as refusal:\n"
        "    print(refusal.rule)\n"
    )
    assert sql_store.folder == place
    ran = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "second-process"


def test_a_folder_without_a_store_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "nothing").rule == "no-store"


def test_a_store_is_made_once_in_a_folder(place: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        engine.create_store(place, KEY)
    assert refused.value.rule == "store-exists"


def test_a_store_whose_making_was_cut_short_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "store"
    engine.make_folder(place)
    engine.make_file(place / folder.DATABASE)
    assert _refusal(place).rule == "unfinished-store"


def test_a_store_of_a_later_release_is_refused(place: Path) -> None:
    raw = cipher.connect(place / folder.DATABASE, KEY, cipher.STORE_SETTINGS)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    assert _refusal(place).rule == "newer-store"


def test_a_key_of_another_length_is_our_bug(place: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        engine.open_store(place, KEY[:16])


def test_nobody_else_can_read_what_a_new_store_writes(tmp_path: Path) -> None:
    place = tmp_path / "new"
    store = engine.create_store(place, KEY, reserve_bytes=4096)
    with store.turn() as turn:
        turn.put_setting("a", b"1")
    found = {path.name: path.stat().st_mode & 0o777 for path in folder.store_files(place)}
    store.close()
    assert found == {
        "new": 0o700,
        "wasl.db": 0o600,
        "wasl.db-wal": 0o600,
        "wasl.db-shm": 0o600,
        "wasl.lock": 0o600,
        "wasl.reserve": 0o600,
    }


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_database_that_others_may_touch_is_refused(place: Path, mode: int) -> None:
    (place / folder.DATABASE).chmod(mode)
    assert _refusal(place).rule == "unsafe-mode"


def test_a_folder_that_others_may_enter_is_refused(place: Path) -> None:
    place.chmod(0o750)
    assert _refusal(place).detail == {"file": "store", "fault": "mode"}


@pytest.mark.parametrize("name", [folder.DATABASE, folder.LOCK, f"{folder.DATABASE}-wal"])
def test_a_file_that_is_a_symbolic_link_is_refused(place: Path, name: str) -> None:
    elsewhere = place.parent / "elsewhere"
    elsewhere.touch(0o600)
    if (place / name).exists():
        (place / name).rename(elsewhere)
    (place / name).symlink_to(elsewhere)
    assert _refusal(place).detail == {"file": name, "fault": "symlink"}


def test_a_folder_that_is_a_symbolic_link_is_refused(place: Path) -> None:
    (place.parent / "other").symlink_to(place)
    assert _refusal(place.parent / "other").detail["fault"] == "symlink"


def test_a_database_with_a_second_name_is_refused(place: Path) -> None:
    os.link(place / folder.DATABASE, place.parent / "second")
    assert _refusal(place).detail["fault"] == "links"


def test_a_pipe_in_the_place_of_the_lock_is_refused(place: Path) -> None:
    (place / folder.LOCK).unlink()
    os.mkfifo(place / folder.LOCK, 0o600)
    assert _refusal(place).detail["fault"] == "kind"


# -------------------------------------------------------------------------------- settings


def test_every_setting_of_the_connection_is_taken(sql_store: engine.SqlStore) -> None:
    assert cipher.untaken(sql_store.raw, cipher.STORE_SETTINGS) == {}


def test_a_setting_that_is_not_taken_is_refused(place: Path) -> None:
    wanted = dict(cipher.STORE_SETTINGS) | {"journal_mode": ("delete", "wal")}
    with pytest.raises(RefusedError) as refused:
        cipher.connect(place / folder.DATABASE, KEY, wanted)
    assert refused.value.detail == {"setting": "journal_mode", "answer": "delete"}


def test_nothing_is_written_beside_the_store_in_clear(
    place: Path, sql_store: engine.SqlStore
) -> None:
    for text in ("ATTACH 'clear.db' AS clear KEY ''", "VACUUM INTO 'clear.db'"):
        with pytest.raises(Exception, match=r"not authorized|authorization denied"):
            sql_store.raw.execute(text)
    assert not Path("clear.db").exists()
    assert sorted(path.name for path in place.iterdir()) == [
        "wasl.db",
        "wasl.db-shm",
        "wasl.db-wal",
        "wasl.lock",
    ]


@pytest.mark.parametrize(
    ("sqlite", "fault"),
    [
        ("3.40.1", "sqlite"),
        ("3.44.5", "sqlite"),
        ("3.44.6", ""),
        ("3.45.0", "sqlite"),
        ("3.50.6", "sqlite"),
        ("3.50.7", ""),
        ("3.51.2", "sqlite"),
        ("3.51.3", ""),
        ("3.52.0", "sqlite"),
        ("3.52.1", ""),
        ("3.53.4", ""),
    ],
)
def test_a_library_that_may_lose_a_commit_is_unsafe(sqlite: str, fault: str) -> None:
    assert cipher.build_fault("0.6.4", sqlite, "4.19.0 community") == fault


def test_an_old_module_or_one_that_does_not_encrypt_is_unsafe() -> None:
    assert cipher.build_fault("0.6.3", "3.53.4", "4.19.0") == "sqlcipher3"
    assert cipher.build_fault("0.6.4", "3.53.4", "") == "sqlcipher"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/wasl", "ext4"),
        ("/mnt/far/wasl", "nfs4"),
        ("/mnt/far away/wasl", "fuse.sshfs"),
        ("/mnt/farther", "ext4"),
        ("/twice", "cifs"),
    ],
)
def test_the_file_system_is_that_of_the_longest_mount(place: str, kind: str) -> None:
    mounts = (
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        "30 22 0:40 / /mnt/far rw - nfs4 server:/ rw\n"
        "31 22 0:41 / /mnt/far\\040away rw,nosuid master:2 shared:3 - fuse.sshfs x rw\n"
        "32 22 0:42 / /twice rw - tmpfs tmpfs rw\n"
        "33 32 0:43 / /twice rw - cifs //server/share rw\n"
        "a line that says nothing\n"
    )
    assert folder.file_system_in(mounts, Path(place)) == kind


def test_a_disk_that_others_share_is_a_network_file_system() -> None:
    kinds = ["nfs", "nfs4", "cifs", "fuse", "fuse.sshfs", "fuseblk", "9p", "ext4", "xfs", "tmpfs"]
    assert [kind for kind in kinds if not folder.is_network(kind)] == ["ext4", "xfs", "tmpfs"]


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
