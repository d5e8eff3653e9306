"""`script/bench matching`: accuracy and speed of the comparison of names, beside its peers.

Our side is measured on people whose pairs were left out of the fitting (five folds by person),
where scikit-learn is installed; else with the shipped tables, which have seen these data.
"""

import argparse
import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from bench.matching import accuracy
from bench.matching.data import SEED, SHARED, Pairs, read_pairs
from bench.matching.peers import Scorer, control, peers
from bench.matching.speed import BLOCK, rate
from wasl.cli.comparer import name_comparer

PACKAGES = ("numpy", "rapidfuzz", "scikit-learn", "nomenklatura", "unidecode")


def shipped(lefts: list[str], rights: list[str]) -> np.ndarray:
    """The scores as the command prints them."""
    comparer = name_comparer()
    return np.concatenate(
        [
            comparer.compare(lefts[at : at + BLOCK], rights[at : at + BLOCK]).scores
            for at in range(0, len(lefts), BLOCK)
        ]
    )


def unseen(pairs: Pairs, data: Path) -> np.ndarray | None:
    """The sums by tables that never saw the person; none where nothing can be fitted."""
    try:
        from bench.matching.costs import learned_costs, token_pairs  # noqa: PLC0415
        from bench.matching.fit import unseen_sums  # noqa: PLC0415
    except ImportError:
        return None
    return unseen_sums(learned_costs(token_pairs(data / "google_ar2en.txt")), pairs)[0]


def all_peers(pairs: Pairs, others: dict[str, Scorer]) -> dict[str, dict[str, float | None]]:
    """The measures of every peer, each shown first not to be constant."""
    found = {}
    for name, scorer in others.items():
        control(name, scorer)
        found[name] = accuracy.measured(pairs, scorer(pairs.lefts, pairs.rights))
    return found


def best_of(found: dict[str, dict[str, float | None]]) -> dict[str, float | None] | None:
    """The best figure of any peer, measure by measure."""
    if not found:
        return None
    return {
        name: max((row[name] for row in found.values() if row[name] is not None), default=None)
        for name in accuracy.MEASURES
    }


def speeds(data: Path, quick: bool) -> dict[str, float]:
    """Pairs a second, ours and the peers'."""
    kinds = {"cold": "pairs_per_second_cold", "new": "pairs_per_second_new"}
    if not quick:
        kinds |= {"why": "pairs_per_second_with_why"}
        if peers():
            kinds |= {"rapidfuzz": "rapidfuzz_per_second", "logic_v2": "logic_v2_per_second"}
    found = {name: round(rate(kind, data)) for kind, name in kinds.items()}
    if "logic_v2_per_second" in found:
        ratio = found["pairs_per_second_cold"] / found["logic_v2_per_second"]
        found["ratio_to_logic_v2"] = round(ratio, 1)
    return found


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def main() -> None:
    """One table, then one JSON object on the last line."""
    parser = argparse.ArgumentParser(prog="script/bench matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no peers, no intervals")
    parser.add_argument("--data", type=Path, default=SHARED, help="the development data")
    parser.add_argument("--pairs", type=Path, help="other pairs: scored by the shipped tables")
    chosen = parser.parse_args()
    if not (chosen.data / "pairs-dev.tsv").exists() and chosen.pairs is None:
        print(f"the development data are not here: {chosen.data}", file=sys.stderr)
        sys.exit(0)
    pairs = read_pairs(chosen.pairs or chosen.data / "pairs-dev.tsv")
    sums = None if chosen.pairs else unseen(pairs, chosen.data)
    score = shipped(pairs.lefts, pairs.rights) if sums is None else sums
    found: dict[str, object] = {**accuracy.measured(pairs, score)}
    found["fitted_without_the_person"] = sums is not None
    others = {} if chosen.quick else all_peers(pairs, peers())
    if not others:
        print("no peers: --quick, or the bench-only environment (script/bench-setup) is missing")
    found["peers"], found["best_peer"] = others, best_of(others)
    if not chosen.quick:
        found["intervals"] = accuracy.intervals(pairs, score, SEED)
    if chosen.pairs is None:
        found |= speeds(chosen.data, chosen.quick)
    found |= {"versions": _versions(), "cores": os.cpu_count(), "load": os.getloadavg()}
    found |= {"seed": SEED, "pairs_sha256": pairs.sha256}
    _tell(found, others)
    print(json.dumps(found))


def _tell(found: dict[str, object], others: dict[str, dict[str, float | None]]) -> None:
    print(f"{'measure':32}{'wasl':>9}" + "".join(f"{name:>22}" for name in others))
    for name in accuracy.MEASURES:
        row = "".join(f"{other[name]!s:>22}" for other in others.values())
        print(f"{name:32}{found[name]!s:>9}{row}")
    for name, value in found.items():
        if "per_second" in name or name == "ratio_to_logic_v2":
            print(f"{name:32}{value!s:>9}")


if __name__ == "__main__":
    main()
