"""Writes vectors/procedure: for every move one history that admits it and one that does not.

Run ``python tools/make_procedure_vectors.py vectors/procedure``; a test compares the files with
what this prints. A refused history differs from the accepted one, where it can, only in what the
author had seen.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from wasl.core.case import PROCEDURES, allowed
from wasl.core.exchange.alert import AlertCategory
from wasl.core.exchange.consent import UseAsked
from wasl.core.exchange.guards import VERSIONS
from wasl.core.exchange.lesson import ValidationResult
from wasl.core.exchange.level import RiskLevel
from wasl.core.procedure import NONE, Move, Part, Procedure, Side, next_state
from wasl.core.terms import EntryRule, RecallOutcome, Urgency

STEP = 15
FIRST_TEXT, SECOND_TEXT = "11" * 32, "22" * 32
ITEMS = ("aa" * 32, "bb" * 32)
OFFER = datetime(2026, 12, 1, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)
LATER = datetime(2027, 12, 1, tzinfo=UTC)

Moves = tuple[Move, ...]
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Two logs of one case; the opener's is O."""

    o: Moves = ()
    r: Moves = ()

    def of(self, side: Side) -> Moves:
        """The log of one side."""
        return self.o if side is Side.ORIGINATOR else self.r

    def then(self, side: Side, move: Move) -> "History":
        """The history with one more move."""
        own = (*self.of(side), move)
        return replace(self, o=own) if side is Side.ORIGINATOR else replace(self, r=own)


def _in_category(until: datetime) -> Json:
    """An alert of one category, reviewed on a day."""
    return {"code": AlertCategory.MISSING, "written": BEFORE, "retain_until": until}


_ONE_CITED: Json = {"about": ITEMS[:1]}
_TWO_CITED: Json = {"about": ITEMS}
_LEAVE: Json = {"about": ITEMS, "code": UseAsked.ONWARD}
_AHEAD: Json = {"written": BEFORE, "due": OFFER}
_IN_TIME: Json = {"written": BEFORE}
_LATE: Json = {"written": AFTER}

SAID: dict[tuple[str, str], Json] = {
    ("alert", "incompatible"): _ONE_CITED,
    ("alert", "issue"): _in_category(OFFER),
    ("alert", "extend"): _in_category(LATER),
    ("hit", "report"): _ONE_CITED,
    ("hit", "hold_provisionally"): _AHEAD,
    ("communique", "propose"): _AHEAD,
    ("communique", "redraft"): _AHEAD,
    ("communique", "publish"): _LATE,
    ("consent", "ask"): _LEAVE,
    ("consent", "grant"): _LEAVE,
    ("consent", "use"): _IN_TIME,
    ("exercise", "announce"): _AHEAD | {"retain_until": OFFER},
    ("lesson", "assign"): _AHEAD,
    ("lesson", "validate"): {"code": ValidationResult.CAPABILITY_CONFIRMED},
    ("level", "agree"): _TWO_CITED,
    ("meeting", "call"): _AHEAD,
    ("meeting", "change"): _AHEAD,
    ("meeting", "hold"): _LATE,
    ("certificate", "issue"): _ONE_CITED,
    ("nomination", "nominate"): _IN_TIME | _ONE_CITED,
    ("nomination", "admit"): _IN_TIME,
    ("nomination", "attend"): _IN_TIME,
    ("proposal", "propose"): _AHEAD,
    ("proposal", "accept"): _ONE_CITED,
    ("proposal", "bind"): _ONE_CITED,
    ("question", "ask"): _ONE_CITED,
    ("session", "publish"): _AHEAD | _ONE_CITED,
    ("session", "change"): _AHEAD | _ONE_CITED,
    ("session", "close_nominations"): _LATE,
    ("task", "plan"): _AHEAD,
}
"""What the guards of a kind read of days, codes and cited entries."""


def made(procedure: Procedure, history: History, side: Side, name: str) -> Move:
    """The move as an author would write it who has seen everything."""
    own, other = history.of(side), history.of(side.opposite)
    move = Move(index=len(own), seen=len(other), move=name)
    rule = procedure.moves[name]
    if Part.STATEMENT in rule.required:
        move = replace(move, statement=_text(name, own, other))
    if Part.OFFER_UNTIL in rule.required:
        move = replace(move, offer_until=OFFER)
    if Part.URGENCY in rule.required:
        move = replace(move, urgency=Urgency.OTHER)
    if Part.OUTCOMES in rule.required:
        return replace(move, about=ITEMS, outcomes=(RecallOutcome.DESTROYED.value,) * len(ITEMS))
    if name == "order":
        return replace(move, about=ITEMS)
    return replace(move, **_dated(procedure.name, name))


def _dated(kind: str, name: str) -> Json:
    """What the guards of a move read, where it may be written."""
    if (kind, name) in SAID:
        return SAID[kind, name]
    return {"written": AFTER} if name in {"lapse", "expire"} else {}


def _text(name: str, own: Moves, other: Moves) -> str:
    """The text a move names: its own version, or the latest there is."""
    brought = [move.statement for move in (*own, *other) if move.move in VERSIONS]
    if name in VERSIONS and brought:
        return SECOND_TEXT
    return brought[-1] or FIRST_TEXT if brought else FIRST_TEXT


def histories(procedure: Procedure) -> Iterator[tuple[str, str, History]]:
    """Every joint state with a shortest history that leads to it, everything seen."""
    known: dict[tuple[str, str], History] = {(NONE, NONE): History()}
    waiting = [(NONE, NONE)]
    for joint in waiting:
        yield *joint, known[joint]
        for side in Side:
            own, other = joint if side is Side.ORIGINATOR else joint[::-1]
            for state, move in procedure.half(side):
                after = next_state(procedure.half(side), own, move, other)
                if state != own or after is None:
                    continue
                reached = (after, other) if side is Side.ORIGINATOR else (other, after)
                if reached not in known:
                    written = made(procedure, known[joint], side, move)
                    known[reached] = known[joint].then(side, written)
                    waiting.append(reached)


Case = tuple[History, Side, Move]


def accepted(procedure: Procedure, side: Side, name: str) -> Case:
    """The shortest history after which the move is allowed."""
    for _, _, history in histories(procedure):
        move = made(procedure, history, side, name)
        if _writes(history, side) and verdict(procedure, (history, side, move)) is None:
            return history, side, move
    raise ValueError(f"{procedure.name} {name} is never allowed")


def refused(procedure: Procedure, case: Case) -> Case:
    """The same case with less seen, or else the shortest history that refuses the move."""
    history, side, move = case
    least = max((past.seen for past in history.of(side)), default=1)
    for seen in range(move.seen - 1, least - 1, -1):
        blind = (history, side, replace(move, seen=seen))
        if verdict(procedure, blind) is EntryRule.MOVE_NOT_ALLOWED:
            return blind
    for _, _, past in histories(procedure):
        again = (past, side, made(procedure, past, side, move.move))
        if _writes(past, side) and verdict(procedure, again) is EntryRule.MOVE_NOT_ALLOWED:
            return again
    raise ValueError(f"{procedure.name} {move.move} is never refused")


def _writes(history: History, side: Side) -> bool:
    """Whether who writes next on this side is on this side: R needs an opening it has seen."""
    return bool(history.o) == (side is Side.RECIPIENT) or bool(history.of(side))


def verdict(procedure: Procedure, case: Case) -> EntryRule | None:
    """What the code says of a case."""
    history, side, move = case
    return allowed(procedure, move, own=history.of(side), other_as_seen=history.of(side.opposite))


def shown(procedure: Procedure, case: Case) -> Json:
    """A case as a vector."""
    history, side, move = case
    rule = verdict(procedure, case)
    said: Json = {"verdict": "accepted"} if rule is None else {"verdict": "refused", "rule": rule}
    return {
        "procedure": procedure.name,
        "own": [_move(past) for past in history.of(side)],
        "other": [_move(past) for past in history.of(side.opposite)],
        "move": _move(move),
        **said,
        "step": STEP,
    }


def _move(move: Move) -> Json:
    """A move without what it leaves out."""
    optional: Json = {
        "about": list(move.about),
        "outcomes": list(move.outcomes),
        "statement": move.statement,
        "code": move.code,
        "urgency": move.urgency,
        "written": move.written and move.written.isoformat(),
        "due": move.due and move.due.isoformat(),
        "offer_until": move.offer_until and move.offer_until.isoformat(),
        "retain_until": move.retain_until and move.retain_until.isoformat(),
        "body": move.body,
    }
    kept = {name: value for name, value in optional.items() if value}
    return {"index": move.index, "seen": move.seen, "move": move.move, **kept}


def guarded() -> Iterator[tuple[str, Procedure, Case]]:
    """One case against each rule the tables cannot say."""
    for kind, name, why, change in (
        ("arrangement", "sign", "other_text", {"statement": SECOND_TEXT}),
        ("arrangement", "conclude", "other_text", {"statement": SECOND_TEXT}),
        ("arrangement", "lapse", "too_early", {"written": BEFORE}),
        ("alert", "extend", "after_review", {"written": AFTER}),
        ("alert", "extend", "no_later", {"retain_until": OFFER}),
        ("alert", "extend", "other_category", {"code": AlertCategory.PROTECT}),
        ("alert", "lapse", "too_early", {"written": BEFORE}),
        ("alert", "expire", "too_early", {"written": BEFORE}),
        ("alert", "incompatible", "two_alerts", {"about": ITEMS}),
        ("hit", "report", "two_alerts", {"about": ITEMS}),
        ("hit", "hold_provisionally", "without_end", {"due": None}),
        ("hit", "hold_provisionally", "ended", {"due": BEFORE}),
        ("key", "activate", "other_statement", {"statement": SECOND_TEXT}),
        ("key", "succeed", "other_statement", {"statement": SECOND_TEXT}),
        ("recall", "attest", "item_left_out", {"about": ITEMS[:1]}),
        ("recall", "attest_kept", "outcome_left_out", {"outcomes": ("DESTROYED",)}),
        ("request", "regrade", "hastened_unreasoned", {"urgency": Urgency.URGENT_DIRECT}),
        ("plan", "sign", "other_text", {"statement": SECOND_TEXT}),
        ("plan", "lapse", "too_early", {"written": BEFORE}),
        ("communique", "propose", "hour_gone", {"due": BEFORE}),
        ("communique", "publish", "before_the_hour", {"written": BEFORE}),
        ("proposal", "accept", "two_proposals", {"about": ITEMS}),
        ("proposal", "bind", "other_proposal", {"about": ITEMS[1:]}),
        ("proposal", "lapse", "too_early", {"written": BEFORE}),
        ("task", "plan", "due_gone", {"due": BEFORE}),
        ("level", "agree", "one_assessment", {"about": ITEMS[:1]}),
        ("level", "assess", "critical_without_end", {"code": RiskLevel.CRITICAL}),
    ):
        procedure = PROCEDURES[kind]
        history, side, move = accepted(procedure, _sides(procedure, name)[0], name)
        yield f"{kind}_{name}_{why}", procedure, (history, side, replace(move, **change))
    yield "request_ask_back_thrice", PROCEDURES["request"], asked_back_thrice()
    yield "arrangement_conclude_redrafted", PROCEDURES["arrangement"], redrafted_after_signature()
    yield "request_cancel_both_opened", PROCEDURES["request"], both_opened()


def asked_back_thrice() -> Case:
    """A replier that asks back, is answered and resumes, twice over, and asks again."""
    request, history = PROCEDURES["request"], History()
    for side, name in _script("O ask R admit R ask_back R resume R ask_back R resume"):
        history = history.then(side, made(request, history, side, name))
    return history, Side.RECIPIENT, made(request, history, Side.RECIPIENT, "ask_back")


def redrafted_after_signature() -> Case:
    """A conclusion of a newer version than the one signed."""
    arrangement, history = PROCEDURES["arrangement"], History()
    for side, name in _script("O propose R sign O redraft"):
        history = history.then(side, made(arrangement, history, side, name))
    return history, Side.ORIGINATOR, made(arrangement, history, Side.ORIGINATOR, "conclude")


def both_opened() -> Case:
    """Two openings of one case that had not seen each other, and a move that has seen both."""
    opening = Move(index=0, seen=0, move="ask", urgency=Urgency.OTHER)
    history = History(o=(opening,), r=(opening,))
    return history, Side.ORIGINATOR, Move(index=1, seen=1, move="cancel", body=True)


def _script(text: str) -> Iterator[tuple[Side, str]]:
    words = text.split()
    return ((Side(side), name) for side, name in zip(words[::2], words[1::2], strict=True))


def _sides(procedure: Procedure, name: str) -> list[Side]:
    """The sides whose half knows the move, O first."""
    return [side for side in Side if any(move == name for _, move in procedure.half(side))]


def vectors() -> Iterator[tuple[str, Json]]:
    """Every vector with its file name; a move of both halves is shown in both."""
    for procedure in PROCEDURES.values():
        for name in procedure.moves:
            for place, side in enumerate(_sides(procedure, name)):
                title = f"{procedure.name}_{name}" + ("_by_r" if place else "")
                case = accepted(procedure, side, name)
                yield f"{title}_accepted", shown(procedure, case)
                yield f"{title}_refused", shown(procedure, refused(procedure, case))
    for name, procedure, case in guarded():
        yield f"{name}_refused", shown(procedure, case)


def write(arguments: Sequence[str]) -> None:
    """Write every vector into the folder named."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, vector in vectors():
        text = json.dumps(vector, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1:])
