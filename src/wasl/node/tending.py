"""What a running node does unasked, from time to time: keys to seal to are renewed and destroyed.

trust.md §2: prekeys are announced in the log, two are kept ahead, and the private half ends at
``until`` and the longest carriage.
"""

from datetime import timedelta

from wasl.core import canonical
from wasl.node import ahead, files
from wasl.node.act import SALT_BYTES, Act, body_reference, node_act
from wasl.node.anchoring import anchor
from wasl.node.book import Book
from wasl.node.carriage import has_news, listens
from wasl.node.clock import from_micros, micros
from wasl.node.desk import submit
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.prekeys import LASTING, announced, destroy_expired, end_prekeys, lasting_prekey
from wasl.node.retaining import round_of_the_day

PREKEY_LIFE = timedelta(days=7)


def everyone(node: Node, turn: Turn) -> list[str]:
    """The partners that have an address, to be called in their turn; the node tends first."""
    tend(node, turn)
    addressed = {row.node for row in turn.partners() if row.url}
    return [
        link.partner
        for link in turn.links()
        if link.partner in addressed and listens(node, turn, node.book(turn, link))
    ]


def whom_we_have_news_for(node: Node, turn: Turn) -> list[str]:
    """Those of them to whom a call would carry more than a cursor."""
    addressed = set(everyone(node, turn))
    return [
        link.partner
        for link in turn.links()
        if link.partner in addressed and has_news(node, turn, node.book(turn, link))
    ]


def tend(node: Node, turn: Turn) -> None:
    """Prekeys whose time is up are destroyed, and fresh ones announced where few are left.

    Once a day the house log is anchored, and contents past their term are destroyed. A link
    whose epoch is not confirmed waits. One on which nothing is due after a withdrawal has
    no prekey any more: what was sealed to us there is closed for good (trust.md §3.4).
    """
    due = [link for link in turn.links() if listens(node, turn, node.book(turn, link))]
    for link in turn.links():
        ahead.drop_due(turn, link.theirs, node.clock.now(), ended=link not in due)
        if link not in due:
            end_prekeys(turn, link)
    destroy_expired(node, turn)
    files.sweep(node, turn)
    books = [node.book(turn, link) for link in turn.links() if node.session(link.own).confirmed]
    for book in books:
        if book.link in due:
            _announce(node, turn, book)
            anchor(node, turn, book)
    round_of_the_day(node, turn, books)


def _announce(node: Node, turn: Turn, book: Book) -> None:
    """One more prekey of this epoch is told in our log, unless the last lasts long enough.

    The partner dropped what it knew before with the hello of the epoch.
    """
    own = node.own_log(turn, book.link.own)
    key, epoch = f"prekeys/{own.link}", str(own.epoch_number)
    told_in, _, told_until = (turn.setting(key) or b"").decode().partition(" ")
    now = node.clock.now()
    if told_in == epoch and from_micros(int(told_until)) > now + LASTING:
        return
    # The last one came with the hello.
    ahead = lasting_prekey(node, turn, own.link, now + PREKEY_LIFE, place=2)
    row = turn.own_prekey(ahead.id)
    if row is None:
        raise RuntimeError("a prekey that was not kept")
    submit(node, turn, book, _told(node, canonical.dumps({"prekeys": [announced(row)]})))
    turn.put_setting(key, f"{epoch} {micros(ahead.until)}".encode())


def _told(node: Node, body: bytes) -> Act:
    """The fact that tells a prekey."""
    salt = node.draw.draw(SALT_BYTES)
    fields = {"kind": "fact", "move": "prekey", "body": body_reference(salt, body)}
    return Act(fields=node_act(node, fields).fields, salt=salt, body=body)
