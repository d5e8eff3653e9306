"""Crossing moves converge: every procedure, searched exhaustively over every interleaving.

One case, honest parties: at each step either writes a move its half allows with what it has
seen, or one entry is delivered, in order. The law of docs/spec/procedures.md: an entry valid
where it was written is valid where it arrives. Deeper with ``--hypothesis-profile=search``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.core.case import PROCEDURES, allowed, at_rest, joint, possible_moves
from wasl.core.exchange import cosign
from wasl.core.exchange.guards import VERSIONS
from wasl.core.procedure import NONE, Half, Move, Procedure, Side, Step, next_state, states

DEPTH = 8 if settings.get_current_profile_name() == "search" else 6
DEEPER = {"challenge": 7, "check": 7, "lesson": 8, "task": 7}
"""The kinds whose longest straight life is six entries or seven: one more completes the search."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry of the search: its move, what its author had seen, its half before and after."""

    move: str
    seen: int
    before: str
    after: str


Log = tuple[Written, ...]
Configuration = tuple[Log, Log, int, int]
"""O's log, R's log, how much of O's log R holds, how much of R's log O holds."""

Judge = Callable[[Half, Written, Log], bool]


def state(log: Log) -> str:
    """The half after a log."""
    return log[-1].after if log else NONE


def as_seen(half: Half, entry: Written, other: Log) -> bool:
    """Whether an arriving entry is valid with what its author had seen."""
    seen = state(other[: entry.seen])
    return next_state(half, entry.before, entry.move, seen) is not None


def as_received(half: Half, entry: Written, other: Log) -> bool:
    """The control, a fault on purpose: judged with the other half as it now is."""
    return next_state(half, entry.before, entry.move, state(other)) is not None


@dataclass(slots=True)
class Found:
    """What a search came by."""

    configurations: int = 0
    refused: int = 0
    moves: set[tuple[Side, str]] = field(default_factory=set)
    joint: dict[tuple[str, str], int] = field(default_factory=dict)
    sights: set[tuple[Side, str, str]] = field(default_factory=set)


def writings(half: Half, own: Log, seen: int, other: Log) -> Iterator[Written]:
    """Every entry the author may write next, having seen so much of the other log."""
    before, other_state = state(own), state(other[:seen])
    for from_state, move in half:
        if from_state == before:
            after = next_state(half, before, move, other_state)
            if after is not None:
                yield Written(move, seen, before, after)


def followers(procedure: Procedure, reached: Configuration, depth: int) -> Iterator[Configuration]:
    """Every configuration one writing or one delivery away."""
    o_log, r_log, at_r, at_o = reached
    if at_r < len(o_log):
        yield o_log, r_log, at_r + 1, at_o
    if at_o < len(r_log):
        yield o_log, r_log, at_r, at_o + 1
    if len(o_log) + len(r_log) < depth:
        for entry in writings(procedure.o, o_log, at_o, r_log):
            yield (*o_log, entry), r_log, at_r, at_o
        for entry in writings(procedure.r, r_log, at_r, o_log):
            yield o_log, (*r_log, entry), at_r, at_o


def arrivals(
    procedure: Procedure, before: Configuration, after: Configuration
) -> Iterable[tuple[Half, Written, Log]]:
    """What one delivery brought: its author's half, the entry, the log of who receives it."""
    if after[2] > before[2]:
        return [(procedure.o, before[0][before[2]], before[1])]
    if after[3] > before[3]:
        return [(procedure.r, before[1][before[3]], before[0])]
    return []


def search(procedure: Procedure, depth: int, judge: Judge) -> Found:
    """Everything honest parties can come to within ``depth`` entries."""
    found = Found()
    start: Configuration = ((), (), 0, 0)
    known = {start}
    waiting = [start]
    while waiting:
        reached = waiting.pop()
        note(found, reached)
        for following in followers(procedure, reached, depth):
            for arrival in arrivals(procedure, reached, following):
                found.refused += not judge(*arrival)
            if following not in known:
                known.add(following)
                waiting.append(following)
    found.configurations = len(known)
    return found


def note(found: Found, reached: Configuration) -> None:
    """Keep what a configuration shows: moves, joint state, and what each half had in sight."""
    o_log, r_log, at_r, at_o = reached
    pair = state(o_log), state(r_log)
    size = len(o_log) + len(r_log)
    found.joint[pair] = min(size, found.joint.get(pair, size))
    found.sights.add((Side.ORIGINATOR, pair[0], state(r_log[:at_o])))
    found.sights.add((Side.RECIPIENT, pair[1], state(o_log[:at_r])))
    if o_log:
        found.moves.add((Side.ORIGINATOR, o_log[-1].move))
    if r_log:
        found.moves.add((Side.RECIPIENT, r_log[-1].move))


def depth_of(name: str) -> int:
    """How many entries the search of a procedure writes."""
    return max(DEPTH, DEEPER.get(name, DEPTH))


@cache
def searched(name: str) -> Found:
    """The search of one procedure, made once for all assertions."""
    return search(PROCEDURES[name], depth_of(name), as_seen)


def closure(start: str, steps: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything reached from ``start``."""
    known, waiting = {start}, [start]
    while waiting:
        for following in steps(waiting.pop()):
            if following not in known:
                known.add(following)
                waiting.append(following)
    return known


every_procedure = pytest.mark.parametrize("name", PROCEDURES)


@every_procedure
def test_what_was_valid_where_written_is_never_refused_on_arrival(name: str) -> None:
    assert searched(name).refused == 0


@every_procedure
def test_every_state_is_reached_and_every_move_used(name: str) -> None:
    procedure, found = PROCEDURES[name], searched(name)
    assert found.moves == {(side, move) for side in Side for _, move in procedure.half(side)}
    assert {o for o, _ in found.joint} == set(states(procedure.o))
    assert {r for _, r in found.joint} == set(states(procedure.r))


def rests_of(procedure: Procedure, pair: tuple[str, str]) -> bool:
    """Whether a case in the joint state can still come to rest once all is delivered."""

    def steps(said: str) -> Iterator[str]:
        o, r = said.split("/")
        for (before, _), step in procedure.o.items():
            if before == o and (step.needed is None or r in step.needed):
                yield f"{step.next_state}/{r}"
        for (before, _), step in procedure.r.items():
            if before == r and (step.needed is None or o in step.needed):
                yield f"{o}/{step.next_state}"

    ends = (said.split("/") for said in closure("/".join(pair), steps))
    return any(at_rest(procedure, o, r) for o, r in ends)


@every_procedure
def test_from_every_joint_state_the_case_can_come_to_rest(name: str) -> None:
    stuck = [
        pair
        for pair in searched(name).joint
        if pair[0] != NONE and not rests_of(PROCEDURES[name], pair)
    ]
    assert stuck == []


@every_procedure
def test_no_half_is_held_hostage_by_a_silent_counterpart(name: str) -> None:
    procedure = PROCEDURES[name]

    def rests_alone(side: Side, own: str, other: str) -> bool:
        half = procedure.half(side)

        def steps(before: str) -> Iterator[str]:
            for state_before, move in half:
                after = next_state(half, state_before, move, other)
                if state_before == before and after is not None:
                    yield after

        return bool(closure(own, steps) & (procedure.rest(side) | {NONE}))

    assert [sight for sight in searched(name).sights if not rests_alone(*sight)] == []


@every_procedure
def test_what_is_owed_can_be_reached_and_done(name: str) -> None:
    procedure, found = PROCEDURES[name], searched(name)
    for owed in procedure.owed:
        for o, r in owed.states:
            own, other = (o, r) if owed.side is Side.ORIGINATOR else (r, o)
            assert (o, r) in found.joint
            assert next_state(procedure.half(owed.side), own, owed.move, other) is not None


@every_procedure
def test_the_last_depth_brings_no_new_joint_state(name: str) -> None:
    assert max(searched(name).joint.values()) < depth_of(name)


def test_judged_by_what_has_since_arrived_the_same_search_refuses() -> None:
    refused = {
        name: search(procedure, 4, as_received).refused for name, procedure in PROCEDURES.items()
    }
    assert refused["request"] > 0
    assert refused["arrangement"] > 0


# ---------------------------------------------------------------------- recognition as a gate


def gate() -> Procedure:
    """Both parties' recognitions of each other, and business between those who are."""
    recognition = PROCEDURES["recognition"]
    business = Step(next_state="recognised", needed=frozenset({"recognised"}))
    half = {**recognition.o, ("recognised", "write"): business}
    rest = recognition.o_rest
    return Procedure(name="gate", o=half, r=half, o_rest=rest, r_rest=rest)


def test_recognition_judged_as_seen_voids_nothing_that_was_in_flight() -> None:
    assert search(gate(), DEPTH, as_seen).refused == 0


def test_recognition_judged_by_what_has_arrived_voids_what_was_in_flight() -> None:
    assert search(gate(), 4, as_received).refused > 0


# ------------------------------------------------------------------- co-signature over versions

OFFER = datetime(2026, 12, 1, tzinfo=UTC)
LATER = datetime(2026, 12, 2, tzinfo=UTC)
HOUR = datetime(2026, 12, 3, tzinfo=UTC)

Moves = tuple[Move, ...]


def texts(log: Moves) -> list[str]:
    """The versions a log brought, oldest first."""
    return [move.statement for move in log if move.statement and move.move in VERSIONS]


def acts(procedure: Procedure, own: Moves, other: Moves, seen: int) -> Iterator[Move]:
    """Every move with every text it could name: the next version, or one that is in sight."""
    in_sight = {*texts(own), *texts(other[:seen])}
    for name in procedure.moves:
        if name in VERSIONS:
            named: set[str | None] = {f"version {len(texts(own)) + 1}"}
        else:
            named = {*in_sight} if name in ("sign", "conclude") else {None}
        for statement in named:
            yield Move(
                index=len(own),
                seen=seen,
                move=name,
                statement=statement,
                written=LATER,
                due=HOUR,
                offer_until=OFFER,
            )


def versions(procedure: Procedure, depth: int) -> Iterator[tuple[Moves, Moves]]:
    """Every pair of logs honest parties can come to over one text and its redrafts."""
    start: tuple[Moves, Moves, int, int] = ((), (), 0, 0)
    known, waiting = {start}, [start]
    while waiting:
        o_log, r_log, at_r, at_o = waiting.pop()
        yield o_log, r_log
        after = {(o_log, r_log, min(at_r + 1, len(o_log)), at_o)}
        after.add((o_log, r_log, at_r, min(at_o + 1, len(r_log))))
        if len(o_log) + len(r_log) < depth:
            for move in acts(procedure, o_log, r_log, at_o):
                if not allowed(procedure, move, own=o_log, other_as_seen=r_log):
                    after.add(((*o_log, move), r_log, at_r, at_o))
            for move in acts(procedure, r_log, o_log, at_r) if at_r else ():
                if not allowed(procedure, move, own=r_log, other_as_seen=o_log):
                    after.add((o_log, (*r_log, move), at_r, at_o))
        waiting.extend(after - known)
        known |= after


def named_by(log: Moves, name: str) -> str | None:
    """The text the last move of a name was of."""
    return [move.statement for move in log if move.move == name][-1]


def held_apart(procedure: Procedure, depth: int) -> list[tuple[Moves, Moves]]:
    """The ends in which O is held to one text and R to another."""
    return [
        (o_log, r_log)
        for o_log, r_log in versions(procedure, depth)
        if joint(procedure, o_log, r_log) == ("concluded", "signed")
        and named_by(o_log, "conclude") != named_by(r_log, "sign")
    ]


TEXTS = pytest.mark.parametrize("name", ["arrangement", "plan", "minutes", "communique"])


def test_two_parties_are_never_held_to_two_texts() -> None:
    assert held_apart(cosign.PROCEDURE, DEPTH) == []


@TEXTS
def test_nor_by_the_moves_a_kind_of_text_adds(name: str) -> None:
    assert held_apart(PROCEDURES[name], 6) == []


@TEXTS
def test_without_the_rule_on_versions_two_texts_would_be_in_force(name: str) -> None:
    assert held_apart(replace(PROCEDURES[name], guards={}), 5) != []


# ------------------------------------------------------------------------- faulty software

Act = tuple[int, int, bool, int]
"""Who writes, how many entries reach it first, whether it heeds the table, which move."""


def written(procedure: Procedure, script: list[Act]) -> tuple[Moves, Moves]:
    """Two logs full of moves of which many are not allowed; what was seen is true."""
    logs: tuple[Moves, Moves] = ((), ())
    seen = [0, 0]
    for author, delivered, heeds, pick in script:
        other = 1 - author
        seen[author] = min(seen[author] + delivered, len(logs[other]))
        valid = judged(procedure, logs, author)
        open_moves = possible_moves(procedure, valid[author], as_seen_by(valid, seen, author))
        names = open_moves if heeds and open_moves else tuple(procedure.moves)
        move = Move(index=len(logs[author]), seen=seen[author], move=names[pick % len(names)])
        own = (*logs[author], move)
        logs = (own, logs[1]) if author == 0 else (logs[0], own)
    return logs


def as_seen_by(valid: tuple[Moves, Moves], seen: list[int], author: int) -> Moves:
    """The counterpart's valid moves the author has seen."""
    return tuple(move for move in valid[1 - author] if move.index < seen[author])


def judged(
    procedure: Procedure, logs: tuple[Moves, Moves], first: int, *, blind: bool = False
) -> tuple[Moves, Moves]:
    """The valid moves of both logs, the log ``first`` read as far ahead as it can be.

    ``blind`` is the control, a fault on purpose: what an author had seen is overlooked.
    """
    valid: tuple[Moves, Moves] = ((), ())
    done = [0, 0]
    while done[0] < len(logs[0]) or done[1] < len(logs[1]):
        turn = next(
            side
            for side in (first, 1 - first)
            if done[side] < len(logs[side]) and logs[side][done[side]].seen <= done[1 - side]
        )
        move = logs[turn][done[turn]]
        sight = replace(move, seen=len(logs[1 - turn])) if blind else move
        if not allowed(procedure, sight, own=valid[turn], other_as_seen=valid[1 - turn]):
            own = (*valid[turn], move)
            valid = (own, valid[1]) if turn == 0 else (valid[0], own)
        done[turn] += 1
    return valid


@given(
    st.sampled_from(["report", "request", "note", "feedback", "recognition"]),
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.booleans(), st.integers(0, 15)),
        max_size=12,
    ),
)
def test_whatever_faulty_software_writes_both_ends_fold_it_alike(
    name: str, script: list[Act]
) -> None:
    procedure = PROCEDURES[name]
    logs = written(procedure, script)
    assert judged(procedure, logs, 0) == judged(procedure, logs, 1)


def test_an_end_that_overlooks_what_was_seen_folds_crossing_moves_otherwise() -> None:
    request = PROCEDURES["request"]
    asked = (Move(index=0, seen=0, move="ask"), Move(index=1, seen=0, move="cancel"))
    answered = (Move(index=0, seen=1, move="admit"), Move(index=1, seen=1, move="reply_full"))
    logs = (asked, answered)
    assert judged(request, logs, 0) == judged(request, logs, 1) == logs
    assert judged(request, logs, 0, blind=True) != judged(request, logs, 1, blind=True)
