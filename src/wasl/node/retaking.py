"""What we signed alone, and nobody took, is taken back: its acts wait for the next epoch.

trust.md §7: where a partner holds another log of ours (this machine is an image of what it once
was, its guard with it), the refused epoch was never counter-signed, so it binds nobody; the node
heals and issues its acts again.
"""

from collections.abc import Sequence
from dataclasses import replace

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE
from wasl.node import files, guard
from wasl.node.act import PLACED, Act
from wasl.node.book import Book
from wasl.node.desk import wait
from wasl.node.folding import begin_anew
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow, LogRow
from wasl.seal.body import open_body


def take_back(node: Node, turn: Turn, book: Book) -> LogRow:
    """Our log without what was signed in no confirmed epoch; those acts wait, the first first.

    What an officer signed is not changed: an act that cites another one taken back may no longer
    stand when its turn comes, and is kept as a refusal an officer can read.
    """
    own = node.own_log(turn, book.link.own)
    size = guard.firm_size(turn, own)
    if size == own.size:
        return own
    acts = _acts(node, turn, turn.entries(own.link, size, own.size))
    later = turn.waiting(own.link)
    turn.drop_waiting([row.number for row in later])
    for act in acts:
        wait(node, turn, book, act)
    for row in later:
        turn.add_waiting(row)
    turn.drop_entries(own.link, size)
    begin_anew(turn)
    held = turn.checkpoint(own.link, size)
    short = replace(
        own,
        size=size,
        peaks=EMPTY_RANGE.extend(turn.leaves(own.link, 0, size)).to_bytes(),
        head=held.note if held else b"",
        long_lived_us=0,
    )
    turn.swap_log(short, size=own.size, peaks=own.peaks)
    guard.make_firm(turn, short, own.size)
    node.fresh.drop(own.link)
    node.forget(own.link)
    return short


def _acts(node: Node, turn: Turn, rows: Sequence[EntryRow]) -> list[Act]:
    """The acts of these entries as they were before they got their places.

    One whose body was destroyed since is not issued again: there is nothing left to say.
    """
    bodies = {row.index: row for row in turn.bodies(rows[0].link, rows[0].index, _end(rows))}
    acts = []
    for row in rows:
        entry = read_entry(row.entry)
        body = bodies.get(row.index)
        if entry.body is not None and body is None:
            gone = RefusedError("item-gone", {"index": row.index})
            about = {"kind": entry.kind, "move": entry.move, "case": entry.case}
            node.note_refusal(turn, row.link, "desk", gone, about=about)
            continue
        statement = turn.statement(entry.statement) if entry.statement else None
        fields = canonical.loads(row.entry)
        if body is not None:
            files.unsettle(turn, row.link, body.salt, row.index)
        acts.append(
            Act(
                fields={name: said for name, said in fields.items() if name not in PLACED},
                salt=body.salt if body else b"",
                body=open_body(body.salt, body.closed) if body else b"",
                files=tuple(file.sha256 for file in entry.files or ()),
                statement=statement.note if statement else b"",
            )
        )
    return acts


def _end(rows: Sequence[EntryRow]) -> int:
    return rows[-1].index + 1
