"""Checkpoints of a log, signed by its author and counter-signed by the other service.

Formats and vectors: ``docs/spec/checkpoint.md`` and ``docs/spec/cosignature.md``. Sources: C2SP
``tlog-checkpoint``, ``tlog-cosignature`` and ``tlog-witness``. A counter-signature is the receipt:
"I hold this log up to here", never "I accept what it says".
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_ROOT
from wasl.seal.note import (
    LINES_LIMIT,
    NOTE_LIMIT_BYTES,
    KeyKind,
    Line,
    Note,
    SigningKey,
    Verified,
    VerifyKey,
    is_node_name,
    key_name,
    sign,
    tree_head,
    verify,
)

_LINK = re.compile(r"[0-9a-f]{32}")
_RANDOM = re.compile(r"[0-9a-f]{16}")
_ORIGIN = re.compile(
    r"(?P<node>[^/]+)/wasl/(?P<link>[0-9a-f]{32})"
    r"/(?P<number>0|[1-9][0-9]{0,15})-(?P<random>[0-9a-f]{16})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One epoch of one log: two checkpoints of one origin that disagree prove a lie.

    ``link`` is 32 and ``random`` 16 lower-case hex digits, ``number`` is below 2^53; anything
    else is our bug (ValueError).
    """

    node: str
    link: str
    number: int
    random: str

    def __post_init__(self) -> None:
        """An origin that no checkpoint can name is never built."""
        if not is_node_name(self.node) or not 0 <= self.number < INTEGER_LIMIT:
            raise ValueError("an origin has the name of a node and the number of an epoch")
        if not _LINK.fullmatch(self.link) or not _RANDOM.fullmatch(self.random):
            raise ValueError("an origin names its link and its random in hex")

    def text(self) -> str:
        """The first line of a checkpoint."""
        return f"{self.node}/wasl/{self.link}/{self.number}-{self.random}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A log at one moment: which log, how many entries, the 32-byte root above them."""

    origin: Origin
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """A checkpoint that could not be read back is our bug (ValueError)."""
        if not 0 <= self.size < INTEGER_LIMIT or len(self.root) != 32:
            raise ValueError("a checkpoint has a size and a root of 32 bytes")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise ValueError("an empty log has the empty root")

    def text(self) -> str:
        """The note text: three lines and no extension lines."""
        return f"{self.origin.text()}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_origin(untrusted_text: str) -> Origin:
    """The origin that a first line names; refuses ``malformed-note``."""
    named = _ORIGIN.fullmatch(untrusted_text)
    if named is None or not is_node_name(named["node"]) or int(named["number"]) >= INTEGER_LIMIT:
        raise RefusedError("malformed-note", {"expected": "origin"})
    return Origin(
        node=named["node"],
        link=named["link"],
        number=int(named["number"]),
        random=named["random"],
    )


def read_checkpoint(note: Note) -> Checkpoint:
    """The checkpoint that a note states; no line is verified.

    Refuses ``malformed-note``: extension lines, an origin of another form, a number out of range,
    an empty log with another root than the empty one.
    """
    head = tree_head(note.text)
    if head is None:
        raise RefusedError("malformed-note", {"expected": "checkpoint"})
    return Checkpoint(origin=read_origin(head.origin), size=head.size, root=head.root)


def sign_checkpoint(
    checkpoint: Checkpoint,
    *,
    author: SigningKey,
    long_lived: SigningKey | None,
    time_seconds: int,
) -> Note:
    """The checkpoint signed by its author, with an ML-DSA-44 line where the key is given.

    Keys of another kind or of another node than the origin's are our bug (ValueError).
    """
    _require_kind([author], KeyKind.ED25519)
    keys = [author] if long_lived is None else [author, long_lived]
    _require_kind(keys[1:], KeyKind.LONG_LIVED)
    if any(key.name != key_name(checkpoint.origin.node) for key in keys):
        raise ValueError("a log is signed by its own author")
    text = checkpoint.text()
    return Note(text=text, lines=tuple(sign(text, key, time_seconds=time_seconds) for key in keys))


def verify_author(
    note: Note,
    author_keys: Sequence[VerifyKey],
    long_lived_keys: Sequence[VerifyKey],
    *,
    needs_long_lived: bool,
) -> int | None:
    """The checkpoint is its author's word; the time of its ML-DSA-44 line, if it has one.

    Only keys named after the node of the origin count. Refuses ``unknown-key`` without a line by
    an author key, ``bad-signature``, ``stripped-signature`` without a long-lived line where
    one is needed, ``malformed-note`` when it is no checkpoint (trust.md §8 step 8).
    """
    name = key_name(read_checkpoint(note).origin.node)
    _require_kind(author_keys, KeyKind.ED25519)
    _require_kind(long_lived_keys, KeyKind.LONG_LIVED)
    ours = [key for key in (*author_keys, *long_lived_keys) if key.name == name]
    _, stamp = _both_lines(verify(note, ours), KeyKind.ED25519, needs_long_lived=needs_long_lived)
    return stamp


def countersign(
    note: Note, witness: SigningKey, long_lived: SigningKey | None, time_seconds: int
) -> Note:
    """The note with our receipt under it; lines that claimed to be ours are left out.

    The caller has verified the note and stores the result before it leaves. Refuses
    ``too-large`` when the lines of others leave no room, ``malformed-note`` when it is no
    checkpoint. Keys of another kind, or of the log's own author, are our bug (ValueError).
    """
    _require_kind([witness], KeyKind.WITNESS)
    keys = [witness] if long_lived is None else [witness, long_lived]
    _require_kind(keys[1:], KeyKind.LONG_LIVED)
    author = key_name(read_checkpoint(note).origin.node)
    if any(key.name == author for key in keys):
        raise ValueError("nobody counter-signs his own log")
    added = tuple(sign(note.text, key, time_seconds=time_seconds) for key in keys)
    return with_lines(note, added)


def verify_countersignature(
    note: Note,
    witness_keys: Sequence[VerifyKey],
    long_lived_keys: Sequence[VerifyKey],
    *,
    needs_long_lived: bool,
) -> int:
    """The other service holds the log up to here; the time of its counter-signature.

    Keys named after the log's own author never count. Refuses ``unknown-key`` without a line by
    a witness key, ``bad-signature``, ``stripped-signature`` without a long-lived line where one
    is needed, ``malformed-note`` when it is no checkpoint.
    """
    author = key_name(read_checkpoint(note).origin.node)
    _require_kind(witness_keys, KeyKind.WITNESS)
    _require_kind(long_lived_keys, KeyKind.LONG_LIVED)
    theirs = [key for key in (*witness_keys, *long_lived_keys) if key.name != author]
    verified = verify(note, theirs)
    time_seconds, _ = _both_lines(verified, KeyKind.WITNESS, needs_long_lived=needs_long_lived)
    return time_seconds


def only_by(note: Note, keys: Sequence[VerifyKey]) -> Note:
    """The note under no lines but those of these keys: a stranger's were never verified."""
    known = {(key.name, key.key_id) for key in keys}
    return replace(
        note, lines=tuple(line for line in note.lines if (line.name, line.key_id) in known)
    )


def with_lines(note: Note, added: tuple[Line, ...]) -> Note:
    """The note with these lines last, and no other line that names the same keys.

    Refuses ``too-large`` beyond 32 lines or 64 KiB: lines may come from anybody.
    """
    ours = {(line.name, line.key_id) for line in added}
    kept = tuple(line for line in note.lines if (line.name, line.key_id) not in ours)
    signed = replace(note, lines=kept + added)
    if len(signed.lines) > LINES_LIMIT:
        raise RefusedError("too-large", {"limit_lines": LINES_LIMIT})
    room = NOTE_LIMIT_BYTES - len(note.text.encode()) - 1
    if sum(map(_line_bytes, signed.lines)) > room:
        raise RefusedError("too-large", {"limit": NOTE_LIMIT_BYTES})
    return signed


def _both_lines(
    verified: Sequence[Verified], kind: KeyKind, *, needs_long_lived: bool
) -> tuple[int, int | None]:
    """The times of the first line of ``kind`` and of the first long-lived line."""
    first = next((found for found in verified if found.key.kind is kind), None)
    if first is None:
        raise RefusedError("unknown-key", {"kind": kind.name})
    long_lived = [found for found in verified if found.key.kind is KeyKind.LONG_LIVED]
    if needs_long_lived and not long_lived:
        raise RefusedError("stripped-signature", {"kind": KeyKind.LONG_LIVED.name})
    return first.time_seconds, long_lived[0].time_seconds if long_lived else None


def _line_bytes(line: Line) -> int:
    """How long the line is when written: dash, two spaces, newline, name and base64."""
    return 6 + len(line.name.encode()) + 4 * ((4 + len(line.blob) + 2) // 3)


def _require_kind(keys: Sequence[SigningKey] | Sequence[VerifyKey], kind: KeyKind) -> None:
    if any(key.kind is not kind for key in keys):
        raise ValueError(f"expected keys of kind {kind.name}")
