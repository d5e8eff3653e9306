"""Bodies: committed to, closed at rest, and gone with their salt."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from wasl.core.errors import RefusedError
from wasl.seal.body import (
    check_commitment,
    close_body,
    close_file,
    commitment,
    content_key,
    open_body,
    open_file,
)

VECTORS = sorted((ROOT / "vectors" / "commitment").glob("*.json"))
SALT, OTHER_SALT = bytes(range(32)), bytes(range(1, 33))
BODY = '{"text":{"ar":"نص","fr":"texte"}}'.encode()
FILE = b"\x89PNG and so on"
FILE_HASH = hashlib.sha256(FILE).digest()

salts = st.binary(min_size=32, max_size=32)


def expanded(salt: bytes, label: bytes, block: int = 1, before: bytes = b"") -> bytes:
    """One block of RFC 5869, by hand."""
    key = hmac.digest(bytes(32), salt, "sha256")
    return hmac.digest(key, before + label + bytes([block]), "sha256")


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_vector_is_judged_as_its_name_says(path: Path) -> None:
    held = json.loads(path.read_text(encoding="utf-8"))
    salt, body = bytes.fromhex(held["salt"]), held["body"].encode()
    commit = bytes.fromhex(held["commit"])
    if path.stem.endswith("_accepted"):
        check_commitment(salt, body, commit=commit)
        return
    with pytest.raises(RefusedError) as refusal:
        check_commitment(salt, body, commit=commit)
    assert refusal.value.rule == held["rule"]


def test_there_are_vectors_of_both_verdicts() -> None:
    assert {path.stem.rsplit("_", 1)[1] for path in VECTORS} == {"accepted", "refused"}


def test_a_commitment_is_an_hmac_under_the_salt() -> None:
    expected = hmac.new(SALT, b"wasl-body/1\x00" + BODY, hashlib.sha256).digest()
    assert commitment(SALT, BODY) == expected


def test_the_content_key_is_hkdf_of_the_salt() -> None:
    assert content_key(SALT) == expanded(SALT, b"wasl-content/1")


@pytest.mark.parametrize("salt", [b"", SALT[:-1], SALT + b"\0"])
def test_nothing_is_committed_or_closed_under_a_salt_of_another_size(salt: bytes) -> None:
    for make in (commitment, close_body):
        with pytest.raises(ValueError, match="32 bytes"):
            make(salt, BODY)
    with pytest.raises(ValueError, match="32 bytes"):
        content_key(salt)


@given(salt=salts, body=st.binary(max_size=300))
def test_a_closed_body_opens_under_its_salt(salt: bytes, body: bytes) -> None:
    assert open_body(salt, close_body(salt, body)) == body


def test_a_closed_body_lies_beside_the_commitment_of_its_entry() -> None:
    assert close_body(SALT, BODY).startswith(commitment(SALT, BODY))


def test_a_closed_body_is_48_bytes_longer_and_shows_nothing_of_it() -> None:
    closed = close_body(SALT, BODY)
    assert len(closed) == len(BODY) + 48
    assert BODY[:8] not in closed


def test_a_closed_body_can_be_opened_from_its_specification() -> None:
    closed = close_body(SALT, BODY)
    cipher = ChaCha20Poly1305(expanded(SALT, b"wasl-content/1"))
    assert cipher.decrypt(closed[:12], closed[32:], closed[:32]) == BODY


def test_the_example_of_the_specification_holds() -> None:
    page = (ROOT / "docs" / "spec" / "body.md").read_text(encoding="utf-8")
    commit, closed = (page.split(word)[1].split("\n\n")[0] for word in ("commit  ", "closed  "))
    assert commitment(bytes(32), b"{}").hex() == commit.split("\n")[0]
    assert close_body(bytes(32), b"{}").hex() == "".join(closed.split("```")[0].split())


def test_two_bodies_under_one_salt_by_mistake_get_two_nonces() -> None:
    assert close_body(SALT, b"{}")[:12] != close_body(SALT, b"[]")[:12]


def test_a_body_does_not_open_under_another_salt() -> None:
    with pytest.raises(RefusedError) as refusal:
        open_body(OTHER_SALT, close_body(SALT, BODY))
    assert refusal.value.rule == "cannot-open"


@given(at=st.integers(0, len(BODY) + 47), bit=st.integers(0, 7))
def test_no_changed_bit_of_a_closed_body_goes_unnoticed(at: int, bit: int) -> None:
    closed = bytearray(close_body(SALT, BODY))
    closed[at] ^= 1 << bit
    with pytest.raises(RefusedError) as refusal:
        open_body(SALT, bytes(closed))
    assert refusal.value.rule == "cannot-open"


@given(closed=st.binary(max_size=80))
def test_only_refusals_escape_from_any_closed_bytes(closed: bytes) -> None:
    with pytest.raises(RefusedError) as refusal:
        open_body(SALT, closed)
    assert refusal.value.rule == "cannot-open"


def test_a_body_beside_another_commitment_is_refused_though_its_tag_holds() -> None:
    other = commitment(SALT, b"{}")
    closed = other + ChaCha20Poly1305(content_key(SALT)).encrypt(other[:12], BODY, other)
    with pytest.raises(RefusedError) as refusal:
        open_body(SALT, closed)
    assert refusal.value.rule == "wrong-commitment"


@given(salt=salts, content=st.binary(max_size=300), offset=st.integers(0, 2**40))
def test_a_closed_file_opens_under_salt_hash_and_offset(
    salt: bytes, content: bytes, offset: int
) -> None:
    closed = close_file(salt, FILE_HASH, content, offset_bytes=offset)
    assert open_file(salt, FILE_HASH, closed, offset_bytes=offset) == content


def test_a_closed_file_can_be_opened_from_its_specification() -> None:
    label = b"wasl-file/1\x00" + FILE_HASH
    key = expanded(SALT, label)
    nonce_key = expanded(SALT, label, 2, key)
    closed = close_file(SALT, FILE_HASH, FILE)
    assert closed[:12] == hmac.digest(nonce_key, bytes(8) + FILE, "sha256")[:12]
    plain = ChaCha20Poly1305(key).decrypt(closed[:12], closed[12:], FILE_HASH + bytes(8))
    assert plain == FILE


@pytest.mark.parametrize(
    ("salt", "file_hash", "offset", "cut"),
    [
        (OTHER_SALT, FILE_HASH, 0, 0),
        (SALT, bytes(32), 0, 0),
        (SALT, FILE_HASH, 1, 0),
        (SALT, FILE_HASH, 0, 1),
        (SALT, FILE_HASH, 0, len(FILE) + 1),
    ],
    ids=["salt", "hash", "offset", "cut", "below a tag"],
)
def test_a_file_opens_only_as_what_it_was_closed_as(
    salt: bytes, file_hash: bytes, offset: int, cut: int
) -> None:
    closed = close_file(SALT, FILE_HASH, FILE)
    with pytest.raises(RefusedError) as refusal:
        open_file(salt, file_hash, closed[: len(closed) - cut], offset_bytes=offset)
    assert refusal.value.rule == "cannot-open"


def test_a_body_does_not_open_as_a_file() -> None:
    with pytest.raises(RefusedError) as refusal:
        open_file(SALT, FILE_HASH, close_body(SALT, BODY))
    assert refusal.value.rule == "cannot-open"


def test_another_text_at_the_same_place_of_a_file_gets_another_nonce() -> None:
    one, other = (close_file(SALT, FILE_HASH, text) for text in (b"one", b"two"))
    assert one[:12] != other[:12]


def test_a_file_is_named_by_a_sha256() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        close_file(SALT, b"short", FILE)
