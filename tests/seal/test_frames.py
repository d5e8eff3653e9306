"""Frames: what may stand in a dispatch, how large, and in which order."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.seal.frames import (
    FRAMES_LIMIT,
    FRAMES_LIMIT_BYTES,
    PART_LIMIT_BYTES,
    Frame,
    FrameKind,
    Part,
    Proof,
    body_frame,
    gone_frame,
    part_frame,
    proof_frame,
    read_body,
    read_frames,
    read_gone,
    read_part,
    read_proof,
    write_frames,
)

K = FrameKind
SALT = bytes(range(32))
HASH = bytes(range(32, 64))

ENTRY = Frame(kind=K.ENTRY, payload=b"{}")
BODY = body_frame(SALT, b"{}")
STATEMENT = Frame(kind=K.STATEMENT, payload=b"note")
GONE = gone_frame(7)
INCLUSION = proof_frame(K.INCLUSION, Proof(number=7, hashes=(HASH,)))
CONSISTENCY = proof_frame(K.CONSISTENCY, Proof(number=6, hashes=(HASH, HASH)))
CHECKPOINT = Frame(kind=K.CHECKPOINT, payload=b"note")
RECEIPT = Frame(kind=K.RECEIPT, payload=b"note")
CURSOR = Frame(kind=K.CURSOR, payload=b"note")
PART = part_frame(Part(sha256=HASH, offset=0, content=b"."))


def raw(kind: int, payload: bytes) -> bytes:
    return struct.pack(">BI", kind, len(payload)) + payload


def refused(untrusted: bytes) -> str:
    with pytest.raises(RefusedError) as refusal:
        read_frames(untrusted)
    return refusal.value.rule


GROUPS = st.sampled_from(
    [
        (ENTRY,),
        (ENTRY, BODY),
        (ENTRY, GONE),
        (ENTRY, STATEMENT),
        (ENTRY, BODY, STATEMENT),
        (ENTRY, BODY, INCLUSION),
        (ENTRY, BODY, STATEMENT, INCLUSION),
        (ENTRY, INCLUSION),
        (CURSOR,),
        (PART,),
    ]
)
TAILS = st.sampled_from(
    [(), (CHECKPOINT,), (CONSISTENCY, CHECKPOINT), (CHECKPOINT, RECEIPT), (RECEIPT, CURSOR)]
)
SEQUENCES = st.builds(
    lambda groups, tail: (*(frame for group in groups for frame in group), *tail),
    st.lists(GROUPS, max_size=8),
    TAILS,
)


@given(frames=SEQUENCES)
def test_what_is_written_is_read_back(frames: tuple[Frame, ...]) -> None:
    assert read_frames(write_frames(frames)) == frames


@given(untrusted=st.binary(max_size=200))
def test_only_refusals_escape_from_any_bytes(untrusted: bytes) -> None:
    try:
        assert write_frames(read_frames(untrusted)) == untrusted
    except RefusedError as refusal:
        assert refusal.rule in {"malformed", "unknown-frame", "too-large"}


@given(frames=SEQUENCES, cut=st.integers(1, 400), at=st.integers(0), byte=st.integers(0, 255))
def test_only_refusals_escape_from_changed_frames(
    frames: tuple[Frame, ...], cut: int, at: int, byte: int
) -> None:
    written = write_frames(frames)
    place = at % (len(written) or 1)
    for changed in (written[:-cut], written[:place] + bytes([byte]) + written[place + 1 :]):
        try:
            assert write_frames(read_frames(changed)) == changed
        except RefusedError as refusal:
            assert refusal.rule in {"malformed", "unknown-frame", "too-large"}


def test_no_frames_at_all_are_no_bytes() -> None:
    assert read_frames(write_frames(())) == ()


def test_lengths_are_written_big_endian_after_the_kind() -> None:
    assert write_frames([ENTRY]) == b"\x01\x00\x00\x00\x02{}"


@pytest.mark.parametrize("kind", [0, 14, 15, 16, 255])
def test_an_unknown_kind_refuses_everything_with_it(kind: int) -> None:
    assert refused(write_frames([ENTRY]) + raw(kind, b"later")) == "unknown-frame"


@pytest.mark.parametrize("cut", range(1, len(write_frames([ENTRY]))))
def test_a_frame_cut_anywhere_is_malformed(cut: int) -> None:
    assert refused(write_frames([ENTRY])[:-cut]) == "malformed"


def test_a_length_beyond_the_end_is_malformed() -> None:
    assert refused(b"\x01\x00\x00\x00\x09{}") == "malformed"


@pytest.mark.parametrize(
    "frames",
    [
        [BODY],
        [GONE],
        [STATEMENT],
        [INCLUSION],
        [ENTRY, CURSOR, BODY],
        [ENTRY, BODY, BODY],
        [ENTRY, BODY, GONE],
        [ENTRY, STATEMENT, BODY],
        [ENTRY, STATEMENT, STATEMENT],
        [ENTRY, INCLUSION, INCLUSION],
        [ENTRY, INCLUSION, BODY],
        [CHECKPOINT, ENTRY],
        [RECEIPT, ENTRY],
        [CONSISTENCY, ENTRY],
        [CHECKPOINT, CONSISTENCY],
        [RECEIPT, CHECKPOINT],
    ],
    ids=lambda frames: " ".join(frame.kind.name.lower() for frame in frames),
)
def test_frames_out_of_order_are_malformed(frames: list[Frame]) -> None:
    written = b"".join(raw(frame.kind, frame.payload) for frame in frames)
    assert refused(written) == "malformed"
    with pytest.raises(ValueError, match="frame"):
        write_frames(frames)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (K.ENTRY, 8_192),
        (K.BODY, 32 + 262_144),
        (K.CHECKPOINT, 65_536),
        (K.RECEIPT, 65_536),
        (K.HELLO, 65_536),
        (K.STATEMENT, 65_536),
        (K.PART, 40 + PART_LIMIT_BYTES),
        (K.INCLUSION, 9 + 63 * 32),
        (K.CONSISTENCY, 9 + 63 * 32),
        (K.GONE, 8),
    ],
)
def test_each_kind_is_taken_at_its_limit_and_refused_above(kind: FrameKind, limit: int) -> None:
    # Byte 8 counts the hashes of a proof; it is content or part of a hash everywhere else.
    payload = (bytes(8) + b"\x3f").ljust(limit, b"\0")[:limit]
    before = b"" if kind not in (K.BODY, K.STATEMENT, K.INCLUSION, K.GONE) else raw(1, b"{}")
    assert read_frames(before + raw(kind, payload))[-1].payload == payload
    assert refused(before + raw(kind, payload + b"\0")) == "too-large"


@pytest.mark.parametrize(
    "frame",
    [
        Frame(kind=K.ENTRY, payload=bytes(8_193)),
        Frame(kind=K.CHECKPOINT, payload=bytes(65_537)),
        Frame(kind=K.PART, payload=bytes(41 + PART_LIMIT_BYTES)),
    ],
    ids=lambda frame: frame.kind.name.lower(),
)
def test_an_oversized_frame_is_refused_at_writing(frame: Frame) -> None:
    with pytest.raises(RefusedError) as refusal:
        write_frames([frame])
    assert refusal.value.rule == "too-large"


def test_4096_frames_are_taken_and_one_more_is_refused() -> None:
    written = raw(K.CURSOR, b".") * FRAMES_LIMIT
    assert len(read_frames(written)) == FRAMES_LIMIT
    assert refused(written + raw(K.CURSOR, b".")) == "too-large"
    with pytest.raises(RefusedError) as refusal:
        write_frames([Frame(kind=K.CURSOR, payload=b".")] * (FRAMES_LIMIT + 1))
    assert refusal.value.rule == "too-large"


def test_8_mib_of_frames_are_taken_and_one_byte_more_is_refused() -> None:
    part = Frame(kind=K.PART, payload=bytes(PART_LIMIT_BYTES))
    rest = FRAMES_LIMIT_BYTES - 7 * (5 + PART_LIMIT_BYTES) - 5
    last = Frame(kind=K.PART, payload=bytes(rest))
    assert len(read_frames(write_frames([part] * 7 + [last]))) == 8
    longer = Frame(kind=K.PART, payload=bytes(rest + 1))
    with pytest.raises(RefusedError) as refusal:
        write_frames([part] * 7 + [longer])
    assert refusal.value.rule == "too-large"
    assert refused(bytes(FRAMES_LIMIT_BYTES + 1)) == "too-large"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        bytes(8),
        bytes(8) + b"\x02" + bytes(32),
        bytes(8) + b"\x00" + bytes(32),
        bytes(8) + b"\xff" + bytes(32),
        b"\x00\x20" + bytes(7),
    ],
    ids=["empty", "no count", "a hash missing", "a hash too many", "count 255", "size 2^53"],
)
@pytest.mark.parametrize("kind", [K.INCLUSION, K.CONSISTENCY])
def test_a_proof_of_another_form_is_malformed(kind: FrameKind, payload: bytes) -> None:
    assert refused(raw(1, b"{}") + raw(kind, payload)) == "malformed"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (K.ENTRY, b""),
        (K.CHECKPOINT, b""),
        (K.BODY, bytes(31)),
        (K.PART, bytes(39)),
        (K.PART, bytes(32) + b"\xff" * 8),
        (K.GONE, bytes(7)),
        (K.GONE, b"\xff" * 8),
    ],
)
def test_a_payload_too_short_or_out_of_range_is_malformed(kind: FrameKind, payload: bytes) -> None:
    assert refused(raw(1, b"{}") + raw(kind, payload)) == "malformed"


def test_writing_a_payload_nobody_reads_is_a_bug() -> None:
    with pytest.raises(ValueError, match="CHECKPOINT: frame too short"):
        write_frames([Frame(kind=K.CHECKPOINT, payload=b"")])


def test_salt_and_body_come_apart_as_they_were_put_together() -> None:
    assert read_body(body_frame(SALT, b"{}")) == (SALT, b"{}")


@pytest.mark.parametrize("kind", [K.INCLUSION, K.CONSISTENCY])
@pytest.mark.parametrize("count", [0, 1, 63])
def test_a_proof_comes_out_as_it_went_in(kind: FrameKind, count: int) -> None:
    proof = Proof(number=2**53 - 1, hashes=tuple(bytes([n]) * 32 for n in range(count)))
    assert read_proof(proof_frame(kind, proof)) == proof


def test_a_part_comes_out_as_it_went_in() -> None:
    part = Part(sha256=HASH, offset=3 * PART_LIMIT_BYTES, content=b"stretch")
    assert read_part(part_frame(part)) == part


def test_a_gone_frame_names_its_entry() -> None:
    assert read_gone(gone_frame(18_451)) == 18_451


@pytest.mark.parametrize("read", [read_body, read_proof, read_part, read_gone])
def test_a_frame_of_another_kind_is_not_read(read: object) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match="CURSOR is another kind of frame"):
        read(CURSOR)


def test_a_salt_of_another_size_makes_no_body_frame() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        body_frame(SALT[:-1], b"{}")


@pytest.mark.parametrize(
    ("kind", "hashes"),
    [(K.ENTRY, ()), (K.INCLUSION, (HASH,) * 64), (K.CONSISTENCY, (HASH[:-1],))],
)
def test_no_proof_frame_is_made_of_what_is_no_proof(
    kind: FrameKind, hashes: tuple[bytes, ...]
) -> None:
    with pytest.raises(ValueError, match="proof"):
        proof_frame(kind, Proof(number=1, hashes=hashes))


def test_a_part_of_no_file_makes_no_frame() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        part_frame(Part(sha256=b"short", offset=0, content=b""))
