"""What a dispatch carries, one frame after another: kind, length, bytes.

Grammar only: nothing is verified and nothing is opened here. Bytes: ``docs/spec/dispatch.md``.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from wasl.core.errors import RefusedError

FRAMES_LIMIT: Final = 4_096
FRAMES_LIMIT_BYTES: Final = 8_388_608
PROOF_LIMIT_HASHES: Final = 63
PART_LIMIT_BYTES: Final = 1_048_576
NUMBER_LIMIT: Final = 2**53

_HEAD: Final = struct.Struct(">BI")
_NUMBER: Final = struct.Struct(">Q")
_PROOF: Final = struct.Struct(">QB")
_PART: Final = struct.Struct(">32sQ")


class FrameKind(IntEnum):
    """What the bytes of a frame are; any other number refuses the whole dispatch."""

    ENTRY = 1
    BODY = 2
    CHECKPOINT = 3
    INCLUSION = 4
    CONSISTENCY = 5
    RECEIPT = 6
    HELLO = 7
    CONFIRM = 8
    CURSOR = 9
    REFUSAL = 10
    PART = 11
    STATEMENT = 12
    GONE = 13


_KINDS: Final[Mapping[int, FrameKind]] = {kind.value: kind for kind in FrameKind}

_NOTE_BYTES: Final = (1, 65_536)
_PROOF_BYTES: Final = (_PROOF.size, _PROOF.size + 32 * PROOF_LIMIT_HASHES)
# The least and the most bytes of each kind (trust.md §11).
_SIZES: Final[Mapping[FrameKind, tuple[int, int]]] = {
    FrameKind.ENTRY: (1, 8_192),
    FrameKind.BODY: (32, 32 + 262_144),
    FrameKind.CHECKPOINT: _NOTE_BYTES,
    FrameKind.INCLUSION: _PROOF_BYTES,
    FrameKind.CONSISTENCY: _PROOF_BYTES,
    FrameKind.RECEIPT: _NOTE_BYTES,
    FrameKind.HELLO: _NOTE_BYTES,
    FrameKind.CONFIRM: _NOTE_BYTES,
    FrameKind.CURSOR: _NOTE_BYTES,
    FrameKind.REFUSAL: _NOTE_BYTES,
    FrameKind.PART: (_PART.size, _PART.size + PART_LIMIT_BYTES),
    FrameKind.STATEMENT: _NOTE_BYTES,
    FrameKind.GONE: (_NUMBER.size, _NUMBER.size),
}

# What may stand right before a frame that belongs to an entry.
_STANDS_AFTER: Final[Mapping[FrameKind, tuple[FrameKind, ...]]] = {
    FrameKind.BODY: (FrameKind.ENTRY,),
    FrameKind.GONE: (FrameKind.ENTRY,),
    FrameKind.STATEMENT: (FrameKind.ENTRY, FrameKind.BODY, FrameKind.GONE),
    FrameKind.INCLUSION: (
        FrameKind.ENTRY,
        FrameKind.BODY,
        FrameKind.GONE,
        FrameKind.STATEMENT,
    ),
}
# The tail comes after the last entry, in this order.
_TAIL: Final[Mapping[FrameKind, int]] = {
    FrameKind.ENTRY: 0,
    FrameKind.CONSISTENCY: 1,
    FrameKind.CHECKPOINT: 2,
    FrameKind.RECEIPT: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One kind and its bytes, as they travel."""

    kind: FrameKind
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The payload of an inclusion (``number`` = index) or consistency frame (= old size)."""

    number: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the attachment whose SHA-256 is ``sha256``, from ``offset`` bytes on."""

    sha256: bytes
    offset: int
    content: bytes


def write_frames(frames: Iterable[Frame]) -> bytes:
    """The frames one after another, exactly as ``read_frames`` takes them.

    Refuses ``too-large`` beyond a limit of trust.md §11; frames in an order or form that
    ``read_frames`` would not take are our bug (ValueError).
    """
    held = tuple(frames)
    for frame in held:
        if len(frame.payload) > _SIZES[frame.kind][1]:
            raise RefusedError("too-large", {"kind": frame.kind.value})
        if fault := _payload_fault(frame):
            raise ValueError(f"{frame.kind.name}: {fault}")
    if fault := _order_fault(held):
        raise ValueError(fault)
    written = b"".join(
        part
        for frame in held
        for part in (_HEAD.pack(frame.kind, len(frame.payload)), frame.payload)
    )
    if len(held) > FRAMES_LIMIT or len(written) > FRAMES_LIMIT_BYTES:
        raise RefusedError("too-large", {"frames": len(held)})
    return written


def read_frames(untrusted: bytes) -> tuple[Frame, ...]:
    """The frames these bytes are: each whole, within its size, in the order of trust.md §6.1.

    trust.md step 5. Refuses ``too-large``, ``unknown-frame`` (the whole, no skipping) and
    ``malformed``. At most 4,096 frames and 8 MiB.
    """
    if len(untrusted) > FRAMES_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FRAMES_LIMIT_BYTES})
    frames: list[Frame] = []
    position = 0
    while position < len(untrusted):
        if len(frames) == FRAMES_LIMIT:
            raise RefusedError("too-large", {"frames": FRAMES_LIMIT})
        frame = _read_frame(untrusted, position)
        frames.append(frame)
        position += _HEAD.size + len(frame.payload)
    if fault := _order_fault(frames):
        raise RefusedError("malformed", {"why": fault})
    return tuple(frames)


def _read_frame(untrusted: bytes, position: int) -> Frame:
    """The frame that starts at ``position``."""
    start = position + _HEAD.size
    if start > len(untrusted):
        raise RefusedError("malformed", {"why": "cut in a frame's head", "at": position})
    number, length = _HEAD.unpack_from(untrusted, position)
    kind = _KINDS.get(number)
    if kind is None:
        raise RefusedError("unknown-frame", {"kind": number, "at": position})
    if length > _SIZES[kind][1]:
        raise RefusedError("too-large", {"kind": number, "at": position})
    if start + length > len(untrusted):
        raise RefusedError("malformed", {"why": "cut in a frame", "at": position})
    frame = Frame(kind=kind, payload=untrusted[start : start + length])
    if fault := _payload_fault(frame):
        raise RefusedError("malformed", {"why": fault, "at": position})
    return frame


def _payload_fault(frame: Frame) -> str:
    """What is wrong with the inner form of a frame no larger than its limit, or nothing."""
    payload = frame.payload
    if len(payload) < _SIZES[frame.kind][0]:
        return "frame too short"
    match frame.kind:
        case FrameKind.INCLUSION | FrameKind.CONSISTENCY:
            if len(payload) != _PROOF.size + 32 * payload[8]:
                return "proof of another length than it says"
            number = _NUMBER.unpack_from(payload)[0]
        case FrameKind.PART:
            number = _NUMBER.unpack_from(payload, 32)[0]
        case FrameKind.GONE:
            number = _NUMBER.unpack(payload)[0]
        case _:
            number = 0
    return "" if number < NUMBER_LIMIT else "number out of range"


def _order_fault(frames: Sequence[Frame]) -> str:
    """Which rule of order (trust.md §6.1) is broken, or nothing.

    An entry is followed by its 2 or 13, then 12, then 4; the tail is 5, 3, 6, and no entry comes
    after it; 7 to 11 stand anywhere but between an entry and what belongs to it.
    """
    before: FrameKind | None = None
    tail = 0
    for frame in frames:
        kind = frame.kind
        if kind in _STANDS_AFTER and before not in _STANDS_AFTER[kind]:
            return f"a frame {kind.value} belongs right after its entry"
        rank = _TAIL.get(kind, tail)
        if rank < tail:
            return f"a frame {kind.value} comes too late"
        tail = rank
        before = kind
    return ""


def body_frame(salt: bytes, body: bytes) -> Frame:
    """The frame that brings a body of canonical bytes with its 32-byte salt."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return Frame(kind=FrameKind.BODY, payload=salt + body)


def read_body(frame: Frame) -> tuple[bytes, bytes]:
    """Salt (32 bytes) and body of a body frame; its commitment is still to be checked."""
    payload = _payload(frame, FrameKind.BODY)
    return payload[:32], payload[32:]


def proof_frame(kind: FrameKind, proof: Proof) -> Frame:
    """The inclusion or consistency frame that brings ``proof``; at most 63 hashes of 32 bytes."""
    if kind not in (FrameKind.INCLUSION, FrameKind.CONSISTENCY):
        raise ValueError(f"{kind.name} brings no proof")
    if len(proof.hashes) > PROOF_LIMIT_HASHES or any(len(part) != 32 for part in proof.hashes):
        raise ValueError("a proof has at most 63 hashes of 32 bytes")
    head = _PROOF.pack(proof.number, len(proof.hashes))
    return Frame(kind=kind, payload=head + b"".join(proof.hashes))


def read_proof(frame: Frame) -> Proof:
    """The proof of an inclusion or consistency frame out of ``read_frames``, unverified."""
    payload = _payload(frame, FrameKind.INCLUSION, FrameKind.CONSISTENCY)
    number, count = _PROOF.unpack_from(payload)
    hashes = tuple(payload[9 + 32 * n : 41 + 32 * n] for n in range(count))
    return Proof(number=number, hashes=hashes)


def part_frame(part: Part) -> Frame:
    """The frame that brings a stretch of an attachment, at most 1 MiB."""
    if len(part.sha256) != 32:
        raise ValueError("a SHA-256 has 32 bytes")
    return Frame(kind=FrameKind.PART, payload=_PART.pack(part.sha256, part.offset) + part.content)


def read_part(frame: Frame) -> Part:
    """The stretch a part frame brings; the hash is checked when the attachment is whole."""
    payload = _payload(frame, FrameKind.PART)
    sha256, offset = _PART.unpack_from(payload)
    return Part(sha256=sha256, offset=offset, content=payload[_PART.size :])


def gone_frame(index: int) -> Frame:
    """The frame that stands for a body that was erased: only its entry ``index`` exists."""
    return Frame(kind=FrameKind.GONE, payload=_NUMBER.pack(index))


def read_gone(frame: Frame) -> int:
    """The index of the entry whose body was erased."""
    return int(_NUMBER.unpack(_payload(frame, FrameKind.GONE))[0])


def _payload(frame: Frame, *kinds: FrameKind) -> bytes:
    if frame.kind not in kinds:
        raise ValueError(f"{frame.kind.name} is another kind of frame")
    return frame.payload
