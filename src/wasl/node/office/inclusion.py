"""One entry as it is proved, and the signed heads of a log: what a person sees before a file."""

from typing import Any

from wasl.core.entry import read_entry
from wasl.core.log import climb
from wasl.node.clock import stamp
from wasl.node.erasure import standing_of
from wasl.node.folding import inclusion_in
from wasl.node.node import Node
from wasl.node.office.extracting import checkpoint_over
from wasl.node.office.finding import find_known
from wasl.node.ports import Look, Turn
from wasl.node.receipts import countersigned_at
from wasl.node.rows import CheckpointRow
from wasl.seal.cosign import read_checkpoint
from wasl.seal.note import read_note

HEADS = 20
STRETCH = 1_000

Told = dict[str, Any]


def proof(node: Node, turn: Turn, *, entry: str, officer: str = "") -> Told:
    """The way from the leaf of an entry to a signed root, hash by hash, without its body.

    Refuses as ``find_known`` does, and ``no-receipt`` for an entry under no checkpoint.
    """
    link, row = find_known(turn, entry, officer)
    log = node.own_log(turn, row.link)
    head = checkpoint_over(turn, log, row.index)
    size = read_checkpoint(read_note(head)).size
    hashes = inclusion_in(turn, log.link, row.index, size)
    steps = climb(leaf=row.leaf, index=row.index, size=size, proof=hashes)
    written = read_entry(row.entry)
    return {
        "body": written.body is not None and turn.has_body(row.link, row.index),
        "case": row.case,
        "commitment": written.body.commit if written.body is not None else "",
        "head": told_head(head),
        "index": row.index,
        "kind": row.kind,
        "leaf": row.leaf.hex(),
        "move": row.move,
        "ours": row.link == link.own,
        "partner": link.partner,
        "rule": row.rule or row.body_rule,
        "standing": standing_of(node, turn, row).value if written.body is not None else "",
        "steps": [
            {
                "before": step.before,
                "computed": step.computed.hex(),
                "given": step.given.hex(),
                "start": step.start,
                "stop": step.stop,
            }
            for step in steps
        ],
        "written": written.written,
    }


def log_heads(node: Node, turn: Turn, *, partner: str, ours: bool, before: int) -> Told:
    """Twenty signed heads of one log of a link, the newest first, and who signed each.

    ``before`` is the size the page ends below; below nought: the newest. Refuses
    ``no-such-partner``.
    """
    link = node.link_with(turn, partner)
    log = node.own_log(turn, link.own) if ours else node.their_log(turn, link.theirs)
    stop = before if 0 <= before <= log.size else log.size + 1
    rows = _newest(turn, log.link, stop)
    return {
        "countersigned": log.countersigned,
        "heads": [told_head(row.note) for row in reversed(rows[-HEADS:])],
        "link": log.link,
        "next": rows[-HEADS].size if len(rows) > HEADS else 0,
        "partner": partner,
        "size": log.size,
    }


def _newest(look: Look, log: str, stop: int) -> list[CheckpointRow]:
    """The last heads below a size, and one more where there is one; the log is not read whole."""
    found: list[CheckpointRow] = []
    while stop > 0 and len(found) <= HEADS:
        start = max(0, stop - STRETCH)
        found = [*look.checkpoints(log, start, stop), *found]
        stop = start
    return found


def told_head(note_bytes: bytes) -> Told:
    """A signed head: its log, its size and root, its author, and its receipt where it has one."""
    note = read_note(note_bytes)
    checkpoint = read_checkpoint(note)
    received = countersigned_at(note_bytes)
    author = checkpoint.origin.node
    return {
        "author": author,
        "origin": checkpoint.origin.text(),
        "received": stamp(received) if received is not None else "",
        "received_by": next(
            (line.name.partition("/")[0] for line in note.lines if not _by(line.name, author)), ""
        ),
        "root": checkpoint.root.hex(),
        "size": checkpoint.size,
    }


def _by(name: str, node: str) -> bool:
    return name.partition("/")[0] == node
