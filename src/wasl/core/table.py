"""The tables of procedures as text, read into half tables and printed back.

Form of the tables: ``docs/spec/procedures.md``.
"""

import re
from collections.abc import Mapping

from wasl.core.procedure import NONE, Half, Owed, Procedure, Side, Step, states

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
