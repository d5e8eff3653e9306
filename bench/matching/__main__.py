"""`script/bench matching`: accuracy and speed of the comparison of names, beside its peers.

Our side is measured on people whose pairs were left out of the fitting (five folds by person),
where scikit-learn is installed; else with the shipped tables, which have seen these data. Names
found again in lists, and travellers screened, are measured by ``bench.matching.lists``.
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
from bench.matching.speed import BLOCK, rates
from wasl.cli.comparer import name_comparer

PACKAGES = ("numpy", "rapidfuzz", "scikit-learn", "nomenklatura", "tantivy", "unidecode")
OURS = {"cold": "pairs_per_second_cold", "new": "pairs_per_second_new"}
# Names found again and travellers screened.
LISTS = (
    *("ar_r1", "ar_r10", "la_r1", "la_r10", "screen_recall_ar", "screen_recall_la"),
    *("queries_per_second_1m", "r10_1m", "index_mb", "index_build_s"),
)
KEYS = (*accuracy.MEASURES, *OURS.values(), "ratio_to_logic_v2", *LISTS)

Found = dict[str, object]


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


def best_of(found: dict[str, dict[str, float | None]]) -> dict[str, float | None]:
    """The best figure of any peer, measure by measure."""
    return {
        name: max((row[name] for row in found.values() if row[name] is not None), default=None)
        for name in accuracy.MEASURES
    }


def speeds(data: Path, peers_too: bool) -> tuple[Found, Found]:
    """Pairs a second, ours and the peers'; and the best of the peers under our keys."""
    others = ("rapidfuzz", "rapidfuzz_new", "tantivy", "logic_v2", "logic_v2_new")
    kinds = (*OURS, "why", *others, "logic_v2_remembering") if peers_too else tuple(OURS)
    seen = rates(kinds, data)
    found: Found = {
        OURS.get(kind, f"pairs_per_second_{kind}"): value for kind, value in seen.items()
    }
    if not peers_too:
        return found, {}
    found["ratio_to_logic_v2"] = round(seen["cold"] / seen["logic_v2"], 1)
    found["ratio_to_logic_v2_new"] = round(seen["new"] / seen["logic_v2_new"], 1)
    best = {
        "pairs_per_second_cold": max(seen["rapidfuzz"], seen["tantivy"], seen["logic_v2"]),
        "pairs_per_second_new": max(seen["rapidfuzz_new"], seen["logic_v2_new"]),
    }
    return found, best


def lists(data: Path, quick: bool) -> tuple[Found, str]:
    """Names found again in lists and travellers screened; or why they are not measured."""
    try:
        from bench.matching.lists import measured  # noqa: PLC0415
    except ModuleNotFoundError as error:
        return {}, f"not measured: no module {error.name}"
    return measured(data, quick), ""


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def measured(chosen: argparse.Namespace) -> tuple[Found, dict[str, dict[str, float | None]]]:
    """Everything under its key, null where it was not measured; and the peers' accuracy."""
    pairs = read_pairs(chosen.pairs or chosen.data / "pairs-dev.tsv")
    sums = None if chosen.pairs else unseen(pairs, chosen.data)
    score = shipped(pairs.lefts, pairs.rights) if sums is None else sums
    others = {} if chosen.quick else all_peers(pairs, peers())
    found: Found = dict.fromkeys(KEYS) | accuracy.measured(pairs, score)
    found["fitted_without_the_person"] = sums is not None
    best: Found = dict.fromkeys(KEYS) | best_of(others)
    why = "other pairs than those of development"
    if chosen.pairs is None:
        ours, theirs = speeds(chosen.data, bool(others))
        found |= ours
        best |= theirs
        told, why = lists(chosen.data, chosen.quick)
        best |= told.pop("best_peer", None) or {}
        found |= told
    found |= {"peers": others, "best_peer": best if others else None}
    if not chosen.quick:
        found["intervals"] = accuracy.intervals(pairs, score, SEED)
    found["null_because"] = {name: why or "--quick" for name in KEYS if found[name] is None}
    found |= {"versions": _versions(), "cores": os.cpu_count(), "load": os.getloadavg()}
    return found | {"seed": SEED, "pairs_sha256": pairs.sha256}, others


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
    found, others = measured(chosen)
    if not others:
        print("no peers: --quick, or the bench-only environment (script/bench-setup) is missing")
    _tell(found, others)
    print(json.dumps(found))


def _tell(found: Found, others: dict[str, dict[str, float | None]]) -> None:
    print(f"{'measure':32}{'wasl':>9}" + "".join(f"{name:>22}" for name in others))
    for name in accuracy.MEASURES:
        row = "".join(f"{other[name]!s:>22}" for other in others.values())
        print(f"{name:32}{found[name]!s:>9}{row}")
    rest = [*KEYS[len(accuracy.MEASURES) :], *(name for name in found if "_per_second_" in name)]
    for name in dict.fromkeys([*rest, "ratio_to_logic_v2_new"]):
        if name in found:
            print(f"{name:32}{found[name]!s:>9}")


if __name__ == "__main__":
    main()
