"""``wasl intake``: an article read, told and written; nothing is sent."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Answer
from tests.cli.test_listing import _file
from wasl.cli.main import UNAVAILABLE, USAGE

Run = Callable[..., Answer]

TEXT = """\
Le Journal Inventé
Une visite très attendue à Alger
11 octobre 2024
Le général Karim Bensalem a visité Alger. Avec lui, Nadia Ferhat parle au Conseil supérieur.
On attend la réponse de Laïdi, puis Bensalem repart.
"""
LIST = "name,aliases\nكريم بن سالم,Karim BENSALEM\nOmar Ziani,\nParis,\n"


@pytest.fixture
def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The verb, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Answer:
        return said(["--lang", "en", *words])

    return run


def test_an_article_is_told_with_its_lowest_grading(intake: Run) -> None:
    answer = intake("intake", _file("a.txt", TEXT))
    assert answer.code == 0
    assert "X4 (4x4)" in answer.out
    assert "2024-10-11 (11 octobre 2024)" in answer.out
    assert "Le Journal Inventé" in answer.out
    assert "Nothing was sent." in answer.out
    assert "by surname only" in answer.out


def test_the_names_of_a_list_are_looked_for(intake: Run) -> None:
    intake("list", "import", _file("watch.csv", LIST), "--format", "csv")
    answer = intake("intake", _file("a.txt", TEXT), "--known", "watch", "--json")
    told = json.loads(answer.out)
    assert told["known"]["list"] == "watch"
    assert [match["name"] for match in told["matches"]] == ["Karim BENSALEM"]
    stands = [stand["text"] for stand in told["matches"][0]["stands"]]
    assert stands == ["Karim Bensalem", "Bensalem"]
    assert "Karim Bensalem, Bensalem" in intake("intake", "a.txt", "--known", "watch").out


def test_a_known_name_is_found_in_another_script(intake: Run) -> None:
    _file("watch.csv", "name\nكريم بن سالم\nنادية فرحات\n")
    intake("list", "import", "watch.csv", "--format", "csv")
    told = json.loads(intake("intake", _file("a.txt", TEXT), "--known", "watch", "--json").out)
    assert {one["name"] for one in told["matches"]} == {"كريم بن سالم", "نادية فرحات"}
    match = told["matches"][0]
    assert 900 <= match["score"] <= 950
    assert "sound alike" in match["why"]


def test_where_no_name_is_known_it_is_said(intake: Run) -> None:
    intake("list", "import", _file("watch.csv", "name\nOmar Ziani\n"), "--format", "csv")
    assert "None." in intake("intake", _file("a.txt", TEXT), "--known", "watch").out


def test_a_list_there_is_not_is_unknown(intake: Run) -> None:
    assert intake("intake", _file("a.txt", TEXT), "--known", "watch").code == 4


def test_everything_found_is_written_for_its_owner_alone(intake: Run) -> None:
    answer = intake("intake", _file("a.txt", TEXT), "--out", "a.json", "--scale", "admiralty")
    assert "Written: a.json" in answer.out
    held = Path("a.json")
    draft = json.loads(held.read_text(encoding="utf-8"))
    assert draft["article"]["text"] == TEXT
    assert draft["report"]["grading"]["source"] == "F"
    assert stat.S_IMODE(held.stat().st_mode) == 0o600


def test_a_web_page_is_read_by_its_ending(intake: Run) -> None:
    page = f"<html><h1>Une visite</h1><script>x</script><p>{TEXT}</p></html>"
    told = json.loads(intake("intake", _file("a.html", page), "--json").out)
    assert told["article"]["title"] == "Une visite"
    assert "script" not in told["article"]["text"]


def test_lines_ended_otherwise_give_the_same_text(intake: Run) -> None:
    Path("a.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert json.loads(intake("intake", "a.txt", "--json").out)["article"]["text"] == TEXT


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.txt", b" \n", "text-missing"),
        ("a.txt", b"\xff\xfe", "wrong-encoding"),
        ("a.txt", b"x" * 2_097_153, "too-large"),
        ("a.html", b"no markup", "not-this-format"),
        ("a.html", b"<p><![foo[x]]>", "not-this-format"),
    ],
)
def test_what_is_no_article_is_refused_whole(
    intake: Run, name: str, content: bytes, rule: str
) -> None:
    Path(name).write_bytes(content)
    answer = intake("intake", name)
    assert answer.code == 3
    assert rule in answer.err


def test_a_file_that_is_not_there_is_refused(intake: Run) -> None:
    assert intake("intake", "nothing.txt").code == 3


def test_a_place_that_cannot_be_written_is_unavailable(intake: Run) -> None:
    words = ("intake", _file("a.txt", TEXT), "--out", "no/where.json")
    assert intake(*words).code == UNAVAILABLE


def test_another_scale_is_wrong_usage(intake: Run) -> None:
    assert intake("intake", _file("a.txt", TEXT), "--scale", "5x5").code == USAGE
