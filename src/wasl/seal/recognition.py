"""The statement by which a service, alone and on its own authority, recognises a counterpart.

Format: ``docs/spec/recognition.md`` (trust.md §3.4): bound to a key statement, an arrangement
and an office, signed by m of the service's own roots; never inherited, never implied.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from wasl.core import canonical
from wasl.core.arrangement import Date, Text, refuse_hidden
from wasl.core.entry import ArrangementId, Hash, NodeName
from wasl.core.errors import RefusedError
from wasl.seal.note import Note

FIRST_LINE = "wasl-recognition/1"


class Recognition(BaseModel):
    """Who recognises whom, as which office, under which arrangement, until when."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    arrangement_id: ArrangementId
    by: NodeName
    decided_by: Text
    decided_on: Date
    keys_sha256: Hash
    move: Literal["recognise", "restore", "withdraw"]
    node: NodeName
    office: Text
    until: Date


def recognition_text(recognition: Recognition) -> str:
    """The note text that is signed: its first line, then one line of canonical JSON."""
    return canonical.statement_text(FIRST_LINE, recognition.model_dump())


def read_recognition(note: Note) -> Recognition:
    """What a note states of a counterpart.

    Refuses ``malformed-note``, ``not-canonical`` and ``unsafe-text``.
    """
    line = canonical.statement_line(note.text, FIRST_LINE)
    try:
        recognition = Recognition.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("malformed-note", {"expected": FIRST_LINE}) from error
    refuse_hidden((recognition.decided_by, recognition.office), FIRST_LINE)
    return recognition
