"""Invented names by the million: a fixed seed, the tokens of the renderings and the lexicon."""

import random
from collections.abc import Iterator
from pathlib import Path

from wasl.core.matching.lexicon import LINES

GIVENS_SHARE = 0.6


def invented(tokens_path: Path, count: int, seed: int) -> Iterator[str]:
    """Names of two to four words, a third of them in Arabic letters; few are equal."""
    draw = random.Random(seed)
    arabic, latin = [], []
    for line in tokens_path.read_text(encoding="utf-8").splitlines():
        left, _, right = line.partition("\t")
        arabic.append(left)
        latin.append(right)
    givens = [line.split(" | ") for line in LINES.strip().replace("\n  ", " ").splitlines()]
    sides = [[side.split() for side in (line[0], line[-1])] for line in givens]
    for _ in range(count):
        which = int(draw.random() < 2 / 3)
        family = (arabic, latin)[which]
        words = [draw.choice(draw.choice(sides)[which])]
        for _ in range(draw.choice((0, 1, 1, 2))):
            given = draw.random() < GIVENS_SHARE
            words.append(draw.choice(draw.choice(sides)[which] if given else family))
        yield " ".join([*words, draw.choice(family)])
