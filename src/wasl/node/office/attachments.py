"""Attachments on their way: how far each is, what is held back, and how much a day may bring."""

from collections.abc import Mapping
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.node import audit, files, quota
from wasl.node.accounts import officer_of, own_draft, signatory
from wasl.node.attachment import part_of, split
from wasl.node.audit import house_line
from wasl.node.files import pending_place
from wasl.node.node import Node
from wasl.node.office.asked import read_stretch
from wasl.node.office.finding import find_entry
from wasl.node.ports import Turn
from wasl.node.sent_files import read_file, read_list
from wasl.seal.parts import FILE_LIMIT_BYTES, PART_BYTES

# Whose business room on the disk is, and who decides what is fetched.
MAY_TAKE = frozenset({OfficerRole.CUSTODIAN, OfficerRole.HANDLER, OfficerRole.HEAD})
MAY_SET = frozenset({OfficerRole.CUSTODIAN})

DAY_LIMIT_BYTES = 512 * FILE_LIMIT_BYTES

Told = dict[str, Any]


def attachments(node: Node, turn: Turn) -> list[Told]:
    """Link by link the quota of the day, and every attachment of theirs that is not here whole."""
    told = []
    for link in turn.links():
        places = [*files.wanted_places(turn, link.theirs), *files.held_back(turn, link.theirs)]
        indexes = sorted({index for _, index in places})
        rows = [row for index in indexes if (row := turn.entry(link.theirs, index))]
        told.append(
            {
                "coming": [
                    {
                        "case": row.case,
                        "entry": row.leaf.hex(),
                        "files": files.on_the_way(turn, row),
                    }
                    for row in rows
                ],
                "day_bytes": quota.day_bytes(turn, link.own),
                "partner": link.partner,
                "spent_bytes": quota.spent_today(node, turn, link.own),
            }
        )
    return told


def attach_held(
    node: Node, turn: Turn, *, draft: str, entry: str, file: Mapping[str, Any], officer: str
) -> Told:
    """A stretch of an attachment of a held item goes to a draft that names it; how far it is.

    ``file`` holds its ``sha256``, and as ``first`` the byte to begin with. The item is read for
    it, for its own purpose. Refuses ``no-such-draft``, ``role-lacking`` to another than its
    drafter, ``no-such-file``, and as ``find_entry`` and ``open_item`` do.
    """
    kept = own_draft(turn, draft, officer)
    name, first = read_stretch(file)
    link, row = find_entry(turn, entry)
    said = read_entry(row.entry)
    reader = officer_of(turn, officer)
    audit.open_item(node, turn, node.book(turn, link), row, reader, said.purpose or "")
    named = canonical.loads(kept.act).get("files") or ()
    place = pending_place(kept.link, kept.salt)
    listed = next((each.parts for each in said.files or () if each.sha256 == name), None)
    if listed and not first:
        files.bring(turn, place, named, part_of(listed, 0, read_list(turn, row, listed)))
    here, of = 0, 0
    for number, part in enumerate(split(read_file(turn, row, name, first=first))):
        at = first + number * PART_BYTES
        here, of = files.bring(turn, place, named, part_of(name, at, part))
    return {"here": here, "of": of}


def attachment_quota(
    node: Node, turn: Turn, *, officer: str, partner: str, day_bytes: int
) -> Told:
    """The custodian says how many bytes of attachments this partner may bring in a day.

    Refuses ``no-such-partner``, ``role-lacking`` and ``too-large``.
    """
    link = node.link_with(turn, partner)
    row = officer_of(turn, officer)
    signatory(node, row, MAY_SET)
    if not 0 <= day_bytes <= DAY_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": DAY_LIMIT_BYTES})
    quota.set_day_bytes(turn, link.own, day_bytes)
    house_line(node, turn, row, {"act": "quota", "partner": partner, "bytes": str(day_bytes)})
    return {"day_bytes": day_bytes, "partner": partner}


def attachment_take(node: Node, turn: Turn, *, entry: str, officer: str) -> Told:
    """What the quota held back of an item is fetched all the same, on an officer's word.

    Refuses ``role-lacking``, and ``no-such-file`` where nothing of it is held back.
    """
    link, row = find_entry(turn, entry)
    reader = officer_of(turn, officer)
    signatory(node, reader, MAY_TAKE)
    theirs = row.link == link.theirs
    taken = files.take_held(node, turn, link, row.index) if theirs else 0
    if not taken:
        raise RefusedError("no-such-file", {"entry": row.leaf.hex()[:16]})
    facts = {"act": "take-attachment", "case": read_entry(row.entry).case, "item": row.leaf.hex()}
    house_line(node, turn, reader, facts)
    return {"entry": row.leaf.hex(), "taken": taken}
