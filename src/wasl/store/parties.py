"""Who is met and what was signed: settings, partners, links, statements, prekeys, pools."""

from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy import bindparam, delete, select

from wasl.node.rows import (
    LinkRow,
    OwnPrekeyRow,
    PartnerRow,
    PoolRow,
    StatementRow,
    TheirPrekeyRow,
)
from wasl.store import schema
from wasl.store.session import Session

_settings = schema.settings.c
_partners = schema.partners.c
_links = schema.links.c
_statements = schema.statements.c
_own = schema.own_prekeys.c
_theirs = schema.their_prekeys.c
_pools = schema.pools.c

_partner_values = attrgetter(*schema.names_of(schema.partners))
_link_values = attrgetter(*schema.names_of(schema.links))
_statement_values = attrgetter(*schema.names_of(schema.statements))
_own_values = attrgetter(*schema.names_of(schema.own_prekeys))
_their_values = attrgetter(*schema.names_of(schema.their_prekeys))
_pool_values = attrgetter(*schema.names_of(schema.pools))

_SETTING = select(_settings.value).where(_settings.name == bindparam("name"))
_SETTINGS = select(_settings.name, _settings.value).order_by(_settings.name)
_DROP_SETTING = delete(schema.settings).where(_settings.name == bindparam("name"))
_PARTNER = select(schema.partners).where(_partners.node == bindparam("node"))
_PARTNERS = select(schema.partners).order_by(_partners.node)
_LINKS = select(schema.links).order_by(_links.own)
_STATEMENT = select(schema.statements).where(_statements.sha256 == bindparam("sha256"))
_OWN_PREKEY = select(schema.own_prekeys).where(_own.id == bindparam("id"))
_OWN_PREKEYS = (
    select(schema.own_prekeys)
    .where(_own.link == bindparam("link"))
    .order_by(_own.until_us, _own.id)
)
_DESTROY_OWN = delete(schema.own_prekeys).where(_own.until_us < bindparam("before_us"))
_THEIR_PREKEYS = (
    select(schema.their_prekeys)
    .where(_theirs.link == bindparam("link"))
    .order_by(_theirs.until_us, _theirs.id)
)
_DROP_THEIR = delete(schema.their_prekeys).where(_theirs.id == bindparam("id"))
_POOL = select(schema.pools).where(_pools.link == bindparam("link")).order_by(_pools.first)
_DROP_POOL = delete(schema.pools).where(
    _pools.link == bindparam("link"), _pools.first == bindparam("first")
)


def setting(session: Session, name: str) -> bytes | None:
    """The value of one setting."""

    def ask() -> bytes | None:
        row = session.row(_SETTING, {"name": name})
        return None if row is None else row[0]

    return session.known(schema.settings, name, ask)


def settings(session: Session) -> Sequence[tuple[str, bytes]]:
    """Every setting, by name."""
    return [(row[0], row[1]) for row in session.rows(_SETTINGS)]


def put_setting(session: Session, name: str, value: bytes) -> None:
    """A setting has this value."""
    session.put(schema.settings, [(name, value)])


def drop_setting(session: Session, name: str) -> None:
    """A setting is no more, its name included."""
    session.change(_DROP_SETTING, {"name": name})


def partners(session: Session) -> Sequence[PartnerRow]:
    """Every service met, by name."""
    return [PartnerRow(**row._mapping) for row in session.rows(_PARTNERS)]


def partner(session: Session, node: str) -> PartnerRow | None:
    """One service met."""

    def ask() -> PartnerRow | None:
        row = session.row(_PARTNER, {"node": node})
        return None if row is None else PartnerRow(**row._mapping)

    return session.known(schema.partners, node, ask)


def put_partner(session: Session, row: PartnerRow) -> None:
    """A service is met, or met again."""
    session.put(schema.partners, [_partner_values(row)])


def links(session: Session) -> Sequence[LinkRow]:
    """Every link, by our log."""

    def ask() -> list[LinkRow]:
        return [LinkRow(**row._mapping) for row in session.rows(_LINKS)]

    return list(session.known(schema.links, "", ask))


def put_link(session: Session, row: LinkRow) -> None:
    """A link is there."""
    session.put(schema.links, [_link_values(row)])


def statement(session: Session, sha256: str) -> StatementRow | None:
    """A signed note by its hash."""
    row = session.row(_STATEMENT, {"sha256": sha256})
    return None if row is None else StatementRow(**row._mapping)


def put_statement(session: Session, row: StatementRow) -> None:
    """A signed note is kept."""
    session.put(schema.statements, [_statement_values(row)])


def own_prekey(session: Session, prekey: bytes) -> OwnPrekeyRow | None:
    """A prekey of ours, unless its private half is destroyed."""

    def ask() -> OwnPrekeyRow | None:
        row = session.row(_OWN_PREKEY, {"id": prekey})
        return None if row is None else OwnPrekeyRow(**row._mapping)

    return session.known(schema.own_prekeys, prekey, ask)


def own_prekeys(session: Session, link: str) -> Sequence[OwnPrekeyRow]:
    """Our prekeys of one link, the one that ends first first."""
    found = session.rows(_OWN_PREKEYS, {"link": link})
    return [OwnPrekeyRow(**row._mapping) for row in found]


def put_own_prekey(session: Session, row: OwnPrekeyRow) -> None:
    """A prekey of ours is kept."""
    session.put(schema.own_prekeys, [_own_values(row)])


def destroy_own_prekeys(session: Session, before_us: int) -> int:
    """Private halves that ended before this are gone; how many."""
    return session.change(_DESTROY_OWN, {"before_us": before_us})


def their_prekeys(session: Session, link: str) -> Sequence[TheirPrekeyRow]:
    """A partner's prekeys, the one that ends first first."""

    def ask() -> list[TheirPrekeyRow]:
        found = session.rows(_THEIR_PREKEYS, {"link": link})
        return [TheirPrekeyRow(**row._mapping) for row in found]

    return list(session.known(schema.their_prekeys, link, ask))


def put_their_prekey(session: Session, row: TheirPrekeyRow) -> None:
    """A prekey of a partner is kept."""
    session.put(schema.their_prekeys, [_their_values(row)])


def drop_their_prekey(session: Session, prekey: bytes) -> None:
    """A prekey of a partner is used no more."""
    session.change(_DROP_THEIR, {"id": prekey})


def pool(session: Session, link: str) -> Sequence[PoolRow]:
    """The frames of a link that wait for their predecessors, by first index."""
    found = session.rows_if_any(schema.pools, _POOL, {"link": link})
    return [PoolRow(**row._mapping) for row in found]


def put_pool(session: Session, row: PoolRow) -> None:
    """Frames wait for their predecessors."""
    session.put(schema.pools, [_pool_values(row)])
    session.written_bytes += len(row.frames)


def drop_pool(session: Session, link: str, first: int) -> None:
    """Frames wait no more."""
    session.change(_DROP_POOL, {"link": link, "first": first})
