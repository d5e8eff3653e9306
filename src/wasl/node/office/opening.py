"""The body of an item, and its attachments, each after the line that says who reads it and why."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.exchange.body import read_body
from wasl.core.exchange.notice import Notified, masses
from wasl.core.policy.judge import rule_of
from wasl.node import audit, files
from wasl.node.accounts import officer_of
from wasl.node.ahead import copy_named
from wasl.node.audit import Reading
from wasl.node.node import Node
from wasl.node.office import passing
from wasl.node.office.asked import read_stretch
from wasl.node.office.finding import find_entry, marking_of
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow
from wasl.node.sent_files import read_file

Told = dict[str, Any]


def open_entry(node: Node, turn: Turn, *, entry: str, officer: str, purpose: str) -> Told:
    """The body of one item for an officer with a purpose; the audit line is in the same turn.

    Refuses as ``find_entry`` and ``open_item`` do.
    """
    row, reading = _open(node, turn, entry, officer, purpose)
    far = {told["sha256"]: told for told in files.progress(turn, row)}
    said = reading.entry
    return {
        "body": canonical.loads(reading.body),
        "case": row.case,
        "entry": row.leaf.hex(),
        "files": [
            {
                "come": far[file.sha256]["here"] == far[file.sha256]["of"],
                "handling": [code.value for code in file.handling],
                "held": far[file.sha256]["held"],
                "here": far[file.sha256]["here"],
                "media": file.media,
                "of": far[file.sha256]["of"],
                "sha256": file.sha256,
                "size": file.size,
            }
            for file in said.files or ()
        ],
        "grading": said.grading.model_dump() if said.grading else None,
        "kind": row.kind,
        "masses": _masses(row, reading),
        "lang": said.lang.model_dump(exclude_none=True) if said.lang else None,
        "move": row.move,
        "onward": passing.checked_onward(turn, row, reading),
        "retain_until": said.retain_until or "",
        "standing": reading.standing.value,
        "written": said.written,
        **marking_of(said),
    }


def _masses(row: EntryRow, reading: Reading) -> list[Told]:
    """What a notice counted, in kilograms where that can be told, with the table it is told by."""
    rule = rule_of(row.kind, row.move)
    if rule is None or rule.body is not Notified:
        return []
    return [asdict(mass) for mass in masses(read_body(Notified, reading.body))]


def open_file(
    node: Node, turn: Turn, *, entry: str, officer: str, purpose: str, file: Mapping[str, Any]
) -> Told:
    """A stretch of an attachment of an item (base64), 8 MiB or what is left.

    ``file`` holds its ``sha256``, and as ``first`` the byte to begin with.
    Read as the item itself is: each stretch by a line of its own.

    Refuses as ``open_entry`` does, and ``no-such-file`` for one that has not come.
    """
    name, first = read_stretch(file)
    row, _ = _open(node, turn, entry, officer, purpose)
    content = read_file(turn, row, name, first=first)
    named = read_entry(row.entry).files or ()
    said = next(each for each in named if each.sha256 == name)
    return {
        "content": b64encode(content).decode(),
        "media": said.media,
        "sha256": name,
        "size": said.size,
    }


def _open(
    node: Node, turn: Turn, entry: str, officer: str, purpose: str
) -> tuple[EntryRow, Reading]:
    reader = officer_of(turn, officer)
    copy = copy_named(turn, entry)
    if copy is not None:
        book = next(node.book(turn, link) for link in turn.links() if link.theirs == copy.row.link)
        return copy.row, audit.open_ahead(node, turn, book, copy, reader, purpose)
    link, row = find_entry(turn, entry)
    return row, audit.open_item(node, turn, node.book(turn, link), row, reader, purpose)
