"""What a post needs of a thin line: ten items written without a link, then told to its service.

Bytes as they leave, both ways, until each side holds the receipt of the other: over a line that
loses nothing, over the bad line of the simulator (of ten dispatches three are lost, three doubled
and three changed by a bit, in each direction), and in a bundle. Then an alert behind long reports:
how much leaves before it can be read, with its advance copy and as its turn comes. The last line
is one JSON object.
"""

import argparse
import json
import random
import statistics
import sys

from tests.node.test_ahead import held, urgent
from tests.posts import Posted, posted, titled
from tests.sim.road import Chances, Road
from tests.world import Service
from wasl.node.outgoing import Road as By
from wasl.node.wish import Wish

PARTS = (
    "La patrouille du poste a contrôlé un véhicule venant du sud.",
    "Le conducteur dit avoir été payé pour la traversée.",
    "Rien n'a été trouvé à bord, hors deux bidons de carburant.",
    "Un passager a été conduit au centre de santé voisin.",
    "Le véhicule est reparti vers le nord à la tombée de la nuit.",
    "Un berger a signalé des traces fraîches près du puits.",
)
BAD = Chances(drop=0.3, double=0.3, reorder=0.3, corrupt=0.3, replay=0.0)
LOSS_FREE = Chances(drop=0.0, double=0.0, reorder=0.0, corrupt=0.0, replay=0.0)
ROUNDS = 200
LONG_REPORTS = 60  # of 4 kB each, before the alert
BUNDLE_FRAME = 6 + 4 + 32  # first line, count, hash of all before
WINDOW_SECONDS = 180


def main() -> int:
    """Measure, tell, and end with one JSON object."""
    options = argparse.ArgumentParser(prog="script/bench post", description=__doc__)
    options.add_argument("--items", type=int, default=10)
    options.add_argument("--seeds", type=int, default=20)
    chosen = options.parse_args()
    clean, rounds = _synced(_after_a_day(chosen.items, 0), LOSS_FREE, random.Random(0))
    bad = [
        _synced(_after_a_day(chosen.items, seed), BAD, random.Random(seed))
        for seed in range(1, chosen.seeds + 1)
    ]
    ahead, in_turn = (_before_an_alert(overtakes) for overtakes in (True, False))
    found = {
        "items": chosen.items,
        "line_bytes": clean,
        "line_calls": rounds,
        "bad_line_bytes_median": int(statistics.median(each for each, _ in bad)),
        "bad_line_bytes_worst": max(each for each, _ in bad),
        "bad_line_calls_worst": max(calls for _, calls in bad),
        "bundle_bytes": _bundle(_after_a_day(chosen.items, 0).post),
        "alert_bytes_ahead": ahead,
        "alert_bytes_in_turn": in_turn,
    }
    for name, value in found.items():
        sys.stdout.write(f"{name}: {value}\n")
    kept = found["bad_line_bytes_worst"] * 8 / WINDOW_SECONDS
    sys.stdout.write(f"the worst of these fits three minutes at {kept / 1000:.1f} kbit/s\n")
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


def _after_a_day(items: int, seed: int) -> Posted:
    """A post that wrote so many items since it was last in touch."""
    three, chance = posted(), random.Random(seed)
    for place in range(items):
        words = " ".join(chance.sample(PARTS, 5) + chance.sample(PARTS, 5))
        three.post.release(_report(three.post, f"Contrôle {place}", words))
    return three


def _report(one: Service, title: str, words: str) -> Wish:
    wish = titled(one, title)
    body = {"text": {"fr": words}, "title": {"fr": title}}
    return Wish(kind=wish.kind, move=wish.move, fields=wish.fields, body=body)


def _synced(three: Posted, chances: Chances, chance: random.Random) -> tuple[int, int]:
    """Bytes both ways, and calls, until neither side has news."""
    post, parent, road, sent = three.post, three.parent, Road(chances), 0
    for calls in range(1, ROUNDS + 1):
        for to, (one, other) in enumerate(((post, parent), (parent, post))):
            dispatches = one.out()
            sent += sum(map(len, dispatches))
            road.send(to, dispatches, chance)
            arrived = road.arrive(to, 10_000, chance)
            other.take([frame.content for frame in arrived], one.name)
        if not post.has_news() and not parent.has_news():
            return sent, calls
    raise AssertionError("the two never came to rest")


def _bundle(one: Service) -> int:
    """Bytes of the one stick that tells it all."""
    return BUNDLE_FRAME + sum(4 + len(each) for each in one.out(By.BUNDLE))


def _before_an_alert(overtakes: bool) -> int:
    """Bytes that leave before a request behind long reports can be read."""
    three, chance = posted(), random.Random(0)
    for place in range(LONG_REPORTS):
        # Numbers, so that there is little to compress.
        words = " ".join(str(chance.randrange(10**9)) for _ in range(400))
        three.post.release(_report(three.post, f"Relevé {place}", words))
    urgent(three.post)
    dispatches, sent = three.post.out(), 0
    for dispatch in dispatches:
        sent += len(dispatch)
        report = three.parent.take([dispatch], three.post.name)
        if report.ahead if overtakes else _has_it(three.parent):
            return sent
    raise AssertionError("it never came")


def _has_it(one: Service) -> bool:
    rows = one.entries(ours=False)
    return bool(rows) and rows[-1].kind == "request" and not held(one)


if __name__ == "__main__":
    sys.exit(main())
