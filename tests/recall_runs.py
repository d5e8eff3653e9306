"""Recalls of an item held by three services, one run a seed: attested, or alarmed by its deadline.

Algiers gave an item to Tripoli, Tripoli passed it on to Tunis. Algiers takes it back; the lines
drop, double and fail for days, officers are quick, slow or silent. ``script/simulate --recalls``.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from tests.chain import Chain, in_case
from tests.memory_store import Disk, MemoryStore
from tests.node.histories import opened, recall, store_of
from tests.world import SeededDraw, Service, VirtualClock, World
from wasl.core.errors import RefusedError
from wasl.core.exchange.recall import GONE
from wasl.node.erasure import standing_of
from wasl.node.node import Node
from wasl.node.office import reading
from wasl.node.rows import EntryRow

HOURS_IN_A_STEP = 6
DEADLINE_HOURS = 72
STEPS = 16  # four days: past the deadline, whatever the lines did


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Three services after an item went the whole way, to be begun from again and again."""

    disks: dict[str, Disk]
    chain: Chain
    item: EntryRow
    onward: EntryRow


@dataclass(slots=True, kw_only=True)
class Run:
    """What one seed came to."""

    seed: int
    fired: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    ended: str = ""


@cache
def begun() -> Begun:
    """The beginning, made once."""
    chain = Chain()
    chain.settle()
    item, _case, onward = chain.passed_on()
    services = (chain.first.algiers, chain.first.tripoli, chain.second.tripoli)
    disks = {one.name: store_of(one).snapshot() for one in services}
    return Begun(disks=disks, chain=chain, item=item, onward=onward)


def again(seed: int) -> Chain:
    """The three services as they were, each another process on a disk of its own."""
    start = begun()
    clock = VirtualClock(start.chain.clock.moment)
    nodes = {}
    services = (start.chain.first.algiers, start.chain.first.tripoli, start.chain.second.tripoli)
    for place, one in enumerate(services):
        store = MemoryStore()
        store.restore(start.disks[one.name])
        draw = SeededDraw(seed * 3 + place)
        fresh = replace(one.node, boot="", sessions={}, books={})
        fresh.store, fresh.clock, fresh.draw = store, clock, draw
        nodes[one.name] = fresh
    chain = Chain.__new__(Chain)
    chain.clock = clock
    chain.first = _pair(start.chain.first, nodes, clock)
    chain.second = _pair(start.chain.second, nodes, clock)
    return chain


def _pair(pair: World, nodes: dict[str, Node], clock: VirtualClock) -> World:
    world = World.__new__(World)
    world.clock = clock
    world.algiers = replace(pair.algiers, node=nodes[pair.algiers.name])
    world.tripoli = replace(pair.tripoli, node=nodes[pair.tripoli.name])
    return world


def run(seed: int) -> Run:
    """One run: its faults, how it ended, and every law it broke."""
    chance, told = random.Random(seed), Run(seed=seed)
    chain, item, onward = again(seed), begun().item, begun().onward
    chain.sync()
    owner, holder = chain.first.algiers, chain.first.tripoli
    there, last = chain.second.algiers, chain.second.tripoli
    for one, row in ((holder, item), (last, onward)):
        if chance.random() < 0.6:
            opened(one, row)
            told.fired["opened"] += 1
    order_wish = recall(owner, item)
    owner.release(replace(order_wish, fields={**order_wish.fields, "handling": ["H1", "H2"]}))
    order = owner.entries(ours=True)[-1]
    lines = {world: chance.choice((0.1, 0.5, 0.9)) for world in (chain.first, chain.second)}
    quick = {name: chance.choice((0.0, 0.2, 0.8)) for name in ("relay", "last", "holder")}
    for _ in range(STEPS):
        chain.clock.moment += timedelta(hours=HOURS_IN_A_STEP)
        for world, cut in lines.items():
            _carry(world, cut, chance, told)
        if chance.random() < quick["relay"]:
            _relay(holder, there, order, onward, told)
        if chance.random() < quick["last"]:
            _attest(last, onward, told, "last")
        if chance.random() < quick["holder"]:
            _attest(holder, item, told, "holder", order)
        _check_open(chain, item, onward, told)
    _judge(owner, order, chain, told)
    return told


def _carry(world: World, cut: float, chance: random.Random, told: Run) -> None:
    """One call over the line, some of it lost, doubled or out of order."""
    if chance.random() < cut:
        told.fired["cut"] += 1
        return
    for caller, called in ((world.algiers, world.tripoli), (world.tripoli, world.algiers)):
        sent = [each for each in caller.out() if chance.random() > 0.1]
        if sent and chance.random() < 0.2:
            sent += [chance.choice(sent)]
            told.fired["doubled"] += 1
        if chance.random() < 0.2:
            chance.shuffle(sent)
            told.fired["reordered"] += 1
        called.take(sent, caller.name)


def _relay(holder: Service, there: Service, order: EntryRow, onward: EntryRow, told: Run) -> None:
    """The holder sends the recall on, once it has seen it."""
    if not any(row.leaf == order.leaf for row in holder.entries(ours=False)):
        return
    if not any(row.move == "order" for row in there.entries(ours=True)):
        wish = recall(there, onward)
        there.release(replace(wish, fields={**wish.fields, "handling": ["H1", "H2"]}))
        told.fired["ordered onward"] += 1
    try:
        wish = in_case(holder, "recall.relay", order.case, body={"holders": []})
        holder.release(wish, by=("amel", "elias"))
        told.fired["relayed"] += 1
    except RefusedError as refusal:
        told.fired[f"relay {refusal.rule}"] += 1


def _attest(
    one: Service, row: EntryRow, told: Run, who: str, order: EntryRow | None = None
) -> None:
    """A holder answers the order it has, where its desk lets it."""
    orders = [each for each in one.entries(ours=False) if each.move == "order"]
    if not orders:
        return
    case = (order or orders[-1]).case
    wish = in_case(one, "recall.attest", case, about=[row])
    outcome = sorted(GONE & {"DESTROYED"})
    try:
        one.release(
            replace(wish, fields={**wish.fields, "outcomes": outcome}), by=("amel", "elias")
        )
        told.fired[f"{who} attested"] += 1
    except RefusedError as refusal:
        told.fired[f"{who} {refusal.rule}"] += 1


def _check_open(chain: Chain, item: EntryRow, onward: EntryRow, told: Run) -> None:
    """What was ordered back, and seen so, is closed to everybody from then on."""
    for one, row in ((chain.first.tripoli, item), (chain.second.tripoli, onward)):
        if not any(each.move == "order" for each in one.entries(ours=False)):
            continue
        state = _standing(one, row)
        if state not in {"recalled", "destroyed"}:
            told.violations.append(f"{one.name} reads a recalled item as {state}")


def _standing(one: Service, row: EntryRow) -> str:
    found: str = one.look(lambda look: standing_of(one.node, look, row).value)
    return found


def _judge(owner: Service, order: EntryRow, chain: Chain, told: Run) -> None:
    """Past the deadline the owner has an attestation, or an alarm in its tray."""
    answer = owner.turn(lambda turn: reading.case(owner.node, turn, reference=order.case))
    tray = owner.turn(lambda turn: reading.tray(owner.node, turn, officer="badr"))
    alarmed = [line for line in tray["cases"] if line["case"] == order.case and line["overdue"]]
    attested = answer["states"][1] in {"attested", "part_kept"}
    told.ended = "attested" if attested else "alarmed" if alarmed else "silent"
    if told.ended == "silent":
        told.violations.append("neither attested nor alarmed by the deadline")
    ordered_onward = any(row.move == "order" for row in chain.second.algiers.entries(ours=True))
    if attested and not ordered_onward:
        told.violations.append("attested while the onward copy was never called back")
