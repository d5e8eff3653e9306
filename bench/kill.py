"""Nodes killed at work: whatever they acknowledged is there, once, on both sides.

Two real ``wasl serve`` on the loopback; officers draft and release on both through the door beside
the store, each act under two device keys. Either node is killed (SIGKILL) at a random moment, but
only after it has acknowledged releases since its last start, and started again. Then imports of a
bundle are killed half-way and begun again. At rest the stores are opened and compared with what
was acknowledged.

The last line is one JSON object; exit 1 when anything was lost, doubled, unequal or out of order.
``--kills``, ``--imports``, ``--seed`` change the run; the folder of a run with a fault is kept.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.killing.imports import Imports, import_rounds
from bench.killing.load import Ledger, at_work
from bench.killing.rest import Verdict, await_rest, judged
from bench.killing.sides import Side, StalledError, founded, pause

KILLS, IMPORTS, IMPORTED = 200, 12, 3_000
DESKS_A_SIDE = 3
BOTH_IN_TEN = 1  # how often both nodes die at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """What a run of kills showed."""

    kills: int
    verdict: Verdict
    acknowledged: int
    unanswered: int
    rest_s: float
    to_serving_s: list[float]
    to_sending_s: list[float]
    to_serving_cpu_s: list[float]

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, both sides equal and sound, no fault of any kind."""
        found = self.verdict
        wrong = found.lost or found.doubled or found.faults
        return not wrong and found.heads_equal and found.sound


def campaign(folder: Path, kills: int, seed: int, say: Callable[[str], None]) -> Campaign:
    """Two fresh sides in ``folder``, killed ``kills`` times at work, come to rest and judged."""
    chance = random.Random(seed)
    first, second = sides = founded(folder)
    with first.running(), second.running():
        with at_work(sides, DESKS_A_SIDE, chance) as ledgers:
            killed = kill_rounds(sides, ledgers, kills, chance, say)
        rest_s = await_rest(sides)
        codes = [side.stop() for side in sides]
    ledgers[first.name].faults += [f"a node ended with {code}" for code in codes if code]
    ledgers[first.name].faults += _bugs(sides)
    return Campaign(
        kills=killed,
        verdict=judged(sides, ledgers),
        acknowledged=sum(len(ledger.acknowledged) for ledger in ledgers.values()),
        unanswered=sum(ledger.unanswered for ledger in ledgers.values()),
        rest_s=rest_s,
        to_serving_s=sorted(t for side in sides for t in side.to_serving_s),
        to_sending_s=sorted(t for side in sides for t in side.to_sending_s),
        to_serving_cpu_s=sorted(t for side in sides for t in side.to_serving_cpu_s),
    )


def kill_rounds(
    sides: Sequence[Side],
    ledgers: Mapping[str, Ledger],
    kills: int,
    chance: random.Random,
    say: Callable[[str], None],
) -> int:
    """One node, at times both, killed after progress and started again, ``kills`` times."""
    done = 0
    while done < kills and not any(ledger.faults for ledger in ledgers.values()):
        both = chance.randrange(10) < BOTH_IN_TEN and kills - done > 1
        victims = list(sides) if both else [chance.choice(sides)]
        for side in victims:
            side.await_fruit(chance.randint(1, 30))
        pause(chance.uniform(0, 0.2))
        for side in victims:
            side.kill()
        done += len(victims)
        pause(chance.choice((0, chance.uniform(0, 0.5))))
        for side in victims:
            side.start()
        if done % 20 < len(victims):
            told = sum(len(ledger.acknowledged) for ledger in ledgers.values())
            say(f"{done} kills, {told} releases acknowledged")
    return done


def _bugs(sides: Sequence[Side]) -> list[str]:
    """What the nodes said on stderr: nothing, unless something is wrong."""
    return [
        f"{side.name} said: {line}"
        for side in sides
        if side.said.exists()
        for line in side.said.read_text().splitlines()
    ]


def share(times: list[float], hundredth: int) -> float:
    """The given percentile of some seconds."""
    found = (
        statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    )
    return found[hundredth - 1]


def told(found: Campaign, imports: Imports | None) -> dict[str, Any]:
    """The numbers of the last line."""
    lost, doubled = found.verdict.lost, found.verdict.doubled
    if imports is not None:
        lost, doubled = lost + imports.lost, doubled + imports.doubled
    return {
        "kills": found.kills + (imports.killed if imports else 0),
        "lost": lost,
        "doubled": doubled,
        "heads_equal": found.verdict.heads_equal,
        "entries": found.verdict.entries,
        "restart_p95_s": round(share(found.to_serving_s, 95), 2),
    }


def _tell(found: Campaign) -> None:
    verdict = found.verdict
    serving, sending = found.to_serving_s, found.to_sending_s
    print(f"kills of a node at work    {found.kills}")
    print(f"entries in both logs       {verdict.entries} in {verdict.epochs} epochs")
    print(f"releases acknowledged      {found.acknowledged}")
    print(f"  asked for again          {found.unanswered}")
    print(f"lost, doubled              {verdict.lost}, {verdict.doubled}")
    print(f"heads equal, logs sound    {verdict.heads_equal}, {verdict.sound}")
    print(f"seconds to come to rest    {found.rest_s:.2f}")
    print(f"restart to serving         {_spread(serving)}")
    print(f"  of that, CPU             {_spread(found.to_serving_cpu_s)}")
    print(f"restart to first release   {_spread(sending)}")
    for fault in verdict.faults[:20]:
        print(f"FAULT {fault}")


def _spread(times: list[float]) -> str:
    return f"p50 {share(times, 50):.2f} s, p95 {share(times, 95):.2f} s"


def _tell_imports(found: Imports) -> None:
    print(f"bundle                     {found.entries} entries in {found.dispatches} dispatches")
    print(f"imports killed             {found.killed}, {found.half_way} of them half-way")
    print(f"lost, doubled              {found.lost}, {found.doubled}")
    for fault in found.faults[:20]:
        print(f"FAULT {fault}")


def main() -> int:
    """Print the table and the JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=KILLS)
    options.add_argument("--imports", type=int, default=IMPORTS)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wasl-kill-"))
    try:
        found = campaign(
            folder / "work", chosen.kills, chosen.seed, lambda line: print(line, flush=True)
        )
    except StalledError as stalled:
        print(f"FAULT {stalled}; kept in {folder}")
        return 1
    _tell(found)
    imports = None
    if chosen.imports:
        imports = import_rounds(
            folder / "imports", IMPORTED, chosen.imports, random.Random(chosen.seed)
        )
        _tell_imports(imports)
    good = found.good and (
        imports is None or not (imports.lost or imports.doubled or imports.faults)
    )
    if good:
        shutil.rmtree(folder)
    else:
        print(f"kept in {folder}")
    print(json.dumps(told(found, imports)))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
