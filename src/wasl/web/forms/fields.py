"""The fields of a form, worked out from the tables of the core: no form is written for a kind.

A body is a model of ``core.exchange``; each of its fields becomes what an officer fills in, by the
type it is declared with. What the node adds by itself is not asked for.
"""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from wasl.core.exchange.body import Name, Prose
from wasl.core.procedure import MoveRule
from wasl.locale.hints import FIELD_HELP
from wasl.locale.labels import LABELS

# What the node knows and nobody types, by kind and field.
ADDED = frozenset(
    {
        ("certificate", "course"),
        ("certificate", "issuer"),
        ("certificate", "session"),
        ("hit", "judged_by"),
        ("nomination", "person"),
        ("recall", "holders"),
        ("recall", "relays"),
        ("report", "onward"),
    }
)
# Whole numbers of the format that officers write with a point: how many places are behind it.
PLACES = {"lat_udeg": 6, "lon_udeg": 6, "thousandths": 3, "purity_permille": 0}
DEEPEST = 4
DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Shape(StrEnum):
    """How a field is filled in."""

    PROSE = "prose"
    NAME = "name"
    LINE = "line"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field: where it stands in the body, what it is called, how it is filled in.

    ``parts`` are the fields of a group, or of one row; ``choices`` the codes there are.
    """

    path: str
    label: str
    hint: str = ""
    shape: Shape
    required: bool
    choices: tuple[str, ...] = ()
    places: int = 0
    parts: tuple["FormField", ...] = ()

    @property
    def last(self) -> str:
        """Its own name, without what it stands in."""
        return self.path.rpartition(".")[2]


def body_fields(kind: str, rule: MoveRule) -> tuple[FormField, ...]:
    """The fields of a move's body, what must be there first; none where it carries none."""
    if rule.body is None:
        return ()
    found = list(_of_model(kind, rule.body, "", 0))
    return tuple(sorted(found, key=lambda field: not field.required))


def _of_model(kind: str, model: type[BaseModel], before: str, depth: int) -> Iterator[FormField]:
    for name, field in model.model_fields.items():
        if (kind, name) in ADDED and depth == 0:
            continue
        if any(getattr(mark, "max_length", 1) == 0 for mark in field.metadata):
            continue  # a note that may list nobody
        marked = (field.annotation, field.metadata)
        made = _field(kind, f"{before}{name}", marked, field.is_required(), depth)
        if made is not None:
            yield made


def _field(
    kind: str, path: str, marked: tuple[Any, Sequence[object]], required: bool, depth: int
) -> FormField | None:
    annotation, marks = _bare(*marked)
    name = _name_in(path)
    told: dict[str, Any] = {
        "path": path,
        "label": LABELS.get(name, name),
        "hint": FIELD_HELP.get(name, "") if depth == 0 else "",
        "required": required,
    }
    shape, more = _shape(annotation, marks)
    if shape is None or depth > DEEPEST:
        return None
    if shape is Shape.GROUP:
        more = {"parts": tuple(_of_model(kind, annotation, f"{path}.", depth + 1))}
    elif shape is Shape.ROWS:
        (inner, *_rest) = get_args(annotation)
        row = _field(kind, f"{path}.*", (inner, ()), True, depth + 1)
        if row is None:
            return None
        more = {"parts": row.parts if row.shape is Shape.GROUP else (row,)}
    return FormField(shape=shape, **told, **more, places=PLACES.get(name, 0))


def _shape(annotation: Any, marks: Sequence[object]) -> tuple[Shape | None, dict[str, Any]]:  # noqa: ANN401
    """How a type is filled in; none for one that no form of ours can hold."""
    if get_origin(annotation) is tuple:
        inner, _marks = _bare(get_args(annotation)[0], ())
        if _codes(inner):
            return Shape.CHOICES, {"choices": _codes(inner)}
        return Shape.ROWS, {}
    if codes := _codes(annotation):
        return (Shape.FLAG if len(codes) == 1 else Shape.CHOICE), {"choices": codes}
    if annotation is bool:
        return Shape.FLAG, {"choices": ("true",)}
    if annotation is int:
        return Shape.NUMBER, {}
    if annotation is str:
        return (Shape.DAY if DAY_PATTERN in _patterns(marks) else Shape.LINE), {}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if issubclass(annotation, Prose):
            return Shape.PROSE, {}
        return (Shape.NAME if issubclass(annotation, Name) else Shape.GROUP), {}
    return None, {}


def _patterns(marks: Sequence[object]) -> Iterator[str]:
    """The patterns a text is held to."""
    for mark in marks:
        if pattern := getattr(mark, "pattern", None):
            yield pattern
        yield from _patterns(getattr(mark, "metadata", ()))


def _codes(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The codes of a closed list, in its own order."""
    if get_origin(annotation) is Literal:
        return tuple(str(code) for code in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(code.value for code in annotation)
    return ()


def _bare(annotation: Any, marks: Sequence[object]) -> tuple[Any, list[object]]:  # noqa: ANN401
    """A type without what says it may be absent, and all that is said of it."""
    found = list(marks)
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            found += more
        elif get_origin(annotation) in {Union, types.UnionType}:
            inner = [part for part in get_args(annotation) if part is not type(None)]
            if len(inner) != 1:
                return None, found
            annotation = inner[0]
        else:
            return annotation, found


def _name_in(path: str) -> str:
    """The name a field is labelled by: a row of a list is called as its list."""
    return next(part for part in reversed(path.split(".")) if part != "*")
