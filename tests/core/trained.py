"""What the tests of training kinds share: days, bodies, moves, and who may sign."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pydantic import BaseModel

from wasl.core import canonical
from wasl.core.case import Carried, check
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.procedure import Cited, Move, MoveRule, Part, Procedure, Side
from wasl.core.terms import OfficerRole

TEXT = {"ar": "نص مختلق.", "fr": "Texte inventé."}
UNSAFE = {"fr": "Texte\u202einventé."}
HASH = "ab" * 32
TRAINEE = {"pseudonym": "0f" * 16, "role": "OFFICIAL"}
SLOT = {"day": "2027-02-01", "half": "MORNING"}
PLACE = {"name": {"script": "Latn", "written": "École inventée"}}

Json = Mapping[str, object]


def day(number: int) -> datetime:
    """A day of January 2027."""
    return datetime(2027, 1, number, tzinfo=UTC)


def changed(body: Json, **parts: object) -> dict[str, object]:
    """The body with these parts; one that is ``...`` is left out."""
    return {name: part for name, part in {**body, **parts}.items() if part is not ...}


def refusal(model: type[BaseModel], body: Json) -> str:
    """The rule a body breaks, or nothing."""
    try:
        read_body(model, canonical.dumps(dict(body)))
    except RefusedError as error:
        return error.rule
    return ""


OPENINGS = {
    "assess",
    "call",
    "issue",
    "nominate",
    "observe",
    "offer",
    "open",
    "plan",
    "propose",
    "publish",
}


def log(*moves: Move | str) -> tuple[Move, ...]:
    """The moves of one log, in order; one given by name has seen all, an opening nothing."""
    return tuple(
        Move(index=place, seen=0 if move in OPENINGS else 9, move=move)
        if isinstance(move, str)
        else move
        for place, move in enumerate(moves)
    )


def moves_of(procedure: Procedure) -> set[str]:
    """The moves of both halves."""
    return {move for side in Side for _, move in procedure.half(side)}


def stands(
    rule: MoveRule,
    *parts: Part,
    by: tuple[OfficerRole, OfficerRole] = (OfficerRole.TRAINING, OfficerRole.RELEASER),
    code: str | None = None,
    cited: Iterable[Cited] = (),
    speaks: bool = False,
) -> str:
    """The rule an entry breaks that carries these parts beside what its move must, or nothing."""
    said = Carried(
        drafted=by[0],
        released=by[1],
        parts=rule.required | set(parts),
        code=code,
        cited=tuple(cited),
        speaks_of_persons=speaks,
    )
    return str(check(rule, said) or "")
