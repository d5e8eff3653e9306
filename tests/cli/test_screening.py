"""``wasl screen``: a file of names looked up in a list, with no node anywhere."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Answer
from wasl.cli import runs, screened
from wasl.cli.main import UNAVAILABLE, USAGE
from wasl.locale.speech import Speech

LIST = """id,name,aliases,birth_date,nationality,document,plate,phone,kind
1,Saïd Chanegriha,السعيد شنقريحة,1945-08-01,DZ,AB 12-34,,+213550000001,
2,Imad Trabelsi,,1971,LY,,,,
3,Karim Haddad,كريم حداد,,,,,,
4,El Baraka Transport,,,,,12345-116-30,,vehicle
"""
Run = Callable[..., Answer]


@pytest.fixture
def screening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The verb, in a folder with a list ``watch``; the queries are its first word."""
    monkeypatch.chdir(tmp_path)
    _file("watch.csv", LIST)
    assert said(["list", "import", "watch.csv", "--format", "csv"]).code == 0

    def run(queries: str | bytes, *words: str, name: str = "watch", lang: str = "en") -> Answer:
        _file("queries.csv", queries)
        options = ["--queries", "queries.csv", "--list", name, "--out", "out.csv", *words]
        return said(["--lang", lang, "screen", *options])

    return run


def _file(name: str, content: str | bytes) -> None:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _rows() -> list[dict[str, str]]:
    with Path("out.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _many(count: int) -> str:
    return "id,name\n" + "".join(f"{at},Imed Trabelsi {at % 7 * 'a'}\n" for at in range(count))


def test_names_are_looked_up_across_scripts(screening: Run) -> None:
    answer = screening("name\nSaid Chengriha\nعماد الطرابلسي\nNobody Atall\n")
    assert (answer.code, answer.out) == (0, "")
    assert [(row["query"], row["rank"], row["name_matched"]) for row in _rows()] == [
        ("Said Chengriha", "1", "السعيد شنقريحة"),
        ("عماد الطرابلسي", "1", "Imad Trabelsi"),
    ]


def test_the_answer_has_the_columns_measured_from_outside(screening: Run) -> None:
    screening("id,name\nq1,Imed Trabelsi\n")
    first = Path("out.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert first == "query,rank,score,entity_id,name_matched,why"
    [row] = _rows()
    assert (row["query"], row["rank"]) == ("q1", "1")
    assert row["entity_id"].startswith("e1:")
    assert len(row["score"]) == 6
    assert 0.9 < float(row["score"]) <= 0.95


def test_a_row_without_an_id_is_called_by_its_name(screening: Run) -> None:
    screening("id,name\n,Imed Trabelsi\n")
    assert _rows()[0]["query"] == "Imed Trabelsi"


def test_everything_known_counts_and_is_told(screening: Run) -> None:
    screening(
        "name,birth_date,birth_year,nationality,document,plate,phone\n"
        "Said Chengriha,1945-08-01,,Algérie,,,\n"
        "Said Chengriha,,٢٠٠١,FR,,,\n"
        "Imed Trabelsi,,1972,,,,\n"
        "Imed Trabelsi,1971,1950,,,,\n"
        "Said Chengriha,1945-01-08,,,,,\n"
        "Omar Belaid,,,,ab1234,,\n"
        "Omar Belaid,,,,,12345 116 30,\n"
        "Omar Belaid,,,,,,+213 550 000 001\n",
        "--min-score",
        "0",
        "--limit",
        "1",
    )
    rows = _rows()
    assert [row["score"] for row in rows[:1]] == ["1.0000"]
    told = [row["why"] for row in rows]
    assert told[0].startswith("born on the same day; one nationality; ")
    assert told[1].startswith("born 56 years apart; other nationalities; ")
    assert told[2].startswith("born 1 year apart; ")
    assert told[3].startswith("born in the same year; ")
    assert told[4].startswith("born on the same day, with day and month in the other order; ")
    assert [why.partition(";")[0] for why in told[5:]] == [
        "the number of an identity paper agrees",
        "the plate agrees",
        "the phone number agrees",
    ]
    assert [row["score"] for row in rows[5:]] == ["0.5000"] * 3


def test_reasons_are_told_in_the_language_of_the_officer(screening: Run) -> None:
    screening("name,birth_year\nImed Trabelsi,1971\n", lang="fr")
    assert _rows()[0]["why"].startswith("né(e) la même année ; ")


def test_bad_rows_are_named_and_good_ones_kept(screening: Run) -> None:
    answer = screening(
        "name,birth_year,nationality\n"
        "Imed Trabelsi,1971,\n"
        "123,,\n"
        "Imed Trabelsi,nineteen,\n"
        "Imed Trabelsi,,Nowhere\n"
        "Imed Trabelsi\n"
        "Karim Haddad,,TN\n"
    )
    assert answer.code == 1
    assert [row["name_matched"] for row in _rows()] == ["Imad Trabelsi", "Karim Haddad"]
    assert answer.err.splitlines() == [
        "queries.csv:3: there is no name",
        "queries.csv:4: the date of birth cannot be read (birth_year)",
        "queries.csv:5: the country is not known (nationality)",
        "queries.csv:6: the row has too many or too few columns",
    ]


def test_a_birth_that_is_no_single_time_is_refused(screening: Run) -> None:
    answer = screening("name,birth_date\nImed Trabelsi,1970 to 1975\nImed Trabelsi,1391 AH\n")
    assert answer.code == 1
    assert "queries.csv:2" in answer.err
    assert "queries.csv:3" in answer.err


def test_columns_nobody_looks_at_are_named(screening: Run) -> None:
    answer = screening("name,shoe size\nImed Trabelsi,43\n")
    assert answer.code == 0
    assert "shoe size" in answer.err


@pytest.mark.parametrize(
    "content", ["", "surname\nTrabelsi\n", "name,name\na,b\n", b"name\n\xff\n"]
)
def test_a_file_that_is_not_of_the_form_is_refused_whole(
    screening: Run, content: str | bytes
) -> None:
    assert screening(content).code == 3
    assert not Path("out.csv").exists()


def test_a_file_that_is_not_there_is_refused(screening: Run) -> None:
    screening("name\n")
    Path("queries.csv").unlink()
    words = ["--queries", "queries.csv", "--list", "watch", "--out", "out.csv"]
    assert said(["screen", *words]).code == 3


def test_an_unknown_list_names_those_there_are(screening: Run) -> None:
    answer = screening("name\nImed Trabelsi\n", name="other")
    assert answer.code == 4
    assert "known=watch" in answer.err


def test_a_list_is_looked_up_for_its_purposes_only(screening: Run) -> None:
    query = "name\nImed Trabelsi\n"
    assert screening(query, "--purpose", "sanctions_screening").code == 0
    refused = screening(query, "--purpose", "curiosity")
    assert refused.code == 4
    assert "purpose-refused" in refused.err
    assert "sanctions_screening" in refused.err


def test_a_list_of_several_purposes_wants_one_named(screening: Run) -> None:
    words = ["--format", "csv", "--purpose", "border_check", "--purpose", "visas"]
    said(["list", "import", "watch.csv", *words])
    assert screening("name\nImed Trabelsi\n").code == 4
    assert screening("name\nImed Trabelsi\n", "--purpose", "visas").code == 0


@pytest.mark.parametrize("words", [("--min-score", "2"), ("--limit", "0"), ("--jobs", "0")])
def test_a_number_out_of_its_range_is_wrong_usage(screening: Run, words: tuple[str, str]) -> None:
    assert screening("name\nImed Trabelsi\n", *words).code == USAGE


def test_cells_that_look_like_formulas_are_made_harmless(screening: Run) -> None:
    screening('id,name\n"=HYPERLINK(1)",Imed Trabelsi\n')
    assert _rows()[0]["query"] == "'=HYPERLINK(1)"


def test_several_processes_give_the_same_bytes(
    screening: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screened, "PART_ROWS", 16)
    queries = _many(100)
    assert screening(queries, "--min-score", "0").code == 0
    alone = Path("out.csv").read_bytes()
    assert screening(queries, "--min-score", "0", "--jobs", "3").code == 0
    assert Path("out.csv").read_bytes() == alone
    assert list(Path(".wasl", runs.FOLDER).iterdir()) == []


def test_what_was_finished_before_a_kill_is_not_done_again(
    screening: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = _many(4_500)
    screening(queries)
    whole = Path("out.csv").read_bytes()
    Path("out.csv").unlink()
    command = [sys.executable, "-m", "wasl", "--lang", "en", "screen", "--jobs", "2"]
    options = ["--queries", "queries.csv", "--list", "watch", "--out", "out.csv"]
    with subprocess.Popen([*command, *options], start_new_session=True) as running:
        kept = _wait_for_parts(running)
        os.killpg(running.pid, signal.SIGKILL)
    assert not Path("out.csv").exists()
    before = {path: path.stat().st_mtime_ns for path in kept}
    monkeypatch.setattr(runs.Run, "forget", lambda _run: None)
    assert screening(queries, "--jobs", "2").code == 0
    assert {path: path.stat().st_mtime_ns for path in kept} == before
    assert Path("out.csv").read_bytes() == whole


def _wait_for_parts(running: "subprocess.Popen[bytes]") -> list[Path]:
    """The parts that are done while there is more to do."""
    while running.poll() is None:
        found = [path for path in Path(".wasl", runs.FOLDER).glob("*/*") if path.suffix == ""]
        if found:
            return [path for path in found if not path.name.startswith(".")]
        time.sleep(0.02)
    raise AssertionError("it was over before it could be killed")


def test_another_list_under_the_name_is_indexed_again(screening: Run) -> None:
    screening("name\nNadia Ferhat\n")
    assert _rows() == []
    _file("watch.csv", "name\nNadia Ferhat\n")
    said(["list", "import", "watch.csv", "--format", "csv"])
    screening("name\nNadia Ferhat\n")
    assert len(_rows()) == 1
    assert len(list(Path(".wasl/indexes").iterdir())) == 1


def test_a_list_that_is_dropped_leaves_no_index(screening: Run) -> None:
    screening("name\nNadia Ferhat\n")
    said(["list", "drop", "watch"])
    assert list(Path(".wasl/indexes").iterdir()) == []


def test_a_damaged_list_is_refused_and_stands_in_no_other_list_s_way(screening: Run) -> None:
    _file(".wasl/lists/damaged.wasl-list", "damaged")
    assert screening("name\nImed Trabelsi\n").code == 0
    assert screening("name\nImed Trabelsi\n", name="damaged").code == 3
    assert said(["list", "import", "watch.csv", "--format", "csv", "--name", "new"]).code == 0
    assert said(["list", "drop", "damaged"]).code == 0


def test_a_damaged_index_is_built_again(screening: Run) -> None:
    query = "name\nImed Trabelsi\n"
    screening(query)
    before = Path("out.csv").read_bytes()
    [index] = Path(".wasl/indexes").iterdir()
    whole = index.read_bytes()
    for damaged in (whole[:-1], b"", whole.replace(b"Trabelsi", b"Trabulsi")):
        index.write_bytes(damaged)
        assert screening(query).code == 0
        assert Path("out.csv").read_bytes() == before
        assert index.read_bytes() == whole


def test_an_answer_that_cannot_be_written_leaves_nothing(screening: Run) -> None:
    Path("out.csv").mkdir()
    assert screening("name\nImed Trabelsi\n").code == UNAVAILABLE
    assert list(Path("out.csv").iterdir()) == []
    assert not Path(".out.csv.part").exists()


@pytest.mark.parametrize("folder", ["indexes", "runs"])
def test_a_workspace_that_cannot_hold_more_says_so(screening: Run, folder: str) -> None:
    _file(f".wasl/{folder}", "in the way")
    assert screening("name\nImed Trabelsi\n", "--jobs", "2").code == UNAVAILABLE


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_why_has_no_line_of_its_own(screening: Run, language: str) -> None:
    screening("name,birth_year\nImed Trabelsi,1975\n", "--min-score", "0", lang=language)
    assert all("\n" not in row["why"] and row["why"] for row in _rows())
    assert Speech(language).say("; ") in _rows()[0]["why"]
