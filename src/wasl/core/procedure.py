"""A procedure: two half tables, each moved by its own author, each reading the other as seen.

No transition is written in code: a file of ``exchange`` holds its table as text and `read_table`
reads it. Every function here is told both halves and asks nobody whose side it runs on.
Form of the tables: ``docs/spec/procedures.md``.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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
    """The standing an item has while the case that cites it is in these states (None: any)."""

    standing: Standing
    o: frozenset[str] | None = None
    r: frozenset[str] | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One cited entry: the side is seen from the author, the state is its author's half."""

    whose: Whose
    kind: str
    move: str
    state: str = NONE
    item: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRule:
    """Everything one move asks of its entry, apart from where it stands in the table.

    ``codes`` are the values its ``code`` or ``outcomes`` may take; ``node_codes`` those the node
    may write without an officer (empty: any); ``roots`` says that m root holders' lines stand
    under its statement.
    """

    signers: Signers
    body: type[BaseModel] | None = None
    required: frozenset[Part] = frozenset()
    optional: frozenset[Part] = frozenset()
    cites: Cites = Cites()
    codes: frozenset[str] = frozenset()
    node_codes: frozenset[str] = frozenset()
    roots: bool = False

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
    urgency: Urgency | None = None
    written: datetime | None = None
    offer_until: datetime | None = None
    body: bool = False


Guard = Callable[[Move, Sequence[Move], Sequence[Move]], EntryRule | None]
"""A rule of one move over (the move, own moves, the other's as seen); None when it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A kind of case: its two halves, where they rest, and what each move asks.

    ``survivor`` kinds pass after suspension, end or withdrawal; entries of a ``marked`` kind name
    dossier, purpose, handling and audience; ``at_most`` bounds how often a move is made.
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
    marked: bool = True

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


# ------------------------------------------------------------------ reading and printing tables

_HEAD = re.compile(r"procedure ([a-z_]+)(?: : ([a-z_]+))?")
_GROUP = re.compile(r"([OR]) ([a-z_]+(?: [a-z_]+)*)(?: \[([a-z_ ]+)\])?: (.+)")
_MOVE = re.compile(r"([a-z_]+) > ([a-z_]+)(\*?)")
_OWED = re.compile(r"owed ([OR]) ([a-z_]+/[a-z_]+(?: [a-z_]+/[a-z_]+)*): ([a-z_]+)")
_SAME = "same"


def read_table(text: str, parents: Mapping[str, Procedure] | None = None) -> Procedure:
    """The procedure a ``half`` block describes, its move rules still empty.

    ``procedure x : y`` starts from the lines of y in ``parents``. A line that does not fit, a
    step said twice, a state nobody reaches, or one starred here and bare there is our bug
    (ValueError).
    """
    head, *lines = text.strip().splitlines()
    name, parent_name = _parts(_HEAD, head)
    parent = (parents or {})[parent_name] if parent_name else _NOTHING
    halves = {side: dict(parent.half(side)) for side in Side}
    named = {side: _named(parent, side) for side in Side}
    owed = list(parent.owed)
    for line in lines:
        if line.startswith("owed "):
            owed.append(_read_owed(line))
            continue
        for group in line.split(" | "):
            side, steps, ends = _read_group(group)
            if steps.keys() & halves[side].keys():
                raise ValueError(f"{name}: a step is said twice in {group!r}")
            halves[side] |= steps
            named[side] |= ends
    procedure = Procedure(
        name=name,
        o=halves[Side.ORIGINATOR],
        r=halves[Side.RECIPIENT],
        o_rest=_starred(named[Side.ORIGINATOR]),
        r_rest=_starred(named[Side.RECIPIENT]),
        owed=tuple(owed),
    )
    _check_states(procedure)
    return procedure


_NOTHING = Procedure(name="", o={}, r={}, o_rest=frozenset(), r_rest=frozenset())


def _parts(form: re.Pattern[str], text: str) -> tuple[str, ...]:
    """The groups of a text of this form; those that took no part are empty."""
    found = form.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not of the form of a table: {text!r}")
    return tuple(part or "" for part in found.groups())


def _named(procedure: Procedure, side: Side) -> set[tuple[str, bool]]:
    """Each state a half leads to, with whether it is starred."""
    rest = procedure.rest(side)
    return {(state, state in rest) for state in states(procedure.half(side)) if state != NONE}


def _starred(named: set[tuple[str, bool]]) -> frozenset[str]:
    """The states at rest; one both starred and bare is refused as our bug."""
    rest = frozenset(state for state, star in named if star)
    if rest & {state for state, star in named if not star}:
        raise ValueError("a state is starred in one line and bare in another")
    return rest


def _read_group(group: str) -> tuple[Side, dict[tuple[str, str], Step], set[tuple[str, bool]]]:
    """The side, steps and named ends of one group of a line."""
    side, own, other, moves = _parts(_GROUP, group)
    needed = frozenset(other.split()) or None
    steps: dict[tuple[str, str], Step] = {}
    ends: set[tuple[str, bool]] = set()
    for said in moves.split(";"):
        move, end, star = _parts(_MOVE, said)
        if end != _SAME:
            ends.add((end, bool(star)))
        for state in own.split():
            if (state, move) in steps:
                raise ValueError(f"a step is said twice in {group!r}")
            steps[state, move] = Step(next_state=state if end == _SAME else end, needed=needed)
    return Side(side), steps, ends


def _read_owed(line: str) -> Owed:
    """The move owed in the joint states a line names."""
    side, pairs, move = _parts(_OWED, line)
    joint = (pair.partition("/") for pair in pairs.split())
    return Owed(side=Side(side), states=frozenset((o, r) for o, _, r in joint), move=move)


def _check_states(procedure: Procedure) -> None:
    """Every state a line starts from or needs is reached by some line, else ValueError."""
    reached = {side: frozenset(states(procedure.half(side))) for side in Side}
    for side in Side:
        for (state, move), step in procedure.half(side).items():
            needed = step.needed or frozenset()
            if state not in reached[side] or not needed <= reached[side.opposite]:
                raise ValueError(f"{procedure.name}: {side} {state} {move}: unknown state")
    for owed in procedure.owed:
        for o, r in owed.states:
            if o not in reached[Side.ORIGINATOR] or r not in reached[Side.RECIPIENT]:
                raise ValueError(f"{procedure.name}: owed in {o}/{r}: unknown state")


def print_table(procedure: Procedure) -> str:
    """The table in the form `read_table` reads: one group a line, what was inherited included."""
    lines = [f"procedure {procedure.name}"]
    for side in Side:
        others = states(procedure.half(side.opposite))
        for (own, needed), moves in _groups(procedure.half(side)).items():
            shown = "" if needed is None else f" [{_in_order(needed, others)}]"
            said = "; ".join(
                f"{move} > {_end(step_end, procedure.rest(side))}" for move, step_end in moves
            )
            lines.append(f"{side} {' '.join(own)}{shown}: {said}")
    for owed in procedure.owed:
        pairs = " ".join(f"{o}/{r}" for o, r in sorted(owed.states))
        lines.append(f"owed {owed.side} {pairs}: {owed.move}")
    return "\n".join(lines) + "\n"


_Group = tuple[tuple[str, ...], frozenset[str] | None]


def _groups(half: Half) -> dict[_Group, list[tuple[str, str]]]:
    """(move, end) by the (own states, needed states) they share, in the order of the table."""
    moved: dict[tuple[str, frozenset[str] | None], list[tuple[str, str]]] = {}
    for (state, move), step in half.items():
        moved.setdefault((move, step.needed), []).append((state, step.next_state))
    groups: dict[_Group, list[tuple[str, str]]] = {}
    for (move, needed), pairs in moved.items():
        stays = all(state == end for state, end in pairs)
        for end in dict.fromkeys(_SAME if stays else end for _, end in pairs):
            own = tuple(state for state, into in pairs if stays or into == end)
            groups.setdefault((own, needed), []).append((move, end))
    return groups


def _in_order(some: frozenset[str], order: tuple[str, ...]) -> str:
    """The states in the order of their own table."""
    return " ".join(state for state in order if state in some)


def _end(end: str, rest: frozenset[str]) -> str:
    """The state a move leads to, starred where it is at rest."""
    return f"{end}*" if end in rest else end
