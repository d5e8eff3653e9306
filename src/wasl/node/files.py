"""Attachments: named by hash in an entry, asked for in a cursor, sent in parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from wasl.core import canonical
from wasl.core.entry import Entry, FileReference, read_entry
from wasl.core.errors import RefusedError
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import BodyRow, EntryRow, FileRow, LinkRow
from wasl.seal.body import close_file, open_file
from wasl.seal.frames import PART_LIMIT_BYTES, Frame, Part, part_frame
from wasl.seal.greeting import WANTS_LIMIT

FILE_LIMIT_BYTES = 8 * 1_048_576
PARTS_IN_ONE_DISPATCH = 4


def check_size(size: int) -> None:
    """An attachment of more than 8 MiB is refused ``too-large`` before its first byte."""
    if size > FILE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FILE_LIMIT_BYTES})


def keep_pending(
    turn: Turn,
    link: str,
    salt: bytes,
    references: Sequence[Mapping[str, Any]],
    contents: Sequence[bytes],
) -> None:
    """The attachments of a draft, closed under the salt its body will have."""
    for reference, content in zip(references, contents, strict=True):
        name = str(reference["sha256"])
        turn.put_file(
            FileRow(
                sha256=name,
                link=link,
                index=_pending(salt),
                size=len(content),
                media=str(reference["media"]),
                closed=close_file(salt, bytes.fromhex(name), content),
            )
        )


def settle(turn: Turn, link: str, salt: bytes, index: int) -> None:
    """The attachments of an act that got its place belong to its entry."""
    for row in turn.files_of(link, _pending(salt)):
        turn.put_file(replace(row, index=index))
    drop_pending(turn, link, salt)


def drop_pending(turn: Turn, link: str, salt: bytes) -> None:
    """The attachments of an act that will not be written are gone."""
    turn.destroy_body(link, _pending(salt))


def _pending(salt: bytes) -> int:
    """Where the attachments of an act lie that has no index yet: below every index."""
    return -1 - int.from_bytes(salt[:6])


def want(turn: Turn, entry: Entry) -> None:
    """The attachments an entry of theirs, or a healed one of ours, names are asked for."""
    added = [reference.sha256 for reference in entry.files or ()]
    if added:
        wanted = _wanted(turn, entry.link)
        places = [[name, entry.index] for name in added]
        turn.put_setting(_key(entry.link), canonical.dumps([*wanted, *places]))


def wanted_files(look: Look, link: str) -> list[str]:
    """The SHA-256 of attachments of a log that have not come yet, the oldest first."""
    return [name for name, _ in _wanted(look, link)][:WANTS_LIMIT]


def holds_file(look: Look, link: LinkRow, name: str) -> bool:
    """Whether an attachment is here, of an entry of either log."""
    return _held(look, link, name) is not None


def is_theirs(look: Look, link: LinkRow, name: str) -> bool:
    """Whether an attachment is of an entry of the partner's own log."""
    return look.file_in(name, link.theirs) is not None


def _held(look: Look, link: LinkRow, name: str) -> tuple[FileRow, BodyRow] | None:
    """An attachment and the body whose salt opens it.

    One of theirs is asked for by a partner that was restored: what it attached is lost there.
    """
    row = look.file_in(name, link.own) or look.file_in(name, link.theirs)
    body = look.body(row.link, row.index) if row is not None else None
    return (row, body) if row is not None and body is not None else None


def file_frames(look: Look, link: LinkRow, name: str) -> Iterator[list[Frame]]:
    """The parts of one attachment, a dispatch of them at a time; none if it is gone."""
    held = _held(look, link, name)
    if held is None:
        return
    row, body = held
    content = open_file(body.salt, bytes.fromhex(name), row.closed)
    parts = [
        Part(
            sha256=bytes.fromhex(name),
            offset=offset,
            content=content[offset : offset + PART_LIMIT_BYTES],
        )
        for offset in range(0, max(len(content), 1), PART_LIMIT_BYTES)
    ]
    for first in range(0, len(parts), PARTS_IN_ONE_DISPATCH):
        yield [part_frame(part) for part in parts[first : first + PARTS_IN_ONE_DISPATCH]]


def take_part(node: Node, turn: Turn, link: LinkRow, part: Part) -> None:
    """One stretch of an attachment; when it is whole and its hash is right it is kept.

    A part nobody asked for is dropped. Refuses ``too-large``, and ``wrong-commitment`` when the
    whole has another hash than its entry named.
    """
    name = part.sha256.hex()
    named = [*_named(turn, link.theirs, name), *_named(turn, link.own, name)]
    if not named:
        return
    size = max(reference.size for _, reference in named)
    check_size(size)
    arriving = node.session(link.own).parts
    gathered = arriving.pop(name, b"")
    if part.offset != len(gathered) or len(gathered) + len(part.content) > size:
        # Out of order, or sent twice: it is asked for again from its first byte.
        return
    gathered += part.content
    if len(gathered) < size:
        arriving[name] = gathered
        return
    for entry, reference in named:
        _complete(turn, entry, name, reference.media, gathered)


def _named(look: Look, link: str, name: str) -> list[tuple[Entry, FileReference]]:
    """The entries that still wait for this attachment, and what each says of it."""
    found = []
    for index in sorted({index for wanted, index in _wanted(look, link) if wanted == name}):
        row = look.entry(link, index)
        if row is not None:
            entry = read_entry(row.entry)
            found += [(entry, file) for file in entry.files or () if file.sha256 == name][:1]
    return found


def _complete(turn: Turn, entry: Entry, name: str, media: str, content: bytes) -> None:
    if sha256(content).hexdigest() != name:
        raise RefusedError("wrong-commitment", {"index": entry.index})
    body = turn.body(entry.link, entry.index)
    if body is not None:
        turn.put_file(_row(entry, name, media, body.salt, content))
    forget(turn, entry.link, entry.index, name)


def forget(turn: Turn, link: str, index: int, name: str = "") -> None:
    """An attachment (or all of an entry) is not asked for any more."""
    left = [
        [wanted, place]
        for wanted, place in _wanted(turn, link)
        if place != index or (name and wanted != name)
    ]
    turn.put_setting(_key(link), canonical.dumps(left))


def destroy(node: Node, turn: Turn, row: EntryRow) -> None:
    """Salt, body and attachments of one item are gone, from the disk and from memory."""
    turn.destroy_body(row.link, row.index)
    forget(turn, row.link, row.index)
    node.fresh.forget()
    node.untidy = True


def give_up(turn: Turn, link: LinkRow, name: str) -> None:
    """An attachment that the partner does not have is not asked for again.

    The same may lie here beside another entry: then it is taken from there.
    """
    held = _held(turn, link, name)
    for entry, reference in (*_named(turn, link.own, name), *_named(turn, link.theirs, name)):
        if held is None:
            forget(turn, entry.link, entry.index, name)
        else:
            row, body = held
            content = open_file(body.salt, bytes.fromhex(name), row.closed)
            _complete(turn, entry, name, reference.media, content)


def _row(entry: Entry, name: str, media: str, salt: bytes, content: bytes) -> FileRow:
    return FileRow(
        sha256=name,
        link=entry.link,
        index=entry.index,
        size=len(content),
        media=media,
        closed=close_file(salt, bytes.fromhex(name), content),
    )


def _wanted(look: Look, link: str) -> list[tuple[str, int]]:
    stored = look.setting(_key(link))
    return [(name, index) for name, index in canonical.loads(stored)] if stored else []


def _key(link: str) -> str:
    return f"wants/{link}"
