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
    suspended: bool  # the newest text concluded would rule, had not either half suspended it


def force_at(own: Sequence[Governing], other: Sequence[Governing]) -> Force:
    """What is in force for the author of ``own``, having seen ``other``, both governing only.

    The highest version rules, unless it is suspended; then none does. A text that a higher one has
    followed never rules again, whatever becomes of the higher one.
    """
    texts = _concluded_texts(own, other)
    standing = [
        (text.version, text.sha256, text.halves)
        for text in texts
        if not text.ended and not any(later.follows(text) for later in texts)
    ]
    version, sha256, halves = max(standing, default=(0, "", ("", "")))
    rules = halves == IN_FORCE
    return Force(
        recognises=recognition_of(own) == "recognised",
        recognised=recognition_of(other) == "recognised",
        text=sha256 if rules else "",
        version=version if rules else 0,
        suspended="suspended" in halves,
    )


def recognition_of(own: Sequence[Governing]) -> str:
    """The state of the author's own recognition of its counterpart: its newest case rules."""
    cases: dict[str, list[Governing]] = {}
    for entry in own:
        if entry.kind == "recognition" and entry.move != "note":
            cases.setdefault(entry.case, []).append(entry)
    newest = list(cases.values())[-1] if cases else []
    return half_state(PROCEDURES["recognition"], _moves(newest), Side.ORIGINATOR)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concluded:
    """A text both are bound by, the states of its case (O, R), and where it was concluded."""

    version: int
    sha256: str
    halves: tuple[str, str]
    ours: bool
    index: int
    seen: int

    @property
    def ended(self) -> bool:
        """Whether either half has left it for good."""
        return not {"ended", "superseded"}.isdisjoint(self.halves)

    def follows(self, text: "_Concluded") -> bool:
        """Whether it is a higher version, concluded by one who had seen the other concluded."""
        held = self.index if self.ours is text.ours else self.seen
        return self.version > text.version and text.index < held


def _concluded_texts(own: Sequence[Governing], other: Sequence[Governing]) -> list[_Concluded]:
    """Every text that came into force, as far as the author of ``own`` had seen."""
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
        # A signature that lapsed before it saw the conclusion binds nobody.
        if halves[1] in {"signed", "suspended", "ended"}:
            found += [
                _Concluded(
                    version=e.version,
                    sha256=e.statement,
                    halves=halves,
                    ours=first is ours,
                    index=e.index,
                    seen=e.seen,
                )
                for e in first
                if e.move == "conclude"
            ]
    return found


def _moves(entries: Sequence[Governing]) -> list[Move]:
    return [Move(index=e.index, seen=e.seen, move=e.move) for e in entries]
