"""Our logs and copies, checked again from the first leaf, as a third person would."""

from collections.abc import Callable, Sequence
from typing import Any

from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE, Range, leaf_hash
from wasl.node.book import Book
from wasl.node.node import Node
from wasl.node.ports import Look
from wasl.node.rows import EntryRow, LogRow
from wasl.seal.body import open_body
from wasl.seal.cosign import read_checkpoint, verify_author, verify_countersignature
from wasl.seal.note import read_note

Progress = Callable[[int, int], None]
PIECE = 1_000

Told = dict[str, Any]


def log_verify(node: Node, look: Look, progress: Progress) -> list[Told]:
    """Every log of this node from its first leaf: tree, heads, counter-signatures, bodies.

    Nothing is trusted but the key statements met in person. A log that does not hold is told
    with the first bad index; nothing is changed.
    """
    logs = [
        (node.book(look, link), row)
        for link in look.links()
        for row in (look.log(link.own), look.log(link.theirs))
        if row is not None
    ]
    total = sum(row.size for _, row in logs)
    done = 0
    found = []
    for book, row in logs:
        found.append(_verify(look, book, row, _from(progress, done, total)))
        done += row.size
    return found


def _verify(look: Look, book: Book, log: LogRow, progress: Callable[[int], None]) -> Told:
    told: Told = {
        "author": log.author,
        "bodies": 0,
        "countersigned": log.countersigned,
        "gone": 0,
        "link": log.link,
        "size": log.size,
        "sound": True,
        "why": "",
    }
    tree = EMPTY_RANGE
    checkpoints = {row.size: row.note for row in look.checkpoints(log.link, 0, log.size + 1)}
    try:
        for start in range(0, log.size, PIECE):
            for row in _piece(look, log, start, told):
                tree = tree.append(row.leaf)
                if tree.size in checkpoints:
                    _head(look, book, log, checkpoints[tree.size], tree)
            progress(min(start + PIECE, log.size))
        if tree.size != log.size or tree.to_bytes() != log.peaks:
            raise RefusedError("wrong-root", {"size": log.size})
    except RefusedError as refusal:
        told |= {"sound": False, "why": refusal.rule, **dict(refusal.detail)}
    return told


def _piece(look: Look, log: LogRow, start: int, told: Told) -> Sequence[EntryRow]:
    """One stretch of a log: leaves are the hashes of their bytes, bodies open their commitment."""
    rows = look.entries(log.link, start, start + PIECE)
    bodies = {row.index: row for row in look.bodies(log.link, start, start + PIECE)}
    for place, row in enumerate(rows):
        if row.index != start + place or leaf_hash(row.entry) != row.leaf:
            raise RefusedError("wrong-root", {"index": start + place})
        entry = read_entry(row.entry)
        body = bodies.get(row.index)
        if entry.body is not None:
            told["gone" if body is None else "bodies"] += 1
        if body is not None:
            if entry.body is None:
                raise RefusedError("wrong-commitment", {"index": row.index})
            open_body(body.salt, body.closed)
            if body.closed[:32].hex() != entry.body.commit:
                raise RefusedError("wrong-commitment", {"index": row.index})
    return rows


def _head(look: Look, book: Book, log: LogRow, note_bytes: bytes, tree: Range) -> None:
    """A stored head is the root of the leaves before it, under lines of keys in force there."""
    note = read_note(note_bytes)
    checkpoint = read_checkpoint(note)
    ours = log.author == book.node
    keys = book.keys_of(ours=ours, size=tree.size)
    verify_author(note, keys.author_keys(), keys.long_lived_keys(), needs_long_lived=False)
    if tree.root() != checkpoint.root:
        raise RefusedError("wrong-root", {"size": tree.size})
    if tree.size == log.countersigned:
        other = look.log(book.link.theirs if ours else book.link.own)
        theirs = book.keys_of(ours=not ours, size=other.size if other else 0)
        verify_countersignature(
            note, theirs.witness_keys(), theirs.long_lived_keys(), needs_long_lived=False
        )


def _from(progress: Progress, done: int, total: int) -> Callable[[int], None]:
    """Progress within one log, told as progress in all of them."""
    return lambda at: progress(done + at, total)
