#!/usr/bin/env python3
"""Checks an extract of a log, or a proof that a log was signed twice, with nothing but this file.

python3 verify_extract.py FILE [--against OTHER] [--json]: exit 0 sound, 1 unsound, 2 unreadable.
Python 3.11 and `cryptography` 50 are all it needs; it imports nothing of the project. Steps are
those of docs/spec/extract.md §4; the other formats are the pages beside it.
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
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace as Value
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey, MLDSA65PublicKey

NODE, EPOCH = "[a-z0-9][a-z0-9.-]{0,62}", "(?:0|[1-9][0-9]{0,15})-[0-9a-f]{16}"
ORIGIN = re.compile(f"(?P<node>{NODE})/wasl/(?P<link>[0-9a-f]{{32}})/(?P<epoch>{EPOCH})")
ORDER = {
    "extract": "arrangement_id statement body checkpoint refusal erasure sha256".split(),
    "fork": "arrangement_id statement checkpoint consistency sha256".split(),
}
KINDS: dict[int, Any] = {1: Ed25519PublicKey, 4: Ed25519PublicKey, 6: MLDSA44PublicKey}
KINDS[255] = MLDSA65PublicKey
ROOTED = {"recognise", "restore", "withdraw", "sign", "conclude"}
EMPTY_ROOT, P = sha256(b"").digest(), 2**255 - 19
ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
Key = tuple[str, int, bytes]


class RefusedError(Exception):
    """A rule that bytes break, and why."""


def need(holds: object, rule: str, why: str) -> None:
    if not holds:
        raise RefusedError(rule, why)


def parse(text: str) -> Any:
    """The value of canonical JSON: keys sorted, no space, no float, NFC."""
    value = json.loads(text, parse_float=str, parse_constant=str)
    same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    need(same and unicodedata.is_normalized("NFC", text), "not-canonical", "other bytes")
    return value


def base64(text: str) -> bytes:
    raw = b64decode(text, validate=True)
    need(b64encode(raw).decode() == text, "malformed", "base64")
    return raw


def seconds(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())


def link_id(arrangement: str, author: str, counterpart: str) -> str:
    named = f"wasl-link/1\0{arrangement}\0{author}\0{counterpart}"
    return sha256(named.encode()).hexdigest()[:32]


def read_note(text: str) -> Value:
    """note.md: the text, its hash, and (name, key id, rest) of each line."""
    body, _, tail = text.rpartition("\n\n")
    found = [re.fullmatch(r"— ([^\s+]+) (\S+)", line) for line in tail[:-1].split("\n")]
    fits = len(text.encode()) <= 65_536 and len(found) <= 32 and tail.endswith("\n")
    need(fits and body and not re.search(r"[\0-\x09\x0b-\x1f]", text), "malformed-note", "form")
    lines = [(m[1], base64(m[2])[:4], base64(m[2])[4:]) if m else ("", b"", b"") for m in found]
    need(all(rest for _, _, rest in lines), "malformed-note", "line")
    return Value(text=body + "\n", lines=lines, sha=sha256(f"{body}\n".encode()).hexdigest())


def read_head(text: str) -> Value:
    """checkpoint.md: origin, size and root, and no other line."""
    note = read_note(text)
    note.origin, size, root, end = note.text.split("\n")
    named = ORIGIN.fullmatch(note.origin)
    need(named and re.fullmatch("0|[1-9][0-9]{0,15}", size), "malformed-note", "checkpoint")
    note.size, note.root, (note.node, note.link, note.epoch) = int(size), base64(root), named
    need(len(note.root) == 32 and (note.size or note.root == EMPTY_ROOT), "malformed-note", "root")
    return note


def new_key(name: str, kind: int, text: str) -> Key:
    """note.md §4.1: a key for which only its holder can sign."""
    raw = base64(text)
    y = int.from_bytes(raw[:32], "little") % 2**255
    small = y in {0, 1, P - 1, ORDER_8, P - ORDER_8} or y >= P
    need(any(raw[32:]) if kind in (6, 255) else not small, "unsafe-key", name)
    KINDS[kind].from_public_bytes(raw)
    return name, kind, raw


def read_statement(text: str) -> Value:
    """keys.md, recognition.md, minutes.md, arrangement.md: what is stated, and its keys."""
    note = read_note(text)
    note.kind, _, rest = note.text.partition("\n")
    kinds = {f"wasl-{kind}/1" for kind in ("keys", "recognition", "minutes", "arrangement")}
    need(note.kind in kinds, "malformed-note", "kind")
    note.said, note.node = parse(rest[:-1]), ""
    if note.kind == "wasl-keys/1":
        note.node, said = note.said["node"], note.said
        keys = {"author": (1, "author"), "witness": (4, "witness"), "lasting": (6, "long_lived")}
        for name, (kind, field) in keys.items():
            made = [new_key(f"{note.node}/wasl", kind, key["public"]) for key in said[field]]
            setattr(note, name, made)
        note.roots = [
            {
                new_key(f"{note.node}/wasl/root/{root['number']}", kind, root[half])
                for kind, half in ((1, "ed25519"), (255, "mldsa65"))
            }
            for root in said["roots"]
        ]
    return note


def time_of(note: Value, key: Key, rest: bytes) -> int | None:
    """The time that a line says (0 where its kind says none), if it is valid by the key."""
    (name, kind, raw), time, signed = key, 0, note.text.encode()
    if kind in (4, 6):
        time, rest, origin = int.from_bytes(rest[:8], "big"), rest[8:], note.origin.encode()
        head = struct.pack(">Q", time) + bytes([len(origin)]) + origin
        tree = bytes([len(name)]) + name.encode() + head + struct.pack(">QQ", 0, note.size)
        plain = f"cosignature/v1\ntime {time}\n".encode() + signed
        signed = plain if kind == 4 else b"subtree/v1\n\0" + tree + note.root
    context = [b"wasl-statement/1"] if kind == 255 else []
    try:
        KINDS[kind].from_public_bytes(raw).verify(rest, signed, *context)
    except InvalidSignature:
        return None
    return time if time <= 253_402_300_799 else None


def key_id(key: Key) -> bytes:
    kind = b"\xffwasl-mldsa65/1" if key[1] == 255 else bytes([key[1]])
    return sha256(key[0].encode() + b"\n" + kind + key[2]).digest()[:4]


def signers(note: Value, keys: Iterable[Key]) -> dict[Key, int]:
    """note.md §4: which of the keys signed, when; a line of one that fails refuses the note."""
    found: dict[Key, int] = {}
    known = [(key, (key[0], key_id(key))) for key in keys]
    for name, number, rest in note.lines:
        times = {key: time_of(note, key, rest) for key, hint in known if hint == (name, number)}
        valid = {key: time for key, time in times.items() if time is not None}
        need(valid or not times, "bad-signature", name)
        found = valid | found
    return found


def check_roots(note: Value, keys: Value) -> None:
    """keys.md §3.3: m holders, each with both lines."""
    found = signers(note, [half for pair in keys.roots for half in pair]).keys()
    halves = [len(pair & found) for pair in keys.roots]
    need(1 not in halves, "stripped-signature", keys.node)
    need(halves.count(2) >= keys.said["threshold"], "too-few-roots", keys.node)


def succeed(chain: dict[str, Value], note: Value) -> None:
    """keys.md §4: the statement joins the chain that its ``previous`` stands in."""
    before = chain.get(note.said.get("previous"))
    need(before or not chain, "bad-keys", "follows no statement before it")
    if before:
        need(note.said["version"] == before.said["version"] + 1, "bad-keys", "version")
        check_roots(note, before)
    parts = [(x.said["roots"], x.said["threshold"]) for x in (before or note, note)]
    if not before or parts[0] != parts[1]:
        check_roots(note, note)
    chain[note.sha] = note


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """log.md: one more leaf in a tree kept as its complete subtrees."""
    while size & 1:
        leaf, size = node(peaks.pop(), leaf), size >> 1
    peaks.append(leaf)


def root_of(peaks: Sequence[bytes]) -> bytes:
    *bigger, root = peaks or [EMPTY_ROOT]
    for peak in reversed(bigger):
        root = node(peak, root)
    return root


def climb(at: int, last: int, starts: list[bytes], path: Sequence[bytes]) -> list[bytes]:
    """log.md §4: the roots to which hashes lead; of two starts, the first takes left ones only."""
    for sibling in path:
        if last == 0:
            return []
        if at & 1 or at == last:
            starts = [node(sibling, start) for start in starts]
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            starts[-1] = node(starts[-1], sibling)
        at, last = at >> 1, last >> 1
    return [] if last else starts
