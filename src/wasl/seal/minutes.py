"""The minutes of a meeting in person, signed by the root holders of both sides who were there.

Format: ``docs/spec/minutes.md`` (trust.md §2.1): place, date, persons by office, and both
fingerprints as they were read aloud.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.arrangement import Date, Text, refuse_hidden
from wasl.core.entry import Hash, NodeName
from wasl.core.errors import RefusedError
from wasl.seal.note import Note

FIRST_LINE = "wasl-minutes/1"
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Met(_Model):
    """One side at the table: its node, its key statement, who was there, by office."""

    fingerprint: Fingerprint
    keys_sha256: Hash
    node: NodeName
    present: tuple[Text, ...]


class Minutes(_Model):
    """Where and when two services compared fingerprints, and that they matched."""

    date: Date
    parties: tuple[Met, Met]
    place: Text
    result: Literal["matches"]

    def nodes(self) -> tuple[str, str]:
        """The two nodes that met."""
        return (self.parties[0].node, self.parties[1].node)


def minutes_text(minutes: Minutes) -> str:
    """The note text that is signed: its first line, then one line of canonical JSON."""
    return canonical.statement_text(FIRST_LINE, minutes.model_dump())


def read_minutes(note: Note) -> Minutes:
    """The minutes a note states.

    Refuses ``malformed-note``, ``not-canonical`` and ``unsafe-text``.
    """
    line = canonical.statement_line(note.text, FIRST_LINE)
    try:
        minutes = Minutes.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("malformed-note", {"expected": FIRST_LINE}) from error
    there = [office for met in minutes.parties for office in met.present]
    refuse_hidden((minutes.place, *there), FIRST_LINE)
    return minutes
