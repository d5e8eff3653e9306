"""Each check finds what it is for, and says nothing of a store that is sound."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.store import folders, samples
from tests.store.contract_turns import kept
from tests.store.folders import KEY, OTHER_KEY
from tests.store.samples import OURS
from tests.tree import ROOT
from wasl.core.errors import RefusedError, UnavailableError
from wasl.store import cipher, engine, folder, soundness
from wasl.store.soundness import Finding, Severity

FLIPS = 120
DOCTOR = ROOT / "docs" / "doctor.md"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folders.fresh(tmp_path / "store")


@pytest.fixture
def store(place: Path) -> Iterator[engine.SqlStore]:
    store = folders.opened(place)
    yield store
    store.close()


def _refusal(place: Path, key: bytes = KEY) -> Finding:
    with pytest.raises(RefusedError) as refused:
        engine.open_store(place, key, reserve_bytes=0)
    return soundness.unopened(refused.value)


def test_a_sound_store_has_only_good_findings(tmp_path: Path) -> None:
    store = engine.create_store(tmp_path / "store", KEY, reserve_bytes=4096)
    findings = soundness.examine(store, room=lambda _: 100 * folder.FLOOR_BYTES)
    store.close()
    assert {finding.severity for finding in findings} == {Severity.OK}
    assert [finding.code for finding in findings] == [f"D-{code}" for code in range(101, 110)]


def test_the_libraries_are_named_with_their_versions(store: engine.SqlStore) -> None:
    assert set(soundness.library(store).facts) == {"sqlcipher3", "sqlite", "sqlcipher"}


def test_a_setting_that_was_weakened_is_found(store: engine.SqlStore) -> None:
    store.raw.execute("PRAGMA synchronous=normal")
    store.raw.execute("PRAGMA secure_delete=off")
    finding = soundness.settings(store)
    assert finding.severity is Severity.REFUSE
    assert finding.facts == {"synchronous": "1", "secure_delete": "0"}


def test_a_file_that_others_may_read_is_found(place: Path, store: engine.SqlStore) -> None:
    (place / f"{folder.DATABASE}-wal").chmod(0o640)
    finding = soundness.modes(store.folder)
    assert finding.severity is Severity.REFUSE
    assert finding.facts == {f"{folder.DATABASE}-wal": "mode"}


def test_the_file_system_is_told(place: Path) -> None:
    finding = soundness.file_system(place)
    assert finding.code == "D-104"
    assert finding.facts["kind"] == (folder.file_system(place) or "unknown")


def test_little_room_is_a_warning_before_it_is_a_refusal(place: Path) -> None:
    finding = soundness.free_space(place, room=lambda _: 2 * folder.FLOOR_BYTES)
    assert finding.severity is Severity.WARN
    assert finding.facts["free_bytes"] == 2 * folder.FLOOR_BYTES


def test_a_reserve_that_was_given_up_is_told(place: Path) -> None:
    folder.make_reserve(place, 4096)
    assert soundness.reserve(place).severity is Severity.OK
    folder.give_up_reserve(place)
    assert soundness.reserve(place).severity is Severity.WARN


def test_tables_of_another_release_are_found(store: engine.SqlStore) -> None:
    store.raw.execute("UPDATE alembic_version SET version_num = '0000'")
    finding = soundness.revision(store)
    assert finding.severity is Severity.REFUSE
    assert finding.facts["revision"] == "0000"


def test_good_pages_are_not_called_damaged_while_the_log_is_full(store: engine.SqlStore) -> None:
    with store.turn() as turn:
        turn.put_bodies([samples.body(OURS, index, bytes(2_000)) for index in range(50)])
    assert soundness.pages(store).severity is Severity.OK


def test_an_index_that_lies_is_found(store: engine.SqlStore) -> None:
    with store.turn() as turn:
        for index in range(20):
            turn.put_file(samples.file(f"{index}", OURS, index))
    store.raw.execute("PRAGMA writable_schema=on")
    store.raw.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'link,', 'sha256,') "
        "WHERE name = 'files_entry'"
    )
    store.raw.execute("PRAGMA writable_schema=reset")
    finding = soundness.structure(store)
    assert finding.severity is Severity.REFUSE


def test_no_bit_of_the_database_can_be_flipped_unseen(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    store = folders.opened(place)
    with store.turn() as turn:
        turn.add_entries([samples.entry(OURS, index) for index in range(200)])
        turn.put_bodies([samples.body(OURS, index, bytes(900)) for index in range(200)])
    held = list(kept(store))
    store.close()
    database = place / folder.DATABASE
    content = database.read_bytes()
    chance = Random(40)
    unseen = []
    for _ in range(FLIPS):
        bit = chance.randrange(8 * len(content))
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        database.write_bytes(flipped)
        if not _seen(place, held):
            unseen.append(bit)
    assert unseen == []


def _seen(place: Path, held: list[object]) -> bool:
    """Whether the store does not open, or is found damaged, and never shows another row."""
    try:
        store = folders.opened(place)
    except RefusedError as refusal:
        return refusal.rule == "wrong-passphrase"
    except UnavailableError as unavailable:
        return unavailable.what == "store-damaged"
    finding = soundness.pages(store)
    try:
        assert list(kept(store)) == held
    except UnavailableError as unavailable:
        assert unavailable.what == "store-damaged"
    store.close()
    return finding.severity is Severity.REFUSE


# ------------------------------------------------------------------- why it does not open


def test_a_store_held_by_another_is_told(place: Path, store: engine.SqlStore) -> None:
    assert store.folder == place
    assert _refusal(place).code == "D-110"


def test_a_key_that_does_not_open_the_store_is_told(place: Path) -> None:
    assert _refusal(place, OTHER_KEY).code == "D-111"


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert _refusal(tmp_path).code == "D-112"


def test_a_mode_that_keeps_the_store_shut_is_told(place: Path) -> None:
    place.chmod(0o755)
    finding = _refusal(place)
    assert (finding.code, finding.severity) == ("D-103", Severity.REFUSE)
    assert finding.facts == {"rule": "unsafe-mode", "file": "store", "fault": "mode"}


def test_a_network_disk_and_a_lost_setting_are_two_findings() -> None:
    disk = RefusedError("unsafe-setting", {"setting": "file-system", "answer": "nfs4"})
    setting = RefusedError("unsafe-setting", {"setting": "synchronous", "answer": "1"})
    assert [soundness.unopened(refusal).code for refusal in (disk, setting)] == ["D-104", "D-102"]


def test_a_store_whose_first_tables_are_damaged_is_told(place: Path) -> None:
    database = place / folder.DATABASE
    content = bytearray(database.read_bytes())
    for page in range(1, len(content) // 4096):
        content[4096 * page + 100] ^= 1
    database.write_bytes(content)
    with pytest.raises(UnavailableError) as unavailable:
        folders.opened(place)
    assert soundness.unopened(unavailable.value).code == "D-108"


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    source = Path(soundness.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r"^## (D-1[0-9]{2}) ", DOCTOR.read_text(encoding="utf-8"), re.M))
    assert said == set(re.findall(r"D-1[0-9]{2}", source))


def test_the_key_is_in_no_finding(store: engine.SqlStore) -> None:
    said = repr(soundness.examine(store)) + repr(cipher.versions(store.raw))
    assert KEY.hex() not in said
    assert str(KEY) not in said
    assert os.fspath(store.folder) not in said
