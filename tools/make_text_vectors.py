"""Writes vectors/text: statements, versions that are ready or not, and what changes make of one.

Run ``python -m tools.make_text_vectors vectors`` from the project's root; a test compares the
files with what this writes.
"""

import sys

from tests.core.clauses import AR, FR, change, clause, text, version
from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core.clause import Change, next_version, stated_text, version_hash, words_hash
from wasl.core.clause import Stated as Statement

PARTIES = ("liaison.dz.example", "liaison.ly.example")
EN = "Each party reports every 30 days."
STATED = stated_text(Statement(kind="plan", parties=PARTIES, sha256="ab" * 32))


def text_vectors() -> Vectors:
    """Every rule of docs/spec/text.md, kept and broken."""
    yield from _statements()
    yield from _versions()
    yield from _changes()


def _statements() -> Vectors:
    yield accepted("statement", "of a plan between two services", statement=STATED)
    for name, about, rule, odd in (
        ("other_format", "another first line", "malformed-note", STATED.replace("/1", "/2")),
        ("spaced", "other bytes", "not-canonical", STATED.replace("{", "{ ")),
        ("of_an_arrangement", "a kind of another format", "bad-statement",
         STATED.replace('"plan"', '"arrangement"')),
        ("parties_out_of_order", "named in another order", "bad-statement",
         STATED.replace("liaison.dz", "liaison.zz")),
        ("party_twice", "one service named twice", "bad-statement",
         STATED.replace("liaison.ly", "liaison.dz")),
    ):  # fmt: skip
        yield refused(f"statement_{name}", about, rule, 9, statement=odd)


def _versions() -> Vectors:
    three = {"ar": AR, "en": EN, "fr": FR}
    tied = {"en": words_hash(FR), "fr": words_hash(AR)}
    for name, about, said in (
        ("two_languages", "French translates Arabic", text()),
        ("three_languages", "English translates French, which translates Arabic",
         text(clause(texts=three, renders=tied), authentic=["ar", "en", "fr"])),
        ("reading_copy_behind", "English decides nothing and lags behind",
         text(clause(texts=three, renders={**tied, "en": words_hash("x")}))),
        ("eastern_digits", "the same number in other digits",
         text(clause(ar="في ٣٠ يوما", fr="en 30 jours"))),
        ("numbers_explained", "a note says why numbers differ",
         text(clause(ar="في شهر", fr="en 30 jours", note="Un mois compte 30 jours."))),
    ):  # fmt: skip
        yield accepted(name, about, version=said)
    for name, about, rule, said in (
        ("language_missing", "no French", "language-missing",
         text(clause(texts={"ar": AR}, renders=...))),
        ("stale", "the Arabic changed since it was translated", "clause-stale",
         text(clause(ar=AR.replace("تقريرا", "بيانا"), renders={"fr": words_hash(AR)}))),
        ("untied", "neither says which it translates", "clause-stale", text(clause(renders=...))),
        ("numbers_differ", "30 days and 31", "clause-number-mismatch",
         text(clause(fr=FR.replace("30", "31")))),
        ("turned", "a direction override", "unsafe-text", text(clause(fr=FR + "\u202e"))),
        ("no_width", "a space of no width", "unsafe-text", text(clause(fr=FR + "\u200b"))),
        ("clause_twice", "two clauses of one id", "bad-body", text(clause(), clause())),
        ("no_previous", "a second version that follows none", "bad-body", text(number=2)),
        ("unknown_field", "a field that is not listed", "bad-body", text(mood="x")),
    ):  # fmt: skip
        yield refused(name, about, rule, 16, version=said)


def _changes() -> Vectors:
    before = version(clause("c1"), clause("c2"))
    added = change(before, "ADD", "c3", after="c1")
    deleted, replaced = change(before, "DELETE", "c2"), change(before, "REPLACE", "c1", note="x")
    yield accepted(
        "changes",
        "one of each kind, in their order",
        **_changing(replaced, added, deleted),
        next=version_hash(next_version(before, (replaced, added, deleted))),
    )
    for name, about, odd in (
        ("same_clause", "two changes of one clause", (replaced, replaced)),
        ("other_version", "a change of another version", (change(version(), "DELETE", "c1"),)),
        ("not_there", "a deletion of what is not", (change(before, "DELETE", "c9"),)),
        ("there_already", "an addition of what is", (change(before, "ADD", "c2"),)),
        ("after_nothing", "a place after nothing", (change(before, "ADD", "c3", after="c9"),)),
    ):
        yield refused(f"changes_{name}", about, "clause-conflict", 16, **_changing(*odd))


def _changing(*changes: Change) -> Json:
    said = [each.model_dump(mode="json", exclude_none=True) for each in changes]
    return {"changes": said, "version": text(clause("c1"), clause("c2"))}


FOLDERS = {"text": text_vectors}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
