"""Two extracts of one log beside each other, line by line and without content.

``verify_extract`` names the first fault and stops an accusation short; an overseer asks for all:
which entries are missing from which file, and which lines are not the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.seal.extract_lines import Extract


class Unlike(StrEnum):
    """Which kind of line two files have that is not the same."""

    ENTRY = "entry"
    CHECKPOINT = "checkpoint"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikeLine:
    """A line that differs: the index of its entry (of a checkpoint its size), its two places."""

    what: Unlike
    index: int
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What two extracts of one log tell of each other, over the stretch that both speak of.

    ``missing`` are the first and last index of each run that the one, or the other, does not
    show; ``held`` how many entries each maker says it holds. A body that one still holds and the
    other destroyed is no difference of the log: ``bodies`` names them.
    """

    start: int
    stop: int
    missing: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    unlike: tuple[UnlikeLine, ...]
    bodies: tuple[int, ...]
    held: tuple[int, int]

    @property
    def complete(self) -> bool:
        """Whether both show every entry of the stretch, and the same."""
        return not (self.missing[0] or self.missing[1] or self.unlike)

    def as_json(self) -> Json:
        """As plain values."""
        return {
            "bodies": list(self.bodies),
            "complete": self.complete,
            "differing": [
                {"index": one.index, "lines": list(one.lines), "what": one.what.value}
                for one in self.unlike
            ],
            "from": self.start,
            "held": list(self.held),
            "missing": [[list(run) for run in runs] for runs in self.missing],
            "to": self.stop,
        }


def beside(one: Extract, other: Extract) -> Beside:
    """The comparison of two extracts of one log; refuses ``wrong-link`` for two logs.

    What lies beyond the smaller end is compared by nobody: the later file is simply longer.
    """
    first, second = one.header, other.header
    if (first.link, first.author) != (second.link, second.author):
        raise RefusedError("wrong-link", {"why": "two logs"})
    start, stop = max(first.start, second.start), min(first.stop, second.stop)
    return Beside(
        start=start,
        stop=max(start, stop),
        missing=(_missing(one, start, stop), _missing(other, start, stop)),
        unlike=tuple(sorted(_unlike(one, other), key=lambda line: (line.index, line.what))),
        bodies=tuple(_bodies(one, other)),
        held=(first.held, second.held),
    )


def _missing(extract: Extract, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    """The runs of indexes of a stretch that a file does not show."""
    shown = {each.index for each in extract.entries}
    runs: list[tuple[int, int]] = []
    for index in range(start, stop):
        if index in shown:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return tuple(runs)


def _unlike(one: Extract, other: Extract) -> Iterator[UnlikeLine]:
    pairs: Sequence[tuple[Unlike, dict[int, tuple[int, bytes]], dict[int, tuple[int, bytes]]]] = (
        (
            Unlike.ENTRY,
            {each.index: (each.line, each.leaf) for each in one.entries},
            {each.index: (each.line, each.leaf) for each in other.entries},
        ),
        (
            Unlike.CHECKPOINT,
            {head.checkpoint.size: (head.line, head.checkpoint.root) for head in one.heads},
            {head.checkpoint.size: (head.line, head.checkpoint.root) for head in other.heads},
        ),
        (
            Unlike.ERASURE,
            {gone.index: (gone.line, _ground(gone.fact.code)) for gone in one.erasures},
            {gone.index: (gone.line, _ground(gone.fact.code)) for gone in other.erasures},
        ),
    )
    for what, here, there in pairs:
        for index in sorted(here.keys() & there.keys()):
            if here[index][1] != there[index][1]:
                lines = (here[index][0], there[index][0])
                yield UnlikeLine(what=what, index=index, lines=lines)


def _ground(code: str | None) -> bytes:
    """Two services each write a fact of their own; its ground is what they must agree on."""
    return (code or "").encode()


def _bodies(one: Extract, other: Extract) -> Iterator[int]:
    states = {each.index: each.body for each in other.entries}
    for each in one.entries:
        if states.get(each.index, each.body) is not each.body:
            yield each.index
