#!/usr/bin/env python3
"""Checks an extract of a log, or a proof that a log was signed twice, with nothing but this file.

python3 verify_extract.py FILE [--against OTHER] [--json]: exit 0 sound, 1 unsound, 2 unreadable.
Python 3.11 and `cryptography` 50 are all it needs; it imports nothing of the project. Steps are
those of docs/spec/extract.md §4; each other format has its own page there.
"""

import argparse
import hmac
import json
import re
from base64 import b64decode, b64encode
from collections import Counter
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey, MLDSA65PublicKey

SIGNED = re.compile(r"— ([^\s+]+) (\S+)")
ORIGIN = re.compile(r"([a-z0-9.-]+)/wasl/([0-9a-f]{32})/((?:0|[1-9][0-9]*)-[0-9a-f]{16})")
HEAD = "arrangement_id author counterpart held link made made_by of peaks from to extract".split()
BOTH = {"arrangement_id", "statement", "checkpoint", "sha256"}
ORDER = "arrangement_id statement body checkpoint difference refusal erasure sha256".split()
KINDS: Any = {1: Ed25519PublicKey, 4: Ed25519PublicKey, 6: MLDSA44PublicKey, 255: MLDSA65PublicKey}
LISTS = {"author": ("author", 1), "witness": ("witness", 4), "lasting": ("long_lived", 6)}
EMPTY, P, TAIL = sha256(b"").digest(), 2**255 - 19, "the lines are not those that were hashed"
ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
ROOTED = {"recognise", "restore", "withdraw", "sign", "conclude"}
ODD = (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError)


class RefusedError(Exception):
    """A rule that bytes break, and why."""


def need(holds: object, rule: str, why: str) -> None:
    if not holds:
        raise RefusedError(rule, why)


def parse(text: str) -> Any:
    """The value of canonical JSON: sorted keys, no space, no float."""
    value = json.loads(text, parse_float=str, parse_constant=str)
    same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    need(same, "not-canonical", "other bytes for the same value")
    return value


def raw(text: str) -> bytes:
    need(b64encode(b64decode(text)).decode() == text, "malformed", "base64")
    return b64decode(text)


def seconds(time: str) -> int:
    return int(datetime.fromisoformat(time).timestamp())


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def link_id(arrangement: str, author: str, counterpart: str) -> str:
    named = "\0".join(("wasl-link/1", arrangement, author, counterpart))
    return sha256(named.encode()).hexdigest()[:32]


def climb(leaf: bytes, at: int, size: int, path: list[str]) -> bytes:
    """The root to which a proof leads (log.md §4), or nothing."""
    last = size - 1
    for sibling in path:
        if at & 1 or at == last:
            leaf = node(raw(sibling), leaf)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            leaf = node(leaf, raw(sibling))
        if last <= 0:
            return b""
        at, last = at >> 1, last >> 1
    return b"" if last else leaf


class Key:
    """A public key that may be introduced (note.md §4.1), under the name it signs with."""

    def __init__(self, name: str, kind: int, text: str) -> None:
        self.name, self.kind, self.public = name, kind, raw(text)
        y = int.from_bytes(self.public[:32], "little") % 2**255
        weak = y >= P or y in (0, 1, P - 1, ORDER_8, P - ORDER_8)
        need(any(self.public[32:]) if kind in (6, 255) else not weak, "unsafe-key", name)
        named = b"\xffwasl-mldsa65/1" if kind == 255 else bytes([kind])
        self.id = sha256(name.encode() + b"\n" + named + self.public).digest()[:4]
        self.verifier = KINDS[kind].from_public_bytes(self.public)

    def time(self, note: "Note", rest: bytes) -> int | None:
        """The time a line says (0 where it says none), if it is valid (note.md §3.1)."""
        time, text, context = 0, note.text.encode(), []
        if self.kind in (4, 6):
            time, rest, stamp = int.from_bytes(rest[:8], "big"), rest[8:], rest[:8]
            name, origin = self.name.encode(), note.origin.encode()
            head = bytes([len(name)]) + name + stamp + bytes([len(origin)]) + origin
            tree = head + bytes(8) + note.size.to_bytes(8, "big") + note.root
            plain = f"cosignature/v1\ntime {time}\n".encode() + text
            text = plain if self.kind == 4 else b"subtree/v1\n\0" + tree
        elif self.kind == 255:
            context = [b"wasl-statement/1"]
        try:
            self.verifier.verify(rest, text, *context)
        except InvalidSignature:
            return None
        return time if time <= 253_402_300_799 else None


class Note:
    """A note (note.md), and the checkpoint or the statement that it is."""

    def __init__(self, text: str, line: int) -> None:
        body, _, tail = text.rpartition("\n\n")
        self.line, self.text, self.lines = line, body + "\n", []
        self.sha = sha256(self.text.encode()).hexdigest()
        for signed in tail[:-1].split("\n"):
            name, blob = SIGNED.fullmatch(signed).groups()
            self.lines.append((name, raw(blob)[:4], raw(blob)[4:]))
        plain = not re.search(r"[\0-\x09\x0b-\x1f]", text) and tail.endswith("\n")
        fits = len(text.encode()) <= 65_536 and len(self.lines) <= 32
        need(plain and fits, "malformed-note", "form")

    def head(self) -> "Note":
        """checkpoint.md: three lines."""
        self.origin, size, root = self.text[:-1].split("\n")
        self.node, self.link, self.epoch = ORIGIN.fullmatch(self.origin).groups()
        self.size, self.root = int(size), raw(root)
        need(str(self.size) == size and len(self.root) == 32, "malformed-note", "checkpoint")
        need(self.size or self.root == EMPTY, "malformed-note", "root of an empty log")
        return self

    def statement(self) -> "Note":
        """keys.md, recognition.md, minutes.md, arrangement.md: what is said, and its keys."""
        self.kind, said = self.text[:-1].split("\n")
        need(
            self.kind[5:-2] in ("keys", "recognition", "minutes", "arrangement"),
            "malformed-note",
            "kind",
        )
        self.said, self.node = parse(said), ""
        if self.kind == "wasl-keys/1":
            self.node, name = self.said["node"], f"{self.said['node']}/wasl"
            for field, (listed, kind) in LISTS.items():
                setattr(self, field, [Key(name, kind, key["public"]) for key in self.said[listed]])
            roots = [(f"{name}/root/{root['number']}", root) for root in self.said["roots"]]
            self.roots = [(Key(n, 1, r["ed25519"]), Key(n, 255, r["mldsa65"])) for n, r in roots]
        return self

    def signers(self, keys: list[Key]) -> dict[Key, int]:
        """note.md §4: which keys signed, and when; a line of one that fails refuses the note."""
        found: dict[Key, int] = {}
        for name, number, rest in self.lines:
            named = [key for key in keys if (key.name, key.id) == (name, number)]
            valid = {k: t for k in named if (t := k.time(self, rest)) is not None}
            need(valid or not named, "bad-signature", name)
            found = valid | found
        return found

    def check_roots(self, keys: "Note") -> None:
        """keys.md §3.3: m holders of these keys signed, each with both lines."""
        found = self.signers([half for pair in keys.roots for half in pair])
        halves = [sum(half in found for half in pair) for pair in keys.roots]
        need(1 not in halves, "stripped-signature", keys.node)
        need(halves.count(2) >= keys.said["threshold"], "too-few-roots", keys.node)

    def succeed(self, chain: dict[str, "Note"]) -> None:
        """keys.md §4: the first of a chain, or the successor of one that stands in it."""
        old = chain.get(self.said.get("previous"), None if chain else self)
        need(old, "bad-keys", "follows no statement before it")
        need(old is self or self.said["version"] == old.said["version"] + 1, "bad-keys", "version")
        for keys in {old, self} if old.said["roots"] != self.said["roots"] else {old}:
            self.check_roots(keys)
        chain[self.sha] = self


class File:
    """A file, read line by line (steps 1 to 3), and what is wrong with it."""

    def __init__(self, path: str) -> None:
        self.faults, self.line = [], 0
        self.has: Any = {kind: [] for kind in ORDER}
        *lines, end = Path(path).read_bytes().decode().split("\n")
        for self.line, text in enumerate(lines, 1):
            value, last = parse(text), self.line == len(lines)
            kind = min(value)
            if kind in ("statement", "checkpoint"):
                note = Note(value[kind], self.line)
                value = note.statement() if kind == "statement" else note.head()
            elif kind in ("body", "erasure"):
                value = Entry(value if kind == "body" else value[kind], self.line)
            after = [other for other in ORDER[ORDER.index(kind) + 1 :] if self.has[other]]
            alone = (kind == "arrangement_id") == (self.line == 1) and (kind == "sha256") == last
            need(alone and not after, "malformed", "order of the lines")
            self.has[kind].append(value)
        need(self.has["sha256"] and not end, "malformed", "cut short")
        self.head, self.notes = self.has["arrangement_id"][0], self.has["statement"]
        whole = sha256("".join(f"{line}\n" for line in lines[:-1]).encode()).hexdigest()
        self.test(4, self.line, whole == self.has["sha256"][0]["sha256"], "malformed", TAIL)
        self.parties = [self.head["author"], self.head["counterpart"]]
        named = link_id(self.head["arrangement_id"], *self.parties)
        self.test(5, 1, named == self.head["link"], "wrong-link", "not of these services")
        self.chains = {node: self.chain(node) for node in self.parties}
