"""One comparer for all tests of names, and short ways to ask it."""

from functools import cache

from wasl.cli.comparer import name_comparer
from wasl.core.matching.comparing import Comparer
from wasl.core.matching.names import read_names
from wasl.core.matching.reasons import Found, reasons


@cache
def comparer() -> Comparer:
    """The comparison under the shipped numbers."""
    return name_comparer()


def score(left: str, right: str) -> float:
    """The score of two names, 0 to 1."""
    return int(comparer().compare([left], [right]).scores[0]) / 10_000


def refusal(name: str) -> str | None:
    """The rule that refuses a name."""
    return comparer().refusals(name, "Ali")[0]


def why(left: str, right: str) -> list[Found]:
    """What is found in two names."""
    verdicts = comparer().compare([left], [right])
    one, two = read_names((left, right))
    return reasons(verdicts, 0, (one, two), verdicts.taken()[0])
