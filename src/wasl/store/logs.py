"""The logs of both sides: heads, entries, what they cite, checkpoints."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import cast

from sqlalchemy import and_, bindparam, delete, select, text, update

from wasl.node.rows import CheckpointRow, EntryRow, LogRow
from wasl.store import folds, places, schema
from wasl.store.session import AnyRow, Session, is_any

_HEADS = "heads"
_LAST = "last entries"  # asked for by every turn that adds to a log

_logs = schema.logs.c
_entries = schema.entries.c
_citations = schema.citations.c
_checkpoints = schema.checkpoints.c

_log_values = attrgetter(*schema.names_of(schema.logs))

_ENTRY = select(
    _entries.place,
    _entries.leaf,
    _entries.entry,
    _entries.case,
    _entries.kind,
    _entries.move,
    _entries.seen,
    _entries.rule,
    _entries.body_rule,
    _entries.at_us,
)
_STRETCH = and_(_entries.place >= bindparam("start"), _entries.place < bindparam("stop"))

_LOG = select(schema.logs).where(_logs.link == bindparam("link"))
_SWAP = (
    update(schema.logs)
    .where(
        _logs.link == bindparam("at_link"),
        _logs.size == bindparam("at_size"),
        _logs.peaks == bindparam("at_peaks"),
    )
    .values({name: bindparam(name) for name in schema.names_of(schema.logs)})
)
_ONE = _ENTRY.where(_entries.place == bindparam("place"))
_SOME = _ENTRY.where(_STRETCH).order_by(_entries.place)
_LEAVES = select(_entries.leaf).where(_STRETCH).order_by(_entries.place)
_AT = _ENTRY.where(is_any(_entries.place))
_OF_LEAVES = _ENTRY.where(_entries.place.in_(places.OF_LEAVES))
_OF_CASES = _ENTRY.where(_entries.place.in_(places.OF_CASES))
_OF_KINDS = _ENTRY.where(_entries.place.in_(places.OF_KINDS))
_OF_ANY_KINDS = _ENTRY.where(is_any(_entries.kind), _STRETCH)
_VOID = (
    _ENTRY.where(_STRETCH, text("(rule != '' OR body_rule != '')"))
    .order_by(_entries.place)
    .with_hint(schema.entries, "INDEXED BY void_entries", "sqlite")
)
_DATED = _ENTRY.where(_entries.place.in_(folds.DATED))
_CITING = (
    _ENTRY.add_columns(_citations.leaf.label("cited"))
    .join_from(schema.citations, schema.entries, _citations.place == _entries.place)
    .where(is_any(_citations.leaf))
)
_SET_BODY_RULE = (
    update(schema.entries)
    .where(_entries.place == bindparam("at_place"))
    .values(body_rule=bindparam("new_rule"))
)
_DROP = tuple(
    delete(table).where(table.c.place >= bindparam("start"), table.c.place < bindparam("stop"))
    for table in (
        schema.entries,
        schema.leaf_places,
        schema.case_places,
        schema.kind_places,
        schema.new_places,
        schema.citations,
        schema.reviews,
        schema.subtrees,
        schema.salts,
        schema.bodies,
    )
)
_DROP_FILES = delete(schema.files).where(
    schema.files.c.link == bindparam("link"), schema.files.c.index >= bindparam("start")
)
_DROP_CHECKPOINTS = delete(schema.checkpoints).where(
    _checkpoints.link == bindparam("link"), _checkpoints.size > bindparam("start")
)
_CHECKPOINT = select(schema.checkpoints).where(
    _checkpoints.link == bindparam("link"), _checkpoints.size == bindparam("size")
)
_CHECKPOINTS = (
    select(schema.checkpoints)
    .where(
        _checkpoints.link == bindparam("link"),
        _checkpoints.size >= bindparam("start"),
        _checkpoints.size < bindparam("stop"),
    )
    .order_by(_checkpoints.size)
)


# ------------------------------------------------------------------------------------ heads


def log(session: Session, link: str) -> LogRow | None:
    """The head of one log."""

    def ask() -> LogRow | None:
        row = session.row(_LOG, {"link": link})
        return None if row is None else LogRow(**row._mapping)

    return session.known(_HEADS, link, ask)


def add_log(session: Session, row: LogRow) -> None:
    """A log begins; RuntimeError where it has begun already."""
    if log(session, row.link) is not None:
        raise RuntimeError("the log has begun already")
    session.add(schema.logs, [_log_values(row)])
    session.learn(_HEADS, row.link, row)


def swap_log(session: Session, row: LogRow, size: int, peaks: bytes) -> None:
    """The head is replaced; RuntimeError unless it has this size and these peaks."""
    new = dict(zip(schema.names_of(schema.logs), _log_values(row), strict=True))
    held = {"at_link": row.link, "at_size": size, "at_peaks": peaks}
    if session.change(_SWAP, new | held) != 1:
        raise RuntimeError("the head of the log is another")
    session.learn(_HEADS, row.link, row)


# ---------------------------------------------------------------------------------- entries


def entry(session: Session, link: str, index: int) -> EntryRow | None:
    """One entry."""
    last = session.recall(_LAST, link)
    if last is not None and last.index == index:
        return cast(EntryRow, last)
    row = session.row(_ONE, {"place": session.place(link, index)})
    return None if row is None else _entry((link, index), row)


def entries(session: Session, link: str, start: int, stop: int) -> Sequence[EntryRow]:
    """The entries of a stretch of one log."""
    stretch = session.stretch(link, start, stop)
    first = stretch["start"] - max(start, 0)
    found = session.rows(_SOME, stretch)
    return [_entry((link, row[0] - first), row) for row in found]


def leaves(session: Session, link: str, start: int, stop: int) -> Sequence[bytes]:
    """The leaves of a stretch of one log."""
    found = session.rows(_LEAVES, session.stretch(link, start, stop))
    return [row[0] for row in found]


def entries_by_leaf(session: Session, asked: Sequence[bytes]) -> Sequence[EntryRow]:
    """The entries with these leaves, by link and index."""
    wanted = frozenset(asked)
    heads = [places.leaf_head(leaf) for leaf in wanted]
    new = places.new_places_of_leaves(session, heads)
    found = [*session.rows_of_any(_OF_LEAVES, heads), *session.rows_of_any(_AT, new)]
    return _in_order(session, (row for row in found if row[1] in wanted))


def entries_of_cases(session: Session, cases: Sequence[str]) -> Sequence[EntryRow]:
    """The entries of these cases, by link and index."""
    new = places.new_places_of_cases(session, cases)
    found = [*session.rows_of_any(_OF_CASES, cases), *session.rows_of_any(_AT, new)]
    return _in_order(session, found)


def entries_of_kinds(session: Session, link: str, kinds: Sequence[str]) -> Sequence[EntryRow]:
    """The entries of these kinds in one log."""
    whole = session.stretch(link, 0, schema.INDEX_LIMIT)
    asked = _OF_ANY_KINDS if places.READ_BY_CASE.intersection(kinds) else _OF_KINDS
    return _in_order(session, session.rows_of_any(asked, kinds, **whole))


def void_entries(session: Session, link: str) -> Sequence[EntryRow]:
    """The entries of one log that do not count, or whose body does not."""
    whole = session.stretch(link, 0, schema.INDEX_LIMIT)
    return _in_order(session, session.rows(_VOID, whole))


def entries_dated(session: Session, until_us: int) -> Sequence[EntryRow]:
    """The entries with a review date not after this, by link and index."""
    return _in_order(session, session.rows(_DATED, {"until_us": until_us}))


def entries_citing(session: Session, asked: Sequence[bytes]) -> Sequence[tuple[bytes, EntryRow]]:
    """The entries that cite these leaves, each with the leaf it cites, by link and index."""
    found = [
        (row.cited, _entry(session.index_at(row[0]), row))
        for row in session.rows_of_any(_CITING, [leaf.hex() for leaf in asked])
    ]
    return sorted(found, key=lambda pair: (pair[1].link, pair[1].index, pair[0]))


def case_references(session: Session, after: str, limit: int) -> Sequence[str]:
    """The next ``limit`` references of cases after one, in the order of their letters."""
    return [row[0] for row in session.rows(places.CASES, {"after": after, "limit": limit})]


def add_entries(session: Session, rows: Sequence[EntryRow]) -> None:
    """New entries; RuntimeError where an index is held already."""
    at = session.given_places([(row.link, row.index) for row in rows])
    session.add(
        schema.entries,
        [
            # The driver takes a bytearray as it is and asks of bytes what they might become.
            (
                place,
                bytearray(row.leaf),
                bytearray(row.entry),
                row.case,
                row.kind,
                row.move,
                row.seen,
                row.rule,
                row.body_rule,
                row.at_us,
            )
            for place, row in zip(at, rows, strict=True)
        ],
    )
    places.add_places(session, at, rows)
    for row in rows[-1:]:
        session.learn(_LAST, row.link, row)


def drop_entries(session: Session, link: str, start: int) -> None:
    """No entry from an index on, no head beyond it, and nothing that belongs to either."""
    stretch = session.stretch(link, start, schema.INDEX_LIMIT)
    for statement in _DROP:
        session.change(statement, stretch)
    session.change(_DROP_FILES, {"link": link, "start": start})
    session.change(_DROP_CHECKPOINTS, {"link": link, "start": start})
    places.forget_places(session)
    session.unlearn(_LAST)


def set_body_rule(session: Session, link: str, index: int, rule: str) -> None:
    """The body of an entry is void by this rule; RuntimeError where there is no such entry."""
    values = {"at_place": session.place(link, index), "new_rule": rule}
    session.unlearn(_LAST)
    if session.change(_SET_BODY_RULE, values) != 1:
        raise RuntimeError("no such entry")


def cite(session: Session, link: str, index: int, cited: Sequence[bytes]) -> None:
    """An entry cites these leaves."""
    (place,) = session.given_places([(link, index)])
    session.put_later(schema.citations, [(bytearray(leaf), place) for leaf in cited])


def _entry(at: tuple[str, int], row: AnyRow) -> EntryRow:
    link, index = at
    return EntryRow(
        link=link,
        index=index,
        leaf=row[1],
        entry=row[2],
        case=row[3],
        kind=row[4],
        move=row[5],
        seen=row[6],
        rule=row[7],
        body_rule=row[8],
        at_us=row[9],
    )


def _in_order(session: Session, found: Iterable[AnyRow]) -> Sequence[EntryRow]:
    entries = [_entry(session.index_at(row[0]), row) for row in found]
    return sorted(entries, key=attrgetter("link", "index"))


# ------------------------------------------------------------------------------ checkpoints


def checkpoint(session: Session, link: str, size: int) -> CheckpointRow | None:
    """The signed head of a log at one size."""
    row = session.row(_CHECKPOINT, {"link": link, "size": size})
    return None if row is None else CheckpointRow(**row._mapping)


def checkpoints(session: Session, link: str, start: int, stop: int) -> Sequence[CheckpointRow]:
    """The signed heads of a log from one size up to another, the last not included."""
    found = session.rows(_CHECKPOINTS, {"link": link, "start": start, "stop": stop})
    return [CheckpointRow(**row._mapping) for row in found]


def put_checkpoint(session: Session, row: CheckpointRow) -> None:
    """A signed head with the lines it has now."""
    session.put(schema.checkpoints, [(row.link, row.size, row.note)])
