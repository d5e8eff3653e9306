"""Secrets at rest: wrapped under a passphrase, readable only by whoever knows it.

argon2id (RFC 9106) stretches the passphrase, AES-256-GCM closes the secret, and everything else
in the file is authenticated with it. Bytes: ``docs/spec/vault.md``.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.errors import RefusedError

WRAPPED_LIMIT_BYTES: Final = 65_536
SECRET_LIMIT_BYTES: Final = 16_384
MEMORY_FLOOR_KIB: Final = 8_192
MEMORY_LIMIT_KIB: Final = 2_097_152
PASSES_LIMIT: Final = 10
LANES_LIMIT: Final = 16

_FIRST_LINE: Final = b"wasl-wrapped/1\n"
_LABEL: Final = r"[a-z0-9][a-z0-9._/-]{0,63}"

Count = Annotated[int, Field(ge=1, lt=canonical.INTEGER_LIMIT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """How dear one guess at a passphrase is: argon2id memory (KiB), passes and lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        """A stretch no reader would take back is our bug (ValueError)."""
        if not (
            MEMORY_FLOOR_KIB <= self.memory_kib <= MEMORY_LIMIT_KIB
            and 1 <= self.passes <= PASSES_LIMIT
            and 1 <= self.lanes <= LANES_LIMIT
        ):
            raise ValueError("a stretch outside the limits")


DEFAULT: Final = Stretch(memory_kib=262_144, passes=3, lanes=2)


class _Head(BaseModel):
    # Field order is the canonical order: a plain dump is sorted already.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    cipher: Literal["aes-256-gcm"] = "aes-256-gcm"
    kdf: Literal["argon2id"] = "argon2id"
    label: Annotated[str, Field(pattern=f"^{_LABEL}$")]
    lanes: Count
    memory_kib: Annotated[Count, Field(ge=MEMORY_FLOOR_KIB)]
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
    passes: Count
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Wrapped(_Head):
    sealed: Annotated[
        str,
        Field(pattern=r"^([0-9a-f]{2})+$", min_length=32, max_length=2 * SECRET_LIMIT_BYTES + 32),
    ]


def wrap(
    secret: bytes,
    passphrase: str,
    stretch: Stretch,
    *,
    label: str,
    draw: Callable[[int], bytes],
) -> bytes:
    """The text of a file that gives ``secret`` back to whoever knows the passphrase.

    ``secret`` is at most 16 KiB; ``label`` says what it is (lower case, ``a-z 0-9 . _ / -``) and
    must be named again to unwrap; ``draw`` gives random bytes. Refuses ``wrong-passphrase`` for
    an empty one or one that is no text.
    """
    if len(secret) > SECRET_LIMIT_BYTES or not re.fullmatch(_LABEL, label):
        raise ValueError("a secret of at most 16 KiB, a label in lower case")
    head = _Head(
        label=label,
        lanes=stretch.lanes,
        memory_kib=stretch.memory_kib,
        nonce=draw(12).hex(),
        passes=stretch.passes,
        salt=draw(16).hex(),
    )
    sealed = _cipher(head, passphrase).encrypt(bytes.fromhex(head.nonce), secret, _bound(head))
    wrapped = _Wrapped(**head.model_dump(), sealed=sealed.hex())
    return _FIRST_LINE + canonical.sorted_bytes(wrapped.model_dump()) + b"\n"


def unwrap(untrusted: bytes, passphrase: str, *, label: str) -> bytes:
    """The secret that was wrapped under this passphrase and this label.

    Refuses ``malformed`` (not such a file, or a file with another label), ``too-large`` (a file
    above 64 KiB; parameters above 2 GiB, 10 passes or 16 lanes, before anything is computed) and
    ``wrong-passphrase`` (or a file that was changed: the two cannot be told apart).
    """
    wrapped = _read(untrusted)
    if wrapped.label != label:
        raise RefusedError("malformed", {"field": "label"})
    cipher = _cipher(wrapped, passphrase)
    try:
        return cipher.decrypt(
            bytes.fromhex(wrapped.nonce), bytes.fromhex(wrapped.sealed), _bound(wrapped)
        )
    except InvalidTag as error:
        raise RefusedError("wrong-passphrase") from error


def pseudonym(house_key: bytes, officer: str) -> str:
    """The 16 hex digits that stand for an officer in entries: only this service can tell whom.

    HMAC-SHA-256 under the 32-byte house key, cut.
    """
    return _house_token(house_key, b"wasl-officer/1", officer)


def subject_digest(house_key: bytes, said: str) -> str:
    """The 16 hex digits by which this service alone knows again whom an alert looks for.

    HMAC-SHA-256 under the 32-byte house key, cut.
    """
    return _house_token(house_key, b"wasl-subject/1", said)


def _house_token(house_key: bytes, label: bytes, said: str) -> str:
    if len(house_key) != 32:
        raise ValueError("a house key has 32 bytes")
    return hmac.digest(house_key, label + b"\0" + said.encode(), "sha256")[:8].hex()


def _read(untrusted: bytes) -> _Wrapped:
    if len(untrusted) > WRAPPED_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": WRAPPED_LIMIT_BYTES})
    if not (untrusted.startswith(_FIRST_LINE) and untrusted.endswith(b"\n")):
        raise RefusedError("malformed", {"why": "not a wrapped secret"})
    line = untrusted[len(_FIRST_LINE) : -1]
    try:
        wrapped = _Wrapped.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("malformed", {"why": "not a wrapped secret"}) from error
    if canonical.sorted_bytes(wrapped.model_dump()) != line:
        raise RefusedError("malformed", {"why": "other bytes for the same value"})
    if (
        wrapped.memory_kib > MEMORY_LIMIT_KIB
        or wrapped.passes > PASSES_LIMIT
        or wrapped.lanes > LANES_LIMIT
    ):
        raise RefusedError("too-large", {"why": "stretch above the limits"})
    return wrapped


def _cipher(head: _Head, passphrase: str) -> AESGCM:
    """The cipher this passphrase gives with the parameters the file names."""
    stretched = Argon2id(
        salt=bytes.fromhex(head.salt),
        length=32,
        iterations=head.passes,
        lanes=head.lanes,
        memory_cost=head.memory_kib,
    )
    return AESGCM(stretched.derive(_passphrase_bytes(passphrase)))


def _bound(head: _Head) -> bytes:
    """All of the file but the sealed secret: what GCM authenticates beside it."""
    return _FIRST_LINE + canonical.sorted_bytes(head.model_dump(exclude={"sealed"}))


def _passphrase_bytes(passphrase: str) -> bytes:
    """The passphrase as NFC (RFC 8265): two keyboards write the same letters in two ways."""
    try:
        typed = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError as error:
        raise RefusedError("wrong-passphrase", {"why": "not text"}) from error
    if not typed:
        raise RefusedError("wrong-passphrase", {"why": "empty"})
    return typed
