"""What officers decided on matches. A score decides nothing: without an officer there is no
judgement, and no judgement makes, joins or widens an entity.

A judgement belongs to two contents by their ids. A corrected entity has another id, and is to be
judged again.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError

from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.values import EntityId, Slug, Value

ACT = "judge"
_MARK = b'"act":"judge"'
_Count = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class Judgement(StrEnum):
    """Whether two entities are one, as an officer decided."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


class Ground(StrEnum):
    """On what an officer decided."""

    NUMBER = "number"
    BIRTH = "birth"
    FAMILY = "family"
    ORIGIN = "origin"
    LIKENESS = "likeness"
    KNOWN = "known"
    TOO_LITTLE = "too_little"


class Seen(Value):
    """What the officer saw: the score in thousandths, its terms, what was found, and the
    versions these depend on. Names stand in the entities, and nowhere else."""

    score: Annotated[int, Field(ge=0, le=1_000)]
    terms: dict[Slug, _Count]
    found: Annotated[tuple[Slug, ...], Field(max_length=64)]
    versions: dict[Slug, Annotated[str, Field(max_length=64)]]


class Judged(Value):
    """One decision on two entities, whose ids stand in their order."""

    pair: tuple[EntityId, EntityId]
    judgement: Judgement
    ground: Ground
    seen: Seen


class Standing(Value):
    """The last decision on two entities: who, by pseudonym, and when."""

    judged: Judged
    officer: str
    at: str


Pair = tuple[str, str]


def read_judged(untrusted: Json) -> Judged:
    """A decision from outside.

    Refuses ``bad-judgement`` for another form, or one entity twice, and ``ground-unfit`` for too
    little known as the ground of a decision.
    """
    try:
        judged = Judged.model_validate_json(canonical.dumps(untrusted))
    except ValueError as error:
        raise RefusedError("bad-judgement", {"field": _field(error)}) from error
    if judged.pair[0] >= judged.pair[1]:
        raise RefusedError("bad-judgement", {"field": "pair"})
    if judged.ground is Ground.TOO_LITTLE and judged.judgement is not Judgement.UNSURE:
        raise RefusedError("ground-unfit", {"ground": judged.ground.value})
    return judged


def _field(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "form"
    return ".".join(map(str, error.errors(include_url=False, include_input=False)[0]["loc"]))


def plain(judged: Judged) -> Json:
    """A decision as it stands in a line of the house log."""
    found: Json = judged.model_dump(mode="json")
    return found


def standing(lines: Iterable[bytes]) -> dict[Pair, Standing]:
    """The last decision on each two entities, from lines of the house log in their order."""
    found: dict[Pair, Standing] = {}
    for line in lines:
        if _MARK not in line:
            continue
        told = canonical.loads(line)
        judged = read_judged(told["match"])
        found[judged.pair] = Standing(judged=judged, officer=told["officer"], at=told["at"])
    return found
