"""The lines that extracts and proofs of a fork are made of: canonical JSON, one value a line.

Formats: ``docs/spec/extract.md``. ``extract`` reads whole files of them, ``extract_write`` writes
them, ``extract_verify`` asks whether the log in them holds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical, clause
from wasl.core.arrangement import Arrangement, read_arrangement
from wasl.core.clause import Stated
from wasl.core.entry import ArrangementId, Entry, Hash, LinkId, NodeName, Size, Time
from wasl.core.errors import RefusedError
from wasl.core.log import PROOF_LIMIT
from wasl.seal.cosign import Checkpoint
from wasl.seal.keys import Base64, Keys, read_keys
from wasl.seal.minutes import Minutes, read_minutes
from wasl.seal.note import Note, read_note, text_hash
from wasl.seal.recognition import Recognition, read_recognition

FORMAT: Final = "wasl-extract/1"
LINE_LIMIT_BYTES = 1_048_576

Hash32 = Annotated[Base64, Field(min_length=32, max_length=32)]
Hashes = Annotated[tuple[Hash32, ...], Field(max_length=PROOF_LIMIT)]
Rule = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Value = Keys | Recognition | Minutes | Arrangement | Stated


class BodyState(StrEnum):
    """What the maker of an extract says of the body of an entry."""

    PRESENT = "present"
    GONE = "gone"
    NONE = "none"  # the entry has no body


class Scope(StrEnum):
    """What an extract holds: every entry of a stretch, or one and what proves it."""

    WHOLE = "whole"
    ENTRY = "entry"


class Line(BaseModel):
    """One line of a file in this manner: canonical JSON of strict fields, nothing more."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", validate_by_alias=True, validate_by_name=True
    )


class Header(Line):
    """Which stretch of whose log this is, and who made it, when.

    ``start`` and ``stop`` are the first index and the one after the last; ``held`` is the size of
    the log as its maker holds it; ``peaks`` the complete subtrees before ``start``.
    """

    arrangement_id: ArrangementId
    author: NodeName
    counterpart: NodeName
    extract: Literal["wasl-extract/1"] = FORMAT
    held: Size
    link: LinkId
    made: Time
    made_by: NodeName
    of: Scope
    peaks: Hashes = ()
    start: Size = Field(alias="from")
    stop: Size = Field(alias="to")

    def made_seconds(self) -> int:
        """When it was made, in seconds since 1970, as its maker says."""
        return seconds_of(self.made)


class Proof(Line):
    """That an entry is in the log of the checkpoint of this size: hashes from the leaf upward."""

    hashes: Hashes
    size: Size


class StatementLine(Line):
    """A signed note kept for ever."""

    statement: str


class EntryLine(Line):
    """An entry, what became of its body, and on warrant the body itself with its salt."""

    body: BodyState
    content: str | None = None
    entry: str
    index: Size
    proof: Proof | None = None
    salt: Hash | None = None


class CheckpointLine(Line):
    """A checkpoint with every line its maker holds."""

    checkpoint: str


class RefusalStated(Line):
    """Which service refused bytes of this link, when, by which rule."""

    at: Time
    by: NodeName
    rule: Rule


class RefusalLine(Line):
    """A refusal, as the maker of the extract tells it; nobody signed it."""

    refusal: RefusalStated


class ErasureStated(Line):
    """The fact by which the body of the entry at ``index`` is gone."""

    fact: str
    index: Size


class ErasureLine(Line):
    """An erasure, with the entry of either log that says so."""

    erasure: ErasureStated


class TailLine(Line):
    """SHA-256 of every line before this one."""

    sha256: Hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement on line ``line``: the note, the hash that names it, the value it states."""

    line: int
    note: Note
    sha256: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry on line ``line``; ``content`` and ``salt`` are empty unless the body is shown."""

    line: int
    index: int
    entry: Entry
    leaf: bytes
    body: BodyState
    salt: bytes
    content: bytes
    proof: Proof | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A checkpoint on line ``line``, its signatures not yet verified."""

    line: int
    note: Note
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A fact on line ``line`` that accounts for the missing body of the entry at ``index``."""

    line: int
    index: int
    fact: Entry
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An extract that is of its form. The first two statements are the keys of both services.

    ``whole`` is false where the lines are not those that were hashed; ``last_line`` is where the
    hash stands.
    """

    header: Header
    statements: tuple[Statement, ...]
    entries: tuple[ShownEntry, ...]
    heads: tuple[SignedHead, ...]
    refusals: tuple[RefusalStated, ...]
    erasures: tuple[Erasure, ...]
    whole: bool
    last_line: int


_Read = TypeVar("_Read", bound=Line)


def line_bytes(untrusted: bytes | str) -> bytes:
    """The bytes of a line with its newline; refuses ``too-large``, ``malformed``."""
    try:
        line = untrusted.encode() if isinstance(untrusted, str) else untrusted
    except UnicodeEncodeError as error:
        raise RefusedError("malformed", {"why": "not UTF-8"}) from error
    if len(line) > LINE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": LINE_LIMIT_BYTES})
    if not line.endswith(b"\n"):
        raise RefusedError("malformed", {"why": "a line without its end"})
    return line


def line_key(line: bytes) -> str:
    """The first key of a line, which names its kind; empty where there is none."""
    parts = line.split(b'"', 2)
    return parts[1].decode(errors="replace") if len(parts) == 3 else ""


def read_line(line: bytes, kind: type[_Read]) -> _Read:
    """The value of one line; refuses ``malformed``, and ``not-canonical`` for other bytes."""
    untrusted = line[:-1]
    try:
        value = kind.model_validate_json(untrusted)
    except ValidationError as error:
        raise RefusedError("malformed", {"kind": kind.__name__}) from error
    if line_of(value) != line or not canonical.is_nfc(untrusted):
        raise RefusedError("not-canonical", {"kind": kind.__name__})
    return value


def line_of(value: Line) -> bytes:
    """The bytes of one line, its newline included."""
    stated = value.model_dump(mode="json", by_alias=True, exclude_none=True)
    return canonical.sorted_bytes(stated) + b"\n"


def read_statement(untrusted: str, number: int) -> Statement:
    """The statement that the note on this line makes, by its first line.

    Refuses ``malformed-note`` for another kind of note, and as the reader of each kind does.
    """
    note = read_note(untrusted.encode())
    first = note.text.partition("\n")[0]
    value: Value
    if first == "wasl-keys/1":
        value = read_keys(note)
    elif first == "wasl-recognition/1":
        value = read_recognition(note)
    elif first == "wasl-minutes/1":
        value = read_minutes(note)
    elif first == clause.FIRST_LINE:
        value = clause.read_stated(note.text)
    else:
        value = read_arrangement(note.text)
    return Statement(line=number, note=note, sha256=text_hash(note.text).hex(), value=value)


def seconds_of(time: str) -> int:
    """Seconds since 1970 of a time; refuses ``malformed`` for a day no calendar has."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError as error:
        raise RefusedError("malformed", {"why": "no such day"}) from error
    return (moment - _EPOCH) // timedelta(seconds=1)


def is_keys_of(statement: Statement, node: str) -> bool:
    """Whether the statement is a key statement of this node."""
    return isinstance(statement.value, Keys) and statement.value.node == node


def malformed(why: str) -> RefusedError:
    """The refusal of a file that is not of its form."""
    return RefusedError("malformed", {"why": why})
