"""The meeting in person and what follows from it: keys, partners, links, statements to sign.

trust.md §2.1 and §3.4: fingerprints are compared from the file against the other side's paper;
recognition is a separate act that opens our log of the link.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from wasl.core.arrangement import ThreeNames, exercise_of, exercise_under, link_id
from wasl.core.entry import NodeName
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE
from wasl.node.clock import micros
from wasl.node.desk import keep_statement
from wasl.node.identity import KeySet
from wasl.node.node import Node
from wasl.node.ports import Draw, Look, Turn
from wasl.node.prekeys import adopt, announced, fresh_prekey, meeting_place
from wasl.node.rows import LinkRow, LogRow, PartnerRow
from wasl.seal.card import Card, write_card
from wasl.seal.keys import Keys, LineCertificate, LongLivedKey, NodeKey, Root, keys_text
from wasl.seal.note import KeyKind, Note, SigningKey, key_name, read_note, text_hash, write_note
from wasl.seal.roots import check_roots

NODE_KEY_LIFE = timedelta(days=90)
LINE_LIFE = timedelta(days=365)
RESERVE_PREKEYS = 4
RESERVE_LIFE = timedelta(days=90)


def new_keyset(node: str, draw: Draw) -> KeySet:
    """Fresh author, witness and long-lived halves for one key statement."""
    name = key_name(node)
    return KeySet(
        author=SigningKey(name=name, kind=KeyKind.ED25519, private=draw.draw(32)),
        witness=SigningKey(name=name, kind=KeyKind.WITNESS, private=draw.draw(32)),
        long_lived=SigningKey(name=name, kind=KeyKind.LONG_LIVED, private=draw.draw(32)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a service states of itself beside its node keys."""

    node: NodeName
    office: str
    service: ThreeNames
    roots: tuple[Root, ...]
    threshold: int
    certificate: bytes


def statement_of(
    founding: Founding, keyset: KeySet, today: date, previous: tuple[str, int] | None = None
) -> Keys:
    """The key statement that lists these public halves; ``previous`` is (SHA-256, version)."""
    days = {"valid_from": today, "until": today + NODE_KEY_LIFE}
    return Keys(
        author=(NodeKey(public=keyset.author.verify_key().public, **days),),
        line=(
            LineCertificate(cert=founding.certificate, valid_from=today, until=today + LINE_LIFE),
        ),
        long_lived=(LongLivedKey(public=keyset.long_lived.verify_key().public, **days),),
        node=founding.node,
        office=founding.office,
        overseers=(),
        previous=previous[0] if previous else None,
        roots=founding.roots,
        service=founding.service,
        threshold=founding.threshold,
        version=previous[1] + 1 if previous else 1,
        witness=(NodeKey(public=keyset.witness.verify_key().public, **days),),
    )


def next_statement(old: Keys, keyset: KeySet, today: date) -> Keys:
    """The statement after ``old``: the same roots, names and line, and these node keys alone."""
    days = {"valid_from": today, "until": today + NODE_KEY_LIFE}
    return Keys(
        author=(NodeKey(public=keyset.author.verify_key().public, **days),),
        line=old.line,
        long_lived=(LongLivedKey(public=keyset.long_lived.verify_key().public, **days),),
        node=old.node,
        office=old.office,
        overseers=old.overseers,
        previous=text_hash(keys_text(old)).hex(),
        roots=old.roots,
        service=old.service,
        threshold=old.threshold,
        version=old.version + 1,
        witness=(NodeKey(public=keyset.witness.verify_key().public, **days),),
    )


def adopt_statement(turn: Turn, node: str, note: Note, keys: Keys) -> str:
    """Our own statement, signed by m of its roots, is the one this node stands on; its hash."""
    if keys.node != node:
        raise RefusedError("bad-statement", {"kind": "keys"})
    check_roots(note, keys)
    sha256 = keep_statement(turn, write_note(note))
    turn.put_setting("keys", sha256.encode())
    return sha256


def own_statement(look: Look) -> Note:
    """Our key statement; refuses ``not-adopted`` until m roots have signed it."""
    sha256 = look.setting("keys")
    row = look.statement(sha256.decode()) if sha256 else None
    if row is None:
        raise RefusedError("not-adopted")
    return read_note(row.note)


def make_card(node: Node, turn: Turn, partner: str) -> bytes:
    """The key file for one partner, with reserve prekeys for the first words of the link."""
    until = node.clock.now() + RESERVE_LIFE
    place = meeting_place(partner)
    for _ in range(RESERVE_PREKEYS):
        fresh_prekey(node, turn, place, until)
    note = own_statement(turn)
    author = node.identity.keysets[text_hash(note.text).hex()].author
    told = [announced(row) for row in turn.own_prekeys(place)]
    return write_card(note, author, to=partner, prekeys=told)


def meet(node: Node, turn: Turn, card: Card, url: str) -> PartnerRow:
    """A partner whose fingerprint a custodian has compared and found to match.

    Met again, it is one whose statement in force is on the card. Refuses ``wrong-recipient`` for a
    card made for another node, ``exercise-mix`` where one of the two is a node of an exercise and
    the other is not, and ``rival-keys`` when another statement stands for that name
    (trust.md §3.4: the existing link is untouched).
    """
    if exercise_of(card.keys.node) != exercise_of(node.identity.node):
        raise RefusedError("exercise-mix", {"partner": card.keys.node})
    if card.to != node.identity.node or card.keys.node == node.identity.node:
        raise RefusedError("wrong-recipient", {"to": card.to})
    sha256 = text_hash(card.note.text).hex()
    held = turn.partner(card.keys.node)
    if held is not None and sha256 != _stands_on(node, turn, held):
        raise RefusedError("rival-keys", {"partner": held.node})
    keep_statement(turn, write_note(card.note))
    row = PartnerRow(
        node=card.keys.node,
        # What ruled the first entry of its log rules it still, whatever followed since.
        keys_sha256=held.keys_sha256 if held else sha256,
        met_us=micros(node.clock.now()),
        url=url,
    )
    turn.put_partner(row)
    adopt(turn, meeting_place(row.node), -1, card.prekeys)
    return row


def _stands_on(node: Node, look: Look, partner: PartnerRow) -> str:
    """The key statement in force of a partner, as its newest log says it: the last rotation's."""
    links = [link for link in look.links() if link.partner == partner.node]
    if not links:
        return partner.keys_sha256
    size = node.their_log(look, links[-1].theirs).size
    return node.book(look, links[-1]).keys_sha256(ours=False, size=size)


def open_link(node: Node, turn: Turn, partner: str, arrangement_id: str) -> LinkRow:
    """The two empty logs of a link, made once; the reserve prekeys become this link's.

    Refuses ``no-such-partner`` for a service never met in person, and ``exercise-mix`` for the
    arrangement of an exercise in a real store, or a real one in the store of an exercise.
    """
    if exercise_under(arrangement_id) != exercise_of(node.identity.node):
        raise RefusedError("exercise-mix", {"arrangement": arrangement_id})
    row = turn.partner(partner)
    if row is None:
        raise RefusedError("no-such-partner", {"partner": partner})
    own = link_id(arrangement_id, node.identity.node, partner)
    theirs = link_id(arrangement_id, partner, node.identity.node)
    link = LinkRow(own=own, theirs=theirs, partner=partner, arrangement_id=arrangement_id)
    if turn.log(own) is None:
        turn.put_link(link)
        turn.add_log(_empty_log(own, node.identity.node, partner))
        turn.add_log(_empty_log(theirs, partner, node.identity.node))
        turn.put_setting(f"keys/{own}", turn.setting("keys") or b"")
        node.begun.add(own)
    _move_prekeys(turn, partner, link)
    return link


def _move_prekeys(turn: Turn, partner: str, link: LinkRow) -> None:
    for own in turn.own_prekeys(meeting_place(partner)):
        turn.put_own_prekey(replace(own, link=link.own))
    for theirs in turn.their_prekeys(meeting_place(partner)):
        turn.put_their_prekey(replace(theirs, link=link.theirs))


def _empty_log(link: str, author: str, counterpart: str) -> LogRow:
    return LogRow(
        link=link,
        author=author,
        counterpart=counterpart,
        size=0,
        peaks=EMPTY_RANGE.to_bytes(),
        countersigned=0,
        epoch_number=0,
        epoch_random="",
        head=b"",
        receipt=b"",
        long_lived_us=0,
    )
