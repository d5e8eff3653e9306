"""Posts of a service: nodes under its own roots, which hold what was passed to them and no more.

A post has one link, with its service. What the service exchanges with others lies in other logs,
sealed to other keys; an item goes to a post as an act of its own, under the reference of the case
it belongs to, and that reference is how a recall finds the copy again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wasl.core.case import FACT
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.dates import moment
from wasl.core.terms import Standing
from wasl.node.audit import check_drawn
from wasl.node.book import Book, keys_of
from wasl.node.erasure import kept_until, standing_of
from wasl.node.node import Node
from wasl.node.onward import SILENT, copies_given, recall_state
from wasl.node.ports import Look, Turn
from wasl.node.recalls import ANSWERED
from wasl.node.rows import EntryRow, LinkRow
from wasl.seal.keys import Keys

PARENT, LOST = "parent", "lost"
# What a post holds of an item in one of these states is to be taken back or put right there too.
ENDED = frozenset(Standing) - {Standing.LIVE, Standing.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The entry an item at a post was taken from, and the link it lies on."""

    link: LinkRow
    row: EntryRow


# ------------------------------------------------------------------------------- who is a post


def same_service(look: Look, keys_sha256: str) -> bool:
    """Whether the holders of this statement are ours, as many of them needed: one service."""
    own = keys_of(look, (look.setting("keys") or b"").decode())
    other = keys_of(look, keys_sha256)
    return own is not None and other is not None and _holders(own) == _holders(other)


def _holders(keys: Keys) -> tuple[int, set[tuple[int, bytes, bytes]]]:
    return keys.threshold, {(each.number, each.ed25519, each.mldsa65) for each in keys.roots}


def is_post(look: Look, partner: str) -> bool:
    """Whether a partner of this service is one of its own posts."""
    row = look.partner(partner)
    return row is not None and not parent_of(look) and same_service(look, row.keys_sha256)


def post_links(look: Look) -> Iterator[LinkRow]:
    """The links with our posts."""
    return (link for link in look.links() if is_post(look, link.partner))


def parent_of(look: Look) -> str:
    """The service this node is a post of; empty where it is none."""
    return (look.setting(PARENT) or b"").decode()


def put_under(turn: Turn, service: str) -> None:
    """From now on this node is a post of that service, and meets nobody else.

    Refuses ``no-such-partner``, ``not-our-roots``, and ``post-has-one-parent`` to a node that
    already knows others.
    """
    row = turn.partner(service)
    if row is None:
        raise RefusedError("no-such-partner", {"partner": service})
    if not same_service(turn, row.keys_sha256):
        raise RefusedError("not-our-roots", {"partner": service})
    for other in turn.partners():
        if other.node != service:
            raise RefusedError("post-has-one-parent", {"partner": other.node})
    turn.put_setting(PARENT, service.encode())


def check_meets(look: Look, partner: str) -> None:
    """A post meets its service again, and nobody else; refuses ``post-has-one-parent``."""
    if parent_of(look) not in {"", partner}:
        raise RefusedError("post-has-one-parent", {"partner": partner})


def lose(turn: Turn, post: str) -> None:
    """From now on nothing of this post is opened and nothing goes to it; ``no-post``."""
    if not is_post(turn, post):
        raise RefusedError("no-post", {"partner": post})
    turn.put_setting(f"{LOST}/{post}", b"1")


def is_lost(look: Look, partner: str) -> bool:
    """Whether a post of ours is in other hands, or nobody knows in whose.

    What it writes would count for as long as it has not seen that it is recognised no more
    (procedures.md §1.6): whoever holds it never lets it see.
    """
    return look.setting(f"{LOST}/{partner}") is not None


# ----------------------------------------------------------------------------- what goes there


def sources_of(look: Look, link: LinkRow, case: str, opening: tuple[str, str]) -> list[Source]:
    """The entries by which this case was opened on other links, as an act of this kind and move.

    Empty where the case has begun on this link too: what follows there is a matter of its own.
    """
    rows = [row for row in look.entries_of_cases([case]) if not row.rule]
    if any(row.link in {link.own, link.theirs} for row in rows):
        return []
    found = [row for row in rows if (row.kind, row.move) == opening]
    links = {log: other for other in look.links() for log in (other.own, other.theirs)}
    return [Source(link=links[row.link], row=row) for row in found]


def check_passed(node: Node, look: Look, book: Book, fields: Mapping[str, Any]) -> None:
    """An act under the reference of a case we have with others says no more than that case may.

    What another service owns goes to a post of ours and to nobody else without its leave
    (``consent-missing``); never under a looser marking (``bad-handling``) or for longer
    (``bad-date``), and not while it is taken back, kept or disputed (as ``check_drawn``).
    """
    if fields["kind"] == FACT or not fields.get("case"):
        return
    opening = fields["kind"], fields["move"]
    for source in sources_of(look, book.link, fields["case"], opening):
        theirs = source.row.link == source.link.theirs
        if (
            theirs
            and not is_post(look, source.link.partner)
            and not is_post(look, book.link.partner)
        ):
            raise RefusedError("consent-missing", {"owner": source.link.partner})
        entry = read_entry(source.row.entry)
        if not _within(fields, entry):
            raise RefusedError("bad-handling", {"clause": "union"})
        if _outlasts(moment(fields.get("retain_until")), kept_until(look, source.row)):
            raise RefusedError("bad-date", {"field": "retain_until"})
        check_drawn(node, look, node.book(look, source.link), [source.row])


def _within(fields: Mapping[str, Any], entry: Entry) -> bool:
    """Whether an act forbids at least what its source forbids."""
    handling = {code.value for code in entry.handling or ()} - {"H0"}
    caveats = {caveat.value for caveat in entry.caveats or ()}
    return handling <= set(fields.get("handling") or ()) and caveats <= set(
        fields.get("caveats") or ()
    )


def _outlasts(until: datetime | None, source_until: datetime | None) -> bool:
    return source_until is not None and (until is None or until > source_until)


def passed(look: Look, rows: Iterable[EntryRow]) -> Iterator[tuple[LinkRow, EntryRow]]:
    """The copies of these items that went to a post, or came from one and went on: each with
    its link."""
    from_posts = {link.theirs for link in post_links(look)}
    for row in rows:
        for link, copy in copies_given(look, row.case, beside=row.link) if row.case else ():
            alike = (copy.kind, copy.move) == (row.kind, row.move)
            if alike and (row.link in from_posts or is_post(look, link.partner)):
                yield link, copy


# ------------------------------------------------------------------------- what comes back from


def holding(look: Look, leaves: Sequence[str]) -> list[str]:
    """Who holds a copy of these items and has not answered its recall, a lost post too."""
    rows = look.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves])
    holders = [
        link.partner
        for link, copy in passed(look, rows)
        if recall_state(look, copy) not in ANSWERED
    ]
    return list(dict.fromkeys(holders))


def overtaken(node: Node, look: Look, link: LinkRow) -> list[EntryRow]:
    """The items at a post whose source was taken back, put right or ended, and the post not told.

    Told is it by an act of ours that cites its copy.
    """
    own = node.own_log(look, link.own)
    return [
        row
        for row in look.entries(link.own, 0, own.size)
        if not row.rule and row.case and _is_overtaken(node, look, row)
    ]


def _is_overtaken(node: Node, look: Look, copy: EntryRow) -> bool:
    told = [each for _, each in look.entries_citing([copy.leaf]) if each.link == copy.link]
    if told or recall_state(look, copy) != SILENT:
        return False
    return any(_has_changed(node, look, row, copy) for row in _origins(look, copy))


def _origins(look: Look, copy: EntryRow) -> list[EntryRow]:
    """The entries of other links that this copy repeats."""
    rows = look.entries_of_cases([copy.case])
    return [
        row
        for row in rows
        if row.link != copy.link and (row.kind, row.move) == (copy.kind, copy.move)
    ]


def _has_changed(node: Node, look: Look, source: EntryRow, copy: EntryRow) -> bool:
    revised = any(
        (each.kind, each.link) == ("revise", source.link) and not each.rule
        for _, each in look.entries_citing([source.leaf])
    )
    longer = _outlasts(kept_until(look, copy), kept_until(look, source))
    return revised or longer or standing_of(node, look, source) in ENDED


def owners_of(look: Look, copy: EntryRow) -> list[str]:
    """Which other services own what this copy repeats; none where it is our own."""
    theirs = {link.theirs: link.partner for link in look.links()}
    return sorted({theirs[row.link] for row in _origins(look, copy) if row.link in theirs})
