"""How well names are found again: among 50,000 and a million invented ones, how fast, how large.

A query is one name drawn of each person of the development list with two names or more, once a
script; the index holds all other names of everybody, and the invented ones.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.matching.data import SEED
from bench.matching.distractors import invented
from wasl.cli.comparer import name_comparer
from wasl.core.matching.cleaning import Script, clean
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.kinds import Person
from wasl.core.matching.entities.reading import entity_id
from wasl.core.matching.index.building import built, identity_of
from wasl.core.matching.index.filing import Filed, write_index
from wasl.core.matching.index.holding import hashed
from wasl.core.matching.index.screening import Screener
from wasl.core.matching.index.subjects import Subject, subject_of
from wasl.core.matching.index.weighing import Query
from wasl.interop.rows import Source
from wasl.interop.un_list import read_un_list

BLOCK = 64
BEST_OF = 3
DISTRACTORS = 50_000
MILLION = 1_000_000
DRAWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A name drawn of a person, and its script: ``ar`` or ``la``."""

    name: str
    script: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The queries, and the persons with the names that were not drawn."""

    asked: list[Asked]
    subjects: list[Subject]


Find = Callable[[Sequence[str]], list[list[str]]]
"""For each name the ids of the persons it may be, the best ten in their order."""
Peers = Callable[[Iterable[Subject]], dict[str, Find]]


def drawn(path: Path) -> Drawn:
    """One name of each person a script, where another is left."""
    reading = read_un_list(Source(content=path.read_bytes(), role=HomeRole.LISTED))
    draw = random.Random(SEED)
    asked, subjects = [], []
    for entity in reading.entities:
        if not isinstance(entity, Person):
            continue
        subject = subject_of(entity_id(entity), entity)
        names = list(dict.fromkeys(subject.names))
        taken: list[str] = []
        for script in ("ar", "la"):
            written = [name for name in names if script_named(name) == script]
            if written and len(names) - len(taken) > 1:
                name = draw.choice(written)
                taken.append(name)
                asked.append(Asked(name=name, script=script, person=subject.identity))
        left = tuple(name for name in names if name not in taken)
        births = subject.births
        subjects.append(Subject(identity=subject.identity, names=left, births=births))
    return Drawn(asked=asked, subjects=subjects)


def script_named(name: str) -> str:
    """The script of a name: ``ar``, ``la``, or another that is not asked for."""
    scripts = set(clean(name).scripts)
    if Script.OTHER in scripts:
        return "other"
    return "ar" if Script.ARABIC in scripts else "la"


def invented_subjects(tokens: Path, count: int) -> Iterator[Subject]:
    """Invented persons of one name each."""
    for at, name in enumerate(invented(tokens, count, SEED)):
        digest = hashed("invented", str(at)).to_bytes(8, "big") * 4
        yield Subject(identity=identity_of(digest), names=(name,))


def finding(screener: Screener) -> Find:
    """The search of a list as a peer is asked."""

    def find(names: Sequence[str]) -> list[list[str]]:
        found = screener.screen([Query(name=name) for name in names], 10, 0)
        return [[match.identity for match in matches] for matches in found]

    return find


def ranks(find: Find, asked: Sequence[Asked]) -> np.ndarray:
    """The rank of the right person for each query; 0 where it is not among the ten."""
    rank = []
    for at in range(0, len(asked), BLOCK):
        block = asked[at : at + BLOCK]
        for one, answer in zip(block, find([one.name for one in block]), strict=True):
            rank.append(answer.index(one.person) + 1 if one.person in answer else 0)
    return np.array(rank)


def shares(rank: np.ndarray, asked: Sequence[Asked]) -> dict[str, float]:
    """R@1 and R@10 of each script."""
    script = np.array([one.script for one in asked])
    told = {}
    for name in ("ar", "la"):
        own = rank[script == name]
        told[f"{name}_r1"] = round(float((own == 1).mean()), 4)
        told[f"{name}_r10"] = round(float((own > 0).mean()), 4)
    return told


def ahead(ours: np.ndarray, theirs: np.ndarray) -> list[float]:
    """The middle 95 % of how much more of the queries we find than a peer, over draws of them."""
    draw = np.random.RandomState(SEED)
    gains = ours.astype(int) - theirs.astype(int)
    means = [gains[draw.randint(0, len(gains), len(gains))].mean() for _ in range(DRAWS)]
    return [round(float(x), 4) for x in np.quantile(means, [0.025, 0.975])]


def at_a_million(data: Path, given: Drawn, peers: Peers | None) -> dict[str, object]:
    """Build, size, speed and recall of an index of a million names; and the recall of peers."""
    subjects = [*given.subjects, *invented_subjects(data / "google_ar2en.txt", MILLION)]
    fitted = name_comparer().fitted
    start = time.process_time()
    index = built(fitted, subjects)
    size = sum(len(piece) for piece in write_index(Filed(held=index, snapshot="", version="")))
    spent = time.process_time() - start
    rates, rank = [], np.zeros(0)
    for _ in range(BEST_OF):
        # Nothing of the run before is remembered.
        find = finding(Screener(index, fitted))
        start = time.process_time()
        rank = ranks(find, given.asked)
        rates.append(len(given.asked) / (time.process_time() - start))
    others = {}
    for name, find in (peers(subjects) if peers else {}).items():
        theirs = ranks(find, given.asked)
        r10 = round(float((theirs > 0).mean()), 4)
        others[name] = {**shares(theirs, given.asked), "r10_1m": r10}
    return {
        "queries_per_second_1m": round(max(rates), 1),
        "r10_1m": round(float((rank > 0).mean()), 4),
        "index_mb": round(size / 1e6, 1),
        "index_build_s": round(spent, 1),
        **{f"{name}_1m": share for name, share in shares(rank, given.asked).items()},
        "retrieval_peers_1m": others,
    }
