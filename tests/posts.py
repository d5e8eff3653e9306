"""A service with a post under its own roots, and a partner: each pair has its link, none other."""

from copy import deepcopy
from datetime import timedelta
from functools import cache, partial
from typing import Any

from tests.chain import MARKED, between, report_of
from tests.memory_store import MemoryStore
from tests.world import ALGIERS, MAGHNIA, TRIPOLI, Service, VirtualClock, arrangement, service
from wasl.core import canonical
from wasl.node import posts
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.office import attachments, posting
from wasl.node.office.asked import read_wish
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow
from wasl.node.wish import Announced, Wish
from wasl.seal.body import open_body
from wasl.seal.parts import PART_BYTES

POST = MAGHNIA


class Posted:
    """``up`` is Algiers and its post, ``out`` Algiers and Tripoli, as pairs that speak."""

    def __init__(self) -> None:
        clock = VirtualClock()
        algiers = service(ALGIERS, MemoryStore(), clock, 1)
        tripoli = service(TRIPOLI, MemoryStore(), clock, 2)
        post = service(POST, MemoryStore(), clock, 3, under=algiers.roots)
        self.up = between(clock, algiers, post)
        self.out = between(clock, algiers, tripoli)
        for world, nodes in ((self.up, (ALGIERS, POST)), (self.out, (ALGIERS, TRIPOLI))):
            world.meet()
            world.arrange(arrangement(nodes=nodes))
        post.turn(lambda turn: posts.put_under(turn, ALGIERS))

    @property
    def post(self) -> Service:
        """The post, as it speaks with its service."""
        return self.up.tripoli

    @property
    def parent(self) -> Service:
        """The service, as it speaks with its post."""
        return self.up.algiers

    @property
    def partner(self) -> Service:
        """The partner of the service."""
        return self.out.tripoli

    def given(self, title: str, **fields: Any) -> EntryRow:
        """A report of Tripoli as Algiers holds it."""
        self.partner.release(titled(self.partner, title, **fields))
        self.out.sync()
        return self.out.algiers.entries(ours=False)[-1]

    def copy_of(self, row: EntryRow, toward: Service, officer: str = "amel") -> Wish:
        """The wish by which Algiers passes an item on, without its attachments' bytes."""
        told: dict[str, Any] = toward.turn(
            lambda turn: posting.post_copy(
                toward.node, turn, entry=row.leaf.hex(), officer=officer, partner=toward.toward
            )
        )
        return read_wish(told)

    def passed(self, row: EntryRow) -> EntryRow:
        """An item passed to the post, released by a second officer, on its way."""
        node, wish = self.parent.node, self.copy_of(row, self.parent)
        draft, entry = self.parent.draft("amel", wish), row.leaf.hex()
        for file in wish.attached:
            assert isinstance(file, Announced)
            here, of = 0, 1
            while here < of:
                stretch = {"first": here * PART_BYTES, "sha256": file.sha256}
                asked: dict[str, Any] = {
                    "draft": draft,
                    "entry": entry,
                    "file": stretch,
                    "officer": "amel",
                }
                told = self.parent.turn(partial(_held, node, asked))
                here, of = told["here"], told["of"]
        self.parent.release_draft(draft, "badr")
        return self.parent.entries(ours=True)[-1]

    def sync(self) -> None:
        """Everything said reaches whom it is for."""
        self.out.sync()
        self.up.sync()


def _held(node: Node, asked: dict[str, Any], turn: Turn) -> dict[str, Any]:
    return attachments.attach_held(node, turn, **asked)


@cache
def _template() -> Posted:
    return Posted()


def posted() -> Posted:
    """A service, its post and a partner, settled, for one test."""
    return deepcopy(_template())


def titled(one: Service, title: str, **fields: Any) -> Wish:
    """A report with a title of its own."""
    wish = report_of(one, **fields)
    body = {"text": {"fr": "Texte inventé."}, "title": {"fr": title}}
    return Wish(kind=wish.kind, move=wish.move, fields=wish.fields, body=body)


def recalled(one: Service) -> None:
    """The last item of a service is taken back."""
    fields = {
        **MARKED,
        "about": [one.entries(ours=True)[-1].leaf.hex()],
        "code": "ERROR",
        "due": stamp(one.clock.now() + timedelta(days=3)),
    }
    one.release(Wish(kind="recall", move="order", fields=fields))


def titles_held(one: Service) -> set[str]:
    """The titles of every body in the store of a service, whoever wrote it."""
    assert isinstance(one.node.store, MemoryStore)
    bodies = one.node.store.snapshot().bodies.values()
    read = (canonical.loads(open_body(row.salt, row.closed)) for row in bodies)
    return {said["title"]["fr"] for said in read if "title" in said}
