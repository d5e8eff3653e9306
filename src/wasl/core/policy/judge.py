"""May this entry stand where it stands? Steps 14 and 15 of trust.md §8, in their order.

One pure function for the author before writing and for the counterpart on arrival. Everything it
reads lay in the author's own log or within its ``seen`` when it wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from wasl.core.arrangement import Arrangement
from wasl.core.case import (
    FACT,
    FACTS,
    PROCEDURES,
    Carried,
    allowed,
    check,
    opener,
)
from wasl.core.entry import Entry
from wasl.core.grading import Grading, Scale, check_grading
from wasl.core.marking import Marking
from wasl.core.marking import check as check_marking
from wasl.core.policy.admission import admission_objection, recognition_objection
from wasl.core.policy.dates import are_days, moment
from wasl.core.policy.force import Force
from wasl.core.policy.objection import Objection
from wasl.core.procedure import Cited, Move, MoveRule, Part, Side
from wasl.core.terms import OfficerRole

STEP = 15
_PARTS = tuple((part, part.value) for part in Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an entry's author could see from its place.

    ``own`` and ``other`` are the valid moves of the entry's case in the author's log before it
    and in the counterpart's log within ``seen``; ``case_kinds`` the kinds they are of; ``cited``
    the entries of ``about`` that exist there, by leaf; ``opening`` the first entry of the case.
    """

    arrangement_id: str
    author: str
    counterpart: str
    force: Force
    text: Arrangement | None
    own: tuple[Move, ...] = ()
    other: tuple[Move, ...] = ()
    case_kinds: frozenset[str] = frozenset()
    cited: Mapping[str, Cited]
    opening: Entry | None = None
    last_written: datetime | None = None


def judge(entry: Entry, around: Surroundings) -> Objection | None:
    """None where the entry may stand; else the first rule against it and, if any, its clause."""
    opened_by = around.author
    if opener(around.own, around.other) is Side.RECIPIENT:
        opened_by = around.counterpart
    if entry.arrangement.id != around.arrangement_id:
        return Objection(rule="outside-arrangement", step=14, clause="id")
    return (
        recognition_objection(entry, around.force)
        or admission_objection(entry, around.force, around.text, opened_by=opened_by)
        or _move_objection(entry, around)
        or _marking_objection(entry, around)
        or _date_objection(entry, around)
    )


def move_of(entry: Entry) -> Move:
    """What the guards of a procedure read of an entry."""
    return Move(
        index=entry.index,
        seen=entry.seen.size,
        move=entry.move,
        about=entry.about or (),
        outcomes=entry.outcomes or (),
        statement=entry.statement,
        urgency=entry.urgency,
        written=moment(entry.written),
        offer_until=moment(entry.offer_until),
        body=entry.body is not None,
    )


def rule_of(kind: str, move: str) -> MoveRule | None:
    """What a move asks of its entry; None for a move or fact that does not exist."""
    if kind == FACT:
        return FACTS.get(move)
    procedure = PROCEDURES.get(kind)
    return procedure.moves.get(move) if procedure else None


def _move_objection(entry: Entry, around: Surroundings) -> Objection | None:
    """The half table, then what the move must carry: citations, officers, codes, parts."""
    rule = rule_of(entry.kind, entry.move)
    if rule is None or (entry.kind == FACT) != (entry.case is None):
        return _no("move-not-allowed")
    if around.case_kinds - {entry.kind}:
        return _no("case-conflict")
    if entry.kind != FACT:
        refused = allowed(
            PROCEDURES[entry.kind], move_of(entry), own=around.own, other_as_seen=around.other
        )
        if refused is not None:
            return _no(refused)
    if any(leaf not in around.cited for leaf in entry.about or ()):
        return _no("bad-reference")
    carried = _carried(entry, around)
    if carried is None:
        return _no("bad-role")
    broken = check(rule, carried)
    return _no(broken) if broken is not None else None


def _carried(entry: Entry, around: Surroundings) -> Carried | None:
    """What the entry shows of itself; None for a role that is none, or a hidden officer."""
    drafted, released = entry.by.drafted, entry.by.released
    try:
        roles = OfficerRole(drafted.role), OfficerRole(released.role)
    except ValueError:
        return None
    if (drafted.who is None) != (roles[0] is OfficerRole.NODE):
        return None
    if (released.who is None) != (roles[1] is OfficerRole.NODE):
        return None
    return Carried(
        drafted=roles[0],
        released=roles[1],
        one_officer=drafted.who == released.who,
        flash=bool(entry.by.flash),
        parts=frozenset([part for part, name in _PARTS if getattr(entry, name) is not None]),
        code=entry.code,
        outcomes=entry.outcomes or (),
        cited=tuple(around.cited[leaf] for leaf in entry.about or ()),
        speaks_of_persons=bool(entry.persons),
    )


def _marking_objection(entry: Entry, around: Surroundings) -> Objection | None:
    """Marking, grading, audience and purpose, for the kinds that carry them."""
    if entry.grading is not None:
        graded = Grading(
            scale=Scale(entry.grading.scale),
            source=entry.grading.source,
            information=entry.grading.information,
        )
        if check_grading(graded) is not None:
            return _no("bad-grading")
    if entry.kind == FACT or not PROCEDURES[entry.kind].marked:
        placed = (entry.dossier, entry.purpose, entry.handling, entry.audience, entry.caveats)
        return None if placed == (None,) * 5 else _no("bad-handling")
    marking = Marking(
        handling=frozenset(entry.handling or ()), caveats=frozenset(entry.caveats or ())
    )
    if not _in_order(entry.handling) or not _in_order(entry.caveats):
        return _no("bad-handling")
    if check_marking(marking) is not None:
        return _no("bad-handling")
    if not _audience_holds(entry, around):
        return _no("bad-audience")
    opening = around.opening
    if opening is not None and (entry.purpose, entry.dossier) != (
        opening.purpose,
        opening.dossier,
    ):
        return _no("wrong-purpose")
    return None


def _audience_holds(entry: Entry, around: Surroundings) -> bool:
    """Never empty, in order, the counterpart in it, and nobody outside the arrangement."""
    audience = entry.audience or ()
    if around.counterpart not in audience or not _in_order(audience):
        return False
    if around.text is None:
        return True
    return all(around.text.party(node) is not None for node in audience)


def _date_objection(entry: Entry, around: Surroundings) -> Objection | None:
    """Claimed times are days of the calendar, and a log does not run backwards."""
    written = moment(entry.written)
    ends = (entry.due, entry.offer_until, entry.retain_until)
    if written is None or not are_days(*ends):
        return _no("bad-date")
    unsure_s = entry.clock.unsure_s
    backwards = _precedes(written, around.last_written, unsure_s)
    if backwards or any(_precedes(moment(end), written, unsure_s) for end in ends):
        return _no("bad-date")
    return None


def _precedes(instant: datetime | None, before: datetime | None, unsure_s: int) -> bool:
    """Whether an instant lies before what it follows by more than its clock may be off.

    Compared, never added: a clock that fell back may have to say that it is off by centuries.
    """
    if instant is None or before is None:
        return False
    return (before - instant).total_seconds() > unsure_s


def _in_order(codes: tuple[str, ...] | None) -> bool:
    """Sets travel sorted and without twins, so that one set has one sequence of bytes."""
    return codes is None or all(a < b for a, b in pairwise(codes))


def _no(rule: str) -> Objection:
    return Objection(rule=str(rule), step=STEP)
