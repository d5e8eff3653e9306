"""The house log is tied to logs that others sign: once a day its salted head is a fact of ours.

So whoever administers the node cannot rewrite who read what: the partner has counter-signed the
commitment to it (trust.md §3.3). The salt stays here, for the head tells how busy the house is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from wasl.core import canonical
from wasl.core.case import FACT
from wasl.core.entry import read_entry
from wasl.core.log import EMPTY_RANGE, leaf_hash
from wasl.node.act import SALT_BYTES, Act, body_reference, node_act
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.desk import submit
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import LinkRow
from wasl.seal.body import commitment

FIRST_LINE = "wasl-house/1"
PIECE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One anchor as this node can open it: the day, the size anchored, and its two salts."""

    day: str
    size: int
    salt: bytes
    body_salt: bytes


def anchor(node: Node, turn: Turn, book: Book) -> bool:
    """The head of the house log is anchored on this link, once a day; whether it was now."""
    day, size = stamp(node.clock.now())[:10], turn.house_size()
    place = _key(book.link.own, day)
    if size == 0 or turn.setting(place) is not None:
        return False
    made = Anchor(
        day=day,
        size=size,
        salt=node.draw.draw(SALT_BYTES),
        body_salt=node.draw.draw(SALT_BYTES),
    )
    body = _body(made, _root(turn, size), node.identity.node)
    fields = {"kind": FACT, "move": "anchor", "body": body_reference(made.body_salt, body)}
    act = Act(fields=node_act(node, fields).fields, salt=made.body_salt, body=body)
    submit(node, turn, book, act)
    kept = {"body_salt": made.body_salt.hex(), "salt": made.salt.hex(), "size": size}
    turn.put_setting(place, canonical.dumps(kept))
    return True


def broken_anchors(node: Node, look: Look, link: LinkRow) -> list[str]:
    """The days on which the house log was anchored otherwise than it stands now.

    Also a day of an anchor that our own log does not have, and the word ``unopened`` for one in
    our log that nothing here opens (after a restored backup, or where its salt was taken away).
    """
    said = [
        read_entry(row.entry)
        for row in look.entries_of_kinds(link.own, (FACT,))
        if row.move == "anchor"
    ]
    commits = {entry.body.commit for entry in said if entry.body is not None}
    held = sorted(_anchors(look, link), key=lambda one: one.size)
    roots = _roots(look, [one.size for one in held])
    broken, opened = [], set()
    for one in held:
        root = roots.get(one.size)
        body = _body(one, root, node.identity.node) if root is not None else b""
        commit = commitment(one.body_salt, body).hex()
        opened.add(commit)
        if commit not in commits:
            broken.append(one.day)
    if commits - opened and not broken:
        broken.append("unopened")
    return broken


def _body(made: Anchor, root: bytes, name: str) -> bytes:
    """What the fact says: the hash of salt and head."""
    head = f"{FIRST_LINE}\n{name}\n{made.size}\n{root.hex()}\n".encode()
    return canonical.dumps({"sha256": sha256(made.salt + head).hexdigest()})


def _root(look: Look, size: int) -> bytes:
    return _roots(look, [size])[size]


def _roots(look: Look, sizes: list[int]) -> dict[int, bytes]:
    """The root of the house log at each of these sizes that it has, from the lines as they are."""
    found, tree, wanted = {}, EMPTY_RANGE, set(sizes)
    for leaf in _leaves(look, max(sizes, default=0)):
        tree = tree.append(leaf)
        if tree.size in wanted:
            found[tree.size] = tree.root()
    return found


def _leaves(look: Look, size: int) -> Iterator[bytes]:
    for start in range(0, size, PIECE):
        for row in look.house(start, min(start + PIECE, size)):
            yield leaf_hash(row.line)


def _anchors(look: Look, link: LinkRow) -> Iterator[Anchor]:
    prefix = _key(link.own, "")
    for name, stored in look.settings():
        if name.startswith(prefix):
            said = canonical.loads(stored)
            yield Anchor(
                day=name.removeprefix(prefix),
                size=said["size"],
                salt=bytes.fromhex(said["salt"]),
                body_salt=bytes.fromhex(said["body_salt"]),
            )


def _key(own: str, day: str) -> str:
    return f"anchor/{own}/{day}"
