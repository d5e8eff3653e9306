"""One salt opens a body twice over: its commitment in the log and its bytes at rest.

Destroying the 32 bytes of the salt ends both, for the body and for every attachment closed under
it (trust.md §9). Bytes: ``docs/spec/body.md``.

Why a nonce that is computed and not drawn: a salt serves one body, so its content key closes one
text and any nonce would do. Should a salt ever be used twice by mistake, the nonce, a keyed hash
of the text under another key of the same salt, still differs for every other text.
"""

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wasl.core.errors import RefusedError

SALT_BYTES: Final = 32
TAG_BYTES: Final = 16

_HASH_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def commitment(salt: bytes, body: bytes) -> bytes:
    """The 32 bytes an entry holds of its body: HMAC-SHA-256 (RFC 2104) under the salt.

    ``salt`` is 32 random bytes drawn for this body, ``body`` its canonical bytes. Names and
    numbers can be guessed, so a plain hash would tell them; without the salt this tells nothing.
    """
    _require(salt)
    return hmac.digest(salt, b"wasl-body/1\0" + body, "sha256")


def check_commitment(untrusted_salt: bytes, untrusted_body: bytes, *, commit: bytes) -> None:
    """Salt and body are those the entry committed to; else ``wrong-commitment``.

    trust.md step 13.
    """
    if len(untrusted_salt) != SALT_BYTES or not hmac.compare_digest(
        commitment(untrusted_salt, untrusted_body), commit
    ):
        raise RefusedError("wrong-commitment")


def content_key(salt: bytes) -> bytes:
    """The 32-byte key one body lies under at rest: HKDF-SHA-256 (RFC 5869) of its salt."""
    return _derive(salt, b"wasl-content/1", 32)


def close_body(salt: bytes, body: bytes, *, commit: bytes = b"") -> bytes:
    """The bytes of a body at rest: commitment (32), then ciphertext and tag (body + 16).

    ChaCha20-Poly1305 (RFC 8439) under the content key; the commitment is the associated data and
    its first 12 bytes are the nonce. Equal arguments give equal bytes. ``commit`` is for who has
    just checked the commitment of this body: it is not computed again.
    """
    commit = commit or commitment(salt, body)
    cipher = ChaCha20Poly1305(content_key(salt))
    return commit + cipher.encrypt(commit[:_NONCE_BYTES], body, commit)


def open_body(salt: bytes, closed: bytes) -> bytes:
    """The body that was closed under this salt, matching the commitment it lies with.

    Refuses ``cannot-open`` (another salt, or other bytes than were closed) and
    ``wrong-commitment`` (a tag that holds over a body the commitment does not name).
    """
    commit = closed[:_HASH_BYTES]
    body = _open(content_key(salt), closed, head=_HASH_BYTES, associated=commit)
    check_commitment(salt, body, commit=commit)
    return body


def close_file(salt: bytes, sha256: bytes, content: bytes, *, offset_bytes: int = 0) -> bytes:
    """The bytes of an attachment, or of a stretch of it, at rest: nonce (12), ciphertext, tag.

    ``salt`` is that of the entry's body, ``sha256`` the 32-byte hash the entry names the file by,
    ``offset_bytes`` where the stretch starts. Key and nonce key come from the salt and the hash;
    the nonce is a keyed hash of offset and content. Equal arguments give equal bytes.
    """
    keys = _file_keys(salt, sha256)
    place = offset_bytes.to_bytes(8, "big")
    nonce = hmac.digest(keys[32:], place + content, "sha256")[:_NONCE_BYTES]
    return nonce + ChaCha20Poly1305(keys[:32]).encrypt(nonce, content, sha256 + place)


def open_file(salt: bytes, sha256: bytes, closed: bytes, *, offset_bytes: int = 0) -> bytes:
    """The attachment, or the stretch at this offset, that was closed under this salt and hash.

    Refuses ``cannot-open``. Whether the whole file has this hash is asked when it is whole.
    """
    associated = sha256 + offset_bytes.to_bytes(8, "big")
    key = _file_keys(salt, sha256)[:32]
    return _open(key, closed, head=_NONCE_BYTES, associated=associated)


def _file_keys(salt: bytes, sha256: bytes) -> bytes:
    """The cipher key (32) and the nonce key (32) of one file under one salt."""
    if len(sha256) != _HASH_BYTES:
        raise ValueError("a SHA-256 has 32 bytes")
    return _derive(salt, b"wasl-file/1\0" + sha256, 64)


def _open(key: bytes, closed: bytes, *, head: int, associated: bytes) -> bytes:
    """What lies closed behind ``head`` bytes, of which the first 12 are the nonce."""
    if len(closed) < head + TAG_BYTES:
        raise RefusedError("cannot-open", {"why": "cut"})
    try:
        return ChaCha20Poly1305(key).decrypt(closed[:_NONCE_BYTES], closed[head:], associated)
    except InvalidTag as error:
        raise RefusedError("cannot-open") from error


def _derive(salt: bytes, label: bytes, size: int) -> bytes:
    _require(salt)
    return HKDF(hashes.SHA256(), size, None, label).derive(salt)


def _require(salt: bytes) -> None:
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
