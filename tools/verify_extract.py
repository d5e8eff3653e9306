#!/usr/bin/env python3
"""Checks an extract of a log, or a proof that a log was signed twice, with nothing but this file.

python3 verify_extract.py FILE [--against OTHER] [--json]: exit 0 sound, 1 unsound, 2 unreadable.
Python 3.11 and `cryptography` 50 are all it needs; it imports nothing of the project. The numbers
are the steps of docs/spec/extract.md §4; the other formats are the pages beside it.
"""

import argparse
import hmac
import json
import re
import struct
import sys
import unicodedata
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace as Value
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey, MLDSA65PublicKey

NODE, HEX = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?", "[0-9a-f]{64}"
EPOCH = r"(?:0|[1-9]\d{0,15})-[0-9a-f]{16}"
TIME = r"[0-9]{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
ORIGIN = re.compile(rf"(?P<node>{NODE})/wasl/(?P<link>[0-9a-f]{{32}})/(?P<epoch>{EPOCH})", re.A)
ORDER = {
    "extract": "arrangement_id statement body checkpoint refusal erasure sha256".split(),
    "fork": "arrangement_id statement checkpoint consistency sha256".split(),
}
KINDS: dict[int, tuple[Any, int]] = {
    1: (Ed25519PublicKey, 32),
    4: (Ed25519PublicKey, 32),
    6: (MLDSA44PublicKey, 1312),
    255: (MLDSA65PublicKey, 1952),
}
EMPTY_ROOT, P = sha256(b"").digest(), 2**255 - 19
ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL = {0, 1, P - 1, ORDER_8, P - ORDER_8}
ROOTED = {"recognise", "restore", "withdraw", "sign", "conclude"}


class RefusedError(Exception):
    """A rule that bytes break, and why."""


def need(holds: object, rule: str, why: str) -> None:
    if not holds:
        raise RefusedError(rule, why)


def is_size(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**53


def is_text(value: object, pattern: str) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(pattern, value, re.A))


def parse(text: str) -> Any:
    """The value of canonical JSON: keys sorted, no space, no float, NFC."""
    value = json.loads(text, parse_float=str, parse_constant=str)
    same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    need(same and unicodedata.is_normalized("NFC", text), "not-canonical", "other bytes")
    return value


def base64(text: str, size: int | None = None) -> bytes:
    raw = b64decode(text, validate=True)
    need(b64encode(raw).decode() == text and size in (None, len(raw)), "malformed", "base64")
    return raw


def seconds(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())


def read_note(text: str) -> Value:
    """note.md: the text, its hash, and (name, key id, rest) of each line."""
    body, blank, tail = text.rpartition("\n\n")
    plain = blank and tail.endswith("\n") and not re.search(r"[\0-\x09\x0b-\x1f]", text)
    found = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in tail[:-1].split("\n")]
    fits = len(text.encode()) <= 65_536 and len(found) <= 32
    need(plain and all(found) and fits, "malformed-note", "no note")
    blobs = [(m[1], base64(m[2])) for m in found if m]
    need(all(len(blob) > 4 for _, blob in blobs), "malformed-note", "short line")
    lines = [(name, blob[:4], blob[4:]) for name, blob in blobs]
    return Value(text=body + "\n", lines=lines, sha=sha256(f"{body}\n".encode()).hexdigest())


def read_head(text: str) -> Value:
    """checkpoint.md: origin, size and root, and no other line."""
    note, parts = read_note(text), text.split("\n")
    origin = ORIGIN.fullmatch(parts[0])
    need(origin and note.text.count("\n") == 3, "malformed-note", "no checkpoint")
    need(re.fullmatch("0|[1-9][0-9]{0,15}", parts[1]), "malformed-note", "size")
    note.size, note.root, note.origin = int(parts[1]), base64(parts[2], 32), parts[0]
    need(note.size or note.root == EMPTY_ROOT, "malformed-note", "root of an empty log")
    return Value(**vars(note), **(origin.groupdict() if origin else {}))


def new_key(name: str, kind: int, text: str) -> tuple[str, int, bytes]:
    """note.md §4.1: a key that only its holder can sign for."""
    raw = base64(text, KINDS[kind][1])
    y = int.from_bytes(raw[:32], "little") % 2**255
    weak = not any(raw[32:]) if kind in (6, 255) else y >= P or y in SMALL
    need(not weak, "unsafe-key", name)
    return name, kind, raw


def read_statement(text: str, line: int) -> Value:
    """keys.md, recognition.md, minutes.md or arrangement.md, by the first line."""
    note = read_note(text)
    note.kind, _, rest = note.text.partition("\n")
    names = ("keys", "recognition", "minutes", "arrangement")
    need(note.kind in [f"wasl-{name}/1" for name in names], "malformed-note", "kind")
    note.line, said = line, parse(rest[:-1])
    note.said, note.node = said, said.get("node") if note.kind == "wasl-keys/1" else ""
    if note.node:
        name = f"{note.node}/wasl"
        note.roots = [
            [new_key(f"{name}/root/{root['number']}", kind, root[half])
             for kind, half in ((1, "ed25519"), (255, "mldsa65"))]
            for root in said["roots"]
        ]
        note.author = [new_key(name, 1, key["public"]) for key in said["author"]]
        note.witness = [new_key(name, 4, key["public"]) for key in said["witness"]]
        note.lasting = [new_key(name, 6, key["public"]) for key in said["long_lived"]]
    return note


def time_of(note: Value, key: tuple[str, int, bytes], rest: bytes) -> int | None:
    """The time a line says (0 for kinds without), if the line is valid by the key."""
    (name, kind, raw), time, signed = key, 0, note.text.encode()
    if kind in (4, 6):
        time, rest = int.from_bytes(rest[:8], "big"), rest[8:]
        named, origin, stamp = name.encode(), note.origin.encode(), struct.pack(">Q", time)
        tree = bytes([len(origin)]) + origin + struct.pack(">QQ", 0, note.size) + note.root
        lasting = b"subtree/v1\n\0" + bytes([len(named)]) + named + stamp + tree
        signed = lasting if kind == 6 else f"cosignature/v1\ntime {time}\n".encode() + signed
    context = [b"wasl-statement/1"] if kind == 255 else []
    try:
        KINDS[kind][0].from_public_bytes(raw).verify(rest, signed, *context)
    except InvalidSignature:
        return None
    return time if time <= 253_402_300_799 else None
