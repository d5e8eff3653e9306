"""``wasl doctor``, ``wasl backup`` and ``wasl restore`` through the command."""

import shutil
from pathlib import Path

import pytest

from tests.cli.meeting import said
from tests.cli.pair import PASSPHRASE, STRETCH, Answer, Pair, serving
from tests.world import ALGIERS, TRIPOLI
from wasl.cli.main import REFUSED
from wasl.cli.verbs.upkeep import BACKUP_LABEL
from wasl.core import canonical
from wasl.node.clock import SystemDraw
from wasl.seal.vault import unwrap, wrap

CUSTODY = ("chadia", "driss")


def _codes(answer: Answer) -> set[str]:
    return {one["code"] for one in answer.value if one["severity"] != "ok"}


# --------------------------------------------------------------------------------------- doctor


def test_a_sound_node_has_every_check_good(alone: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASL_KDF_MEMORY_KIB", "262144")
    answer = alone.algiers.run("doctor", "--json")
    assert _codes(answer) == set()
    assert answer.code == 0


def test_a_passphrase_easier_to_guess_is_a_warning(alone: Pair) -> None:
    answer = alone.algiers.run("doctor", "--json")
    assert _codes(answer) == {"N-204"}
    assert answer.code == 1


def test_released_acts_that_wait_are_a_warning(resting: Pair) -> None:
    words = ("recognise", TRIPOLI, "--move", "suspend")
    resting.algiers.released(*words, by=CUSTODY)
    assert "N-213" in _codes(resting.algiers.run("doctor", "--json"))


def test_a_role_nobody_holds_is_a_warning(alone: Pair) -> None:
    alone.algiers.ask("officer", "leave", "driss")
    answer = alone.algiers.run("doctor", "--json")
    (told,) = [one for one in answer.value if one["code"] == "N-203"]
    assert told["facts"]["roles"] == "head"


def test_a_file_that_others_can_read_is_a_reason_not_to_run(alone: Pair) -> None:
    (alone.algiers.home / "wasl.db").chmod(0o644)
    answer = alone.algiers.run("doctor", "--json")
    assert "D-103" in _codes(answer)
    assert answer.code == 2


def test_a_damaged_page_is_found_and_told_in_each_language(alone: Pair) -> None:
    database = alone.algiers.home / "wasl.db"
    content = bytearray(database.read_bytes())
    content[-2_000] ^= 1
    database.write_bytes(content)
    told = {lang: alone.algiers.run("doctor", lang=lang) for lang in ("ar", "fr", "en")}
    assert {answer.code for answer in told.values()} == {2}
    assert "Des pages de la base sont endommagées" in told["fr"].out
    assert "صفحات من المخزن تالفة" in told["ar"].out


def test_an_empty_folder_has_no_store(settled: Path) -> None:
    answer = said(["--home", str(settled / "nowhere"), "doctor", "--json"])
    assert _codes(answer) >= {"D-112"}
    assert answer.code == 2


def test_a_wrong_passphrase_is_a_finding_of_its_own(alone: Pair, settled: Path) -> None:
    (settled / "passphrase").write_text("une autre", encoding="utf-8")
    answer = alone.algiers.run("doctor", "--json")
    assert "D-111" in _codes(answer)
    assert answer.code == 2


# --------------------------------------------------------------------------- backup and restore


@pytest.fixture(name="copy")
def _copy(resting: Pair, settled: Path) -> Path:
    """A copy of Algiers, with its key beside it and the node's own keys apart."""
    copy = settled / "copy"
    resting.algiers.ask("backup", str(copy), "--days", "30")
    shutil.copy(resting.algiers.home / "node.key", settled / "node.key")
    return copy


def _restore(copy: Path, home: Path, *more: str) -> Answer:
    return said([
        "--home", str(home), "restore", str(copy), "--key", f"{copy}.key",
        "--keyfile", str(copy.parent / "node.key"), *more,
    ])  # fmt: skip


def test_a_copy_and_its_key_are_readable_by_their_owner_alone(copy: Path) -> None:
    for path in (copy, Path(f"{copy}.key")):
        assert oct(path.stat().st_mode)[-3:] == "600"


def test_a_copy_says_until_when_it_may_be_kept(resting: Pair, settled: Path) -> None:
    told = resting.algiers.run("backup", str(settled / "c"), lang="fr").out
    assert "détruisez la clé" in told


def test_a_copy_is_not_written_over(resting: Pair, copy: Path) -> None:
    held = copy.read_bytes()
    answer = resting.algiers.run("backup", str(copy))
    assert answer.code == REFUSED
    assert "file-exists" in answer.err
    assert copy.read_bytes() == held


def test_a_copy_that_cannot_be_made_leaves_no_key(resting: Pair, settled: Path) -> None:
    answer = resting.algiers.run("backup", str(settled / "nowhere" / "copy"))
    assert answer.code == 75
    assert "no-file" in answer.err
    assert not (settled / "nowhere").exists()


def test_a_running_node_is_copied_too(fresh: Pair, settled: Path) -> None:
    told = fresh.algiers.ask("backup", str(settled / "copy"))
    assert Path(told["file"]).stat().st_size > 0


def test_what_is_restored_stands_as_in_the_copy(resting: Pair, copy: Path) -> None:
    shutil.rmtree(resting.algiers.home)
    assert _restore(copy, resting.algiers.home).code == 0
    assert resting.algiers.ask("key", "show")["node"] == ALGIERS
    assert resting.algiers.ask("recognise", "--list")[0]["ours"] == "recognised"


def test_a_restored_node_takes_back_what_its_partner_holds(resting: Pair, copy: Path) -> None:
    with serving(resting, resting.algiers, resting.tripoli):
        resting.exchange()
        resting.algiers.released("recognise", TRIPOLI, "--move", "suspend", by=CUSTODY)
        resting.exchange()
    devices = resting.algiers.home.parent / "kept"
    shutil.copytree(resting.algiers.home / "devices", devices)
    shutil.rmtree(resting.algiers.home)
    _restore(copy, resting.algiers.home)
    with serving(resting, resting.algiers, resting.tripoli):
        resting.exchange()
        assert resting.algiers.ask("recognise", "--list")[0]["ours"] == "suspended"


def test_a_dry_run_writes_nothing(copy: Path, settled: Path) -> None:
    answer = _restore(copy, settled / "new", "--dry-run")
    assert answer.code == 0
    assert not (settled / "new").exists()


def test_a_copy_past_its_last_day_brings_nothing_back(copy: Path, settled: Path) -> None:
    key, draw = Path(f"{copy}.key"), SystemDraw()
    secret = canonical.loads(unwrap(key.read_bytes(), PASSPHRASE, label=BACKUP_LABEL))
    late = canonical.dumps({**secret, "ends": "2020-01-01"})
    key.write_bytes(wrap(late, PASSPHRASE, STRETCH, label=BACKUP_LABEL, draw=draw.draw))
    answer = _restore(copy, settled / "new", "--dry-run")
    assert answer.code == REFUSED
    assert "backup-over" in answer.err
    assert not (settled / "new").exists()


def test_nothing_is_restored_over_a_node(resting: Pair, copy: Path) -> None:
    held = (resting.algiers.home / "wasl.db").read_bytes()
    answer = _restore(copy, resting.algiers.home)
    assert answer.code == REFUSED
    assert "already-initialised" in answer.err
    assert (resting.algiers.home / "wasl.db").read_bytes() == held


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_changed_copy_brings_nothing_back(copy: Path, settled: Path, at: int) -> None:
    content = bytearray(copy.read_bytes())
    content[at] ^= 1
    copy.write_bytes(content)
    answer = _restore(copy, settled / "new")
    assert answer.code == REFUSED
    assert "damaged-backup" in answer.err or "wrong-passphrase" in answer.err
    assert not (settled / "new" / "wasl.db").exists()


def test_a_cut_copy_brings_nothing_back(copy: Path, settled: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:5_000])
    answer = _restore(copy, settled / "new")
    assert answer.code == REFUSED
    assert not (settled / "new" / "wasl.db").exists()


def test_the_key_of_another_copy_opens_nothing(resting: Pair, copy: Path, settled: Path) -> None:
    resting.tripoli.ask("backup", str(settled / "other"))
    shutil.copy(settled / "other.key", f"{copy}.key")
    answer = _restore(copy, settled / "new")
    assert answer.code == REFUSED
    assert not (settled / "new" / "wasl.db").exists()


def test_a_key_file_of_another_kind_is_refused(copy: Path, settled: Path) -> None:
    shutil.copy(settled / "node.key", f"{copy}.key")
    answer = _restore(copy, settled / "new")
    assert answer.code == REFUSED
    assert "malformed" in answer.err
