"""A form as its template draws it: every field with its words, its value and its fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wasl.core.case import PROCEDURES
from wasl.core.grading import INFORMATION, SOURCES, Scale
from wasl.core.procedure import Part
from wasl.core.terms import Caveat, Handling, Language, Likelihood, Precedence, Urgency
from wasl.forms.placing import strictest
from wasl.locale.codes import told_word
from wasl.locale.speech import Speech
from wasl.web.forms.act import Composing
from wasl.web.forms.fields import FormField, Shape
from wasl.web.forms.filling import BODY, Filled, row_count, said
from wasl.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One field in the page. ``texts`` are the languages of a text; ``rows`` those of a list."""

    name: str
    label: str
    hint: str
    shape: str
    required: bool
    value: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    parts: tuple["Drawn", ...] = ()
    rows: tuple[tuple["Drawn", ...], ...] = ()
    faulty: bool = False
    filled: bool = False


def drawn_fields(
    speech: Speech,
    fields: Sequence[FormField],
    filled: Filled,
    *,
    more: str = "",
    faulty: str = "",
) -> tuple[Drawn, ...]:
    """The fields of a body; ``more`` names the list that gets another row, ``faulty`` the path."""
    drawing = _Drawing(speech, filled, more, f"{BODY}.{faulty}" if faulty else "")
    return tuple(drawing.field(field, f"{BODY}.{field.last}") for field in fields)


class _Drawing:
    """What every field of one form is drawn with."""

    def __init__(self, speech: Speech, filled: Filled, more: str, faulty: str) -> None:
        self._speech, self._filled, self._more, self._faulty = speech, filled, more, faulty

    def field(self, field: FormField, name: str) -> Drawn:
        """One field, and what stands in it."""
        filled = any(
            (key == name or key.startswith(f"{name}.")) and any(values)
            for key, values in self._filled.items()
        )
        drawn: dict[str, Any] = {
            "name": name,
            "label": self._speech.say(field.label),
            "hint": self._speech.say(field.hint) if field.hint else "",
            "shape": field.shape.value,
            "required": field.required,
            "faulty": bool(self._faulty) and self._is_faulty(field, name),
            "filled": filled or self._more.startswith(name),
            "value": said(self._filled, name),
            "values": tuple(self._filled.get(name, ())),
        }
        return Drawn(**drawn, **self._inside(field, name))

    def _is_faulty(self, field: FormField, name: str) -> bool:
        """The field a refusal names, or the one that names no deeper field of ours."""
        inner = field.shape not in {Shape.GROUP, Shape.ROWS}
        return self._faulty == name or (inner and self._faulty.startswith(f"{name}."))

    def _inside(self, field: FormField, name: str) -> dict[str, Any]:
        match field.shape:
            case Shape.PROSE:
                order = sorted(Language, key=lambda each: each.value != self._speech.language)
                return {
                    "texts": tuple(
                        (each.value, said(self._filled, f"{name}.{each}")) for each in order
                    )
                }
            case Shape.CHOICE | Shape.CHOICES | Shape.FLAG:
                return {
                    "choices": tuple((code, self._speech.term(code)) for code in field.choices)
                }
            case Shape.GROUP:
                return {"parts": tuple(self._each(field.parts, name))}
            case Shape.ROWS:
                count = max(row_count(self._filled, name), 1) + (self._more == name)
                return {
                    "rows": tuple(
                        tuple(self._each(field.parts, f"{name}.{n}")) for n in range(count)
                    )
                }
            case _:
                return {}

    def _each(self, parts: Sequence[FormField], name: str) -> list[Drawn]:
        return [
            self.field(part, name if part.last == "*" else f"{name}.{part.last}") for part in parts
        ]


# ------------------------------------------------------------------------------- the entry


def entry_choices(visit: Visit, act: Composing, filled: Filled) -> dict[str, Any]:
    """What the entry of a move must or may carry, each with its choices in words."""
    speech, rule = visit.speech, act.rule
    parts = rule.required | rule.optional
    told: dict[str, Any] = {
        "value": {name: said(filled, name) for name in _SINGLE},
        "required": {part.value for part in rule.required},
        "parts": {part.value for part in parts},
        "handling": set(filled.get("handling", ())),
        "caveats": set(filled.get("caveats", ())),
        "handling_choices": [(code.value, speech.term(code.value)) for code in Handling],
        "caveat_choices": [(code.value, speech.term(code.value)) for code in Caveat],
        "precedence_choices": [(code.value, speech.term(code.value)) for code in Precedence],
        "urgency_choices": [(code.value, speech.term(code.value)) for code in Urgency],
        "likelihood_choices": [(code.value, speech.term(code.value)) for code in Likelihood],
        "code_choices": [(code, told_word(speech, act.kind, code)) for code in sorted(rule.codes)],
        "scales": [_scale(speech, scale) for scale in Scale],
        "outcomes": [],
        "flash": rule.signers.flash,
        "places": _places(visit, act),
        "marked": PROCEDURES[act.kind].marked,
        "languages": bool(act.fields),
        "language_choices": [(each.value, speech.term(each.value)) for each in Language],
    }
    if Part.OUTCOMES in parts and act.told:
        told["outcomes"] = [
            {"item": item, "name": f"outcome.{n:03}", "value": said(filled, f"outcome.{n:03}")}
            for n, item in enumerate(act.told.get("items", ()))
        ]
    return told


_SINGLE = (
    "authentic basis code due flash information likelihood offer_until place precedence "
    "retain_until source urgency"
).split()


def _scale(speech: Speech, scale: Scale) -> dict[str, Any]:
    """One scale of grading with its steps in words."""
    return {
        "code": scale.value,
        "word": speech.term(scale.value),
        "source": [(step, speech.term(f"{scale}.source.{step}")) for step in SOURCES[scale]],
        "information": [
            (step, speech.term(f"{scale}.information.{step}")) for step in INFORMATION[scale]
        ],
    }


def _places(visit: Visit, act: Composing) -> list[dict[str, Any]]:
    """To whom, in which dossier, for what: only what some arrangement in force admits."""
    if act.place is not None:
        return []
    found = []
    for link in visit.ask("admitted"):
        name = link["names"].get(visit.speech.language, link["partner"])
        for terms in link["dossiers"]:
            if act.kind not in terms["kinds"]:
                continue
            for purpose in terms["purposes"]:
                found.append(
                    {
                        "value": f"{link['partner']} {terms['code']} {purpose}",
                        "partner": name,
                        "dossier": visit.speech.term(terms["code"]),
                        "purpose": visit.speech.term(purpose),
                        "handling": strictest(terms["handling"]),
                    }
                )
    return found
