"""Posts through the door: what goes to one or comes from one, what each holds, which there are."""

from typing import Any

from wasl.core import canonical
from wasl.core.entry import Entry, FileReference, read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.force import recognition_of
from wasl.core.terms import OfficerRole
from wasl.node import audit, posts, withdrawal
from wasl.node.accounts import officer_of
from wasl.node.clock import stamp
from wasl.node.erasure import kept_until, standing_of
from wasl.node.node import Node
from wasl.node.office.finding import find_entry, marking_of, opening_of, rows_of
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow

# What an entry says of itself that its copy says too; officers, place and commitment are its own.
KEPT = (
    "basis",
    "caveats",
    "code",
    "dossier",
    "due",
    "grading",
    "handling",
    "likelihood",
    "offer_until",
    "precedence",
    "purpose",
    "tlp",
    "urgency",
)
NOT_TAKEN = ("decided_by",)  # the id of an officer of another node says nothing here

STOPS = frozenset({OfficerRole.CUSTODIAN, OfficerRole.DUTY, OfficerRole.HEAD})

Told = dict[str, Any]


def post_copy(node: Node, turn: Turn, *, entry: str, officer: str, partner: str) -> Told:
    """The act by which an item goes to a post of ours, or one of a post's goes on: a wish.

    The item is read for it, for its own purpose; its attachments are announced and taken over by
    ``attach_held`` once there is a draft. Refuses ``no-post`` where neither side is a
    post, ``not-passed`` for what opens no case or speaks of items that are not there, and as
    ``find_entry`` and ``open_item`` do.
    """
    link, row = find_entry(turn, entry)
    to = node.link_with(turn, partner)
    if to.own == link.own or not (
        posts.is_post(turn, partner) or posts.is_post(turn, link.partner)
    ):
        raise RefusedError("no-post", {"partner": partner})
    _, rows = rows_of(turn, f"{row.case}@{link.partner}")
    if row.rule or opening_of(rows).leaf != row.leaf:
        raise RefusedError("not-passed", {"move": row.move})
    said = read_entry(row.entry)
    wish: Told = {
        "fields": {**_fields(turn, row, said), **_about(turn, said, to)},
        "flash": False,
        "kind": row.kind,
        "move": row.move,
    }
    if said.body is not None:
        reader = officer_of(turn, officer)
        book = node.book(turn, link)
        reading = audit.open_item(node, turn, book, row, reader, said.purpose or "")
        body = canonical.loads(reading.body)
        wish["body"] = {name: part for name, part in body.items() if name not in NOT_TAKEN}
        wish["attached"] = [_announced(turn, row, file) for file in said.files or ()]
    return wish


def _announced(look: Look, row: EntryRow, file: FileReference) -> Told:
    """An attachment that goes along, its bytes after the draft; whole, or ``no-such-file``."""
    if look.file_at(file.sha256, row.link, row.index) is None:
        raise RefusedError("no-such-file", {"file": file.sha256[:16]})
    return {
        "handling": [code.value for code in file.handling],
        "media": file.media,
        "parts": file.parts or "",
        "sha256": file.sha256,
        "size": file.size,
    }


def _fields(look: Look, row: EntryRow, said: Entry) -> Told:
    """Codes and marking as they are; kept no longer than the item; what speaks of items anew."""
    stated = said.model_dump(mode="json", exclude_none=True)
    fields = {name: stated[name] for name in KEPT if name in stated}
    if until := kept_until(look, row):
        fields["retain_until"] = stamp(until)
    if said.lang is not None:
        fields["lang"] = {"authentic": said.lang.authentic.value}
    if row.kind not in withdrawal.NO_ITEMS:
        fields["case"] = row.case
    return fields


def _about(look: Look, said: Entry, to: LinkRow) -> Told:
    """The items it speaks of, as they lie on the other link; refuses ``not-passed``."""
    found = []
    for cited in look.entries_by_leaf([bytes.fromhex(leaf) for leaf in said.about or ()]):
        rows = look.entries_of_cases([cited.case]) if cited.case else ()
        there = [
            row.leaf.hex()
            for row in rows
            if row.link in {to.own, to.theirs} and (row.kind, row.move) == (cited.kind, cited.move)
        ]
        if not there:
            raise RefusedError("not-passed", {"item": cited.leaf.hex()[:16]})
        found += there[:1]
    return {"about": found} if found else {}


def post_under(node: Node, turn: Turn, *, service: str) -> Told:
    """From now on this node is a post of that service; refuses as ``put_under``."""
    posts.put_under(turn, service)
    return {"service": service}


def post_lost(node: Node, turn: Turn, *, officer: str, post: str) -> Told:
    """A post is lost: nothing of it is opened any more, and nothing goes to it.

    One officer suffices, because it only stops; there is no way back but a post founded anew.
    Refuses ``role-lacking`` and ``no-post``.
    """
    reader = officer_of(turn, officer)
    role = next((role for role in reader.roles if role in STOPS), "")
    if not role:
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(STOPS))})
    posts.lose(turn, post)
    audit.house_line(node, turn, reader, {"act": "lost", "post": post, "role": role})
    return {"holds": len(post_held(node, turn, post=post)), "post": post}


def post_list(node: Node, turn: Turn) -> Told:
    """Whose post this is, and every post of ours: how far it is, how much it holds."""
    return {
        "parent": posts.parent_of(turn),
        "posts": [_post(node, turn, link) for link in posts.post_links(turn)],
    }


def _post(node: Node, look: Look, link: LinkRow) -> Told:
    own = node.own_log(look, link.own)
    book = node.book(look, link)
    return {
        "lost": posts.is_lost(look, link.partner),
        "holds": len(withdrawal.items_they_hold(node, look, book)),
        "overtaken": len(posts.overtaken(node, look, link)),
        "post": link.partner,
        "recognised": recognition_of(book.own),
        "unreceipted": own.size - own.countersigned + len(look.waiting(link.own)),
    }


def post_held(node: Node, turn: Turn, *, post: str) -> list[Told]:
    """Everything a post holds of what it was passed: whose it is, and how it stands here.

    Refuses ``no-such-partner`` and ``no-post``.
    """
    link = node.link_with(turn, post)
    if not posts.is_post(turn, post):
        raise RefusedError("no-post", {"partner": post})
    overtaken = {row.leaf for row in posts.overtaken(node, turn, link)}
    return [
        {
            "case": row.case,
            "entry": row.leaf.hex(),
            "kind": row.kind,
            "move": row.move,
            "overtaken": row.leaf in overtaken,
            "owners": posts.owners_of(turn, row) or [node.identity.node],
            "standing": standing_of(node, turn, row).value,
            "written": entry.written,
            **marking_of(entry),
        }
        for row, entry in withdrawal.items_they_hold(node, turn, node.book(turn, link))
    ]
