"""Writes vectors/hello and vectors/confirm: greetings, and what the side that hears them holds.

Run ``python tools/make_greeting_vectors.py vectors``; a test compares the files with what this
prints. The speaker is the service of ``vectors/keys/first_version_accepted.json`` (author key
seed ``11``), so every note can be checked without a key of ours.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from wasl.core import canonical
from wasl.core.arrangement import link_id
from wasl.core.log import EMPTY_RANGE
from wasl.seal.envelope import new_prekey
from wasl.seal.note import KeyKind, Note, SigningKey, key_name, sign, write_note

SPEAKER, HEARER = "liaison.dz.example", "liaison.ly.example"
ARRANGEMENT = "ab" * 16
SPOKEN, HEARD = (
    link_id(ARRANGEMENT, SPEAKER, HEARER),
    link_id(ARRANGEMENT, HEARER, SPEAKER),
)
AUTHOR = SigningKey(name=key_name(SPEAKER), kind=KeyKind.ED25519, private=b"\x11" * 32)
STRANGER = SigningKey(name=key_name(SPEAKER), kind=KeyKind.ED25519, private=b"\x22" * 32)
NONCE, OTHER_NONCE = "0f" * 16, "f0" * 16
OURS, THEIRS, RESTARTED = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"
KNOWN = {"n": 4, "r": "0404040404040404"}
NEXT = {"n": 5, "r": "0505050505050505"}
UNTIL = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)

Json = dict[str, Any]
Case = tuple[str, Json]


def leaves(count: int, seed: str = "leaf") -> list[str]:
    """Invented leaf hashes."""
    return [sha256(f"{seed} {place}".encode()).hexdigest() for place in range(count)]


def head(held: Sequence[str]) -> Json:
    """Size and root of a log of these leaves."""
    grown = EMPTY_RANGE.extend([bytes.fromhex(leaf) for leaf in held])
    return {"root": grown.root().hex(), "size": grown.size}


def prekey() -> Json:
    """The first key the hearer may seal to."""
    made = new_prekey(bytes.fromhex("0102030405060708"), bytes(range(96))).public(UNTIL)
    public = b64encode(made.public).decode()
    return {"id": made.id.hex(), "public": public, "until": "2026-03-08T08:00:00Z"}


def spoken(kind: str, said: Json, key: SigningKey = AUTHOR, first: str = "") -> str:
    """The signed note."""
    text = canonical.statement_text(first or f"wasl-{kind}/1", said)
    return write_note(Note(text=text, lines=(sign(text, key),))).decode()


def hello(**changes: object) -> Json:
    """The hello after a start, the speaker holding what the hearer holds."""
    said: Json = {
        "base": head(leaves(3)),
        "boot": THEIRS,
        "epoch": NEXT,
        "link": SPOKEN,
        "nonce": NONCE,
        "prekey": prekey(),
    }
    return {name: value for name, value in (said | changes).items() if value is not None}


def confirm(**changes: object) -> Json:
    """The confirm of the hearer's own hello."""
    said: Json = {
        "boot": THEIRS,
        "countersigned": 3,
        "epoch": NEXT,
        "held": head(leaves(3)),
        "link": HEARD,
        "nonce": NONCE,
    }
    return said | changes


def _case(kind: str, about: str, state: Json, note: str, **verdict: object) -> Json:
    return {"about": about, "kind": kind, "note": note, "state": state, **verdict}


def _hearing(**changes: object) -> Json:
    """What the hearer holds of the speaker's log before the hello.

    ``met``: this run of the speaker has confirmed a hello of this run of the hearer.
    """
    held = {"boot": OURS, "countersigned": 2, "known": KNOWN, "leaves": leaves(3)}
    return {**held, "met": False, "their_boot": THEIRS, **changes}


def _answer(held: int, epoch: Json) -> Json:
    """The confirm that goes back, its signature apart."""
    return {
        "boot": OURS,
        "countersigned": 2,
        "epoch": epoch,
        "held": head(leaves(held)),
        "link": SPOKEN,
        "nonce": NONCE,
    }


def hello_accepted() -> Iterator[Case]:
    """A hello that is confirmed, in every standing of the two logs."""
    told: tuple[tuple[str, str, Json, Json, Json], ...] = (
        ("good", "both hold the same three entries", {}, hello(), NEXT),
        ("ahead", "the speaker holds more: it sends from what the confirm says", {},
         hello(base=head(leaves(5))), NEXT),
        ("behind", "the speaker was restored: the confirm tells how much it lost", {},
         hello(base=head(leaves(2))), NEXT),
        ("skipped_numbers", "the number grows by more than one", {},
         hello(epoch={"n": 9, "r": "09" * 8}), {"n": 9, "r": "09" * 8}),
        ("said_again", "the same hello arrives twice: the same answer", {"known": NEXT},
         hello(), NEXT),
        ("no_prekey", "the first epoch brings a prekey, this one does without", {},
         hello(prekey=None), NEXT),
        ("other_root_unmet", "another root, perhaps in an old hello said again: nobody is accused",
         {}, hello(base=head(leaves(3, "other"))), NEXT),
    )  # fmt: skip
    for name, about, state, said, epoch in told:
        yield (
            f"{name}_accepted",
            _case(
                "hello", about, _hearing(**state), spoken("hello", said), answer=_answer(3, epoch)
            ),
        )


def hello_refused() -> Iterator[Case]:
    """A hello that opens nothing."""
    small = {**prekey(), "public": b64encode(bytes(1_216)).decode()}
    told: tuple[tuple[str, str, str, int, str], ...] = (
        ("stale", "an older number", "stale-epoch", 6,
         spoken("hello", hello(epoch={"n": 3, "r": "03" * 8}))),
        ("same_number_other_random", "two hellos under one number", "stale-epoch", 6,
         spoken("hello", hello(epoch={**KNOWN, "r": "ff" * 8}))),
        ("forked", "another root at the size both hold", "forked-log", 11,
         spoken("hello", hello(base=head(leaves(3, "other"))))),
        ("forked_behind", "another root at a smaller size", "forked-log", 11,
         spoken("hello", hello(base=head(leaves(2, "other"))))),
        ("wrong_link", "it speaks of the hearer's own log", "wrong-link", 10,
         spoken("hello", hello(link=HEARD))),
        ("stranger", "signed by no key of the speaker", "unknown-key", 8,
         spoken("hello", hello(), STRANGER)),
        ("changed", "one digit of the nonce was changed after signing", "bad-signature", 8,
         spoken("hello", hello()).replace(NONCE, "1f" + NONCE[2:])),
        ("other_kind", "a cursor's first line", "malformed-note", 7,
         spoken("hello", hello(), first="wasl-cursor/1")),
        ("short_nonce", "eight bytes of nonce", "bad-greeting", 9,
         spoken("hello", hello(nonce="0f" * 8))),
        ("unknown_field", "a field no version 1 has", "bad-greeting", 9,
         spoken("hello", hello(more=1))),
        ("upper_case_hex", "the root in capitals", "bad-greeting", 9,
         spoken("hello", hello(base={"root": head(leaves(3))["root"].upper(), "size": 3}))),
        ("unsafe_prekey", "a prekey that everybody could open", "unsafe-key", 8,
         spoken("hello", hello(prekey=small))),
    )  # fmt: skip
    for name, about, rule, step, note in told:
        state = _hearing(met=rule == "forked-log")
        yield f"{name}_refused", _case("hello", about, state, note, rule=rule, step=step)


def _waiting(**changes: object) -> Json:
    """What the hearer waits for: the confirm of its own hello, over its own log.

    ``their_hello`` is the latest one heard, over ``their_leaves``, the speaker's log.
    """
    return {
        "boot": OURS,
        "leaves": leaves(3),
        "pending": {"epoch": NEXT, "nonce": NONCE},
        "their_boot": THEIRS,
        "their_hello": {"base": head(leaves(2)), "boot": THEIRS},
        "their_leaves": leaves(2),
        **changes,
    }


def confirms() -> Iterator[Case]:
    """Confirms that open the epoch, that open nothing, and that are refused."""
    told: tuple[tuple[str, str, Json, str, str], ...] = (
        ("good_accepted", "nonce and epoch are those of the pending hello", {},
         "confirmed", spoken("confirm", confirm())),
        ("behind_accepted", "the speaker holds less: what it lacks is sent", {},
         "confirmed", spoken("confirm", confirm(held=head(leaves(1)), countersigned=1))),
        ("first_accepted", "nothing was heard of the speaker before",
         {"their_boot": "", "their_hello": None},
         "confirmed", spoken("confirm", confirm())),
        ("ahead_accepted", "the speaker holds more of our log than we do: we heal first", {},
         "healing", spoken("confirm", confirm(held=head(leaves(5)), countersigned=5))),
        ("restarted_accepted", "the speaker started anew meanwhile: a fresh epoch first", {},
         "renewed", spoken("confirm", confirm(boot=RESTARTED))),
        ("wrong_nonce_refused", "it answers another hello", {},
         "ignored", spoken("confirm", confirm(nonce=OTHER_NONCE))),
        ("stale_epoch_refused", "it answers the hello of an earlier epoch", {},
         "ignored", spoken("confirm", confirm(epoch=KNOWN))),
        ("nothing_pending_refused", "no hello waits for an answer",
         {"pending": None}, "ignored", spoken("confirm", confirm())),
        ("forked_refused", "another root at the size both hold", {},
         "forked-log", spoken("confirm", confirm(held=head(leaves(3, "other"))))),
        ("forked_base_refused", "the run that confirms had said another root of its own log",
         {"their_hello": {"base": head(leaves(2, "other")), "boot": THEIRS}},
         "forked-log", spoken("confirm", confirm())),
        ("old_base_accepted", "another run had said another root: nobody is accused",
         {"their_hello": {"base": head(leaves(2, "other")), "boot": RESTARTED}},
         "confirmed", spoken("confirm", confirm())),
        ("wrong_link_refused", "it speaks of the speaker's own log", {},
         "wrong-link", spoken("confirm", confirm(link=SPOKEN))),
        ("stranger_refused", "signed by no key of the speaker", {},
         "unknown-key", spoken("confirm", confirm(), STRANGER)),
        ("changed_refused", "what is held was changed after signing", {}, "bad-signature",
         spoken("confirm", confirm()).replace('"countersigned":3', '"countersigned":2')),
        ("not_canonical_refused", "a space in the JSON", {}, "not-canonical",
         spoken("confirm", confirm()).replace('"countersigned":3', '"countersigned": 3')),
    )  # fmt: skip
    steps = {
        "bad-signature": 8,
        "forked-log": 11,
        "not-canonical": 9,
        "unknown-key": 8,
        "wrong-link": 10,
    }
    for name, about, state, outcome, note in told:
        refused = outcome in steps
        verdict = {"rule": outcome, "step": steps[outcome]} if refused else {"outcome": outcome}
        yield name, _case("confirm", about, _waiting(**state), note, **verdict)


def vectors() -> Iterator[tuple[str, Json]]:
    """Every vector with its path below the folder of vectors."""
    for name, case in (*hello_accepted(), *hello_refused()):
        yield f"hello/{name}.json", case
    for name, case in confirms():
        yield f"confirm/{name}.json", case


def text_of(case: Json) -> str:
    """A vector as its file holds it."""
    return json.dumps(case, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(arguments: Sequence[str]) -> None:
    """Write every vector below the folder named."""
    for path, case in vectors():
        file = Path(arguments[0]) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text_of(case), encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1:])
