"""Dispatches: who can open them, what they weigh, and what their reader refuses."""

import base64
import hashlib
import hmac
import json
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from wasl.core.errors import RefusedError
from wasl.seal.dictionary import DICTIONARY_1, DICTIONARY_1_SHA256
from wasl.seal.envelope import (
    DISPATCH_LIMIT_BYTES,
    OVERHEAD_BYTES,
    PLAINTEXT_LIMIT_BYTES,
    Prekey,
    bucket_of,
    dispatch_prekey_id,
    forget_private_keys,
    is_open,
    new_prekey,
    open_dispatch,
    pack,
    read_open,
    read_prekey,
    seal,
    unpack,
    write_open,
)
from wasl.seal.frames import (
    PART_LIMIT_BYTES,
    Frame,
    FrameKind,
    Part,
    part_frame,
    write_frames,
)

VECTORS = sorted((ROOT / "vectors" / "dispatch").glob("*.json"))
UNTIL = datetime(2026, 12, 2, tzinfo=UTC)
LINK, OTHER_LINK = "6f" * 16, "70" * 16
PREKEY = new_prekey(b"prekey-1", bytes(range(96)))
OTHER_PREKEY = new_prekey(b"prekey-2", bytes(range(96, 192)))
CURSOR = Frame(kind=FrameKind.CURSOR, payload=b"wasl-cursor/1\n{}\n\n")
ENTRY = Frame(kind=FrameKind.ENTRY, payload=b"{}")
GARBAGE_RULES = {"malformed", "too-large", "unknown-suite", "unknown-recipient", "cannot-open"}


def refused(reading: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refusal:
        reading()
    return refusal.value.rule


def vector(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def opened(held: dict[str, Any]) -> tuple[Frame, ...]:
    key = new_prekey(bytes.fromhex(held["prekey"]["id"]), bytes.fromhex(held["prekey"]["seed"]))
    dispatch = base64.b64decode(held["dispatch"], validate=True)
    return open_dispatch(dispatch, prekey=key, sender_link=held["sender_link"])


def frames_of(held: dict[str, Any]) -> tuple[Frame, ...]:
    return tuple(
        Frame(kind=FrameKind(frame["kind"]), payload=base64.b64decode(frame["payload"]))
        for frame in held["frames"]
    )


def deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY_1)
    return deflater.compress(content) + deflater.flush()


def plaintext(stream: bytes) -> bytes:
    held = struct.pack(">I", len(stream)) + stream
    return held.ljust(bucket_of(len(held)), b"\0")


def noise(size: int) -> bytes:
    """Bytes that do not deflate, the same at every run."""
    return hashlib.shake_128(b"noise").digest(size)


# ---------------------------------------------------------------------------------- vectors


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_vector_is_judged_as_its_name_says(path: Path) -> None:
    held = vector(path)
    if path.stem.endswith("_accepted"):
        assert opened(held) == frames_of(held)
        return
    assert refused(partial(opened, held)) == held["rule"]


def test_there_are_vectors_of_both_verdicts() -> None:
    assert {path.stem.rsplit("_", 1)[1] for path in VECTORS} == {"accepted", "refused"}


# ------------------------------------------------------------------------ sealing and opening


def test_the_recipient_reads_the_frames_that_were_sealed() -> None:
    dispatch = seal([ENTRY, CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    assert open_dispatch(dispatch, prekey=PREKEY, sender_link=LINK) == (ENTRY, CURSOR)


def test_a_dispatch_names_the_prekey_and_nothing_else_in_the_clear() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    assert dispatch[:13] == b"WSL1\x01prekey-1"
    assert dispatch_prekey_id(dispatch) == b"prekey-1"


def test_the_same_frames_sealed_twice_give_other_bytes() -> None:
    public = PREKEY.public(UNTIL)
    one, other = (seal([CURSOR], prekey=public, sender_link=LINK) for _ in range(2))
    assert one[13:] != other[13:]


def test_another_prekey_does_not_open_a_dispatch() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    stolen = new_prekey(PREKEY.id, OTHER_PREKEY.seed)
    for key, rule in ((OTHER_PREKEY, "unknown-recipient"), (stolen, "cannot-open")):
        reading = partial(open_dispatch, dispatch, prekey=key, sender_link=LINK)
        assert refused(reading) == rule


def test_a_dispatch_cannot_be_moved_to_another_link() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    reading = partial(open_dispatch, dispatch, prekey=PREKEY, sender_link=OTHER_LINK)
    assert refused(reading) == "cannot-open"


def test_a_dispatch_cannot_be_readdressed_to_another_id_of_the_same_key() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    renamed = dispatch[:5] + b"prekey-9" + dispatch[13:]
    key = new_prekey(b"prekey-9", PREKEY.seed)
    assert refused(partial(open_dispatch, renamed, prekey=key, sender_link=LINK)) == "cannot-open"


def test_no_changed_byte_of_a_dispatch_goes_unnoticed() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    for place in range(0, len(dispatch), 7):
        changed = dispatch[:place] + bytes([dispatch[place] ^ 1]) + dispatch[place + 1 :]
        reading = partial(open_dispatch, changed, prekey=PREKEY, sender_link=LINK)
        assert refused(reading) in GARBAGE_RULES


def test_no_cut_dispatch_opens() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    for size in range(0, len(dispatch), 13):
        reading = partial(open_dispatch, dispatch[:size], prekey=PREKEY, sender_link=LINK)
        assert refused(reading) in GARBAGE_RULES


def test_an_ephemeral_key_of_small_order_cannot_open() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    weak = dispatch[: 13 + 1_088] + bytes(32) + dispatch[13 + 1_120 :]
    assert refused(partial(open_dispatch, weak, prekey=PREKEY, sender_link=LINK)) == "cannot-open"


@pytest.mark.parametrize("link", ["", "6F" * 16, "6f" * 15, "6f" * 16 + "\n", "zz" * 16])
def test_only_a_link_id_is_bound(link: str) -> None:
    with pytest.raises(ValueError, match="32 hex"):
        seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=link)


@given(tail=st.binary(max_size=40))
def test_only_refusals_escape_from_any_bytes(tail: bytes) -> None:
    for untrusted in (tail, b"WSL1\x01prekey-1" + tail, b"WSL1\x01prekey-1" + tail.ljust(1_800)):
        reading = partial(open_dispatch, untrusted, prekey=PREKEY, sender_link=LINK)
        assert refused(reading) in GARBAGE_RULES


def test_a_dispatch_at_the_limit_is_looked_at_and_one_byte_more_is_too_large() -> None:
    longest = b"WSL1\x01prekey-1".ljust(DISPATCH_LIMIT_BYTES, b"\0")
    assert dispatch_prekey_id(longest) == b"prekey-1"
    assert refused(partial(dispatch_prekey_id, longest + b"\0")) == "too-large"


# ---------------------------------------------------------------- the hybrid, opened by hand


def labeled_extract(salt: bytes, label: bytes, keying: bytes) -> bytes:
    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 1, 3)
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + keying, "sha256")


def labeled_expand(secret: bytes, label: bytes, context: bytes, size: int) -> bytes:
    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 1, 3)
    expanded = struct.pack(">H", size) + b"HPKE-v1" + suite + label + context
    return hmac.digest(secret, expanded + b"\x01", "sha256")[:size]


def opened_by_hand(sealed: bytes, info: bytes) -> bytes:
    """X-Wing and the base mode of RFC 9180, from their texts, without ``hpke``."""
    mlkem_key = mlkem.MLKEM768PrivateKey.from_seed_bytes(PREKEY.mlkem_seed)
    x25519_key = x25519.X25519PrivateKey.from_private_bytes(PREKEY.x25519)
    ct_m, ct_x, ciphertext = sealed[:1_088], sealed[1_088:1_120], sealed[1_120:]
    ss_m = mlkem_key.decapsulate(ct_m)
    ss_x = x25519_key.exchange(x25519.X25519PublicKey.from_public_bytes(ct_x))
    pk_x = x25519_key.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + rb"\.//^" + b"\\").digest()
    context = (
        b"\x00"
        + labeled_extract(b"", b"psk_id_hash", b"")
        + labeled_extract(b"", b"info_hash", info)
    )
    secret = labeled_extract(shared, b"secret", b"")
    key = labeled_expand(secret, b"key", context, 32)
    nonce = labeled_expand(secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, b"")


def test_an_independent_key_schedule_opens_what_the_library_sealed() -> None:
    dispatch = seal([ENTRY, CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    info = b"wasl-dispatch/1\x00\x01prekey-1" + bytes.fromhex(LINK)
    assert opened_by_hand(dispatch[13:], info) == pack([ENTRY, CURSOR])


def test_the_hybrid_is_as_long_as_the_specification_says() -> None:
    assert hpke.KEM.MLKEM768_X25519.enc_length() == 1_120


# ------------------------------------------------------------------------------------ prekeys


def test_a_prekey_is_rebuilt_from_its_seed() -> None:
    assert new_prekey(PREKEY.id, PREKEY.seed) == PREKEY


def test_a_private_half_does_not_show_its_secrets() -> None:
    assert repr(PREKEY) == "PrekeyPrivate(id=b'prekey-1')"


def test_an_announced_prekey_is_read_back() -> None:
    public = PREKEY.public(UNTIL)
    assert read_prekey(public.id, public.public, until=UNTIL) == public


@pytest.mark.parametrize(("id", "seed"), [(b"short", bytes(96)), (b"prekey-1", bytes(95))])
def test_a_prekey_is_made_of_8_and_96_bytes(id: bytes, seed: bytes) -> None:
    with pytest.raises(ValueError, match="96"):
        new_prekey(id, seed)


GOOD = PREKEY.public(UNTIL).public


@pytest.mark.parametrize(
    ("id", "public", "rule"),
    [
        (b"prekey-1", GOOD[:-1], "malformed"),
        (b"prekey", GOOD, "malformed"),
        (b"prekey-1", b"\xff" * 1_184 + GOOD[1_184:], "unsafe-key"),
        (b"prekey-1", GOOD[:1_184] + bytes(32), "unsafe-key"),
        (b"prekey-1", GOOD[:1_184] + b"\x01" + bytes(31), "unsafe-key"),
        (b"prekey-1", GOOD[:1_184] + b"\xed" + b"\xff" * 30 + b"\x7f", "unsafe-key"),
    ],
    ids=["cut", "short id", "ML-KEM out of range", "point 0", "point 1", "point p"],
)
def test_a_prekey_nobody_should_seal_to_is_not_let_in(id: bytes, public: bytes, rule: str) -> None:
    assert refused(partial(read_prekey, id, public, until=UNTIL)) == rule


def test_nothing_is_sealed_to_a_weak_prekey() -> None:
    public = PREKEY.public(UNTIL)
    weak = Prekey(id=public.id, mlkem=public.mlkem, x25519=bytes(32), until=UNTIL)
    assert refused(partial(seal, [CURSOR], prekey=weak, sender_link=LINK)) == "unsafe-key"


def test_forgetting_the_key_objects_changes_nothing_for_a_held_prekey() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    open_dispatch(dispatch, prekey=PREKEY, sender_link=LINK)
    forget_private_keys()
    assert open_dispatch(dispatch, prekey=PREKEY, sender_link=LINK) == (CURSOR,)


# ---------------------------------------------------------------------------- size and padding


def test_a_request_in_two_languages_weighs_2813_bytes() -> None:
    frames = frames_of(vector(ROOT / "vectors" / "dispatch" / "request_accepted.json"))
    entry, body, note = (frame.payload for frame in frames)
    assert (len(entry), len(body) - 32, len(note)) == (944, 1_649, 250)
    dispatch = seal(frames, prekey=PREKEY.public(UNTIL), sender_link=LINK)
    assert len(dispatch) == 1_664 + OVERHEAD_BYTES == 2_813


def test_the_dictionary_saves_a_fifth_of_a_request() -> None:
    frames = frames_of(vector(ROOT / "vectors" / "dispatch" / "request_accepted.json"))
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    without = len(bare.compress(write_frames(frames)) + bare.flush())
    assert len(deflated(write_frames(frames))) < without * 4 / 5


def test_the_dictionary_never_changes() -> None:
    assert hashlib.sha256(DICTIONARY_1).hexdigest() == DICTIONARY_1_SHA256
    assert DICTIONARY_1_SHA256 in (ROOT / "docs" / "spec" / "dispatch.md").read_text("utf-8")


def test_the_dictionary_fits_4_kib() -> None:
    assert len(DICTIONARY_1) <= 4_096


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        (0, 640),
        (640, 640),
        (641, 1_664),
        (1_664, 1_664),
        (1_665, 4_096),
        (8_192, 8_192),
        (8_193, 16_384),
        (32_768, 32_768),
        (32_769, 65_536),
        (65_537, 131_072),
        (PLAINTEXT_LIMIT_BYTES, PLAINTEXT_LIMIT_BYTES),
    ],
)
def test_a_bucket_is_the_smallest_that_holds(length: int, bucket: int) -> None:
    assert bucket_of(length) == bucket


def test_nothing_above_8_mib_has_a_bucket() -> None:
    assert refused(partial(bucket_of, PLAINTEXT_LIMIT_BYTES + 1)) == "too-large"


@given(size=st.integers(0, 70_000))
def test_a_plaintext_has_one_of_few_lengths_and_comes_back(size: int) -> None:
    frames = (part_frame(Part(sha256=bytes(32), offset=0, content=noise(size))),)
    packed = pack(frames)
    assert bucket_of(len(packed)) == len(packed)
    assert unpack(packed) == frames


def test_a_megabyte_of_zeros_still_travels() -> None:
    frames = (part_frame(Part(sha256=bytes(32), offset=0, content=bytes(PART_LIMIT_BYTES))),)
    assert unpack(pack(frames)) == frames
    assert len(pack(frames)) == 32_768


def test_a_part_that_does_not_deflate_still_travels() -> None:
    part = part_frame(Part(sha256=bytes(32), offset=0, content=noise(PART_LIMIT_BYTES)))
    assert unpack(pack([part] * 7)) == (part,) * 7


def test_eight_mib_that_do_not_deflate_are_too_large_to_pack() -> None:
    rest = PLAINTEXT_LIMIT_BYTES - 7 * (45 + PART_LIMIT_BYTES) - 45
    part = part_frame(Part(sha256=bytes(32), offset=0, content=noise(PART_LIMIT_BYTES)))
    last = part_frame(Part(sha256=bytes(32), offset=0, content=noise(rest)))
    assert refused(partial(pack, [part] * 7 + [last])) == "too-large"


@pytest.mark.parametrize(("above", "rule"), [(0, "unknown-frame"), (1, "too-large")])
def test_inflating_stops_above_64_to_1(above: int, rule: str) -> None:
    tries = (
        (content, deflated(content)) for content in (bytes(n) + noise(40) for n in range(9_000))
    )
    stream = next(held for content, held in tries if len(content) == 64 * len(held) + above)
    # The content is nonsense: at the limit its grammar is read, above it nothing is.
    assert refused(partial(unpack, plaintext(stream))) == rule


def test_a_plaintext_above_8_mib_is_too_large() -> None:
    assert refused(partial(unpack, bytes(PLAINTEXT_LIMIT_BYTES + 65_536))) == "too-large"


def test_more_than_8_mib_inflated_is_too_large() -> None:
    bomb = bytes(range(256)) * 40_000
    assert refused(partial(unpack, plaintext(deflated(noise(200_000) + bomb)))) == "too-large"


@given(place=st.integers(0, 639), byte=st.integers(0, 255))
def test_only_refusals_escape_from_a_changed_plaintext(place: int, byte: int) -> None:
    packed = pack([ENTRY, CURSOR])
    changed = packed[:place] + bytes([byte]) + packed[place + 1 :]
    try:
        unpack(changed)
    except RefusedError as refusal:
        assert refusal.rule in {"malformed", "bad-padding", "unknown-frame", "too-large"}


# --------------------------------------------------------------- control frames on the line


OPEN_FRAMES = tuple(
    Frame(kind=kind, payload=b"note")
    for kind in (FrameKind.HELLO, FrameKind.CONFIRM, FrameKind.CURSOR, FrameKind.REFUSAL)
)


def test_control_frames_travel_unsealed() -> None:
    assert read_open(write_open(OPEN_FRAMES)) == OPEN_FRAMES


def test_an_open_sequence_is_told_from_a_dispatch() -> None:
    dispatch = seal([CURSOR], prekey=PREKEY.public(UNTIL), sender_link=LINK)
    assert [is_open(write_open(OPEN_FRAMES)), is_open(dispatch)] == [True, False]


def test_an_entry_does_not_travel_unsealed() -> None:
    with pytest.raises(ValueError, match="7 to 10"):
        write_open([ENTRY])
    assert refused(partial(read_open, b"WSL0" + write_frames([CURSOR, ENTRY]))) == "unknown-frame"


def test_a_dispatch_is_no_open_sequence() -> None:
    assert refused(partial(read_open, b"WSL1")) == "malformed"


@given(tail=st.binary(max_size=60))
def test_only_refusals_escape_from_an_open_sequence(tail: bytes) -> None:
    try:
        assert write_open(read_open(b"WSL0" + tail)) == b"WSL0" + tail
    except RefusedError as refusal:
        assert refusal.rule in {"malformed", "unknown-frame", "too-large"}
