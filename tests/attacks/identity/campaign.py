"""One attack on an identity: what is made ready, what is tried, and by which name it is refused.

``standing`` is all that an acceptance could change; a prepared scene is compared before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.attacks.forge import (
    DishonestAuthor,
    Forged,
    neighbour,
    next_keys,
    rejected,
    rules,
    stated,
    store_of,
)
from tests.memory_store import MemoryStore
from tests.world import (
    ALGIERS,
    ARRANGEMENT_ID,
    TRIPOLI,
    Move,
    Service,
    World,
    service,
)
from wasl.core.errors import RefusedError
from wasl.node.carriage import Report
from wasl.node.identity import KeySet
from wasl.node.wish import Wish
from wasl.seal.card import read_card, write_card
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Cursor, Head, write_greeting
from wasl.seal.keys import Keys, keys_text
from wasl.seal.note import Note, SigningKey, sign, text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text

CUSTODY = ("chadia", "driss")


class Scene:
    """Algiers in dishonest hands, Tripoli its victim, and a rival that calls itself Algiers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.liar = DishonestAuthor(world.algiers, world.tripoli)
        self._rival: Service | None = None
        self.beside: World | None = None
        self.kept: Any = None

    @property
    def algiers(self) -> Service:
        """The counterpart."""
        return self.world.algiers

    @property
    def tripoli(self) -> Service:
        """The victim."""
        return self.world.tripoli

    @property
    def rival(self) -> Service:
        """A body with roots, keys and officers of its own, under the counterpart's name."""
        if self._rival is None:
            self._rival = service(ALGIERS, MemoryStore(), self.world.clock, seed=99)
        return self._rival

    @property
    def tunis(self) -> World:
        """Tunis and Tripoli, met beside the first link."""
        if self.beside is None:
            self.beside = neighbour(self.world)
            self.liar = DishonestAuthor(self.world.algiers, self.world.tripoli)
        return self.beside

    # --------------------------------------------------------------------------- what is told

    def tell(self, *forged: Forged, note: Note | None = None) -> list[str]:
        """Why Tripoli takes these entries for nothing: refused bytes, and void entries."""
        before = len(rejected(self.tripoli))
        outcome = self.liar.tell(*forged, note=note)
        return self.names(outcome, before)

    def names(self, outcome: Report, before: int = 0) -> list[str]:
        """The refusals of an outcome, and of the reject facts since."""
        void = [rule for rule, _ in rejected(self.tripoli)[before:]] if outcome.void else []
        return [*rules(outcome), *void]

    def bring(self, kind: str, move: str, note: Note, **fields: Any) -> list[str]:
        """An entry that brings a statement."""
        return self.tell(self.liar.act(kind, move, write_note(note), **fields))

    def under(self, key: SigningKey) -> list[str]:
        """A sound report under a checkpoint signed by this key alone."""
        forged = self.liar.report()
        sound = self.liar.sign(self.liar.head(forged))
        return self.tell(forged, note=Note(text=sound.text, lines=(sign(sound.text, key),)))

    def cursor(self, *keys: SigningKey) -> list[str]:
        """A cursor about Tripoli's log, signed by these keys."""
        held = Head(root="0" * 64, size=0)
        said = Cursor(countersigned=0, gaps=(), held=held, link=self.liar.link.own)
        frame = Frame(kind=FrameKind.CURSOR, payload=write_greeting(said, *keys))
        return rules(self.liar.send(write_open([frame])))

    def receipt(self, note: Note) -> list[str]:
        """A counter-signature given to Tripoli for its own log."""
        frame = Frame(kind=FrameKind.RECEIPT, payload=write_note(note))
        return rules(self.liar.send(self.liar.seal([frame])))

    # ------------------------------------------------------------------------ what is stated

    def next(self, **changes: Any) -> Keys:
        """The next key statement of Algiers, but for these changes."""
        return next_keys(self.algiers, 66, **changes)[1]

    def keyset(self) -> KeySet:
        """The private halves of the statement of Algiers in force."""
        return list(self.algiers.node.identity.keysets.values())[-1]

    def recognition(self, move: Move = "recognise", **changes: Any) -> str:
        """The text by which Algiers speaks of Tripoli, but for these changes."""
        sound: dict[str, Any] = {
            "arrangement_id": ARRANGEMENT_ID,
            "by": ALGIERS,
            "decided_by": "the head of the service",
            "decided_on": "2026-03-01",
            "keys_sha256": text_hash(keys_text(stated(self.tripoli))).hex(),
            "move": move,
            "node": TRIPOLI,
            "office": "Liaison",
            "until": "2027-03-01",
        }
        return recognition_text(Recognition(**(sound | changes)))

    def case(self) -> str:
        """The case in which Algiers recognises Tripoli."""
        return self.tripoli.entries(ours=False)[0].case

    def card(
        self, one: Service, keys: Note | None = None, author: SigningKey | None = None
    ) -> bytes:
        """The card of a service for Tripoli, with another statement or author where given."""
        made = one.card_for(TRIPOLI)
        read = read_card(made)
        prekeys = [prekey.model_dump() for prekey in read.prekeys]
        signer = author or list(one.node.identity.keysets.values())[-1].author
        return write_card(keys or read.note, signer, to=TRIPOLI, prekeys=prekeys)

    def withdraw(self) -> None:
        """Tripoli withdraws its recognition, and nothing is due any more."""
        self.world.recognise(self.tripoli, self.algiers, move="withdraw")
        self.world.call(self.tripoli, self.algiers)

    def suspended(self) -> None:
        """Algiers has suspended its recognition of Tripoli, and Tripoli holds it."""
        fields = {"case": self.case()}
        wish = Wish(kind="recognition", move="suspend", fields=fields)
        self.algiers.release(wish, by=CUSTODY)
        self.world.sync()


Names = Callable[[Scene], list[str]]


def nothing(scene: Scene) -> None:
    """Nothing is made ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """What is tried by whom, and the only name under which it may end."""

    name: str
    refused: str
    deed: Names
    ready: Callable[[Scene], Any] = nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The same machinery in honest hands, or with the one thing right: it is taken."""

    name: str
    deed: Callable[[Scene], Any]
    ready: Callable[[Scene], Any] = nothing


def attempt(deed: Callable[[], Any]) -> list[str]:
    """The name under which a deed at our own door is refused."""
    try:
        deed()
    except RefusedError as refusal:
        return [refusal.rule]
    return []


def standing(scene: Scene) -> list[Any]:
    """Entries that stand, bodies, who was met under which keys, and what is sealed to."""
    found: list[Any] = []
    for one in (scene.algiers, scene.tripoli):
        disk = store_of(one).snapshot()
        stand = [
            (row.link, row.index, row.leaf)
            for row in disk.entries.values()
            if not row.rule and (row.kind, row.move) != ("fact", "reject")
        ]
        met = [(row.node, row.keys_sha256, row.met_us) for row in disk.partners.values()]
        found.append((sorted(stand), sorted(disk.bodies), sorted(met), sorted(disk.their_prekeys)))
    logs = store_of(scene.tripoli).snapshot().logs.values()
    found.append([(log.link, log.epoch_number, log.epoch_random) for log in logs])
    found.append([log.countersigned for log in logs if log.author == scene.tripoli.name])
    return found
