"""The indicators of oversight over both logs of a link, counted where the logs lie."""

from datetime import date
from typing import Any

from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.overseen import Logged, OverseenLog, overseen
from wasl.core.policy.oversight import counted, tables
from wasl.core.terms import OfficerRole
from wasl.node.accounts import officer_of
from wasl.node.audit import house_line
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.office.extracting import turn_entries
from wasl.node.ports import Look, Turn
from wasl.node.receipts import countersigned_at
from wasl.node.rows import LogRow

COUNTED_LIMIT = 20_000  # entries of both logs: beyond, an extract is counted away from the node
COUNTERS = frozenset({OfficerRole.DPO, OfficerRole.OVERSEER})

Told = dict[str, Any]


def figures(
    node: Node, turn: Turn, *, officer: str, partner: str, of: str, days: list[str]
) -> Told:
    """Every table of one of the two services of a link, as plain counts; and that it was asked.

    ``days`` are the first and the last that count, each empty for no bound. Refuses
    ``role-lacking``, ``no-such-partner``, ``bad-date`` and ``too-large``.
    """
    reader = officer_of(turn, officer)
    if not COUNTERS & set(reader.roles):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(COUNTERS))})
    link = node.link_with(turn, partner)
    if of not in {node.identity.node, partner}:
        raise RefusedError("no-such-partner", {"partner": of[:64]})
    own, theirs = node.own_log(turn, link.own), node.their_log(turn, link.theirs)
    if own.size + theirs.size > COUNTED_LIMIT:
        raise RefusedError("too-large", {"limit": COUNTED_LIMIT})
    now = node.clock.now()
    since, until = _period(days)
    seen = overseen(_log(turn, own), _log(turn, theirs))
    grids = tables(counted(seen, now), of=of, since=since, until=until)
    house_line(node, turn, reader, {"act": "figures", "of": of, "partner": partner})
    return {
        "as_of": stamp(now)[:10],
        "of": of,
        "tables": {
            name.value: [[row, column, n] for (row, column), n in sorted(grid.counts.items())]
            for name, grid in grids.items()
        },
    }


def _log(look: Look, log: LogRow) -> OverseenLog:
    heads = look.checkpoints(log.link, 0, log.size + 1)
    received = ((row.size, countersigned_at(row.note)) for row in heads)
    return OverseenLog(
        author=log.author,
        entries=tuple(
            Logged(entry=read_entry(row.entry), leaf=row.leaf.hex())
            for row in turn_entries(look, log, (0, log.size))
        ),
        receipts=tuple((size, at) for size, at in received if at is not None),
    )


def _period(days: list[str]) -> tuple[date | None, date | None]:
    """Both days as they are typed; refuses ``bad-date``."""
    try:
        since, until = (date.fromisoformat(day) if day else None for day in days)
    except ValueError as error:
        raise RefusedError("bad-date", {"day": ", ".join(days)[:32]}) from error
    return since, until
