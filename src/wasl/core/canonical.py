"""One value has one sequence of bytes: the JSON profile every hash and signature stands on.

RFC 8785 (JSON Canonicalization Scheme) narrowed until a fast writer gives the same bytes: no
floats, |int| < 2^53, ASCII keys, NFC strings, depth <= 16, arrays <= 10,000, strings <= 64 KiB.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from wasl.core.errors import RefusedError

INTEGER_LIMIT = 2**53
DEPTH_LIMIT = 16
ARRAY_LIMIT = 10_000
STRING_LIMIT_BYTES = 65_536
BODY_LIMIT_BYTES = 262_144

# A quote within a string stands behind an odd number of backslashes, so only a member's name
# ends like this.
_NULL = re.compile(rb'(?<!\\)(?:\\\\)*":null[,}]')
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)")

Json = Any  # a tree of None, bool, int, str, list and dict: mypy has no useful recursive form


def dumps(value: object) -> bytes:
    """The canonical bytes of ``value``; a value outside the profile is our bug (ValueError)."""
    fault = _fault(value, 1)
    if fault:
        raise ValueError(fault)
    try:
        written = sorted_bytes(value)
    except TypeError as error:
        raise ValueError("no canonical form") from error
    if not is_nfc(written):
        raise ValueError("a string is not in NFC")
    return written


def sorted_bytes(value: object) -> bytes:
    """JSON with sorted keys and no spaces: canonical when ``value`` fits the profile."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def loads(untrusted: bytes, limit_bytes: int = BODY_LIMIT_BYTES) -> Json:
    """The value whose canonical bytes ``untrusted`` is.

    Refuses ``too-large`` above ``limit_bytes`` and ``not-canonical`` for anything else: a
    duplicate key, a float, other spacing, another key order, another escape, deep nesting.
    """
    if len(untrusted) > limit_bytes:
        raise RefusedError("too-large", {"limit": limit_bytes})
    try:
        value: Json = orjson.loads(untrusted)
        fault = _fault(value, 1)
        same = not fault and sorted_bytes(value) == untrusted
    except (ValueError, TypeError, RecursionError) as error:
        raise RefusedError("not-canonical", {"why": "not JSON"}) from error
    if not same:
        raise RefusedError("not-canonical", {"why": fault or "other bytes for the same value"})
    if not is_nfc(untrusted):
        raise RefusedError("not-canonical", {"why": "a string is not in NFC"})
    return value


def has_null(written: bytes) -> bool:
    """Whether canonical bytes hold a member that is null: what is absent is left out instead."""
    return b'":null' in written and _NULL.search(written) is not None


def statement_text(first_line: str, value: object) -> str:
    """The note text that states ``value``: what is signed, then one line of canonical JSON.

    One line, because a note text may hold no control character but the newline.
    """
    return f"{first_line}\n{dumps(value).decode()}\n"


def statement_line(untrusted_text: str, first_line: str) -> bytes:
    """The canonical JSON of a note text of this kind, of at most 64 KiB.

    Refuses ``malformed-note`` for another first line, ``not-canonical`` also for a member that
    is null, and as ``loads`` does.
    """
    first, _, rest = untrusted_text.partition("\n")
    if first != first_line or not rest.endswith("\n"):
        raise RefusedError("malformed-note", {"expected": first_line})
    line = rest[:-1].encode()
    loads(line, STRING_LIMIT_BYTES)
    if has_null(line):
        raise RefusedError("not-canonical", {"why": "null"})
    return line


def is_nfc(written: bytes) -> bool:
    """Whether every string is in NFC: the letter of an escape joins no mark that follows it."""
    if written.isascii():
        return True
    text = written.decode()
    normal = unicodedata.is_normalized
    return normal("NFC", text) or normal("NFC", _ESCAPE.sub(" ", text))


def _fault(value: object, depth: int) -> str:
    """What lies outside the profile, or an empty string."""
    if isinstance(value, str):
        # A character is at most four bytes: only long strings are worth encoding to count.
        if len(value) * 4 > STRING_LIMIT_BYTES and len(value.encode()) > STRING_LIMIT_BYTES:
            return "string too long"
        return ""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if -INTEGER_LIMIT < value < INTEGER_LIMIT else "integer out of range"
    if depth > DEPTH_LIMIT:
        return "nested too deep"
    # A dict is known at once; any other mapping only after a search of its ancestors.
    if isinstance(value, dict) or isinstance(value, Mapping):  # noqa: SIM101
        return _mapping_fault(value, depth)
    if isinstance(value, (list, tuple)):
        return _array_fault(value, depth)
    return f"{type(value).__name__} has no canonical form"


def _array_fault(value: Sequence[object], depth: int) -> str:
    if len(value) > ARRAY_LIMIT:
        return "array too long"
    for part in value:
        if fault := _fault(part, depth + 1):
            return fault
    return ""


def _mapping_fault(value: Mapping[object, object], depth: int) -> str:
    for key, part in value.items():
        if not (isinstance(key, str) and key.isascii()):
            return "key is not ASCII"
        if fault := _fault(part, depth + 1):
            return fault
    return ""
