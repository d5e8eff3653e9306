"""A text of clauses that two sides agree on word by word, in Arabic, French and English.

A version is named by the hash of its canonical bytes, and a change of one clause makes the next.
Every authentic language says the same thing at the same time, or the version is not ready; words
are compared, never merged. Form: ``docs/spec/text.md``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import permutations
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wasl.core import canonical
from wasl.core.entry import Hash, NodeName, first_field
from wasl.core.errors import RefusedError
from wasl.core.terms import ClauseOperation, Language

FIRST_LINE = "wasl-text/1"
WORDS_LIMIT = 8_192
CLAUSES_LIMIT = 200

# What turns or hides letters: controls but the newline, marks and isolates of UAX #9, widths of
# zero but the two joiners, which spell words in Arabic script.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb]| (?=\n|$)"
)
_DIGITS = re.compile(r"\d+")

ClauseId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,31}$")]
TextId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Words = Annotated[str, Field(min_length=1, max_length=WORDS_LIMIT)]


class ClauseRule(StrEnum):
    """Why a version cannot be agreed on yet, or a proposal not be taken into one."""

    LANGUAGE_MISSING = "language-missing"
    STALE = "clause-stale"
    NUMBERS = "clause-number-mismatch"
    UNSAFE = "unsafe-text"
    CONFLICT = "clause-conflict"


class _Model(BaseModel):
    # No unknown field: what one side reads and the other does not would not be agreed.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


class _ByLanguage(_Model):
    """One value for each of some languages."""

    def of(self, language: Language) -> str | None:
        """What stands for the language, if anything does."""
        found: str | None = getattr(self, language.value)
        return found


class Wording(_ByLanguage):
    """The words of a clause in each language it is written in."""

    ar: Words | None = None
    en: Words | None = None
    fr: Words | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a clause in no language")
        return self


class Renders(_ByLanguage):
    """For a language the hash of the words it translates, in whichever language they are."""

    ar: Hash | None = None
    en: Hash | None = None
    fr: Hash | None = None


class Clause(_Model):
    """One clause; ``note`` says why its numbers differ between languages, where they must."""

    id: ClauseId
    note: Words | None = None
    renders: Renders | None = None
    texts: Wording


class Version(_Model):
    """One version of a text; the id is drawn with the first and stays, the number grows."""

    authentic: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)]
    clauses: Annotated[tuple[Clause, ...], Field(max_length=CLAUSES_LIMIT)]
    id: TextId
    number: Annotated[int, Field(ge=1, lt=1_000_000)]
    previous: Hash | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        ids = {clause.id for clause in self.clauses}
        if len(ids) < len(self.clauses) or list(self.authentic) != sorted({*self.authentic}):
            raise ValueError("named twice, or out of order")
        if (self.previous is None) != (self.number == 1):
            raise ValueError("the first version follows none, every other follows one")
        return self

    def clause(self, named: str) -> Clause | None:
        """The clause of this id, if there is one."""
        return next((clause for clause in self.clauses if clause.id == named), None)


def words_hash(words: str) -> str:
    """How one language names what it translates: SHA-256 of the UTF-8 bytes, in hex."""
    return sha256(words.encode()).hexdigest()


def version_hash(version: Version) -> str:
    """The name of a version: SHA-256 of its canonical bytes, in hex."""
    written = canonical.dumps(version.model_dump(mode="json", exclude_none=True))
    return sha256(written).hexdigest()


# --------------------------------------------------------------------------------- is it ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What keeps a version from being agreed on: the rule, the clause, the language."""

    rule: ClauseRule
    clause: str
    language: Language


def faults(version: Version) -> tuple[Fault, ...]:
    """Everything that keeps a version from being frozen or signed, clause by clause.

    A language that is not authentic may lack a clause or lag behind; it hides nothing either.
    """
    return tuple(
        Fault(rule=rule, clause=clause.id, language=language)
        for clause in version.clauses
        for rule, language in _faults_of(clause, version.authentic)
    )


def check_ready(version: Version) -> None:
    """Refuses by the first of the `faults`, with clause and language."""
    for fault in faults(version):
        raise RefusedError(fault.rule, {"clause": fault.clause, "language": fault.language})


def hidden(version: Version) -> tuple[Fault, ...]:
    """The words of a draft that turn or hide letters: two readers would see two texts."""
    return tuple(fault for fault in faults(version) if fault.rule is ClauseRule.UNSAFE)


def hides(clause: Clause) -> bool:
    """Whether the words of one clause turn or hide letters."""
    found = _faults_of(clause, list(Language))
    return any(rule is ClauseRule.UNSAFE for rule, _ in found)


def _faults_of(
    clause: Clause, authentic: Sequence[Language]
) -> Iterator[tuple[ClauseRule, Language]]:
    said = {language: words for language in Language if (words := clause.texts.of(language))}
    present = [language for language in authentic if language in said]
    yield from ((ClauseRule.LANGUAGE_MISSING, each) for each in authentic if each not in said)
    yield from ((ClauseRule.STALE, each) for each in _stale(clause, said, present))
    if not clause.note:
        numbers = {language: _numbers(said[language]) for language in present}
        odd = (each for each in present if numbers[each] != numbers[present[0]])
        yield from ((ClauseRule.NUMBERS, each) for each in odd)
    unsafe = [each for each, words in said.items() if _HIDDEN.search(words)]
    if clause.note and _HIDDEN.search(clause.note):
        unsafe.append(authentic[0])
    yield from ((ClauseRule.UNSAFE, each) for each in unsafe)


def _stale(
    clause: Clause, said: Mapping[Language, str], present: Sequence[Language]
) -> list[Language]:
    """The languages that do not translate what the others say now.

    One language is the source, which translates none; every other is tied to it, at once or by
    way of another, by the hash of the words it translates.
    """
    named = {each: clause.renders and clause.renders.of(each) for each in present}
    hashes = {each: words_hash(said[each]) for each in present}
    pairs = permutations(present, 2)
    ties = [(each, other) for each, other in pairs if named[each] == hashes[other]]
    sources = [each for each in present if not named[each]]
    tied = set(sources[:1] or present[:1])
    for _ in present:  # each round reaches one language further, and there are no more
        tied |= {end for tie in ties if tied & set(tie) for end in tie}
    return [each for each in present if each not in tied]


def _numbers(words: str) -> Counter[str]:
    """The numbers in a text, in whichever digits they are written."""
    return Counter(
        "".join(str(int(digit)) for digit in run).lstrip("0") or "0"
        for run in _DIGITS.findall(words)
    )


# --------------------------------------------------------------------------- the next version


class Change(_Model):
    """What one proposal does to one clause of one version, which it names by hash.

    ``clause`` holds the whole clause as it will be, absent where it is deleted; one that is added
    stands after ``after``, or first.
    """

    after: ClauseId | None = None
    version: Hash
    clause: Clause | None = None
    id: ClauseId
    operation: ClauseOperation

    @model_validator(mode="after")
    def _is_of_one_clause(self) -> Self:
        deletes = self.operation is ClauseOperation.DELETE
        if deletes != (self.clause is None) or (self.clause and self.clause.id != self.id):
            raise ValueError("a change is of one clause")
        if self.after is not None and self.operation is not ClauseOperation.ADD:
            raise ValueError("only what is added has a place")
        return self


def next_version(version: Version, changes: Iterable[Change]) -> Version:
    """The version with every bound change taken in, in this order; itself where there is none.

    Refuses ``clause-conflict``, with the clause: two changes of one clause, a change of another
    version, an addition of what is there, a replacement or deletion of what is not, a place after
    nothing, or more clauses than a text holds. Nothing is merged: a third proposal settles it.
    """
    before, clauses = version_hash(version), list(version.clauses)
    changed: set[str] = set()
    for change in changes:
        if change.version != before or change.id in changed:
            raise _conflict(change)
        clauses = _applied(clauses, change)
        changed.add(change.id)
    if not changed:
        return version
    # Built anew and not copied, so that the rules of a version are asked again.
    return Version(
        authentic=version.authentic,
        clauses=tuple(clauses),
        id=version.id,
        number=version.number + 1,
        previous=before,
    )


def _applied(clauses: Sequence[Clause], change: Change) -> list[Clause]:
    ids = [clause.id for clause in clauses]
    adds = change.operation is ClauseOperation.ADD
    anchor = change.after if adds else change.id
    if adds == (change.id in ids) or (anchor is not None and anchor not in ids):
        raise _conflict(change)
    place = 0 if anchor is None else ids.index(anchor) + adds
    brought = [] if change.clause is None else [change.clause]
    rest = [*clauses[:place], *brought, *clauses[place + (not adds) :]]
    if len(rest) > CLAUSES_LIMIT:
        raise _conflict(change)
    return rest


def _conflict(change: Change) -> RefusedError:
    return RefusedError(ClauseRule.CONFLICT, {"clause": change.id})


# ------------------------------------------------------------------------- what is co-signed


TEXT_KINDS = frozenset({"communique", "minutes", "plan"})
"""The kinds of case whose statement is of such a text."""


class Stated(_Model):
    """What both sides sign: the kind of text, between whom, and the hash of the body it is."""

    kind: Literal["communique", "minutes", "plan"]
    parties: Annotated[tuple[NodeName, ...], Field(min_length=2, max_length=16)]
    sha256: Hash


def stated_text(stated: Stated) -> str:
    """The note text that is signed: its first line, then one line of canonical JSON."""
    return canonical.statement_text(FIRST_LINE, stated.model_dump(mode="json"))


def read_stated(untrusted_text: str) -> Stated:
    """What a note text states.

    Refuses ``malformed-note`` for another first line, ``not-canonical``, and ``bad-statement``
    for a field outside its rule or parties out of order.
    """
    line = canonical.statement_line(untrusted_text, FIRST_LINE)
    try:
        stated = Stated.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("bad-statement", {"field": first_field(error)}) from error
    if list(stated.parties) != sorted({*stated.parties}):
        raise RefusedError("bad-statement", {"field": "parties"})
    return stated


def names_body(statement_text: str, body: bytes) -> bool:
    """Whether a statement is of exactly this body."""
    return read_stated(statement_text).sha256 == sha256(body).hexdigest()
