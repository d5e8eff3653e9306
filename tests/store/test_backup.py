"""A backup holds what the store held, under its own key, and makes the store again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import folders, samples
from tests.store.contract_turns import kept
from tests.store.folders import KEY, OTHER_KEY
from tests.store.samples import OURS, THEIRS
from wasl.core.errors import RefusedError
from wasl.store import backup, engine, folder, schema

BACKUP_KEY = b"\x07" * 32
MADE_US = 1_795_564_800_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[engine.SqlStore]:
    store = folders.opened(folders.fresh(tmp_path / "store"))
    with store.turn() as turn:
        turn.add_log(samples.log(OURS, 3, b"three"))
        turn.add_entries([samples.entry(link, at) for link in (OURS, THEIRS) for at in range(60)])
        turn.put_bodies([samples.body(OURS, at, bytes(2_000)) for at in range(60)])
        turn.put_file(samples.file("ee", OURS, 1))
        turn.put_draft(samples.draft("a"))
        turn.add_house([samples.house(at) for at in range(9)])
        turn.put_their_prekey(samples.their_prekey(1))
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path, store: engine.SqlStore) -> Path:
    file = tmp_path / "copy.wasl-backup"
    backup.backup_store(store, file, BACKUP_KEY, made_us=MADE_US)
    return file


def _restored(file: Path, place: Path) -> engine.SqlStore:
    backup.restore_store(file, BACKUP_KEY, place, OTHER_KEY)
    return engine.open_store(place, OTHER_KEY, reserve_bytes=0)


def _rule(file: Path, place: Path, key: bytes = BACKUP_KEY) -> str:
    with pytest.raises(RefusedError) as refused:
        backup.restore_store(file, key, place, OTHER_KEY)
    return refused.value.rule


def test_what_a_store_held_is_there_after_a_restore(
    tmp_path: Path, store: engine.SqlStore, file: Path
) -> None:
    restored = _restored(file, tmp_path / "again")
    assert list(kept(restored)) == list(kept(store))
    with restored.turn() as turn:
        turn.add_entries([samples.entry(OURS, 60)])
    restored.close()


def test_a_restored_store_opens_under_its_new_key_only(tmp_path: Path, file: Path) -> None:
    _restored(file, tmp_path / "again").close()
    for key in (KEY, BACKUP_KEY):
        with pytest.raises(RefusedError, match="wrong-passphrase"):
            engine.open_store(tmp_path / "again", key, reserve_bytes=0)


def test_a_backup_says_when_it_was_made_and_of_which_revision(file: Path) -> None:
    assert backup.backup_facts(file, BACKUP_KEY) == backup.BackupFacts(
        made_us=MADE_US, revision=schema.REVISION
    )


def test_a_backup_is_one_file_that_others_cannot_read(tmp_path: Path, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name, "store"]


def test_reading_a_backup_leaves_nothing_beside_it(tmp_path: Path, file: Path) -> None:
    file.chmod(0o400)
    before = file.read_bytes()
    backup.backup_facts(file, BACKUP_KEY)
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name, "store"]


def test_our_prekeys_stay_in_the_store_and_out_of_the_backup(
    tmp_path: Path, store: engine.SqlStore
) -> None:
    with store.turn() as turn:
        turn.put_own_prekey(samples.own_prekey(1))
    file = tmp_path / "copy"
    backup.backup_store(store, file, BACKUP_KEY, made_us=MADE_US)
    restored = _restored(file, tmp_path / "again")
    with restored.look() as look:
        assert look.own_prekeys(OURS) == []
    with store.look() as look:
        assert look.own_prekeys(OURS) == [samples.own_prekey(1)]
    restored.close()


def test_a_backup_is_of_the_moment_it_was_made(
    tmp_path: Path, store: engine.SqlStore, file: Path
) -> None:
    before = list(kept(store))
    with store.turn() as turn:
        turn.put_setting("later", b"")
    restored = _restored(file, tmp_path / "again")
    assert list(kept(restored)) == before
    restored.close()


def test_a_backup_is_taken_between_turns(tmp_path: Path, store: engine.SqlStore) -> None:
    with store.turn(), pytest.raises(RuntimeError):
        backup.backup_store(store, tmp_path / "copy", BACKUP_KEY, made_us=MADE_US)
    assert not (tmp_path / "copy").exists()


def test_a_backup_takes_the_place_of_no_other(store: engine.SqlStore, file: Path) -> None:
    with pytest.raises(RefusedError, match="file-exists"):
        backup.backup_store(store, file, BACKUP_KEY, made_us=MADE_US)


def test_a_backup_opens_with_its_own_key_only(tmp_path: Path, file: Path) -> None:
    for key in (KEY, OTHER_KEY):
        assert _rule(file, tmp_path / "again", key) == "wrong-passphrase"
    assert not (tmp_path / "again").exists()


def test_a_store_is_never_restored_over_another(tmp_path: Path, file: Path) -> None:
    assert _rule(file, tmp_path / "store") == "store-exists"


@pytest.mark.parametrize("at", [0.3, 0.6, 0.99])
def test_a_damaged_backup_is_not_restored(tmp_path: Path, file: Path, at: float) -> None:
    content = bytearray(file.read_bytes())
    content[int(len(content) * at)] ^= 1
    file.write_bytes(content)
    assert _rule(file, tmp_path / "again") == "damaged-backup"
    assert not (tmp_path / "again").exists()


def test_a_backup_cut_short_is_not_restored(tmp_path: Path, file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // 4096 * 4096)
    assert _rule(file, tmp_path / "again") == "damaged-backup"


def test_a_store_is_no_backup(tmp_path: Path, store: engine.SqlStore) -> None:
    store.tidy()
    with pytest.raises(RefusedError, match="damaged-backup"):
        backup.restore_store(store.folder / folder.DATABASE, KEY, tmp_path / "again", OTHER_KEY)


def test_a_file_that_is_not_there_is_no_backup(tmp_path: Path) -> None:
    assert _rule(tmp_path / "none", tmp_path / "again") == "unreadable-file"
