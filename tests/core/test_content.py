"""May a body be read once its entry stands: its model, its languages, a role for every person."""

import pytest

from tests.core.clauses import text
from tests.core.test_entry import Fields, fields
from wasl.core import canonical
from wasl.core.canonical import BODY_LIMIT_BYTES
from wasl.core.clause import Stated, stated_text, words_hash
from wasl.core.entry import entry_of
from wasl.core.policy.content import content_objection

BODY: Fields = {"text": {"fr": "Texte inventé."}, "title": {"fr": "Saisie"}}
IN_FRENCH = {"lang": {"authentic": "fr", "present": ["fr"]}}
WITNESS = {"born": "1975-02-28", "role": "WITNESS"}


def objection(body: bytes | Fields, **changed: object) -> str | None:
    """The rule this body breaks under the entry of a report with these changes."""
    entry, _ = entry_of(fields(**changed))
    written = body if isinstance(body, bytes) else canonical.dumps(body)
    found = content_objection(entry, written)
    if found is None:
        return None
    assert (found.step, found.clause) == (16, "")
    return found.rule


def test_a_body_of_the_model_its_move_asks_is_read() -> None:
    assert objection(BODY) is None
    assert objection(BODY, **IN_FRENCH) is None


def test_a_move_that_takes_no_body_takes_no_bytes_for_one() -> None:
    assert objection(BODY, kind="request", move="admit") == "bad-body"
    assert objection(BODY, kind="course", move="offer") == "bad-body"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing",
        b'{"title": {"fr":"Saisie"}}',
        b"[" * 500 + b"]" * 500,
        b'{"text":{"fr":"x"},"title":null}',
        b'{"text":{"fr":"x"},"text":{"fr":"x"},"title":{"fr":"y"}}',
        b'"' + b"a" * BODY_LIMIT_BYTES + b'"',
        {"title": {"fr": "Saisie"}},
        {"text": "Texte", "title": {"fr": "Saisie"}},
        BODY | {"persons": [{"role": "INFORMANT", "born": "1980"}]},
    ],
)
def test_bytes_that_are_no_such_body_are_a_bad_body(body: bytes | Fields) -> None:
    assert objection(body) == "bad-body"


def test_a_body_that_its_statement_does_not_name_is_a_bad_body() -> None:
    body: Fields = {"text": text(), "title": {"ar": "محضر", "fr": "Procès-verbal"}}
    entry, _ = entry_of(fields(kind="minutes", move="propose", statement="ab" * 32))
    written = canonical.dumps(body)
    for sha256, rule in ((words_hash(written.decode()), None), ("cd" * 32, "bad-body")):
        stated = Stated(kind="minutes", parties=("a.example", "b.example"), sha256=sha256)
        found = content_objection(entry, written, stated_text(stated))
        assert (found.rule if found else None) == rule
        assert found is None or found.clause == "statement"


def test_a_direction_that_turns_letters_is_unsafe_text() -> None:
    assert objection(BODY | {"title": {"fr": "Saisie\u202e"}}) == "unsafe-text"


@pytest.mark.parametrize(
    "unknown",
    ["\u202e", {"deep": [1, {"er": "a\u202db"}]}, ["x", "\x00"], "bell\x07", "\x9b31m"],
)
def test_a_field_nobody_here_knows_hides_nothing_either(unknown: object) -> None:
    assert objection(BODY | {"weather": unknown}) == "unsafe-text"
    person = WITNESS | {"name": {"script": "Latn", "written": "Sami", "spoken": unknown}}
    body = BODY | {"persons": [person]}
    assert objection(body, persons={"WITNESS": 1}) == "unsafe-text"


@pytest.mark.parametrize("unknown", ["two\nlines", {"deep": [1, None, True]}, 7, "سطر", []])
def test_a_field_nobody_here_knows_is_kept_where_it_hides_nothing(unknown: object) -> None:
    assert objection(BODY | {"weather": unknown}) in {None, "bad-body"}


# ------------------------------------------------------------------------------------- languages


def test_every_text_is_in_each_language_the_entry_claims() -> None:
    claimed = {"lang": {"authentic": "fr", "present": ["ar", "fr"]}}
    assert objection(BODY, **claimed) == "language-missing"
    both: Fields = {"text": {"ar": "نص", "fr": "Texte"}, "title": {"ar": "حجز", "fr": "Saisie"}}
    assert objection(both, **claimed) is None


def test_a_body_in_more_languages_than_claimed_is_read() -> None:
    more = {"text": {"ar": "نص", "fr": "Texte"}, "title": {"fr": "Saisie"}}
    assert objection(more, **IN_FRENCH) is None


def test_a_text_in_no_language_is_missing_one() -> None:
    assert objection(BODY | {"text": {}}) == "language-missing"


def test_the_language_that_decides_is_one_of_those_present() -> None:
    elsewhere = {"lang": {"authentic": "ar", "present": ["fr"]}}
    assert objection(BODY, **elsewhere) == "language-missing"


# --------------------------------------------------------------------------------------- persons


def test_the_entry_counts_the_persons_of_its_body_by_role() -> None:
    two = BODY | {"persons": [WITNESS, WITNESS]}
    assert objection(two, persons={"WITNESS": 2}) is None
    assert objection(two, persons={"WITNESS": 1}) == "role-missing"
    assert objection(two, persons={"SUSPECT": 2}) == "role-missing"
    assert objection(two) == "role-missing"
    assert objection(BODY, persons={"WITNESS": 1}) == "role-missing"


def test_a_person_without_a_role_is_missing_one() -> None:
    assert objection(BODY | {"persons": [{"born": "1975"}]}) == "role-missing"


# ------------------------------------------------------------------------------ the code it is for


def test_a_body_for_another_code_than_its_entry_claims_is_a_bad_body() -> None:
    told = {"fr": "Texte inventé."}
    subject = {"name": {"script": "Latn", "written": "Sami Invente"}, "role": "SUSPECT"}
    body = {"action": told, "identification": {"person": subject}, "reason": told}
    claimed = {"kind": "alert", "move": "issue", "persons": {"SUSPECT": 1}}
    titled = body | {"judicial_reference": "Tripoli 7/2026"}
    assert objection(body, code="JUDICIAL_WHEREABOUTS", **claimed) is None
    assert objection(body, code="ARREST", **claimed) == "bad-body"
    assert objection(titled, code="ARREST", **claimed) is None
    assert objection(titled, code="OBJECT_SEIZE", **claimed) == "bad-body"
