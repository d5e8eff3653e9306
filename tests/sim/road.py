"""What is between two services: it drops, doubles, reorders, corrupts and plays old frames again.

The adversary keeps what it has seen and may inject any of it to anybody at any time. It holds no
key: what it changes, it changes blindly.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

STASH = 400
FLOOD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How likely each fault is, drawn once a schedule."""

    drop: float
    double: float
    reorder: float
    corrupt: float
    replay: float

    @classmethod
    def drawn(cls, chance: random.Random) -> "Chances":
        """Each from the same four."""
        names = ("drop", "double", "reorder", "corrupt", "replay")
        return cls(**{name: chance.choice((0, 0.02, 0.1, 0.3)) for name in names})


@dataclass(frozen=True, slots=True)
class Frame:
    """A dispatch on the road; ``whole`` says that it is what an honest service sent here."""

    content: bytes
    whole: bool = True


@dataclass(slots=True, eq=False)
class Stick:
    """A bundle: the whole outbox as one blob, in somebody's pocket."""

    to: int
    dispatches: list[bytes]
    delivered: bool = False


@dataclass
class Road:
    """Both directions, numbered by the service they lead to."""

    chances: Chances
    flying: tuple[list[Frame], list[Frame]] = field(default_factory=lambda: ([], []))
    cut: list[bool] = field(default_factory=lambda: [False, False])
    stash: list[tuple[int, bytes]] = field(default_factory=list)
    sticks: list[Stick] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)

    def send(self, to: int, dispatches: Sequence[bytes], chance: random.Random) -> None:
        """Dispatches leave towards a service."""
        for content in dispatches:
            self.remember(to, content, chance)
            if self.cut[to]:
                self.fired["partition"] += 1
            elif self._strikes("drop", chance):
                pass
            else:
                self._fly(to, content, chance)

    def _fly(self, to: int, content: bytes, chance: random.Random) -> None:
        frame = Frame(content)
        if self._strikes("corrupt", chance):
            frame = Frame(_flipped(content, chance), whole=False)
        self.flying[to].append(frame)
        if self._strikes("double", chance):
            self.flying[to].append(frame)

    def remember(self, to: int, content: bytes, chance: random.Random) -> None:
        """The adversary keeps it, and forgets another when it has too much."""
        if len(self.stash) >= STASH:
            self.stash.pop(chance.randrange(STASH))
        self.stash.append((to, content))

    def flood(self, to: int, chance: random.Random) -> None:
        """A service has just come back from a backup: the adversary's best moment to be first."""
        if self.chances.replay:
            old = [content for kept_for, content in self.stash if kept_for == to]
            for content in chance.sample(old, min(len(old), FLOOD)):
                self.flying[to].insert(0, Frame(content))
                self.fired["replay"] += 1

    def arrive(self, to: int, count: int, chance: random.Random) -> list[Frame]:
        """The next frames at a service; sometimes not in their order."""
        arrived: list[Frame] = []
        waiting = self.flying[to]
        while waiting and len(arrived) < count:
            place = 0
            if len(waiting) > 1 and self._strikes("reorder", chance):
                place = chance.randrange(1, len(waiting))
            arrived.append(waiting.pop(place))
        if self.stash and self._strikes("replay", chance):
            kept_for, content = chance.choice(self.stash)
            arrived.append(Frame(content, whole=kept_for == to))
        return arrived

    def _strikes(self, fault: str, chance: random.Random) -> bool:
        struck = chance.random() < float(getattr(self.chances, fault))
        self.fired[fault] += struck
        return struck


def _flipped(content: bytes, chance: random.Random) -> bytes:
    """One bit is another one; the place is a part of the length, which padding may change."""
    changed = bytearray(content)
    changed[int(chance.random() * len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)
