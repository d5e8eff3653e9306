"""What reading a list gives: good rows as entities, every fault with its line and its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import Role
from wasl.core.matching.entities.kinds import AnyEntity

FILE_LIMIT_BYTES = 64 * 1024 * 1024


class Fault(StrEnum):
    """Why a row, or a value of a row, is not taken; those of names are rules of names."""

    EMPTY_NAME = "empty-name"
    NAME_TOO_LONG = "name-too-long"
    TOO_MANY_TOKENS = "too-many-tokens"
    TOO_MANY_MARKS = "too-many-marks"
    NOT_UTF_8 = "not-utf-8"
    BAD_COLUMNS = "bad-columns"
    BAD_JSON = "bad-json"
    BAD_ID = "bad-id"
    BAD_KIND = "bad-kind"
    BAD_ROLE = "bad-role"
    NEVER_LISTED = "never-listed"
    UNKNOWN_SCHEMA = "unknown-schema"
    ORPHAN = "orphan"
    TWICE = "twice"
    BAD_DATE = "bad-date"
    BAD_NUMBER = "bad-number"
    BAD_VALUE = "bad-value"
    TOO_MANY_NOTES = "too-many-notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """What is wrong at a line: of the whole row, or of one value the row is kept without.

    A value that is left out stands in a note as it was written, so that nothing is lost.
    ``what`` is the name of a field or a schema, never a value of a row.
    """

    line: int
    fault: Fault
    row: bool
    what: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file held: entities in their order, faults by line, and what was taken for granted.

    ``roles_given`` counts the persons whose row named no role; ``unknown`` the fields nobody here
    knows, kept as notes.
    """

    entities: tuple[AnyEntity, ...]
    faults: tuple[RowFault, ...]
    roles_given: int = 0
    unknown: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row gave: its entities, none where it is refused, and its faults."""

    entities: tuple[AnyEntity, ...] = ()
    faults: tuple[RowFault, ...] = ()
    role_given: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read: its bytes, those of the file that goes with it, and the role of persons
    whose row names none.
    """

    content: bytes
    role: Role
    beside: bytes | None = None


def refused_row(line: int, fault: Fault, what: str = "", file: str = "") -> Row:
    """A row of which nothing is taken."""
    return Row(faults=(RowFault(line=line, fault=fault, row=True, what=what, file=file),))


def gathered(rows: Iterable[Row]) -> Reading:
    """All rows together, in their order."""
    entities: list[AnyEntity] = []
    faults: list[RowFault] = []
    unknown: dict[str, int] = {}
    roles_given = 0
    for row in rows:
        entities += row.entities
        faults += row.faults
        roles_given += row.role_given
        for field in row.unknown:
            unknown[field] = unknown.get(field, 0) + 1
    return Reading(
        entities=tuple(entities),
        faults=tuple(faults),
        roles_given=roles_given,
        unknown=tuple(sorted(unknown.items())),
    )


def once(rows: Iterable[tuple[int, str, Row]]) -> Iterator[Row]:
    """The rows, each with its line and key; a key that was met before is refused as ``twice``."""
    met: set[str] = set()
    for line, key, row in rows:
        if row.entities and key in met:
            yield refused_row(line, Fault.TWICE)
            continue
        if row.entities:
            met.add(key)
        yield row


def decoded(content: bytes) -> str:
    """The text of a file, without a byte-order mark.

    Refuses ``too-large`` above 64 MiB and ``wrong-encoding`` with the place of the first byte
    that is not UTF-8.
    """
    if len(content) > FILE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FILE_LIMIT_BYTES})
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError("wrong-encoding", {"byte": error.start}) from error
    return text.removeprefix("\ufeff")
