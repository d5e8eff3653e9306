"""Their counter-signature on our log: the receipt, kept with the checkpoint it covers."""

import struct
from dataclasses import replace
from datetime import UTC, datetime

from wasl.core.errors import RefusedError
from wasl.node.book import Book, root_at
from wasl.node.guard import make_firm
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.rows import CheckpointRow, LogRow
from wasl.seal.cosign import (
    Checkpoint,
    only_by,
    read_checkpoint,
    verify_author,
    verify_countersignature,
    with_lines,
)
from wasl.seal.note import TIME_LIMIT_SECONDS, Note, key_name, read_note, write_note

COUNTERSIGNATURE_BYTES = 8 + 64  # time and Ed25519 signature (tlog-cosignature, type 0x04)


def countersigned_at(note: bytes) -> datetime | None:
    """The time a held checkpoint says it was counter-signed at; None where it was not.

    A counter-signature is put last, behind whatever lines of strangers came with the head.
    """
    for line in reversed(read_note(note).lines):
        if len(line.blob) == COUNTERSIGNATURE_BYTES:
            (seconds,) = struct.unpack(">Q", line.blob[:8])
            if seconds <= TIME_LIMIT_SECONDS:  # beyond, it was never verified: nobody's line
                return datetime.fromtimestamp(seconds, UTC)
    return None


def accept(node: Node, turn: Turn, book: Book, untrusted_note: bytes) -> bool:
    """A receipt is kept if it covers more than the last one; whether it did.

    Refuses ``malformed-note``, ``wrong-origin``, ``forked-log`` (a root that is not ours at that
    size; ``stale-epoch`` where it is of an earlier run) and what the verification of lines
    refuses (``unknown-key``, ``bad-signature``, ``stripped-signature``).
    """
    note = read_note(untrusted_note)
    checkpoint = read_checkpoint(note)
    own = node.own_log(turn, book.link.own)
    if (checkpoint.origin.link, checkpoint.origin.node) != (own.link, node.identity.node):
        raise RefusedError("wrong-origin", {"size": checkpoint.size})
    if checkpoint.size <= own.countersigned:
        return False
    if checkpoint.size > own.size:
        # We were restored: the entries it covers come back first.
        return False
    note = _verified(turn, book, own, checkpoint, note)
    if root_at(turn, own, checkpoint.size) != checkpoint.root:
        node.doubt(own.link)
        raise RefusedError(_another_root(node, own, checkpoint), {"size": checkpoint.size})
    written = write_note(_beside_ours(turn, own, checkpoint.size, note))
    turn.put_checkpoint(CheckpointRow(link=own.link, size=checkpoint.size, note=written))
    turn.swap_log(
        replace(
            own,
            countersigned=checkpoint.size,
            receipt=written,
            head=written if checkpoint.size == own.size else own.head,
        ),
        size=own.size,
        peaks=own.peaks,
    )
    make_firm(turn, own, checkpoint.size)
    session = node.session(own.link)
    session.their_held = max(session.their_held, checkpoint.size)
    return True


def _is_our_head(own: LogRow, note: Note) -> bool:
    """Whether this is the head we hold, under the lines we gave it and no other that says ours.

    Then they need not be verified again. A further line in our name is verified, and refused.
    """
    if not own.head:
        return False
    held = read_note(own.head)
    name = key_name(own.author)
    ours = [line for line in note.lines if line.name == name]
    return held.text == note.text and ours == [line for line in held.lines if line.name == name]


def _another_root(node: Node, own: LogRow, checkpoint: Checkpoint) -> str:
    """A receipt for another root than ours: a fork, but for one that is of an earlier run.

    When both services came back from backups, what they had lost was written anew, and a receipt
    for it may still be on the road: it tells of the loss, and accuses nobody.
    """
    epoch = node.session(own.link).epoch
    origin = checkpoint.origin
    running = epoch is not None and (origin.number, origin.random) == (epoch.n, epoch.r)
    return "forked-log" if running else "stale-epoch"


def _beside_ours(turn: Turn, own: LogRow, size: int, note: Note) -> Note:
    """The receipt with every line we had given this head, also those that did not come back."""
    held = turn.checkpoint(own.link, size)
    before = read_note(held.note) if held else note
    return with_lines(before, note.lines) if before.text == note.text else note


def _verified(turn: Turn, book: Book, own: LogRow, checkpoint: Checkpoint, note: Note) -> Note:
    """The receipt under the lines of both, valid, with ML-DSA where what is covered needs it."""
    governs = book.governs(ours=True, start=own.countersigned, stop=checkpoint.size)
    mine = book.keys_of(ours=True, size=checkpoint.size)
    if not _is_our_head(own, note):
        verify_author(note, mine.author_keys(), mine.long_lived_keys(), needs_long_lived=False)
    held = turn.log(book.link.theirs)
    theirs = book.keys_of(ours=False, size=held.size if held else 0)
    verify_countersignature(
        note, theirs.witness_keys(), theirs.long_lived_keys(), needs_long_lived=governs
    )
    own_keys = (*mine.author_keys(), *mine.long_lived_keys())
    return only_by(note, [*own_keys, *theirs.witness_keys(), *theirs.long_lived_keys()])
