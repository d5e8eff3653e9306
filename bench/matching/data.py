"""The development data: pairs of names, their people, and tokens with a rendering."""

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wasl.core.matching.library import Library
from wasl.core.matching.vocabulary import Vocabulary

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FOLDS = 5
SEED = 7
LEAST_PEOPLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Labelled pairs, and the person each name belongs to (connected by *same* pairs)."""

    lefts: list[str]
    rights: list[str]
    same: np.ndarray
    stratum: np.ndarray
    scripts: np.ndarray
    person: dict[str, int]
    sha256: str

    def folds(self) -> tuple[np.ndarray, np.ndarray]:
        """The fold of the person of each left and of each right name."""
        count = max(self.person.values()) + 1
        fold = np.empty(count, dtype=int)
        fold[np.random.RandomState(SEED).permutation(count)] = np.arange(count) % FOLDS
        left = np.array([fold[self.person[name]] for name in self.lefts])
        right = np.array([fold[self.person[name]] for name in self.rights])
        return left, right


def read_pairs(path: Path) -> Pairs:
    """The pairs of a file with the columns name_a, name_b, label, script_pair, stratum."""
    content = path.read_bytes()
    lines = content.decode("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return Pairs(
        lefts=[row["name_a"] for row in rows],
        rights=[row["name_b"] for row in rows],
        same=np.array([row["label"] == "same" for row in rows]),
        stratum=np.array([row["stratum"] for row in rows]),
        scripts=np.array([row["script_pair"] for row in rows]),
        person=_people(rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _people(rows: list[dict[str, str]]) -> dict[str, int]:
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for row in rows:
        one, two = root(row["name_a"]), root(row["name_b"])
        if row["label"] == "same":
            parent[one] = two
    numbers = {name: number for number, name in enumerate(sorted(set(map(root, parent))))}
    return {name: numbers[root(name)] for name in sorted(parent)}


def counts(person: dict[str, int]) -> tuple[dict[str, int], int]:
    """How many people carry each skeleton that at least three carry; and how many people."""
    library = Library(Vocabulary({}, 100))
    places = library.numbers(list(person)).tolist()
    carriers: dict[str, set[int]] = defaultdict(set)
    for place, number in zip(places, person.values(), strict=True):
        for key in library.bones[place].split():
            carriers[key].add(number)
    kept = {key: len(who) for key, who in sorted(carriers.items()) if len(who) >= LEAST_PEOPLE}
    return kept, len(set(person.values()))
