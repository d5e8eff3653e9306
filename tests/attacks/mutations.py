"""What a dishonest author may put in the place of a field, and where.

The wrong type, the ends of every range, letters that hide, codes that exist elsewhere: a change is
a place in a JSON value, what is done there, and with what.
"""

import json
from collections.abc import Iterator
from copy import deepcopy

from hypothesis import strategies as st

from wasl.core.canonical import Json

Place = tuple[str | int, ...]
Change = tuple[int, str, Json]

WEAPONS: tuple[Json, ...] = (
    None, True, False, 0, 1, -1, 2, 4, 99, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, 10**30, 1.5,
    -0.0, float("inf"), float("nan"), "", " ", "x", "0", "é", "e\u0301", "\u202e", "\u200b",
    "\x00", "\ud800", "\n", "a/b", "A" * 257, "B" * 70_000, "0" * 16, "0" * 32, "0" * 64, "f" * 64,
    "A" * 14, "2026-03-01T08:00:00Z", "2026-02-30T08:00:00Z", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "2016-01-01", "H0", "H3", "node", "head",
    "duty", "report", "recall", "recognition", "key", "arrangement", "fact", "request", "order",
    "withdraw", "suspend", "end", "destroy", "reject", "prekey", "activate", "succeed", "attest",
    "MINOR", "INFORMANT", "SUSPECT", "ar", "en", "fr", "liaison.ly.example", "liaison.dz.example",
    [], {}, ["x"], ["H0", "H0"], ["H3"], [1], [[]], {"a": 1}, {"A" * 300: 0}, {"SUSPECT": 0},
    {"size": 0, "root": "0" * 64}, [None], ["0" * 64] * 3,
)  # fmt: skip

DOINGS = ("put", "put", "put", "put", "drop", "add", "copy", "twice")


def changes() -> st.SearchStrategy[Change]:
    """One change: which place, what is done there, with which weapon."""
    return st.tuples(st.integers(0, 10_000), st.sampled_from(DOINGS), st.sampled_from(WEAPONS))


def places(value: Json, at: Place = ()) -> Iterator[Place]:
    """Every place within a value, the value itself left out."""
    if isinstance(value, dict):
        parts = list(value.items())
    else:
        parts = list(enumerate(value)) if isinstance(value, list) else []
    for name, part in parts:
        yield (*at, name)
        yield from places(part, (*at, name))


def changed(value: Json, change: Change) -> Json:
    """Another value, in which this was done at one place of the first."""
    number, doing, weapon = change
    made = deepcopy(value)
    everywhere = list(places(made))
    if not everywhere:
        return weapon
    place = everywhere[number % len(everywhere)]
    holder = _at(made, place[:-1])
    match doing:
        case "drop":
            del holder[place[-1]]
        case "add" if isinstance(holder, dict):
            holder["zz" if number % 2 else "about"] = weapon
        case "copy":
            source = everywhere[(number // 7) % len(everywhere)]
            holder[place[-1]] = deepcopy(_at(value, source))
        case "twice" if isinstance(holder, list):
            holder.append(holder[-1])
        case _:
            holder[place[-1]] = weapon
    return made


def written(value: Json) -> bytes:
    """The bytes a careless writer would give: canonical wherever the value allows it."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _at(value: Json, place: Place) -> Json:
    """What lies at a place."""
    for name in place:
        value = value[name]
    return value
