"""Where the entries of a leaf, of a case and of a kind lie: sorted tables, the last ones unsorted.

Leaves and cases are random. Kept sorted at once, each entry would change a page of its own in each
table; so the last places wait in a third, and in memory, and are sorted a few thousand at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, select, union

from wasl.node.rows import EntryRow
from wasl.store import schema
from wasl.store.session import Session, is_any

UNSORTED_LIMIT = 4_096

# The many are read by their case, and have no row by their kind: who asks reads the whole log.
READ_BY_CASE = frozenset({"feedback", "note", "report", "request"})

_LEAF_HEAD_BYTES = 6
_UNSORTED = "unsorted places"

_new = schema.new_places.c
_leaves = schema.leaf_places.c
_cases = schema.case_places.c
_kinds = schema.kind_places.c

OF_LEAVES = select(_leaves.place).where(is_any(_leaves.leaf_head))
OF_CASES = select(_cases.place).where(is_any(_cases.case))
OF_KINDS = select(_kinds.place).where(
    is_any(_kinds.kind), _kinds.place >= bindparam("start"), _kinds.place < bindparam("stop")
)
CASES = (
    union(
        select(_cases.case).where(_cases.case > bindparam("after")),
        select(_new.case).where(_new.case > bindparam("after")),
    )
    .order_by("case")
    .limit(bindparam("limit"))
)

_SORTED = delete(schema.new_places)


@dataclass(slots=True)
class _Unsorted:
    """The table of the last places as it is, by leaf and by case."""

    of_leaves: dict[int, list[int]] = field(default_factory=dict)
    of_cases: dict[str, list[int]] = field(default_factory=dict)
    count: int = 0

    def add(self, place: int, head: int, case: str) -> None:
        self.of_leaves.setdefault(head, []).append(place)
        self.of_cases.setdefault(case, []).append(place)
        self.count += 1

    def by_leaf(self) -> list[tuple[int, int]]:
        """Each head of a leaf and a place of it, in order."""
        return sorted((head, at) for head, places in self.of_leaves.items() for at in places)

    def by_case(self) -> list[tuple[str, int]]:
        """Each case and a place of it, in order."""
        return sorted((case, at) for case, places in self.of_cases.items() for at in places)


def leaf_head(leaf: bytes) -> int:
    """The first six bytes of a leaf, as a number; the whole leaf is compared where it lies."""
    return int.from_bytes(leaf[:_LEAF_HEAD_BYTES], "big")


def new_places_of_leaves(session: Session, heads: Sequence[int]) -> list[int]:
    """Where entries with these heads of leaves lie, of those that are not sorted yet."""
    held = _unsorted(session).of_leaves
    return [place for head in dict.fromkeys(heads) for place in held.get(head, ())]


def new_places_of_cases(session: Session, cases: Sequence[str]) -> list[int]:
    """Where entries of these cases lie, of those that are not sorted yet."""
    held = _unsorted(session).of_cases
    return [place for case in dict.fromkeys(cases) for place in held.get(case, ())]


def add_places(session: Session, places: Sequence[int], rows: Sequence[EntryRow]) -> None:
    """The entries lie at these places from now on."""
    session.put(
        schema.kind_places,
        [
            (row.kind, place)
            for place, row in zip(places, rows, strict=True)
            if row.kind not in READ_BY_CASE
        ],
    )
    unsorted = _unsorted(session)
    added = [
        (place, leaf_head(row.leaf), row.case) for place, row in zip(places, rows, strict=True)
    ]
    for place, head, case in added:
        unsorted.add(place, head, case)
    if unsorted.count <= UNSORTED_LIMIT:
        session.add(schema.new_places, added)
        return
    # From memory: SQLite would take three times as long to sort them itself.
    session.add(schema.leaf_places, unsorted.by_leaf())
    session.add(schema.case_places, unsorted.by_case())
    session.change(_SORTED)
    session.learn(_UNSORTED, "all", _Unsorted())


def forget_places(session: Session) -> None:
    """The table of the last places was changed by another hand: it is read anew."""
    session.unlearn(_UNSORTED)


def _unsorted(session: Session) -> _Unsorted:
    """What is undone is forgotten with all else the session knows, and read anew."""

    def ask() -> _Unsorted:
        found = _Unsorted()
        for row in session.rows(select(_new.place, _new.leaf_head, _new.case)):
            found.add(row[0], row[1], row[2])
        return found

    return session.known(_UNSORTED, "all", ask)
