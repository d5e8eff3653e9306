"""What was destroyed is nowhere: not in a live page, not in a free one, not in the log."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.store import folders, samples
from tests.store.folders import KEY
from tests.store.pages import plain_frames, plain_pages
from tests.store.samples import OURS
from wasl.node.rows import BodyRow
from wasl.store import backup, engine, folder

CANARIES = 500
TOGETHER = 25
BACKUP_KEY = b"\x07" * 32

_PLANTED = [
    *((kind, at) for kind in ("body", "tail", "salt") for at in range(CANARIES)),
    *(
        (kind, at)
        for kind in ("file", "prekey", "draft", "waiting")
        for at in range(0, CANARIES, TOGETHER)
    ),
]


def _canary(kind: str, number: int) -> bytes:
    """Thirty-two bytes that nothing else in the store holds."""
    return hashlib.sha256(f"canary {kind} {number}".encode()).digest()


def _body(number: int, chance: Random) -> BodyRow:
    filling = bytes(chance.choice((20, 300, 1_500, 4_000, 9_000)))
    closed = _canary("body", number) + filling + _canary("tail", number)
    return BodyRow(link=OURS, index=number, salt=_canary("salt", number), closed=closed)


def _fill(store: engine.SqlStore, chance: Random) -> None:
    for start in range(0, CANARIES, TOGETHER):
        indexes = range(start, start + TOGETHER)
        with store.turn() as turn:
            turn.add_entries([samples.entry(OURS, index) for index in indexes])
            turn.put_bodies([_body(index, chance) for index in indexes])
            turn.put_file(replace(samples.file("ee", OURS, start), closed=_canary("file", start)))
            prekey = samples.own_prekey(start)
            turn.put_own_prekey(replace(prekey, private=_canary("prekey", start) * 3))
            turn.put_draft(replace(samples.draft(str(start)), body=_canary("draft", start)))
            turn.add_waiting(replace(samples.waiting(b""), body=_canary("waiting", start)))


def _destroy(store: engine.SqlStore, chance: Random) -> None:
    order = list(range(CANARIES))
    chance.shuffle(order)
    for start in range(0, CANARIES, 20):
        with store.turn() as turn:
            for index in order[start : start + 20]:
                turn.destroy_body(OURS, index)
            turn.put_bodies([samples.body(samples.THEIRS, start, bytes(700))])
    with store.turn() as turn:
        for row in turn.drafts():
            turn.drop_draft(row.id)
        turn.drop_waiting([row.number for row in turn.waiting(OURS)])
        turn.destroy_own_prekeys(2**53)


def _found(pages: Sequence[bytes]) -> list[str]:
    """The canaries in these bytes."""
    haystack = b"\x00".join(pages)
    needles = {f"{kind} {at}": _canary(kind, at) for kind, at in _PLANTED}
    # Half of a canary could outlive the rest, where a page was filled again.
    return [name for name, needle in needles.items() if needle[8:24] in haystack]


def _on_disk(place: Path) -> list[bytes]:
    database = place / folder.DATABASE
    log = place / f"{folder.DATABASE}-wal"
    return [*plain_pages(database, KEY), *plain_frames(log, KEY)]


def test_nothing_destroyed_is_left_in_any_page_or_in_the_log(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    store = folders.opened(place)
    chance = Random(30)
    _fill(store, chance)
    assert len(_found(_on_disk(place))) == len(_PLANTED)
    _destroy(store, chance)
    store.tidy()
    assert (place / f"{folder.DATABASE}-wal").stat().st_size == 0
    assert _found(_on_disk(place)) == []
    with store.look() as look:
        assert len(look.entries(OURS, 0, CANARIES)) == CANARIES
    store.close()


def test_what_was_destroyed_is_found_where_it_is_not_overwritten(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    store = folders.opened(place)
    store.raw.execute("PRAGMA secure_delete=off")
    chance = Random(30)
    _fill(store, chance)
    _destroy(store, chance)
    store.tidy()
    assert len(_found(_on_disk(place))) > CANARIES
    store.close()


def test_nothing_that_is_kept_lies_in_clear_on_the_disk(tmp_path: Path) -> None:
    place = folders.fresh(tmp_path / "store")
    store = folders.opened(place)
    _fill(store, Random(31))
    clear = [path.read_bytes() for path in place.iterdir()]
    store.close()
    assert _found(clear) == []
    assert b"SQLite format" not in b"".join(clear)


def test_a_backup_holds_no_private_half_of_a_prekey_in_any_page(tmp_path: Path) -> None:
    store = folders.opened(folders.fresh(tmp_path / "store"))
    _fill(store, Random(32))
    file = tmp_path / "copy.wasl-backup"
    backup.backup_store(store, file, BACKUP_KEY, made_us=1)
    store.close()
    found = _found(list(plain_pages(file, BACKUP_KEY)))
    assert [name for name in found if name.startswith("prekey")] == []
    assert len([name for name in found if name.startswith("salt")]) == CANARIES
    assert _found([file.read_bytes()]) == []
