"""Bytes that no writer of the project would write: what is sealed here is packed by hand."""

import zlib
from collections.abc import Sequence

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from wasl.seal.dictionary import DICTIONARY_1
from wasl.seal.envelope import Prekey, bucket_of


def deflated(written: bytes) -> bytes:
    """Raw deflate with dictionary 1, and no care for any bound."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY_1)
    return deflater.compress(written) + deflater.flush()


def padded(inner: bytes, fill: bytes = b"\0") -> bytes:
    """The plaintext that holds this deflated stream."""
    held = len(inner).to_bytes(4, "big") + inner
    return held.ljust(bucket_of(len(held)), fill)


def raw_frames(frames: Sequence[tuple[int, bytes]]) -> bytes:
    """Frames of any kind and length, in any order: what ``write_frames`` would not write."""
    return b"".join(
        bytes([kind]) + len(inner).to_bytes(4, "big") + inner for kind, inner in frames
    )


def seal_plaintext(plaintext: bytes, prekey: Prekey, link: str) -> bytes:
    """Any plaintext sealed as a dispatch: what ``seal`` would never have packed."""
    key = hpke.MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(prekey.mlkem),
        x25519.X25519PublicKey.from_public_bytes(prekey.x25519),
    )
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    bound = b"wasl-dispatch/1\0\x01" + prekey.id + bytes.fromhex(link)
    return b"WSL1\x01" + prekey.id + suite.encrypt(plaintext, key, info=bound)
