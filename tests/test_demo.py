"""The story of ``script/demo`` holds, on the invented article and on the one it all began with."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import ROOT

ARTICLE = ROOT.parent / "shared" / "data" / "article-2024-10-11.txt"


def told(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "demo", "--batch", "--folder", str(folder), *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )


def test_the_whole_story_runs_without_a_person_and_ends_with_one_summary_line(
    tmp_path: Path,
) -> None:
    done = told(tmp_path / "demo", "--lang", "ar")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("demo: ok, ")


def test_the_article_the_project_began_with_goes_the_same_way(tmp_path: Path) -> None:
    if not ARTICLE.exists():
        pytest.skip("the article is not beside this checkout")
    done = told(tmp_path / "demo", "--short", "--text", str(ARTICLE))
    assert done.returncode == 0, done.stderr


def test_a_text_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    text = tmp_path / "latin.txt"
    text.write_bytes("Réunion à Alger".encode("latin-1"))
    done = told(tmp_path / "demo", "--text", str(text))
    assert done.returncode == 1
    assert "wrong-encoding" in done.stderr
