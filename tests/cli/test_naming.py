"""Names compared at a prompt: one line for one line, whatever stands in them."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tree import ROOT

PAIRS = "Saïd Chanegriha\tالسعيد شنقريحة\nMahmoud Hamza\tمحمد حمزة\n"


def _ran(
    arguments: Sequence[str], given: bytes = b"", where: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "wasl", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=where, check=False)


def _compared(given: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return _ran(["names", "compare", "--pairs", "-", *options], given)


def _lines(ran: subprocess.CompletedProcess[bytes]) -> list[list[str]]:
    return [line.split("\t") for line in ran.stdout.decode().split("\n")[:-1]]


def test_each_pair_has_a_score_and_its_reasons_and_nothing_is_left_behind(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(PAIRS, encoding="utf-8")
    ran = _ran(["names", "compare", "--pairs", str(pairs)], where=tmp_path)
    (first, second) = _lines(ran)
    assert ran.returncode == 0, ran.stderr
    assert float(first[0]) > 0.9
    assert float(second[0]) < 0.5
    assert "\u2068Mahmoud\u2069" in second[1]
    assert list(tmp_path.iterdir()) == [pairs]


def test_a_byte_order_mark_carriage_returns_and_a_missing_last_newline_are_allowed() -> None:
    given = ("\ufeff" + PAIRS.replace("\n", "\r\n")).rstrip("\r\n").encode()
    assert _compared(given).stdout == _compared(PAIRS.encode()).stdout


def test_a_refused_line_answers_in_its_place() -> None:
    ran = _compared(b"Omar\tOmar\n\nA\tB\tC\n12\tAli\n\xff\tAli\nOmar Saadi\tOmar Saadi\n")
    lines = _lines(ran)
    assert ran.returncode == 1
    assert [line[1] for line in lines[1:5]] == [
        "refused: bad-line",
        "refused: bad-line",
        "refused: empty-name, first name",
        "refused: not-utf-8",
    ]
    assert {line[0] for line in lines[1:5]} == {"0.0000"}
    assert float(lines[5][0]) >= 0.9
    assert b"line 2: refused: bad-line" in ran.stderr
    assert b"4 lines were refused." in ran.stderr


def test_only_the_first_refused_lines_are_listed_and_all_are_counted() -> None:
    ran = _compared(b"\n" * 30)
    assert ran.stderr.count(b"line ") == 20
    assert b"30 lines were refused." in ran.stderr


def test_no_input_is_no_output() -> None:
    ran = _compared(b"")
    assert (ran.returncode, ran.stdout) == (0, b"")


def test_without_reasons_the_second_column_is_empty_and_blocks_do_not_matter() -> None:
    given = PAIRS.encode() * 5_000
    ran = _compared(given, "--no-why")
    lines = _lines(ran)
    assert ran.returncode == 0
    assert len(lines) == 10_000
    assert {tuple(line) for line in lines[::2]} == {tuple(lines[0])}
    assert lines[0][1] == ""


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "deux noms différents"), ("ar", "اسمان مختلفان")]
)
def test_the_reasons_are_said_in_the_language_asked_for(lang: str, said: str) -> None:
    assert said in _compared(PAIRS.encode(), "--lang", lang).stdout.decode()


def test_a_file_that_is_not_there_is_told_and_ends_with_three(tmp_path: Path) -> None:
    ran = _ran(["names", "compare", "--pairs", str(tmp_path / "none.tsv")])
    assert ran.returncode == 3
    assert b"unreadable-file" in ran.stderr


def test_no_file_is_wrong_usage() -> None:
    assert _ran(["names", "compare"]).returncode == 2


def test_what_scores_depend_on_is_told() -> None:
    told = dict(_lines(_ran(["names", "compare", "--version-info"])))
    assert {"calibration", "fitted_data_sha256", "lexicon", "numpy", "rapidfuzz"} <= set(told)


def test_two_names_are_explained_term_by_term() -> None:
    ran = _ran(["--lang", "en", "names", "explain", "Imed Trabelsi", "عماد الطرابلسي"])
    lines = ran.stdout.decode().splitlines()
    assert ran.returncode == 0
    assert lines[0].startswith("score 0.9")
    terms = [float(line.split()[0]) for line in lines[2:]]
    assert sum(terms[:-1]) == pytest.approx(terms[-1], abs=0.002)


def test_dates_of_birth_lower_and_raise_a_score() -> None:
    def score(*births: str) -> float:
        ran = _ran(["names", "explain", "Imed Trabelsi", "عماد الطرابلسي", *births])
        return float(ran.stdout.decode().split()[1])

    same = score("--birth-a", "1971-03-08", "--birth-b", "1971-03-08")
    assert same == 1.0
    assert score("--birth-a", "1971", "--birth-b", "1990") < score() == score("--birth-a", "1971")


def test_a_name_that_cannot_be_compared_is_refused() -> None:
    ran = _ran(["names", "explain", "Omar Saadi", "123"])
    assert ran.returncode == 1
    assert b"empty-name" in ran.stderr
