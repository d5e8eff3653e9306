"""Bodies that the node itself counts by or composes from: nobody is shown them."""

from typing import TypeVar

from wasl.core.errors import RefusedError
from wasl.core.exchange.body import Body, read_body
from wasl.node.ports import Look
from wasl.node.rows import EntryRow
from wasl.seal.body import open_body

Read = TypeVar("Read", bound=Body)


def held_body(look: Look, row: EntryRow, model: type[Read]) -> Read:
    """The body of an entry; refuses ``missing-body`` where it is gone."""
    held = look.body(row.link, row.index)
    if held is None:
        raise RefusedError("missing-body", {"index": row.index, "move": row.move})
    return read_body(model, open_body(held.salt, held.closed))
