"""The key file that changes hands at the meeting: a key statement and the first prekeys.

Format: ``docs/spec/card.md`` (trust.md §2, §2.1). The fingerprint read aloud is that of the
statement; the prekeys are signed by an author key the statement lists.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.entry import NodeName
from wasl.core.errors import RefusedError
from wasl.core.exchange.fact import Prekey
from wasl.seal.keys import Keys, read_keys
from wasl.seal.note import Note, SigningKey, read_note, sign, verify, write_note
from wasl.seal.roots import check_roots

CARD_LIMIT_BYTES = 262_144
FIRST_LINE = "wasl-prekeys/1"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", validate_by_name=True)


class _Prekeys(_Model):
    by: NodeName
    prekeys: Annotated[tuple[Prekey, ...], Field(min_length=1, max_length=100)]
    to: NodeName


class _Sheet(_Model):
    card: Annotated[str, Field(pattern=r"^wasl-card/1$")]
    keys: str
    prekeys: str


class Card(_Model):
    """A card that holds together: its roots signed the statement, its author key the prekeys."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    keys: Keys
    note: Note
    prekeys: tuple[Prekey, ...]
    to: str


def write_card(note: Note, author: SigningKey, *, to: str, prekeys: list[dict[str, str]]) -> bytes:
    """The bytes of a card: our key statement, and prekeys for one partner alone."""
    by = read_keys(note).node
    text = canonical.statement_text(FIRST_LINE, {"by": by, "prekeys": prekeys, "to": to})
    signed = Note(text=text, lines=(sign(text, author),))
    sheet = {
        "card": "wasl-card/1",
        "keys": write_note(note).decode(),
        "prekeys": write_note(signed).decode(),
    }
    return canonical.dumps(sheet)


def read_card(untrusted: bytes) -> Card:
    """The card these bytes are.

    Refuses ``too-large``, ``not-canonical``, ``malformed``, what ``read_keys`` and
    ``check_roots`` refuse, and ``unknown-key`` when the prekeys are not of the same service.
    """
    try:
        canonical.loads(untrusted, CARD_LIMIT_BYTES)
    except RefusedError as refusal:
        if refusal.detail.get("why") == "not JSON":  # cut, or another file
            raise RefusedError("malformed", {"expected": "wasl-card/1"}) from refusal
        raise
    try:
        sheet = _Sheet.model_validate_json(untrusted)
    except ValidationError as error:
        raise RefusedError("malformed", {"expected": "wasl-card/1"}) from error
    note = read_note(sheet.keys.encode())
    keys = read_keys(note)
    check_roots(note, keys)
    signed = read_note(sheet.prekeys.encode())
    if not verify(signed, keys.author_keys()):
        raise RefusedError("unknown-key", {"note": FIRST_LINE})
    try:
        told = _Prekeys.model_validate_json(canonical.statement_line(signed.text, FIRST_LINE))
    except ValidationError as error:
        raise RefusedError("malformed", {"expected": FIRST_LINE}) from error
    if told.by != keys.node:
        raise RefusedError("malformed", {"expected": FIRST_LINE})
    return Card(keys=keys, note=note, prekeys=told.prekeys, to=told.to)
