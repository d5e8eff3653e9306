"""Texts of clauses: named by their hash, the same in every authentic language, or not ready."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.core.clauses import AR, FR, change, clause, ids, text, the_clause, version
from wasl.core import canonical
from wasl.core.clause import (
    CLAUSES_LIMIT,
    Change,
    Clause,
    Stated,
    Version,
    check_ready,
    faults,
    hidden,
    hides,
    names_body,
    next_version,
    read_stated,
    stated_text,
    version_hash,
    words_hash,
)
from wasl.core.errors import RefusedError

PARTIES = ("node-a.example", "node-b.example")


def found(said: Version) -> list[tuple[str, str, str]]:
    """What keeps a version from being agreed on: rule, clause, language."""
    return [(str(each.rule), each.clause, str(each.language)) for each in faults(said)]


# ------------------------------------------------------------------------------- what it is


def test_a_version_is_named_by_its_canonical_bytes() -> None:
    assert version_hash(version()) == version_hash(version())
    assert version_hash(version()) != version_hash(version(clause(fr=FR.replace("30", "31"))))
    assert len(version_hash(version())) == 64


@pytest.mark.parametrize(
    "wrong",
    [
        text(clause("c1"), clause("c1")),
        text(authentic=["fr", "ar"]),
        text(authentic=["ar", "ar"]),
        text(authentic=[]),
        text(authentic=["es"]),
        text(number=2),
        text(previous="ab" * 32),
        text(number=0),
        text(id="0a"),
        text(title="a field nobody agreed on"),
        text(clause("C 1")),
        text(clause(texts={})),
        text(clause(texts={"ar": ""})),
        text(clause(texts={"es": "hola"})),
        text(clause(renders={"fr": "not a hash"})),
        text(*(clause(f"c{n}") for n in range(CLAUSES_LIMIT + 1))),
    ],
)
def test_what_is_no_version_is_not_read(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Version.model_validate_json(canonical.dumps(wrong))


def test_a_clause_is_found_by_its_id() -> None:
    said = version(clause("c1"), clause("c2"))
    assert said.clause("c2") == said.clauses[1]
    assert said.clause("c3") is None


# --------------------------------------------------------------------------------- is it ready


def test_a_version_in_which_each_language_says_the_same_is_ready() -> None:
    assert faults(version()) == ()
    check_ready(version())


def test_a_clause_that_an_authentic_language_lacks_is_named() -> None:
    said = version(clause("c1"), clause("c2", texts={"ar": AR}, renders=...))
    assert found(said) == [("language-missing", "c2", "fr")]
    with pytest.raises(RefusedError) as refused:
        check_ready(said)
    assert refused.value.rule == "language-missing"
    assert refused.value.detail == {"clause": "c2", "language": "fr"}


def test_a_clause_in_no_authentic_language_lacks_them_all() -> None:
    said = version(clause(texts={"en": "Each party reports."}, renders=...))
    assert [fault[:3:2] for fault in found(said)] == [
        ("language-missing", "ar"),
        ("language-missing", "fr"),
    ]


def test_a_reading_copy_may_lack_a_clause_or_lag_behind() -> None:
    texts = {"ar": AR, "en": "Every 29 days.", "fr": FR}
    renders = {"en": words_hash("نص قديم"), "fr": words_hash(AR)}
    assert found(version(clause(texts=texts, renders=renders))) == []


def test_a_language_older_than_the_last_change_of_the_other_is_stale() -> None:
    changed = clause(ar=AR.replace("تقريرا", "بيانا"), renders={"fr": words_hash(AR)})
    assert found(version(changed)) == [("clause-stale", "c1", "fr")]


def test_two_languages_that_do_not_say_which_translates_which_are_not_tied() -> None:
    assert found(version(clause(renders=...))) == [("clause-stale", "c1", "fr")]


def test_either_language_may_be_the_source() -> None:
    assert found(version(clause(renders={"ar": words_hash(FR)}))) == []
    changed = clause(fr="Chaque partie informe tous les 30 jours.", renders={"ar": words_hash(FR)})
    assert found(version(changed)) == [("clause-stale", "c1", "ar")]


def test_two_languages_that_translate_each_other_are_tied() -> None:
    assert found(version(clause(renders={"ar": words_hash(FR), "fr": words_hash(AR)}))) == []


def test_a_language_does_not_translate_itself() -> None:
    assert found(version(clause(renders={"fr": words_hash(FR)}))) == [("clause-stale", "c1", "fr")]


@pytest.mark.parametrize(
    ("renders", "stale"),
    [
        ({"en": "ar", "fr": "ar"}, []),
        ({"en": "fr", "fr": "ar"}, []),
        ({"ar": "en", "en": "fr"}, []),
        ({"en": "fr"}, ["en", "fr"]),
        ({"en": "fr", "fr": "en"}, ["en", "fr"]),
        ({"fr": "ar"}, ["en"]),
    ],
)
def test_three_languages_are_tied_at_once_or_by_way_of_another(
    renders: dict[str, str], stale: list[str]
) -> None:
    texts = {"ar": AR, "en": "Each party reports every 30 days.", "fr": FR}
    named = {each: words_hash(texts[source]) for each, source in renders.items()}
    said = version(clause(texts=texts, renders=named), authentic=["ar", "en", "fr"])
    assert found(said) == [("clause-stale", "c1", each) for each in stale]


def test_languages_with_the_very_same_words_are_tied_as_others_are() -> None:
    same = clause(ar="S01", fr="S01")
    assert found(version(same)) == []
    assert found(version(clause(ar="S01", fr="S01", renders=...))) == [
        ("clause-stale", "c1", "fr")
    ]


@pytest.mark.parametrize(
    ("ar", "fr", "differ"),
    [
        ("في ٣٠ يوما", "en 30 jours", False),
        ("في ٣٠ يوما", "en 31 jours", True),
        ("٣ و 4", "4 et 3", False),
        ("٣ و 3", "3", True),
        ("07", "7", False),
        ("000", "0", False),
        ("لا رقم", "aucun nombre", False),
        ("٩" * 5_000, "9" * 5_000, False),
    ],
)
def test_numbers_agree_between_languages_in_whichever_digits(
    ar: str, fr: str, differ: bool
) -> None:
    assert found(version(clause(ar=ar, fr=fr))) == [
        ("clause-number-mismatch", "c1", "fr") for _ in range(differ)
    ]


def test_a_note_says_why_numbers_differ() -> None:
    said = version(clause(ar="في شهر", fr="en 30 jours", note="Un mois compte 30 jours."))
    assert found(said) == []


@pytest.mark.parametrize(
    "letter", ["\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u00ad", "\t", "\r", " \n", " "]
)
def test_words_that_hide_or_turn_letters_are_named(letter: str) -> None:
    said = version(clause(fr=FR + letter))
    assert found(said) == [("unsafe-text", "c1", "fr")]
    assert hidden(said) == faults(said)
    assert hides(said.clauses[0])


@pytest.mark.parametrize("letter", ["\u200c", "\u200d", "\n", "\u0640", "\u064b"])
def test_joiners_tatweel_vowels_and_lines_hide_nothing(letter: str) -> None:
    assert found(version(clause(ar=AR + letter + "ا"))) == []


def test_a_reading_copy_hides_nothing_either() -> None:
    texts = {"ar": AR, "en": "Each\u200bparty.", "fr": FR}
    assert found(version(clause(texts=texts))) == [("unsafe-text", "c1", "en")]


def test_a_note_hides_nothing_either() -> None:
    assert found(version(clause(note="Un\u200bmois"))) == [("unsafe-text", "c1", "ar")]
    assert not hides(the_clause())


def test_what_a_draft_lacks_hides_nothing() -> None:
    assert hidden(version(clause(texts={"ar": AR}, renders=...))) == ()


# --------------------------------------------------------------------------- the next version


def test_bound_changes_make_the_next_version() -> None:
    before = version(clause("c1"), clause("c2"))
    after = next_version(
        before,
        [
            change(before, "REPLACE", "c1", fr="Chaque partie informe tous les 30 jours."),
            change(before, "ADD", "c3", after="c1"),
            change(before, "DELETE", "c2"),
            change(before, "ADD", "c0"),
        ],
    )
    assert ids(after) == ["c0", "c1", "c3"]
    assert (after.number, after.previous) == (2, version_hash(before))
    assert (after.id, after.authentic) == (before.id, before.authentic)
    assert faults(after) == ()


def test_without_a_change_there_is_no_new_version() -> None:
    assert next_version(version(), []) == version()


def conflict(before: Version, *changes: Change) -> str:
    with pytest.raises(RefusedError) as refused:
        next_version(before, changes)
    assert refused.value.rule == "clause-conflict"
    return str(refused.value.detail["clause"])


def test_what_does_not_fit_its_version_is_a_conflict_by_clause() -> None:
    before = version(clause("c1"), clause("c2"))
    replaced = change(before, "REPLACE", "c1")
    assert conflict(before, change(before, "ADD", "c1")) == "c1"
    assert conflict(before, change(before, "REPLACE", "c9")) == "c9"
    assert conflict(before, change(before, "DELETE", "c9")) == "c9"
    assert conflict(before, change(before, "ADD", "c3", after="c9")) == "c3"
    assert conflict(before, replaced, replaced) == "c1"
    assert conflict(before, change(before, "DELETE", "c1"), replaced) == "c1"
    assert conflict(before, change(version(), "REPLACE", "c1")) == "c1"
    assert conflict(before, change(before, "DELETE", "c1"), change(before, "ADD", "c3", "c1")) == (
        "c3"
    )


def test_a_text_holds_no_more_clauses_than_it_may() -> None:
    before = version(*(clause(f"c{n}") for n in range(CLAUSES_LIMIT)))
    assert conflict(before, change(before, "ADD", "one-more")) == "one-more"


@pytest.mark.parametrize(
    "parts",
    [
        {"clause": ...},
        {"id": "c2"},
        {"operation": "DELETE"},
        {"after": "c0"},
        {"operation": "MOVE"},
        {"version": "1"},
    ],
)
def test_a_change_is_of_one_clause_of_one_version(parts: dict[str, Any]) -> None:
    whole = {
        "clause": clause("c1"),
        "id": "c1",
        "operation": "REPLACE",
        "version": "ab" * 32,
    }
    said = {name: part for name, part in {**whole, **parts}.items() if part is not ...}
    with pytest.raises(ValidationError):
        Change.model_validate_json(canonical.dumps(said))


names = st.sampled_from(["c1", "c2", "c3", "c4"])
wished = st.tuples(st.sampled_from(["ADD", "REPLACE", "DELETE"]), names, st.none() | names)


@given(st.lists(wished, max_size=5))
def test_whatever_is_proposed_a_next_version_is_in_order_or_refused(
    wishes: list[tuple[str, str, str | None]],
) -> None:
    before = version(clause("c1"), clause("c2"))
    changes = [
        change(before, operation, named, after if operation == "ADD" else None)
        for operation, named, after in wishes
    ]
    try:
        after = next_version(before, changes)
    except RefusedError as refused:
        assert refused.rule == "clause-conflict"
    else:
        assert len(ids(after)) == len(set(ids(after)))
        assert (
            Version.model_validate_json(
                canonical.dumps(after.model_dump(mode="json", exclude_none=True))
            )
            == after
        )
        kept = {"c1", "c2"} - {named for operation, named, _ in wishes if operation == "DELETE"}
        assert kept <= set(ids(after))


# ------------------------------------------------------------------------- what is co-signed

STATED = Stated(kind="plan", parties=PARTIES, sha256="ab" * 32)


def test_a_statement_reads_as_it_was_written() -> None:
    assert read_stated(stated_text(STATED)) == STATED
    assert stated_text(STATED).startswith("wasl-text/1\n{")


@pytest.mark.parametrize(
    ("untrusted", "rule"),
    [
        (stated_text(STATED).replace("wasl-text/1", "wasl-text/2"), "malformed-note"),
        (stated_text(STATED).replace('"kind"', ' "kind"'), "not-canonical"),
        (stated_text(STATED).replace('"plan"', '"arrangement"'), "bad-statement"),
        (stated_text(STATED).replace("node-b", "node-0"), "bad-statement"),
        (stated_text(STATED).replace("node-b", "node-a"), "bad-statement"),
        (stated_text(STATED).replace('"plan"', "null"), "not-canonical"),
    ],
)
def test_what_is_no_statement_of_a_text_is_refused(untrusted: str, rule: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_stated(untrusted)
    assert refused.value.rule == rule


def test_a_statement_is_of_one_body_and_no_other() -> None:
    body = b'{"text":"agreed"}'
    said = stated_text(STATED.model_copy(update={"sha256": words_hash(body.decode())}))
    assert names_body(said, body)
    assert not names_body(said, body + b" ")


@given(st.text(max_size=60))
def test_whatever_comes_as_a_statement_is_read_or_refused(untrusted: str) -> None:
    try:
        read_stated("wasl-text/1\n" + untrusted)
    except RefusedError as refused:
        assert refused.rule in {"bad-statement", "malformed-note", "not-canonical", "too-large"}


def test_a_clause_reads_as_it_was_written() -> None:
    said = the_clause()
    written = canonical.dumps(said.model_dump(mode="json", exclude_none=True))
    assert Clause.model_validate_json(written) == said
