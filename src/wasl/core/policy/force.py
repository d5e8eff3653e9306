"""What is in force at a place in two logs: recognition, the arrangement, the key statement.

Everything here is a fold over the governing entries of an author's log before an index and of
the counterpart's log as the author had seen it. Nothing that arrived later, or by another road,
can change an answer (procedures.md §1.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wasl.core.case import PROCEDURES, half_state, opener
from wasl.core.exchange.arrangement_case import IN_FORCE
from wasl.core.procedure import Move, Side

GOVERNING_KINDS = ("arrangement", "key", "recognition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Governing:
    """One entry that stands and changes what is in force."""

    index: int
    seen: int
    kind: str
    move: str
    case: str
    statement: str
    version: int  # of the arrangement text the statement is; 0 for the other kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """What rules an entry at one place: who recognises whom, and by which text."""

    recognises: bool  # the author, in its own log
    recognised: bool  # the author, by the counterpart, as seen
    text: str  # SHA-256 of the arrangement in force, or empty
    version: int
    suspended: bool  # a text was concluded, and either half has suspended it


def force_at(own: Sequence[Governing], other: Sequence[Governing]) -> Force:
    """What is in force for the author of ``own``, having seen ``other``, both governing only."""
    texts = _texts_in_force(own, other)
    running = [(version, text) for version, text, suspended in texts if not suspended]
    version, text = max(running, default=(0, ""))
    return Force(
        recognises=recognition_of(own) == "recognised",
        recognised=recognition_of(other) == "recognised",
        text=text,
        version=version,
        suspended=bool(texts) and not running,
    )


def recognition_of(own: Sequence[Governing]) -> str:
    """The state of the author's own recognition of its counterpart: its newest case rules."""
    latest = ""
    moves: list[Move] = []
    for entry in own:
        if entry.kind == "recognition" and entry.move != "note":
            if entry.case != latest:
                latest, moves = entry.case, []
            moves.append(Move(index=entry.index, seen=entry.seen, move=entry.move))
    return half_state(PROCEDURES["recognition"], moves, Side.ORIGINATOR)


def keys_at(initial: str, own: Sequence[Governing], size: int) -> str:
    """The SHA-256 of the key statement whose author keys sign a checkpoint of this size.

    An ``activate`` or ``succeed`` at index i rules every checkpoint of size > i, the one that
    covers the entry itself included (trust.md §2).
    """
    ruling = initial
    for entry in own:
        if entry.kind == "key" and entry.move in {"activate", "succeed"} and entry.index < size:
            ruling = entry.statement or ruling
    return ruling


def _texts_in_force(
    own: Sequence[Governing], other: Sequence[Governing]
) -> list[tuple[int, str, bool]]:
    """(version, text, suspended) of every arrangement case both sides are bound by."""
    found = []
    for case in dict.fromkeys(e.case for e in (*own, *other) if e.kind == "arrangement"):
        ours = [e for e in own if e.kind == "arrangement" and e.case == case]
        theirs = [e for e in other if e.kind == "arrangement" and e.case == case]
        side = opener(_moves(ours), _moves(theirs))
        if side is None:
            continue
        first, second = (ours, theirs) if side is Side.ORIGINATOR else (theirs, ours)
        halves = (
            half_state(PROCEDURES["arrangement"], _moves(first), Side.ORIGINATOR),
            half_state(PROCEDURES["arrangement"], _moves(second), Side.RECIPIENT),
        )
        concluded = [e for e in first if e.move == "conclude"]
        bound = all(
            state in {rules, "suspended"} for state, rules in zip(halves, IN_FORCE, strict=True)
        )
        if bound and concluded:
            text = concluded[-1]
            found.append((text.version, text.statement, "suspended" in halves))
    return found


def _moves(entries: Sequence[Governing]) -> list[Move]:
    return [Move(index=e.index, seen=e.seen, move=e.move) for e in entries]
