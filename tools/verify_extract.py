#!/usr/bin/env python3
"""Checks an extract of a log, or a proof that a log was signed twice, with nothing but this file.

python3 verify_extract.py FILE [--against OTHER] [--json]: exit 0 sound, 1 unsound, 2 unreadable.
Needs Python 3.11 and `cryptography` 50, nothing of the project; written from docs/spec/*.md. The
numbers are the steps of docs/spec/extract.md.
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

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey, MLDSA65PublicKey

ORDER = "arrangement_id statement body checkpoint difference refusal erasure sha256".split()
ORIGIN = re.compile(r"([a-z0-9.-]+)/wasl/([0-9a-f]{32})/((?:0|[1-9][0-9]*)-[0-9a-f]{16})")
KINDS = {1: Ed25519PublicKey, 4: Ed25519PublicKey, 6: MLDSA44PublicKey, 255: MLDSA65PublicKey}
P, ORDER_8 = 2**255 - 19, 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826


class RefusedError(Exception): ...


def need(holds: object, rule: str, why: str) -> None:
    if not holds:
        raise RefusedError(rule, why)


def parse(text: str) -> dict:  # canonical JSON: sorted keys, no space, no float
    value = json.loads(text, parse_float=str, parse_constant=str)
    same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    need(same, "not-canonical", "other bytes for the same value")
    return value


def raw(text: str) -> bytes:
    need(b64encode(b64decode(text)).decode() == text, "malformed", "base64")
    return b64decode(text)


def digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def climb(leaf: bytes, at: int, last: int, path: list[str]) -> bytes:  # log.md §4
    hashes = map(raw, path)
    while last > 0:
        left, right = at & 1, not at & 1 and at < last
        sibling = next(hashes, b"") if left or right else b""
        leaf = digest(b"\1", sibling, leaf) if left else leaf
        leaf = digest(b"\1", leaf, sibling) if right else leaf
        at, last = at >> 1, last >> 1
    return b"" if [*hashes] or at else leaf


class Note:  # note.md, and the checkpoint or the statement that it is
    def __init__(self, text: str, line: int) -> None:
        body, _, tail = text.rpartition("\n\n")
        form = re.fullmatch(r"(— [^\s+]+ \S{8,}\n){1,32}", tail) and len(text.encode()) <= 65_536
        need(form and not re.search(r"[\0-\x09\x0b-\x1f]", text), "malformed-note", "form")
        self.line, self.text, self.node, self.said = line, body + "\n", "", {}
        parts = [signed.split(" ") for signed in tail[:-1].split("\n")]
        self.lines = [(name, raw(blob)[:4], raw(blob)[4:]) for _, name, blob in parts]
        self.sha, (self.kind, *rest) = digest(self.text.encode()).hex(), body.split("\n")
        if self.kind in ("wasl-recognition/1", "wasl-minutes/1", "wasl-arrangement/1"):
            self.said = parse(*rest)
        elif self.kind == "wasl-keys/1":
            self.state_keys(parse(*rest))
        else:  # checkpoint.md
            self.node, self.link, self.epoch = ORIGIN.fullmatch(self.kind).groups()
            self.size, self.root = int(rest[0]), raw(*rest[1:])
            need(str(self.size) == rest[0] and len(self.root) == 32, "malformed-note", "head")

    def state_keys(self, said: dict) -> None:  # keys.md; introduction of keys: note.md §4.1
        def key(kind: int, text: str, name: str) -> tuple:
            public, named = raw(text), b"\xffwasl-mldsa65/1" if kind == 255 else bytes([kind])
            y = int.from_bytes(public[:32], "little") % 2**255
            weak = y >= P or y in (0, 1, P - 1, ORDER_8, P - ORDER_8)
            need(any(public[32:]) if kind in (6, 255) else not weak, "unsafe-key", name)
            return name, digest(name.encode(), b"\n", named, public)[:4], kind, public

        self.said, self.node, name = said, said["node"], f"{said['node']}/wasl"
        self.author = [key(1, each["public"], name) for each in said["author"]]
        self.lasting = [key(6, each["public"], name) for each in said["long_lived"]]
        self.counter = [key(4, each["public"], name) for each in said["witness"]] + self.lasting
        roots = [(f"{name}/root/{root['number']}", root) for root in said["roots"]]
        self.roots = [{key(1, r["ed25519"], n), key(255, r["mldsa65"], n)} for n, r in roots]

    def time(self, key: tuple, rest: bytes) -> int | None:  # note.md §3.1; None if not valid
        (name, _, kind, public), time, text = key, 0, self.text.encode()
        if kind in (4, 6):
            time, stamp, rest = int.from_bytes(rest[:8], "big"), rest[:8], rest[8:]
            named = [bytes([len(part)]) + part for part in (name.encode(), self.kind.encode())]
            tree = bytes(8) + self.size.to_bytes(8, "big") + self.root
            text = f"cosignature/v1\ntime {time}\n{self.text}".encode()
            text = text if kind == 4 else b"subtree/v1\n\0" + stamp.join(named) + tree
        try:
            context = [b"wasl-statement/1"][: kind == 255]
            KINDS[kind].from_public_bytes(public).verify(rest, text, *context)
        except InvalidSignature:
            return None
        return time if time <= 253_402_300_799 else None

    def signers(self, keys: list[tuple]) -> dict[tuple, int]:  # note.md §4: who signed, and when
        found: dict[tuple, int] = {}
        for name, number, rest in self.lines:
            named = [key for key in keys if key[:2] == (name, number)]
            valid = {key: t for key in named if (t := self.time(key, rest)) is not None}
            need(valid or not named, "bad-signature", f"key={name}")
            found = valid | found
        return found

    def check_roots(self, keys: "Note") -> None:  # keys.md §3.3: m holders, each with both lines
        found = self.signers([half for pair in keys.roots for half in pair]).keys()
        halves = [len(pair & found) for pair in keys.roots]
        need(1 not in halves, "stripped-signature", keys.node)
        need(halves.count(2) >= keys.said["threshold"], "too-few-roots", keys.node)

    def join(self, chain: dict[str, "Note"]) -> None:  # keys.md §4: the first, or a successor
        old = chain.get(self.said.get("previous")) if chain else self
        need(old, "bad-keys", "follows no statement before it")
        need(old is self or self.said["version"] == old.said["version"] + 1, "bad-keys", "version")
        changed = [n for n in ("roots", "threshold") if old.said[n] != self.said[n]]
        for keys in [old, self] if changed else [old]:
            self.check_roots(keys)
        chain[self.sha] = self


class Entry:  # entry.md: as a line shows it, or the fact of an erasure
    def __init__(self, shown: dict, line: int) -> None:
        text = shown["entry"] if "entry" in shown else shown["fact"]
        self.line, self.index, self.shown, self.said = line, shown["index"], shown, parse(text)
        self.leaf, self.about = digest(b"\0", text.encode()), self.said.get("about", [])
        self.kind, self.move, self.link = (self.said[name] for name in ("kind", "move", "link"))
        self.statement, self.body = self.said.get("statement"), self.said.get("body")


class File:  # steps 1 to 3, and what is wrong
    def __init__(self) -> None:
        self.faults, self.line, self.has = [], 0, {kind: [] for kind in ORDER}

    def read(self, path: str) -> "File":
        *lines, end = Path(path).read_bytes().decode().split("\n")
        for self.line, text in enumerate(lines, 1):
            value = parse(text)
            kind = min(value)
            later = [other for other in ORDER[ORDER.index(kind) + 1 :] if self.has[other]]
            need(not later and (self.line == 1) == (kind == ORDER[0]), "malformed", "order")
            if kind in ("statement", "checkpoint"):
                value = Note(value[kind], self.line)
            elif kind in ("body", "erasure"):
                value = Entry(value.get("erasure", value), self.line)
            self.has[kind].append(value)
        (self.head,), (tail,) = self.has["arrangement_id"], self.has["sha256"]
        hashed = sha256("\n".join((*lines[:-1], end)).encode()).hexdigest()
        self.test(4, self, hashed == tail["sha256"], "malformed", "not what was hashed")
        self.parties = self.head["author"], self.head["counterpart"]
        named = "\0".join(("wasl-link/1", self.head["arrangement_id"], *self.parties)).encode()
        linked = digest(named).hex()[:32] == self.head["link"]
        self.test(5, self.has["arrangement_id"], linked, "wrong-link", "of other services")
        return self

    def test(self, step: int, at: object, holds: object, rule: str, why: str) -> None:
        line, index = getattr(at, "line", 1), getattr(at, "index", None)
        fault = {"step": step, "line": line, "index": index, "rule": rule, "why": why}
        self.faults += [] if holds else [fault]

    def attempt(self, step: int, at: object, action: object, *given: object) -> object:
        try:
            return action(*given)
        except RefusedError as refused:
            return self.test(step, at, False, *refused.args)

    def chain(self, node: str) -> dict[str, Note]:  # step 6
        chain: dict[str, Note] = {}
        for note in self.has["statement"]:
            if note.kind == "wasl-keys/1" and note.node == node:
                self.attempt(6, note, note.join, chain)
                chain = chain or {note.sha: note}
        return chain

    def ruling(self, size: int) -> Note:  # keys.md §3.4
        acts = [e for e in self.has["body"] if e.kind == "key" and e.index < size]
        named = [e.statement for e in acts if e.move in ("activate", "succeed")]
        return self.author[[next(iter(self.author)), *filter(self.author.get, named)][-1]]
