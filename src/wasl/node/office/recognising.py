"""Who recognised whom on a link, act by act: each side's own word, by which office, since when."""

from typing import Any

from wasl.core.entry import read_entry
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow
from wasl.seal.note import read_note
from wasl.seal.recognition import read_recognition

Told = dict[str, Any]


def recognition_acts(node: Node, turn: Turn, *, partner: str) -> list[Told]:
    """Every act of recognition between us and a partner, the newest first, on both sides.

    Refuses ``no-such-partner``.
    """
    link = node.link_with(turn, partner)
    rows = [
        row
        for log in (link.own, link.theirs)
        for row in turn.entries_of_kinds(log, ("recognition",))
        if not row.rule
    ]
    rows.sort(key=lambda row: row.at_us, reverse=True)
    return [_told(turn, row, ours=row.link == link.own) for row in rows]


def _told(look: Look, row: EntryRow, *, ours: bool) -> Told:
    """One act, and what its statement says where it has one."""
    entry = read_entry(row.entry)
    kept = look.statement(entry.statement) if entry.statement else None
    said = read_recognition(read_note(kept.note)) if kept is not None else None
    return {
        "case": row.case,
        "decided_by": said.decided_by if said else "",
        "decided_on": said.decided_on if said else "",
        "entry": row.leaf.hex(),
        "move": row.move,
        "office": said.office if said else "",
        "ours": ours,
        "until": said.until if said else "",
        "written": entry.written,
    }
