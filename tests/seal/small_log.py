"""Small logs of two invented services, built from fixed seeds, and the extracts of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from tests.seal.test_note import signing_key
from wasl.core.arrangement import (
    Arrangement,
    Calendar,
    Carriage,
    DossierTerms,
    HumanRights,
    Party,
    Settlement,
    Subjects,
    Texts,
    ThreeNames,
    arrangement_text,
    link_id,
)
from wasl.core.entry import (
    ArrangementReference,
    BodyReference,
    By,
    ClockClaim,
    Entry,
    Seen,
    Signatory,
    read_entry,
    write_entry,
)
from wasl.core.log import EMPTY_RANGE, EMPTY_ROOT, inclusion_proof, leaf_hash, root_of
from wasl.core.terms import ClockSource, Handling, Language, PersonRole
from wasl.seal.body import commitment
from wasl.seal.cosign import Checkpoint, Origin, countersign, sign_checkpoint
from wasl.seal.extract_lines import BodyState, Header, Proof, RefusalStated, Scope
from wasl.seal.extract_write import EntryToShow, write_extract
from wasl.seal.keys import Keys, LongLivedKey, NodeKey, keys_text
from wasl.seal.minutes import Met, Minutes, minutes_text
from wasl.seal.note import KeyKind, Note, SigningKey, key_name, text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text
from wasl.seal.roots import RootKey, root_lines

AUTHOR, PARTNER = "liaison.dz.example", "liaison.ly.example"
ARRANGEMENT_ID = "0f" * 16
LINK = link_id(ARRANGEMENT_ID, AUTHOR, PARTNER)
BACK = link_id(ARRANGEMENT_ID, PARTNER, AUTHOR)
BEGINS, ENDS, DECADE = date(2026, 1, 1), date(2026, 3, 31), date(2035, 12, 31)
WHEN = 1_795_000_000  # 2026-11-18T11:06:40Z
MADE = "2026-11-25T09:00:00Z"
MADE_SECONDS = 1_795_597_200
FIRST_ENTRY = 9  # the line of entry 0 in the extract of the whole history
SALT, BODY = bytes(range(32)), '{"text":{"ar":"شاحنة","fr":"camion"}}'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One service: its roots and the private halves of one key statement."""

    node: str
    roots: tuple[RootKey, ...]
    author: SigningKey
    witness: SigningKey
    long_lived: SigningKey
    keys: Keys

    def statement(self) -> bytes:
        """The key statement under the lines of all roots."""
        return stated(keys_text(self.keys), self.roots)

    def sha256(self) -> str:
        """The hash that names the key statement."""
        return text_hash(keys_text(self.keys)).hex()


def root_of_holder(node: str, number: int, byte: int) -> RootKey:
    """The pair of one invented holder."""
    seed = bytes([byte + number]) * 32
    return RootKey(holder=f"holder {number}", node=node, number=number, ed25519=seed, mldsa65=seed)


def side(node: str, byte: int, roots: Sequence[RootKey], **changed: object) -> Side:
    """A service whose node keys are seeded with three bytes in a row."""
    name = key_name(node)
    author, witness, long_lived = (
        signing_key(kind, name, byte + place)
        for place, kind in enumerate((KeyKind.ED25519, KeyKind.WITNESS, KeyKind.LONG_LIVED))
    )
    fields: dict[str, Any] = {
        "author": (_node_key(author),),
        "line": (),
        "long_lived": (
            LongLivedKey(public=long_lived.verify_key().public, until=ENDS, valid_from=BEGINS),
        ),
        "node": node,
        "office": "national liaison office",
        "overseers": (),
        "roots": tuple(root.stated(BEGINS, DECADE) for root in roots),
        "service": ThreeNames(ar="مكتب الاتصال", en="Liaison Office", fr="Bureau de liaison"),
        "threshold": len(roots),
        "version": 1,
        "witness": (_node_key(witness),),
    }
    keys = Keys(**(fields | changed))
    return Side(
        node=node,
        roots=tuple(roots),
        author=author,
        witness=witness,
        long_lived=long_lived,
        keys=keys,
    )


def _node_key(key: SigningKey) -> NodeKey:
    return NodeKey(public=key.verify_key().public, until=ENDS, valid_from=BEGINS)


@cache
def algiers() -> Side:
    """The author of the logs here: two roots, both needed."""
    roots = [root_of_holder(AUTHOR, number, 0xA0) for number in (1, 2)]
    return side(AUTHOR, 0x11, roots)


@cache
def algiers_later() -> Side:
    """The same service after it changed its node keys."""
    first = algiers()
    return side(AUTHOR, 0x31, first.roots, version=2, previous=first.sha256())


@cache
def tripoli() -> Side:
    """The counterpart: one root."""
    return side(PARTNER, 0x21, [root_of_holder(PARTNER, 1, 0xB0)])


@cache
def tripoli_later() -> Side:
    """The counterpart after it changed its node keys."""
    first = tripoli()
    return side(PARTNER, 0x41, first.roots, version=2, previous=first.sha256())


def stated(text: str, roots: Iterable[RootKey]) -> bytes:
    """A statement under both lines of each of these holders."""
    lines = tuple(line for root in roots for line in root_lines(text, root))
    return write_note(Note(text=text, lines=lines))


def sha256_of(statement: bytes) -> str:
    """The hash that names a statement."""
    return text_hash(statement.decode().rpartition("\n\n")[0] + "\n").hex()


def recognition(**changed: object) -> str:
    """The text by which the author recognises the counterpart."""
    fields: dict[str, Any] = {
        "arrangement_id": ARRANGEMENT_ID,
        "by": AUTHOR,
        "decided_by": "head of service",
        "decided_on": "2026-01-02",
        "keys_sha256": tripoli().sha256(),
        "move": "recognise",
        "node": PARTNER,
        "office": "national liaison office",
        "until": "2028-01-01",
    }
    return recognition_text(Recognition(**(fields | changed)))


def minutes(**changed: object) -> str:
    """The text of the minutes of their meeting."""
    parties = tuple(
        Met(
            fingerprint=service.sha256()[:32],
            keys_sha256=service.sha256(),
            node=service.node,
            present=("custodian of keys",),
        )
        for service in (algiers(), tripoli())
    )
    fields: dict[str, Any] = {
        "date": "2026-01-02",
        "parties": parties,
        "place": "Ghadames",
        "result": "matches",
    }
    return minutes_text(Minutes(**(fields | changed)))


def arrangement(**changed: object) -> Arrangement:
    """A short arrangement of the two."""
    fields: dict[str, Any] = {
        "authentic": Language.AR,
        "budgets": {"checks_per_day": 100},
        "calendar": {
            AUTHOR: Calendar(holidays=("2026-11-01",), territory="DZ"),
            PARTNER: Calendar(holidays=("2026-12-24",), territory="LY"),
        },
        "carriage": Carriage(
            clock_tolerance_days=30, longest_days=30, prekey_days=7, roads=("https", "bundle")
        ),
        "codes": 1,
        "deadlines": {"request_routine_days": 7},
        "dossiers": (
            DossierTerms(
                code="smuggling",
                desks=("coordination desk",),
                handling=(Handling.H0, Handling.H1),
                kinds={AUTHOR: ("report", "request"), PARTNER: ("report", "request")},
                purposes=("investigation",),
                retention_days={"report": 1_095},
                subjects=Subjects(minimum_age=18, roles=(PersonRole.SUSPECT,)),
            ),
        ),
        "human_rights": HumanRights(assurances=("no_torture",), gated=("report:release",)),
        "id": ARRANGEMENT_ID,
        "onward": "consent",
        "overseers": ("oversight.dz.example",),
        "parties": (
            party(AUTHOR, "مكتب الاتصال الجزائري", algiers()),
            party(PARTNER, "مكتب الاتصال الليبي", tripoli()),
        ),
        "reads": False,
        "refusal": "answer",
        "review": "2027-01-01",
        "settlement": Settlement(meets="the two heads of service", waiting_days=7),
        "suite": (1,),
        "survival": {"recall": "always", "secrecy": 3_650},
        "texts": Texts(ar="a1" * 32, en="e1" * 32, fr="f1" * 32),
        "version": 1,
    }
    return Arrangement(**(fields | changed))


def party(node: str, name: str, service: Side) -> Party:
    """A party with the key statement it is bound to."""
    return Party(
        keys_sha256=service.sha256(),
        name=ThreeNames(ar=name, en=f"Liaison Office ({node})", fr=f"Bureau ({node})"),
        node=node,
        office="national liaison office",
    )


def entry(index: int, kind: str, move: str = "", **changed: object) -> Entry:
    """An entry of the author's log, with what a test says of it."""
    fields: dict[str, Any] = {
        "arrangement": ArrangementReference(id=ARRANGEMENT_ID, sha256="0" * 64, version=0),
        "by": By(
            drafted=Signatory(role="drafter", who="1" * 16),
            released=Signatory(role="releaser", who="2" * 16),
        ),
        "clock": ClockClaim(source=ClockSource.NTP, unsure_s=2),
        "index": index,
        "kind": kind,
        "link": LINK,
        "move": move,
        "seen": Seen(root=EMPTY_ROOT.hex(), size=0),
        "v": 1,
        "written": f"2026-11-18T11:{index // 60 % 60:02}:{index % 60:02}Z",
    }
    if kind != "fact":
        fields["case"] = "ABCDEFGHIJKLMN"
    return Entry(**(fields | changed))


def fact_of_destruction(index: int, leaf: bytes, **changed: object) -> Entry:
    """The fact that a body was destroyed because its time was over."""
    node = Signatory(role="node")
    fields: dict[str, Any] = {
        "about": (leaf.hex(),),
        "by": By(drafted=node, released=node),
        "code": "RETENTION",
        "move": "destroy",
    }
    return entry(index, "fact", **(fields | changed))


def report(index: int, salt: bytes = SALT, body: bytes = BODY, **changed: object) -> Entry:
    """A report with a body."""
    commit = commitment(salt, body).hex()
    reference = BodyReference(bucket=640, commit=commit)
    return entry(index, "report", "release", **({"body": reference} | changed))


@dataclass(slots=True, kw_only=True)
class SmallLog:
    """A log under construction: what a node would hold of it."""

    entries: list[bytes] = field(default_factory=list)
    heads: dict[int, bytes] = field(default_factory=dict)
    statements: list[bytes] = field(default_factory=list)
    states: dict[int, BodyState] = field(default_factory=dict)
    erasures: list[tuple[int, bytes]] = field(default_factory=list)
    refusals: list[RefusalStated] = field(default_factory=list)

    def copy(self) -> "SmallLog":
        """The same log, to go another way."""
        return SmallLog(
            entries=list(self.entries),
            heads=dict(self.heads),
            statements=list(self.statements),
            states=dict(self.states),
            erasures=list(self.erasures),
            refusals=list(self.refusals),
        )

    def add(self, *added: Entry) -> None:
        """Entries at the end."""
        self.entries += [write_entry(one) for one in added]

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def leaves(self) -> list[bytes]:
        """The leaf of every entry."""
        return [leaf_hash(written) for written in self.entries]

    def head(
        self,
        *,
        size: int | None = None,
        epoch: int = 1,
        author: Side | None = None,
        witness: Side | None = None,
        lasting: bool = False,
    ) -> bytes:
        """The log signed at a size by its author and, where given, by the counterpart."""
        stop = self.size if size is None else size
        signer = author or algiers()
        origin = Origin(node=AUTHOR, link=LINK, number=epoch, random=f"{epoch:016x}")
        note = sign_checkpoint(
            Checkpoint(origin=origin, size=stop, root=root_of(self.leaves()[:stop])),
            author=signer.author,
            long_lived=signer.long_lived if lasting else None,
            time_seconds=WHEN + stop,
        )
        if witness is not None:
            lived = witness.long_lived if lasting else None
            note = countersign(note, witness.witness, lived, WHEN + 60 + stop)
        self.heads[stop] = write_note(note)
        return self.heads[stop]

    def header(self, **changed: object) -> Header:
        """The header of an extract of all of it, made by the author."""
        fields: dict[str, Any] = {
            "arrangement_id": ARRANGEMENT_ID,
            "author": AUTHOR,
            "counterpart": PARTNER,
            "held": self.size,
            "link": LINK,
            "made": MADE,
            "made_by": AUTHOR,
            "of": Scope.WHOLE,
            "start": 0,
            "stop": self.size,
        }
        return Header(**(fields | changed))

    def state(self, index: int) -> BodyState:
        """What became of the body of an entry."""
        bodiless = read_entry(self.entries[index]).body is None
        return BodyState.NONE if bodiless else self.states.get(index, BodyState.PRESENT)

    def shown(self, start: int = 0, stop: int | None = None) -> list[EntryToShow]:
        """Entries of a stretch, without bodies."""
        return [
            EntryToShow(index=index, entry=self.entries[index], body=self.state(index))
            for index in range(start, self.size if stop is None else stop)
        ]

    def proved(self, index: int, size: int) -> EntryToShow:
        """One entry with the proof that the log of this size holds it."""
        hashes = inclusion_proof(self.leaves()[:size], index)
        return EntryToShow(
            index=index,
            entry=self.entries[index],
            body=self.state(index),
            proof=Proof(hashes=hashes, size=size),
        )

    def peaks(self, start: int) -> tuple[bytes, ...]:
        """The complete subtrees before an index."""
        return EMPTY_RANGE.extend(self.leaves()[:start]).peaks

    def lines(self, **changed: object) -> list[str]:
        """The extract of the whole log, with a header that a test may change."""
        header = self.header(**changed)
        heads = [
            self.heads[size] for size in sorted(self.heads) if header.start <= size <= header.stop
        ]
        return list(
            write_extract(
                header,
                statements=self.statements,
                entries=self.shown(header.start, header.stop),
                checkpoints=heads,
                refusals=self.refusals,
                erasures=self.erasures,
            )
        )

    def exported(self, index: int, size: int, *, bare: bool = False) -> list[str]:
        """One entry with its body, its proof and its checkpoint."""
        entries = [
            self.proved(place, size)
            for place in range(size)
            if place == index or read_entry(self.entries[place]).kind == "key"
        ]
        if self.state(index) is BodyState.PRESENT and not bare:
            entries = [
                replace(shown, salt=SALT, content=BODY) if shown.index == index else shown
                for shown in entries
            ]
        named = {read_entry(shown.entry).statement for shown in entries}
        return list(
            write_extract(
                self.header(of=Scope.ENTRY, start=index, stop=index + 1),
                statements=[
                    note
                    for note in self.statements
                    if note.startswith(b"wasl-keys/1\n") or sha256_of(note) in named
                ],
                entries=entries,
                checkpoints=[self.heads[size]],
            )
        )


@cache
def _history() -> SmallLog:
    log = SmallLog(statements=[algiers().statement(), tripoli().statement()])
    met = stated(minutes(), (*algiers().roots, *tripoli().roots))
    known = stated(recognition(), algiers().roots)
    text = stated(arrangement_text(arrangement()), (*algiers().roots, *tripoli().roots))
    later = algiers_later().statement()
    log.statements += [tripoli_later().statement(), met, known, text, later]
    log.add(
        entry(0, "key", "introduce", statement=algiers().sha256()),
        entry(1, "key", "witness", statement=sha256_of(met), case="B" * 14),
        entry(2, "recognition", "recognise", statement=sha256_of(known), case="C" * 14),
        entry(3, "arrangement", "propose", statement=sha256_of(text), case="D" * 14),
        entry(4, "arrangement", "conclude", statement=sha256_of(text), case="D" * 14),
        entry(5, "key", "activate", statement=algiers().sha256()),
    )
    log.head(witness=tripoli(), lasting=True)
    log.add(*(report(index) for index in range(6, 9)))
    log.head(witness=tripoli())
    seen = Seen(root="5e" * 32, size=4)
    log.add(
        entry(9, "key", "introduce", statement=sha256_of(later), case="E" * 14, seen=seen),
        entry(10, "key", "succeed", statement=sha256_of(later), case="E" * 14, seen=seen),
        fact_of_destruction(11, leaf_hash(log.entries[6]), seen=seen),
    )
    log.states[6] = BodyState.GONE
    log.erasures.append((6, log.entries[11]))
    log.head(author=algiers_later(), witness=tripoli(), lasting=True)
    # The node was restored from a backup, got its entries back and opened its second epoch.
    log.add(*(report(index, seen=seen) for index in range(12, 14)))
    log.head(epoch=2, author=algiers_later(), witness=tripoli_later(), lasting=True)
    log.add(report(14, seen=seen))
    log.head(epoch=2, author=algiers_later())
    log.refusals.append(RefusalStated(at="2026-11-18T12:00:00Z", by=PARTNER, rule="gap"))
    return log


def history() -> SmallLog:
    """A whole life in fifteen entries: meeting, keys changed, a body erased, a node restored."""
    return _history().copy()


@cache
def _reports() -> tuple[bytes, ...]:
    return tuple(write_entry(report(index)) for index in range(200))


def reports(count: int = 200) -> SmallLog:
    """A log of nothing but reports, not signed yet."""
    log = SmallLog(statements=[algiers().statement(), tripoli().statement()])
    log.entries += _reports()[:count]
    return log


def resealed(lines: Sequence[str]) -> list[str]:
    """The same lines under a hash that fits them, as a forger would write it."""
    body = "".join(lines[:-1])
    return [*lines[:-1], f'{{"sha256":"{sha256(body.encode()).hexdigest()}"}}\n']


def signed_reports(count: int = 4) -> SmallLog:
    """A few reports under one counter-signed checkpoint."""
    log = reports(count)
    log.head(witness=tripoli())
    return log
