"""Two services in one place, for histories: ``algiers.release(report())``, ``world.sync()``.

Every part is the real one but the ports: the clock and the draw are driven, the road is a list.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

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
)
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.core.terms import Handling, Language, PersonRole
from wasl.node import accounts, acts, carriage, ceremony
from wasl.node.carriage import Report
from wasl.node.desk import sign_heads
from wasl.node.identity import Identity
from wasl.node.node import Node
from wasl.node.outgoing import Road
from wasl.node.ports import Look, Store, Turn
from wasl.node.rows import EntryRow, LinkRow, OfficerRow
from wasl.node.wish import Wish
from wasl.seal.card import read_card
from wasl.seal.keys import keys_text
from wasl.seal.line import line_certificate
from wasl.seal.note import KeyKind, Note, SigningKey, sign, write_note
from wasl.seal.recognition import Recognition, recognition_text
from wasl.seal.roots import RootKey, new_root, root_lines

Move = Literal["recognise", "restore", "withdraw"]
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
ALGIERS, TRIPOLI = "liaison.dz.example", "liaison.ly.example"
TUNIS = "liaison.tn.example"
OVERSIGHT = "oversight.dz.example"
ARRANGEMENT_ID = "ab" * 16
PURPOSE = "PREVENT_TERRORISM"
KINDS = tuple(sorted(name for name, kind in PROCEDURES.items() if kind.marked))
ROLES = {
    "amel": ("drafter", "handler"),
    "badr": ("releaser", "duty"),
    "chadia": ("custodian",),
    "driss": ("head",),
    "elias": ("dpo", "duty"),
    "farah": ("handler",),
    "ghita": ("training",),
    "hakim": ("overseer",),
    "idir": ("planner",),
    "jamila": ("training",),
    "karim": ("vetting",),
}


class VirtualClock:
    """Time that moves only when it is told to."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


class SeededDraw:
    """Randomness that one integer decides."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def draw(self, size: int) -> bytes:
        return self._random.randbytes(size)


@dataclass
class Service:
    """One service: its node, its roots, its officers with their device keys."""

    node: Node
    roots: list[RootKey]
    devices: dict[str, SigningKey] = field(default_factory=dict)
    toward: str = ""
    """The partner this view of the service speaks with; empty: the only one."""

    @property
    def name(self) -> str:
        return self.node.identity.node

    @property
    def clock(self) -> VirtualClock:
        assert isinstance(self.node.clock, VirtualClock)
        return self.node.clock

    def turn(self, job: Callable[[Turn], Any]) -> Any:
        answer = self.node.perform([job], sign_heads)[0]
        if isinstance(answer, RefusedError):
            raise answer
        return answer

    def look(self, ask: Callable[[Look], Any]) -> Any:
        with self.node.store.look() as look:
            return ask(look)

    def link(self) -> LinkRow:
        found: LinkRow = self.look(self.link_in)
        return found

    def draft(self, officer: str, wish: Wish) -> str:
        def job(turn: Turn) -> str:
            book = self.node.book(turn, self.link_in(turn))
            row = accounts.officer_of(turn, officer)
            prepared = acts.prepare(self.node, turn, book, row, wish)
            line = sign(acts.text_to_sign(prepared), self.devices[officer])
            return accounts.keep_draft(self.node, turn, prepared, row, line).id

        answer: str = self.turn(job)
        return answer

    def link_in(self, look: Look) -> LinkRow:
        links = [each for each in look.links() if self.toward in {"", each.partner}]
        return links[-1]

    def release(self, wish: Wish, by: tuple[str, str] = ("amel", "badr")) -> Any:
        return self.release_draft(self.draft(by[0], wish), by[1])

    def release_draft(self, draft: str, officer: str) -> Any:
        def job(turn: Turn) -> Any:
            book = self.node.book(turn, self.link_in(turn))
            text = accounts.draft_text(accounts.draft_of(turn, draft))
            line = sign(text, self.devices[officer])
            row = accounts.officer_of(turn, officer)
            return acts.release(self.node, turn, book, draft, row, [line])

        return self.turn(job)

    def out(self, road: Road = Road.LINE) -> list[bytes]:
        def job(turn: Turn) -> list[bytes]:
            return carriage.compose(
                self.node, turn, self.node.book(turn, self.link_in(turn)), road
            )

        dispatches: list[bytes] = self.turn(job)
        return dispatches

    def take(self, dispatches: Sequence[bytes], partner: str | None) -> Report:
        report = Report()
        self.turn(
            lambda turn: carriage.absorb(
                self.node, turn, dispatches, partner=partner, report=report
            )
        )
        return report

    def has_news(self) -> bool:
        found: bool = self.look(
            lambda look: carriage.has_news(
                self.node, look, self.node.book(look, self.link_in(look))
            )
        )
        return found

    def employ(self, row: OfficerRow) -> None:
        """An officer is known."""
        self.turn(lambda turn: turn.put_officer(row))

    def card_for(self, partner: str) -> bytes:
        """The key file handed to a partner."""
        card: bytes = self.turn(lambda turn: ceremony.make_card(self.node, turn, partner))
        return card

    def meet(self, card: bytes) -> None:
        """A partner's key file, its fingerprint compared."""
        self.turn(lambda turn: ceremony.meet(self.node, turn, read_card(card), ""))

    def own(self) -> Any:
        return self.look(lambda look: look.log(self.link_in(look).own))

    def theirs(self) -> Any:
        return self.look(lambda look: look.log(self.link_in(look).theirs))

    def entries(self, *, ours: bool) -> Sequence[EntryRow]:
        link = self.link().own if ours else self.link().theirs
        rows: Sequence[EntryRow] = self.look(lambda look: look.entries(link, 0, 10**6))
        return rows


def service(
    node: str, store: Store, clock: VirtualClock, seed: int, under: Sequence[RootKey] = ()
) -> Service:
    """A founded service: 2 of 3 roots, a node key set, officers; nobody met yet.

    ``under`` are the roots of the service it is a post of.
    """
    draw = SeededDraw(seed)
    roots = [replace(root, node=node) for root in under] or [
        new_root(f"holder {n}", node, n, draw.draw) for n in (1, 2, 3)
    ]
    keyset = ceremony.new_keyset(node, draw)
    line_private = draw.draw(32)
    today = date(2026, 3, 1)
    certificate = line_certificate(
        node=node, private=line_private, not_before=START, not_after=START + timedelta(days=365)
    )
    keys = ceremony.statement_of(
        ceremony.Founding(
            node=node,
            office=f"Liaison office of {node}",
            service=ThreeNames(ar="مكتب الاتصال", en="Liaison office", fr="Bureau de liaison"),
            roots=tuple(root.stated(today, today + timedelta(days=3650)) for root in roots),
            threshold=2,
            certificate=certificate,
        ),
        keyset,
        today,
    )
    text = keys_text(keys)
    identity = Identity(
        node=node,
        keysets={sha256(text.encode()).hexdigest(): keyset},
        house_key=draw.draw(32),
        line_private=line_private,
        line_certificate=certificate,
    )
    made = Service(node=Node(identity=identity, store=store, clock=clock, draw=draw), roots=roots)
    made.turn(lambda turn: ceremony.adopt_statement(turn, node, signed(text, roots[:2]), keys))
    for officer, roles in ROLES.items():
        device = SigningKey(
            name=accounts.device_name(node, officer),
            kind=KeyKind.ED25519,
            private=draw.draw(32),
        )
        made.devices[officer] = device
        row = OfficerRow(
            id=officer,
            name=officer.title(),
            roles=roles,
            key=device.verify_key().public,
            since_us=0,
            until_us=None,
        )
        made.employ(row)
    return made


def signed(text: str, roots: Sequence[RootKey], note: Note | None = None) -> Note:
    """The text under the lines of these root holders, after any it has already."""
    lines = tuple(line for root in roots for line in root_lines(text, root))
    return Note(text=text, lines=(*(note.lines if note else ()), *lines))


MAGHNIA = "maghnia.dz.example"
TERRITORIES = {ALGIERS: "DZ", MAGHNIA: "DZ", TRIPOLI: "LY", TUNIS: "TN"}
EXERCISE = "exercise-007"


def arrangement(
    version: int = 1, nodes: Sequence[str] = (ALGIERS, TRIPOLI), **changes: Any
) -> Arrangement:
    """The invented arrangement of these liaison offices."""
    digest = sha256(b"invented prose").hexdigest()
    names = ThreeNames(ar="مكتب", en="Office", fr="Bureau")
    fields: dict[str, Any] = {
        "authentic": Language.AR,
        "budgets": {"checks": 100},
        "calendar": {
            node: Calendar(holidays=(), territory=TERRITORIES[node.removeprefix(f"{EXERCISE}.")])
            for node in nodes
        },
        "carriage": Carriage(
            clock_tolerance_days=30, longest_days=30, prekey_days=7, roads=("https", "bundle")
        ),
        "codes": 1,
        "deadlines": {"request_urgent_direct_h": 8},
        "dossiers": tuple(
            DossierTerms(
                code=code,
                desks=("Liaison",),
                handling=tuple(Handling),
                kinds=dict.fromkeys(nodes, KINDS),
                purposes=(PURPOSE,),
                retention_days={"any": 365},
                subjects=Subjects(minimum_age=18, roles=tuple(PersonRole)),
            )
            for code in ("terrorism", "borders", "training")
        ),
        "human_rights": HumanRights(assurances=(), gated=()),
        "id": ARRANGEMENT_ID,
        "onward": "consent",
        # Where the overseer of a service works at its node, the text names that node.
        "overseers": (*nodes, OVERSIGHT),
        "parties": tuple(
            Party(keys_sha256=digest, name=names, node=node, office="Liaison") for node in nodes
        ),
        "previous": digest if version > 1 else None,
        "reads": False,
        "refusal": "answer",
        "review": "2027-03-01",
        "settlement": Settlement(meets="both heads", waiting_days=7),
        "suite": (1,),
        "survival": {"recall": "always"},
        "texts": Texts(ar=digest, en=digest, fr=digest),
        "version": version,
    }
    return Arrangement(**(fields | changes))


class World:
    """Algiers and Tripoli with a road between them."""

    arrangement_id = ARRANGEMENT_ID

    def __init__(
        self,
        stores: tuple[Store, Store],
        seed: int = 1,
        nodes: tuple[str, str] = (ALGIERS, TRIPOLI),
        arrangement_id: str = ARRANGEMENT_ID,
    ) -> None:
        self.clock = VirtualClock()
        self.arrangement_id = arrangement_id
        self.algiers = service(nodes[0], stores[0], self.clock, seed)
        self.tripoli = service(nodes[1], stores[1], self.clock, seed + 1)

    def meet(self) -> None:
        """Key files change hands, fingerprints match, each recognises the other."""
        pairs = ((self.algiers, self.tripoli), (self.tripoli, self.algiers))
        cards = [one.card_for(other.name) for one, other in pairs]
        for (_, other), card in zip(pairs, cards, strict=True):
            other.meet(card)
        for one, other in pairs:
            self.recognise(one, other)

    def recognise(self, one: Service, other: Service, move: Move = "recognise") -> None:
        """``one`` recognises (or restores, withdraws from) ``other`` by two of its roots."""
        partner = one.look(lambda look: look.partner(other.name))
        text = recognition_text(
            Recognition(
                arrangement_id=self.arrangement_id,
                by=one.name,
                decided_by="the head of the service",
                decided_on="2026-03-01",
                keys_sha256=partner.keys_sha256,
                move=move,
                node=other.name,
                office="Liaison",
                until="2027-03-01",
            )
        )
        if move == "recognise":
            one.turn(
                lambda turn: ceremony.open_link(one.node, turn, other.name, self.arrangement_id)
            )
        case = {} if move == "recognise" else {"case": one.entries(ours=True)[0].case}
        note = write_note(signed(text, one.roots[:2]))
        one.release(
            Wish(kind="recognition", move=move, fields=case, statement=note),
            by=("chadia", "driss"),
        )

    def arrange(self, text: Arrangement | None = None) -> None:
        """Algiers proposes, Tripoli signs, Algiers concludes: the text is in force."""
        nodes = (self.algiers.name, self.tripoli.name)
        agreed_text = text or arrangement(nodes=nodes, id=self.arrangement_id)
        words = arrangement_text(agreed_text)
        author = next(iter(self.algiers.node.identity.keysets.values())).author
        proposed = Note(text=words, lines=(sign(words, author),))
        self.algiers.release(
            Wish(kind="arrangement", move="propose", fields={}, statement=write_note(proposed)),
            by=("chadia", "driss"),
        )
        self.sync()
        case = next(
            row.case for row in reversed(self.tripoli.entries(ours=False)) if row.move == "propose"
        )
        agreed = signed(words, self.tripoli.roots[:2])
        until = (self.clock.now() + timedelta(days=30)).isoformat().replace("+00:00", "Z")
        self.tripoli.release(
            Wish(
                kind="arrangement",
                move="sign",
                fields={"case": case, "offer_until": until},
                statement=write_note(agreed),
            ),
            by=("chadia", "driss"),
        )
        self.sync()
        both = signed(words, self.algiers.roots[:2], agreed)
        self.algiers.release(
            Wish(
                kind="arrangement",
                move="conclude",
                fields={"case": case},
                statement=write_note(both),
            ),
            by=("chadia", "driss"),
        )
        self.sync()

    def call(self, caller: Service, called: Service) -> tuple[Report, Report]:
        """One exchange over the line: what the called made of it, what the caller made of the
        answer."""
        there = called.take(caller.out(), caller.name)
        back = caller.take(called.out(), called.name)
        return there, back

    def sync(self, rounds: int = 12) -> int:
        """Calls until neither side has news; how many it took."""
        for count in range(1, rounds + 1):
            self.call(self.algiers, self.tripoli)
            if not self.algiers.has_news() and not self.tripoli.has_news():
                return count
        raise AssertionError("the two never came to rest")


def report(title: str = "Saisie", text: str = "Texte inventé.", **fields: Any) -> Wish:
    """A graded report in French about an invented matter."""
    entry: Mapping[str, Any] = {
        "dossier": "terrorism",
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "handling": ["H1"],
        "purpose": PURPOSE,
        "retain_until": "2026-09-01T00:00:00Z",
    }
    body = {"text": {"fr": text}, "title": {"fr": title}}
    return Wish(kind="report", move="release", fields={**entry, **fields}, body=body)
