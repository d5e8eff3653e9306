"""Two services, one integer: every fault a schedule can draw, then the laws that must still hold.

Everything is the real node over the real seals; only the ports are fakes. The integer decides the
steps, and each step has an integer of its own, so that a schedule can be made shorter without
changing what is left of it. Nothing sleeps, nothing reads a clock, a socket or a file.

Excluded, because no protocol of two services alone can hold it:

- What only the two disks knew that were both replaced by older ones is lost. It stops being a
  duty (``Watch.restored``); what a surviving copy holds never does.
- A backup that holds what its service, or both, have lost and written anew since
  (``Party.contradicts``): it makes two histories of one log, both signed by their author, and the
  two must meet.
- A disk replaced by an image of the machine, which holds prekeys as no backup does, while the
  other service has lost a part of its log since the image was made. Then dispatches of that lost
  part, played again by the adversary, open and cannot be told from its present run: neither of
  the two remembers that it was abandoned. It needs a witness outside both stores.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from cryptography.exceptions import InvalidSignature, InvalidTag

from tests.memory_store import Fate
from tests.sim.acts import act
from tests.sim.laws import Watch
from tests.sim.party import SNAPSHOTS_KEPT, Party, Snapshot, party
from tests.sim.road import Chances, Road, Stick
from wasl.node import desk
from wasl.node.carriage import Report
from wasl.node.outgoing import Road as By
from wasl.node.tending import tend

STEPS = (40, 120, 300)
STEPS_A_DAY = 32  # three quarters of an hour pass with a step, on average
ROUNDS = 400  # of calls until both must be at rest
SHRINK_ROUNDS = 30  # where a plan is only being made shorter
FAULTS = (
    "clock-jump",
    "corrupt",
    "crash-at-write",
    "crash-between",
    "disk-full",
    "double",
    "drop",
    "failed-commit",
    "guard-lost",
    "lost-answer",
    "partition",
    "reorder",
    "replay",
    "restore-backup",
    "restore-both",
    "restore-image",
    "stick-lost",
    "stick-twice",
)
# Whatever may leave a reader of bytes besides a refusal: each of these is our bug.
BUGS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    InvalidSignature,
    InvalidTag,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step by name, and the integer that decides its details."""

    name: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A schedule before it runs."""

    seed: int
    chances: Chances
    slice: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a schedule came to; ``trace`` is the same for the same plan, in every process."""

    violations: tuple[str, ...]
    fired: Counter[str]
    acts: Counter[str]
    trace: str


WORK: Mapping[str, float] = {
    "act": 22,
    "pump": 18,
    "deliver": 25,
    "call": 8,
    "bundle": 3,
    "stick": 3,
    "snapshot": 2,
    "tend": 2,
}
TROUBLE: Mapping[str, float] = {
    "partition": 2,
    "crash": 3,
    "crash_at_write": 4,
    "failed_commit": 2,
    "disk_full": 1,
    "restore": 2,
    "clock": 2,
    "guard_lost": 1,
}
WEATHER = (0.1, 0.3, 1)  # calm days and storms: what is done under way needs both
IMAGES = 0.3  # of the disks that may be an image of the machine
SLICES = (2, 5, 1_000)  # entries in one dispatch: a log takes many, or one


def plan(seed: int, days: int = 0) -> Plan:
    """The schedule of an integer; of so many days where they are said."""
    chance = random.Random(seed)
    chances = Chances.drawn(chance)
    weather = chance.choice(WEATHER)
    weights = {**WORK, **{name: weight * weather for name, weight in TROUBLE.items()}}
    steps = chance.choice(STEPS)
    steps = days * STEPS_A_DAY or steps
    names = chance.choices(list(weights), list(weights.values()), k=steps)
    return Plan(
        seed=seed,
        chances=chances,
        slice=chance.choice(SLICES),
        steps=tuple(Step(name, chance.getrandbits(32)) for name in names),
    )


def run(made: Plan, rounds: int = ROUNDS, kind: "type[Schedule] | None" = None) -> Outcome:
    """The schedule from its first step to its rest, and every law it broke.

    ``kind`` may watch more than a ``Schedule`` does, and must not change its steps.
    """
    schedule = (kind or Schedule)(made)
    whole, desk.SLICE = desk.SLICE, made.slice
    try:
        for step in made.steps:
            schedule.take(step)
        schedule.come_to_rest(rounds)
    except BUGS as bug:
        schedule.watch.breach("only refusals escape", type(bug).__name__, str(bug)[:120])
    finally:
        desk.SLICE = whole
    return schedule.outcome()


def shrink(made: Plan) -> Plan:
    """The shortest plan found that still breaks a law: pieces are left out while it does."""
    piece = len(made.steps) // 2
    while piece:
        start = 0
        while start < len(made.steps):
            steps = made.steps[:start] + made.steps[start + piece :]
            shorter = replace(made, steps=steps)
            if run(shorter, SHRINK_ROUNDS).violations:
                made = shorter
            else:
                start += piece
        piece //= 2
    return made


class Schedule:
    """A plan while it runs."""

    def __init__(self, made: Plan) -> None:
        self.parties = party(0, made.seed), party(1, made.seed)
        self.watch = Watch(self.parties)
        self.road = Road(made.chances)
        self.fired: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self._trace = hashlib.sha256()
        self._deeds: Mapping[str, Callable[[int, random.Random], object]] = {
            name: getattr(self, f"_{name}") for name in (*WORK, *TROUBLE)
        }

    def take(self, step: Step) -> None:
        """One step of one service; time passes."""
        chance = random.Random(step.seed)
        side = chance.randrange(2)
        for one in self.parties:
            one.clock.pass_(minutes=chance.randrange(90))
            self._room_again(one)
        lives = [one.node.boot for one in self.parties]
        answer = self._deeds[step.name](side, chance)
        for one, boot in zip(self.parties, lives, strict=True):
            if one.node.boot != boot:
                self.watch.restarted(one)
        self.note(step.name, side, answer)

    def note(self, *facts: object) -> None:
        """One more line of the trace."""
        sizes = [one.range(one.link.own).size for one in self.parties]
        self._trace.update(repr((*facts, sizes)).encode())

    def outcome(self) -> Outcome:
        """What it came to so far."""
        fired = self.fired + self.road.fired
        for one in self.parties:
            fired += one.fired
        return Outcome(
            violations=tuple(self.watch.broken),
            fired=fired,
            acts=self.acts,
            trace=self._trace.hexdigest(),
        )

    # ------------------------------------------------------------------------- the steps

    def _act(self, side: int, chance: random.Random) -> str:
        done = self.parties[side].attempt(lambda: act(self.parties[side], chance))
        self.acts[str(done)] += 1
        return str(done)

    def _tend(self, side: int, chance: random.Random) -> object:
        """What a running node does from time to time: prekeys are told and destroyed."""
        one = self.parties[side]
        return one.attempt(lambda: one.service.turn(partial(tend, one.node)))

    def _pump(self, side: int, chance: random.Random) -> object:
        sent = self._compose(side, By.LINE)
        self.road.send(1 - side, sent, chance)
        return len(sent)

    def _call(self, side: int, chance: random.Random) -> object:
        """A call over the line and its answer, both whole, unless a way is cut."""
        for way in (1 - side, side):
            sent = self._compose(1 - way, By.LINE)
            for content in sent:
                self.road.remember(way, content, chance)
            if self.road.cut[way]:
                self.road.fired["partition"] += 1
                return "cut"
            self._absorb(way, sent, partner=self.parties[1 - way].name, whole=True)
        return "answered"

    def _bundle(self, side: int, chance: random.Random) -> object:
        sent = self._compose(side, By.BUNDLE)
        session = self.parties[side].node.session(self.parties[side].link.own)
        self.fired["signed-alone"] += session.alone and not session.confirmed
        for content in sent:
            self.road.remember(1 - side, content, chance)
        self.road.sticks.append(Stick(to=1 - side, dispatches=sent))
        return len(sent)

    def _stick(self, side: int, chance: random.Random) -> object:
        """A stick arrives, for the first time or again, or is lost."""
        if not self.road.sticks:
            return None
        stick = chance.choice(self.road.sticks)
        if stick.delivered or chance.random() < 0.2:
            self.road.sticks.remove(stick)
            self.fired["stick-twice" if stick.delivered else "stick-lost"] += 1
        if not stick.delivered and stick not in self.road.sticks:
            return "lost"
        stick.delivered = True
        return self._absorb(stick.to, stick.dispatches, partner=None, whole=True)

    def _deliver(self, side: int, chance: random.Random) -> object:
        frames = self.road.arrive(side, chance.choice((1, 4, 20)), chance)
        if not frames:
            return None
        partner = self.parties[1 - side].name
        content = [frame.content for frame in frames]
        return self._absorb(
            side, content, partner=partner, whole=all(frame.whole for frame in frames)
        )

    def _partition(self, side: int, chance: random.Random) -> object:
        both = chance.random() < 0.5
        for way in (0, 1) if both else (side,):
            self.road.cut[way] = not self.road.cut[way]
        return self.road.cut

    def _snapshot(self, side: int, chance: random.Random) -> object:
        one, other = self.parties[side], self.parties[1 - side]
        heard = one.service.theirs().epoch_random in other.said
        taken = Snapshot(
            disk=one.store.snapshot(),
            other_lives=other.lives,
            heard=heard,
            marks=dict(one.guard.marks),
        )
        one.snapshots.append(taken)
        if len(one.snapshots) > SNAPSHOTS_KEPT:
            one.snapshots.pop(chance.randrange(SNAPSHOTS_KEPT))
        return len(one.snapshots)

    def _crash(self, side: int, chance: random.Random) -> object:
        self.parties[side].restart()
        self.fired["crash-between"] += 1
        return None

    def _crash_at_write(self, side: int, chance: random.Random) -> object:
        self.parties[side].faults.writes_until_crash = chance.randint(1, 30)
        return None

    def _failed_commit(self, side: int, chance: random.Random) -> object:
        self.parties[side].faults.next_commit = chance.choice((Fate.CRASH, Fate.CRASH_AFTER))
        return None

    def _disk_full(self, side: int, chance: random.Random) -> object:
        one = self.parties[side]
        one.faults.full, one.full_steps = True, chance.randint(3, 15)
        return None

    def _room_again(self, one: Party) -> None:
        one.full_steps -= 1
        if one.full_steps <= 0:
            one.faults.full = False

    def _restore(self, side: int, chance: random.Random) -> object:
        both = chance.random() < 0.25 and all(one.snapshots for one in self.parties)
        for place in (side, 1 - side) if both else (side,):
            self._restore_one(place, chance, both=both)
        self.fired["restore-both"] += both
        return both

    def _restore_one(self, side: int, chance: random.Random, *, both: bool) -> None:
        one, other = self.parties[side], self.parties[1 - side]
        sound = [
            taken
            for taken in one.snapshots
            if not (one.contradicts(taken) or other.contradicts(taken))
        ]
        self.fired["restore-excluded"] += len(sound) < len(one.snapshots)
        if not sound:
            return
        taken = chance.choice(sound)
        heard = taken.heard and taken.other_lives == other.lives
        image = chance.random() < IMAGES and heard and not both
        one.restore(taken, image=image)
        self.watch.restored(one)
        self.road.flood(side, chance)
        self.fired["restore-image" if image else "restore-backup"] += 1

    def _guard_lost(self, side: int, chance: random.Random) -> object:
        """What a run that goes on knows is not in the file: the next one knows nothing."""
        self.parties[side].guard.lose()
        self.fired["guard-lost"] += 1
        return None

    def _clock(self, side: int, chance: random.Random) -> object:
        self.parties[side].jump(chance.choice((-10, -1, -0.1, 0.1, 1, 10)))
        self.fired["clock-jump"] += 1
        return None

    # ------------------------------------------------------------------------- both doors

    def _compose(self, side: int, by: By) -> list[bytes]:
        one = self.parties[side]
        sent = one.attempt(lambda: one.service.out(by))
        if isinstance(sent, str):
            return []
        self.watch.leaving(one, sent)
        return sent

    def _absorb(
        self, side: int, content: list[bytes], *, partner: str | None, whole: bool
    ) -> object:
        one = self.parties[side]
        report = one.attempt(lambda: one.service.take(content, partner))
        if not isinstance(report, Report):
            return report
        self.watch.arrived(one, report, whole=whole)
        self.fired["rebase"] += any(rule == "rebase" for rule, _ in report.refused)
        return (report.entries, report.healed, [rule for rule, _ in report.refused])

    # ---------------------------------------------------------------------------- the rest

    def come_to_rest(self, rounds: int) -> None:
        """The faults stop; what is on the road arrives; then the two call until it is quiet."""
        for one in self.parties:
            one.faults.writes_until_crash, one.faults.next_commit = None, Fate.GOOD
            one.faults.full = False
        for side in (0, 1):
            content = [frame.content for frame in self.road.flying[side]]
            whole = all(frame.whole for frame in self.road.flying[side])
            self._absorb(side, content, partner=self.parties[1 - side].name, whole=whole)
        for _ in range(rounds):
            if self._call_is_quiet():
                break
        else:
            self.watch.breach("I4 never at rest")
        self.note("rest", [one.range(one.link.own).root().hex() for one in self.parties])
        self.watch.at_rest()

    def _call_is_quiet(self) -> bool:
        """A call of each and its answer; whether nobody has anything more to say."""
        for one in self.parties:
            one.service.turn(partial(tend, one.node))
        for side in (0, 1, 1, 0):
            sent = self._compose(side, By.LINE)
            self._absorb(1 - side, sent, partner=self.parties[side].name, whole=True)
        return not any(one.service.has_news() for one in self.parties)
