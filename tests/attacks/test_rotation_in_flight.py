"""Keys change while entries are on their way: none is lost or there twice, nobody is accused.

Defence: keys rule by position in the log and travel in it, each checkpoint under those in force at
its size, so that neither order nor delay can part an entry from its key (trust.md §2). Both sides
rotate and revoke at random moments between losses, doubles, late arrivals, restarts and a restored
backup.
"""

import random
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

import pytest

from tests.attacks.forge import frozen, restart, rotate, store_of
from tests.memory_store import Disk
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.node.book import Book
from wasl.node.wish import Wish

SCHEDULES = 60
STEPS = 40
WEIGHTS = {
    "say": 8,
    "send": 8,
    "deliver": 10,
    "late": 3,
    "twice": 3,
    "lose": 2,
    "rotate": 4,
    "revoke": 2,
    "restart": 1,
    "restore": 1,
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass
class Flight:
    """Two services, what is on the road to each, and what each has said."""

    world: World
    chance: random.Random
    road: dict[str, list[bytes]] = field(default_factory=dict)
    said: dict[str, set[str]] = field(default_factory=dict)
    sure: dict[str, set[str]] = field(default_factory=dict)
    backups: dict[str, Disk] = field(default_factory=dict)
    fired: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for one in self.both:
            self.road[one.name] = []
            self.said[one.name], self.sure[one.name] = set(), set()
            self.backups[one.name] = store_of(one).snapshot()

    @property
    def both(self) -> tuple[Service, Service]:
        """The two of them."""
        return self.world.algiers, self.world.tripoli

    def step(self) -> None:
        """One thing happens to one of them."""
        self.world.clock.pass_(minutes=self.chance.randrange(30))
        name = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        one, other = self.chance.sample(self.both, 2)
        if getattr(self, f"_{name}")(one, other) is not False:
            self.fired[name] += 1

    def _say(self, one: Service, other: Service) -> None:
        case = "".join(self.chance.choices(LETTERS, k=14))
        one.release(report(case=case, audience=[other.name]))
        self.said[one.name].add(case)
        self.sure[one.name].add(case)

    def _send(self, one: Service, other: Service) -> None:
        self.road[other.name] += one.out()

    def _deliver(self, one: Service, other: Service, place: int = 0) -> bool:
        on_the_way = self.road[one.name]
        if not on_the_way:
            return False
        one.take([on_the_way.pop(place)], other.name)
        return True

    def _late(self, one: Service, other: Service) -> bool:
        return self._deliver(one, other, -1)

    def _twice(self, one: Service, other: Service) -> bool:
        return bool(self.road[one.name]) and bool(one.take(self.road[one.name][:1], other.name))

    def _lose(self, one: Service, other: Service) -> bool:
        return bool(self.road[one.name]) and bool(self.road[one.name].pop())

    def _rotate(self, one: Service, other: Service) -> bool:
        if not one.node.session(one.link().own).confirmed or waits(one):
            return False  # the statement would follow another than the one it names
        rotate(one, seed=self.chance.getrandbits(32))
        return True

    def _revoke(self, one: Service, other: Service) -> bool:
        cases = [row.case for row in one.entries(ours=True) if row.move == "introduce"]
        if len(cases) < 2:
            return False
        wish = Wish(kind="key", move="revoke", fields={"case": cases[-2]})
        try:
            one.release(wish, by=("chadia", "driss"))
        except RefusedError as refusal:
            assert refusal.rule == "move-not-allowed"
            return False
        return True

    def _restart(self, one: Service, other: Service) -> None:
        restart(one)

    def _restore(self, one: Service, other: Service) -> bool:
        if self.fired["restore"]:
            return False  # two disks that were both replaced are the simulator's
        self.sure[one.name] &= cases_of(other, ours=False)
        restart(one, self.backups[one.name])
        return True

    def rest(self) -> None:
        """What is on the road arrives, and both call until it is quiet."""
        for one, other in (self.both, self.both[::-1]):
            one.take(self.road[one.name], other.name)
        self.world.sync(rounds=60)


def waits(one: Service) -> bool:
    """Whether an act of this service has no place yet."""
    return bool(one.look(lambda look: look.waiting(one.link_in(look).own)))


def cases_of(one: Service, *, ours: bool) -> set[str]:
    """The reports of a log, by their cases."""
    return {row.case for row in one.entries(ours=ours) if row.kind == "report" and not row.rule}


def flown(template: World, seed: int) -> Flight:
    """One schedule, come to rest."""
    flight = Flight(world=deepcopy(template), chance=random.Random(seed))
    for _ in range(STEPS):
        flight.step()
    flight.rest()
    return flight


@pytest.fixture(scope="module")
def flights(template: World) -> list[Flight]:
    """Every schedule."""
    return [flown(template, seed) for seed in range(SCHEDULES)]


def test_no_entry_is_lost(flights: list[Flight]) -> None:
    for flight in flights:
        for one, other in (flight.both, flight.both[::-1]):
            assert flight.sure[one.name] <= cases_of(other, ours=False)


def test_no_entry_is_there_twice_and_both_hold_the_same_logs(flights: list[Flight]) -> None:
    for flight in flights:
        for one, other in (flight.both, flight.both[::-1]):
            own = [row.leaf for row in one.entries(ours=True)]
            assert own == [row.leaf for row in other.entries(ours=False)]
            assert len(set(own)) == len(own)
            cases = [r.case for r in one.entries(ours=True) if r.case in flight.said[one.name]]
            assert len(set(cases)) == len(cases)


def test_everything_is_receipted_and_nothing_of_it_void(flights: list[Flight]) -> None:
    for flight in flights:
        for one in flight.both:
            assert one.own().countersigned == one.own().size
            assert [row.rule for row in one.entries(ours=False) if row.rule] == []


def test_nobody_is_accused(flights: list[Flight]) -> None:
    assert [frozen(one) for flight in flights for one in flight.both if frozen(one)] == []


def test_each_thing_comes_about_often_enough(flights: list[Flight]) -> None:
    fired: Counter[str] = sum((flight.fired for flight in flights), Counter())
    assert [name for name in WEIGHTS if fired[name] < 10] == []
    assert fired["rotate"] >= 100


def test_control_where_a_statement_rules_only_once_it_is_held_entries_are_lost(
    template: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Book, "bringing", lambda book, entry, keys, *, ours: book)
    with pytest.raises(AssertionError, match="never came to rest"):
        for seed in range(5):
            flown(template, seed)
