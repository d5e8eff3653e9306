"""Two entities compared whole: the best of their names, and what is known beside them.

Terms are thousandths of a log-odd and add up to the sum that the score is read from; where a rule
has the last word, it is named.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple

import numpy as np

from wasl.core.matching import score
from wasl.core.matching.birth import SAME_DAY, between
from wasl.core.matching.comparing import Comparer
from wasl.core.matching.names import read_names
from wasl.core.matching.reasons import Found, reasons
from wasl.core.matching.subject import Subject

SAME_PLACE = 800
SHARED_NATION, OTHER_NATION = 400, -300
SAME_FATHER, OTHER_FATHER = 1_000, -1_500
# Below this no father's name stands for the other.
OTHER = 2_500
MOST_NAMES = 64


class Beside(StrEnum):
    """What is known beside the names."""

    NUMBER = "number"
    BIRTH = "birth"
    FATHER = "father"
    PLACE = "place"
    NATION = "nation"


class Overruled(StrEnum):
    """What overrules a sum."""

    NUMBER_AGREES = "number_agrees"
    SURE_BIRTH = "sure_birth"
    WEAK_NAME = "weak_name"
    ORIGIN_ALONE = "origin_alone"


class Fact(NamedTuple):
    """One thing both sides know, what each says, and what that adds."""

    beside: Beside
    left: str
    right: str
    adds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Two entities compared: the two names most alike, why, what is beside them, the score.

    ``sum`` is what the names add; scores are in ten-thousandths.
    """

    names: tuple[str, str]
    why: tuple[Found, ...]
    sum: int
    by_name: int
    facts: tuple[Fact, ...]
    rules: tuple[Overruled, ...]
    score: int


def weighed(comparer: Comparer, left: Subject, right: Subject) -> Weighed:
    """What two entities with names have in common, and what that comes to.

    A shared country or place alone lifts nobody to a look. A name that says too little is no look
    without a birth or a number that agrees. A number that agrees is always a look, and full where
    the names are one; so is the same day of birth where they surely are.
    """
    named = product(left.names[:MOST_NAMES], right.names[:MOST_NAMES])
    pairs = list(named) or [("", "")]
    verdicts = comparer.compare([one for one, _ in pairs], [two for _, two in pairs])
    # The order of the names is of no account.
    best = min(range(len(pairs)), key=lambda at: (-verdicts.scores[at], sorted(pairs[at])))
    facts = tuple(_facts(comparer, left, right))
    adds = {fact.beside: fact.adds for fact in facts}
    by_name = int(verdicts.scores[best])
    person = int(verdicts.sums[best]) + adds.get(Beside.BIRTH, 0) + adds.get(Beside.FATHER, 0)
    origin = adds.get(Beside.PLACE, 0) + adds.get(Beside.NATION, 0)
    sums = np.array([person + origin, person], dtype=np.int32)
    across = np.repeat(verdicts.across[best], 2)
    found, without = map(int, score.scores(sums, across, comparer.fitted))
    if verdicts.refused[best]:
        found = without = 0
    weak = pairs[best][0] in left.weak or pairs[best][1] in right.weak
    lifted = without < score.CUT <= found
    rules = [Overruled.ORIGIN_ALONE] if lifted else []
    if weak and found >= score.CUT and adds.get(Beside.BIRTH, 0) <= 0:
        rules = [*rules, Overruled.WEAK_NAME]
    found = min(found, score.CUT - 1) if rules else found
    if Beside.NUMBER in adds:
        rules = [Overruled.NUMBER_AGREES]
        found = score.MOST if by_name >= score.CUT else max(found, score.CUT)
    elif adds.get(Beside.BIRTH) == SAME_DAY and by_name >= score.SURE and not weak:
        rules = [Overruled.SURE_BIRTH]
        found = score.MOST
    one, two = read_names(pairs[best])
    return Weighed(
        names=pairs[best],
        why=tuple(reasons(verdicts, best, (one, two), verdicts.taken()[best])),
        sum=int(verdicts.sums[best]),
        by_name=by_name,
        facts=facts,
        rules=tuple(rules),
        score=found,
    )


def _facts(comparer: Comparer, left: Subject, right: Subject) -> list[Fact]:
    """What both sides know, strongest kind first; a value one side lacks adds nothing."""
    found: list[Fact] = []
    for key in sorted(left.numbers.keys() & right.numbers.keys())[:1]:
        found.append(Fact(Beside.NUMBER, left.numbers[key], right.numbers[key], 0))
    births = [
        Fact(Beside.BIRTH, one[1], two[1], between(one[0], two[0]))
        for one, two in product(left.births, right.births)
    ]
    fathers = [
        Fact(Beside.FATHER, one, two, _of_fathers(comparer, one, two))
        for one, two in product(left.fathers, right.fathers)
    ]
    for kind in (births, fathers):
        found += sorted(kind, key=lambda fact: (-fact.adds, fact.left, fact.right))[:1]
    for key in sorted(left.places.keys() & right.places.keys())[:1]:
        found.append(Fact(Beside.PLACE, left.places[key], right.places[key], SAME_PLACE))
    return [*found, *_of_nations(left, right)]


def _of_fathers(comparer: Comparer, one: str, two: str) -> int:
    found = int(comparer.compare([one], [two]).scores[0])
    if found >= score.CUT:
        return SAME_FATHER
    return OTHER_FATHER if found < OTHER else 0


def _of_nations(left: Subject, right: Subject) -> list[Fact]:
    if not left.nations or not right.nations:
        return []
    shared = sorted(left.nations.keys() & right.nations.keys())
    one, two = (shared[0],) * 2 if shared else (min(left.nations), min(right.nations))
    adds = SHARED_NATION if shared else OTHER_NATION
    return [Fact(Beside.NATION, left.nations[one], right.nations[two], adds)]
