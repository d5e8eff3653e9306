"""How well names are found again: among 50,000 and a million invented ones, and how fast.

A query is one name drawn of each person of the development list with two names or more, once a
script; the index holds all other names of everybody, and the invented ones.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.matching.data import SEED
from bench.matching.distractors import invented
from wasl.cli.comparer import name_comparer
from wasl.core.matching.cleaning import Script, script_of
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.kinds import Person
from wasl.core.matching.entities.reading import entity_id
from wasl.core.matching.index.building import Builder, digest_of, identity_of
from wasl.core.matching.index.filing import Filed, write_index
from wasl.core.matching.index.holding import Index, hashed
from wasl.core.matching.index.screening import Screener
from wasl.core.matching.index.subjects import Subject, subject_of
from wasl.core.matching.index.weighing import Query
from wasl.interop.rows import Source
from wasl.interop.un_list import read_un_list

BLOCK = 64
BEST_OF = 3
DISTRACTORS = 50_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A name drawn of a person, its script, and what is known beside it."""

    name: str
    script: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The queries, and the persons with the names that were not drawn."""

    asked: list[Asked]
    subjects: list[Subject]


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
        taken = []
        for script in ("ar", "la"):
            written = [name for name in names if script_named(name) == script]
            if written and len(names) - len(taken) > 1:
                name = draw.choice(written)
                taken.append(name)
                asked.append(Asked(name=name, script=script, person=subject.identity))
        left = tuple(name for name in names if name not in taken)
        subjects.append(Subject(identity=subject.identity, names=left, births=subject.births))
    return Drawn(asked=asked, subjects=subjects)


def script_named(name: str) -> str:
    """The script of a name: ``ar`` or ``la``."""
    return (
        "ar"
        if any(script_of(letter) is Script.ARABIC for letter in name if letter.isalpha())
        else "la"
    )


def invented_subjects(tokens: Path, count: int) -> list[Subject]:
    """Invented persons of one name each."""
    names = invented(tokens, count, SEED)
    digests = (hashed("invented", str(at)).to_bytes(8, "big") * 4 for at in range(count))
    return [
        Subject(identity=identity_of(digest), names=(name,))
        for digest, name in zip(digests, names, strict=True)
    ]


def ranks(screener: Screener, asked: Sequence[Asked], limit: int = 10) -> np.ndarray:
    """The rank of the right person for each query; 0 where it is not among the first."""
    found = []
    for at in range(0, len(asked), BLOCK):
        block = asked[at : at + BLOCK]
        answers = screener.screen([Query(name=one.name) for one in block], limit, 0)
        for one, answer in zip(block, answers, strict=True):
            places = [n for n, match in enumerate(answer, 1) if match.identity == one.person]
            found.append(places[0] if places else 0)
    return np.array(found)


def shares(rank: np.ndarray, asked: Sequence[Asked]) -> dict[str, float]:
    """R@1 and R@10 of each script."""
    script = np.array([one.script for one in asked])
    told = {}
    for name in ("ar", "la"):
        own = rank[script == name]
        told[f"{name}_r1"] = round(float((own == 1).mean()), 4)
        told[f"{name}_r10"] = round(float((own > 0).mean()), 4)
    return told
