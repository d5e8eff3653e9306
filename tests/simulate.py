"""``script/simulate``: schedules by their seeds, what befell them, and every law they broke.

The last line is one JSON object; the status is 1 when a law was broken.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.recall_runs import run as run_recall
from tests.simulator import FAULTS, Outcome, plan, run, shrink

PROCESSES = 2
ALONE = 60  # schedules for which a second process is not worth its start
PIECE = 20
SHOWN = 5  # broken schedules that are made shorter and told step by step


def asked_for() -> argparse.Namespace:
    """What was asked for: how many schedules, from which seed, of which world."""
    parser = argparse.ArgumentParser(prog="script/simulate")
    parser.add_argument("--seeds", type=int, default=2_000, help="how many schedules")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--days", type=int, default=0, help="how many days each takes")
    parser.add_argument("--trace", action="store_true", help="tell the trace hash of each seed")
    parser.add_argument(
        "--recalls", action="store_true", help="recalls of an item held by three services instead"
    )
    return parser.parse_args()


def outcome_of(days: int, seed: int) -> tuple[int, Outcome]:
    """One schedule, by its seed."""
    return seed, run(plan(seed, days))


def outcomes(asked: list[int], days: int) -> Iterator[tuple[int, Outcome]]:
    """Every schedule, in two processes where they are many."""
    one = partial(outcome_of, days)
    if len(asked) <= ALONE and not days:
        yield from map(one, asked)
        return
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(one, asked, chunksize=1 if days else PIECE)


def tell(seed: int, outcome: Outcome, days: int) -> None:
    """A broken schedule: its laws, and the shortest steps found that still break one."""
    print(f"seed {seed}: {'; '.join(outcome.violations)}")
    shorter = shrink(plan(seed, days))
    print(f"  {len(shorter.steps)} steps: {' '.join(step.name for step in shorter.steps)}")
    print(f"  {'; '.join(run(shorter).violations)}")


def summary(counted: int, fired: Counter[str], broken: int) -> str:
    """The last line."""
    return json.dumps(
        {
            "faults": {name: fired[name] for name in FAULTS},
            "schedules": counted,
            "violations": broken,
        },
        sort_keys=True,
    )


def recalls(asked: list[int]) -> int:
    """Every recall ends attested, or alarmed by its deadline; 1 where one does neither."""
    ended: Counter[str] = Counter()
    broken = 0
    with ProcessPoolExecutor(PROCESSES) as pool:
        for told in pool.map(run_recall, asked, chunksize=PIECE):
            ended[told.ended] += 1
            broken += bool(told.violations)
            if told.violations:
                print(f"seed {told.seed}: {'; '.join(sorted(set(told.violations)))}")
    print(json.dumps({"ended": dict(ended), "runs": len(asked), "violations": broken}))
    return 1 if broken else 0


def main() -> int:
    """Runs what was asked for; 1 when a law was broken, or a fault never came about."""
    wanted = asked_for()
    asked = list(range(wanted.start, wanted.start + wanted.seeds))
    if wanted.recalls:
        return recalls(asked)
    fired: Counter[str] = Counter()
    broken: dict[int, Outcome] = {}
    for done, (seed, outcome) in enumerate(outcomes(asked, wanted.days), start=1):
        fired += outcome.fired
        if wanted.trace:
            print(f"seed {seed} trace {outcome.trace}")
        if outcome.violations:
            broken[seed] = outcome
        if done % 500 == 0:
            print(f"{done} schedules, {len(broken)} broken", flush=True)
    for seed, outcome in list(broken.items())[:SHOWN]:
        tell(seed, outcome, wanted.days)
    for name in FAULTS:
        print(f"{fired[name]:>8} {name}")
    print(f"{len(asked):>8} schedules\n{len(broken):>8} violations")
    silent = [name for name in FAULTS if not fired[name]] if len(asked) >= 300 else []
    if silent:
        print(f"never came about: {', '.join(silent)}")
    print(summary(len(asked), fired, len(broken)))
    return 1 if broken or silent else 0


if __name__ == "__main__":
    sys.exit(main())
