"""A dishonest author: the victim's real counterpart, with its real keys and no rules.

It writes any entry at the end of its log, as the victim holds it, under a checkpoint whose
signature is valid; each attack changes one thing. What is forged here is sound but for that.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.memory_store import Disk, MemoryStore
from tests.world import PURPOSE, SeededDraw, Service, World, report, service, signed
from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.log import leaf_hash, root_of
from wasl.core.policy.force import GOVERNING_KINDS
from wasl.node.act import SALT_BYTES, body_reference
from wasl.node.book import Book
from wasl.node.carriage import Report
from wasl.node.ceremony import new_keyset
from wasl.node.clock import case_reference, stamp
from wasl.node.identity import KeySet
from wasl.node.ports import Look
from wasl.node.prekeys import find_prekey
from wasl.node.rows import LinkRow, LogRow
from wasl.node.wish import Wish
from wasl.seal.cosign import Checkpoint, Origin, sign_checkpoint
from wasl.seal.envelope import Prekey, new_prekey, seal
from wasl.seal.frames import Frame, FrameKind, body_frame
from wasl.seal.keys import Keys, LongLivedKey, NodeKey, keys_text
from wasl.seal.note import Note, read_note, text_hash, write_note

TUNIS = "liaison.tn.example"
BODY = {"text": {"fr": "Texte inventé."}, "title": {"fr": "Saisie"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forged:
    """One entry, and what travels right after it."""

    written: bytes
    salt: bytes = b""
    body: bytes = b""
    statement: bytes = b""

    @property
    def leaf(self) -> bytes:
        """What stands in the tree for the entry."""
        return leaf_hash(self.written)

    def frames(self) -> list[Frame]:
        """The entry first, then its body, then its statement."""
        found = [Frame(kind=FrameKind.ENTRY, payload=self.written)]
        if self.salt:
            found.append(body_frame(self.salt, self.body))
        if self.statement:
            found.append(Frame(kind=FrameKind.STATEMENT, payload=self.statement))
        return found


class DishonestAuthor:
    """A service in dishonest hands, facing one victim that takes it for what it was."""

    def __init__(self, own: Service, victim: Service) -> None:
        self.own, self.victim = own, victim
        self.keys: KeySet = next(iter(own.node.identity.keysets.values()))

    # ------------------------------------------------------------------ what both know

    @property
    def link(self) -> LinkRow:
        """The link as the victim has it: ``theirs`` is the liar's log."""
        found: LinkRow = self.victim.look(
            lambda look: self.victim.node.link_with(look, self.own.name)
        )
        return found

    def log(self) -> LogRow:
        """The head of the liar's log as the victim holds it."""
        theirs = self.link.theirs
        found: LogRow = self.victim.look(lambda look: look.log(theirs))
        return found

    def leaves(self) -> list[bytes]:
        """The leaves of the liar's log that the victim holds."""
        theirs = self.link.theirs
        return list(self.victim.look(lambda look: look.leaves(theirs, 0, 10**6)))

    def origin(self) -> Origin:
        """The epoch of the liar's log that the victim has confirmed."""
        log = self.log()
        return Origin(
            node=self.own.name, link=log.link, number=log.epoch_number, random=log.epoch_random
        )

    def seen(self, size: int | None = None) -> dict[str, Any]:
        """The head of the victim's own log, at this size or as it is."""
        own = self.link.own
        leaves = self.victim.look(lambda look: look.leaves(own, 0, 10**6))
        cut = leaves if size is None else leaves[:size]
        return {"root": root_of(cut).hex(), "size": len(cut)}

    # ----------------------------------------------------------------------- entries

    def frame(self, **fields: Json) -> dict[str, Any]:
        """The fields every entry has, at the next place of the log; ``fields`` win, None drops."""
        last = canonical.loads(self.own.entries(ours=True)[-1].entry)
        placed = {
            "arrangement": last["arrangement"],
            "by": {
                "drafted": {"role": "drafter", "who": "0" * 16},
                "released": {"role": "releaser", "who": "1" * 16},
            },
            "clock": {"source": "ntp", "unsure_s": 1},
            "index": len(self.leaves()),
            "link": self.link.theirs,
            "seen": self.seen(),
            "v": 1,
            "written": stamp(self.own.clock.now()),
        }
        return {name: value for name, value in (placed | fields).items() if value is not None}

    def report(self, body: Json = BODY, **fields: Json) -> Forged:
        """A report that nothing forbids; ``body`` as a value, or as bytes of any kind."""
        salt = self.own.node.draw.draw(SALT_BYTES)
        written = body if isinstance(body, bytes) else canonical.dumps(body)
        marked = {
            "audience": [self.victim.name],
            "body": body_reference(salt, written),
            "case": case_reference(self.own.node.draw),
            "dossier": "terrorism",
            "grading": {"information": "4", "scale": "4x4", "source": "X"},
            "handling": ["H1"],
            "kind": "report",
            "lang": {"authentic": "fr", "present": ["fr"]},
            "move": "release",
            "purpose": PURPOSE,
            "retain_until": "2026-09-01T00:00:00Z",
        }
        entry = canonical.sorted_bytes(self.frame(**(marked | fields)))
        return Forged(written=entry, salt=salt, body=written)

    def bare(self, **fields: Json) -> Forged:
        """An entry with exactly these fields besides those every entry has."""
        named = {"case": case_reference(self.own.node.draw)}
        return Forged(written=canonical.sorted_bytes(self.frame(**(named | fields))))

    def act(self, kind: str, move: str, statement: bytes = b"", **fields: Json) -> Forged:
        """An unmarked act of custodian and head: recognition, key or arrangement."""
        named: dict[str, Any] = {
            "by": {
                "drafted": {"role": "custodian", "who": "0" * 16},
                "released": {"role": "head", "who": "1" * 16},
            },
            "case": case_reference(self.own.node.draw),
            "kind": kind,
            "move": move,
        }
        if statement:
            named["statement"] = text_hash(read_note(statement).text).hex()
        written = canonical.sorted_bytes(self.frame(**(named | fields)))
        return Forged(written=written, statement=statement)

    def fact(self, move: str, body: Json = None, **fields: Json) -> Forged:
        """A fact of the node, with a body where one is given."""
        node = {"role": "node"}
        named: dict[str, Any] = {"kind": "fact", "move": move}
        named["by"] = {"drafted": node, "released": node}
        if body is None:
            return Forged(written=canonical.sorted_bytes(self.frame(**(named | fields))))
        salt, written = self.own.node.draw.draw(SALT_BYTES), canonical.dumps(body)
        named["body"] = body_reference(salt, written)
        entry = canonical.sorted_bytes(self.frame(**(named | fields)))
        return Forged(written=entry, salt=salt, body=written)

    def told_prekeys(
        self, changes: Mapping[str, str] | None = None, count: int = 1
    ) -> dict[str, Any]:
        """The body of a ``prekey`` fact: keys good but for these changes, each under its id."""
        draw = self.own.node.draw
        public = new_prekey(bytes(8), draw.draw(96)).public(self.own.clock.now())
        sound = {
            "mlkem768": b64encode(public.mlkem).decode(),
            "until": "2026-03-08T08:00:00Z",
            "x25519": b64encode(public.x25519).decode(),
        }
        return {
            "prekeys": [
                {**sound, "id": draw.draw(8).hex(), **(changes or {})} for _ in range(count)
            ]
        }

    # ------------------------------------------------------------- checkpoints, dispatches

    def head(self, *forged: Forged, **changes: Json) -> Checkpoint:
        """The head over what the victim holds and these entries; ``changes`` to it win."""
        leaves = [*self.leaves(), *(one.leaf for one in forged)]
        sound = Checkpoint(origin=self.origin(), size=len(leaves), root=root_of(leaves))
        return replace(sound, **changes)

    def sign(self, head: Checkpoint, keys: KeySet | None = None, *, twice: bool = False) -> Note:
        """The head as a note under the author key, ``twice`` with the ML-DSA line below."""
        held = keys or self.keys
        return sign_checkpoint(
            head,
            author=held.author,
            long_lived=held.long_lived if twice else None,
            time_seconds=int(self.own.clock.now().timestamp()),
        )

    def frames(self, *forged: Forged, note: Note | None = None) -> list[Frame]:
        """The entries and, last, their checkpoint: a sound one unless another note is given."""
        signed = note or self.sign(self.head(*forged), twice=any(map(_governs, forged)))
        found = [frame for one in forged for frame in one.frames()]
        return [*found, Frame(kind=FrameKind.CHECKPOINT, payload=write_note(signed))]

    def prekey(self) -> Prekey:
        """A prekey of the victim that is good today."""

        def find(look: Look) -> Prekey | None:
            link = self.own.node.link_with(look, self.victim.name)
            return find_prekey(self.own.node, look, self.own.node.book(look, link))

        found = self.own.look(find)
        assert isinstance(found, Prekey)
        return found

    def seal(self, frames: Sequence[Frame], link: str = "") -> bytes:
        """The frames as a dispatch to the victim, from the liar's log unless another is named."""
        return seal(frames, prekey=self.prekey(), sender_link=link or self.link.theirs)

    def dispatch(self, *forged: Forged, note: Note | None = None) -> bytes:
        """Entries and checkpoint, sealed."""
        return self.seal(self.frames(*forged, note=note))

    def chain(self, count: int) -> list[bytes]:
        """So many reports in a row, each in a dispatch under a checkpoint of its own."""
        start = len(self.leaves())
        forged: list[Forged] = []
        dispatches = []
        for place in range(count):
            forged.append(self.report(index=start + place))
            note = self.sign(self.head(*forged))
            dispatches.append(self.dispatch(forged[-1], note=note))
        return dispatches

    def send(self, *dispatches: bytes) -> Report:
        """What the victim makes of these dispatches, come over the pinned line."""
        return self.victim.take(dispatches, self.own.name)

    def tell(self, *forged: Forged, note: Note | None = None) -> Report:
        """Entries under a checkpoint, sealed and sent."""
        return self.send(self.dispatch(*forged, note=note))


def _governs(forged: Forged) -> bool:
    """Whether an entry claims a governing kind, if it is JSON at all."""
    return any(f'"kind":"{kind}"'.encode() in forged.written for kind in GOVERNING_KINDS)


# ------------------------------------------------------------------------- statements


def book_of(one: Service) -> Book:
    """What governs the link of this service, as it has it."""
    link = one.link()
    found: Book = one.look(lambda look: one.node.book(look, link))
    return found


def stated(one: Service) -> Keys:
    """The key statement in force in the service's own log."""
    return book_of(one).keys_of(ours=True, size=one.own().size)


def next_keys(one: Service, seed: int = 50, **changes: Json) -> tuple[KeySet, Keys]:
    """Fresh node keys of a service and the statement that would bring them, not yet signed."""
    held = stated(one)
    keyset = new_keyset(one.name, SeededDraw(seed))
    days = {"valid_from": date(2026, 3, 1), "until": date(2026, 5, 1)}
    fresh: dict[str, Any] = {
        "author": (NodeKey(public=keyset.author.verify_key().public, **days),),
        "long_lived": (LongLivedKey(public=keyset.long_lived.verify_key().public, **days),),
        "previous": text_hash(keys_text(held)).hex(),
        "version": held.version + 1,
        "witness": (NodeKey(public=keyset.witness.verify_key().public, **days),),
    }
    return keyset, held.model_copy(update=fresh | changes)


def rotate(one: Service, seed: int = 50) -> KeySet:
    """The service takes new node keys into force by its own roots; not carried yet."""
    keyset, keys = next_keys(one, seed)
    text = keys_text(keys)
    note = write_note(signed(text, one.roots[:2]))
    sha256 = text_hash(text).hex()
    identity = one.node.identity
    one.node.identity = replace(identity, keysets={**identity.keysets, sha256: keyset})
    custody = ("chadia", "driss")
    one.release(Wish(kind="key", move="introduce", fields={}, statement=note), by=custody)
    case = {"case": one.entries(ours=True)[-1].case}
    one.release(Wish(kind="key", move="succeed", fields=case, statement=note), by=custody)
    return keyset


# ----------------------------------------------------------------------- what came of it


def rules(outcome: Report) -> list[str]:
    """The names of what was refused, in order."""
    return [rule for rule, _ in outcome.refused]


def kept(one: Service) -> Disk:
    """Everything durable, but for what a refusal leaves: its line, a frozen link, the evidence."""
    disk = store_of(one).snapshot()
    left = ("evidence/", "frozen/")
    settings = {n: held for n, held in disk.settings.items() if not n.startswith(left)}
    return replace(disk, refusals={}, settings=settings)


def frozen(one: Service) -> list[bytes]:
    """By which rules links of this service are frozen."""
    settings = store_of(one).snapshot().settings
    return [rule for name, rule in settings.items() if name.startswith("frozen/")]


def rejected(one: Service) -> list[tuple[str, str]]:
    """Rule and clause of every ``reject`` fact in the log of this service."""
    told = [canonical.loads(row.entry) for row in one.entries(ours=True) if row.move == "reject"]
    return [(entry["code"], entry.get("clause", "")) for entry in told]


# ------------------------------------------------------------------- restarts and neighbours


def store_of(one: Service) -> MemoryStore:
    """The store of a service, as what it is in these tests."""
    assert isinstance(one.node.store, MemoryStore)
    return one.node.store


def restart(one: Service, backup: Disk | None = None) -> None:
    """The node starts anew; from a backup, which holds none of its prekeys, where one is given."""
    if backup is not None:
        store_of(one).restore(replace(backup, own_prekeys={}))
    one.node = replace(one.node, boot="", sessions={}, books={})


@dataclass
class Facing(Service):
    """A service of several partners, as this one meets it."""

    partner: str = ""

    def link_in(self, look: Look) -> LinkRow:
        """The link with this partner."""
        return self.node.link_with(look, self.partner)

    def link(self) -> LinkRow:
        """The link with this partner."""
        found: LinkRow = self.look(self.link_in)
        return found


def neighbour(world: World) -> World:
    """Tunis and Tripoli, met and at rest beside the first link; ``algiers`` is Tunis here."""
    beside = copy(world)
    beside.algiers = service(TUNIS, MemoryStore(), world.clock, 7)
    beside.tripoli = _facing(world.tripoli, TUNIS)
    world.tripoli = _facing(world.tripoli, world.algiers.name)
    beside.meet()
    beside.sync()
    return beside


def _facing(one: Service, partner: str) -> Facing:
    return Facing(node=one.node, roots=one.roots, devices=one.devices, partner=partner)


def settled(world: World) -> World:
    """One more report, carried and receipted."""
    world.algiers.release(report())
    world.sync()
    return world
