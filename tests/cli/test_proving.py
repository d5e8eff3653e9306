"""What can be proved: logs checked again, files for a third person, and files that lie."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.pair import Answer, Pair, Service, report_file
from tests.cli.test_acting import opened, refused
from tests.seal.test_extract_faults import forked
from tests.world import ALGIERS, PURPOSE, TRIPOLI


@pytest.fixture
def case(pair: Pair, settled: Path) -> str:
    """A report of Algiers that Tripoli has read."""
    file = report_file(settled)
    released = pair.algiers.released("report", file, "--dossier", "terrorism")["case"]
    pair.exchange()
    opened(pair, released)
    return str(released)


def exported(service: Service, case: str, folder: Path, *words: str) -> Path:
    file = folder / "entry.wasl-extract"
    service.ask("export", case, "--out", str(file), *words)
    return file


def extracted(service: Service, partner: str, of: str, folder: Path) -> Path:
    file = folder / f"{service.name}-{of}.wasl-extract"
    service.ask("extract", "--with", partner, "--of", of, "--out", str(file))
    return file


def verified(service: Service, *words: str) -> Answer:
    return service.run("verify", *words)


# ------------------------------------------------------------------------------------- our logs


def test_logs_that_hold_are_told_so(pair: Pair, case: str) -> None:
    answer = pair.tripoli.run("log", "verify")
    assert answer.code == 0
    for node in (ALGIERS, TRIPOLI):
        assert f"The log of {node} holds." in answer.out


def test_logs_are_checked_in_every_language(pair: Pair) -> None:
    said = {lang: pair.tripoli.run("log", "verify", lang=lang).out for lang in ("ar", "fr", "en")}
    assert len(set(said.values())) == 3


# ------------------------------------------------------------------------------------- one entry


def test_an_entry_is_proved_to_a_third_person(pair: Pair, case: str, settled: Path) -> None:
    answer = verified(pair.algiers, str(exported(pair.tripoli, case, settled)))
    assert (answer.code, answer.out.startswith("SOUND")) == (0, True)
    assert "0 shown" in answer.out


def test_a_proof_needs_no_node_at_all(pair: Pair, case: str, settled: Path) -> None:
    file = exported(pair.tripoli, case, settled)
    command = [sys.executable, "-m", "wasl", "--lang", "en", "verify", str(file), "--json"]
    environment = {"LANG": "C.UTF-8", "WASL_HOME": str(settled / "nowhere")}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=60)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "sound")
    assert not (settled / "nowhere").exists()


def test_a_body_is_handed_over_for_a_purpose_and_by_somebody(
    pair: Pair, case: str, settled: Path
) -> None:
    words = ("export", case, "--out", str(settled / "x"), "--with-body")
    refused(pair.tripoli.run(*words), "no-such-officer")
    refused(pair.tripoli.run(*words, "--officer", "farah"), "purpose-missing")
    file = exported(
        pair.tripoli, case, settled, "--with-body", "--officer", "farah", "--purpose", PURPOSE
    )
    assert "Texte inventé." in file.read_text(encoding="utf-8")
    assert "1 shown" in verified(pair.tripoli, str(file)).out


def test_an_export_without_a_body_has_no_word_of_it(pair: Pair, case: str, settled: Path) -> None:
    content = exported(pair.tripoli, case, settled).read_text(encoding="utf-8")
    assert "inventé" not in content
    assert "Maghnia" not in content


def test_what_is_destroyed_is_still_proved(pair: Pair, case: str, settled: Path) -> None:
    recall = pair.algiers.released("recall", case, "--ground", "ERROR")["case"]
    pair.exchange()
    pair.tripoli.released("attest", recall, by=("farah", "elias"))
    answer = verified(pair.tripoli, str(exported(pair.tripoli, case, settled)))
    assert (answer.code, "1 gone" in answer.out) == (0, True)


def test_an_entry_under_no_checkpoint_cannot_be_exported(fresh: Pair, settled: Path) -> None:
    words = ("export", "A" * 14, "--out", str(settled / "x"))
    refused(fresh.algiers.run(*words), "no-such-case")
    assert not (settled / "x").exists()


def test_a_file_is_not_written_where_none_can_be(pair: Pair, case: str, settled: Path) -> None:
    answer = pair.tripoli.run("export", case, "--out", str(settled / "no" / "folder" / "x"))
    assert (answer.code, "no-file" in answer.err) == (75, True)


# ------------------------------------------------------------------------------------- a whole log


def test_two_sides_tell_the_same_log(pair: Pair, case: str, settled: Path) -> None:
    ours = extracted(pair.algiers, TRIPOLI, "ours", settled)
    theirs = extracted(pair.tripoli, ALGIERS, "theirs", settled)
    answer = verified(pair.algiers, str(ours), "--against", str(theirs))
    assert (answer.code, "tells the same log" in answer.out) == (0, True)


def test_extracts_of_two_logs_are_not_compared(pair: Pair, case: str, settled: Path) -> None:
    ours = extracted(pair.algiers, TRIPOLI, "ours", settled)
    other = extracted(pair.algiers, TRIPOLI, "theirs", settled)
    assert verified(pair.algiers, str(ours), "--against", str(other)).code == 1


def test_an_extract_has_no_body_and_nobody_else_reads_it(
    pair: Pair, case: str, settled: Path
) -> None:
    file = extracted(pair.tripoli, ALGIERS, "theirs", settled)
    assert "inventé" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_every_extract_is_written_down(pair: Pair, case: str, settled: Path) -> None:
    node = pair.tripoli.node
    before = node.writer.ask(lambda turn: turn.house_size())
    extracted(pair.tripoli, ALGIERS, "theirs", settled)
    (row,) = node.writer.ask(lambda turn: turn.house(before, before + 9))
    assert json.loads(row.line)["act"] == "extract"


def test_no_log_is_extracted_of_a_stranger(pair: Pair, settled: Path) -> None:
    words = ("extract", "--with", "nobody.example", "--out", str(settled / "x"))
    refused(pair.algiers.run(*words), "no-such-partner")


# ------------------------------------------------------------------------------- files that lie


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_a_changed_file_does_not_hold(pair: Pair, case: str, settled: Path, place: float) -> None:
    file = extracted(pair.algiers, TRIPOLI, "ours", settled)
    content = bytearray(file.read_bytes())
    at = int(len(content) * place)
    content[at] = ord("A") if content[at] != ord("A") else ord("B")
    file.write_bytes(content)
    answer = verified(pair.algiers, str(file))
    assert (answer.code in {1, 2}, "Traceback" in answer.err) == (True, False)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}\n", b"\xff\xfe", b"[" * 100_000, b'{"extract":"x"}\n', b"\x00" * 99],
)
def test_a_file_that_is_no_proof_is_unreadable(pair: Pair, settled: Path, content: bytes) -> None:
    file = settled / "x"
    file.write_bytes(content)
    answer = verified(pair.algiers, str(file))
    assert (answer.code, answer.out.startswith("UNREADABLE")) == (2, True)


def test_a_file_that_is_not_there_is_named_without_its_folders(pair: Pair, settled: Path) -> None:
    answer = verified(pair.algiers, str(settled / "gone"))
    assert "file=gone" in refused(answer, "unreadable-file")


def test_two_logs_under_one_name_leave_a_proof_that_anybody_can_check(
    pair: Pair, settled: Path
) -> None:
    files = []
    for number, log in enumerate(forked(7)):
        files.append(settled / str(number))
        files[-1].write_text("".join(log.lines()), encoding="utf-8")
    words = (str(files[0]), "--against", str(files[1]), "--proof", str(settled / "proof"))
    assert verified(pair.algiers, *words).code == 1
    answer = verified(pair.algiers, str(settled / "proof"))
    assert (answer.code, "signed two logs under one name" in answer.out) == (0, True)


def test_an_arabic_reader_is_given_the_fingerprints_in_digits(
    pair: Pair, case: str, settled: Path
) -> None:
    file = str(exported(pair.tripoli, case, settled))
    out = pair.tripoli.run("verify", file, lang="ar").out
    digits = [
        line for line in out.split("\n") if len(line.split()) == 4 and line.strip().isascii()
    ]
    assert len(digits) == 8
    assert all(group.isdigit() for line in digits for group in line.split())


@pytest.mark.parametrize("path", ["a\0b", "\ud800", "a" * 5_000, "/dev/null/x"])
def test_words_that_name_no_file_are_refused(pair: Pair, case: str, path: str) -> None:
    for words in (("verify", path), ("bundle", "in", path), ("export", case, "--out", path)):
        answer = pair.tripoli.run(*words)
        assert (answer.code in {1, 75}, "fault of ours" in answer.err) == (True, False)
    answer = pair.tripoli.run("bundle", "out", ALGIERS, "--to", path)
    assert (answer.code in {1, 75}, "fault of ours" in answer.err) == (True, False)
