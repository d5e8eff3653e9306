"""What is known beside names, weighed: births, countries, places, and numbers that agree."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.beside import OTHER_NATION, SAME_PLACE, SHARED_NATION
from wasl.core.matching.birth import FAR_APART, SAME_DAY, SWAPPED, YEARS, Birth
from wasl.core.matching.index.holding import Facts, Places, hashed, ranges
from wasl.core.matching.table import spread

Ints = NDArray[np.int32]

_YEARS = np.array([most for most, _ in YEARS])
_ADDS = np.array([*(adds for _, adds in YEARS), FAR_APART], dtype=np.int32)


class Query(NamedTuple):
    """Who is looked for: a name, and what is known beside it; ``nation`` is two letters.

    ``places`` are keys of a place, ``numbers`` kinds and keys of papers, plates and phones.
    """

    name: str
    birth: Birth | None = None
    nation: str = ""
    places: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, str], ...] = ()


class Weighed(NamedTuple):
    """What each pair of a query and an entity has beside the names, in thousandths of a log-odd.

    ``apart`` is how many years the births are apart at the least, -1 where one is not known;
    ``day`` is 2 for the same day, 1 for the same with day and month in the other order;
    ``number`` the place of a number of the query that agrees, or -1.
    """

    birth: Ints
    apart: Ints
    day: Ints
    nation: Ints
    place: Ints
    number: Ints


def weighed(queries: list[Query], asked: Places, entities: Places, facts: Facts) -> Weighed:
    """What pairs of queries and entities have in common beside their names."""
    birth, apart, day = _births(queries, asked, entities, facts)
    return Weighed(
        birth=birth,
        apart=apart,
        day=day,
        nation=_nations(queries, asked, entities, facts),
        place=_places(queries, asked, entities, facts),
        number=_agreeing(queries, asked, entities, facts),
    )


def holders(query: Query, facts: Facts) -> Places:
    """The entities that have a number of the query."""
    keys = np.array([hashed(*number) for number in query.numbers], dtype=np.uint64)
    first, count = ranges(facts.number, keys)
    _, at = spread(first, count)
    found: Places = np.unique(facts.holder[at]).astype(np.intp)
    return found


def _births(
    queries: list[Query], asked: Places, entities: Places, facts: Facts
) -> tuple[Ints, Ints, Ints]:
    adds, days = np.zeros((2, len(asked)), dtype=np.int32)
    apart = np.full(len(asked), -1, dtype=np.int32)
    known = np.array([query.birth is not None for query in queries], dtype=np.bool_)
    dates = np.array([query.birth or (0, 0, 0) for query in queries], dtype=np.int32)
    start = facts.birth_start.astype(np.intp)
    count = start[entities + 1] - start[entities]
    pairs = np.flatnonzero(known[asked] & (count > 0))
    if not len(pairs):
        return adds, apart, days
    place, at = spread(start[entities[pairs]], count[pairs])
    year, month, day = dates[asked[pairs]][place].T
    first, last, its_month, its_day = facts.birth[at].astype(np.int32).T
    gap = np.maximum(0, np.maximum(first - year, year - last))
    exact = (day > 0) & (its_day > 0)
    added = _ADDS[np.searchsorted(_YEARS, gap)]
    # One of several years says half as much.
    added = np.where(first == last, added, added // 2)
    other = exact & (gap == 0) & (month == its_day) & (day == its_month)
    same = exact & (gap == 0) & (month == its_month) & (day == its_day)
    alike = 2 * same + (other & ~same)
    added = np.choose(alike, [added, SWAPPED, SAME_DAY]).astype(np.int32)
    # The best of several dates of one entity.
    order = np.lexsort((gap, -added, place))
    best = order[np.searchsorted(place, np.arange(len(pairs)))]
    adds[pairs], apart[pairs], days[pairs] = added[best], gap[best], alike[best]
    return adds, apart, days


def _nations(queries: list[Query], asked: Places, entities: Places, facts: Facts) -> Ints:
    wanted = np.array([nation_code(query.nation) for query in queries], dtype=np.int64)[asked]
    start = facts.nation_start.astype(np.intp)
    count = start[entities + 1] - start[entities]
    place, at = spread(start[entities], count)
    shared = _any(facts.nation[at] == wanted[place], place, len(asked))
    found = np.where(shared, SHARED_NATION, OTHER_NATION)
    return np.where((wanted > 0) & (count > 0), found, 0).astype(np.int32)


def _places(queries: list[Query], asked: Places, entities: Places, facts: Facts) -> Ints:
    keys = [sorted(map(hashed, query.places)) for query in queries]
    if not any(keys):
        return np.zeros(len(asked), dtype=np.int32)
    most = max(map(len, keys))
    # A key that nobody has stands for none.
    table = np.array([(key + [0] * most)[:most] for key in keys], dtype=np.uint64)
    start = facts.place_start.astype(np.intp)
    place, at = spread(start[entities], start[entities + 1] - start[entities])
    wanted = table[asked[place]]
    agrees = ((wanted == facts.place[at][:, np.newaxis]) & (wanted > 0)).any(axis=1)
    return np.where(_any(agrees, place, len(asked)), SAME_PLACE, 0).astype(np.int32)


def _agreeing(queries: list[Query], asked: Places, entities: Places, facts: Facts) -> Ints:
    found = np.full(len(asked), -1, dtype=np.int32)
    for place, query in enumerate(queries):
        for number in range(len(query.numbers)):
            held = holders(query._replace(numbers=query.numbers[number : number + 1]), facts)
            found[(asked == place) & np.isin(entities, held) & (found < 0)] = number
    return found


def _any(holds: NDArray[np.bool_], place: Places, count: int) -> NDArray[np.bool_]:
    return np.bincount(place[holds], minlength=count) > 0


def nation_code(country: str) -> int:
    """Two letters as one number; nought for none."""
    return ord(country[0]) << 8 | ord(country[1]) if country else 0
