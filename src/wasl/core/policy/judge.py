"""May this entry stand where it stands? Steps 14 and 15 of trust.md §8, in their order.

One pure function for the author before writing and for the counterpart on arrival. Everything it
reads lay in the author's own log or within its ``seen`` when it wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import pairwise

from wasl.core.arrangement import Arrangement
from wasl.core.case import (
    FACT,
    FACTS,
    OVERSIGHT,
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
from wasl.core.policy.admission import (
    recognition_objection,
    retention_objection,
    terms_objection,
)
from wasl.core.policy.codes import Codes, codes_of
from wasl.core.policy.dates import are_in_order, moment, precedes
from wasl.core.policy.exercising import mix_objection
from wasl.core.policy.force import Force
from wasl.core.policy.objection import Objection
from wasl.core.procedure import Cited, Move, MoveRule, Side
from wasl.core.terms import EntryRule, OfficerRole

STEP = 15


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
    if around.other and opener(around.own, around.other) is Side.RECIPIENT:
        opened_by = around.counterpart
    if mixed := mix_objection(entry, around.arrangement_id):
        return mixed
    if entry.arrangement.id != around.arrangement_id:
        return Objection(rule="outside-arrangement", step=14, clause="id")
    cited = tuple([around.cited[leaf] for leaf in entry.about or () if leaf in around.cited])
    codes = codes_of(entry)
    forbidden, misused = _by_codes(
        codes, cited, opened_by, around.counterpart, around.force, around.text
    )
    return (
        forbidden
        or retention_objection(entry, around.text)
        or _move_objection(entry, around)
        or misused
        or _purpose_objection(entry, around.opening)
        or _date_objection(entry, around)
        or _term_objection(entry, cited)
    )


# A batch shows few codes; times, places and cited leaves are no part of them.
@lru_cache(maxsize=1_024)
def _by_codes(
    codes: Codes,
    cited: tuple[Cited, ...],
    opened_by: str,
    counterpart: str,
    force: Force,
    text: Arrangement | None,
) -> tuple[Objection | None, Objection | None]:
    """What steps 14 and 15 find in the codes alone: by the arrangement, and by the move."""
    forbidden = recognition_objection(codes, force) or terms_objection(
        codes, force, text, opened_by=opened_by
    )
    misused = _carried_objection(codes, cited) or _marking_objection(codes, counterpart, text)
    return forbidden, misused


def move_of(entry: Entry) -> Move:
    """What the guards of a procedure read of an entry."""
    return Move(
        index=entry.index,
        seen=entry.seen.size,
        move=entry.move,
        about=entry.about or (),
        outcomes=entry.outcomes or (),
        statement=entry.statement,
        code=entry.code,
        urgency=entry.urgency,
        written=moment(entry.written),
        due=moment(entry.due),
        offer_until=moment(entry.offer_until),
        retain_until=moment(entry.retain_until),
        body=entry.body is not None,
    )


def rule_of(kind: str, move: str) -> MoveRule | None:
    """What a move asks of its entry; None for a move or fact that does not exist."""
    if kind == FACT:
        return FACTS.get(move)
    procedure = PROCEDURES.get(kind)
    return procedure.moves.get(move) if procedure else None


def _move_objection(entry: Entry, around: Surroundings) -> Objection | None:
    """A move that exists, in a case of its kind, from where its half stands, citing what is."""
    if rule_of(entry.kind, entry.move) is None or (entry.kind == FACT) != (entry.case is None):
        return _no("move-not-allowed")
    if around.case_kinds - {entry.kind}:
        return _no("case-conflict")
    refused = _refused_move(entry, around) if entry.kind != FACT else None
    if refused is not None:
        return _no(refused)
    if any(leaf not in around.cited for leaf in entry.about or ()):
        return _no("bad-reference")
    return None


def _refused_move(entry: Entry, around: Surroundings) -> EntryRule | None:
    """Why the half table, or a guard of the move, does not let it stand there."""
    procedure = PROCEDURES[entry.kind]
    if around.own or around.other or entry.move in procedure.guards:
        return allowed(procedure, move_of(entry), own=around.own, other_as_seen=around.other)
    return _refused_opening(entry.kind, entry.move)


@cache
def _refused_opening(kind: str, move: str) -> EntryRule | None:
    """Why no case of this kind may begin with this move, which exists and has no guard."""
    opening = Move(index=0, seen=0, move=move)
    return allowed(PROCEDURES[kind], opening, own=(), other_as_seen=())


def _carried_objection(codes: Codes, cited: tuple[Cited, ...]) -> Objection | None:
    """What the move must carry: citations, officers, codes, parts."""
    rule = rule_of(codes.kind, codes.move)
    if rule is None:
        return _no("move-not-allowed")
    carried = _carried(codes, cited)
    if carried is None:
        return _no("bad-role")
    broken = check(rule, carried)
    return _no(broken) if broken is not None else None


def _carried(codes: Codes, cited: tuple[Cited, ...]) -> Carried | None:
    """What the entry shows of itself; None for a role that is none, or a hidden officer."""
    try:
        drafted = _role(codes.drafter_role, codes.drafter)
        released = _role(codes.releaser_role, codes.releaser)
    except ValueError:
        return None
    return Carried(
        drafted=drafted,
        released=released,
        one_officer=codes.drafter == codes.releaser,
        flash=bool(codes.flash),
        parts=codes.parts(),
        code=codes.code,
        outcomes=codes.outcomes or (),
        cited=cited,
        speaks_of_persons=bool(codes.roles),
    )


def _role(claimed: str, who: str | None) -> OfficerRole:
    """The role of an officer who has a pseudonym, or of the node, which has none."""
    role = OfficerRole(claimed)
    if (who is None) != (role is OfficerRole.NODE):
        raise ValueError("a hidden officer, or a node with a name")
    return role


def _marking_objection(
    codes: Codes, counterpart: str, text: Arrangement | None
) -> Objection | None:
    """Marking, grading and audience, for the kinds that carry them."""
    if codes.grading is not None:
        scale, source, information = codes.grading
        graded = Grading(scale=Scale(scale), source=source, information=information)
        if check_grading(graded) is not None:
            return _no("bad-grading")
    if not _is_marked(codes.kind):
        placed = (codes.dossier, codes.purpose, codes.handling, codes.audience, codes.caveats)
        return None if placed == (None,) * 5 else _no("bad-handling")
    marking = Marking(
        handling=frozenset(codes.handling or ()), caveats=frozenset(codes.caveats or ())
    )
    if not _in_order(codes.handling) or not _in_order(codes.caveats):
        return _no("bad-handling")
    if check_marking(marking) is not None:
        return _no("bad-handling")
    if not _audience_holds(codes, counterpart, text):
        return _no("bad-audience")
    return None


def _is_marked(kind: str) -> bool:
    """Whether entries of a kind name dossier, purpose, handling and audience."""
    return kind in PROCEDURES and PROCEDURES[kind].marked


def _audience_holds(codes: Codes, counterpart: str, text: Arrangement | None) -> bool:
    """Never empty, in order, the counterpart in it, and nobody outside the arrangement.

    An overseer is given what it demands, asks and finds, and nothing else.
    """
    audience = codes.audience or ()
    if counterpart not in audience or not _in_order(audience):
        return False
    if text is None:
        return True
    named = text.nodes() if codes.kind in OVERSIGHT else {party.node for party in text.parties}
    return named.issuperset(audience)


def _purpose_objection(entry: Entry, opening: Entry | None) -> Objection | None:
    """Every entry of a marked case keeps the purpose and the dossier it was opened for."""
    if opening is None or not _is_marked(entry.kind):
        return None
    kept = (entry.purpose, entry.dossier) == (opening.purpose, opening.dossier)
    return None if kept else _no("wrong-purpose")


def _date_objection(entry: Entry, around: Surroundings) -> Objection | None:
    """Claimed times are days of the calendar, and a log does not run backwards."""
    ends = (entry.due, entry.offer_until, entry.retain_until)
    unsure_s = entry.clock.unsure_s
    if not are_in_order(entry.written, ends, unsure_s):
        return _no("bad-date")
    backwards = precedes(moment(entry.written), around.last_written, unsure_s)
    return _no("bad-date") if backwards else None


def _term_objection(entry: Entry, cited: tuple[Cited, ...]) -> Objection | None:
    """What is cited had not passed its review date, as seen, when the entry was written."""
    rule, written = rule_of(entry.kind, entry.move), moment(entry.written)
    if rule is None or not rule.cites.in_term or written is None:
        return None
    ended = any(each.until is None or each.until < written for each in cited)
    return _no("bad-date") if ended else None


def _in_order(codes: tuple[str, ...] | None) -> bool:
    """Sets travel sorted and without twins, so that one set has one sequence of bytes."""
    return codes is None or all(a < b for a, b in pairwise(codes))


def _no(rule: str) -> Objection:
    return Objection(rule=str(rule), step=STEP)
