"""What is kept until when: the list of what is due, which changes nothing, and a day's report."""

from datetime import date
from typing import Any

from wasl.core.errors import RefusedError
from wasl.node.clock import stamp
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.retaining import dated, report_of

Told = dict[str, Any]


def retention_due(node: Node, turn: Turn) -> list[Told]:
    """Every item near its review date or past it, and what holds it; nothing is changed."""
    return [one.told() for one in dated(node, turn)]


def retention_report(node: Node, turn: Turn, *, day: str) -> Told:
    """What was due, done and refused on a day (today, if none is named); ``bad-date``."""
    try:
        wanted = date.fromisoformat(day).isoformat() if day else stamp(node.clock.now())[:10]
    except ValueError as error:
        raise RefusedError("bad-date", {"day": day[:16]}) from error
    return report_of(node, turn, wanted)
