"""Lists: names found again among 50,000 and a million, and travellers screened, beside peers.

Part of `script/bench matching`; alone: `script/bench matching.lists`.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching.data import SHARED
from bench.matching.retrieval import (
    DISTRACTORS,
    ahead,
    at_a_million,
    drawn,
    finding,
    invented_subjects,
    ranks,
    shares,
)
from bench.matching.retrieval_peers import retrieval_peers
from bench.matching.screening import TRAVELLERS, screened
from wasl.cli.comparer import name_comparer
from wasl.core.matching.index.building import built
from wasl.core.matching.index.screening import Screener

QUICK_TRAVELLERS = 10_000


def measured(data: Path, quick: bool) -> dict[str, object]:
    """Every figure of lists: recall, speed, size, and the peers'."""
    given = drawn(data / "un-consolidated-dev.xml")
    fitted = name_comparer().fitted
    crowd = invented_subjects(data / "google_ar2en.txt", DISTRACTORS)
    subjects = [*given.subjects, *crowd]
    rank = ranks(finding(Screener(built(fitted, subjects), fitted)), given.asked)
    found: dict[str, object] = {**shares(rank, given.asked)}
    peers = {} if quick else retrieval_peers(subjects)
    told = {name: ranks(find, given.asked) for name, find in peers.items()}
    found["retrieval_peers"] = {name: shares(own, given.asked) for name, own in told.items()}
    latin = np.array([one.script == "la" for one in given.asked])
    found["retrieval_ahead_la"] = {
        name: {
            "r1": ahead(rank[latin] == 1, own[latin] == 1),
            "r10": ahead(rank[latin] > 0, own[latin] > 0),
        }
        for name, own in told.items()
    }
    found |= screened(given, data, QUICK_TRAVELLERS if quick else TRAVELLERS, bool(peers))
    if not quick:
        found |= at_a_million(data, given, retrieval_peers if peers else None)
    found["best_peer"] = best_of(found) if peers else None
    return found


def best_of(found: dict[str, Any]) -> dict[str, float]:
    """The best figure of any peer, measure by measure."""
    groups = ("retrieval_peers", "screen_peers", "retrieval_peers_1m")
    rows = [(group, row) for group in groups for row in found[group].values()]
    best: dict[str, float] = {}
    for group, row in rows:
        for name, share in row.items():
            at_1m = group.endswith("_1m") and not name.endswith("_1m")
            key = f"{name}_1m" if at_1m else name
            best[key] = max(best.get(key, 0.0), share)
    return best


def main() -> None:
    """One JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no peers, no million names")
    parser.add_argument("--data", type=Path, default=SHARED, help="the development data")
    chosen = parser.parse_args()
    if not (chosen.data / "un-consolidated-dev.xml").exists():
        print(f"the development data are not here: {chosen.data}")
        return
    found = measured(chosen.data, chosen.quick)
    print(json.dumps(found | {"cores": os.cpu_count(), "load": os.getloadavg()}))


if __name__ == "__main__":
    main()
