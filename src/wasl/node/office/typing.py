"""What an officer has typed into a form and not signed yet: kept in the store, theirs alone.

It survives a lost session, a locked screen and a node that was stopped; thirty days after it was
last touched it is gone.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wasl.core.errors import RefusedError
from wasl.node.accounts import officer_of
from wasl.node.clock import read_stamp, stamp
from wasl.node.node import Node
from wasl.node.ports import Look, Turn

KEPT_FOR = timedelta(days=30)
MOST = 20  # forms of one officer, the one longest untouched forgotten first
FORM_LIMIT_BYTES = 131_072
WHOLE_LIMIT_BYTES = 1_048_576
PLACE_LIMIT = 200

Told = dict[str, Any]


def typed(node: Node, turn: Turn, *, officer: str) -> list[Told]:
    """Every form an officer has begun, the last touched first; refuses ``no-such-officer``."""
    held = _held(node, turn, officer_of(turn, officer).id)
    return [{"place": place, **each} for place, each in reversed(held.items())]


def type_in(
    node: Node, turn: Turn, *, officer: str, place: str, filled: Mapping[str, Any]
) -> Told:
    """What stands in the form at a place from now on; an empty one is forgotten.

    Refuses ``no-such-officer``, ``bad-arguments`` and ``too-large``.
    """
    row = officer_of(turn, officer)
    if len(place) > PLACE_LIMIT or not all(map(_is_texts, filled.values())):
        raise RefusedError("bad-arguments", {"why": "not a form"})
    if len(_written(dict(filled))) > FORM_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FORM_LIMIT_BYTES})
    held = {at: each for at, each in _held(node, turn, row.id).items() if at != place}
    at = stamp(node.clock.now())
    if filled:
        held[place] = {"at": at, "filled": dict(filled)}
    kept = [{"place": place, **each} for place, each in held.items()][-MOST:]
    while len(_written(kept)) > WHOLE_LIMIT_BYTES:
        kept.pop(0)
    turn.put_setting(_where(row.id), _written(kept))
    return {"at": at, "place": place}


def _held(node: Node, look: Look, officer: str) -> dict[str, Told]:
    """The forms of an officer by their place, the last touched last."""
    written = look.setting(_where(officer))
    since = node.clock.now() - KEPT_FOR
    return {
        each["place"]: {"at": each["at"], "filled": each["filled"]}
        for each in (json.loads(written) if written else ())
        if read_stamp(each["at"]) > since
    }


def _written(value: object) -> bytes:
    """Not canonical: an officer's letters are kept as they were typed, whatever they are."""
    return json.dumps(value, ensure_ascii=False).encode()


def _is_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _where(officer: str) -> str:
    return f"typed/{officer}"
