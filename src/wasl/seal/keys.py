"""The key statement: which keys a service signs with, as its root holders stated them.

Format and vectors: ``docs/spec/keys.md`` (trust.md §2). Whether enough holders signed it is asked
in ``roots``; from which entry on it rules is a matter of position in the log, never of the clock:
dates only raise alarms.
"""

import unicodedata
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    model_validator,
)

from wasl.core import canonical
from wasl.core.arrangement import ThreeNames
from wasl.core.entry import Hash, NodeName
from wasl.core.errors import RefusedError
from wasl.seal.line import CERTIFICATE_LIMIT_BYTES, spki_pin
from wasl.seal.note import (
    NOTE_LIMIT_BYTES,
    KeyKind,
    Note,
    VerifyKey,
    check_public,
    key_name,
    plain_base64,
    root_name,
    text_hash,
)

FIRST_LINE = "wasl-keys/1"
FINGERPRINT_BYTES = 16
FUTURE_KEYS_LIMIT = 8
MLKEM768_PUBLIC_BYTES = 1_184

_PROBE = X25519PrivateKey.from_private_bytes(b"\x01" * 32)  # any scalar shows a small-order point


def _from_base64(untrusted: object) -> object:
    """Bytes for the one spelling of base64; what is no text is left to the strict model."""
    if not isinstance(untrusted, str):
        return untrusted
    decoded = plain_base64(untrusted)
    if decoded is None:
        raise ValueError("not standard base64")
    return decoded


def _to_base64(value: bytes) -> str:
    return b64encode(value).decode()


Base64 = Annotated[
    bytes, BeforeValidator(_from_base64), PlainSerializer(_to_base64, return_type=str)
]
Ed25519Public = Annotated[Base64, Field(min_length=32, max_length=32)]
Mldsa44Public = Annotated[Base64, Field(min_length=1_312, max_length=1_312)]
Mldsa65Public = Annotated[Base64, Field(min_length=1_952, max_length=1_952)]
HybridPublic = Annotated[Base64, Field(min_length=1_216, max_length=1_216)]
Certificate = Annotated[Base64, Field(min_length=1, max_length=CERTIFICATE_LIMIT_BYTES)]
Text = Annotated[str, Field(min_length=1, max_length=256)]


class _Model(BaseModel):
    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", validate_by_alias=True, validate_by_name=True
    )


class _Dated(_Model):
    """A key and the days its owner means it for; they warn, they never admit or refuse."""

    valid_from: date = Field(alias="from")
    until: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until < self.valid_from:
            raise ValueError("a key ends before it begins")
        return self


class Root(_Dated):
    """One holder's pair; a line by one half alone is worth nothing."""

    ed25519: Ed25519Public
    holder: Text
    mldsa65: Mldsa65Public
    number: Annotated[int, Field(ge=1, le=99)]

    def verify_keys(self, node: str) -> tuple[VerifyKey, VerifyKey]:
        """Both halves, under the name this holder signs with for ``node``."""
        name = root_name(node, self.number)
        return (
            VerifyKey(name=name, kind=KeyKind.ED25519, public=self.ed25519),
            VerifyKey(name=name, kind=KeyKind.ROOT_MLDSA65, public=self.mldsa65),
        )


class NodeKey(_Dated):
    """An Ed25519 key of the node: an author or a witness key, by the list it stands in."""

    public: Ed25519Public


class LongLivedKey(_Dated):
    """The ML-DSA-44 key under which checkpoints stay provable."""

    public: Mldsa44Public


class LineCertificate(_Dated):
    """The TLS leaf certificate of the node, in DER; its public key is what is pinned."""

    cert: Certificate


class Overseer(_Dated):
    """An overseer's own device: what signs extracts and questions, what opens what is sealed."""

    ed25519: Ed25519Public
    mlkem768_x25519: HybridPublic
    node: NodeName


class Keys(_Model):
    """One version of the key statement of one service."""

    author: Annotated[tuple[NodeKey, ...], Field(min_length=1, max_length=16)]
    line: Annotated[tuple[LineCertificate, ...], Field(max_length=8)]
    long_lived: Annotated[tuple[LongLivedKey, ...], Field(min_length=1, max_length=16)]
    node: NodeName
    office: Text
    overseers: Annotated[tuple[Overseer, ...], Field(max_length=4)]
    previous: Hash | None = None
    roots: Annotated[tuple[Root, ...], Field(min_length=1, max_length=9)]
    service: ThreeNames
    threshold: Annotated[int, Field(ge=1, le=9)]
    version: Annotated[int, Field(ge=1, lt=1_000_000)]
    witness: Annotated[tuple[NodeKey, ...], Field(min_length=1, max_length=16)]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        faults = (
            (self.threshold > len(self.roots), "more holders needed than there are"),
            ((self.previous is None) != (self.version == 1), "previous, except in version 1"),
            (_has_twin([root.holder for root in self.roots]), "one holder named twice"),
            (_has_twin([root.number for root in self.roots]), "one root number given twice"),
            (_has_twin([overseer.node for overseer in self.overseers]), "one overseer twice"),
            (_has_twin(self._publics()), "one key in two places"),
            (
                any(map(_has_too_many_ahead, (self.author, self.witness, self.long_lived))),
                "more than 8 future keys",
            ),
        )
        found = next((why for wrong, why in faults if wrong), None)
        if found:
            raise ValueError(found)
        return self

    def _publics(self) -> list[bytes]:
        """Every public key stated, the certificates apart."""
        roots = [half for root in self.roots for half in (root.ed25519, root.mldsa65)]
        node = [key.public for key in (*self.author, *self.witness)]
        long_lived = [key.public for key in self.long_lived]
        return roots + node + long_lived + [overseer.ed25519 for overseer in self.overseers]

    def author_keys(self) -> tuple[VerifyKey, ...]:
        """What may sign checkpoints of this service's logs, and its hello, confirm and cursor."""
        return tuple(self._named(KeyKind.ED25519, key.public) for key in self.author)

    def witness_keys(self) -> tuple[VerifyKey, ...]:
        """What may counter-sign a partner's checkpoints for this service."""
        return tuple(self._named(KeyKind.WITNESS, key.public) for key in self.witness)

    def long_lived_keys(self) -> tuple[VerifyKey, ...]:
        """What may add the ML-DSA-44 line, to own and to a partner's checkpoints."""
        return tuple(self._named(KeyKind.LONG_LIVED, key.public) for key in self.long_lived)

    def overseer_keys(self) -> tuple[VerifyKey, ...]:
        """What the overseers of this service sign with, each under his own name."""
        return tuple(
            VerifyKey(name=key_name(other.node), kind=KeyKind.ED25519, public=other.ed25519)
            for other in self.overseers
        )

    def line_pins(self) -> tuple[bytes, ...]:
        """SHA-256 of the public key (SPKI, DER) of each certificate: what TLS is held against."""
        return tuple(spki_pin(key.cert) for key in self.line)

    def _named(self, kind: KeyKind, public: bytes) -> VerifyKey:
        return VerifyKey(name=key_name(self.node), kind=kind, public=public)


def keys_text(keys: Keys) -> str:
    """The note text that root holders sign: its first line, then one line of canonical JSON."""
    stated = keys.model_dump(mode="json", by_alias=True, exclude_none=True)
    return f"{FIRST_LINE}\n{canonical.dumps(stated).decode()}\n"


def read_keys(note: Note) -> Keys:
    """The key statement a note states; no signature is verified (see ``roots.check_roots``).

    Refuses ``malformed-note`` for another first line, ``not-canonical``, ``bad-keys`` for a field
    outside its rule, ``unsafe-text`` for a name that would not be shown as it is, ``unsafe-key``.
    """
    first, _, rest = note.text.partition("\n")
    if first != FIRST_LINE or not rest:
        raise RefusedError("malformed-note", {"expected": FIRST_LINE})
    line = rest[:-1].encode()
    canonical.loads(line, NOTE_LIMIT_BYTES)
    try:
        keys = Keys.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("bad-keys", _fault(error)) from error
    if keys_text(keys) != note.text:
        raise RefusedError("not-canonical", {"why": "other bytes for the same value"})
    _check_texts(keys)
    for key in _stated_keys(keys):
        check_public(key)
    for overseer in keys.overseers:
        _check_hybrid(overseer)
    return keys


def fingerprint(text: str) -> bytes:
    """The 16 bytes that two custodians read to each other: SHA-256(note text), cut."""
    return text_hash(text)[:FINGERPRINT_BYTES]


def _has_twin(values: Sequence[object]) -> bool:
    return len(set(values)) != len(values)


def _has_too_many_ahead(keys: Sequence[_Dated]) -> bool:
    """Future keys are those that begin later than the first to begin."""
    first = min(key.valid_from for key in keys)
    return sum(key.valid_from > first for key in keys) > FUTURE_KEYS_LIMIT


def _fault(error: ValidationError) -> dict[str, str | int]:
    """Where the first fault lies; a field that does not belong there is not repeated."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    return {"field": ".".join(map(str, place)), "why": first["msg"]}


def _check_texts(keys: Keys) -> None:
    """Names are read aloud from a screen: nothing in them may hide or turn other letters."""
    names = (keys.service.ar, keys.service.en, keys.service.fr, keys.office)
    for name in (*names, *(root.holder for root in keys.roots)):
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in name):
            raise RefusedError("unsafe-text", {"first_line": FIRST_LINE})


def _stated_keys(keys: Keys) -> Iterator[VerifyKey]:
    """Every signing key of the statement, those of the certificates included."""
    yield from (*keys.author_keys(), *keys.witness_keys(), *keys.long_lived_keys())
    yield from keys.overseer_keys()
    for root in keys.roots:
        yield from root.verify_keys(keys.node)
    others = set(keys._publics())
    for number, line in enumerate(keys.line):
        public = _line_public(line.cert)
        if public is None or public in others:
            raise RefusedError("bad-keys", {"field": f"line.{number}.cert"})
        yield VerifyKey(name=key_name(keys.node), kind=KeyKind.ED25519, public=public)


def _line_public(untrusted_cert: bytes) -> bytes | None:
    """The Ed25519 key of a certificate, if it is one and holds one."""
    try:
        read = x509.load_der_x509_certificate(untrusted_cert)
        public = read.public_key()
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm):
        return None
    # A serial number below 1 is refused by the line itself (``line.spki_pin``).
    if not isinstance(public, Ed25519PublicKey) or read.serial_number < 1:
        return None
    return public.public_bytes_raw()


def _check_hybrid(overseer: Overseer) -> None:
    """A key to which sealing would fail, or give a secret everybody knows, is not introduced."""
    hybrid = overseer.mlkem768_x25519
    try:
        MLKEM768PublicKey.from_public_bytes(hybrid[:MLKEM768_PUBLIC_BYTES])
        _PROBE.exchange(X25519PublicKey.from_public_bytes(hybrid[MLKEM768_PUBLIC_BYTES:]))
    except ValueError as error:
        raise RefusedError("unsafe-key", {"key": overseer.node, "why": "weak"}) from error
