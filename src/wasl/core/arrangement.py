"""The co-signed text of what was agreed, as a value both ends read the same way.

Format: ``docs/spec/arrangement.md`` (trust.md §3.1). Who signed it is asked in ``seal``; from
which entry on it rules is asked in ``policy.force``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.entry import (
    ZERO_HASH,
    ArrangementId,
    ArrangementReference,
    Code,
    FormatVersion,
    Hash,
    Name,
    NodeName,
    Size,
    first_field,
)
from wasl.core.errors import RefusedError
from wasl.core.terms import Handling, Language, PersonRole

FIRST_LINE = "wasl-arrangement/1"
COUNTED_IN_WORKING_DAYS = (7, 366)  # the shortest and longest count that may be
EXERCISE_NODE = re.compile(r"exercise-([0-9]{3})\.[a-z0-9]")
EXERCISE_MARK = "e0e0e0e0e0e0e"
HIDING = frozenset({"Cc", "Cf", "Zl", "Zp"})  # control, format, line and paragraph separators


def _day(text: str) -> str:
    """The text, if it names a day of the calendar."""
    date.fromisoformat(text)
    return text


def refuse_hidden(texts: Iterable[str], first_line: str) -> None:
    """Nothing in these hides, or turns the letters beside it: people sign what they are shown.

    Refuses ``unsafe-text`` with the kind of statement.
    """
    if any(unicodedata.category(letter) in HIDING for text in texts for letter in text):
        raise RefusedError("unsafe-text", {"first_line": first_line})


Date = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
Text = Annotated[str, Field(min_length=1, max_length=512)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class ThreeNames(_Model):
    """One name in the three languages of the house."""

    ar: Text
    en: Text
    fr: Text

    def each(self) -> tuple[str, str, str]:
        """The name as it is shown in each."""
        return (self.ar, self.en, self.fr)


class Party(_Model):
    """A service named in the arrangement, bound to one key statement and one office."""

    keys_sha256: Hash
    name: ThreeNames
    node: NodeName
    office: Text


class Subjects(_Model):
    """Whom an entry of a dossier may speak of."""

    minimum_age: Size
    roles: tuple[PersonRole, ...]


class DossierTerms(_Model):
    """What may be exchanged in one field of work, by whom, for what and for how long."""

    code: Name
    desks: tuple[Text, ...]
    handling: tuple[Handling, ...]
    kinds: dict[NodeName, tuple[Name, ...]]
    purposes: tuple[Code, ...]
    retention_days: dict[Name, Size]
    subjects: Subjects


class Carriage(_Model):
    """The roads allowed and the times carriage may take."""

    clock_tolerance_days: Size
    longest_days: Size
    prekey_days: Size
    roads: tuple[Literal["https", "bundle", "qr"], ...]


class Calendar(_Model):
    """The territory whose weekend a party keeps (CLDR) and its holidays."""

    holidays: tuple[Date, ...]
    territory: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class HumanRights(_Model):
    """The moves that need an assurance, and the assurances there are."""

    assurances: tuple[Code, ...]
    gated: tuple[Code, ...]


class Settlement(_Model):
    """Who meets when the logs disagree, and how long a lost root waits."""

    meets: Text
    waiting_days: Size


class Texts(_Model):
    """SHA-256 of the prose in each language; the prose travels beside."""

    ar: Hash
    en: Hash
    fr: Hash


class Arrangement(_Model):
    """One version of the text; the SHA-256 of the note text names it."""

    authentic: Language
    budgets: dict[Name, Size]
    calendar: dict[NodeName, Calendar]
    carriage: Carriage
    codes: FormatVersion
    deadlines: dict[Name, Size]
    dossiers: Annotated[tuple[DossierTerms, ...], Field(min_length=1, max_length=32)]
    human_rights: HumanRights
    id: ArrangementId
    onward: Literal["never", "consent"]
    overseers: tuple[NodeName, ...]
    parties: Annotated[tuple[Party, ...], Field(min_length=2, max_length=16)]
    previous: Hash | None = None
    reads: bool
    refusal: Literal["answer", "silence"]
    review: Date
    settlement: Settlement
    suite: Annotated[tuple[FormatVersion, ...], Field(min_length=1, max_length=1)]
    survival: dict[Name, Size | Literal["always"]]
    texts: Texts
    version: Annotated[int, Field(ge=1, lt=1_000_000)]
    working_days: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None

    def __hash__(self) -> int:
        """Equal texts have equal ids and versions; the tables inside cannot be hashed."""
        return hash((self.id, self.version))

    def dossier(self, code: str | None) -> DossierTerms | None:
        """The terms of the dossier with this code, if the arrangement opens it."""
        return next((terms for terms in self.dossiers if terms.code == code), None)

    def nodes(self) -> frozenset[str]:
        """Every node that is held to the text: those of its parties and of its overseers."""
        return frozenset([*(party.node for party in self.parties), *self.overseers])

    def oversees(self, node: str) -> bool:
        """Whether ``node`` is held to the text as an overseer alone, and is given no content."""
        return node in self.overseers and self.party(node) is None

    def party(self, node: str) -> Party | None:
        """The party that runs ``node``, if it is one."""
        return next((party for party in self.parties if party.node == node), None)


def arrangement_text(arrangement: Arrangement) -> str:
    """The note text that is signed: its first line, then one line of canonical JSON."""
    return canonical.statement_text(FIRST_LINE, arrangement.model_dump(exclude_none=True))


# One text is one value, so that "is it the same text?" is seldom asked field by field.
@lru_cache(maxsize=64)
def read_arrangement(untrusted_text: str) -> Arrangement:
    """The arrangement a note text states.

    Refuses ``malformed-note`` for another first line, ``not-canonical``, ``bad-arrangement``
    (a field outside its rule, one node named twice, working days set for another clock) and
    ``unsafe-text`` for a name that would not be shown as it is.
    """
    line = canonical.statement_line(untrusted_text, FIRST_LINE)
    try:
        arrangement = Arrangement.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("bad-arrangement", {"field": first_field(error)}) from error
    nodes = [party.node for party in arrangement.parties]
    codes = [terms.code for terms in arrangement.dossiers]
    if len(set(nodes)) != len(nodes) or len(set(codes)) != len(codes):
        raise RefusedError("bad-arrangement", {"field": "named twice"})
    if (arrangement.previous is None) != (arrangement.version == 1):
        raise RefusedError("bad-arrangement", {"field": "previous"})
    if not _may_be_working_days(arrangement):
        raise RefusedError("bad-arrangement", {"field": "working_days"})
    refuse_hidden(_shown(arrangement), FIRST_LINE)
    return arrangement


def _may_be_working_days(arrangement: Arrangement) -> bool:
    """Whether working days are set for counts of days only, each once, of a week or more.

    procedures.md §1.5: hours are calendar hours, and so is a count of few days.
    """
    counted, agreed = arrangement.working_days or (), arrangement.deadlines
    shortest, longest = COUNTED_IN_WORKING_DAYS
    return len(set(counted)) == len(counted) and all(
        name.endswith("_days") and shortest <= agreed.get(name, 0) <= longest for name in counted
    )


def _shown(arrangement: Arrangement) -> Iterator[str]:
    """Every text of it that a person reads before signing."""
    yield arrangement.settlement.meets
    for party in arrangement.parties:
        yield from (party.office, *party.name.each())
    for terms in arrangement.dossiers:
        yield from terms.desks


def text_reference(arrangement: Arrangement, text: str) -> ArrangementReference:
    """How an entry quotes this version."""
    return ArrangementReference(
        id=arrangement.id,
        sha256=sha256(text.encode()).hexdigest(),
        version=arrangement.version,
    )


def no_text_yet(arrangement_id: str) -> ArrangementReference:
    """How an entry quotes an arrangement of which no version is in force."""
    return ArrangementReference(id=arrangement_id, sha256=ZERO_HASH, version=0)


def link_id(arrangement_id: str, author: str, counterpart: str) -> str:
    """The name of one log: 32 hex digits that tell an outsider nothing."""
    parts = b"\x00".join((b"wasl-link/1", arrangement_id.encode(), author.encode()))
    return sha256(parts + b"\x00" + counterpart.encode()).hexdigest()[:32]


# ------------------------------------------------------------------------------- an exercise


def exercise_of(node: str) -> str:
    """The number of the exercise a node was founded for, which its name says; empty: none."""
    found = EXERCISE_NODE.match(node)
    return found[1] if found else ""


def exercise_under(arrangement_id: str) -> str:
    """The number of the exercise an arrangement is for, which its id says; empty: none.

    Every entry quotes the id, so it tells of itself, in any log or copy, that nothing in it is
    real; an id that was drawn has the mark by chance once in 2^52.
    """
    marked = arrangement_id[16:-3] == EXERCISE_MARK and arrangement_id[-3:].isdecimal()
    return arrangement_id[-3:] if marked else ""


def exercise_id(drawn: str, number: str) -> str:
    """The id of the arrangement of an exercise: the half of a drawn one, the mark, the number."""
    return drawn[:16] + EXERCISE_MARK + number
