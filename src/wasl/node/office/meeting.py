"""The ceremony through the door: our statement, cards for partners, partners met."""

import re
from base64 import b64encode
from typing import Any

from wasl.core.errors import RefusedError
from wasl.node import ceremony, posts
from wasl.node.clock import from_micros, stamp
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.prekeys import find_prekey
from wasl.seal.card import Card, read_card
from wasl.seal.keys import Keys, fingerprint, read_keys
from wasl.seal.note import Note, read_note, text_hash
from wasl.seal.roots import check_succession

URL = re.compile(
    r"https://(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>[1-9][0-9]{0,4}))?/?"
)


def key_show(node: Node, turn: Turn) -> dict[str, Any]:
    """Who we are, by the key statement this node stands on."""
    note = ceremony.own_statement(turn)
    return told_keys(note, read_keys(note))


def key_adopt(node: Node, turn: Turn, *, statement: str) -> dict[str, Any]:
    """Our own statement, signed by m of its roots, becomes what this node stands on.

    A later version is signed by m roots of the one before; refuses what ``check_succession`` does.
    """
    note = read_note(statement.encode())
    keys = read_keys(note)
    if turn.setting("keys"):
        held = ceremony.own_statement(turn)
        if held.text != note.text:
            check_succession(read_keys(held), note, keys)
    ceremony.adopt_statement(turn, node.identity.node, note, keys)
    return told_keys(note, keys)


def key_card(node: Node, turn: Turn, *, partner: str) -> dict[str, Any]:
    """The key file to hand to one partner at the meeting (text)."""
    return {"card": ceremony.make_card(node, turn, partner).decode(), "partner": partner}


def key_read(node: Node, turn: Turn, *, card: str) -> dict[str, Any]:
    """What a card of theirs says, to be read against their paper; nothing is stored."""
    read = read_card(card.encode())
    return {**told_keys(read.note, read.keys), "to": read.to}


def key_meet(node: Node, turn: Turn, *, card: str, fingerprint: str, url: str) -> dict[str, Any]:
    """A partner is met: the custodian says which fingerprint (hex) he compared.

    Refuses ``fingerprints-differ`` unless it is the one of this very file, ``bad-url``, and
    ``post-has-one-parent`` where this node is a post of another service.
    """
    read = read_card(card.encode())
    if _fingerprint(read) != fingerprint:
        raise RefusedError("fingerprints-differ", {"partner": read.keys.node})
    posts.check_meets(turn, read.keys.node)
    row = ceremony.meet(node, turn, read, _checked(url) if url else "")
    return {**told_keys(read.note, read.keys), "url": row.url}


def partner_list(node: Node, turn: Turn) -> list[dict[str, Any]]:
    """Every service met in person, with the links there are."""
    found = []
    for row in turn.partners():
        links = [link for link in turn.links() if link.partner == row.node]
        found.append(
            {
                "arrangements": [link.arrangement_id for link in links],
                "can_seal": any(
                    find_prekey(node, turn, node.book(turn, link)) is not None for link in links
                ),
                "met": stamp(from_micros(row.met_us)),
                "node": row.node,
                "same_roots": posts.same_service(turn, row.keys_sha256),
                "url": row.url,
            }
        )
    return found


def partner_url(node: Node, turn: Turn, *, partner: str, url: str) -> dict[str, Any]:
    """Where a partner's node is called; refuses ``no-such-partner`` and ``bad-url``."""
    row = turn.partner(partner)
    if row is None:
        raise RefusedError("no-such-partner", {"partner": partner})
    turn.put_partner(
        type(row)(node=row.node, keys_sha256=row.keys_sha256, met_us=row.met_us, url=_checked(url))
    )
    return {"partner": partner, "url": url}


def _checked(url: str) -> str:
    found = URL.fullmatch(url)
    if found is None or int(found["port"] or 443) > 65_535:
        raise RefusedError("bad-url", {"url": url[:64]})
    return url


def _fingerprint(card: Card) -> str:
    return fingerprint(card.note.text).hex()


def told_keys(note: Note, keys: Keys) -> dict[str, Any]:
    """A key statement as a custodian compares it."""
    return {
        "fingerprint": fingerprint(note.text).hex(),
        "node": keys.node,
        "office": keys.office,
        "pins": [b64encode(pin).decode() for pin in keys.line_pins()],
        "service": keys.service.model_dump(),
        "sha256": text_hash(note.text).hex(),
        "threshold": keys.threshold,
        "holders": [root.holder for root in keys.roots],
        "version": keys.version,
    }
