"""Two logs of invented services, written move by move, as an overseer is shown them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from wasl.core.case import PROCEDURES
from wasl.core.entry import Entry
from wasl.core.exchange import challenge, check, consent, extract_case
from wasl.core.exchange.finding import Indicator
from wasl.core.policy.overseen import Logged, Overseen, OverseenLog, overseen
from wasl.core.policy.oversight import Counts, counted, tables

ALGIERS, TRIPOLI = "liaison.dz.example", "liaison.ly.example"
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
KINDS = {
    **PROCEDURES,
    **{kind.PROCEDURE.name: kind.PROCEDURE for kind in (challenge, check, consent, extract_case)},
}


class Logs:
    """Both logs; an entry sees all there is of the other log unless it says otherwise."""

    def __init__(self) -> None:
        self.logs: dict[str, list[Logged]] = {ALGIERS: [], TRIPOLI: []}
        self.receipts: dict[str, list[tuple[int, datetime]]] = {ALGIERS: [], TRIPOLI: []}

    def write(
        self, author: str, kind: str, move: str, hours: float, case: str = "A", **fields: Any
    ) -> str:
        """One entry, so many hours after the start; its leaf."""
        other = TRIPOLI if author == ALGIERS else ALGIERS
        index = len(self.logs[author])
        seen = fields.pop("seen", len(self.logs[other]))
        flash = fields.pop("flash", None)
        by = {"drafted": {"role": "duty"}, "released": {"role": "duty"}}
        written: dict[str, Any] = {
            "arrangement": {"id": "ab" * 16, "sha256": "0" * 64, "version": 0},
            "by": {**by, "flash": True} if flash else by,
            "clock": {"source": "ntp", "unsure_s": 1},
            "index": index,
            "kind": kind,
            "link": ("aa" if author == ALGIERS else "bb") * 16,
            "move": move,
            "seen": {"root": "0" * 64, "size": seen},
            "v": 1,
            "written": told(hours),
            **fields,
        }
        if kind != "fact":
            written["case"] = (case * 14)[:14]
        leaf = sha256(f"{author} {index}".encode()).hexdigest()
        entry = Entry.model_validate(written, strict=False)
        self.logs[author].append(Logged(entry=entry, leaf=leaf))
        return leaf

    def received(self, author: str, hours: float) -> None:
        """The counterpart signs for all that the author has written."""
        size = len(self.logs[author])
        self.receipts[author].append((size, START + timedelta(hours=hours)))

    def log(self, author: str) -> OverseenLog:
        return OverseenLog(
            author=author,
            entries=tuple(self.logs[author]),
            receipts=tuple(self.receipts[author]),
        )

    def seen(self) -> Overseen:
        return overseen(self.log(ALGIERS), self.log(TRIPOLI), KINDS)

    def counts(self, of: str, hours: float, **period: Any) -> dict[tuple[str, str], int]:
        """What is not zero, by indicator and row, so many hours after the start."""
        found = counted(self.seen(), START + timedelta(hours=hours))
        return nonzero(tables(found, of=of, **period).values())


def nonzero(grids: Iterable[Any]) -> dict[tuple[str, str], int]:
    return {
        (Indicator(column), row): count
        for grid in grids
        for (row, column), count in grid.counts.items()
        if count
    }


def told(hours: float) -> str:
    """An instant, so many hours after the start, as an entry says it."""
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


__all__ = ["ALGIERS", "KINDS", "START", "TRIPOLI", "Counts", "Logs", "told"]
