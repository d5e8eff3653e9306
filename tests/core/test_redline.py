"""Redlines: on words, in each language, and never a letter lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.clauses import AR, FR, change, clause, version
from wasl.core.clause import next_version
from wasl.core.redline import Mark, Redline, redline, redlines
from wasl.core.terms import Language

KEPT, ADDED, REMOVED = Mark.KEPT, Mark.ADDED, Mark.REMOVED


def read(runs: Redline, *marks: Mark) -> str:
    """What a redline reads as, with the runs of these marks alone."""
    return "".join(words for mark, words in runs if mark in marks)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("le poste", "le poste", [(KEPT, "le poste")]),
        ("", "le poste", [(ADDED, "le poste")]),
        ("le poste", "", [(REMOVED, "le poste")]),
        (
            "le poste fixe",
            "le poste mobile",
            [(KEPT, "le poste "), (REMOVED, "fixe"), (ADDED, "mobile")],
        ),
        ("Un. Deux.", "Un. Deux. Trois.", [(KEPT, "Un. Deux."), (ADDED, " Trois.")]),
        ("un deux trois", "un trois", [(KEPT, "un "), (REMOVED, "deux "), (KEPT, "trois")]),
        ("a b", "a\nb", [(KEPT, "a"), (REMOVED, " "), (ADDED, "\n"), (KEPT, "b")]),
        ("\na", "a", [(REMOVED, "\n"), (KEPT, "a")]),
        (
            "كل 30 يوما",
            "كل 31 يوما",
            [(KEPT, "كل "), (REMOVED, "30 "), (ADDED, "31 "), (KEPT, "يوما")],
        ),
        ("لجنة", "ولجنة", [(REMOVED, "لجنة"), (ADDED, "ولجنة")]),
        ("كتب", "كُتب", [(REMOVED, "كتب"), (ADDED, "كُتب")]),
        ("محمد", "محمـد", [(REMOVED, "محمد"), (ADDED, "محمـد")]),
    ],
)
def test_a_redline_is_on_words(old: str, new: str, runs: list[tuple[Mark, str]]) -> None:
    assert list(redline(old, new)) == runs


def test_a_common_word_of_a_long_text_is_no_noise() -> None:
    words = " ".join(f"le mot{n}" for n in range(300))
    assert list(redline(words, words.replace("mot150", "autre"))) == [
        (KEPT, words.partition("mot150")[0]),
        (REMOVED, "mot150 "),
        (ADDED, "autre "),
        (KEPT, words.partition("mot150 ")[2]),
    ]


def test_a_text_made_to_take_long_is_shown_as_replaced() -> None:
    old, new = "a " * 3_000 + "b", "c " + "a " * 2_000 + "d"
    assert [mark for mark, _ in redline(old, new)] == [REMOVED, ADDED]
    assert read(redline(old, new), REMOVED) == old
    assert read(redline(old, new), ADDED) == new


pieces = st.sampled_from(["le", "la ", " ", "\n", ".", "30", "و", "ال", "ُ", "x"])
texts = st.lists(pieces, max_size=12).map("".join)


@given(texts, texts)
def test_a_redline_holds_both_texts_to_the_last_letter(old: str, new: str) -> None:
    runs = redline(old, new)
    assert read(runs, KEPT, REMOVED) == old
    assert read(runs, KEPT, ADDED) == new
    assert all(words for _, words in runs)
    assert all(a[0] != b[0] for a, b in pairwise(runs))


def test_clauses_are_compared_in_each_language_they_are_in() -> None:
    before = version(clause("c1"), clause("c2"))
    after = next_version(
        before,
        [
            change(before, "REPLACE", "c1", ar=AR.replace("30", "60"), fr=FR.replace("30", "60")),
            change(before, "DELETE", "c2"),
            change(before, "ADD", "c3", after="c1", ar="نص", fr="Texte", renders={}),
        ],
    )
    found = redlines(before, after)
    assert [each.clause for each in found] == ["c1", "c3", "c2"]
    changed, added, deleted = (each.languages for each in found)
    assert set(changed) == {Language.AR, Language.FR}
    for language, words in ((Language.AR, AR), (Language.FR, FR)):
        assert read(changed[language], REMOVED) == "30 "
        assert read(changed[language], ADDED) == "60 "
        assert deleted[language] == ((REMOVED, words),)
    assert added[Language.FR] == ((ADDED, "Texte"),)
