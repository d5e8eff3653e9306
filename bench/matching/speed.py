"""How fast names are compared, in CPU seconds of one thread, each run in a process of its own."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.matching.data import read_pairs
from bench.matching.distractors import invented
from bench.matching.peers import logic_v2, logic_v2_remembering, tantivy_ngrams, token_sort

ROOT = Path(__file__).resolve().parents[2]
BLOCK = 8_192
NEW_PAIRS = 40_000
LOGIC_PAIRS = 1_500
BEST_OF = 3
SEED = 11


PEERS = {
    "rapidfuzz": token_sort,
    "logic_v2": logic_v2,
    "logic_v2_remembering": logic_v2_remembering,
    "tantivy": tantivy_ngrams,
}
ALL = ("cold", "new", "why", *PEERS, "rapidfuzz_new", "logic_v2_new")
SLOW = frozenset({"logic_v2", "logic_v2_remembering", "logic_v2_new"})


def once(kind: str, data: Path) -> float:
    """Pairs a CPU second of one way, nothing read before; called in a fresh process.

    A kind that ends in ``new`` is of names none of which stands twice.
    """
    name = kind.removesuffix("_new")
    pairs = read_pairs(data / "pairs-dev.tsv")
    lefts, rights = pairs.lefts, pairs.rights
    if kind.endswith("new"):
        names = list(invented(data / "google_ar2en.txt", 2 * NEW_PAIRS, SEED))
        lefts, rights = names[:NEW_PAIRS], names[NEW_PAIRS:]
    if name not in PEERS:
        return _ours(kind, lefts, rights)
    if kind in SLOW:
        lefts, rights = lefts[:LOGIC_PAIRS], rights[:LOGIC_PAIRS]
    # What is loaded at the first call is not counted to any of them.
    PEERS[name](["A B"], ["C D"])
    start = time.process_time()
    PEERS[name](lefts, rights)
    return len(lefts) / (time.process_time() - start)


def _ours(kind: str, lefts: list[str], rights: list[str]) -> float:
    import gc  # noqa: PLC0415

    from wasl.cli.comparer import name_comparer  # noqa: PLC0415
    from wasl.cli.naming import Teller, whys  # noqa: PLC0415
    from wasl.locale.speech import Speech  # noqa: PLC0415

    gc.disable()
    teller = Teller(Speech("en"))
    comparer = name_comparer()
    start = time.process_time()
    for at in range(0, len(lefts), BLOCK):
        texts = lefts[at : at + BLOCK], rights[at : at + BLOCK]
        verdicts = comparer.compare(*texts)
        if kind == "why":
            whys(teller, verdicts, texts)
    return len(lefts) / (time.process_time() - start)


def rates(kinds: Sequence[str], data: Path) -> dict[str, int]:
    """Of each way the best of three fresh processes, in turn: all see the same machine.

    Ways that take long only to load are measured in the second turn alone.
    """
    found: dict[str, float] = {}
    for turn in range(BEST_OF):
        for kind in kinds:
            if kind not in SLOW or turn == 1:
                found[kind] = max(found.get(kind, 0.0), _rate(kind, data))
    return {kind: round(value) for kind, value in found.items()}


def _rate(kind: str, data: Path) -> float:
    command = [sys.executable, "-m", "bench.matching.speed", kind, "--data", str(data)]
    ran = subprocess.run(
        command, cwd=ROOT, env=_alone(), capture_output=True, check=True, text=True
    )
    return float(json.loads(ran.stdout.splitlines()[-1]))


def _alone() -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}  # noqa: TID251


def main() -> None:
    """One measurement, for ``rate``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=ALL)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    print(json.dumps(once(chosen.kind, chosen.data)))


if __name__ == "__main__":
    main()
