"""Bodies, their salts and attachments: what may be destroyed while every proof still verifies."""

from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import bindparam, delete, select

from wasl.node.rows import BodyRow, FileRow, PartRow
from wasl.store import schema
from wasl.store.session import Session

_salts = schema.salts.c
_bodies = schema.bodies.c
_files = schema.files.c
_parts = schema.parts.c

_file_values = attrgetter(*schema.names_of(schema.files))
_part_values = attrgetter(*schema.names_of(schema.parts))

_BODY = select(_bodies.place, _salts.salt, _bodies.closed).join_from(
    schema.bodies, schema.salts, _bodies.place == _salts.place
)
_ONE = _BODY.where(_bodies.place == bindparam("place"))
_HAS = select(_salts.place).where(_salts.place == bindparam("place"))
_SOME = _BODY.where(
    _bodies.place >= bindparam("start"), _bodies.place < bindparam("stop")
).order_by(_bodies.place)
_FILE = (
    select(schema.files)
    .where(_files.sha256 == bindparam("sha256"), _files.index >= 0)
    .order_by(_files.link, _files.index)
    .limit(1)
)
_FILE_IN = _FILE.where(_files.link == bindparam("link"), _files.index > bindparam("after"))
_FILES_OF = (
    select(schema.files)
    .where(_files.link == bindparam("link"), _files.index == bindparam("index"))
    .order_by(_files.sha256)
)
_FILE_AT = select(schema.files).where(
    _files.sha256 == bindparam("sha256"),
    _files.link == bindparam("link"),
    _files.index == bindparam("index"),
)
_UNDER_SALT = (_parts.link == bindparam("link"), _parts.tag == bindparam("tag"))
_PART = select(schema.parts).where(
    *_UNDER_SALT, _parts.sha256 == bindparam("sha256"), _parts.offset == bindparam("offset")
)
_OFFSETS = (
    select(_parts.offset)
    .where(*_UNDER_SALT, _parts.sha256 == bindparam("sha256"))
    .order_by(_parts.offset)
)
_SOME_PARTS = (
    select(_parts.sha256, _parts.offset)
    .where(*_UNDER_SALT)
    .order_by(_parts.sha256, _parts.offset)
    .limit(bindparam("limit"))
)
_DROP_PART = delete(schema.parts).where(
    *_UNDER_SALT, _parts.sha256 == bindparam("sha256"), _parts.offset == bindparam("offset")
)
_DESTROY = tuple(
    delete(table).where(table.c.place == bindparam("place"))
    for table in (schema.salts, schema.bodies)
)
_DESTROY_FILES = delete(schema.files).where(
    _files.link == bindparam("link"), _files.index == bindparam("index")
)


def has_body(session: Session, link: str, index: int) -> bool:
    """Whether one entry has a body still; neither it nor its salt is read."""
    return session.row(_HAS, {"place": session.place(link, index)}) is not None


def body(session: Session, link: str, index: int) -> BodyRow | None:
    """The body of one entry, unless it has none or none any more."""
    row = session.row(_ONE, {"place": session.place(link, index)})
    return None if row is None else BodyRow(link=link, index=index, salt=row[1], closed=row[2])


def bodies(session: Session, link: str, start: int, stop: int) -> Sequence[BodyRow]:
    """The bodies there are of a stretch of one log."""
    stretch = session.stretch(link, start, stop)
    first = stretch["start"] - max(start, 0)
    found = session.rows(_SOME, stretch)
    return [BodyRow(link=link, index=row[0] - first, salt=row[1], closed=row[2]) for row in found]


def put_bodies(session: Session, rows: Sequence[BodyRow]) -> None:
    """Bodies with their salts."""
    places = session.given_places([(row.link, row.index) for row in rows])
    # The driver takes a bytearray as it is and asks of bytes what they might become.
    session.put(
        schema.salts,
        [(place, bytearray(row.salt)) for place, row in zip(places, rows, strict=True)],
    )
    session.put(
        schema.bodies,
        [(place, bytearray(row.closed)) for place, row in zip(places, rows, strict=True)],
    )
    session.written_bytes += sum(len(row.closed) for row in rows)


def destroy_body(session: Session, link: str, index: int) -> None:
    """Salt, body and attachments of one entry are gone."""
    for statement in _DESTROY:
        session.change(statement, {"place": session.place(link, index)})
    session.change(_DESTROY_FILES, {"link": link, "index": index})


def file(session: Session, sha256: str) -> FileRow | None:
    """An attachment as the first entry by link and index has it."""
    row = session.row(_FILE, {"sha256": sha256})
    return None if row is None else FileRow(**row._mapping)


def file_in(session: Session, sha256: str, link: str, after: int) -> FileRow | None:
    """An attachment as the first entry of one log behind ``after`` has it, if one does."""
    row = session.row(_FILE_IN, {"sha256": sha256, "link": link, "after": after})
    return None if row is None else FileRow(**row._mapping)


def files_of(session: Session, link: str, index: int) -> Sequence[FileRow]:
    """The attachments of one entry, by hash."""
    found = session.rows(_FILES_OF, {"link": link, "index": index})
    return [FileRow(**row._mapping) for row in found]


def put_file(session: Session, row: FileRow) -> None:
    """An attachment of one entry; another may have the same bytes, closed under its own salt."""
    session.put(schema.files, [_file_values(row)])
    session.written_bytes += len(row.closed)


def file_at(session: Session, sha256: str, link: str, index: int) -> FileRow | None:
    """An attachment of one entry."""
    row = session.row(_FILE_AT, {"sha256": sha256, "link": link, "index": index})
    return None if row is None else FileRow(**row._mapping)


def part(session: Session, link: str, tag: int, sha256: str, offset: int) -> PartRow | None:
    """One part of an attachment."""
    named = {"link": link, "tag": tag, "sha256": sha256, "offset": offset}
    row = session.row(_PART, named)
    return None if row is None else PartRow(**row._mapping)


def part_offsets(session: Session, link: str, tag: int, sha256: str) -> Sequence[int]:
    """Where the parts of an attachment start that are here; the index alone is read."""
    found = session.rows(_OFFSETS, {"link": link, "tag": tag, "sha256": sha256})
    return [row[0] for row in found]


def put_part(session: Session, row: PartRow) -> None:
    """One part; the same again takes its place."""
    session.put(schema.parts, [_part_values(row)])
    session.written_bytes += len(row.closed)


def drop_parts(session: Session, link: str, tag: int, limit: int) -> int:
    """At most ``limit`` parts under one salt are gone; how many were."""
    place = {"link": link, "tag": tag}
    found = session.rows(_SOME_PARTS, {**place, "limit": limit})
    for sha256, offset in found:
        session.change(_DROP_PART, {**place, "sha256": sha256, "offset": offset})
    return len(found)
