"""A level of risk from both sides: what each judged last, how they stand, what last was joint."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wasl.core.entry import read_entry
from wasl.core.exchange.level import last_joint, reading
from wasl.node.clock import stamp
from wasl.node.erasure import halves
from wasl.node.rows import EntryRow, LinkRow

ASSESSED = frozenset({"assess", "reassess"})

Told = dict[str, Any]


def level_sides(link: LinkRow, rows: Sequence[EntryRow]) -> Told:
    """Both levels side by side, by their codes: the reasons are in the items named.

    ``joint`` is the last level both agreed on. It stays the one that holds, with its date, while
    they disagree.
    """
    standing = [row for row in rows if not row.rule]
    o, r = halves(standing)
    if not o and not r:
        return {}
    joint = last_joint(o, r)
    return {
        "joint": joint
        and {"code": joint.code, "since": _told(joint.since), "until": _told(joint.until)},
        "ours": _last(rows, link.own),
        "reading": reading(o, r).value,
        "theirs": _last(rows, link.theirs),
    }


def _last(rows: Sequence[EntryRow], log: str) -> Told | None:
    """What one side judged last."""
    judged = [
        (row.index, place)
        for place, row in enumerate(rows)
        if row.link == log and row.move in ASSESSED and not row.rule
    ]
    if not judged:
        return None
    _, place = max(judged)
    row = rows[place]
    entry = read_entry(row.entry)
    return {
        "code": entry.code or "",
        "entry": row.leaf.hex(),
        "number": place + 1,
        "until": entry.due or "",
        "written": entry.written,
    }


def _told(moment: datetime | None) -> str:
    return stamp(moment) if moment else ""
