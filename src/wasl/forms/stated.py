"""The statement a text of clauses is brought with: of this very body, between two services."""

from collections.abc import Mapping
from hashlib import sha256

from pydantic import ValidationError

from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.clause import Stated, Version, check_ready, stated_text
from wasl.core.errors import RefusedError
from wasl.forms.placing import Asked


def statement_of(door: Asked, kind: str, partner: str, body: Mapping[str, Json]) -> str:
    """The statement of this very body between us and the partner, under our author line.

    Refuses by clause and language what is not ready: ``language-missing``, ``clause-stale``,
    ``clause-number-mismatch`` and ``unsafe-text``; and ``bad-body`` for what is no text.
    """
    try:
        written = canonical.dumps(dict(body))
        version = Version.model_validate_json(canonical.dumps(body.get("text")))
    except ValidationError as error:
        raise RefusedError("bad-body", {"field": "text"}) from error
    except ValueError as error:
        raise RefusedError("bad-body", {"why": str(error)[:64]}) from error
    check_ready(version)
    ours = door.ask("key-show", {})["node"]
    stated = Stated.model_validate(
        {
            "kind": kind,
            "parties": tuple(sorted((ours, partner))),
            "sha256": sha256(written).hexdigest(),
        }
    )
    note: str = door.ask("propose-text", {"text": stated_text(stated)})["note"]
    return note
