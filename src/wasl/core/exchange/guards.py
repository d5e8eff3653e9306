"""The few rules of a procedure that a table of states cannot say, one function each.

Each reads the move, its author's own moves and the other's as seen; dates are the claimed ones.
The table has allowed the move before; what an entry must carry is asked by its move rule.
"""

from collections.abc import Sequence
from datetime import datetime

from wasl.core.procedure import Move
from wasl.core.terms import EntryRule, Urgency

VERSIONS = frozenset({"freeze", "propose", "redraft"})
"""The moves by which the originator of a text brings a version; only a plan is frozen."""


def sign_names_latest(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A signature names the latest version its author had seen, else ``bad-reference``."""
    latest = _last_statement(other_as_seen, VERSIONS)
    return None if move.statement == latest else EntryRule.BAD_REFERENCE


def conclude_names_signed(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A conclusion names the version signed, which is the latest, else ``bad-reference``."""
    latest = _last_statement(own, VERSIONS)
    signed = _last_statement(other_as_seen, frozenset({"sign"}))
    return None if move.statement == latest == signed else EntryRule.BAD_REFERENCE


def lapse_after_offer(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """A signature cannot be taken back before the day it offered, else ``bad-date``."""
    signed = (past.offer_until for past in reversed(own) if past.move == "sign")
    return written_after(move, next(signed, None))


def names_introduced(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """What comes into force is the statement its case introduced, else ``bad-reference``."""
    return None if move.statement == own[0].statement else EntryRule.BAD_REFERENCE


def raise_is_reasoned(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """Urgency goes down freely and up only with a reason, else ``move-not-allowed``."""
    before = next((past.urgency for past in reversed(own) if past.urgency is not None), None)
    return EntryRule.MOVE_NOT_ALLOWED if _hastens(move, before) and not move.body else None


def covers_order(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """An attestation gives one outcome for each item ordered back, else ``bad-reference``.

    It cites the items in the order of the recall; after them it may cite its author's own facts
    of destruction.
    """
    ordered = next((past.about for past in other_as_seen if past.move == "order"), ())
    if move.about[: len(ordered)] != ordered or len(move.outcomes) != len(ordered):
        return EntryRule.BAD_REFERENCE
    return None


def cites_one(move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]) -> EntryRule | None:
    """One entry is cited and no second, else ``bad-reference``."""
    return None if len(move.about) == 1 else EntryRule.BAD_REFERENCE


def due_lies_ahead(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The day a move names lies after the hour it was written, else ``bad-date``."""
    return written_before(move, move.due)


def not_before_due(
    move: Move, own: Sequence[Move], other_as_seen: Sequence[Move]
) -> EntryRule | None:
    """The move waits for the day its author named last, else ``bad-date``."""
    due = next((past.due for past in reversed(own) if past.due is not None), None)
    return written_since(move, due)


def written_before(move: Move, day: datetime | None) -> EntryRule | None:
    """``bad-date`` unless both are said and the move was written before the day."""
    ahead = move.written is not None and day is not None and move.written < day
    return None if ahead else EntryRule.BAD_DATE


def written_after(move: Move, day: datetime | None) -> EntryRule | None:
    """``bad-date`` unless both are said and the move was written after the day."""
    gone = move.written is not None and day is not None and move.written > day
    return None if gone else EntryRule.BAD_DATE


def written_since(move: Move, day: datetime | None) -> EntryRule | None:
    """``bad-date`` unless both are said and the move was written on the day or after."""
    come = move.written is not None and day is not None and move.written >= day
    return None if come else EntryRule.BAD_DATE


def written_within(move: Move, day: datetime | None) -> EntryRule | None:
    """``bad-date`` unless both are said and the move was written on the day or before."""
    held = move.written is not None and day is not None and move.written <= day
    return None if held else EntryRule.BAD_DATE


def _last_statement(moves: Sequence[Move], named: frozenset[str]) -> str | None:
    """The statement of the latest of the named moves."""
    return next((past.statement for past in reversed(moves) if past.move in named), None)


def _hastens(move: Move, before: Urgency | None) -> bool:
    """Whether the move asks for an answer sooner than before."""
    if move.urgency is None or before is None:
        return False
    return move.urgency.answer_within < before.answer_within
