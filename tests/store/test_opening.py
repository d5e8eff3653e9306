"""A store opens for its owner alone, on a library, a disk and settings that can be trusted."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import folders, samples
from tests.store.folders import KEY, OTHER_KEY, die
from tests.store.samples import OURS
from wasl.core.errors import RefusedError
from wasl.store import cipher, engine, folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folders.fresh(tmp_path / "store")


@pytest.fixture
def sql_store(place: Path) -> Iterator[engine.SqlStore]:
    store = folders.opened(place)
    yield store
    store.close()


def _refusal(place: Path, key: bytes = KEY) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        engine.open_store(place, key, die=die, reserve_bytes=0)
    return refused.value


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
