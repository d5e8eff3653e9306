"""The bytes of an entity, the id they give it, and the one door back.

Bytes are those of RFC 8785 with sorted keys. Texts stay as they were written, so that the NFC
rule of what travels does not hold here: a name that goes into an item is put in NFC there.
"""

import base64
import hashlib

import orjson
from pydantic import TypeAdapter, ValidationError

from wasl.core.canonical import Json, sorted_bytes
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.kinds import AnyEntity

ENTITY_LIMIT_BYTES = 1_048_576

_ENTITY: TypeAdapter[AnyEntity] = TypeAdapter(AnyEntity)


def entity_id(entity: AnyEntity) -> str:
    """The id of what an entity says: another value, another id."""
    return _id_of(sorted_bytes(_plain(entity)))


def write_entity(entity: AnyEntity) -> bytes:
    """One line of canonical JSON, the id in it."""
    return identified(entity)[1]


def identified(entity: AnyEntity) -> tuple[str, bytes]:
    """The id of an entity, and its line."""
    plain = _plain(entity)
    identity = _id_of(sorted_bytes(plain))
    return identity, sorted_bytes({**plain, "id": identity})


def read_entity(untrusted_line: bytes) -> AnyEntity:
    """The entity whose bytes these are.

    Refuses ``role-missing`` for a person without one and ``bad-entity`` for everything else:
    another id than its content gives, a field nobody knows, a value outside its rule.
    """
    return read_identified(untrusted_line)[1]


def read_identified(untrusted_line: bytes) -> tuple[str, AnyEntity]:
    """The same, with the id."""
    stated, rest = _apart(untrusted_line)
    try:
        entity = _ENTITY.validate_json(rest)
    except ValidationError as error:
        raise _refusal(error) from error
    # A default written out would give the same entity another id.
    if sorted_bytes(_plain(entity)) != rest or stated != _id_of(rest):
        raise RefusedError("bad-entity", {"field": "id"})
    return stated, entity


def _apart(untrusted_line: bytes) -> tuple[Json, bytes]:
    """The id a line states, and the canonical bytes without it."""
    if len(untrusted_line) > ENTITY_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": ENTITY_LIMIT_BYTES})
    try:
        held: Json = orjson.loads(untrusted_line)
        canonical = isinstance(held, dict) and sorted_bytes(held) == untrusted_line
    except (ValueError, TypeError) as error:
        raise RefusedError("bad-entity", {"field": "json"}) from error
    if not canonical:
        raise RefusedError("bad-entity", {"field": "json"})
    stated = held.pop("id", None)
    return stated, sorted_bytes(held)


def _plain(entity: AnyEntity) -> Json:
    return entity.model_dump(mode="json", exclude_defaults=True)


def _id_of(written: bytes) -> str:
    digest = base64.b32encode(hashlib.sha256(written).digest()).decode()
    return f"e1:{digest.rstrip('=').lower()}"


def _refusal(error: ValidationError) -> RefusedError:
    """The rule the first fault breaks and the path to it: never a value."""
    fault = error.errors(include_url=False, include_input=False)[0]
    # The first step is the kind, by which pydantic chose the model.
    steps = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    path = ".".join(str(step) for step in steps)
    if fault["type"] == "missing" and steps[-1:] == ("role",):
        return RefusedError("role-missing", {"field": path})
    return RefusedError("bad-entity", {"field": path})
