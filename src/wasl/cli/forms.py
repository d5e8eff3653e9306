"""A move as a form for pen and paper: every field an officer may fill in, under its spoken name.

The names are those of dictation (``docs/spec/dictation.md``), so that what was written by hand
can be read out and typed. The fields come from the tables and models of ``core``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from wasl.core.case import PROCEDURES
from wasl.core.exchange.body import Prose
from wasl.core.grading import Scale
from wasl.core.procedure import MoveRule, Part
from wasl.core.terms import Caveat, Handling, Likelihood, Precedence, Urgency
from wasl.locale.codes import told_kind, told_move
from wasl.locale.hints import FIELD_HELP
from wasl.locale.labels import LABELS
from wasl.locale.speech import Speech, _

WIDTH = 78
CHOICES_SHOWN = 12
_RULED = "_" * 60
_PART_FIELDS: Mapping[Part, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Part.ABOUT: (("about.1", ()),),
    Part.DUE: (("due", ()),),
    Part.GRADING: (
        ("grading.scale", tuple(Scale)),
        ("grading.source", ()),
        ("grading.information", ()),
    ),
    Part.LIKELIHOOD: (("likelihood", tuple(Likelihood)),),
    Part.OFFER_UNTIL: (("offer_until", ()),),
    Part.RETAIN_UNTIL: (("retain_until", ()),),
    Part.URGENCY: (("urgency", tuple(Urgency)),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One field to fill in: its spoken name, whether it must be, and what may stand in it."""

    field: str
    required: bool
    choices: tuple[str, ...] = ()
    lines: int = 1


def blanks(kind: str, move: str, language: str) -> list[Blank]:
    """The fields of a move, those of the entry first; texts in one language."""
    rule = PROCEDURES[kind].moves[move]
    found = list(_of_entry(rule))
    if rule.body is not None:
        found += _of_model(rule.body, "body", language)
    return found


def tell_form(speech: Speech, kind: str, move: str) -> Iterator[str]:
    """The page, line by line."""
    yield f"{told_kind(speech, kind)}: {told_move(speech, kind, move)}"
    yield ""
    yield speech.say("Fields marked * must be filled in; more of a list go on as 2, 3 and so on.")
    yield speech.say("Read it out with: {command}", command="wasl draft dictate")
    yield ""
    yield f"kind  {kind}"
    yield f"move  {move}"
    for blank in blanks(kind, move, speech.language):
        yield ""
        yield " ".join(
            filter(None, (f"{blank.field}{'*' * blank.required}", _label(speech, blank)))
        )
        if blank.choices:
            yield from _choices(speech, blank.choices)
        for _line in range(blank.lines):
            yield f"    {_RULED}"


def _of_entry(rule: MoveRule) -> Iterator[Blank]:
    """What the entry says besides its body."""
    for field in ("to", "case", "dossier", "purpose"):
        yield Blank(field=field, required=field == "to")
    yield Blank(field="handling.1", required=False, choices=tuple(Handling))
    yield Blank(field="caveats.1", required=False, choices=tuple(Caveat))
    yield Blank(field="precedence", required=False, choices=tuple(Precedence))
    for part in Part:
        if part in rule.required | rule.optional:
            required = part in rule.required
            if part is Part.CODE:
                yield Blank(field="code", required=required, choices=tuple(sorted(rule.codes)))
            elif part is Part.OUTCOMES:
                codes = tuple(sorted(rule.codes))
                yield Blank(field="outcomes.1", required=required, choices=codes)
            for field, choices in _PART_FIELDS.get(part, ()):
                yield Blank(field=field, required=required, choices=choices)


def _of_model(model: type[BaseModel], path: str, language: str) -> Iterator[Blank]:
    for name, field in model.model_fields.items():
        yield from _of_type(field.annotation, f"{path}.{name}", field.is_required(), language)


def _of_type(annotation: object, path: str, required: bool, language: str) -> Iterator[Blank]:
    """The fields of one part of a body, however it is wrapped."""
    inner = _unwrapped(annotation)
    arguments = get_args(inner)
    if get_origin(inner) is tuple:
        yield from _of_type(arguments[0], f"{path}.1", required, language)
    elif inner is Prose:
        yield Blank(field=f"{path}.{language}", required=required, lines=3)
    elif get_origin(inner) is Literal:
        yield Blank(field=path, required=required, choices=tuple(map(str, arguments)))
    elif not isinstance(inner, type):
        yield Blank(field=path, required=required)
    elif issubclass(inner, BaseModel):
        for blank in _of_model(inner, path, language):
            yield Blank(
                field=blank.field,
                required=required and blank.required,
                choices=blank.choices,
                lines=blank.lines,
            )
    elif issubclass(inner, StrEnum):
        yield Blank(field=path, required=required, choices=tuple(inner))
    else:
        mark = {bool: "?", int: "#"}.get(inner, "")
        yield Blank(field=f"{path}{mark}", required=required)


def _unwrapped(annotation: object) -> object:
    """The type without what only says that it may be absent, or how it is checked."""
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation = arguments[0]
        elif origin in {Union, UnionType}:
            annotation = next(each for each in arguments if each is not type(None))
        else:
            return annotation


_ENTRY_HELP = {
    "about": _("An entry it rests on: CASE, CASE/2 or a hash."),
    "case": _("The case, where it is not a new one."),
    "caveats": _("A condition that travels with it."),
    "code": _("Why, by its code."),
    "dossier": _("The agreed field of work."),
    "due": _("By when: an instant, as 2026-03-01T12:00:00Z."),
    "handling": _("Permitted use."),
    "purpose": _("What it may be used for."),
    "retain_until": _("Kept until: an instant, as 2026-03-01T12:00:00Z."),
    "to": _("The partner's node."),
}


def _label(speech: Speech, blank: Blank) -> str:
    """What a field is, where the project has words for it."""
    steps = [step for step in blank.field.rstrip("#?").split(".") if not step.isdigit()]
    if steps[0] != "body":
        told = _ENTRY_HELP.get(steps[0], "")
    else:
        named = [step for step in steps[1:] if step in FIELD_HELP or step in LABELS]
        last = named[-1] if named else ""
        told = FIELD_HELP.get(last) or LABELS.get(last, "")
    return speech.say(told) if told else ""


def _choices(speech: Speech, choices: tuple[str, ...]) -> Iterator[str]:
    """What may stand in a field, each by its code and what it means."""
    shown = choices[:CHOICES_SHOWN]
    for choice in shown:
        yield f"    [ ] {choice}  {speech.term(choice)}"
    if len(choices) > len(shown):
        rest = ", ".join(choices[len(shown) :])
        yield f"    {rest}"
