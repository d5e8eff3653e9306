"""How fast names are compared, in CPU seconds of one thread, each run in a process of its own."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench.matching.data import read_pairs
from bench.matching.distractors import invented
from bench.matching.peers import logic_v2

ROOT = Path(__file__).resolve().parents[2]
BLOCK = 8_192
NEW_PAIRS = 40_000
LOGIC_PAIRS = 1_500
BEST_OF = 3
SEED = 11


def once(kind: str, data: Path) -> float:
    """Pairs a CPU second of one way, nothing read before; called in a fresh process."""
    pairs = read_pairs(data / "pairs-dev.tsv")
    lefts, rights = pairs.lefts, pairs.rights
    if kind == "new":
        names = list(invented(data / "google_ar2en.txt", 2 * NEW_PAIRS, SEED))
        lefts, rights = names[:NEW_PAIRS], names[NEW_PAIRS:]
    if kind == "logic_v2":
        lefts, rights = lefts[:LOGIC_PAIRS], rights[:LOGIC_PAIRS]
        logic_v2(["A B"], ["C D"])
        start = time.process_time()
        logic_v2(lefts, rights)
        return len(lefts) / (time.process_time() - start)
    if kind == "rapidfuzz":
        from rapidfuzz import fuzz  # noqa: PLC0415
        from unidecode import unidecode  # noqa: PLC0415

        start = time.process_time()
        for left, right in zip(lefts, rights, strict=True):
            fuzz.token_sort_ratio(unidecode(left).lower(), unidecode(right).lower())
        return len(lefts) / (time.process_time() - start)
    return _ours(kind, lefts, rights)


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


def rate(kind: str, data: Path) -> float:
    """The best of three fresh processes."""
    command = [sys.executable, "-m", "bench.matching.speed", kind, "--data", str(data)]
    ran = [
        subprocess.run(command, cwd=ROOT, env=_alone(), capture_output=True, check=True, text=True)
        for _ in range(1 if kind == "logic_v2" else BEST_OF)
    ]
    return max(float(json.loads(one.stdout.splitlines()[-1])) for one in ran)


def _alone() -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}  # noqa: TID251


def main() -> None:
    """One measurement, for ``rate``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["cold", "new", "why", "logic_v2", "rapidfuzz"])
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    print(json.dumps(once(chosen.kind, chosen.data)))


if __name__ == "__main__":
    main()
