"""What happens inside one service: drafts, released acts that wait, officers, the house log."""

import json
from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import bindparam, delete, func, select

from wasl.node.rows import DraftRow, HouseRow, OfficerRow, RefusalRow, WaitingRow
from wasl.store import schema
from wasl.store.session import AnyRow, Session

_drafts = schema.drafts.c
_waiting = schema.waiting.c
_officers = schema.officers.c
_house = schema.house.c
_refusals = schema.refusals.c

_DRAFT = select(schema.drafts).where(_drafts.id == bindparam("id"))
_DRAFTS = select(schema.drafts).order_by(_drafts.at_us, _drafts.id)
_DROP_DRAFT = delete(schema.drafts).where(_drafts.id == bindparam("id"))
_WAITING = (
    select(schema.waiting).where(_waiting.link == bindparam("link")).order_by(_waiting.number)
)
_DROP_WAITING = delete(schema.waiting).where(_waiting.number == bindparam("at_number"))
_OFFICER = select(schema.officers).where(_officers.id == bindparam("id"))
_OFFICERS = select(schema.officers).order_by(_officers.id)
_HOUSE = (
    select(schema.house)
    .where(_house.index >= bindparam("start"), _house.index < bindparam("stop"))
    .order_by(_house.index)
)
_HOUSE_LAST = select(func.max(_house.index))
_REFUSALS = select(schema.refusals).order_by(_refusals.number.desc()).limit(bindparam("limit"))

_house_values = attrgetter(*schema.names_of(schema.house))


def draft(session: Session, draft_id: str) -> DraftRow | None:
    """One act that waits for a second officer."""
    row = session.row(_DRAFT, {"id": draft_id})
    return None if row is None else _draft(row)


def drafts(session: Session) -> Sequence[DraftRow]:
    """Every act that waits for a second officer, the oldest first."""
    return [_draft(row) for row in session.rows(_DRAFTS)]


def put_draft(session: Session, row: DraftRow) -> None:
    """An act waits for a second officer."""
    session.put(
        schema.drafts,
        [
            (
                row.id,
                row.link,
                row.act,
                row.salt,
                row.body,
                json.dumps(row.files),
                row.statement,
                row.note,
                row.officer,
                row.at_us,
            )
        ],
    )
    session.written_bytes += len(row.body)


def drop_draft(session: Session, draft_id: str) -> None:
    """An act waits no more."""
    session.change(_DROP_DRAFT, {"id": draft_id})


def _draft(row: AnyRow) -> DraftRow:
    return DraftRow(**{**row._mapping, "files": tuple(json.loads(row.files))})


def waiting(session: Session, link: str) -> Sequence[WaitingRow]:
    """The released acts of one link that have no index yet, in the order of their release."""
    return [
        WaitingRow(**{**row._mapping, "files": tuple(json.loads(row.files))})
        for row in session.rows_if_any(schema.waiting, _WAITING, {"link": link})
    ]


def add_waiting(session: Session, row: WaitingRow) -> None:
    """A released act stands at the end of the queue."""
    session.add(
        schema.waiting,
        [
            (
                session.next_number(_waiting.number),
                row.link,
                row.act,
                row.salt,
                row.body,
                json.dumps(row.files),
                row.statement,
                row.at_us,
            )
        ],
    )
    session.written_bytes += len(row.body)


def drop_waiting(session: Session, numbers: Sequence[int]) -> None:
    """These acts stand in the queue no more."""
    session.change(_DROP_WAITING, [{"at_number": number} for number in numbers])


def officer(session: Session, officer_id: str) -> OfficerRow | None:
    """One person of this service."""
    row = session.row(_OFFICER, {"id": officer_id})
    return None if row is None else _officer(row)


def officers(session: Session) -> Sequence[OfficerRow]:
    """Every person of this service, by id."""
    return [_officer(row) for row in session.rows(_OFFICERS)]


def put_officer(session: Session, row: OfficerRow) -> None:
    """A person of this service, with the roles held now."""
    roles = json.dumps(row.roles)
    session.put(schema.officers, [(row.id, row.name, roles, row.key, row.since_us, row.until_us)])


def _officer(row: AnyRow) -> OfficerRow:
    return OfficerRow(**{**row._mapping, "roles": tuple(json.loads(row.roles))})


def house(session: Session, start: int, stop: int) -> Sequence[HouseRow]:
    """A stretch of the house log."""
    found = session.rows(_HOUSE, {"start": start, "stop": stop})
    # An audit reads many: by name each row would take twice as long.
    return [HouseRow(index=row[0], line=row[1], leaf=row[2]) for row in found]


def house_size(session: Session) -> int:
    """How many lines the house log has."""
    row = session.row(_HOUSE_LAST)
    return 0 if row is None or row[0] is None else int(row[0]) + 1


def add_house(session: Session, rows: Sequence[HouseRow]) -> None:
    """New lines of the house log; RuntimeError where an index is held already."""
    session.add(schema.house, [_house_values(row) for row in rows])


def refusals(session: Session, limit: int) -> Sequence[RefusalRow]:
    """The last refusals of bytes, the newest last."""
    found = session.rows(_REFUSALS, {"limit": limit})
    return [RefusalRow(**row._mapping) for row in reversed(found)]


def add_refusal(session: Session, row: RefusalRow) -> None:
    """A refusal is kept."""
    number = session.next_number(_refusals.number)
    session.add(schema.refusals, [(number, row.link, row.side, row.rule, row.detail, row.at_us)])
