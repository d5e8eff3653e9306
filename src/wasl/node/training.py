"""What the desk asks before an act of training: another officer validates, and seats suffice.

Author-side, before the draft and again before the release: officers are known by pseudonym from
the entries, seats are counted from bodies, and neither can void what arrives.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wasl.core.case import PROCEDURES, joint
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.session import Published, SeatsMoved
from wasl.core.policy.dates import moment
from wasl.core.policy.seats import Share, admits_all, may_release, may_take
from wasl.node.book import Book
from wasl.node.erasure import halves, rows_of
from wasl.node.held import held_body
from wasl.node.node import Node
from wasl.node.ports import Look
from wasl.node.rows import EntryRow, LinkRow

AUTHORED = frozenset({"observe", "identify", "assign"})
VERSIONS = frozenset({"publish", "change"})
SEATED = frozenset({"admitted", "attended", "completed", "no_show", "not_completed"})
GONE = frozenset({"expired", "withdrawn"})


def check_validator(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """A lesson is validated by others than wrote it: refuses ``not-independent``."""
    rows = rows_of(look, fields["case"], beside=book.link.own)
    wrote = {
        read_entry(row.entry).by.drafted.who: row.move
        for row in rows
        if row.link == book.link.own and row.move in AUTHORED
    }
    for said in fields["by"].values():
        if isinstance(said, Mapping) and said.get("who") in wrote:
            raise RefusedError("not-independent", {"wrote": wrote[said["who"]]})


def check_admission(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """One more has a seat in the session, and is cleared until it ends.

    Refuses ``vetting-expired``, ``no-seat-left`` and ``missing-body``.
    """
    nominated = _first(rows_of(look, fields["case"], beside=book.link.own), "nominate")
    session = nominated and _first_cited(look, nominated)
    if nominated is None or session is None:
        return  # there is no such nomination, and the judge of the act says so
    session_rows = rows_of(look, session.case, beside=book.link.own)
    _check_cleared(nominated, _last_published(look, session_rows))
    shares, reserve = [], 0
    for link, rows in _links_of(look, session.case):
        published = _last_published(look, rows)
        share = _share(node, look, link, rows, published)
        if link.own == book.link.own:
            one_more = share.admitted + (not _is_seated(look, link, fields["case"]))
            share = Share(owned=share.owned, released=share.released, admitted=one_more)
        shares.append(share)
        reserve = max(reserve, published.reserve)
    if not admits_all(shares, reserve):
        raise _no_seat(share_of(shares))


def _check_cleared(nominated: EntryRow, session: Published) -> None:
    """The vetting at home holds through the last day; it is renewed only after an admission."""
    until = moment(read_entry(nominated.entry).offer_until)
    if until is not None and until.date().isoformat() < session.last_day:
        said = {"last_day": session.last_day, "until": until.date().isoformat()}
        raise RefusedError("vetting-expired", said)


def check_seats(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """As many seats as are ours to take or give back; refuses ``no-seat-left``."""
    rows = rows_of(look, fields["case"], beside=book.link.own)
    if _first(rows, "publish") is None:
        return  # there is no such session, and the judge of the act says so
    share = _share(node, look, book.link, rows, _last_published(look, rows))
    count = read_body(SeatsMoved, body).count
    fits = may_take if fields["move"] == "take_seats" else may_release
    if not fits(share, count):
        raise _no_seat(share)


def check_change(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """A change of a session leaves everybody admitted a seat; refuses ``no-seat-left``."""
    rows = rows_of(look, fields["case"], beside=book.link.own)
    if _first(rows, "publish") is None:
        return  # there is no such session, and the judge of the act says so
    changed = read_body(Published, body)
    share = _share(node, look, book.link, rows, changed, restated=True)
    if not admits_all([share], changed.reserve):
        raise _no_seat(share)


def share_of(shares: Sequence[Share]) -> Share:
    """The share that has most admitted beyond its seats."""
    return max(shares, key=lambda share: share.beyond)


def _no_seat(share: Share) -> RefusedError:
    return RefusedError("no-seat-left", {"admitted": share.admitted, "seats": share.left})


def _share(
    node: Node,
    look: Look,
    link: LinkRow,
    rows: Sequence[EntryRow],
    published: Published,
    *,
    restated: bool = False,
) -> Share:
    """What the party that is no host of a session has in it."""
    versions = _versions(rows)
    last = versions[-1]
    party = link.partner if last.link == link.own else node.identity.node
    released = [
        held_body(look, row, SeatsMoved).count
        for row in rows
        if row.move == "release_seats" and row.index >= last.seen and not restated
    ]
    owned = {seats.party: seats.count for seats in published.seats}
    return Share(
        owned=owned.get(party, 0),
        released=sum(released),
        admitted=_admitted(look, link, [row.leaf for row in versions]),
    )


def _admitted(look: Look, link: LinkRow, session: Sequence[bytes]) -> int:
    """How many of a party have a seat in a session, by its nominations."""
    cases = {
        row.case
        for _, row in look.entries_citing(session)
        if (row.kind, row.move, row.rule) == ("nomination", "nominate", "")
    }
    return sum(_is_seated(look, link, case) for case in cases)


def _is_seated(look: Look, link: LinkRow, case: str) -> bool:
    """Whether a nominee was let in and was not taken back since, by either side."""
    o, r = joint(PROCEDURES["nomination"], *halves(rows_of(look, case, beside=link.own)))
    return r in SEATED and o not in GONE


def _links_of(look: Look, case: str) -> list[tuple[LinkRow, list[EntryRow]]]:
    """Each link on which a session was published, with its entries there."""
    found = [(link, rows_of(look, case, beside=link.own)) for link in look.links()]
    return [(link, rows) for link, rows in found if _first(rows, "publish")]


def _last_published(look: Look, rows: Sequence[EntryRow]) -> Published:
    """The session as its host said it last."""
    return held_body(look, _versions(rows)[-1], Published)


def _versions(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """What the host published of a session, in the order in which it did."""
    return sorted((row for row in rows if row.move in VERSIONS), key=lambda row: row.index)


def _first(rows: Sequence[EntryRow], move: str) -> EntryRow | None:
    return next((row for row in rows if row.move == move), None)


def _first_cited(look: Look, row: EntryRow) -> EntryRow | None:
    leaves = [bytes.fromhex(leaf) for leaf in read_entry(row.entry).about or ()]
    return next(iter(look.entries_by_leaf(leaves[:1])), None)
