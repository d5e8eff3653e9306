"""The four short signed notes of a sync: hello, confirm, cursor and refusal.

Format: ``docs/spec/sync.md`` (trust.md §7). In all four ``link`` names the log spoken of. Each is
a signed note by the author key of the service that says it.
"""

import re
from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.entry import Hash, LinkId, Size, Time
from wasl.core.errors import Detail, RefusedError
from wasl.seal.note import Note, SigningKey, VerifyKey, read_note, sign, verify, write_note

GREETING_LIMIT_BYTES = 16_384
WANTS_LIMIT = 32
RANGES_LIMIT = 32
GAPS_LIMIT = 64
FACT_LIMIT = 256

_ODD = re.compile(r"[^ -~]")

Hex8 = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Rule = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Fact = Annotated[str, Field(pattern=r"^[ -~]{0,256}$")] | Size


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Head(_Model):
    """How much of a log is held: its size and its root."""

    root: Hash
    size: Size


class Epoch(_Model):
    """The stretch of a log opened by one hello: a number that grows and a fresh random part."""

    n: Size
    r: Hex8


class AnnouncedPrekey(_Model):
    """A prekey carried by a hello, so that a node restored without its own can be written to."""

    id: Hex8
    public: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{1622}==$")]
    until: Time


class Hello(_Model):
    """An author opens an epoch of its log: from here on it writes under this name."""

    base: Head
    boot: Hex8
    epoch: Epoch
    link: LinkId
    nonce: Hex16
    prekey: AnnouncedPrekey | None = None


class Confirm(_Model):
    """The counterpart answers one hello: this nonce, this epoch, and what it holds."""

    boot: Hex8
    countersigned: Size
    epoch: Epoch
    held: Head
    link: LinkId
    nonce: Hex16


class Cursor(_Model):
    """What the speaker holds of a log, what it has counter-signed, and what it waits for.

    ``gaps`` are first and last missing index; ``wants`` the SHA-256 of attachments still missing,
    ``ranges`` of those of them that are here in part: from which byte to which one is missing.
    """

    countersigned: Size
    gaps: Annotated[tuple[tuple[Size, Size], ...], Field(max_length=GAPS_LIMIT)]
    held: Head
    link: LinkId
    ranges: (
        Annotated[tuple[tuple[Hash, Size, Size], ...], Field(max_length=RANGES_LIMIT)] | None
    ) = None
    wants: Annotated[tuple[Hash, ...], Field(max_length=WANTS_LIMIT)] | None = None


class Refusal(_Model):
    """Bytes were not taken: the rule, facts without personal data, and when."""

    at: Time
    detail: dict[FactName, Fact]
    link: LinkId
    rule: Rule


Greeting = Hello | Confirm | Cursor | Refusal
_Spoken = TypeVar("_Spoken", bound=_Model)


def told_facts(detail: Detail) -> dict[str, str | int]:
    """The facts of a refusal as its note may tell them: printable ASCII, and not much of it.

    A path through untrusted bytes may hold a key as long, and as odd, as its writer liked.
    """
    return {
        name: fact if isinstance(fact, int) else _ODD.sub("?", fact)[:FACT_LIMIT]
        for name, fact in detail.items()
    }


def write_greeting(greeting: Greeting, *authors: SigningKey) -> bytes:
    """The note that says ``greeting``, with a line by each of these author keys."""
    first = f"wasl-{type(greeting).__name__.lower()}/1"
    text = canonical.statement_text(first, greeting.model_dump(exclude_none=True))
    return write_note(Note(text=text, lines=tuple(sign(text, author) for author in authors)))


def read_greeting(untrusted: bytes, expected: type[_Spoken]) -> tuple[_Spoken, Note]:
    """The greeting a note says, its signature not yet checked (the link tells whose key).

    Refuses ``too-large``, ``malformed-note`` (also for another first line), ``not-canonical``
    and ``bad-greeting``.
    """
    if len(untrusted) > GREETING_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": GREETING_LIMIT_BYTES})
    note = read_note(untrusted)
    line = canonical.statement_line(note.text, f"wasl-{expected.__name__.lower()}/1")
    try:
        return expected.model_validate_json(line), note
    except ValidationError as error:
        raise RefusedError("bad-greeting", {"kind": expected.__name__.lower()}) from error


def check_greeting(note: Note, author_keys: Sequence[VerifyKey]) -> None:
    """An author key given here signed the note; else ``unknown-key`` or ``bad-signature``."""
    if not verify(note, author_keys):
        raise RefusedError("unknown-key", {"note": note.text.partition("\n")[0]})
