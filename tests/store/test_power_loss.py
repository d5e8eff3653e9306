"""What a power cut leaves holds every turn that was acknowledged, whole; a failed sync is the end.

The images come from the production library (``recording_vfs.py``). Where it no longer exports what
that needs, these tests are skipped loudly and the one that cuts copied files still runs.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.store import folders, recording_vfs, samples
from tests.store.folders import Stopped
from tests.store.recording_vfs import Recording, Step
from tests.store.samples import OURS
from wasl.store import engine, folder, soundness

IMAGES = 240
TURNS = 40
ROWS_PER_TURN = 3

needs_symbols = pytest.mark.skipif(
    bool(recording_vfs.missing_symbols()),
    reason="POWER LOSS IS NOT TESTED: the sqlcipher3 library exports no "
    + ", ".join(recording_vfs.missing_symbols()),
)


def _turn(store: engine.SqlStore, number: int) -> None:
    """The turn with this number: entries, bodies, a destroyed body, and the number itself."""
    first = number * ROWS_PER_TURN
    indexes = range(first, first + ROWS_PER_TURN)
    with store.turn() as turn:
        turn.add_entries([samples.entry(OURS, index) for index in indexes])
        turn.put_bodies([samples.body(OURS, index, bytes(1_500)) for index in indexes])
        turn.destroy_body(OURS, first - ROWS_PER_TURN)
        turn.put_setting("turns", str(number + 1).encode())


def _turns_held(store: engine.SqlStore) -> int:
    """How many turns a store holds; each of them whole, and nothing of another."""
    with store.look() as look:
        turns = int(look.setting("turns") or b"0")
        size = turns * ROWS_PER_TURN
        assert look.entries(OURS, 0, 2**53) == [samples.entry(OURS, at) for at in range(size)]
        kept = [at for at in range(size) if at % ROWS_PER_TURN or at == size - ROWS_PER_TURN]
        assert [row.index for row in look.bodies(OURS, 0, 2**53)] == kept
    return turns


def _history(place: Path, recording: Recording, synchronous: str) -> None:
    """Turns, each acknowledged once it is durable, with checkpoints of the log between."""
    store = folders.opened(place)
    store.raw.execute(f"PRAGMA synchronous={synchronous}")
    store.raw.execute("PRAGMA wal_autocheckpoint=40")
    for number in range(TURNS):
        _turn(store, number)
        recording.acknowledge(number + 1)
    store.close()


def _files(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def _recorded(tmp_path: Path, synchronous: str) -> tuple[dict[str, bytes], Sequence[Step]]:
    place = folders.fresh(tmp_path / "store")
    before = _files(place)
    with recording_vfs.recording() as recording:
        _history(place, recording, synchronous)
    return before, recording.steps


def _lost_turns(
    place: Path, before: dict[str, bytes], steps: Sequence[Step], chance: Random
) -> int:
    """How many acknowledged turns one power cut lost; the store that is left is sound."""
    cut = chance.randrange(len(steps) + 1)
    place.mkdir(mode=0o700)
    for name, content in recording_vfs.image_after(before, steps, cut, chance).items():
        (place / name).write_bytes(content)
        (place / name).chmod(0o600)
    store = folders.opened(place)
    held = _turns_held(store)
    findings = (soundness.pages(store), soundness.structure(store))
    store.close()
    shutil.rmtree(place)
    assert {finding.severity for finding in findings} == {soundness.Severity.OK}
    return max(0, recording_vfs.acknowledged_before(steps, cut) - held)


@needs_symbols
def test_no_power_cut_loses_a_turn_that_was_acknowledged(tmp_path: Path) -> None:
    before, steps = _recorded(tmp_path, "full")
    chance = Random(20)
    lost = [_lost_turns(tmp_path / "image", before, steps, chance) for _ in range(IMAGES)]
    assert lost == [0] * IMAGES


@needs_symbols
def test_a_power_cut_loses_turns_where_only_checkpoints_are_synced(tmp_path: Path) -> None:
    before, steps = _recorded(tmp_path, "normal")
    chance = Random(21)
    lost = [_lost_turns(tmp_path / "image", before, steps, chance) for _ in range(IMAGES // 4)]
    assert sum(map(bool, lost)) > IMAGES // 16


@needs_symbols
@pytest.mark.parametrize("fault", ["sync", "write", "full"])
def test_a_commit_that_fails_is_the_end(tmp_path: Path, fault: str) -> None:
    place = folders.fresh(tmp_path / "store")
    with recording_vfs.recording() as recording:
        store = folders.opened(place)
        _turn(store, 0)
        recording.fail_sync = recording_vfs.IOERR_FSYNC if fault == "sync" else 0
        recording.fail_write = {
            "sync": 0,
            "write": recording_vfs.IOERR_WRITE,
            "full": recording_vfs.FULL,
        }[fault]
        with pytest.raises(Stopped, match="could not commit"):
            _turn(store, 1)
        assert store.commits == 1


@needs_symbols
def test_the_library_would_go_on_after_a_failed_sync(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    with recording_vfs.recording() as recording:
        store = folders.opened(place)
        recording.fail_sync = recording_vfs.IOERR_FSYNC
        store.raw.execute("BEGIN IMMEDIATE")
        store.raw.execute("INSERT INTO settings VALUES ('a', x'00')")
        with pytest.raises(Exception, match="disk I/O error"):
            store.raw.execute("COMMIT")
        recording.fail_sync = 0
        store.raw.rollback()
        store.raw.execute("INSERT INTO settings VALUES ('b', x'00')")
        with store.look() as look:
            assert [name for name, _ in look.settings()] == ["b"]
        store.close()


@needs_symbols
def test_emptying_the_log_where_the_disk_fails_is_the_end(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    with recording_vfs.recording() as recording:
        store = folders.opened(place)
        _turn(store, 0)
        recording.fail_sync = recording_vfs.IOERR_FSYNC
        with pytest.raises(Stopped, match="write-ahead log"):
            store.tidy()


def test_a_log_cut_anywhere_within_the_last_turn_leaves_the_turns_before_it(
    tmp_path: Path,
) -> None:
    place = folders.fresh(tmp_path / "store")
    store = folders.opened(place)
    log = place / f"{folder.DATABASE}-wal"
    _turn(store, 0)
    shorter = log.stat().st_size
    _turn(store, 1)
    files = _files(place)
    store.close()
    whole = len(files[log.name])
    chance = Random(22)
    for cut in (shorter, *(chance.randrange(shorter, whole) for _ in range(40)), whole):
        image = tmp_path / "image"
        image.mkdir(mode=0o700)
        for name in (folder.DATABASE, log.name):
            (image / name).write_bytes(files[name][:cut] if name == log.name else files[name])
            (image / name).chmod(0o600)
        store = folders.opened(image)
        assert _turns_held(store) == (2 if cut == whole else 1)
        store.close()
        shutil.rmtree(image)
