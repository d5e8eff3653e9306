"""An invented body for every move: what its model needs, with what only a reader could know."""

import types
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.world import ALGIERS, TRIPOLI
from wasl.core.exchange.body import Prose
from wasl.core.procedure import MoveRule

WORDS = {"fr": "Texte inventé.", "ar": "نص مختلق."}
OFFICIAL = {"pseudonym": "7c1f90d2a4b85e63c0de11fa92b7e045", "role": "OFFICIAL"}
NAME = {"script": "Latn", "written": "Sami Invente"}
TITLE = {"title": WORDS}
GOODS = {"basis": "NET", "commodity": "CANNABIS_RESIN", "thousandths": 12_500, "unit": "KG"}
RIGHTS = {"form": "RIGHTS_MODULE", "hours": 4, "id": "M2", **TITLE}
# What no type says: the words a pattern wants, and what the parts of a body owe each other.
KNOWN: dict[str, Any] = {
    "agency": "Brigade inventée",
    "case": "A" * 14,
    "commitment": "cf" * 32,
    "consent": "given",
    "course": "5a" * 32,
    "date": "2026-03-01",
    "day": "2026-03-01",
    "exercise": "001",
    "first_day": "2027-02-14",
    "from_size": 0,
    "goods": [GOODS],
    "holder": OFFICIAL,
    "holders": ["Bureau voisin"],
    "identification": {"person": {"role": "MISSING"}},
    "issuer": ALGIERS,
    "item": "5a" * 32,
    "judged_by": "0123456789abcdef",
    "languages": ["fr"],
    "last_day": "2027-02-18",
    "leaf": "5a" * 32,
    "link": "ab" * 16,
    "modules": [{"form": "THEORY", "hours": 12, "id": "M1", **TITLE}, RIGHTS],
    "overseer": TRIPOLI,
    "party": ALGIERS,
    "place": {"name": NAME},
    "points_sha256": "ab" * 32,
    "proofs": "AAAA",
    "person": OFFICIAL,
    "pseudonym": OFFICIAL["pseudonym"],
    "rights_module": "M2",
    "rights_module_passed": True,
    "salt": "ab" * 32,
    "serial": "2027/1",
    "session": "6b" * 32,
    "sha256": "ab" * 32,
    "starts": "2026-12-01T08:00:00Z",
    "valid_from": "2027-02-18",
    "valid_until": "2030-02-17",
}
# Of a body whose parts depend on each other, by the name of its model and of its module.
WHOLE: dict[tuple[str, str], dict[str, Any]] = {
    ("check", "Asked"): {"points_sha256": "ab" * 32, "count": 16},
    ("check", "Declared"): {"keys": [{"family": "doc", "parts": ["X123"]}]},
    ("extract_case", "Demanded"): {"from_size": 0},
    ("course", "Course"): {"link": None},
    ("meeting", "Called"): {"link": None, "place": KNOWN["place"]},
    ("check", "Evaluations"): {"person": 1},
    ("namesake", "Offered"): {"persons": [{"name": NAME, "role": "BYSTANDER"}]},
    ("nomination", "Nominated"): {"person": OFFICIAL},
    ("notice", "Notified"): {"goods": [GOODS]},
    ("session", "Published"): {
        "reserve": 9,
        "seats": [{"count": 9, "party": ALGIERS}, {"count": 9, "party": TRIPOLI}],
    },
    ("revise", "Revised"): {"new": WORDS, "old": WORDS},
}


def body_of(rule: MoveRule) -> dict[str, Any] | None:
    """What the model of a move needs, and its words where it may have some."""
    if rule.body is None:
        return None
    made = dict(_model(rule.body))
    for name in ("note", "text"):
        field = rule.body.model_fields.get(name)
        if field is not None and _is_prose(field):
            made.setdefault(name, WORDS)
    return made


@cache
def _model(model: type[BaseModel]) -> dict[str, Any]:
    place = model.__module__.rpartition(".")[2], model.__name__
    known = WHOLE.get(place, {})
    made = {
        name: _value(name, field.annotation, field)
        for name, field in model.model_fields.items()
        if field.is_required() and name not in known
    }
    return {**made, **{name: value for name, value in known.items() if value is not None}}


def _is_prose(field: FieldInfo) -> bool:
    return field.annotation is Prose or Prose in get_args(field.annotation)


def _value(name: str, kind: Any, field: FieldInfo | None = None) -> Any:
    """One value of a type."""
    if kind is Prose:
        return WORDS
    if name in KNOWN and not (isinstance(kind, type) and issubclass(kind, Enum)):
        return KNOWN[name]
    if get_origin(kind) is Annotated:
        return _value(name, get_args(kind)[0], field)
    if get_origin(kind) in {Union, types.UnionType}:
        return _value(name, next(arg for arg in get_args(kind) if arg is not type(None)), field)
    if get_origin(kind) is tuple:
        return [_value(name, get_args(kind)[0])]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model(kind)
    if kind is int:
        return _least(field)
    return False if kind is bool else "Texte"


def _least(field: FieldInfo | None) -> int:
    """The least number a field takes, and one at least."""
    marks = field.metadata if field else []
    least: list[int] = [mark.ge for mark in marks if isinstance(mark, Ge)]  # type: ignore[misc]
    return max(1, *least, 1)
