"""A dispatch: frames deflated, padded to a bucket and sealed to one prekey of one link.

Suite 1: HPKE (RFC 9180, base mode) with the hybrid MLKEM768_X25519, HKDF-SHA256 and
ChaCha20-Poly1305. HPKE names no sender and takes no associated bytes here: what must be bound is
in ``info``, and who wrote is in the checkpoint inside. Bytes: ``docs/spec/dispatch.md``.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from wasl.core.errors import RefusedError
from wasl.seal.dictionary import DICTIONARY_1
from wasl.seal.frames import (
    FRAMES_LIMIT_BYTES,
    Frame,
    FrameKind,
    read_frames,
    write_frames,
)

SUITE: Final = 1
PLAINTEXT_LIMIT_BYTES: Final = 8_388_608
INFLATE_RATIO_LIMIT: Final = 64
OVERHEAD_BYTES: Final = 1_149  # magic 4, suite 1, prekey id 8, enc 1,120, tag 16
DISPATCH_LIMIT_BYTES: Final = OVERHEAD_BYTES + PLAINTEXT_LIMIT_BYTES

_MAGIC: Final = b"WSL1"
_OPEN_MAGIC: Final = b"WSL0"
_HEAD_BYTES: Final = 13
_SMALL_BUCKETS: Final = (640, 1_664, 4_096, 8_192, 16_384, 32_768, 65_536)
_LENGTH_BYTES: Final = 4
_EMPTY_BLOCK: Final = b"\x00\x00\x00\xff\xff"  # stored, not final, no bytes (RFC 1951 §3.2.4)
_LINK: Final = re.compile(r"[0-9a-f]{32}")
_OPEN_KINDS: Final = frozenset(
    (FrameKind.HELLO, FrameKind.CONFIRM, FrameKind.CURSOR, FrameKind.REFUSAL)
)
_HPKE: Final = hpke.Suite(
    hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prekey:
    """The public half of a prekey: 8-byte id, ML-KEM-768 (1,184) and X25519 (32) keys."""

    id: bytes
    mlkem: bytes
    x25519: bytes
    until: datetime

    @property
    def public(self) -> bytes:
        """Both public keys as they are announced: ML-KEM-768, then X25519 (1,216 bytes)."""
        return self.mlkem + self.x25519


@dataclass(frozen=True, slots=True, kw_only=True)
class PrekeyPrivate:
    """The private half: its seeds are all there is to keep, and all there is to destroy."""

    id: bytes
    mlkem_seed: bytes = field(repr=False)
    x25519: bytes = field(repr=False)

    @property
    def seed(self) -> bytes:
        """The 96 bytes ``new_prekey`` rebuilds this half from."""
        return self.mlkem_seed + self.x25519

    def public(self, until: datetime) -> Prekey:
        """The half that may be announced, good for sealing until ``until`` (aware)."""
        mlkem_key, x25519_key = _private_parts(self)
        return Prekey(
            id=self.id,
            mlkem=mlkem_key.public_key().public_bytes_raw(),
            x25519=x25519_key.public_key().public_bytes_raw(),
            until=until,
        )


def new_prekey(id: bytes, seed: bytes) -> PrekeyPrivate:
    """The private half that 96 random bytes give: ML-KEM-768 seed (64), X25519 key (32)."""
    if len(id) != 8 or len(seed) != 96:
        raise ValueError("a prekey has an id of 8 bytes and a seed of 96")
    return PrekeyPrivate(id=id, mlkem_seed=seed[:64], x25519=seed[64:])


def read_prekey(id: bytes, untrusted_public: bytes, *, until: datetime) -> Prekey:
    """A partner's prekey to which dispatches can be sealed.

    ``untrusted_public`` is ML-KEM-768 ‖ X25519, 1,216 bytes. Refuses ``malformed`` (another
    length) and ``unsafe-key``: an ML-KEM key out of range (FIPS 203 §7.2) or an X25519 point of
    small order.
    """
    if len(id) != 8 or len(untrusted_public) != 1_216:
        raise RefusedError("malformed", {"why": "prekey of another size"})
    prekey = Prekey(
        id=id, mlkem=untrusted_public[:1_184], x25519=untrusted_public[1_184:], until=until
    )
    _public_key(prekey.mlkem, prekey.x25519)
    return prekey


def forget_private_keys() -> None:
    """No private key object outlives the prekeys destroyed so far: call it after destroying."""
    _private_key.cache_clear()


def bucket_of(length: int) -> int:
    """The smallest bucket (trust.md §6.1) that holds ``length`` bytes; ``too-large`` > 8 MiB."""
    for bucket in _SMALL_BUCKETS:
        if length <= bucket:
            return bucket
    if length > PLAINTEXT_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": PLAINTEXT_LIMIT_BYTES})
    return -(-length // 65_536) * 65_536


def pack(frames: Iterable[Frame]) -> bytes:
    """The plaintext of a dispatch: length, frames deflated with dictionary 1, zeros to a bucket.

    Refuses ``too-large`` beyond 4,096 frames or 8 MiB.
    """
    written = write_frames(frames)
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY_1)
    deflated = deflater.compress(written) + deflater.flush()
    # The reader takes no more than 64 to 1: an honest attachment of zeros travels with as many
    # empty blocks before it as it lacks bytes.
    lacking = -(-len(written) // INFLATE_RATIO_LIMIT) - len(deflated)
    deflated = _EMPTY_BLOCK * -(-lacking // len(_EMPTY_BLOCK)) + deflated
    held = len(deflated).to_bytes(_LENGTH_BYTES, "big") + deflated
    return held.ljust(bucket_of(len(held)), b"\0")


def unpack(untrusted_plaintext: bytes) -> tuple[Frame, ...]:
    """The frames a plaintext holds.

    trust.md steps 4 and 5. Refuses ``too-large`` (8 MiB, or more than 64 times what it was
    inflated from), ``bad-padding`` (a length that is no bucket, a byte other than zero in the
    padding, anything after the deflated stream), ``malformed`` and ``unknown-frame``.
    """
    if len(untrusted_plaintext) > PLAINTEXT_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": PLAINTEXT_LIMIT_BYTES})
    if bucket_of(len(untrusted_plaintext)) != len(untrusted_plaintext):
        raise RefusedError("bad-padding", {"why": "length is no bucket"})
    end = _LENGTH_BYTES + int.from_bytes(untrusted_plaintext[:_LENGTH_BYTES], "big")
    if end > len(untrusted_plaintext):
        raise RefusedError("malformed", {"why": "deflated bytes are cut"})
    padding = untrusted_plaintext[end:]
    if padding.count(0) != len(padding):
        raise RefusedError("bad-padding", {"why": "padding is not zero"})
    return read_frames(_inflate(untrusted_plaintext[_LENGTH_BYTES:end]))


def seal(frames: Iterable[Frame], *, prekey: Prekey, sender_link: str) -> bytes:
    """The dispatch that only the holder of ``prekey`` opens, and only as from ``sender_link``.

    ``sender_link`` is the id of the sender's log (32 hex). Refuses ``too-large``, and
    ``unsafe-key`` for a prekey that ``read_prekey`` would not have let in.
    """
    plaintext = pack(frames)
    key = _public_key(prekey.mlkem, prekey.x25519)
    sealed = _HPKE.encrypt(plaintext, key, info=_binding(prekey.id, sender_link))
    return _MAGIC + bytes((SUITE,)) + prekey.id + sealed


def dispatch_prekey_id(untrusted: bytes) -> bytes:
    """The 8 bytes that tell which prekey, and so which link, a dispatch is for.

    trust.md step 0. Refuses ``too-large``, ``malformed`` and ``unknown-suite``.
    """
    if len(untrusted) > DISPATCH_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": DISPATCH_LIMIT_BYTES})
    if not untrusted.startswith(_MAGIC) or len(untrusted) < _HEAD_BYTES:
        raise RefusedError("malformed", {"why": "not a dispatch"})
    if untrusted[4] != SUITE:
        raise RefusedError("unknown-suite", {"suite": untrusted[4]})
    if len(untrusted) < OVERHEAD_BYTES + _SMALL_BUCKETS[0]:
        raise RefusedError("malformed", {"why": "dispatch is cut"})
    return untrusted[5:_HEAD_BYTES]


def open_dispatch(
    untrusted: bytes, *, prekey: PrekeyPrivate, sender_link: str
) -> tuple[Frame, ...]:
    """The frames sealed in a dispatch, in order; nothing in them is verified yet.

    trust.md steps 0 and 3 to 5. Refuses what ``dispatch_prekey_id`` and ``unpack`` refuse,
    ``unknown-recipient`` (sealed to another prekey) and ``cannot-open`` (changed, cut, or sealed
    as from another log).
    """
    if dispatch_prekey_id(untrusted) != prekey.id:
        raise RefusedError("unknown-recipient", {"why": "another prekey"})
    try:
        plaintext = _HPKE.decrypt(
            untrusted[_HEAD_BYTES:],
            _private_key(prekey),
            info=_binding(prekey.id, sender_link),
        )
    except InvalidTag as error:
        raise RefusedError("cannot-open") from error
    return unpack(plaintext)


def write_open(frames: Iterable[Frame]) -> bytes:
    """Control frames (kinds 7 to 10) for inside the pinned line, where sealing adds nothing."""
    held = tuple(frames)
    if not all(frame.kind in _OPEN_KINDS for frame in held):
        raise ValueError("only kinds 7 to 10 travel unsealed")
    return _OPEN_MAGIC + write_frames(held)


def is_open(untrusted: bytes) -> bool:
    """Whether these bytes claim to be unsealed control frames."""
    return untrusted.startswith(_OPEN_MAGIC)


def read_open(untrusted: bytes) -> tuple[Frame, ...]:
    """The control frames of an unsealed sequence; their signatures are still to be verified.

    Refuses ``malformed``, ``too-large`` and, for any kind but 7 to 10, ``unknown-frame``.
    """
    if not is_open(untrusted):
        raise RefusedError("malformed", {"why": "not an open sequence"})
    frames = read_frames(untrusted[len(_OPEN_MAGIC) :])
    for frame in frames:
        if frame.kind not in _OPEN_KINDS:
            raise RefusedError("unknown-frame", {"kind": frame.kind.value})
    return frames


def _binding(prekey_id: bytes, sender_link: str) -> bytes:
    """HPKE ``info``: all that the ciphertext must not be moved away from."""
    if not _LINK.fullmatch(sender_link):
        raise ValueError("a link id is 32 hex digits")
    return b"wasl-dispatch/1\0" + bytes((SUITE,)) + prekey_id + bytes.fromhex(sender_link)


@lru_cache(maxsize=1_024)
def _public_key(mlkem_public: bytes, x25519_public: bytes) -> hpke.MLKEM768X25519PublicKey:
    """The key object for two public halves, built and checked once (20 µs)."""
    try:
        mlkem_key = mlkem.MLKEM768PublicKey.from_public_bytes(mlkem_public)
        x25519_key = x25519.X25519PublicKey.from_public_bytes(x25519_public)
        # A point of small order gives the all-zero secret, which OpenSSL refuses (RFC 7748 §6.1).
        _PROBE.exchange(x25519_key)
    except ValueError as error:
        raise RefusedError("unsafe-key", {"why": "prekey"}) from error
    return hpke.MLKEM768X25519PublicKey(mlkem_key, x25519_key)


# Any scalar finds the small-order points; this one protects nothing.
_PROBE: Final = x25519.X25519PrivateKey.from_private_bytes(bytes(32))


@lru_cache(maxsize=64)
def _private_key(prekey: PrekeyPrivate) -> hpke.MLKEM768X25519PrivateKey:
    """The key object for a private half; building it costs more than opening with it."""
    return hpke.MLKEM768X25519PrivateKey(*_private_parts(prekey))


def _private_parts(
    prekey: PrekeyPrivate,
) -> tuple[mlkem.MLKEM768PrivateKey, x25519.X25519PrivateKey]:
    return (
        mlkem.MLKEM768PrivateKey.from_seed_bytes(prekey.mlkem_seed),
        x25519.X25519PrivateKey.from_private_bytes(prekey.x25519),
    )


def _inflate(untrusted_deflated: bytes) -> bytes:
    limit = min(INFLATE_RATIO_LIMIT * len(untrusted_deflated), FRAMES_LIMIT_BYTES)
    inflater = zlib.decompressobj(-15, zdict=DICTIONARY_1)
    try:
        inflated = inflater.decompress(untrusted_deflated, limit + 1)
    except zlib.error as error:
        raise RefusedError("malformed", {"why": "does not inflate"}) from error
    if len(inflated) > limit:
        raise RefusedError("too-large", {"inflated_limit": limit})
    if not inflater.eof:
        raise RefusedError("malformed", {"why": "deflated stream is cut"})
    if inflater.unused_data:
        raise RefusedError("bad-padding", {"why": "bytes after the deflated stream"})
    return inflated
