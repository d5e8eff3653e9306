"""The second officer: what waits, what is read before it is signed, and who may not sign."""

import io
from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service, report_file
from tests.cli.test_acting import refused


@pytest.fixture
def draft(pair: Pair, settled: Path) -> str:
    """A report that Amel of Algiers drafted."""
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel")
    return str(pair.algiers.ask(*words)["draft"])


def waits(service: Service, draft: str) -> bool:
    return draft in {each["draft"] for each in service.ask("release")}


def answers(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_what_waits_names_who_may_release_it(pair: Pair, draft: str) -> None:
    answer = pair.algiers.run("release")
    assert (draft in answer.out, "Released by: releaser" in answer.out) == (True, True)


def test_a_draft_released_by_another_officer_is_in_our_log(pair: Pair, draft: str) -> None:
    pair.exchange()
    answer = pair.algiers.ask("release", draft, "--officer", "badr", "--yes")
    assert (answer["state"], answer["index"] > 0) == ("released", True)


def test_a_draft_may_be_named_by_its_first_digits(pair: Pair, draft: str) -> None:
    assert pair.algiers.run("release", draft[:10], "--officer", "badr", "--yes").code == 0


@pytest.mark.parametrize(
    ("officer", "rule"),
    [("amel", "same-officer"), ("driss", "role-lacking"), ("nobody", "unreadable-file")],
)
def test_who_may_not_release_is_refused_and_the_draft_still_waits(
    pair: Pair, draft: str, officer: str, rule: str
) -> None:
    words = ("release", draft, "--officer", officer, "--yes")
    refused(pair.algiers.run(*words), rule)
    assert waits(pair.algiers, draft)


@pytest.mark.parametrize("word", ["", "abc", "0" * 16, "zzzz", "../../etc"])
def test_a_draft_that_is_not_there_is_refused(pair: Pair, draft: str, word: str) -> None:
    answer = pair.algiers.run("release", "draft", word, "--officer", "badr", "--yes")
    refused(answer, "no-such-draft")


def test_every_word_is_shown_before_it_is_signed(
    pair: Pair, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "no\n")
    answer = pair.algiers.run("release", draft, "--officer", "badr")
    for shown in ("liaison.ly.example", "H1:", "X: cannot be assessed", "Texte inventé."):
        assert shown in answer.out


def test_without_a_yes_nothing_is_signed(
    pair: Pair, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "\n")
    refused(pair.algiers.run("release", draft, "--officer", "badr"), "not-agreed")
    assert waits(pair.algiers, draft)


@pytest.mark.parametrize(("lang", "word"), [("ar", "نعم"), ("fr", "Oui"), ("en", "y")])
def test_the_yes_is_one_of_the_officers_language(
    pair: Pair, draft: str, monkeypatch: pytest.MonkeyPatch, lang: str, word: str
) -> None:
    answers(monkeypatch, f"{word}\n")
    answer = pair.algiers.run("release", draft, "--officer", "badr", lang=lang)
    assert (answer.code, waits(pair.algiers, draft)) == (0, False)


def test_a_draft_is_thrown_away_by_who_wrote_it(pair: Pair, draft: str) -> None:
    refused(pair.algiers.run("release", "drop", draft, "--officer", "badr"), "role-lacking")
    assert pair.algiers.run("release", "drop", draft, "--officer", "amel").code == 0
    assert not waits(pair.algiers, draft)


def test_without_a_line_to_the_partner_what_is_released_waits(
    resting: Pair, settled: Path
) -> None:
    file = report_file(settled)
    released = resting.algiers.released("report", file, "--dossier", "terrorism")
    told = resting.algiers.ask("explain", released["case"])
    assert (released["state"], len(told["waiting"])) == ("waiting", 1)
