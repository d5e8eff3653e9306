"""What a running node does unasked, from time to time: keys to seal to are renewed and destroyed.

trust.md §2: prekeys are announced in the log, two are kept ahead, and the private half ends at
``until`` and the longest carriage.
"""

from datetime import timedelta

from wasl.core import canonical
from wasl.node.act import SALT_BYTES, Act, body_reference, node_act
from wasl.node.book import Book
from wasl.node.clock import from_micros, micros
from wasl.node.desk import submit
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.prekeys import announced, destroy_expired, fresh_prekey

PREKEY_LIFE = timedelta(days=7)
ANNOUNCE_AHEAD = timedelta(days=4)  # so that of three in a row two are always valid


def tend(node: Node, turn: Turn) -> int:
    """Prekeys whose time is up are destroyed, and fresh ones announced where few are left.

    How many were announced. A link whose epoch is not confirmed waits.
    """
    destroy_expired(node, turn)
    links = [link for link in turn.links() if node.session(link.own).confirmed]
    return sum(_announce(node, turn, node.book(turn, link)) for link in links)


def _announce(node: Node, turn: Turn, book: Book) -> bool:
    """One more prekey of this epoch is told in our log, unless the last lasts long enough.

    The partner dropped what it knew before with the hello of the epoch.
    """
    own = node.own_log(turn, book.link.own)
    key, epoch = f"prekeys/{own.link}", str(own.epoch_number)
    told_in, _, told_until = (turn.setting(key) or b"").decode().partition(" ")
    now = node.clock.now()
    if told_in == epoch and from_micros(int(told_until)) > now + ANNOUNCE_AHEAD:
        return False
    fresh = fresh_prekey(node, turn, own.link, now + PREKEY_LIFE)
    row = turn.own_prekey(fresh.id)
    if row is None:
        raise RuntimeError("a prekey that was not kept")
    submit(node, turn, book, _told(node, canonical.dumps({"prekeys": [announced(row)]})))
    turn.put_setting(key, f"{epoch} {micros(fresh.until)}".encode())
    return True


def _told(node: Node, body: bytes) -> Act:
    """The fact that tells a prekey."""
    salt = node.draw.draw(SALT_BYTES)
    fields = {"kind": "fact", "move": "prekey", "body": body_reference(salt, body)}
    return Act(fields=node_act(node, fields).fields, salt=salt, body=body)
