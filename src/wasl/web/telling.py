"""A case, an item and a draft as their page shows them: words beside facts, nothing by colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.procedure import NONE, Side
from wasl.forms.moments import told_span
from wasl.forms.remarks import remarks
from wasl.locale.codes import ORDER, told_codes, told_grading, told_kind, told_move, told_word
from wasl.locale.labels import LABELS
from wasl.locale.speech import Speech
from wasl.node.clock import read_stamp, shown_reference
from wasl.web.visit import Visit
from wasl.web.words import is_prose

CARRIAGE_STEPS = ("released", "received", "delivered", "opened", "decided")
SOON = timedelta(hours=24)


def case_path(case: str, partner: str = "") -> str:
    """Where a case is read; with its partner where an item was given to several."""
    return f"/c/{shown_reference(case)}" + (f"@{partner}" if partner else "")


def told_line(visit: Visit, told: Json) -> dict[str, Any]:
    """One case in one line: what it is, whose turn it is, by when."""
    speech = visit.speech
    ours, theirs = told["states"] if told["ours"] else reversed(told["states"])
    return {
        **told,
        "reference": shown_reference(told["case"]),
        "kind_word": told_kind(speech, told["kind"]),
        "group": group_of(told, visit),
        "our_word": told_word(speech, told["kind"], ours),
        "their_word": told_word(speech, told["kind"], theirs),
        "clock": clock_of(visit, told),
    }


def group_of(told: Json, visit: Visit) -> str:
    """Which part of the tray a case stands in: the most pressing that fits."""
    if told["overdue"]:
        return "overdue"
    if told["due"] and read_stamp(told["due"]) - visit.site.now() < SOON:
        return "today"
    return "us" if waits_for_us(told) else "them"


def waits_for_us(told: Json) -> bool:
    """Whether our half still owes something, by its own table or by the joint state."""
    side = Side.ORIGINATOR if told["ours"] else Side.RECIPIENT
    state = told["states"][0 if told["ours"] else 1]
    if told["unread"] or told["to_review"] or [side.value for side, _ in _owed(told) if side]:
        return True
    fresh = state == NONE and not told["ours"]
    return fresh or state not in PROCEDURES[told["kind"]].rest(side)


def _owed(told: Json) -> Iterator[tuple[Side, str]]:
    ours = Side.ORIGINATOR if told["ours"] else Side.RECIPIENT
    for side, move in told["owed"]:
        if side == ours.value:
            yield ours, move


def clock_of(visit: Visit, told: Json) -> dict[str, str]:
    """Due when and in how long; whose time carriage took stands apart."""
    speech = visit.speech
    clock = {"due": "", "left": "", "carried": "", "promised": ""}
    if told["due"]:
        clock["due"] = visit.when(told["due"])
        clock["left"] = _left(visit, told)
    elif told["urgency"] and told["ours"]:
        clock["left"] = speech.say("not received there yet: the clock has not started")
    if told["promised"]:
        clock["promised"] = visit.when(told["promised"])
    if told["due"] and told["carriage_seconds"] >= 3_600:
        span = told_span(speech, told["carriage_seconds"])
        clock["carried"] = speech.say("carried {span}, not counted", span=span)
    return clock


def _left(visit: Visit, told: Json) -> str:
    seconds = int((read_stamp(told["due"]) - visit.site.now()).total_seconds())
    span = told_span(visit.speech, abs(seconds))
    if told["overdue"]:
        return visit.speech.say("overdue by {span}", span=span)
    if told["paused"]:
        return visit.speech.say("the clock stands: they were asked back")
    return visit.speech.say("due in {span}", span=span) if seconds > 0 else visit.speech.say("due")


# -------------------------------------------------------------------------------------- a case


def told_case(visit: Visit, told: Json) -> dict[str, Any]:
    """Both halves, each with its own moves, and what may be done next."""
    speech = visit.speech
    entries = [told_entry(visit, entry, told["kind"]) for entry in told["entries"]]
    return {
        **told_line(visit, told),
        "lines": list(remarks(speech, told, visit.site.now())),
        "halves": [
            [each for each in entries if each["ours"]],
            [each for each in entries if not each["ours"]],
        ],
        "marks": marking_rows(speech, told),
        "next": [
            {"move": move, "word": told_move(speech, told["kind"], move)}
            for move in told["moves_then"]
            if is_human(told["kind"], move)
        ],
        "drafted": [
            {"draft": act["draft"], "word": told_move(speech, told["kind"], act["move"])}
            for act in told["ahead"]
        ],
        "items": told.get("items", []),
        "passed_on": [one["recipient"] for one in told["lineage"]],
    }


def told_act(speech: Speech, kind: str, move: str) -> str:
    """What an act is called: its kind and its move."""
    return speech.say(
        "{kind}: {move}", kind=told_kind(speech, kind), move=told_move(speech, kind, move)
    )


def is_human(kind: str, move: str) -> bool:
    """Whether an officer may write a move at all: some are the node's alone."""
    return any(role.value != "node" for role in PROCEDURES[kind].moves[move].signers.drafts)


def told_entry(visit: Visit, entry: Json, kind: str) -> dict[str, Any]:
    """One act: by codes, how it travelled, whether there is something to read."""
    speech = visit.speech
    rows = []
    if entry["code"]:
        rows.append((speech.say("Code"), told_word(speech, kind, entry["code"])))
    if entry["outcomes"]:
        rows.append((speech.say("Outcomes"), told_codes(speech, entry["outcomes"])))
    if entry["grading"]:
        rows.append((speech.say("Grading"), told_grading(speech, entry["grading"])))
    if entry["due"]:
        rows.append((speech.say("Due"), visit.when(entry["due"])))
    if entry["standing"] not in {"", "live"}:
        rows.append((speech.say("Item"), speech.term(entry["standing"])))
    return {
        **entry,
        "flash": entry["ours"] and bool(entry["by"].get("flash")),
        "word": told_move(speech, kind, entry["move"]),
        "rows": rows,
        "steps": [_step(visit, entry, step) for step in CARRIAGE_STEPS],
        "readable": entry["has_body"] and entry["standing"] not in {"destroyed", "body refused"},
    }


def _step(visit: Visit, entry: Json, step: str) -> dict[str, str]:
    """One step of the way by the clock of who did it and, where it differs, by ours."""
    moment = entry["carriage"].get(step)
    if moment is None:
        return {"word": visit.speech.term(step), "claimed": "", "here": ""}
    claimed = visit.when(moment["claimed"])
    here = visit.when(moment["here"]) if moment["here"] else claimed
    return {
        "word": visit.speech.term(step),
        "claimed": claimed,
        "here": here if here != claimed else "",
    }


def marking_rows(speech: Speech, marking: Json) -> list[tuple[str, str]]:
    """Dossier, purpose, permitted use and conditions, those there are."""
    rows = []
    if marking.get("dossier"):
        rows.append((speech.say("Dossier"), speech.term(marking["dossier"])))
    if marking.get("purpose"):
        rows.append((speech.say("Purpose"), speech.term(marking["purpose"])))
    if marking.get("handling"):
        rows.append((speech.say("Permitted use"), told_codes(speech, marking["handling"])))
    if marking.get("caveats"):
        rows.append((speech.say("Conditions"), told_codes(speech, marking["caveats"])))
    return rows


# -------------------------------------------------------------------------------------- a body


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a body: its label, and texts by language or plain lines under it."""

    label: str
    texts: Sequence[tuple[str, str]] = ()
    lines: Sequence[str] = ()


def told_body(speech: Speech, body: Mapping[str, Any] | None) -> list[Part]:
    """Every part under its name: the reader's own language first."""
    if not body:
        return []
    first = [name for name in ORDER if name in body]
    return [_part(speech, name, body[name]) for name in (*first, *sorted(set(body) - set(first)))]


def _part(speech: Speech, name: str, value: Json) -> Part:
    label = speech.say(LABELS[name]) if name in LABELS else name[:64]
    if is_prose(value):
        own = sorted(value, key=lambda language: (language != speech.language, language))
        return Part(label=label, texts=[(language, value[language]) for language in own])
    many = value if isinstance(value, list) else [value]
    return Part(label=label, lines=[_in_a_line(speech, each) for each in many])


def _in_a_line(speech: Speech, value: object) -> str:
    """A person, a place, goods or a single value, on one line."""
    if not isinstance(value, dict):
        return _word(speech, value)
    if "written" in value:
        return str(value["written"])
    pieces = [speech.term(str(value["role"]))] if "role" in value else []
    for name, held in value.items():
        if name == "role":
            continue
        said = _in_a_line(speech, held) if isinstance(held, dict) else _word(speech, held)
        named = name not in {"name", "kind", "commodity", "unit", "basis"} and name in LABELS
        pieces.append(f"{speech.say(LABELS[name])} {said}" if named else said)
    return speech.say("; ").join(pieces)


def _word(speech: Speech, value: object) -> str:
    text = str(value)
    return speech.term(text) if text.isupper() and text.replace("_", "").isalnum() else text


# ------------------------------------------------------------------------------------- a draft


def draft_rows(visit: Visit, draft: Json) -> list[tuple[str, str]]:
    """What the second officer is about to sign, beside its words."""
    speech, fields = visit.speech, draft["fields"]
    rows = marking_rows(speech, fields)
    if fields.get("code"):
        rows.append((speech.say("Code"), told_word(speech, draft["kind"], fields["code"])))
    for name, label in (
        ("urgency", speech.say("Urgency")),
        ("likelihood", speech.say("Likelihood")),
    ):
        if fields.get(name):
            rows.append((label, speech.term(fields[name])))
    if fields.get("precedence"):
        rows.append((speech.say("Precedence"), speech.term(fields["precedence"])))
    if fields.get("outcomes"):
        rows.append((speech.say("Outcomes"), told_codes(speech, fields["outcomes"])))
    if fields.get("grading"):
        rows.append((speech.say("Grading"), told_grading(speech, fields["grading"])))
    for name, label in (("due", speech.say("Due")), ("retain_until", speech.say("Kept until"))):
        if fields.get(name):
            rows.append((label, visit.when(fields[name])))
    if fields.get("files"):
        said = ", ".join(f"{file['media']} ({file['size']} B)" for file in fields["files"])
        rows.append((speech.say("Attached"), said))
    return rows
