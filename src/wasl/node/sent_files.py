"""Attachments that go out, in the parts a cursor asked for, and are read by an officer.

What a partner asked for lies in the store: a node that lives for one verb answers a bundle with
the next one, and a killed node goes on.
"""

from collections.abc import Iterator, Sequence

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.node import files
from wasl.node.attachment import Place
from wasl.node.ports import Look, Turn
from wasl.node.recalls import is_taken_back
from wasl.node.rows import EntryRow, FileRow, LinkRow
from wasl.seal.body import open_file
from wasl.seal.frames import Frame, Part, part_frame
from wasl.seal.greeting import Cursor
from wasl.seal.parts import PART_BYTES, missing_stretches, offsets_in

PARTS_IN_ONE_DISPATCH = 4
SLICE_PARTS = 8  # of an attachment that is read through the door, in one answer

Asked = list[tuple[str, list[tuple[int, int]]]]


def holds_file(look: Look, link: LinkRow, name: str) -> bool:
    """Whether an attachment, or a list of parts, is here whole, of an entry of either log."""
    return _held(look, link, name) is not None


def _held(look: Look, link: LinkRow, name: str) -> tuple[FileRow, Place] | None:
    """An attachment and the salt that opens it.

    One of theirs is asked for by a partner that was restored: what it attached is lost there.
    """
    row = _given(look, link, name) or look.file_in(name, link.theirs)
    body = look.body(row.link, row.index) if row is not None else None
    if row is None or body is None:
        return None
    return row, Place(link=row.link, index=row.index, salt=body.salt)


def _given(look: Look, link: LinkRow, name: str) -> FileRow | None:
    """An attachment of ours by the first item that has it and is not taken back."""
    row = look.file_in(name, link.own)
    while row is not None and _is_taken_back(look, row):
        row = look.file_in(name, link.own, after=row.index)
    return row


def _is_taken_back(look: Look, file: FileRow) -> bool:
    row = look.entry(file.link, file.index)
    return row is not None and is_taken_back(look, row)


def is_held_back(look: Look, link: LinkRow, name: str) -> bool:
    """Whether an attachment of ours is here and goes to nobody: its items are taken back."""
    return _held(look, link, name) is None and look.file_in(name, link.own) is not None


def is_theirs(look: Look, link: LinkRow, name: str) -> bool:
    """Whether an attachment is of an entry of the partner's own log."""
    return look.file_in(name, link.theirs) is not None


def note_asked(turn: Turn, cursor: Cursor, names: Sequence[str]) -> None:
    """What the last cursor of a log asked for takes the place of what an earlier one did."""
    stretches: dict[str, list[tuple[int, int]]] = {}
    for name, first, stop in cursor.ranges or ():
        stretches.setdefault(name, []).append((first, stop))
    _keep(turn, cursor.link, [(name, stretches.get(name, [])) for name in names])


def is_asked(look: Look, link: LinkRow) -> bool:
    """Whether the partner waits for parts of ours to send."""
    return any(_asked(look, log) for log in (link.own, link.theirs))


def parts_out(turn: Turn, link: LinkRow, limit: int, *, ours: bool) -> Iterator[list[Frame]]:
    """At most ``limit`` parts of what was asked for, a few a dispatch; the rest stays asked for.

    Attachments of our own go only where ``ours`` says that the partner is recognised.
    Read one by one: what is in memory is what goes out now.
    """
    frames: list[Frame] = []
    for log in (link.own, link.theirs):
        left: Asked = []
        for name, stretches in _asked(turn, log):
            held = _held(turn, link, name)
            if held is None or not (ours or held[0].link == link.theirs):
                continue
            row, place = held
            offsets = offsets_in(max(row.size, 1), stretches or [(0, max(row.size, 1))])
            for offset in offsets[:limit]:
                frames += _frame(turn, row, place, offset)
                if len(frames) == PARTS_IN_ONE_DISPATCH:
                    yield frames
                    frames = []
            rest = offsets[limit:]
            limit -= len(offsets) - len(rest)
            if rest:
                sent = [n for n in range(0, row.size, PART_BYTES) if n not in set(rest)]
                left.append((name, missing_stretches(row.size, sent)))
        _keep(turn, log, left)
    if frames:
        yield frames


def _frame(look: Look, row: FileRow, place: Place, offset: int) -> list[Frame]:
    """One part as it goes out; none where it is here no more, so that the rest still goes."""
    try:
        content = _read(look, row, place, offset)
    except RefusedError:
        return []
    return [part_frame(Part(sha256=bytes.fromhex(row.sha256), offset=offset, content=content))]


def _read(look: Look, row: FileRow, place: Place, offset: int) -> bytes:
    """One part in the clear.

    An author who draws one salt for two items has their parts lie in one place, and the end of
    the one takes from the other: refuses ``no-such-file``, and ``cannot-open``.
    """
    name = bytes.fromhex(row.sha256)
    if row.closed:
        whole = open_file(place.salt, name, row.closed)
        return whole[offset : offset + PART_BYTES]
    part = look.part(place.link, place.tag, row.sha256, offset)
    if part is None:
        raise RefusedError("no-such-file", {"file": row.sha256[:16]})
    return open_file(place.salt, name, part.closed, offset_bytes=offset)


def read_file(look: Look, row: EntryRow, name: str, *, first: int = 0) -> bytes:
    """A stretch of an attachment of an item, as much as one answer holds; after its audit line.

    Refuses ``no-such-file`` for one that has not come whole.
    """
    held, body = look.file_at(name, row.link, row.index), look.body(row.link, row.index)
    of_entry = {file.sha256 for file in read_entry(row.entry).files or ()}
    if held is None or body is None or name not in of_entry:
        raise RefusedError("no-such-file", {"file": name[:16]})
    place = Place(link=row.link, index=row.index, salt=body.salt)
    offsets = offsets_in(held.size, [(first, held.size)])[:SLICE_PARTS]
    return b"".join(_read(look, held, place, offset) for offset in offsets)


def read_list(look: Look, row: EntryRow, name: str) -> bytes:
    """The list of the parts of an attachment of an item; ``no-such-file`` before it has come."""
    held, body = look.file_at(name, row.link, row.index), look.body(row.link, row.index)
    if held is None or body is None:
        raise RefusedError("no-such-file", {"file": name[:16]})
    return open_file(body.salt, bytes.fromhex(name), held.closed)


def give_up(turn: Turn, link: LinkRow, name: str) -> None:
    """An attachment that the partner does not have is not asked for again.

    The same may lie here beside another entry: then one of a single part is taken from there.
    """
    held = _held(turn, link, name)
    for log in (link.own, link.theirs):
        for entry, _, named in list(files.awaiting(turn, log, name)):
            if held is not None and not named.parts:
                row, place = held
                part = Part(
                    sha256=bytes.fromhex(name), offset=0, content=_read(turn, row, place, 0)
                )
                files.take_part(turn, link, part)
            files.forget(turn, entry.link, entry.index, named.sha256)


def _asked(look: Look, log: str) -> Asked:
    stored = look.setting(_key(log))
    if not stored:
        return []
    return [(name, [(a, b) for a, b in stretches]) for name, stretches in canonical.loads(stored)]


def _keep(turn: Turn, log: str, asked: Asked) -> None:
    if asked != _asked(turn, log):
        plain = [[name, [list(each) for each in stretches]] for name, stretches in asked]
        turn.put_setting(_key(log), canonical.dumps(plain))


def _key(log: str) -> str:
    return f"asked/{log}"
