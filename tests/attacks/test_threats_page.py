"""The page of threats and the attacks say the same: no row without its file, no file unnamed."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(?:(tests/[a-z]+)/)?(test_[a-z0-9_]+\.py)`")


def named_on(page: str) -> set[Path]:
    """The test files a page names; one without a folder is an attack."""
    return {ROOT / (folder or "tests/attacks") / file for folder, file in NAMED.findall(page)}


def test_every_test_the_page_names_is_there() -> None:
    whole = re.sub(r"`tests/(test_[a-z_]+\.py)`", "", PAGE)
    assert [str(file) for file in named_on(whole) if not file.is_file()] == []


def test_every_attack_is_named_on_the_page() -> None:
    attacks = set(Path(__file__).parent.glob("test_*.py")) - {Path(__file__)}
    assert attacks - named_on(PAGE) == set()


def test_control_a_file_that_is_not_there_is_noticed() -> None:
    assert not any(file.is_file() for file in named_on("shown by `test_no_such_attack.py`"))
