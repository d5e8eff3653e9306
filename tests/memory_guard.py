"""A guard in memory: what it said is durable, unless a schedule loses it."""

from collections.abc import Mapping

from wasl.core.log import EMPTY_ROOT
from wasl.node.rows import Mark

Marks = dict[str, Mark | None]


class MemoryGuard:
    """The ``Guard`` of ``node/ports.py`` without a file."""

    def __init__(self, marks: Mapping[str, Mark | None] | None = None, *, born: bool) -> None:
        self.marks: Marks = dict(marks or {})
        self.born = born

    def mark(self, link: str) -> Mark | None:
        return self.marks.get(link)

    def found(self, link: str) -> None:
        if self.born:
            self.marks.setdefault(link, Mark(size=0, root=EMPTY_ROOT))

    def put(self, marks: Mapping[str, Mark | None]) -> None:
        self.marks.update(marks)

    def lose(self) -> None:
        """The file is not there any more."""
        self.marks, self.born = {}, False
