"""The laws of a simulation: some hold whenever a dispatch leaves or arrives, the others at rest.

I1 a receipt is durable; I1a so is what is signed; I2 a body opens its commitment; I3 one effect
for each entry; I4 both sides come to the same logs and states; I6 nobody contradicts himself, and
no honest node is accused; I7 both agree on all that is receipted; I8 what is destroyed stays so.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from tests.sim.party import Party, entry_of
from wasl.core.case import PROCEDURES, joint
from wasl.core.entry import Entry
from wasl.core.errors import RefusedError
from wasl.node.book import root_at
from wasl.node.carriage import FREEZING, Report
from wasl.node.erasure import halves
from wasl.node.files import wanted_files
from wasl.node.pool import gaps
from wasl.node.ports import Look
from wasl.node.prekeys import private_half
from wasl.node.rows import EntryRow
from wasl.seal.body import check_commitment, open_body
from wasl.seal.cosign import Checkpoint, read_checkpoint
from wasl.seal.envelope import (
    PrekeyPrivate,
    dispatch_prekey_id,
    is_open,
    open_dispatch,
    read_open,
)
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Hello, read_greeting
from wasl.seal.note import read_note

# What an honest dispatch may be told by an honest node: it is late, or one of the two restarted.
LATE = frozenset(
    {
        "gap",  # an old cursor made its author believe that we hold more
        "not-confirmed",
        "prekey-gone",
        "rebase",  # its author was set back, guard and all, and signed alone
        "stale-epoch",
        "unconfirmed-epoch",
        "unknown-recipient",
    }
)
EMPTY = sha256().hexdigest()


@dataclass
class Watch:
    """What was ever signed and promised, and every law that was broken."""

    parties: tuple[Party, Party]
    broken: list[str] = field(default_factory=list)
    heads: dict[tuple[str, int], bytes] = field(default_factory=dict)
    promised: Counter[tuple[str, str]] = field(default_factory=Counter)
    receipted: dict[str, list[bytes]] = field(default_factory=dict)
    prekeys: dict[bytes, tuple[str, PrekeyPrivate]] = field(default_factory=dict)
    left: dict[str, Checkpoint] = field(default_factory=dict)  # the last head of each own log
    restores: int = 0
    lost: int = 0  # receipted entries that both disks forgot

    def breach(self, law: str, *facts: object) -> None:
        """A law is broken; each is told once."""
        said = " ".join(str(part) for part in (law, *facts))
        if said not in self.broken:
            self.broken.append(said)

    # --------------------------------------------------------------------- what leaves

    def leaving(self, party: Party, dispatches: Sequence[bytes]) -> None:
        """Everything signed in these dispatches is durable, and contradicts nothing signed."""
        self._learn_prekeys(party)
        for content in dispatches:
            for frame in self._frames(content):
                if frame.kind in {FrameKind.CHECKPOINT, FrameKind.RECEIPT}:
                    self._signed(party, frame)
                elif frame.kind is FrameKind.HELLO:
                    party.said.add(read_greeting(frame.payload, Hello)[0].epoch.r)

    def _learn_prekeys(self, party: Party) -> None:
        link = party.link
        for row in party.service.look(lambda look: look.own_prekeys(link.own)):
            if row.id not in self.prekeys and row.private:
                self.prekeys[row.id] = (link.theirs, private_half(row))

    def _frames(self, content: bytes) -> Sequence[Frame]:
        if is_open(content):
            return read_open(content)
        known = self.prekeys.get(dispatch_prekey_id(content))
        if known is None:
            return ()
        return open_dispatch(content, prekey=known[1], sender_link=known[0])

    def _signed(self, party: Party, frame: Frame) -> None:
        checkpoint = read_checkpoint(read_note(frame.payload))
        place = (checkpoint.origin.text(), checkpoint.size)
        if self.heads.setdefault(place, checkpoint.root) != checkpoint.root:
            self.breach("I6 equivocation", *place)
        if checkpoint.origin.node == party.name and frame.kind is FrameKind.CHECKPOINT:
            self._alone(party, checkpoint)
        if checkpoint.origin.node == party.name or frame.kind is FrameKind.RECEIPT:
            self._held(party, checkpoint)
            promise = (party.name, checkpoint.origin.link)
            self.promised[promise] = max(self.promised[promise], checkpoint.size)

    def _alone(self, party: Party, checkpoint: Checkpoint) -> None:
        """I6: who signs unconfirmed has lost nothing that left; an image of it cannot know."""
        link = party.link.own
        last = self.left.get(link)
        if last and not party.node.session(link).confirmed and not party.images:

            def gone_on(look: Look) -> bool:
                log = look.log(link)
                assert log is not None
                return last.size <= log.size and root_at(look, log, last.size) == last.root

            if not party.service.look(gone_on):
                self.breach("I6 signed alone after a restore", checkpoint.origin.text())
        self.left[link] = checkpoint

    def _held(self, party: Party, checkpoint: Checkpoint) -> None:
        """I1, I1a: what is signed is durable before it leaves."""

        def root(look: Look) -> bytes | None:
            log = look.log(checkpoint.origin.link)
            if log is None or log.size < checkpoint.size:
                return None
            return root_at(look, log, checkpoint.size)

        if party.service.look(root) != checkpoint.root:
            self.breach("I1 signed but not held", checkpoint.origin.text(), checkpoint.size)

    # ------------------------------------------------------------------- what arrives

    def arrived(self, party: Party, report: Report, *, whole: bool) -> None:
        """Nobody is accused, and what honest services send is never called wrong."""
        for rule, detail in report.refused:
            if rule in FREEZING or rule == "link-frozen":
                self.breach("I6 accusation", party.name, rule, dict(detail))
            elif whole and rule not in LATE:
                self.breach("honest bytes refused", party.name, rule, dict(detail))
        if report.void or report.bodies_refused:
            self.breach("honest entry void", party.name)
        if party.node.session(party.link.own).confirmed:
            # What had left and never arrived is no part of the log they agree on now.
            self.left.pop(party.link.own, None)
        self.note_receipts(party)

    def note_receipts(self, party: Party) -> None:
        """The entries of its log whose receipt a party holds are acknowledged from now on."""
        link = party.link.own
        known = self.receipted.setdefault(link, [])
        size = party.service.own().countersigned
        if size > len(known):
            leaves = party.service.look(lambda look: look.leaves(link, 0, size))
            if list(leaves[: len(known)]) != known:
                self.breach("I7 receipted history rewritten", party.name)
            self.receipted[link] = list(leaves)

    # ------------------------------------------------------------ restarts and restores

    def restarted(self, party: Party) -> None:
        """I1, I1a after a crash: all that was promised is still there."""
        for (name, link), size in self.promised.items():
            if name == party.name and party.range(link).size < size and not party.images:
                self.breach("I1 lost by a crash", name, link, size)

    def restored(self, party: Party) -> None:
        """What both disks have forgotten is no duty any more; the rest is."""
        self.restores += 1
        for link in (party.link.own, party.link.theirs):
            self.promised[party.name, link] = 0
            known = self.receipted.setdefault(link, [])
            held = max(self._common(one, link, known) for one in self.parties)
            self.lost += len(known) - held
            del known[held:]

    def _common(self, party: Party, link: str, known: Sequence[bytes]) -> int:
        """How many of these leaves, from the first on, a party has in its copy of a log."""
        leaves = party.service.look(lambda look: look.leaves(link, 0, len(known)))
        pairs = enumerate(zip(leaves, known, strict=False))
        return next((at for at, (held, told) in pairs if held != told), len(leaves))

    # ----------------------------------------------------------------------- at rest

    def at_rest(self) -> None:
        """I1 to I4 and I7, once the faults have stopped and nothing is on the road."""
        for party, other in (self.parties, self.parties[::-1]):
            self._agree(party, other)
            self._once(party)
            self._bodies(party, other)
        self._same_states()

    def _agree(self, party: Party, other: Party) -> None:
        """I4, I7: one log, whole on both sides, receipted to its end."""
        own, copy = party.service.own(), other.service.theirs()
        if (own.size, own.peaks) != (copy.size, copy.peaks):
            self.breach("I4 logs differ", party.name, own.size, copy.size)
        if own.countersigned != own.size or copy.countersigned != copy.size:
            self.breach("I7 not receipted", party.name, own.countersigned, own.size)
        leaves = [row.leaf for row in party.service.entries(ours=True)]
        known = self.receipted.get(own.link, [])
        if leaves[: len(known)] != known:
            self.breach("I1 receipted entry lost", party.name)
        if len(set(leaves)) != len(leaves):
            self.breach("I3 an entry twice", party.name)
        settings = dict(party.service.look(lambda look: look.settings()))
        if any(name.startswith("frozen/") for name in settings):
            self.breach("I6 frozen", party.name)
        if party.service.look(lambda look: look.waiting(own.link)):
            self.breach("I4 acts still wait", party.name)
        if party.service.look(lambda look: wanted_files(look, own.link)):
            self.breach("I4 attachments still asked for", party.name)
        theirs = party.service.theirs()
        if party.service.look(lambda look: list(gaps(look, theirs))):
            self.breach("I4 a gap stays", party.name)

    def _once(self, party: Party) -> None:
        """I3: one effect for each entry, however often it came."""
        rows = [entry_of(row.entry) for row in party.service.entries(ours=True)]
        effects = Counter(
            (entry.move, leaf)
            for entry in rows
            if entry.kind == "fact" and entry.move in {"destroy", "reject"}
            for leaf in entry.about or ()
        )
        effects += Counter(
            (entry.move, entry.case or "")
            for entry in rows
            if entry.kind == "recall" and entry.move in {"quarantine", "attest"}
        )
        for effect, count in effects.items():
            if count > 1:
                self.breach("I3 an effect twice", party.name, *effect)
            if effect[0] == "reject":
                self.breach("honest entry rejected", party.name, *effect)

    def _bodies(self, party: Party, other: Party) -> None:
        """I2, I8: a body opens its commitment, or is gone under a fact and stays gone."""
        here, there = self._destroyed(party), self._destroyed(other)
        bodies = party.store.snapshot().bodies
        for row in (*party.service.entries(ours=True), *party.service.entries(ours=False)):
            entry = entry_of(row.entry)
            if entry.body is None:
                continue
            body = bodies.get((row.link, row.index))
            if body is not None:
                self._files(party, other, row, entry)
                commit = bytes.fromhex(entry.body.commit)
                try:
                    opened = open_body(body.salt, body.closed)
                    check_commitment(body.salt, opened, commit=commit)
                except RefusedError as refusal:
                    self.breach("I2 body does not open", party.name, row.index, refusal.rule)
                if row.leaf in here:
                    self.breach("I8 an erased body is back", party.name, row.link, row.index)
            elif row.leaf not in here | there and not self.lost:
                self.breach("I8 body gone without a fact", party.name, row.link, row.index)

    def _files(self, party: Party, other: Party, row: EntryRow, entry: Entry) -> None:
        """What an author has of an attachment its holder has too, while both have the body.

        Without a restore nobody lacks one. After one, an attachment that many entries share may
        be back beside some of them only: here that is the empty one.
        """
        author, holder = (party, other) if row.link == party.link.own else (other, party)
        place = (row.link, row.index)
        disks = [one.store.snapshot() for one in (author, holder)]
        names = {file.sha256 for file in entry.files or ()}
        mine, theirs = ({key for key in disk.files if key[1:] == place} for disk in disks)
        shared = {key for key in mine if key[0] == EMPTY and self.restores}
        if all(place in disk.bodies for disk in disks) and not mine - shared <= theirs:
            self.breach("I4 attachments differ", author.name, row.index)
        # Who destroyed his own body by its date lost its attachments with it.
        held = place in disks[0].bodies and not self.restores
        if held and len([key for key in mine if key[0] in names]) < len(names):
            self.breach("I4 an attachment lost", author.name, row.index)

    def _destroyed(self, party: Party) -> set[bytes]:
        """What the facts of a party say it destroyed."""
        return {
            bytes.fromhex(leaf)
            for row in party.service.entries(ours=True)
            if (row.kind, row.move) == ("fact", "destroy")
            for leaf in entry_of(row.entry).about or ()
        }

    def _same_states(self) -> None:
        """I4: every case is in the same joint state on both sides."""
        states = [dict(_joint_states(party)) for party in self.parties]
        if states[0] != states[1]:
            self.breach("I4 joint states differ")


def _joint_states(party: Party) -> Iterator[tuple[str, tuple[str, str]]]:
    by_case: dict[str, list[EntryRow]] = {}
    for row in (*party.service.entries(ours=True), *party.service.entries(ours=False)):
        if row.case and not row.rule:
            by_case.setdefault(row.case, []).append(row)
    for case, rows in by_case.items():
        yield case, joint(PROCEDURES[rows[0].kind], *halves(rows))
