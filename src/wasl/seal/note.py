"""Text signed by one or more keys: the one form that every signature in the project takes.

Format and vectors: ``docs/spec/note.md``. Sources: C2SP ``signed-note``, ``tlog-checkpoint`` and
``tlog-cosignature``, FIPS 204, RFC 8032. One function signs and one verifies; what is signed is
said by the first line of the text, so a reader that expects one kind refuses the others.
"""

import re
import struct
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
)

from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_ROOT

NOTE_LIMIT_BYTES = 65_536
LINES_LIMIT = 32
NAME_LIMIT_BYTES = 255  # one length byte in the structure that ML-DSA-44 signs
TIME_LIMIT_SECONDS = 253_402_300_799  # the last second of the year 9999

STATEMENT_CONTEXT = b"wasl-statement/1"
_ROOT_TYPE = b"\xffwasl-mldsa65/1"

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NODE = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")  # ASCII only: int() would also take other digits

_FIELD_PRIME = 2**255 - 19
_CURVE_D = -121_665 * pow(121_666, -1, _FIELD_PRIME) % _FIELD_PRIME
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        _FIELD_PRIME - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)


class KeyKind(Enum):
    """What a key is for; the value is the type byte of C2SP ``signed-note``."""

    ED25519 = 0x01
    WITNESS = 0x04
    LONG_LIVED = 0x06
    ROOT_MLDSA65 = 0xFF


_PUBLIC_BYTES = {
    KeyKind.ED25519: 32,
    KeyKind.WITNESS: 32,
    KeyKind.LONG_LIVED: 1_312,
    KeyKind.ROOT_MLDSA65: 1_952,
}
_TIMED = frozenset({KeyKind.WITNESS, KeyKind.LONG_LIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One signature line: whose key it says it is (a hint of 4 bytes), and what follows the id."""

    name: str
    key_id: bytes
    blob: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text, its last newline included, and the signature lines below it."""

    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyKey:
    """The public half of a key, under the name it signs with.

    A key from outside passes ``check_public`` before it is stored or used.
    """

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        """A name that cannot stand in a line is our bug (ValueError)."""
        _require_name(self.name)

    @property
    def key_id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4], as C2SP recommends."""
        return _key_id(self.name, self.kind, self.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The private half of a key: 32 bytes of seed, whatever the kind."""

    name: str
    kind: KeyKind
    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """A name that cannot stand in a line is our bug (ValueError)."""
        _require_name(self.name)

    def verify_key(self) -> VerifyKey:
        """The public half."""
        public = _private(self.kind, self.private).public_key().public_bytes_raw()
        return VerifyKey(name=self.name, kind=self.kind, public=public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A key whose line on a note is valid; the time is zero for kinds that carry none."""

    key: VerifyKey
    time_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """The three lines of a checkpoint: whose log, how many leaves, the 32-byte root."""

    origin: str
    size: int
    root: bytes


def read_note(untrusted: bytes) -> Note:
    """The note these bytes are; nothing is verified yet.

    Refuses ``too-large`` above 64 KiB or 32 lines, else ``malformed-note``.
    """
    if len(untrusted) > NOTE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": NOTE_LIMIT_BYTES})
    try:
        whole = untrusted.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("malformed-note", {"why": "not UTF-8"}) from error
    # Split on newlines only: str.splitlines would also split on U+2028.
    text, blank, tail = whole.rpartition("\n\n")
    if _CONTROL.search(whole) or not blank or not tail.endswith("\n"):
        raise RefusedError("malformed-note", {"why": "no text, blank line and lines"})
    written = tail[:-1].split("\n")
    if len(written) > LINES_LIMIT:
        raise RefusedError("too-large", {"limit_lines": LINES_LIMIT})
    return Note(text=text + "\n", lines=tuple(_read_line(line) for line in written))


def write_note(note: Note) -> bytes:
    """The bytes of a note; one that ``read_note`` would not give back is our bug (ValueError)."""
    lines = "".join(
        f"— {line.name} {b64encode(line.key_id + line.blob).decode()}\n" for line in note.lines
    )
    written = f"{note.text}\n{lines}".encode()
    try:
        same = read_note(written) == note
    except RefusedError as error:
        raise ValueError("this cannot stand in a note") from error
    if not same:
        raise ValueError("the text or a line would be read as something else")
    return written


def sign(text: str, key: SigningKey, *, time_seconds: int = 0) -> Line:
    """The line by which ``key`` signs ``text``: the only signing function of the project.

    Kinds WITNESS and LONG_LIVED sign checkpoints only, and say when; the others carry no time.
    Another text, or a time before 1970 or after 9999, is our bug (ValueError).
    """
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note text ends in a newline and holds no other control character")
    signed = _signed_bytes(text, key.name, key.kind, time_seconds)
    if signed is None or not 0 <= time_seconds <= TIME_LIMIT_SECONDS:
        raise ValueError("this kind of key signs checkpoints, at a time it can say")
    private = _private(key.kind, key.private)
    if isinstance(private, MLDSA65PrivateKey):
        signature = private.sign(signed, STATEMENT_CONTEXT)
    else:
        signature = private.sign(signed)
    stamp = struct.pack(">Q", time_seconds) if key.kind in _TIMED else b""
    key_id = _key_id(key.name, key.kind, private.public_key().public_bytes_raw())
    return Line(name=key.name, key_id=key_id, blob=stamp + signature)


def verify(note: Note, keys: Sequence[VerifyKey]) -> tuple[Verified, ...]:
    """Those of ``keys`` that signed the note, each once, in the order of the lines.

    A line of none of these keys is ignored; an empty answer means that nobody known signed.
    Refuses ``bad-signature`` when a line by one of them (name and key id) does not verify.
    """
    found: dict[VerifyKey, Verified] = {}
    for line in note.lines:
        named = [key for key in keys if key.name == line.name and key.key_id == line.key_id]
        if not named:
            continue
        # The id is a hint of 4 bytes: two known keys may share it, and then one must verify.
        answers = (_verified(note.text, line, key) for key in named)
        valid = next((answer for answer in answers if answer), None)
        if valid is None:
            raise RefusedError("bad-signature", {"key": line.name})
        found.setdefault(valid.key, valid)
    return tuple(found.values())


def check_public(key: VerifyKey) -> None:
    """A key that may be introduced: one that only the holder of its private half can sign for.

    Refuses ``unsafe-key`` for a wrong length, an Ed25519 point that is not on the curve, not
    canonical or of small order, and an ML-DSA key whose ``t1`` is zero (docs/spec/note.md).
    """
    if len(key.public) != _PUBLIC_BYTES[key.kind]:
        raise RefusedError("unsafe-key", {"key": key.name, "why": "length"})
    if key.kind in (KeyKind.LONG_LIVED, KeyKind.ROOT_MLDSA65):
        # With t1 = 0 the challenge drops out of the equation: anybody signs any text.
        safe = any(key.public[32:])
    else:
        safe = _is_safe_point(key.public)
    if not safe:
        raise RefusedError("unsafe-key", {"key": key.name, "why": "weak"})


def text_hash(text: str) -> bytes:
    """SHA-256 of a note text: how a statement is named, whatever lines are added to it."""
    return sha256(text.encode()).digest()


def tree_head(untrusted_text: str) -> TreeHead | None:
    """The tree head that a text states in exactly three lines, if it is one.

    The size is below 2^53, so that canonical JSON can say it; an empty log has the empty root.
    """
    parts = untrusted_text.split("\n")
    if len(parts) != 4 or parts[3] or not _SIZE.fullmatch(parts[1]):
        return None
    origin, size, root = parts[0], int(parts[1]), plain_base64(parts[2])
    if not 1 <= len(origin.encode()) <= NAME_LIMIT_BYTES or size >= INTEGER_LIMIT:
        return None
    if root is None or len(root) != 32 or (size == 0 and root != EMPTY_ROOT):
        return None
    return TreeHead(origin=origin, size=size, root=root)


def plain_base64(untrusted: str) -> bytes | None:
    """What standard base64 encodes, if this is its one spelling (RFC 4648 section 4)."""
    try:
        decoded = b64decode(untrusted, validate=True)
    except ValueError:
        return None
    # The decoder forgives stray bits in the last character; comparing does not.
    return decoded if b64encode(decoded).decode() == untrusted else None


def is_node_name(name: str) -> bool:
    """Whether a node may be called this: a lower-case host name of at most 63 characters."""
    return _NODE.fullmatch(name) is not None


def key_name(node: str) -> str:
    """The name under which the node of a service signs."""
    return f"{node}/wasl"


def root_name(node: str, number: int) -> str:
    """The name under which the holder of one root of a service signs."""
    return f"{node}/wasl/root/{number}"


def cosigned_structure(name: str, head: TreeHead, time_seconds: int) -> bytes:
    """What an ML-DSA-44 key signs for a checkpoint: ``cosigned_message`` of tlog-cosignature."""
    named, origin = name.encode(), head.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\x00",
            struct.pack(">B", len(named)) + named,
            struct.pack(">Q", time_seconds),
            struct.pack(">B", len(origin)) + origin,
            struct.pack(">QQ", 0, head.size),
            head.root,
        )
    )


def _read_line(untrusted: str) -> Line:
    dash, _, rest = untrusted.partition(" ")
    name, _, encoded = rest.partition(" ")
    signature = plain_base64(encoded)
    if dash != "—" or not _is_name(name) or signature is None or len(signature) < 5:
        raise RefusedError("malformed-note", {"why": "not a signature line"})
    return Line(name=name, key_id=signature[:4], blob=signature[4:])


def _is_name(name: str) -> bool:
    """C2SP: not empty, no Unicode space, no plus."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


def _require_name(name: str) -> None:
    """A key of ours or a partner's; only unknown lines may have longer names."""
    if not _is_name(name) or _CONTROL.search(name) or len(name.encode()) > NAME_LIMIT_BYTES:
        raise ValueError("a key name is 1 to 255 bytes without space, plus or control character")


def _signed_bytes(text: str, name: str, kind: KeyKind, time_seconds: int) -> bytes | None:
    """What the signature covers; nothing where this kind of key cannot sign this text."""
    if kind not in _TIMED:
        return text.encode()
    head = tree_head(text)
    if head is None:
        return None
    if kind is KeyKind.LONG_LIVED:
        return cosigned_structure(name, head, time_seconds)
    return f"cosignature/v1\ntime {time_seconds}\n{text}".encode()


def _verified(text: str, line: Line, key: VerifyKey) -> Verified | None:
    """The key and the time it says, if the line is valid by it."""
    time_seconds, signature = 0, line.blob
    if key.kind in _TIMED:
        stamp, signature = line.blob[:8], line.blob[8:]
        time_seconds = int.from_bytes(stamp, "big")
    signed = _signed_bytes(text, key.name, key.kind, time_seconds)
    if signed is None or time_seconds > TIME_LIMIT_SECONDS:
        return None
    public = _public(key.kind, key.public)
    try:
        if isinstance(public, MLDSA65PublicKey):
            public.verify(signature, signed, STATEMENT_CONTEXT)
        else:
            public.verify(signature, signed)
    except InvalidSignature:
        return None
    return Verified(key=key, time_seconds=time_seconds)


@lru_cache(maxsize=1_024)
def _key_id(name: str, kind: KeyKind, public: bytes) -> bytes:
    type_bytes = _ROOT_TYPE if kind is KeyKind.ROOT_MLDSA65 else bytes([kind.value])
    return sha256(name.encode() + b"\n" + type_bytes + public).digest()[:4]


@lru_cache(maxsize=1_024)
def _public(
    kind: KeyKind, public: bytes
) -> Ed25519PublicKey | MLDSA44PublicKey | MLDSA65PublicKey:
    if kind is KeyKind.LONG_LIVED:
        return MLDSA44PublicKey.from_public_bytes(public)
    if kind is KeyKind.ROOT_MLDSA65:
        return MLDSA65PublicKey.from_public_bytes(public)
    return Ed25519PublicKey.from_public_bytes(public)


def _private(
    kind: KeyKind, private: bytes
) -> Ed25519PrivateKey | MLDSA44PrivateKey | MLDSA65PrivateKey:
    if kind is KeyKind.LONG_LIVED:
        return MLDSA44PrivateKey.from_seed_bytes(private)
    if kind is KeyKind.ROOT_MLDSA65:
        return MLDSA65PrivateKey.from_seed_bytes(private)
    return Ed25519PrivateKey.from_private_bytes(private)


@lru_cache(maxsize=1_024)
def _is_safe_point(public: bytes) -> bool:
    """Whether the 32 bytes are the one encoding of a curve point that is not of small order.

    The library accepts small-order keys, under which one signature verifies any text.
    """
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _FIELD_PRIME or y in _SMALL_ORDER:
        return False
    # x^2 = (y^2 - 1) / (d y^2 + 1) has a root: Euler's criterion, on the product (no division).
    square = (y * y - 1) * (_CURVE_D * y * y + 1) % _FIELD_PRIME
    return pow(square, (_FIELD_PRIME - 1) // 2, _FIELD_PRIME) == 1
