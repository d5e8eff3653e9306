"""``wasl match``: two entries side by side, and decisions of officers kept in the house log."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Answer, Pair
from wasl.cli.matched import BESIDE, GROUNDS, JUDGED, RULES
from wasl.cli.verbs import matching
from wasl.core.matching.beside import Beside, Overruled
from wasl.core.matching.judging import Ground, Judgement

OURS = """id,name,birth_date,nationality,document
1,Omar Saadi,1971-03-08,DZ,AB 123456
2,Zineb Tounsi,1980,TN,
"""
THEIRS = """id,name,birth_date,nationality,document
7,عمر سعدي,1971-03-08,DZ,ab-123456
8,مراد زروقي,1950,LY,
"""
Run = Callable[..., Answer]
LISTS = ("--list", "ours", "--other-list", "theirs")


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two lists in the current folder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name, content in (("ours", OURS), ("theirs", THEIRS)):
        Path(f"{name}.csv").write_text(content, encoding="utf-8")
        said(["list", "import", f"{name}.csv", "--format", "csv"])
    return folder


def _match(*words: str) -> Answer:
    return said(["--lang", "en", "match", *words])


def test_two_entries_stand_side_by_side_with_what_each_thing_adds(lists: Path) -> None:
    told = _match("show", "csv:1", "csv:7", *LISTS)
    assert told.code == 0, told.err
    assert "score 1.0000" in told.out
    for line in ("dates of birth", "nationality", "numbers of papers", "a number agrees"):
        assert line in told.out
    assert "+3.000" in told.out


def test_the_same_is_told_to_another_program(lists: Path) -> None:
    told = json.loads(_match("show", "csv:1", "csv:8", *LISTS, "--json").out)
    assert told["score"] < 500
    assert told["terms"]["birth"] < 0
    assert [side["names"] for side in told["entities"]] == [["Omar Saadi"], ["مراد زروقي"]]


@pytest.mark.parametrize("words", [("csv:9", "csv:1"), ("csv:1", "csv:1")])
def test_a_word_that_names_no_single_entry_is_refused(lists: Path, words: tuple[str, str]) -> None:
    told = _match("show", *words, "--list", "ours")
    assert (told.code, "no-such-entity" in told.err) == (3, True)


def test_a_list_that_is_not_there_is_named(lists: Path) -> None:
    assert _match("show", "a", "b", "--list", "none").code == 4


def _judge(pair: Pair, *words: str, officer: str = "amel") -> Answer:
    asked = ("match", "judge", "csv:1", "csv:7", *LISTS, "--officer", officer, *words)
    return pair.algiers.run(*asked)


def test_a_decision_is_kept_with_what_was_seen_and_names_nobody(lists: Path, pair: Pair) -> None:
    done = _judge(pair, "--as", "positive", "--ground", "number")
    assert done.code == 0, done.err
    assert "Kept in the house log." in done.out
    (kept,) = pair.algiers.ask("match", "judged", "--officer", "badr")
    assert kept["match"]["judgement"] == "positive"
    assert kept["match"]["seen"]["score"] == 1_000
    assert "number_agrees" in kept["match"]["seen"]["found"]
    assert kept["officer"] != "amel"
    lines = pair.algiers.node.writer.ask(lambda turn: turn.house(0, turn.house_size()))
    line = lines[-1].line.decode()
    assert '"act":"judge"' in line
    assert "Saadi" not in line
    assert "amel" not in line


def test_the_last_decision_stands_and_is_told_in_words(lists: Path, pair: Pair) -> None:
    _judge(pair, "--as", "unsure", "--ground", "too_little")
    last = _judge(pair, "--as", "negative", "--ground", "known", "--json")
    assert json.loads(last.out)["match"]["judgement"] == "negative"
    told = pair.algiers.run("match", "judged", "--officer", "amel")
    assert "two (the person is known)" in told.out
    assert "the score was 1.000" in told.out


def test_a_score_decides_nothing(lists: Path, fresh: Pair) -> None:
    fresh.algiers.run("match", "show", "csv:1", "csv:7", *LISTS)
    told = fresh.algiers.run("match", "judged", "--officer", "amel")
    assert "No match was judged yet." in told.out


@pytest.mark.parametrize(
    ("words", "officer", "rule"),
    [
        (("--as", "positive", "--ground", "too_little"), "amel", "ground-unfit"),
        (("--as", "positive", "--ground", "known"), "nobody", "no-such-officer"),
    ],
)
def test_a_decision_needs_an_officer_and_a_ground(
    lists: Path, pair: Pair, words: tuple[str, ...], officer: str, rule: str
) -> None:
    refused = _judge(pair, *words, officer=officer)
    assert (refused.code, rule in refused.err) == (1, True)


def test_every_code_has_its_words_and_its_choice() -> None:
    assert set(BESIDE) == set(Beside)
    assert set(RULES) == set(Overruled)
    assert [*map(str, JUDGED)] == list(matching.JUDGEMENTS) == [*map(str, Judgement)]
    assert [*map(str, GROUNDS)] == list(matching.GROUNDS) == [*map(str, Ground)]
