"""Fits every number of the comparison to the development data, and writes them.

python -m bench.matching.fit: src/wasl/core/matching/fitted.json, in the bench-only environment.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching.costs import VOWELS_WITHIN, learned_costs, token_pairs
from bench.matching.data import FOLDS, SHARED, Pairs, counts, read_pairs
from bench.matching.fitting import tables
from bench.matching.start import starting_costs
from wasl.core.matching import score
from wasl.core.matching.comparing import Comparer
from wasl.core.matching.features import FEATURES
from wasl.core.matching.fitted import Fitted, fitted_from

VERSION = "1"
ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src" / "wasl" / "core" / "matching" / "fitted.json"
NO_HEAD = {
    "edges": [[] for _ in FEATURES],
    "adds": [[0] for _ in FEATURES],
    "start": 0,
    "sums": [0, 1, 2, 3],
    "scores": [0, 1, 2, 3],
}
FALSE_LOOKS = 0.01
SURE_PRECISION = 0.95
NAME_ALONE = 9_500


def frame(across: np.ndarray, people: dict[str, int]) -> dict[str, Any]:
    """Everything but the heads: the costs, and the frequencies among these people."""
    kept, number = counts(people)
    return {
        "version": VERSION,
        "data_sha256": "",
        "costs_across": across.tolist(),
        "costs_within": np.minimum(starting_costs(VOWELS_WITHIN), 1000).tolist(),
        "counts": kept,
        "people": number,
        "across": NO_HEAD,
        "within": NO_HEAD,
    }


def heads(read: dict[str, Any], pairs: Pairs, chosen: np.ndarray) -> dict[str, Any]:
    """The two heads fitted to the chosen pairs, not yet mapped to scores."""
    block = Comparer(fitted_from(read)).compare(pairs.lefts, pairs.rights)
    found = dict(read)
    for name, side in (("across", block.across), ("within", ~block.across)):
        rows = chosen & side & (pairs.stratum != "alias_hard")
        found[name] = {**NO_HEAD, **tables(block.features[rows], pairs.same[rows])}
    return found


def sums_of(fitted: Fitted, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The sums of all pairs, and which are across scripts."""
    found = Comparer(fitted).compare(pairs.lefts, pairs.rights)
    return found.sums, found.across


def unseen_sums(across: np.ndarray, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The sums of all pairs, each by tables fitted without the person of its left name."""
    left, right = pairs.folds()
    found = np.zeros(len(pairs.lefts), dtype=int)
    for fold in range(FOLDS):
        people = {name: number for name, number, held in _held(pairs, left, right) if held != fold}
        read = frame(across, people)
        seen = (left != fold) & (right != fold)
        read = heads(read, pairs, seen)
        # The rules of the score need a map; here it is one of the people who were seen.
        sums, is_across = sums_of(fitted_from(read), pairs)
        calibrated(read["across"], sums, pairs, is_across & seen)
        calibrated(read["within"], sums, pairs, ~is_across & seen)
        sums, is_across = sums_of(fitted_from(read), pairs)
        found[left == fold] = sums[left == fold]
    return found, is_across


def _held(pairs: Pairs, left: np.ndarray, right: np.ndarray) -> list[tuple[str, int, int]]:
    fold = {
        **dict(zip(pairs.lefts, left.tolist(), strict=True)),
        **dict(zip(pairs.rights, right.tolist(), strict=True)),
    }
    return [(name, number, fold[name]) for name, number in pairs.person.items()]


def calibrated(head: dict[str, Any], sums: np.ndarray, pairs: Pairs, side: np.ndarray) -> None:
    """The map of sums to scores: 0.5 a person should look, 0.9 sure against hard negatives."""
    stray = np.sort(sums[side & (pairs.stratum == "random")])[::-1]
    look = int(stray[int(FALSE_LOOKS * len(stray))]) + 1
    same, hard = (np.sort(sums[side & (pairs.stratum == name)]) for name in ("same", "hard"))
    sure = look
    for cut in np.unique(same):
        kept = (same >= cut).sum()
        if kept and kept / (kept + (hard >= cut).sum()) >= SURE_PRECISION:
            sure = int(cut)
            break
    sure = max(sure, look + 500)
    most = max(int(same.max()), sure + 500)
    least = min(int(sums[side].min()), look - 500)
    head["sums"] = [least, look, sure, most]
    head["scores"] = [0, score.CUT, score.SURE, NAME_ALONE]


def fit(pairs_path: Path, tokens_path: Path) -> dict[str, Any]:
    """Every number, from the data to what is shipped."""
    pairs = read_pairs(pairs_path)
    across = learned_costs(token_pairs(tokens_path))
    unseen, is_across = unseen_sums(across, pairs)
    read = heads(frame(across, pairs.person), pairs, np.ones(len(pairs.lefts), dtype=bool))
    calibrated(read["across"], unseen, pairs, is_across)
    calibrated(read["within"], unseen, pairs, ~is_across)
    digest = hashlib.sha256(pairs_path.read_bytes() + tokens_path.read_bytes())
    return {**read, "data_sha256": digest.hexdigest()}


def main() -> None:
    """Fit, and write the file of the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    found = fit(chosen.data / "pairs-dev.tsv", chosen.data / "google_ar2en.txt")
    chosen.out.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"written: {chosen.out}")


if __name__ == "__main__":
    main()
