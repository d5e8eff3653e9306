"""What the desk on screen hands out as a file: the lines of the command, held in memory."""

from collections.abc import Iterator
from typing import Any

from wasl.core.errors import RefusedError
from wasl.node.node import Node
from wasl.node.office import extracting
from wasl.node.ports import Turn

GIVEN_LIMIT_BYTES = 8 * 2**20

Told = dict[str, Any]


def export_given(node: Node, turn: Turn, *, entry: str, officer: str) -> Told:
    """One entry with its proof, without its body, as ``extracting.export`` writes it.

    Refuses as it does, and ``too-large``.
    """
    lines = extracting.export(
        node, turn, entry=entry, officer=officer, purpose="", with_body=False
    )
    return _given(lines)


def extract_given(node: Node, turn: Turn, *, partner: str, of: str, officer: str) -> Told:
    """A log without its bodies, as ``extracting.extract`` writes it; refuses ``too-large``."""
    return _given(extracting.extract(node, turn, partner=partner, of=of, officer=officer))


def _given(lines: Iterator[str]) -> Told:
    held, size = [], 0
    for line in lines:
        size += len(line.encode())
        if size > GIVEN_LIMIT_BYTES:
            raise RefusedError("too-large", {"limit": GIVEN_LIMIT_BYTES})
        held.append(line)
    return {"lines": len(held), "text": "".join(held)}
