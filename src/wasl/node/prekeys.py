"""Prekeys of a link: made here, told in the log or in a hello, destroyed when their time is up."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wasl.core.errors import RefusedError
from wasl.core.exchange.fact import Prekey as Told
from wasl.node.book import Book
from wasl.node.clock import from_micros, micros, read_stamp, stamp
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import LinkRow, OwnPrekeyRow, TheirPrekeyRow
from wasl.seal.envelope import Prekey, PrekeyPrivate, forget_private_keys, new_prekey, read_prekey
from wasl.seal.note import plain_base64

PREKEY_ID_BYTES = 8
PREKEY_SEED_BYTES = 96
MLKEM_PUBLIC_BYTES = 1_184
MLKEM_SEED_BYTES = 64
LONGEST_CARRIAGE = timedelta(days=30)
PREKEYS_AHEAD = 2
PREKEYS_PER_LINK = 100
GONE_IDS = 1_024  # of each link: some years of them
LASTING = timedelta(days=4)  # of seven, so that of three in a row two are always valid


def fresh_prekey(node: Node, turn: Turn, link: str, until: datetime) -> Prekey:
    """A new prekey of the log ``link``, its private half stored in the same turn."""
    if len(turn.own_prekeys(link)) >= PREKEYS_PER_LINK:
        raise RefusedError("quota", {"what": "prekeys", "limit": PREKEYS_PER_LINK})
    private = new_prekey(node.draw.draw(8), node.draw.draw(PREKEY_SEED_BYTES))
    turn.put_own_prekey(
        OwnPrekeyRow(
            id=private.id,
            link=link,
            private=private.mlkem_seed + private.x25519,
            until_us=micros(until),
        )
    )
    return private.public(until)


def lasting_prekey(node: Node, turn: Turn, link: str, until: datetime, place: int) -> Prekey:
    """Of our prekeys that end by ``until``, but not soon, the last (place 1) or the one before.

    One made now where there are not so many. A start is no reason for new keys: each is kept
    through the longest carriage, and a node that starts often would soon have no room for more.
    """
    soon = micros(node.clock.now() + LASTING)
    lasting = [
        row
        for row in turn.own_prekeys(link)
        if row.private and soon < row.until_us <= micros(until)
    ]
    if len(lasting) < place:
        return fresh_prekey(node, turn, link, until)
    held = lasting[-place]
    return private_half(held).public(from_micros(held.until_us))


def meeting_place(partner: str) -> str:
    """Where prekeys are kept between the meeting and the link."""
    return f"meeting/{partner}"


def private_half(row: OwnPrekeyRow) -> PrekeyPrivate:
    """The private prekey a row holds."""
    return PrekeyPrivate(
        id=row.id,
        mlkem_seed=row.private[:MLKEM_SEED_BYTES],
        x25519=row.private[MLKEM_SEED_BYTES:],
    )


def public_half(row: TheirPrekeyRow) -> Prekey:
    """The partner's prekey a row holds."""
    return Prekey(
        id=row.id,
        mlkem=row.public[:MLKEM_PUBLIC_BYTES],
        x25519=row.public[MLKEM_PUBLIC_BYTES:],
        until=from_micros(row.until_us),
    )


def find_prekey(node: Node, look: Look, book: Book) -> Prekey | None:
    """The prekey to seal to: of those still valid, the one that lasts longest.

    Where none seems valid, the last of them: our clock may be wrong, and its owner keeps the
    private half through the longest carriage. None until the partner has told one.
    """
    told = look.their_prekeys(book.link.theirs)
    return public_half(max(told, key=lambda row: (row.until_us, row.index))) if told else None


def announced(row: OwnPrekeyRow) -> dict[str, str]:
    """A prekey of ours as the body of a ``prekey`` fact tells it."""
    public = private_half(row).public(from_micros(row.until_us))
    return {
        "id": public.id.hex(),
        "mlkem768": b64encode(public.mlkem).decode(),
        "until": stamp(public.until),
        "x25519": b64encode(public.x25519).decode(),
    }


def adopt(turn: Turn, link: str, index: int, told: Sequence[Told]) -> None:
    """Prekeys a partner announced at ``index`` of its log are there to be sealed to."""
    for prekey in told:
        public = (plain_base64(prekey.mlkem768) or b"") + (plain_base64(prekey.x25519) or b"")
        until = read_stamp(prekey.until)
        keep_prekey(turn, link, index, read_prekey(bytes.fromhex(prekey.id), public, until=until))


def keep_prekey(turn: Turn, link: str, index: int, told: Prekey) -> None:
    """A partner's prekey is there to be sealed to, beside the hundred that last longest.

    Refuses ``wrong-link`` for the id of a prekey that another partner has told.
    """
    others = (log.theirs for log in turn.links() if log.theirs != link)
    if any(row.id == told.id for other in others for row in turn.their_prekeys(other)):
        raise RefusedError("wrong-link", {"why": "a prekey of another link"})
    turn.put_their_prekey(
        TheirPrekeyRow(
            id=told.id, link=link, public=told.public, until_us=micros(told.until), index=index
        )
    )
    for row in turn.their_prekeys(link)[:-PREKEYS_PER_LINK]:
        turn.drop_their_prekey(row.id)


def end_prekeys(turn: Turn, link: LinkRow) -> None:
    """The time of every prekey of a link is over: the next destruction takes them all."""
    for row in turn.own_prekeys(link.own):
        turn.put_own_prekey(replace(row, until_us=0))


def destroy_expired(node: Node, turn: Turn) -> int:
    """Private halves past their time and the longest carriage are destroyed; how many."""
    before_us = micros(node.clock.now() - LONGEST_CARRIAGE)
    for link in turn.links():
        gone = [row.id for row in turn.own_prekeys(link.own) if row.until_us < before_us]
        if gone:
            known = (turn.setting(_gone_key(link.own)) or b"") + b"".join(gone)
            turn.put_setting(_gone_key(link.own), known[-GONE_IDS * PREKEY_ID_BYTES :])
    destroyed = turn.destroy_own_prekeys(before_us)
    if destroyed:
        forget_private_keys()
    return destroyed


def is_gone(look: Look, link: LinkRow, prekey_id: bytes) -> bool:
    """Whether this is the id of a prekey of ours, of this link, that was destroyed in its time."""
    known = look.setting(_gone_key(link.own)) or b""
    starts = range(0, len(known), PREKEY_ID_BYTES)
    return any(known[at : at + PREKEY_ID_BYTES] == prekey_id for at in starts)


def _gone_key(own_log: str) -> str:
    return f"gone-prekeys/{own_log}"
