#!/usr/bin/env python3
"""Checks an extract of a log, or a proof that a log was signed twice, with nothing but this file.

python3 verify_extract.py FILE [--against OTHER] [--json]: exit 0 sound, 1 unsound, 2 unreadable.
Needs Python 3.11 and `cryptography` 50. Comments name pages of docs/spec and steps of extract.md.
"""

# fmt: off
import hmac
import json
import re
import sys
from base64 import b64decode
from collections import Counter
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace as Shown

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey, MLDSA65PublicKey

NOTE = re.compile(r"((?:[^\0-\x1f]|\n)*\n)\n((?:— [^\s\0-\x1f+]+ \S{8,}\n){1,32})")
HEAD = re.compile(r"(([a-z0-9.-]+)/wasl/([0-9a-f]{32})/\S+)\n(0|[1-9][0-9]*)\n(\S{43}=)\n")
KINDS = {1: Ed25519PublicKey, 4: Ed25519PublicKey, 6: MLDSA44PublicKey, 255: MLDSA65PublicKey}
P, ORDER_8 = 2**255 - 19, 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
LINES = "arrangement_id statement body checkpoint difference refusal erasure sha256".split()
ODD = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)

class RefusedError(Exception): ...
def need(holds: object, rule: str, why: str) -> None:
    if not holds:
        raise RefusedError(rule, why)
def parse(text: str) -> dict:  # canonical JSON: sorted keys, no space, no float
    value = json.loads(text, parse_float=str, parse_constant=str)
    same = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    need(same == text, "not-canonical", "other bytes for the same value")
    return value
def climb(leaf: bytes, at: int, size: int, hashes: list[str]) -> bytes:  # log.md §4, inclusion
    last, path = size - 1, [b64decode(text) for text in hashes]
    while last > 0:
        if at & 1 or at < last:
            other = path.pop(0) if path else b""
            leaf = sha256(b"\1" + (other + leaf if at & 1 else leaf + other)).digest()
        at, last = at >> 1, last >> 1
    return b"" if path or at else leaf

class Note:  # note.md, and the checkpoint or the statement that it is
    def __init__(self, text: str, line: int) -> None:
        (self.text, tail), self.line, self.node = NOTE.fullmatch(text).groups(), line, ""
        found = [(name, b64decode(blob)) for name, blob in re.findall(r"— (\S+) (\S+)", tail)]
        self.lines = [(name, blob[:4], blob[4:]) for name, blob in found]
        self.sha, (first, said) = sha256(self.text.encode()).hexdigest(), self.text.split("\n", 1)
        if first.startswith("wasl-"):
            self.said = parse(said[:-1])
            self.state_keys(self.said["node"]) if first == "wasl-keys/1" else None
        else:  # checkpoint.md
            self.origin, self.node, self.link, size, root = HEAD.fullmatch(self.text).groups()
            self.size, self.root = int(size), b64decode(root)
    def state_keys(self, node: str) -> None:  # keys.md; introduction of keys, note.md §4.1
        def key(kind: int, text: str, name: str = f"{node}/wasl") -> tuple:
            public, named = b64decode(text), b"\xffwasl-mldsa65/1" if kind > 6 else bytes([kind])
            y = int.from_bytes(public[:32], "little") % 2**255
            point = y < P and y not in (0, 1, P - 1, ORDER_8, P - ORDER_8)
            need(any(public[32:]) if kind in (6, 255) else point, "unsafe-key", name)
            return name, sha256(name.encode() + b"\n" + named + public).digest()[:4], kind, public
        lists = (1, self.said["author"]), (4, self.said["witness"]), (6, self.said["long_lived"])
        self.node, self.keys = node, [key(kind, k["public"]) for kind, of in lists for k in of]
        roots = [(root, f"{node}/wasl/root/{root['number']}") for root in self.said["roots"]]
        self.roots = [{key(1, r["ed25519"], n), key(255, r["mldsa65"], n)} for r, n in roots]
    def time(self, key: tuple, rest: bytes) -> int | None:  # note.md §3.1; None if not valid
        (name, _, kind, public), time, text = key, 0, self.text.encode()
        if kind in (4, 6):
            time, stamp, rest = int.from_bytes(rest[:8], "big"), rest[:8], rest[8:]
            named = [bytes([len(part)]) + part for part in (name.encode(), self.origin.encode())]
            tree = stamp.join(named) + bytes(8) + self.size.to_bytes(8, "big") + self.root
            timed = b"cosignature/v1\ntime %d\n%b" % (time, text)
            text = timed if kind == 4 else b"subtree/v1\n\0" + tree
        try:
            given = (rest, text, b"wasl-statement/1")[: 3 if kind == 255 else 2]
            KINDS[kind].from_public_bytes(public).verify(*given)
        except InvalidSignature:
            return None
        return time if time <= 253_402_300_799 else None
    def signers(self, keys: list) -> dict[tuple, int]:  # note.md §4: which keys, and when
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

class File:  # extract.md; ``at`` is where the reading or the check stands
    def __init__(self, path: str) -> None:
        self.at, self.has, self.path = Shown(line=0), {kind: [] for kind in LINES}, path
        self.verdict, self.seen, self.lasting, self.known = "unreadable", {"size": -1}, {}, []
    def read(self) -> None:  # steps 1 to 3
        *lines, end = Path(self.path).read_bytes().decode().split("\n")
        for self.at.line, text in enumerate(lines, 1):
            kind = min(value := parse(text))
            if kind in ("statement", "checkpoint"):
                value = Note(value[kind], self.at.line)
            elif kind in ("body", "erasure"):
                told = {"content": None, "proof": None} | value.get("erasure", value)
                said = told.get("entry") or told["fact"]
                told |= {"said": parse(said), "leaf": sha256(b"\0" + said.encode()).digest()}
                value = Shown(line=self.at.line, **told)
            self.has[kind].append(value)
        (self.head,), (tail,), self.end = self.has["arrangement_id"], self.has["sha256"], self.at
        self.whole = sha256("\n".join((*lines[:-1], end)).encode()).hexdigest() == tail["sha256"]
        self.heads, self.notes = self.has["checkpoint"], self.has["statement"]
        self.entries, self.verdict = {shown.index: shown for shown in self.has["body"]}, "unsound"
        self.parties = {self.head["author"]: 0, self.head["counterpart"]: 1}  # two services
        self.made = int(datetime.fromisoformat(self.head["made"]).timestamp())
    def check(self) -> None:  # steps 4 to 15
        need(self.whole, "malformed", "the lines are not those that were hashed")
        named = "\0".join(("wasl-link/1", self.head["arrangement_id"], *self.parties)).encode()
        need(sha256(named).hexdigest()[:32] == self.head["link"], "wrong-link", "not of these two")
        self.received, (self.author, self.other) = {0: None}, map(self.chain, self.parties)
        self.check_tree() if "extract" in self.head else self.check_fork()
        for note in self.heads:
            self.check_head(note)
        for shown in self.entries.values():
            self.check_entry(shown, shown.said)
        for gone in self.has["erasure"]:
            self.at, erased = gone, self.entries[gone.index].leaf.hex()
            need(erased in gone.said.get("about", []), "bad-reference", "cites another entry")
    def chain(self, node: str) -> dict[str, Note]:  # step 6, keys.md §4
        chain: dict[str, Note] = {}
        for note in [note for note in self.notes if note.node == node]:
            self.at, old = note, chain.get(note.said.get("previous")) if chain else note
            follows = old and note.said["version"] == old.said["version"] + (old is not note)
            need(follows, "bad-keys", "does not follow a statement before it")
            self.known += [half for pair in note.roots for half in pair]
            for keys in (old, note):
                note.check_roots(keys)
            chain[note.sha] = note
        return chain
    def ruling(self, size: int) -> Note:  # keys.md §3.4
        acts = [s.said for s in self.has["body"] if s.said["kind"] == "key" and s.index < size]
        named = [x.get("statement") for x in acts if x["move"] in ("activate", "succeed")]
        return self.author[[next(iter(self.author), None), *filter(self.author.get, named)][-1]]
    def check_tree(self) -> None:  # steps 8 and 9
        entries, sizes = self.entries, {n.size: n for n in self.heads}
        covered, stop, whole = self.head["from"], self.head["to"], self.head["of"] == "whole"
        self.span = range(covered, stop) if whole else ()
        missing = next((index for index in range(covered, stop) if index not in entries), None)
        self.at = Shown(line=self.end.line, index=missing)
        once = len(entries) + len(sizes) == len(self.has["body"]) + len(self.heads)
        need(once and [*entries] == sorted(entries) and missing is None, "gap", f"lacks {missing}")
        high = [bit for bit in range(53, -1, -1) if whole and covered >> bit & 1]
        peaks = [*zip(high, map(b64decode, self.head["peaks"]), strict=True)]
        for index in range(covered, stop + 1) if whole else ():
            self.at = entries.get(covered, self.end)
            if index in sizes:
                *left, root = [peak for _, peak in peaks] or [sha256().digest()]
                for peak in left[::-1]:
                    root = sha256(b"\1" + peak + root).digest()
                need(root == sizes.pop(index).root, "wrong-root", f"of the first {index} entries")
                covered = index
            peaks += [(0, entries[index].leaf)] if index < stop else []
            while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
                (level, right), (_, left) = peaks.pop(), peaks.pop()
                peaks.append((level + 1, sha256(b"\1" + left + right).digest()))
        need(covered == stop and not sizes if whole else len(sizes) == 1, "wrong-root", "cover")
    def check_head(self, note: Note) -> None:  # steps 10 to 12
        self.at, of_log = note, (note.node, note.link) == (self.head["author"], self.head["link"])
        need(of_log, "wrong-origin", "a checkpoint of another log")
        rules = [self.ruling(note.size)] if "extract" in self.head else self.author.values()
        found = note.signers([key for keys in rules for key in keys.keys if key[2] != 4])
        need(any(key[2] == 1 for key in found), "unknown-key", "its author did not sign")
        counter = [key for keys in self.other.values() for key in keys.keys if key[2] != 1]
        for (name, _, kind, _), time in (found | note.signers(counter)).items():
            told = {"size": note.size, "time": time, "age_seconds": self.made - time}
            self.lasting |= {name[:-5]: told} if kind == 6 else {}
            self.received |= {note.size: time} if kind == 4 else {}
    def check_entry(self, shown: Shown, said: dict) -> None:  # steps 7, 9, 13 and 14
        self.at, body, old, self.seen = shown, said.get("body"), self.seen, said["seen"]
        need([said["link"], said["index"]] == [self.head["link"], shown.index], "wrong-link", "at")
        need(self.seen == old or self.seen["size"] > old["size"], "bad-seen", "seen goes back")
        if shown.proof or shown.index not in self.span:
            root = climb(shown.leaf, shown.index, **shown.proof)
            roots = [note.root for note in self.heads if note.size == shown.proof["size"]]
            need(root in roots, "wrong-root", "its proof leads to no checkpoint here")
        note = {note.sha: note for note in self.notes}.get(said.get("statement"))
        known = note and [note.signers(self.known)]  # whose lines are valid wherever they stand
        need(known or "statement" not in said, "bad-statement", "not in this file")
        if note and said["move"] in "recognise restore withdraw sign conclude witness".split():
            note.check_roots(self.ruling(shown.index))
        need((body is None) == (shown.body == "none"), "missing-body", "its entry says otherwise")
        if shown.content is not None:
            salt, text = bytes.fromhex(shown.salt), b"wasl-body/1\0" + shown.content.encode()
            right = len(salt) == 32 and hmac.digest(salt, text, "sha256").hex() == body["commit"]
            need(right, "wrong-commitment", "not the body of this entry")
    def check_fork(self) -> None:  # extract.md §5
        one, two = self.heads
        need(one.origin == two.origin, "wrong-origin", "not of one epoch")
        apart = one.size == two.size and one.root != two.root
        for told in [each["difference"] for each in self.has["difference"]]:
            both = zip(map(b64decode, told["leaves"]), self.heads, told["proofs"], strict=True)
            ends = [climb(leaf, told["index"], n.size, path) == n.root for leaf, n, path in both]
            apart = all(ends) and told["leaves"][0] != told["leaves"][1]
        need(apart, "wrong-root", "one log may have both checkpoints")
    def compare(self, other: "File") -> None:  # step 16
        need(self.head["link"] == other.head["link"], "wrong-link", "files of two logs")
        need([*self.author][:1] == [*other.author][:1], "bad-keys", "files with two first keys")
        leaves = {shown.index: shown.leaf for shown in other.entries.values()}
        differ = [s for s in self.entries.values() if leaves.get(s.index, s.leaf) != s.leaf]
        self.at = [*differ, self.end][0]
        need(not differ, "forked-log", "the other file has another entry here")
        for a, b in ((self, other), (other, self)):
            own = {n.size: b.made for n in b.heads if n.node == a.head["made_by"]} | b.received
            cut = [n for n, t in own.items() if n > a.head["held"] and t <= a.made]
            need(not cut, "rollback", f"{a.head['made_by']} signed {cut} and shows less")
    def answer(self) -> dict:
        gone = {shown.index for shown in self.entries.values() if shown.body == "gone"}
        return {"verdict": "sound", "faults": [], "lasting": self.lasting} | self.head | {
            "fingerprints": [next(iter(chain), "")[:32] for chain in (self.author, self.other)],
            "signed_to": max([note.size for note in self.heads], default=0),
            "complete_to": max(self.received), "received": self.received[max(self.received)],
            "gone_unexplained": sorted(gone - {erased.index for erased in self.has["erasure"]}),
            "bodies": Counter(shown.body for shown in self.entries.values()),
            "erased": Counter(gone.said.get("code") for gone in self.has["erasure"]),
            "refusals": Counter(each["refusal"]["rule"] for each in self.has["refusal"])}

def main(words: list[str]) -> int:
    files = [File(word) for word in words if not word.startswith("--")]
    try:
        for file in files[::-1] or [File("")]:
            file.read()
            file.check()
        files[0].compare(files[1]) if files[1:] else None
        answer = files[0].answer()
    except (RefusedError, *ODD) as error:
        rule, why = error.args if isinstance(error, RefusedError) else ("malformed", repr(error))
        where = {"file": file.path, "line": file.at.line, "index": getattr(file.at, "index", None)}
        answer = {"verdict": file.verdict, "faults": [where | {"rule": rule, "why": why}]}
    told = "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in answer.items())
    print(json.dumps(answer) if "--json" in words else told)
    return {"sound": 0, "unsound": 1, "unreadable": 2}[answer["verdict"]]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
