"""What a note from desk to desk may not hold: the form looks for numbers that name a person.

procedures.md §3.1: a note carries no personal data. A telephone, passport or case number has six
digits or more; a day or an hour has not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wasl.core.errors import RefusedError

# Days as officers write them: 2026-11-25, 25/11/2026, 25.11.2026. Digits of any script.
_DAY = re.compile(r"\b(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
_NUMBER = re.compile(r"\d(?:[ ().\-/\u00a0\u202f]{0,2}\d){5,}")


def refuse_numbers(body: Mapping[str, Any]) -> None:
    """Refuses ``note-personal`` where a text of the body holds six digits or more in a row."""
    for field, text in _texts(body, ""):
        if _NUMBER.search(_DAY.sub("", text)):
            raise RefusedError("note-personal", {"field": field})


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, path)
