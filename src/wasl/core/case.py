"""A case: what both logs hold under one reference, read as two halves of one procedure.

A move is judged with what its author had seen, never with what has arrived since, so the answer
is the same at both ends in every order of arrival (docs/spec/procedures.md, The law).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wasl.core.exchange import (
    alert,
    arrangement_case,
    certificate,
    challenge,
    communique,
    consent,
    course,
    exercise,
    extract_case,
    fact,
    feedback,
    finding,
    hit,
    key,
    lesson,
    level,
    meeting,
    method,
    minutes,
    namesake,
    nomination,
    note,
    notice,
    plan,
    proposal,
    question,
    recall,
    recognition,
    report,
    request,
    revise,
    session,
    task,
    warning,
)
from wasl.core.exchange import check as private_check
from wasl.core.procedure import (
    NODE,
    NONE,
    Cited,
    Move,
    MoveRule,
    Need,
    Part,
    Procedure,
    Side,
    Whose,
    fold,
    next_state,
)
from wasl.core.terms import EntryRule, OfficerRole, Standing

PROCEDURES = {
    procedure.name: procedure
    for procedure in (
        report.PROCEDURE,
        feedback.PROCEDURE,
        note.PROCEDURE,
        request.PROCEDURE,
        alert.PROCEDURE,
        hit.PROCEDURE,
        namesake.PROCEDURE,
        warning.PROCEDURE,
        method.PROCEDURE,
        notice.PROCEDURE,
        private_check.PROCEDURE,
        consent.PROCEDURE,
        revise.PROCEDURE,
        challenge.PROCEDURE,
        recall.PROCEDURE,
        arrangement_case.PROCEDURE,
        plan.PROCEDURE,
        minutes.PROCEDURE,
        communique.PROCEDURE,
        proposal.PROCEDURE,
        task.PROCEDURE,
        level.PROCEDURE,
        course.PROCEDURE,
        session.PROCEDURE,
        nomination.PROCEDURE,
        certificate.PROCEDURE,
        lesson.PROCEDURE,
        meeting.PROCEDURE,
        key.PROCEDURE,
        recognition.PROCEDURE,
        extract_case.PROCEDURE,
        question.PROCEDURE,
        finding.PROCEDURE,
        exercise.PROCEDURE,
    )
}
"""Every kind of case by its name; a further one is a file of its own and a line here."""

FACT = "fact"
FACTS = fact.FACTS
"""The rule of each fact, by its move."""

SURVIVORS = frozenset(name for name, kind in PROCEDURES.items() if kind.survivor) | {FACT}
"""The kinds that pass after suspension, end or withdrawal."""

OVERSIGHT = frozenset(name for name, kind in PROCEDURES.items() if kind.oversight)
"""The kinds an overseer opens, and the only ones it is given."""


# ------------------------------------------------------------------------ where a case stands


def as_seen(other: Sequence[Move], seen: int) -> tuple[Move, ...]:
    """The other log's moves of the case within its first ``seen`` entries."""
    return tuple(move for move in other if move.index < seen)


def opener(own: Sequence[Move], other: Sequence[Move]) -> Side | None:
    """The side whose half ``own`` moves: the originator is who opened without seeing the other.

    None where both opened, neither having seen the other: a conflict, and the case is dead.
    """
    if not own:
        return Side.RECIPIENT if other else Side.ORIGINATOR
    if as_seen(other, own[0].seen):
        return Side.RECIPIENT
    if other and not as_seen(own, other[0].seen):
        return None
    return Side.ORIGINATOR


def half_state(procedure: Procedure, moves: Sequence[Move], side: Side) -> str:
    """The state of one half after its author's valid moves, in the order of the log."""
    return fold(procedure.half(side), (move.move for move in moves))


def joint(
    procedure: Procedure, o_moves: Sequence[Move], r_moves: Sequence[Move]
) -> tuple[str, str]:
    """The states (O, R) of a case: a pure function of the valid moves of both logs."""
    return (
        half_state(procedure, o_moves, Side.ORIGINATOR),
        half_state(procedure, r_moves, Side.RECIPIENT),
    )


def owed_moves(procedure: Procedure, o: str, r: str) -> tuple[tuple[Side, str], ...]:
    """Who owes which move in the joint state, beyond what the stars of its halves say."""
    return tuple((owed.side, owed.move) for owed in procedure.owed if (o, r) in owed.states)


def at_rest(procedure: Procedure, o: str, r: str) -> bool:
    """Whether nobody owes a move; a recipient that never acted rests when the originator does."""
    if owed_moves(procedure, o, r):
        return False
    return o in procedure.o_rest and (r == NONE or r in procedure.r_rest)


# --------------------------------------------------------------------------- may it be written


def allowed(
    procedure: Procedure,
    move: Move,
    *,
    own: Sequence[Move],
    other_as_seen: Sequence[Move],
) -> EntryRule | None:
    """None where the move may stand at its place in its author's log, else the refusal.

    trust.md step 15. ``own`` are the valid moves of the case before this one in the same log,
    ``other_as_seen`` those of the counterpart's; what lies beyond ``move.seen`` is ignored.
    Refuses ``case-conflict`` where both opened the case and the author knew,
    ``move-not-allowed``, and what a guard of the procedure says.
    """
    other = as_seen(other_as_seen, move.seen)
    side = opener(own, other)
    if side is None:
        return EntryRule.CASE_CONFLICT
    following = next_state(
        procedure.half(side),
        half_state(procedure, own, side),
        move.move,
        half_state(procedure, other, side.opposite),
    )
    if following is None or _spent(procedure, move.move, own):
        return EntryRule.MOVE_NOT_ALLOWED
    guard = procedure.guards.get(move.move)
    return guard(move, own, other) if guard else None


def possible_moves(
    procedure: Procedure, own: Sequence[Move], other: Sequence[Move]
) -> tuple[str, ...]:
    """The moves the author of ``own`` may write next, having seen all of ``other``.

    In the order of the table; dates and the texts a move must name are judged by `allowed`.
    """
    side = opener(own, other)
    if side is None:
        return ()
    half, state = procedure.half(side), half_state(procedure, own, side)
    other_state = half_state(procedure, other, side.opposite)
    return tuple(
        move
        for before, move in half
        if before == state
        and next_state(half, state, move, other_state) is not None
        and not _spent(procedure, move, own)
    )


def _spent(procedure: Procedure, move: str, own: Sequence[Move]) -> bool:
    """Whether the move was made as often as the procedure allows."""
    limit = procedure.at_most.get(move)
    return limit is not None and sum(past.move == move for past in own) >= limit


# ------------------------------------------------------------------- what its entry must carry


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What an entry shows of itself: who wrote it, what it carries, whom it speaks of.

    ``one_officer`` says that drafter and releaser are one pseudonym (or both the node),
    ``speaks_of_persons`` that the entry counts at least one.
    """

    drafted: OfficerRole
    released: OfficerRole
    one_officer: bool = False
    flash: bool = False
    parts: frozenset[Part] = frozenset()
    code: str | None = None
    outcomes: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    speaks_of_persons: bool = False


REFUSED_AS = {
    Part.ABOUT: EntryRule.BAD_REFERENCE,
    Part.BODY: EntryRule.MOVE_NOT_ALLOWED,
    Part.CODE: EntryRule.MOVE_NOT_ALLOWED,
    Part.DUE: EntryRule.BAD_DATE,
    Part.GRADING: EntryRule.BAD_GRADING,
    Part.LIKELIHOOD: EntryRule.BAD_HANDLING,
    Part.OFFER_UNTIL: EntryRule.BAD_DATE,
    Part.OUTCOMES: EntryRule.MOVE_NOT_ALLOWED,
    Part.RETAIN_UNTIL: EntryRule.BAD_DATE,
    Part.STATEMENT: EntryRule.MOVE_NOT_ALLOWED,
    Part.URGENCY: EntryRule.MOVE_NOT_ALLOWED,
}
"""The refusal of an entry that lacks a part, or carries one it must not."""


def check(rule: MoveRule, carried: Carried) -> EntryRule | None:
    """None where an entry carries what its move asks, else the first rule it breaks.

    trust.md step 15, after `allowed`: cited entries, officers, codes, then the other parts.
    """
    if not _cites_well(rule, carried):
        return EntryRule.BAD_REFERENCE
    if not _signed_well(rule, carried):
        return EntryRule.BAD_ROLE
    if not set(carried.outcomes).union(filter(None, [carried.code])) <= rule.codes:
        return EntryRule.MOVE_NOT_ALLOWED
    if carried.speaks_of_persons and Part.RETAIN_UNTIL not in carried.parts:
        return EntryRule.BAD_DATE
    if rule.required <= carried.parts <= rule.required | rule.optional:
        return None
    return next((REFUSED_AS[part] for part in Part if _misplaced(rule, carried, part)), None)


def _misplaced(rule: MoveRule, carried: Carried, part: Part) -> bool:
    """Whether a required part is absent or a refused one present."""
    unwanted = Need.REFUSED if part in carried.parts else Need.REQUIRED
    return rule.need(part) is unwanted


def _cites_well(rule: MoveRule, carried: Carried) -> bool:
    """Whether every cited entry is of the log, kind, move, state and form the move asks."""
    cites = rule.cites
    return not _misplaced(rule, carried, Part.ABOUT) and all(
        cites.whose in (Whose.EITHER, cited.whose)
        and (not cites.kinds or cited.kind in cites.kinds)
        and (not cites.moves or cited.move in cites.moves)
        and (not cites.states or cited.state in cites.states)
        and (cited.item or not cites.items)
        for cited in carried.cited
    )


def _signed_well(rule: MoveRule, carried: Carried) -> bool:
    """Whether these two officers, this one, or the node, may write the move."""
    signers = rule.signers
    roles = {carried.drafted, carried.released}
    if roles & NODE:
        said = set(carried.outcomes).union(filter(None, [carried.code]))
        return roles == NODE <= signers.drafts and (not rule.node_codes or said <= rule.node_codes)
    if carried.flash:
        return signers.flash and carried.one_officer and roles == {OfficerRole.DUTY}
    return (
        carried.one_officer == signers.solo
        and carried.drafted in signers.drafts
        and carried.released in signers.releases
    )


# -------------------------------------------------------------------------- how an item stands

FACT_STANDINGS = {"destroy": Standing.DESTROYED, "reject": Standing.BODY_REFUSED}


def case_standing(procedure: Procedure, o: str, r: str, side: Side) -> Standing:
    """What a case in the joint state (O, R) makes of the items it cites, read at one side."""
    return _strongest(
        effect.standing
        for effect in procedure.effects
        if (effect.o is None or o in effect.o)
        and (effect.r is None or r in effect.r)
        and effect.at in {None, side}
    )


def fact_standing(move: str) -> Standing:
    """What a fact of the holder's own log makes of the items it cites."""
    return FACT_STANDINGS.get(move, Standing.LIVE)


def standing(
    cited_by: Iterable[Standing], *, retain_until: datetime | None, now: datetime
) -> Standing:
    """How one holder may use an item: of all that applies, the strongest.

    ``cited_by`` holds what each case and each of the holder's facts that cite the item make of
    it; past its review date an item is expired whether or not anybody wrote it.
    """
    dated = Standing.EXPIRED if retain_until is not None and retain_until < now else Standing.LIVE
    return _strongest([*cited_by, dated])


def _strongest(found: Iterable[Standing]) -> Standing:
    """The first of the found in the order of `Standing`; live where there is none."""
    held = frozenset(found)
    return next((each for each in Standing if each in held), Standing.LIVE)
