"""An arrangement as a form: TOML for writing, canonical JSON for signing (trust.md §3.1).

TOML has no canonical bytes and so cannot be signed. The parties and the hashes of their key
statements are filled in from the statements, the hashes of the prose from its files.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from wasl.cli.desk import read_text
from wasl.cli.texts import read_prose
from wasl.core import canonical
from wasl.core.arrangement import FIRST_LINE, read_arrangement
from wasl.core.canonical import Json
from wasl.core.case import PROCEDURES
from wasl.core.errors import RefusedError
from wasl.locale.speech import LANGUAGES

SIDES = ("ours", "theirs")

Sides = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a form is drafted into: every key statement as told, and which text it follows."""

    ours: Json
    theirs: tuple[Json, ...]
    arrangement_id: str
    version: int
    previous: str | None


def arrangement_of(path: str, placed: Placed) -> tuple[str, dict[str, str]]:
    """The note text a form makes, and its prose by language.

    Refuses ``unreadable-file``, ``wrong-encoding``, ``malformed`` for what is no TOML, and
    ``bad-arrangement`` for a field that is missing, unknown or outside its rule.
    """
    form = _read(path)
    prose = _prose(path, form.pop("prose", None))
    sides = {
        "ours": (placed.ours["node"],),
        "theirs": tuple(told["node"] for told in placed.theirs),
    }
    fields = {
        **form,
        "calendar": _by_node(form.get("calendar"), sides, "calendar"),
        "dossiers": [_dossier(terms, sides) for terms in _listed(form.get("dossiers"))],
        "id": placed.arrangement_id,
        "parties": [_party(told) for told in (placed.ours, *placed.theirs)],
        "texts": {language: hash_of(text) for language, text in prose.items()},
        "version": placed.version,
    }
    if placed.previous:
        fields["previous"] = placed.previous
    try:
        text = canonical.statement_text(FIRST_LINE, _plain(fields))
    except (ValueError, TypeError) as error:
        raise RefusedError("bad-arrangement", {"field": str(error)[:64]}) from error
    read_arrangement(text)
    return text, prose


def hash_of(prose: str) -> str:
    """How a text names its prose: SHA-256 of its UTF-8 bytes, in hex."""
    return sha256(prose.encode()).hexdigest()


def prose_path(text_path: str, language: str) -> Path:
    """Where the prose of a drafted text lies, in one language."""
    return Path(f"{text_path}.{language}.txt")


def read_prose_of(text_path: str, hashes: Mapping[str, str]) -> dict[str, str]:
    """The prose beside a drafted text; refuses ``wrong-prose`` where a hash does not fit."""
    found = {}
    for language in LANGUAGES:
        found[language] = read_prose(str(prose_path(text_path, language)))
        if hash_of(found[language]) != hashes[language]:
            raise RefusedError("wrong-prose", {"language": language})
    return found


def _read(path: str) -> dict[str, Json]:
    try:
        return tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RefusedError("malformed", {"file": Path(path).name, "why": "not TOML"}) from error


def _prose(path: str, named: Json) -> dict[str, str]:
    """The prose a form names, each file beside the form."""
    if not isinstance(named, dict) or set(named) != set(LANGUAGES):
        raise RefusedError("bad-arrangement", {"field": "prose"})
    folder = Path(path).parent
    return {language: read_prose(str(folder / str(named[language]))) for language in LANGUAGES}


def _party(told: Json) -> dict[str, Json]:
    return {
        "keys_sha256": told["sha256"],
        "name": told["service"],
        "node": told["node"],
        "office": told["office"],
    }


def _dossier(terms: Json, sides: Sides) -> Json:
    """The terms of a dossier; one list of kinds stands for all sides.

    Refuses ``bad-arrangement`` for a kind of case that there is none of.
    """
    if not isinstance(terms, dict):
        raise RefusedError("bad-arrangement", {"field": "dossiers"})
    kinds = terms.get("kinds")
    if isinstance(kinds, list):
        kinds = dict.fromkeys(SIDES, kinds)
    by_node = _by_node(kinds, sides, "dossiers.kinds")
    said = {str(kind) for listed in by_node.values() for kind in _listed(listed)}
    if unknown := sorted(said - set(PROCEDURES)):
        raise RefusedError("bad-arrangement", {"field": f"dossiers.kinds: {unknown[0][:32]}"})
    return {**terms, "kinds": by_node}


def _by_node(told: Json, sides: Sides, field: str) -> dict[str, Json]:
    """What a form says of ours and theirs, or of a node by name, said of every node."""
    nodes = [node for named in sides.values() for node in named]
    if not isinstance(told, dict):
        raise RefusedError("bad-arrangement", {"field": field})
    found: dict[str, Json] = {}
    for side, value in told.items():
        found |= dict.fromkeys(sides.get(side, (side,)), value)
    if set(found) != set(nodes):
        raise RefusedError("bad-arrangement", {"field": field})
    return found


def _listed(told: Json) -> list[Json]:
    return told if isinstance(told, list) else []


def _plain(value: Json) -> Json:
    """The value with days as text and every text in NFC."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
