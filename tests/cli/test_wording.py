"""``wasl text``: a text in a file is checked, compared, tied and taken to its next version."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Answer
from tests.core.clauses import AR, FR, change, clause, text, version
from wasl.core.clause import version_hash


def put(folder: Path, name: str, form: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(form), encoding="utf-8")
    return str(path)


def run(*words: str, lang: str = "en") -> Answer:
    return said(["--lang", lang, "text", *words])


def refused(answer: Answer, rule: str) -> None:
    assert answer.code == 1
    assert rule in answer.err


@pytest.mark.parametrize("form", [text(), {"text": text(), "title": {"fr": "Titre"}}])
def test_a_text_that_is_ready_says_so(tmp_path: Path, form: Any) -> None:
    answer = run("check", put(tmp_path, "text", form))
    assert answer.code == 0
    assert version_hash(version()) in answer.out
    assert "it can be signed" in answer.out


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_what_keeps_it_is_named_by_clause_and_language(tmp_path: Path, lang: str) -> None:
    path = put(tmp_path, "text", text(clause("c7", renders=...)))
    answer = run("check", path, lang=lang)
    assert answer.code == 1
    assert "clause-stale" in answer.out
    assert "clause=c7" in answer.out
    assert "language=fr" in answer.out
    told = json.loads(run("check", path, "--json").out)
    assert told["faults"] == [{"clause": "c7", "language": "fr", "rule": "clause-stale"}]


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ({"text": 7}, "bad-body"),
        ({"clauses": []}, "bad-body"),
        (text(clause(fr=FR + "\u202e")), "unsafe-text"),
        ([], "malformed"),
    ],
)
def test_what_is_no_text_or_hides_letters_is_refused(tmp_path: Path, form: Any, rule: str) -> None:
    refused(run("check", put(tmp_path, "text", form)), rule)


def test_a_redline_shows_words_with_signs_and_not_by_colour(tmp_path: Path) -> None:
    old = put(tmp_path, "old", text())
    new = put(tmp_path, "new", text(clause(ar=AR.replace("30", "60"), fr=FR.replace("30", "60"))))
    shown = run("redline", old, new).out
    assert "tous les [-30 -]{+60 +}jours." in shown
    assert "كل [-30 -]{+60 +}يوما." in shown
    told = json.loads(run("redline", old, new, "--json").out)
    assert told[0]["languages"]["fr"][1:3] == [["removed", "30 "], ["added", "60 "]]
    assert "Not a word differs." in run("redline", old, old).out


def test_bound_proposals_make_the_next_version(tmp_path: Path) -> None:
    before = version(clause("c1"), clause("c2"))
    body = {"text": text(clause("c1"), clause("c2")), "title": {"fr": "Titre"}}
    changes = [change(before, "DELETE", "c2"), change(before, "ADD", "c3")]
    forms = [each.model_dump(mode="json", exclude_none=True) for each in changes]
    files = [put(tmp_path, "1", forms[0]), put(tmp_path, "2", {"change": forms[1]})]
    out = tmp_path / "next"
    words = ("next", put(tmp_path, "text", body), *files, "--out", str(out))
    assert "Version: 2" in run(*words).out
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["title"] == {"fr": "Titre"}
    assert [each["id"] for each in made["text"]["clauses"]] == ["c3", "c1"]
    assert made["text"]["previous"] == version_hash(before)
    refused(run("next", str(out), files[0], "--out", str(out)), "clause-conflict")
    refused(run("next", str(out), str(out), "--out", str(out)), "bad-body")


def test_a_drafter_says_that_one_language_translates_another(tmp_path: Path) -> None:
    path = put(tmp_path, "text", text(clause("c1", renders=...), clause("c2", renders=...)))
    out = str(tmp_path / "tied")
    tied = ("--language", "fr", "--of", "ar", "--out", out)
    assert run("render", path, *tied, "--clause", "c1").code == 0
    told = json.loads(run("check", out, "--json").out)
    assert [fault["clause"] for fault in told["faults"]] == ["c2"]
    assert run("render", path, *tied).code == 0
    assert run("check", out).code == 0
    turned = ("--language", "ar", "--of", "fr", "--out", out)
    assert run("render", out, *turned).code == 0
    assert run("check", out).code == 0


def test_nothing_is_tied_to_what_is_not_there(tmp_path: Path) -> None:
    path = put(tmp_path, "text", text())
    out = str(tmp_path / "tied")
    assert run("render", path, "--language", "en", "--of", "ar", "--out", out).code == 0
    assert json.loads(Path(out).read_text(encoding="utf-8")) == text()
    refused(run("render", path, "--language", "fr", "--of", "es", "--out", out), "wrong-language")
    words = ("--language", "fr", "--of", "ar", "--clause", "c9", "--out", out)
    refused(run("render", path, *words), "bad-body")
