"""Guards of moves that name a day to come, and of those that wait for it.

Dates are the claimed ones: a move is compared with its own hour and with days its author wrote.
"""

from collections.abc import Sequence

from wasl.core.procedure import Move
from wasl.core.terms import EntryRule


def due_lies_ahead(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The day a move names lies after the hour it was written, else ``bad-date``."""
    if move.written is None or move.due is None or move.due <= move.written:
        return EntryRule.BAD_DATE
    return None


def not_before_due(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The move waits for the day its author named last, else ``bad-date``."""
    due = next((past.due for past in reversed(own) if past.due is not None), None)
    if move.written is None or due is None or move.written < due:
        return EntryRule.BAD_DATE
    return None
