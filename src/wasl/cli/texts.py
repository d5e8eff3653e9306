"""Texts as officers bring them to the command: a file, standard input, a form."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from wasl.core import canonical
from wasl.core.canonical import BODY_LIMIT_BYTES, Json
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import PROSE_LIMIT
from wasl.forms.wording import plain


def read_prose(path: str) -> str:
    """The text of a file, or of standard input for ``-``.

    Refuses ``unreadable-file``, ``wrong-encoding`` (not UTF-8), ``too-large`` and
    ``text-missing`` for nothing but spaces.
    """
    limit = PROSE_LIMIT * 4
    content = read_bytes(path, limit)
    try:
        text = plain(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedError("wrong-encoding", {"file": shown_name(path)}) from error
    if len(text) > PROSE_LIMIT:
        raise RefusedError("too-large", {"file": shown_name(path), "limit": PROSE_LIMIT})
    if not text.strip():
        raise RefusedError("text-missing", {"file": shown_name(path)})
    return text


def read_bytes(path: str, limit_bytes: int) -> bytes:
    """What a file or standard input (``-``) holds; ``unreadable-file``, ``too-large``."""
    try:
        if path == "-":
            content = sys.stdin.buffer.read(limit_bytes + 1)
        else:
            with Path(path).open("rb") as stream:
                content = stream.read(limit_bytes + 1)
    except (OSError, ValueError) as error:
        raise RefusedError("unreadable-file", {"file": shown_name(path)}) from error
    if len(content) > limit_bytes:
        raise RefusedError("too-large", {"file": shown_name(path), "limit": limit_bytes})
    return content


def read_form(path: str) -> dict[str, Json]:
    """A body somebody filled in as JSON: one object.

    Refuses ``malformed`` for anything else, for a field written twice and for deep nesting.
    """
    content = read_bytes(path, BODY_LIMIT_BYTES)
    try:
        canonical.dumps(orjson.loads(content))  # its depth first: the other reader has no limit
        value: Json = json.loads(content, object_pairs_hook=_once)
    except ValueError as error:
        # What is wrong with the form, in the words of the profile; never a value of it.
        why = str(error) if type(error) is ValueError else "not JSON"
        raise RefusedError("malformed", {"file": shown_name(path), "why": why}) from error
    if not isinstance(value, dict):
        raise RefusedError("malformed", {"file": shown_name(path), "why": "not an object"})
    return value


def _once(pairs: Sequence[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose fields are each written once."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a field twice")
    return dict(pairs)


def whole_path(path: str) -> str:
    """A path the node can be told, whichever folder it runs in.

    Refuses ``unreadable-file`` for words that name no file on any disk.
    """
    try:
        path.encode()
        whole = str(Path(path).absolute())
    except (OSError, ValueError) as error:
        raise RefusedError("unreadable-file", {"file": "?"}) from error
    if "\0" in whole:
        raise RefusedError("unreadable-file", {"file": "?"})
    return whole


def shown_name(path: str) -> str:
    """A file as a refusal names it: without the folders it lies in."""
    return Path(path).name[:64].encode(errors="replace").decode() or "-"
