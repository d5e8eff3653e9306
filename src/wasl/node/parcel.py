"""The frames of one dispatch, sorted: entries with what belongs to them, then the tail."""

from collections.abc import Sequence
from dataclasses import dataclass

from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash
from wasl.seal.body import check_commitment
from wasl.seal.cosign import Checkpoint, read_checkpoint
from wasl.seal.envelope import bucket_of
from wasl.seal.frames import (
    Frame,
    FrameKind,
    Part,
    Proof,
    read_body,
    read_gone,
    read_part,
    read_proof,
)
from wasl.seal.note import Note, read_note

GREETINGS_LIMIT = 32  # one call says hello, confirm, two cursors and at most sixteen refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One entry as it came: its bytes, its leaf, and the frames that belong to it.

    Steps 9 and 13 of trust.md §8 hold: the entry is canonical and of its model, and the body is
    the one it commits to, or is said to be gone.
    """

    entry: Entry
    written: bytes
    leaf: bytes
    salt: bytes = b""
    body: bytes = b""
    commit: bytes = b""  # that salt and body were checked against
    statement: bytes = b""
    gone: bool = False
    proof: Proof | None = None  # of an advance copy: that the head under it holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What one dispatch brings."""

    arrivals: tuple[Arrival, ...]
    checkpoint: Checkpoint | None
    checkpoint_note: Note | None
    receipts: tuple[bytes, ...]
    greetings: tuple[Frame, ...]
    parts: tuple[Part, ...]

    @property
    def ahead(self) -> bool:
        """Whether its entries are advance copies."""
        return any(arrival.proof for arrival in self.arrivals)


_GREETINGS = frozenset({FrameKind.HELLO, FrameKind.CONFIRM, FrameKind.CURSOR, FrameKind.REFUSAL})
_BESIDE_ENTRY = frozenset(
    {FrameKind.BODY, FrameKind.STATEMENT, FrameKind.GONE, FrameKind.INCLUSION}
)


def read_parcel(frames: Sequence[Frame]) -> Parcel:
    """The frames sorted, entries and bodies checked against each other.

    Refuses ``too-large``, ``malformed``, ``not-canonical``, ``bad-entry``, ``wrong-commitment``,
    ``missing-body`` (steps 0, 5, 9 and 13).
    """
    arrivals: list[Arrival] = []
    notes: list[Note] = []
    for place, frame in enumerate(frames):
        if frame.kind is FrameKind.ENTRY:
            beside = []
            for following in frames[place + 1 : place + 4]:
                if following.kind not in _BESIDE_ENTRY:
                    break
                beside.append(following)
            arrivals.append(_arrival(frame, beside))
        elif frame.kind is FrameKind.CHECKPOINT:
            notes.append(read_note(frame.payload))
        elif frame.kind is FrameKind.CONSISTENCY:
            # Every slice we write ends with a checkpoint of its own: no such proof is needed. That
            # of an advance copy stands right after its entry.
            raise RefusedError("unknown-frame", {"kind": frame.kind.value})
    if (bool(arrivals) and len(notes) != 1) or len(notes) > 1:
        raise RefusedError("malformed", {"why": "entries come under one checkpoint"})
    greetings = tuple(frame for frame in frames if frame.kind in _GREETINGS)
    if len(greetings) > GREETINGS_LIMIT:
        raise RefusedError("too-large", {"greetings": GREETINGS_LIMIT})
    note = notes[0] if notes else None
    return Parcel(
        arrivals=tuple(arrivals),
        checkpoint=read_checkpoint(note) if note else None,
        checkpoint_note=note,
        receipts=tuple(f.payload for f in frames if f.kind is FrameKind.RECEIPT),
        greetings=greetings,
        parts=tuple(read_part(f) for f in frames if f.kind is FrameKind.PART),
    )


def _arrival(frame: Frame, beside: Sequence[Frame]) -> Arrival:
    """One entry with its body, its statement, or the word that its body is gone."""
    entry = read_entry(frame.payload)  # step 9
    salt = body = commit = statement = b""
    gone, proof = False, None
    for following in beside:
        if following.kind is FrameKind.BODY:
            salt, body = read_body(following)
        elif following.kind is FrameKind.STATEMENT:
            statement = following.payload
        elif following.kind is FrameKind.INCLUSION:
            proof = read_proof(following)
        else:
            gone = read_gone(following) == entry.index
    # Step 13: the body opens its commitment; it is present unless it was erased.
    if entry.body is None and (body or gone):
        raise RefusedError("malformed", {"why": "a body nobody committed to"})
    if entry.body is not None and not gone:
        if not body:
            raise RefusedError("missing-body", {"index": entry.index})
        commit = bytes.fromhex(entry.body.commit)
        check_commitment(salt, body, commit=commit)
        if entry.body.bucket != bucket_of(len(salt) + len(body)):
            raise RefusedError("wrong-commitment", {"why": "size class"})
    if (entry.statement is None) != (not statement):
        raise RefusedError("malformed", {"why": "a statement comes with its entry"})
    return Arrival(
        entry=entry,
        written=frame.payload,
        leaf=leaf_hash(frame.payload),
        salt=salt,
        body=body,
        commit=commit,
        statement=statement,
        gone=gone,
        proof=proof,
    )
