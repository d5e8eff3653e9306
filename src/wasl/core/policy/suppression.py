"""Small numbers left out of a published table, and as many others that none can be computed.

A table with its totals is a network: source, one node a row, one node a column, sink; every cell
and every total is an arc, and what flows in flows out. What a reader can compute of a number that
is left out is the range its arc may take while the numbers shown stay as they are, and that range
is a maximum flow. The method of complementary cells: L. H. Cox, "Network models for complementary
cell suppression", JASA 90 (1995).
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Place = tuple[str | None, str | None]
"""A cell by row and column; without one of them a total; without both the total of all."""

Node = tuple[str, str]

SOURCE: Node = ("source", "")
SINK: Node = ("sink", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Counts by row and column; a cell that is not named is zero."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def figures(self) -> dict[Place, int]:
        """Every cell and every total."""
        cells = [(row, column) for row in self.rows for column in self.columns]
        found: dict[Place, int] = {cell: self.counts.get(cell, 0) for cell in cells}
        for row in self.rows:
            found[row, None] = sum(found[row, column] for column in self.columns)
        for column in self.columns:
            found[None, column] = sum(found[row, column] for row in self.rows)
        found[None, None] = sum(found[row, None] for row in self.rows)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arc:
    """A figure between two nodes, and how far a reader can believe it up or down."""

    start: Node
    end: Node
    up: int
    down: int


def published(grid: Grid, smallest: int) -> dict[Place, int | None]:
    """Every cell and total that may be published; None for one that is left out.

    Left out is every number below ``smallest``, and others beside it until (a) whatever is left
    out may, by what is shown, lie anywhere in a range at least ``smallest`` wide, and (b) no
    number is certain even to a reader who knows which ones were small.
    """
    figures = grid.figures()
    hidden = [place for place, count in figures.items() if count < smallest]
    while True:
        shown = [place for place in figures if place not in hidden]
        open_to = next(
            (place for place in hidden if not _is_safe(figures, hidden, place, smallest)), None
        )
        if open_to is None or not shown:
            return {place: None if place in hidden else figures[place] for place in figures}
        hidden.append(_next_to_hide(figures, shown, open_to))


def _next_to_hide(figures: Mapping[Place, int], shown: list[Place], place: Place) -> Place:
    """The smallest number shown beside this one, else the smallest shown anywhere."""
    ends = set(_ends(place))
    beside = [other for other in shown if ends & set(_ends(other))]
    return min(beside or shown, key=lambda other: figures[other])


def _is_safe(
    figures: Mapping[Place, int], hidden: list[Place], place: Place, smallest: int
) -> bool:
    """Whether a number that is left out can neither be computed nor be guessed closely."""
    unknowing = {other: _arc_of(other, smallest, figures[other]) for other in hidden}
    width = _width(unknowing, place, smallest)
    if width < smallest:
        return False
    knowing = {
        other: _Arc(
            start=arc.start,
            end=arc.end,
            up=smallest - 1 - figures[other] if figures[other] < smallest else smallest,
            down=figures[other] if figures[other] < smallest else figures[other] - smallest,
        )
        for other, arc in unknowing.items()
    }
    return _width(knowing, place, 1) > 0


def _arc_of(place: Place, smallest: int, count: int) -> _Arc:
    """The arc of a number of which nothing is known but that it is not negative."""
    start, end = _ends(place)
    return _Arc(start=start, end=end, up=smallest, down=min(count, smallest))


def _width(arcs: Mapping[Place, _Arc], place: Place, enough: int) -> int:
    """How wide the range of a number is, as far as ``enough``."""
    arc = arcs[place]
    others = {other: held for other, held in arcs.items() if other != place}
    up = _flow(others, arc.end, arc.start, min(arc.up, enough))
    return up + _flow(others, arc.start, arc.end, min(arc.down, enough - up))


def _flow(arcs: Mapping[Place, _Arc], source: Node, sink: Node, wanted: int) -> int:
    """How much more can go from one node to another, as far as ``wanted``."""
    room: dict[tuple[Node, Node], int] = {}
    for arc in arcs.values():
        room[arc.start, arc.end] = room.get((arc.start, arc.end), 0) + arc.up
        room[arc.end, arc.start] = room.get((arc.end, arc.start), 0) + arc.down
    found = 0
    while found < wanted:
        path = _path(room, source, sink)
        if not path:
            break
        step = min(wanted - found, *(room[leg] for leg in path))
        for start, end in path:
            room[start, end] -= step
            room[end, start] += step
        found += step
    return found


def _path(
    room: Mapping[tuple[Node, Node], int], source: Node, sink: Node
) -> list[tuple[Node, Node]]:
    """A shortest way along which there is room; empty where there is none."""
    before: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting and sink not in before:
        here = waiting.popleft()
        for there in _reached(room, here):
            if there not in before:
                before[there] = here
                waiting.append(there)
    if sink not in before:
        return []
    legs = []
    here = sink
    while here != source:
        legs.append((before[here], here))
        here = before[here]
    return legs[::-1]


def _reached(room: Mapping[tuple[Node, Node], int], here: Node) -> Iterator[Node]:
    return (end for (start, end), left in room.items() if start == here and left > 0)


def _ends(place: Place) -> tuple[Node, Node]:
    """The two nodes of a number: from source over row and column to sink, and back."""
    row, column = place
    if row is None:
        return (SINK, SOURCE) if column is None else (("column", column), SINK)
    return (SOURCE, ("row", row)) if column is None else (("row", row), ("column", column))
