"""A procedure: two half tables, each moved by its own author, each reading the other as seen.

No transition is written in code: a file of ``exchange`` holds its table as text, which ``table``
reads. Every function here is told both halves and asks nobody whose side it runs on.
Form of the tables: ``docs/spec/procedures.md``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from wasl.core.terms import EntryRule, OfficerRole, Standing, Urgency

NONE = "none"
"""The state of a half before its first move."""

NODE = frozenset({OfficerRole.NODE})


class Side(StrEnum):
    """Whose half: the originator of the case opened it, the recipient answers."""

    ORIGINATOR = "O"
    RECIPIENT = "R"

    @property
    def opposite(self) -> "Side":
        """The other half's side."""
        return Side.RECIPIENT if self is Side.ORIGINATOR else Side.ORIGINATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a move leads, and which states of the other half, as seen, it needs (None: any)."""

    next_state: str
    needed: frozenset[str] | None


Half = Mapping[tuple[str, str], Step]
"""The steps of one half by (own state, move)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """In these joint states (O, R) the side owes the move: the case is not at rest."""

    side: Side
    states: frozenset[tuple[str, str]]
    move: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The standing an item has while the case that cites it is in these states (None: any).

    ``at`` is the side of the case at which it has it (None: both).
    """

    standing: Standing
    o: frozenset[str] | None = None
    r: frozenset[str] | None = None
    at: Side | None = None


class Part(StrEnum):
    """What an entry may carry besides its frame; the value is the name of the entry's field."""

    ABOUT = "about"
    BODY = "body"
    CODE = "code"
    DUE = "due"
    GRADING = "grading"
    LIKELIHOOD = "likelihood"
    OFFER_UNTIL = "offer_until"
    OUTCOMES = "outcomes"
    RETAIN_UNTIL = "retain_until"
    STATEMENT = "statement"
    URGENCY = "urgency"


class Need(StrEnum):
    """Whether a move must, may or must not carry a part."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    REFUSED = "refused"


class Whose(StrEnum):
    """In whose log, from the author's place, a cited entry lies."""

    OWN = "own"
    THEIRS = "theirs"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cites:
    """What may be cited: whose entries, of which kinds, moves and states (empty: any)."""

    whose: Whose = Whose.EITHER
    kinds: frozenset[str] = frozenset()
    moves: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    items: bool = False
    """Whether each cited entry must have a body."""
    in_term: bool = False
    """Whether the citing entry must be written before the review date of each, as seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One cited entry: the side is seen from the author, the state is its author's half.

    ``until`` is its review date as seen, asked for where a move is written within it only.
    """

    whose: Whose
    kind: str
    move: str
    state: str = NONE
    item: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """Who drafts and who releases: one line of the table of roles.

    ``also`` are officers whose word the desk needs first and the entry does not show; ``flash``
    lets the duty officer release alone; ``solo`` is an act of a single officer.
    """

    drafts: frozenset[OfficerRole]
    releases: frozenset[OfficerRole]
    also: frozenset[OfficerRole] = frozenset()
    flash: bool = False
    solo: bool = False


Fits = Callable[[str | None, Any], bool]
"""Whether a body, of the model of its move, is one for the code of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRule:
    """Everything one move asks of its entry, apart from where it stands in the table.

    ``codes`` are the values its ``code`` or ``outcomes`` may take; ``node_codes`` those the node
    may write without an officer (empty: any); ``roots`` says that m root holders' lines stand
    under its statement; ``lowers`` are the codes under which its marking takes the place of a
    stricter one of what it cites. ``heard`` are officers whose word the desk needs first for one
    code, beside those of ``signers``; ``flash_on`` the codes of the entries cited for which FLASH
    is open (empty: any); ``fits`` whether a body is one for the code of its entry; ``stated`` that
    its statement names the body by its hash.
    """

    signers: Signers
    body: type[BaseModel] | None = None
    required: frozenset[Part] = frozenset()
    optional: frozenset[Part] = frozenset()
    cites: Cites = Cites()
    codes: frozenset[str] = frozenset()
    node_codes: frozenset[str] = frozenset()
    roots: bool = False
    lowers: frozenset[str] = frozenset()
    heard: Mapping[str, frozenset[OfficerRole]] = field(default_factory=dict)
    flash_on: frozenset[str] = frozenset()
    fits: Fits | None = None
    stated: bool = False

    def also(self, code: str | None) -> frozenset[OfficerRole]:
        """Whose word the desk needs besides drafter and releaser, for an entry of this code."""
        return self.signers.also | self.heard.get(code or "", frozenset())

    def need(self, part: Part) -> Need:
        """Whether the move must, may or must not carry the part."""
        if part in self.required:
            return Need.REQUIRED
        return Need.OPTIONAL if part in self.optional else Need.REFUSED

    @property
    def human(self) -> bool:
        """Whether an officer must write it: no automatic attestation."""
        return OfficerRole.NODE not in self.signers.drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One valid entry of a case in one log, with what guards read of it.

    ``index`` is its place in its author's log, ``seen`` how many entries of the counterpart's
    log its author held.
    """

    index: int
    seen: int
    move: str
    about: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    statement: str | None = None
    code: str | None = None
    urgency: Urgency | None = None
    written: datetime | None = None
    due: datetime | None = None
    offer_until: datetime | None = None
    retain_until: datetime | None = None
    body: bool = False


Guard = Callable[[Move, Sequence[Move], Sequence[Move]], EntryRule | None]
"""A rule of one move over (the move, own moves, the other's as seen); None when it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A kind of case: its two halves, where they rest, and what each move asks.

    ``survivor`` kinds pass after suspension, end or withdrawal; ``oversight`` kinds are opened by
    an overseer alone; entries of a ``marked`` kind name dossier, purpose, handling and audience;
    ``at_most`` bounds how often a move is made;
    ``renewals`` are the moves by which an author moves the review date of what opened the case.
    """

    name: str
    o: Half
    r: Half
    o_rest: frozenset[str]
    r_rest: frozenset[str]
    owed: tuple[Owed, ...] = ()
    moves: Mapping[str, MoveRule] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    guards: Mapping[str, Guard] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    survivor: bool = False
    oversight: bool = False
    marked: bool = True
    renewals: frozenset[str] = frozenset()

    def half(self, side: Side) -> Half:
        """The half table of one side."""
        return self.o if side is Side.ORIGINATOR else self.r

    def rest(self, side: Side) -> frozenset[str]:
        """The states in which, by its own table, the side owes nothing."""
        return self.o_rest if side is Side.ORIGINATOR else self.r_rest


# ------------------------------------------------------------------ the halves, as they move


def next_state(half: Half, state: str, move: str, other_state: str) -> str | None:
    """The state the move leads to, or None where the table does not allow it.

    ``other_state`` is the other half as the author had seen it, never as it now is.
    """
    step = half.get((state, move))
    if step is None or (step.needed is not None and other_state not in step.needed):
        return None
    return step.next_state


def fold(half: Half, moves: Iterable[str]) -> str:
    """The state of a half after its valid moves, in order; an unknown step is our bug."""
    state = NONE
    for move in moves:
        step = half.get((state, move))
        if step is None:
            raise ValueError(f"no step {move} from {state}")
        state = step.next_state
    return state


def states(half: Half) -> tuple[str, ...]:
    """Every state of a half in the order of its table, `NONE` first."""
    return tuple(dict.fromkeys([NONE, *(step.next_state for step in half.values())]))
