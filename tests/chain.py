"""Three services in a row: Algiers gives to Tripoli, Tripoli to Tunis; each pair has its link.

``chain.first`` is the pair of the first two, ``chain.second`` that of the last two: each is a
`World` whose services speak with each other and nobody else.
"""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.memory_store import MemoryStore
from tests.world import (
    ALGIERS,
    PURPOSE,
    TRIPOLI,
    TUNIS,
    Service,
    VirtualClock,
    World,
    arrangement,
    service,
)
from wasl.node.clock import stamp
from wasl.node.office import passing
from wasl.node.rows import EntryRow
from wasl.node.wish import Attached, Wish

MARKED = {"dossier": "terrorism", "handling": ["H1", "H2"], "purpose": PURPOSE}
WORDS = {"fr": "Texte inventé."}


class Chain:
    """Three services with one clock, two links, and what happens between them."""

    def __init__(self, seed: int = 1) -> None:
        self.clock = VirtualClock()
        made = [
            service(node, MemoryStore(), self.clock, seed + place)
            for place, node in enumerate((ALGIERS, TRIPOLI, TUNIS))
        ]
        self.first = between(self.clock, made[0], made[1])
        self.second = between(self.clock, made[1], made[2])

    def settle(self) -> None:
        """Each pair has met, recognises each other and is under an arrangement of its own."""
        for world, nodes in ((self.first, (ALGIERS, TRIPOLI)), (self.second, (TRIPOLI, TUNIS))):
            world.meet()
            world.arrange(arrangement(nodes=nodes))

    def sync(self) -> None:
        """Everything said reaches whom it is for."""
        self.first.sync()
        self.second.sync()

    # ------------------------------------------------------------------------- what happens

    def given(self) -> EntryRow:
        """A report of Algiers that Tripoli holds."""
        owner = self.first.algiers
        owner.release(report_of(owner))
        row = owner.entries(ours=True)[-1]
        self.first.sync()
        return row

    def asked(self, item: EntryRow, *, code: str = "ONWARD", to: str = TUNIS) -> str:
        """Tripoli asks for leave; the case."""
        holder = self.first.tripoli
        body = {"reason": WORDS, "recipients": [to], "text": {"fr": "Ce qui serait transmis."}}
        holder.release(in_case(holder, "consent.ask", about=[item], code=code, body=body))
        case = holder.entries(ours=True)[-1].case
        self.first.sync()
        return case

    def granted(self, item: EntryRow, case: str, *, days: int = 60, to: str = TUNIS) -> None:
        """Algiers grants it for so many days."""
        owner = self.first.algiers
        until = stamp(self.clock.now() + timedelta(days=days))
        body = {"recipients": [to], "scope": WORDS}
        wish = in_case(owner, "consent.grant", case, about=[item], code="ONWARD", body=body)
        wish = replace(wish, fields={**wish.fields, "offer_until": until})
        owner.release(wish)
        self.first.sync()

    def used(self, case: str, *, to: str = TUNIS) -> None:
        """Tripoli says that it uses the leave."""
        holder = self.first.tripoli
        holder.release(in_case(holder, "consent.use", case, body={"recipients": [to]}))

    def forwarded(self, case: str) -> EntryRow:
        """Tripoli passes the item on to Tunis, under the leave of this case."""
        holder = self.second.algiers
        told = holder.turn(
            lambda turn: passing.onward(
                holder.node, turn, case=case, officer="amel", partner=TUNIS
            )
        )
        holder.release(onward_wish(holder, told))
        row = holder.entries(ours=True)[-1]
        self.sync()
        return row

    def disputed(self, item: EntryRow, code: str = "ACCURACY") -> str:
        """The data-protection officer of Tripoli disputes the item; the case."""
        holder = self.first.tripoli
        body = {"text": {"fr": "Fausse date."}}
        raised = in_case(holder, "challenge.raise", about=[item], code=code, body=body)
        holder.release(raised, by=("elias", "badr"))
        self.first.sync()
        return holder.entries(ours=True)[-1].case

    def passed_on(self) -> tuple[EntryRow, str, EntryRow]:
        """An item that went the whole way: it, the case of its leave, the onward report."""
        item = self.given()
        case = self.asked(item)
        self.granted(item, case)
        self.used(case)
        return item, case, self.forwarded(case)


def between(clock: VirtualClock, one: Service, other: Service) -> World:
    """The two services as a pair of their own."""
    world = World.__new__(World)
    world.clock = clock
    world.algiers = replace(one, toward=other.name)
    world.tripoli = replace(other, toward=one.name)
    return world


def report_of(one: Service, **fields: Any) -> Wish:
    """A graded report that may be neither shown in court nor passed on."""
    told = {
        **MARKED,
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "retain_until": stamp(one.clock.now() + timedelta(days=200)),
        **fields,
    }
    return Wish(
        kind="report", move="release", fields=told, body={"text": WORDS, "title": {"fr": "Avis"}}
    )


def in_case(
    one: Service,
    act: str,
    case: str = "",
    *,
    about: list[EntryRow] | None = None,
    code: str = "",
    body: dict[str, Any] | None = None,
) -> Wish:
    """A move, as ``kind.move``, under the marking all items of the chain have."""
    fields: dict[str, Any] = {**MARKED}
    if case:
        fields["case"] = case
    if about:
        fields["about"] = sorted(row.leaf.hex() for row in about)
    if code:
        fields["code"] = code
    kind, _, move = act.partition(".")
    if act in {"consent.ask", "challenge.raise"}:
        fields["retain_until"] = stamp(one.clock.now() + timedelta(days=100))
    return Wish(kind=kind, move=move, fields=fields, body=body)


def onward_wish(one: Service, told: dict[str, Any]) -> Wish:
    """The onward report as the command makes it."""
    marked = {name: told[name] for name in ("handling", "retain_until") if told[name]}
    fields = {**MARKED, **marked, "grading": told["grading"]}
    return Wish(
        kind="report",
        move="release",
        fields=fields,
        body={**told["body"], "title": {"fr": "Transmis"}},
        attached=[
            Attached(
                content=b64decode(proof),
                media=passing.PROOF_MEDIA,
                handling=tuple(told["handling"]),
            )
            for proof in told["proofs"]
        ],
    )
