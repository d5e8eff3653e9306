"""Short ways to a list of invented people, and to what is found in it."""

from tests.core.matching.compared import comparer
from wasl.core.matching.birth import Span, read_birth
from wasl.core.matching.index.building import built, identity_of
from wasl.core.matching.index.screening import Match, Screener
from wasl.core.matching.index.subjects import Subject
from wasl.core.matching.index.weighing import Query
from wasl.core.matching.subject import PAPER, PHONE, PLATE, place_keys

KINDS = (PAPER, PLATE, PHONE)


def someone(
    number: int,
    *names: str,
    births: tuple[tuple[int, int, int, int], ...] = (),
    nations: tuple[str, ...] = (),
    place: str = "",
) -> Subject:
    """An entity with an id made of a number, so that ids stand in the order of numbers."""
    return Subject(
        identity=identity_of(number.to_bytes(32, "big")),
        names=names,
        births=tuple(Span(*birth) for birth in births),
        nations=nations,
        places=tuple(sorted(place_keys(place))),
    )


def holding(number: int, kind: str, key: str, *holders: Subject) -> Subject:
    """A paper, a plate or a phone of others."""
    held = tuple(holder.identity for holder in holders)
    return Subject(
        identity=identity_of(number.to_bytes(32, "big")), numbers=((kind, key),), holders=held
    )


def screener(*subjects: Subject) -> Screener:
    """What looks names up among these."""
    return Screener(built(comparer().fitted, subjects), comparer().fitted)


def asked(name: str, birth: str = "", **more: str) -> Query:
    """Who is looked for."""
    return Query(
        name=name,
        birth=read_birth(birth) if birth else None,
        nation=more.get("nation", ""),
        places=frozenset(place_keys(more.get("place", ""))),
        numbers=tuple(
            (kind, key) for kind, key in more.items() if kind not in ("nation", "place")
        ),
    )


def found(subjects: tuple[Subject, ...], query: Query, least: int = 5_000) -> list[Match]:
    """The matches of one query."""
    return screener(*subjects).screen([query], 10, least)[0]
